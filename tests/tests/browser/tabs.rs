//! One person, two tabs: one suspended behind the other, the other dies.

use buurtboek_tests::browser::Size;

use super::town::Town;

const GOES_WELL: &str = "Wat goed gaat en wie er helpt";
const WORDS: [&str; 3] = ["Eerste tab. ", "Tweede tab. ", "Nog net getypt. "];

#[tokio::test]
async fn two_tabs_lose_nothing_double_nothing_and_share_one_socket() {
    let town = Town::open().await;
    let samira = town.arrive("Samira Bouzid", Size::DESK).await;
    samira.is_ready_for_offline().await.unwrap();
    samira.begins_a_note().await;
    samira.tablet.fill(GOES_WELL, "Eerste tab. ").await.unwrap();
    samira.tablet.sees("Gesynchroniseerd om").await.unwrap();
    let path = samira.tablet.path().await.unwrap();
    let first = samira.tablet.tab().await.unwrap();

    let second = samira.tablet.open_window(&path).await.unwrap();
    samira.tablet.sees("Gesynchroniseerd om").await.unwrap();
    // The first one spoke with the server. Behind the other, it is suspended: it hears and says nothing.
    samira.tablet.turn_to(&first).await.unwrap();
    samira.tablet.put_away().await.unwrap();
    samira.tablet.freeze_behind(&second).await.unwrap();
    samira.tablet.holds(GOES_WELL, "Eerste tab. ").await.unwrap();
    samira.tablet.field(GOES_WELL).await.unwrap().send_keys("Tweede tab. ").await.unwrap();
    samira.tablet.sees("Gesynchroniseerd om").await.unwrap();
    assert_eq!(town.open_sockets().await, 1, "one of the two speaks for both");

    // Typed and not yet synchronised, the second tab dies without a word.
    samira.loses_connection();
    samira.tablet.field(GOES_WELL).await.unwrap().send_keys("Nog net getypt. ").await.unwrap();
    samira.tablet.sees("Wacht op verbinding").await.unwrap();
    samira.tablet.crash_tab(&second).await.unwrap();
    samira.tablet.turn_to(&first).await.unwrap();
    samira.tablet.thaw().await.unwrap();
    samira.tablet.take_up().await.unwrap();
    samira.finds_connection().await;
    for words in WORDS {
        samira.tablet.holds(GOES_WELL, words).await.unwrap();
    }
    samira.tablet.sees("Gesynchroniseerd om").await.unwrap();
    assert_eq!(town.open_sockets().await, 1);

    let joost = town.arrive("Joost Wielinga", Size::PORTRAIT).await;
    joost.tablet.go(&path).await.unwrap();
    joost.tablet.holds(GOES_WELL, "Nog net getypt. ").await.unwrap();
    let text = joost.tablet.field(GOES_WELL).await.unwrap().prop("value").await.unwrap().unwrap();
    for words in WORDS {
        assert_eq!(text.matches(words).count(), 1, "{text}");
    }
}

#[tokio::test]
async fn what_is_written_of_one_unsent_signal_in_two_tabs_by_turns_is_one_text() {
    const SEES: &str = "Wat ziet of hoort u?";
    let town = Town::open().await;
    let truus = town.arrive("Truus Vermeer", Size::PHONE).await;
    let tablet = &truus.tablet;
    truus.is_ready_for_offline().await.unwrap();
    tablet.press("Nieuw signaal").await.unwrap();
    tablet.fill(SEES, "Eerste zin. ").await.unwrap();
    tablet.sees("Bewaard op uw telefoon").await.unwrap();
    let first = tablet.tab().await.unwrap();
    let second = tablet.open_window(&tablet.path().await.unwrap()).await.unwrap();
    tablet.holds(SEES, "Eerste zin. ").await.unwrap();
    tablet.fill(SEES, "Tweede zin. ").await.unwrap();
    tablet.sees("Bewaard op uw telefoon").await.unwrap();
    tablet.turn_to(&first).await.unwrap();
    tablet.holds(SEES, "Eerste zin. Tweede zin. ").await.unwrap();
    tablet.fill(SEES, "Derde zin.").await.unwrap();
    tablet.turn_to(&second).await.unwrap();
    tablet.holds(SEES, "Eerste zin. Tweede zin. Derde zin.").await.unwrap();
    let text = tablet.field(SEES).await.unwrap().prop("value").await.unwrap().unwrap();
    assert_eq!(text, "Eerste zin. Tweede zin. Derde zin.");
}
