//! The server's data are of another generation than what is held: it was restored, or made anew.

use buurtboek_shared::{
    ids::{Chain, Seq},
    protocol::frames::Generation,
};

use super::super::transaction::Work;
use crate::storage::{database::Bucket, failure::StorageFailure, keys, records::Held};

/// The catalogue is asked for from its beginning. What is held can be read as before, and nothing is taken for the
/// server's: a number of rows, or of a projection's version, may stand for others there.
pub(super) async fn doubt_what_is_held(work: &Work, generation: Generation) -> Result<(), StorageFailure> {
    let all: Vec<(Vec<u8>, Held)> = work.range(Bucket::Meta, keys::all_held()).await?;
    for (key, mut held) in all {
        held.chain = Chain::default();
        if keys::read_held(&key).is_some_and(|doc| doc.kind.is_projection()) {
            held.seq = Seq(0);
        }
        work.put(Bucket::Meta, key, &held)?;
    }
    work.put(Bucket::Meta, keys::GENERATION.to_vec(), &generation)?;
    work.delete(Bucket::Meta, keys::CURSOR.to_vec())
}
