//! One commit: first everything is checked, then everything is written, so that nothing has to be taken back.

use std::collections::{BTreeMap, BTreeSet};

use buurtboek_shared::{
    ids::{Chain, DocId, Hash256, MemberId, Seq, TeamId, YClient},
    protocol::{
        frames::{Cursor, Receipt, Row},
        limits::SCHEMA,
    },
};

use super::{Folder, GrantRecord, Shelf};
use crate::store::{
    Binding, Commit, CommitError, Committed, EscrowChange, EscrowNumber, Escrowed, GrantChange, Header, KnownBatch,
    Needed, NewRow, PutPart, SealKey, StoredSnapshot, commit::answer_repeat,
};

impl Shelf {
    pub(super) fn commit(&mut self, key: &SealKey, commit: Commit) -> Result<Committed, CommitError> {
        self.check(&commit)?;
        for header in &commit.create {
            self.make(header.clone());
        }
        let projections = self.write_parts(&commit);
        let receipt = match &commit.row {
            Some(row) => self.append(key, &commit, row)?,
            None => Receipt {
                hash: commit.hash,
                seq: Seq(0),
                chain: Chain::default(),
                at: commit.at,
                seal: Hash256::default(),
            },
        };
        if let Some(folder) = self.documents.get_mut(&commit.doc) {
            folder.bindings.extend(commit.bind.iter().map(|binding| (binding.client, *binding)));
        }
        self.change_escrow(&commit);
        let mut log = Log::default();
        self.change_grants(&mut log, &commit.grants);
        if commit.row.is_some() {
            self.grow(&mut log, commit.doc);
        }
        for projection in &projections {
            self.grow(&mut log, *projection);
        }
        self.remember(&commit, receipt);
        Ok(Committed {
            receipt,
            touched: log.touched.into_iter().collect(),
            projections: projections.into_iter().collect(),
            ended: log.ended,
            cursor: self.change,
        })
    }

    fn check(&self, commit: &Commit) -> Result<(), CommitError> {
        let by_batch = commit.batch.and_then(|batch| self.batches.get(&(commit.device, batch)));
        let by_command = commit.command.and_then(|command| self.commands.get(&command));
        if let Some(known) = by_batch.or(by_command) {
            return Err(answer_repeat(*known, commit.doc, commit.hash));
        }
        if let Some(Needed { doc, access }) = commit.needs
            && self.granted(doc, commit.member) < Some(access)
        {
            return Err(CommitError::NoAccess);
        }
        let there = self.check_documents(commit)?;
        let exists = |doc: DocId| there.contains(&doc) || self.documents.contains_key(&doc);
        if !exists(commit.doc) {
            return Err(CommitError::Absent);
        }
        self.check_row(commit)?;
        self.check_bindings(commit)?;
        self.check_escrow(commit)?;
        for change in &commit.grants {
            match change {
                GrantChange::Give { doc, .. } if !exists(*doc) => return Err(CommitError::Absent),
                GrantChange::Give { .. } | GrantChange::End { .. } => {}
            }
        }
        Ok(())
    }

    /// The documents that this commit makes.
    fn check_documents(&self, commit: &Commit) -> Result<BTreeSet<DocId>, CommitError> {
        let mut made = BTreeSet::new();
        for header in &commit.create {
            if self.documents.contains_key(&header.doc) || made.contains(&header.doc) {
                return Err(CommitError::Exists);
            }
            if header.parent.is_some_and(|parent| !self.documents.contains_key(&parent) && !made.contains(&parent)) {
                return Err(CommitError::Absent);
            }
            made.insert(header.doc);
        }
        for put in &commit.parts {
            if !put.doc.kind.is_projection() {
                return Err(CommitError::Absent);
            }
            made.insert(put.doc);
        }
        Ok(made)
    }

    fn check_row(&self, commit: &Commit) -> Result<(), CommitError> {
        let Some(row) = &commit.row else { return Ok(()) };
        if commit.doc.kind.is_projection() {
            return Err(CommitError::Absent);
        }
        let head = self
            .documents
            .get(&commit.doc)
            .map_or((Seq(0), Chain::default()), |folder| (folder.header.head, folder.header.chain));
        if head == row.after { Ok(()) } else { Err(CommitError::Moved) }
    }

    fn check_bindings(&self, commit: &Commit) -> Result<(), CommitError> {
        let mut bound: BTreeMap<YClient, Binding> = BTreeMap::new();
        let folder = self.documents.get(&commit.doc);
        for wanted in &commit.bind {
            let earlier = folder.and_then(|folder| folder.bindings.get(&wanted.client));
            if earlier.or_else(|| bound.get(&wanted.client)).is_some_and(|binding| binding != wanted) {
                return Err(CommitError::BoundElsewhere(wanted.client));
            }
            bound.insert(wanted.client, *wanted);
        }
        Ok(())
    }

    fn make(&mut self, header: Header) {
        let header = Header { head: Seq(0), chain: Chain::default(), ..header };
        let folder =
            Folder { header, rows: Vec::new(), snapshot: None, bindings: BTreeMap::new(), parts: BTreeMap::new() };
        self.documents.insert(folder.header.doc, folder);
    }

