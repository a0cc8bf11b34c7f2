//! Opening a database: made when absent, brought up to date, and refused when anything is not as it has to be.

use std::{
    fs, io,
    path::{Path, PathBuf},
    time::Duration,
};

use buurtboek_shared::protocol::frames::Generation;
use rusqlite::{Connection, OpenFlags, OptionalExtension as _, TransactionBehavior};
use thiserror::Error;

use super::{Col, PageLimit, SqliteReader, SqliteWriter, migrations};
use crate::store::{SealKey, SealKeyError};

/// Name of the database in a data folder.
pub const DATABASE_FILE: &str = "buurtboek.db";
/// Name of the seal key in a data folder.
pub const SEAL_KEY_FILE: &str = "seal.key";

/// Marks a file as ours: "Buur".
const APPLICATION: i64 = 0x4275_7572;
/// How long a connection waits for a lock that another process holds.
const LOCK_WAIT: Duration = Duration::from_secs(5);
/// Prepared statements kept per connection.
const STATEMENTS: usize = 128;

/// What a database is for. The two never mix: invented people do not stand among real ones.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Purpose {
    /// Real work.
    Live,
    /// Invented people and stories; anybody may log in as anyone.
    Demonstration,
}

impl Purpose {
    const fn word(self) -> &'static str {
        match self {
            Self::Live => "live",
            Self::Demonstration => "demonstration",
        }
    }
}

/// Which database is opened, and how.
#[derive(Clone, Debug)]
pub struct Settings {
    /// The file; made when absent.
    pub path: PathBuf,
    /// What it is for.
    pub purpose: Purpose,
    /// Seals rows and the audit trail.
    pub key: SealKey,
    /// How large it may become.
    pub page_limit: PageLimit,
}

