//! What a reporter is told: withdrawn goes before given, and nothing but sentences of the closed list.

use buurtboek_shared::{
    domain::{
        command::{CommandAction, ReporterJoins, VisitPlan},
        feedback::{DossierWord, Sentence, TriageWord, tell},
        transition::Transition,
        triage::{self, TriageState, Written},
        visit,
        wish::{self, WishKind},
    },
    protocol::codec::encode_value,
    time::Timestamp,
};
use proptest::prelude::*;

use super::{
    given::{FOR_THE_TEAM, URGENCIES, answers, command, events, in_two_orders, once, transitions},
    wishes::wishes,
};

fn triage_state() -> impl Strategy<Value = TriageState> {
    (transitions(), answers(URGENCIES), events()).prop_map(|(given, urgency, visit_events)| {
        triage::state(&given, Written { urgency: &urgency, attempts: &[], visit_events: &visit_events })
    })
}

fn word(state: &TriageState) -> TriageWord {
    TriageWord::of(state, "Samira")
}

/// What dossiers say: by a fold, and besides whatever they could say.
fn dossier_words() -> impl Strategy<Value = Vec<DossierWord>> {
    let folded = (transitions(), events(), wishes()).prop_map(|(given, events, wishes)| {
        DossierWord::of(&visit::fold(&given, &events), &wish::fold(&wishes), "Joost")
    });
    let appointment = (0_i64..3, 0_u8..3).prop_map(|(at, visit)| Sentence::Appointment {
        at: Timestamp(at),
        meet_at: "buurthuis".into(),
        first_name: "Joost".into(),
        visit: command(visit),
    });
    let visits = prop_oneof![Just(None), appointment.prop_map(Some), Just(Some(Sentence::VisitWithoutYou))];
    let said = (visits, prop::bool::weighted(0.2))
        .prop_map(|(visits, without_reporter)| DossierWord { visits, without_reporter });
    prop::collection::vec(prop_oneof![1 => folded, 2 => said], 0..4)
}

/// The same decisions with every visit planned without the reporter.
fn without_reporter(given: &[Transition]) -> Vec<Transition> {
    let alone = |plan: &VisitPlan| VisitPlan { reporter: ReporterJoins::No, ..plan.clone() };
    let mut all = given.to_vec();
    for done in &mut all {
        match &mut done.action {
            CommandAction::PlanVisit(plan) | CommandAction::MoveVisit { plan, .. } => *plan = alone(plan),
            CommandAction::TakeUp
            | CommandAction::Assign { .. }
            | CommandAction::Link { .. }
            | CommandAction::Unlink { .. }
            | CommandAction::Finalise
            | CommandAction::Close { .. }
            | CommandAction::Withdraw
            | CommandAction::GiveBack
            | CommandAction::Forward { .. }
            | CommandAction::OutOfScope { .. }
            | CommandAction::Reopen { .. }
            | CommandAction::Restrict { .. }
            | CommandAction::CancelVisit { .. }
            | CommandAction::OpenDossier { .. }
            | CommandAction::EndExploration
            | CommandAction::EndAccess { .. } => {}
        }
    }
    all
}

fn is_appointment(sentence: &Sentence) -> bool {
    matches!(sentence, Sentence::Appointment { .. })
}

fn is_of_visit(sentence: &Sentence) -> bool {
    is_appointment(sentence) || *sentence == Sentence::VisitWithoutYou
}

proptest! {
    #![proptest_config(once())]

    #[test]
    fn withdrawn_goes_before_whatever_was_given(
        state in triage_state(),
        words in dossier_words(),
        at in (0_i64..300).prop_map(Timestamp),
    ) {
        let told = tell(Some(at), Some(word(&state)), &words);
        prop_assert_eq!(told, (Sentence::Withdrawn, Some(at)));
        prop_assert_eq!(tell(Some(at), None, &words), (Sentence::Withdrawn, Some(at)));
    }

    #[test]
    fn the_dossiers_of_a_signal_say_alike_in_any_order(
        state in triage_state(),
        (words, shuffled) in in_two_orders(dossier_words()),
    ) {
        prop_assert_eq!(tell(None, Some(word(&state)), &words), tell(None, Some(word(&state)), &shuffled));
    }

    #[test]
    fn there_is_an_end_exactly_when_there_is_nothing_more_to_say(state in triage_state(), words in dossier_words()) {
        let (sentence, ended) = tell(None, Some(word(&state)), &words);
        prop_assert_eq!(ended, state.closed.as_ref().map(|closure| closure.at));
        prop_assert_eq!(sentence.is_final(), ended.is_some());
        if state.looking_again.is_some() {
            prop_assert!(sentence == Sentence::LookingAgain || is_of_visit(&sentence));
        }
    }

    #[test]
    fn a_reporter_whom_the_resident_refuses_has_no_appointment_anywhere(
        state in triage_state(),
        (_, words) in in_two_orders(dossier_words().prop_map(|mut words| {
            let refused = [WishKind::VolunteerNotAlong].into();
            words.push(DossierWord::of(&[], &refused, ""));
            words
        })),
    ) {
        let (sentence, _) = tell(None, Some(word(&state)), &words);
        prop_assert!(!is_appointment(&sentence), "told of {sentence:?}");
    }

    #[test]
    fn a_visit_that_was_never_with_the_reporter_is_not_told(
        given in transitions(),
        of_dossier in transitions(),
        events in events(),
        wishes in wishes(),
    ) {
        let (given, of_dossier) = (without_reporter(&given), without_reporter(&of_dossier));
        let state = triage::state(&given, Written { urgency: &[], attempts: &[], visit_events: &events });
        let dossier = DossierWord::of(&visit::fold(&of_dossier, &events), &wish::fold(&wishes), "Joost");
        let (sentence, _) = tell(None, Some(word(&state)), &[dossier]);
        prop_assert!(!is_of_visit(&sentence), "told of {sentence:?}");
    }

    #[test]
    fn no_word_for_the_team_is_told(state in triage_state(), words in dossier_words()) {
        let bytes = encode_value(&tell(None, Some(word(&state)), &words)).unwrap();
        let words = FOR_THE_TEAM.as_bytes();
        prop_assert!(!bytes.windows(words.len()).any(|window| window == words));
    }
}
