//! Documents that a screen shows: open for as long as the screen is there.

use buurtboek_shared::{
    doc::read::{DossierView, NoteView, SignalView, TriageView},
    domain::intake::Intake,
    ids::DocId,
};
use leptos::prelude::*;

use super::context::notebook;
use crate::state::{DocView, open_doc::OpenDoc};

/// Opens a document until the part of the screen that asks for it is gone.
#[must_use]
pub fn open(doc: DocId) -> OpenDoc {
    let open = notebook().open(doc);
    let held = open.clone();
    on_cleanup(move || drop(held));
    open
}

/// What an open document says, as one kind of view; it changes only when that does.
#[must_use]
pub fn view_of<T>(open: &OpenDoc, read: fn(&DocView) -> Option<T>) -> Memo<Option<T>>
where
    T: PartialEq + Send + Sync + 'static,
{
    let view = open.view;
    Memo::new(move |_| view.with(|view| view.as_ref().and_then(read)))
}

/// A reporter's own signal.
#[must_use]
pub fn as_signal(view: &DocView) -> Option<SignalView> {
    let DocView::Signal(signal) = view else { return None };
    Some(signal.clone())
}

/// What was reported.
#[must_use]
pub fn as_intake(view: &DocView) -> Option<Intake> {
    let DocView::Intake(intake) = view else { return None };
    Some((**intake).clone())
}

/// What the team does about a signal.
#[must_use]
pub fn as_triage(view: &DocView) -> Option<TriageView> {
    let DocView::Triage(triage) = view else { return None };
    Some(triage.clone())
}

/// What the team knows of a household.
#[must_use]
pub fn as_dossier(view: &DocView) -> Option<DossierView> {
    let DocView::Dossier(dossier) = view else { return None };
    Some(dossier.clone())
}

/// The report of a visit.
#[must_use]
pub fn as_note(view: &DocView) -> Option<NoteView> {
    let DocView::Note(note) = view else { return None };
    Some((**note).clone())
}
