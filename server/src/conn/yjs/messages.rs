//! The wire of y-websocket: lib0 numbers and byte strings, one message a binary frame. Read as strictly as updates are.

use std::collections::BTreeMap;

use buurtboek_shared::{
    doc::lib0::{MAX_CLIENT, Reader},
    domain::refusal::Reason,
};
use serde::de::IgnoredAny;
use yrs::{ClientID, StateVector};

/// Longest state of one entry of the awareness, in bytes of JSON.
const MAX_STATE: usize = 16 * 1024;
/// Most entries in one message: a provider repeats those of everybody it sees.
const MAX_ENTRIES: usize = 1024;
/// Greatest number that JavaScript counts exactly.
const MAX_COUNT: u64 = (1 << 53) - 1;

const SYNC: u8 = 0;
const AWARENESS: u8 = 1;
const AUTH: u8 = 2;
const QUERY_AWARENESS: u8 = 3;

const STEP_1: u8 = 0;
const STEP_2: u8 = 1;
const UPDATE: u8 = 2;

const PERMISSION_DENIED: u8 = 0;

/// What a stock client says.
#[derive(Debug, PartialEq)]
pub(super) enum Said<'a> {
    /// What it has; it wants the rest.
    Has(StateVector),
    /// Everything that we lacked, or what just changed: one update.
    Update(&'a [u8]),
    /// Who is where, as far as it knows.
    Awareness(Vec<Entry>),
    /// It wants to know who is where.
    QueryAwareness,
}

/// Where one client is, in its own words.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Entry {
    /// Its client id.
    pub(super) client: u64,
    /// Grows with what it says.
    pub(super) clock: u64,
    /// A JSON object; none when it left.
    pub(super) state: Option<String>,
}

/// Reads one message.
///
/// # Errors
/// When it is none of those that a stock client sends, or beyond a limit.
pub(super) fn read(message: &[u8]) -> Result<Said<'_>, Reason> {
    let mut reader = Reader::new(message);
    let said = match reader.byte()? {
        SYNC => match reader.byte()? {
            STEP_1 => Said::Has(state_vector(reader.bytes()?)?),
            STEP_2 | UPDATE => Said::Update(reader.bytes()?),
            _ => return Err(Reason::Malformed),
        },
        AWARENESS => Said::Awareness(entries(reader.bytes()?)?),
        QUERY_AWARENESS => Said::QueryAwareness,
        _ => return Err(Reason::Malformed),
    };
    reader.finish()?;
    Ok(said)
}

/// The library's own reading reserves room for as many clients as the first bytes claim.
fn state_vector(bytes: &[u8]) -> Result<StateVector, Reason> {
    let mut reader = Reader::new(bytes);
    let mut clocks = BTreeMap::new();
    for _ in 0..reader.count(2)? {
        if clocks.insert(reader.client()?, reader.clock()?).is_some() {
            return Err(Reason::Repeats);
        }
    }
    reader.finish()?;
    Ok(clocks.into_iter().map(|(client, clock)| (ClientID::new(client), clock)).collect())
}

fn entries(bytes: &[u8]) -> Result<Vec<Entry>, Reason> {
    let mut reader = Reader::new(bytes);
    let count = reader.count(3)?;
    if count > MAX_ENTRIES {
        return Err(Reason::TooLarge);
    }
    let mut entries = Vec::with_capacity(count);
    for _ in 0..count {
        let client = reader.number(MAX_CLIENT)?;
        let clock = reader.number(MAX_COUNT)?;
        entries.push(Entry { client, clock, state: state(reader.text()?)? });
    }
    reader.finish()?;
    Ok(entries)
}

/// The other clients parse it without a net: what is no JSON would throw in every one of them.
fn state(json: &str) -> Result<Option<String>, Reason> {
    if json.len() > MAX_STATE {
        return Err(Reason::TooLarge);
    }
    let fields: Option<BTreeMap<String, IgnoredAny>> = serde_json::from_str(json).map_err(|_| Reason::Malformed)?;
    Ok(fields.map(|_| json.to_owned()))
}

/// Step 1: what we have, v1; the client answers with what we lack.
pub(super) fn step_1(state_vector: &[u8]) -> Vec<u8> {
    with_bytes(&[SYNC, STEP_1], state_vector)
}

/// Step 2: what the client lacked.
pub(super) fn step_2(update: &[u8]) -> Vec<u8> {
    with_bytes(&[SYNC, STEP_2], update)
}

/// What somebody else changed.
pub(super) fn update(update: &[u8]) -> Vec<u8> {
    with_bytes(&[SYNC, UPDATE], update)
}

