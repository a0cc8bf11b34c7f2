//! What a command comes to: whether the state allows it, the transition that it leaves, and what it grants.

mod checks;
mod grants;

pub(super) use grants::in_line_with_reach;

use buurtboek_shared::{
    doc::{
        read::TriageView,
        write::{append_transition, open_doc},
    },
    domain::{
        choice,
        command::{Command, CommandAction, ReporterJoins, VisitPlan},
        concern::{Concern, VisitChange},
        refusal::Reason,
        transition::Transition,
    },
    ids::{DocKind, EntryId, Hash256},
};
use yrs::Transact;

use super::{
    consequences,
    document::{Document, apply},
    gate::{Refused, Sender},
    plan::{Offer, plan_update},
    projection,
};
use crate::{
    authz::DocGrant,
    store::{Commit, Reader, commit::AuditAction},
};

/// Plans a command of a member whom the grant allows it.
pub(super) fn plan(
    reader: &dyn Reader,
    document: &mut Document,
    grant: &DocGrant,
    offer: &Offer,
    command: &Command,
    hash: Hash256,
) -> Result<Commit, Refused> {
    grant.allows_command(command.action.kind())?;
    // Who stands in for a coordinator does so by the grant alone; the connection knows nothing of it.
    let offer = &Offer { principal: grant.principal(), ..*offer };
    // Before the checks: what the reporter adds meanwhile was either on the screen, or counts as come since.
    let judged = judged(reader, document, &command.action)?;
    checks::check(reader, document, offer, command)?;
    let transition = Transition {
        command: command.id,
        by: offer.principal.member,
        at: offer.at,
        action: as_the_resident_wants(reader, document, &command.action)?,
        judged,
    };
    let update = written_by_server(document, offer, &transition)?;
    let sender = Sender::Server { member: offer.principal.member };
    let mut commit = plan_update(reader, document, offer, sender, &update, hash)?.ok_or(Reason::Repeats)?;
    commit.command = Some(command.id);
    commit.audit = AuditAction::Command;
    entail(reader, document, offer, command, &mut commit).map_err(|reason| Refused { reason, spoilt: true })?;
    Ok(commit)
}

/// The decision as it is carried out. A visit is with the reporter "if the resident agrees": where it is known that the
/// resident does not, it is planned without them, and they are told of no appointment that never was.
fn as_the_resident_wants(
    reader: &dyn Reader,
    document: &Document,
    action: &CommandAction,
) -> Result<CommandAction, Reason> {
    let Concern::Visit(change) = action.concern() else { return Ok(action.clone()) };
    let alone = |plan: &VisitPlan| VisitPlan { reporter: ReporterJoins::No, ..plan.clone() };
    match change {
        VisitChange::Planned(plan) | VisitChange::Moved(_, plan) if plan.reporter == ReporterJoins::No => {
            Ok(action.clone())
        }
        VisitChange::Planned(plan) if consequences::reporter_is_refused(reader, document)? => {
            Ok(CommandAction::PlanVisit(alone(plan)))
        }
        VisitChange::Moved(visit, plan) if consequences::reporter_is_refused(reader, document)? => {
            Ok(CommandAction::MoveVisit { visit, plan: alone(plan) })
        }
        VisitChange::Planned(_) | VisitChange::Moved(..) | VisitChange::Cancelled(_) => Ok(action.clone()),
    }
}

/// The answers on a triage's urgency, and the additions of its reporter, that whoever ends it could know of.
fn judged(reader: &dyn Reader, document: &Document, action: &CommandAction) -> Result<Vec<EntryId>, Reason> {
    match action.concern() {
        Concern::Ending => {
            let view = triage(document)?;
            let answers = choice::standing(&view.urgency).into_iter().map(|entry| entry.id);
            let intake = projection::intake(reader, document.header.doc.sibling(DocKind::Intake))?;
            let added = intake.into_iter().flat_map(|intake| intake.additions).map(|addition| addition.id);
            Ok(answers.chain(added).collect())
        }
        Concern::GivenTo(_) | Concern::Left(_) | Concern::Visit(_) | Concern::Reach(_) | Concern::Standing => {
            Ok(Vec::new())
        }
    }
}

/// A triage as it stands in memory.
pub(super) fn triage(document: &Document) -> Result<TriageView, Reason> {
    let txn = document.doc.try_transact().map_err(|_| Reason::Recovering)?;
    Ok(TriageView::read(&txn))
}

/// The transition as an update under a client id that is used for nothing else.
fn written_by_server(document: &Document, offer: &Offer, transition: &Transition) -> Result<Vec<u8>, Reason> {
    let state = document.state().map_err(|_| Reason::Panicked)?;
    let scratch = open_doc(offer.fresh_client);
    apply(&scratch, &state, |_| Ok(()))?;
    append_transition(&scratch, document.header.doc.kind, transition).map_err(|_| Reason::Recovering)
}

/// What the command grants, and what it tells the reporter. The document in memory has the transition already.
fn entail(
    reader: &dyn Reader,
    document: &Document,
    offer: &Offer,
    command: &Command,
    commit: &mut Commit,
) -> Result<(), Reason> {
    match document.header.doc.kind {
        DocKind::Triage => {
            grants::of_triage(reader, document, offer, &command.action, commit)?;
            consequences::tell_of_triage(reader, document, commit)
        }
        DocKind::Dossier => {
            grants::of_dossier(reader, document, offer, &command.action, commit)?;
            consequences::tell_of_dossier(reader, document, commit)
        }
        DocKind::Signal => consequences::of_withdrawal(reader, document, offer, commit),
        DocKind::Note | DocKind::Intake | DocKind::Feedback | DocKind::Directory => Ok(()),
    }
}
