//! The small wrapping around all stored content: one byte that says how the rest is written, so that encryption at
//! rest can come later without touching a table.

use super::ReadError;

/// As it is.
const PLAIN: u8 = 1;

/// What is stored for this content.
pub(crate) fn enclose(content: &[u8]) -> Vec<u8> {
    let mut stored = Vec::with_capacity(content.len() + 1);
    stored.push(PLAIN);
    stored.extend_from_slice(content);
    stored
}

/// The content of what was stored as `what`.
///
/// # Errors
/// When it is written in a way that this build does not know.
pub(crate) fn disclose(mut stored: Vec<u8>, what: &'static str) -> Result<Vec<u8>, ReadError> {
    match stored.first() {
        Some(&PLAIN) => {
            stored.remove(0);
            Ok(stored)
        }
        Some(_) | None => Err(ReadError::Form { what }),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn content_comes_back_as_it_was() {
        for content in [&b""[..], b"\x01", b"the curtains are closed"] {
            let stored = enclose(content);
            assert_eq!(stored.len(), content.len() + 1);
            assert_eq!(disclose(stored, "row").unwrap(), content);
        }
    }

    #[test]
    fn what_an_older_build_does_not_know_is_said_and_not_guessed() {
        for stored in [vec![], vec![0], vec![2, 1, 1]] {
            assert!(matches!(disclose(stored, "row"), Err(ReadError::Form { what: "row" })));
        }
    }
}
