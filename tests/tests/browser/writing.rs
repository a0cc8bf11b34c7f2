//! Two write in one text of a note at once, both with a connection: each goes on where they were, sees where the other is,
//! and takes back nothing but their own.

use buurtboek_tests::browser::{Size, Tablet};
use serde_json::json;
use thirtyfour::Key;

use super::town::Town;

const WE_SEE: &str = "Wat wij zien";
/// More than either of them does.
const EVERY_STEP: usize = 12;

/// What is put in at the caret at once: a word that is suggested, or a picture out of a list of them.
async fn puts_in(tablet: &Tablet, words: &str) {
    tablet.command("Input.insertText", json!({"text": words})).await.unwrap();
}

/// Waits until the colleague's caret is shown between these words.
async fn sees_the_caret_of(tablet: &Tablet, name: &str, before: &str, after: &str) {
    let path = format!(
        "//*[@class='bb-prose__mirror']/*[contains(., '{name}')]\
         [preceding-sibling::text()[contains(., '{before}')]][following-sibling::text()[starts-with(., '{after}')]]"
    );
    tablet.sees_at(&path).await.unwrap();
}

#[tokio::test]
async fn of_two_who_write_in_one_text_each_stays_at_their_place_and_takes_back_their_own() {
    let town = Town::open().await;
    let samira = town.arrive("Samira Bouzid", Size::PORTRAIT).await;
    let joost = town.arrive("Joost Wielinga", Size::LANDSCAPE).await;
    let (tablet, other) = (&samira.tablet, &joost.tablet);
    samira.begins_a_note().await;
    tablet.paste(WE_SEE, "Zij wil hulp. ").await.unwrap();
    tablet.sees("Gesynchroniseerd om").await.unwrap();
    other.go(&tablet.path().await.unwrap()).await.unwrap();
    other.holds_exactly(WE_SEE, "Zij wil hulp. ").await.unwrap();

    // She puts her caret before "hulp", and he sees it there. He writes before it, and she sees him do so.
    for _ in 0.."hulp. ".len() {
        tablet.key(Key::Left).await.unwrap();
    }
    sees_the_caret_of(other, "Samira", "Zij wil ", "hulp.").await;
    other.field(WE_SEE).await.unwrap().focus().await.unwrap();
    other.keys(Key::Control + Key::Home).await.unwrap();
    other.keys("Nu: ").await.unwrap();
    tablet.holds_exactly(WE_SEE, "Nu: Zij wil hulp. ").await.unwrap();
    tablet.sees("Joost schrijft mee").await.unwrap();
    sees_the_caret_of(tablet, "Joost", "Nu: ", "Zij wil ").await;
    tablet.keys("graag ").await.unwrap();
    tablet.holds_exactly(WE_SEE, "Nu: Zij wil graag hulp. ").await.unwrap();
    other.holds_exactly(WE_SEE, "Nu: Zij wil graag hulp. ").await.unwrap();

    // A character of two code units, taken away again after he wrote another one before it.
    puts_in(tablet, "😀").await;
    other.holds_exactly(WE_SEE, "Nu: Zij wil graag 😀hulp. ").await.unwrap();
    puts_in(other, "🏠 ").await;
    tablet.holds_exactly(WE_SEE, "Nu: 🏠 Zij wil graag 😀hulp. ").await.unwrap();
    tablet.key(Key::Backspace).await.unwrap();
    let all = "Nu: 🏠 Zij wil graag hulp. ";
    for page in [tablet, other] {
        page.holds_exactly(WE_SEE, all).await.unwrap();
    }

    // However many steps that were, each takes back all of their own, and nothing else, and brings it back.
    let ways = [
        (tablet, "Nu: 🏠 ", Key::Control + (Key::Shift + "z".repeat(EVERY_STEP))),
        (other, "Zij wil graag hulp. ", Key::Control + "y".repeat(EVERY_STEP)),
    ];
    for (writer, left, again) in ways {
        writer.keys(Key::Control + "z".repeat(EVERY_STEP)).await.unwrap();
        for page in [tablet, other] {
            page.holds_exactly(WE_SEE, left).await.unwrap();
        }
        writer.keys(again).await.unwrap();
        for page in [tablet, other] {
            page.holds_exactly(WE_SEE, all).await.unwrap();
        }
    }
    tablet.sees("Gesynchroniseerd om").await.unwrap();
    dictates_and_has_a_word_corrected(tablet, other).await;
}

/// She dictates before "hulp", phrase by phrase, while he writes before her. Then the keyboard finds a wrong word in it and
/// puts another in its place, where it stands by then, and she goes on.
async fn dictates_and_has_a_word_corrected(tablet: &Tablet, other: &Tablet) {
    let correct = "const [field, wrong, right] = arguments; const at = field.value.indexOf(wrong);
        const kind = { inputType: 'insertReplacementText', data: right, bubbles: true, composed: true };
        if (field.dispatchEvent(new InputEvent('beforeinput', { ...kind, cancelable: true }))) {
            field.setRangeText(right, at, at + wrong.length, 'preserve');
            field.dispatchEvent(new InputEvent('input', kind));
        }";
    tablet.keys(Key::Control + Key::End).await.unwrap();
    for _ in 0.."hulp. ".len() {
        tablet.key(Key::Left).await.unwrap();
    }
    other.keys(Key::Control + Key::Home).await.unwrap();
    puts_in(tablet, "en snel ").await;
    puts_in(other, "Vandaag. ").await;
    tablet.holds(WE_SEE, "Vandaag. ").await.unwrap();
    puts_in(tablet, "wat tuis ").await;
    puts_in(other, "Met Joost. ").await;
    tablet.holds(WE_SEE, "Vandaag. Met Joost. Nu: ").await.unwrap();
    let field = tablet.field(WE_SEE).await.unwrap().to_json().unwrap();
    tablet.driver().execute(correct, vec![field, "tuis".into(), "thuis".into()]).await.unwrap();
    let corrected = "Vandaag. Met Joost. Nu: 🏠 Zij wil graag en snel wat thuis hulp. ";
    other.holds_exactly(WE_SEE, corrected).await.unwrap();
    puts_in(tablet, "als ").await;
    for page in [tablet, other] {
        page.holds_exactly(WE_SEE, "Vandaag. Met Joost. Nu: 🏠 Zij wil graag en snel wat thuis als hulp. ")
            .await
            .unwrap();
    }
}
