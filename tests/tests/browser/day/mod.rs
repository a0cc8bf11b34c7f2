//! The whole day, lived in several ways: the story is the same.

mod story;

use buurtboek_tests::browser::{Hands, Manner, Size};

use self::story::{Day, a_signal_becomes_help_and_its_reporter_reads_the_thanks};
use super::languages;

const DESK_AND_TABLETS: [Size; 3] = [Size::LANDSCAPE, Size::PORTRAIT, Size::LANDSCAPE];

#[tokio::test]
async fn on_a_desk_on_tablets_and_on_a_phone() {
    let day = Day { manner: Manner::default(), sizes: DESK_AND_TABLETS };
    a_signal_becomes_help_and_its_reporter_reads_the_thanks(day).await;
}

#[tokio::test]
async fn in_english() {
    let manner = languages::in_english();
    a_signal_becomes_help_and_its_reporter_reads_the_thanks(Day { manner, sizes: DESK_AND_TABLETS }).await;
}

#[tokio::test]
async fn by_the_keyboard_alone() {
    let manner = Manner { hands: Hands::Keyboard, pictures: "toetsen-", ..Manner::default() };
    a_signal_becomes_help_and_its_reporter_reads_the_thanks(Day { manner, sizes: DESK_AND_TABLETS }).await;
}

#[tokio::test]
async fn on_phones_with_large_letters_and_little_motion() {
    let manner = Manner { large_and_still: true, pictures: "telefoon-", ..Manner::default() };
    a_signal_becomes_help_and_its_reporter_reads_the_thanks(Day { manner, sizes: [Size::PHONE; 3] }).await;
}
