//! "Vandaag": the next visit, the visits after it, what is new, and what was promised.

pub mod agenda;
pub mod news;
pub mod promised;
pub mod tasks;

use buurtboek_shared::{
    domain::visit::{VisitPhase, VisitStep},
    ids::{DocId, DocKind, MemberId},
    time::Timestamp,
};
use leptos::prelude::*;
use leptos_router::hooks::use_navigate;

use self::{
    agenda::{PlannedVisit, next_of},
    promised::Task,
    tasks::Tasks,
};
use super::{
    calendar::today,
    case::{name_of, names},
};
use crate::{
    i18n::{Locale, say},
    platform::dates,
    ui::{
        act::{Act, ActFailure},
        authoring::Author,
        colleagues::{Colleagues, colleagues, enumeration},
        context::{book, notebook},
        language::locale,
        parts::{
            badge::{BadgeText, BadgeTone},
            button::{Button, Look},
            dynamic::dynamic,
            icon::Icon,
            notice::Empty,
            page_title::{PageTitle, SectionTitle},
            row::{RowText, Rows},
            show::Show,
        },
        route,
        words::moments,
    },
};

/// The page.
#[component]
pub fn Today() -> impl IntoView {
    let locale = locale();
    let notebook = notebook();
    let (me, waiting) = (notebook.identity().member, notebook.waiting());
    let [triages, dossiers, notes] = [DocKind::Triage, DocKind::Dossier, DocKind::Note].map(|kind| notebook.list(kind));
    let visits = Memo::new(move |_| {
        triages.with(|triages| {
            dossiers.with(|dossiers| waiting.with(|waiting| agenda::visits(&[triages, dossiers], waiting, me)))
        })
    });
    let news = Memo::new(move |_| {
        triages.with(|triages| dossiers.with(|dossiers| notes.with(|notes| news::news(triages, dossiers, notes, me))))
    });
    let tasks = Memo::new(move |_| dossiers.with(|dossiers| notes.with(|notes| promised::tasks(dossiers, notes, me))));
    let names = names();
    let (people, day) = (colleagues(), today());
    let visit_rows = Memo::new(move |_| {
        let today = day.get();
        visits.with(|visits| {
            visits
                .iter()
                .map(|planned| visit_row(locale, planned, (names.run(planned.of), &today), me, people))
                .collect::<Vec<_>>()
        })
    });
    let news_rows = Memo::new(move |_| {
        let row = |news: &news::News| RowText {
            href: route::case(news.of),
            title: names.run(news.of),
            line: say!(locale, today.given, at = moments::moment(locale, news.since)),
            badges: vec![BadgeText::new(BadgeTone::Attention, kind_of(locale, news.of))],
        };
        let questions = notes.with(|notes| news::questions(notes, me));
        let questions = questions.into_iter().map(|question| question_row(locale, &question, names, people));
        questions.chain(news.with(|news| news.iter().map(row).collect::<Vec<_>>())).collect::<Vec<_>>()
    });
    let next = Memo::new(move |_| visits.with(|visits| day.with(|today| next_of(visits, today).cloned())));
    let source = Callback::new(move |task: Task| {
        let words = names.run(task.dossier);
        Some(view! { <p><a class="nl-link" href=route::dossier(task.dossier.id)>{words}</a></p> }.into_any())
    });
    let is_empty = move || visits.with(Vec::is_empty) && news_rows.with(Vec::is_empty) && tasks.with(Vec::is_empty);
    view! {
        <article class="bb-main">
            <PageTitle text=say!(locale, today.title)/>
            <Show when=is_empty><Empty>{say!(locale, today.empty)}</Empty></Show>
            {dynamic(move || next.get().map(|planned| view! { <StartVisit planned=planned day=day/> }))}
            <Part title=say!(locale, today.visits) shows=Signal::derive(move || !visits.with(Vec::is_empty))>
                <Rows rows=visit_rows/>
            </Part>
            <Part title=say!(locale, today.news) shows=Signal::derive(move || !news_rows.with(Vec::is_empty))>
                <Rows rows=news_rows/>
            </Part>
            <Part title=say!(locale, today.tasks) shows=Signal::derive(move || !tasks.with(Vec::is_empty))>
                <Tasks tasks=tasks source=source/>
            </Part>
        </article>
    }
}

/// "Marijke vroeg iets bij het verslag."
fn question_row(
    locale: Locale,
    question: &news::Question,
    names: Callback<DocId, String>,
    people: Colleagues,
) -> RowText {
    let by: Vec<String> = question.by.iter().map(|member| people.first_name(*member)).collect();
    RowText {
        href: route::note(question.dossier.id, question.note.id),
        title: names.run(question.dossier),
        line: say!(locale, today.asked, names = enumeration(&by, say!(locale, note.and))),
        badges: vec![BadgeText::new(BadgeTone::Attention, say!(locale, today.question))],
    }
}

#[component]
fn Part(title: &'static str, shows: Signal<bool>, children: ChildrenFn) -> impl IntoView {
    view! {
        <Show when=move || shows.get()>
            <section class="bb-section">
                <SectionTitle>{title}</SectionTitle>
                {children()}
            </section>
        </Show>
    }
}

