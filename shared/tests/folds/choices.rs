//! Answers to a choice field, and the end of a note.

use buurtboek_shared::{
    domain::{
        choice::{self, Answer, ChoiceEntry},
        command::CommandAction,
        note::{self, NoteState},
    },
    time::Timestamp,
};
use proptest::prelude::*;

use super::given::{answers, id, in_two_orders, member, once, transitions};

const WORRIES: [&str; 3] = ["light", "serious", "acute"];

proptest! {
    #![proptest_config(once())]

    #[test]
    fn answers_fold_alike_in_any_order((given, shuffled) in in_two_orders(answers(WORRIES))) {
        prop_assert_eq!(choice::fold(&given), choice::fold(&shuffled));
    }

    #[test]
    fn no_answer_that_nobody_replaced_is_lost(given in answers(WORRIES)) {
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
    fn choosing_settles_the_question(given in answers(WORRIES)) {
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
