//! States are folds: the same entries give the same answer, whatever the order in which they came.

#![cfg(test)] // so that clippy knows all of this for test code, the functions without #[test] too
#![allow(clippy::unwrap_used, clippy::expect_used, reason = "a test fails by panicking")]

use buurtboek_shared::{
    domain::{
        choice::{self, Answer, ChoiceEntry},
        command::{CommandAction, Outcome, ReporterJoins, Signpost, VisitPlan},
        date::Date,
        note::{self, NoteState},
        restriction::Restriction,
        transition::Transition,
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

fn plan() -> impl Strategy<Value = VisitPlan> {
    (0_i64..4, 0_u8..4, prop_oneof![Just(ReporterJoins::No), Just(ReporterJoins::IfResidentAgrees)]).prop_map(
        |(at, with, reporter)| VisitPlan {
            at: Timestamp(at),
            with: vec![member(with)],
            reporter,
            meet_at: "buurthuis".into(),
            place: String::new(),
        },
    )
}

/// A command that may be among the first ten.
fn command(number: u8) -> CommandId {
    CommandId::from_bytes([number; 16])
}

fn restriction() -> impl Strategy<Value = Restriction> {
    prop_oneof![
        Just(Restriction::Team),
        Just(Restriction::CoordinatorOnly),
        prop::collection::vec(0_u8..4, 0..3)
            .prop_map(|named| Restriction::Named(named.into_iter().map(member).collect())),
    ]
}

fn action() -> impl Strategy<Value = CommandAction> {
    prop_oneof![
        Just(CommandAction::TakeUp),
        (0_u8..4).prop_map(|to| CommandAction::Assign { to: member(to) }),
        (0_u8..3).prop_map(|with| CommandAction::Link { with: DocId::new(DocKind::Triage, Id128([with; 16])) }),
        Just(CommandAction::Finalise),
        prop::sample::select(Outcome::CHOICES.to_vec())
            .prop_map(|outcome| CommandAction::Close { outcome, note: None }),
        Just(CommandAction::Withdraw),
        plan().prop_map(CommandAction::PlanVisit),
        Just(CommandAction::GiveBack),
        Just(CommandAction::Forward { to: "de nachtopvang".into() }),
        prop::sample::select(Signpost::ALL.to_vec())
            .prop_map(|signpost| CommandAction::OutOfScope { signpost, why: String::new() }),
        Just(CommandAction::Reopen { why: "weer gezien".into() }),
        restriction().prop_map(|to| CommandAction::Restrict { to }),
        (0_u8..10, plan()).prop_map(|(visit, plan)| CommandAction::MoveVisit { visit: command(visit), plan }),
        (0_u8..10).prop_map(|visit| CommandAction::CancelVisit { visit: command(visit) }),
        Just(CommandAction::OpenDossier { help_asked_on: Date::new(2026, 3, 14).unwrap() }),
        Just(CommandAction::EndExploration),
        (0_u8..4).prop_map(|of| CommandAction::EndAccess { of: member(of) }),
    ]
}

prop_compose! {
    fn transitions()(actions in prop::collection::vec((action(), 0_u8..4), 0..10)) -> Vec<Transition> {
        actions
            .into_iter()
            .enumerate()
            .map(|(at, (action, by))| Transition {
                command: command(at as u8),
                by: member(by),
                at: Timestamp(100 + at as i64),
                action,
                judged: Vec::new(),
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
}
