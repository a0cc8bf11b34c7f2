//! Visits: decided by the server, begun and ended where there may be no connection.

use std::collections::BTreeSet;

use buurtboek_shared::{
    domain::{
        choice::{self, Answer, ChoiceEntry},
        command::{CommandAction, ReporterJoins, VisitPlan},
        transition::Transition,
        visit::{self, VisitEvent, VisitPhase, VisitStep},
        visit_end,
    },
    ids::{CommandId, EntryId, MemberId},
    time::Timestamp,
};
use proptest::prelude::*;

use super::given::{command, decided, events, id, in_two_orders, member, once, plan, transitions};

/// The steps that nobody replaced in this visit.
fn standing(events: &[VisitEvent], visit: CommandId) -> Vec<VisitStep> {
    let replaced = |event: &VisitEvent| events.iter().any(|other| other.supersedes.contains(&event.id));
    events.iter().filter(|event| event.visit == visit && !replaced(event)).map(|event| event.step).collect()
}

/// What the decisions alone make of this visit, said once more: the last that is about it counts. It is named by what
/// planned it, or moved it since.
fn by_decisions_alone(given: &[Transition], visit: CommandId, planner: MemberId) -> VisitPhase {
    let mut names = vec![visit];
    let mut of_visit = |done: &Transition| match &done.action {
        CommandAction::PlanVisit(_) => (done.command == visit).then_some(VisitPhase::Planned),
        CommandAction::MoveVisit { visit: moved, .. } => names.contains(moved).then(|| {
            names.push(done.command);
            VisitPhase::Planned
        }),
        CommandAction::CancelVisit { visit: cancelled } => names.contains(cancelled).then_some(VisitPhase::Cancelled),
        CommandAction::GiveBack => (done.by == planner).then_some(VisitPhase::Cancelled),
        CommandAction::EndAccess { of } => (*of == planner).then_some(VisitPhase::Cancelled),
        CommandAction::TakeUp
        | CommandAction::Assign { .. }
        | CommandAction::Link { .. }
        | CommandAction::Unlink { .. }
        | CommandAction::Finalise
        | CommandAction::Close { .. }
        | CommandAction::Withdraw
        | CommandAction::Forward { .. }
        | CommandAction::OutOfScope { .. }
        | CommandAction::Reopen { .. }
        | CommandAction::Restrict { .. }
        | CommandAction::OpenDossier { .. }
        | CommandAction::EndExploration => None,
    };
    let planned = given.iter().position(|done| done.command == visit).unwrap();
    given[planned..].iter().filter_map(&mut of_visit).last().unwrap()
}

/// An event that follows none: whoever wrote it knew of no other.
fn apart(number: u8, step: VisitStep) -> VisitEvent {
    let (id, author) = (id(number), member(number));
    VisitEvent { id, author, at: Timestamp(2), visit: command(0), step, supersedes: Vec::new() }
}

/// An event that takes the place of these: whoever wrote it had them on the screen.
fn instead(number: u8, step: VisitStep, of: &[EntryId]) -> VisitEvent {
    VisitEvent { supersedes: of.to_vec(), ..apart(number, step) }
}

/// What answers say, each once, from the weakest to the strongest.
fn ends_of<'a>(answers: impl IntoIterator<Item = &'a ChoiceEntry>) -> Vec<VisitStep> {
    let said = answers.into_iter().filter_map(|answer| VisitStep::from_code(&answer.value));
    said.collect::<BTreeSet<_>>().into_iter().collect()
}

/// What is asked of people about the first visit; nothing where the ends that stand say the same.
fn asked(events: &[VisitEvent]) -> Vec<VisitStep> {
    match choice::fold(&visit_end::answers(events, command(0))) {
        Answer::Open(ends) => ends_of(ends),
        Answer::None | Answer::Settled(_) => Vec::new(),
    }
}

fn steps_apart() -> impl Strategy<Value = Vec<VisitEvent>> {
    prop::collection::vec(prop::sample::select(VisitStep::ALL.to_vec()), 0..6)
        .prop_map(|steps| steps.into_iter().enumerate().map(|(at, step)| apart(at as u8 + 1, step)).collect())
}

/// Decisions of which the first plans a visit.
fn with_a_visit() -> impl Strategy<Value = Vec<Transition>> {
    (plan(), 0_u8..4, transitions()).prop_map(|(plan, by, later)| {
        let first = decided(0, by, CommandAction::PlanVisit(plan), Vec::new());
        let later = later.into_iter().zip(1..).map(|(done, number)| Transition { command: command(number), ..done });
        std::iter::once(first).chain(later).collect()
    })
}

