//! A document's state up to a row: what loading begins at. It repeats the rows, so one that is damaged costs nothing; but
//! only who notices that it is reads the rows instead.

use buurtboek_shared::ids::{Chain, DocId, Hash256, Seq};
use sha2::{Digest as _, Sha256};

/// Keeps a digest of a snapshot from ever being the chain value of a row: both are sealed with one key.
const DOMAIN: &[u8] = b"buurtboek.snapshot.1";

/// The state of a document up to a row, without the rows that led to it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct StoredSnapshot {
    /// The last row in it.
    pub seq: Seq,
    /// Chain value at that row.
    pub chain: Chain,
    /// One yrs v1 update that holds the whole state.
    pub state: Vec<u8>,
}

impl StoredSnapshot {
    /// SHA-256 over the document, the place in its history and the state. The seal of a snapshot is over this.
    #[must_use]
    pub fn digest(&self, doc: DocId) -> Hash256 {
        let mut hash = Sha256::new();
        hash.update(DOMAIN);
        hash.update(doc.kind.word());
        hash.update(doc.id.as_bytes());
        hash.update(self.seq.0.to_le_bytes());
        hash.update(self.chain.0);
        hash.update(&self.state);
        Hash256(hash.finalize().into())
    }
}

#[cfg(test)]
mod tests {
    use buurtboek_shared::ids::{DocKind, Id128};

    use super::*;

    #[test]
    fn a_digest_tells_of_each_part_of_a_snapshot() {
        let doc = DocId::new(DocKind::Note, Id128([1; 16]));
        let made = StoredSnapshot { seq: Seq(3), chain: Hash256([2; 32]), state: b"state".to_vec() };
        let digest = made.digest(doc);
        assert_eq!(made.clone().digest(doc), digest);
        for other in [
            StoredSnapshot { seq: Seq(4), ..made.clone() },
            StoredSnapshot { chain: Hash256([3; 32]), ..made.clone() },
            StoredSnapshot { state: b"stale".to_vec(), ..made.clone() },
        ] {
            assert_ne!(other.digest(doc), digest, "{other:?}");
        }
        assert_ne!(made.digest(DocId::new(DocKind::Note, Id128([2; 16]))), digest);
    }
}
