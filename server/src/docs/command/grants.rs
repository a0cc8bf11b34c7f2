//! Who may open what after a command.

use buurtboek_shared::{
    domain::{
        access::Access,
        command::CommandAction,
        concern::{Concern, VisitChange},
        refusal::Reason,
        restriction::Restriction,
        role::Role,
    },
    ids::{DocId, DocKind, Hash256, MemberId},
    time::Timestamp,
};

use super::{
    super::{
        document::Document,
        plan::{Offer, by_server},
        projection,
    },
    triage,
};
use crate::store::{Commit, Reader, TeamMember, commit::GrantChange};

/// Documents read at once when those of a dossier are looked for.
const PAGE: usize = 256;

/// A triage and its intake are open to the same people. The document in memory has the transition already.
pub(super) fn of_triage(
    reader: &dyn Reader,
    document: &Document,
    offer: &Offer,
    action: &CommandAction,
    commit: &mut Commit,
) -> Result<(), Reason> {
    let doc = document.header.doc;
    match action.concern() {
        Concern::GivenTo(to) => pass_on(reader, document, offer, to, commit)?,
        Concern::Left(leaving) => end_signal(doc, leaving.who(offer.principal.member), commit),
        Concern::Reach(to) => restrict(reader, document, offer, to, commit)?,
        Concern::Visit(_) | Concern::Ending | Concern::Standing => {}
    }
    Ok(())
}

fn give_signal(triage: DocId, member: MemberId, commit: &mut Commit) {
    commit.grants.push(GrantChange::Give { doc: triage, member, access: Access::Write });
    commit.grants.push(GrantChange::Give { doc: triage.sibling(DocKind::Intake), member, access: Access::Read });
}

fn end_signal(triage: DocId, member: MemberId, commit: &mut Commit) {
    commit.grants.push(GrantChange::End { doc: triage, member });
    commit.grants.push(GrantChange::End { doc: triage.sibling(DocKind::Intake), member });
}

/// Gives it to whom the restriction admits and takes it from everybody else, also from who left the team since.
fn restrict(
    reader: &dyn Reader,
    document: &Document,
    offer: &Offer,
    to: &Restriction,
    commit: &mut Commit,
) -> Result<(), Reason> {
    let admitted = admitted(reader, document, offer.at)?;
    end_for_others(reader, document, &admitted, commit)?;
    for member in admitted {
        give_signal(document.header.doc, member, commit);
    }
    commit.parts.push(projection::reach_part(document, to)?);
    Ok(())
}

/// Gives it to who has the work now. Where not the whole team may open it, whoever could only because they had the work
/// before may no longer.
fn pass_on(
    reader: &dyn Reader,
    document: &Document,
    offer: &Offer,
    to: MemberId,
    commit: &mut Commit,
) -> Result<(), Reason> {
    match triage(document)?.state.restriction {
        Restriction::Team => {}
        Restriction::CoordinatorOnly | Restriction::Named(_) => {
            let admitted = admitted(reader, document, offer.at)?;
            end_for_others(reader, document, &admitted, commit)?;
        }
    }
    give_signal(document.header.doc, to, commit);
    Ok(())
}

/// Ends what everybody but these holds.
fn end_for_others(
    reader: &dyn Reader,
    document: &Document,
    admitted: &[MemberId],
    commit: &mut Commit,
) -> Result<(), Reason> {
    let doc = document.header.doc;
    let grants = reader.grants(doc).map_err(|_| Reason::Recovering)?;
    for grant in grants.into_iter().filter(|grant| !admitted.contains(&grant.member)) {
        end_signal(doc, grant.member, commit);
    }
    Ok(())
}

