//! What the coordinator sees that others do not: what waits too long, what was answered, what a reporter added to what is
//! closed, and how long it takes; and that a wrong link is undone.

use buurtboek_tests::browser::{Manner, Size, Tablet};

use super::{languages::in_both_languages, town::Town};

in_both_languages! {
    a_note_that_is_open_long_is_asked_about_and_its_answer_is_brought,
    what_a_reporter_adds_is_read_before_her_signal_is_closed_or_asks_for_a_look_after_it,
    what_waits_too_long_stands_out_until_somebody_takes_it_up,
}

const WORDS: &str = "De brievenbus puilt uit";
const QUESTION: &str = "Komt de nicht nog elke woensdag?";

/// The row with these words among what is new in the inbox: an older signal may have the same address.
fn new(desk: &Tablet, words: &str) -> String {
    let section = desk.said("Nieuw");
    format!("//section[h2[starts-with(normalize-space(.), '{section}')]]//a[contains(normalize-space(.), '{words}')]")
}

/// The row of a list with these words, if it bears this badge.
fn marked(tablet: &Tablet, words: &str, badge: &str) -> String {
    let badge = tablet.said(badge);
    format!(
        "//a[contains(normalize-space(.), '{words}')]//*[contains(@class, 'nl-data-badge')][normalize-space(.)='{badge}']"
    )
}

/// The row of a list with these words, if it does not bear this badge.
fn unmarked(tablet: &Tablet, words: &str, badge: &str) -> String {
    format!("//a[contains(., '{words}')][not(contains(., '{}'))]", tablet.said(badge))
}

async fn what_waits_too_long_stands_out_until_somebody_takes_it_up(manner: Manner) {
    let town = Town::open_in(manner).await;
    let truus = town.arrive("Truus Vermeer", Size::PHONE).await;
    let marijke = town.arrive("Marijke Hoeksma", Size::LANDSCAPE).await;
    let samira = town.arrive("Samira Bouzid", Size::PORTRAIT).await;
    let desk = &marijke.tablet;
    truus.reports(WORDS, "Nevelstraat 14").await.unwrap();
    truus.tablet.press("Naar mijn signalen").await.unwrap();
    truus.tablet.press("Nevelstraat").await.unwrap();
    truus.tablet.sees(WORDS).await.unwrap();

    // What is linked by mistake is unlinked; the reporter reads what is so then.
    desk.go("/postvak").await.unwrap();
    desk.press_at(&new(desk, "Nevelstraat 14")).await.unwrap();
    desk.press("Hoort bij elkaar").await.unwrap();
    desk.sees("Gekoppeld").await.unwrap();
    truus.tablet.sees("Iemand kijkt ernaar").await.unwrap();
    desk.stands_well("gekoppeld").await.unwrap();
    desk.press("Losmaken").await.unwrap();
    desk.sees("Hoort bij elkaar").await.unwrap();
    desk.sees_no_more("Gekoppeld").await.unwrap();
    truus.tablet.sees_no_more("Iemand kijkt ernaar").await.unwrap();
    truus.tablet.sees("Ontvangen").await.unwrap();

    let too_long = marked(desk, "Nevelstraat 14", "Wacht te lang");
    desk.go("/postvak").await.unwrap();
    desk.sees("Nevelstraat 14").await.unwrap();
    desk.sees_at(&unmarked(desk, "Nevelstraat 14", "Wacht te lang")).await.unwrap();
    // Three days pass.
    marijke.has_a_clock_ahead(3).await;
    desk.reload().await.unwrap();
    desk.sees_at(&too_long).await.unwrap();
    desk.stands_well("wacht-te-lang").await.unwrap();
    desk.go("/team").await.unwrap();
    desk.sees("Nog door niemand opgepakt").await.unwrap();
    let (this_week, waits) = (desk.said("Deze week"), desk.said("1 signaal. Het wacht 3 dagen."));
    let term = format!("dt[normalize-space(.)='{this_week}']");
    desk.sees_at(&format!("//{term}/following-sibling::dd[1][normalize-space(.)='{waits}']")).await.unwrap();
    desk.stands_well("team-wachttijden").await.unwrap();
    samira.tablet.go("/signalen").await.unwrap();
    samira.tablet.press("Nevelstraat 14").await.unwrap();
    samira.tablet.press("Ik pak dit op").await.unwrap();
    desk.sees_at(&format!("//main[not(.//{term})]")).await.unwrap();
    desk.go("/postvak").await.unwrap();
    desk.sees_at(&unmarked(desk, "Nevelstraat 14", "Wacht te lang")).await.unwrap();

    // What somebody takes up leaves what is new once the coordinator turns to something else.
    desk.sees_at(&new(desk, "Regenboogplein 22")).await.unwrap();
    samira.tablet.go("/signalen").await.unwrap();
    samira.tablet.press("Regenboogplein 22").await.unwrap();
    samira.tablet.press("Ik pak dit op").await.unwrap();
    samira.tablet.sees("Start verkenning").await.unwrap();
    desk.sees_at("//a[contains(., 'Regenboogplein 22')][contains(., 'Samira')]").await.unwrap();
    desk.press("Beoordeel").await.unwrap();
    desk.sees("Hoe snel?").await.unwrap();
    desk.sees_at(&format!("//main[not(.{})]", new(desk, "Regenboogplein 22"))).await.unwrap();
}

