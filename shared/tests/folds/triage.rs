//! Triages: escalated goes before open, open before closed.

use std::collections::{BTreeMap, BTreeSet};

use buurtboek_shared::{
    domain::{
        choice::{self, ChoiceEntry},
        command::{CommandAction, Outcome, Signpost},
        concern::Concern,
        signal::{AdditionKind, SignalAddition},
        transition::Transition,
        triage::{self, LookingAgain, TriagePhase, Urgency, Written, was_added_to},
    },
    ids::EntryId,
    time::Timestamp,
};
use proptest::prelude::*;

use super::given::{URGENCIES, answers, attempts, decided, events, id, in_two_orders, member, once, transitions};

/// The answers "Vandaag" that are none of these and led to none of them, by id.
fn unseen(urgency: &[ChoiceEntry], judged: &[EntryId]) -> Vec<EntryId> {
    // An answer replaces earlier ones only, and their ids grow: from the last to the first every way is walked.
    let mut seen: BTreeSet<EntryId> = judged.iter().copied().collect();
    let by_id: BTreeMap<EntryId, &ChoiceEntry> = urgency.iter().map(|entry| (entry.id, entry)).collect();
    for (id, entry) in by_id.iter().rev() {
        if seen.contains(id) {
            seen.extend(&entry.supersedes);
        }
    }
    let today = by_id.values().filter(|entry| entry.value == Urgency::Today.code());
    today.map(|entry| entry.id).filter(|id| !seen.contains(id)).collect()
}

/// What stands when the server accepts an end now.
fn standing(urgency: &[ChoiceEntry]) -> Vec<EntryId> {
    choice::standing(urgency).into_iter().map(|entry| entry.id).collect()
}

/// The end that still holds by the decisions alone: none when it was never closed, or reopened since.
fn end(given: &[Transition]) -> Option<&Transition> {
    let last = given.iter().rfind(|done| {
        done.action.concern() == Concern::Ending || matches!(done.action, CommandAction::Reopen { .. })
    })?;
    (last.action.concern() == Concern::Ending).then_some(last)
}

fn said_today(number: u8) -> ChoiceEntry {
    ChoiceEntry {
        id: id(number),
        value: Urgency::Today.code().to_owned(),
        author: member(9),
        at: Timestamp(0),
        supersedes: Vec::new(),
        why: String::new(),
    }
}

const fn of_urgency(urgency: &[ChoiceEntry]) -> Written<'_> {
    Written { urgency, attempts: &[], visit_events: &[] }
}

