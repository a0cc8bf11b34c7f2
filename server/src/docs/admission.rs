//! Whether an offered batch reaches its document.

use buurtboek_shared::{
    domain::refusal::Reason,
    protocol::{frames::Receipt, outgoing::Outgoing},
};

use super::plan::{Offer, known_of_device};
use crate::{
    authz::{DocGrant, authorize_batch},
    store::Reader,
};

/// What becomes of an offered batch before its document is asked.
#[derive(Debug)]
pub enum Admission {
    /// It goes before the document, with what its member may do there; none for a creation and a handover, which are decided
    /// on their own.
    Judge(Option<DocGrant>),
    /// Its member may offer it no longer, but it was carried out while they might: the answer that it had. What took effect
    /// is never called refused.
    Before(Receipt),
}

/// Asks the policy; where it says no, whether the batch was carried out before. Nothing is read of the document then.
///
/// # Errors
/// As [`authorize_batch`] and [`known_of_device`].
pub fn admit(reader: &dyn Reader, offer: &Offer, outgoing: &Outgoing) -> Result<Admission, Reason> {
    match authorize_batch(reader, &offer.principal, outgoing, offer.at) {
        Ok(grant) => Ok(Admission::Judge(grant)),
        Err(reason) => {
            let known = known_of_device(reader, offer, outgoing)?;
            known.map(|known| Admission::Before(known.receipt)).ok_or(reason)
        }
    }
}
