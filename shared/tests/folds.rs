//! States are folds: the same entries give the same answer, whatever the order in which they came.

#![allow(clippy::unwrap_used, clippy::expect_used, reason = "a test fails by panicking")]

use buurtboek_shared::{
    domain::{
        choice::{self, Answer, ChoiceEntry},
        command::{CommandAction, Outcome, ReporterJoins},
        feedback::{Sentence, sentence},
        note::{self, NoteState},
        transition::Transition,
        triage::{self, TriagePhase},
    },
    ids::{CommandId, DocId, DocKind, EntryId, Id128, MemberId},
    time::Timestamp,
};
use proptest::prelude::*;

fn id(number: u8) -> EntryId {
    EntryId::from_bytes([number; 16])
}

fn member(number: u8) -> MemberId {
    MemberId::from_bytes([number; 16])
}

prop_compose! {
    /// Answers with distinct ids, each replacing some of the ones before it, as a person can only replace what was shown.
    fn answers()(given in prop::collection::vec((0_u8..3, prop::collection::vec(any::<prop::sample::Index>(), 0..3)), 0..8))
        -> Vec<ChoiceEntry> {
        given
            .into_iter()
            .enumerate()
            .map(|(at, (value, replaced))| ChoiceEntry {
                id: id(at as u8 + 1),
                value: ["light", "serious", "acute"][usize::from(value)].to_owned(),
                author: member(value),
                at: Timestamp(at as i64),
                supersedes: if at == 0 { vec![] } else { replaced.iter().map(|index| id(index.index(at) as u8 + 1)).collect() },
                why: String::new(),
            })
            .collect()
    }
}

fn action() -> impl Strategy<Value = CommandAction> {
    prop_oneof![
        Just(CommandAction::TakeUp),
        (0_u8..4).prop_map(|to| CommandAction::Assign { to: member(to) }),
        (0_u8..3).prop_map(|with| CommandAction::Link { with: DocId::new(DocKind::Triage, Id128([with; 16])) }),
        Just(CommandAction::Finalise),
        prop_oneof![
            Just(Outcome::Helped),
            Just(Outcome::NoHelpNeeded),
            Just(Outcome::HelpDeclined),
            Just(Outcome::PassedOn),
            Just(Outcome::NotReached),
            Just(Outcome::Withdrawn),
        ]
        .prop_map(|outcome| CommandAction::Close { outcome }),
        Just(CommandAction::Withdraw),
        prop_oneof![Just(ReporterJoins::No), Just(ReporterJoins::IfResidentAgrees)].prop_map(|reporter| {
            CommandAction::PlanVisit { at: Timestamp(9), with: vec![member(3)], reporter, meet_at: "buurthuis".into() }
        }),
    ]
}

prop_compose! {
    fn transitions()(actions in prop::collection::vec((action(), 0_u8..4), 0..10)) -> Vec<Transition> {
        actions
            .into_iter()
            .enumerate()
            .map(|(at, (action, by))| Transition {
                command: CommandId::from_bytes([at as u8; 16]),
                by: member(by),
                at: Timestamp(100 + at as i64),
                action,
            })
            .collect()
    }
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn answers_fold_alike_in_any_order(given in answers(), seed in any::<u64>()) {
        let mut shuffled = given.clone();
        shuffled.sort_by_key(|entry| (entry.at.0 as u64).wrapping_mul(seed | 1).rotate_left(7));
        prop_assert_eq!(choice::fold(&given), choice::fold(&shuffled));
    }

    #[test]
    fn no_answer_that_nobody_replaced_is_lost(given in answers()) {
        let replaced = |entry: &ChoiceEntry| given.iter().any(|other| other.supersedes.contains(&entry.id));
        let standing: Vec<_> = given.iter().filter(|entry| !replaced(entry)).map(|entry| entry.value.as_str()).collect();
        match choice::fold(&given) {
            Answer::None => prop_assert!(given.is_empty(), "the last answer is never replaced"),
            Answer::Settled(entry) => prop_assert!(standing.iter().all(|value| *value == entry.value)),
            Answer::Open(open) => {
                prop_assert_eq!(open.len(), standing.len());
                prop_assert!(standing.iter().any(|value| *value != standing[0]), "a question needs two answers");
            }
        }
    }

    #[test]
    fn choosing_settles_the_question(given in answers()) {
        if let Answer::Open(open) = choice::fold(&given) {
            let chosen = ChoiceEntry {
                id: id(200),
                value: "light".into(),
                author: member(9),
                at: Timestamp(0),
                supersedes: open.iter().map(|entry| entry.id).collect(),
                why: "samen besproken".into(),
            };
            let all: Vec<_> = given.iter().cloned().chain([chosen.clone()]).collect();
            prop_assert_eq!(choice::fold(&all), Answer::Settled(&chosen));
        }
    }

    #[test]
    fn a_note_is_finished_by_the_first_who_finishes_it(given in transitions()) {
        let first = given.iter().find(|done| done.action == CommandAction::Finalise);
        let expected = first.map_or(NoteState::Open, |done| NoteState::Finalised { by: done.by, at: done.at });
        prop_assert_eq!(note::fold(&given), expected);
        for cut in 0..given.len() {
            if note::fold(&given[..cut]) != NoteState::Open {
                prop_assert_eq!(note::fold(&given[..cut]), expected, "finished is finished");
            }
        }
    }

    #[test]
    fn a_triage_says_who_has_it_and_never_forgets_a_link(given in transitions()) {
        let state = triage::fold(&given);
        let holder = given.iter().rev().find_map(|done| match done.action {
            CommandAction::TakeUp => Some((done.by, done.at)),
            CommandAction::Assign { to } => Some((to, done.at)),
            CommandAction::Link { .. }
            | CommandAction::Finalise
            | CommandAction::Close { .. }
            | CommandAction::Withdraw
            | CommandAction::PlanVisit { .. } => None,
        });
        prop_assert_eq!(state.holder, holder);
        for done in &given {
            if let CommandAction::Link { with } = &done.action {
                prop_assert_eq!(state.links.iter().filter(|link| *link == with).count(), 1);
            }
        }
        let last_deed = given.iter().rev().find(|done| {
            matches!(done.action, CommandAction::Close { .. } | CommandAction::PlanVisit { .. } | CommandAction::TakeUp)
        });
        if let Some(Transition { action: CommandAction::Close { .. }, .. }) = last_deed {
            prop_assert_eq!(state.phase, TriagePhase::Closed, "an assignment does not reopen it");
        }
    }

    /// The reporter is told of a visit only when they may come along, and of nothing that names a discipline or a household.
    #[test]
    fn the_reporter_is_told_no_more_than_the_list(given in transitions(), withdrawn in any::<bool>()) {
        let state = triage::fold(&given);
        let said = sentence(&state, withdrawn.then_some(Timestamp(1)), "Samira");
        if withdrawn {
            prop_assert_eq!(&said, &Sentence::Withdrawn);
        }
        if let Sentence::Appointment { first_name, .. } = &said {
            prop_assert_eq!(first_name, "Samira");
            let visit = state.visit.as_ref().expect("an appointment is a planned visit");
            prop_assert_eq!(visit.reporter, ReporterJoins::IfResidentAgrees);
            prop_assert_eq!(state.phase, TriagePhase::VisitPlanned);
        }
        if said == Sentence::Received {
            prop_assert!(state.holder.is_none() && state.links.is_empty());
        }
    }
}