/// The coordinator closes the signal that she looks at.
async fn closes(desk: &Tablet) {
    desk.press("Afsluiten").await.unwrap();
    desk.answer("Hoe liep het af?", "Geen hulp nodig").await.unwrap();
    desk.press("Sluit signaal").await.unwrap();
}

/// The reporter adds something to the signal that she looks at.
async fn adds(phone: &Tablet, words: &str) {
    phone.press("Iets toevoegen").await.unwrap();
    phone.fill("Wat wilt u toevoegen?", words).await.unwrap();
    phone.press_exactly("Verstuur").await.unwrap();
    phone.sees("U voegde toe").await.unwrap();
    phone.sees(words).await.unwrap();
}

async fn what_a_reporter_adds_is_read_before_her_signal_is_closed_or_asks_for_a_look_after_it(manner: Manner) {
    const FIRST: &str = "De hond blaft nu ook.";
    const SECOND: &str = "Er brandt weer licht.";
    const THIRD: &str = "Misschien zijn zij weg.";
    const UNKNOWN: &str = "Wie dit signaal afsloot, wist dat nog niet.";
    let town = Town::open_in(manner).await;
    let truus = town.arrive("Truus Vermeer", Size::PHONE).await;
    let marijke = town.arrive("Marijke Hoeksma", Size::LANDSCAPE).await;
    let (phone, desk) = (&truus.tablet, &marijke.tablet);
    marijke.is_ready_for_offline().await.unwrap();
    truus.reports(WORDS, "Dauwpad 3").await.unwrap();
    phone.press("Naar mijn signalen").await.unwrap();
    phone.press("Dauwpad").await.unwrap();
    phone.sees(WORDS).await.unwrap();
    desk.go("/postvak").await.unwrap();
    desk.press_at(&new(desk, "Dauwpad 3")).await.unwrap();
    desk.sees(WORDS).await.unwrap();

    // Without a connection she closes what she has not read whole.
    marijke.loses_connection();
    desk.sees("Geen verbinding.").await.unwrap();
    closes(desk).await;
    desk.sees("Dit signaal wordt gesloten zodra dit is gesynchroniseerd.").await.unwrap();
    adds(phone, FIRST).await;
    let received = phone.said("Ontvangen");
    phone.sees_at(&format!("//section[@data-name='additions'][contains(., '{received}')]")).await.unwrap();
    marijke.finds_connection().await;
    desk.sees("Er kwam iets bij nadat u dit zag.").await.unwrap();
    desk.sees(FIRST).await.unwrap();
    desk.stands_well("aangevuld-voor-afsluiten").await.unwrap();
    desk.press("Gelezen").await.unwrap();

    // Her phone does not know yet that the signal is closed.
    truus.loses_connection();
    adds(phone, SECOND).await;
    phone.press("Iets toevoegen").await.unwrap();
    phone.fill("Wat wilt u toevoegen?", THIRD).await.unwrap();
    closes(desk).await;
    desk.sees("Heropen").await.unwrap();
    desk.go("/postvak").await.unwrap();
    desk.sees_at(&new(desk, "Regenboogplein 22")).await.unwrap();
    assert!(!desk.shows("Dauwpad 3").await.unwrap(), "it is closed");
    truus.finds_connection().await;
    desk.sees("Iets nieuws bij 1 signaal.").await.unwrap();
    desk.press("Toon").await.unwrap();
    let badge = desk.said("Aangevuld na afsluiten");
    desk.press_at(&format!("{}[contains(., '{badge}')]", new(desk, "Dauwpad 3"))).await.unwrap();
    desk.sees(SECOND).await.unwrap();
    desk.sees(UNKNOWN).await.unwrap();
    desk.stands_well("aangevuld-na-afsluiten").await.unwrap();
    desk.press("Gezien, blijft afgesloten").await.unwrap();
    desk.sees_no_more(UNKNOWN).await.unwrap();
    desk.go("/postvak").await.unwrap();
    desk.sees_at(&new(desk, "Regenboogplein 22")).await.unwrap();
    assert!(!desk.shows("Dauwpad 3").await.unwrap(), "somebody looked");
    phone.sees("Bedankt voor het opletten.").await.unwrap();
    // Her page was open all along. What she would add now nobody would read; what she was writing is hers to let go.
    phone.sees("Ziet of hoort u weer iets? Maak dan een nieuw signaal.").await.unwrap();
    assert!(!phone.offers("Ik heb mij vergist").await.unwrap());
    phone.holds("Wat wilt u toevoegen?", THIRD).await.unwrap();
    phone.stands_well("afgerond-terwijl-zij-schrijft").await.unwrap();
    phone.press("Annuleer").await.unwrap();
    phone.sees_no_more("Wat wilt u toevoegen?").await.unwrap();
    assert!(!phone.offers("Iets toevoegen").await.unwrap());
}

