//! Projections: the parts that commits write, and the value that a reader is given.

use buurtboek_shared::{
    domain::{
        directory::{Directory, PublicDirectory, StaffDirectory},
        feedback::{FeedbackEntry, Sentence},
        intake::Intake,
        refusal::Reason,
        role::Role,
    },
    ids::{DocId, DocKind, Id128, MemberId, Seq, TeamId},
    protocol::{
        codec::{decode_value, encode_value},
        server_session::Contents,
    },
    time::Timestamp,
};
use serde::{Deserialize, Serialize};

use super::document::Document;
use crate::store::{Part, ReadError, Reader, StoredProjection, commit::PutPart};

const INTAKE: &[u8] = b"intake";
const PUBLIC: &[u8] = b"public";
const STAFF: &[u8] = b"staff";

/// Facets of one signal in the reporter's feedback. Each is written by another document's commits, so that a signal and
/// its triage never race for one value.
const RECEIPT: u8 = 0;
const SENTENCE: u8 = 1;

/// What the signal's own commits say.
#[derive(Serialize, Deserialize)]
struct FeedbackReceipt {
    received: Timestamp,
    withdrawn: Option<Timestamp>,
}

fn put<T: Serialize>(doc: DocId, team: TeamId, key: Vec<u8>, value: &T) -> Result<PutPart, Reason> {
    let value = encode_value(value).map_err(|_| Reason::TooLarge)?;
    Ok(PutPart { doc, team, part: Part { key, value } })
}

fn feedback_key(signal: Id128, facet: u8) -> Vec<u8> {
    let mut key = signal.as_bytes().to_vec();
    key.push(facet);
    key
}

/// The whole of an intake.
pub(super) fn intake_part(doc: DocId, team: TeamId, value: &Intake) -> Result<PutPart, Reason> {
    put(doc, team, INTAKE.to_vec(), value)
}

/// What the signal itself says to its reporter.
pub(super) fn feedback_receipt_part(
    signal: &Document,
    received: Timestamp,
    withdrawn: Option<Timestamp>,
) -> Result<PutPart, Reason> {
    let header = &signal.header;
    let key = feedback_key(header.doc.id, RECEIPT);
    put(DocId::feedback(header.created_by), header.team, key, &FeedbackReceipt { received, withdrawn })
}

/// What the triage says to the reporter.
pub(super) fn feedback_sentence_part(
    triage: &Document,
    reporter: MemberId,
    sentence: &Sentence,
) -> Result<PutPart, Reason> {
    let header = &triage.header;
    put(DocId::feedback(reporter), header.team, feedback_key(header.doc.id, SENTENCE), sentence)
}

/// The parts of a team's directory.
///
/// # Errors
/// When a value cannot be encoded.
pub fn directory_parts(directory: &Directory) -> Result<Vec<PutPart>, Reason> {
    let team = directory.public.team;
    let doc = DocId::directory(team);
    let mut parts = vec![put(doc, team, PUBLIC.to_vec(), &directory.public)?];
    if let Some(staff) = &directory.staff {
        parts.push(put(doc, team, STAFF.to_vec(), staff)?);
    }
    Ok(parts)
}

/// When the server received the report that an intake holds; none when there is no intake yet.
pub(super) fn received(reader: &dyn Reader, intake: DocId) -> Result<Option<Timestamp>, Reason> {
    let stored = reader.projection(intake).map_err(|_| Reason::Recovering)?;
    let Some(stored) = stored else { return Ok(None) };
    let intake: Option<Intake> = part(&stored, INTAKE).map_err(|_| Reason::Recovering)?;
    Ok(intake.map(|intake| intake.received))
}

