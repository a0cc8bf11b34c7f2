//! The gate: every update passes here before anything sees it. The order of the steps is the order of their cost.
//!
//! A verdict is about one update on one document as it stands. A refusal after the update was applied leaves the
//! document in memory spoilt: [`Refused::spoilt`] says so, and the caller throws it away.

use buurtboek_shared::{
    doc::{
        order::check_applied,
        preparse::{Parsed, Profile, preparse_as},
        rules::{Admission, Difference, StockPlan, Writer, admissible, plan_stock, typed_difference},
        values::DocValues,
        write::open_doc,
    },
    domain::refusal::Reason,
    ids::{DeviceId, MemberId},
    protocol::limits::MAX_DOCUMENT,
};
use yrs::Transact;

use super::document::{Document, apply, guarded};
use crate::store::Binding;

/// After this many rows the state is stored as a snapshot.
const ROWS_PER_SNAPSHOT: u64 = 64;

/// The device under which the server's own client ids are bound; a client that says it is this one is turned away.
pub const SERVER_DEVICE: DeviceId = DeviceId::from_bytes([0; 16]);

/// Who offers an update.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Sender {
    /// One of our own clients.
    Device {
        /// Who.
        member: MemberId,
        /// On which device.
        device: DeviceId,
    },
    /// One of our own clients, of a member who may write beside the content only.
    Annotator {
        /// Who.
        member: MemberId,
        /// On which device.
        device: DeviceId,
    },
    /// A stock client with a token of this member.
    Stock {
        /// Who.
        member: MemberId,
    },
    /// The server, with an accepted command of this member.
    Server {
        /// Who decided.
        member: MemberId,
    },
}

impl Sender {
    /// The member behind it.
    #[must_use]
    pub const fn member(self) -> MemberId {
        match self {
            Self::Device { member, .. }
            | Self::Annotator { member, .. }
            | Self::Stock { member }
            | Self::Server { member } => member,
        }
    }

    const fn device(self) -> Option<DeviceId> {
        match self {
            Self::Device { device, .. } | Self::Annotator { device, .. } => Some(device),
            Self::Stock { .. } => None,
            Self::Server { .. } => Some(SERVER_DEVICE),
        }
    }

    const fn profile(self) -> Profile {
        match self {
            Self::Device { .. } | Self::Annotator { .. } | Self::Server { .. } => Profile::Strict,
            Self::Stock { .. } => Profile::Stock,
        }
    }

    const fn writer(self) -> Writer {
        match self {
            Self::Device { member, .. } | Self::Stock { member } => Writer::Member(member),
            Self::Annotator { member, .. } => Writer::Annotator(member),
            Self::Server { .. } => Writer::Server,
        }
    }
}

/// An update that may be committed. It is applied to the document in memory already.
#[derive(Debug)]
pub struct Passed {
    /// Client ids used for the first time.
    pub binds: Vec<Binding>,
    /// What it did.
    pub difference: Difference,
    /// The update to keep. A device's is kept as it came, since the device compares the hash. A stock client repeats
    /// what is here, now and then with holes in it: of its update what was new is kept.
    pub row: Vec<u8>,
    /// The state to store as a snapshot, when one is due.
    pub snapshot: Option<Vec<u8>>,
}

/// The verdict on an update that is not refused.
#[derive(Debug)]
pub enum Verdict {
    /// To be committed.
    Passed(Passed),
    /// A stock client's repetition of what is here: no row.
    Ignored,
    /// A stock client is ahead of us: ask it for what lies between.
    Gap,
}

/// The verdict on an update that is refused.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Refused {
    /// Why.
    pub reason: Reason,
    /// Whether the document in memory is to be thrown away.
    pub spoilt: bool,
}

impl From<Reason> for Refused {
    fn from(reason: Reason) -> Self {
        Self { reason, spoilt: false }
    }
}

/// Judges an update, and applies it to the document when it may pass.
///
/// # Errors
/// The first reason not to take it.
pub fn judge(document: &mut Document, sender: Sender, update: &[u8]) -> Result<Verdict, Refused> {
    let kind = document.header.doc.kind;
    let parsed = preparse_as(sender.profile(), kind, update)?;
    let clients = match admit(document, sender, &parsed)? {
        Entry::Apply(clients) => clients,
        Entry::Ignore => return Ok(Verdict::Ignored),
        Entry::Gap => return Ok(Verdict::Gap),
    };
    let spoilt = |reason| Refused { reason, spoilt: true };
    let known = document.clocks();
    let mut row = Vec::new();
    apply(&document.doc, update, |txn| {
        check_applied(txn, kind, &parsed)?;
        row = match sender.profile() {
            Profile::Stock => txn.encode_update_v1(),
            Profile::Strict | Profile::Stored => update.to_vec(),
        };
        Ok(())
    })
    .map_err(spoilt)?;
    let after = guarded(|| DocValues::read(kind, &document.doc.transact())).map_err(|_| spoilt(Reason::Panicked))?;
    if sender.profile() == Profile::Stock && after == document.values && document.clocks() == known {
        // It deletes again what is deleted, as every whole state of a stock client does.
        return Ok(Verdict::Ignored);
    }
    let difference = typed_difference(kind, &document.values, &after, sender.writer()).map_err(spoilt)?;
    let state = round_trip(document, &after).map_err(spoilt)?;
    document.size = state.len();
    document.values = after;
    let binds: Vec<Binding> = clients
        .into_iter()
        .map(|client| Binding { client, member: sender.member(), device: sender.device() })
        .collect();
    document.bind(&binds);
    let due = document.rows_since_snapshot + 1 >= ROWS_PER_SNAPSHOT;
    Ok(Verdict::Passed(Passed { binds, difference, row, snapshot: due.then_some(state) }))
}

enum Entry {
    Apply(Vec<buurtboek_shared::ids::YClient>),
    Ignore,
    Gap,
}

fn admit(document: &Document, sender: Sender, parsed: &Parsed) -> Result<Entry, Reason> {
    let known = document.clocks();
    let owner = |client| document.owner(client, sender.member(), sender.device());
    match sender {
        Sender::Device { .. } | Sender::Annotator { .. } | Sender::Server { .. } => {
            match admissible(parsed, &known, &owner)? {
                Admission::Apply { binds } => Ok(Entry::Apply(binds)),
                // A repeat under its own batch number was answered before; under another it is somebody's mistake.
                Admission::Nothing | Admission::AlreadyKnown => Err(Reason::Repeats),
            }
        }
        Sender::Stock { .. } => Ok(match plan_stock(parsed, &known, &owner)? {
            StockPlan::Apply { binds } => Entry::Apply(binds),
            StockPlan::Ignore => Entry::Ignore,
            StockPlan::Gap => Entry::Gap,
        }),
    }
}

/// Encodes the document, reads it back and compares: what is live must be what a reload shows. Documents are small, so
/// this is done for every update.
fn round_trip(document: &Document, after: &DocValues) -> Result<Vec<u8>, Reason> {
    let kind = document.header.doc.kind;
    let state = document.state().map_err(|_| Reason::Panicked)?;
    if state.len() > MAX_DOCUMENT {
        return Err(Reason::TooLarge);
    }
    preparse_as(Profile::Stored, kind, &state).map_err(|_| Reason::RoundTrip)?;
    let again = open_doc(document.doc.client_id().get());
    apply(&again, &state, |_| Ok(())).map_err(|_| Reason::RoundTrip)?;
    let values = guarded(|| DocValues::read(kind, &again.transact())).map_err(|_| Reason::Panicked)?;
    if &values == after { Ok(state) } else { Err(Reason::RoundTrip) }
}
