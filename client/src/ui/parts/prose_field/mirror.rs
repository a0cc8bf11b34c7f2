//! A copy of the text that stands behind the field, so that colleagues' carets can stand between its letters.

use buurtboek_shared::ids::MemberId;
use buurtboek_shared::sorting;

/// A piece of the copy.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum MirrorPiece {
    /// Text.
    Text(String),
    /// Somebody's caret.
    Caret(MemberId),
}

/// Cuts a text where carets stand, given in UTF-16 units; a caret beyond the end stands at the end.
#[must_use]
pub fn mirror(text: &str, carets: &[(usize, MemberId)]) -> Vec<MirrorPiece> {
    let mut carets = carets.to_vec();
    sorting::sort_by(&mut carets, Ord::cmp);
    let mut pieces = Vec::new();
    let mut piece = String::new();
    let mut at = 0;
    let mut waiting = carets.into_iter().peekable();
    for character in text.chars() {
        while let Some((_, member)) = waiting.next_if(|(caret, _)| *caret <= at) {
            flush(&mut pieces, &mut piece);
            pieces.push(MirrorPiece::Caret(member));
        }
        piece.push(character);
        at += character.len_utf16();
    }
    flush(&mut pieces, &mut piece);
    pieces.extend(waiting.map(|(_, member)| MirrorPiece::Caret(member)));
    pieces
}

fn flush(pieces: &mut Vec<MirrorPiece>, piece: &mut String) {
    if !piece.is_empty() {
        pieces.push(MirrorPiece::Text(std::mem::take(piece)));
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const ONE: MemberId = MemberId::from_bytes([1; 16]);
    const OTHER: MemberId = MemberId::from_bytes([2; 16]);

    fn text(piece: &str) -> MirrorPiece {
        MirrorPiece::Text(piece.to_owned())
    }

    #[test]
    fn carets_stand_between_the_letters() {
        assert_eq!(
            mirror("a😀b", &[(3, ONE), (0, OTHER)]),
            [MirrorPiece::Caret(OTHER), text("a😀"), MirrorPiece::Caret(ONE), text("b")]
        );
        assert_eq!(
            mirror("ab", &[(2, ONE), (9, OTHER)]),
            [text("ab"), MirrorPiece::Caret(ONE), MirrorPiece::Caret(OTHER)]
        );
        assert_eq!(mirror("", &[(0, ONE)]), [MirrorPiece::Caret(ONE)]);
        assert_eq!(mirror("ab", &[]), [text("ab")]);
    }
}
