//! The six households. What is written about somebody is written so that they may read it.

use buurtboek_shared::domain::note::{Heading, LifeDomain, Worry};

use super::{AgreementWords, DossierDeed, Moment, NoteDeed, PartyWords, PersonWords, WishWords, dossier, note};

pub(super) const CASES: &[&[Moment]] = &[BAKEMA, KOWALCZYK, TERPSTRA, TESFAY, DE_GRAAF, LONT];

const fn person(name: &'static str, address_as: &'static str) -> PersonWords {
    PersonWords { name, address_as, language: "", interpreter: "" }
}

const fn agreement(who: PartyWords, what: &'static str, due: Option<u16>) -> AgreementWords {
    AgreementWords { who, what, due }
}

const BAKEMA: &[Moment] = &[
    dossier(
        (18, 10, 0),
        "samira",
        "dossier 1",
        DossierDeed::Open { from: None, name: "Mevrouw Bakema", address: "Dauwpad 8" },
    ),
    dossier(
        (18, 10, 4),
        "samira",
        "dossier 1",
        DossierDeed::Household { person: person("Mevrouw Bakema (81)", "mevrouw Bakema") },
    ),
    dossier((18, 10, 5), "samira", "dossier 1", DossierDeed::AskHelp),
    dossier(
        (18, 10, 6),
        "samira",
        "dossier 1",
        DossierDeed::Wish { kinds: &[], text: "Ik wil mijn post zelf blijven doen." },
    ),
    note(
        (18, 14, 0),
        "samira",
        "verslag 1",
        NoteDeed::Open { dossier: "dossier 1", present: "Mevrouw Bakema, Samira" },
    ),
    note(
        (18, 14, 5),
        "samira",
        "verslag 1",
        NoteDeed::Write { heading: Heading::Occasion, text: "Mevrouw belde zelf. Zij heeft een vraag over haar post." },
    ),
    note(
        (18, 14, 12),
        "samira",
        "verslag 1",
        NoteDeed::Write {
            heading: Heading::ResidentSays,
            text: "\"De letters worden kleiner, maar mijn post doe ik zelf.\" Mevrouw zingt op dinsdag in het koor en wil \
               dat blijven doen.",
        },
    ),
    note(
        (18, 14, 18),
        "samira",
        "verslag 1",
        NoteDeed::Write {
            heading: Heading::GoesWell,
            text: "Haar nicht komt elke woensdag. Het koor haalt mevrouw op met de auto.",
        },
    ),
    note(
        (18, 14, 20),
        "samira",
        "verslag 1",
        NoteDeed::WriteDomain {
            domain: LifeDomain::Paperwork,
            why: "Inwoner begint erover",
            text: "Mevrouw leest haar post met een loep. Een leeslamp bij het raam zou helpen.",
        },
    ),
    note(
        (18, 14, 24),
        "samira",
        "verslag 1",
        NoteDeed::Agree { agreement: agreement(PartyWords::Resident, "Vraagt haar nicht om een leeslamp.", Some(4)) },
    ),
    note((18, 14, 25), "samira", "verslag 1", NoteDeed::Worry { worry: Worry::Light }),
    dossier(
        (18, 14, 40),
        "samira",
        "dossier 1",
        DossierDeed::Agree {
            agreement: agreement(
                PartyWords::Member("samira"),
                "Belt mevrouw Bakema hoe het gaat met de leeslamp.",
                Some(0),
            ),
        },
    ),
    dossier(
        (1, 16, 0),
        "samira",
        "dossier 1",
        DossierDeed::Plan { days_ahead: 0, clock: (15, 30), with: &[], place: "Dauwpad 8" },
    ),
];

