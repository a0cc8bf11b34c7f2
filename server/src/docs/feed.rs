//! Who follows what: committed rows, changes of projections and of change logs, carets, to the connections that want
//! them.
//!
//! Each connection has one bounded queue. A row is never dropped to make room: a queue that is full ends its
//! connection, and the handshake of the next one heals what was missed. What can be read again (a projection, the
//! change log) is only announced.

use std::{
    collections::{BTreeMap, BTreeSet},
    sync::{Arc, Mutex, MutexGuard, PoisonError},
};

use buurtboek_shared::{
    ids::{BatchNo, Chain, DeviceId, DocId, MemberId, SessionId},
    protocol::frames::{ByeReason, PresencePlace, Receipt, Row},
};
use tokio::sync::mpsc;

use buurtboek_shared::domain::refusal::Reason;

/// What a connection is told.
#[derive(Clone, Debug)]
pub enum News {
    /// A row was committed to a document that it follows.
    Row {
        /// The document.
        doc: DocId,
        /// Chain value before it.
        prev: Chain,
        /// The row.
        row: Arc<Row>,
    },
    /// A projection that it follows was written.
    Projection(DocId),
    /// The member's change log grew.
    Changes,
    /// Access to this document ended; it is no longer followed.
    Ended(DocId),
    /// The outcome of a batch that it submitted. Comes after the rows that were committed before it.
    Outcome {
        /// The batch.
        batch: BatchNo,
        /// The document.
        doc: DocId,
        /// What became of it.
        outcome: Result<Receipt, Reason>,
    },
    /// Somebody else's caret.
    Presence {
        /// The note.
        doc: DocId,
        /// Whose.
        member: MemberId,
        /// On which device.
        device: DeviceId,
        /// Where.
        place: Option<PresencePlace>,
    },
    /// An opaque message between the stock clients of one document.
    Awareness {
        /// The document.
        doc: DocId,
        /// As it came.
        message: Arc<Vec<u8>>,
    },
    /// The connection is to end.
    End(ByeReason),
}

/// The sending end of a connection's queue.
#[derive(Clone, Debug)]
pub struct Follower {
    /// The connection.
    pub session: SessionId,
    /// Whose it is.
    pub member: MemberId,
    /// On which device.
    pub device: DeviceId,
    /// Its queue.
    pub queue: mpsc::Sender<News>,
}

/// Where somebody is in a document.
#[derive(Clone, Debug)]
struct Caret {
    member: MemberId,
    device: DeviceId,
    place: PresencePlace,
}

impl Caret {
    fn news(self, doc: DocId) -> News {
        News::Presence { doc, member: self.member, device: self.device, place: Some(self.place) }
    }

    fn gone(self, doc: DocId) -> News {
        News::Presence { doc, member: self.member, device: self.device, place: None }
    }
}

#[derive(Debug, Default)]
struct Connections {
    all: BTreeMap<SessionId, Follower>,
    /// Who follows a document, each with where the others see its caret.
    following: BTreeMap<DocId, BTreeMap<SessionId, Option<Caret>>>,
    /// Connections that were told everything.
    caught_up: BTreeSet<SessionId>,
}

/// The connections of this process and what they follow. Cheap to clone.
#[derive(Clone, Debug, Default)]
pub struct Feed(Arc<Mutex<Connections>>);

impl Feed {
    /// A connection said hello. An older one of the same device is told to go: it lost its network and does not know.
    pub fn join(&self, follower: Follower) {
        let mut connections = self.lock();
        for other in connections.sessions_where(|other| other.device == follower.device) {
            connections.send(other, News::End(ByeReason::Superseded));
        }
        connections.all.insert(follower.session, follower);
    }

    /// A connection is gone, and with it its carets.
    pub fn leave(&self, session: SessionId) {
        let mut connections = self.lock();
        connections.all.remove(&session);
        connections.caught_up.remove(&session);
        let followed = connections.following.iter().filter(|(_, followers)| followers.contains_key(&session));
        for doc in followed.map(|(doc, _)| *doc).collect::<Vec<_>>() {
            connections.unfollow(session, doc);
        }
        connections.following.retain(|_, followers| !followers.is_empty());
    }