proptest! {
    #![proptest_config(once())]

    #[test]
    fn a_triage_folds_alike_in_any_order_of_what_was_written(
        given in transitions(),
        (urgency, urgency_shuffled) in in_two_orders(answers(URGENCIES)),
        (tried, tried_shuffled) in in_two_orders(attempts()),
        (visited, visited_shuffled) in in_two_orders(events()),
    ) {
        let written = Written { urgency: &urgency, attempts: &tried, visit_events: &visited };
        let shuffled =
            Written { urgency: &urgency_shuffled, attempts: &tried_shuffled, visit_events: &visited_shuffled };
        prop_assert_eq!(triage::state(&given, written), triage::state(&given, shuffled));
        prop_assert_eq!(triage::urgency(&urgency), triage::urgency(&urgency_shuffled));
    }

    #[test]
    fn linked_is_what_was_linked_and_not_unlinked_since(given in transitions()) {
        let links = triage::fold(&given).links;
        let mut linked = BTreeSet::new();
        for done in &given {
            if let CommandAction::Link { with } = done.action {
                linked.insert(with);
            } else if let CommandAction::Unlink { with } = done.action {
                linked.remove(&with);
            }
        }
        prop_assert_eq!(links.len(), linked.len(), "each once");
        prop_assert_eq!(links.into_iter().collect::<BTreeSet<_>>(), linked);
    }

    #[test]
    fn escalated_goes_before_open_and_open_before_closed(
        given in transitions(),
        (_, urgency) in in_two_orders(answers(URGENCIES)),
    ) {
        let state = triage::state(&given, of_urgency(&urgency));
        let reopened = given.iter().any(|done| matches!(done.action, CommandAction::Reopen { .. }));
        match end(&given) {
            None => {
                prop_assert_eq!(&state.closed, &None);
                prop_assert_eq!(matches!(state.looking_again, Some(LookingAgain::Reopened { .. })), reopened);
            }
            Some(end) => match unseen(&urgency, &end.judged).first().copied() {
                Some(unseen) => {
                    let Some(LookingAgain::Escalated { judgement, .. }) = state.looking_again else {
                        return Err(TestCaseError::fail("who closed it had not seen that it is for today"));
                    };
                    prop_assert_eq!((judgement, &state.closed), (unseen, &None));
                }
                None => {
                    prop_assert_eq!(state.looking_again, None);
                    prop_assert_eq!(state.closed.as_ref().map(|closure| closure.at), Some(end.at));
                }
            },
        }
        prop_assert_eq!(state.phase == TriagePhase::Closed, state.closed.is_some());
    }

    #[test]
    fn a_judgement_that_replaces_none_never_closes_anything(
        given in transitions(),
        (urgency, shuffled) in in_two_orders(answers(URGENCIES)),
    ) {
        let apart = |entry: &ChoiceEntry| ChoiceEntry { supersedes: Vec::new(), ..entry.clone() };
        let shuffled: Vec<_> = shuffled.iter().map(apart).collect();
        let mut was_open = false;
        for arrived in 0..=urgency.len() {
            let open = triage::state(&given, of_urgency(&shuffled[..arrived])).closed.is_none();
            prop_assert!(open || !was_open, "one more judgement closed it");
            was_open = open;
        }
    }

    #[test]
    fn today_is_looked_at_again_until_somebody_who_saw_it_closes_it(
        given in transitions(),
        (_, urgency) in in_two_orders(answers(URGENCIES)),
        place in any::<prop::sample::Index>(),
    ) {
        let mut urgency = urgency;
        urgency.insert(place.index(urgency.len() + 1), said_today(200));
        let state = triage::state(&given, of_urgency(&urgency));
        prop_assert_ne!(state.phase, TriagePhase::Closed);
        prop_assert_eq!(triage::urgency(&urgency), Some(Urgency::Today));
        let close = CommandAction::Forward { to: "de nachtopvang".into() };
        let closed: Vec<_> = given.into_iter().chain([decided(99, 1, close, standing(&urgency))]).collect();
        prop_assert_eq!(triage::state(&closed, of_urgency(&urgency)).phase, TriagePhase::Closed);
    }

    #[test]
    fn a_lower_judgement_does_not_close_what_is_looked_at_again(
        given in transitions(),
        (_, urgency) in in_two_orders(answers(URGENCIES)),
        lower in prop::sample::select(vec![Urgency::CanWait, Urgency::ThisWeek]),
    ) {
        let mut urgency = urgency;
        urgency.push(said_today(200));
        let before = triage::state(&given, of_urgency(&urgency));
        let supersedes = standing(&urgency);
        urgency.insert(0, ChoiceEntry { value: lower.code().to_owned(), supersedes, ..said_today(201) });
        let state = triage::state(&given, of_urgency(&urgency));
        prop_assert_eq!(triage::urgency(&urgency), Some(lower));
        prop_assert_eq!((&state.closed, &state.looking_again), (&None, &before.looking_again));
        let close = CommandAction::Forward { to: "de nachtopvang".into() };
        let closed: Vec<_> = given.into_iter().chain([decided(99, 1, close, vec![id(201)])]).collect();
        prop_assert_eq!(triage::state(&closed, of_urgency(&urgency)).phase, TriagePhase::Closed, "a person did");
    }

    #[test]
    fn who_stepped_back_has_it_only_when_it_was_given_to_them_since(given in transitions()) {
        let state = triage::fold(&given);
        if let Some((holder, since)) = state.holder {
            let left = given.iter().rfind(|done| done.by == holder && done.action == CommandAction::GiveBack);
            prop_assert!(left.is_none_or(|left| left.at < since));
        }
    }
}

#[test]
fn what_is_ended_once_more_ends_in_the_same_way_by_somebody_who_knows_what_was_added() {
    let added = |number| SignalAddition {
        id: id(number),
        author: member(9),
        at: Timestamp(0),
        text: "Er brandt weer licht".to_owned(),
        kind: AdditionKind::More,
    };
    let additions = [added(1), added(2)];
    for end in [
        CommandAction::Close { outcome: Outcome::PassedOn, note: None },
        CommandAction::Close { outcome: Outcome::Helped, note: Some("Dochter komt.".to_owned()) },
        CommandAction::Forward { to: "de nachtopvang".to_owned() },
        CommandAction::OutOfScope { signpost: Signpost::Police, why: String::new() },
        CommandAction::OutOfScope { signpost: Signpost::Police, why: "geluid".to_owned() },
    ] {
        let first = decided(1, 1, end.clone(), vec![id(1)]);
        let closure = triage::fold(std::slice::from_ref(&first)).closed.unwrap();
        assert!(!was_added_to(&closure.judged, &additions[..1]), "that was known");
        assert!(was_added_to(&closure.judged, &additions));
        assert_eq!(closure.again(), end);
        let state = triage::fold(&[first, decided(2, 2, closure.again(), vec![id(1), id(2)])]);
        let again = state.closed.unwrap();
        assert_eq!((again.outcome, state.phase, state.looking_again), (closure.outcome, TriagePhase::Closed, None));
        assert!(!was_added_to(&again.judged, &additions));
    }
}
