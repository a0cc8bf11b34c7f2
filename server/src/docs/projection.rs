//! Projections: the parts that commits write, and the value that a reader is given.

use buurtboek_shared::{
    domain::{
        deputy::Deputy,
        directory::{Directory, PublicDirectory, StaffDirectory},
        feedback::{DossierWord, FeedbackEntry, TriageWord, tell},
        intake::Intake,
        refusal::Reason,
        restriction::Restriction,
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
use crate::store::{Part, REACH, ReadError, Reader, StoredProjection, commit::PutPart};

const INTAKE: &[u8] = b"intake";
const PUBLIC: &[u8] = b"public";
const STAFF: &[u8] = b"staff";
/// Beside the staff's part, whose stored form has no place for it.
const DEPUTY: &[u8] = b"deputy";

/// Facets of one signal in the reporter's feedback. Each is written by another document's commits, so that a signal, its
/// triage and its dossiers never race for one value. The facet of a dossier is followed by the dossier's id.
const RECEIPT: u8 = 0;
const SENTENCE: u8 = 1;
const DOSSIER: u8 = 2;
/// Where the facet stands in a key: after the signal's id.
const FACET: usize = 16;

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
    word: &TriageWord,
) -> Result<PutPart, Reason> {
    let header = &triage.header;
    put(DocId::feedback(reporter), header.team, feedback_key(header.doc.id, SENTENCE), word)
}

/// What a dossier says to the reporter of the signal that it came of.
pub(super) fn feedback_dossier_part(
    dossier: &Document,
    (reporter, triage): (MemberId, DocId),
    word: &DossierWord,
) -> Result<PutPart, Reason> {
    let header = &dossier.header;
    let mut key = feedback_key(triage.id, DOSSIER);
    key.extend(header.doc.id.as_bytes());
    put(DocId::feedback(reporter), header.team, key, word)
}

/// Did the resident say, in a dossier that came of this signal, that its reporter is not to be there?
pub(super) fn reporter_is_refused(reader: &dyn Reader, reporter: MemberId, triage: DocId) -> Result<bool, Reason> {
    let stored = reader.projection(DocId::feedback(reporter)).map_err(|_| Reason::Recovering)?;
    let of_dossiers = feedback_key(triage.id, DOSSIER);
    for part in stored.iter().flat_map(|stored| &stored.parts).filter(|part| part.key.starts_with(&of_dossiers)) {
        let word: DossierWord = decode_value(&part.value).map_err(|_| Reason::Recovering)?;
        if word.without_reporter {
            return Ok(true);
        }
    }
    Ok(false)
}

/// How far a triage and its intake reach from now on.
pub(super) fn reach_part(triage: &Document, to: &Restriction) -> Result<PutPart, Reason> {
    let header = &triage.header;
    put(header.doc.sibling(DocKind::Intake), header.team, REACH.to_vec(), to)
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
        parts.push(put(doc, team, DEPUTY.to_vec(), &staff.deputy)?);
    }
    Ok(parts)
}

/// What was reported; none when there is no intake yet.
pub(crate) fn intake(reader: &dyn Reader, doc: DocId) -> Result<Option<Intake>, Reason> {
    let stored = reader.projection(doc).map_err(|_| Reason::Recovering)?;
    let Some(stored) = stored else { return Ok(None) };
    part(&stored, INTAKE).map_err(|_| Reason::Recovering)
}

/// When the server received the report that an intake holds; none when there is no intake yet.
pub(super) fn received(reader: &dyn Reader, doc: DocId) -> Result<Option<Timestamp>, Reason> {
    Ok(intake(reader, doc)?.map(|intake| intake.received))
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
        Role::Professional | Role::Coordinator | Role::Adviser | Role::ProcessManager => {
            let deputy = part::<Option<Deputy>>(stored, DEPUTY)?.flatten();
            part::<StaffDirectory>(stored, STAFF)?.map(|staff| StaffDirectory { deputy, ..staff })
        }
        Role::Volunteer | Role::PolicyMaker | Role::PrivacyOfficer | Role::Administrator => None,
    };
    Ok(Directory { public, staff })
}

/// What is said of one signal, as its parts say it.
struct Said {
    signal: DocId,
    receipt: FeedbackReceipt,
    triage: Option<TriageWord>,
    dossiers: Vec<DossierWord>,
}

fn feedback(stored: &StoredProjection) -> Result<Vec<FeedbackEntry>, ReadError> {
    let form = || ReadError::Form { what: "feedback" };
    let mut all: Vec<Said> = Vec::new();
    // By key: the receipt of a signal comes directly before its sentence and its dossiers.
    for part in &stored.parts {
        let (id, facet) = part.key.split_at_checked(FACET).ok_or_else(form)?;
        let id = <[u8; FACET]>::try_from(id).map_err(|_| form())?;
        let signal = DocId::new(DocKind::Signal, Id128(id));
        match (facet.first().copied(), all.last_mut()) {
            (Some(RECEIPT), _) => {
                let receipt = decode_value(&part.value).map_err(|_| form())?;
                all.push(Said { signal, receipt, triage: None, dossiers: Vec::new() });
            }
            (Some(SENTENCE), Some(said)) if said.signal == signal => {
                said.triage = Some(decode_value(&part.value).map_err(|_| form())?);
            }
            (Some(DOSSIER), Some(said)) if said.signal == signal => {
                said.dossiers.push(decode_value(&part.value).map_err(|_| form())?);
            }
            (_, _) => return Err(form()),
        }
    }
    let entry = |said: Said| {
        let (sentence, ended) = tell(said.receipt.withdrawn, said.triage, &said.dossiers);
        FeedbackEntry { signal: said.signal, received: said.receipt.received, sentence, ended }
    };
    Ok(all.into_iter().map(entry).collect())
}

fn part<T: for<'de> Deserialize<'de>>(stored: &StoredProjection, key: &[u8]) -> Result<Option<T>, ReadError> {
    stored
        .parts
        .iter()
        .find(|part| part.key == key)
        .map(|part| decode_value(&part.value).map_err(|_| ReadError::Form { what: "projection part" }))
        .transpose()
}