/// Who of the team may open a triage as it stands in memory: its coordinators; of its professionals those whom its reach
/// admits, who stands in for a coordinator now, and who has the work, also when that was taken up while standing in. But
/// never who stepped back.
fn admitted(reader: &dyn Reader, document: &Document, now: Timestamp) -> Result<Vec<MemberId>, Reason> {
    let state = triage(document)?.state;
    let team = document.header.team;
    let members = reader.members(team).map_err(|_| Reason::Recovering)?;
    let deputy = reader.deputy(team, now).map_err(|_| Reason::Recovering)?.map(|deputy| deputy.member);
    let opens = |found: &TeamMember| match found.role {
        Role::Coordinator => true,
        Role::Professional => {
            let member = found.member;
            let has_it = state.holder.is_some_and(|(holder, _)| holder == member);
            let reached = state.restriction.admits(member) || deputy == Some(member) || has_it;
            reached && !state.stepped_back.contains(&member)
        }
        Role::Volunteer
        | Role::Adviser
        | Role::ProcessManager
        | Role::PolicyMaker
        | Role::PrivacyOfficer
        | Role::Administrator => false,
    };
    Ok(members.iter().filter(|found| opens(found)).map(|found| found.member).collect())
}

/// What brings one member's access to a triage and its intake in line with who may open it now; none when it is.
pub(in super::super) fn in_line_with_reach(
    reader: &dyn Reader,
    document: &Document,
    member: MemberId,
    now: Timestamp,
) -> Result<Option<Commit>, Reason> {
    let doc = document.header.doc;
    let admitted = admitted(reader, document, now)?.contains(&member);
    let held = reader.access(doc, member).map_err(|_| Reason::Recovering)?;
    let mut commit = by_server(doc, now, Hash256::default());
    match (admitted, held) {
        (true, None) => give_signal(doc, member, &mut commit),
        (false, Some(_)) => end_signal(doc, member, &mut commit),
        (true, Some(_)) | (false, None) => return Ok(None),
    }
    Ok(Some(commit))
}

/// Who is brought into a dossier gets its notes too; who knows the people gives up both.
pub(super) fn of_dossier(
    reader: &dyn Reader,
    document: &Document,
    offer: &Offer,
    action: &CommandAction,
    commit: &mut Commit,
) -> Result<(), Reason> {
    let own = offer.principal.member;
    let dossier = document.header.doc;
    match action.concern() {
        Concern::GivenTo(to) => give_dossier(reader, dossier, own, &[to], commit),
        Concern::Visit(VisitChange::Planned(plan) | VisitChange::Moved(_, plan)) => {
            give_dossier(reader, dossier, own, &plan.with, commit)
        }
        Concern::Left(leaving) => end_dossier(reader, dossier, leaving.who(own), commit),
        Concern::Visit(VisitChange::Cancelled(_)) | Concern::Reach(_) | Concern::Ending | Concern::Standing => Ok(()),
    }
}

fn end_dossier(reader: &dyn Reader, dossier: DocId, member: MemberId, commit: &mut Commit) -> Result<(), Reason> {
    for doc in documents(reader, dossier, member)? {
        commit.grants.push(GrantChange::End { doc, member });
    }
    Ok(())
}

fn give_dossier(
    reader: &dyn Reader,
    dossier: DocId,
    giver: MemberId,
    members: &[MemberId],
    commit: &mut Commit,
) -> Result<(), Reason> {
    if members.is_empty() {
        return Ok(());
    }
    for doc in documents(reader, dossier, giver)? {
        for member in members {
            commit.grants.push(GrantChange::Give { doc, member: *member, access: Access::Write });
        }
    }
    Ok(())
}

/// The dossier and its notes, as far as this member may open them.
fn documents(reader: &dyn Reader, dossier: DocId, member: MemberId) -> Result<Vec<DocId>, Reason> {
    let mut found = vec![dossier];
    let mut after = None;
    loop {
        let page = reader.documents(member, after, PAGE).map_err(|_| Reason::Recovering)?;
        let Some(last) = page.last() else { return Ok(found) };
        after = Some(last.doc);
        found.extend(page.iter().filter(|header| header.parent == Some(dossier)).map(|header| header.doc));
    }
}