/// The first name of a colleague; empty when the directory does not have them.
pub(super) fn first_name(reader: &dyn Reader, team: TeamId, member: MemberId) -> Result<String, Reason> {
    let stored = reader.projection(DocId::directory(team)).map_err(|_| Reason::Recovering)?;
    let Some(stored) = stored else { return Ok(String::new()) };
    let staff: Option<StaffDirectory> = part(&stored, STAFF).map_err(|_| Reason::Recovering)?;
    let name = staff
        .and_then(|staff| staff.colleagues.into_iter().find(|colleague| colleague.id == member))
        .and_then(|colleague| colleague.name.split_whitespace().next().map(str::to_owned));
    Ok(name.unwrap_or_default())
}

/// What follows the version that a device holds, for a reader of this role.
///
/// # Errors
/// When it cannot be read.
pub fn contents_after(reader: &dyn Reader, doc: DocId, held: Seq, role: Role) -> Result<Contents, ReadError> {
    let Some(stored) = reader.projection(doc)? else { return Ok(Contents::Same) };
    if stored.version == held {
        return Ok(Contents::Same);
    }
    Ok(Contents::Projection { version: stored.version, value: value_for(doc, &stored, role)? })
}

fn value_for(doc: DocId, stored: &StoredProjection, role: Role) -> Result<Vec<u8>, ReadError> {
    let form = |_| ReadError::Form { what: "projection" };
    match doc.kind {
        DocKind::Intake => {
            encode_value(&part::<Intake>(stored, INTAKE)?.ok_or(ReadError::Form { what: "intake" })?).map_err(form)
        }
        DocKind::Feedback => encode_value(&feedback(stored)?).map_err(form),
        DocKind::Directory => encode_value(&directory(stored, role)?).map_err(form),
        DocKind::Signal | DocKind::Triage | DocKind::Dossier | DocKind::Note => {
            Err(ReadError::Form { what: "projection" })
        }
    }
}

/// A volunteer's copy never holds more than streets and the team's number.
fn directory(stored: &StoredProjection, role: Role) -> Result<Directory, ReadError> {
    let public: PublicDirectory = part(stored, PUBLIC)?.ok_or(ReadError::Form { what: "directory" })?;
    let staff = match role {
        Role::Professional | Role::Coordinator | Role::Adviser | Role::ProcessManager => part(stored, STAFF)?,
        Role::Volunteer | Role::PolicyMaker | Role::PrivacyOfficer | Role::Administrator => None,
    };
    Ok(Directory { public, staff })
}

fn feedback(stored: &StoredProjection) -> Result<Vec<FeedbackEntry>, ReadError> {
    let mut entries: Vec<FeedbackEntry> = Vec::new();
    // By key: the receipt of a signal comes directly before its sentence.
    for part in &stored.parts {
        let form = ReadError::Form { what: "feedback" };
        let Some((facet, id)) = part.key.split_last() else { return Err(form) };
        let Ok(id) = <[u8; 16]>::try_from(id) else { return Err(form) };
        let signal = DocId::new(DocKind::Signal, Id128(id));
        match (*facet, entries.last_mut()) {
            (RECEIPT, _) => {
                let receipt: FeedbackReceipt = decode_value(&part.value).map_err(|_| form)?;
                let sentence = if receipt.withdrawn.is_some() { Sentence::Withdrawn } else { Sentence::Received };
                entries.push(FeedbackEntry { signal, received: receipt.received, sentence });
            }
            (SENTENCE, Some(entry)) if entry.signal == signal => {
                let sentence = decode_value(&part.value).map_err(|_| form)?;
                if entry.sentence != Sentence::Withdrawn {
                    entry.sentence = sentence;
                }
            }
            (_, _) => return Err(form),
        }
    }
    Ok(entries)
}

fn part<T: for<'de> Deserialize<'de>>(stored: &StoredProjection, key: &[u8]) -> Result<Option<T>, ReadError> {
    stored
        .parts
        .iter()
        .find(|part| part.key == key)
        .map(|part| decode_value(&part.value).map_err(|_| ReadError::Form { what: "projection part" }))
        .transpose()
}
