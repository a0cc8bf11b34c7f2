//! What somebody who joins a team may open from the start.
//!
//! - Everybody: the team's directory.
//! - A volunteer: their own feedback.
//! - A professional: every signal that is open to the whole team. What was kept to the coordinators or to some by name is
//!   open to a newcomer only when somebody gives it. That a colleague stepped back from a signal is no reason to keep it
//!   from others.
//! - A coordinator: every signal, dossier and note of the team.

use buurtboek_shared::{
    domain::{access::Access, restriction::Restriction, role::Role},
    ids::{DocId, DocKind, TeamId},
    time::Timestamp,
};
use rusqlite::{Connection, OptionalExtension as _};

use super::{Member, deputies, teams::empty_projection};
use crate::store::{
    REACH,
    sqlite::{ChangeLog, Col, insert_document, range_of, value},
};

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
            for triage in of_team(connection, member.team, DocKind::Triage)? {
                if is_kept(connection, triage)? {
                    continue;
                }
                for (kind, access) in SIGNALS {
                    log.give(triage.sibling(kind), member.id, access)?;
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

/// Is the signal of this triage kept to some? One whose reach cannot be read counts as kept.
fn is_kept(connection: &Connection, triage: DocId) -> rusqlite::Result<bool> {
    let stored: Option<Vec<u8>> = connection
        .prepare_cached("SELECT body FROM parts WHERE doc = ?1 AND key = ?2")?
        .query_row((Col(triage.sibling(DocKind::Intake)), REACH), |row| row.get(0))
        .optional()?;
    let Some(stored) = stored else { return Ok(false) };
    Ok(deputies::reach(stored) != Some(Restriction::Team))
}
