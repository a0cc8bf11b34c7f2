//! What an accepted update of a signal entails: the team's triage, the checked values that the team reads, and what the
//! reporter may know. All of it is part of the same commit.

use buurtboek_shared::{
    doc::{
        entries::Entry,
        rules::Difference,
        schema::{ADDITIONS, EntryForm, REPORT, TRANSITIONS},
    },
    domain::{
        access::Access,
        command::CommandAction,
        feedback::Sentence,
        intake::Intake,
        refusal::Reason,
        role::Role,
        signal::{Report, SignalAddition},
        transition::Transition,
    },
    ids::{DocId, DocKind, MemberId},
    protocol::limits::SCHEMA,
    time::Timestamp,
};

use super::{creation::header, document::Document, plan::Offer, projection};
use crate::store::{Commit, Reader, commit::GrantChange};

/// Adds to the commit what the difference entails.
pub(super) fn of_update(
    reader: &dyn Reader,
    document: &Document,
    offer: &Offer,
    difference: &Difference,
    commit: &mut Commit,
) -> Result<(), Reason> {
    let written = |form| difference.entries.iter().any(|(_, entry)| entry.form() == form);
    if document.header.doc.kind != DocKind::Signal
        || !(written(EntryForm::Report) || written(EntryForm::SignalAddition))
    {
        return Ok(());
    }
    if written(EntryForm::Report) {
        make_triage(reader, document, offer, commit)?;
        make_feedback(reader, document, offer, commit)?;
    }
    put_values(reader, document, offer, commit)
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
    let signal = Signal::read(document)?;
    let intake = document.header.doc.sibling(DocKind::Intake);
    let received = projection::received(reader, intake)?.unwrap_or(offer.at);
    let withdrawn = signal.withdrawn;
    let value = Intake {
        reporter: document.header.created_by,
        received,
        report: signal.report,
        additions: signal.additions,
        withdrawn,
    };
    commit.parts.push(projection::intake_part(intake, document.header.team, &value)?);
    commit.parts.push(projection::feedback_receipt_part(document, received, withdrawn)?);
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
        let works_with_signals = match member.role {
            Role::Professional | Role::Coordinator => true,
            Role::Volunteer
            | Role::Adviser
            | Role::ProcessManager
            | Role::PolicyMaker
            | Role::PrivacyOfficer
            | Role::Administrator => false,
        };
        if works_with_signals {
            commit.grants.push(GrantChange::Give { doc: triage, member: member.member, access: Access::Write });
            commit.grants.push(GrantChange::Give { doc: intake, member: member.member, access: Access::Read });
        }
    }
    Ok(())
}

fn make_feedback(reader: &dyn Reader, document: &Document, offer: &Offer, commit: &mut Commit) -> Result<(), Reason> {
    let reporter = document.header.created_by;
    let feedback = DocId::feedback(reporter);
    if reader.header(feedback).map_err(|_| Reason::Recovering)?.is_none() {
        commit.create.push(header(offer, feedback, None, SCHEMA));
        commit.grants.push(GrantChange::Give { doc: feedback, member: reporter, access: Access::Read });
    }
    Ok(())
}

/// What a triage says to the reporter of its signal.
pub(super) fn tell_reporter(
    reader: &dyn Reader,
    triage: &Document,
    sentence: &Sentence,
    commit: &mut Commit,
) -> Result<(), Reason> {
    let reporter = reporter_of(reader, triage)?;
    commit.parts.push(projection::feedback_sentence_part(triage, reporter, sentence)?);
    Ok(())
}

fn reporter_of(reader: &dyn Reader, triage: &Document) -> Result<MemberId, Reason> {
    let signal = triage.header.doc.sibling(DocKind::Signal);
    let header = reader.header(signal).map_err(|_| Reason::Recovering)?.ok_or(Reason::UnknownReference)?;
    Ok(header.created_by)
}

/// A signal as it stands with the update in it.
struct Signal {
    report: Report,
    additions: Vec<SignalAddition>,
    withdrawn: Option<Timestamp>,
}

impl Signal {
    fn read(document: &Document) -> Result<Self, Reason> {
        let mut report = None;
        let mut additions = Vec::new();
        let mut withdrawn = None;
        for (root, form) in
            [(REPORT, EntryForm::Report), (ADDITIONS, EntryForm::SignalAddition), (TRANSITIONS, EntryForm::Transition)]
        {
            for any in document.values().entries(root).iter().flatten() {
                match Entry::read(form, any)? {
                    Entry::Report(found) => report = Some(*found),
                    Entry::SignalAddition(found) => additions.push(found),
                    Entry::Transition(Transition { action: CommandAction::Withdraw, at, .. }) => {
                        withdrawn.get_or_insert(at);
                    }
                    Entry::Transition(_)
                    | Entry::Choice(_)
                    | Entry::Remark(_)
                    | Entry::Person(_)
                    | Entry::Words(_)
                    | Entry::NoteAddition(_) => {}
                }
            }
        }
        Ok(Self { report: report.ok_or(Reason::WrongState)?, additions, withdrawn })
    }
}