async fn a_note_that_is_open_long_is_asked_about_and_its_answer_is_brought(manner: Manner) {
    let town = Town::open_in(manner).await;
    let marijke = town.arrive("Marijke Hoeksma", Size::LANDSCAPE).await;
    let samira = town.arrive("Samira Bouzid", Size::PORTRAIT).await;
    let (desk, tablet) = (&marijke.tablet, &samira.tablet);
    desk.go("/meelezen").await.unwrap();
    desk.sees_at(&marked(desk, "Mevrouw Bakema", "Langer dan 7 dagen open")).await.unwrap();
    desk.stands_well("meelezen-langer-open").await.unwrap();
    desk.press("Mevrouw Bakema").await.unwrap();
    desk.press("Stel een vraag").await.unwrap();
    desk.fill("Uw vraag", QUESTION).await.unwrap();
    desk.press("Verstuur vraag").await.unwrap();
    desk.sees(QUESTION).await.unwrap();

    // Whoever visits has the ways to act in danger one press away, without a connection too.
    samira.is_ready_for_offline().await.unwrap();
    tablet.go("/vandaag").await.unwrap();
    tablet.press("Start bezoek").await.unwrap();
    samira.loses_connection();
    tablet.press("Zorg om veiligheid").await.unwrap();
    tablet.sees("Meldcode").await.unwrap();
    assert_eq!(tablet.path().await.unwrap(), "/zorg-om-veiligheid");
    tablet.stands_well("zorg-om-veiligheid-zonder-verbinding").await.unwrap();
    samira.finds_connection().await;

    // What the coordinator asks beside her note is new to her.
    tablet.go("/vandaag").await.unwrap();
    tablet.press_at(&marked(tablet, "Mevrouw Bakema", "Vraag")).await.unwrap();
    tablet.sees(QUESTION).await.unwrap();
    tablet.press("Geef antwoord").await.unwrap();
    tablet.fill("Uw antwoord", "Ja, en haar koor haalt haar op.").await.unwrap();
    tablet.press("Bewaar antwoord").await.unwrap();
    desk.sees("Ja, en haar koor haalt haar op.").await.unwrap();
    desk.go("/meelezen").await.unwrap();
    desk.sees_at(&marked(desk, "Mevrouw Bakema", "Antwoord op uw vraag")).await.unwrap();
    desk.stands_well("antwoord-op-uw-vraag").await.unwrap();
    // What was seen asks no longer.
    desk.press("Mevrouw Bakema").await.unwrap();
    desk.press_exactly("Gezien").await.unwrap();
    desk.sees("Gezien door Marijke").await.unwrap();
    desk.go("/meelezen").await.unwrap();
    desk.press_exactly("Alles").await.unwrap();
    desk.sees_at(&unmarked(desk, "Mevrouw Bakema", "Langer dan 7 dagen open")).await.unwrap();
    desk.sees_at(&unmarked(desk, "Mevrouw Bakema", "Antwoord op uw vraag")).await.unwrap();
}
