//! Changes of a text in UTF-16 units, as the browser and the document count them.

use std::ops::Range;

/// What somebody else did to the text: at `at`, `removed` units went and `inserted` came.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Splice {
    /// Where, in UTF-16 units.
    pub at: usize,
    /// How many units went.
    pub removed: usize,
    /// What came.
    pub inserted: Vec<u16>,
}

impl Splice {
    /// Where this index is after the splice. An index where something is inserted stays before it: a caret never moves
    /// under its writer.
    #[must_use]
    pub fn moved(&self, index: usize) -> usize {
        if index <= self.at {
            index
        } else if index >= self.at + self.removed {
            index - self.removed + self.inserted.len()
        } else {
            self.at
        }
    }

    /// Where this index is after the splice, when what is inserted at the index itself pushes it on: the beginning of a
    /// range, which what is inserted before it must not join.
    #[must_use]
    pub fn pushed(&self, index: usize) -> usize {
        if index == self.at && self.removed == 0 { index + self.inserted.len() } else { self.moved(index) }
    }

    /// What is left of a range after the splice. What is inserted inside it was never part of it, and splits it.
    #[must_use]
    pub fn split(&self, range: &Range<usize>) -> Vec<Range<usize>> {
        let inserted_inside = range.start < self.at && self.at < range.end;
        let end = self.moved(range.end);
        let (first, second) = if inserted_inside && !self.inserted.is_empty() {
            (range.start..self.at, self.at + self.inserted.len()..end)
        } else {
            (self.pushed(range.start)..end, end..end)
        };
        [first, second].into_iter().filter(|part| part.start < part.end).collect()
    }

    /// Applies it to a text. What lies beyond the end of the text is ignored.
    pub fn apply(&self, text: &mut Vec<u16>) {
        let start = self.at.min(text.len());
        let end = (self.at + self.removed).min(text.len());
        text.splice(start..end, self.inserted.iter().copied());
    }
}

/// The smallest single splice that turns `before` into `after` without cutting a character in two; none when they are
/// equal.
///
/// Where the same letters make several places possible, the one is taken that leaves the caret where it is: "aa" typed
/// once more in the middle is an insertion in the middle.
#[must_use]
pub fn difference(before: &[u16], after: &[u16], caret: usize) -> Option<Splice> {
    if before == after {
        return None;
    }
    let shorter = before.len().min(after.len());
    let same_start = before.iter().zip(after).take_while(|(old, new)| old == new).count();
    let same_end = before.iter().rev().zip(after.iter().rev()).take_while(|(old, new)| old == new).count();
    let at = if same_start + same_end > shorter {
        let earliest = shorter - same_end.min(shorter);
        let wanted = caret.saturating_sub(after.len().saturating_sub(before.len()));
        wanted.clamp(earliest, same_start)
    } else {
        same_start
    };
    let mut start = at;
    let mut tail = same_end.min(shorter - at);
    if cuts_a_pair(before, start) || cuts_a_pair(after, start) {
        start -= 1;
    }
    if cuts_a_pair(before, before.len() - tail) || cuts_a_pair(after, after.len() - tail) {
        tail -= 1;
    }
    Some(Splice {
        at: start,
        removed: before.len() - tail - start,
        inserted: after[start..after.len() - tail].to_vec(),
    })
}

/// True between the two halves of a surrogate pair.
fn cuts_a_pair(text: &[u16], at: usize) -> bool {
    let high = |unit: u16| (0xD800..0xDC00).contains(&unit);
    let low = |unit: u16| (0xDC00..0xE000).contains(&unit);
    at > 0 && at < text.len() && high(text[at - 1]) && low(text[at])
}

#[cfg(test)]
mod tests {
    use super::*;

    fn units(text: &str) -> Vec<u16> {
        text.encode_utf16().collect()
    }

    fn change(before: &str, after: &str, caret: usize) -> (usize, usize, String) {
        let splice = difference(&units(before), &units(after), caret).unwrap();
        let mut text = units(before);
        splice.apply(&mut text);
        assert_eq!(text, units(after), "the splice gives the text that was typed");
        (splice.at, splice.removed, String::from_utf16(&splice.inserted).unwrap())
    }

    #[test]
    fn typing_deleting_and_replacing_are_the_smallest_splice() {
        assert_eq!(change("gordijn", "gordijnen", 9), (7, 0, "en".to_owned()));
        assert_eq!(change("gordijnen", "gordijn", 7), (7, 2, String::new()));
        assert_eq!(change("de gordijnen zijn dicht", "de lamellen zijn dicht", 11), (3, 7, "lamell".to_owned()));
        assert_eq!(change("", "x", 1), (0, 0, "x".to_owned()));
        assert_eq!(difference(&units("zelfde"), &units("zelfde"), 0), None);
    }

    #[test]
    fn an_autocorrection_before_the_caret_leaves_the_rest_alone() {
        assert_eq!(change("teh kat loopt", "the kat loopt", 13), (1, 2, "he".to_owned()));
    }

    #[test]
    fn among_equal_letters_the_caret_says_where() {
        assert_eq!(change("aaa", "aaaa", 2), (1, 0, "a".to_owned()));
        assert_eq!(change("aaa", "aaaa", 4), (3, 0, "a".to_owned()));
        assert_eq!(change("aaaa", "aaa", 1), (1, 1, String::new()));
        assert_eq!(change("ja ja ja", "ja ja", 3), (3, 3, String::new()));
        assert_eq!(change("aaa", "aaaa", 99), (3, 0, "a".to_owned()), "a caret beyond the text is no harm");
    }

    #[test]
    fn a_character_of_two_units_is_never_cut() {
        // 😀 and 😁 share their first unit, 😀 and 🨀 their second.
        assert_eq!(change("a😀b", "a😁b", 3), (1, 2, "😁".to_owned()));
        assert_eq!(change("😀", "🨀", 2), (0, 2, "🨀".to_owned()));
        assert_eq!(change("😀😀", "😀😀😀", 4), (2, 0, "😀".to_owned()));
        assert_eq!(change("😀😁", "😀", 2), (2, 2, String::new()));
    }

    #[test]
    fn a_range_is_split_by_what_comes_inside_and_shrinks_by_what_goes() {
        let insert = |at, text: &str| Splice { at, removed: 0, inserted: units(text) };
        let remove = |at, removed| Splice { at, removed, inserted: Vec::new() };
        let split = |splice: &Splice| {
            splice.split(&(2..6)).into_iter().map(|range| (range.start, range.end)).collect::<Vec<_>>()
        };
        assert_eq!(split(&insert(4, "xy")), [(2, 4), (6, 8)]);
        assert_eq!(split(&insert(2, "xy")), [(4, 8)]);
        assert_eq!(split(&insert(6, "xy")), [(2, 6)]);
        assert_eq!(split(&remove(0, 3)), [(0, 3)]);
        assert_eq!(split(&remove(3, 9)), [(2, 3)]);
        assert_eq!(split(&remove(0, 9)), []);
        assert_eq!(split(&Splice { at: 4, removed: 1, inserted: units("xy") }), [(2, 4), (6, 7)]);
    }
}
