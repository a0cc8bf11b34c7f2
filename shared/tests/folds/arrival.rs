//! The same through documents: decisions in the server's order, and between them, in any order, what devices wrote that
//! had seen nothing of each other.

use buurtboek_shared::{
    doc::{
        entries::Entry,
        read::{DossierView, SignalView, TriageView},
        schema,
        write::{Intent, append_transition, apply, open_doc, write},
    },
    domain::{
        command::CommandAction,
        feedback::{DossierWord, Sentence, TriageWord, tell},
        transition::Transition,
        wish,
    },
    ids::DocKind,
};
use proptest::prelude::*;
use yrs::{Doc, Transact};

use super::{
    agreements::{agreements, standing},
    given::{URGENCIES, answers, attempts, decided, events, once, transitions},
    wishes::wishes,
};

/// One thing that reaches the server.
#[derive(Clone, Debug)]
enum Step {
    Decided(Transition),
    Written(&'static str, Entry),
}

fn decisions(given: Vec<Transition>) -> Vec<Step> {
    given.into_iter().map(Step::Decided).collect()
}

fn written<T>(root: &'static str, entries: Vec<T>, entry: impl Fn(T) -> Entry) -> impl Iterator<Item = Step> {
    entries.into_iter().map(entry).map(move |entry| Step::Written(root, entry)).collect::<Vec<_>>().into_iter()
}

/// Puts each of what was written somewhere between the decisions.
fn between(decisions: &[Step], written: &[Step], places: &[prop::sample::Index]) -> Vec<Step> {
    let mut all = decisions.to_vec();
    for (step, place) in written.iter().zip(places) {
        all.insert(place.index(all.len() + 1), step.clone());
    }
    all
}

/// What reaches the server, in two orders of which the decisions keep theirs.
fn arrivals(given: impl Strategy<Value = (Vec<Step>, Vec<Step>)> + 'static) -> BoxedStrategy<(Vec<Step>, Vec<Step>)> {
    let places = || prop::collection::vec(any::<prop::sample::Index>(), 40);
    (given, places(), places())
        .prop_map(|((decisions, written), one, other)| {
            (between(&decisions, &written, &one), between(&decisions, &written, &other))
        })
        .boxed()
}

/// The document of a server that these reached in this order.
fn server(kind: DocKind, steps: &[Step]) -> Doc {
    let server = open_doc(1);
    for (number, step) in steps.iter().enumerate() {
        match step {
            Step::Decided(transition) => {
                append_transition(&server, kind, transition).unwrap();
            }
            Step::Written(root, entry) => {
                let device = open_doc(100 + number as u64);
                let intent = Intent::Append { root: (*root).to_owned(), entry: entry.clone() };
                apply(&server, &write(&device, kind, &intent).unwrap().unwrap()).unwrap();
            }
        }
    }
    server
}

fn triage(steps: &[Step]) -> TriageView {
    TriageView::read(&server(DocKind::Triage, steps).transact())
}

fn dossier(steps: &[Step]) -> DossierView {
    DossierView::read(&server(DocKind::Dossier, steps).transact())
}

fn of_triage() -> impl Strategy<Value = (Vec<Step>, Vec<Step>)> {
    (transitions(), answers(URGENCIES), attempts(), events()).prop_map(|(given, urgency, tried, visited)| {
        let written = written(schema::URGENCY, urgency, Entry::Choice)
            .chain(written(schema::ATTEMPTS, tried, Entry::Attempt))
            .chain(written(schema::VISIT_EVENTS, visited, Entry::VisitEvent));
        (decisions(given), written.collect())
    })
}

fn of_dossier() -> impl Strategy<Value = (Vec<Step>, Vec<Step>)> {
    (transitions(), wishes(), agreements(), events()).prop_map(|(given, wishes, agreed, visited)| {
        let written = written(schema::WISHES, wishes, Entry::Wish)
            .chain(written(schema::AGREEMENTS, agreed, Entry::Agreement))
            .chain(written(schema::VISIT_EVENTS, visited, Entry::VisitEvent));
        (decisions(given), written.collect())
    })
}

fn dossier_word(view: &DossierView) -> DossierWord {
    DossierWord::of(&view.state.visits, &wish::fold(&view.wishes), "Joost")
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 96, ..once() })]

    #[test]
    fn a_triage_reads_alike_however_decisions_and_entries_met((one, other) in arrivals(of_triage())) {
        let (one, other) = (triage(&one), triage(&other));
        prop_assert_eq!(&one.state, &other.state);
        prop_assert_eq!(TriageWord::of(&one.state, ""), TriageWord::of(&other.state, ""));
        prop_assert_eq!(one.transitions, other.transitions);
    }

    #[test]
    fn a_dossier_reads_alike_however_decisions_and_entries_met((one, other) in arrivals(of_dossier())) {
        let (one, other) = (dossier(&one), dossier(&other));
        prop_assert_eq!(&one.state, &other.state);
        prop_assert_eq!(dossier_word(&one), dossier_word(&other));
        prop_assert_eq!(standing(&one.agreements), standing(&other.agreements));
    }

    #[test]
    fn a_withdrawal_meets_an_assignment_or_a_visit_in_either_order(
        (steps, _) in arrivals(of_triage()),
        (visits, _) in arrivals(of_dossier()),
        first in 0_u8..200,
        second in 0_u8..200,
    ) {
        // The server may decide on the withdrawal before or after anything of the team; a repeat changes nothing.
        let withdraw = |number| Step::Decided(decided(number, 5, CommandAction::Withdraw, Vec::new()));
        let signal = SignalView::read(&server(DocKind::Signal, &[withdraw(first), withdraw(second)]).transact());
        let at = decided(first, 5, CommandAction::Withdraw, Vec::new()).at;
        let told = tell(
            signal.withdrawn,
            Some(TriageWord::of(&triage(&steps).state, "Samira")),
            &[dossier_word(&dossier(&visits))],
        );
        prop_assert_eq!(told, (Sentence::Withdrawn, Some(at)));
    }
}
