//! How values stand in columns. Ids are blobs; a document is its kind's number and its id; words are text.

use buurtboek_shared::{
    domain::{access::Access, directory::OrganisationTie, role::Role},
    ids::{
        BatchNo, CommandId, DeviceId, DocId, DocKind, Hash256, Id128, MemberId, OrganisationId, Seq, TeamId, YClient,
    },
    protocol::frames::{Cursor, Generation},
    time::Timestamp,
};
use rusqlite::{
    Row,
    types::{FromSql, FromSqlError, FromSqlResult, ToSql, ToSqlOutput, ValueRef},
};

use crate::store::AuditAction;

/// A value as a column.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Col<T>(pub(crate) T);

/// The value of this column of a row.
pub(crate) fn value<T>(row: &Row<'_>, column: usize) -> rusqlite::Result<T>
where
    Col<T>: FromSql,
{
    row.get::<_, Col<T>>(column).map(|value| value.0)
}

/// The value of this column of a row; none when it is null.
pub(crate) fn optional<T>(row: &Row<'_>, column: usize) -> rusqlite::Result<Option<T>>
where
    Col<T>: FromSql,
{
    row.get::<_, Option<Col<T>>>(column).map(|value| value.map(|value| value.0))
}

macro_rules! id_columns {
    ($($id:ident),+) => {$(
        impl ToSql for Col<$id> {
            fn to_sql(&self) -> rusqlite::Result<ToSqlOutput<'_>> {
                Ok(ToSqlOutput::Borrowed(ValueRef::Blob(&self.0.0.0)))
            }
        }

        impl FromSql for Col<$id> {
            fn column_result(value: ValueRef<'_>) -> FromSqlResult<Self> {
                <[u8; 16]>::column_result(value).map(|bytes| Self($id::from_bytes(bytes)))
            }
        }
    )+};
}
id_columns!(MemberId, TeamId, OrganisationId, DeviceId, CommandId);

impl ToSql for Col<Id128> {
    fn to_sql(&self) -> rusqlite::Result<ToSqlOutput<'_>> {
        Ok(ToSqlOutput::Borrowed(ValueRef::Blob(&self.0.0)))
    }
}

impl FromSql for Col<Id128> {
    fn column_result(value: ValueRef<'_>) -> FromSqlResult<Self> {
        <[u8; 16]>::column_result(value).map(|bytes| Self(Id128(bytes)))
    }
}

impl ToSql for Col<Hash256> {
    fn to_sql(&self) -> rusqlite::Result<ToSqlOutput<'_>> {
        Ok(ToSqlOutput::Borrowed(ValueRef::Blob(&self.0.0)))
    }
}

impl FromSql for Col<Hash256> {
    fn column_result(value: ValueRef<'_>) -> FromSqlResult<Self> {
        <[u8; 32]>::column_result(value).map(|bytes| Self(Hash256(bytes)))
    }
}

/// The number of a kind in the first byte of a document's column. It is stored: a number is never given twice.
const fn number_of(kind: DocKind) -> u8 {
    match kind {
        DocKind::Signal => 0,
        DocKind::Intake => 1,
        DocKind::Triage => 2,
        DocKind::Dossier => 3,
        DocKind::Note => 4,
        DocKind::Feedback => 5,
        DocKind::Directory => 6,
    }
}

/// The first and the last document of a kind, for ranges.
pub(crate) const fn range_of(kind: DocKind) -> (DocId, DocId) {
    (DocId::new(kind, Id128([0; 16])), DocId::new(kind, Id128([0xff; 16])))
}

impl ToSql for Col<DocId> {
    fn to_sql(&self) -> rusqlite::Result<ToSqlOutput<'_>> {
        let mut bytes = vec![number_of(self.0.kind)];
        bytes.extend_from_slice(self.0.id.as_bytes());
        Ok(ToSqlOutput::from(bytes))
    }
}

impl FromSql for Col<DocId> {
    fn column_result(value: ValueRef<'_>) -> FromSqlResult<Self> {
        let [number, id @ ..] = <[u8; 17]>::column_result(value)?;
        let kind = DocKind::ALL
            .into_iter()
            .find(|kind| number_of(*kind) == number)
            .ok_or(FromSqlError::OutOfRange(i64::from(number)))?;
        Ok(Self(DocId::new(kind, Id128(id))))
    }
}

// Compared by order, so never below zero. What a client asks for beyond the range is beyond every row as well.
macro_rules! ordered_columns {
    ($($number:ident),+) => {$(
        impl ToSql for Col<$number> {
            fn to_sql(&self) -> rusqlite::Result<ToSqlOutput<'_>> {
                Ok(ToSqlOutput::from(i64::try_from(self.0.0).unwrap_or(i64::MAX)))
            }
        }

        impl FromSql for Col<$number> {
            fn column_result(value: ValueRef<'_>) -> FromSqlResult<Self> {
                let stored = value.as_i64()?;
                u64::try_from(stored).map(|number| Self($number(number))).map_err(|_| FromSqlError::OutOfRange(stored))
            }
        }
    )+};
}
ordered_columns!(Seq, Cursor);

