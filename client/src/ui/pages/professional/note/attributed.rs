//! A text with who wrote what.

use std::collections::BTreeSet;

use buurtboek_shared::{
    doc::{attribution::Run, read::NoteView},
    ids::MemberId,
    sorting,
};
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

/// The text, underlined in each writer's colour, with their names beside it.
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
            let name = run.member.map(|member| colleagues().first_name(member)).unwrap_or_default();
            let class = run.member.map(writer_class).unwrap_or_default();
            view! { <span class=format!("bb-written__run {class}") title=name>{run.text}</span> }
        });
        runs.collect_view()
    };
    let writers = move || {
        let writers = runs.with(|runs| writers(runs)).into_iter().map(|member| {
            view! {
                <li>
                    <span class=format!("bb-legend__mark {}", writer_class(member))></span>
                    {colleagues().first_name(member)}
                </li>
            }
        });
        writers.collect_view()
    };
    view! {
        <div class="bb-stack bb-stack--tight" data-name="who-wrote-what" data-root=root>
            <Show
                when=move || !runs.with(Vec::is_empty)
                fallback=move || view! { <p class="bb-soft">{say!(locale, note.empty_text)}</p> }
            >
                <p class="bb-written" dir="auto">{dynamic(pieces)}</p>
                <ul class="bb-legend" role="list">{dynamic(writers)}</ul>
            </Show>
        </div>
    }
}

/// Everybody who wrote some of it, each once.
fn writers(runs: &[Run]) -> BTreeSet<MemberId> {
    sorting::gather(runs.iter().filter_map(|run| run.member))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_writer_is_named_once() {
        let run = |byte| Run { text: "x".to_owned(), member: Some(MemberId::from_bytes([byte; 16])) };
        let unknown = Run { text: "y".to_owned(), member: None };
        assert_eq!(writers(&[run(1), run(2), unknown, run(1)]).len(), 2);
    }
}
