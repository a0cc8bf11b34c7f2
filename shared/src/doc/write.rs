//! Intents: what somebody does in a document, each one transaction and so one update.

use serde::{Deserialize, Serialize};
use thiserror::Error;
use yrs::{
    ClientID, Doc, GetString, OffsetKind, Options, ReadTxn, Text, Transact, TransactionMut, Update, WriteTxn,
    updates::decoder::Decode,
};

use super::{
    entries::{Entry, push_entry},
    lib0::MAX_CLIENT,
    schema::{self, EntryForm, RootKind},
};
use crate::{
    domain::{refusal::Reason, transition::Transition},
    ids::DocKind,
};

/// Origin of transactions that a person of this device caused; the undo scope follows it.
pub const LOCAL: &str = "local";
/// Most text that one intent inserts, in UTF-8 bytes, so that its update fits in a frame.
pub const MAX_INSERT: usize = 64 * 1024;

/// What somebody does in a document.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Intent {
    /// Replaces a stretch of a text.
    EditText {
        /// Name of the root.
        root: String,
        /// Where, in UTF-16 code units from the start.
        at: u32,
        /// How many UTF-16 code units go.
        remove: u32,
        /// What comes in their place; at most [`MAX_INSERT`].
        insert: String,
    },
    /// Appends to a list.
    Append {
        /// Name of the root.
        root: String,
        /// The entry, of the form of that list.
        entry: Entry,
    },
}

/// Why an intent cannot be carried out.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Error)]
pub enum WriteError {
    /// This kind of document has no such root, or not of this kind.
    #[error("no such root")]
    UnknownRoot,
    /// The entry has not the form of the list, or its values are out of bounds.
    #[error("the entry does not fit")]
    Entry,
    /// Only the server writes here.
    #[error("only the server writes here")]
    ServerOnly,
    /// Beyond the end of the text.
    #[error("position {at} is beyond the end, {length}")]
    OutOfBounds {
        /// The end of the stretch, in UTF-16 code units.
        at: u32,
        /// The length of the text, in UTF-16 code units.
        length: u32,
    },
    /// Between the two halves of one character.
    #[error("position {at} is inside a character")]
    InsideCharacter {
        /// The position, in UTF-16 code units.
        at: u32,
    },
    /// More than [`MAX_INSERT`].
    #[error("too much text at once")]
    TooLong,
    /// Another transaction is open.
    #[error("the document is in use")]
    Busy,
}

/// Why stored bytes do not open as a document.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
pub enum OpenError {
    /// Not a v1 update.
    #[error("an update does not decode: {0}")]
    Decode(String),
    /// It does not apply.
    #[error("an update does not apply: {0}")]
    Apply(String),
    /// It builds on updates that are not among these.
    #[error("an update builds on something that is missing")]
    Missing,
    /// Another transaction is open.
    #[error("the document is in use")]
    Busy,
}

impl OpenError {
    /// True when trying again cannot help.
    #[must_use]
    pub const fn is_permanent(&self) -> bool {
        match self {
            Self::Decode(_) | Self::Apply(_) | Self::Missing => true,
            Self::Busy => false,
        }
    }
}

/// An empty document. The client id is fresh and random for each load and never stored; only its lower 53 bits count.
#[must_use]
pub fn open_doc(client_id: u64) -> Doc {
    let client = ClientID::new(client_id & MAX_CLIENT);
    // The guid never travels: only sub-documents have a use for it, and the schema has none.
    let mut options = Options::with_guid_and_client_id(yrs::Uuid::from(""), client);
    options.offset_kind = OffsetKind::Utf16;
    Doc::with_options(options)
}

/// Applies an update that passed the gate before: from the server, or from the own store.
///
/// # Errors
/// [`OpenError`]. After one the document is to be dropped.
pub fn apply(doc: &Doc, update: &[u8]) -> Result<(), OpenError> {
    let update = Update::decode_v1(update).map_err(|error| OpenError::Decode(error.to_string()))?;
    let mut txn = doc.try_transact_mut().map_err(|_| OpenError::Busy)?;
    txn.apply_update(update).map_err(|error| OpenError::Apply(error.to_string()))?;
    if txn.has_missing_updates() { Err(OpenError::Missing) } else { Ok(()) }
}

/// Carries out one intent. The answer is the update to store and send; `None` when nothing changed.
///
/// # Errors
/// [`WriteError`]; the document is then as it was.
pub fn write(doc: &Doc, kind: DocKind, intent: &Intent) -> Result<Option<Vec<u8>>, WriteError> {
    let mut txn = doc.try_transact_mut_with(LOCAL).map_err(|_| WriteError::Busy)?;
    perform(&mut txn, kind, intent)?;
    Ok(written(&txn))
}

