//! Values larger than a frame, cut and put together again.

use crate::protocol::{frames::Fragment, limits::MAX_ROWS_BYTES};

/// Cuts a value into fragments of at most [`MAX_ROWS_BYTES`]; an empty value is one empty fragment.
pub fn cut(bytes: &[u8]) -> impl Iterator<Item = (Fragment, &[u8])> {
    let count = bytes.len().div_ceil(MAX_ROWS_BYTES).max(1);
    (0..count).map(move |index| {
        let start = index * MAX_ROWS_BYTES;
        let end = bytes.len().min(start + MAX_ROWS_BYTES);
        let fragment = Fragment {
            index: u16::try_from(index).unwrap_or(u16::MAX),
            count: u16::try_from(count).unwrap_or(u16::MAX),
        };
        (fragment, &bytes[start..end])
    })
}

/// Puts the fragments of one value together; anything out of order starts over.
#[derive(Debug, Default)]
pub struct Gather {
    bytes: Vec<u8>,
    next: u16,
}

impl Gather {
    /// Takes the next fragment; the whole value once the last one is in.
    pub fn take(&mut self, fragment: Fragment, bytes: &[u8]) -> Option<Vec<u8>> {
        if fragment.index != self.next {
            *self = Self::default();
            if fragment.index != 0 {
                return None;
            }
        }
        self.bytes.extend_from_slice(bytes);
        self.next += 1;
        if self.next == fragment.count {
            self.next = 0;
            return Some(std::mem::take(&mut self.bytes));
        }
        None
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_cut_comes_together_again() {
        for length in [0, 1, MAX_ROWS_BYTES, MAX_ROWS_BYTES + 1, 3 * MAX_ROWS_BYTES] {
            let value: Vec<u8> = (0..length).map(|n| u8::try_from(n % 251).unwrap()).collect();
            let mut gather = Gather::default();
            let whole = cut(&value).filter_map(|(fragment, bytes)| gather.take(fragment, bytes)).collect::<Vec<_>>();
            assert_eq!(whole, vec![value]);
        }
    }

    /// How a build that does not know what it says takes it.
    #[test]
    fn a_fragment_of_none_gives_nothing_and_spoils_nothing_that_follows() {
        let value = vec![7; 2 * MAX_ROWS_BYTES];
        let mut gather = Gather::default();
        for said in 0..3 {
            for _ in 0..said {
                assert_eq!(gather.take(Fragment::NONE, &[]), None);
            }
            let whole: Vec<_> = cut(&value).filter_map(|(fragment, bytes)| gather.take(fragment, bytes)).collect();
            assert_eq!(whole, std::slice::from_ref(&value), "said {said} times before");
            assert_eq!(gather.take(Fragment::NONE, &[]), None);
            let single: Vec<_> = cut(&[1]).filter_map(|(fragment, bytes)| gather.take(fragment, bytes)).collect();
            assert_eq!(single, [[1]]);
        }
    }

    #[test]
    fn a_lost_fragment_gives_nothing() {
        let value = vec![7; 2 * MAX_ROWS_BYTES];
        let mut gather = Gather::default();
        let whole: Vec<_> = cut(&value).skip(1).filter_map(|(fragment, bytes)| gather.take(fragment, bytes)).collect();
        assert!(whole.is_empty());
    }
}
