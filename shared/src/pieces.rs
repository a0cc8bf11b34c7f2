//! A text that is too long for one place.

/// The text in pieces of at most `most` bytes, cut between letters: together the whole text. One piece at least.
///
/// `most` is four or more: no letter is longer.
#[must_use]
pub fn pieces(text: &str, most: usize) -> Vec<&str> {
    let mut rest = text;
    let mut pieces = Vec::new();
    while rest.len() > most {
        let (piece, after) = rest.split_at(rest.floor_char_boundary(most));
        pieces.push(piece);
        rest = after;
    }
    pieces.push(rest);
    pieces
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_long_text_is_cut_between_letters_and_loses_none() {
        let text = "é".repeat(16) + "z";
        let parts = pieces(&text, 15);
        assert!(parts.iter().all(|piece| piece.len() <= 15));
        assert_eq!((parts.len(), parts.concat()), (3, text));
        assert_eq!(pieces("kort", 15), ["kort"]);
        assert_eq!(pieces("", 15), [""]);
    }
}
