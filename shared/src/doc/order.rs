//! What must hold right after an update was applied, while its transaction is still open.
//!
//! The order rule: left origin, item and right origin stand under one parent, in that order. An update that breaks it
//! reads differently after a reload, because where yrs puts its items then depends on what else is there.

use std::{collections::BTreeMap, sync::Arc};

use yrs::{Assoc, BranchID, ClientID, ID, ReadTxn, StickyIndex, TransactionMut};

use super::{
    preparse::{Block, BlockId, Content, Parsed, fits},
    schema,
};
use crate::{domain::refusal::Reason, ids::DocKind};

/// Everything that is checked between apply and commit: nothing left waiting, the order rule, and nothing gone that
/// the update does not say it deletes.
///
/// # Errors
/// [`Reason::LeftPending`], [`Reason::OrderRule`], [`Reason::ContentKind`], [`Reason::ContainerGone`].
pub fn check_applied(txn: &TransactionMut<'_>, kind: DocKind, parsed: &Parsed) -> Result<(), Reason> {
    if txn.has_missing_updates() {
        return Err(Reason::LeftPending);
    }
    check_order(txn, kind, parsed)?;
    check_deletes(txn, parsed)
}

/// The order rule for every block of an update. Walks the document to the left of each block and its origins.
///
/// # Errors
/// [`Reason::OrderRule`], or [`Reason::ContentKind`] for content that does not fit the root where it landed.
pub fn check_order(txn: &impl ReadTxn, kind: DocKind, parsed: &Parsed) -> Result<(), Reason> {
    let mut places = Places { txn, found: BTreeMap::new() };
    for (&client, section) in &parsed.clients {
        for block in &section.blocks {
            match block.content {
                Content::Text | Content::Any | Content::Deleted => check_block(&mut places, kind, client, block)?,
                Content::Collected | Content::Skip => {}
            }
        }
    }
    Ok(())
}

fn check_block(places: &mut Places<'_, impl ReadTxn>, kind: DocKind, client: u64, block: &Block) -> Result<(), Reason> {
    let first = places.of(BlockId { client, clock: block.clock }).ok_or(Reason::OrderRule)?;
    let root = schema::root(kind, &first.root).ok_or(Reason::UnknownRoot)?;
    if !fits(block.content, root.kind) {
        return Err(Reason::ContentKind);
    }
    // The units of one block may have been parted by others, so right of it means right of its last unit.
    let last = places.of(BlockId { client, clock: block.end() - 1 }).ok_or(Reason::OrderRule)?;
    if let Some(origin) = block.origin {
        let left = places.of(origin).ok_or(Reason::OrderRule)?;
        if left.root != first.root || left.after > first.before {
            return Err(Reason::OrderRule);
        }
    }
    if let Some(origin) = block.right_origin {
        let right = places.of(origin).ok_or(Reason::OrderRule)?;
        if right.root != last.root || last.after > right.before {
            return Err(Reason::OrderRule);
        }
    }
    Ok(())
}

/// Where one unit stands: visible units before it, and before what follows it. The two are equal when it is deleted:
/// then it has a place, but no width.
#[derive(Clone)]
struct Place {
    root: Arc<str>,
    before: u32,
    after: u32,
}

struct Places<'a, T> {
    txn: &'a T,
    found: BTreeMap<BlockId, Option<Place>>,
}

impl<T: ReadTxn> Places<'_, T> {
    fn of(&mut self, id: BlockId) -> Option<Place> {
        let txn = self.txn;
        self.found.entry(id).or_insert_with(|| place(txn, id)).clone()
    }
}

fn place(txn: &impl ReadTxn, id: BlockId) -> Option<Place> {
    let id = ID::new(ClientID::new(id.client), id.clock);
    let start = StickyIndex::from_id(id, Assoc::After).get_offset(txn)?;
    let end = StickyIndex::from_id(id, Assoc::Before).get_offset(txn)?;
    match start.branch.id() {
        BranchID::Root(root) => Some(Place { root, before: start.index, after: end.index }),
        BranchID::Nested(_) => None,
    }
}

/// Everything that this transaction deleted, the update says it deletes.
fn check_deletes(txn: &TransactionMut<'_>, parsed: &Parsed) -> Result<(), Reason> {
    for (client, ranges) in txn.delete_set().iter() {
        let client = client.get();
        for range in ranges.iter() {
            let mut clock = range.start;
            while clock < range.end {
                clock = said(parsed, client, clock).ok_or(Reason::ContainerGone)?;
            }
        }
    }
    Ok(())
}

/// The end of the delete, or of the deleted block, in `parsed` that covers this unit.
fn said(parsed: &Parsed, client: u64, clock: u32) -> Option<u32> {
    let deletes = parsed.deletes.get(&client).into_iter().flatten();
    let deleted = deletes.filter(|range| range.contains(&clock)).map(|range| range.end).max();
    deleted.or_else(|| {
        let blocks = parsed.clients.get(&client).into_iter().flat_map(|section| &section.blocks);
        let gone = |block: &&Block| match block.content {
            Content::Deleted | Content::Collected => (block.clock..block.end()).contains(&clock),
            Content::Text | Content::Any | Content::Skip => false,
        };
        blocks.filter(gone).map(Block::end).max()
    })
}

#[cfg(test)]
mod tests {
    use yrs::{Transact, Update, updates::decoder::Decode};

    use super::*;
    use crate::doc::{
        preparse::preparse,
        write::{Intent, apply, open_doc, write},
    };

    #[test]
    fn what_goes_must_be_said_to_go() {
        let kind = DocKind::Note;
        let edit = |remove, insert: &str| Intent::EditText {
            root: "text.we_see".into(),
            at: 0,
            remove,
            insert: insert.into(),
        };
        let writer = open_doc(7);
        let first = write(&writer, kind, &edit(0, "twee dagen")).unwrap().unwrap();
        let second = write(&writer, kind, &edit(4, "drie")).unwrap().unwrap();
        let doc = open_doc(8);
        apply(&doc, &first).unwrap();
        let mut parsed = preparse(kind, &second).unwrap();
        let mut txn = doc.transact_mut();
        txn.apply_update(Update::decode_v1(&second).unwrap()).unwrap();
        assert_eq!(check_applied(&txn, kind, &parsed), Ok(()));
        parsed.deletes.insert(7, std::iter::once(0..3).collect());
        assert_eq!(check_applied(&txn, kind, &parsed), Err(Reason::ContainerGone), "unit 3 went unsaid");
        parsed.deletes.clear();
        assert_eq!(check_applied(&txn, kind, &parsed), Err(Reason::ContainerGone));
    }
}