/// Appends an accepted command; only the server does.
///
/// # Errors
/// [`WriteError`]; the document is then as it was.
pub fn append_transition(doc: &Doc, kind: DocKind, transition: &Transition) -> Result<Vec<u8>, WriteError> {
    if schema::root(kind, schema::TRANSITIONS).is_none() {
        return Err(WriteError::UnknownRoot);
    }
    let mut txn = doc.try_transact_mut().map_err(|_| WriteError::Busy)?;
    let entry = Entry::Transition(transition.clone());
    push_entry(&mut txn, schema::TRANSITIONS, &entry).map_err(|_: Reason| WriteError::Entry)?;
    Ok(txn.encode_update_v1())
}

/// Carries out one intent in an open transaction. Everything is checked before anything changes: yrs has no way back.
pub(super) fn perform(txn: &mut TransactionMut<'_>, kind: DocKind, intent: &Intent) -> Result<(), WriteError> {
    match intent {
        Intent::EditText { root, at, remove, insert } => edit_text(txn, kind, root, *at, *remove, insert),
        Intent::Append { root, entry } => append(txn, kind, root, entry),
    }
}

/// The update of an open transaction, when there is anything in it.
pub(super) fn written(txn: &TransactionMut<'_>) -> Option<Vec<u8>> {
    let changed = !txn.insert_set().is_empty() || !txn.delete_set().is_empty();
    changed.then(|| txn.encode_update_v1())
}

fn edit_text(
    txn: &mut TransactionMut<'_>,
    kind: DocKind,
    root: &str,
    at: u32,
    remove: u32,
    insert: &str,
) -> Result<(), WriteError> {
    match schema::root(kind, root).map(|root| root.kind) {
        Some(RootKind::Text) => {}
        Some(RootKind::Entries(_)) | None => return Err(WriteError::UnknownRoot),
    }
    if insert.len() > MAX_INSERT {
        return Err(WriteError::TooLong);
    }
    let text = txn.get_or_insert_text(root);
    let length = text.len(txn);
    let end = at.checked_add(remove).filter(|end| *end <= length);
    let end = end.ok_or(WriteError::OutOfBounds { at: at.saturating_add(remove), length })?;
    let current = text.get_string(txn);
    for at in [at, end] {
        if !between_characters(&current, at) {
            return Err(WriteError::InsideCharacter { at });
        }
    }
    if remove > 0 {
        text.remove_range(txn, at, remove);
    }
    text.insert(txn, at, insert);
    Ok(())
}

/// Is this UTF-16 position between two characters? yrs would put a replacement character for each half.
fn between_characters(text: &str, at: u32) -> bool {
    let mut position = 0_usize;
    let Ok(at) = usize::try_from(at) else { return false };
    for character in text.chars() {
        if position >= at {
            break;
        }
        position += character.len_utf16();
    }
    position == at
}

