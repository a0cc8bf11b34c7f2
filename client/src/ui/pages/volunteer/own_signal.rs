//! A volunteer's own signal: what she wrote, and what she may know.

use buurtboek_shared::{
    doc::read::SignalView,
    domain::{
        command::{CommandAction, CommandKind},
        signal::Report,
    },
    ids::{DocId, DocKind, Id128},
};
use leptos::prelude::*;
use leptos_router::hooks::use_params_map;

use super::feedback;
use crate::{
    i18n::{Locale, say},
    state::waiting::WaitingKind,
    ui::{
        act::{Act, ActFailure},
        authoring::Author,
        context::{book, notebook},
        language::locale,
        opened::{as_signal, open, view_of},
        parts::{
            badge::{Badge, BadgeText, BadgeTone},
            button::{Button, ButtonLink, Look, SubmitButton},
            dialog::Dialog,
            facts::{Fact, Facts},
            field::TextField,
            icon::Icon,
            notice::Notice,
            page_title::{PageTitle, SectionTitle},
            quotation::Quotation,
        },
        route,
        words::{answers, moments},
    },
};

/// The page.
#[component]
pub fn OwnSignal() -> impl IntoView {
    let params = use_params_map();
    let id = Memo::new(move |_| params.with(|params| params.get("signal").and_then(|id| id.parse::<Id128>().ok())));
    move || id.get().map(|id| view! { <SignalPage doc=DocId::new(DocKind::Signal, id)/> })
}

#[component]
fn SignalPage(doc: DocId) -> impl IntoView {
    let locale = locale();
    let view = view_of(&open(doc), as_signal);
    let body = move || match view.get() {
        Some(view) => view! { <Written view=view/> }.into_any(),
        None => view! { <Notice>{say!(locale, volunteer.signal.gone)}</Notice> }.into_any(),
    };
    let is_open = Memo::new(move |_| view.with(|view| view.as_ref().is_some_and(|view| view.withdrawn.is_none())));
    view! {
        <div class="bb-main">
            <PageTitle text=say!(locale, volunteer.signal.title)/>
            <Standing doc=doc/>
            {body}
            <Show when=move || is_open.get()>
                <Addition doc=doc label=say!(locale, volunteer.signal.add) question=say!(locale, volunteer.signal.add_label) wrap=Wrap::AsIs/>
                <Mistake doc=doc/>
            </Show>
            <div class="bb-actions">
                <ButtonLink href=route::HOME>{say!(locale, volunteer.sent.back)}</ButtonLink>
            </div>
        </div>
    }
}

/// What she may know: a sentence of the closed list.
#[component]
fn Standing(doc: DocId) -> impl IntoView {
    let locale = locale();
    let feedback = feedback();
    let waiting = notebook().waiting();
    let withdraws = move || {
        waiting.with(|items| {
            items.iter().any(|item| {
                let is_withdrawal = |what: &WaitingKind| match what {
                    WaitingKind::Decided(command) => command.action.kind() == CommandKind::Withdraw,
                    WaitingKind::Created(_) | WaitingKind::Written | WaitingKind::HandedOver => false,
                };
                item.doc == doc && is_withdrawal(&item.what)
            })
        })
    };
    let waits = move || waiting.with(|items| items.iter().any(|item| item.doc == doc));
    let badge = move || {
        let known = feedback.with(|entries| entries.get(&doc).map(|entry| entry.sentence.clone()));
        let badge = match &known {
            Some(sentence) => BadgeText::new(BadgeTone::Accent, answers::sentence(locale, sentence)),
            None if waits() => BadgeText::new(BadgeTone::Calm, say!(locale, volunteer.sentence.waiting)),
            None => BadgeText::new(BadgeTone::Accent, say!(locale, volunteer.sentence.received)),
        };
        let explanation = known.and_then(|sentence| answers::explanation(locale, &sentence));
        view! {
            <p><Badge badge=badge/></p>
            {explanation.map(|words| view! { <p class="bb-lead">{words}</p> })}
        }
    };
    view! {
        <div class="bb-stack bb-stack--tight" data-name="standing">{badge}</div>
        <Show when=withdraws>
            <Notice>{say!(locale, volunteer.signal.withdraw_waits)}</Notice>
        </Show>
    }
}

/// "Wat u schreef"
#[component]
fn Written(view: SignalView) -> impl IntoView {
    let locale = locale();
    let report = view.report.map(|report| report_view(locale, report));
    let additions = view.additions.into_iter().map(|addition| {
        view! { <Quotation text=addition.text caption=moments::day_and_time(locale, addition.at)/> }
    });
    let additions: Vec<_> = additions.collect();
    let additions = (!additions.is_empty()).then(|| {
        view! {
            <section class="bb-section">
                <SectionTitle>{say!(locale, volunteer.signal.added)}</SectionTitle>
                {additions}
            </section>
        }
    });
    view! {
        <section class="bb-stack">
            <SectionTitle>{say!(locale, volunteer.signal.wrote)}</SectionTitle>
            {report}
        </section>
        {additions}
    }
}

