//! One session over one device's storage: takes events, keeps what is to be kept before anything else happens, and
//! says what the socket is to do. Any runtime can drive it: the browser, a headless client, a test.

use std::collections::VecDeque;

use buurtboek_shared::{
    ids::{DeviceId, DocId, Id128, MemberId, YClient},
    protocol::{
        client_events::{Effect, Event, Persist},
        client_session::{ClientSession, LinkStatus},
        frames::PresencePlace,
    },
    time::Timestamp,
};

use super::rebuild;
use crate::storage::{
    device_store::{DeviceStore, LogHole},
    failure::StorageFailure,
    records::{LogChange, LogKey, TabId},
};

/// Where random bytes come from.
pub trait Random {
    /// Fills them.
    fn fill(&self, bytes: &mut [u8]);
}

/// A random id.
pub fn random_id(random: &dyn Random) -> Id128 {
    let mut bytes = [0; 16];
    random.fill(&mut bytes);
    Id128::from_bytes(bytes)
}

/// A random number for a tab that opens.
pub fn random_tab(random: &dyn Random) -> TabId {
    let mut bytes = [0; 8];
    random.fill(&mut bytes);
    TabId(u64::from_le_bytes(bytes))
}

/// A fresh client id for one load of a document.
pub fn random_client(random: &dyn Random) -> YClient {
    let mut bytes = [0; 8];
    random.fill(&mut bytes);
    // Below 2⁵³, and never the ids under which documents are opened only to be read.
    YClient((u64::from_le_bytes(bytes) >> 11).max(1 << 16))
}

/// What the host of a session is to do.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Action {
    /// Open a socket.
    Connect,
    /// Close it.
    Disconnect,
    /// Send this binary message.
    Send(Vec<u8>),
    /// The device's storage changed, up to this log entry: tell the tabs.
    Advanced(LogKey),
    /// Somebody else's caret.
    Presence {
        /// In this note.
        doc: DocId,
        /// Whose.
        member: MemberId,
        /// On which device.
        device: DeviceId,
        /// Where; none when they left.
        place: Option<PresencePlace>,
    },
    /// The storage failed; the session stands still until a new one starts.
    StorageFailed(StorageFailure),
}

/// A session and the storage that it works on.
pub struct SyncCore {
    session: ClientSession,
    store: DeviceStore,
    key: LogKey,
}

impl SyncCore {
    /// A session over what the storage holds.
    ///
    /// # Errors
    /// When the storage fails.
    pub async fn start(store: DeviceStore, build: &str, now: Timestamp) -> Result<Self, StorageFailure> {
        let beginning = store.start(build, now).await?;
        Ok(Self { session: ClientSession::new(beginning.start), store, key: beginning.key })
    }

    /// What the screens want to know.
    #[must_use]
    pub fn status(&self) -> LinkStatus {
        self.session.status()
    }

    /// The documents that the server cannot read, as far as it said so on this connection.
    #[must_use]
    pub fn unreadable(&self) -> Vec<DocId> {
        self.session.unreadable()
    }

    /// When [`Event::Tick`] is wanted.
    #[must_use]
    pub fn next_deadline(&self) -> Option<Timestamp> {
        self.session.next_deadline()
    }

    /// Takes one event; returns once everything that it brings about is kept.
    pub async fn take(&mut self, now: Timestamp, random: &dyn Random, event: Event) -> Vec<Action> {
        let mut actions = Vec::new();
        let mut events = VecDeque::from([event]);
        while let Some(event) = events.pop_front() {
            let effects = self.session.handle(now, jitter(random), event);
            match self.perform(now, random, effects, &mut actions).await {
                Ok(answers) => events.extend(answers),
                Err(failure) => {
                    // What the server sends from here on is not taken; it comes again.
                    for effect in self.session.handle(now, jitter(random), Event::StorageFailed) {
                        if effect == Effect::Disconnect {
                            actions.push(Action::Disconnect);
                        }
                    }
                    actions.push(Action::StorageFailed(failure));
                    return actions;
                }
            }
        }
        actions
    }

    /// Offers what any tab has queued since the last look.
    pub async fn follow_log(&mut self, now: Timestamp, random: &dyn Random) -> Vec<Action> {
        match self.news_since().await {
            Ok(news) => {
                let mut actions = Vec::new();
                for event in news {
                    actions.extend(self.take(now, random, event).await);
                }
                actions
            }
            Err(failure) => {
                let mut actions = self.take(now, random, Event::StorageFailed).await;
                actions.push(Action::StorageFailed(failure));
                actions
            }
        }
    }