    fn write_parts(&mut self, commit: &Commit) -> BTreeSet<DocId> {
        let mut changed = BTreeSet::new();
        for PutPart { doc, team, part } in &commit.parts {
            if !self.documents.contains_key(doc) {
                self.make(Header {
                    doc: *doc,
                    team: *team,
                    parent: None,
                    schema: SCHEMA,
                    created_by: commit.member,
                    created_at: commit.at,
                    head: Seq(0),
                    chain: Chain::default(),
                });
            }
            if let Some(folder) = self.documents.get_mut(doc)
                && folder.parts.get(&part.key) != Some(&part.value)
            {
                folder.parts.insert(part.key.clone(), part.value.clone());
                changed.insert(*doc);
            }
        }
        for doc in &changed {
            if let Some(folder) = self.documents.get_mut(doc) {
                folder.header.head = folder.header.head.next();
            }
        }
        changed
    }

    fn append(&mut self, key: &SealKey, commit: &Commit, new: &NewRow) -> Result<Receipt, CommitError> {
        let folder = self.documents.get_mut(&commit.doc).ok_or(CommitError::Absent)?;
        let mut row = Row {
            seq: folder.header.head.next(),
            member: commit.member,
            device: commit.device,
            at: commit.at,
            update: new.update.clone(),
            seal: Hash256::default(),
        };
        let chain = row.chain(commit.doc, folder.header.chain);
        row.seal = key.seal(chain);
        let receipt = Receipt { hash: commit.hash, seq: row.seq, chain, at: row.at, seal: row.seal };
        folder.header.head = row.seq;
        folder.header.chain = chain;
        if let Some(state) = &new.snapshot {
            folder.snapshot = Some(StoredSnapshot { seq: row.seq, chain, state: state.clone() });
        }
        folder.rows.push((row, chain));
        Ok(receipt)
    }

    fn check_escrow(&self, commit: &Commit) -> Result<(), CommitError> {
        match &commit.escrow {
            None | Some(EscrowChange::Keep { .. }) => Ok(()),
            Some(EscrowChange::Settle(number)) => {
                let there = |(_, kept): &(TeamId, Escrowed)| kept.number == *number && kept.handover.doc == commit.doc;
                if self.escrow.iter().any(there) { Ok(()) } else { Err(CommitError::Absent) }
            }
        }
    }

    fn change_escrow(&mut self, commit: &Commit) {
        match &commit.escrow {
            None => {}
            Some(EscrowChange::Keep { team, handover }) => {
                self.handed_over += 1;
                let number = EscrowNumber(self.handed_over);
                let (member, at, handover) = (commit.member, commit.at, handover.clone());
                self.escrow.push((*team, Escrowed { number, member, at, handover }));
            }
            Some(EscrowChange::Settle(number)) => self.escrow.retain(|(_, kept)| kept.number != *number),
        }
    }

    fn change_grants(&mut self, log: &mut Log, changes: &[GrantChange]) {
        for change in changes {
            let (doc, member, access) = match *change {
                GrantChange::Give { doc, member, access } => (doc, member, Some(access)),
                GrantChange::End { doc, member } => (doc, member, None),
            };
            if self.granted(doc, member) == access {
                continue;
            }
            let change = log.number_of(&mut self.change, doc);
            let head = self.documents.get(&doc).map_or(Seq(0), |folder| folder.header.head);
            let before = self.grants.get(&(doc, member)).filter(|before| before.access.is_some());
            let began = before.map_or(head, |before| before.began);
            self.grants.insert((doc, member), GrantRecord { access, change, began });
            log.touched.insert(member);
            if access.is_none() {
                log.ended.push((doc, member));
            }
        }
    }

    fn grow(&mut self, log: &mut Log, doc: DocId) {
        let number = log.number_of(&mut self.change, doc);
        let first = (doc, MemberId::default());
        for ((_, member), grant) in self.grants.range_mut(first..).take_while(|((granted, _), _)| *granted == doc) {
            if grant.access.is_some() {
                grant.change = number;
                log.touched.insert(*member);
            }
        }
    }

    fn remember(&mut self, commit: &Commit, receipt: Receipt) {
        let known = KnownBatch { doc: commit.doc, receipt };
        if let Some(batch) = commit.batch {
            self.batches.insert((commit.device, batch), known);
        }
        if let Some(command) = commit.command {
            self.commands.insert(command, known);
        }
    }
}

/// What one commit adds to the change logs.
#[derive(Default)]
struct Log {
    numbers: BTreeMap<DocId, Cursor>,
    touched: BTreeSet<MemberId>,
    ended: Vec<(DocId, MemberId)>,
}

impl Log {
    fn number_of(&mut self, end: &mut Cursor, doc: DocId) -> Cursor {
        *self.numbers.entry(doc).or_insert_with(|| {
            *end = Cursor(end.0 + 1);
            *end
        })
    }
}
