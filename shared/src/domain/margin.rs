//! Questions beside the text of a note, with their answers. They may be written beside a finished note too.

use std::collections::BTreeSet;

use serde::{Deserialize, Serialize};

use super::note::Heading;
use crate::{
    ids::{EntryId, MemberId},
    sorting,
    time::Timestamp,
};

/// A question beside the text, or the answer to one.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct QuestionEntry {
    /// Random.
    pub id: EntryId,
    /// Who asks, or answers.
    pub author: MemberId,
    /// When, by the device's clock.
    pub at: Timestamp,
    /// The heading that it stands beside; none for the note as a whole.
    #[serde(default)]
    pub heading: Option<Heading>,
    /// The words; never empty.
    pub text: String,
    /// The question that this answers; none for a question.
    #[serde(default)]
    pub answers_to: Option<EntryId>,
}

/// A question with its answers, in the order of the list.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Asked<'a> {
    /// The question.
    pub question: &'a QuestionEntry,
    /// What was answered; empty while it waits.
    pub answers: Vec<&'a QuestionEntry>,
}

/// The questions with their answers. An answer to what is not here stands as a question of its own: no words are lost.
#[must_use]
pub fn fold(entries: &[QuestionEntry]) -> Vec<Asked<'_>> {
    let answers_here = |entry: &QuestionEntry| {
        entry.answers_to.is_some_and(|asked| entries.iter().any(|other| other.id == asked && other.id != entry.id))
    };
    let root = |entry: &QuestionEntry| {
        let mut root = entry.id;
        let mut passed = BTreeSet::from([root]);
        while let Some(next) = entries.iter().find(|other| other.id == root).and_then(|other| other.answers_to)
            && entries.iter().any(|other| other.id == next)
            && passed.insert(next)
        {
            root = next;
        }
        root
    };
    entries
        .iter()
        .filter(|entry| !answers_here(entry))
        .map(|question| Asked {
            question,
            answers: entries.iter().filter(|entry| answers_here(entry) && root(entry) == question.id).collect(),
        })
        .collect()
}

impl Asked<'_> {
    /// Did somebody else answer?
    #[must_use]
    pub fn is_answered(&self) -> bool {
        self.answers.iter().any(|answer| answer.author != self.question.author)
    }
}

/// Who asked something that nobody else answered.
#[must_use]
pub fn askers(questions: &[QuestionEntry]) -> BTreeSet<MemberId> {
    sorting::gather(fold(questions).iter().filter(|asked| !asked.is_answered()).map(|asked| asked.question.author))
}
