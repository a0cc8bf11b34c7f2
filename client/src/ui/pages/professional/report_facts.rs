//! What was reported, as the team reads it: what was seen apart from what is thought.

use buurtboek_shared::{
    domain::{
        intake::Intake,
        signal::{FeltUrgency, Relation, Report},
    },
    ids::Id128,
};
use leptos::prelude::*;

use crate::{
    i18n::{Locale, say},
    ui::{
        language::locale,
        pages::professional::reporter_name::ReporterName,
        parts::{
            facts::{Fact, Facts},
            fold::Fold,
            notice::{Notice, Urge},
            page_title::SectionTitle,
            quotation::Quotation,
        },
        words::{answers, moments},
    },
};

/// The report and what was added to it.
#[component]
pub fn ReportFacts(
    /// Which signal.
    signal: Id128,
    /// What the server made of it.
    intake: Intake,
) -> impl IntoView {
    let locale = locale();
    let Intake { reporter, received, report, additions, withdrawn, .. } = intake;
    let warnings = warnings(locale, &report);
    let withdrawn = withdrawn.map(|at| {
        let words = say!(locale, professional.signal.withdrawn, at = moments::day_and_time(locale, at));
        view! { <Notice urge=Urge::Attention>{words}</Notice> }
    });
    let interpretation = report.interpretation.clone();
    let thinks = (!interpretation.is_empty()).then(|| {
        view! {
            <Fold title=say!(locale, professional.signal.thinks)>
                <Quotation text=interpretation/>
            </Fold>
        }
    });
    let additions = (!additions.is_empty()).then(|| {
        let quotations = additions.into_iter().map(|addition| {
            view! { <Quotation text=addition.text caption=moments::day_and_time(locale, addition.at)/> }
        });
        view! {
            <section class="bb-stack bb-stack--tight">
                <SectionTitle>{say!(locale, professional.signal.additions)}</SectionTitle>
                {quotations.collect_view()}
            </section>
        }
    });
    view! {
        {withdrawn}
        {warnings}
        <section class="bb-stack bb-stack--tight">
            <SectionTitle>{say!(locale, professional.signal.saw)}</SectionTitle>
            <Quotation text=report.observation.clone() caption=moments::day_and_time(locale, received)/>
        </section>
        {additions}
        <Facts>
            {facts(locale, &report).into_iter().map(|(term, words)| {
                view! { <Fact term=term>{words}</Fact> }
            }).collect_view()}
            <Fact term=say!(locale, professional.signal.reporter)>
                <ReporterName signal=signal reporter=reporter/>
            </Fact>
        </Facts>
        {thinks}
    }
}

fn warnings(locale: Locale, report: &Report) -> impl IntoView + use<> {
    let danger = (report.urgency == FeltUrgency::Danger)
        .then(|| view! { <Notice urge=Urge::Alarm>{say!(locale, professional.signal.danger)}</Notice> });
    let asks_help = matches!(report.relation, Some(Relation::FamilyOrFriend | Relation::Myself));
    let request = asks_help.then(|| view! { <Notice>{say!(locale, professional.signal.request)}</Notice> });
    view! {
        {danger}
        {request}
    }
}

/// The answers that were given, as terms and words.
fn facts(locale: Locale, report: &Report) -> Vec<(&'static str, String)> {
    let given = [
        (say!(locale, professional.signal.place), Some(answers::place(&report.place))),
        (say!(locale, professional.signal.since), Some(answers::since(locale, report.since).to_owned())),
        (say!(locale, professional.signal.urgency), Some(answers::felt_urgency(locale, report.urgency).to_owned())),
        (
            say!(locale, professional.signal.relation),
            report.relation.map(|answer| answers::relation(locale, answer).to_owned()),
        ),
        (
            say!(locale, professional.signal.contact),
            report.contact.map(|answer| answers::contact(locale, answer).to_owned()),
        ),
        (
            say!(locale, professional.signal.knows),
            report.person_knows.map(|answer| answers::yes_no(locale, answer).to_owned()),
        ),
        (
            say!(locale, professional.signal.call),
            report.may_call.map(|answer| answers::yes_no(locale, answer).to_owned()),
        ),
        (
            say!(locale, professional.signal.along),
            report.wants_along.map(|answer| answers::yes_no(locale, answer).to_owned()),
        ),
    ];
    given.into_iter().filter_map(|(term, words)| Some((term, words?))).collect()
}
