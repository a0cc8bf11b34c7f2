//! A field of the page, its model, and the text of a document: what happens in one, told to the others.

use std::{
    cell::{Cell, RefCell},
    rc::Rc,
    time::Duration,
};

use buurtboek_shared::doc::write::MAX_INSERT;
use leptos::{
    html,
    leptos_dom::helpers::{TimeoutHandle, set_timeout_with_handle},
    prelude::*,
};
use send_wrapper::SendWrapper;

use super::{
    model::{Edit, ProseModel, Selection, Shown},
    splice::Splice,
};
use crate::{
    platform::text_area::{self, HtmlTextAreaElement, Reading},
    state::{prose::ProseHandle, splice::Splice as DocumentSplice},
};

/// The longest that a composition is in the field alone: as long as anything typed is in memory only.
const LONGEST_COMPOSITION: Duration = Duration::from_millis(1_500);

/// Which way somebody goes through what they did.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Step {
    Undo,
    Redo,
}

/// One field bound to one text. Clones are the same.
#[derive(Clone)]
pub(super) struct Binding(SendWrapper<Rc<Bound>>);

/// The text may change, and the field lose the focus, between the moment that the page is taken down and the moment that
/// the field is gone: so what belongs to the page is asked for and told with care.
struct Bound {
    handle: ProseHandle,
    area: NodeRef<html::Textarea>,
    model: RefCell<ProseModel>,
    steps: Cell<bool>,
    /// Runs while something composed is in the field alone.
    timer: Cell<Option<TimeoutHandle>>,
    /// What the field shows, for what stands behind it.
    shown: RwSignal<String>,
    /// True after something that was typed did not fit the document.
    failed: RwSignal<bool>,
}

impl Binding {
    pub(super) fn new(
        handle: ProseHandle,
        area: NodeRef<html::Textarea>,
        shown: RwSignal<String>,
        failed: RwSignal<bool>,
    ) -> Self {
        let model = ProseModel::new(&handle.value());
        shown.set(model.value());
        let bound = Rc::new(Bound {
            handle: handle.clone(),
            area,
            model: RefCell::new(model),
            steps: Cell::new(false),
            timer: Cell::new(None),
            shown,
            failed,
        });
        let listening = Rc::downgrade(&bound);
        handle.on_change(move |splice| {
            if let Some(bound) = listening.upgrade() {
                bound.others(splice);
            }
        });
        Self(SendWrapper::new(bound))
    }

    /// The text that the field starts with.
    pub(super) fn value(&self) -> String {
        self.0.model.borrow().value()
    }

    /// Something was typed, dictated, pasted or corrected.
    pub(super) fn input(&self) {
        let Some(reading) = self.0.read() else { return };
        let edit = self.0.model.borrow_mut().input(&reading.value, selection(&reading));
        self.0.tell_shown(reading.value);
        if self.0.model.borrow().is_composing() {
            self.write_composition_later();
        } else {
            self.0.write(edit);
        }
    }

    pub(super) fn composition_started(&self) {
        self.0.model.borrow_mut().composition_started();
    }

    /// Writes what is composed so far, without disturbing the composition: the field, or the app, may be left now.
    pub(super) fn write_composition(&self) {
        if !self.0.model.borrow().is_composing() {
            return;
        }
        let Some(reading) = self.0.read() else { return };
        let edits = self.0.model.borrow_mut().composed_so_far(&reading.value, selection(&reading));
        self.0.write(edits);
        self.0.nothing_held_back();
    }

    /// One timer runs at a time; meanwhile the status says that something is not kept yet.
    fn write_composition_later(&self) {
        if let Some(timer) = self.0.timer.take() {
            self.0.timer.set(Some(timer));
            return;
        }
        self.0.handle.hold_back();
        let composing = Rc::downgrade(&self.0);
        let write = move || {
            if let Some(bound) = composing.upgrade() {
                Self(SendWrapper::new(bound)).write_composition();
            }
        };
        self.0.timer.set(set_timeout_with_handle(write, LONGEST_COMPOSITION).ok());
    }

    pub(super) fn composition_ended(&self) {
        let Some(reading) = self.0.read() else { return };
        let composed = self.0.model.borrow_mut().composition_ended(&reading.value, selection(&reading));
        self.0.tell_shown(reading.value);
        self.0.write(composed.edits);
        self.0.nothing_held_back();
        if let Some(shown) = composed.show {
            self.0.show(shown);
        }
    }

