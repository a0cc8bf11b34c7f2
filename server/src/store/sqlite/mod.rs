//! The store in one SQLite file: WAL, `synchronous=FULL`, one connection that writes, a few that read.

mod changes;
mod columns;
mod commit;
mod dedupe;
mod documents;
mod escrow;
mod migrations;
mod open;
mod page_limit;
mod projections;
mod quarantine;
mod read;
mod reader;
mod writer;

#[cfg(test)]
mod tests;

pub(crate) use self::{
    changes::ChangeLog,
    columns::{Col, optional, range_of, value},
    documents::insert_document,
};
pub use self::{
    open::{DATABASE_FILE, OpenError, Purpose, SEAL_KEY_FILE, Settings, open, open_data_folder},
    page_limit::PageLimit,
    reader::SqliteReader,
    writer::SqliteWriter,
};
