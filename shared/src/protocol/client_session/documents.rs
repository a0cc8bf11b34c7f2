//! Which documents the session follows, and how far each is held.

use std::collections::BTreeMap;

use super::outbox::Work;
use crate::{
    ids::{Chain, DocId, Seq},
    protocol::{
        fragments::Gather,
        frames::{Fragment, Have, PresencePlace, Row},
    },
    small_map::SmallMap,
    sorting,
    time::Timestamp,
};

/// Documents that are opened at once; the others of a long to-fetch list wait their turn.
const OPENING_AT_ONCE: usize = 64;

#[derive(Clone, Copy, Debug, PartialEq, Eq, Default)]
pub(super) enum Stream {
    #[default]
    Closed,
    /// The host was asked for the head.
    Looking,
    /// `Open` was sent.
    Opening,
    /// What follows comes live.
    Live,
    /// The server cannot read it; it is asked again at this moment.
    Unreadable(Timestamp),
}

#[derive(Debug, Default)]
struct Document {
    watched: bool,
    to_fetch: bool,
    /// Where the catalogue says that it stands; none when it said so to an earlier session.
    announced: Option<Seq>,
    stream: Stream,
    /// The server said that it cannot read it, and has not read it since.
    unreadable: bool,
    head: Option<(Seq, Chain)>,
    gather: Gather,
    /// Where the own caret is, as long as somebody looks at the document.
    caret: Option<PresencePlace>,
}

/// When a document is opened again.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Again {
    /// Unless it is being opened: that answer is still to come, and has everything.
    Unasked,
    /// In any case: the server must hear it after what was sent before.
    Always,
}

/// What the host's answer about heads comes to.
#[derive(Debug, Default, PartialEq, Eq)]
pub(super) struct Looked {
    /// To be opened.
    pub(super) open: Vec<Have>,
    /// Held already as far as they were announced.
    pub(super) held: Vec<DocId>,
}

/// What rows amount to for what is held.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum Fit {
    /// These follow directly; the new head.
    Follow(Vec<Row>, (Seq, Chain)),
    /// Nothing new.
    Known,
    /// They do not fit: ask again from here.
    Ask(Have),
    /// Nobody asked for this document.
    Unwanted,
}

/// The documents that the session follows.
#[derive(Debug, Default)]
pub(super) struct Documents {
    docs: BTreeMap<DocId, Document>,
    /// Questions that were asked and not answered, also of documents that were forgotten since: an answer to an earlier
    /// question says nothing about a later one.
    asked: SmallMap<DocId, u32>,
}

impl Documents {
    pub(super) fn watch(&mut self, doc: DocId) {
        self.docs.entry(doc).or_default().watched = true;
    }

    pub(super) fn unwatch(&mut self, doc: DocId) {
        if let Some(document) = self.docs.get_mut(&doc) {
            document.watched = false;
            document.caret = None;
        }
    }

    /// The own caret moved, or left. Who is connected hears it at once if the document is live, otherwise once it is.
    pub(super) fn caret(&mut self, doc: DocId, place: Option<PresencePlace>) -> Stream {
        let Some(document) = self.docs.get_mut(&doc) else { return Stream::Closed };
        document.caret = place;
        document.stream
    }

    /// Where the own caret is in a document that is live.
    pub(super) fn own_caret(&self, doc: DocId) -> Option<PresencePlace> {
        let document = self.docs.get(&doc)?;
        document.caret.clone().filter(|_| document.stream == Stream::Live)
    }

    /// The catalogue says that it stands at `seq`: it is fetched when that is beyond what is known to be held. Rows of a
    /// live document come before the catalogue's word of them; when they did not, it is not as live as we thought.
    pub(super) fn announced(&mut self, doc: DocId, seq: Seq) {
        let document = self.docs.entry(doc).or_default();
        if document.head.is_some_and(|(held, chain)| held >= seq && Have { doc, seq: held, chain }.is_comparable()) {
            return;
        }
        document.to_fetch = true;
        document.announced = Some(seq);
        if matches!(document.stream, Stream::Live | Stream::Unreadable(_)) {
            document.stream = Stream::Closed;
        }
    }

    pub(super) fn will_fetch(&mut self, doc: DocId) {
        self.docs.entry(doc).or_default().to_fetch = true;
    }

    /// The server made it: nothing is in it yet, and what is acknowledged next follows on that.
    pub(super) fn made(&mut self, doc: DocId) {
        self.docs.entry(doc).or_default().head.get_or_insert((Seq(0), Chain::default()));
    }

    /// How many are still to be fetched, of those that the server can read.
    pub(super) fn fetching(&self) -> usize {
        self.docs.values().filter(|document| document.to_fetch && !document.unreadable).count()
    }

