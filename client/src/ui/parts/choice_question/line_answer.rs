//! An answer that is a line of own words, or a day. What is being typed is the writer's: a colleague's answer does not take
//! its place in the field, and whoever leaves the page has answered.

use buurtboek_shared::{domain::choice::ChoiceEntry, ids::EntryId};
use leptos::prelude::*;

use super::super::{
    choice::{standing_ids, standing_value},
    field::{Field, LineKind},
};
use crate::ui::context::book;

/// What is in the field and not yet an answer.
#[derive(Clone, Debug, PartialEq, Eq)]
struct Typed {
    value: String,
    /// What stood when the typing began.
    before: String,
    /// The answers that were on the screen then, and that this one replaces.
    instead_of: Vec<EntryId>,
}

impl Typed {
    /// The field says this now; `entries` is everything that was answered.
    fn next(before: Option<Self>, value: String, entries: &[ChoiceEntry]) -> Self {
        match before {
            Some(typed) => Self { value, ..typed },
            None => Self { value, before: standing_value(entries), instead_of: standing_ids(entries) },
        }
    }

    /// The answer that it is, and what it replaces; none when nothing changed.
    fn answer(self) -> Option<(String, Vec<EntryId>)> {
        let value = self.value.trim().to_owned();
        (value != self.before).then_some((value, self.instead_of))
    }
}

/// The field.
#[component]
pub fn LineAnswer(
    /// Distinguishes it on the page.
    id: &'static str,
    /// The question.
    label: &'static str,
    /// What helps to answer; may be empty.
    help: &'static str,
    /// What is typed in it.
    kind: LineKind,
    /// Everything that was answered.
    entries: Signal<Vec<ChoiceEntry>>,
    /// Somebody answered, in the place of these.
    on_answer: impl Fn(String, Vec<EntryId>) + Clone + Send + Sync + 'static,
) -> impl IntoView {
    let book = book();
    let typed = RwSignal::new(None::<Typed>);
    let standing = Memo::new(move |_| entries.with(|entries| standing_value(entries)));
    let shown = move || typed.with(|typed| typed.as_ref().map_or_else(|| standing.get(), |typed| typed.value.clone()));
    let on_input = move |event| {
        let value = event_target_value(&event);
        entries
            .with_untracked(|entries| typed.update(|typed| *typed = Some(Typed::next(typed.take(), value, entries))));
    };
    let keep = move || {
        let done = typed.try_update(Option::take).flatten();
        if let Some((value, instead_of)) = done.and_then(Typed::answer) {
            on_answer(value, instead_of);
        }
    };
    let leaving = ["visibilitychange", "pagehide"].map(|event| {
        let keep = keep.clone();
        window_event_listener_untyped(event, move |_| {
            keep();
            book.get().flush();
        })
    });
    let last = keep.clone();
    on_cleanup(move || {
        last();
        leaving.into_iter().for_each(|listener| listener.remove());
    });
    view! {
        <Field id=id label=label help=help>
            <input
                class="utrecht-textbox utrecht-textbox--html-input"
                id=id
                type=if kind == LineKind::Day { "date" } else { "text" }
                autocomplete="off"
                dir="auto"
                prop:value=shown
                on:input=on_input
                on:change=move |_| keep()
            />
        </Field>
    }
}

#[cfg(test)]
mod tests {
    use buurtboek_shared::{ids::MemberId, time::Timestamp};

    use super::*;

    fn answered(number: u8, value: &str) -> ChoiceEntry {
        ChoiceEntry {
            id: EntryId::from_bytes([number; 16]),
            value: value.to_owned(),
            author: MemberId::default(),
            at: Timestamp(1),
            supersedes: Vec::new(),
            why: String::new(),
        }
    }

    #[test]
    fn what_a_colleague_answers_meanwhile_is_not_replaced_by_who_did_not_see_it() {
        let seen = [answered(1, "Mevrouw")];
        let begun = Typed::next(None, "Mevrouw en".to_owned(), &seen);
        let both = [answered(1, "Mevrouw"), answered(2, "Haar nicht")];
        let typed = Typed::next(Some(begun), "Mevrouw en haar zoon ".to_owned(), &both);
        assert_eq!(typed.answer(), Some(("Mevrouw en haar zoon".to_owned(), vec![seen[0].id])));
    }

    #[test]
    fn what_ends_as_it_began_is_no_answer() {
        let seen = [answered(1, "Mevrouw")];
        let typed = Typed::next(None, "Mevrouw e".to_owned(), &seen);
        assert_eq!(Typed::next(Some(typed), "Mevrouw".to_owned(), &seen).answer(), None);
    }
}
