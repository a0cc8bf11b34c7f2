//! "Beoordelen": how soon, what belongs together, who goes, and how it ended.

use buurtboek_shared::{
    doc::{read::TriageView, schema},
    domain::{
        command::{CommandAction, CommandKind, Outcome},
        feedback,
        triage::{TriagePhase, Urgency},
    },
    ids::{DocId, DocKind, Id128, MemberId},
};
use leptos::prelude::*;
use leptos_router::hooks::use_params_map;

use crate::{
    i18n::{Locale, say},
    state::{sync_status::Link, waiting::WaitingKind},
    ui::{
        act::{Act, ActFailure},
        authoring::Author,
        colleagues::{colleagues, first_word},
        context::{book, notebook},
        language::locale,
        opened::{as_triage, open, view_of},
        pages::professional::{
            signal::TeamSignal,
            signal_list::{SignalItem, open_with},
            signal_rows::title,
            team_signals,
        },
        parts::{
            button::{Button, Look, SubmitButton},
            choice::standing_ids,
            choice_rows::{ChoiceRow, ChoiceRows, RowsLayout},
            fold::Fold,
            notice::Notice,
            page_title::SectionTitle,
        },
        route,
        words::{answers, moments, team},
    },
};

/// The page.
#[component]
pub fn JudgePage() -> impl IntoView {
    let params = use_params_map();
    let id = Memo::new(move |_| params.with(|params| params.get("signal").and_then(|id| id.parse::<Id128>().ok())));
    move || {
        id.get().map(|id| {
            let triage = DocId::new(DocKind::Triage, id);
            view! { <TeamSignal id=id back=route::INBOX><Judgement triage=triage/></TeamSignal> }
        })
    }
}

#[component]
fn Judgement(triage: DocId) -> impl IntoView {
    let locale = locale();
    let view = view_of(&open(triage), as_triage);
    let items = team_signals();
    let is_closed =
        Memo::new(move |_| view.with(|view| view.as_ref().is_some_and(|view| view.state.phase == TriagePhase::Closed)));
    view! {
        <Show
            when=move || !is_closed.get()
            fallback=move || view! { <Notice>{say!(locale, coordinator.judge.closed)}</Notice> }
        >
            <HowSoon triage=triage view=view items=items/>
            <Earlier triage=triage view=view items=items/>
            <Assign triage=triage view=view items=items/>
            <Close triage=triage/>
        </Show>
    }
}

#[component]
fn HowSoon(triage: DocId, view: Memo<Option<TriageView>>, items: Memo<Vec<SignalItem>>) -> impl IntoView {
    let locale = locale();
    let book = book();
    let act = Act::new();
    let chosen = Signal::derive(move || item_of(items, triage.id).map(|item| item.urgency));
    let rows = [Urgency::Today, Urgency::ThisWeek, Urgency::CanWait]
        .map(|urgency| ChoiceRow::new(urgency, team::urgency(locale, urgency)));
    let choose = move |urgency: Urgency| {
        let known =
            view.with_untracked(|view| view.as_ref().map(|view| standing_ids(&view.urgency)).unwrap_or_default());
        let notebook = book.get();
        let intent = Author::of(&notebook).answer(schema::URGENCY, code(urgency), known, "");
        act.run(async move { notebook.append(triage, vec![intent]).await }, |()| {});
    };
    view! {
        <ChoiceRows
            id="how-soon"
            legend=say!(locale, coordinator.judge.how_soon)
            layout=RowsLayout::Short
            rows=rows.to_vec()
            chosen=chosen
            on_choose=choose
        />
        <ActFailure act=act/>
    }
}

/// The code of an urgency in a choice entry.
const fn code(urgency: Urgency) -> &'static str {
    match urgency {
        Urgency::Today => "today",
        Urgency::ThisWeek => "this_week",
        Urgency::CanWait => "can_wait",
    }
}

/// "Eerder op dit adres. Hoort dit bij elkaar?"
#[component]
fn Earlier(triage: DocId, view: Memo<Option<TriageView>>, items: Memo<Vec<SignalItem>>) -> impl IntoView {
    let locale = locale();
    let book = book();
    let act = Act::new();
    let earlier = Memo::new(move |_| {
        let own = item_of(items, triage.id);
        let place = own.map(|item| item.place);
        items.with(|items| {
            let same = items
                .iter()
                .filter(|item| item.id != triage.id && place.as_ref().is_some_and(|place| item.is_at(place)));
            same.cloned().collect::<Vec<_>>()
        })
    });
    let link = move |id: Id128| {
        let with = DocId::new(DocKind::Triage, id);
        let notebook = book.get();
        act.run(async move { notebook.command(triage, CommandAction::Link { with }, None).await }, |_| {});
    };
    let rows = move || {
        let linked: Vec<Id128> = view.with(|view| {
            view.as_ref().map(|view| view.state.links.iter().map(|link| link.id).collect()).unwrap_or_default()
        });
        let rows = earlier.get().into_iter().map(|item| {
            let id = item.id;
            let action = match linked.contains(&id) {
                true => view! { <span>{say!(locale, coordinator.judge.linked)}</span> }.into_any(),
                false => view! {
                    <Button on_press=move || link(id)>{say!(locale, coordinator.judge.link)}</Button>
                }
                .into_any(),
            };
            view! {
                <li class="bb-head">
                    <span>
                        <a class="nl-link" href=route::judge(id)>{title(locale, &item)}</a>
                        " "{moments::moment(locale, item.received)}
                    </span>
                    {action}
                </li>
            }
        });
        rows.collect_view()
    };
    view! {
        <Show when=move || !earlier.with(Vec::is_empty)>
            <section class="bb-stack bb-stack--tight">
                <SectionTitle>{say!(locale, coordinator.judge.earlier)}</SectionTitle>
                <ul class="bb-stack bb-stack--tight" role="list">{rows}</ul>
                <ActFailure act=act/>
            </section>
        </Show>
    }
}

