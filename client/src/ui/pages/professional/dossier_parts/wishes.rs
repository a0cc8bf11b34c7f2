//! What the resident wants and does not want.

use buurtboek_shared::{doc::read::DossierView, ids::DocId};
use leptos::prelude::*;

use crate::{
    i18n::say,
    ui::{
        act::{Act, ActFailure},
        authoring::Author,
        colleagues::colleagues,
        context::book,
        language::locale,
        parts::{
            button::{Look, SubmitButton},
            field::TextField,
            page_title::SectionTitle,
            quotation::Quotation,
        },
        words::moments,
    },
};

/// The wishes, and a field for one more.
#[component]
pub fn Wishes(
    /// The dossier.
    dossier: DocId,
    /// What it says.
    view: Memo<Option<DossierView>>,
) -> impl IntoView {
    let locale = locale();
    let book = book();
    let text = RwSignal::new(String::new());
    let act = Act::new();
    let wishes =
        Memo::new(move |_| view.with(|view| view.as_ref().map(|view| view.wishes.clone()).unwrap_or_default()));
    let on_submit = move |event: leptos::ev::SubmitEvent| {
        event.prevent_default();
        let words = text.get_untracked();
        if words.trim().is_empty() {
            return;
        }
        let notebook = book.get();
        let intent = Author::of(&notebook).wish(Vec::new(), &words, Vec::new());
        act.run(async move { notebook.append(dossier, vec![intent]).await }, move |()| text.set(String::new()));
    };
    let list = move || {
        let wishes = wishes.get().into_iter().map(|wish| {
            let caption = format!("{}, {}", colleagues().first_name(wish.author), moments::moment(locale, wish.at));
            view! { <Quotation text=wish.text caption=caption/> }
        });
        wishes.collect_view()
    };
    view! {
        <section class="bb-section">
            <SectionTitle>{say!(locale, professional.dossier.wishes)}</SectionTitle>
            <Show
                when=move || !wishes.with(Vec::is_empty)
                fallback=move || view! { <p class="bb-soft">{say!(locale, professional.dossier.no_wishes)}</p> }
            >
                {list}
            </Show>
            <form class="bb-stack bb-stack--tight" on:submit=on_submit novalidate>
                <TextField id="wish" label=say!(locale, professional.dossier.wish_label) value=text/>
                <ActFailure act=act/>
                <p>
                    <SubmitButton look=Look::Secondary busy=act.busy()>
                        {say!(locale, professional.dossier.wish_add)}
                    </SubmitButton>
                </p>
            </form>
        </section>
    }
}
