//! "Afspraken": who does what, when; the resident first.

use buurtboek_shared::{doc::read::NoteView, ids::DocId};
use leptos::prelude::*;

use super::{
    super::agreement_form::AgreementForm,
    agreement_rows::{AgreementRow, AgreementRows, Asked},
    open_agreements::OpenAgreements,
};
use crate::{
    i18n::say,
    ui::{
        language::locale,
        parts::{dynamic::dynamic, page_title::SectionTitle, show::Show},
        words::agreements as words,
    },
};

/// The agreements of a finished note, as they stood then.
#[component]
pub fn AgreementList(
    /// The note.
    doc: DocId,
    /// What it says.
    view: Memo<Option<NoteView>>,
) -> impl IntoView {
    let locale = locale();
    let rows = rows_of(doc, view);
    let items = move || {
        let items = rows.get().into_iter().map(|row| {
            let status = words::status(locale, row.now.status);
            view! { <li><span dir="auto">{words::line(locale, &row.now)}</span> " – " {status}</li> }
        });
        items.collect_view()
    };
    view! {
        <Show when=move || !rows.with(Vec::is_empty)>
            <section class="bb-section">
                <SectionTitle>{say!(locale, note.agreements.title)}</SectionTitle>
                <ul>{dynamic(items)}</ul>
            </section>
        </Show>
    }
}

/// The agreements, what was agreed before, and fields for one more.
#[component]
pub fn Agreements(
    /// The note.
    doc: DocId,
    /// The dossier that it belongs to.
    dossier: DocId,
    /// What it says.
    view: Memo<Option<NoteView>>,
) -> impl IntoView {
    let locale = locale();
    let rows = rows_of(doc, view);
    view! {
        <section class="bb-section">
            <SectionTitle>{say!(locale, note.agreements.title)}</SectionTitle>
            <OpenAgreements note=doc dossier=dossier/>
            <Show
                when=move || !rows.with(Vec::is_empty)
                fallback=move || view! { <p class="bb-soft">{say!(locale, note.agreements.empty)}</p> }
            >
                <AgreementRows rows=rows asked=Asked::OnDemand/>
            </Show>
            <AgreementForm doc=doc/>
        </section>
    }
}

fn rows_of(doc: DocId, view: Memo<Option<NoteView>>) -> Memo<Vec<AgreementRow>> {
    Memo::new(move |_| {
        view.with(|view| view.as_ref().map(|view| AgreementRow::of(doc, &view.agreements)).unwrap_or_default())
    })
}
