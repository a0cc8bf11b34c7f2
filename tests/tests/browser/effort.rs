//! What a concern costs a newcomer: one thumb, under a minute.

use buurtboek_tests::browser::Size;

use super::town::Town;

/// A person with one thumb: about a second and a half for each press, to read included, and four characters a second.
const MILLIS_PER_TAP: usize = 1_500;
const MILLIS_PER_KEYSTROKE: usize = 250;
const MINUTE: usize = 60_000;

#[tokio::test]
async fn a_concern_is_reported_with_few_presses() {
    let town = Town::open().await;
    let truus = town.arrive("Truus Vermeer", Size::PHONE).await;
    truus.tablet.sees("Nieuw signaal").await.unwrap();
    let before = truus.tablet.effort();
    truus.reports("Al twee dagen dichte gordijnen", "Nevelstraat 14").await.unwrap();
    truus.tablet.sees("Het buurtteam ontving uw signaal").await.unwrap();
    let after = truus.tablet.effort();
    let (taps, keystrokes) = (after.taps - before.taps, after.keystrokes - before.keystrokes);
    let millis = taps * MILLIS_PER_TAP + keystrokes * MILLIS_PER_KEYSTROKE;
    println!("a signal: {taps} presses and {keystrokes} characters, about {} seconds with one thumb", millis / 1_000);
    assert!(millis < MINUTE, "{taps} presses, {keystrokes} characters");
}
