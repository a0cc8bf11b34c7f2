//! What somebody may write or decide, by proptest.

use buurtboek_shared::{
    domain::{
        attempt::{AttemptMeans, ContactAttempt, DayPart},
        choice::ChoiceEntry,
        command::{CommandAction, Outcome, ReporterJoins, Signpost, VisitPlan},
        date::Date,
        restriction::Restriction,
        signal::YesNo,
        transition::Transition,
        visit::{VisitEvent, VisitStep},
    },
    ids::{CommandId, DocId, DocKind, EntryId, Id128, MemberId},
    time::Timestamp,
};
use proptest::{collection::vec, prelude::*, sample::Index};

/// Codes of "Hoe snel?".
pub(super) const URGENCIES: [&str; 3] = ["can_wait", "this_week", "today"];
/// Words that no reporter ever reads.
pub(super) const FOR_THE_TEAM: &str = "alleen voor het team";

pub(super) fn once() -> ProptestConfig {
    ProptestConfig { failure_persistence: None, ..ProptestConfig::default() }
}

pub(super) fn id(number: u8) -> EntryId {
    EntryId::from_bytes([number; 16])
}

pub(super) fn member(number: u8) -> MemberId {
    MemberId::from_bytes([number; 16])
}

/// A command that may be among the first ten.
pub(super) fn command(number: u8) -> CommandId {
    CommandId::from_bytes([number; 16])
}

/// The same items in the order of writing and in any order.
pub(super) fn in_two_orders<T: Clone + std::fmt::Debug + 'static>(
    items: impl Strategy<Value = Vec<T>> + 'static,
) -> BoxedStrategy<(Vec<T>, Vec<T>)> {
    items.prop_flat_map(|items| (Just(items.clone()), Just(items).prop_shuffle())).boxed()
}

/// What each of so many entries replaces: some of the ones before it, as a person can only replace what was shown.
fn replaced(at: usize, of: &[Index]) -> Vec<EntryId> {
    if at == 0 { Vec::new() } else { of.iter().map(|index| id(index.index(at) as u8 + 1)).collect() }
}

/// Up to seven of these, each with the entry's id and what it replaces.
pub(super) fn entries<T: std::fmt::Debug + 'static>(
    one: impl Strategy<Value = T> + 'static,
) -> BoxedStrategy<Vec<(EntryId, Vec<EntryId>, T)>> {
    vec((one, vec(any::<Index>(), 0..3)), 0..8)
        .prop_map(|given| {
            let numbered = given.into_iter().enumerate();
            numbered.map(|(at, (item, of))| (id(at as u8 + 1), replaced(at, &of), item)).collect()
        })
        .boxed()
}

