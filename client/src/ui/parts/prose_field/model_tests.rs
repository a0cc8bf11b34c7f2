use super::*;

/// A field beside its document: applies edits to the document, and holds both to the same words.
struct Desk {
    model: ProseModel,
    document: Vec<u16>,
    field: String,
    selection: Selection,
}

impl Desk {
    fn with(text: &str) -> Self {
        let model = ProseModel::new(text);
        let field = model.value();
        Self { model, document: units(text), field, selection: Selection::default() }
    }

    fn types(&mut self, value: &str, caret: usize) {
        self.field = value.to_owned();
        self.selection = Selection::caret(caret);
        let edit = self.model.input(value, self.selection);
        edit.into_iter().for_each(|edit| self.edits(&edit));
    }

    fn edits(&mut self, edit: &Edit) {
        let inserted = units(&edit.insert);
        Splice { at: edit.at, removed: edit.remove, inserted }.apply(&mut self.document);
    }

    fn others(&mut self, at: usize, removed: usize, insert: &str) {
        let splice = Splice { at, removed, inserted: units(insert) };
        splice.apply(&mut self.document);
        let show = self.model.remote(&splice);
        self.shows(show);
    }

    fn composed(&mut self, value: &str, caret: usize) {
        let composed = self.model.composition_ended(value, Selection::caret(caret));
        self.field = value.to_owned();
        self.selection = Selection::caret(caret);
        composed.edits.iter().for_each(|edit| self.edits(edit));
        self.shows(composed.show);
    }

    fn composes(&mut self, value: &str, caret: usize) {
        let edits = self.model.composed_so_far(value, Selection::caret(caret));
        edits.iter().for_each(|edit| self.edits(edit));
    }

    fn shows(&mut self, show: Option<Shown>) {
        if let Some(show) = show {
            self.field = show.value;
            self.selection = show.selection;
        }
    }

    fn agrees(&self, text: &str) {
        assert_eq!(String::from_utf16(&self.document).unwrap(), text, "the document");
        assert_eq!(self.model.text, self.document, "what the field knows of the document");
        assert_eq!(self.field, text.replace("\r\n", "\n"), "the field");
    }
}

fn units(text: &str) -> Vec<u16> {
    text.encode_utf16().collect()
}

#[test]
fn what_is_typed_reaches_the_document() {
    let mut desk = Desk::with("De post");
    desk.types("De post ligt", 12);
    desk.types("De post ligt er", 15);
    desk.agrees("De post ligt er");
}

#[test]
fn the_caret_stays_at_its_words_when_others_write() {
    let mut desk = Desk::with("een twee drie");
    desk.types("een twee drie!", 14);
    desk.model.selected(Selection::caret(4));
    desk.others(0, 0, "nul ");
    desk.agrees("nul een twee drie!");
    assert_eq!(desk.selection, Selection::caret(8), "before the caret: it moves along");
    desk.others(14, 0, "niet ");
    assert_eq!(desk.selection, Selection::caret(8), "after the caret: it stays");
    desk.others(8, 0, "iets ");
    assert_eq!(desk.selection, Selection::caret(8), "at the caret itself: it never moves under the writer");
    desk.others(6, 4, "");
    assert_eq!(desk.selection, Selection::caret(6), "its surroundings are gone");
}

#[test]
fn a_selection_keeps_what_was_selected() {
    let mut desk = Desk::with("een twee drie");
    desk.model.selected(Selection { start: 4, end: 8 });
    desk.others(4, 0, "en ");
    assert_eq!(desk.selection, Selection { start: 7, end: 11 }, "what comes before it does not join");
    desk.others(11, 0, "tig");
    assert_eq!(desk.selection, Selection { start: 7, end: 11 }, "nor what comes after it");
    desk.others(0, 20, "");
    assert_eq!(desk.selection, Selection { start: 0, end: 0 });
}

#[test]
fn a_document_that_was_built_anew_leaves_the_caret_at_its_words() {
    let mut desk = Desk::with("Zij wil hulp. Hij niet.");
    desk.model.selected(Selection { start: 8, end: 12 });
    desk.others(0, 23, "Nu: Zij wil graag hulp. Hij ook niet!");
    desk.agrees("Nu: Zij wil graag hulp. Hij ook niet!");
    assert_eq!(desk.selection, Selection { start: 18, end: 22 }, "'hulp' as before");
}