fn report_view(locale: Locale, report: Report) -> impl IntoView {
    let place = answers::place(&report.place);
    view! {
        <Quotation text=report.observation caption=moments::day_and_time(locale, report.at)/>
        <Facts>
            <Fact term=say!(locale, volunteer.form.place.title)>{place}</Fact>
            <Fact term=say!(locale, volunteer.form.since.title)>{answers::since(locale, report.since)}</Fact>
            <Fact term=say!(locale, volunteer.form.urgency.title)>
                {answers::felt_urgency(locale, report.urgency)}
            </Fact>
        </Facts>
    }
}

/// What goes around what she adds, so that the team reads what it is about.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Wrap {
    /// Nothing.
    AsIs,
    /// It is the right address.
    Address,
    /// It says what is wrong with the text.
    Text,
}

impl Wrap {
    fn around(self, locale: Locale, text: &str) -> String {
        let text = text.trim();
        match self {
            Self::AsIs => text.to_owned(),
            Self::Address => say!(locale, volunteer.signal.wrong_address_text, text = text),
            Self::Text => say!(locale, volunteer.signal.wrong_text_text, text = text),
        }
    }
}

/// Something to add; it opens when asked for.
#[component]
fn Addition(doc: DocId, label: &'static str, question: &'static str, wrap: Wrap) -> impl IntoView {
    let locale = locale();
    let book = book();
    let is_open = RwSignal::new(false);
    let text = RwSignal::new(String::new());
    let error = RwSignal::new(String::new());
    let act = Act::new();
    let on_submit = move |event: leptos::ev::SubmitEvent| {
        event.prevent_default();
        let words = text.get_untracked();
        if words.trim().is_empty() {
            error.set(say!(locale, volunteer.signal.text_missing).to_owned());
            return;
        }
        error.set(String::new());
        let notebook = book.get();
        let intent = Author::of(&notebook).signal_addition(&wrap.around(locale, &words));
        act.run(async move { notebook.append(doc, vec![intent]).await }, move |()| {
            text.set(String::new());
            is_open.set(false);
        });
    };
    let id = match wrap {
        Wrap::AsIs => "addition",
        Wrap::Address => "right-address",
        Wrap::Text => "right-text",
    };
    view! {
        <Show
            when=move || is_open.get()
            fallback=move || view! {
                <Button icon=Icon::Plus on_press=move || is_open.set(true)>{label}</Button>
            }
        >
            <form class="bb-card" on:submit=on_submit novalidate>
                <TextField id=id label=question value=text error=error/>
                <ActFailure act=act/>
                <div class="bb-buttons">
                    <SubmitButton busy=act.busy()>{say!(locale, volunteer.signal.add_send)}</SubmitButton>
                    <Button look=Look::Subtle on_press=move || is_open.set(false)>{say!(locale, app.cancel)}</Button>
                </div>
            </form>
        </Show>
    }
}

/// "Ik heb mij vergist"
#[component]
fn Mistake(doc: DocId) -> impl IntoView {
    let locale = locale();
    let book = book();
    let asks = RwSignal::new(false);
    let act = Act::new();
    let withdraw = move || {
        let notebook = book.get();
        let command = async move { notebook.command(doc, CommandAction::Withdraw, None).await };
        act.run(command, move |_| asks.set(false));
    };
    view! {
        <details class="bb-fold">
            <summary>
                <span class="bb-fold__mark"><crate::ui::parts::icon::IconMark icon=Icon::ChevronRight/></span>
                {say!(locale, volunteer.signal.mistake)}
            </summary>
            <div class="bb-fold__content">
                <Addition
                    doc=doc
                    label=say!(locale, volunteer.signal.wrong_address)
                    question=say!(locale, volunteer.signal.wrong_address_label)
                    wrap=Wrap::Address
                />
                <Addition
                    doc=doc
                    label=say!(locale, volunteer.signal.wrong_text)
                    question=say!(locale, volunteer.signal.wrong_text_label)
                    wrap=Wrap::Text
                />
                <Button look=Look::SubtleAlarm on_press=move || asks.set(true)>
                    {say!(locale, volunteer.signal.withdraw)}
                </Button>
            </div>
        </details>
        <Dialog open=asks title=say!(locale, volunteer.signal.withdraw)>
            <p>{say!(locale, volunteer.signal.withdraw_help)}</p>
            <ActFailure act=act/>
            <div class="bb-buttons">
                <Button look=Look::Alarm on_press=withdraw>{say!(locale, volunteer.signal.withdraw_send)}</Button>
                <Button on_press=move || asks.set(false)>{say!(locale, app.cancel)}</Button>
            </div>
        </Dialog>
    }
}
