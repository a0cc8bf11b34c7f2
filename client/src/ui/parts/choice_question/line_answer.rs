//! An answer that is a line of own words, or a day. What is being typed is the writer's: a colleague's answer does not take
//! its place in the field, and whoever leaves the page has answered.

use buurtboek_shared::{
    domain::choice::ChoiceEntry,
    ids::{EntryId, MemberId},
};
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
    /// The answer that was made of it, as long as it does not stand. A date answers at every key; what is in the field stays.
    answered: Option<String>,
}

impl Typed {
    /// The field says this now; `entries` is everything that was answered.
    fn next(before: Option<Self>, value: String, entries: &[ChoiceEntry]) -> Self {
        match before {
            Some(typed) => Self { value, ..typed },
            None => Self { value, before: standing_value(entries), instead_of: standing_ids(entries), answered: None },
        }
    }

    /// The answer that it is, and what it replaces: what was on the screen, and the writer's own answers since, which are
    /// `own`. None when it is none yet, or was made before.
    fn answer(&mut self, own: &[EntryId]) -> Option<(String, Vec<EntryId>)> {
        let value = self.value.trim().to_owned();
        let known = self.answered.as_ref().unwrap_or(&self.before);
        if value == *known {
            return None;
        }
        self.answered = Some(value.clone());
        let since = own.iter().filter(|id| !self.instead_of.contains(id));
        let instead_of = self.instead_of.iter().chain(since).copied().collect();
        Some((value, instead_of))
    }

    /// Does this stand now? Then the field shows what stands.
    fn is_done(&self, standing: &str) -> bool {
        self.answered.as_deref().unwrap_or(&self.before) == standing && self.value.trim() == standing
    }
}

/// The answers that stand and are this member's own.
fn own_standing(entries: &[ChoiceEntry], me: MemberId) -> Vec<EntryId> {
    let standing = standing_ids(entries);
    let own = entries.iter().filter(|entry| entry.author == me && standing.contains(&entry.id));
    own.map(|entry| entry.id).collect()
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
    let me = book.get().identity().member;
    let keep = move || {
        let own = entries.try_with_untracked(|entries| own_standing(entries, me)).unwrap_or_default();
        let answer = typed.try_update(|typed| {
            let answer = typed.as_mut().and_then(|typed| typed.answer(&own));
            // Nothing was changed after all.
            typed.take_if(|typed| typed.answered.is_none());
            answer
        });
        if let Some((value, instead_of)) = answer.flatten() {
            on_answer(value, instead_of);
        }
    };
    Effect::new(move |_| {
        let is_done = standing
            .with(|standing| typed.with_untracked(|typed| typed.as_ref().is_some_and(|typed| typed.is_done(standing))));
        if is_done {
            typed.set(None);
        }
    });
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
    use buurtboek_shared::time::Timestamp;

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
        let mut typed = Typed::next(Some(begun), "Mevrouw en haar zoon ".to_owned(), &both);
        assert_eq!(typed.answer(&[]), Some(("Mevrouw en haar zoon".to_owned(), vec![seen[0].id])));
        assert_eq!(typed.answer(&[]), None, "once is enough");
        assert!(!typed.is_done("Mevrouw"), "what could not be kept stays in the field");
        assert!(typed.is_done("Mevrouw en haar zoon"));
    }

    #[test]
    fn a_date_that_answers_at_every_key_is_one_answer_in_the_end() {
        let mut typed = Typed::next(None, "2026-11-01".to_owned(), &[]);
        assert_eq!(typed.answer(&[]), Some(("2026-11-01".to_owned(), Vec::new())));
        let first = answered(3, "2026-11-01");
        let mut typed = Typed::next(Some(typed), "2026-11-12".to_owned(), std::slice::from_ref(&first));
        assert_eq!(own_standing(std::slice::from_ref(&first), MemberId::default()), [first.id]);
        assert_eq!(typed.answer(&[first.id]), Some(("2026-11-12".to_owned(), vec![first.id])));
        assert!(!typed.is_done("2026-11-01"), "what is in the field stays there while the first is being kept");
    }

    #[test]
    fn what_ends_as_it_began_is_no_answer() {
        let seen = [answered(1, "Mevrouw")];
        let typed = Typed::next(None, "Mevrouw e".to_owned(), &seen);
        assert_eq!(Typed::next(Some(typed), "Mevrouw".to_owned(), &seen).answer(&[]), None);
    }
}
