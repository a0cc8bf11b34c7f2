//! A gate as the server has it: the same steps in the same order, over one document in memory.

use std::{
    collections::BTreeMap,
    mem::ManuallyDrop,
    panic::{AssertUnwindSafe, catch_unwind},
};

use buurtboek_shared::{
    doc::{
        order::check_applied,
        preparse::preparse,
        rules::{Admission, ClientOwner, Difference, Writer, admissible, clocks, typed_difference},
        values::DocValues,
        write::{append_transition, apply, open_doc},
    },
    domain::{command::CommandAction, refusal::Reason, transition::Transition},
    ids::{CommandId, DocKind, MemberId, YClient},
    time::Timestamp,
};
use yrs::{Doc, ReadTxn, StateVector, Transact, Update, updates::decoder::Decode};

const SERVER_CLIENT: u64 = 1;

pub struct Gate {
    pub kind: DocKind,
    pub doc: Doc,
    pub rows: Vec<Vec<u8>>,
    owners: BTreeMap<u64, MemberId>,
    commands: u128,
}

impl Gate {
    pub fn new(kind: DocKind) -> Self {
        let server = MemberId::from_bytes([0xff; 16]);
        Self {
            kind,
            doc: open_doc(SERVER_CLIENT),
            rows: Vec::new(),
            owners: BTreeMap::from([(SERVER_CLIENT, server)]),
            commands: 0,
        }
    }

    /// Offers an update as the server would take it. After a refusal the document is as it was.
    pub fn offer(&mut self, sender: MemberId, bytes: &[u8]) -> Result<Difference, Reason> {
        let before = self.values();
        let outcome = catch_unwind(AssertUnwindSafe(|| self.take(sender, bytes)));
        match outcome {
            Ok(Ok((binds, difference))) => {
                for client in binds {
                    self.owners.insert(client.0, sender);
                }
                self.rows.push(bytes.to_vec());
                Ok(difference)
            }
            Ok(Err(reason)) => {
                self.reload();
                assert_eq!(self.values(), before, "a refusal changes nothing");
                Err(reason)
            }
            Err(_) => {
                self.reload();
                Err(Reason::Panicked)
            }
        }
    }

    fn take(&self, sender: MemberId, bytes: &[u8]) -> Result<(Vec<YClient>, Difference), Reason> {
        let parsed = preparse(self.kind, bytes)?;
        let known = clocks(&self.doc.transact());
        let binding = |client: u64| match self.owners.get(&client) {
            None => ClientOwner::Unbound,
            Some(owner) if *owner == sender => ClientOwner::Own,
            Some(_) => ClientOwner::Foreign,
        };
        let binds = match admissible(&parsed, &known, &binding)? {
            Admission::Nothing | Admission::AlreadyKnown => return Ok((Vec::new(), Difference::default())),
            Admission::Apply { binds } => binds,
        };
        let before = self.values();
        let update = Update::decode_v1(bytes).map_err(|_| Reason::Malformed)?;
        {
            // Dropped while unwinding it would commit half of the update.
            let mut txn = ManuallyDrop::new(self.doc.transact_mut());
            txn.apply_update(update).map_err(|_| Reason::Malformed)?;
            let checked = check_applied(&txn, self.kind, &parsed);
            drop(ManuallyDrop::into_inner(txn));
            checked?;
        }
        let after = self.values();
        let difference = typed_difference(self.kind, &before, &after, Writer::Member(sender))?;
        if self.after_reload() == after { Ok((binds, difference)) } else { Err(Reason::RoundTrip) }
    }

    /// The server finishes a note.
    pub fn finalise(&mut self, by: MemberId) {
        self.commands += 1;
        let transition = Transition {
            command: CommandId::from_bytes(self.commands.to_be_bytes()),
            by,
            at: Timestamp(1_790_000_001_000),
            action: CommandAction::Finalise,
            judged: Vec::new(),
        };
        let row = append_transition(&self.doc, self.kind, &transition).expect("a note has transitions");
        self.rows.push(row);
    }

    pub fn values(&self) -> DocValues {
        DocValues::read(self.kind, &self.doc.transact())
    }

    pub fn state(&self) -> Vec<u8> {
        self.doc.transact().encode_state_as_update_v1(&StateVector::default())
    }

    /// The values after encoding, decoding and applying anew.
    pub fn after_reload(&self) -> DocValues {
        let fresh = open_doc(2);
        apply(&fresh, &self.state()).expect("an own state opens");
        DocValues::read(self.kind, &fresh.transact())
    }

    /// Goes back to an earlier number of rows.
    pub fn forget_after(&mut self, rows: usize) {
        self.rows.truncate(rows);
        self.reload();
        let known = clocks(&self.doc.transact());
        self.owners.retain(|client, _| *client == SERVER_CLIENT || known.contains_key(client));
    }

    fn reload(&mut self) {
        self.doc = open_doc(SERVER_CLIENT);
        for row in &self.rows {
            apply(&self.doc, row).expect("a stored row opens");
        }
    }
}
