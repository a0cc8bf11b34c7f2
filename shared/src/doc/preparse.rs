//! The first reading of an update: strict, without building a document, allocating in proportion to the
//! bytes that came.
//!
//! The layout (v1, also of stock yjs): a count of clients; per client a count of blocks, the client id, the first
//! clock, the blocks; then the deletes: a count of clients, per client its id, a count of ranges, start and length of
//! each. Of the content kinds of yjs the schema knows three: text, plain values, and what was deleted.

use std::{collections::BTreeMap, ops::Range};

use super::{
    lib0::{MAX_CLOCK, Reader},
    schema::{self, RootKind},
};
use crate::{domain::refusal::Reason, ids::DocKind};

/// Most blocks in one update. An offline day of one writer stays far below. The order rule walks the document for each:
/// this many, each an item of its own, cost 0.3 s.
pub const MAX_BLOCKS: usize = 8_192;

const HAS_ORIGIN: u8 = 0x80;
const HAS_RIGHT_ORIGIN: u8 = 0x40;
const KIND_BITS: u8 = 0x0f;
const UNUSED_BITS: u8 = 0x30;

/// Whose bytes are read.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Profile {
    /// Our own client's: content only.
    Strict,
    /// A stock provider's: a whole state may come, with GC and Skip blocks in it.
    Stock,
    /// Our own store's: merged states, with GC blocks; a Skip is an incident.
    Stored,
}

/// One unit of content: an UTF-16 code unit of text, or one plain value.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct BlockId {
    /// Who inserted it: a yrs client id.
    pub client: u64,
    /// Its number among the units of that client, from 0.
    pub clock: u32,
}

/// Where a block says that it belongs.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Parent {
    /// A root, by name: the block has no neighbours.
    Root(&'static str),
    /// The parent of its neighbours; for GC and Skip, none.
    Inherited,
}

/// What a block holds.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Content {
    /// UTF-16 code units.
    Text,
    /// Plain values.
    Any,
    /// Content that was deleted, its place kept.
    Deleted,
    /// Content that was deleted, its place forgotten. Never in [`Profile::Strict`].
    Collected,
    /// A hole. Only in [`Profile::Stock`].
    Skip,
}

/// Consecutive units that one client inserted at once.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Block {
    /// First clock.
    pub clock: u32,
    /// Units; never 0.
    pub len: u32,
    /// The unit to the left when it was inserted.
    pub origin: Option<BlockId>,
    /// The unit to the right when it was inserted.
    pub right_origin: Option<BlockId>,
    /// Where it belongs.
    pub parent: Parent,
    /// What it holds.
    pub content: Content,
}

impl Block {
    /// The clock after its last unit.
    #[must_use]
    pub const fn end(&self) -> u32 {
        self.clock + self.len
    }
}

/// The blocks of one client: contiguous from `start`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ClientBlocks {
    /// First clock.
    pub start: u32,
    /// The blocks; never empty.
    pub blocks: Vec<Block>,
}

impl ClientBlocks {
    /// The clock after the last unit.
    #[must_use]
    pub fn end(&self) -> u32 {
        self.blocks.last().map_or(self.start, Block::end)
    }
}

/// What an update says, its content left out.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Parsed {
    /// Inserts, by client id.
    pub clients: BTreeMap<u64, ClientBlocks>,
    /// Deletes, by client id: clock ranges, ascending, not overlapping, not empty.
    pub deletes: BTreeMap<u64, Vec<Range<u32>>>,
}

impl Parsed {
    /// True when it neither inserts nor deletes.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.clients.is_empty() && self.deletes.is_empty()
    }

    /// The client ids that insert: whoever is bound to them wrote this.
    pub fn authors(&self) -> impl Iterator<Item = u64> + '_ {
        self.clients.keys().copied()
    }

    /// Does this update itself insert that unit?
    #[must_use]
    pub fn inserts(&self, id: BlockId) -> bool {
        self.clients.get(&id.client).is_some_and(|section| (section.start..section.end()).contains(&id.clock))
    }
}

