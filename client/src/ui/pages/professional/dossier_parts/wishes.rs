//! What the resident wants and does not want.

use buurtboek_shared::{
    doc::read::DossierView,
    domain::wish::{self, WishEntry},
    ids::{DocId, EntryId},
};
use leptos::prelude::*;

use super::super::wish_form::entry_words;
use crate::{
    i18n::say,
    platform::dom,
    ui::{
        act::{Act, ActFailure, empty_of},
        authoring::Author,
        colleagues::colleagues,
        context::book,
        language::locale,
        parts::{
            button::{Button, ButtonLink, Look, SubmitButton},
            dynamic::dynamic,
            field::TextField,
            page_title::SectionTitle,
            quotation::Quotation,
            show::Show,
        },
        route,
        words::moments,
    },
};

/// The wishes that stand, a field for one more in own words, and the way to the list of wishes.
#[component]
pub fn Wishes(
    /// The dossier.
    dossier: DocId,
    /// What it says.
    view: Memo<Option<DossierView>>,
    /// True when the reader works in it.
    writes: Memo<bool>,
) -> impl IntoView {
    let locale = locale();
    let book = book();
    let act = Act::new();
    let wishes =
        Memo::new(move |_| view.with(|view| view.as_ref().map(|view| standing(&view.wishes)).unwrap_or_default()));
    let lift = move |wish: EntryId| {
        let notebook = book.get();
        let intent = Author::of(&notebook).wish(Vec::new(), "", vec![wish]);
        act.run(async move { notebook.append(dossier, vec![intent]).await }, |()| {});
    };
    let list = move || {
        let wishes = wishes.get().into_iter().map(|wish| {
            let caption = format!("{}, {}", colleagues().first_name(wish.author), moments::moment(locale, wish.at));
            let id = wish.id;
            view! {
                <div class="bb-stack bb-stack--tight" data-name="wish">
                    <Quotation text=entry_words(locale, &wish) caption=caption/>
                    <Show when=move || writes.get()>
                        <p>
                            <Button look=Look::Subtle on_press=move || lift(id)>{say!(locale, visit.wish.lift)}</Button>
                        </p>
                    </Show>
                </div>
            }
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
                {dynamic(list)}
            </Show>
            <ActFailure act=act/>
            <Show when=move || writes.get()><NewWish dossier=dossier/></Show>
        </section>
    }
}

const WISH: &str = "wish";

/// A field for one more.
#[component]
fn NewWish(dossier: DocId) -> impl IntoView {
    let locale = locale();
    let book = book();
    let text = RwSignal::new(String::new());
    let error = RwSignal::new(String::new());
    let act = Act::new();
    let on_submit = move |event: leptos::ev::SubmitEvent| {
        event.prevent_default();
        let words = text.get_untracked();
        if words.trim().is_empty() {
            error.set(say!(locale, professional.dossier.wish_missing).to_owned());
            return dom::focus_by_id(WISH);
        }
        error.set(String::new());
        let notebook = book.get();
        let intent = Author::of(&notebook).wish(Vec::new(), &words, Vec::new());
        act.run(async move { notebook.append(dossier, vec![intent]).await }, move |()| empty_of(text, &words));
    };
    view! {
        <form class="bb-stack bb-stack--tight" on:submit=on_submit novalidate>
            <TextField id=WISH label=say!(locale, professional.dossier.wish_label) value=text error=error/>
            <ActFailure act=act/>
            <div class="bb-buttons">
                <SubmitButton look=Look::Secondary busy=act.busy()>
                    {say!(locale, professional.dossier.wish_add)}
                </SubmitButton>
                <ButtonLink href=route::wish(dossier.id) look=Look::Subtle>{say!(locale, visit.not_wanted)}</ButtonLink>
            </div>
        </form>
    }
}

/// What stands and says something: what only lifts another wish is not shown.
fn standing(entries: &[WishEntry]) -> Vec<WishEntry> {
    let says = |entry: &&WishEntry| !(entry.kinds.is_empty() && entry.text.trim().is_empty());
    wish::standing(entries).into_iter().filter(says).cloned().collect()
}
