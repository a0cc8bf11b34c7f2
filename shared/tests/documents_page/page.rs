//! The page and its parts.

use std::collections::BTreeSet;

const PAGE: &str = include_str!("../../../docs/documents.md");

/// The part under a heading, up to the next heading.
pub(super) fn section(heading: &str) -> &'static str {
    let start = PAGE.find(&format!("\n{heading}\n")).unwrap_or_else(|| panic!("no heading {heading}"));
    let rest = &PAGE[start + heading.len() + 2..];
    rest.split("\n#").next().unwrap_or(rest)
}

/// What stands between backticks, in order.
pub(super) fn spans(text: &str) -> impl Iterator<Item = &str> {
    text.split('`').skip(1).step_by(2)
}

/// What stands between backticks.
pub(super) fn code(text: &str) -> BTreeSet<&str> {
    spans(text).collect()
}
