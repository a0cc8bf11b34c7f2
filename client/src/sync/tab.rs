//! One tab beside the others: it follows the storage, and while it leads it has the one socket of the member.

use std::{collections::BTreeSet, rc::Rc};

use buurtboek_shared::{
    ids::{DeviceId, DocId, MemberId},
    protocol::{client_events::Event, client_session::Link, frames::PresencePlace},
    time::{Millis, Timestamp},
};
use futures_channel::mpsc::{UnboundedReceiver, UnboundedSender, unbounded};
use futures_util::{
    StreamExt as _,
    future::{Either, select},
    stream,
};

use super::{
    core::{Action, SyncCore},
    host::{Host, HostAct, HostEvent, TabMessage},
    leader::{Leader, LeaderAct, LeaderEvent, Visibility},
    status::{Link as Shown, LinkReport},
    watching::Watching,
};
use crate::storage::{
    device_store::DeviceStore,
    failure::StorageFailure,
    records::{LogKey, TabId},
};

/// How long a leader waits before it opens a failed storage again.
const STORAGE_RETRY: Millis = Millis::seconds(5);
/// The longest sleep: a device that slept itself has a clock that jumps.
const LONGEST_SLEEP: Millis = Millis::seconds(60);

/// What the screens ask of a tab.
#[derive(Clone, Debug)]
pub enum TabRequest {
    /// This tab wrote to the storage, up to this log entry.
    Advanced(LogKey),
    /// These documents are shown, and no others.
    Watching(Vec<DocId>),
    /// Try the connection now.
    TryNow,
    /// The own caret is here.
    Caret(DocId, Option<PresencePlace>),
}

/// What a tab tells the screens.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum TabNews {
    /// The storage changed: follow the log.
    Advanced,
    /// How the connection is.
    Link(LinkReport),
    /// Somebody else's caret.
    Caret(DocId, MemberId, DeviceId, Option<PresencePlace>),
    /// Whether the app is open in other tabs.
    Company(Company),
    /// The tab may go away: what is in memory is kept now.
    KeepNow,
}

/// Whether the app is open in other tabs of this browser, for the same member.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Default)]
pub enum Company {
    /// Not that we know.
    #[default]
    Alone,
    /// In one at least.
    OtherTabs,
}

enum Input {
    Host(HostEvent),
    Request(TabRequest),
}

/// One tab.
pub struct Tab {
    host: Rc<dyn Host>,
    store: DeviceStore,
    build: String,
    news: UnboundedSender<TabNews>,
    leader: Leader,
    core: Option<SyncCore>,
    restart_at: Option<Timestamp>,
    report: LinkReport,
    own_watch: Vec<DocId>,
    watching: Watching,
    others: BTreeSet<TabId>,
}

impl Tab {
    /// Begins a tab; it runs until the sender of requests is dropped.
    pub fn spawn(
        host: Rc<dyn Host>,
        store: DeviceStore,
        build: &str,
    ) -> (UnboundedSender<TabRequest>, UnboundedReceiver<TabNews>) {
        let (request, requests) = unbounded();
        let (news, told) = unbounded();
        let (event, events) = unbounded();
        host.attach(event);
        let (leader, acts) = Leader::new(host.now(), host.visibility());
        let tab = Self {
            host: Rc::clone(&host),
            store,
            build: build.to_owned(),
            news,
            leader,
            core: None,
            restart_at: None,
            report: LinkReport::default(),
            own_watch: Vec::new(),
            watching: Watching::default(),
            others: BTreeSet::new(),
        };
        host.spawn(Box::pin(tab.run(acts, requests, events)));
        (request, told)
    }

    async fn run(
        mut self,
        first: Vec<LeaderAct>,
        requests: UnboundedReceiver<TabRequest>,
        events: UnboundedReceiver<HostEvent>,
    ) {
        self.perform_leader(first).await;
        self.ask_who_is_there();
        // The stream of requests ends when the screens are gone; the host's never does.
        let requests = requests.map(|request| Some(Input::Request(request))).chain(stream::once(async { None }));
        let mut inputs = stream::select(requests.boxed_local(), events.map(|event| Some(Input::Host(event))));
        loop {
            let timer = self.host.sleep(self.until_deadline());
            match select(inputs.next(), timer).await {
                Either::Left((Some(Some(input)), _)) => self.take(input).await,
                Either::Left((Some(None) | None, _)) => return self.end(),
                Either::Right(((), _)) => self.tick().await,
            }
        }
    }