/// That a change was not taken, and why. The stock provider prints it for whoever looks.
pub(super) fn permission_denied(reason: &str) -> Vec<u8> {
    with_bytes(&[AUTH, PERMISSION_DENIED], reason.as_bytes())
}

/// Who is where.
pub(super) fn awareness(entries: &[Entry]) -> Vec<u8> {
    let mut inner = Vec::new();
    write_number(&mut inner, entries.len() as u64);
    for entry in entries {
        write_number(&mut inner, entry.client);
        write_number(&mut inner, entry.clock);
        write_bytes(&mut inner, entry.state.as_deref().unwrap_or("null").as_bytes());
    }
    with_bytes(&[AWARENESS], &inner)
}

fn with_bytes(tags: &[u8], bytes: &[u8]) -> Vec<u8> {
    let mut message = Vec::with_capacity(tags.len() + bytes.len() + 5);
    message.extend_from_slice(tags);
    write_bytes(&mut message, bytes);
    message
}

fn write_bytes(out: &mut Vec<u8>, bytes: &[u8]) {
    write_number(out, bytes.len() as u64);
    out.extend_from_slice(bytes);
}

fn write_number(out: &mut Vec<u8>, mut number: u64) {
    while number >= 0x80 {
        out.push(number.to_le_bytes()[0] | 0x80);
        number >>= 7;
    }
    out.push(number.to_le_bytes()[0]);
}

#[cfg(test)]
mod tests {
    use super::*;

    fn entry(client: u64, clock: u64, state: Option<&str>) -> Entry {
        Entry { client, clock, state: state.map(str::to_owned) }
    }

    /// Bytes that y-protocols 1.0 writes.
    #[test]
    fn messages_of_the_stock_provider_are_read() {
        let has = StateVector::from_iter([(ClientID::new(300), 2)]);
        assert_eq!(read(&[0, 0, 4, 1, 0xac, 2, 2]), Ok(Said::Has(has)));
        assert_eq!(read(&[0, 0, 1, 0]), Ok(Said::Has(StateVector::default())));
        assert_eq!(read(&[0, 1, 2, 0, 0]), Ok(Said::Update(&[0, 0])));
        assert_eq!(read(&[0, 2, 2, 0, 0]), Ok(Said::Update(&[0, 0])));
        assert_eq!(read(&[3]), Ok(Said::QueryAwareness));
        let awareness = [1, 8, 1, 0xac, 2, 5, 2, b'{', b'}', 0];
        assert_eq!(read(&awareness[..9]).err(), Some(Reason::CountBomb), "shorter than it says");
        let awareness = [1, 7, 1, 0xac, 2, 5, 2, b'{', b'}'];
        assert_eq!(read(&awareness), Ok(Said::Awareness(vec![entry(300, 5, Some("{}"))])));
    }

    #[test]
    fn what_is_written_is_read_back() {
        let entries = vec![entry(300, 5, Some(r#"{"user":{"name":"Samira"}}"#)), entry(MAX_CLIENT, 0, None)];
        assert_eq!(read(&awareness(&entries)), Ok(Said::Awareness(entries)));
        let long = vec![7; 70_000];
        assert_eq!(read(&update(&long)), Ok(Said::Update(&long)));
        assert_eq!(read(&step_2(&long)), Ok(Said::Update(&long)));
        assert_eq!(read(&step_1(&[0])), Ok(Said::Has(StateVector::default())));
        assert_eq!(permission_denied("nee"), [2, 0, 3, b'n', b'e', b'e']);
    }

    #[test]
    fn anything_else_is_malformed_and_no_claim_is_believed() {
        for message in [&[][..], &[0], &[0, 3, 0], &[0, 0], &[4], &[9, 9], &[2, 0, 0], &[3, 0], &[0, 0, 1, 0, 0]] {
            assert!(read(message).is_err(), "{message:?}");
        }
        assert_eq!(read(&[0, 0, 5, 0xff, 0xff, 0xff, 0xff, 0x0f]), Err(Reason::CountBomb));
        assert_eq!(read(&[0, 0, 5, 2, 7, 1, 7, 1]), Err(Reason::Repeats), "one client twice");
        assert_eq!(read(&[1, 5, 0xff, 0xff, 0xff, 0xff, 0x0f]), Err(Reason::CountBomb));
    }

    #[test]
    fn a_state_that_would_break_the_others_is_refused() {
        for json in ["", "{", "5", "[]", "undefined", "{}{}"] {
            assert!(read(&awareness(&[entry(1, 1, Some(json))])).is_err(), "{json}");
        }
        let long = format!("{{\"x\":\"{}\"}}", "x".repeat(MAX_STATE));
        assert_eq!(read(&awareness(&[entry(1, 1, Some(&long))])), Err(Reason::TooLarge));
    }
}
