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
    sorting,
};

/// Who wrote an update.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Writer {
    /// The server: transitions only.
    Server,
    /// A member who may edit this document.
    Member(MemberId),
    /// A member who may write beside its content only: questions and "Gezien".
    Annotator(MemberId),
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
/// [`Reason::ServerOnly`], [`Reason::NoAccess`].
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
            (Writer::Server, _) | (Writer::Member(_) | Writer::Annotator(_), EntryForm::Transition) => {
                return Err(Reason::ServerOnly);
            }
            (Writer::Annotator(_), form) if !form.stands_beside() => return Err(Reason::NoAccess),
            (Writer::Member(sender) | Writer::Annotator(sender), _) => {
                if entry.author() != sender {
                    return Err(Reason::NotTheAuthor);
                }
            }
        }
        entry.check(root)?;
    }
    match writer {
        Writer::Server if !difference.texts.is_empty() => Err(Reason::ServerOnly),
        Writer::Annotator(_) if !difference.texts.is_empty() => Err(Reason::NoAccess),
        Writer::Server | Writer::Member(_) | Writer::Annotator(_) => Ok(()),
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
            (EntryForm::NoteAddition | EntryForm::Transition | EntryForm::Question | EntryForm::Seen, _) => {}
            (_, NoteState::Finalised { by, at }) => return Err(Reason::Finalised { by, at }),
            (EntryForm::Report, NoteState::Open) => {
                if after.entries(schema::REPORT).len() > 1 {
                    return Err(Reason::WriteOnce);
                }
            }
            (EntryForm::SignalAddition | EntryForm::Reply, NoteState::Open) => {
                if after.entries(schema::REPORT).is_empty() {
                    return Err(Reason::WrongState);
                }
            }
            (
                EntryForm::Choice
                | EntryForm::Remark
                | EntryForm::Person
                | EntryForm::Wish
                | EntryForm::Attempt
                | EntryForm::VisitEvent
                | EntryForm::Agreement,
                NoteState::Open,
            ) => {}
        }
    }
    Ok(())
}

/// New ids are new, and what is replaced is there.
fn check_entries(after: &DocValues, difference: &Difference) -> Result<(), Reason> {
    for &(root, _) in &difference.entries {
        let ids: Vec<EntryId> = after.entries(root).iter().flatten().filter_map(id_of).collect();
        let distinct: BTreeSet<EntryId> = sorting::gather(ids.iter().copied());
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

#[cfg(test)]
mod tests {
    use yrs::{Doc, Transact};

    use super::*;
    use crate::{
        doc::write::{Intent, append_transition, open_doc, write},
        domain::{
            command::CommandAction,
            signal::{AdditionKind, FeltUrgency, Place, Report, SignalAddition, Since},
        },
        ids::CommandId,
        time::Timestamp,
    };

    const TRUUS: MemberId = MemberId::from_bytes([1; 16]);

    fn report(number: u8) -> Intent {
        let report = Report {
            id: EntryId::from_bytes([number; 16]),
            author: TRUUS,
            at: Timestamp(1),
            observation: "Gordijnen dicht".into(),
            place: Place::Description("hoek Lijsterstraat".into()),
            since: Since::FewDays,
            urgency: FeltUrgency::Unknown,
            relation: None,
            contact: None,
            person_knows: None,
            interpretation: String::new(),
            may_call: None,
            wants_along: None,
        };
        Intent::Append { root: schema::REPORT.into(), entry: Entry::Report(Box::new(report)) }
    }

    fn addition(number: u8) -> Intent {
        let id = EntryId::from_bytes([number; 16]);
        let addition = SignalAddition {
            id,
            author: TRUUS,
            at: Timestamp(2),
            text: "Nog steeds.".into(),
            kind: AdditionKind::More,
        };
        Intent::Append { root: schema::ADDITIONS.into(), entry: Entry::SignalAddition(addition) }
    }

    fn values(doc: &Doc) -> DocValues {
        DocValues::read(DocKind::Signal, &doc.transact())
    }

    fn after(doc: &Doc, intent: &Intent) -> Result<Difference, Reason> {
        let before = values(doc);
        write(doc, DocKind::Signal, intent).unwrap();
        typed_difference(DocKind::Signal, &before, &values(doc), Writer::Member(TRUUS))
    }

    #[test]
    fn a_signal_is_written_once_and_added_to() {
        let doc = open_doc(1);
        let first = after(&doc, &report(1)).unwrap();
        assert_eq!(first.entries.len(), 1);
        assert_eq!(after(&doc, &addition(2)).unwrap().entries[0].0, schema::ADDITIONS);
        assert_eq!(after(&doc, &report(3)), Err(Reason::WriteOnce));
        assert_eq!(after(&open_doc(2), &addition(4)), Err(Reason::WrongState), "added to nothing");
    }

    #[test]
    fn the_server_writes_transitions_and_nothing_else() {
        let doc = open_doc(1);
        write(&doc, DocKind::Signal, &report(1)).unwrap();
        let before = values(&doc);
        let by_server =
            |before: &DocValues, after: &DocValues| typed_difference(DocKind::Signal, before, after, Writer::Server);
        assert_eq!(by_server(&DocValues::default(), &before), Err(Reason::ServerOnly));
        let transition = Transition {
            command: CommandId::from_bytes([5; 16]),
            by: TRUUS,
            at: Timestamp(3),
            action: CommandAction::Withdraw,
            judged: Vec::new(),
        };
        append_transition(&doc, DocKind::Signal, &transition).unwrap();
        assert_eq!(by_server(&before, &values(&doc)).unwrap().entries[0].1, Entry::Transition(transition.clone()));
        let before = values(&doc);
        append_transition(&doc, DocKind::Signal, &transition).unwrap();
        assert_eq!(by_server(&before, &values(&doc)), Err(Reason::Repeats), "one command, once");
    }

    #[test]
    fn what_was_there_is_still_there_in_the_same_order() {
        let list = |values: &[&str]| values.iter().map(|value| Some(Any::from(*value))).collect::<Vec<_>>();
        let new = |before: &[&str], after: &[&str]| {
            let (before, after) = (list(before), list(after));
            appended(&before, &after).map(|new| new.len())
        };
        assert_eq!(new(&["a", "b"], &["a", "x", "b", "y"]), Ok(2));
        assert_eq!(new(&["a", "b"], &["b", "a"]), Err(Reason::EntryGone));
        assert_eq!(new(&["a", "b"], &["a"]), Err(Reason::EntryGone));
        assert_eq!(new(&[], &[]), Ok(0));
    }
}
