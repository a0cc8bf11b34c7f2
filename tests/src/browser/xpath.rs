//! Words in XPath.

/// A string as an XPath literal; XPath has no escapes.
pub(super) fn quoted(words: &str) -> String {
    if words.contains('\'') { format!("\"{words}\"") } else { format!("'{words}'") }
}
