//! Whether a command fits the state of its document, and names only what its member may name.

use buurtboek_shared::{
    doc::read::{DossierView, NoteView, SignalView},
    domain::{
        command::{Command, CommandAction, Shown, VisitPlan},
        dossier::DossierPhase,
        note::NoteState,
        refusal::Reason,
        restriction::Restriction,
        role::Role,
        triage::{TriageState, was_added_to},
        visit::{Visit, VisitPhase},
    },
    ids::{CommandId, DocId, DocKind, MemberId},
};
use yrs::Transact;

use super::{
    super::{document::Document, plan::Offer, projection},
    triage,
};
use crate::store::{Reader, TeamMember};

/// Checks a command that the policy allows its member.
pub(super) fn check(reader: &dyn Reader, document: &Document, offer: &Offer, command: &Command) -> Result<(), Reason> {
    command.action.check()?;
    let case = Case { reader, document, offer };
    match document.header.doc.kind {
        DocKind::Triage => case.triage(command),
        DocKind::Dossier => case.dossier(command),
        DocKind::Note => case.note(command),
        DocKind::Signal => case.signal(command),
        DocKind::Intake | DocKind::Feedback | DocKind::Directory => Err(Reason::WrongState),
    }
}

struct Case<'a> {
    reader: &'a dyn Reader,
    document: &'a Document,
    offer: &'a Offer,
}

