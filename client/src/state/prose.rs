//! One text of an open document, for one field on the screen.

use std::rc::Rc;

use buurtboek_shared::doc::write::{Intent, WriteError};
use send_wrapper::SendWrapper;

use super::{
    loaded::Direction,
    notebook::Notebook,
    sheet::{Sheet, Told},
    splice::Splice,
};

/// One text of an open document. Positions and lengths are in UTF-16 code units, as in the DOM.
///
/// Clones are the same field.
#[derive(Clone)]
pub struct ProseHandle(SendWrapper<Rc<Field>>);

struct Field {
    notebook: Notebook,
    sheet: Rc<Sheet>,
    root: &'static str,
    /// Its own listener: what is typed in this field is not told to it again.
    number: std::cell::Cell<Option<u64>>,
    /// What is shown in it is more than the document has.
    holds_back: std::cell::Cell<bool>,
}

impl Field {
    fn show_kept(&self) {
        if self.holds_back.replace(false) {
            self.sheet.held_back.set(self.sheet.held_back.get().saturating_sub(1));
            self.notebook.refresh_status();
        }
    }
}

impl Drop for Field {
    fn drop(&mut self) {
        if let Some(number) = self.number.get() {
            self.sheet.unlisten(number);
        }
        self.show_kept();
        self.notebook.put_away(&self.sheet);
    }
}

impl ProseHandle {
    pub(super) fn new(notebook: Notebook, sheet: Rc<Sheet>, root: &'static str) -> Self {
        notebook.begin_showing(&sheet);
        Self(SendWrapper::new(Rc::new(Field {
            notebook,
            sheet,
            root,
            number: std::cell::Cell::default(),
            holds_back: std::cell::Cell::default(),
        })))
    }

    /// The text as it is now; empty until the document is read.
    #[must_use]
    pub fn value(&self) -> String {
        self.0.sheet.loaded.borrow().as_ref().map(|loaded| loaded.text(self.0.root)).unwrap_or_default()
    }

    /// Replaces `remove` code units at `at` by `insert`, as somebody typed it. It is in the document at once, and on
    /// the disk after a pause in the typing.
    ///
    /// # Errors
    /// When it does not fit the text; [`WriteError::Busy`] until the document is read.
    pub fn edit(&self, at: u32, remove: u32, insert: &str) -> Result<(), WriteError> {
        let intent = Intent::EditText { root: self.0.root.to_owned(), at, remove, insert: insert.to_owned() };
        let told = self.0.number.get().map_or(Told::All, Told::AllBut);
        self.0.notebook.write_in(&self.0.sheet, intent, told)
    }

    /// The field shows words that the document does not have yet: a composition that goes on. The status says so.
    pub fn hold_back(&self) {
        if !self.0.holds_back.replace(true) {
            self.0.sheet.held_back.set(self.0.sheet.held_back.get() + 1);
            self.0.notebook.refresh_status();
        }
    }

    /// The document has what the field shows.
    pub fn hold_nothing_back(&self) {
        self.0.show_kept();
    }

    /// From now on `listener` is told of every change of the text that was not made by [`Self::edit`] of this field:
    /// by colleagues, by other tabs, by [`Self::undo`], and by the document being read. A field has one listener.
    pub fn on_change(&self, listener: impl Fn(&Splice) + 'static) {
        if let Some(number) = self.0.number.take() {
            self.0.sheet.unlisten(number);
        }
        self.0.number.set(Some(self.0.sheet.listen(self.0.root, Rc::new(listener))));
    }

    /// A position that stays where it is while the text around it changes.
    #[must_use]
    pub fn sticky(&self, at: u32) -> Option<Vec<u8>> {
        self.0.sheet.loaded.borrow().as_ref()?.sticky(self.0.root, at)
    }

    /// Where a sticky position is now.
    #[must_use]
    pub fn resolve(&self, sticky: &[u8]) -> Option<u32> {
        self.0.sheet.loaded.borrow().as_ref()?.resolve(sticky)
    }

    /// Takes back the last own step in this text; what colleagues wrote stays.
    pub fn undo(&self) {
        self.0.notebook.step_in(&self.0.sheet, self.0.root, Direction::Undo);
    }

    /// Brings it back.
    pub fn redo(&self) {
        self.0.notebook.step_in(&self.0.sheet, self.0.root, Direction::Redo);
    }
}
