//! What the making of a document entails: its header, and who may open it from the start.

use buurtboek_shared::{
    domain::{access::Access, refusal::Reason, role::Role},
    ids::{Chain, DocId, DocKind, Hash256, MemberId, Seq},
    protocol::frames::NewDocument,
};

use super::plan::{Offer, blank};
use crate::{
    authz::CreateGrant,
    store::{
        Commit, Header, Reader,
        commit::{AuditAction, GrantChange},
    },
};

/// Plans the making of a document that its maker may make.
pub(super) fn plan(
    reader: &dyn Reader,
    offer: &Offer,
    new: &NewDocument,
    _allowed: CreateGrant,
    hash: Hash256,
) -> Result<Commit, Reason> {
    if reader.header(new.doc).map_err(|_| Reason::Recovering)?.is_some() {
        return Err(Reason::AlreadyExists);
    }
    let mut commit = blank(offer, new.doc, hash, AuditAction::Create);
    commit.create.push(header(offer, new.doc, new.parent, new.schema));
    let maker = (offer.principal.member, Access::Write);
    let readers = match new.doc.kind {
        DocKind::Signal => vec![maker],
        DocKind::Dossier => {
            came_of_own_signal(reader, offer, new)?;
            with_coordinators(reader, offer, maker)?
        }
        DocKind::Note => like_parent(reader, new, maker)?,
        DocKind::Intake | DocKind::Triage | DocKind::Feedback | DocKind::Directory => return Err(Reason::NoAccess),
    };
    commit.grants =
        readers.into_iter().map(|(member, access)| GrantChange::Give { doc: new.doc, member, access }).collect();
    Ok(commit)
}

/// The header of a document that begins now.
pub(super) fn header(offer: &Offer, doc: DocId, parent: Option<DocId>, schema: u16) -> Header {
    Header {
        doc,
        team: offer.principal.team,
        parent,
        schema,
        created_by: offer.principal.member,
        created_at: offer.at,
        head: Seq(0),
        chain: Chain::default(),
    }
}

/// A dossier comes of nothing, or of a signal that its maker may read: it speaks to the reporter of that signal.
fn came_of_own_signal(reader: &dyn Reader, offer: &Offer, new: &NewDocument) -> Result<(), Reason> {
    let Some(parent) = new.parent else { return Ok(()) };
    let access = reader.access(parent, offer.principal.member).map_err(|_| Reason::Recovering)?;
    if parent.kind == DocKind::Triage && access.is_some() { Ok(()) } else { Err(Reason::UnknownReference) }
}

/// A dossier is read by the team's coordinators from the start.
fn with_coordinators(
    reader: &dyn Reader,
    offer: &Offer,
    maker: (MemberId, Access),
) -> Result<Vec<(MemberId, Access)>, Reason> {
    let members = reader.members(offer.principal.team).map_err(|_| Reason::Recovering)?;
    let coordinators = members
        .into_iter()
        .filter(|member| member.role == Role::Coordinator && member.member != maker.0)
        .map(|member| (member.member, Access::Read));
    Ok(std::iter::once(maker).chain(coordinators).collect())
}

/// A note is read and written by those who read and write its dossier.
fn like_parent(
    reader: &dyn Reader,
    new: &NewDocument,
    maker: (MemberId, Access),
) -> Result<Vec<(MemberId, Access)>, Reason> {
    let parent = new.parent.ok_or(Reason::UnknownReference)?;
    let grants = reader.grants(parent).map_err(|_| Reason::Recovering)?;
    let others = grants.into_iter().filter(|grant| grant.member != maker.0).map(|grant| (grant.member, grant.access));
    Ok(std::iter::once(maker).chain(others).collect())
}
