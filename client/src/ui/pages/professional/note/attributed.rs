//! A text with who wrote what.

use buurtboek_shared::doc::read::NoteView;
use leptos::prelude::*;

use crate::{
    i18n::say,
    state::open_doc::OpenDoc,
    ui::{
        colleagues::colleagues,
        language::locale,
        parts::{dynamic::dynamic, show::Show},
        words::writers::writer_class,
    },
};

/// The text, each piece after the name of who wrote it and underlined in their colour.
#[component]
pub fn Attributed(
    /// The note.
    open: OpenDoc,
    /// The text.
    root: &'static str,
    /// Changes when the note does.
    view: Memo<Option<NoteView>>,
) -> impl IntoView {
    let locale = locale();
    let runs = Signal::derive(move || {
        view.track();
        open.attribution(root)
    });
    let pieces = move || {
        let runs = runs.get().into_iter().map(|run| {
            let class = run.member.map(writer_class).unwrap_or_default();
            let name = run.member.map(|member| {
                view! { <b class="bb-written__name">{colleagues().first_name(member)}": "</b> }
            });
            view! { <span class=format!("bb-written__run {class}") data-name="piece">{name}{run.text}</span> }
        });
        runs.collect_view()
    };
    view! {
        <div class="bb-stack bb-stack--tight" data-name="who-wrote-what" data-root=root>
            <Show
                when=move || !runs.with(Vec::is_empty)
                fallback=move || view! { <p class="bb-soft">{say!(locale, note.empty_text)}</p> }
            >
                <p class="bb-written" dir="auto">{dynamic(pieces)}</p>
            </Show>
        </div>
    }
}
