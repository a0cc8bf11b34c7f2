//! [`Reader`] over ordered maps.

use buurtboek_shared::{
    domain::{access::Access, deputy::Deputy, role::Role},
    ids::{BatchNo, Chain, CommandId, DeviceId, DocId, MemberId, Seq, TeamId},
    protocol::frames::{CatalogueChange, CatalogueEntry, Cursor, Generation, Row},
    time::Timestamp,
};

use super::{GrantRecord, MemoryStore};
use crate::store::{
    Binding, ChangePage, Escrowed, Grant, Had, Header, KnownBatch, Part, Quarantined, ReadError, Reader,
    StoredProjection, StoredSnapshot, TeamMember,
};

impl Reader for MemoryStore {
    fn header(&self, doc: DocId) -> Result<Option<Header>, ReadError> {
        Ok(self.shelf().documents.get(&doc).map(|folder| folder.header.clone()))
    }

    fn rows(&self, doc: DocId, after: Seq, max_bytes: usize) -> Result<Vec<Row>, ReadError> {
        let shelf = self.shelf();
        let Some(folder) = shelf.documents.get(&doc) else { return Ok(Vec::new()) };
        let mut bytes = 0;
        let later = folder.rows.iter().map(|(row, _)| row).filter(|row| row.seq > after).enumerate();
        let page = later.take_while(|(index, row)| {
            bytes += row.update.len();
            *index == 0 || bytes <= max_bytes
        });
        Ok(page.map(|(_, row)| row.clone()).collect())
    }

    fn chain_at(&self, doc: DocId, seq: Seq) -> Result<Option<Chain>, ReadError> {
        if seq == Seq(0) {
            return Ok(Some(Chain::default()));
        }
        let shelf = self.shelf();
        let rows = shelf.documents.get(&doc).map_or(&[][..], |folder| &folder.rows);
        Ok(rows.iter().find(|(row, _)| row.seq == seq).map(|(_, chain)| *chain))
    }

    fn snapshot(&self, doc: DocId) -> Result<Option<StoredSnapshot>, ReadError> {
        Ok(self.shelf().documents.get(&doc).and_then(|folder| folder.snapshot.clone()))
    }

    fn bindings(&self, doc: DocId) -> Result<Vec<Binding>, ReadError> {
        Ok(self.shelf().documents.get(&doc).map_or_else(Vec::new, |folder| folder.bindings.values().copied().collect()))
    }

    fn access(&self, doc: DocId, member: MemberId) -> Result<Option<Access>, ReadError> {
        Ok(self.shelf().granted(doc, member))
    }

    fn access_began(&self, doc: DocId, member: MemberId) -> Result<Option<Seq>, ReadError> {
        let shelf = self.shelf();
        Ok(shelf.grants.get(&(doc, member)).filter(|grant| grant.access.is_some()).map(|grant| grant.began))
    }

    fn grants(&self, doc: DocId) -> Result<Vec<Grant>, ReadError> {
        let shelf = self.shelf();
        let of_doc = shelf.grants.range((doc, MemberId::default())..).take_while(|((granted, _), _)| *granted == doc);
        Ok(of_doc
            .filter_map(|((_, member), grant)| grant.access.map(|access| Grant { doc, member: *member, access }))
            .collect())
    }

    fn documents(&self, member: MemberId, after: Option<DocId>, limit: usize) -> Result<Vec<Header>, ReadError> {
        let shelf = self.shelf();
        let mine = shelf.grants.iter().filter(|((doc, granted), grant)| {
            *granted == member && grant.access.is_some() && after.is_none_or(|after| *doc > after)
        });
        Ok(mine
            .filter_map(|((doc, _), _)| shelf.documents.get(doc).map(|folder| folder.header.clone()))
            .take(limit)
            .collect())
    }

    fn changes(&self, member: MemberId, after: Cursor, limit: usize) -> Result<ChangePage, ReadError> {
        let shelf = self.shelf();
        let after = if after > shelf.change { Cursor::default() } else { after };
        // A new device never held what it may no longer open.
        let tell = |grant: &GrantRecord| grant.change > after && (after > Cursor::default() || grant.access.is_some());
        let mut changed: Vec<(DocId, GrantRecord)> = shelf
            .grants
            .iter()
            .filter(|((_, granted), grant)| *granted == member && tell(grant))
            .map(|((doc, _), grant)| (*doc, *grant))
            .collect();
        changed.sort_by_key(|(_, grant)| grant.change);
        let remaining = u32::try_from(changed.len().saturating_sub(limit)).unwrap_or(u32::MAX);
        changed.truncate(limit);
        let last = changed.last().map_or(after, |(_, grant)| grant.change);
        let entry = |(doc, grant): (DocId, GrantRecord)| {
            let header = &shelf.documents.get(&doc)?.header;
            let change = match grant.access {
                None => CatalogueChange::Revoked,
                Some(access) => CatalogueChange::Stands {
                    seq: header.head,
                    access,
                    parent: header.parent,
                    created: header.created_at,
                },
            };
            Some(CatalogueEntry { doc, change })
        };
        Ok(ChangePage {
            entries: changed.into_iter().filter_map(entry).collect(),
            cursor: if remaining == 0 { shelf.change } else { last },
            remaining,
        })
    }

    fn batch(&self, device: DeviceId, batch: BatchNo) -> Result<Option<KnownBatch>, ReadError> {
        Ok(self.shelf().batches.get(&(device, batch)).copied())
    }

    fn command(&self, command: CommandId) -> Result<Option<KnownBatch>, ReadError> {
        Ok(self.shelf().commands.get(&command).copied())
    }

    fn projection(&self, doc: DocId) -> Result<Option<StoredProjection>, ReadError> {
        let shelf = self.shelf();
        let Some(folder) = shelf.documents.get(&doc).filter(|folder| !folder.parts.is_empty()) else {
            return Ok(None);
        };
        let parts = folder.parts.iter().map(|(key, value)| Part { key: key.clone(), value: value.clone() }).collect();
        Ok(Some(StoredProjection { version: folder.header.head, parts }))
    }

    fn members(&self, team: TeamId) -> Result<Vec<TeamMember>, ReadError> {
        Ok(self.shelf().members.get(&team).map_or_else(Vec::new, |members| members.values().copied().collect()))
    }

    fn deputy(&self, team: TeamId, at: Timestamp) -> Result<Option<Deputy>, ReadError> {
        let shelf = self.shelf();
        let role = |member| shelf.members.get(&team).and_then(|members| members.get(&member)).map(|found| found.role);
        let stands_in = |deputy: &&Deputy| deputy.stands_in_at(at) && role(deputy.member) == Some(Role::Professional);
        Ok(shelf.deputies.get(&team).filter(stands_in).copied())
    }

    fn quarantine(&self, doc: DocId) -> Result<Vec<Quarantined>, ReadError> {
        Ok(self.shelf().quarantine.iter().filter(|refused| refused.doc == doc).cloned().collect())
    }

    fn had_access(&self, doc: DocId, member: MemberId) -> Result<Had, ReadError> {
        Ok(if self.shelf().grants.contains_key(&(doc, member)) { Had::Access } else { Had::Nothing })
    }

    fn escrow(&self, team: TeamId) -> Result<Vec<Escrowed>, ReadError> {
        let shelf = self.shelf();
        Ok(shelf.escrow.iter().filter(|(of, _)| *of == team).map(|(_, kept)| kept.clone()).collect())
    }

    fn generation(&self) -> Result<Generation, ReadError> {
        Ok(self.generation)
    }
}
