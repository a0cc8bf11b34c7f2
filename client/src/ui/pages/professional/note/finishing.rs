//! What a note needs before it can be finished: a day, who was there, and words.

use buurtboek_shared::doc::read::NoteView;

use crate::ui::parts::choice::standing_value;

/// What a note lacks.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Lack {
    /// The day of the visit.
    Date,
    /// Who were there.
    Present,
    /// Any text; "geen gesprek" is one.
    Text,
}

/// Everything that a note lacks, in the order of the page. Worry and life domains are never asked for.
#[must_use]
pub fn lacks(view: &NoteView) -> Vec<Lack> {
    let has_text = view.texts.values().any(|text| !text.trim().is_empty())
        || view.domains.values().any(|domain| !domain.text.trim().is_empty());
    let needed = [
        (Lack::Date, !standing_value(&view.visit_date).is_empty()),
        (Lack::Present, !standing_value(&view.present).is_empty()),
        (Lack::Text, has_text),
    ];
    needed.into_iter().filter(|(_, is_there)| !is_there).map(|(lack, _)| lack).collect()
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeMap;

    use buurtboek_shared::{
        domain::{
            choice::ChoiceEntry,
            note::{Heading, NoteState},
        },
        ids::{EntryId, MemberId},
        time::Timestamp,
    };

    use super::*;

    fn answer(value: &str) -> Vec<ChoiceEntry> {
        vec![ChoiceEntry {
            id: EntryId::default(),
            value: value.to_owned(),
            author: MemberId::default(),
            at: Timestamp(0),
            supersedes: Vec::new(),
            why: String::new(),
        }]
    }

    fn empty() -> NoteView {
        NoteView {
            visit_date: Vec::new(),
            present: Vec::new(),
            texts: BTreeMap::new(),
            domains: BTreeMap::new(),
            agreements: Vec::new(),
            worry: Vec::new(),
            next_step: Vec::new(),
            additions: Vec::new(),
            state: NoteState::Open,
            transitions: Vec::new(),
        }
    }

    #[test]
    fn a_day_people_and_words_are_enough() {
        assert_eq!(lacks(&empty()), [Lack::Date, Lack::Present, Lack::Text]);
        let blank = NoteView { texts: BTreeMap::from([(Heading::WeSee, " \n".to_owned())]), ..empty() };
        assert!(lacks(&blank).contains(&Lack::Text));
        let note = NoteView {
            visit_date: answer("2026-03-12"),
            present: answer("mevrouw Bakema"),
            texts: BTreeMap::from([(Heading::WeSee, "Geen gesprek.".to_owned())]),
            ..empty()
        };
        assert_eq!(lacks(&note), []);
    }
}
