//! Who may do what, asked of the store and decided by the policy of `shared`.
//!
//! A grant can be made here and nowhere else, and the handles of documents are made of grants: forgetting to ask does
//! not compile. "Absent" and "forbidden" answer alike.

use buurtboek_shared::{
    domain::{
        access::{Access, Action, Effect, Relation, Resource, TeamAction, decide, decide_for_team},
        command::CommandKind,
        refusal::Reason,
        role::{Principal, Role, Standing},
    },
    ids::{DocId, DocKind, TeamId},
    protocol::{
        frames::NewDocument,
        outgoing::{Outgoing, OutgoingItem},
    },
    time::Timestamp,
};

use crate::store::{Had, Header, Reader};

/// How much of a document a member may write.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Hand {
    /// All of it, as far as its state allows.
    Whole,
    /// What stands beside its content: questions and "Gezien".
    Margin,
}

/// That a member may open a document, and what else the policy says of them and it.
#[derive(Clone, Debug)]
pub struct DocGrant {
    doc: DocId,
    access: Access,
    principal: Principal,
    resource: Resource,
}

impl DocGrant {
    /// The document.
    #[must_use]
    pub const fn doc(&self) -> DocId {
        self.doc
    }

    /// Who, with what they stand for now.
    #[must_use]
    pub(crate) const fn principal(&self) -> Principal {
        self.principal
    }

    /// What the member may do.
    #[must_use]
    pub const fn access(&self) -> Access {
        self.access
    }

    /// How much of the document an update of the member may write.
    #[must_use]
    pub fn hand(&self) -> Hand {
        match decide(&self.principal, Action::Edit, &self.resource).effect {
            Effect::Allow => Hand::Whole,
            Effect::Deny => Hand::Margin,
        }
    }

    /// Whether the member may give this command on the document.
    ///
    /// # Errors
    /// [`Reason::NoAccess`] when not.
    pub fn allows_command(&self, kind: CommandKind) -> Result<(), Reason> {
        allowed(&self.principal, Action::Command(kind), &self.resource)
    }
}

/// That a member may make a document.
#[derive(Debug)]
pub struct CreateGrant(());

/// May this member read this document?
///
/// # Errors
/// [`Reason::NoAccess`] when not, or when it does not exist; [`Reason::Recovering`] when the store cannot be read.
pub fn authorize_open(reader: &dyn Reader, principal: &Principal, doc: DocId) -> Result<DocGrant, Reason> {
    authorize(reader, principal, doc, Action::Read)
}

/// May this member write in this document?
///
/// # Errors
/// As [`authorize_open`].
pub fn authorize_edit(reader: &dyn Reader, principal: &Principal, doc: DocId) -> Result<DocGrant, Reason> {
    authorize(reader, principal, doc, Action::Edit)
}

/// May this member offer this batch? None for a creation, which has no document yet
/// ([`authorize_create`]), and for a handover, which asks for access that was ([`authorize_handover`]).
///
/// # Errors
/// [`Reason::NoGrantYet`] when the document does not exist: its making may still be on its way. Otherwise as
/// [`authorize_open`].
pub fn authorize_batch(
    reader: &dyn Reader,
    principal: &Principal,
    outgoing: &Outgoing,
    now: Timestamp,
) -> Result<Option<DocGrant>, Reason> {
    let doc = outgoing.doc;
    match &outgoing.item {
        OutgoingItem::Create(_) | OutgoingItem::HandOver(_) => return Ok(None),
        OutgoingItem::Update(_) => match authorize(reader, principal, doc, Action::Edit) {
            Err(Reason::NoAccess) => authorize(reader, principal, doc, Action::Annotate),
            edit => edit,
        },
        OutgoingItem::Command(command) => {
            let principal = standing(reader, principal, doc, now)?;
            authorize(reader, &principal, doc, Action::Command(command.action.kind()))
        }
    }
    .map(Some)
}

