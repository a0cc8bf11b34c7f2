//! Moments as people and programs write them: RFC 3339.

use buurtboek_shared::time::Timestamp;

/// A moment as answers have it, in UTC.
#[must_use]
pub fn moment(at: Timestamp) -> String {
    jiff::Timestamp::from_millisecond(at.0).unwrap_or_default().to_string()
}

/// A moment as somebody writes it, with any offset; none when it is none.
#[must_use]
pub fn moment_of(text: &str) -> Option<Timestamp> {
    text.parse::<jiff::Timestamp>().ok().map(|at| Timestamp(at.as_millisecond()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_moment_is_read_with_any_offset_and_written_in_utc() {
        let noon = moment_of("2026-03-02T13:00:00+01:00").unwrap();
        assert_eq!(moment(noon), "2026-03-02T12:00:00Z");
        assert_eq!(moment_of(&moment(noon)), Some(noon));
        assert_eq!(moment_of("2026-03-02 at noon"), None);
        assert_eq!(moment_of("2026-03-02T13:00:00"), None, "nobody knows where");
    }
}