/// Answers with distinct ids, of these values.
pub(super) fn answers(values: [&'static str; 3]) -> BoxedStrategy<Vec<ChoiceEntry>> {
    entries(0_u8..3)
        .prop_map(move |given| {
            let answer = |(id, supersedes, value): (EntryId, Vec<EntryId>, u8)| ChoiceEntry {
                id,
                value: values[usize::from(value)].to_owned(),
                author: member(value),
                at: Timestamp(1),
                supersedes,
                why: String::new(),
            };
            given.into_iter().map(answer).collect()
        })
        .boxed()
}

/// What happened in the first visits.
pub(super) fn events() -> BoxedStrategy<Vec<VisitEvent>> {
    entries((0_u8..3, prop::sample::select(VisitStep::ALL.to_vec())))
        .prop_map(|given| {
            let event = |(id, supersedes, (visit, step)): (EntryId, Vec<EntryId>, (u8, VisitStep))| VisitEvent {
                id,
                author: member(visit),
                at: Timestamp(2),
                visit: command(visit),
                step,
                supersedes,
            };
            given.into_iter().map(event).collect()
        })
        .boxed()
}

pub(super) fn attempts() -> BoxedStrategy<Vec<ContactAttempt>> {
    let reached = prop::sample::select(YesNo::ALL.to_vec());
    entries(reached)
        .prop_map(|given| {
            let attempt = |(id, _, reached): (EntryId, Vec<EntryId>, YesNo)| ContactAttempt {
                id,
                author: member(1),
                at: Timestamp(3),
                means: AttemptMeans::Rang,
                day_part: DayPart::Morning,
                reached,
                text: String::new(),
            };
            given.into_iter().map(attempt).collect()
        })
        .boxed()
}

pub(super) fn plan() -> impl Strategy<Value = VisitPlan> {
    (0_i64..4, 0_u8..4, prop_oneof![Just(ReporterJoins::No), Just(ReporterJoins::IfResidentAgrees)]).prop_map(
        |(at, with, reporter)| VisitPlan {
            at: Timestamp(at),
            with: vec![member(with)],
            reporter,
            meet_at: "buurthuis".into(),
            place: FOR_THE_TEAM.into(),
        },
    )
}

fn restriction() -> impl Strategy<Value = Restriction> {
    prop_oneof![
        Just(Restriction::Team),
        Just(Restriction::CoordinatorOnly),
        vec(0_u8..4, 0..3).prop_map(|named| Restriction::Named(named.into_iter().map(member).collect())),
    ]
}

fn ending() -> impl Strategy<Value = CommandAction> {
    prop_oneof![
        prop::sample::select(Outcome::CHOICES.to_vec())
            .prop_map(|outcome| CommandAction::Close { outcome, note: Some(FOR_THE_TEAM.into()) }),
        Just(CommandAction::Forward { to: FOR_THE_TEAM.into() }),
        prop::sample::select(Signpost::ALL.to_vec())
            .prop_map(|signpost| CommandAction::OutOfScope { signpost, why: FOR_THE_TEAM.into() }),
    ]
}

fn of_visit() -> impl Strategy<Value = CommandAction> {
    prop_oneof![
        2 => plan().prop_map(CommandAction::PlanVisit),
        1 => (0_u8..4, plan()).prop_map(|(visit, plan)| CommandAction::MoveVisit { visit: command(visit), plan }),
        1 => (0_u8..4).prop_map(|visit| CommandAction::CancelVisit { visit: command(visit) }),
    ]
}

fn other_triage(id: u8) -> DocId {
    DocId::new(DocKind::Triage, Id128([id; 16]))
}

fn action() -> impl Strategy<Value = CommandAction> {
    prop_oneof![
        4 => of_visit(),
        2 => ending(),
        1 => Just(CommandAction::TakeUp),
        1 => (0_u8..4).prop_map(|to| CommandAction::Assign { to: member(to) }),
        1 => (0_u8..3).prop_map(|with| CommandAction::Link { with: other_triage(with) }),
        1 => (0_u8..3).prop_map(|with| CommandAction::Unlink { with: other_triage(with) }),
        1 => Just(CommandAction::Finalise),
        1 => Just(CommandAction::Withdraw),
        1 => Just(CommandAction::GiveBack),
        1 => Just(CommandAction::Reopen { why: FOR_THE_TEAM.into() }),
        1 => restriction().prop_map(|to| CommandAction::Restrict { to }),
        1 => (14_u8..18).prop_map(|day| CommandAction::OpenDossier { help_asked_on: Date::new(2026, 3, day).unwrap() }),
        1 => Just(CommandAction::EndExploration),
        1 => (0_u8..4).prop_map(|of| CommandAction::EndAccess { of: member(of) }),
    ]
}

/// Decisions in server order. Each knows of some of the answers on urgency.
pub(super) fn transitions() -> BoxedStrategy<Vec<Transition>> {
    vec((action(), 0_u8..4, vec((1_u8..8).prop_map(id), 0..6)), 0..10)
        .prop_map(|actions| {
            let numbered = actions.into_iter().enumerate();
            numbered.map(|(at, (action, by, judged))| decided(at as u8, by, action, judged)).collect()
        })
        .boxed()
}

/// One decision: the number is its place in the server's order and the name of a visit that it plans.
pub(super) fn decided(number: u8, by: u8, action: CommandAction, judged: Vec<EntryId>) -> Transition {
    let at = Timestamp(100 + i64::from(number));
    Transition { command: command(number), by: member(by), at, action, judged }
}
