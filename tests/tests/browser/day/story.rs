//! Some days with it: from curtains that stay closed to the thanks, though connections go, a browser dies and the server is
//! killed on the way.

use buurtboek_tests::process::verify;

use super::{
    super::town::{Person, Town},
    deputy,
    people::{Day, People},
};

const WORDS: &str = "De gordijnen van nummer 14 zijn al twee dagen dicht";
const WE_SEE: &str = "Wat wij zien";
pub(super) const HOUSEHOLD: &str = "KANARIE-DOSSIER meneer Nevel";

/// What only the team may read: none of it ever reaches Truus.
const CANARIES: [&str; 9] = [
    "KANARIE-BEOORDELING",
    "KANARIE-DOSSIER",
    "KANARIE-VERSLAG",
    "KANARIE-POST",
    "KANARIE-AFSPRAAK",
    "KANARIE-TELAAT",
    "KANARIE-VRAAG",
    "KANARIE-WAARNEMER",
    "KANARIE-TOELICHTING",
];

/// Whoever coordinates has the inbox before them from the start of the day.
async fn the_inbox_is_open(people: &People) {
    if let Some(ilse) = &people.ilse {
        deputy::is_named(&people.marijke, ilse).await;
    }
    let tablet = &people.coordinator().tablet;
    tablet.go("/postvak").await.unwrap();
    tablet.sees("Regenboogplein 22").await.unwrap();
}

/// Truus reports what she sees from a lift, wants to come along, and her battery dies; it arrives once.
async fn a_worry_is_reported(town: &Town, people: People) -> People {
    let truus = people.truus;
    people.samira.loses_connection();
    let truus = truus.opens_the_app_again(town).await;
    truus.loses_connection();
    truus.tablet.reload().await.unwrap();
    truus.begins_a_report(WORDS, "Nevelstraat 14").await.unwrap();
    truus.tablet.stands_well("dag-vraag-5").await.unwrap();
    truus.tablet.sees("Gaat u mee? Dan merkt de ander dat u het heeft gemeld.").await.unwrap();
    truus.tablet.answer("Wilt u mee op bezoek?", "Ja").await.unwrap();
    truus.sends_the_report().await.unwrap();
    truus.tablet.sees("Kan het niet wachten?").await.unwrap();
    let truus = truus.browser_dies(town).await;
    truus.tablet.sees("Nevelstraat").await.unwrap();
    truus.finds_connection().await;
    truus.tablet.sees("Ontvangen door het buurtteam").await.unwrap();
    People { truus, ..people }
}

/// Whoever coordinates sees it without reloading, links the earlier one at that address, and gives it to Samira for today.
async fn it_is_given_to_samira(coordinator: &Person) {
    let tablet = &coordinator.tablet;
    // No row moves under a finger: it comes when it is asked for.
    tablet.sees("1 nieuw signaal.").await.unwrap();
    let before = tablet.links("Nevelstraat 14").await.unwrap();
    tablet.press_exactly("Toon").await.unwrap();
    tablet.sees_no_more("1 nieuw signaal.").await.unwrap();
    assert_eq!(tablet.links("Nevelstraat 14").await.unwrap(), before + 1, "it arrived once");
    tablet.stands_well("dag-postvak").await.unwrap();
    tablet.press("Nevelstraat 14").await.unwrap();
    tablet.sees(WORDS).await.unwrap();
    tablet.answer("Hoe snel?", "Vandaag").await.unwrap();
    tablet.sees("Eerder op dit adres. Hoort dit bij elkaar?").await.unwrap();
    tablet.press("Hoort bij elkaar").await.unwrap();
    tablet.sees("Gekoppeld").await.unwrap();
    tablet.answer("Wie gaat erheen?", "Samira Bouzid").await.unwrap();
    tablet.press("Geef aan Samira").await.unwrap();
    tablet.sees("Samira deed hier nog niets mee.").await.unwrap();
    tablet.fill("Opmerking voor het team", "KANARIE-BEOORDELING de huisarts kent dit adres").await.unwrap();
    tablet.submit_form_of("Opmerking voor het team").await.unwrap();
    tablet.stands_well("dag-beoordeeld").await.unwrap();
}

