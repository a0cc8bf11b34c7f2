//! What an accepted update entails. Of a signal: the team's triage, the checked values that the team reads, and what the
//! reporter may know. Of a triage or a dossier: what the reporter may know. All of it is part of the same commit.

use buurtboek_shared::{
    doc::{
        read::{DossierView, SignalView},
        rules::Difference,
        schema::EntryForm,
    },
    domain::{
        access::Access,
        feedback::{self, DossierWord, TriageWord},
        intake::Intake,
        refusal::Reason,
        visit::Visit,
        wish,
    },
    ids::{DocId, DocKind, MemberId},
    protocol::limits::SCHEMA,
};
use yrs::Transact;

use super::{command, creation::header, document::Document, plan::Offer, projection};
use crate::store::{Commit, Reader, commit::GrantChange};

/// Adds to the commit what the difference entails.
pub(super) fn of_update(
    reader: &dyn Reader,
    document: &Document,
    offer: &Offer,
    difference: &Difference,
    commit: &mut Commit,
) -> Result<(), Reason> {
    let written = |forms: &[EntryForm]| difference.entries.iter().any(|(_, entry)| forms.contains(&entry.form()));
    match document.header.doc.kind {
        DocKind::Signal if written(&[EntryForm::Report]) => {
            make_triage(reader, document, offer, commit)?;
            open_feedback(document, commit);
            put_values(reader, document, offer, commit)
        }
        DocKind::Signal if written(&[EntryForm::SignalAddition, EntryForm::Reply]) => {
            put_values(reader, document, offer, commit)
        }
        DocKind::Triage if written(&[EntryForm::Choice, EntryForm::Attempt, EntryForm::VisitEvent]) => {
            tell_of_triage(reader, document, commit)
        }
        DocKind::Dossier if written(&[EntryForm::Wish, EntryForm::VisitEvent]) => {
            tell_of_dossier(reader, document, commit)
        }
        DocKind::Signal
        | DocKind::Triage
        | DocKind::Dossier
        | DocKind::Note
        | DocKind::Intake
        | DocKind::Feedback
        | DocKind::Directory => Ok(()),
    }
}

/// The reporter withdrew the signal: the team sees it, and decides what follows.
pub(super) fn of_withdrawal(
    reader: &dyn Reader,
    document: &Document,
    offer: &Offer,
    commit: &mut Commit,
) -> Result<(), Reason> {
    put_values(reader, document, offer, commit)
}

/// The signal's checked values, for the team, and its receipt, for the reporter.
fn put_values(reader: &dyn Reader, document: &Document, offer: &Offer, commit: &mut Commit) -> Result<(), Reason> {
    let txn = document.doc.try_transact().map_err(|_| Reason::Recovering)?;
    let signal = SignalView::read(&txn);
    let intake = document.header.doc.sibling(DocKind::Intake);
    let received = projection::received(reader, intake)?.unwrap_or(offer.at);
    let report = signal.report.ok_or(Reason::WrongState)?;
    let sent = (document.header.created_by, received);
    let value = Intake::of(sent, report, signal.additions, signal.replies, signal.withdrawn);
    commit.parts.push(projection::intake_part(intake, document.header.team, &value)?);
    commit.parts.push(projection::feedback_receipt_part(document, received, signal.withdrawn)?);
    Ok(())
}

/// The team's document about this signal, open to all staff of the team.
fn make_triage(reader: &dyn Reader, document: &Document, offer: &Offer, commit: &mut Commit) -> Result<(), Reason> {
    let signal = document.header.doc;
    let (triage, intake) = (signal.sibling(DocKind::Triage), signal.sibling(DocKind::Intake));
    for doc in [triage, intake] {
        commit.create.push(header(offer, doc, None, SCHEMA));
    }
    for member in reader.members(document.header.team).map_err(|_| Reason::Recovering)? {
        if member.role.works_with_signals() {
            commit.grants.push(GrantChange::Give { doc: triage, member: member.member, access: Access::Write });
            commit.grants.push(GrantChange::Give { doc: intake, member: member.member, access: Access::Read });
        }
    }
    Ok(())
}

/// The reporter reads what becomes of it. One document for all their signals, each of which has a task of its own: its
/// making is left to the receipt's part, since whoever looks first whether it is there may look beside another.
fn open_feedback(document: &Document, commit: &mut Commit) {
    let reporter = document.header.created_by;
    commit.grants.push(GrantChange::Give { doc: DocId::feedback(reporter), member: reporter, access: Access::Read });
}

/// What a triage as it stands in memory says to the reporter of its signal.
pub(super) fn tell_of_triage(reader: &dyn Reader, triage: &Document, commit: &mut Commit) -> Result<(), Reason> {
    let state = command::triage(triage)?.state;
    // A withdrawal is the signal's own to tell.
    let word = TriageWord::of(&state, &planner(reader, triage, &state.visits)?);
    let reporter = reporter_of(reader, triage.header.doc)?;
    commit.parts.push(projection::feedback_sentence_part(triage, reporter, &word)?);
    Ok(())
}

/// What a dossier as it stands in memory says to the reporter of the signal that it came of.
pub(super) fn tell_of_dossier(reader: &dyn Reader, dossier: &Document, commit: &mut Commit) -> Result<(), Reason> {
    let Some(triage) = dossier.header.parent.filter(|parent| parent.kind == DocKind::Triage) else { return Ok(()) };
    let view = {
        let txn = dossier.doc.try_transact().map_err(|_| Reason::Recovering)?;
        DossierView::read(&txn)
    };
    let visits = &view.state.visits;
    let word = DossierWord::of(visits, &wish::fold(&view.wishes), &planner(reader, dossier, visits)?);
    let reporter = reporter_of(reader, triage)?;
    commit.parts.push(projection::feedback_dossier_part(dossier, (reporter, triage), &word)?);
    Ok(())
}

/// Did the resident of this triage or dossier say that the reporter is not to be there? Where nobody reported, no.
pub(super) fn reporter_is_refused(reader: &dyn Reader, document: &Document) -> Result<bool, Reason> {
    let header = &document.header;
    let triage = [Some(header.doc), header.parent].into_iter().flatten().find(|doc| doc.kind == DocKind::Triage);
    let Some(triage) = triage else { return Ok(false) };
    projection::reporter_is_refused(reader, reporter_of(reader, triage)?, triage)
}

/// The first name of who planned the visit that the reporter has an appointment for; empty when there is none.
fn planner(reader: &dyn Reader, document: &Document, visits: &[Visit]) -> Result<String, Reason> {
    match feedback::appointment(visits) {
        Some(visit) => projection::first_name(reader, document.header.team, visit.by),
        None => Ok(String::new()),
    }
}

fn reporter_of(reader: &dyn Reader, triage: DocId) -> Result<MemberId, Reason> {
    let signal = triage.sibling(DocKind::Signal);
    let header = reader.header(signal).map_err(|_| Reason::Recovering)?.ok_or(Reason::UnknownReference)?;
    Ok(header.created_by)
}