    /// What any tab did since that the session is to know.
    async fn news_since(&mut self) -> Result<Vec<Event>, StorageFailure> {
        let page = self.store.log_after(self.key).await?;
        let taken_back = page.entries.iter().filter_map(|entry| match &entry.change {
            LogChange::TakenBack(doc) => Some(Event::TakenBack(*doc)),
            LogChange::Queued(..)
            | LogChange::Rebuilt(..)
            | LogChange::Rows(..)
            | LogChange::Headed(..)
            | LogChange::Replaced(_)
            | LogChange::Left(..)
            | LogChange::Revoked(_)
            | LogChange::Listed(_)
            | LogChange::Fetched(_)
            | LogChange::Rescue
            | LogChange::SetAside
            | LogChange::Drafts => None,
        });
        let mut news: Vec<Event> = taken_back.collect();
        let wanted: Vec<_> = match page.hole {
            LogHole::None => page
                .entries
                .iter()
                .filter_map(|entry| match &entry.change {
                    LogChange::Queued(doc, queued) => Some(queued.iter().map(|item| (*doc, item.batch))),
                    // What a rebuild queued was told to the session by the rebuild itself.
                    LogChange::Rebuilt(..)
                    | LogChange::Rows(..)
                    | LogChange::Headed(..)
                    | LogChange::Replaced(_)
                    | LogChange::Left(..)
                    | LogChange::Revoked(_)
                    | LogChange::Listed(_)
                    | LogChange::Fetched(_)
                    | LogChange::Rescue
                    | LogChange::Drafts
                    | LogChange::SetAside
                    | LogChange::TakenBack(_) => None,
                })
                .flatten()
                .collect(),
            // This tab slept: whatever waits and is not known is offered. A repeat is recognised by its number.
            LogHole::Missed => {
                let (waiting, _) = self.store.waiting(Timestamp::default()).await?;
                waiting.into_iter().map(|(doc, queued)| (doc, queued.batch)).collect()
            }
        };
        self.key = page.key;
        let queued = self.store.outgoing(&wanted).await?;
        if !queued.is_empty() {
            news.push(Event::Queued(queued));
        }
        Ok(news)
    }

    /// Performs effects in order; the events that answer them.
    async fn perform(
        &self,
        now: Timestamp,
        random: &dyn Random,
        effects: Vec<Effect>,
        actions: &mut Vec<Action>,
    ) -> Result<Vec<Event>, StorageFailure> {
        let mut answers = Vec::new();
        let mut persists: Vec<Persist> = Vec::new();
        for effect in effects {
            // One transaction for what comes in a row: a strict commit costs the disk a few milliseconds.
            if !matches!(effect, Effect::Persist(_)) {
                answers.extend(self.keep(&mut persists, now, random, actions).await?);
            }
            match effect {
                Effect::Connect => actions.push(Action::Connect),
                Effect::Disconnect => actions.push(Action::Disconnect),
                Effect::Send(message) => actions.push(Action::Send(message)),
                Effect::Lookup(docs) => answers.push(Event::Heads(self.store.heads(&docs).await?)),
                Effect::Persist(persist) => persists.push(persist),
                Effect::Rebuild { doc, refused } => {
                    let rebuilt = rebuild::rebuild(&self.store, doc, &refused, now, random).await?;
                    actions.extend(rebuilt.key.map(Action::Advanced));
                    answers.push(Event::Rebuilt { doc, gone: rebuilt.gone, queued: rebuilt.queued });
                }
                Effect::Presence { doc, member, device, place } => {
                    actions.push(Action::Presence { doc, member, device, place });
                }
                // Both are in the session's status.
                Effect::SessionOver | Effect::Outdated => {}
            }
        }
        answers.extend(self.keep(&mut persists, now, random, actions).await?);
        Ok(answers)
    }

    async fn keep(
        &self,
        persists: &mut Vec<Persist>,
        now: Timestamp,
        random: &dyn Random,
        actions: &mut Vec<Action>,
    ) -> Result<Option<Event>, StorageFailure> {
        if persists.is_empty() {
            return Ok(None);
        }
        let applied = self.store.apply(std::mem::take(persists), now, || random_id(random)).await?;
        actions.push(Action::Advanced(applied.key));
        if applied.ready.is_empty() {
            return Ok(None);
        }
        Ok(Some(Event::Queued(self.store.outgoing(&applied.ready).await?)))
    }
}

fn jitter(random: &dyn Random) -> u32 {
    let mut bytes = [0; 4];
    random.fill(&mut bytes);
    u32::from_le_bytes(bytes)
}
