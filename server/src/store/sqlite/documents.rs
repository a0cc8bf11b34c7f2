//! Headers of documents, and the bindings of client ids in them.

use buurtboek_shared::ids::{Chain, DocId, Seq, YClient};
use rusqlite::{Connection, OptionalExtension as _, Row};

use super::{Col, optional, value};
use crate::store::{Binding, Header};

/// The columns of [`read_header`], in its order.
pub(super) const HEADER: &str = "documents.doc, team, parent, schema, created_by, created_at, head, chain";

pub(super) fn read_header(row: &Row<'_>) -> rusqlite::Result<Header> {
    Ok(Header {
        doc: value(row, 0)?,
        team: value(row, 1)?,
        parent: optional(row, 2)?,
        schema: row.get(3)?,
        created_by: value(row, 4)?,
        created_at: value(row, 5)?,
        head: value(row, 6)?,
        chain: value(row, 7)?,
    })
}

pub(super) fn header(connection: &Connection, doc: DocId) -> rusqlite::Result<Option<Header>> {
    connection
        .prepare_cached(&format!("SELECT {HEADER} FROM documents WHERE doc = ?1"))?
        .query_row([Col(doc)], read_header)
        .optional()
}

pub(super) fn exists(connection: &Connection, doc: DocId) -> rusqlite::Result<bool> {
    connection.prepare_cached("SELECT 1 FROM documents WHERE doc = ?1")?.exists([Col(doc)])
}

/// Makes an empty document.
pub(crate) fn insert_document(connection: &Connection, header: &Header) -> rusqlite::Result<()> {
    connection
        .prepare_cached(
            "INSERT INTO documents (doc, team, parent, schema, created_by, created_at, head, chain)
             VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8)",
        )?
        .execute((
            Col(header.doc),
            Col(header.team),
            header.parent.map(Col),
            header.schema,
            Col(header.created_by),
            Col(header.created_at),
            Col(Seq(0)),
            Col(Chain::default()),
        ))?;
    Ok(())
}

pub(super) fn set_head(connection: &Connection, doc: DocId, head: Seq, chain: Chain) -> rusqlite::Result<()> {
    connection.prepare_cached("UPDATE documents SET head = ?2, chain = ?3 WHERE doc = ?1")?.execute((
        Col(doc),
        Col(head),
        Col(chain),
    ))?;
    Ok(())
}

pub(super) fn read_binding(row: &Row<'_>) -> rusqlite::Result<Binding> {
    Ok(Binding { client: value(row, 0)?, member: value(row, 1)?, device: optional(row, 2)? })
}

pub(super) fn binding(connection: &Connection, doc: DocId, client: YClient) -> rusqlite::Result<Option<Binding>> {
    connection
        .prepare_cached("SELECT client, member, device FROM bindings WHERE doc = ?1 AND client = ?2")?
        .query_row((Col(doc), Col(client)), read_binding)
        .optional()
}

pub(super) fn bind(connection: &Connection, doc: DocId, binding: &Binding) -> rusqlite::Result<()> {
    connection
        .prepare_cached("INSERT INTO bindings (doc, client, member, device) VALUES (?1, ?2, ?3, ?4)")?
        .execute((Col(doc), Col(binding.client), Col(binding.member), binding.device.map(Col)))?;
    Ok(())
}