const KOWALCZYK: &[Moment] = &[
    dossier(
        (7, 9, 30),
        "joost",
        "dossier 2",
        DossierDeed::Open { from: Some("signaal 2"), name: "Gezin Kowalczyk", address: "Stapelwolkhof 3-II" },
    ),
    dossier(
        (7, 9, 34),
        "joost",
        "dossier 2",
        DossierDeed::Household {
            person: PersonWords {
                name: "Mevrouw Kowalczyk",
                address_as: "Ewa",
                language: "Pools, Nederlands gaat goed",
                interpreter: "",
            },
        },
    ),
    dossier((7, 9, 35), "joost", "dossier 2", DossierDeed::Household { person: person("Twee kinderen (6 en 9)", "") }),
    dossier((7, 9, 38), "joost", "dossier 2", DossierDeed::AskHelp),
    dossier((7, 9, 40), "joost", "dossier 2", DossierDeed::Share { with: "samira" }),
    dossier(
        (7, 9, 45),
        "joost",
        "dossier 2",
        DossierDeed::Wish {
            kinds: &[WishWords::NotShareWith("school")],
            text: "Moeder wil nu geen contact tussen het buurtteam en school.",
        },
    ),
    note(
        (6, 15, 0),
        "joost",
        "verslag 2",
        NoteDeed::Open { dossier: "dossier 2", present: "Mevrouw Kowalczyk, Joost, Samira" },
    ),
    note(
        (6, 15, 4),
        "joost",
        "verslag 2",
        NoteDeed::Write {
            heading: Heading::Occasion,
            text: "Mevrouw vroeg om hulp. Zij is haar baan kwijt en er is huurachterstand.",
        },
    ),
    note(
        (6, 15, 10),
        "samira",
        "verslag 2",
        NoteDeed::Write {
            heading: Heading::ResidentSays,
            text: "\"Ik wil eerst weten hoeveel het precies is.\" Mevrouw zegt dat zij met school zelf wil praten, als zij \
               eraan toe is.",
        },
    ),
    note(
        (6, 15, 16),
        "joost",
        "verslag 2",
        NoteDeed::WriteDomain {
            domain: LifeDomain::Money,
            why: "Nodig voor een afspraak",
            text: "De uitkering is aangevraagd. Er zijn twee maanden huur niet betaald. Joost maakt met mevrouw een \
               overzicht.",
        },
    ),
    note(
        (6, 15, 20),
        "samira",
        "verslag 2",
        NoteDeed::Write {
            heading: Heading::GoesWell,
            text: "De kinderen gaan elke dag naar school. Een buurvrouw past op als het nodig is.",
        },
    ),
    note(
        (6, 15, 25),
        "joost",
        "verslag 2",
        NoteDeed::Agree {
            agreement: agreement(PartyWords::Resident, "Zoekt de brieven van de verhuurder bij elkaar.", Some(1)),
        },
    ),
    dossier(
        (6, 15, 30),
        "joost",
        "dossier 2",
        DossierDeed::Agree {
            agreement: agreement(
                PartyWords::Member("joost"),
                "Maakt met mevrouw een overzicht van inkomsten en schulden.",
                Some(2),
            ),
        },
    ),
];

const TERPSTRA: &[Moment] = &[
    dossier(
        (15, 11, 0),
        "fatou",
        "dossier 3",
        DossierDeed::Open { from: None, name: "Meneer Terpstra", address: "Windwijzer 17" },
    ),
    dossier(
        (15, 11, 3),
        "fatou",
        "dossier 3",
        DossierDeed::Household { person: person("Meneer Terpstra (59)", "Douwe") },
    ),
    dossier((15, 11, 5), "fatou", "dossier 3", DossierDeed::AskHelp),
    dossier((15, 11, 4), "fatou", "dossier 3", DossierDeed::Household { person: person("Mevrouw Terpstra", "Anneke") }),
    note(
        (11, 10, 0),
        "fatou",
        "verslag 3",
        NoteDeed::Open { dossier: "dossier 3", present: "Meneer en mevrouw Terpstra, Fatou" },
    ),
    note(
        (11, 10, 8),
        "fatou",
        "verslag 3",
        NoteDeed::Write {
            heading: Heading::ResidentSays,
            text: "\"Ik zorg graag voor haar, maar ik slaap slecht.\" Meneer wil dat zijn vrouw thuis blijft wonen.",
        },
    ),
    note(
        (11, 10, 14),
        "fatou",
        "verslag 3",
        NoteDeed::WriteDomain {
            domain: LifeDomain::InformalCare,
            why: "Inwoner begint erover",
            text: "Meneer staat 's nachts twee tot drie keer op. Hij heeft geen dag voor zichzelf.",
        },
    ),
    note(
        (11, 10, 18),
        "fatou",
        "verslag 3",
        NoteDeed::Write {
            heading: Heading::GoesWell,
            text: "De buurman neemt het zaterdag over. Dan gaat meneer vissen.",
        },
    ),
    note((11, 10, 20), "fatou", "verslag 3", NoteDeed::Worry { worry: Worry::Light }),
    dossier(
        (11, 10, 30),
        "fatou",
        "dossier 3",
        DossierDeed::Agree {
            agreement: agreement(PartyWords::Other("De buurman"), "Is elke zaterdag bij mevrouw.", None),
        },
    ),
    dossier(
        (11, 10, 31),
        "fatou",
        "dossier 3",
        DossierDeed::Agree { agreement: agreement(PartyWords::Member("fatou"), "Vraagt naar nachtzorg.", Some(1)) },
    ),
];

