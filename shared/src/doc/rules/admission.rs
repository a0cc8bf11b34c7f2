//! May this update be applied to what is here? Contiguity here is the only guard: yrs integrates across a hole at
//! once, tells nobody, and leaves a Skip on which stock yjs waits for ever.

use std::{collections::BTreeMap, ops::Range};

use yrs::ReadTxn;

use crate::{
    doc::preparse::{BlockId, ClientBlocks, Parsed},
    domain::refusal::Reason,
    ids::YClient,
    sorting,
};

/// For each client id the clock after its last unit.
pub type Clocks = BTreeMap<u64, u32>;

/// The clocks of a document.
#[must_use]
pub fn clocks(txn: &impl ReadTxn) -> Clocks {
    sorting::gather(txn.state_vector().iter().map(|(client, clock)| (client.get(), *clock)))
}

/// Whose a client id is, for one sender in one document.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ClientOwner {
    /// Nobody used it in this document.
    Unbound,
    /// The sender's.
    Own,
    /// Another member's, another device's, the server's.
    Foreign,
}

/// What may be done with an update.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Admission {
    /// It says nothing at all.
    Nothing,
    /// Everything it inserts is here, and it deletes nothing.
    AlreadyKnown,
    /// It may be applied.
    Apply {
        /// Client ids that it uses for the first time, to be bound to the sender.
        binds: Vec<YClient>,
    },
}

/// Checks an update of one of our own clients against the clocks that are known.
///
/// # Errors
/// [`Reason::ForeignClient`], [`Reason::ClockGap`], [`Reason::Repeats`] when known and new clocks are mixed in one
/// client, [`Reason::DependencyUnknown`], [`Reason::DeletesUnknown`].
pub fn admissible(parsed: &Parsed, known: &Clocks, binding: &dyn Fn(u64) -> ClientOwner) -> Result<Admission, Reason> {
    if parsed.is_empty() {
        return Ok(Admission::Nothing);
    }
    let mut binds = Vec::new();
    let mut adds = false;
    for (&client, section) in &parsed.clients {
        match binding(client) {
            ClientOwner::Foreign => return Err(Reason::ForeignClient),
            ClientOwner::Unbound if known.contains_key(&client) => return Err(Reason::ForeignClient),
            ClientOwner::Unbound => binds.push(YClient(client)),
            ClientOwner::Own => {}
        }
        let clock = known_clock(known, client);
        if section.end() <= clock {
            continue;
        }
        if section.start > clock {
            return Err(Reason::ClockGap);
        }
        if section.start < clock {
            return Err(Reason::Repeats);
        }
        adds = true;
        check_origins(parsed, known, section)?;
    }
    check_deletes(parsed, known)?;
    if adds || !parsed.deletes.is_empty() { Ok(Admission::Apply { binds }) } else { Ok(Admission::AlreadyKnown) }
}

pub(super) fn known_clock(known: &Clocks, client: u64) -> u32 {
    known.get(&client).copied().unwrap_or(0)
}

/// Every neighbour of these blocks is here, or comes with them.
pub(super) fn check_origins(parsed: &Parsed, known: &Clocks, section: &ClientBlocks) -> Result<(), Reason> {
    let here = |id: BlockId| id.clock < known_clock(known, id.client) || parsed.inserts(id);
    let fine = section.blocks.iter().flat_map(|block| [block.origin, block.right_origin]).flatten().all(here);
    if fine { Ok(()) } else { Err(Reason::DependencyUnknown) }
}