impl Case<'_> {
    fn triage(&self, command: &Command) -> Result<(), Reason> {
        let state = triage(self.document)?.state;
        match &command.action {
            CommandAction::TakeUp => {
                open(&state)?;
                match state.holder {
                    Some((by, at)) if by != self.offer.principal.member => Err(Reason::AlreadyTaken { by, at }),
                    Some(_) => Err(Reason::WrongState),
                    None => Ok(()),
                }
            }
            CommandAction::Assign { to } => {
                open(&state)?;
                self.gets_it(*to, &state.stepped_back)
            }
            CommandAction::Link { with } => self.linkable(*with),
            CommandAction::Unlink { with } => linked(&state, *with),
            CommandAction::Close { .. } | CommandAction::Forward { .. } | CommandAction::OutOfScope { .. } => {
                self.ends(&state)?;
                self.unchanged_if_said(command, Some(self.document.header.doc))
            }
            CommandAction::Reopen { .. } => match state.closed {
                Some(_) => self.has_it(&state),
                None => Err(Reason::WrongState),
            },
            CommandAction::Restrict { to: Restriction::Named(named) } => {
                named.iter().try_for_each(|member| self.gets_it(*member, &state.stepped_back))
            }
            CommandAction::Restrict { to: Restriction::Team | Restriction::CoordinatorOnly }
            | CommandAction::GiveBack => Ok(()),
            CommandAction::PlanVisit(plan) => {
                open(&state)?;
                self.company_reads(plan)
            }
            CommandAction::MoveVisit { visit, plan } => {
                open(&state)?;
                stands(&state.visits, *visit)?;
                self.company_reads(plan)
            }
            CommandAction::CancelVisit { visit } => stands(&state.visits, *visit),
            CommandAction::Finalise
            | CommandAction::Withdraw
            | CommandAction::OpenDossier { .. }
            | CommandAction::EndExploration
            | CommandAction::EndAccess { .. } => Err(Reason::WrongState),
        }
    }

    fn dossier(&self, command: &Command) -> Result<(), Reason> {
        let txn = self.document.doc.try_transact().map_err(|_| Reason::Recovering)?;
        let state = DossierView::read(&txn).state;
        let company =
            |plan: &VisitPlan| plan.with.iter().try_for_each(|member| self.gets_it(*member, &state.stepped_back));
        match &command.action {
            CommandAction::Assign { to } => self.gets_it(*to, &state.stepped_back),
            CommandAction::PlanVisit(plan) => {
                somebody_goes_there(state.phase)?;
                company(plan)
            }
            CommandAction::MoveVisit { visit, plan } => {
                somebody_goes_there(state.phase)?;
                stands(&state.visits, *visit)?;
                company(plan)
            }
            CommandAction::CancelVisit { visit } => stands(&state.visits, *visit),
            CommandAction::OpenDossier { .. } => match state.phase {
                DossierPhase::Exploration | DossierPhase::ToBeErased => Ok(()),
                DossierPhase::Plan => Err(Reason::WrongState),
            },
            CommandAction::EndExploration => match state.phase {
                DossierPhase::Exploration => self.unchanged_if_said(command, self.document.header.parent),
                DossierPhase::ToBeErased | DossierPhase::Plan => Err(Reason::WrongState),
            },
            CommandAction::GiveBack => Ok(()),
            CommandAction::EndAccess { of } => self.works_here(*of),
            CommandAction::TakeUp
            | CommandAction::Link { .. }
            | CommandAction::Unlink { .. }
            | CommandAction::Finalise
            | CommandAction::Close { .. }
            | CommandAction::Withdraw
            | CommandAction::Forward { .. }
            | CommandAction::OutOfScope { .. }
            | CommandAction::Reopen { .. }
            | CommandAction::Restrict { .. } => Err(Reason::WrongState),
        }
    }

    /// Finishing freezes what was on the screen, nothing else, and only what is complete.
    fn note(&self, command: &Command) -> Result<(), Reason> {
        let txn = self.document.doc.try_transact().map_err(|_| Reason::Recovering)?;
        let view = NoteView::read(&txn);
        if let NoteState::Finalised { by, at } = view.state {
            return Err(Reason::Finalised { by, at });
        }
        self.unchanged(command)?;
        if view.faults().is_empty() { Ok(()) } else { Err(Reason::Incomplete) }
    }

    fn signal(&self, command: &Command) -> Result<(), Reason> {
        let txn = self.document.doc.try_transact().map_err(|_| Reason::Recovering)?;
        let withdrawn = SignalView::read(&txn).withdrawn;
        if command.action == CommandAction::Withdraw && withdrawn.is_none() { Ok(()) } else { Err(Reason::WrongState) }
    }

    /// The document is still what was shown.
    fn unchanged(&self, command: &Command) -> Result<(), Reason> {
        let (seq, chain) = self.document.head();
        match command.expects {
            Some(shown) if shown.seq == seq && shown.chain == chain => Ok(()),
            Some(_) | None => Err(Reason::ChangedSince),
        }
    }

    /// What ends a signal, or an exploration that followed from one, is refused when it says what was shown, and something came
    /// in between: in the document, or of the reporter's words where those were on the screen too. A device that does not
    /// have them, or of before, speaks of the document alone.
    fn unchanged_if_said(&self, command: &Command, signal: Option<DocId>) -> Result<(), Reason> {
        let Some(shown) = command.expects else { return Ok(()) };
        let (seq, chain) = self.document.head();
        let now = Shown { seq, chain };
        if shown == now {
            return Ok(());
        }
        let Some(signal) = signal else { return Err(Reason::ChangedSince) };
        let intake = self.reader.projection(signal.sibling(DocKind::Intake)).map_err(|_| Reason::Recovering)?;
        let version = intake.map(|intake| intake.version).unwrap_or_default();
        if shown == now.with_intake(version) { Ok(()) } else { Err(Reason::ChangedSince) }
    }

    /// What is open ends; what is closed ends once more when its reporter added something that nobody looked at.
    fn ends(&self, state: &TriageState) -> Result<(), Reason> {
        if let Some(closure) = &state.closed {
            let intake = projection::intake(self.reader, self.document.header.doc.sibling(DocKind::Intake))?;
            if !intake.is_some_and(|intake| was_added_to(&closure.judged, &intake.additions)) {
                return Err(Reason::WrongState);
            }
        }
        self.has_it(state)
    }

    /// The regisseur, a coordinator, or who stands in for one.
    fn has_it(&self, state: &TriageState) -> Result<(), Reason> {
        let member = self.offer.principal.member;
        let holds = state.holder.is_some_and(|(holder, _)| holder == member);
        if holds || self.offer.principal.coordinates_signals() { Ok(()) } else { Err(Reason::NotHolder) }
    }

    /// Somebody of the team who visits people, and did not step back.
    fn gets_it(&self, member: MemberId, stepped_back: &[MemberId]) -> Result<(), Reason> {
        let members = self.reader.members(self.offer.principal.team).map_err(|_| Reason::Recovering)?;
        if !members.iter().any(|found| found.member == member && found.role.works_with_signals()) {
            return Err(Reason::UnknownReference);
        }
        if stepped_back.contains(&member) { Err(Reason::SteppedBack) } else { Ok(()) }
    }

    /// Somebody who has the dossier as one who works on it: a coordinator reads along as long as they are one.
    fn works_here(&self, member: MemberId) -> Result<(), Reason> {
        self.reads(self.document.header.doc, member)?;
        let members = self.reader.members(self.offer.principal.team).map_err(|_| Reason::Recovering)?;
        let coordinates = |found: &TeamMember| found.member == member && found.role == Role::Coordinator;
        if members.iter().any(coordinates) { Err(Reason::WrongState) } else { Ok(()) }
    }

    /// Planning a visit gives nobody a signal: who comes along can read it already.
    fn company_reads(&self, plan: &VisitPlan) -> Result<(), Reason> {
        plan.with.iter().try_for_each(|member| self.reads(self.document.header.doc, *member))
    }

    /// Another triage or a dossier that the member may read.
    fn linkable(&self, with: DocId) -> Result<(), Reason> {
        let linkable = match with.kind {
            DocKind::Triage => with != self.document.header.doc,
            DocKind::Dossier => true,
            DocKind::Signal | DocKind::Intake | DocKind::Note | DocKind::Feedback | DocKind::Directory => false,
        };
        if !linkable {
            return Err(Reason::UnknownReference);
        }
        self.reads(with, self.offer.principal.member)
    }

    fn reads(&self, doc: DocId, member: MemberId) -> Result<(), Reason> {
        let access = self.reader.access(doc, member).map_err(|_| Reason::Recovering)?;
        access.map(|_| ()).ok_or(Reason::UnknownReference)
    }
}

fn open(state: &TriageState) -> Result<(), Reason> {
    if state.closed.is_none() { Ok(()) } else { Err(Reason::WrongState) }
}

fn linked(state: &TriageState, with: DocId) -> Result<(), Reason> {
    if state.links.contains(&with) { Ok(()) } else { Err(Reason::WrongState) }
}

fn somebody_goes_there(phase: DossierPhase) -> Result<(), Reason> {
    match phase {
        DossierPhase::Exploration | DossierPhase::Plan => Ok(()),
        DossierPhase::ToBeErased => Err(Reason::WrongState),
    }
}

/// What is planned gets another time, or is called off, by somebody who knows what was arranged last. What was called off
/// stays so, whatever somebody without a connection still thinks of it: it is planned anew.
fn stands(visits: &[Visit], named: CommandId) -> Result<(), Reason> {
    let visit = visits.iter().find(|visit| visit.is_meant(named)).ok_or(Reason::UnknownReference)?;
    match visit.phase {
        VisitPhase::Planned if visit.arrangement() == named => Ok(()),
        VisitPhase::Planned => Err(Reason::ChangedSince),
        VisitPhase::Cancelled
        | VisitPhase::Started
        | VisitPhase::NoAnswer
        | VisitPhase::Finished
        | VisitPhase::NotWanted => Err(Reason::WrongState),
    }
}
