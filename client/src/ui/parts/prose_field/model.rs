//! What a field of prose and its document say to each other: no browser in it.
//!
//! The field is the writer's: what they type is taken as the difference between two values, so that a keyboard,
//! dictation, autocorrection and pasting are all one thing. The document is everybody's: what others write arrives as
//! splices and moves the selection along. While a word is being composed (an accent, a suggestion, another script)
//! the field is not touched: the browser loses its place when the value changes under it. A composition that lasts is
//! written to the document as far as it is: half a word is better than one that is lost with the app.

use super::{
    splice::{Splice, difference},
    stretch::taken_apart,
};

/// A selection in UTF-16 units of the field's value; collapsed, it is the caret.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Default)]
pub struct Selection {
    /// Where it begins.
    pub start: usize,
    /// Where it ends.
    pub end: usize,
}

impl Selection {
    /// The caret at this index.
    #[must_use]
    pub const fn caret(at: usize) -> Self {
        Self { start: at, end: at }
    }

    fn after(self, splice: &Splice) -> Self {
        let end = splice.moved(self.end);
        let start = if self.start == self.end { end } else { splice.pushed(self.start).min(end) };
        Self { start, end }
    }
}

/// One edit for the document, in its own UTF-16 units.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Edit {
    /// Where.
    pub at: usize,
    /// How many units go.
    pub remove: usize,
    /// What comes.
    pub insert: String,
}

/// What the field is to show.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Shown {
    /// The whole value.
    pub value: String,
    /// The selection in it.
    pub selection: Selection,
}

/// What follows from the end of a composition.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Composed {
    /// For the document, in this order.
    pub edits: Vec<Edit>,
    /// For the field: none when nobody else wrote meanwhile.
    pub show: Option<Shown>,
}

/// One field and what it knows of its document.
#[derive(Clone, Debug, Default)]
pub struct ProseModel {
    /// The document's text without `held`, line ends as they are there.
    text: Vec<u16>,
    selection: Selection,
    composing: bool,
    /// What others did since the composition began; the document has it, the field has not.
    held: Vec<Splice>,
}

impl ProseModel {
    /// The field of a document that holds this text.
    #[must_use]
    pub fn new(text: &str) -> Self {
        Self { text: text.encode_utf16().collect(), ..Self::default() }
    }

    /// What the field shows of the text as it is known here.
    #[must_use]
    pub fn value(&self) -> String {
        String::from_utf16_lossy(&shown(&self.text))
    }

    /// True while a word is being composed.
    #[must_use]
    pub const fn is_composing(&self) -> bool {
        self.composing
    }

    /// The writer moved the caret or selected something.
    pub fn selected(&mut self, selection: Selection) {
        self.selection = selection;
    }

    /// The value of the field changed under the writer's hands. Nothing follows while a word is being composed.
    pub fn input(&mut self, value: &str, selection: Selection) -> Option<Edit> {
        self.selection = selection;
        if self.composing {
            return None;
        }
        let splice = self.typed(value)?;
        splice.apply(&mut self.text);
        Some(Edit { at: splice.at, remove: splice.removed, insert: String::from_utf16_lossy(&splice.inserted) })
    }

    /// A composition began.
    pub fn composition_started(&mut self) {
        self.composing = true;
    }

    /// What is composed so far, for the document alone: the field keeps what it shows, and the composition goes on.
    pub fn composed_so_far(&mut self, value: &str, selection: Selection) -> Vec<Edit> {
        if !self.composing {
            return Vec::new();
        }
        self.selection = selection;
        let Some(typed) = self.typed(value) else { return Vec::new() };
        let mut field = self.text.clone();
        typed.apply(&mut field);
        for splice in &self.held {
            splice.apply(&mut self.text);
        }
        let held = std::mem::take(&mut self.held);
        let edits = self.rebased(typed, &held);
        // What others did, as it still has to be done to the field.
        let whole = difference(&field, &self.text, self.text.len());
        self.held = whole.map(|splice| taken_apart(&splice, &field)).unwrap_or_default();
        self.text = field;
        self.selection = selection;
        edits
    }

    /// A composition ended with this value in the field.
    pub fn composition_ended(&mut self, value: &str, selection: Selection) -> Composed {
        self.composing = false;
        self.selection = selection;
        let held = std::mem::take(&mut self.held);
        let typed = self.typed(value);
        if held.is_empty() {
            let edit = typed.map(|splice| {
                splice.apply(&mut self.text);
                Edit { at: splice.at, remove: splice.removed, insert: String::from_utf16_lossy(&splice.inserted) }
            });
            return Composed { edits: edit.into_iter().collect(), show: None };
        }
        for splice in &held {
            splice.apply(&mut self.text);
        }
        let edits = typed.map(|splice| self.rebased(splice, &held)).unwrap_or_default();
        if edits.is_empty() {
            self.selection = held.iter().fold(selection, |selection, splice| selection.after(splice));
        }
        Composed { edits, show: Some(self.show()) }
    }

