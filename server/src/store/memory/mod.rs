//! The store in memory, for a simulated world: the same answers as [`super::sqlite`], no disk, no clock, no randomness.
//! Clones are one store, so that a server of the world may crash and open it again.

mod commit;
mod read;

use std::{
    collections::BTreeMap,
    sync::{Arc, Mutex, MutexGuard, PoisonError},
};

use buurtboek_shared::{
    domain::{access::Access, deputy::Deputy},
    ids::{BatchNo, Chain, CommandId, DeviceId, DocId, MemberId, Seq, TeamId, YClient},
    protocol::frames::{Cursor, Generation, Row},
};

use super::{
    Binding, Commit, CommitError, Committed, Escrowed, Header, KnownBatch, Quarantined, RelationalWork, SealKey,
    StoredSnapshot, TeamMember, Writer, quarantine::QuarantineSize,
};

/// A store in memory.
#[derive(Clone, Debug)]
pub struct MemoryStore {
    key: SealKey,
    generation: Generation,
    shelf: Arc<Mutex<Shelf>>,
}

#[derive(Debug, Default)]
struct Shelf {
    documents: BTreeMap<DocId, Folder>,
    grants: BTreeMap<(DocId, MemberId), GrantRecord>,
    /// The last number that was given in the change log.
    change: Cursor,
    batches: BTreeMap<(DeviceId, BatchNo), KnownBatch>,
    commands: BTreeMap<CommandId, KnownBatch>,
    members: BTreeMap<TeamId, BTreeMap<MemberId, TeamMember>>,
    deputies: BTreeMap<TeamId, Deputy>,
    quarantine: Vec<Quarantined>,
    /// What was handed over and not dealt with, with the team that it is for.
    escrow: Vec<(TeamId, Escrowed)>,
    /// How much was ever handed over: the last number that was given.
    handed_over: u64,
    /// How many writes from now on fail as on a full disk.
    failures: u32,
}

#[derive(Debug)]
struct Folder {
    header: Header,
    rows: Vec<(Row, Chain)>,
    snapshot: Option<StoredSnapshot>,
    bindings: BTreeMap<YClient, Binding>,
    parts: BTreeMap<Vec<u8>, Vec<u8>>,
}

#[derive(Clone, Copy, Debug)]
struct GrantRecord {
    /// None when it ended.
    access: Option<Access>,
    change: Cursor,
    /// The document's head when access began.
    began: Seq,
}

impl MemoryStore {
    /// An empty store.
    #[must_use]
    pub fn new(generation: Generation, key: SealKey) -> Self {
        Self { key, generation, shelf: Arc::default() }
    }

    /// Makes somebody a member of a team; a member that is known takes the new role.
    pub fn add_member(&self, team: TeamId, member: TeamMember) {
        self.shelf().members.entry(team).or_default().insert(member.member, member);
    }

    /// Lets somebody stand in for a team's coordinators, in the place of whoever did.
    pub fn appoint_deputy(&self, team: TeamId, deputy: Deputy) {
        self.shelf().deputies.insert(team, deputy);
    }

    /// Lets the next so many writes fail, as on a full disk.
    pub fn fail_next_writes(&self, writes: u32) {
        self.shelf().failures = writes;
    }

    fn shelf(&self) -> MutexGuard<'_, Shelf> {
        self.shelf.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Shelf {
    fn granted(&self, doc: DocId, member: MemberId) -> Option<Access> {
        self.grants.get(&(doc, member)).and_then(|grant| grant.access)
    }

    /// One write less that fails.
    fn use_disk(&mut self) -> Result<(), CommitError> {
        match self.failures.checked_sub(1) {
            None => Ok(()),
            Some(left) => {
                self.failures = left;
                Err(CommitError::Storage("the disk of this world is full".to_owned()))
            }
        }
    }
}

impl Writer for MemoryStore {
    fn commit(&mut self, group: Vec<Commit>) -> Vec<Result<Committed, CommitError>> {
        let mut shelf = self.shelf();
        if shelf.use_disk().is_err() {
            return group
                .iter()
                .map(|_| Err(CommitError::Storage("the disk of this world is full".to_owned())))
                .collect();
        }
        group.into_iter().map(|commit| shelf.commit(&self.key, commit)).collect()
    }

    fn quarantine(&mut self, refused: Quarantined) -> Result<(), CommitError> {
        let mut shelf = self.shelf();
        shelf.use_disk()?;
        let same = |kept: &Quarantined| {
            (kept.doc, kept.device, &kept.reason, &kept.bytes)
                == (refused.doc, refused.device, &refused.reason, &refused.bytes)
        };
        if shelf.quarantine.iter().any(same) {
            return Ok(());
        }
        let beside = |kept: &&Quarantined| (kept.member, kept.origin()) == (refused.member, refused.origin());
        let kept = shelf.quarantine.iter().filter(beside).fold(QuarantineSize::default(), |size, kept| {
            QuarantineSize { count: size.count + 1, bytes: size.bytes + kept.bytes.len() as u64 }
        });
        if !refused.fits(kept) {
            return Err(CommitError::QuarantineFull);
        }
        shelf.quarantine.push(refused);
        Ok(())
    }

    fn probe(&mut self) -> Result<(), CommitError> {
        self.shelf().use_disk()
    }

    fn transact(&mut self, _work: RelationalWork<'_>) -> Result<(), CommitError> {
        Err(CommitError::Unfit("a store in memory has no accounts".to_owned()))
    }
}
