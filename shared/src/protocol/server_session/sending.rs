//! Frames as requests to send.

use super::{Contents, Request};
use crate::{
    domain::refusal::{Reason, RefusalClass},
    ids::{BatchNo, Chain, DocId},
    protocol::{
        codec::{encode, encode_value},
        fragments::cut,
        frames::{Row, ServerFrame},
        limits::MAX_ROWS_BYTES,
    },
    time::Millis,
};

/// What a device is told to wait when it goes too fast.
const TOO_FAST_WAIT: Millis = Millis::seconds(2);
/// What a device is told to wait when the server cannot store, or lacks something that may still come.
pub(super) const LATER_WAIT: Millis = Millis::seconds(5);
/// What a row costs in a frame besides its update, in bytes.
const ROW_HEADER: usize = 128;

pub(super) fn nack(batch: BatchNo, reason: Reason) -> ServerFrame {
    let class = reason.class();
    let retry_after = match class {
        RefusalClass::Later if reason == Reason::TooFast => TOO_FAST_WAIT,
        RefusalClass::Later => LATER_WAIT,
        RefusalClass::Resync | RefusalClass::Refused => Millis(0),
    };
    ServerFrame::Nack { batch, class, reason, retry_after }
}

/// Turned away here: the host counts it, the device hears why.
pub(super) fn unfit(batch: BatchNo, reason: Reason) -> Vec<Request> {
    let mut requests = vec![Request::Refused(reason)];
    push(&mut requests, &nack(batch, reason));
    requests
}

pub(super) fn one(frame: &ServerFrame) -> Vec<Request> {
    let mut requests = Vec::new();
    push(&mut requests, frame);
    requests
}

/// Every frame is built within its limit, so encoding fails for none of them; one that did would be dropped by the
/// client's own deadlines rather than sent broken.
pub(super) fn push(requests: &mut Vec<Request>, frame: &ServerFrame) {
    if let Ok(bytes) = encode(frame) {
        requests.push(Request::Send(bytes));
    }
}

pub(super) fn push_contents(requests: &mut Vec<Request>, doc: DocId, contents: Contents) {
    match contents {
        Contents::Rows { prev, rows } => push_rows(requests, doc, prev, rows),
        Contents::Snapshot { seq, chain, body, rows } => {
            if let Ok(bytes) = encode_value(&body) {
                for (fragment, bytes) in cut(&bytes) {
                    push(requests, &ServerFrame::Snapshot { doc, seq, chain, fragment, bytes: bytes.to_vec() });
                }
            }
            push_rows(requests, doc, chain, rows);
        }
        Contents::Projection { version, value } => {
            for (fragment, bytes) in cut(&value) {
                push(requests, &ServerFrame::Projection { doc, version, fragment, bytes: bytes.to_vec() });
            }
        }
        Contents::Same => {}
    }
}

/// Rows in as many frames as their size asks for.
pub(super) fn push_rows(requests: &mut Vec<Request>, doc: DocId, prev: Chain, rows: Vec<Row>) {
    let mut prev = prev;
    let mut frame = Vec::new();
    let mut size = 0;
    let mut at = prev;
    for row in rows {
        if !frame.is_empty() && size + row.update.len() > MAX_ROWS_BYTES {
            push(requests, &ServerFrame::Rows { doc, prev, rows: std::mem::take(&mut frame) });
            prev = at;
            size = 0;
        }
        at = row.chain(doc, at);
        size += row.update.len() + ROW_HEADER;
        frame.push(row);
    }
    if !frame.is_empty() {
        push(requests, &ServerFrame::Rows { doc, prev, rows: frame });
    }
}