#[test]
fn what_is_composed_stays_at_its_place_in_a_document_that_was_built_anew() {
    let mut desk = Desk::with("een caf drie");
    desk.model.composition_started();
    desk.types("een caf´ drie", 8);
    desk.others(0, 12, "nul een caf drie vier");
    desk.composes("een caf´ drie", 8);
    assert_eq!(String::from_utf16(&desk.document).unwrap(), "nul een caf´ drie vier");
    // They wrote on both sides of it, and the composition goes on.
    desk.types("een café drie", 8);
    desk.composed("een café drie", 8);
    desk.agrees("nul een café drie vier");
    assert_eq!(desk.selection, Selection::caret(12));
}

#[test]
fn nothing_is_committed_and_nothing_is_shown_while_composing() {
    let mut desk = Desk::with("caf");
    desk.model.composition_started();
    desk.types("caf´", 4);
    assert_eq!(desk.document, units("caf"), "a half-made letter is nobody's text");
    desk.others(0, 0, "Het ");
    assert_eq!(desk.field, "caf´", "the browser would lose its place");
    desk.composed("café", 4);
    desk.agrees("Het café");
    assert_eq!(desk.selection, Selection::caret(8));
}

#[test]
fn a_composition_that_lasts_is_written_as_far_as_it_is_and_goes_on() {
    let mut desk = Desk::with("Zij zegt: ");
    desk.model.composition_started();
    desk.types("Zij zegt: にほ", 12);
    desk.composes("Zij zegt: にほ", 12);
    assert_eq!(String::from_utf16(&desk.document).unwrap(), "Zij zegt: にほ");
    assert!(desk.model.is_composing(), "the browser was not disturbed");
    desk.types("Zij zegt: にほんご", 14);
    desk.composes("Zij zegt: にほんご", 14);
    desk.composed("Zij zegt: 日本語", 13);
    desk.agrees("Zij zegt: 日本語");
}

#[test]
fn what_others_wrote_during_a_composition_that_lasts_is_shown_at_its_end() {
    let mut desk = Desk::with("caf");
    desk.model.composition_started();
    desk.types("caf´", 4);
    desk.others(0, 0, "Het ");
    desk.composes("caf´", 4);
    assert_eq!(String::from_utf16(&desk.document).unwrap(), "Het caf´");
    assert_eq!(desk.field, "caf´", "the browser would lose its place");
    desk.others(8, 0, "!");
    desk.composed("café", 4);
    desk.agrees("Het café!");
}

#[test]
fn without_a_composition_nothing_is_composed_so_far() {
    let mut desk = Desk::with("caf");
    assert!(desk.model.composed_so_far("café", Selection::caret(4)).is_empty());
}

#[test]
fn a_composition_without_company_writes_once() {
    let mut desk = Desk::with("");
    desk.model.composition_started();
    for (half, caret) in [("n", 1), ("ni", 2), ("nih", 3)] {
        desk.types(half, caret);
    }
    let composed = desk.model.composition_ended("日", Selection::caret(1));
    assert_eq!(composed.edits, [Edit { at: 0, remove: 0, insert: "日".to_owned() }]);
    assert_eq!(composed.show, None, "the field is as the writer left it");
}

#[test]
fn a_cancelled_composition_still_shows_what_others_wrote() {
    let mut desk = Desk::with("een twee");
    desk.model.composition_started();
    desk.others(0, 0, "nul ");
    desk.composed("een twee", 8);
    desk.agrees("nul een twee");
    assert_eq!(desk.selection, Selection::caret(12));
}

#[test]
fn what_others_wrote_inside_a_replaced_word_stays() {
    let mut desk = Desk::with("zij woont hier");
    desk.model.composition_started();
    desk.others(6, 0, "XX"); // zij woXXont hier
    desk.others(0, 1, "H"); // Hij woXXont hier
    desk.composed("zij is hier", 6);
    assert_eq!(String::from_utf16(&desk.document).unwrap(), "Hij isXX hier");
    assert_eq!(desk.model.text, desk.document);
    assert_eq!(desk.selection, Selection::caret(6));
}

