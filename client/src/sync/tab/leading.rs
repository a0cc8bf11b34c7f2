//! What a tab does while it leads: it has the session and the socket, and brings the others what they need of both.

use buurtboek_shared::{
    ids::DocId,
    protocol::{client_events::Event, client_session::Link},
    time::Millis,
};

use super::{Tab, TabNews};
use crate::{
    storage::{failure::StorageFailure, records::TabId},
    sync::{
        core::{Action, SyncCore},
        host::{HostAct, TabMessage},
        leader::{LeaderAct, LeaderEvent},
        status::{Link as Shown, LinkReport},
        uploads::Uploads,
        watching::Watching,
    },
};

/// How often it is kept that the device stands as the server has it, in milliseconds.
const NOTED_EVERY: i64 = 60_000;
/// How long a leader waits before it opens a failed storage again.
const STORAGE_RETRY: Millis = Millis::seconds(5);

impl Tab {
    pub(super) async fn leadership(&mut self, event: LeaderEvent) {
        let acts = self.leader.handle(self.host.now(), event);
        self.perform_leader(acts).await;
    }

    pub(super) async fn perform_leader(&mut self, acts: Vec<LeaderAct>) {
        for act in acts {
            match act {
                LeaderAct::Request => self.host.act(HostAct::RequestLock),
                LeaderAct::Steal => self.host.act(HostAct::StealLock),
                LeaderAct::Release => self.host.act(HostAct::ReleaseLock),
                LeaderAct::SayAlive => {
                    self.say(TabMessage::Alive(self.report));
                    // Again, for a tab that has just been opened.
                    self.say(TabMessage::Unreadable(self.unreadable.clone()));
                }
                LeaderAct::SayWish => self.say(TabMessage::Wish),
                LeaderAct::SayAbdicated => self.say(TabMessage::Abdicated),
                LeaderAct::Lead => {
                    self.start_core().await;
                    self.say(TabMessage::WhoWatches);
                }
                LeaderAct::Follow => {
                    self.core = None;
                    self.restart_at = None;
                    self.uploads = Uploads::default();
                    self.host.act(HostAct::Disconnect);
                }
            }
        }
    }

    /// A session over what the storage holds now, connecting at once.
    pub(super) async fn start_core(&mut self) {
        match SyncCore::start(self.store.clone(), &self.build, self.host.now()).await {
            Ok(core) => {
                self.core = Some(core);
                self.watching = Watching::default();
                let own = self.own_watch.clone();
                self.watched(self.store.tab(), own).await;
                self.session(Event::Tick).await;
            }
            Err(failure) => self.storage_failed(failure),
        }
    }

    /// Tries now: with a new session when the old one stands still.
    pub(super) async fn try_now(&mut self) {
        let stands_still = match self.core.as_ref().map(|core| core.status().link) {
            None | Some(Link::SessionOver | Link::StorageFailed) => true,
            Some(Link::Down { .. } | Link::Connecting { .. } | Link::Up | Link::Outdated) => false,
        };
        if self.leader.leads() && stands_still {
            self.restart_at = None;
            self.start_core().await;
        } else {
            self.session(Event::TryNow).await;
        }
    }

    /// Nothing is tried until somebody logs in and says so.
    pub(super) fn logged_out(&mut self) {
        if self.core.take().is_some() {
            self.host.act(HostAct::Disconnect);
            let LinkReport { last_synced, skew, .. } = self.report;
            self.set_report(LinkReport { link: Shown::SessionOver, last_synced, skew, ..LinkReport::default() });
            self.set_unreadable(Vec::new());
        }
    }

    pub(super) async fn watched(&mut self, tab: TabId, docs: Vec<DocId>) {
        if self.core.is_none() {
            return;
        }
        for event in self.watching.set(tab, docs) {
            self.session(event).await;
        }
    }

    pub(super) async fn follow_log(&mut self) {
        let now = self.host.now();
        if let Some(core) = &mut self.core {
            let actions = core.follow_log(now, self.host.as_ref()).await;
            self.perform(actions);
        }
    }

    pub(super) async fn session(&mut self, event: Event) {
        let now = self.host.now();
        if let Some(core) = &mut self.core {
            let actions = core.take(now, self.host.as_ref(), event).await;
            self.perform(actions);
            self.note_synced().await;
        }
    }

    /// Whoever opens the app again without a connection reads until when it had one: kept once a minute, and when it is lost.
    async fn note_synced(&mut self) {
        let Some(at) = self.report.last_synced else { return };
        let since = at - self.noted;
        let is_due = if self.report.link == Shown::Online { since >= NOTED_EVERY } else { since > 0 };
        // What the device does not take now it takes the next time; until then an earlier moment stands.
        if is_due && self.store.note_synced(at).await.is_ok() {
            self.noted = at;
        }
    }

    fn perform(&mut self, actions: Vec<Action>) {
        let mut failed = None;
        for action in actions {
            match action {
                Action::Connect => self.host.act(HostAct::Connect),
                Action::Disconnect => self.host.act(HostAct::Disconnect),
                Action::Send(message) => self.host.act(HostAct::Send(message)),
                Action::Advanced(key) => {
                    self.say(TabMessage::Advanced(key));
                    self.tell(TabNews::Advanced);
                }
                Action::Presence { doc, member, device, place } => {
                    self.say(TabMessage::Caret(doc, member, device, place.clone()));
                    self.tell(TabNews::Caret(doc, member, device, place));
                }
                Action::StorageFailed(failure) => failed = Some(failure),
            }
        }
        if let Some(core) = &self.core {
            let report = LinkReport::of(core.status(), self.report, self.host.now());
            let unreadable = core.unreadable();
            self.set_report(report);
            self.set_unreadable(unreadable);
        }
        if let Some(failure) = failed {
            self.storage_failed(failure);
        }
    }

    pub(super) fn storage_failed(&mut self, failure: StorageFailure) {
        self.core = None;
        self.restart_at = (!failure.is_permanent()).then(|| self.host.now() + STORAGE_RETRY);
        let LinkReport { last_synced, skew, .. } = self.report;
        self.set_report(LinkReport { last_synced, skew, storage: Some(failure), ..LinkReport::default() });
        self.set_unreadable(Vec::new());
    }
}
