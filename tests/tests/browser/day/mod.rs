//! The whole story, lived in several ways: it is the same.

mod deputy;
mod people;
mod story;

use buurtboek_tests::browser::{Hands, Manner, Size};

use self::{
    people::{Coordinates, Day},
    story::a_signal_becomes_help_and_its_reporter_reads_the_thanks,
};
use super::languages;

const DESK_AND_TABLETS: [Size; 3] = [Size::LANDSCAPE, Size::PORTRAIT, Size::LANDSCAPE];

async fn lived_by_marijke(manner: Manner) {
    let day = Day { manner, sizes: DESK_AND_TABLETS, coordinates: Coordinates::Marijke };
    a_signal_becomes_help_and_its_reporter_reads_the_thanks(day).await;
}

#[tokio::test]
async fn on_a_desk_on_tablets_and_on_a_phone() {
    lived_by_marijke(Manner::default()).await;
}

#[tokio::test]
async fn in_english() {
    lived_by_marijke(languages::in_english()).await;
}

#[tokio::test]
async fn by_the_keyboard_alone() {
    lived_by_marijke(Manner { hands: Hands::Keyboard, pictures: "toetsen-", ..Manner::default() }).await;
}

/// Here Ilse stands in for Marijke: a deputy's bar has one more place than any other, and on a phone with large letters it
/// has to fit. Marijke, who is back on the last day, reads along as in the other ways, so that nothing goes unseen.
#[tokio::test]
async fn on_phones_with_large_letters_and_little_motion_with_a_deputy() {
    let manner = Manner { large_and_still: true, pictures: "telefoon-", ..Manner::default() };
    let day = Day { manner, sizes: [Size::PHONE; 3], coordinates: Coordinates::Deputy };
    a_signal_becomes_help_and_its_reporter_reads_the_thanks(day).await;
}