/// Reads the update of one of our own clients.
///
/// # Errors
/// The first thing that is not as it should be, of the reasons for the form of an update.
pub fn preparse(kind: DocKind, bytes: &[u8]) -> Result<Parsed, Reason> {
    preparse_as(Profile::Strict, kind, bytes)
}

/// Reads an update under a profile.
///
/// # Errors
/// As [`preparse`].
pub fn preparse_as(profile: Profile, kind: DocKind, bytes: &[u8]) -> Result<Parsed, Reason> {
    let mut reader = Reader::new(bytes);
    let mut parsed = Parsed::default();
    let mut total = 0;
    // The shortest client: a count, an id, a clock, and a block of two bytes.
    for _ in 0..reader.count(5)? {
        let count = reader.count(2)?;
        let client = reader.client()?;
        total += count;
        if total > MAX_BLOCKS && profile != Profile::Stored {
            return Err(Reason::TooLarge);
        }
        let section = read_client(&mut reader, profile, kind, client, count)?;
        if parsed.clients.insert(client, section).is_some() {
            return Err(Reason::Repeats);
        }
    }
    for _ in 0..reader.count(4)? {
        let client = reader.client()?;
        let ranges = read_ranges(&mut reader)?;
        if parsed.deletes.insert(client, ranges).is_some() {
            return Err(Reason::Repeats);
        }
    }
    reader.finish()?;
    Ok(parsed)
}

fn read_client(
    reader: &mut Reader<'_>,
    profile: Profile,
    kind: DocKind,
    client: u64,
    count: usize,
) -> Result<ClientBlocks, Reason> {
    let start = reader.clock()?;
    let mut section = ClientBlocks { start, blocks: Vec::with_capacity(count) };
    let mut clock = start;
    for _ in 0..count {
        let block = read_block(reader, profile, kind, clock)?;
        // It would wait for itself for ever.
        let backwards = |id: Option<BlockId>| id.is_none_or(|id| id.client != client || id.clock < clock);
        if !backwards(block.origin) || !backwards(block.right_origin) {
            return Err(Reason::OrderRule);
        }
        clock = end_of(clock, block.len)?;
        section.blocks.push(block);
    }
    if section.blocks.is_empty() { Err(Reason::Malformed) } else { Ok(section) }
}

fn read_block(reader: &mut Reader<'_>, profile: Profile, kind: DocKind, clock: u32) -> Result<Block, Reason> {
    let info = reader.byte()?;
    if info & UNUSED_BITS != 0 {
        return Err(Reason::InfoBits);
    }
    if info & KIND_BITS == 0 || info & KIND_BITS == 10 {
        return read_bare_block(reader, profile, info, clock);
    }
    let origin = if info & HAS_ORIGIN == 0 { None } else { Some(read_id(reader)?) };
    let right_origin = if info & HAS_RIGHT_ORIGIN == 0 { None } else { Some(read_id(reader)?) };
    let (parent, root) = if origin.is_none() && right_origin.is_none() {
        let root = read_root(reader, kind)?;
        (Parent::Root(root.name), Some(root.kind))
    } else {
        (Parent::Inherited, None)
    };
    let (content, len) = read_content(reader, info & KIND_BITS)?;
    if root.is_some_and(|root| !fits(content, root)) {
        return Err(Reason::ContentKind);
    }
    Ok(Block { clock, len, origin, right_origin, parent, content })
}

/// GC and Skip: nothing but a length.
fn read_bare_block(reader: &mut Reader<'_>, profile: Profile, info: u8, clock: u32) -> Result<Block, Reason> {
    let content = match (info, profile) {
        (0, Profile::Stock | Profile::Stored) => Content::Collected,
        (10, Profile::Stock) => Content::Skip,
        _ => return Err(Reason::BlockKind),
    };
    let len = reader.clock()?;
    if len == 0 {
        return Err(Reason::Malformed);
    }
    Ok(Block { clock, len, origin: None, right_origin: None, parent: Parent::Inherited, content })
}