    /// Those of which the server said that it cannot read them, and has not read them since.
    pub(super) fn unreadable(&self) -> impl Iterator<Item = DocId> {
        self.docs.iter().filter(|(_, document)| document.unreadable).map(|(doc, _)| *doc)
    }

    pub(super) fn forget(&mut self, doc: DocId) {
        self.docs.remove(&doc);
    }

    /// Forgets what the connection knew; who watches what stays.
    pub(super) fn connection_lost(&mut self) {
        self.asked.clear();
        self.docs.retain(|_, document| document.watched || document.to_fetch);
        for document in self.docs.values_mut() {
            document.stream = Stream::Closed;
            document.unreadable = false;
            document.head = None;
            document.gather = Gather::default();
        }
    }

    /// Documents whose head is to be looked up now, since they are to be opened.
    ///
    /// A document that is being made cannot be opened yet. One of which the first batches are on their way is opened
    /// after the first acknowledgement: asked for from nothing, the server would send all of it back.
    pub(super) fn look_up(&mut self, work: &Work) -> Vec<DocId> {
        for doc in work.pending.iter() {
            self.docs.entry(*doc).or_default();
        }
        let busy =
            self.docs.values().filter(|document| matches!(document.stream, Stream::Looking | Stream::Opening)).count();
        let begins = |doc: &DocId, document: &Document| {
            document.head.is_some_and(|(held, _)| held == Seq(0)) && work.under_way.contains(doc)
        };
        let mut wanted: Vec<DocId> = self
            .docs
            .iter()
            .filter(|(doc, document)| {
                document.stream == Stream::Closed
                    && (document.watched || document.to_fetch || work.pending.contains(doc))
                    && !work.being_made.contains(doc)
                    && !begins(doc, document)
            })
            .map(|(doc, _)| *doc)
            .collect();
        // What somebody looks at, or waits to be sent, goes before the long list.
        sorting::sort_by_key(&mut wanted, |doc| {
            !work.pending.contains(doc) && self.docs.get(doc).is_none_or(|held| !held.watched)
        });
        wanted.truncate(OPENING_AT_ONCE.saturating_sub(busy));
        for doc in &wanted {
            if let Some(document) = self.docs.get_mut(doc) {
                document.stream = Stream::Looking;
            }
        }
        wanted
    }

    /// The host says what is held: what to open. Our own acknowledged work is announced to us as well, and is held.
    pub(super) fn heads(&mut self, heads: Vec<Have>, work: &Work) -> Looked {
        let mut looked = Looked::default();
        for have in heads {
            let Some(document) = self.docs.get_mut(&have.doc) else { continue };
            if document.stream != Stream::Looking {
                continue;
            }
            document.head = Some((have.seq, have.chain));
            let needed = document.watched || work.pending.contains(&have.doc);
            let held = have.is_comparable() && document.announced.is_some_and(|announced| announced <= have.seq);
            if held && !needed {
                document.stream = Stream::Closed;
                document.to_fetch = false;
                looked.held.push(have.doc);
            } else {
                document.stream = Stream::Opening;
                *self.asked.entry(have.doc).or_default() += 1;
                looked.open.push(have);
            }
        }
        looked
    }

    /// Opens a document again from what is held. None when nothing of it is known: then it will be looked up.
    pub(super) fn ask_again(&mut self, doc: DocId, again: Again) -> Option<Have> {
        let document = self.docs.get_mut(&doc)?;
        let (seq, chain) = document.head?;
        match (document.stream, again) {
            (Stream::Looking, _) | (Stream::Opening | Stream::Unreadable(_), Again::Unasked) => return None,
            (Stream::Opening | Stream::Unreadable(_), Again::Always) | (Stream::Closed | Stream::Live, _) => {}
        }
        document.stream = Stream::Opening;
        *self.asked.entry(doc).or_default() += 1;
        Some(Have { doc, seq, chain })
    }

    pub(super) fn rows(&mut self, doc: DocId, prev: Chain, rows: Vec<Row>) -> Fit {
        let Some(document) = self.docs.get_mut(&doc) else { return Fit::Unwanted };
        let Some((held, chain)) = document.head else { return Fit::Unwanted };
        let Some(first) = rows.first() else { return Fit::Known };
        if rows.last().is_none_or(|row| row.seq <= held) {
            return Fit::Known;
        }
        let mut at = prev;
        let mut seq = first.seq;
        let mut chain_at_held = (seq == held.next()).then_some(prev);
        for row in &rows {
            if row.seq != seq {
                return self.ask_for_everything(doc);
            }
            at = row.chain(doc, at);
            if seq == held {
                chain_at_held = Some(at);
            }
            seq = seq.next();
        }
        if first.seq > held.next() {
            // A hole: something was missed. Ask from what is held.
            return self.ask_again(doc, Again::Unasked).map_or(Fit::Unwanted, Fit::Ask);
        }
        if chain_at_held != Some(chain) && held != Seq(0) {
            return self.ask_for_everything(doc);
        }
        let new: Vec<Row> = rows.into_iter().filter(|row| row.seq > held).collect();
        let head = (Seq(seq.0 - 1), at);
        document.head = Some(head);
        Fit::Follow(new, head)
    }