    /// Where the caret is now, in UTF-16 units of the field.
    pub(super) fn caret(&self) -> Option<u32> {
        let reading = self.0.read()?;
        self.0.model.borrow_mut().selected(selection(&reading));
        u32::try_from(reading.end).ok()
    }

    /// Takes back the writer's own last step, or brings it back.
    pub(super) fn step(&self, step: Step) {
        if self.0.model.borrow().is_composing() {
            return;
        }
        self.0.steps.set(true);
        match step {
            Step::Undo => self.0.handle.undo(),
            Step::Redo => self.0.handle.redo(),
        }
        self.0.steps.set(false);
        self.0.heal();
    }
}

impl Bound {
    fn read(&self) -> Option<Reading> {
        self.area().map(|area| text_area::read(&area))
    }

    /// The field, while its page stands.
    fn area(&self) -> Option<HtmlTextAreaElement> {
        self.area.try_get_untracked().flatten()
    }

    fn tell_shown(&self, value: String) {
        let _ = self.shown.try_set(value);
    }

    fn nothing_held_back(&self) {
        if let Some(timer) = self.timer.take() {
            timer.clear();
        }
        self.handle.hold_nothing_back();
    }

    /// Tells the document what was typed. What does not fit it leaves the field again, and that is said.
    fn write(&self, edits: impl IntoIterator<Item = Edit>) {
        let mut result = Ok(());
        for edit in edits.into_iter().flat_map(|edit| in_pieces(edit, MAX_INSERT)) {
            let (at, remove) = (narrow(edit.at), narrow(edit.remove));
            result = result.and_then(|()| self.handle.edit(at, remove, &edit.insert));
        }
        let _ = self.failed.try_set(result.is_err());
        if result.is_err() {
            self.heal();
        }
    }

    /// Somebody else changed the text, or the writer took an own step.
    fn others(&self, splice: &DocumentSplice) {
        let splice = Splice {
            at: wide(splice.at),
            removed: wide(splice.removed),
            inserted: splice.inserted.encode_utf16().collect(),
        };
        let shown = match self.steps.get() {
            true => Some(self.model.borrow_mut().stepped(&splice)),
            false => {
                if let Some(reading) = self.read() {
                    self.model.borrow_mut().selected(selection(&reading));
                }
                self.model.borrow_mut().remote(&splice)
            }
        };
        if let Some(shown) = shown {
            self.show(shown);
        }
    }

    /// Makes the field say what the document says, should they ever differ.
    fn heal(&self) {
        let text = self.handle.value();
        let shown = self.model.borrow_mut().adopt(&text);
        if let Some(shown) = shown {
            self.show(shown);
        }
    }

    fn show(&self, shown: Shown) {
        let Shown { value, selection } = shown;
        if let Some(area) = self.area() {
            let reading = Reading { value: value.clone(), start: selection.start, end: selection.end };
            text_area::write(&area, &reading);
        }
        self.tell_shown(value);
    }
}

/// A long insertion as several that each fit in one update.
fn in_pieces(edit: Edit, most: usize) -> Vec<Edit> {
    if edit.insert.len() <= most {
        return vec![edit];
    }
    let mut edits = Vec::new();
    let (mut at, mut remove, mut piece) = (edit.at, edit.remove, String::new());
    for character in edit.insert.chars() {
        if piece.len() + character.len_utf8() > most {
            let insert = std::mem::take(&mut piece);
            let length = insert.encode_utf16().count();
            edits.push(Edit { at, remove, insert });
            at += length;
            remove = 0;
        }
        piece.push(character);
    }
    edits.push(Edit { at, remove, insert: piece });
    edits
}

const fn selection(reading: &Reading) -> Selection {
    Selection { start: reading.start, end: reading.end }
}

fn narrow(index: usize) -> u32 {
    u32::try_from(index).unwrap_or(u32::MAX)
}

fn wide(index: u32) -> usize {
    usize::try_from(index).unwrap_or(usize::MAX)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_long_insertion_comes_in_pieces_that_follow_each_other() {
        let edit = |at, remove, insert: &str| Edit { at, remove, insert: insert.to_owned() };
        assert_eq!(in_pieces(edit(3, 2, "abc"), 3), [edit(3, 2, "abc")]);
        assert_eq!(in_pieces(edit(3, 2, "aé😀b"), 4), [edit(3, 2, "aé"), edit(5, 0, "😀"), edit(7, 0, "b")]);
    }
}
