//! One tab beside the others: it follows the storage, and while it leads it has the one socket of the member.
//!
//! What it hears is in [`hearing`], what it does while it leads in [`leading`] and [`uploading`].

mod hearing;
mod leading;
mod tidying;
mod uploading;

use std::rc::Rc;

use buurtboek_shared::{
    ids::{DeviceId, DocId, MemberId},
    protocol::{client_events::Event, frames::PresencePlace},
    small_map::SmallSet,
    time::{Millis, Timestamp},
};
use futures_channel::mpsc::{UnboundedReceiver, UnboundedSender, unbounded};
use futures_util::{
    StreamExt as _,
    future::{Either, LocalBoxFuture, select},
    stream,
};

use super::{
    core::SyncCore,
    host::{Host, HostAct, HostEvent, TabMessage},
    leader::{Leader, LeaderEvent},
    module,
    status::LinkReport,
    uploads::Uploads,
    watching::Watching,
};
use crate::storage::{
    device_store::DeviceStore,
    records::{LogKey, TabId},
};

/// The longest sleep: a device that slept itself has a clock that jumps.
const LONGEST_SLEEP: Millis = Millis::seconds(60);

/// What the screens ask of a tab.
#[derive(Clone, Debug)]
pub enum TabRequest {
    /// This tab wrote to the storage, up to this log entry.
    Advanced(LogKey),
    /// These documents are shown, and no others.
    Watching(Vec<DocId>),
    /// No screen shows this document any more.
    PutAway(DocId),
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
    /// Which documents the server cannot read.
    Unreadable(Vec<DocId>),
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

/// What a tab runs with.
pub(super) struct Ends {
    pub(super) host: Rc<dyn Host>,
    store: DeviceStore,
    build: String,
    news: UnboundedSender<TabNews>,
    requests: UnboundedReceiver<TabRequest>,
    events: UnboundedReceiver<HostEvent>,
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
    /// Up to when the device is known to have stood as the server has it, also after a reload.
    noted: Timestamp,
    unreadable: Vec<DocId>,
    own_watch: Vec<DocId>,
    watching: Watching,
    uploads: Uploads,
    /// When texts whose time had come were last let go of.
    tidied: Option<Timestamp>,
    others: SmallSet<TabId>,
}

impl Tab {
    /// Begins a tab; it runs until the sender of requests is dropped. It takes nothing in before `can_read` is over.
    pub fn spawn(
        host: Rc<dyn Host>,
        store: DeviceStore,
        build: &str,
        can_read: LocalBoxFuture<'static, ()>,
    ) -> (UnboundedSender<TabRequest>, UnboundedReceiver<TabNews>) {
        let (request, requests) = unbounded();
        let (news, told) = unbounded();
        let (event, events) = unbounded();
        host.attach(event);
        let ends = Ends { host: Rc::clone(&host), store, build: build.to_owned(), news, requests, events };
        host.spawn(Box::pin(async move {
            can_read.await;
            module::run(ends).await;
        }));
        (request, told)
    }

    /// Runs a tab to its end.
    pub(super) async fn run(ends: Ends) {
        let Ends { host, store, build, news, requests, events } = ends;
        let (leader, first) = Leader::new(host.now(), host.visibility());
        let mut tab = Self {
            host,
            store,
            build,
            news,
            leader,
            core: None,
            restart_at: None,
            report: LinkReport::default(),
            noted: Timestamp::default(),
            unreadable: Vec::new(),
            own_watch: Vec::new(),
            watching: Watching::default(),
            uploads: Uploads::default(),
            tidied: None,
            others: SmallSet::default(),
        };
        tab.perform_leader(first).await;
        tab.ask_who_is_there();
        // The stream of requests ends when the screens are gone; the host's never does.
        let requests = requests.map(|request| Some(Input::Request(request))).chain(stream::once(async { None }));
        let mut inputs = stream::select(requests.boxed_local(), events.map(|event| Some(Input::Host(event))));
        loop {
            tab.part_with_old_texts_daily().await;
            let timer = tab.host.sleep(tab.until_deadline());
            match select(inputs.next(), timer).await {
                Either::Left((Some(Some(input)), _)) => tab.take(input).await,
                Either::Left((Some(None) | None, _)) => return tab.end(),
                Either::Right(((), _)) => tab.tick().await,
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
        let deadlines = [self.leader.next_deadline(), core, self.restart_at, self.uploads.next_deadline()];
        let first = deadlines.into_iter().flatten().min();
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
        if self.uploads.next_deadline().is_some_and(|deadline| deadline <= now) {
            self.upload_next().await;
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
            Input::Request(TabRequest::PutAway(doc)) => self.compact(doc).await,
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

    fn set_report(&mut self, report: LinkReport) {
        self.uploads.linked(self.host.now(), report.link);
        if report != self.report {
            self.report = report;
            self.say(TabMessage::Alive(report));
            self.tell(TabNews::Link(report));
        }
    }

    fn set_unreadable(&mut self, docs: Vec<DocId>) {
        if docs != self.unreadable {
            self.unreadable = docs;
            self.say(TabMessage::Unreadable(self.unreadable.clone()));
            self.tell(TabNews::Unreadable(self.unreadable.clone()));
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
