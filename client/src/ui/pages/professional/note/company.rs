//! "Joost schrijft mee."

use buurtboek_shared::sorting;
use leptos::prelude::*;

use crate::{
    i18n::say,
    state::open_doc::OpenDoc,
    ui::{
        colleagues::{colleagues, enumeration},
        language::locale,
        parts::{
            dynamic::dynamic,
            icon::{Icon, IconMark},
            show::Show,
        },
    },
};

/// First names of the colleagues whose caret is in the note, each once.
#[must_use]
fn names_of_writers(open: &OpenDoc) -> Signal<Vec<String>> {
    let presence = open.presence();
    let colleagues = colleagues();
    let names = Memo::new(move |_| {
        let mut members: Vec<_> = presence.with(|carets| carets.iter().map(|caret| caret.member).collect());
        sorting::sort_by(&mut members, Ord::cmp);
        members.dedup();
        members.into_iter().map(|member| colleagues.first_name(member)).collect::<Vec<_>>()
    });
    names.into()
}

/// Who else writes in the note now.
#[component]
pub fn Company(
    /// The note.
    open: OpenDoc,
) -> impl IntoView {
    let locale = locale();
    let names = names_of_writers(&open);
    let sentence = move || {
        names.with(|names| {
            let joined = enumeration(names, say!(locale, note.and));
            match names.len() {
                0 => String::new(),
                1 => say!(locale, note.writes_along, names = joined),
                _ => say!(locale, note.writes_along_many, names = joined),
            }
        })
    };
    view! {
        <p class="bb-company" role="status" data-name="company">
            <Show when=move || !names.with(Vec::is_empty)><IconMark icon=Icon::Users/></Show>
            {dynamic(sentence)}
        </p>
    }
}
