//! The timeline on the page.

use buurtboek_shared::{
    doc::read::DossierView,
    domain::{
        agreement::{AgreementEntry, AgreementParty, AgreementStatus},
        attempt::ContactAttempt,
        signal::YesNo,
        visit::VisitStep,
    },
    ids::{DocId, DocKind},
};
use leptos::prelude::*;

use super::{
    super::{
        attempt::{day_part_words, means_words},
        belonging::{belonging, intakes_of},
        case::{triage_of, triage_view},
        wish_form::entry_words,
    },
    timeline::{Around, Happening, What, fold, is_later_version},
};
use crate::{
    i18n::{Locale, say},
    ui::{
        colleagues::{Colleagues, colleagues},
        context::notebook,
        language::locale,
        parts::{notice::Empty, page_title::SectionTitle, show::Show},
        route,
        words::{moments, team},
    },
};

/// The timeline of a dossier.
#[component]
pub fn Timeline(
    /// The dossier.
    doc: DocId,
    /// What it says.
    view: Memo<Option<DossierView>>,
) -> impl IntoView {
    let locale = locale();
    let people = colleagues();
    let triage = triage_of(doc);
    let before = triage_view(triage);
    let belonging = belonging(doc);
    let (intakes, notes) = (notebook().list(DocKind::Intake), notebook().list(DocKind::Note));
    let happened = Memo::new(move |_| {
        view.with(|view| {
            let Some(view) = view else { return Vec::new() };
            before.with(|triage| {
                intakes.with(|intakes| {
                    let intakes = belonging.with(|belonging| intakes_of(belonging, intakes));
                    let triage = triage.as_ref();
                    notes.with(|notes| fold(doc, view, Around { triage, intakes: &intakes, notes }))
                })
            })
        })
    });
    let items =
        move || happened.get().into_iter().map(|happening| item(locale, doc, &happening, people)).collect_view();
    view! {
        <section class="bb-section" data-name="timeline">
            <SectionTitle>{say!(locale, professional.timeline.title)}</SectionTitle>
            <Show
                when=move || !happened.with(Vec::is_empty)
                fallback=move || view! { <Empty>{say!(locale, professional.timeline.empty)}</Empty> }
            >
                <ol class="bb-stack bb-stack--tight" role="list">{items}</ol>
            </Show>
        </section>
    }
}

fn item(locale: Locale, dossier: DocId, happening: &Happening, people: Colleagues) -> impl IntoView + use<> {
    let words = words(locale, &happening.what, people);
    let words = match link(dossier, &happening.what) {
        Some(href) => view! { <a class="nl-link" href=href>{words}</a> }.into_any(),
        None => words.into_any(),
    };
    let by = happening.by.map(|by| format!(" · {}", people.first_name(by)));
    view! {
        <li>
            <p class="bb-soft">{moments::day_and_time(locale, happening.at)}{by}</p>
            <p>{words}</p>
        </li>
    }
}

/// Where more of it is to be read.
fn link(dossier: DocId, what: &What) -> Option<String> {
    match what {
        What::Signal(triage) | What::Added(triage) | What::Withdrawn(triage) => Some(route::signal(triage.id)),
        What::Report(note, _) | What::ReportFinished(note, _) => Some(route::note(dossier.id, note.id)),
        What::TakenUp
        | What::Given(_)
        | What::BroughtIn(_)
        | What::SteppedBack
        | What::Planned(_)
        | What::Moved(_)
        | What::CalledOff
        | What::Visit(_)
        | What::Attempt(_)
        | What::Wish(_)
        | What::Agreement(_)
        | What::HelpAsked(_)
        | What::ExplorationEnded
        | What::Closed(_)
        | What::Reopened => None,
    }
}