fn read_id(reader: &mut Reader<'_>) -> Result<BlockId, Reason> {
    Ok(BlockId { client: reader.client()?, clock: reader.clock()? })
}

fn read_root(reader: &mut Reader<'_>, kind: DocKind) -> Result<schema::Root, Reason> {
    match reader.number(1)? {
        1 => schema::root(kind, reader.text()?).ok_or(Reason::UnknownRoot),
        // A parent that is an item: the schema has no nested types.
        _ => Err(Reason::UnknownRoot),
    }
}

fn read_content(reader: &mut Reader<'_>, kind: u8) -> Result<(Content, u32), Reason> {
    let (content, len) = match kind {
        1 => (Content::Deleted, reader.clock()?),
        4 => (Content::Text, utf16_length(reader.text()?)?),
        8 => {
            let count = reader.count(1)?;
            for _ in 0..count {
                reader.skip_any(0)?;
            }
            (Content::Any, u32::try_from(count).map_err(|_| Reason::NumberOutOfRange)?)
        }
        // JSON, Binary, Embed, Format, Type, Doc, Move and what may come.
        _ => return Err(Reason::ContentKind),
    };
    if len == 0 { Err(Reason::Malformed) } else { Ok((content, len)) }
}

/// May this content stand under a root of this kind?
#[must_use]
pub const fn fits(content: Content, root: RootKind) -> bool {
    match (content, root) {
        (Content::Text | Content::Deleted, RootKind::Text) | (Content::Any, RootKind::Entries(_)) => true,
        // Entries are never deleted.
        (Content::Text | Content::Deleted, RootKind::Entries(_))
        | (Content::Any, RootKind::Text)
        | (Content::Collected | Content::Skip, RootKind::Text | RootKind::Entries(_)) => false,
    }
}

fn utf16_length(text: &str) -> Result<u32, Reason> {
    u32::try_from(text.encode_utf16().count()).map_err(|_| Reason::NumberOutOfRange)
}

fn read_ranges(reader: &mut Reader<'_>) -> Result<Vec<Range<u32>>, Reason> {
    let count = reader.count(2)?;
    let mut ranges: Vec<Range<u32>> = Vec::with_capacity(count);
    for _ in 0..count {
        let start = reader.clock()?;
        let len = reader.clock()?;
        if len == 0 {
            return Err(Reason::Malformed);
        }
        let range = start..end_of(start, len)?;
        // Both libraries write them in order; yrs searches them as if they were.
        if ranges.last().is_some_and(|last| range.start < last.end) {
            return Err(Reason::Repeats);
        }
        ranges.push(range);
    }
    if ranges.is_empty() { Err(Reason::Malformed) } else { Ok(ranges) }
}