    fn end(&mut self) {
        self.host.act(HostAct::Say(TabMessage::Watching(self.store.tab(), Vec::new())));
        self.host.act(HostAct::Say(TabMessage::Leaving(self.store.tab())));
        self.host.act(HostAct::Disconnect);
        self.host.act(HostAct::ReleaseLock);
    }

    fn until_deadline(&self) -> Millis {
        let core = self.core.as_ref().and_then(SyncCore::next_deadline);
        let first = [self.leader.next_deadline(), core, self.restart_at].into_iter().flatten().min();
        let Some(first) = first else { return LONGEST_SLEEP };
        let wait = first.0.saturating_sub(self.host.now().0).max(0);
        Millis(u32::try_from(wait).unwrap_or(u32::MAX)).min(LONGEST_SLEEP)
    }

    async fn tick(&mut self) {
        let now = self.host.now();
        if self.leader.next_deadline().is_some_and(|deadline| deadline <= now) {
            let acts = self.leader.handle(now, LeaderEvent::Tick);
            self.perform_leader(acts).await;
        }
        if self.restart_at.is_some_and(|deadline| deadline <= now) {
            self.restart_at = None;
            self.start_core().await;
        }
        if self.core.as_ref().and_then(SyncCore::next_deadline).is_some_and(|deadline| deadline <= now) {
            self.session(Event::Tick).await;
        }
    }

    async fn take(&mut self, input: Input) {
        match input {
            Input::Host(event) => self.host_event(event).await,
            Input::Request(TabRequest::Advanced(key)) => {
                self.say(TabMessage::Advanced(key));
                self.follow_log().await;
            }
            Input::Request(TabRequest::Watching(docs)) => {
                self.own_watch.clone_from(&docs);
                self.watched(self.store.tab(), docs).await;
                self.say(TabMessage::Watching(self.store.tab(), self.own_watch.clone()));
            }
            Input::Request(TabRequest::TryNow) => {
                if self.leader.leads() {
                    self.try_now().await;
                } else {
                    self.say(TabMessage::TryNow);
                }
            }
            Input::Request(TabRequest::Caret(doc, place)) => {
                if self.leader.leads() {
                    self.session(Event::Presence { doc, place }).await;
                } else {
                    self.say(TabMessage::OwnCaret(doc, place));
                }
            }
        }
    }

    async fn host_event(&mut self, event: HostEvent) {
        match event {
            HostEvent::Opened => self.session(Event::Opened).await,
            HostEvent::Received(bytes) => self.session(Event::Received(bytes)).await,
            HostEvent::Lost => self.session(Event::Lost).await,
            HostEvent::NetworkChanged => self.try_now().await,
            HostEvent::LoggedOut => self.logged_out(),
            HostEvent::Granted => self.leadership(LeaderEvent::Granted).await,
            HostEvent::Stolen => self.leadership(LeaderEvent::Stolen).await,
            HostEvent::Turned(visibility) => {
                if visibility == Visibility::Hidden {
                    self.tell(TabNews::KeepNow);
                }
                self.leadership(LeaderEvent::Turned(visibility)).await;
                if visibility == Visibility::Visible {
                    self.ask_who_is_there();
                    self.tell(TabNews::Advanced);
                    self.try_now().await;
                }
            }
            HostEvent::Resumed => {
                self.ask_who_is_there();
                self.tell(TabNews::Advanced);
                self.follow_log().await;
                self.try_now().await;
            }
            HostEvent::Message(message) => self.message(message).await,
        }
    }

