//! The eight signals. The ninth, about closed curtains in the Nevelstraat, is for whoever plays Truus.

use buurtboek_shared::domain::{
    attempt::{AttemptMeans, DayPart},
    command::{Outcome, ReporterJoins, Signpost},
    restriction::Restriction,
    signal::{ContactTried, FeltUrgency, Relation, Since, YesNo},
    triage::Urgency,
};

use super::{Moment, PlaceWords, ReportWords, SignalDeed, TriageDeed, signal, triage};

pub(super) const CASES: &[&[Moment]] = &[PYJAMAS, LEFTOVERS, LETTERS, BENCH, LAMP, SCREAMING, SISTER, LETTERBOX];

/// What most reports leave out.
const PLAIN: ReportWords = ReportWords {
    observation: "",
    place: PlaceWords::Description(""),
    since: Since::Unknown,
    urgency: FeltUrgency::Unknown,
    relation: None,
    contact: None,
    person_knows: None,
    interpretation: "",
    may_call: None,
    wants_along: None,
};

const PYJAMAS: &[Moment] = &[
    signal(
        (21, 19, 40),
        "henk",
        "signaal 1",
        SignalDeed::Report {
            report: ReportWords {
                observation: "Meneer liep 's avonds in pyjama buiten. Hij zocht de bakker.",
                place: PlaceWords::Address { street: "Nevelstraat", number: "14" },
                since: Since::Today,
                urgency: FeltUrgency::ThisWeek,
                relation: Some(Relation::Neighbour),
                contact: Some(ContactTried::Spoke),
                person_knows: Some(YesNo::No),
                may_call: Some(YesNo::Yes),
                wants_along: Some(YesNo::No),
                ..PLAIN
            },
        },
    ),
    triage((20, 9, 5), "marijke", "signaal 1", TriageDeed::Judge { urgency: Urgency::ThisWeek }),
    triage((20, 9, 30), "ilse", "signaal 1", TriageDeed::TakeUp),
    triage(
        (19, 11, 10),
        "ilse",
        "signaal 1",
        TriageDeed::Attempt {
            means: AttemptMeans::Card,
            day_part: DayPart::Morning,
            reached: YesNo::No,
            text: "Aangebeld, geen gehoor. Kaartje in de bus gedaan.",
        },
    ),
    triage(
        (16, 16, 0),
        "ilse",
        "signaal 1",
        TriageDeed::Attempt {
            means: AttemptMeans::Card,
            day_part: DayPart::Afternoon,
            reached: YesNo::No,
            text: "Weer aangebeld, geen gehoor. Er brandde licht. Tweede kaartje.",
        },
    ),
    triage((12, 10, 0), "ilse", "signaal 1", TriageDeed::Close { outcome: Outcome::NotReached }),
];

const LEFTOVERS: &[Moment] = &[
    signal(
        (9, 18, 20),
        "aylin",
        "signaal 2",
        SignalDeed::Report {
            report: ReportWords {
                observation: "Mijn buurvrouw vraagt vaker of ik eten over heb voor de kinderen.",
                place: PlaceWords::Address { street: "Stapelwolkhof", number: "3-II" },
                since: Since::Longer,
                urgency: FeltUrgency::ThisWeek,
                relation: Some(Relation::Neighbour),
                contact: Some(ContactTried::Spoke),
                person_knows: Some(YesNo::Yes),
                interpretation: "Ik denk dat er te weinig geld is.",
                may_call: Some(YesNo::Yes),
                wants_along: Some(YesNo::Yes),
            },
        },
    ),
    triage((8, 9, 15), "marijke", "signaal 2", TriageDeed::Judge { urgency: Urgency::ThisWeek }),
    triage((8, 9, 20), "marijke", "signaal 2", TriageDeed::Assign { to: "joost" }),
    triage(
        (8, 13, 0),
        "joost",
        "signaal 2",
        TriageDeed::Remark { text: "Mevrouw gebeld. Zij weet van de melding en is blij dat er iemand komt." },
    ),
    triage(
        (8, 13, 10),
        "joost",
        "signaal 2",
        TriageDeed::Plan {
            days_ahead: 2,
            with: &["samira"],
            joins: ReporterJoins::IfResidentAgrees,
            meet_at: "Bij de ingang van Stapelwolkhof",
        },
    ),
];

const LETTERS: &[Moment] = &[signal(
    (1, 16, 45),
    "oksana",
    "signaal 3",
    SignalDeed::Report {
        report: ReportWords {
            observation: "Mevrouw boven is bang van post. Zij legt brieven in kast.",
            place: PlaceWords::Address { street: "Regenboogplein", number: "22" },
            since: Since::FewDays,
            urgency: FeltUrgency::NoHurry,
            relation: Some(Relation::Neighbour),
            contact: Some(ContactTried::Spoke),
            person_knows: Some(YesNo::No),
            may_call: Some(YesNo::Yes),
            ..PLAIN
        },
    },
)];

