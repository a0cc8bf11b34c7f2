//! What a client session does with each frame of the server.

use super::{
    ClientSession, Link, UNREADABLE,
    documents::{Again, Fit},
};
use crate::{
    domain::refusal::{Reason, RefusalClass},
    ids::{BatchNo, Chain, DocId, Seq},
    protocol::{
        backoff::full_jitter,
        client_events::{Effect, Persist},
        codec::{decode, decode_value},
        frames::{
            ByeReason, CatalogueChange, CatalogueEntry, ClientFrame, Cursor, Fragment, Generation, Receipt, Row,
            ServerFrame, Welcome,
        },
        outgoing::{Outgoing, OutgoingItem},
    },
    time::{ClockSkew, Millis, Timestamp},
};

/// A device that was superseded by another tab's socket does not fight for it.
const AFTER_SUPERSEDED: Millis = Millis::seconds(30);
/// A server that says what cannot be is not asked again at once.
const BROKEN: Millis = Millis::seconds(5);

impl ClientSession {
    pub(super) fn received(&mut self, now: Timestamp, jitter: u32, bytes: &[u8], effects: &mut Vec<Effect>) {
        // The rest of a connection that we gave up.
        if !matches!(self.link, Link::Connecting { .. } | Link::Up) {
            return;
        }
        self.heard = now;
        self.proof = None;
        let Ok(frame) = decode::<ServerFrame>(bytes) else { return self.drop_link(now, jitter, BROKEN, effects) };
        match frame {
            ServerFrame::Welcome(welcome) => self.welcome(now, jitter, &welcome, effects),
            ServerFrame::Catalogue { entries, cursor, remaining } => {
                self.catalogue(entries, cursor, effects);
                self.listed |= remaining == 0;
            }
            ServerFrame::Rows { doc, prev, rows } => match self.documents.rows(doc, prev, rows) {
                Fit::Follow(rows, head) => Self::persist(effects, Persist::Rows { doc, rows, head }),
                Fit::Known | Fit::Unwanted => {}
                Fit::Ask(have) => self.send(now, &ClientFrame::Open(vec![have]), effects),
            },
            ServerFrame::Snapshot { doc, fragment: Fragment::NONE, .. } => {
                self.documents.cannot_be_read(doc, now + UNREADABLE);
            }
            ServerFrame::Snapshot { doc, seq, chain, fragment, bytes } => {
                let Some(whole) = self.documents.fragment(doc, fragment, &bytes) else { return };
                // What cannot be read must not be called fetched.
                let Ok(body) = decode_value(&whole) else { return self.drop_link(now, jitter, BROKEN, effects) };
                let head = (seq, chain);
                if self.documents.head(doc) != Some(head) {
                    self.documents.set_head(doc, head);
                    Self::persist(effects, Persist::Snapshot { doc, head, body });
                }
            }
            ServerFrame::Projection { doc, version, fragment, bytes } => {
                if let Some(value) = self.documents.fragment(doc, fragment, &bytes) {
                    self.documents.set_head(doc, (version, Chain::default()));
                    Self::persist(effects, Persist::Projection { doc, version, value });
                }
            }
            ServerFrame::UpToDate { doc } => {
                self.outbox.refreshed(doc);
                if self.documents.was_unreadable(doc) {
                    self.outbox.release(doc);
                }
                if self.documents.up_to_date(doc) {
                    Self::persist(effects, Persist::Fetched { doc, at: self.server_time(now) });
                }
                // The server knew nobody there before.
                if let Some(place) = self.documents.own_caret(doc) {
                    self.send(now, &ClientFrame::Presence { doc, place: Some(place) }, effects);
                }
            }
            ServerFrame::Ack { batch, receipt } => self.acked(now, jitter, batch, receipt, effects),
            ServerFrame::Nack { batch, class, reason, retry_after } => {
                self.nacked(now, jitter, (batch, class, reason, retry_after), effects);
            }
            ServerFrame::Revoked { doc } => self.revoked(doc, effects),
            ServerFrame::Presence { doc, member, device, place } => {
                effects.push(Effect::Presence { doc, member, device, place });
            }
            ServerFrame::Pong { nonce: _ } => {}
            ServerFrame::Bye { reason, retry_after } => self.bye(now, jitter, reason, retry_after, effects),
        }
    }

