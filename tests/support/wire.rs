//! Updates made by hand, byte for byte, so that a test can say what no library would write.

/// A number in as few bytes as it needs.
pub fn number(value: u64) -> Vec<u8> {
    let mut bytes = Vec::new();
    let mut rest = value;
    while rest >= 0x80 {
        bytes.push((rest & 0x7f) as u8 | 0x80);
        rest >>= 7;
    }
    bytes.push(rest as u8);
    bytes
}

pub fn text(value: &str) -> Vec<u8> {
    [number(value.len() as u64), value.as_bytes().to_vec()].concat()
}

/// Where a block goes.
#[derive(Clone, Copy)]
pub enum At {
    Root(&'static str),
    After(u64, u32),
    Before(u64, u32),
    Between((u64, u32), (u64, u32)),
}

/// A block: info byte, place, content.
pub fn block(at: At, kind: u8, content: &[u8]) -> Vec<u8> {
    let id = |(client, clock): (u64, u32)| [number(client), number(u64::from(clock))].concat();
    let (info, place) = match at {
        At::Root(name) => (kind, [vec![1], text(name)].concat()),
        At::After(client, clock) => (kind | 0x80, id((client, clock))),
        At::Before(client, clock) => (kind | 0x40, id((client, clock))),
        At::Between(left, right) => (kind | 0xc0, [id(left), id(right)].concat()),
    };
    [vec![info], place, content.to_vec()].concat()
}

pub fn text_block(at: At, value: &str) -> Vec<u8> {
    block(at, 4, &text(value))
}

/// Blocks of one client from a clock.
pub fn section(client: u64, clock: u32, blocks: &[Vec<u8>]) -> Vec<u8> {
    [number(blocks.len() as u64), number(client), number(u64::from(clock)), blocks.concat()].concat()
}

/// A whole update: sections, and deletes as (client, start, length).
pub fn update(sections: &[Vec<u8>], deletes: &[(u64, u32, u32)]) -> Vec<u8> {
    let mut bytes = [number(sections.len() as u64), sections.concat(), number(deletes.len() as u64)].concat();
    for &(client, start, len) in deletes {
        bytes.extend([number(client), vec![1], number(u64::from(start)), number(u64::from(len))].concat());
    }
    bytes
}

/// One client, no deletes.
pub fn inserts(client: u64, clock: u32, blocks: &[Vec<u8>]) -> Vec<u8> {
    update(&[section(client, clock, blocks)], &[])
}
