//! What people do on a headless device, as the screens would have them do it.

use buurtboek_shared::{
    doc::{
        entries::Entry,
        read::read_text,
        schema::{NAME, PRESENT, REMARKS, REPORT, VISIT_DATE, heading_root},
        write::Intent,
    },
    domain::{
        choice::ChoiceEntry,
        command::CommandAction,
        note::Heading,
        signal::{FeltUrgency, Place, Report, Since},
        triage::Remark,
    },
    ids::{DocId, DocKind, MemberId},
};
use yrs::Transact;

use super::{Headless, Stuck, now};
use crate::tablet::Kept;

/// The root of the first heading of a note.
pub const WE_SEE: &str = heading_root(Heading::WeSee);

/// Who has the device.
#[must_use]
pub fn member(device: &Headless) -> MemberId {
    device.login().owner.member
}

/// The report of a signal.
#[must_use]
pub fn report(device: &Headless, observation: &str) -> Intent {
    let report = Report {
        id: device.tablet.entry_id(),
        author: member(device),
        at: now(),
        observation: observation.into(),
        place: Place::Address { street: "Nevelstraat".into(), number: "14".into() },
        since: Since::FewDays,
        urgency: FeltUrgency::Today,
        relation: None,
        contact: None,
        person_knows: None,
        interpretation: String::new(),
        may_call: None,
        wants_along: None,
    };
    Intent::Append { root: REPORT.into(), entry: Entry::Report(Box::new(report)) }
}

/// An answer in a field with choices.
#[must_use]
pub fn answer(device: &Headless, root: &str, value: &str) -> Intent {
    let entry = ChoiceEntry {
        id: device.tablet.entry_id(),
        value: value.into(),
        author: member(device),
        at: now(),
        supersedes: Vec::new(),
        why: String::new(),
    };
    Intent::Append { root: root.into(), entry: Entry::Choice(entry) }
}

/// A remark of the team on a signal.
#[must_use]
pub fn remark(device: &Headless, text: &str) -> Intent {
    let remark = Remark { id: device.tablet.entry_id(), author: member(device), at: now(), text: text.into() };
    Intent::Append { root: REMARKS.into(), entry: Entry::Remark(remark) }
}

/// Text under the first heading of a note.
#[must_use]
pub fn typed(at: u32, text: &str) -> Intent {
    Intent::EditText { root: WE_SEE.into(), at, remove: 0, insert: text.into() }
}

/// Sends a signal; it is on its way when this returns.
///
/// # Panics
/// When the device does not keep it.
pub async fn sends_signal(device: &mut Headless, observation: &str) -> DocId {
    let doc = DocId::new(DocKind::Signal, device.tablet.id());
    let first = report(device, observation);
    assert_eq!(device.tablet.creates(doc, None, now(), &[first]), Kept::Yes);
    device.offer().await;
    doc
}

/// A note in a dossier; it is on its way when this returns.
///
/// # Panics
/// When the device does not keep it.
pub async fn begins_note(device: &mut Headless, dossier: DocId) -> DocId {
    let note = DocId::new(DocKind::Note, device.tablet.id());
    let date = answer(device, VISIT_DATE, "2026-11-20");
    let present = answer(device, PRESENT, "mevrouw Bakema");
    assert_eq!(device.tablet.creates(note, Some(dossier), now(), &[typed(0, "Schoon. "), date, present]), Kept::Yes);
    device.offer().await;
    note
}

/// A dossier with a note that both may write in.
///
/// # Errors
/// When it does not arrive.
///
/// # Panics
/// When a device does not keep it.
pub async fn kitchen_table(samira: &mut Headless, joost: &mut Headless) -> Result<(DocId, DocId), Stuck> {
    let dossier = DocId::new(DocKind::Dossier, samira.tablet.id());
    let name = answer(samira, NAME, "Mevrouw Bakema");
    assert_eq!(samira.tablet.creates(dossier, None, now(), &[name]), Kept::Yes);
    let assign = CommandAction::Assign { to: member(joost) };
    assert_eq!(samira.tablet.decides(dossier, now(), assign).1, Kept::Yes);
    let note = begins_note(samira, dossier).await;
    samira.until("the note on the server", Headless::is_at_rest).await?;
    joost.until("the note at the colleague's", |joost| holds(joost, note)).await?;
    joost.until("rest", Headless::is_at_rest).await?;
    Ok((dossier, note))
}

/// Whether the server's content of a document is on the device.
#[must_use]
pub fn holds(device: &Headless, doc: DocId) -> bool {
    device.tablet.holds(doc, now()).is_some_and(|held| !held.rows.is_empty() || held.snapshot.is_some())
}

/// What stands under the first heading of a note.
pub fn text(device: &mut Headless, note: DocId) -> String {
    device.tablet.puts_aside();
    device.tablet.reads(note, now(), |open| read_text(&open.transact(), WE_SEE)).unwrap_or_default()
}
