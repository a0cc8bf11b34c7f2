//! The coordinator's inbox: from list rows to what stands where, natively.

use buurtboek_client::{
    storage::{
        device_store::ViewRow,
        summary::{Summary, TriageSummary},
    },
    ui::pages::{coordinator::inbox_list::Standing, professional::signal_list::join},
};
use buurtboek_shared::{
    domain::{
        access::Access,
        intake::Intake,
        signal::{FeltUrgency, Place, Report, Since},
        triage::TriagePhase,
    },
    ids::{DocId, DocKind, EntryId, Id128, Seq},
    time::Timestamp,
};

use super::{SAMIRA, heading, line, many, ratio, times};

pub(super) fn measure() {
    let count = many(2_000);
    heading(&format!("The inbox with {count} signals"));
    let (intakes, triages): (Vec<ViewRow>, Vec<ViewRow>) = (0..count as u64).map(rows).unzip();
    let whole = times(many(200), || drop(join(&intakes, &triages)));
    line("rows become items, median", format_args!("{:.2?}", whole.median()));
    let items = join(&intakes, &triages);
    let placed = times(many(200), || drop(Standing::of(&items)));
    let share = ratio(placed.median(), whole.median());
    line("items get their places, median", format_args!("{:.2?} ({share:.2} × that)", placed.median()));
    let standing = Standing::of(&items);
    let arrived = times(many(20), || assert_eq!(standing.arrivals(&items).count, 0));
    line("how many are new, median", format_args!("{:.2?}", arrived.median()));
}

/// The rows of one signal.
fn rows(number: u64) -> (ViewRow, ViewRow) {
    let mut id = [0; 16];
    id[..8].copy_from_slice(&number.to_be_bytes());
    let received = Timestamp(1_790_000_000_000 + i64::try_from(number * 7_919 % 100_000).unwrap_or_default());
    let report = Report {
        id: EntryId(Id128(id)),
        author: SAMIRA,
        at: received,
        observation: "De gordijnen zijn al twee dagen dicht en de krant ligt er nog".into(),
        place: Place::Address { street: "Nevelstraat".into(), number: number.to_string() },
        since: Since::FewDays,
        urgency: if number.is_multiple_of(5) { FeltUrgency::Today } else { FeltUrgency::ThisWeek },
        relation: None,
        contact: None,
        person_knows: None,
        interpretation: String::new(),
        may_call: None,
        wants_along: None,
    };
    let intake = Intake::of((SAMIRA, received), report, Vec::new(), Vec::new(), None);
    let triage = TriageSummary {
        phase: TriagePhase::Received,
        holder: number.is_multiple_of(3).then_some((SAMIRA, received)),
        urgency: None,
        visits: Vec::new(),
        ahead: Vec::new(),
        untouched: Vec::new(),
        again: None,
        outcome: None,
        judged: Vec::new(),
        links: Vec::new(),
    };
    let row = |kind, summary| ViewRow {
        doc: DocId::new(kind, Id128(id)),
        parent: None,
        created: received,
        access: Access::Read,
        seq: Seq(1),
        summary,
        words: "de gordijnen zijn al twee dagen dicht".into(),
    };
    (row(DocKind::Intake, Summary::Intake(Box::new(intake))), row(DocKind::Triage, Summary::Triage(triage)))
}