/// May this member make this document?
///
/// # Errors
/// [`Reason::NoAccess`] when not, [`Reason::NoGrantYet`] when the dossier that it belongs to is not there yet.
pub fn authorize_create(reader: &dyn Reader, principal: &Principal, new: &NewDocument) -> Result<CreateGrant, Reason> {
    let parent_kind = match new.doc.kind {
        DocKind::Note => Some(DocKind::Dossier),
        DocKind::Signal
        | DocKind::Intake
        | DocKind::Triage
        | DocKind::Dossier
        | DocKind::Feedback
        | DocKind::Directory => None,
    };
    let relation = match (parent_kind, new.parent) {
        (Some(kind), Some(parent)) if parent.kind == kind => {
            // Forbidden and not there yet answer alike.
            let grant = authorize_edit(reader, principal, parent)
                .map_err(|reason| if reason == Reason::NoAccess { Reason::NoGrantYet } else { reason })?;
            Relation::Granted(grant.access)
        }
        (Some(_), _) => return Err(Reason::UnknownReference),
        (None, _) => Relation::None,
    };
    let resource = Resource { kind: new.doc.kind, team: new.team, relation };
    allowed(principal, Action::Create, &resource).map(|()| CreateGrant(()))
}

/// The member with what they stand for at this moment. Looked up each time: a connection outlives an appointment.
fn standing(reader: &dyn Reader, principal: &Principal, doc: DocId, now: Timestamp) -> Result<Principal, Reason> {
    if doc.kind != DocKind::Triage || principal.role != Role::Professional {
        return Ok(*principal);
    }
    let deputy = reader.deputy(principal.team, now).map_err(|_| Reason::Recovering)?;
    let standing = match deputy {
        Some(deputy) if deputy.member == principal.member => Standing::Deputy,
        Some(_) | None => Standing::Own,
    };
    Ok(Principal { standing, ..*principal })
}

/// That a member may hand words over to the coordinators.
#[derive(Debug)]
pub struct HandoverGrant(());

/// May this member hand over what they wrote in this document? Who once had it may, and nobody else: whether it exists is
/// nobody's business.
///
/// # Errors
/// [`Reason::NoAccess`] when not; [`Reason::Recovering`] when the store cannot be read.
pub fn authorize_handover(reader: &dyn Reader, principal: &Principal, doc: DocId) -> Result<HandoverGrant, Reason> {
    let header = reader.header(doc).map_err(|_| Reason::Recovering)?;
    let had = reader.had_access(doc, principal.member).map_err(|_| Reason::Recovering)?;
    match (header, had) {
        (Some(header), Had::Access) if header.team == principal.team => Ok(HandoverGrant(())),
        (Some(_) | None, Had::Access | Had::Nothing) => Err(Reason::NoAccess),
    }
}

/// That a member may do something with their team as a whole.
#[derive(Debug)]
pub struct TeamGrant {
    team: TeamId,
}

impl TeamGrant {
    /// The team.
    #[must_use]
    pub const fn team(&self) -> TeamId {
        self.team
    }
}

/// May this member do this with their own team? With another's nobody does anything.
///
/// # Errors
/// [`Reason::NoAccess`] when not.
pub fn authorize_team(principal: &Principal, action: TeamAction) -> Result<TeamGrant, Reason> {
    let team = principal.team;
    match decide_for_team(principal, action, team).effect {
        Effect::Allow => Ok(TeamGrant { team }),
        Effect::Deny => Err(Reason::NoAccess),
    }
}

fn authorize(reader: &dyn Reader, principal: &Principal, doc: DocId, action: Action) -> Result<DocGrant, Reason> {
    let header = reader.header(doc).map_err(|_| Reason::Recovering)?;
    let access = reader.access(doc, principal.member).map_err(|_| Reason::Recovering)?;
    let (Some(header), Some(access)) = (header, access) else { return Err(Reason::NoGrantYet) };
    let resource = Resource { kind: doc.kind, team: header.team, relation: relation(&header, principal, access) };
    allowed(principal, action, &resource)?;
    Ok(DocGrant { doc, access, principal: *principal, resource })
}

fn relation(header: &Header, principal: &Principal, access: Access) -> Relation {
    if header.created_by == principal.member { Relation::Maker(access) } else { Relation::Granted(access) }
}

fn allowed(principal: &Principal, action: Action, resource: &Resource) -> Result<(), Reason> {
    match decide(principal, action, resource).effect {
        Effect::Allow => Ok(()),
        Effect::Deny => Err(Reason::NoAccess),
    }
}
