//! Words for what the work's types say, in the reader's language.

pub mod agreements;
pub mod answers;
pub mod decision;
pub mod moments;
pub mod refusal;
pub mod status;
pub mod team;
pub mod writers;
