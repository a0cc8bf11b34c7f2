//! "Teksten na einde toegang": what colleagues wrote whose access ended before it arrived. Only coordinators see it.

use buurtboek_shared::{
    doc::entries::MAX_WORDS,
    domain::role::Role,
    ids::{DocId, DocKind},
    pieces::pieces,
};
use leptos::{prelude::*, task::spawn_local};

use super::deciding::is_offline;
use crate::{
    i18n::say,
    platform::dom,
    state::escrow::{self, HandedText},
    ui::{
        act::{Act, ActFailure},
        authoring::Author,
        colleagues::colleagues,
        context::{book, notebook},
        language::locale,
        pages::professional::case::names,
        parts::{
            button::{Button, Look},
            dialog::Dialog,
            facts::{Fact, Facts},
            icon::Icon,
            notice::{Empty, Notice, Urge},
            page_title::PageTitle,
            quotation::Quotation,
            row::{RowText, Rows},
            show::Show,
        },
        route,
        words::{moments, team},
    },
};

/// What was handed over, asked when the screen opens and when the connection comes back; none before the server told.
/// Nothing is asked for who is no coordinator. To be asked for while a screen is drawn.
fn handed_texts() -> RwSignal<Option<Vec<HandedText>>> {
    let texts = RwSignal::new(None);
    let is_coordinator = notebook().identity().role == Role::Coordinator;
    let offline = is_offline();
    Effect::new(move |_| {
        if is_coordinator && !offline.get() {
            spawn_local(async move {
                if let Ok(told) = escrow::handed_texts().await {
                    // The screen may be gone.
                    texts.try_set(Some(told));
                }
            });
        }
    });
    texts
}

/// The way to the page, and how many texts are there.
#[component]
pub fn HandedRow() -> impl IntoView {
    let count = how_many();
    view! { <Row count=count/> }
}

/// The same, above what has to be done, as long as there are any.
#[component]
pub fn HandedWaiting() -> impl IntoView {
    let count = how_many();
    view! { <Show when=move || count.get() != 0><Row count=count/></Show> }
}

fn how_many() -> Memo<usize> {
    let handed = handed_texts();
    Memo::new(move |_| handed.with(|texts| texts.as_ref().map_or(0, Vec::len)))
}

#[component]
fn Row(count: Memo<usize>) -> impl IntoView {
    let locale = locale();
    let rows = move || vec![RowText::counted(route::HANDED_TEXTS, say!(locale, coordinator.handed.title), count.get())];
    view! { <Rows rows=Signal::derive(rows)/> }
}

/// The page.
#[component]
pub fn HandedTexts() -> impl IntoView {
    let locale = locale();
    let (texts, offline) = (handed_texts(), is_offline());
    let is_empty = move || texts.with(|texts| texts.as_ref().is_some_and(Vec::is_empty));
    view! {
        <div class="bb-main">
            <PageTitle text=say!(locale, coordinator.handed.title)/>
            <p>{say!(locale, coordinator.handed.intro)}</p>
            <Show when=move || offline.get()><Notice>{say!(locale, coordinator.handed.offline)}</Notice></Show>
            <Show when=is_empty><Empty>{say!(locale, coordinator.handed.empty)}</Empty></Show>
            <For each=move || texts.get().unwrap_or_default() key=|text| text.id let(text)>
                <Card text=text texts=texts/>
            </For>
        </div>
    }
}

#[component]
fn Card(text: HandedText, texts: RwSignal<Option<Vec<HandedText>>>) -> impl IntoView {
    let locale = locale();
    let book = book();
    let HandedText { id, place, dossier, author, written, text: words } = text;
    let (asks, copied, added) = (RwSignal::new(false), RwSignal::new(false), RwSignal::new(false));
    let (asking, settling) = (Act::new(), Act::new());
    let who = colleagues().first_name(author);
    let (names, kind) = (names(), team::kind(locale, place.kind));
    let whereabouts = move || match dossier {
        Some(dossier) => format!("{}, {kind}", names.run(dossier)),
        None => names.run(place),
    };
    let is_here = is_on_device(place);
    let beside = {
        let at = moments::day_and_time(locale, written);
        StoredValue::new(say!(locale, coordinator.handed.beside, name = who.clone(), at = at, text = words.clone()))
    };
    let ask = move || {
        let notebook = book.get();
        let text = beside.get_value();
        let parts = pieces(&text, MAX_WORDS).into_iter().filter(|part| !part.trim().is_empty());
        let questions = parts.map(|part| Author::of(&notebook).question(None, part)).collect();
        asking.run(async move { notebook.append(place, questions).await }, move |()| added.set(true));
    };
    let to_copy = StoredValue::new(words.clone());
    let copy = move || {
        let words = to_copy.get_value();
        spawn_local(async move { copied.set(dom::copy(&words).await) });
    };
    let settle = move || {
        settling.run(escrow::settle(id), move |()| {
            asks.set(false);
            texts.update(|texts| texts.iter_mut().for_each(|texts| texts.retain(|text| text.id != id)));
        });
    };
    view! {
        <article class="bb-card" data-name="handed-text">
            <Facts>
                <Fact term=say!(locale, coordinator.handed.from)>{who}</Fact>
                <Fact term=say!(locale, coordinator.handed.place)>{whereabouts}</Fact>
                <Fact term=say!(locale, coordinator.handed.written)>{moments::day_and_time(locale, written)}</Fact>
            </Facts>
            <Quotation text=words/>
            <ActFailure act=asking/>
            <Show when=move || added.get()>
                <Notice urge=Urge::Good>{say!(locale, coordinator.handed.added)}</Notice>
            </Show>
            <Show when=move || copied.get()>
                <Notice urge=Urge::Good>{say!(locale, app.rescue.copied)}</Notice>
            </Show>
            <div class="bb-buttons">
                <Show when=move || is_here.get() && !added.get()>
                    <Button name="beside-note" on_press=ask>{say!(locale, coordinator.handed.ask)}</Button>
                </Show>
                <Button icon=Icon::Copy on_press=copy>{say!(locale, app.rescue.copy)}</Button>
                <Button look=Look::Subtle name="settle" on_press=move || asks.set(true)>
                    {say!(locale, coordinator.handed.settle)}
                </Button>
            </div>
            <Dialog open=asks title=say!(locale, coordinator.handed.settle_title)>
                <p>{say!(locale, coordinator.handed.settle_text)}</p>
                <ActFailure act=settling/>
                <div class="bb-buttons">
                    <Button look=Look::Alarm name="settle-confirm" on_press=settle>
                        {say!(locale, coordinator.handed.settle_confirm)}
                    </Button>
                    <Button on_press=move || asks.set(false)>{say!(locale, app.rescue.keep)}</Button>
                </div>
            </Dialog>
        </article>
    }
}

/// True for a note that the coordinator has: what is not there can get no question.
fn is_on_device(place: DocId) -> Memo<bool> {
    let notes = notebook().list(DocKind::Note);
    Memo::new(move |_| notes.with(|notes| notes.iter().any(|row| row.doc == place)))
}
