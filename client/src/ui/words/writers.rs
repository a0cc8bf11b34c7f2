//! A colour for each colleague who writes; the name always stands beside it.

use buurtboek_shared::ids::MemberId;

/// The class that gives a colleague's colour: the same on every device.
#[must_use]
pub fn writer_class(member: MemberId) -> &'static str {
    const CLASSES: [&str; 4] = ["bb-writer-1", "bb-writer-2", "bb-writer-3", "bb-writer-4"];
    let sum: usize = member.0.as_bytes().iter().map(|byte| usize::from(*byte)).sum();
    CLASSES[sum % CLASSES.len()]
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_colour_follows_the_person() {
        let member = |byte| MemberId::from_bytes([byte; 16]);
        assert_eq!(writer_class(member(7)), writer_class(member(7)));
    }
}
