//! Dossiers: help that was asked for goes before the end of an exploration.

use buurtboek_shared::{
    domain::{
        command::CommandAction,
        dossier::{self, DossierPhase},
        visit::{self, VisitPhase},
    },
    time::Timestamp,
};
use proptest::prelude::*;

use super::given::{decided, events, in_two_orders, member, once, transitions};

proptest! {
    #![proptest_config(once())]

    #[test]
    fn a_dossier_folds_alike_in_any_order_of_events(
        given in transitions(),
        (written, shuffled) in in_two_orders(events()),
    ) {
        prop_assert_eq!(dossier::fold(&given, &written), dossier::fold(&given, &shuffled));
    }

    #[test]
    fn help_that_was_asked_for_goes_before_an_end_whichever_came_first((given, shuffled) in in_two_orders(transitions())) {
        let asked = given.iter().any(|done| matches!(done.action, CommandAction::OpenDossier { .. }));
        let ended = given.iter().any(|done| done.action == CommandAction::EndExploration);
        let expected = match (asked, ended) {
            (true, _) => DossierPhase::Plan,
            (false, true) => DossierPhase::ToBeErased,
            (false, false) => DossierPhase::Exploration,
        };
        for order in [&given, &shuffled] {
            let state = dossier::fold(order, &[]);
            prop_assert_eq!(state.phase, expected);
            prop_assert_eq!(state.help_asked.is_some(), asked);
            prop_assert_eq!(state.erase_at.is_some(), ended && !asked, "nothing is erased of who wants help");
        }
    }

    #[test]
    fn where_nothing_follows_no_visit_is_still_to_be_made(given in transitions(), (_, written) in in_two_orders(events())) {
        let state = dossier::fold(&given, &written);
        let visits = visit::fold(&given, &written);
        for (found, visit) in state.visits.iter().zip(&visits) {
            let called_off = state.phase == DossierPhase::ToBeErased && visit.phase == VisitPhase::Planned;
            // What happened at the door stands, and one that is under way is still to be ended.
            prop_assert_eq!(found.phase, if called_off { VisitPhase::Cancelled } else { visit.phase });
        }
        prop_assert_eq!(state.visits.len(), visits.len());
    }

    #[test]
    fn the_first_who_said_so_counts(given in transitions()) {
        let first = given.iter().find(|done| matches!(done.action, CommandAction::OpenDossier { .. }));
        let help = dossier::fold(&given, &[]).help_asked;
        prop_assert_eq!(help.map(|help| (help.by, help.at)), first.map(|first| (first.by, first.at)));
        let end = given.iter().find(|done| done.action == CommandAction::EndExploration);
        if let (None, Some(end)) = (first, end) {
            let erased = Timestamp(end.at.0 + dossier::ERASE_AFTER);
            prop_assert_eq!(dossier::fold(&given, &[]).erase_at, Some(erased));
        }
    }

    #[test]
    fn whose_access_ended_has_it_only_when_it_was_given_to_them_since(
        given in transitions(),
        place in any::<prop::sample::Index>(),
        ended in any::<bool>(),
    ) {
        let mut given = given;
        given.insert(place.index(given.len() + 1), decided(200, 3, CommandAction::Assign { to: member(1) }, Vec::new()));
        let (by, leaves) =
            if ended { (3, CommandAction::EndAccess { of: member(1) }) } else { (1, CommandAction::GiveBack) };
        given.push(decided(201, by, leaves, Vec::new()));
        let state = dossier::fold(&given, &[]);
        prop_assert!(state.holder.is_none_or(|(holder, _)| holder != member(1)));
        prop_assert!(ended || state.stepped_back.contains(&member(1)));
        let again = decided(202, 3, CommandAction::Assign { to: member(1) }, Vec::new());
        let since = again.at;
        given.push(again);
        prop_assert_eq!(dossier::fold(&given, &[]).holder, Some((member(1), since)));
    }
}
