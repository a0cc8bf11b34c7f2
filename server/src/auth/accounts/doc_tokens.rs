//! Tokens for one document, for a stock client that cannot log in. Only a hash is kept.

use buurtboek_shared::{
    domain::access::Access,
    ids::{DeviceId, DocId, Id128, MemberId},
    time::Timestamp,
};
use rusqlite::{OptionalExtension as _, Row};

use super::{AccountError, Accounts, Member, MemberState, SessionRecordId, Subject, TokenHash, members};
use crate::store::sqlite::{Col, value};

/// Names a token where it is listed or revoked.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct DocTokenId(pub Id128);

/// A token for one document. It opens no more than its member may open when it is used, and nothing once the session
/// that asked for it is over.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct DocToken {
    /// Its name.
    pub id: DocTokenId,
    /// The document.
    pub doc: DocId,
    /// Who asked for it.
    pub member: MemberId,
    /// Under which session.
    pub session: SessionRecordId,
    /// On which device.
    pub device: DeviceId,
    /// What it allows at most.
    pub access: Access,
    /// When it was made, server time.
    pub created: Timestamp,
    /// When it ends by itself, server time.
    pub expires: Timestamp,
}

/// A token to be made.
#[derive(Clone, Copy, Debug)]
pub struct NewDocToken {
    /// The hash of the token.
    pub token: TokenHash,
    /// What it is for.
    pub grants: DocToken,
}

impl Accounts {
    /// Makes a token. Whether the member may open the document is for the caller to ask, now and at each use.
    ///
    /// # Errors
    /// [`AccountError::Absent`] when the document, the member or the session does not exist.
    pub async fn create_doc_token(&self, new: NewDocToken) -> Result<(), AccountError> {
        self.store
            .transact(move |connection| {
                let NewDocToken { token, grants } = new;
                let there = |sql, key: &dyn rusqlite::ToSql| connection.prepare_cached(sql)?.exists([key]);
                if !there("SELECT 1 FROM documents WHERE doc = ?1", &Col(grants.doc))? {
                    return Err(AccountError::Absent(Subject::Document));
                }
                if !there("SELECT 1 FROM members WHERE id = ?1 AND state = 'active'", &Col(grants.member))? {
                    return Err(AccountError::Absent(Subject::Member));
                }
                if !there("SELECT 1 FROM sessions WHERE id = ?1 AND revoked IS NULL", &Col(grants.session.0))? {
                    return Err(AccountError::Absent(Subject::Session));
                }
                connection.execute(
                    "INSERT INTO doc_tokens (id, token, doc, member, session, device, access, created, expires)
                     VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9)",
                    (
                        Col(grants.id.0),
                        Col(token.0),
                        Col(grants.doc),
                        Col(grants.member),
                        Col(grants.session.0),
                        Col(grants.device),
                        Col(grants.access),
                        Col(grants.created),
                        Col(grants.expires),
                    ),
                )?;
                Ok(())
            })
            .await
    }

    /// The token with this hash and its member, when it is valid now: neither expired nor revoked, of a session that
    /// goes on and of an active member.
    ///
    /// # Errors
    /// When the store cannot be read.
    pub fn doc_token(&self, token: TokenHash, now: Timestamp) -> Result<Option<(DocToken, Member)>, AccountError> {
        let found = self.reader.read(|connection| {
            let token = connection
                .prepare_cached(&format!(
                    "SELECT {COLUMNS} FROM doc_tokens WHERE token = ?1 AND revoked IS NULL AND expires > ?2
                     AND session IN (SELECT id FROM sessions WHERE revoked IS NULL AND expires > ?2)"
                ))?
                .query_row((Col(token.0), Col(now)), read_token)
                .optional()?;
            let Some(token) = token else { return Ok(None) };
            let member = members::find(connection, token.member)?;
            Ok(member.filter(|member| member.state == MemberState::Active).map(|member| (token, member)))
        })?;
        Ok(found)
    }

    /// The tokens of a member for a document that are valid now, the newest first.
    ///
    /// # Errors
    /// When the store cannot be read.
    pub fn doc_tokens(&self, member: MemberId, doc: DocId, now: Timestamp) -> Result<Vec<DocToken>, AccountError> {
        let tokens = self.reader.read(|connection| {
            let mut statement = connection.prepare_cached(&format!(
                "SELECT {COLUMNS} FROM doc_tokens WHERE member = ?1 AND doc = ?2 AND revoked IS NULL AND expires > ?3
                 AND session IN (SELECT id FROM sessions WHERE revoked IS NULL AND expires > ?3)
                 ORDER BY created DESC, id"
            ))?;
            Ok(statement.query_map((Col(member), Col(doc), Col(now)), read_token)?.collect::<Result<_, _>>()?)
        })?;
        Ok(tokens)
    }

    /// Ends a token of this member; answers it when it was valid until now.
    ///
    /// # Errors
    /// When the store cannot write.
    pub async fn revoke_doc_token(
        &self,
        member: MemberId,
        token: DocTokenId,
        now: Timestamp,
    ) -> Result<Option<DocToken>, AccountError> {
        self.store
            .transact(move |connection| {
                Ok(connection
                    .prepare_cached(&format!(
                        "UPDATE doc_tokens SET revoked = ?3
                         WHERE id = ?1 AND member = ?2 AND revoked IS NULL AND expires > ?3 RETURNING {COLUMNS}"
                    ))?
                    .query_row((Col(token.0), Col(member), Col(now)), read_token)
                    .optional()?)
            })
            .await
    }
}

const COLUMNS: &str = "id, doc, member, session, device, access, created, expires";

fn read_token(row: &Row<'_>) -> rusqlite::Result<DocToken> {
    Ok(DocToken {
        id: DocTokenId(value(row, 0)?),
        doc: value(row, 1)?,
        member: value(row, 2)?,
        session: SessionRecordId(value(row, 3)?),
        device: value(row, 4)?,
        access: value(row, 5)?,
        created: value(row, 6)?,
        expires: value(row, 7)?,
    })
}