#[test]
fn two_who_end_one_visit_differently_are_asked_until_one_of_them_chooses() {
    use VisitStep::{Finished, NoAnswer, NotWanted, Started};
    let (meet_at, place) = (String::new(), String::new());
    let plan = VisitPlan { at: Timestamp(1), with: Vec::new(), reporter: ReporterJoins::No, meet_at, place };
    let given = [decided(0, 1, CommandAction::PlanVisit(plan), Vec::new())];
    let phase = |events: &[VisitEvent]| visit::fold(&given, events)[0].phase;
    let [begun, nobody, refused] = [(1, Started), (2, NoAnswer), (3, NotWanted)].map(|(id, step)| apart(id, step));
    let mut events = vec![begun, nobody];
    assert_eq!(asked(&events), [], "who only began says nothing of the end");
    events.push(apart(4, NoAnswer));
    assert_eq!(asked(&events), [], "two who say the same agree");
    events.push(refused);
    assert_eq!((asked(&events), phase(&events)), (vec![NoAnswer, NotWanted], VisitPhase::NotWanted));
    events.push(instead(5, NoAnswer, &[2, 3, 4].map(id)));
    assert_eq!((asked(&events), phase(&events)), (Vec::new(), VisitPhase::NoAnswer), "one of them chose");
    let answers = visit_end::answers(&events, command(0));
    let who: Vec<_> = answers.iter().map(|answer| (answer.id, answer.author, answer.at)).collect();
    assert_eq!(who, [2, 3, 4, 5].map(|number| (id(number), member(number), Timestamp(2))), "nothing is forgotten");
    events.push(instead(6, Finished, &[2, 3, 4].map(id)));
    assert_eq!((asked(&events), phase(&events)), (vec![NoAnswer, Finished], VisitPhase::Finished), "both chose");
}

proptest! {
    #![proptest_config(once())]

    #[test]
    fn what_is_asked_is_what_nobody_replaced_in_any_order_of_events(
        given in transitions(),
        (written, shuffled) in in_two_orders(events()),
    ) {
        for found in visit::fold(&given, &written) {
            let answers = visit_end::answers(&written, found.id);
            prop_assert_eq!(&answers, &visit_end::answers(&shuffled, found.id));
            let stands: BTreeSet<VisitStep> =
                standing(&written, found.id).into_iter().filter(|step| *step != VisitStep::Started).collect();
            prop_assert_eq!(ends_of(choice::standing(&answers)), stands.iter().copied().collect::<Vec<_>>());
            if let Some(greatest) = stands.last() {
                prop_assert_eq!(found.phase, VisitPhase::from(*greatest), "counts until somebody chose");
            }
        }
    }

    #[test]
    fn visits_fold_alike_in_any_order_of_events(
        given in transitions(),
        (written, shuffled) in in_two_orders(events()),
    ) {
        prop_assert_eq!(visit::fold(&given, &written), visit::fold(&given, &shuffled));
    }

    #[test]
    fn what_happened_goes_before_what_was_decided_elsewhere(
        given in transitions(),
        (_, written) in in_two_orders(events()),
    ) {
        for found in visit::fold(&given, &written) {
            let stands = standing(&written, found.id);
            let expected = match stands.as_slice() {
                [] => by_decisions_alone(&given, found.id, found.by),
                steps if steps.contains(&VisitStep::NotWanted) => VisitPhase::NotWanted,
                steps if steps.contains(&VisitStep::Finished) => VisitPhase::Finished,
                steps if steps.contains(&VisitStep::NoAnswer) => VisitPhase::NoAnswer,
                [..] => VisitPhase::Started,
            };
            prop_assert_eq!(found.phase, expected);
        }
    }

    #[test]
    fn a_visit_goes_to_its_end_and_never_back_while_nobody_replaces_anything(
        given in with_a_visit(),
        (written, shuffled) in in_two_orders(steps_apart()),
    ) {
        let end = visit::fold(&given, &written)[0].phase;
        let mut before = visit::fold(&given, &[])[0].phase;
        for arrived in 0..=shuffled.len() {
            let now = visit::fold(&given, &shuffled[..arrived])[0].phase;
            prop_assert!(before <= now, "{before:?} went back to {now:?}");
            before = now;
        }
        prop_assert_eq!(before, end, "whichever came first");
    }

    #[test]
    fn what_ended_at_the_door_is_not_opened_by_a_decision(
        given in with_a_visit(),
        step in prop::sample::select(vec![VisitStep::NoAnswer, VisitStep::Finished, VisitStep::NotWanted]),
    ) {
        let visits = visit::fold(&given, &[apart(1, step)]);
        prop_assert_eq!(visits[0].phase, VisitPhase::from(step));
        prop_assert!(visit::next(&visits).is_none_or(|next| next.id != command(0)));
    }

    #[test]
    fn a_decision_counts_whether_the_event_came_before_or_after_it(
        given in with_a_visit(),
        cut in any::<prop::sample::Index>(),
        step in prop::sample::select(VisitStep::ALL.to_vec()),
    ) {
        // The server may have had the event from here on: what is decided afterwards makes no difference to it.
        let cut = 1 + cut.index(given.len());
        let cancel = decided(200, 0, CommandAction::CancelVisit { visit: command(0) }, Vec::new());
        let early: Vec<_> = given[..cut].iter().chain([&cancel]).chain(&given[cut..]).cloned().collect();
        let late: Vec<_> = given.iter().chain([&cancel]).cloned().collect();
        let phase = |transitions: &[Transition]| visit::fold(transitions, &[apart(1, step)])[0].phase;
        prop_assert_eq!(phase(&early), VisitPhase::from(step));
        prop_assert_eq!(phase(&late), VisitPhase::from(step));
    }
}