fn append(txn: &mut TransactionMut<'_>, kind: DocKind, root: &str, entry: &Entry) -> Result<(), WriteError> {
    match schema::root(kind, root).map(|root| root.kind) {
        Some(RootKind::Entries(EntryForm::Transition)) => return Err(WriteError::ServerOnly),
        Some(RootKind::Entries(form)) if form == entry.form() => {}
        Some(RootKind::Entries(_)) => return Err(WriteError::Entry),
        Some(RootKind::Text) | None => return Err(WriteError::UnknownRoot),
    }
    entry.check(root).map_err(|_| WriteError::Entry)?;
    push_entry(txn, root, entry).map_err(|_| WriteError::Entry)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{
        doc::{preparse::preparse, read::read_text, values::DocValues},
        domain::{choice::ChoiceEntry, command::CommandAction},
        ids::{CommandId, EntryId, MemberId},
        time::Timestamp,
    };

    const KIND: DocKind = DocKind::Note;
    const ROOT: &str = "text.we_see";

    fn edit(at: u32, remove: u32, insert: &str) -> Intent {
        Intent::EditText { root: ROOT.into(), at, remove, insert: insert.into() }
    }

    fn text(doc: &Doc) -> String {
        read_text(&doc.transact(), ROOT)
    }

    fn answer(value: &str) -> Entry {
        Entry::Choice(ChoiceEntry {
            id: EntryId::from_bytes([8; 16]),
            value: value.into(),
            author: MemberId::default(),
            at: Timestamp(5),
            supersedes: Vec::new(),
            why: String::new(),
        })
    }

    #[test]
    fn an_intent_is_one_update_that_does_the_same_elsewhere() {
        let (here, there) = (open_doc(1), open_doc(2));
        for intent in [edit(0, 0, "de post 😀"), edit(8, 2, "ligt er"), edit(0, 2, "De")] {
            let update = write(&here, KIND, &intent).unwrap().unwrap();
            assert!(preparse(KIND, &update).is_ok());
            apply(&there, &update).unwrap();
        }
        assert_eq!(text(&here), "De post ligt er");
        assert_eq!(text(&there), text(&here));
    }

    #[test]
    fn what_does_nothing_sends_nothing() {
        assert_eq!(write(&open_doc(1), KIND, &edit(0, 0, "")), Ok(None));
    }

    #[test]
    fn an_error_leaves_the_document_as_it_was() {
        let doc = open_doc(1);
        write(&doc, KIND, &edit(0, 0, "a😀b")).unwrap();
        let refused = |intent: Intent, error: WriteError| {
            let before = DocValues::read(KIND, &doc.transact());
            assert_eq!(write(&doc, KIND, &intent), Err(error));
            assert_eq!(DocValues::read(KIND, &doc.transact()), before);
        };
        refused(edit(5, 0, "x"), WriteError::OutOfBounds { at: 5, length: 4 });
        refused(edit(3, 2, "x"), WriteError::OutOfBounds { at: 5, length: 4 });
        refused(edit(u32::MAX, u32::MAX, "x"), WriteError::OutOfBounds { at: u32::MAX, length: 4 });
        refused(edit(2, 0, "x"), WriteError::InsideCharacter { at: 2 });
        refused(edit(0, 2, ""), WriteError::InsideCharacter { at: 2 });
        refused(edit(0, 0, &"x".repeat(MAX_INSERT + 1)), WriteError::TooLong);
        let text_in = |root: &str| Intent::EditText { root: root.into(), at: 0, remove: 0, insert: "x".into() };
        refused(text_in("worry"), WriteError::UnknownRoot);
        refused(text_in("nowhere"), WriteError::UnknownRoot);
        let append = |root: &str, value: &str| Intent::Append { root: root.into(), entry: answer(value) };
        refused(append("worry", "perhaps"), WriteError::Entry);
        refused(append("additions", "none"), WriteError::Entry);
        refused(append(ROOT, "none"), WriteError::UnknownRoot);
        refused(append("transitions", "none"), WriteError::ServerOnly);
    }

    #[test]
    fn a_document_in_use_says_so() {
        let doc = open_doc(1);
        let open = doc.transact_mut();
        assert_eq!(write(&doc, KIND, &edit(0, 0, "x")), Err(WriteError::Busy));
        assert_eq!(apply(&doc, &[0, 0]), Err(OpenError::Busy));
        drop(open);
        assert!(write(&doc, KIND, &edit(0, 0, "x")).is_ok());
    }

    #[test]
    fn bytes_that_do_not_open_say_why() {
        assert!(matches!(apply(&open_doc(1), &[1]), Err(OpenError::Decode(_))));
        let writer = open_doc(2);
        write(&writer, KIND, &edit(0, 0, "ab")).unwrap();
        let second = write(&writer, KIND, &edit(1, 0, "x")).unwrap().unwrap();
        assert_eq!(apply(&open_doc(1), &second), Err(OpenError::Missing));
    }

    #[test]
    fn intents_and_transitions_survive_storage() {
        let intents = [edit(3, 1, "é"), Intent::Append { root: "worry".into(), entry: answer("none") }];
        let bytes = postcard::to_allocvec(&intents).unwrap();
        assert_eq!(postcard::from_bytes::<[Intent; 2]>(&bytes), Ok(intents));
        let doc = open_doc(1);
        let transition = Transition {
            command: CommandId::from_bytes([3; 16]),
            by: MemberId::default(),
            at: Timestamp(1_790_000_000_000),
            action: CommandAction::Assign { to: MemberId::from_bytes([4; 16]) },
            judged: Vec::new(),
        };
        let update = append_transition(&doc, DocKind::Dossier, &transition).unwrap();
        let again = open_doc(2);
        apply(&again, &update).unwrap();
        assert_eq!(crate::doc::read::transitions(&again.transact()), std::slice::from_ref(&transition));
        assert_eq!(append_transition(&doc, DocKind::Intake, &transition), Err(WriteError::UnknownRoot));
    }

    #[test]
    fn a_client_id_never_has_more_than_53_bits() {
        let doc = open_doc(u64::MAX);
        assert_eq!(doc.client_id().get(), (1 << 53) - 1);
    }
}