    /// The connection was told everything that its member may open.
    pub fn caught_up(&self, session: SessionId) {
        self.lock().caught_up.insert(session);
    }

    /// Members with a connection that was told everything and hears of what comes.
    #[must_use]
    pub fn members_caught_up(&self) -> BTreeSet<MemberId> {
        let connections = self.lock();
        let told = connections.caught_up.iter().filter_map(|session| connections.all.get(session));
        told.map(|follower| follower.member).collect()
    }

    /// From now on the connection is told of this document; at once where the others are in it.
    pub fn follow(&self, session: SessionId, doc: DocId) {
        let mut connections = self.lock();
        if !connections.all.contains_key(&session) {
            return;
        }
        let followers = connections.following.entry(doc).or_default();
        followers.entry(session).or_insert(None);
        let others = followers.iter().filter(|(other, _)| **other != session);
        for caret in others.filter_map(|(_, caret)| caret.clone()).collect::<Vec<_>>() {
            connections.send(session, caret.news(doc));
        }
    }

    /// The connection wants no more of this document.
    pub fn unfollow(&self, session: SessionId, doc: DocId) {
        self.lock().unfollow(session, doc);
    }

    /// The caret of a connection is here; none when it left. Means nothing for who does not follow the document.
    pub fn place(&self, session: SessionId, doc: DocId, place: Option<PresencePlace>) {
        let mut connections = self.lock();
        let Some(Follower { member, device, .. }) = connections.all.get(&session) else { return };
        let (member, device) = (*member, *device);
        let Some(held) = connections.following.get_mut(&doc).and_then(|followers| followers.get_mut(&session)) else {
            return;
        };
        *held = place.clone().map(|place| Caret { member, device, place });
        connections.tell(doc, Some(session), &News::Presence { doc, member, device, place });
    }

    /// Access ended: nothing that is committed after this reaches the member.
    pub fn end(&self, doc: DocId, member: MemberId) {
        let mut connections = self.lock();
        let Connections { all, following, .. } = &*connections;
        let followers = following.get(&doc).into_iter().flat_map(BTreeMap::keys).copied();
        let theirs = |session: &SessionId| all.get(session).is_some_and(|follower| follower.member == member);
        for session in followers.filter(theirs).collect::<Vec<_>>() {
            connections.send(session, News::Ended(doc));
            connections.unfollow(session, doc);
        }
    }

    /// Tells everyone who follows the document, but for one connection.
    pub fn tell(&self, doc: DocId, except: Option<SessionId>, news: &News) {
        self.lock().tell(doc, except, news);
    }

    /// Tells every connection of these members that their change log grew.
    pub fn tell_members(&self, members: &[MemberId]) {
        let mut connections = self.lock();
        for session in connections.sessions_where(|follower| members.contains(&follower.member)) {
            connections.send(session, News::Changes);
        }
    }

    /// Tells one connection; false when it is gone.
    pub fn tell_one(&self, session: SessionId, news: News) -> bool {
        self.lock().send(session, news)
    }

    /// How much news waits for all connections together.
    #[must_use]
    pub fn waiting(&self) -> usize {
        self.lock().all.values().map(|follower| follower.queue.max_capacity() - follower.queue.capacity()).sum()
    }

    fn lock(&self) -> MutexGuard<'_, Connections> {
        // Every change under the lock is whole, so a panic elsewhere leaves nothing half done.
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Connections {
    fn sessions_where(&self, wanted: impl Fn(&Follower) -> bool) -> Vec<SessionId> {
        self.all.values().filter(|follower| wanted(follower)).map(|follower| follower.session).collect()
    }

    fn tell(&mut self, doc: DocId, except: Option<SessionId>, news: &News) {
        let followers = self.following.get(&doc).into_iter().flat_map(BTreeMap::keys);
        for session in followers.copied().filter(|session| Some(*session) != except).collect::<Vec<_>>() {
            self.send(session, news.clone());
        }
    }

    /// Ends it, and says to the others that who was there is no longer. A device that came back on another connection
    /// still is.
    fn unfollow(&mut self, session: SessionId, doc: DocId) {
        let Some(followers) = self.following.get_mut(&doc) else { return };
        let Some(caret) = followers.remove(&session).flatten() else { return };
        if !followers.values().flatten().any(|other| other.device == caret.device) {
            self.tell(doc, None, &caret.gone(doc));
        }
    }

    fn send(&mut self, session: SessionId, news: News) -> bool {
        let Some(follower) = self.all.get(&session) else { return false };
        if follower.queue.try_send(news).is_ok() {
            return true;
        }
        // Full or closed: dropping the sender ends the connection's queue, and with it the connection.
        self.all.remove(&session);
        false
    }
}

#[cfg(test)]
mod tests {
    use buurtboek_shared::ids::{DocKind, Id128};

