//! A document as a screen holds it.

use std::rc::Rc;

use buurtboek_shared::{
    doc::attribution::{Age, Run, Seen},
    domain::command::Shown,
    ids::{DocId, MemberId, YClient},
    protocol::frames::PresencePlace,
    small_map::SmallMap,
};
use leptos::prelude::Signal;
use send_wrapper::SendWrapper;

use super::{notebook::Notebook, presence::Caret, prose::ProseHandle, sheet::Sheet};
use crate::{storage::doc_view::DocView, sync::tab::TabRequest};

/// Whether a document was looked for on the device.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Default)]
pub enum Sought {
    /// Not to the end, or it is there.
    #[default]
    Reading,
    /// It is not on the device.
    InVain,
}

/// An open document. Clones are the same; it is followed live until the last one is dropped.
#[derive(Clone)]
pub struct OpenDoc {
    held: SendWrapper<Rc<Held>>,
    /// Which one.
    pub doc: DocId,
    /// What it says; none until it is read, and when it is not on the device.
    pub view: Signal<Option<DocView>>,
}

struct Held {
    notebook: Notebook,
    sheet: Rc<Sheet>,
}

impl Drop for Held {
    fn drop(&mut self) {
        self.notebook.put_away(&self.sheet);
    }
}

impl OpenDoc {
    pub(super) fn new(notebook: Notebook, sheet: Rc<Sheet>) -> Self {
        notebook.begin_showing(&sheet);
        let (doc, view) = (sheet.doc, sheet.view.clone().into());
        Self { held: SendWrapper::new(Rc::new(Held { notebook, sheet })), doc, view }
    }

    /// Whether the device was searched for it in vain.
    #[must_use]
    pub fn sought(&self) -> Signal<Sought> {
        self.held.sheet.sought.clone().into()
    }

    /// Who wrote under which client id.
    #[must_use]
    pub fn authors(&self) -> Signal<SmallMap<YClient, MemberId>> {
        self.held.sheet.authors.clone().into()
    }

    /// Who wrote what in a text, as it is now.
    #[must_use]
    pub fn attribution(&self, root: &str) -> Vec<Run> {
        self.held.sheet.loaded.borrow().as_ref().map(|loaded| loaded.attribution(root)).unwrap_or_default()
    }

    /// Who wrote what in a text, told apart by whether it was there when somebody looked.
    #[must_use]
    pub fn attribution_since(&self, root: &str, seen: &Seen) -> Vec<(Run, Age)> {
        let loaded = self.held.sheet.loaded.borrow();
        loaded.as_ref().map(|loaded| loaded.attribution_since(root, seen)).unwrap_or_default()
    }

    /// Everything that is there now, for [`Self::attribution_since`]; none until it is read.
    #[must_use]
    pub fn seen(&self) -> Option<Seen> {
        self.held.sheet.loaded.borrow().as_ref().map(super::loaded::Loaded::seen)
    }

    /// A text of it, for a field.
    #[must_use]
    pub fn text(&self, root: &'static str) -> ProseHandle {
        ProseHandle::new(self.held.notebook.clone(), Rc::clone(&self.held.sheet), root)
    }

    /// Where colleagues are.
    #[must_use]
    pub fn presence(&self) -> Signal<Vec<Caret>> {
        self.held.sheet.presence.clone().into()
    }

    /// Says where the own caret is, in UTF-16 code units; nowhere when `place` is none.
    pub fn set_caret(&self, place: Option<(&'static str, u32)>) {
        let place = place.and_then(|(root, at)| {
            let caret = self.held.sheet.loaded.borrow().as_ref()?.sticky(root, at)?;
            Some(PresencePlace { root: root.to_owned(), caret })
        });
        let request = TabRequest::Caret(self.doc, place);
        let _ended = self.held.notebook.0.requests.unbounded_send(request);
    }

    /// The place in its history that is on the screen, for a decision about it.
    #[must_use]
    pub fn shown(&self) -> Option<Shown> {
        let loaded = self.held.sheet.loaded.borrow();
        let (seq, chain) = loaded.as_ref()?.shown;
        Some(Shown { seq, chain })
    }

    /// What it says at this moment: [`Self::view`] follows typing a little later, when it rests.
    #[must_use]
    pub fn now(&self) -> Option<DocView> {
        self.held.sheet.loaded.borrow().as_ref()?.view()
    }
}