fn end_of(start: u32, len: u32) -> Result<u32, Reason> {
    start.checked_add(len).filter(|end| *end <= MAX_CLOCK).ok_or(Reason::NumberOutOfRange)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::doc::write::{Intent, open_doc, write};

    const KIND: DocKind = DocKind::Note;

    fn edit(at: u32, remove: u32, insert: &str) -> Intent {
        Intent::EditText { root: "text.we_see".into(), at, remove, insert: insert.into() }
    }

    #[test]
    fn an_update_of_the_library_reads_as_what_it_is() {
        let doc = open_doc(300);
        let first = write(&doc, KIND, &edit(0, 0, "é😀x")).unwrap().unwrap();
        let parsed = preparse(KIND, &first).unwrap();
        let block = Block {
            clock: 0,
            len: 4,
            origin: None,
            right_origin: None,
            parent: Parent::Root("text.we_see"),
            content: Content::Text,
        };
        assert_eq!(parsed.clients[&300], ClientBlocks { start: 0, blocks: vec![block] }, "UTF-16 code units count");
        let second = write(&doc, KIND, &edit(1, 2, "y")).unwrap().unwrap();
        let parsed = preparse(KIND, &second).unwrap();
        let added = parsed.clients[&300].blocks[0];
        assert_eq!((added.clock, added.len, added.parent), (4, 1, Parent::Inherited));
        assert_eq!(added.right_origin, Some(BlockId { client: 300, clock: 3 }));
        assert_eq!(parsed.deletes, BTreeMap::from([(300, std::iter::once(1..3).collect())]));
        assert_eq!(parsed.authors().collect::<Vec<_>>(), [300]);
        assert!(
            parsed.inserts(BlockId { client: 300, clock: 4 }) && !parsed.inserts(BlockId { client: 300, clock: 3 })
        );
    }

    #[test]
    fn nothing_is_an_update_too() {
        assert_eq!(preparse(KIND, &[0, 0]), Ok(Parsed::default()));
        assert!(Parsed::default().is_empty());
        assert_eq!(preparse(KIND, &[0]), Err(Reason::Malformed));
    }

    #[test]
    fn each_profile_takes_its_own_kinds_of_blocks() {
        let gc = [1, 1, 9, 0, 0, 3, 0];
        let skip = [1, 1, 9, 0, 10, 3, 0];
        let read = |profile, bytes: &[u8]| {
            preparse_as(profile, KIND, bytes).map(|parsed| parsed.clients[&9].blocks[0].content)
        };
        assert_eq!(read(Profile::Strict, &gc), Err(Reason::BlockKind));
        assert_eq!(read(Profile::Stock, &gc), Ok(Content::Collected));
        assert_eq!(read(Profile::Stored, &gc), Ok(Content::Collected));
        assert_eq!(read(Profile::Strict, &skip), Err(Reason::BlockKind));
        assert_eq!(read(Profile::Stock, &skip), Ok(Content::Skip));
        assert_eq!(read(Profile::Stored, &skip), Err(Reason::BlockKind));
    }

    #[test]
    fn deletes_are_in_order_and_of_something() {
        let deletes = |ranges: &[u8]| preparse(KIND, &[&[0, 1, 9], ranges].concat()).map(|parsed| parsed.deletes);
        assert_eq!(deletes(&[2, 0, 2, 2, 1]), Ok(BTreeMap::from([(9, vec![0..2, 2..3])])));
        assert_eq!(deletes(&[2, 0, 3, 2, 1]), Err(Reason::Repeats));
        assert_eq!(deletes(&[2, 5, 1, 0, 1]), Err(Reason::Repeats), "backwards");
        assert_eq!(deletes(&[1, 5, 0]), Err(Reason::Malformed));
        assert_eq!(deletes(&[0]), Err(Reason::CountBomb), "no client without ranges fits");
        assert_eq!(deletes(&[1, 0xff, 0xff, 0xff, 0xff, 7, 1]), Err(Reason::NumberOutOfRange), "the end overflows");
    }

    #[test]
    fn only_so_many_blocks_at_once() {
        // Two bytes of a count hold up to 16,383.
        let blocks = |count: usize| {
            let mut bytes = vec![1];
            bytes.extend([count as u8 | 0x80, (count >> 7) as u8]);
            bytes.extend([9, 0]);
            bytes.extend([0, 1].repeat(count));
            bytes.push(0);
            bytes
        };
        let read = |profile, count| preparse_as(profile, KIND, &blocks(count)).map(|parsed| parsed.clients.len());
        assert_eq!(read(Profile::Stock, MAX_BLOCKS), Ok(1));
        assert_eq!(read(Profile::Stock, MAX_BLOCKS + 1), Err(Reason::TooLarge));
        assert_eq!(read(Profile::Stored, MAX_BLOCKS + 1), Ok(1));
    }

    #[test]
    fn projections_have_no_updates() {
        let doc = open_doc(1);
        let update = write(&doc, KIND, &edit(0, 0, "x")).unwrap().unwrap();
        for kind in DocKind::ALL.into_iter().filter(|kind| kind.is_projection()) {
            assert_eq!(preparse(kind, &update), Err(Reason::UnknownRoot));
        }
    }
}
