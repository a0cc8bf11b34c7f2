//! "Aanvulling of verbetering": after a note is finished.

use buurtboek_shared::{doc::read::NoteView, ids::DocId};
use leptos::prelude::*;

use crate::{
    i18n::say,
    platform::dom,
    ui::{
        act::{Act, ActFailure},
        authoring::Author,
        colleagues::colleagues,
        context::book,
        language::locale,
        parts::{
            button::SubmitButton, dynamic::dynamic, field::TextField, page_title::SectionTitle, quotation::Quotation,
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
) -> impl IntoView {
    let locale = locale();
    let book = book();
    let text = RwSignal::new(String::new());
    let error = RwSignal::new(String::new());
    let act = Act::new();
    let additions =
        Memo::new(move |_| view.with(|view| view.as_ref().map(|view| view.additions.clone()).unwrap_or_default()));
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
        act.run(async move { notebook.append(doc, vec![intent]).await }, move |()| text.set(String::new()));
    };
    let section = move || match additions.with(Vec::is_empty) {
        true => "bb-section bb-screen-only",
        false => "bb-section",
    };
    view! {
        <section class=section>
            <SectionTitle>{say!(locale, note.additions.title)}</SectionTitle>
            {dynamic(list)}
            <form class="bb-stack bb-stack--tight bb-screen-only" on:submit=on_submit novalidate>
                <TextField id="note-addition" label=say!(locale, note.additions.label) value=text error=error/>
                <ActFailure act=act/>
                <p><SubmitButton busy=act.busy()>{say!(locale, note.additions.add)}</SubmitButton></p>
            </form>
        </section>
    }
}
