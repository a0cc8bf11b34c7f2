//! Scenes that are lived through in both languages: what is looked at in Dutch is looked at in English. They are lived twice:
//! another language draws the screen anew, and a form then forgets what it complained of.

use buurtboek_tests::browser::Manner;

use super::english;

/// Makes two tests of each scene: one in Dutch, and the same in English.
macro_rules! in_both_languages {
    ($($scene:ident,)+) => {
        $(mod $scene {
            #[tokio::test]
            async fn in_dutch() {
                super::$scene(Default::default()).await;
            }

            #[tokio::test]
            async fn in_english() {
                super::$scene(crate::languages::in_english()).await;
            }
        })+
    };
}
pub(crate) use in_both_languages;

/// The words are English, and the names of pictures say so.
pub(crate) fn in_english() -> Manner {
    Manner { english: Some(english::PIECES), pictures: "english-", ..Manner::default() }
}
