//! The audit trail: its own chain and seals, and that it tells of every row.

use buurtboek_shared::ids::{Chain, Hash256, Seq};
use rusqlite::Connection;

use super::{Fault, Report};
use crate::store::{ReadError, SealKey, audit::AuditEntry, sqlite::value};

pub(super) fn check(connection: &Connection, key: &SealKey, report: &mut Report) -> Result<(), ReadError> {
    let mut entries = connection
        .prepare("SELECT number, at, member, device, action, doc, seq, chain, seal FROM audit ORDER BY number")?;
    let mut stored = entries.query([])?;
    let mut end = (0, Chain::default());
    while let Some(columns) = stored.next()? {
        let number = value::<Seq>(columns, 0)?.0;
        let (chain, seal): (Chain, Hash256) = (value(columns, 7)?, value(columns, 8)?);
        report.audit_entries += 1;
        let entry = AuditEntry {
            at: value(columns, 1)?,
            member: value(columns, 2)?,
            device: value(columns, 3)?,
            action: value(columns, 4)?,
            doc: value(columns, 5)?,
            seq: value(columns, 6)?,
        };
        if number != end.0 + 1 {
            report.fault(Fault::AuditHole { number });
        } else if entry.chain(number, end.1) != chain {
            report.fault(Fault::AuditChain { number });
        }
        if key.seal(chain) != seal {
            report.fault(Fault::AuditSeal { number });
        }
        end = (number, chain);
    }
    check_agreement(connection, report)
}

/// A trail that was cut off at its end is whole in itself; the rows it no longer tells of give it away.
fn check_agreement(connection: &Connection, report: &mut Report) -> Result<(), ReadError> {
    let mut disagreeing = connection.prepare(
        "SELECT coalesce(a.doc, h.doc) AS doc FROM
         (SELECT doc, max(seq) AS last FROM audit WHERE seq > 0 GROUP BY doc) AS a FULL JOIN
         (SELECT doc, max(seq) AS last FROM history GROUP BY doc) AS h ON a.doc = h.doc
         WHERE a.last IS NOT h.last ORDER BY 1",
    )?;
    let mut found = disagreeing.query([])?;
    while let Some(row) = found.next()? {
        report.fault(Fault::AuditDisagrees { doc: value(row, 0)? });
    }
    Ok(())
}