fn words(locale: Locale, what: &What, people: Colleagues) -> String {
    match what {
        What::Signal(_) => say!(locale, professional.timeline.signal).to_owned(),
        What::Added(_) => say!(locale, professional.timeline.added).to_owned(),
        What::Withdrawn(_) => say!(locale, professional.timeline.withdrawn).to_owned(),
        What::TakenUp => say!(locale, professional.timeline.taken_up).to_owned(),
        What::Given(to) => say!(locale, professional.timeline.given, name = people.first_name(*to)),
        What::BroughtIn(to) => say!(locale, professional.timeline.brought_in, name = people.first_name(*to)),
        What::SteppedBack => say!(locale, professional.timeline.stepped_back).to_owned(),
        What::Planned(at) => {
            say!(locale, professional.timeline.planned, at = moments::day_and_time(locale, *at))
        }
        What::Moved(at) => say!(locale, professional.timeline.moved, at = moments::day_and_time(locale, *at)),
        What::CalledOff => say!(locale, professional.timeline.called_off).to_owned(),
        What::Visit(step) => visit_words(locale, *step).to_owned(),
        What::Attempt(attempt) => attempt_words(locale, attempt),
        What::Wish(wish) => match entry_words(locale, wish) {
            words if words.is_empty() => say!(locale, professional.timeline.wish_lifted).to_owned(),
            words => say!(locale, professional.timeline.wish, words = words),
        },
        What::Agreement(entry) => agreement_words(locale, entry, people),
        What::Report(_, day) => say!(locale, professional.timeline.report, day = written(locale, day)),
        What::ReportFinished(_, day) => {
            say!(locale, professional.timeline.report_finished, day = written(locale, day))
        }
        What::HelpAsked(day) => {
            say!(locale, professional.timeline.help_asked, day = moments::written_day(locale, &day.to_string()))
        }
        What::ExplorationEnded => say!(locale, professional.timeline.exploration_ended).to_owned(),
        What::Closed(outcome) => {
            say!(locale, professional.timeline.closed, outcome = team::outcome(locale, *outcome))
        }
        What::Reopened => say!(locale, professional.timeline.reopened).to_owned(),
    }
}

fn written(locale: Locale, day: &str) -> String {
    if day.is_empty() { say!(locale, note.no_date).to_owned() } else { moments::written_day(locale, day) }
}

/// "Bezoek begonnen."
#[must_use]
pub fn visit_words(locale: Locale, step: VisitStep) -> &'static str {
    match step {
        VisitStep::Started => say!(locale, professional.timeline.visit_started),
        VisitStep::NoAnswer => say!(locale, professional.timeline.visit_no_answer),
        VisitStep::Finished => say!(locale, professional.timeline.visit_finished),
        VisitStep::NotWanted => say!(locale, professional.timeline.visit_not_wanted),
    }
}

/// "Contactpoging: aangebeld, ochtend. Niet bereikt. De gordijnen waren dicht."
#[must_use]
pub fn attempt_words(locale: Locale, attempt: &ContactAttempt) -> String {
    let reached = match attempt.reached {
        YesNo::Yes => say!(locale, professional.timeline.reached),
        YesNo::No => say!(locale, professional.timeline.not_reached),
    };
    let how = say!(
        locale,
        professional.timeline.attempt,
        how = means_words(locale, attempt.means),
        part = day_part_words(locale, attempt.day_part)
    );
    [how.as_str(), reached, attempt.text.trim()]
        .into_iter()
        .filter(|part| !part.is_empty())
        .collect::<Vec<_>>()
        .join(" ")
}

fn agreement_words(locale: Locale, entry: &AgreementEntry, people: Colleagues) -> String {
    let who = match &entry.who {
        AgreementParty::Resident => say!(locale, note.agreements.resident).to_owned(),
        AgreementParty::Member(member) => people.first_name(*member),
        AgreementParty::Other(name) => name.clone(),
    };
    let line = say!(locale, note.agreements.line, who = who, does = entry.what.clone());
    let status = match entry.status {
        AgreementStatus::Done => say!(locale, today.done),
        AgreementStatus::NotYet => say!(locale, today.not_yet),
        AgreementStatus::Expired => say!(locale, today.expired),
        AgreementStatus::Open => say!(locale, professional.timeline.agreement_changed),
    };
    match is_later_version(entry) {
        true => say!(locale, professional.timeline.agreement_again, line = line, status = status),
        false => say!(locale, professional.timeline.agreement, line = line),
    }
}

#[cfg(test)]
mod tests {
    use buurtboek_shared::{
        domain::attempt::{AttemptMeans, DayPart},
        ids::{EntryId, MemberId},
        time::Timestamp,
    };

    use super::*;

    #[test]
    fn an_attempt_says_how_when_and_whether_somebody_was_reached() {
        let attempt = ContactAttempt {
            id: EntryId::default(),
            author: MemberId::default(),
            at: Timestamp(0),
            means: AttemptMeans::Card,
            day_part: DayPart::Afternoon,
            reached: YesNo::No,
            text: "De gordijnen waren dicht.".to_owned(),
        };
        assert_eq!(
            attempt_words(Locale::nl, &attempt),
            "Contactpoging: Kaartje, Middag. Niet bereikt. De gordijnen waren dicht."
        );
    }
}
