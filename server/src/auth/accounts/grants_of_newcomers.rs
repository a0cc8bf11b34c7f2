//! What somebody who joins a team may open from the start.
//!
//! - Everybody: the team's directory.
//! - A volunteer: their own feedback.
//! - A professional: every signal of the team that is open to its professionals, which is: to all of them. What was
//!   kept to the coordinator or to some by name is open to a newcomer only when somebody gives it. The first
//!   professional of a team gets all signals, since nothing was kept from a role that nobody had.
//! - A coordinator: every signal, dossier and note of the team.

use buurtboek_shared::{
    domain::{access::Access, role::Role},
    ids::{DocId, DocKind, MemberId, TeamId},
    time::Timestamp,
};
use rusqlite::Connection;

use super::{Member, teams::empty_projection};
use crate::store::sqlite::{ChangeLog, Col, insert_document, range_of, value};

/// Gives a member who was just made what comes with the role.
pub(super) fn give_grants(connection: &Connection, member: &Member, now: Timestamp) -> rusqlite::Result<()> {
    let mut log = ChangeLog::new(connection)?;
    log.give(DocId::directory(member.team), member.id, Access::Read)?;
    match member.role {
        Role::Volunteer => {
            let feedback = DocId::feedback(member.id);
            insert_document(connection, &empty_projection(feedback, member.team, member.id, now))?;
            log.give(feedback, member.id, Access::Read)?;
        }
        Role::Professional => {
            for (kind, access) in SIGNALS {
                for doc in open_to_role(connection, member, kind)? {
                    log.give(doc, member.id, access)?;
                }
            }
        }
        Role::Coordinator => {
            for (kind, access) in SIGNALS.into_iter().chain(CASES) {
                for doc in of_team(connection, member.team, kind)? {
                    log.give(doc, member.id, access)?;
                }
            }
        }
        Role::Adviser | Role::ProcessManager | Role::PolicyMaker | Role::PrivacyOfficer | Role::Administrator => {}
    }
    log.finish()?;
    Ok(())
}

const SIGNALS: [(DocKind, Access); 2] = [(DocKind::Triage, Access::Write), (DocKind::Intake, Access::Read)];
const CASES: [(DocKind, Access); 2] = [(DocKind::Dossier, Access::Read), (DocKind::Note, Access::Read)];

fn of_team(connection: &Connection, team: TeamId, kind: DocKind) -> rusqlite::Result<Vec<DocId>> {
    let (first, last) = range_of(kind);
    let mut statement = connection
        .prepare_cached("SELECT doc FROM documents WHERE team = ?1 AND doc BETWEEN ?2 AND ?3 ORDER BY doc")?;
    statement.query_map((Col(team), Col(first), Col(last)), |row| value(row, 0))?.collect()
}

/// The team's documents of this kind that every other active member of this role may open.
fn open_to_role(connection: &Connection, newcomer: &Member, kind: DocKind) -> rusqlite::Result<Vec<DocId>> {
    let mut statement = connection
        .prepare_cached("SELECT id FROM members WHERE team = ?1 AND role = ?2 AND state = 'active' AND id <> ?3")?;
    let peers = statement
        .query_map((Col(newcomer.team), Col(newcomer.role), Col(newcomer.id)), |row| value(row, 0))?
        .collect::<rusqlite::Result<Vec<MemberId>>>()?;
    let mut open = of_team(connection, newcomer.team, kind)?;
    let mut granted =
        connection.prepare_cached("SELECT 1 FROM grants WHERE doc = ?1 AND member = ?2 AND state = 'granted'")?;
    for peer in peers {
        let mut held = Vec::with_capacity(open.len());
        for doc in open {
            if granted.exists((Col(doc), Col(peer)))? {
                held.push(doc);
            }
        }
        open = held;
    }
    Ok(open)
}