#[test]
fn an_undo_puts_the_caret_where_it_changed() {
    let mut desk = Desk::with("een drie");
    let splice = Splice { at: 4, removed: 0, inserted: units("twee ") };
    splice.apply(&mut desk.document);
    let shown = desk.model.stepped(&splice);
    assert_eq!(shown.selection, Selection::caret(9), "after what came back");
    desk.shows(Some(shown));
    desk.agrees("een twee drie");
}

#[test]
fn a_document_that_was_built_anew_replaces_the_text() {
    let mut desk = Desk::with("een twee drie");
    assert_eq!(
        desk.model.adopt("een drie"),
        Some(Shown { value: "een drie".to_owned(), selection: Selection::caret(4) })
    );
    assert_eq!(
        desk.model.adopt("een twee drie").map(|shown| shown.selection),
        Some(Selection::caret(9)),
        "after what came back"
    );
    assert_eq!(desk.model.adopt("een twee drie"), None);
}

#[test]
fn line_ends_of_two_units_count_as_one_in_the_field() {
    let mut desk = Desk::with("een\r\ntwee\r\ndrie");
    assert_eq!(desk.field, "een\ntwee\ndrie");
    desk.types("een\ntwee!\ndrie", 9);
    desk.agrees("een\r\ntwee!\r\ndrie");
    desk.types("eentwee!\ndrie", 3);
    desk.agrees("eentwee!\r\ndrie");
    desk.model.selected(Selection::caret(13));
    desk.others(0, 0, "\r\n");
    assert_eq!(desk.selection, Selection::caret(14));
}

#[test]
fn a_character_of_two_units_survives_company() {
    let mut desk = Desk::with("a😀b");
    desk.types("a😁b", 3);
    desk.agrees("a😁b");
    desk.model.selected(Selection::caret(3));
    desk.others(0, 0, "🏠");
    desk.agrees("🏠a😁b");
    assert_eq!(desk.selection, Selection::caret(5));
}

/// Random typing, composing and company, replayable: whatever happens, field and document end with the same words.
#[test]
fn field_and_document_agree_after_anything() {
    const LETTERS: [&str; 5] = ["a", "b", "é", "😀", "\n"];
    for seed in 0..300_u64 {
        let mut dice = seed.wrapping_mul(0x9E37_79B9_7F4A_7C15) | 1;
        let mut roll = |below: usize| {
            dice ^= dice << 13;
            dice ^= dice >> 7;
            dice ^= dice << 17;
            usize::try_from(dice % (below as u64)).unwrap()
        };
        let mut desk = Desk::with("aab😀ba");
        for _ in 0..40 {
            match roll(5) {
                0 => {
                    let characters: Vec<char> = String::from_utf16(&desk.document).unwrap().chars().collect();
                    let start = roll(characters.len() + 1);
                    let end = start + roll(characters.len() - start + 1);
                    let at = characters[..start].iter().map(|character| character.len_utf16()).sum();
                    let removed = characters[start..end].iter().map(|character| character.len_utf16()).sum();
                    desk.others(at, removed, LETTERS[roll(LETTERS.len())]);
                }
                1 => desk.model.composition_started(),
                _ => {
                    let mut characters: Vec<char> = desk.field.chars().collect();
                    let start = roll(characters.len() + 1);
                    let end = start + roll(characters.len() - start + 1).min(3);
                    let insert = LETTERS[roll(LETTERS.len())].repeat(roll(3));
                    characters.splice(start..end, insert.chars());
                    let value: String = characters.iter().collect();
                    let before: usize = characters[..start].iter().map(|character| character.len_utf16()).sum();
                    let caret = before + insert.encode_utf16().count();
                    if desk.model.is_composing() && roll(2) == 0 {
                        desk.composed(&value, caret);
                    } else {
                        desk.types(&value, caret);
                    }
                }
            }
        }
        if desk.model.is_composing() {
            let field = desk.field.clone();
            desk.composed(&field, 0);
        }
        let text = String::from_utf16(&desk.document).unwrap();
        desk.agrees(&text);
    }
}
