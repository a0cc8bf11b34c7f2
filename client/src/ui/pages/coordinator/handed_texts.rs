//! "Teksten na einde toegang": what colleagues wrote whose access ended before it arrived. Only coordinators see it.

use buurtboek_shared::{
    doc::entries::MAX_WORDS,
    domain::role::Role,
    ids::{DocId, DocKind},
    pieces::pieces,
    time::Timestamp,
};
use leptos::{prelude::*, task::spawn_local};

use super::{deciding::is_offline, minute};
use crate::{
    i18n::say,
    platform::{dom, timer},
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

/// What was handed over, as far as the server told.
#[derive(Clone, Copy)]
struct Handed {
    /// None before it told.
    texts: RwSignal<Option<Vec<HandedText>>>,
    /// When it told last, by the device's clock.
    told_at: StoredValue<Option<Timestamp>>,
    /// What was dealt with on this screen: an answer that was on its way by then may still have it.
    settled: StoredValue<Vec<u64>>,
}

impl Handed {
    fn new() -> Self {
        Self { texts: RwSignal::new(None), told_at: StoredValue::new(None), settled: StoredValue::new(Vec::new()) }
    }

    fn told(self, mut told: Vec<HandedText>, at: Timestamp) {
        // The screen may be gone.
        self.settled.try_with_value(|settled| told.retain(|text| !settled.contains(&text.id)));
        self.told_at.try_set_value(Some(at));
        self.texts.try_set(Some(told));
    }

    /// As of when the screen shows what was handed over; none before anything was told.
    fn as_of(self) -> Option<Timestamp> {
        self.texts.track();
        self.told_at.get_value()
    }

    fn settle(self, id: u64) {
        self.settled.update_value(|settled| settled.push(id));
        self.texts.update(|texts| texts.iter_mut().for_each(|texts| texts.retain(|text| text.id != id)));
    }
}

/// What was handed over. Nothing of it comes to a device by itself, so it is asked: when the screen opens or comes in
/// sight again, when the connection comes back, and each minute while the screen is in sight. Nothing is asked for who is
/// no coordinator. To be asked for while a screen is drawn.
fn handed_texts() -> Handed {
    let handed = Handed::new();
    let is_coordinator = notebook().identity().role == Role::Coordinator;
    let (offline, minute, turned) = (is_offline(), minute::now(), RwSignal::new(()));
    let turning = window_event_listener_untyped("visibilitychange", move |_| turned.set(()));
    on_cleanup(move || turning.remove());
    Effect::new(move |_| {
        minute.track();
        turned.track();
        if is_coordinator && !offline.get() && dom::is_in_sight() {
            spawn_local(async move {
                if let Ok(told) = escrow::handed_texts().await {
                    handed.told(told, timer::now());
                }
            });
        }
    });
    handed
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
    let texts = handed_texts().texts;
    Memo::new(move |_| texts.with(|texts| texts.as_ref().map_or(0, Vec::len)))
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
    let (handed, offline) = (handed_texts(), is_offline());
    let texts = handed.texts;
    let is_empty = move || texts.with(|texts| texts.as_ref().is_some_and(Vec::is_empty));
    let status = notebook().sync_status();
    let offline_words = move || match handed.as_of() {
        Some(at) => {
            let at = moments::when(locale, status.with(|status| status.moment_of(at)));
            say!(locale, app.offline.fetched, at = at)
        }
        None => say!(locale, coordinator.handed.offline).to_owned(),
    };
    view! {
        <div class="bb-main">
            <PageTitle text=say!(locale, coordinator.handed.title)/>
            <p>{say!(locale, coordinator.handed.intro)}</p>
            <Show when=move || offline.get()><Notice>{offline_words}</Notice></Show>
            <Show when=is_empty><Empty>{say!(locale, coordinator.handed.empty)}</Empty></Show>
            <For each=move || texts.get().unwrap_or_default() key=|text| text.id let(text)>
                <Card text=text handed=handed/>
            </For>
        </div>
    }
}

#[component]
fn Card(text: HandedText, handed: Handed) -> impl IntoView {
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
            handed.settle(id);
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

#[cfg(test)]
mod tests {
    use buurtboek_shared::ids::{Id128, MemberId};

    use super::*;

    #[test]
    fn what_was_dealt_with_does_not_come_back_by_an_answer_from_before() {
        let owner = Owner::new();
        owner.set();
        let text = |id| HandedText {
            id,
            place: DocId::new(DocKind::Note, Id128([1; 16])),
            dossier: None,
            author: MemberId::from_bytes([1; 16]),
            written: Timestamp(0),
            text: "Zij belde.".to_owned(),
        };
        let handed = Handed::new();
        let ids = || {
            let texts = handed.texts.get_untracked();
            texts.map(|texts| texts.into_iter().map(|text| text.id).collect::<Vec<_>>())
        };
        assert_eq!(handed.as_of(), None, "nothing was told yet");
        handed.told(vec![text(1), text(2)], Timestamp(5));
        handed.settle(1);
        assert_eq!(ids(), Some(vec![2]));
        assert_eq!(handed.as_of(), Some(Timestamp(5)), "what stands here is of then");
        handed.told(vec![text(1), text(2), text(3)], Timestamp(9));
        assert_eq!(ids(), Some(vec![2, 3]), "and what is new does");
        assert_eq!(handed.as_of(), Some(Timestamp(9)));
    }
}
