//! The change log of each member. It is the grants themselves: each carries the number of the last thing its member
//! must hear of, so a device that was away for a month is told of a document once.

use std::collections::{BTreeMap, BTreeSet};

use buurtboek_shared::{
    domain::access::Access,
    ids::{DocId, MemberId, Seq},
    protocol::frames::Cursor,
};
use rusqlite::{Connection, OptionalExtension as _};

use super::{Col, value};

/// What one transaction adds to the change log.
pub(crate) struct ChangeLog<'a> {
    connection: &'a Connection,
    end: Cursor,
    /// One number per document in a transaction: a member never meets the same number twice.
    numbers: BTreeMap<DocId, Cursor>,
    touched: BTreeSet<MemberId>,
    ended: Vec<(DocId, MemberId)>,
}

/// What a transaction added.
pub(crate) struct Added {
    /// Members whose log grew, sorted.
    pub(crate) touched: Vec<MemberId>,
    /// Grants that ended, in order.
    pub(crate) ended: Vec<(DocId, MemberId)>,
    /// The log's end.
    pub(crate) end: Cursor,
}

/// The last number that was given.
pub(super) fn end(connection: &Connection) -> rusqlite::Result<Cursor> {
    connection.prepare_cached("SELECT change FROM meta")?.query_row([], |row| value(row, 0))
}

impl<'a> ChangeLog<'a> {
    /// Continues the log inside the caller's transaction.
    pub(crate) fn new(connection: &'a Connection) -> rusqlite::Result<Self> {
        let end = end(connection)?;
        Ok(Self { connection, end, numbers: BTreeMap::new(), touched: BTreeSet::new(), ended: Vec::new() })
    }

    /// Gives access. Nothing changes for who has it.
    pub(crate) fn give(&mut self, doc: DocId, member: MemberId, access: Access) -> rusqlite::Result<()> {
        if granted(self.connection, doc, member)? == Some(access) {
            return Ok(());
        }
        let change = self.number_of(doc);
        self.connection
            .prepare_cached(
                "INSERT INTO grants (doc, member, access, state, change, began)
                 VALUES (?1, ?2, ?3, 'granted', ?4, (SELECT head FROM documents WHERE doc = ?1))
                 ON CONFLICT (doc, member) DO UPDATE SET access = ?3, state = 'granted', change = ?4,
                 began = CASE state WHEN 'granted' THEN began ELSE excluded.began END",
            )?
            .execute((Col(doc), Col(member), Col(access), Col(change)))?;
        self.touched.insert(member);
        Ok(())
    }

    /// Ends access. Nothing changes for who has none.
    pub(crate) fn end_grant(&mut self, doc: DocId, member: MemberId) -> rusqlite::Result<()> {
        if granted(self.connection, doc, member)?.is_none() {
            return Ok(());
        }
        let change = self.number_of(doc);
        self.connection
            .prepare_cached("UPDATE grants SET state = 'ended', change = ?3 WHERE doc = ?1 AND member = ?2")?
            .execute((Col(doc), Col(member), Col(change)))?;
        self.touched.insert(member);
        self.ended.push((doc, member));
        Ok(())
    }

    /// Tells everybody who may open a document that it has grown.
    pub(crate) fn grow(&mut self, doc: DocId) -> rusqlite::Result<()> {
        let change = self.number_of(doc);
        let mut update = self
            .connection
            .prepare_cached("UPDATE grants SET change = ?2 WHERE doc = ?1 AND state = 'granted' RETURNING member")?;
        let readers = update.query_map((Col(doc), Col(change)), |row| value::<MemberId>(row, 0))?;
        for reader in readers {
            self.touched.insert(reader?);
        }
        Ok(())
    }

    /// Writes down how far the log came.
    pub(crate) fn finish(self) -> rusqlite::Result<Added> {
        if !self.numbers.is_empty() {
            self.connection.prepare_cached("UPDATE meta SET change = ?1")?.execute([Col(self.end)])?;
        }
        Ok(Added { touched: self.touched.into_iter().collect(), ended: self.ended, end: self.end })
    }

    fn number_of(&mut self, doc: DocId) -> Cursor {
        *self.numbers.entry(doc).or_insert_with(|| {
            self.end = Cursor(self.end.0 + 1);
            self.end
        })
    }
}

/// What a member may do with a document now.
pub(super) fn granted(connection: &Connection, doc: DocId, member: MemberId) -> rusqlite::Result<Option<Access>> {
    connection
        .prepare_cached("SELECT access FROM grants WHERE doc = ?1 AND member = ?2 AND state = 'granted'")?
        .query_row((Col(doc), Col(member)), |row| value(row, 0))
        .optional()
}

/// Where a document's history stood when a member's access began.
pub(super) fn began(connection: &Connection, doc: DocId, member: MemberId) -> rusqlite::Result<Option<Seq>> {
    connection
        .prepare_cached("SELECT began FROM grants WHERE doc = ?1 AND member = ?2 AND state = 'granted'")?
        .query_row((Col(doc), Col(member)), |row| value(row, 0))
        .optional()
}
