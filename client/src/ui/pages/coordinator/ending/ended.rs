//! How a signal ended, what its reporter added since, and "Heropen".

use buurtboek_shared::{
    doc::read::TriageView,
    domain::{
        command::{CommandAction, CommandKind},
        feedback,
        triage::Closure,
    },
    ids::DocId,
};
use leptos::prelude::*;

use super::super::{
    deciding::{ENDINGS, is_offline, waiting},
    form_words,
    preview::Preview,
    signposts,
};
use crate::{
    i18n::say,
    platform::dom,
    state::open_doc::OpenDoc,
    ui::{
        act::{Act, ActFailure},
        colleagues::colleagues,
        context::book,
        language::locale,
        pages::professional::team_signals,
        parts::{
            button::{Button, Look, SubmitButton},
            dynamic::dynamic,
            facts::{Fact, Facts},
            field::TextField,
            fold::Fold,
            notice::{Notice, Urge},
            page_title::SectionTitle,
            show::Show,
        },
        words::{moments, team},
    },
};

/// How it ended, and whether its reporter wrote since; for who may, the way back.
#[component]
pub fn Ended(
    /// The triage as it is on the screen.
    about: OpenDoc,
    /// What it says.
    view: Memo<Option<TriageView>>,
    /// Whether the reader may reopen it.
    may: Signal<bool>,
) -> impl IntoView {
    let locale = locale();
    let triage = about.doc;
    let closure = Memo::new(move |_| view.with(|view| view.as_ref().and_then(|view| view.state.closed.clone())));
    let sentence = Signal::derive(move || {
        closure.with(|closure| closure.as_ref().map(|closure| feedback::of_ending(closure.outcome, closure.signpost)))
    });
    let reopens = waiting(triage, &[CommandKind::Reopen]);
    let is_waiting = Memo::new(move |_| reopens.with(|waiting| !waiting.is_empty()));
    let way_back = move || match (may.get(), is_waiting.get()) {
        (false, _) => None,
        (true, true) => Some(view! { <Notice>{say!(locale, coordinator.ending.reopen_waits)}</Notice> }.into_any()),
        (true, false) => Some(view! { <Reopen triage=triage/> }.into_any()),
    };
    view! {
        <section class="bb-stack bb-stack--tight" data-name="ended">
            <SectionTitle>{say!(locale, coordinator.ending.ended)}</SectionTitle>
            {dynamic(move || closure.get().map(|closure| view! { <HowItEnded closure=closure/> }))}
            <Preview signal=triage.id sentence=sentence/>
            <AddedSince about=about closure=closure may=may/>
            {dynamic(way_back)}
        </section>
    }
}

#[component]
fn HowItEnded(closure: Closure) -> impl IntoView {
    let locale = locale();
    let Closure { outcome, by, at, note, forwarded_to, signpost, judged: _ } = closure;
    let to = forwarded_to.map(|to| view! { <Fact term=say!(locale, coordinator.ending.forwarded_to)>{to}</Fact> });
    let signpost = signpost.map(|signpost| {
        view! { <Fact term=say!(locale, coordinator.ending.sent_to)>{signposts::words(locale, signpost)}</Fact> }
    });
    let note = note.map(|note| view! { <Fact term=say!(locale, coordinator.ending.note)>{note}</Fact> });
    let by = move || {
        let at = moments::day_and_time(locale, at);
        say!(locale, coordinator.ending.by, name = colleagues().name(by), at = at)
    };
    view! {
        <Facts>
            <Fact term=say!(locale, coordinator.ending.how_ended)>{team::outcome(locale, outcome)}</Fact>
            <Fact term=say!(locale, coordinator.ending.by_term)>{dynamic(by)}</Fact>
            {to}
            {signpost}
            {note}
        </Facts>
    }
}

/// That the reporter added something since; for who may, "Gezien, blijft afgesloten": it ends once more in the same way,
/// by somebody who knows of it.
#[component]
fn AddedSince(about: OpenDoc, closure: Memo<Option<Closure>>, may: Signal<bool>) -> impl IntoView {
    let locale = locale();
    let (book, act) = (book(), Act::new());
    let triage = about.doc;
    let items = team_signals();
    let is_added_to =
        Memo::new(move |_| items.with(|items| items.iter().any(|item| item.id == triage.id && item.added_since)));
    let endings = waiting(triage, ENDINGS);
    let is_waiting = Memo::new(move |_| endings.with(|waiting| !waiting.is_empty()));
    let saw = move || {
        let Some(action) = closure.with_untracked(|closure| closure.as_ref().map(Closure::again)) else { return };
        let (notebook, shown) = (book.get(), about.shown());
        act.run(async move { notebook.command(triage, action, shown).await }, |_| {});
    };
    let answer = move || match (may.get(), is_waiting.get()) {
        (false, _) => None,
        (true, true) => Some(view! { <p>{say!(locale, coordinator.ending.seen_waits)}</p> }.into_any()),
        (true, false) => Some({
            let saw = saw.clone();
            view! { <p><Button name="seen" on_press=saw>{say!(locale, coordinator.ending.seen)}</Button></p> }
                .into_any()
        }),
    };
    dynamic(move || {
        is_added_to.get().then(|| {
            let answer = answer.clone();
            view! {
                <Notice urge=Urge::Attention>
                    <div class="bb-stack bb-stack--tight">
                        <p>{say!(locale, coordinator.ending.added_since)}</p>
                        {dynamic(answer)}
                        <ActFailure act=act/>
                    </div>
                </Notice>
            }
        })
    })
}

/// "Heropen", with the reason.
#[component]
fn Reopen(triage: DocId) -> impl IntoView {
    let locale = locale();
    let book = book();
    let (why, error) = (RwSignal::new(String::new()), RwSignal::new(String::new()));
    let act = Act::new();
    let offline = is_offline();
    let on_submit = move |event: leptos::ev::SubmitEvent| {
        event.prevent_default();
        let action = CommandAction::Reopen { why: why.get_untracked().trim().to_owned() };
        let fault = form_words::fault(locale, &action, say!(locale, coordinator.ending.why_missing));
        let is_wrong = fault.is_some();
        error.set(fault.unwrap_or_default());
        if is_wrong {
            dom::focus_by_id("reopen-why");
            return;
        }
        let notebook = book.get();
        act.run(async move { notebook.command(triage, action, None).await }, |_| {});
    };
    view! {
        <Fold title=say!(locale, coordinator.ending.reopen)>
            <form class="bb-stack" on:submit=on_submit novalidate>
                <TextField id="reopen-why" label=say!(locale, coordinator.ending.why) value=why error=error/>
                <Show when=move || offline.get()>
                    <Notice>{say!(locale, coordinator.ending.reopen_offline)}</Notice>
                </Show>
                <ActFailure act=act/>
                <p>
                    <SubmitButton look=Look::Secondary busy=act.busy()>
                        {say!(locale, coordinator.ending.reopen)}
                    </SubmitButton>
                </p>
            </form>
        </Fold>
    }
}
