//! Agreements as tasks: what, by when, and what became of it, in place.

use buurtboek_shared::{
    domain::{agreement::AgreementStatus, date::Date},
    ids::EntryId,
};
use leptos::prelude::*;

use super::{super::calendar::today, promised::Task};
use crate::{
    i18n::{Locale, say},
    ui::{
        act::{Act, ActFailure},
        authoring::Author,
        context::book,
        language::locale,
        may_write::may_write,
        parts::{
            badge::{Badge, BadgeText, BadgeTone},
            button::{Button, Look},
            dynamic::dynamic,
            icon::Icon,
            show::Show,
        },
        words::agreements as words,
    },
};

/// A list of tasks. A task stays the same element while only its words change.
#[component]
pub fn Tasks(
    /// The tasks, in order.
    #[prop(into)]
    tasks: Signal<Vec<Task>>,
    /// Where each came of, with its words; nothing where the page says it.
    #[prop(optional)]
    source: Option<Callback<Task, Option<AnyView>>>,
) -> impl IntoView {
    let day = today();
    let keys = Memo::new(move |_| tasks.with(|tasks| tasks.iter().map(|task| task.now.id).collect::<Vec<_>>()));
    view! {
        <ul class="bb-stack" role="list">
            <For each=move || keys.get() key=|id| *id let(id)>
                <TaskRow tasks=tasks id=id day=day source=source/>
            </For>
        </ul>
    }
}

#[component]
fn TaskRow(
    tasks: Signal<Vec<Task>>,
    id: EntryId,
    day: Memo<String>,
    source: Option<Callback<Task, Option<AnyView>>>,
) -> impl IntoView {
    let locale = locale();
    let task = Memo::new(move |_| tasks.with(|tasks| tasks.iter().find(|task| task.now.id == id).cloned()));
    let line = move || task.get().map(|task| words::line(locale, &task.now));
    let badge = move || {
        let today = day.with(|day| day.parse().ok());
        task.get().and_then(|task| badge(locale, &task, today)).map(|badge| view! { <Badge badge=badge/> })
    };
    let from = move || task.get().and_then(|task| source.and_then(|source| source.run(task)));
    let writes = task.with_untracked(|task| task.as_ref().map(|task| may_write(task.dossier)));
    let is_open = move || task.with(|task| task.as_ref().is_some_and(|task| task.now.status.is_open()));
    let is_asked = move || is_open() && writes.is_some_and(|writes| writes.get());
    view! {
        <li class="bb-card" data-name="task">
            <div class="bb-head">
                <p>{dynamic(line)}</p>
                {badge}
            </div>
            {dynamic(from)}
            <Show when=is_asked>
                <Answers task=task/>
            </Show>
        </li>
    }
}

/// "Gedaan", "Nog niet", "Vervalt".
#[component]
fn Answers(task: Memo<Option<Task>>) -> impl IntoView {
    let locale = locale();
    let book = book();
    let act = Act::new();
    let answer = move |status: AgreementStatus| {
        let Some(task) = task.get_untracked() else { return };
        let notebook = book.get();
        let intent = Author::of(&notebook).agreement_again(&task.now, status, task.replaces.clone());
        act.run(async move { notebook.append(task.dossier, vec![intent]).await }, |()| {});
    };
    view! {
        <ActFailure act=act/>
        <div class="bb-buttons">
            <Button icon=Icon::Check on_press=move || answer(AgreementStatus::Done)>{say!(locale, today.done)}</Button>
            <Button look=Look::Subtle on_press=move || answer(AgreementStatus::NotYet)>{say!(locale, today.not_yet)}</Button>
            <Button look=Look::Subtle on_press=move || answer(AgreementStatus::Expired)>{say!(locale, today.expired)}</Button>
        </div>
    }
}

/// What became of it, and else whether it is due.
fn badge(locale: Locale, task: &Task, today: Option<Date>) -> Option<BadgeText> {
    let open = || {
        let (due, today) = (task.now.due?, today?);
        match due.cmp(&today) {
            std::cmp::Ordering::Less => Some(BadgeText::new(BadgeTone::Attention, say!(locale, today.overdue))),
            std::cmp::Ordering::Equal => Some(BadgeText::new(BadgeTone::Accent, say!(locale, today.due_today))),
            std::cmp::Ordering::Greater => None,
        }
    };
    match task.now.status {
        AgreementStatus::Done => Some(BadgeText::new(BadgeTone::Plain, say!(locale, today.done))),
        AgreementStatus::Expired => Some(BadgeText::new(BadgeTone::Plain, say!(locale, today.expired))),
        AgreementStatus::NotYet => {
            open().or_else(|| Some(BadgeText::new(BadgeTone::Plain, say!(locale, today.not_yet))))
        }
        AgreementStatus::Open => open(),
    }
}

#[cfg(test)]
mod tests {
    use buurtboek_shared::{
        domain::agreement::{AgreementEntry, AgreementParty},
        ids::{DocId, DocKind, Id128, MemberId},
        time::Timestamp,
    };

    use super::*;

    fn said(status: AgreementStatus, due: Option<Date>) -> Option<String> {
        let now = AgreementEntry {
            id: EntryId::default(),
            author: MemberId::default(),
            at: Timestamp(0),
            supersedes: Vec::new(),
            who: AgreementParty::Resident,
            what: String::new(),
            due,
            status,
        };
        let task = Task { dossier: DocId::new(DocKind::Dossier, Id128([0; 16])), now, replaces: Vec::new() };
        badge(Locale::nl, &task, Date::new(2026, 3, 14)).map(|badge| badge.words)
    }

    #[test]
    fn a_task_says_when_its_day_is_over_and_what_became_of_it() {
        let day = |day| Date::new(2026, 3, day);
        assert_eq!(said(AgreementStatus::Open, day(13)).as_deref(), Some("Te laat"));
        assert_eq!(said(AgreementStatus::NotYet, day(14)).as_deref(), Some("Vandaag"));
        assert_eq!(said(AgreementStatus::NotYet, day(15)).as_deref(), Some("Nog niet"));
        assert_eq!(said(AgreementStatus::Open, None), None);
        assert_eq!(said(AgreementStatus::Done, day(13)).as_deref(), Some("Gedaan"), "it is late no more");
    }
}
