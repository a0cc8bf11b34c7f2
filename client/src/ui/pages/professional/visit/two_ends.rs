//! How a visit ended, where two colleagues said it differently without knowing of each other.

use buurtboek_shared::{
    doc::schema,
    domain::visit::{VisitPhase, VisitStep},
    ids::{CommandId, DocId},
};
use leptos::prelude::*;

use super::{super::case::Case, list::phase_words};
use crate::{
    i18n::{Locale, say},
    ui::{
        language::locale,
        may_write::may_write,
        parts::{
            choice_question::{Answering, Choosing, Conflict, Question},
            dynamic::dynamic,
        },
    },
};

/// The ends between which somebody has to choose, or chose; nothing where they were never two.
#[component]
pub fn TwoEnds(
    /// Where the visit was planned.
    doc: DocId,
    /// The visit.
    id: CommandId,
    /// What that says.
    case: Memo<Option<Case>>,
    /// Where the visit stands.
    phase: Memo<Option<VisitPhase>>,
) -> impl IntoView {
    let locale = locale();
    let writes = may_write(doc);
    let ends = Memo::new(move |_| case.with(|case| case.as_ref().map(|case| case.ends(id)).unwrap_or_default()));
    dynamic(move || {
        phase.get().map(|phase| {
            let question = question(locale, doc, phase);
            view! { <Conflict question=question entries=ends writes=writes choosing=Choosing::EndOf(id)/> }
        })
    })
}

/// "Hoe eindigde dit bezoek?"
fn question(locale: Locale, doc: DocId, phase: VisitPhase) -> Question {
    let ends = VisitStep::ALL.iter().filter(|step| step.is_end());
    Question {
        id: "visit-end",
        doc,
        root: schema::VISIT_EVENTS,
        legend: say!(locale, visit.end.how),
        help: "",
        answering: Answering::Options(ends.map(|step| (step.code(), phase_words(locale, (*step).into()))).collect()),
        meanwhile: until_chosen(locale, phase),
    }
}

/// What counts of two ends until somebody chooses. The weakest is never the stronger of two.
fn until_chosen(locale: Locale, phase: VisitPhase) -> &'static str {
    match phase {
        VisitPhase::NotWanted => say!(locale, visit.end.until_not_wanted),
        VisitPhase::Finished => say!(locale, visit.end.until_finished),
        VisitPhase::Planned | VisitPhase::Cancelled | VisitPhase::Started | VisitPhase::NoAnswer => "",
    }
}

#[cfg(test)]
mod tests {
    use buurtboek_shared::ids::{DocKind, Id128};

    use super::*;

    #[test]
    fn a_visit_ends_in_three_ways_and_the_strongest_counts_until_somebody_chooses() {
        let doc = DocId::new(DocKind::Dossier, Id128([1; 16]));
        let of = |phase| question(Locale::nl, doc, phase);
        let Answering::Options(ends) = of(VisitPhase::Finished).answering else { panic!("a choice") };
        let words: Vec<&str> = ends.into_iter().map(|(_, words)| words).collect();
        assert_eq!(words, ["Geen gehoor", "Afgerond", "Inwoner wil dit niet"]);
        assert_eq!(of(VisitPhase::Finished).meanwhile, "Tot u kiest, geldt het bezoek als afgerond.");
        assert_eq!(of(VisitPhase::NotWanted).meanwhile, "Tot u kiest, geldt dat de inwoner dit niet wil.");
    }
}