    fn welcome(&mut self, now: Timestamp, jitter: u32, welcome: &Welcome, effects: &mut Vec<Effect>) {
        if welcome.member != self.member {
            // Somebody else logged in on this device: never push one person's work as another's.
            self.lost(now, 0, Millis(0));
            self.link = Link::SessionOver;
            effects.extend([Effect::Disconnect, Effect::SessionOver]);
            return;
        }
        let known = std::mem::replace(&mut self.generation, welcome.generation);
        if known != Generation::default() && known != welcome.generation {
            // The cursor that was said in the greeting is of other data: it is greeted again, without one.
            self.cursor = Cursor::default();
            Self::persist(effects, Persist::Anew { generation: welcome.generation });
            return self.drop_link(now, jitter, Millis(0), effects);
        }
        self.link = Link::Up;
        self.attempts = 0;
        self.limits = welcome.limits;
        self.server_read_only = false;
        self.skew = Some(ClockSkew::measured(welcome.server_time, now));
    }

    fn catalogue(&mut self, entries: Vec<CatalogueEntry>, cursor: Cursor, effects: &mut Vec<Effect>) {
        let mut revoked = Vec::new();
        for entry in &entries {
            match entry.change {
                CatalogueChange::Stands { seq, .. } => {
                    self.documents.announced(entry.doc, seq);
                }
                CatalogueChange::Revoked => revoked.push(entry.doc),
            }
        }
        self.cursor = cursor;
        // The wiping goes before the cursor that says it was done.
        for doc in revoked {
            self.revoked(doc, effects);
        }
        Self::persist(effects, Persist::Catalogue { entries, cursor, generation: self.generation });
    }

    /// The document goes, and with it what was to be made under it: nobody may make a note in a dossier that they may
    /// no longer read, and a server that says "no grant yet" would say so for ever.
    fn revoked(&mut self, doc: DocId, effects: &mut Vec<Effect>) {
        let children = self.outbox.to_be_made_under(doc);
        self.outbox.remove_document(doc);
        self.documents.forget(doc);
        Self::persist(effects, Persist::Revoked { doc });
        for child in children {
            self.revoked(child, effects);
        }
    }

    fn acked(&mut self, now: Timestamp, jitter: u32, batch: BatchNo, receipt: Receipt, effects: &mut Vec<Effect>) {
        self.server_read_only = false;
        let Some(outgoing) = self.outbox.get(batch).cloned() else { return };
        if outgoing.item.hash() != Ok(receipt.hash) {
            // The server claims to have stored other bytes than ours: nothing of it may be called synchronised.
            return self.drop_link(now, jitter, BROKEN, effects);
        }
        // The server's clock is never behind what it stamped: the device's was set back since the greeting.
        if self.server_time(now) < receipt.at {
            self.skew = Some(ClockSkew::measured(receipt.at, now));
        }
        self.outbox.remove(batch);
        let doc = outgoing.doc;
        if matches!(outgoing.item, OutgoingItem::Create(_)) {
            self.documents.made(doc);
        }
        let (head, hole) = self.head_after(&outgoing, receipt);
        if let Some(head) = head {
            self.documents.set_head(doc, head);
        }
        Self::persist(effects, Persist::Acked { doc, batch, receipt, head });
        if self.documents.is_unreadable(doc) {
            // What is taken there was read there.
            self.open_again(now, doc, Again::Always, effects);
        } else if hole {
            self.open_again(now, doc, Again::Unasked, effects);
        }
    }

