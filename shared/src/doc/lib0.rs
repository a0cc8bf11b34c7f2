//! The bytes under a yrs update, read strictly: one spelling per value, nothing believed before it is there.
//!
//! yrs and yjs both read more than they write (over-long numbers, numbers that wrap, counts that allocate before the
//! elements are seen), and not the same. What two readers may read differently is refused here.

use std::collections::BTreeSet;

use crate::domain::refusal::Reason;

/// Deepest nesting of plain values. Entries are at most five deep.
pub const MAX_ANY_DEPTH: u8 = 16;
/// Client ids are below 2⁵³: above, yrs drops the upper bits in release builds and so writes under another id.
pub const MAX_CLIENT: u64 = (1 << 53) - 1;
/// Greatest clock, exclusive end of a block included. yrs subtracts clocks as `i32`.
pub const MAX_CLOCK: u32 = i32::MAX as u32;

/// Walks over the bytes of one update, or of one message around it.
#[derive(Debug)]
pub struct Reader<'a> {
    bytes: &'a [u8],
    at: usize,
}

impl<'a> Reader<'a> {
    /// At the first of these bytes.
    #[must_use]
    pub const fn new(bytes: &'a [u8]) -> Self {
        Self { bytes, at: 0 }
    }

    fn left(&self) -> usize {
        self.bytes.len() - self.at
    }

    /// Refuses bytes after the end.
    ///
    /// # Errors
    /// [`Reason::TrailingBytes`].
    pub fn finish(self) -> Result<(), Reason> {
        if self.left() == 0 { Ok(()) } else { Err(Reason::TrailingBytes) }
    }

    /// One byte.
    ///
    /// # Errors
    /// [`Reason::Malformed`] at the end.
    pub fn byte(&mut self) -> Result<u8, Reason> {
        let byte = *self.bytes.get(self.at).ok_or(Reason::Malformed)?;
        self.at += 1;
        Ok(byte)
    }

