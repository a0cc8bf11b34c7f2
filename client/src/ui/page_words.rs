//! What is typed in the forms of a page, held by the page. A form may go while somebody types in it, as when a colleague
//! finishes the report: its words stay, for the form when it is there again, or for the addition.

use std::collections::BTreeMap;

use leptos::prelude::*;

/// Every field of the page whose form was there, by its id.
#[derive(Clone, Copy)]
struct PageWords(StoredValue<BTreeMap<String, Field>>);

struct Field {
    text: ArcRwSignal<String>,
    /// What stands in it before anything is typed.
    before: String,
    /// What the words are, where they are put when the form comes no more; none for a form that comes again.
    name: Option<&'static str>,
}

/// From here on the fields of this page are held. To be called where the page is drawn, around everything that may go.
pub fn hold() {
    provide_context(PageWords(StoredValue::new(BTreeMap::new())));
}

/// The words of one field, for the form that shows it.
#[derive(Clone)]
pub struct FieldWords {
    /// What stands in the field, for as long as the form is there.
    pub text: RwSignal<String>,
    held: ArcRwSignal<String>,
    before: String,
}

impl FieldWords {
    /// They were kept, or called off: the field is as it was before. The form may be gone by then, as an answer is on the
    /// screen before it is on the disk.
    pub fn forget(&self) {
        self.held.set(self.before.clone());
    }
}

/// The words in the field with this id: what was typed in it since the page is there, else what stood there before. Where
/// no page holds its words, those of the form alone.
#[must_use]
pub fn of_field(id: &str, before: String, name: Option<&'static str>) -> FieldWords {
    let new = Field { text: ArcRwSignal::new(before.clone()), before: before.clone(), name };
    let alone = new.text.clone();
    let held = use_context::<PageWords>()
        .and_then(|page| page.0.try_update_value(|fields| fields.entry(id.to_owned()).or_insert(new).text.clone()))
        .unwrap_or(alone);
    FieldWords { text: RwSignal::from(held.clone()), held, before }
}

/// Does the page hold words of the field with this id?
#[must_use]
pub fn has(id: &str) -> bool {
    let held = use_context::<PageWords>().and_then(|page| {
        page.0.try_with_value(|fields| {
            fields.get(id).is_some_and(|field| field.text.with_untracked(|text| *text != field.before))
        })
    });
    held.unwrap_or_default()
}

/// The words of all forms that come no more, a line each, with what they are. They are taken: the next time there are none.
#[must_use]
pub fn take_left() -> String {
    let taken = use_context::<PageWords>().and_then(|page| {
        page.0.try_update_value(|fields| {
            let left = fields.values().filter_map(|field| {
                let name = field.name?;
                let words = field.text.try_update(|text| std::mem::replace(text, field.before.clone()))?;
                let is_own = words != field.before && !words.trim().is_empty();
                is_own.then(|| format!("{name}: {words}"))
            });
            left.collect::<Vec<_>>().join("\n")
        })
    });
    taken.unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_outlive_their_form_and_are_taken_once() {
        Owner::new().with(|| {
            hold();
            let page = Owner::current().unwrap();
            let form = page.child();
            form.with(|| {
                let field = |id, before: &str, name| of_field(id, before.to_owned(), name);
                field("does", "", Some("Afspraken")).text.set("de huisarts bellen".to_owned());
                field("ask", "", None).text.set("Hoe weet u dat?".to_owned());
                let _empty = field("why", "", Some("Waarom?"));
                let _as_it_was = field("reworded", "Post halen.", Some("Afspraken"));
            });
            form.cleanup();
            assert_eq!(take_left(), "Afspraken: de huisarts bellen");
            assert_eq!(take_left(), "");
            assert!(has("ask") && !has("why") && !has("reworded"));
            assert_eq!(
                of_field("ask", String::new(), None).text.get_untracked(),
                "Hoe weet u dat?",
                "its form comes again"
            );
        });
    }

    #[test]
    fn what_was_kept_is_not_left_also_when_its_form_went_before() {
        Owner::new().with(|| {
            hold();
            let form = Owner::current().unwrap().child();
            let words = form.with(|| of_field("reworded", "Post halen.".to_owned(), Some("Afspraken")));
            words.text.set("Post halen op maandag.".to_owned());
            form.cleanup();
            words.forget();
            assert_eq!(take_left(), "");
            assert_eq!(of_field("reworded", "Post halen.".to_owned(), None).text.get_untracked(), "Post halen.");
        });
    }

    #[test]
    fn where_no_page_holds_them_they_go_with_the_form() {
        Owner::new().with(|| {
            of_field("does", String::new(), None).text.set("bellen".to_owned());
            assert_eq!(of_field("does", String::new(), None).text.get_untracked(), "");
        });
    }
}