/// Samira's tablet comes back, she explores, and plans a visit with Joost and, if the resident agrees, Truus.
async fn a_visit_is_planned(samira: &Person) -> String {
    samira.finds_connection().await;
    let tablet = &samira.tablet;
    tablet.go("/vandaag").await.unwrap();
    tablet.sees("Nieuw voor u").await.unwrap();
    tablet.press("Nevelstraat 14").await.unwrap();
    tablet.sees("KANARIE-BEOORDELING").await.unwrap();
    let dossier = samira.begins_to_explore(HOUSEHOLD).await;
    plan(samira, "Ja, als de inwoner dat goedvindt").await;
    dossier
}

async fn plan(person: &Person, reporter: &str) {
    let tablet = &person.tablet;
    tablet.press("Bezoek plannen").await.unwrap();
    tablet.press("Plan bezoek").await.unwrap();
    tablet.sees("Kies een dag en een tijd.").await.unwrap();
    person.plans_a_visit(Some("Joost Wielinga"), Some(reporter)).await;
}

/// Truus reads of an appointment, and of nothing else; she comes.
async fn the_reporter_comes(truus: &Person) {
    let tablet = &truus.tablet;
    tablet.go("/").await.unwrap();
    tablet.sees("U heeft een afspraak").await.unwrap();
    tablet.press("Nevelstraat").await.unwrap();
    tablet.sees("met Samira van het buurtteam. Verzamelen: de bushalte.").await.unwrap();
    tablet.stands_well("dag-afspraak").await.unwrap();
    tablet.press("Ik kom").await.unwrap();
    tablet.sees("U antwoordde: Ik kom").await.unwrap();
}

/// The visit of today, from "Vandaag". What was planned for another day is not of today.
async fn goes_to_the_visit_of_today(samira: &Person) {
    let tablet = &samira.tablet;
    let today = tablet.said("Vandaag");
    let row =
        format!("//main//a[contains(., '{HOUSEHOLD}')][contains(., '10:00')][.//*[normalize-space(.)='{today}']]");
    tablet.go("/vandaag").await.unwrap();
    tablet.press_at(&row).await.unwrap();
    tablet.sees("Aan de deur").await.unwrap();
}

/// The next day nobody opens: an attempt with its card; and another visit, without the reporter.
async fn nobody_opens(samira: &Person, dossier: &str) {
    let tablet = &samira.tablet;
    samira.wakes_up(1).await;
    samira.logs_in_again().await;
    goes_to_the_visit_of_today(samira).await;
    tablet.press("Geen gehoor").await.unwrap();
    tablet.answer("Hoe?", "Kaartje").await.unwrap();
    tablet.answer("Dagdeel", "Middag").await.unwrap();
    tablet.answer("Bereikt?", "Nee").await.unwrap();
    tablet.sees("Ik was bij u aan de deur. Belt u mij? Samira").await.unwrap();
    tablet.stands_well("dag-contactpoging").await.unwrap();
    tablet.press("Bewaar poging").await.unwrap();
    tablet.sees_no_more("Bewaar poging").await.unwrap();
    tablet.go(dossier).await.unwrap();
    tablet.sees("Geen gehoor").await.unwrap();
    plan(samira, "Nee").await;
}

/// Truus's session outlives the night. What was received today is of another day by now.
async fn the_reporter_reads_of_yesterday(truus: &Person, yesterday: &str) {
    truus.wakes_up(1).await;
    truus.tablet.sees_at(&format!("//*[@data-name='status'][contains(., '{yesterday}')]")).await.unwrap();
    truus.tablet.sees("U heeft een afspraak").await.unwrap();
}

/// The day after: the visit at which nobody opened is behind, and the next one is of today.
async fn the_next_visit_is_of_today(samira: &Person, joost: &Person) {
    samira.wakes_up(1).await;
    // He was not at it yesterday.
    joost.wakes_up(2).await;
    for person in [samira, joost] {
        person.logs_in_again().await;
    }
    goes_to_the_visit_of_today(samira).await;
}

