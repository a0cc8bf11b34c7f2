//! Words that were handed over to the coordinators.

use buurtboek_shared::{domain::handover::Handover, ids::TeamId};
use rusqlite::Connection;

use super::{Col, value};
use crate::store::{
    Commit, CommitError, EscrowChange, EscrowNumber, Escrowed, ReadError,
    envelope::{disclose, enclose},
};

/// Carries a commit's change out; answers why it cannot.
pub(super) fn change(connection: &Connection, commit: &Commit) -> rusqlite::Result<Result<(), CommitError>> {
    match &commit.escrow {
        None => Ok(Ok(())),
        Some(EscrowChange::Keep { team, handover }) => keep(connection, commit, *team, handover).map(Ok),
        Some(EscrowChange::Settle(number)) => {
            let settled = connection
                .prepare_cached("UPDATE escrow SET body = NULL WHERE number = ?1 AND doc = ?2 AND body IS NOT NULL")?
                .execute((stored_number(*number), Col(commit.doc)))?;
            Ok(if settled == 1 { Ok(()) } else { Err(CommitError::Absent) })
        }
    }
}

fn keep(connection: &Connection, commit: &Commit, team: TeamId, handover: &Handover) -> rusqlite::Result<()> {
    connection
        .prepare_cached(
            "INSERT INTO escrow (team, doc, written_in, member, at, written, root, body)
             VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8)",
        )?
        .execute((
            Col(team),
            Col(handover.doc),
            Col(handover.of),
            Col(commit.member),
            Col(commit.at),
            Col(handover.written),
            &handover.root,
            enclose(handover.text.as_bytes()),
        ))?;
    Ok(())
}

/// What a team's coordinators have to deal with.
pub(super) fn of_team(connection: &Connection, team: TeamId) -> Result<Vec<Escrowed>, ReadError> {
    let mut statement = connection.prepare_cached(
        "SELECT number, doc, written_in, member, at, written, root, body FROM escrow
         WHERE team = ?1 AND body IS NOT NULL ORDER BY number",
    )?;
    let mut stored = statement.query([Col(team)])?;
    let mut escrowed = Vec::new();
    while let Some(row) = stored.next()? {
        let text = String::from_utf8(disclose(row.get(7)?, "handed over text")?);
        escrowed.push(Escrowed {
            number: EscrowNumber(u64::try_from(row.get::<_, i64>(0)?).unwrap_or_default()),
            member: value(row, 3)?,
            at: value(row, 4)?,
            handover: Handover {
                doc: value(row, 1)?,
                of: value(row, 2)?,
                root: row.get(6)?,
                text: text.map_err(|_| ReadError::Form { what: "handed over text" })?,
                written: value(row, 5)?,
            },
        });
    }
    Ok(escrowed)
}

/// A number beyond what the database counts to is nobody's.
fn stored_number(number: EscrowNumber) -> i64 {
    i64::try_from(number.0).unwrap_or(i64::MAX)
}
