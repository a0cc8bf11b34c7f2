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

#[derive(Debug, Default)]
struct Connections {
    all: BTreeMap<SessionId, Follower>,
    following: BTreeMap<DocId, BTreeSet<SessionId>>,
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
        for other in connections.all.values().filter(|other| other.device == follower.device) {
            // When the queue is full, that connection ends anyway.
            let _ = other.queue.try_send(News::End(ByeReason::Superseded));
        }
        connections.all.insert(follower.session, follower);
    }

    /// A connection is gone.
    pub fn leave(&self, session: SessionId) {
        let mut connections = self.lock();
        connections.all.remove(&session);
        connections.caught_up.remove(&session);
        connections.following.retain(|_, sessions| {
            sessions.remove(&session);
            !sessions.is_empty()
        });
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

    /// From now on the connection is told of this document.
    pub fn follow(&self, session: SessionId, doc: DocId) {
        let mut connections = self.lock();
        if connections.all.contains_key(&session) {
            connections.following.entry(doc).or_default().insert(session);
        }
    }

    /// The connection wants no more of this document.
    pub fn unfollow(&self, session: SessionId, doc: DocId) {
        if let Some(sessions) = self.lock().following.get_mut(&doc) {
            sessions.remove(&session);
        }
    }

    /// Does the connection follow the document?
    #[must_use]
    pub fn follows(&self, session: SessionId, doc: DocId) -> bool {
        self.lock().following.get(&doc).is_some_and(|sessions| sessions.contains(&session))
    }

    /// Access ended: nothing that is committed after this reaches the member.
    pub fn end(&self, doc: DocId, member: MemberId) {
        let mut connections = self.lock();
        let Connections { all, following, .. } = &mut *connections;
        if let Some(sessions) = following.get_mut(&doc) {
            sessions.retain(|session| match all.get(session) {
                Some(follower) if follower.member == member => {
                    let _ = follower.queue.try_send(News::Ended(doc));
                    false
                }
                Some(_) => true,
                None => false,
            });
        }
    }

    /// Tells everyone who follows the document, but for one connection.
    pub fn tell(&self, doc: DocId, except: Option<SessionId>, news: &News) {
        let mut connections = self.lock();
        let sessions = connections.following.get(&doc).cloned().unwrap_or_default();
        for session in sessions.into_iter().filter(|session| Some(*session) != except) {
            connections.send(session, news.clone());
        }
    }

    /// Tells every connection of these members that their change log grew.
    pub fn tell_members(&self, members: &[MemberId]) {
        let mut connections = self.lock();
        let sessions: Vec<SessionId> = connections
            .all
            .values()
            .filter(|follower| members.contains(&follower.member))
            .map(|follower| follower.session)
            .collect();
        for session in sessions {
            connections.send(session, News::Changes);
        }
    }

    /// Tells one connection; false when it is gone.
    pub fn tell_one(&self, session: SessionId, news: News) -> bool {
        self.lock().send(session, news)
    }

    /// Tells every connection for which `wanted` holds to end.
    pub fn end_where(&self, reason: ByeReason, wanted: impl Fn(&Follower) -> bool) {
        let connections = self.lock();
        for follower in connections.all.values().filter(|follower| wanted(follower)) {
            let _ = follower.queue.try_send(News::End(reason));
        }
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
