//! The visits of a triage or a dossier.

use buurtboek_shared::{
    domain::visit::{Visit, VisitPhase},
    ids::{CommandId, DocId},
    sorting,
};
use leptos::prelude::*;

use super::super::case::{Case, Planning};
use crate::{
    i18n::{Locale, say},
    state::{Summary, ViewRow},
    ui::{
        colleagues::{Colleagues, colleagues, enumeration},
        language::locale,
        may_write::may_write,
        parts::{
            badge::{BadgeText, BadgeTone},
            button::ButtonLink,
            icon::Icon,
            page_title::SectionTitle,
            row::{RowText, Rows},
            show::Show,
        },
        route,
        words::moments,
    },
};

/// The visits, and the way to one more.
#[component]
pub fn Visits(
    /// The triage or dossier.
    doc: DocId,
    /// What it says.
    case: Memo<Option<Case>>,
) -> impl IntoView {
    let locale = locale();
    let people = colleagues();
    let rows = Memo::new(move |_| {
        case.with(|case| {
            let Some(case) = case else { return Vec::new() };
            in_order(&case.visits).into_iter().map(|visit| row(locale, doc, case, visit, people)).collect()
        })
    });
    let writes = may_write(doc);
    let is_open =
        Memo::new(move |_| case.with(|case| case.as_ref().is_some_and(|case| case.planning == Planning::Open)));
    view! {
        <section class="bb-section" data-name="visits">
            <SectionTitle>{say!(locale, visit.visits)}</SectionTitle>
            <Show
                when=move || !rows.with(Vec::is_empty)
                fallback=move || view! { <p class="bb-soft">{say!(locale, visit.none)}</p> }
            >
                <Rows rows=rows/>
            </Show>
            <Show when=move || writes.get()>
                <div class="bb-buttons">
                    <Show when=move || is_open.get()>
                        <ButtonLink href=route::plan(doc) icon=Icon::Plus>{say!(locale, visit.plan.title)}</ButtonLink>
                    </Show>
                    <ButtonLink href=route::attempt(doc)>{say!(locale, visit.attempt.title)}</ButtonLink>
                </div>
            </Show>
        </section>
    }
}

/// What is still to be done first, the earliest on top; then what was, the latest on top.
fn in_order(visits: &[Visit]) -> Vec<&Visit> {
    let (mut open, mut over): (Vec<&Visit>, Vec<&Visit>) = visits.iter().partition(|visit| visit.phase.is_open());
    sorting::sort_by_key(&mut open, |visit| (visit.at, visit.id));
    sorting::sort_by_key(&mut over, |visit| (std::cmp::Reverse(visit.at), visit.id));
    open.into_iter().chain(over).collect()
}

fn row(locale: Locale, doc: DocId, case: &Case, visit: &Visit, people: Colleagues) -> RowText {
    let who = std::iter::once(visit.by).chain(visit.with.iter().copied());
    let who: Vec<String> = who.map(|member| people.first_name(member)).collect();
    let line = [visit.place.clone(), enumeration(&who, say!(locale, note.and))];
    RowText {
        href: route::visit(doc, visit.id),
        title: format!("{}, {}", moments::weekday(locale, visit.at), moments::time(locale, visit.at)),
        line: line.into_iter().filter(|part| !part.is_empty()).collect::<Vec<_>>().join(" · "),
        badges: badges(locale, case, visit),
    }
}

/// That two ended it differently, and where it stands until somebody chooses.
fn badges(locale: Locale, case: &Case, visit: &Visit) -> Vec<BadgeText> {
    let asked = case.is_asked(visit.id).then(|| BadgeText::new(BadgeTone::Attention, say!(locale, note.two.badge)));
    asked.into_iter().chain([phase_badge(locale, visit.phase)]).collect()
}

