//! "Aanvulling of verbetering": after a note is finished.

use buurtboek_shared::{doc::read::NoteView, domain::note::NoteAddition, ids::DocId};
use leptos::prelude::*;

use crate::{
    i18n::say,
    platform::dom,
    ui::{
        act::{Act, ActFailure, empty_of},
        authoring::Author,
        colleagues::colleagues,
        context::book,
        language::locale,
        page_words,
        parts::{
            button::SubmitButton, dynamic::dynamic, field::TextField, page_title::SectionTitle, quotation::Quotation,
            show::Show,
        },
        words::moments,
    },
};

/// What was added, and a field to add more.
#[component]
pub fn Additions(
    /// The note.
    doc: DocId,
    /// What it says.
    view: Memo<Option<NoteView>>,
    /// True when the reader works in it.
    writes: Memo<bool>,
) -> impl IntoView {
    let locale = locale();
    let additions = additions_of(view);
    let is_empty = Memo::new(move |_| additions.with(Vec::is_empty));
    let section = move || match is_empty.get() {
        true => "bb-section bb-screen-only",
        false => "bb-section",
    };
    view! {
        <Show when=move || writes.get() || !is_empty.get()>
            <section class=section>
                <SectionTitle>{say!(locale, note.additions.title)}</SectionTitle>
                <Added additions=additions/>
                <Show when=move || writes.get()><NewAddition doc=doc/></Show>
            </section>
        </Show>
    }
}

fn additions_of(view: Memo<Option<NoteView>>) -> Memo<Vec<NoteAddition>> {
    Memo::new(move |_| view.with(|view| view.as_ref().map(|view| view.additions.clone()).unwrap_or_default()))
}

#[component]
fn Added(additions: Memo<Vec<NoteAddition>>) -> impl IntoView {
    let locale = locale();
    let list = move || {
        let quotations = additions.get().into_iter().map(|addition| {
            let caption = say!(
                locale,
                note.additions.by,
                name = colleagues().first_name(addition.author),
                at = moments::day_and_time(locale, addition.at)
            );
            view! { <Quotation text=addition.text caption=caption/> }
        });
        quotations.collect_view()
    };
    dynamic(list)
}

#[component]
fn NewAddition(doc: DocId) -> impl IntoView {
    let locale = locale();
    let book = book();
    let text = page_words::of_field("note-addition", String::new(), None).text;
    // What somebody was typing in a form when the note was finished is at hand here.
    let left = page_words::take_left();
    if !left.is_empty() {
        text.update(|text| {
            if !text.is_empty() && !text.ends_with('\n') {
                text.push('\n');
            }
            text.push_str(&left);
        });
    }
    let error = RwSignal::new(String::new());
    let act = Act::new();
    let on_submit = move |event: leptos::ev::SubmitEvent| {
        event.prevent_default();
        let words = text.get_untracked();
        if words.trim().is_empty() {
            error.set(say!(locale, note.additions.missing).to_owned());
            dom::focus_by_id("note-addition");
            return;
        }
        error.set(String::new());
        let notebook = book.get();
        let intent = Author::of(&notebook).note_addition(&words);
        act.run(async move { notebook.append(doc, vec![intent]).await }, move |()| empty_of(text, &words));
    };
    view! {
        <form class="bb-stack bb-stack--tight bb-screen-only" on:submit=on_submit novalidate>
            <TextField id="note-addition" label=say!(locale, note.additions.label) value=text error=error/>
            <ActFailure act=act/>
            <p><SubmitButton busy=act.busy()>{say!(locale, note.additions.add)}</SubmitButton></p>
        </form>
    }
}