    /// What is held is another history: ask for everything.
    fn ask_for_everything(&mut self, doc: DocId) -> Fit {
        let Some(document) = self.docs.get_mut(&doc) else { return Fit::Unwanted };
        document.head = Some((Seq(0), Chain::default()));
        document.stream = Stream::Opening;
        *self.asked.entry(doc).or_default() += 1;
        Fit::Ask(Have { doc, seq: Seq(0), chain: Chain::default() })
    }

    /// A fragment of a snapshot or projection; the whole when complete. Unasked ones are dropped.
    pub(super) fn fragment(&mut self, doc: DocId, fragment: Fragment, bytes: &[u8]) -> Option<Vec<u8>> {
        self.docs.get_mut(&doc)?.gather.take(fragment, bytes)
    }

    pub(super) fn set_head(&mut self, doc: DocId, head: (Seq, Chain)) {
        if let Some(document) = self.docs.get_mut(&doc) {
            document.head = Some(head);
        }
    }

    pub(super) fn head(&self, doc: DocId) -> Option<(Seq, Chain)> {
        self.docs.get(&doc)?.head
    }

    /// A question was answered. True when none is open any more: then the answer says how it is now.
    fn answers_the_last_question(&mut self, doc: DocId) -> bool {
        if let Some(asked) = self.asked.get_mut(&doc) {
            *asked -= 1;
            if *asked > 0 {
                return false;
            }
            self.asked.remove(&doc);
        }
        true
    }

    /// The server cannot read it, if this answers the last question. It is asked again at this moment.
    pub(super) fn cannot_be_read(&mut self, doc: DocId, again_at: Timestamp) {
        if self.answers_the_last_question(doc)
            && let Some(document) = self.docs.get_mut(&doc)
            && matches!(document.stream, Stream::Opening | Stream::Live)
        {
            document.stream = Stream::Unreadable(again_at);
            document.unreadable = true;
        }
    }

    /// Whether the server said so, and has not read it since.
    pub(super) fn was_unreadable(&self, doc: DocId) -> bool {
        self.docs.get(&doc).is_some_and(|document| document.unreadable)
    }

    /// Whether the server said so last, and was not asked since.
    pub(super) fn is_unreadable(&self, doc: DocId) -> bool {
        self.docs.get(&doc).is_some_and(|document| matches!(document.stream, Stream::Unreadable(_)))
    }

    /// Those that the server cannot read are asked for again at this moment.
    pub(super) fn ask_at(&mut self, moment: Timestamp) {
        for document in self.docs.values_mut() {
            if let Stream::Unreadable(again_at) = &mut document.stream {
                *again_at = moment;
            }
        }
    }

    /// When the first of those that the server cannot read is asked for again.
    pub(super) fn next_question(&self) -> Option<Timestamp> {
        let again_at = |document: &Document| match document.stream {
            Stream::Unreadable(again_at) => Some(again_at),
            Stream::Closed | Stream::Looking | Stream::Opening | Stream::Live => None,
        };
        self.docs.values().filter_map(again_at).min()
    }

    /// Those that are to be asked for again by now.
    pub(super) fn to_ask_again(&self, now: Timestamp) -> Vec<DocId> {
        let due = |document: &Document| matches!(document.stream, Stream::Unreadable(again_at) if again_at <= now);
        self.docs.iter().filter(|(_, document)| due(document)).map(|(doc, _)| *doc).collect()
    }

    /// It stands as the server has it, if this answers the last question. True when it was on the to-fetch list.
    pub(super) fn up_to_date(&mut self, doc: DocId) -> bool {
        if !self.answers_the_last_question(doc) {
            return false;
        }
        self.docs.get_mut(&doc).is_some_and(|document| {
            document.unreadable = false;
            // An answer to a question of before, when it is being looked up anew.
            if document.stream != Stream::Looking {
                document.stream = Stream::Live;
            }
            std::mem::take(&mut document.to_fetch)
        })
    }

    /// Documents that nobody needs live any more; they leave.
    pub(super) fn take_idle(&mut self, work: &Work) -> Vec<DocId> {
        let mut close = Vec::new();
        self.docs.retain(|doc, document| {
            let needed = document.watched
                || document.to_fetch
                || work.pending.contains(doc)
                || work.being_made.contains(doc)
                || matches!(document.stream, Stream::Looking | Stream::Opening);
            if !needed && matches!(document.stream, Stream::Live | Stream::Unreadable(_)) {
                close.push(*doc);
            }
            needed
        });
        close
    }
}
