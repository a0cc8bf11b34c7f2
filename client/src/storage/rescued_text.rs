//! The own words of pending work, for when they cannot arrive.

use buurtboek_shared::{
    doc::{
        schema::{self, RootKind},
        write::{Intent, apply, open_doc},
    },
    domain::refusal::Reason,
    ids::{BatchNo, Id128},
    protocol::outgoing::OutgoingItem,
    small_map::SmallMap,
    time::Timestamp,
};
use yrs::{
    Any, Doc, Out, ReadTxn, Text, Transact,
    types::text::{ChangeKind, YChange},
};

use super::{
    entry_words::entry_words,
    records::{Pending, RescueDraft, Rescued},
    stored_doc::StoredDoc,
};

/// The own words of the pending work of a document, as rescue drafts: every stretch of text that is still visible,
/// every entry, every decision.
pub(crate) fn rescue_pending(
    stored: &StoredDoc,
    reason: Reason,
    now: Timestamp,
    ids: &mut impl FnMut() -> Id128,
) -> Vec<RescueDraft> {
    let words = pending_texts(stored).into_iter().map(|(root, text, written)| (Rescued::Words { root }, text, written));
    let decisions = stored.pending.iter().filter_map(|(_, pending)| match &pending.item {
        OutgoingItem::Command(command) => Some((Rescued::Decision(command.clone()), String::new(), pending.since)),
        OutgoingItem::Create(_) | OutgoingItem::Update(_) | OutgoingItem::HandOver(_) => None,
    });
    words
        .chain(decisions)
        .map(|(what, text, written)| RescueDraft { id: ids(), doc: stored.doc, what, text, reason, written, at: now })
        .collect()
}

/// The own words of the pending updates: root, text, and when they were written.
pub(super) fn pending_texts(stored: &StoredDoc) -> Vec<(String, String, Timestamp)> {
    let texts = added_texts(stored).unwrap_or_else(|| typed_texts(&stored.pending));
    let mut words: Vec<(String, String, Timestamp)> = texts
        .into_iter()
        .map(|(root, text)| {
            let written = written_in(&stored.pending, &root).unwrap_or_default();
            (root, text, written)
        })
        .collect();
    for (_, pending) in &stored.pending {
        for intent in &pending.intents {
            if let Intent::Append { root, entry } = intent {
                words.push((root.clone(), entry_words(root, entry), pending.since));
            }
        }
    }
    words.retain(|(_, text, _)| !text.trim().is_empty());
    words
}

/// What pending updates add to the texts of the base; none when the base or an update does not open.
fn added_texts(stored: &StoredDoc) -> Option<Vec<(String, String)>> {
    let doc = open_doc(1);
    for update in stored.base_updates() {
        apply(&doc, update).ok()?;
    }
    let before = doc.try_transact_mut().ok()?.snapshot();
    for (_, pending) in &stored.pending {
        if let OutgoingItem::Update(update) = &pending.item {
            apply(&doc, update).ok()?;
        }
    }
    let roots = schema::roots(stored.doc.kind).iter().filter(|root| root.kind == RootKind::Text);
    let mut texts = Vec::new();
    for root in roots {
        let stretches = added_since(&doc, root.name, &before)?;
        texts.extend(stretches.into_iter().map(|text| (root.name.to_owned(), text)));
    }
    Some(texts)
}

/// The stretches of a text that came since a snapshot.
fn added_since(doc: &Doc, root: &str, before: &yrs::Snapshot) -> Option<Vec<String>> {
    let mut txn = doc.try_transact_mut().ok()?;
    let Some(text) = txn.get_text(root) else { return Some(Vec::new()) };
    let now = txn.snapshot();
    let mut stretches: Vec<String> = Vec::new();
    let mut goes_on = false;
    for piece in text.diff_range(&mut txn, Some(&now), Some(before), YChange::identity) {
        let added = piece.ychange.is_some_and(|change| change.kind == ChangeKind::Added);
        if let (true, Out::Any(Any::String(words))) = (added, &piece.insert) {
            match stretches.last_mut() {
                Some(last) if goes_on => last.push_str(words),
                Some(_) | None => stretches.push(words.to_string()),
            }
        }
        goes_on = added;
    }
    stretches.retain(|text| !text.trim().is_empty());
    Some(stretches)
}

/// What was typed, in the order of typing: for a base that does not open, better than nothing.
fn typed_texts(pending: &[(BatchNo, Pending)]) -> Vec<(String, String)> {
    let mut texts: SmallMap<String, String> = SmallMap::new_vec();
    for (_, pending) in pending {
        for intent in &pending.intents {
            if let Intent::EditText { root, insert, .. } = intent {
                texts.entry(root.clone()).or_default().push_str(insert);
            }
        }
    }
    texts.into_iter().filter(|(_, text)| !text.trim().is_empty()).collect()
}

/// When the first pending edit of a text was made.
fn written_in(pending: &[(BatchNo, Pending)], root: &str) -> Option<Timestamp> {
    let edits = |pending: &Pending| {
        pending.intents.iter().any(|intent| match intent {
            Intent::EditText { root: edited, .. } => edited == root,
            Intent::Append { .. } => false,
        })
    };
    pending.iter().map(|(_, pending)| pending).filter(|pending| edits(pending)).map(|pending| pending.since).min()
}