    async fn message(&mut self, message: TabMessage) {
        match message {
            TabMessage::Advanced(_) => {
                self.tell(TabNews::Advanced);
                self.follow_log().await;
            }
            TabMessage::Alive(report) => {
                if !self.leader.leads() {
                    self.report = report;
                    self.tell(TabNews::Link(report));
                }
                self.leadership(LeaderEvent::Heartbeat).await;
            }
            TabMessage::Wish => self.leadership(LeaderEvent::Wish).await,
            TabMessage::Abdicated => self.leadership(LeaderEvent::Abdicated).await,
            TabMessage::TryNow => {
                if self.leader.leads() {
                    self.try_now().await;
                }
            }
            TabMessage::Watching(tab, docs) => self.watched(tab, docs).await,
            TabMessage::WhoWatches => {
                if !self.own_watch.is_empty() {
                    self.say(TabMessage::Watching(self.store.tab(), self.own_watch.clone()));
                }
            }
            TabMessage::OwnCaret(doc, place) => {
                if self.leader.leads() {
                    self.session(Event::Presence { doc, place }).await;
                }
            }
            TabMessage::WhoIsThere(tab) => {
                self.say(TabMessage::Here(self.store.tab()));
                self.others.insert(tab);
                self.tell_company();
            }
            TabMessage::Here(tab) => {
                self.others.insert(tab);
                self.tell_company();
            }
            TabMessage::Leaving(tab) => {
                self.others.remove(&tab);
                self.tell_company();
            }
            TabMessage::Caret(doc, member, device, place) => {
                self.tell(TabNews::Caret(doc, member, device, place));
            }
        }
    }

    async fn leadership(&mut self, event: LeaderEvent) {
        let acts = self.leader.handle(self.host.now(), event);
        self.perform_leader(acts).await;
    }

    async fn perform_leader(&mut self, acts: Vec<LeaderAct>) {
        for act in acts {
            match act {
                LeaderAct::Request => self.host.act(HostAct::RequestLock),
                LeaderAct::Steal => self.host.act(HostAct::StealLock),
                LeaderAct::Release => self.host.act(HostAct::ReleaseLock),
                LeaderAct::SayAlive => self.say(TabMessage::Alive(self.report)),
                LeaderAct::SayWish => self.say(TabMessage::Wish),
                LeaderAct::SayAbdicated => self.say(TabMessage::Abdicated),
                LeaderAct::Lead => {
                    self.start_core().await;
                    self.say(TabMessage::WhoWatches);
                }
                LeaderAct::Follow => {
                    self.core = None;
                    self.restart_at = None;
                    self.host.act(HostAct::Disconnect);
                }
            }
        }
    }

    /// A session over what the storage holds now, connecting at once.
    async fn start_core(&mut self) {
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
    async fn try_now(&mut self) {
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
    fn logged_out(&mut self) {
        if self.core.take().is_some() {
            self.host.act(HostAct::Disconnect);
            let LinkReport { last_synced, skew, .. } = self.report;
            self.set_report(LinkReport { link: Shown::SessionOver, last_synced, skew, ..LinkReport::default() });
        }
    }

    async fn watched(&mut self, tab: TabId, docs: Vec<DocId>) {
        if self.core.is_none() {
            return;
        }
        for event in self.watching.set(tab, docs) {
            self.session(event).await;
        }
    }

    async fn follow_log(&mut self) {
        let now = self.host.now();
        if let Some(core) = &mut self.core {
            let actions = core.follow_log(now, self.host.as_ref()).await;
            self.perform(actions);
        }
    }

    async fn session(&mut self, event: Event) {
        let now = self.host.now();
        if let Some(core) = &mut self.core {
            let actions = core.take(now, self.host.as_ref(), event).await;
            self.perform(actions);
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
            self.set_report(report);
        }
        if let Some(failure) = failed {
            self.storage_failed(failure);
        }
    }

    fn storage_failed(&mut self, failure: StorageFailure) {
        self.core = None;
        self.restart_at = (!failure.is_permanent()).then(|| self.host.now() + STORAGE_RETRY);
        let LinkReport { last_synced, skew, .. } = self.report;
        self.set_report(LinkReport { last_synced, skew, storage: Some(failure), ..LinkReport::default() });
    }

    fn set_report(&mut self, report: LinkReport) {
        if report != self.report {
            self.report = report;
            self.say(TabMessage::Alive(report));
            self.tell(TabNews::Link(report));
        }
    }

    /// A tab that is closed has no time to say so: whoever looks at this one asks anew.
    fn ask_who_is_there(&mut self) {
        self.others.clear();
        self.tell_company();
        self.say(TabMessage::WhoIsThere(self.store.tab()));
    }

    fn tell_company(&self) {
        let company = if self.others.is_empty() { Company::Alone } else { Company::OtherTabs };
        self.tell(TabNews::Company(company));
    }

    fn say(&self, message: TabMessage) {
        self.host.act(HostAct::Say(message));
    }

    fn tell(&self, news: TabNews) {
        // Nobody listens once the screens are gone; the run ends with the requests.
        let _gone = self.news.unbounded_send(news);
    }
}
