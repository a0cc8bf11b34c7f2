//! What was reported, as the team reads it: what was seen apart from what is thought.

use buurtboek_shared::{
    domain::{
        intake::Intake,
        signal::{AdditionKind, FeltUrgency, Relation, Report, SignalAddition, YesNo},
    },
    ids::Id128,
    time::Timestamp,
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
    let Intake { reporter, received, report, additions, withdrawn, place_corrected, replies: _ } = intake;
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
            view! { <Quotation text=addition_text(&addition) caption=addition_caption(locale, &addition)/> }
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
            {facts(locale, &report, place_corrected).into_iter().map(|(term, words)| {
                view! { <Fact term=term><span dir="auto">{words}</span></Fact> }
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
    let request = match report.may_call {
        Some(YesNo::No) => say!(locale, professional.signal.request_no_call),
        Some(YesNo::Yes) | None => say!(locale, professional.signal.request),
    };
    let request = asks_help.then(|| view! { <Notice>{request}</Notice> });
    view! {
        {danger}
        {request}
    }
}

/// What an addition is for, and when it was made.
fn addition_caption(locale: Locale, addition: &SignalAddition) -> String {
    let kind = match &addition.kind {
        AdditionKind::More => say!(locale, volunteer.facts.more),
        AdditionKind::TextIsWrong => say!(locale, volunteer.facts.text_corrected),
        AdditionKind::AddressIsWrong { .. } => say!(locale, volunteer.facts.address_corrected),
    };
    format!("{kind} · {}", moments::day_and_time(locale, addition.at))
}

/// Its words; of a corrected place the place.
fn addition_text(addition: &SignalAddition) -> String {
    match &addition.kind {
        AdditionKind::AddressIsWrong { place } if addition.text.is_empty() => answers::place(place),
        AdditionKind::AddressIsWrong { .. } | AdditionKind::More | AdditionKind::TextIsWrong => addition.text.clone(),
    }
}

/// The answers that were given, as terms and words. The place is the one that the reporter said last.
fn facts(locale: Locale, report: &Report, place_corrected: Option<Timestamp>) -> Vec<(&'static str, String)> {
    let corrected = place_corrected.map(|at| say!(locale, volunteer.facts.corrected, at = moments::moment(locale, at)));
    let place = [Some(answers::place(&report.place)), corrected].into_iter().flatten().collect::<Vec<_>>().join(" · ");
    let given = [
        (say!(locale, professional.signal.place), Some(place)),
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

#[cfg(test)]
mod tests {
    use buurtboek_shared::{
        domain::signal::Place,
        ids::{EntryId, MemberId},
    };

    use super::*;

    fn addition(text: &str, kind: AdditionKind) -> SignalAddition {
        let (id, author) = (EntryId::from_bytes([1; 16]), MemberId::default());
        SignalAddition { id, author, at: Timestamp(36_000_000), text: text.to_owned(), kind }
    }

    #[test]
    fn the_team_reads_what_an_addition_is_for() {
        let wrong = addition("Het was dinsdag", AdditionKind::TextIsWrong);
        assert!(addition_caption(Locale::nl, &wrong).starts_with("Verbetering van de tekst · "));
        assert_eq!(addition_text(&wrong), "Het was dinsdag");
        let place = Place::Address { street: "Nevelstraat".to_owned(), number: "41".to_owned() };
        let address = addition("", AdditionKind::AddressIsWrong { place });
        assert!(addition_caption(Locale::nl, &address).starts_with("Verbetering van het adres · "));
        assert_eq!(addition_text(&address), "Nevelstraat 41");
    }
}
