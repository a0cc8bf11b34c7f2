//! What there is to read along: every note of the team, and why it asks for it.

use std::collections::BTreeMap;

use buurtboek_shared::{
    domain::{
        attention::{self, Attention, Reading},
        note::Worry,
    },
    ids::{DocId, MemberId},
    sorting,
    time::Timestamp,
};

use crate::state::{NoteSummary, Summary, ViewRow};

/// A note in the list.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ReadItem {
    /// The note.
    pub note: DocId,
    /// The dossier that it stands in.
    pub dossier: Option<DocId>,
    /// What the household is called; may be empty.
    pub household: String,
    /// The day of the visit, `YYYY-MM-DD`; may be empty.
    pub date: String,
    /// When it was made.
    pub created: Timestamp,
    /// The greatest worry that stands.
    pub worry: Option<Worry>,
    /// Why it asks to be read along, the gravest first.
    pub reasons: Vec<Attention>,
    /// True when somebody answered a question of the reader, who did not see that yet.
    pub answered: bool,
    /// True once it is finished.
    pub finished: bool,
}

/// Which notes the list shows.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ReadFilter {
    /// "Vraagt aandacht".
    Asking,
    /// "Alles".
    All,
}

/// Every note on the device, for this reader at this moment: what asks for attention first, the gravest on top, then
/// the newest.
#[must_use]
pub fn items(notes: &[ViewRow], dossiers: &[ViewRow], reader: MemberId, now: Timestamp) -> Vec<ReadItem> {
    let households: BTreeMap<DocId, &str> = sorting::gather(dossiers.iter().filter_map(|row| {
        let Summary::Dossier(dossier) = &row.summary else { return None };
        Some((row.doc, dossier.name.as_str()))
    }));
    let mut items: Vec<ReadItem> = notes.iter().filter_map(|row| item(row, &households, reader, now)).collect();
    sorting::sort_by(&mut items, |one, other| {
        (rank(one).cmp(&rank(other))).then(other.created.cmp(&one.created)).then(one.note.cmp(&other.note))
    });
    items
}

/// The gravest first; what does not ask comes last.
fn rank(item: &ReadItem) -> usize {
    match item.reasons.first() {
        Some(Attention::AcuteWorry) => 0,
        Some(Attention::SeriousWorry) => 1,
        Some(Attention::Asked) => 2,
        Some(Attention::OpenLong) => 3,
        None => 4,
    }
}

fn item(row: &ViewRow, households: &BTreeMap<DocId, &str>, reader: MemberId, now: Timestamp) -> Option<ReadItem> {
    let Summary::Note(note) = &row.summary else { return None };
    let household = row.parent.and_then(|dossier| households.get(&dossier)).copied().unwrap_or_default();
    Some(ReadItem {
        note: row.doc,
        dossier: row.parent,
        household: household.to_owned(),
        date: note.date.clone(),
        created: row.created,
        worry: note.worry,
        reasons: attention::attention(reading(note, row.created), reader, now),
        answered: note.answered.contains(&reader),
        finished: note.finalised.is_some(),
    })
}

fn reading(note: &NoteSummary, created: Timestamp) -> Reading<'_> {
    let open_since = note.finalised.is_none().then_some(created);
    Reading { worry: note.worry, open_since, askers: &note.askers, seen: &note.seen }
}

/// What a filter leaves.
#[must_use]
pub fn shown(items: &[ReadItem], filter: ReadFilter) -> Vec<ReadItem> {
    let wanted = |item: &&ReadItem| match filter {
        ReadFilter::Asking => !item.reasons.is_empty(),
        ReadFilter::All => true,
    };
    items.iter().filter(wanted).cloned().collect()
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use buurtboek_shared::{
        ids::{DocKind, Id128, Seq},
        protocol::frames::Access,
    };

    use super::*;

    const MARIJKE: MemberId = MemberId::from_bytes([1; 16]);
    const SAMIRA: MemberId = MemberId::from_bytes([2; 16]);
    const WEEK: i64 = attention::OPEN_AT_MOST;

    fn quiet() -> NoteSummary {
        NoteSummary {
            date: String::new(),
            finalised: Some((SAMIRA, Timestamp(0))),
            worry: None,
            open_choices: 0,
            excerpt: String::new(),
            askers: BTreeSet::new(),
            answered: BTreeSet::new(),
            seen: BTreeSet::new(),
            visit: None,
            agreements: Vec::new(),
            authors: Vec::new(),
        }
    }

    fn row(id: u8, note: NoteSummary) -> ViewRow {
        ViewRow {
            doc: DocId::new(DocKind::Note, Id128([id; 16])),
            parent: None,
            created: Timestamp(i64::from(id)),
            access: Access::Read,
            seq: Seq(1),
            summary: Summary::Note(note),
            words: String::new(),
        }
    }

    fn found(rows: &[ViewRow], filter: ReadFilter) -> Vec<u8> {
        let items = items(rows, &[], MARIJKE, Timestamp(WEEK + 100));
        shown(&items, filter).iter().map(|item| item.note.id.0[0]).collect()
    }

    #[test]
    fn only_what_asks_for_attention_shows_the_gravest_first() {
        let rows = [
            row(1, quiet()),
            row(2, NoteSummary { finalised: None, ..quiet() }),
            row(3, NoteSummary { worry: Some(Worry::Serious), ..quiet() }),
            row(4, NoteSummary { askers: BTreeSet::from([SAMIRA]), ..quiet() }),
            row(5, NoteSummary { worry: Some(Worry::Acute), ..quiet() }),
            row(6, NoteSummary { worry: Some(Worry::Light), ..quiet() }),
        ];
        assert_eq!(found(&rows, ReadFilter::Asking), [5, 3, 4, 2]);
        assert_eq!(found(&rows, ReadFilter::All), [5, 3, 4, 2, 6, 1]);
    }

    #[test]
    fn what_was_seen_asks_no_more() {
        let seen =
            NoteSummary { worry: Some(Worry::Serious), seen: BTreeSet::from([Attention::SeriousWorry]), ..quiet() };
        assert_eq!(found(&[row(1, seen.clone())], ReadFilter::Asking), [] as [u8; 0]);
        let grown = NoteSummary { worry: Some(Worry::Acute), ..seen };
        assert_eq!(found(&[row(1, grown)], ReadFilter::Asking), [1]);
    }

    #[test]
    fn an_answer_to_the_readers_own_question_is_told() {
        let answered = NoteSummary { answered: BTreeSet::from([MARIJKE]), ..quiet() };
        let items = items(&[row(1, answered)], &[], MARIJKE, Timestamp(0));
        assert!(items.iter().all(|item| item.answered && item.reasons.is_empty()));
    }
}