/// Where a visit stands.
#[must_use]
pub fn phase_badge(locale: Locale, phase: VisitPhase) -> BadgeText {
    let tone = match phase {
        VisitPhase::Planned | VisitPhase::Started => BadgeTone::Accent,
        VisitPhase::Finished | VisitPhase::NoAnswer | VisitPhase::Cancelled => BadgeTone::Plain,
        VisitPhase::NotWanted => BadgeTone::Attention,
    };
    BadgeText::new(tone, phase_words(locale, phase))
}

/// Where a visit stands, in words.
#[must_use]
pub fn phase_words(locale: Locale, phase: VisitPhase) -> &'static str {
    match phase {
        VisitPhase::Planned => say!(locale, visit.phase.planned),
        VisitPhase::Started => say!(locale, visit.phase.started),
        VisitPhase::Finished => say!(locale, visit.phase.finished),
        VisitPhase::NoAnswer => say!(locale, visit.phase.no_answer),
        VisitPhase::NotWanted => say!(locale, visit.phase.not_wanted),
        VisitPhase::Cancelled => say!(locale, visit.phase.cancelled),
    }
}

/// The report in this row and its dossier, when it is of this visit.
#[must_use]
pub fn report_of(row: &ViewRow, visit: CommandId) -> Option<(DocId, DocId)> {
    let Summary::Note(note) = &row.summary else { return None };
    (note.visit == Some(visit)).then(|| row.parent.map(|dossier| (dossier, row.doc))).flatten()
}

#[cfg(test)]
pub mod tests {
    use std::collections::BTreeSet;

    use buurtboek_shared::{
        domain::{
            command::ReporterJoins,
            restriction::Restriction,
            visit::{VisitEvent, VisitStep},
        },
        ids::{EntryId, MemberId},
        time::Timestamp,
    };

    use super::*;

    pub fn visit(id: u8, at: i64, phase: VisitPhase) -> Visit {
        Visit {
            id: CommandId::from_bytes([id; 16]),
            by: MemberId::default(),
            at: Timestamp(at),
            arranged: Timestamp(0),
            arrangements: Vec::new(),
            with: Vec::new(),
            place: String::new(),
            reporter: ReporterJoins::No,
            reporter_was_invited: false,
            meet_at: String::new(),
            phase,
            standing: Vec::new(),
        }
    }

    #[test]
    fn what_is_still_to_be_done_stands_above_what_was() {
        let visits = [
            visit(1, 1, VisitPhase::Finished),
            visit(2, 20, VisitPhase::Planned),
            visit(3, 3, VisitPhase::NoAnswer),
            visit(4, 10, VisitPhase::Started),
        ];
        let ids: Vec<u8> = in_order(&visits).into_iter().map(|visit| visit.id.0.0[0]).collect();
        assert_eq!(ids, [4, 2, 3, 1]);
    }
    #[test]
    fn a_visit_that_two_ended_differently_says_so_before_what_counts_until_somebody_chooses() {
        let refused = visit(1, 1, VisitPhase::NotWanted);
        let end = |number: u8, step, supersedes: &[u8]| VisitEvent {
            id: EntryId::from_bytes([number; 16]),
            author: MemberId::from_bytes([number; 16]),
            at: Timestamp(2),
            visit: refused.id,
            step,
            supersedes: supersedes.iter().map(|number| EntryId::from_bytes([*number; 16])).collect(),
        };
        let words = |events: Vec<VisitEvent>| {
            let case = Case {
                visits: vec![refused.clone()],
                events,
                waiting: BTreeSet::new(),
                attempts: Vec::new(),
                stepped_back: Vec::new(),
                restriction: Restriction::Team,
                planning: Planning::Open,
            };
            badges(Locale::nl, &case, &refused).into_iter().map(|badge| badge.words).collect::<Vec<_>>()
        };
        let apart = vec![end(2, VisitStep::NoAnswer, &[]), end(3, VisitStep::NotWanted, &[])];
        assert_eq!(words(apart.clone()), ["Twee antwoorden", "Inwoner wil dit niet"]);
        let chosen = end(4, VisitStep::NotWanted, &[2, 3]);
        assert_eq!(words([apart, vec![chosen]].concat()), ["Inwoner wil dit niet"]);
    }
}
