//! One change of a text, and how one person's typing is carried over another's.

/// A stretch of text that was replaced. Positions and lengths are in UTF-16 code units.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Splice {
    /// Where.
    pub at: u32,
    /// How many code units went.
    pub removed: u32,
    /// What came in their place.
    pub inserted: String,
}

impl Splice {
    /// The smallest single splice from one text to another; none when they are the same. Never between the two halves
    /// of one character.
    #[must_use]
    pub fn between(before: &str, after: &str) -> Option<Self> {
        if before == after {
            return None;
        }
        let prefix: usize = before
            .chars()
            .zip(after.chars())
            .take_while(|(one, other)| one == other)
            .map(|(character, _)| character.len_utf8())
            .sum();
        let (gone, came) = (&before[prefix..], &after[prefix..]);
        let suffix: usize = gone
            .chars()
            .rev()
            .zip(came.chars().rev())
            .take_while(|(one, other)| one == other)
            .map(|(character, _)| character.len_utf8())
            .sum();
        Some(Self {
            at: utf16_len(&before[..prefix]),
            removed: utf16_len(&gone[..gone.len() - suffix]),
            inserted: came[..came.len() - suffix].to_owned(),
        })
    }

    /// The same change for somebody who sees `other` applied already. Two when the other text came into the middle of
    /// what this one removes: what a colleague wrote there is not removed unseen.
    #[must_use]
    pub fn after(&self, other: &Self) -> Vec<Self> {
        let end = self.at + self.removed;
        let other_end = other.at + other.removed;
        let grown = utf16_len(&other.inserted);
        let shifted = |position: u32| position - other.removed + grown;
        if end <= other.at && !(self.removed == 0 && self.at == other.at && self.at < other_end) {
            return vec![self.clone()];
        }
        if self.at >= other_end {
            return vec![Self { at: shifted(self.at), ..self.clone() }];
        }
        // They overlap: what is left to remove is before the other, after it, or both.
        let before = other.at.saturating_sub(self.at);
        let behind = end.saturating_sub(other_end);
        let mut steps = Vec::new();
        if behind > 0 {
            steps.push(Self { at: other.at + grown, removed: behind, inserted: String::new() });
        }
        let at = self.at.min(other.at);
        let head = Self { at, removed: before, inserted: self.inserted.clone() };
        if head.removed > 0 || !head.inserted.is_empty() {
            steps.push(head);
        }
        steps
    }
}

/// The text after these changes, one after the other. A place that cannot be is the end of the text.
#[must_use]
pub fn applied(text: &str, steps: &[Splice]) -> String {
    let mut units: Vec<u16> = text.encode_utf16().collect();
    for step in steps {
        let at = (step.at as usize).min(units.len());
        let end = (step.at.saturating_add(step.removed) as usize).min(units.len());
        units.splice(at..end, step.inserted.encode_utf16());
    }
    String::from_utf16_lossy(&units)
}

/// Length in UTF-16 code units.
#[must_use]
pub fn utf16_len(text: &str) -> u32 {
    u32::try_from(text.encode_utf16().count()).unwrap_or(u32::MAX)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn splice(at: u32, removed: u32, inserted: &str) -> Splice {
        Splice { at, removed, inserted: inserted.to_owned() }
    }

    #[test]
    fn the_smallest_splice_between_two_texts() {
        assert_eq!(Splice::between("abc", "abc"), None);
        assert_eq!(Splice::between("abc", "abXc"), Some(splice(2, 0, "X")));
        assert_eq!(Splice::between("aaa", "aa"), Some(splice(2, 1, "")));
        assert_eq!(Splice::between("", "één"), Some(splice(0, 0, "één")));
        let whole = Splice::between("a😀b", "a😁b").unwrap();
        assert_eq!(whole, splice(1, 2, "😁"), "never half a character");
    }

    #[test]
    fn typing_lands_where_it_was_meant_after_a_colleague_changed_the_text() {
        let text = "Zij wil hulp.";
        for (mine, theirs, expected) in [
            (splice(13, 0, " Ja."), splice(0, 0, "Nu: "), "Nu: Zij wil hulp. Ja."),
            (splice(0, 0, "Nu: "), splice(13, 0, " Ja."), "Nu: Zij wil hulp. Ja."),
            (splice(8, 4, "rust"), splice(0, 3, "Mevrouw"), "Mevrouw wil rust."),
            (splice(4, 9, ""), splice(8, 0, "graag "), "Zij graag "),
            (splice(8, 2, "X"), splice(4, 8, "slaapt"), "Zij Xslaapt."),
            (splice(4, 0, "niet "), splice(4, 0, "nu "), "Zij niet nu wil hulp."),
        ] {
            let theirs_first = applied(text, std::slice::from_ref(&theirs));
            assert_eq!(applied(&theirs_first, &mine.after(&theirs)), expected, "{mine:?} after {theirs:?}");
        }
    }

    #[test]
    fn nothing_that_was_typed_is_ever_lost() {
        let text = "abcdefgh";
        for at in 0..=8 {
            for removed in 0..=(8 - at) {
                for other_at in 0..=8 {
                    for other_removed in 0..=(8 - other_at) {
                        let mine = splice(at, removed, "MINE");
                        let theirs = splice(other_at, other_removed, "THEIRS");
                        let seen = applied(text, std::slice::from_ref(&theirs));
                        let merged = applied(&seen, &mine.after(&theirs));
                        assert!(merged.contains("MINE"), "{mine:?} {theirs:?} {merged}");
                        assert!(merged.replace("MINE", "").contains("THEIRS"), "{mine:?} {theirs:?} {merged}");
                    }
                }
            }
        }
    }
}