/// "Wie gaat erheen?"
#[component]
fn Assign(triage: DocId, view: Memo<Option<TriageView>>, items: Memo<Vec<SignalItem>>) -> impl IntoView {
    let locale = locale();
    let book = book();
    let notebook = notebook();
    let (status, waiting) = (notebook.sync_status(), notebook.waiting());
    let chosen = RwSignal::new(None::<MemberId>);
    let error = RwSignal::new(String::new());
    let act = Act::new();
    let is_offline = move || status.with(|status| status.link != Link::Online);
    let waits =
        Memo::new(move |_| waiting.with(|items| items.iter().any(|item| item.doc == triage && assigns(&item.what))));
    let on_submit = move |event: leptos::ev::SubmitEvent| {
        event.prevent_default();
        let Some(to) = chosen.get_untracked() else {
            error.set(say!(locale, coordinator.judge.who_missing).to_owned());
            return;
        };
        error.set(String::new());
        let notebook = book.get();
        act.run(async move { notebook.command(triage, CommandAction::Assign { to }, None).await }, |_| {});
    };
    let rows = move || {
        let staff = colleagues().staff().into_iter().map(|colleague| {
            let count = items.with(|items| open_with(items, colleague.id));
            let open = say!(locale, coordinator.judge.open_count, count = count);
            let help = if colleague.discipline.is_empty() { open } else { format!("{}, {open}", colleague.discipline) };
            ChoiceRow::new(colleague.id, colleague.name).with_help(help)
        });
        view! {
            <ChoiceRows
                id="who"
                legend=say!(locale, coordinator.judge.who)
                rows=staff.collect()
                chosen=chosen
                on_choose=move |member| chosen.set(Some(member))
                error=error
            />
        }
    };
    let words = move || match chosen.get() {
        Some(member) => {
            let name = colleagues().name(member);
            say!(locale, coordinator.judge.assign, name = first_word(&name).to_owned())
        }
        None => say!(locale, coordinator.judge.assign_none).to_owned(),
    };
    let not_seen = move || {
        let state = view.with(|view| view.as_ref().map(|view| (view.state.phase, view.state.holder)));
        match state {
            Some((TriagePhase::Assigned, Some((holder, _)))) => {
                Some(say!(locale, coordinator.judge.not_seen, name = colleagues().first_name(holder)))
            }
            Some(_) | None => None,
        }
    };
    view! {
        <form class="bb-stack" on:submit=on_submit novalidate>
            {rows}
            <Show when=is_offline>
                <Notice>{say!(locale, coordinator.judge.offline)}</Notice>
            </Show>
            {move || not_seen().map(|words| view! { <Notice>{words}</Notice> })}
            <ActFailure act=act/>
            <Show
                when=move || waits.get()
                fallback=move || view! { <p><SubmitButton busy=act.busy()>{words}</SubmitButton></p> }
            >
                <Notice>{say!(locale, coordinator.judge.waits)}</Notice>
            </Show>
        </form>
    }
}

fn assigns(what: &WaitingKind) -> bool {
    match what {
        WaitingKind::Decided(command) => command.action.kind() == CommandKind::Assign,
        WaitingKind::Created(_) | WaitingKind::Written | WaitingKind::HandedOver => false,
    }
}

/// "Hoe liep het af?", with the sentence that the reporter will read.
#[component]
fn Close(triage: DocId) -> impl IntoView {
    let locale = locale();
    let book = book();
    let chosen = RwSignal::new(None::<Outcome>);
    let error = RwSignal::new(String::new());
    let act = Act::new();
    let rows = Outcome::CHOICES.map(|outcome| ChoiceRow::new(outcome, team::outcome(locale, outcome)));
    let message = move || chosen.get().map(|outcome| message(locale, outcome));
    let on_submit = move |event: leptos::ev::SubmitEvent| {
        event.prevent_default();
        let Some(outcome) = chosen.get_untracked() else {
            error.set(say!(locale, coordinator.judge.outcome_missing).to_owned());
            return;
        };
        error.set(String::new());
        let notebook = book.get();
        act.run(
            async move { notebook.command(triage, CommandAction::Close { outcome, note: None }, None).await },
            |_| {},
        );
    };
    view! {
        <Fold title=say!(locale, coordinator.judge.close)>
            <form class="bb-stack" on:submit=on_submit novalidate>
                <ChoiceRows
                    id="outcome"
                    legend=say!(locale, coordinator.judge.how_ended)
                    rows=rows.to_vec()
                    chosen=chosen
                    on_choose=move |outcome| chosen.set(Some(outcome))
                    error=error
                />
                {move || message().map(|words| view! {
                    <Notice><strong>{say!(locale, coordinator.judge.message)}": "</strong>{words}</Notice>
                })}
                <ActFailure act=act/>
                <p>
                    <SubmitButton look=Look::Secondary busy=act.busy()>
                        {say!(locale, coordinator.judge.close_submit)}
                    </SubmitButton>
                </p>
            </form>
        </Fold>
    }
}

/// What the reporter reads once the signal is closed so: the server's own rule, applied beforehand.
fn message(locale: Locale, outcome: Outcome) -> String {
    let sentence = feedback::of_ending(outcome, None);
    let words = answers::sentence(locale, &sentence);
    match answers::explanation(locale, &sentence) {
        Some(explanation) => format!("{words}: \"{explanation}\""),
        None => words.to_owned(),
    }
}

fn item_of(items: Memo<Vec<SignalItem>>, id: Id128) -> Option<SignalItem> {
    items.with(|items| items.iter().find(|item| item.id == id).cloned())
}
