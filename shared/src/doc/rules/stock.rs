//! What a stock provider sends: now and then its whole state, with what is known, and what others wrote.

use super::admission::{ClientOwner, Clocks, check_deletes, check_origins, known_clock};
use crate::{
    doc::preparse::{ClientBlocks, Content, Parsed},
    domain::refusal::Reason,
    ids::YClient,
};

/// What to do with an update of a stock provider.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum StockPlan {
    /// Nothing new in it.
    Ignore,
    /// It builds on what is not here: not applied, and answered with step 1 again.
    Gap,
    /// It may be applied; when that has no effect, no row is written.
    Apply {
        /// Client ids that it uses for the first time.
        binds: Vec<YClient>,
    },
}

/// Plans for an update read as [`crate::doc::preparse::Profile::Stock`]. Known clocks are ignored, whoever wrote them.
///
/// # Errors
/// [`Reason::ForeignClient`] when it has new content under a client id that is not the sender's.
pub fn plan_stock(parsed: &Parsed, known: &Clocks, binding: &dyn Fn(u64) -> ClientOwner) -> Result<StockPlan, Reason> {
    let mut binds = Vec::new();
    let mut adds = false;
    for (&client, section) in &parsed.clients {
        let clock = known_clock(known, client);
        if section.end() <= clock {
            continue;
        }
        match binding(client) {
            ClientOwner::Foreign => return Err(Reason::ForeignClient),
            ClientOwner::Unbound if clock > 0 => return Err(Reason::ForeignClient),
            ClientOwner::Unbound => binds.push(YClient(client)),
            ClientOwner::Own => {}
        }
        if section.start > clock || skips_beyond(section, clock) {
            return Ok(StockPlan::Gap);
        }
        if check_origins(parsed, known, section).is_err() {
            return Ok(StockPlan::Gap);
        }
        adds = true;
    }
    if check_deletes(parsed, known).is_err() {
        return Ok(StockPlan::Gap);
    }
    if adds || !parsed.deletes.is_empty() { Ok(StockPlan::Apply { binds }) } else { Ok(StockPlan::Ignore) }
}

fn skips_beyond(section: &ClientBlocks, clock: u32) -> bool {
    section.blocks.iter().any(|block| block.content == Content::Skip && block.end() > clock)
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeMap;

    use super::*;
    use crate::doc::preparse::{Block, BlockId, Parent};

    fn section(start: u32, contents: &[(Content, u32)]) -> ClientBlocks {
        let mut clock = start;
        let blocks = contents
            .iter()
            .map(|&(content, len)| {
                let block = Block { clock, len, origin: None, right_origin: None, parent: Parent::Inherited, content };
                clock += len;
                block
            })
            .collect();
        ClientBlocks { start, blocks }
    }

    fn plan(sections: &[(u64, ClientBlocks)]) -> Result<StockPlan, Reason> {
        let parsed = Parsed { clients: sections.iter().cloned().collect(), deletes: BTreeMap::new() };
        plan_stock(&parsed, &Clocks::from([(1, 10), (2, 5)]), &|client| match client {
            1 => ClientOwner::Own,
            2 => ClientOwner::Foreign,
            _ => ClientOwner::Unbound,
        })
    }

    #[test]
    fn a_whole_state_with_something_new_of_the_sender_is_applied() {
        let others = section(0, &[(Content::Text, 5)]);
        let own = section(0, &[(Content::Text, 8), (Content::Collected, 4)]);
        assert_eq!(plan(&[(1, own), (2, others.clone())]), Ok(StockPlan::Apply { binds: vec![] }));
        assert_eq!(plan(&[(2, others)]), Ok(StockPlan::Ignore));
        assert_eq!(plan(&[(3, section(0, &[(Content::Text, 1)]))]), Ok(StockPlan::Apply { binds: vec![YClient(3)] }));
    }

    #[test]
    fn new_content_of_others_is_refused() {
        assert_eq!(plan(&[(2, section(0, &[(Content::Text, 6)]))]), Err(Reason::ForeignClient));
        assert_eq!(plan(&[(2, section(5, &[(Content::Collected, 1_000_000)]))]), Err(Reason::ForeignClient));
    }

    #[test]
    fn a_gap_is_asked_for_again() {
        assert_eq!(plan(&[(1, section(11, &[(Content::Text, 1)]))]), Ok(StockPlan::Gap));
        assert_eq!(plan(&[(3, section(1, &[(Content::Text, 1)]))]), Ok(StockPlan::Gap));
        assert_eq!(plan(&[(1, section(0, &[(Content::Skip, 12), (Content::Text, 1)]))]), Ok(StockPlan::Gap));
        assert_eq!(
            plan(&[(1, section(0, &[(Content::Skip, 10), (Content::Text, 1)]))]),
            Ok(StockPlan::Apply { binds: vec![] }),
            "a hole over what is known is none"
        );
        let mut depends = section(10, &[(Content::Text, 1)]);
        depends.blocks[0].origin = Some(BlockId { client: 8, clock: 0 });
        assert_eq!(plan(&[(1, depends)]), Ok(StockPlan::Gap));
    }

    #[test]
    fn deletes_are_applied_when_what_they_delete_is_here() {
        let mut parsed =
            Parsed { clients: BTreeMap::new(), deletes: BTreeMap::from([(2, std::iter::once(0..5).collect())]) };
        let known = Clocks::from([(2, 5)]);
        assert_eq!(plan_stock(&parsed, &known, &|_| ClientOwner::Foreign), Ok(StockPlan::Apply { binds: vec![] }));
        parsed.deletes = BTreeMap::from([(2, std::iter::once(0..6).collect())]);
        assert_eq!(plan_stock(&parsed, &known, &|_| ClientOwner::Foreign), Ok(StockPlan::Gap));
    }
}
