//! A volunteer in a lift: no connection, and the battery dies.

use buurtboek_tests::browser::{Manner, Size};

use super::{languages::in_both_languages, town::Town};

in_both_languages! {
    a_signal_written_offline_arrives_once_though_the_browser_is_killed,
}

const WORDS: &str = "De gordijnen van nummer 14 zijn al twee dagen dicht";

async fn a_signal_written_offline_arrives_once_though_the_browser_is_killed(manner: Manner) {
    let town = Town::open_in(manner).await;
    let marijke = town.arrive("Marijke Hoeksma", Size::LANDSCAPE).await;
    marijke.is_ready_for_offline().await.unwrap();
    marijke.tablet.go("/postvak").await.unwrap();
    marijke.tablet.sees("Regenboogplein 22").await.unwrap();
    let before = marijke.tablet.links("Nevelstraat 14").await.unwrap();

    // She opens the app once, and it is ready.
    let truus = town.arrive("Truus Vermeer", Size::PHONE).await;
    truus.tablet.sees("Klaar voor offline gebruik").await.unwrap();
    truus.tablet.keeps_its_cookies().await.unwrap();
    truus.loses_connection();
    truus.tablet.reload().await.unwrap();
    truus.tablet.sees("Mijn signalen").await.unwrap();
    truus.reports(WORDS, "Nevelstraat 14").await.unwrap();
    truus.tablet.sees("Kan het niet wachten?").await.unwrap();
    assert!(!truus.tablet.shows("Het buurtteam ontving uw signaal").await.unwrap());
    truus.tablet.stands_well("na-versturen-zonder-internet").await.unwrap();

    let truus = truus.browser_dies(&town).await;
    truus.tablet.sees("Nevelstraat").await.unwrap();
    assert!(!marijke.tablet.shows(WORDS).await.unwrap());

    truus.finds_connection().await;
    truus.tablet.sees("Ontvangen door het buurtteam").await.unwrap();
    // Nobody reloads anything: the list says that something came, and shows it when asked.
    marijke.tablet.sees("1 nieuw signaal").await.unwrap();
    marijke.tablet.press("Toon").await.unwrap();
    marijke.tablet.sees_no_more("1 nieuw signaal").await.unwrap();
    assert_eq!(marijke.tablet.links("Nevelstraat 14").await.unwrap(), before + 1, "it arrived once");
    marijke.tablet.press("Nevelstraat 14").await.unwrap();
    marijke.tablet.sees(WORDS).await.unwrap();
    truus.tablet.go("/").await.unwrap();
    truus.tablet.sees("Nevelstraat").await.unwrap();
    assert_eq!(truus.tablet.links("Nevelstraat").await.unwrap(), 1, "and stands once in her own list");
}