const TESFAY: &[Moment] = &[
    dossier(
        (10, 9, 0),
        "samira",
        "dossier 4",
        DossierDeed::Open { from: None, name: "Mevrouw Tesfay", address: "Regenboogplein 5" },
    ),
    dossier(
        (10, 9, 3),
        "samira",
        "dossier 4",
        DossierDeed::Household {
            person: PersonWords {
                name: "Mevrouw Tesfay (33)",
                address_as: "mevrouw Tesfay",
                language: "Tigrinya",
                interpreter: "Ja, tolk per telefoon",
            },
        },
    ),
    dossier((10, 9, 4), "samira", "dossier 4", DossierDeed::AskHelp),
    dossier((10, 9, 5), "samira", "dossier 4", DossierDeed::Share { with: "fatou" }),
    note(
        (2, 10, 0),
        "samira",
        "verslag 4",
        NoteDeed::Open { dossier: "dossier 4", present: "Mevrouw Tesfay, Samira, Fatou, tolk per telefoon" },
    ),
    note(
        (2, 10, 12),
        "samira",
        "verslag 4",
        NoteDeed::Write {
            heading: Heading::ResidentSays,
            text: "Via de tolk: \"Ik ben veel alleen. Ik wil Nederlands leren.\"",
        },
    ),
    note(
        (2, 10, 20),
        "fatou",
        "verslag 4",
        NoteDeed::Write { heading: Heading::WeSee, text: "Mevrouw eet weinig en is moe. Het huis is warm en netjes." },
    ),
    note((2, 10, 42), "samira", "verslag 4", NoteDeed::Worry { worry: Worry::Serious }),
    note((2, 10, 47), "fatou", "verslag 4", NoteDeed::Worry { worry: Worry::Light }),
    note(
        (2, 10, 50),
        "fatou",
        "verslag 4",
        NoteDeed::Agree { agreement: agreement(PartyWords::Resident, "Gaat met Fatou naar de huisarts.", Some(3)) },
    ),
    note(
        (2, 10, 55),
        "samira",
        "verslag 4",
        NoteDeed::Agree {
            agreement: agreement(PartyWords::Member("samira"), "Zoekt een taalgroep in de buurt.", Some(1)),
        },
    ),
    dossier(
        (1, 16, 10),
        "samira",
        "dossier 4",
        DossierDeed::Plan { days_ahead: 1, clock: (9, 30), with: &["fatou"], place: "Regenboogplein 5" },
    ),
];

const DE_GRAAF: &[Moment] = &[
    dossier(
        (5, 11, 0),
        "ilse",
        "dossier 5",
        DossierDeed::Open { from: None, name: "Meneer De Graaf", address: "Kerkhoek 12" },
    ),
    dossier(
        (5, 11, 2),
        "ilse",
        "dossier 5",
        DossierDeed::Wish {
            kinds: &[WishWords::NoConversationNow, WishWords::NoReport],
            text: "Meneer deed open. Hij wil geen hulp en geen verslag.",
        },
    ),
    dossier((5, 11, 5), "ilse", "dossier 5", DossierDeed::EndExploration),
];

const LONT: &[Moment] = &[
    dossier(
        (30, 13, 0),
        "bram",
        "dossier 6",
        DossierDeed::Open { from: None, name: "Gezin Lont", address: "Zaaghoek 31" },
    ),
    dossier((30, 13, 2), "bram", "dossier 6", DossierDeed::AskHelp),
    dossier((30, 13, 3), "bram", "dossier 6", DossierDeed::Household { person: person("Mevrouw Lont", "Petra") }),
    dossier((30, 13, 4), "bram", "dossier 6", DossierDeed::Household { person: person("Dochter (15)", "Jade") }),
    note((4, 16, 0), "bram", "verslag 6", NoteDeed::Open { dossier: "dossier 6", present: "Jade, haar moeder, Bram" }),
    note(
        (4, 16, 6),
        "bram",
        "verslag 6",
        NoteDeed::Write {
            heading: Heading::ResidentSays,
            text: "Jade: \"Ik wil vier dagen naar school. Woensdag blijf ik nog thuis.\" Dit is haar eigen doel.",
        },
    ),
    note(
        (4, 16, 12),
        "bram",
        "verslag 6",
        NoteDeed::WriteDomain {
            domain: LifeDomain::Learning,
            why: "Inwoner begint erover",
            text: "Jade ging de laatste drie weken vier dagen naar school.",
        },
    ),
    note(
        (4, 16, 18),
        "bram",
        "verslag 6",
        NoteDeed::Write {
            heading: Heading::GoesWell,
            text: "De mentor haalt Jade 's ochtends op bij de deur van de school. Dat vindt zij fijn.",
        },
    ),
    note((4, 16, 20), "bram", "verslag 6", NoteDeed::Worry { worry: Worry::Light }),
    note((4, 16, 30), "bram", "verslag 6", NoteDeed::Finalise),
    note(
        (3, 9, 30),
        "bram",
        "verslag 6",
        NoteDeed::Add { text: "Moeder belde: zij wil erbij zetten dat Jade ook weer op zaterdag gaat voetballen." },
    ),
];
