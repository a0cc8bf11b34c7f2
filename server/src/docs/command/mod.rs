//! What a command comes to: whether the state allows it, the transition that it leaves, and what it grants.

use buurtboek_shared::{
    doc::{
        entries::Entry,
        schema::{EntryForm, TRANSITIONS},
        write::{append_transition, open_doc},
    },
    domain::{
        access::Access,
        command::{Command, CommandAction},
        feedback,
        note::{self, NoteState},
        refusal::Reason,
        role::Role,
        transition::Transition,
        triage::{self, TriagePhase, TriageState},
    },
    ids::{DocId, DocKind, Hash256, MemberId},
};

use super::{
    consequences,
    document::{Document, apply},
    gate::{Refused, Sender},
    plan::{Offer, plan_update},
    projection,
};
use crate::{
    authz::DocGrant,
    store::{
        Commit, Reader,
        commit::{AuditAction, GrantChange},
    },
};

/// Longest place to meet, in characters.
const MAX_MEET_AT: usize = 200;
/// Documents read at once when those of a dossier are looked for.
const PAGE: usize = 256;

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
    let history = transitions(document)?;
    check_state(reader, document, offer, command, &history)?;
    let transition =
        Transition { command: command.id, by: offer.principal.member, at: offer.at, action: command.action.clone() };
    let update = written_by_server(document, offer, &transition)?;
    let sender = Sender::Server { member: offer.principal.member };
    let mut commit = plan_update(reader, document, offer, sender, &update, hash)?.ok_or(Reason::Repeats)?;
    commit.command = Some(command.id);
    commit.audit = AuditAction::Command;
    let mut now = history;
    now.push(transition);
    entail(reader, document, offer, command, &now, &mut commit).map_err(|reason| Refused { reason, spoilt: true })?;
    Ok(commit)
}

/// The accepted commands of a document, in server order.
fn transitions(document: &Document) -> Result<Vec<Transition>, Reason> {
    let mut found = Vec::new();
    for any in document.values().entries(TRANSITIONS).iter().flatten() {
        if let Entry::Transition(transition) = Entry::read(EntryForm::Transition, any)? {
            found.push(transition);
        }
    }
    Ok(found)
}

/// The transition as an update under a client id that is used for nothing else.
fn written_by_server(document: &Document, offer: &Offer, transition: &Transition) -> Result<Vec<u8>, Reason> {
    let state = document.state().map_err(|_| Reason::Panicked)?;
    let scratch = open_doc(offer.fresh_client);
    apply(&scratch, &state, |_| Ok(()))?;
    append_transition(&scratch, document.header.doc.kind, transition).map_err(|_| Reason::Recovering)
}

fn check_state(
    reader: &dyn Reader,
    document: &Document,
    offer: &Offer,
    command: &Command,
    history: &[Transition],
) -> Result<(), Reason> {
    let kind = document.header.doc.kind;
    match (&command.action, kind) {
        (CommandAction::TakeUp, DocKind::Triage) => match open_triage(history)?.holder {
            Some((by, at)) if by != offer.principal.member => Err(Reason::AlreadyTaken { by, at }),
            Some(_) => Err(Reason::WrongState),
            None => Ok(()),
        },
        (CommandAction::Assign { to }, DocKind::Triage) => {
            open_triage(history)?;
            colleague(reader, offer, *to)
        }
        (CommandAction::Assign { to }, DocKind::Dossier) => colleague(reader, offer, *to),
        (CommandAction::Link { with }, DocKind::Triage) => linkable(reader, document, offer, *with),
        (CommandAction::Close { .. }, DocKind::Triage) => open_triage(history).map(drop),
        (CommandAction::PlanVisit { with, meet_at, .. }, DocKind::Triage) => {
            open_triage(history)?;
            if meet_at.chars().count() > MAX_MEET_AT {
                return Err(Reason::TooLarge);
            }
            with.iter().try_for_each(|member| colleague(reader, offer, *member))
        }
        (CommandAction::Finalise, DocKind::Note) => finalisable(document, command, history),
        (CommandAction::Withdraw, DocKind::Signal) => {
            let withdrawn = history.iter().any(|transition| matches!(transition.action, CommandAction::Withdraw));
            if withdrawn { Err(Reason::WrongState) } else { Ok(()) }
        }
        (
            CommandAction::TakeUp
            | CommandAction::Assign { .. }
            | CommandAction::Link { .. }
            | CommandAction::Close { .. }
            | CommandAction::PlanVisit { .. }
            | CommandAction::Finalise
            | CommandAction::Withdraw,
            DocKind::Signal
            | DocKind::Intake
            | DocKind::Triage
            | DocKind::Dossier
            | DocKind::Note
            | DocKind::Feedback
            | DocKind::Directory,
        ) => Err(Reason::WrongState),
    }
}

