//! The documents of the server: the gate, the task of each open document, and who follows what.
//!
//! One batch's way: [`registry`] asks [`admission`] and gives it to the document's [`actor`]; [`plan`] turns it into a
//! commit, by way of the [`gate`] and, for a command, its state; the store commits; [`feed`] tells those who follow.

pub mod actor;
pub mod admission;
mod brought;
mod budget;
mod command;
mod consequences;
mod creation;
pub mod document;
pub mod feed;
pub mod gate;
pub mod plan;
pub mod projection;
pub mod registry;
pub mod state;
mod unreadable;

#[cfg(test)]
mod tests;
