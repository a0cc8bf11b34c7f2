//! The reference model: what people did and their tablets kept. It knows nothing of merging; it knows what must be
//! somewhere in the end, once.

use buurtboek_shared::{
    domain::command::CommandAction,
    ids::{CommandId, DocId, DocKind, EntryId},
};

use super::people::Person;
use crate::tablet::Kept;

/// Something that somebody did.
#[derive(Clone, Debug)]
pub struct Fact {
    /// Who.
    pub by: Person,
    /// Where.
    pub doc: DocId,
    /// What.
    pub what: What,
    /// Whether the tablet kept it.
    pub kept: Kept,
}

/// What somebody did.
#[derive(Clone, Debug)]
pub enum What {
    /// Wrote words in a text.
    Words {
        /// Under this root.
        root: &'static str,
        /// Unlike any others.
        words: String,
    },
    /// Took such words out.
    Erased {
        /// Which.
        words: String,
    },
    /// Added to a list.
    Entry {
        /// Its id.
        id: EntryId,
        /// Words unlike any others; empty for an answer of a fixed list.
        words: String,
    },
    /// Added to a list under a colleague's name.
    Forged {
        /// Its id.
        id: EntryId,
    },
    /// Decided something.
    Decided {
        /// The command.
        command: CommandId,
        /// What.
        action: CommandAction,
    },
}

/// Words that nobody else writes, and that say where they belong. Some hold what is more than one UTF-16 unit long.
#[must_use]
pub fn unlike_any_others(kind: DocKind, number: usize) -> String {
    let spice = ["", " é", " 🙂"][number % 3];
    format!("<{} {number}{spice}>", kind.word())
}

/// How words begin that a volunteer may never receive, if they did not write them.
pub const NOT_FOR_VOLUNTEERS: [&str; 3] = ["<note ", "<triage ", "<dossier "];

/// Where each of such words begins and ends in a text that holds nothing else, in UTF-16 units.
#[must_use]
pub fn stretches(text: &str) -> Vec<(u32, u32, String)> {
    let mut found = Vec::new();
    let mut at = 0;
    for words in text.split_inclusive('>') {
        let length = words.encode_utf16().count() as u32;
        found.push((at, length, words.to_owned()));
        at += length;
    }
    found
}