const BENCH: &[Moment] = &[
    signal(
        (6, 8, 50),
        "truus",
        "signaal 4",
        SignalDeed::Report {
            report: ReportWords {
                observation: "Al een week slaapt hier dezelfde man. Hij groet altijd vriendelijk.",
                place: PlaceWords::Description("Bankje bij de haven, naast de viskraam"),
                since: Since::Longer,
                urgency: FeltUrgency::ThisWeek,
                relation: Some(Relation::Stranger),
                contact: Some(ContactTried::Spoke),
                may_call: Some(YesNo::Yes),
                ..PLAIN
            },
        },
    ),
    triage((6, 9, 40), "ravi", "signaal 4", TriageDeed::TakeUp),
    triage(
        (5, 10, 30),
        "ravi",
        "signaal 4",
        TriageDeed::Remark {
            text: "Met meneer gesproken bij de haven. Hij wil graag een slaapplek. De nachtopvang komt vandaag bij hem langs.",
        },
    ),
    triage((5, 15, 0), "ravi", "signaal 4", TriageDeed::Forward { to: "Nachtopvang Wolkendam" }),
];

const LAMP: &[Moment] = &[
    signal(
        (4, 20, 15),
        "henk",
        "signaal 5",
        SignalDeed::Report {
            report: ReportWords {
                observation: "De lantaarn bij de speeltuin is stuk.",
                place: PlaceWords::Description("Speeltuin achter het Loodspad"),
                since: Since::Yesterday,
                urgency: FeltUrgency::NoHurry,
                ..PLAIN
            },
        },
    ),
    triage(
        (3, 9, 2),
        "marijke",
        "signaal 5",
        TriageDeed::OutOfScope {
            signpost: Signpost::Municipality,
            why: "Een lantaarn is iets voor de melding openbare ruimte.",
        },
    ),
];

const SCREAMING: &[Moment] = &[
    signal(
        (1, 8, 5),
        "aylin",
        "signaal 6",
        SignalDeed::Report {
            report: ReportWords {
                observation: "Drie nachten geschreeuw, er huilt een kind.",
                place: PlaceWords::Address { street: "Windwijzer", number: "9" },
                since: Since::FewDays,
                urgency: FeltUrgency::Danger,
                relation: Some(Relation::Neighbour),
                contact: Some(ContactTried::No),
                person_knows: Some(YesNo::No),
                may_call: Some(YesNo::Yes),
                wants_along: Some(YesNo::No),
                ..PLAIN
            },
        },
    ),
    triage((1, 8, 38), "marijke", "signaal 6", TriageDeed::Restrict { to: Restriction::CoordinatorOnly }),
    triage((1, 8, 40), "marijke", "signaal 6", TriageDeed::Judge { urgency: Urgency::Today }),
    triage(
        (1, 8, 45),
        "marijke",
        "signaal 6",
        TriageDeed::Remark {
            text: "Veilig Thuis gebeld voor advies. Zij bellen vandaag terug. Ik houd dit signaal bij mij.",
        },
    ),
];

const SISTER: &[Moment] = &[
    signal(
        (3, 10, 30),
        "truus",
        "signaal 7",
        SignalDeed::Report {
            report: ReportWords {
                observation: "Mijn zus vergeet de pan op het vuur. Ik durf er niet over te beginnen.",
                place: PlaceWords::Address { street: "Zonnestraal", number: "28" },
                since: Since::Longer,
                urgency: FeltUrgency::ThisWeek,
                relation: Some(Relation::FamilyOrFriend),
                contact: Some(ContactTried::No),
                person_knows: Some(YesNo::No),
                may_call: Some(YesNo::Yes),
                ..PLAIN
            },
        },
    ),
    triage((3, 13, 20), "fatou", "signaal 7", TriageDeed::TakeUp),
    triage(
        (3, 13, 25),
        "fatou",
        "signaal 7",
        TriageDeed::Remark { text: "Dit is een hulpvraag. Ik bel Truus morgen en denk met haar mee over het gesprek." },
    ),
];

const LETTERBOX: &[Moment] = &[
    signal(
        (14, 9, 10),
        "henk",
        "signaal 8",
        SignalDeed::Report {
            report: ReportWords {
                observation: "De brievenbus puilt uit.",
                place: PlaceWords::Address { street: "Nevelstraat", number: "14" },
                since: Since::FewDays,
                urgency: FeltUrgency::ThisWeek,
                relation: Some(Relation::Stranger),
                contact: Some(ContactTried::RangNoAnswer),
                ..PLAIN
            },
        },
    ),
    signal(
        (14, 9, 30),
        "henk",
        "signaal 8",
        SignalDeed::Correct {
            place: PlaceWords::Address { street: "Nevelstraat", number: "41" },
            text: "Ik heb mij vergist in het nummer.",
        },
    ),
    triage((14, 10, 0), "samira", "signaal 8", TriageDeed::Link { with: "signaal 1" }),
    signal((13, 17, 30), "henk", "signaal 8", SignalDeed::Withdraw),
    triage(
        (12, 9, 0),
        "marijke",
        "signaal 8",
        TriageDeed::Remark { text: "De bewoner van nummer 41 is terug van vakantie, zegt Henk." },
    ),
    triage((12, 9, 5), "marijke", "signaal 8", TriageDeed::Close { outcome: Outcome::Withdrawn }),
];