    /// The head after an acknowledged batch, and whether rows in between are missing.
    fn head_after(&self, outgoing: &Outgoing, receipt: Receipt) -> (Option<(Seq, Chain)>, bool) {
        let Some((held, chain)) = self.documents.head(outgoing.doc) else { return (None, false) };
        match &outgoing.item {
            OutgoingItem::Create(_) | OutgoingItem::HandOver(_) => (None, false),
            // The row of a command is made by the server and comes with `Rows`.
            OutgoingItem::Command(_) => (None, receipt.seq > held),
            OutgoingItem::Update(_) if receipt.seq <= held => (Some((held, chain)), false),
            OutgoingItem::Update(update) => {
                let row = Row {
                    seq: receipt.seq,
                    member: self.member,
                    device: self.device,
                    at: receipt.at,
                    update: update.clone(),
                    seal: receipt.seal,
                };
                let follows = receipt.seq == held.next() && row.chain(outgoing.doc, chain) == receipt.chain;
                if follows { (Some((receipt.seq, receipt.chain)), false) } else { (None, true) }
            }
        }
    }

    fn nacked(
        &mut self,
        now: Timestamp,
        jitter: u32,
        (batch, class, reason, retry_after): (BatchNo, RefusalClass, Reason, Millis),
        effects: &mut Vec<Effect>,
    ) {
        // Also of no batch of ours: whoever offers nothing hears it too.
        self.server_read_only |= reason == Reason::ReadOnly;
        let Some(outgoing) = self.outbox.get(batch).cloned() else { return };
        match class {
            RefusalClass::Resync => {
                if let Some(doc) = self.outbox.resync(batch) {
                    self.open_again(now, doc, Again::Unasked, effects);
                }
            }
            RefusalClass::Later => {
                let wait = full_jitter(2, jitter, retry_after);
                self.outbox.hold_until(batch, now + wait);
                // The server says with the answer to this whether it can read the document.
                if reason == Reason::Recovering {
                    self.open_again(now, outgoing.doc, Again::Unasked, effects);
                }
            }
            RefusalClass::Refused => match outgoing.item {
                OutgoingItem::Update(_) if reason.concerns_whole_document() => {
                    self.outbox.refuse(batch, Some(reason));
                    self.refuse_updates(outgoing.doc, reason);
                }
                OutgoingItem::Update(_) => {
                    let blameless = reason == Reason::Follows || self.outbox.was_judged_too_soon(batch);
                    self.outbox.refuse(batch, (!blameless).then_some(reason));
                }
                OutgoingItem::Command(_) | OutgoingItem::HandOver(_) => {
                    self.outbox.remove(batch);
                    Self::persist(effects, Persist::Refused { doc: outgoing.doc, batch, reason });
                }
                // Without its document nothing that was written in it can arrive: all of it is kept as text, at once,
                // since after a crash in between nobody would know that it was refused.
                OutgoingItem::Create(_) => {
                    Self::persist(effects, Persist::Refused { doc: outgoing.doc, batch, reason });
                    self.revoked(outgoing.doc, effects);
                }
            },
        }
    }

    /// A finished note refuses the second edit as it refused the first: no round trip for each.
    fn refuse_updates(&mut self, doc: DocId, reason: Reason) {
        for later in self.outbox.updates_not_sent(doc) {
            self.outbox.refuse(later, Some(reason));
        }
    }

    fn bye(&mut self, now: Timestamp, jitter: u32, reason: ByeReason, retry_after: Millis, effects: &mut Vec<Effect>) {
        match reason {
            ByeReason::SessionOver => {
                self.drop_link(now, jitter, retry_after, effects);
                self.link = Link::SessionOver;
                effects.push(Effect::SessionOver);
            }
            ByeReason::Protocol => {
                self.drop_link(now, jitter, retry_after, effects);
                self.link = Link::Outdated;
                effects.push(Effect::Outdated);
            }
            ByeReason::Superseded => {
                self.drop_link(now, jitter, retry_after.max(AFTER_SUPERSEDED), effects);
            }
            ByeReason::Stopping | ByeReason::Misbehaved | ByeReason::TooSlow | ByeReason::Silent => {
                self.drop_link(now, jitter, retry_after, effects);
            }
        }
    }
}
