//! "Team": what nobody took up, how long it waits, and who carries what.

pub mod load;
pub mod waits;

use buurtboek_shared::{ids::DocKind, sorting};
use leptos::prelude::*;

use self::{
    load::{Load, Work, loads},
    waits::{Span, Wait, waits},
};
use super::{inbox_list::waits_too_long, minute};
use crate::{
    i18n::{Locale, say},
    platform::dates,
    ui::{
        colleagues::colleagues,
        context::notebook,
        language::locale,
        last_sync::{last_of, last_words, team_status},
        pages::professional::{
            calendar::today,
            signal_list::SignalItem,
            signal_rows::row,
            team_signals,
            today::{agenda::planned, promised::open_tasks},
        },
        parts::{
            badge::{BadgeText, BadgeTone},
            dynamic::dynamic,
            facts::{Fact, Facts},
            notice::Empty,
            page_title::{PageTitle, SectionTitle},
            row::{RowText, Rows},
            show::Show,
        },
        route,
        words::team,
    },
};

/// The page.
#[component]
pub fn TeamPage() -> impl IntoView {
    let locale = locale();
    view! {
        <div class="bb-main">
            <PageTitle text=say!(locale, coordinator.team.title)/>
            <Lists/>
            <Waiting/>
            <Carrying/>
        </div>
    }
}

/// The way to everything that the team has.
#[component]
fn Lists() -> impl IntoView {
    let locale = locale();
    let row = |href: &str, title: &str, line: &str| RowText {
        href: href.to_owned(),
        title: title.to_owned(),
        line: line.to_owned(),
        badges: Vec::new(),
    };
    let rows = vec![
        row(route::SIGNALS, say!(locale, professional.signals.title), say!(locale, coordinator.team.all_signals)),
        row(route::DOSSIERS, say!(locale, professional.dossiers.title), say!(locale, coordinator.team.all_dossiers)),
    ];
    view! { <Rows rows=Signal::stored(rows)/> }
}

/// What nobody took up, and how long it waits.
#[component]
fn Waiting() -> impl IntoView {
    let locale = locale();
    let me = notebook().identity().member;
    let (items, now, colleagues) = (team_signals(), minute::now(), colleagues());
    let rows = Memo::new(move |_| {
        let now = now.get();
        let left = items.with(|items| left(items));
        let rows = left.iter().map(|item| {
            let mut text = row(locale, item, route::judge(item.id), me, colleagues);
            if waits_too_long(item, now, dates::on_the_wall) {
                text.badges.insert(0, BadgeText::new(BadgeTone::Alarm, say!(locale, coordinator.inbox.too_long)));
            }
            text
        });
        rows.collect::<Vec<_>>()
    });
    let waits = Memo::new(move |_| items.with(|items| waits(items, now.get())));
    let facts = move || {
        let facts = waits.get().into_iter().map(|wait| {
            view! { <Fact term=team::urgency(locale, wait.urgency)>{wait_words(locale, wait)}</Fact> }
        });
        facts.collect_view()
    };
    view! {
        <section class="bb-section" data-name="nobody">
            <SectionTitle>{say!(locale, coordinator.team.nobody)}</SectionTitle>
            <Show
                when=move || !rows.with(Vec::is_empty)
                fallback=move || view! { <Empty>{say!(locale, coordinator.team.nobody_empty)}</Empty> }
            >
                <h3 class="nl-heading nl-heading--level-3">{say!(locale, coordinator.team.how_long)}</h3>
                <Facts>{dynamic(facts)}</Facts>
                <Rows rows=rows/>
            </Show>
        </section>
    }
}

/// The signals that nobody took up, the one that waits longest first.
fn left(items: &[SignalItem]) -> Vec<SignalItem> {
    let mut left: Vec<SignalItem> = items.iter().filter(|item| item.waits_for_somebody()).cloned().collect();
    sorting::sort_by_key(&mut left, |item| (item.received, item.id));
    left
}

/// "3 signalen. De helft wacht hoogstens 2 uur, het langste 3 dagen."
fn wait_words(locale: Locale, wait: Wait) -> String {
    let longest = span_words(locale, Span::of(wait.longest));
    match wait.count {
        1 => say!(locale, coordinator.team.wait_one, longest = longest),
        count => {
            let median = span_words(locale, Span::of(wait.median));
            say!(locale, coordinator.team.wait_many, count = count, median = median, longest = longest)
        }
    }
}

fn span_words(locale: Locale, span: Span) -> String {
    match span {
        Span::Short => say!(locale, coordinator.team.short).to_owned(),
        Span::Hours(1) => say!(locale, coordinator.team.hour).to_owned(),
        Span::Hours(count) => say!(locale, coordinator.team.hours, count = count),
        Span::Days(count) => say!(locale, coordinator.team.days, count = count),
    }
}

