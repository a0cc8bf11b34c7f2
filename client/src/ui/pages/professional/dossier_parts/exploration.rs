//! "Verkenning afronden": the resident wants help, or nothing follows.

use buurtboek_shared::{
    domain::{
        command::{CommandAction, CommandKind},
        date::Date,
        dossier::{DossierPhase, DossierState, ERASE_AFTER},
        visit::{Visit, VisitPhase},
    },
    ids::{CommandId, DocId, DocKind},
    time::Timestamp,
};
use leptos::prelude::*;

use super::super::{
    case::{case_of, decision_waits, triage_of},
    followed::nothing_follows,
};
use crate::{
    i18n::{Locale, say},
    platform::{dates, dom},
    ui::{
        act::{Act, ActFailure},
        context::{book, notebook},
        language::locale,
        may_write::may_write,
        opened::open,
        parts::{
            badge::{BadgeText, BadgeTone},
            button::{Button, Look, SubmitButton},
            choice_rows::{ChoiceRow, ChoiceRows},
            dialog::Dialog,
            dynamic::dynamic,
            field::{LineField, LineKind},
            fold::Fold,
            notice::{Notice, Urge},
            show::Show,
        },
        route,
        words::moments,
    },
};

/// Where a dossier stands.
#[must_use]
pub fn phase_badge(locale: Locale, phase: DossierPhase) -> BadgeText {
    match phase {
        DossierPhase::Exploration => BadgeText::new(BadgeTone::Accent, say!(locale, professional.exploration.phase)),
        DossierPhase::ToBeErased => {
            BadgeText::new(BadgeTone::Attention, say!(locale, professional.exploration.to_be_erased))
        }
        DossierPhase::Plan => BadgeText::new(BadgeTone::Plain, say!(locale, professional.exploration.dossier)),
    }
}

const END: &str = "exploration-end";
const DAY: &str = "help-asked-on";

/// How an exploration ends.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum End {
    Help,
    Nothing,
}

/// When help was asked for, or when it is erased; and the way to end an exploration.
#[component]
pub fn Exploration(
    /// The dossier.
    doc: DocId,
    /// Where it stands.
    state: Memo<Option<DossierState>>,
    /// True when the reader works in it.
    writes: Memo<bool>,
) -> impl IntoView {
    let locale = locale();
    let waits = decision_waits(doc, &[CommandKind::OpenDossier, CommandKind::EndExploration]);
    let stands = move || {
        let state = state.get()?;
        let asked = state.help_asked.map(|asked| {
            let day = moments::written_day(locale, &asked.on.to_string());
            view! { <p class="bb-soft" data-name="help-asked">{say!(locale, professional.exploration.asked_on, day = day)}</p> }
        });
        let erased = state.erase_at.map(|at| {
            let words = say!(locale, professional.exploration.erased_on, day = moments::day(locale, at));
            view! { <Notice urge=Urge::Attention>{words}</Notice> }
        });
        Some(view! {
            {asked}
            {erased}
        })
    };
    let is_open =
        Memo::new(move |_| state.with(|state| state.as_ref().is_some_and(|state| state.phase != DossierPhase::Plan)));
    view! {
        {dynamic(stands)}
        <Show when=move || waits.get()>
            <Notice>{say!(locale, professional.exploration.waits)}</Notice>
        </Show>
        <Show when=move || is_open.get() && writes.get() && !waits.get()>
            <Fold title=say!(locale, professional.exploration.title)><EndForm doc=doc state=state/></Fold>
        </Show>
    }
}