    use super::*;

    const NOTE: DocId = DocId::new(DocKind::Note, Id128([1; 16]));
    const SAMIRA: MemberId = MemberId::from_bytes([1; 16]);
    const JOOST: MemberId = MemberId::from_bytes([2; 16]);

    /// A connection that follows the note, and what it is told.
    fn follows(feed: &Feed, session: u8, member: MemberId) -> (SessionId, mpsc::Receiver<News>) {
        let (queue, told) = mpsc::channel(8);
        let session = SessionId::from_bytes([session; 16]);
        // One device each.
        let device = DeviceId(member.0);
        feed.join(Follower { session, member, device, queue });
        feed.follow(session, NOTE);
        (session, told)
    }

    /// Where it was told that others are: true for each that is somewhere, false for each that left.
    fn places(told: &mut mpsc::Receiver<News>) -> Vec<bool> {
        let mut places = Vec::new();
        while let Ok(news) = told.try_recv() {
            if let News::Presence { place, .. } = news {
                places.push(place.is_some());
            }
        }
        places
    }

    fn somewhere() -> Option<PresencePlace> {
        Some(PresencePlace { root: "we_see".to_owned(), caret: Vec::new() })
    }

    #[test]
    fn who_opens_a_document_is_told_who_is_in_it() {
        let feed = Feed::default();
        let (joost, mut to_joost) = follows(&feed, 1, JOOST);
        feed.place(joost, NOTE, somewhere());
        let (_, mut to_samira) = follows(&feed, 2, SAMIRA);
        assert_eq!(places(&mut to_samira), [true]);
        assert_eq!(places(&mut to_joost), [] as [bool; 0], "nobody hears of themselves");
        feed.unfollow(joost, NOTE);
        assert_eq!(places(&mut to_samira), [false]);
        feed.place(joost, NOTE, somewhere());
        assert_eq!(places(&mut to_samira), [] as [bool; 0], "who does not follow it is not in it");
    }

    #[test]
    fn who_may_no_longer_open_it_is_no_longer_in_it() {
        let feed = Feed::default();
        let (joost, _to_joost) = follows(&feed, 1, JOOST);
        let (_, mut to_samira) = follows(&feed, 2, SAMIRA);
        feed.place(joost, NOTE, somewhere());
        feed.end(NOTE, JOOST);
        assert_eq!(places(&mut to_samira), [true, false]);
    }

    #[test]
    fn a_full_queue_ends_its_connection_whatever_it_was_to_be_told() {
        let feed = Feed::default();
        for last in ["an end of access", "a newer connection of its device"] {
            let (joost, mut to_joost) = follows(&feed, 1, JOOST);
            while feed.tell_one(joost, News::Projection(NOTE)) && feed.waiting() < 8 {}
            match last {
                "an end of access" => feed.end(NOTE, JOOST),
                _ => drop(follows(&feed, 2, JOOST)),
            }
            while to_joost.try_recv().is_ok() {}
            assert!(to_joost.is_closed(), "{last}");
        }
    }

    #[test]
    fn a_device_that_came_back_is_still_there_when_its_old_line_is_found_dead() {
        let feed = Feed::default();
        let (_, mut to_samira) = follows(&feed, 1, SAMIRA);
        let (old, _dead) = follows(&feed, 2, JOOST);
        feed.place(old, NOTE, somewhere());
        let (new, _to_joost) = follows(&feed, 3, JOOST);
        feed.place(new, NOTE, somewhere());
        feed.leave(old);
        assert_eq!(places(&mut to_samira), [true, true]);
        feed.leave(new);
        assert_eq!(places(&mut to_samira), [false]);
    }
}