/// Who carries what.
#[component]
fn Carrying() -> impl IntoView {
    let locale = locale();
    let notebook = notebook();
    let [triages, dossiers, notes] = [DocKind::Triage, DocKind::Dossier, DocKind::Note].map(|kind| notebook.list(kind));
    let (items, day, colleagues, status) = (team_signals(), today(), colleagues(), team_status());
    let today = Memo::new(move |_| day.with(|day| day.parse().ok()));
    let visits = Memo::new(move |_| triages.with(|triages| dossiers.with(|dossiers| planned(&[triages, dossiers]))));
    let tasks = Memo::new(move |_| dossiers.with(|dossiers| notes.with(|notes| open_tasks(dossiers, notes))));
    let loads = Memo::new(move |_| {
        let (signals, dossiers, today) = (items.read(), dossiers.read(), today.get());
        let (visits, tasks) = (visits.read(), tasks.read());
        let work = Work { signals: &signals, dossiers: &dossiers, visits: &visits, tasks: &tasks, today };
        loads(&colleagues.staff(), work)
    });
    let rows = move || {
        let rows = loads.get().into_iter().map(|load| {
            let who = if load.discipline.is_empty() {
                load.name.clone()
            } else {
                format!("{}, {}", load.name, load.discipline)
            };
            let last = move || {
                let last = status.with(|status| last_of(status.as_ref(), load.member))?;
                Some(view! { <span class="bb-row__line">{last_words(locale, last)}</span> })
            };
            view! {
                <li class="bb-row">
                    <span class="bb-row__text">
                        <span class="bb-row__title">{who}</span>
                        <span class="bb-row__line">{load_words(locale, &load)}</span>
                        {last}
                    </span>
                </li>
            }
        });
        rows.collect_view()
    };
    view! {
        <section class="bb-section" data-name="carrying">
            <SectionTitle>{say!(locale, coordinator.team.carrying)}</SectionTitle>
            <Show
                when=move || !loads.with(Vec::is_empty)
                fallback=move || view! { <Empty>{say!(locale, coordinator.team.no_colleagues)}</Empty> }
            >
                <ul class="bb-rows" role="list">{dynamic(rows)}</ul>
            </Show>
        </section>
    }
}

/// "2 signalen, 1 bezoek, 3 taken (1 vandaag of te laat), 3 dossiers"; nothing of which there is none.
fn load_words(locale: Locale, load: &Load) -> String {
    let signals = match load.signals {
        0 => None,
        1 => Some(say!(locale, coordinator.team.signal_one).to_owned()),
        count => Some(say!(locale, coordinator.team.signals, count = count)),
    };
    let visits = match load.visits {
        0 => None,
        1 => Some(say!(locale, coordinator.team.visit_one).to_owned()),
        count => Some(say!(locale, coordinator.team.visits, count = count)),
    };
    let tasks = match load.tasks {
        0 => None,
        1 => Some(say!(locale, coordinator.team.task_one).to_owned()),
        count => Some(say!(locale, coordinator.team.tasks, count = count)),
    };
    let tasks = tasks.map(|tasks| match load.due {
        0 => tasks,
        due => say!(locale, coordinator.team.tasks_due, tasks = tasks, due = due),
    });
    let dossiers = match load.dossiers {
        0 => None,
        1 => Some(say!(locale, coordinator.team.dossier_one).to_owned()),
        count => Some(say!(locale, coordinator.team.dossiers, count = count)),
    };
    let parts: Vec<String> = [signals, visits, tasks, dossiers].into_iter().flatten().collect();
    if parts.is_empty() { say!(locale, coordinator.team.nothing).to_owned() } else { parts.join(", ") }
}

#[cfg(test)]
mod tests {
    use buurtboek_shared::{domain::triage::Urgency, ids::MemberId};

    use super::*;

    const HOUR: i64 = 3_600_000;

    #[test]
    fn waits_are_said_in_plain_words() {
        let wait = Wait { urgency: Urgency::Today, count: 3, median: 2 * HOUR, longest: 75 * HOUR };
        assert_eq!(
            wait_words(Locale::nl, wait),
            "3 signalen. De helft wacht hoogstens 2 uur, het langste wacht 3 dagen."
        );
        let one = Wait { count: 1, longest: HOUR, ..wait };
        assert_eq!(wait_words(Locale::nl, one), "1 signaal. Het wacht 1 uur.");
    }

    #[test]
    fn a_load_names_only_what_there_is() {
        let load = |signals, visits, (tasks, due), dossiers| Load {
            member: MemberId::from_bytes([1; 16]),
            name: String::new(),
            discipline: String::new(),
            signals,
            visits,
            tasks,
            due,
            dossiers,
        };
        let words = |load: Load| load_words(Locale::nl, &load);
        assert_eq!(words(load(2, 1, (0, 0), 3)), "2 open signalen, 1 bezoek, 3 dossiers");
        assert_eq!(words(load(0, 0, (3, 1), 0)), "3 taken (1 vandaag of te laat)");
        assert_eq!(words(load(0, 0, (1, 0), 1)), "1 taak, 1 dossier");
        assert_eq!(words(load(0, 0, (0, 0), 0)), "Heeft nu niets open");
    }
}