#[component]
fn EndForm(doc: DocId, state: Memo<Option<DossierState>>) -> impl IntoView {
    let locale = locale();
    let book = book();
    let act = Act::new();
    let chosen = RwSignal::new(None::<End>);
    let day = RwSignal::new(dates::today());
    let (choice_error, day_error) = (RwSignal::new(String::new()), RwSignal::new(String::new()));
    let asks = RwSignal::new(false);
    let about = open(doc);
    let decide = move |action: CommandAction| {
        // Who ends it ends what was on the screen: a visit that was planned meanwhile is not called off unseen.
        let shown = (action == CommandAction::EndExploration).then(|| about.shown()).flatten();
        let notebook = book.get();
        act.run(async move { notebook.command(doc, action, shown).await }, |_| {});
    };
    let ends = decide.clone();
    let on_submit = move |event: leptos::ev::SubmitEvent| {
        event.prevent_default();
        choice_error.set(String::new());
        day_error.set(String::new());
        match chosen.get_untracked() {
            None => {
                choice_error.set(say!(locale, professional.exploration.missing).to_owned());
                dom::focus_by_id(END);
            }
            Some(End::Nothing) => asks.set(true),
            Some(End::Help) => match asked_on(&day.get_untracked(), &dates::today()) {
                Some(help_asked_on) => decide(CommandAction::OpenDossier { help_asked_on }),
                None => {
                    day_error.set(say!(locale, professional.exploration.day_wrong).to_owned());
                    dom::focus_by_id(DAY);
                }
            },
        }
    };
    let planned_before = planned_before(doc);
    let erase = move || {
        asks.set(false);
        ends(CommandAction::EndExploration);
    };
    // Who decides it calls them off: should the server refuse the end, they must still stand.
    let standing = move || {
        let link = |PlannedBefore { triage, visit, at }| {
            let (day, time) = (moments::weekday(locale, at), moments::time(locale, at));
            let words = say!(locale, professional.exploration.planned_before, day = day, time = time);
            view! { <p><a class="nl-link" href=route::visit(triage, visit)>{words}</a></p> }
        };
        planned_before.get().into_iter().map(link).collect_view()
    };
    let erased_at = Timestamp(notebook().now().0.saturating_add(ERASE_AFTER));
    let can_end =
        state.with_untracked(|state| state.as_ref().is_some_and(|state| state.phase == DossierPhase::Exploration));
    let nothing = can_end.then(|| ChoiceRow::new(End::Nothing, say!(locale, professional.exploration.nothing)));
    let rows = [Some(ChoiceRow::new(End::Help, say!(locale, professional.exploration.help))), nothing];
    view! {
        <form class="bb-stack" on:submit=on_submit novalidate>
            <ChoiceRows
                id=END
                legend=say!(locale, professional.exploration.title)
                rows=rows.into_iter().flatten().collect()
                chosen=chosen
                on_choose=move |end| chosen.set(Some(end))
                error=choice_error
            />
            <Show when=move || chosen.get() == Some(End::Help)>
                <LineField
                    id=DAY
                    label=say!(locale, professional.exploration.day)
                    value=day
                    kind=LineKind::Day
                    error=day_error
                />
            </Show>
            <ActFailure act=act/>
            <p><SubmitButton look=Look::Secondary busy=act.busy()>{say!(locale, professional.exploration.submit)}</SubmitButton></p>
        </form>
        <Dialog open=asks title=say!(locale, professional.exploration.nothing_title)>
            <p>{say!(locale, professional.exploration.nothing_text, day = moments::day(locale, erased_at))}</p>
            {dynamic(standing)}
            <div class="bb-buttons">
                <Button look=Look::SubtleAlarm on_press=erase.clone()>{say!(locale, professional.exploration.nothing_confirm)}</Button>
                <Button on_press=move || asks.set(false)>{say!(locale, app.cancel)}</Button>
            </div>
        </Dialog>
    }
}

/// A visit that was planned in the signal.
#[derive(Clone, Copy, PartialEq, Eq)]
struct PlannedBefore {
    triage: DocId,
    visit: CommandId,
    at: Timestamp,
}

/// Visits that were planned in the signal before this exploration began, and that nobody makes when nothing follows from
/// it. None as long as another exploration or dossier of that signal goes on, and for who may not call them off.
fn planned_before(doc: DocId) -> Memo<Vec<PlannedBefore>> {
    let notebook = notebook();
    let (dossiers, waiting) = (notebook.list(DocKind::Dossier), notebook.waiting());
    let triage = triage_of(doc);
    let before = Memo::new(move |_| triage.get().map(|triage| (triage, may_write(triage), case_of(triage))));
    Memo::new(move |_| {
        let Some((triage, writes, case)) = before.get() else { return Vec::new() };
        let is_last =
            || dossiers.with(|rows| waiting.with(|waiting| nothing_follows(&[rows], waiting, triage, Some(doc))));
        if !writes.get() || !is_last() {
            return Vec::new();
        }
        let planned = |visits: &[Visit]| {
            let planned = visits.iter().filter(|visit| visit.phase == VisitPhase::Planned);
            planned.map(|visit| PlannedBefore { triage, visit: visit.id, at: visit.at }).collect()
        };
        case.with(|case| case.as_ref().map(|case| planned(&case.visits)).unwrap_or_default())
    })
}

/// The day, when it is one and not in the future.
fn asked_on(day: &str, today: &str) -> Option<Date> {
    let day: Date = day.parse().ok()?;
    today.parse().is_ok_and(|today: Date| day <= today).then_some(day)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn help_was_asked_for_today_or_before() {
        assert_eq!(asked_on("2026-03-14", "2026-03-14"), Date::new(2026, 3, 14));
        assert_eq!(asked_on("2026-03-15", "2026-03-14"), None);
        assert_eq!(asked_on("", "2026-03-14"), None);
    }
}
