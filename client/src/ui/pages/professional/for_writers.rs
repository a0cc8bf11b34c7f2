//! Forms are for who works in a case. Who reads along, and comes to such a page all the same, sees what may be read there.

use buurtboek_shared::ids::DocId;
use leptos::prelude::*;

use crate::{
    i18n::say,
    ui::{
        language::locale,
        may_write::{may_write, only_reads},
        opened::open,
        parts::{absent::Absent, notice::Notice, show::Show},
    },
};

/// A form, or for who only reads that it is so, with what may be read.
#[component]
pub fn ForWriters(
    /// The triage or dossier in which the form writes.
    doc: DocId,
    /// What may be read.
    #[prop(into)]
    reads: ViewFn,
    /// The form.
    children: ChildrenFn,
) -> impl IntoView {
    let locale = locale();
    let open = open(doc);
    let (writes, reads_along) = (may_write(doc), only_reads(doc));
    // What somebody is filling in stays when their access ends meanwhile: the server refuses it then, and it is kept.
    let wrote = Memo::new(move |before: Option<&bool>| before.is_some_and(|before| *before) || writes.get());
    let instead = move || {
        let (reads, open) = (reads.clone(), open.clone());
        view! {
            <Show when=move || reads_along.get() fallback=move || view! { <Absent open=open.clone()/> }>
                <Notice>{say!(locale, professional.reads_only)}</Notice>
                {reads.run()}
            </Show>
        }
    };
    view! { <Show when=move || wrote.get() fallback=instead>{children()}</Show> }
}
