//! A stretch that was replaced as a whole, as the changes that are in it: the words between them stayed, and a caret among
//! them stays with them.

use super::splice::{Splice, difference};

/// The most comparisons of one piece with another. Where words would need more, lines are compared.
const MOST_COMPARISONS: usize = 2_000_000;

/// The same change of this text as several splices, to be carried out one after the other. A document that was built
/// anew says what changed as one splice, from its first difference to its last one.
#[must_use]
pub fn taken_apart(splice: &Splice, text: &[u16]) -> Vec<Splice> {
    let start = splice.at.min(text.len());
    let gone = &text[start..(start + splice.removed).min(text.len())];
    let came = splice.inserted.as_slice();
    if gone.is_empty() || came.is_empty() {
        return vec![splice.clone()];
    }
    steps(start, &words(gone), &words(came))
        .or_else(|| steps(start, &lines(gone), &lines(came)))
        .unwrap_or_else(|| vec![splice.clone()])
}

/// Words, and each thing between them by itself.
fn words(text: &[u16]) -> Vec<&[u16]> {
    let is_of_word =
        |unit: &u16| u8::try_from(*unit).map_or(true, |byte| !byte.is_ascii() || byte.is_ascii_alphanumeric());
    text.chunk_by(|one, next| is_of_word(one) && is_of_word(next)).collect()
}

fn lines(text: &[u16]) -> Vec<&[u16]> {
    text.split_inclusive(|unit| *unit == u16::from(b'\n')).collect()
}

/// From pieces that begin at `at` to others; none when these are too many to compare.
fn steps(mut at: usize, before: &[&[u16]], after: &[&[u16]]) -> Option<Vec<Splice>> {
    let mut steps = Vec::new();
    let (mut old, mut new) = (0, 0);
    for (stays, comes) in stayed(before, after)?.into_iter().chain([(before.len(), after.len())]) {
        let (gone, came) = (before[old..stays].concat(), after[new..comes].concat());
        steps.extend(difference(&gone, &came, came.len()).map(|step| Splice { at: at + step.at, ..step }));
        at += came.len() + after.get(comes).map_or(0, |piece| piece.len());
        (old, new) = (stays + 1, comes + 1);
    }
    Some(steps)
}

/// The longest sequence of pieces that are in both, as where each is before and after.
fn stayed(before: &[&[u16]], after: &[&[u16]]) -> Option<Vec<(usize, usize)>> {
    if before.len().saturating_mul(after.len()) > MOST_COMPARISONS {
        return None;
    }
    // How many pieces of what begins here are in both: fewer than the root of all comparisons.
    let mut common = vec![vec![0_u16; after.len() + 1]; before.len() + 1];
    for (old, gone) in before.iter().enumerate().rev() {
        for (new, came) in after.iter().enumerate().rev() {
            common[old][new] = match gone == came {
                true => common[old + 1][new + 1] + 1,
                false => common[old + 1][new].max(common[old][new + 1]),
            };
        }
    }
    let mut pairs = Vec::new();
    let (mut old, mut new) = (0, 0);
    while old < before.len() && new < after.len() {
        if before[old] == after[new] {
            pairs.push((old, new));
            (old, new) = (old + 1, new + 1);
        } else if common[old + 1][new] >= common[old][new + 1] {
            old += 1;
        } else {
            new += 1;
        }
    }
    Some(pairs)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn units(text: &str) -> Vec<u16> {
        text.encode_utf16().collect()
    }

    /// What is to be done to the one text to make the other of it; it is done, too.
    fn apart(before: &str, after: &str) -> Vec<(usize, usize, String)> {
        let mut text = units(before);
        let whole = Splice { at: 0, removed: text.len(), inserted: units(after) };
        let steps = taken_apart(&whole, &text);
        for step in &steps {
            step.apply(&mut text);
        }
        assert_eq!(String::from_utf16(&text).unwrap(), after);
        steps.into_iter().map(|step| (step.at, step.removed, String::from_utf16(&step.inserted).unwrap())).collect()
    }

    fn step(at: usize, removed: usize, inserted: &str) -> (usize, usize, String) {
        (at, removed, inserted.to_owned())
    }

    #[test]
    fn each_change_in_a_stretch_is_a_splice_of_its_own() {
        assert_eq!(
            apart("Zij wil hulp. Hij niet.", "Nu: Zij wil hulp. Hij ook niet!"),
            [step(0, 0, "Nu: "), step(22, 0, "ook "), step(30, 1, "!")]
        );
        assert_eq!(apart("een twee drie", "een drie"), [step(4, 5, "")]);
        assert_eq!(
            apart("de 😀 woont hier\ndus", "de 😁 woont\ndus ja"),
            [step(3, 2, "😁"), step(11, 5, ""), step(15, 0, " ja")]
        );
        assert_eq!(apart("alles", "iets anders"), [step(0, 4, "iets ander")]);
        assert_eq!(apart("", "een"), [step(0, 0, "een")]);
        assert_eq!(apart("een", ""), [step(0, 3, "")]);
    }

    #[test]
    fn where_the_words_are_too_many_the_lines_are_compared() {
        let long = "woord ".repeat(1_100);
        let (before, after) = (format!("a{long}\nZij wil hulp.\nz{long}"), format!("b{long}\nZij wil hulp.\ny{long}"));
        let steps = apart(&before, &after);
        assert_eq!(steps.len(), 2);
        assert_eq!((steps[0].0, steps[0].1), (0, 1));
        assert_eq!(steps[1].1, 1);
        let other = "anders ".repeat(1_100);
        assert_eq!(apart(&long, &other).len(), 1, "nothing is left to stay");
    }
}