// Compared for equality only: the whole range of 64 bits, bit for bit.
macro_rules! name_columns {
    ($($number:ident),+) => {$(
        impl ToSql for Col<$number> {
            fn to_sql(&self) -> rusqlite::Result<ToSqlOutput<'_>> {
                Ok(ToSqlOutput::from(self.0.0.cast_signed()))
            }
        }

        impl FromSql for Col<$number> {
            fn column_result(value: ValueRef<'_>) -> FromSqlResult<Self> {
                value.as_i64().map(|stored| Self($number(stored.cast_unsigned())))
            }
        }
    )+};
}
name_columns!(BatchNo, YClient, Generation);

impl ToSql for Col<Timestamp> {
    fn to_sql(&self) -> rusqlite::Result<ToSqlOutput<'_>> {
        Ok(ToSqlOutput::from(self.0.0))
    }
}

impl FromSql for Col<Timestamp> {
    fn column_result(value: ValueRef<'_>) -> FromSqlResult<Self> {
        value.as_i64().map(|millis| Self(Timestamp(millis)))
    }
}

const fn access_word(access: Access) -> &'static str {
    match access {
        Access::Read => "read",
        Access::Write => "write",
    }
}

const fn tie_word(tie: OrganisationTie) -> &'static str {
    match tie {
        OrganisationTie::Member => "member",
        OrganisationTie::Partner => "partner",
    }
}

macro_rules! word_columns {
    ($($kind:ty: $word:expr, [$($one:expr),+];)+) => {$(
        impl ToSql for Col<$kind> {
            fn to_sql(&self) -> rusqlite::Result<ToSqlOutput<'_>> {
                Ok(ToSqlOutput::Borrowed(ValueRef::Text($word(self.0).as_bytes())))
            }
        }

        impl FromSql for Col<$kind> {
            fn column_result(value: ValueRef<'_>) -> FromSqlResult<Self> {
                let stored = value.as_str()?;
                [$($one),+].into_iter().find(|one| $word(*one) == stored).map(Self).ok_or(FromSqlError::InvalidType)
            }
        }
    )+};
}
word_columns! {
    Access: access_word, [Access::Read, Access::Write];
    OrganisationTie: tie_word, [OrganisationTie::Member, OrganisationTie::Partner];
    AuditAction: AuditAction::word, [
        AuditAction::Create,
        AuditAction::Edit,
        AuditAction::Command,
        AuditAction::HandOver,
        AuditAction::Settle,
        AuditAction::Server,
        AuditAction::ViewReporter
    ];
}

impl ToSql for Col<Role> {
    fn to_sql(&self) -> rusqlite::Result<ToSqlOutput<'_>> {
        Ok(ToSqlOutput::from(self.0.word()))
    }
}

impl FromSql for Col<Role> {
    fn column_result(value: ValueRef<'_>) -> FromSqlResult<Self> {
        Role::from_word(value.as_str()?).map(Self).ok_or(FromSqlError::InvalidType)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_order_of_stored_documents_is_the_order_of_ids() {
        let mut docs: Vec<DocId> = DocKind::ALL
            .into_iter()
            .flat_map(|kind| [0, 1, 0x80, 0xff].map(|byte| DocId::new(kind, Id128([byte; 16]))))
            .collect();
        docs.sort();
        let stored = |doc: &DocId| match Col(*doc).to_sql() {
            Ok(ToSqlOutput::Owned(rusqlite::types::Value::Blob(bytes))) => bytes,
            other => panic!("{other:?}"),
        };
        assert!(docs.windows(2).all(|pair| stored(&pair[0]) < stored(&pair[1])));
    }

    #[test]
    fn numbers_of_a_client_are_kept_bit_for_bit() {
        let connection = rusqlite::Connection::open_in_memory().unwrap();
        for number in [0, 1, u64::MAX, 1 << 63] {
            let read: Col<BatchNo> =
                connection.query_row("SELECT ?1", [Col(BatchNo(number))], |row| row.get(0)).unwrap();
            assert_eq!(read.0, BatchNo(number));
        }
    }

    #[test]
    fn a_place_beyond_the_range_stays_the_last_one() {
        let connection = rusqlite::Connection::open_in_memory().unwrap();
        let later: bool = connection.query_row("SELECT ?1 > 5", [Col(Seq(u64::MAX))], |row| row.get(0)).unwrap();
        assert!(later, "a huge number must not turn negative and ask for everything");
    }
}
