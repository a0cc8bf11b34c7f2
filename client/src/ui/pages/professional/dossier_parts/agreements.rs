//! "Afspraken" of a dossier and its notes, and a form for one more.

use buurtboek_shared::{
    ids::{DocId, DocKind},
    sorting,
};
use leptos::prelude::*;

use super::{
    super::{
        agreement_form::AgreementForm,
        today::{
            promised::{self, Task},
            tasks::Tasks,
        },
    },
    one_more::OneMore,
};
use crate::{
    i18n::say,
    ui::{
        context::notebook,
        language::locale,
        parts::{page_title::SectionTitle, show::Show},
    },
};

/// The agreements: what is still to be done first.
#[component]
pub fn Agreements(
    /// The dossier.
    doc: DocId,
    /// True when the reader works in it.
    writes: Memo<bool>,
) -> impl IntoView {
    let locale = locale();
    let notebook = notebook();
    let (dossiers, notes) = (notebook.list(DocKind::Dossier), notebook.list(DocKind::Note));
    let tasks = Memo::new(move |_| {
        dossiers.with(|rows| {
            let row = rows.iter().find(|row| row.doc == doc);
            notes.with(|notes| row.map(|row| in_order(promised::agreements(row, notes))).unwrap_or_default())
        })
    });
    let form = Callback::new(move |close| view! { <AgreementForm doc=doc close=close/> }.into_any());
    view! {
        <section class="bb-section" data-name="agreements">
            <SectionTitle>{say!(locale, note.agreements.title)}</SectionTitle>
            <Show
                when=move || !tasks.with(Vec::is_empty)
                fallback=move || view! { <p class="bb-soft">{say!(locale, note.agreements.empty)}</p> }
            >
                <Tasks tasks=tasks/>
            </Show>
            <OneMore words=say!(locale, note.agreements.add) writes=writes form=form/>
        </section>
    }
}

fn in_order(mut tasks: Vec<Task>) -> Vec<Task> {
    sorting::sort_by_key(&mut tasks, |task| !task.now.status.is_open());
    tasks
}
