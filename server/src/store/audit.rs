//! The audit trail: who did what to which document when, never content. Each entry's hash covers the one before it.

use buurtboek_shared::{
    ids::{Chain, DeviceId, DocId, Hash256, MemberId, Seq},
    time::Timestamp,
};

use super::AuditAction;

/// One entry.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct AuditEntry {
    /// When, server time.
    pub(crate) at: Timestamp,
    /// Who; all zero for the server itself.
    pub(crate) member: MemberId,
    /// On which device; all zero for the server itself.
    pub(crate) device: DeviceId,
    /// What.
    pub(crate) action: AuditAction,
    /// To which document.
    pub(crate) doc: DocId,
    /// Which row it became; 0 for none.
    pub(crate) seq: Seq,
}

impl AuditEntry {
    /// The chain value after this entry.
    pub(crate) fn chain(&self, number: u64, prev: Chain) -> Chain {
        use sha2::Digest as _;
        let mut hash = sha2::Sha256::new();
        // Words end in a zero byte, everything else has a fixed length: no two entries read alike.
        hash.update(b"buurtboek.audit.1\0");
        hash.update(prev.0);
        hash.update(number.to_le_bytes());
        hash.update(self.at.0.to_le_bytes());
        hash.update(self.member.0.as_bytes());
        hash.update(self.device.0.as_bytes());
        hash.update(self.action.word());
        hash.update([0]);
        hash.update(self.doc.kind.word());
        hash.update([0]);
        hash.update(self.doc.id.as_bytes());
        hash.update(self.seq.0.to_le_bytes());
        Hash256(hash.finalize().into())
    }
}
