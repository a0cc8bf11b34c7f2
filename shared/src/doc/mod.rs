//! Documents: their schema, strict reading of updates, rules, and typed reading and writing.
//!
//! Schema 1 has two kinds of roots and nothing nested: a `Text` of prose, and `Entries`, an append-only array of plain
//! maps. What would be a nested map elsewhere is a set of entries with `supersedes` here. So no container can be
//! deleted or replaced under somebody's hands, and no type can be created twice offline.

pub mod attribution;
pub mod entries;
pub mod lib0;
pub mod order;
pub mod preparse;
pub mod read;
pub mod replay;
pub mod rules;
pub mod schema;
pub mod values;
pub mod write;
