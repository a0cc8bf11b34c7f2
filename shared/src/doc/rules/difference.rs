//! What an update did, in the words of the work, and whether its sender may do that.

use std::collections::BTreeSet;

use yrs::Any;

use crate::{
    doc::{
        entries::Entry,
        schema::{self, EntryForm, RootKind},
        values::DocValues,
    },
    domain::{
        note::{self, NoteState},
        refusal::Reason,
        transition::Transition,
    },
    ids::{DocKind, EntryId, MemberId},
};

/// Who wrote an update.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Writer {
    /// The server: transitions only.
    Server,
    /// A member who may edit this document.
    Member(MemberId),
}

/// What an update did.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Difference {
    /// Roots whose prose changed.
    pub texts: Vec<&'static str>,
    /// New entries, each with its root.
    pub entries: Vec<(&'static str, Entry)>,
}

impl Difference {
    /// True when nothing that a reader sees changed.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.texts.is_empty() && self.entries.is_empty()
    }
}

/// The difference between a document before and after an update of one writer, when that writer may make it.
///
/// # Errors
/// [`Reason::EntryGone`], [`Reason::EntryForm`], [`Reason::NotTheAuthor`], [`Reason::Repeats`],
/// [`Reason::UnknownReference`], [`Reason::Finalised`], [`Reason::WriteOnce`], [`Reason::WrongState`],
/// [`Reason::ServerOnly`].
pub fn typed_difference(
    kind: DocKind,
    before: &DocValues,
    after: &DocValues,
    writer: Writer,
) -> Result<Difference, Reason> {
    let mut difference = Difference::default();
    for root in schema::roots(kind) {
        match root.kind {
            RootKind::Text => {
                if before.text(root.name) != after.text(root.name) {
                    difference.texts.push(root.name);
                }
            }
            RootKind::Entries(form) => {
                for value in appended(before.entries(root.name), after.entries(root.name))? {
                    let entry = Entry::read(form, value.ok_or(Reason::EntryForm)?)?;
                    difference.entries.push((root.name, entry));
                }
            }
        }
    }
    check_writer(&difference, writer)?;
    check_state(kind, before, after, &difference)?;
    check_entries(after, &difference)?;
    Ok(difference)
}

/// The new ones among `after`. What was there is still there, in the same order; between them others may stand.
pub(in crate::doc) fn appended<'a>(
    before: &[Option<Any>],
    after: &'a [Option<Any>],
) -> Result<Vec<Option<&'a Any>>, Reason> {
    let mut old = before.iter().peekable();
    let new = after.iter().filter(|entry| old.next_if(|old| old == entry).is_none()).map(Option::as_ref).collect();
    if old.next().is_none() { Ok(new) } else { Err(Reason::EntryGone) }
}

fn check_writer(difference: &Difference, writer: Writer) -> Result<(), Reason> {
    for (root, entry) in &difference.entries {
        match (writer, entry.form()) {
            (Writer::Server, EntryForm::Transition) => {}
            (Writer::Server, _) | (Writer::Member(_), EntryForm::Transition) => return Err(Reason::ServerOnly),
            (Writer::Member(sender), _) => {
                if entry.author() != sender {
                    return Err(Reason::NotTheAuthor);
                }
            }
        }
        entry.check(root)?;
    }
    match writer {
        Writer::Server if !difference.texts.is_empty() => Err(Reason::ServerOnly),
        Writer::Server | Writer::Member(_) => Ok(()),
    }
}

fn check_state(kind: DocKind, before: &DocValues, after: &DocValues, difference: &Difference) -> Result<(), Reason> {
    let state = match kind {
        DocKind::Note => note::fold(&transitions(before)),
        DocKind::Signal
        | DocKind::Intake
        | DocKind::Triage
        | DocKind::Dossier
        | DocKind::Feedback
        | DocKind::Directory => NoteState::Open,
    };
    if let (NoteState::Finalised { by, at }, false) = (state, difference.texts.is_empty()) {
        return Err(Reason::Finalised { by, at });
    }
    for (_, entry) in &difference.entries {
        match (entry.form(), state) {
            (EntryForm::NoteAddition, NoteState::Open) => return Err(Reason::WrongState),
            (EntryForm::NoteAddition | EntryForm::Transition, _) => {}
            (_, NoteState::Finalised { by, at }) => return Err(Reason::Finalised { by, at }),
            (EntryForm::Report, NoteState::Open) => {
                if after.entries(schema::REPORT).len() > 1 {
                    return Err(Reason::WriteOnce);
                }
            }
            (EntryForm::SignalAddition, NoteState::Open) => {
                if after.entries(schema::REPORT).is_empty() {
                    return Err(Reason::WrongState);
                }
            }
            (EntryForm::Choice | EntryForm::Remark | EntryForm::Person | EntryForm::Words, NoteState::Open) => {}
        }
    }
    Ok(())
}

/// New ids are new, and what is replaced is there.
fn check_entries(after: &DocValues, difference: &Difference) -> Result<(), Reason> {
    for &(root, _) in &difference.entries {
        let ids: Vec<EntryId> = after.entries(root).iter().flatten().filter_map(id_of).collect();
        let distinct: BTreeSet<EntryId> = ids.iter().copied().collect();
        if distinct.len() < ids.len() {
            return Err(Reason::Repeats);
        }
        let new = difference.entries.iter().filter(|(other, _)| *other == root);
        if new.flat_map(|(_, entry)| entry.supersedes()).any(|id| !distinct.contains(id)) {
            return Err(Reason::UnknownReference);
        }
    }
    Ok(())
}

fn id_of(value: &Any) -> Option<EntryId> {
    let Any::Map(fields) = value else { return None };
    match fields.get("id").or_else(|| fields.get("command")) {
        Some(Any::String(id)) => id.parse().ok(),
        Some(
            Any::Null | Any::Undefined | Any::Bool(_) | Any::Number(_) | Any::Buffer(_) | Any::Array(_) | Any::Map(_),
        )
        | None => None,
    }
}

fn transitions(values: &DocValues) -> Vec<Transition> {
    let entries = values.entries(schema::TRANSITIONS).iter().flatten();
    entries.filter_map(|value| yrs::encoding::serde::from_any(value).ok()).collect()
}