/// "Start bezoek": says that the visit began, and shows what to do at the door.
#[component]
fn StartVisit(planned: PlannedVisit, day: Memo<String>) -> impl IntoView {
    let locale = locale();
    let book = book();
    let navigate = use_navigate();
    let act = Act::new();
    let name = name_of(planned.of);
    let PlannedVisit { of, visit } = planned;
    let (id, at, place, is_begun) = (visit.id, visit.at, visit.place.clone(), visit.phase == VisitPhase::Started);
    let visit = StoredValue::new(visit);
    let start = move || {
        let navigate = navigate.clone();
        let leave = move |()| navigate(&route::visit(of, id), Default::default());
        let notebook = book.get();
        let step = visit.with_value(|visit| {
            let follows = visit.standing.clone();
            (visit.phase == VisitPhase::Planned)
                .then(|| Author::of(&notebook).visit_step(id, VisitStep::Started, follows))
        });
        act.run(async move { notebook.append(of, step.into_iter().collect()).await }, leave);
    };
    let line = move || {
        let title = name.get().map(|name| name.title).unwrap_or_default();
        let when = match day.with(|today| is_on(at, today)) {
            true => moments::time(locale, at),
            false => moments::day_and_time(locale, at),
        };
        let parts = [when, title, place.clone()];
        parts.into_iter().filter(|part| !part.is_empty()).collect::<Vec<_>>().join(" · ")
    };
    let words = match is_begun {
        true => say!(locale, today.resume),
        false => say!(locale, today.start),
    };
    view! {
        <section class="bb-card" data-name="next-visit">
            <p class="bb-lead">{dynamic(line)}</p>
            <ActFailure act=act/>
            <p><Button look=Look::Primary icon=Icon::ChevronRight name="start-visit" on_press=start>{words}</Button></p>
        </section>
    }
}

/// Is this moment on this day, written as `YYYY-MM-DD`?
fn is_on(at: Timestamp, day: &str) -> bool {
    dates::day_and_clock(at).0 == day
}

fn visit_row(
    locale: Locale,
    planned: &PlannedVisit,
    (name, today): (String, &str),
    me: MemberId,
    people: Colleagues,
) -> RowText {
    let visit = &planned.visit;
    let others: Vec<String> = std::iter::once(visit.by)
        .chain(visit.with.iter().copied())
        .filter(|member| *member != me)
        .map(|member| people.first_name(member))
        .collect();
    let with = match others.is_empty() {
        true => String::new(),
        false => say!(locale, today.with, names = enumeration(&others, say!(locale, note.and))),
    };
    let at = match is_on(visit.at, today) {
        true => moments::time(locale, visit.at),
        false => format!("{}, {}", moments::weekday(locale, visit.at), moments::time(locale, visit.at)),
    };
    let line = [at, visit.place.clone(), with].into_iter().filter(|part| !part.is_empty()).collect::<Vec<_>>();
    RowText {
        href: route::visit(planned.of, visit.id),
        title: name,
        line: line.join(" · "),
        badges: badges(locale, planned, today),
    }
}

fn badges(locale: Locale, planned: &PlannedVisit, today: &str) -> Vec<BadgeText> {
    let day = dates::day_and_clock(planned.visit.at).0;
    let badge = match (planned.visit.phase, day.as_str().cmp(today)) {
        (VisitPhase::Started, _) => Some(BadgeText::new(BadgeTone::Accent, say!(locale, visit.phase.started))),
        (_, std::cmp::Ordering::Less) => Some(BadgeText::new(BadgeTone::Attention, say!(locale, today.not_ended))),
        (_, std::cmp::Ordering::Equal) => Some(BadgeText::new(BadgeTone::Plain, say!(locale, today.title))),
        (_, std::cmp::Ordering::Greater) => None,
    };
    badge.into_iter().collect()
}

fn kind_of(locale: Locale, doc: DocId) -> &'static str {
    match doc.kind {
        DocKind::Dossier => say!(locale, today.new_dossier),
        DocKind::Triage
        | DocKind::Intake
        | DocKind::Signal
        | DocKind::Note
        | DocKind::Feedback
        | DocKind::Directory => {
            say!(locale, today.new_signal)
        }
    }
}

#[cfg(test)]
mod tests {
    use buurtboek_shared::ids::Id128;

    use super::*;

    #[test]
    fn what_a_visit_says_of_its_day_follows_the_day_that_it_is() {
        const DAY: i64 = 24 * 60 * 60 * 1000;
        let visit = agenda::tests::visit(1, 2 * DAY, agenda::tests::ME);
        let planned = PlannedVisit { of: DocId::new(DocKind::Dossier, Id128([1; 16])), visit };
        let words =
            |today: &str| badges(Locale::nl, &planned, today).into_iter().map(|badge| badge.words).collect::<Vec<_>>();
        assert_eq!(words("1970-01-02"), [] as [String; 0]);
        assert_eq!(words("1970-01-03"), ["Vandaag"], "and not when the device's clock is still, or already, elsewhere");
        assert_eq!(words("1970-01-04"), ["Nog niet afgerond"]);
        assert!(is_on(planned.visit.at, "1970-01-03") && !is_on(planned.visit.at, "1970-01-01"));
    }
}