    fn take(&mut self, length: usize) -> Result<&'a [u8], Reason> {
        if length > self.left() {
            return Err(Reason::CountBomb);
        }
        let taken = &self.bytes[self.at..self.at + length];
        self.at += length;
        Ok(taken)
    }

    /// An unsigned number of at most `max`, in as few bytes as it needs.
    ///
    /// # Errors
    /// When it is greater, spelt with more bytes, or ends too soon.
    pub fn number(&mut self, max: u64) -> Result<u64, Reason> {
        let mut value = 0_u64;
        for shift in (0..).step_by(7) {
            let byte = self.byte()?;
            let bits = u64::from(byte & 0x7f);
            if shift > 63 || (shift == 63 && bits > 1) {
                return Err(if bits == 0 { Reason::OverlongNumber } else { Reason::NumberOutOfRange });
            }
            value |= bits << shift;
            if byte < 0x80 {
                if byte == 0 && shift > 0 {
                    return Err(Reason::OverlongNumber);
                }
                break;
            }
        }
        if value > max { Err(Reason::NumberOutOfRange) } else { Ok(value) }
    }

    /// A client id.
    ///
    /// # Errors
    /// As [`Self::number`].
    pub fn client(&mut self) -> Result<u64, Reason> {
        self.number(MAX_CLIENT)
    }

    /// A clock, or a length in clocks.
    ///
    /// # Errors
    /// As [`Self::number`].
    pub fn clock(&mut self) -> Result<u32, Reason> {
        let value = self.number(u64::from(MAX_CLOCK))?;
        u32::try_from(value).map_err(|_| Reason::NumberOutOfRange)
    }

    /// How many elements follow, each of at least `each` bytes: never more than there is room for.
    ///
    /// # Errors
    /// [`Reason::CountBomb`]; otherwise as [`Self::number`].
    pub fn count(&mut self, each: usize) -> Result<usize, Reason> {
        let count = self.number(u64::from(u32::MAX))?;
        let count = usize::try_from(count).map_err(|_| Reason::NumberOutOfRange)?;
        if count > self.left() / each { Err(Reason::CountBomb) } else { Ok(count) }
    }

    /// A length and so many bytes.
    ///
    /// # Errors
    /// As [`Self::count`].
    pub fn bytes(&mut self) -> Result<&'a [u8], Reason> {
        let length = self.count(1)?;
        self.take(length)
    }

    /// A length and so many bytes of UTF-8.
    ///
    /// # Errors
    /// [`Reason::Malformed`] when it is no UTF-8; otherwise as [`Self::count`].
    pub fn text(&mut self) -> Result<&'a str, Reason> {
        std::str::from_utf8(self.bytes()?).map_err(|_| Reason::Malformed)
    }

    /// Walks over one plain value (null, yes or no, number, text, list, map of these), at nesting `depth`.
    pub(super) fn skip_any(&mut self, depth: u8) -> Result<(), Reason> {
        match self.byte()? {
            // undefined, null, false, true
            127 | 126 | 121 | 120 => Ok(()),
            125 => self.skip_signed(),
            124 => self.take_exact(4),
            123 => self.take_exact(8),
            119 => self.text().map(drop),
            118 => {
                self.deeper(depth)?;
                let mut keys = BTreeSet::new();
                for _ in 0..self.count(2)? {
                    if !keys.insert(self.text()?) {
                        return Err(Reason::Repeats);
                    }
                    self.skip_any(depth + 1)?;
                }
                Ok(())
            }
            117 => {
                self.deeper(depth)?;
                for _ in 0..self.count(1)? {
                    self.skip_any(depth + 1)?;
                }
                Ok(())
            }
            // 64-bit integers and byte strings: no field has them, and JSON cannot say them.
            122 | 116 => Err(Reason::ContentKind),
            _ => Err(Reason::Malformed),
        }
    }

    fn deeper(&self, depth: u8) -> Result<(), Reason> {
        if depth < MAX_ANY_DEPTH { Ok(()) } else { Err(Reason::TooDeep) }
    }

    fn take_exact(&mut self, length: usize) -> Result<(), Reason> {
        if self.left() < length {
            return Err(Reason::Malformed);
        }
        self.at += length;
        Ok(())
    }

    /// A signed number: sign and six bits first, then seven a byte. Minus zero is another spelling of zero.
    fn skip_signed(&mut self) -> Result<(), Reason> {
        let first = self.byte()?;
        let negative = first & 0x40 != 0;
        let mut value = u64::from(first & 0x3f);
        let mut more = first & 0x80 != 0;
        let mut shift = 6;
        while more {
            let byte = self.byte()?;
            let bits = u64::from(byte & 0x7f);
            // Only integers of 32 bits are written this way; larger ones are floats.
            if shift > 27 {
                return Err(if bits == 0 { Reason::OverlongNumber } else { Reason::NumberOutOfRange });
            }
            value |= bits << shift;
            more = byte & 0x80 != 0;
            if byte == 0 {
                return Err(Reason::OverlongNumber);
            }
            shift += 7;
        }
        if value > 0x7fff_ffff {
            return Err(Reason::NumberOutOfRange);
        }
        if negative && value == 0 { Err(Reason::OverlongNumber) } else { Ok(()) }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn number(bytes: &[u8]) -> Result<u64, Reason> {
        Reader::new(bytes).number(u64::MAX)
    }

    fn any(bytes: &[u8]) -> Result<(), Reason> {
        let mut reader = Reader::new(bytes);
        reader.skip_any(0)?;
        reader.finish()
    }

    #[test]
    fn a_number_has_one_spelling() {
        assert_eq!(number(&[0]), Ok(0));
        assert_eq!(number(&[0x7f]), Ok(127));
        assert_eq!(number(&[0x80, 1]), Ok(128));
        assert_eq!(number(&[0x80, 0]), Err(Reason::OverlongNumber));
        assert_eq!(number(&[0xff, 0xff, 0x80, 0]), Err(Reason::OverlongNumber));
        assert_eq!(number(&[0x80]), Err(Reason::Malformed));
        assert_eq!(number(&[0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 1]), Ok(u64::MAX));
        assert_eq!(number(&[0xff; 9]), Err(Reason::Malformed));
        assert_eq!(number(&[0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 2]), Err(Reason::NumberOutOfRange));
        assert_eq!(number(&[0x80; 30]), Err(Reason::OverlongNumber));
    }

    #[test]
    fn numbers_stay_in_their_range() {
        let client = |value: u64| {
            let mut bytes = Vec::new();
            let mut rest = value;
            while rest >= 0x80 {
                bytes.push((rest & 0x7f) as u8 | 0x80);
                rest >>= 7;
            }
            bytes.push(rest as u8);
            Reader::new(&bytes).client()
        };
        assert_eq!(client((1 << 53) - 1), Ok((1 << 53) - 1));
        assert_eq!(client((1 << 53) + 77), Err(Reason::NumberOutOfRange));
        assert_eq!(Reader::new(&[0xff, 0xff, 0xff, 0xff, 7]).clock(), Ok(i32::MAX as u32));
        assert_eq!(Reader::new(&[0x80, 0x80, 0x80, 0x80, 8]).clock(), Err(Reason::NumberOutOfRange));
    }

    #[test]
    fn counts_are_not_believed() {
        assert_eq!(Reader::new(&[0x80, 0x80, 0x80, 0x80, 1]).count(1), Err(Reason::CountBomb));
        assert_eq!(Reader::new(&[2, 0, 0]).count(1), Ok(2));
        assert_eq!(Reader::new(&[2, 0, 0]).count(2), Err(Reason::CountBomb));
        assert_eq!(Reader::new(&[3, b'a', b'b']).text(), Err(Reason::CountBomb));
        assert_eq!(Reader::new(&[1, 0xff]).text(), Err(Reason::Malformed));
    }

    #[test]
    fn plain_values_are_walked_over() {
        assert_eq!(any(&[118, 1, 1, b'a', 117, 2, 125, 5, 119, 1, b'b']), Ok(()));
        assert_eq!(any(&[118, 2, 1, b'a', 126, 1, b'a', 126]), Err(Reason::Repeats));
        assert_eq!(any(&[125, 0x40]), Err(Reason::OverlongNumber));
        assert_eq!(any(&[125, 0x80, 0]), Err(Reason::OverlongNumber));
        assert_eq!(any(&[125, 0xbf, 0xff, 0xff, 0xff, 0x0f]), Ok(()), "the greatest 32-bit integer");
        assert_eq!(any(&[125, 0x80, 0x80, 0x80, 0x80, 0x10]), Err(Reason::NumberOutOfRange));
        assert_eq!(any(&[116, 0]), Err(Reason::ContentKind));
        assert_eq!(any(&[115]), Err(Reason::Malformed));
        assert_eq!(any(&[124, 0, 0]), Err(Reason::Malformed));
    }

    #[test]
    fn nesting_has_a_limit_that_a_stack_never_feels() {
        let nested = |depth: usize| {
            let mut bytes = vec![[117, 1]; depth].concat();
            bytes.push(126);
            any(&bytes)
        };
        assert_eq!(nested(usize::from(MAX_ANY_DEPTH)), Ok(()));
        assert_eq!(nested(usize::from(MAX_ANY_DEPTH) + 1), Err(Reason::TooDeep));
        assert_eq!(nested(100_000), Err(Reason::TooDeep));
    }
}