    /// Somebody else changed the text, or it was built anew. Nothing is shown while a word is being composed.
    pub fn remote(&mut self, splice: &Splice) -> Option<Shown> {
        if self.composing {
            let mut text = self.text.clone();
            self.held.iter().for_each(|held| held.apply(&mut text));
            self.held.extend(taken_apart(splice, &text));
            return None;
        }
        for step in taken_apart(splice, &self.text) {
            self.take(&step);
        }
        Some(self.show())
    }

    /// The writer took an own step back, or brought it back: the caret goes to the end of what changed.
    pub fn stepped(&mut self, splice: &Splice) -> Shown {
        splice.apply(&mut self.text);
        self.selection = Selection::caret(dom_index(&self.text, splice.at + splice.inserted.len()));
        self.show()
    }

    /// The document's text is now this, because it was read, or built anew; the caret goes to the end of what
    /// changed. None when nothing changed.
    pub fn adopt(&mut self, text: &str) -> Option<Shown> {
        let now: Vec<u16> = text.encode_utf16().collect();
        let splice = difference(&self.text, &now, now.len())?;
        self.selection = Selection::caret(dom_index(&now, splice.at + splice.inserted.len()));
        self.text = now;
        Some(self.show())
    }

    /// The writer's own change, in units of the document's text as it was before what is held.
    fn typed(&self, value: &str) -> Option<Splice> {
        let after: Vec<u16> = value.encode_utf16().collect();
        let splice = difference(&shown(&self.text), &after, self.selection.end)?;
        let start = text_index(&self.text, splice.at);
        let end = text_index(&self.text, splice.at + splice.removed);
        Some(Splice { at: start, removed: end - start, inserted: splice.inserted })
    }

    /// Carries the writer's change over what others did meanwhile, and applies it. What others inserted inside a piece
    /// that the writer removed stays.
    fn rebased(&mut self, typed: Splice, held: &[Splice]) -> Vec<Edit> {
        let mut at = typed.at;
        let removed = typed.at..typed.at + typed.removed;
        let mut gone: Vec<_> = std::iter::once(removed).filter(|range| !range.is_empty()).collect();
        for splice in held {
            at = splice.moved(at);
            gone = gone.iter().flat_map(|range| splice.split(range)).collect();
        }
        let mut edits: Vec<Edit> = gone
            .iter()
            .rev()
            .map(|range| Edit { at: range.start, remove: range.len(), insert: String::new() })
            .collect();
        if !typed.inserted.is_empty() {
            edits.push(Edit { at, remove: 0, insert: String::from_utf16_lossy(&typed.inserted) });
        }
        for edit in &edits {
            let inserted = edit.insert.encode_utf16().collect();
            Splice { at: edit.at, removed: edit.remove, inserted }.apply(&mut self.text);
        }
        self.selection = Selection::caret(dom_index(&self.text, at + typed.inserted.len()));
        edits
    }

    fn take(&mut self, splice: &Splice) {
        let old = self.selection;
        let in_text = Selection { start: text_index(&self.text, old.start), end: text_index(&self.text, old.end) };
        let moved = in_text.after(splice);
        splice.apply(&mut self.text);
        self.selection = Selection { start: dom_index(&self.text, moved.start), end: dom_index(&self.text, moved.end) };
    }

    fn show(&self) -> Shown {
        Shown { value: self.value(), selection: self.selection }
    }
}

const CARRIAGE_RETURN: u16 = 0x0D;
const LINE_FEED: u16 = 0x0A;

/// What a `textarea` makes of a text: every line ends with a single line feed.
fn shown(text: &[u16]) -> Vec<u16> {
    let ends_pair = |at: usize| at > 0 && text[at] == LINE_FEED && text[at - 1] == CARRIAGE_RETURN;
    (0..text.len())
        .filter(|at| !ends_pair(*at))
        .map(|at| if text[at] == CARRIAGE_RETURN { LINE_FEED } else { text[at] })
        .collect()
}

/// The index in the text of an index in the field.
fn text_index(text: &[u16], dom: usize) -> usize {
    let mut at = 0;
    for _ in 0..dom {
        let step = if text[at..].starts_with(&[CARRIAGE_RETURN, LINE_FEED]) { 2 } else { 1 };
        at = (at + step).min(text.len());
    }
    at
}

/// The index in the field of an index in the text.
fn dom_index(text: &[u16], at: usize) -> usize {
    let before = &text[..at.min(text.len())];
    before.len() - before.windows(2).filter(|pair| pair == &[CARRIAGE_RETURN, LINE_FEED]).count()
}

#[cfg(test)]
#[path = "model_tests.rs"]
mod tests;