fn open_triage(history: &[Transition]) -> Result<TriageState, Reason> {
    let state = triage::fold(history);
    match state.phase {
        TriagePhase::Closed => Err(Reason::WrongState),
        TriagePhase::Received | TriagePhase::TakenUp | TriagePhase::Assigned | TriagePhase::VisitPlanned => Ok(state),
    }
}

/// Somebody of the team who visits people.
fn colleague(reader: &dyn Reader, offer: &Offer, member: MemberId) -> Result<(), Reason> {
    let members = reader.members(offer.principal.team).map_err(|_| Reason::Recovering)?;
    let visits = members.iter().any(|found| {
        found.member == member
            && match found.role {
                Role::Professional | Role::Coordinator => true,
                Role::Volunteer
                | Role::Adviser
                | Role::ProcessManager
                | Role::PolicyMaker
                | Role::PrivacyOfficer
                | Role::Administrator => false,
            }
    });
    if visits { Ok(()) } else { Err(Reason::UnknownReference) }
}

/// Another triage that the member may read.
fn linkable(reader: &dyn Reader, document: &Document, offer: &Offer, with: DocId) -> Result<(), Reason> {
    if with.kind != DocKind::Triage || with == document.header.doc {
        return Err(Reason::UnknownReference);
    }
    let access = reader.access(with, offer.principal.member).map_err(|_| Reason::Recovering)?;
    access.map(|_| ()).ok_or(Reason::UnknownReference)
}

/// Finishing freezes what was on the screen, nothing else.
fn finalisable(document: &Document, command: &Command, history: &[Transition]) -> Result<(), Reason> {
    if let NoteState::Finalised { by, at } = note::fold(history) {
        return Err(Reason::Finalised { by, at });
    }
    let (seq, chain) = document.head();
    match command.expects {
        Some(shown) if shown.seq == seq && shown.chain == chain => Ok(()),
        Some(_) | None => Err(Reason::ChangedSince),
    }
}

/// What the command grants, and what it tells the reporter.
fn entail(
    reader: &dyn Reader,
    document: &Document,
    offer: &Offer,
    command: &Command,
    now: &[Transition],
    commit: &mut Commit,
) -> Result<(), Reason> {
    match (document.header.doc.kind, &command.action) {
        (DocKind::Triage, _) => {
            let state = triage::fold(now);
            let planner = match &state.visit {
                Some(visit) => projection::first_name(reader, document.header.team, visit.by)?,
                None => String::new(),
            };
            // A withdrawal is the signal's own to tell.
            let sentence = feedback::sentence(&state, None, &planner);
            consequences::tell_reporter(reader, document, &sentence, commit)
        }
        (DocKind::Dossier, CommandAction::Assign { to }) => {
            for doc in dossier_documents(reader, document.header.doc, offer.principal.member)? {
                commit.grants.push(GrantChange::Give { doc, member: *to, access: Access::Write });
            }
            Ok(())
        }
        (DocKind::Signal, CommandAction::Withdraw) => {
            // The values in memory have the transition already.
            consequences::of_withdrawal(reader, document, offer, commit)
        }
        (
            DocKind::Signal
            | DocKind::Intake
            | DocKind::Dossier
            | DocKind::Note
            | DocKind::Feedback
            | DocKind::Directory,
            _,
        ) => Ok(()),
    }
}

/// The dossier and its notes, as far as the one who assigns may open them.
fn dossier_documents(reader: &dyn Reader, dossier: DocId, member: MemberId) -> Result<Vec<DocId>, Reason> {
    let mut found = vec![dossier];
    let mut after = None;
    loop {
        let page = reader.documents(member, after, PAGE).map_err(|_| Reason::Recovering)?;
        let Some(last) = page.last() else { return Ok(found) };
        after = Some(last.doc);
        found.extend(page.iter().filter(|header| header.parent == Some(dossier)).map(|header| header.doc));
    }
}