/// Both write at the table, with nothing of the reporter or the worry on the screen, and without a connection; what
/// they wrote is whole, and the two answers are a question.
async fn both_write(samira: &Person, joost: &Person) -> String {
    samira.tablet.press("Start bezoek").await.unwrap();
    samira.tablet.sees("Tafelstand aan: melder, zorg en tijdlijn zijn verborgen.").await.unwrap();
    samira.tablet.press("Schrijf verslag").await.unwrap();
    samira.tablet.sees(WE_SEE).await.unwrap();
    samira.tablet.sees("Tafelstand aan: melder, zorg en tijdlijn zijn verborgen.").await.unwrap();
    assert!(!samira.tablet.shows("Hoe groot is de zorg?").await.unwrap(), "nobody at the table reads of a worry");
    samira.tablet.stands_well("dag-tafelstand").await.unwrap();
    samira.tablet.sees("Gesynchroniseerd om").await.unwrap();
    let note = samira.tablet.path().await.unwrap();
    joost.tablet.go(&note).await.unwrap();
    joost.tablet.sees(WE_SEE).await.unwrap();
    samira.loses_connection();
    joost.loses_connection();
    for (person, words, worry) in [
        (samira, "KANARIE-POST ligt ongeopend op tafel. ", "Ernstig, deze week handelen"),
        (joost, "KANARIE-VERSLAG de koelkast was leeg. ", "Licht, contact houden"),
    ] {
        person.tablet.fill(WE_SEE, words).await.unwrap();
        if person.tablet.shows("Zet Tafelstand uit").await.unwrap() {
            person.tablet.press("Zet Tafelstand uit").await.unwrap();
        }
        person.tablet.answer("Hoe groot is de zorg?", worry).await.unwrap();
        person.tablet.sees("Wacht op verbinding").await.unwrap();
    }
    for person in [samira, joost] {
        person.finds_connection().await;
    }
    for person in [samira, joost] {
        person.tablet.holds(WE_SEE, "KANARIE-POST").await.unwrap();
        person.tablet.holds(WE_SEE, "KANARIE-VERSLAG").await.unwrap();
        person.tablet.sees("Twee antwoorden").await.unwrap();
    }
    samira.tablet.sees("Samengevoegd: Joost schreef").await.unwrap();
    samira.tablet.stands_well("dag-twee-antwoorden").await.unwrap();
    samira.tablet.choose("Ernstig, deze week handelen (Samira").await.unwrap();
    samira.tablet.press("Gebruik dit antwoord").await.unwrap();
    joost.tablet.sees("Samira koos 'Ernstig").await.unwrap();
    note
}

/// The resident wants help: the dossier opens with the day of that request, and what was agreed is a task.
async fn help_is_asked_for(samira: &Person, note: &str, dossier: &str) {
    let tablet = &samira.tablet;
    tablet.select("Wie", "Samira Bouzid").await.unwrap();
    tablet.fill("Doet wat", "KANARIE-AFSPRAAK belt de woningcorporatie").await.unwrap();
    tablet.press("Voeg afspraak toe").await.unwrap();
    tablet.sees("Samira: KANARIE-AFSPRAAK belt de woningcorporatie").await.unwrap();
    tablet.go(dossier).await.unwrap();
    tablet.press("Verkenning afronden").await.unwrap();
    tablet.choose("Dossier openen").await.unwrap();
    tablet.set("Datum hulpvraag", &samira.today().await).await.unwrap();
    tablet.press("Rond verkenning af").await.unwrap();
    tablet.sees("Datum hulpvraag:").await.unwrap();
    tablet.stands_well("dag-dossier").await.unwrap();
    tablet.go("/vandaag").await.unwrap();
    tablet.sees("KANARIE-AFSPRAAK belt de woningcorporatie").await.unwrap();
    tablet.stands_well("dag-vandaag").await.unwrap();
    tablet.go(note).await.unwrap();
}

/// Samira finishes; what Joost wrote meanwhile is refused, kept, and added in one tap.
async fn the_note_is_finished(samira: &Person, joost: &Person) {
    joost.loses_connection();
    joost.tablet.fill(WE_SEE, "KANARIE-TELAAT en de bel doet het niet. ").await.unwrap();
    joost.tablet.sees("Wacht op verbinding").await.unwrap();
    joost.tablet.press("Dossiers").await.unwrap();
    samira.tablet.press("Verslag afronden").await.unwrap();
    samira.tablet.sees("Hierna kunt u niets wijzigen. Aanvullen kan altijd.").await.unwrap();
    samira.tablet.stands_well("dag-afronden").await.unwrap();
    samira.tablet.press("Rond verslag af").await.unwrap();
    samira.tablet.sees("Aanvulling of verbetering").await.unwrap();
    joost.finds_connection().await;
    joost.tablet.sees("1 wijziging geweigerd. De tekst is bewaard.").await.unwrap();
    joost.tablet.go("/bewaarde-teksten").await.unwrap();
    joost.tablet.sees("Samira rondde dit verslag af").await.unwrap();
    joost.tablet.press("Zet als aanvulling bij het verslag").await.unwrap();
    joost.tablet.sees("Geen bewaarde teksten.").await.unwrap();
    samira.tablet.sees("KANARIE-TELAAT").await.unwrap();
}