/// Everything that is deleted is here, or comes with it.
pub(super) fn check_deletes(parsed: &Parsed, known: &Clocks) -> Result<(), Reason> {
    for (&client, ranges) in &parsed.deletes {
        let section = parsed.clients.get(&client);
        if section.is_none() && !known.contains_key(&client) {
            return Err(Reason::DeletesUnknown);
        }
        let clock = known_clock(known, client);
        // A section starts at or before the known clock, or was refused above as a gap.
        let end = section.map_or(clock, |section| clock.max(section.end()));
        if ranges.iter().any(|range: &Range<u32>| range.end > end) {
            return Err(Reason::DependencyUnknown);
        }
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::doc::preparse::{Block, Content, Parent};

    fn block(clock: u32, len: u32, origin: Option<(u64, u32)>, right: Option<(u64, u32)>) -> Block {
        let id = |(client, clock)| BlockId { client, clock };
        Block {
            clock,
            len,
            origin: origin.map(id),
            right_origin: right.map(id),
            parent: Parent::Inherited,
            content: Content::Text,
        }
    }

    fn inserts(client: u64, blocks: Vec<Block>) -> Parsed {
        let start = blocks[0].clock;
        Parsed { clients: BTreeMap::from([(client, ClientBlocks { start, blocks })]), deletes: BTreeMap::new() }
    }

    fn deletes(client: u64, range: Range<u32>) -> Parsed {
        Parsed { clients: BTreeMap::new(), deletes: BTreeMap::from([(client, std::iter::once(range).collect())]) }
    }

    fn owner(client: u64) -> ClientOwner {
        match client {
            1 => ClientOwner::Own,
            2 => ClientOwner::Foreign,
            _ => ClientOwner::Unbound,
        }
    }

    fn ask(parsed: &Parsed) -> Result<Admission, Reason> {
        admissible(parsed, &Clocks::from([(1, 10), (2, 5), (9, 1)]), &owner)
    }

    #[test]
    fn next_clocks_of_the_own_client_may_pass() {
        assert_eq!(ask(&inserts(1, vec![block(10, 3, Some((2, 4)), None)])), Ok(Admission::Apply { binds: vec![] }));
        assert_eq!(ask(&inserts(1, vec![block(4, 6, None, None)])), Ok(Admission::AlreadyKnown));
        assert_eq!(ask(&inserts(1, vec![block(11, 3, None, None)])), Err(Reason::ClockGap));
        assert_eq!(ask(&inserts(1, vec![block(9, 3, None, None)])), Err(Reason::Repeats));
        assert_eq!(ask(&Parsed::default()), Ok(Admission::Nothing));
    }

    #[test]
    fn a_client_id_is_bound_at_its_first_use_from_clock_0() {
        assert_eq!(ask(&inserts(7, vec![block(0, 1, None, None)])), Ok(Admission::Apply { binds: vec![YClient(7)] }));
        assert_eq!(ask(&inserts(7, vec![block(1, 1, None, None)])), Err(Reason::ClockGap));
        assert_eq!(ask(&inserts(2, vec![block(5, 1, None, None)])), Err(Reason::ForeignClient));
        assert_eq!(ask(&inserts(2, vec![block(0, 5, None, None)])), Err(Reason::ForeignClient), "even what is known");
        assert_eq!(ask(&inserts(9, vec![block(1, 1, None, None)])), Err(Reason::ForeignClient), "here, but nobody's");
    }

    #[test]
    fn what_it_builds_on_must_be_here() {
        assert_eq!(ask(&inserts(1, vec![block(10, 1, Some((2, 5)), None)])), Err(Reason::DependencyUnknown));
        assert_eq!(ask(&inserts(1, vec![block(10, 1, None, Some((3, 0)))])), Err(Reason::DependencyUnknown));
        let chain = vec![block(10, 1, None, None), block(11, 1, Some((1, 10)), None)];
        assert_eq!(ask(&inserts(1, chain)), Ok(Admission::Apply { binds: vec![] }));
    }

    #[test]
    fn only_what_exists_is_deleted() {
        assert_eq!(ask(&deletes(2, 0..5)), Ok(Admission::Apply { binds: vec![] }), "a delete carries no author");
        assert_eq!(ask(&deletes(2, 0..6)), Err(Reason::DependencyUnknown));
        assert_eq!(ask(&deletes(77, 0..11)), Err(Reason::DeletesUnknown));
        let mut both = inserts(1, vec![block(10, 3, None, None)]);
        both.deletes = BTreeMap::from([(1, vec![0..2, 11..13])]);
        assert_eq!(ask(&both), Ok(Admission::Apply { binds: vec![] }));
        both.deletes = BTreeMap::from([(1, std::iter::once(11..14).collect())]);
        assert_eq!(ask(&both), Err(Reason::DependencyUnknown));
    }
}
