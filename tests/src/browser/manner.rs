//! How somebody uses a tablet: in which language, with what, and how much it takes.

use super::english::english;

/// Dutch words of a screen, each with what it says in English, as far as the app's locales do not tell: several sentences, what
/// is filled in, and which of several is meant.
pub type Dictionary = &'static [(&'static str, &'static str)];

/// What somebody uses a screen with.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Hands {
    /// A finger or a mouse.
    #[default]
    Pointer,
    /// The keyboard alone: Tab, the arrows, Enter and the space bar.
    Keyboard,
}

/// How somebody uses a tablet.
#[derive(Clone, Copy, Debug, Default)]
pub struct Manner {
    /// With what.
    pub hands: Hands,
    /// None in Dutch. The people of a story say Dutch words, and find what the app says for them.
    pub english: Option<Dictionary>,
    /// Nothing moves that need not, and letters are twice as large, as somebody may have set their device.
    pub large_and_still: bool,
    /// In a private window, which forgets everything when it is closed.
    pub private: bool,
    /// What the names of pictures begin with.
    pub pictures: &'static str,
}

impl Manner {
    /// What the app says for these Dutch words. What somebody typed is the same in every language.
    pub(super) fn said(&self, words: &str) -> String {
        let Some(pieces) = self.english else { return words.to_owned() };
        let piece = pieces.iter().find_map(|(dutch, english)| (*dutch == words).then_some((*english).to_owned()));
        piece.or_else(|| english(words)).unwrap_or_else(|| words.to_owned())
    }
}

/// What it took so far.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Effort {
    /// Presses on the screen.
    pub taps: usize,
    /// Characters typed.
    pub keystrokes: usize,
}