/// Why a database was not opened.
#[derive(Debug, Error)]
pub enum OpenError {
    /// The database failed.
    #[error("the database cannot be opened: {0}")]
    Database(#[from] rusqlite::Error),
    /// The data folder cannot be made.
    #[error("the data folder {path} cannot be used: {source}")]
    Folder {
        /// Which folder.
        path: PathBuf,
        /// What went wrong.
        source: io::Error,
    },
    /// The seal key cannot be used.
    #[error(transparent)]
    SealKey(#[from] SealKeyError),
    /// The database was sealed with another key.
    #[error("the seal key is not the one that this database was made with")]
    OtherSealKey,
    /// The file is a database of another program.
    #[error("the file is not a Buurtboek database")]
    Foreign,
    /// A newer build made it.
    #[error("the database is of a newer version ({found}; this program knows up to {known})")]
    Newer {
        /// Its version.
        found: i64,
        /// The last version that this build knows.
        known: usize,
    },
    /// A setting on which durability rests does not hold.
    #[error("SQLite keeps {pragma} = {found} where {wanted} is needed")]
    Durability {
        /// Which setting.
        pragma: &'static str,
        /// What is needed.
        wanted: &'static str,
        /// What it is.
        found: String,
    },
    /// A demonstration database was opened for real work, or the other way round.
    #[error("this is a {} database, not a {} one", found, wanted.word())]
    OtherPurpose {
        /// What was asked for.
        wanted: Purpose,
        /// What it is for.
        found: String,
    },
    /// No random bytes could be had for a new database.
    #[error("no random bytes for a new database: {0}")]
    Random(getrandom::Error),
}

/// Opens a data folder: the database in it and the key beside it, both made at the first start.
///
/// # Errors
/// When either cannot be used. A database whose key is gone is refused: a new key would make every row look forged.
pub fn open_data_folder(
    folder: &Path,
    purpose: Purpose,
    page_limit: PageLimit,
) -> Result<(SqliteWriter, SqliteReader), OpenError> {
    let at = |source| OpenError::Folder { path: folder.to_owned(), source };
    make_private_folder(folder).map_err(at)?;
    let path = folder.join(DATABASE_FILE);
    let key_path = folder.join(SEAL_KEY_FILE);
    let first_start = !path.exists() && !key_path.exists();
    let key = if first_start { SealKey::create(&key_path)? } else { SealKey::read(&key_path)? };
    make_private_file(&path).map_err(at)?;
    open(Settings { path, purpose, key, page_limit })
}

/// Makes a folder that is its owner's alone, unless it is there: then it is as somebody wanted it.
fn make_private_folder(folder: &Path) -> io::Result<()> {
    let mut builder = fs::DirBuilder::new();
    builder.recursive(true);
    #[cfg(unix)]
    std::os::unix::fs::DirBuilderExt::mode(&mut builder, 0o700);
    builder.create(folder)
}

/// Makes an empty file that is its owner's alone, unless it is there; SQLite's files beside it become like it.
fn make_private_file(path: &Path) -> io::Result<()> {
    let mut options = fs::OpenOptions::new();
    options.append(true).create(true);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    options.open(path).map(drop)
}

/// Opens a database.
///
/// # Errors
/// When it cannot be opened, is not ours, is of a newer build, was made with another key or for another purpose, or
/// when SQLite does not keep the settings on which durability rests.
pub fn open(settings: Settings) -> Result<(SqliteWriter, SqliteReader), OpenError> {
    let connection = write_connection(&settings)?;
    let reader = SqliteReader::new(settings.path.clone());
    Ok((SqliteWriter::new(settings, connection), reader))
}

/// A connection that writes, fully checked.
pub(super) fn write_connection(settings: &Settings) -> Result<Connection, OpenError> {
    let mut connection = Connection::open_with_flags(
        &settings.path,
        OpenFlags::SQLITE_OPEN_READ_WRITE | OpenFlags::SQLITE_OPEN_CREATE | OpenFlags::SQLITE_OPEN_NO_MUTEX,
    )?;
    connection.busy_timeout(LOCK_WAIT)?;
    refuse_foreign(&connection)?;
    connection.pragma_update_and_check(None, "journal_mode", "wal", |_| Ok(()))?;
    connection.pragma_update(None, "synchronous", "full")?;
    connection.pragma_update(None, "foreign_keys", true)?;
    // A content that was deleted is gone from the file too.
    connection.pragma_update_and_check(None, "secure_delete", true, |_| Ok(()))?;
    connection.set_prepared_statement_cache_capacity(STATEMENTS);
    check_durability(&connection)?;
    bring_up_to_date(&mut connection, settings)?;
    Ok(connection)
}

/// A connection that reads.
pub(super) fn read_connection(path: &Path) -> rusqlite::Result<Connection> {
    let connection =
        Connection::open_with_flags(path, OpenFlags::SQLITE_OPEN_READ_ONLY | OpenFlags::SQLITE_OPEN_NO_MUTEX)?;
    connection.busy_timeout(LOCK_WAIT)?;
    connection.pragma_update(None, "query_only", true)?;
    connection.set_prepared_statement_cache_capacity(STATEMENTS);
    Ok(connection)
}

/// Before anything is written: a file with content that does not carry our mark is not touched.
fn refuse_foreign(connection: &Connection) -> Result<(), OpenError> {
    let mark: i64 = connection.pragma_query_value(None, "application_id", |row| row.get(0))?;
    let tables: i64 = connection.query_row("SELECT count(*) FROM sqlite_schema", [], |row| row.get(0))?;
    if mark == APPLICATION || (mark == 0 && tables == 0) { Ok(()) } else { Err(OpenError::Foreign) }
}

/// Reads the settings back: SQLite ignores silently what it cannot keep (WAL on a network share, for one).
fn check_durability(connection: &Connection) -> Result<(), OpenError> {
    let journal: String = connection.pragma_query_value(None, "journal_mode", |row| row.get(0))?;
    if !journal.eq_ignore_ascii_case("wal") {
        return Err(OpenError::Durability { pragma: "journal_mode", wanted: "wal", found: journal });
    }
    let number_must_be = |pragma, wanted: &'static str| {
        let found: i64 = connection.pragma_query_value(None, pragma, |row| row.get(0))?;
        if found.to_string() == wanted {
            Ok(())
        } else {
            Err(OpenError::Durability { pragma, wanted, found: found.to_string() })
        }
    };
    // 2 is FULL: an fsync of the log with every commit.
    number_must_be("synchronous", "2")?;
    number_must_be("foreign_keys", "1")
}

fn bring_up_to_date(connection: &mut Connection, settings: &Settings) -> Result<(), OpenError> {
    let transaction = connection.transaction_with_behavior(TransactionBehavior::Immediate)?;
    let taken = migrations::taken(&transaction)?;
    migrations::take_rest(&transaction, taken)?;
    let stored = transaction
        .query_row("SELECT purpose, key_check FROM meta", [], |row| {
            Ok((row.get::<_, String>(0)?, super::value::<buurtboek_shared::ids::Hash256>(row, 1)?))
        })
        .optional()?;
    match stored {
        None => {
            transaction.pragma_update(None, "application_id", APPLICATION)?;
            transaction.execute(
                "INSERT INTO meta (one, generation, purpose, change, key_check) VALUES (1, ?1, ?2, 0, ?3)",
                (Col(new_generation()?), settings.purpose.word(), Col(settings.key.check())),
            )?;
        }
        Some((found, _)) if found != settings.purpose.word() => {
            return Err(OpenError::OtherPurpose { wanted: settings.purpose, found });
        }
        Some((_, check)) if check != settings.key.check() => return Err(OpenError::OtherSealKey),
        Some(_) => {}
    }
    transaction.commit()?;
    Ok(())
}

/// Random, not counted: a database made anew in the place of a lost one is another generation as well.
fn new_generation() -> Result<Generation, OpenError> {
    let mut bytes = [0; 8];
    getrandom::fill(&mut bytes).map_err(OpenError::Random)?;
    Ok(Generation(u64::from_le_bytes(bytes)))
}