/// Marijke reads along, asks and gets her answer.
async fn marijke_reads_along(marijke: &Person, samira: &Person) {
    let tablet = &marijke.tablet;
    tablet.go("/meelezen").await.unwrap();
    tablet.press(HOUSEHOLD).await.unwrap();
    tablet.sees("Zorg ernstig").await.unwrap();
    tablet.press("Stel een vraag").await.unwrap();
    tablet.fill("Uw vraag", "KANARIE-VRAAG gaat er iemand mee naar de bank?").await.unwrap();
    tablet.stands_well("dag-meelezen").await.unwrap();
    tablet.press("Verstuur vraag").await.unwrap();
    samira.tablet.sees("KANARIE-VRAAG").await.unwrap();
    samira.answers("Ja, Joost.").await;
    tablet.sees("Ja, Joost.").await.unwrap();
    tablet.press("Gezien").await.unwrap();
}

/// Whoever coordinates closes it, and reads beforehand what its reporter will read.
async fn it_is_closed(coordinator: &Person) {
    let tablet = &coordinator.tablet;
    tablet.go("/postvak").await.unwrap();
    tablet.press("Nevelstraat 14").await.unwrap();
    tablet.sees(WORDS).await.unwrap();
    tablet.press("Afsluiten").await.unwrap();
    tablet.answer("Hoe liep het af?", "Geholpen").await.unwrap();
    tablet.fill("Toelichting (alleen team)", "KANARIE-TOELICHTING de zoon komt vaker").await.unwrap();
    tablet.sees("Bedankt voor het opletten.").await.unwrap();
    tablet.stands_well("dag-afsluiten").await.unwrap();
    tablet.press("Sluit signaal").await.unwrap();
    tablet.sees("Afgesloten").await.unwrap();
}

async fn the_reporter_reads_the_thanks(truus: &Person) {
    truus.tablet.go("/").await.unwrap();
    truus.tablet.press("Nevelstraat").await.unwrap();
    truus.tablet.sees("Bedankt voor het opletten.").await.unwrap();
    truus.tablet.stands_well("dag-bedankt").await.unwrap();
}

/// All that ever came over Truus's line, over every connection, in the clear.
fn nothing_of_the_team_came_to(truus: &Person) {
    let received = truus.line.received();
    let received = String::from_utf8_lossy(&received);
    assert!(received.contains("Nevelstraat"), "the scan sees what came");
    for canary in CANARIES {
        assert!(!received.contains(canary), "{canary} reached Truus");
    }
}

/// The whole of it, in three days, with the server killed four times.
pub(super) async fn a_signal_becomes_help_and_its_reporter_reads_the_thanks(day: Day) {
    let town = Town::open_in(day.manner).await;
    let people = People::arrive(&town, &day).await;
    the_inbox_is_open(&people).await;
    let people = a_worry_is_reported(&town, people).await;
    let town = town.server_dies().await;
    people.find_the_server().await;
    it_is_given_to_samira(people.coordinator()).await;
    let dossier = a_visit_is_planned(&people.samira).await;
    the_reporter_comes(&people.truus).await;
    let yesterday = people.truus.day_in_words(0).await;

    let town = town.night_falls().await;
    the_reporter_reads_of_yesterday(&people.truus, &yesterday).await;
    nobody_opens(&people.samira, &dossier).await;

    let town = town.night_falls().await;
    the_next_visit_is_of_today(&people.samira, &people.joost).await;
    let note = both_write(&people.samira, &people.joost).await;
    help_is_asked_for(&people.samira, &note, &dossier).await;
    the_note_is_finished(&people.samira, &people.joost).await;
    let town = town.server_dies().await;
    for person in [&people.marijke].into_iter().chain(&people.ilse) {
        person.wakes_up(2).await;
        person.logs_in_again().await;
    }
    if let Some(ilse) = &people.ilse {
        deputy::asks(ilse, &people.samira, &dossier).await;
        people.samira.tablet.go(&note).await.unwrap();
    }
    marijke_reads_along(&people.marijke, &people.samira).await;
    it_is_closed(people.coordinator()).await;
    the_reporter_reads_the_thanks(&people.truus).await;
    nothing_of_the_team_came_to(&people.truus);
    verify(town.server.data()).await.unwrap();
}
