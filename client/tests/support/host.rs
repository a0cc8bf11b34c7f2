//! The surroundings of a tab, as the tests make them: timers fire when the clock is moved, tabs of one device hear each
//! other, one of them has the lock.

use std::{
    cell::{Cell, RefCell},
    collections::{BTreeMap, VecDeque},
    rc::Rc,
};

use buurtboek_client::{
    storage::device_store::DamagedRecord,
    sync::{
        core::Random,
        host::{Host, HostAct, HostEvent, UploadOutcome},
        leader::Visibility,
    },
};
use buurtboek_shared::time::{Millis, Timestamp};
use futures_channel::{mpsc::UnboundedSender, oneshot};
use futures_executor::LocalSpawner;
use futures_util::{FutureExt as _, future::LocalBoxFuture, task::LocalSpawnExt as _};

use super::server::Server;

/// Time in the tests; it stands still until it is moved.
#[derive(Default)]
pub struct Clock {
    now: Cell<i64>,
    timers: RefCell<Vec<(i64, oneshot::Sender<()>)>>,
}

impl Clock {
    pub fn at(now: i64) -> Rc<Self> {
        Rc::new(Self { now: Cell::new(now), timers: RefCell::default() })
    }

    pub fn now(&self) -> Timestamp {
        Timestamp(self.now.get())
    }

    /// Moves to the next timer, when it is not later than `until`.
    pub fn next_timer(&self, until: i64) -> bool {
        self.timers.borrow_mut().retain(|(_, timer)| !timer.is_canceled());
        let due = self.timers.borrow().iter().map(|(due, _)| *due).min();
        let Some(due) = due.filter(|due| *due <= until) else { return false };
        self.now.set(self.now.get().max(due));
        let timers = self.timers.take();
        let (fired, waiting): (Vec<_>, Vec<_>) = timers.into_iter().partition(|(at, _)| *at <= due);
        self.timers.borrow_mut().extend(waiting);
        for (_, timer) in fired {
            let _ = timer.send(());
        }
        true
    }

    pub fn set(&self, now: i64) {
        self.now.set(now);
    }

    fn sleep(&self, span: Millis) -> LocalBoxFuture<'static, ()> {
        let (done, fired) = oneshot::channel();
        self.timers.borrow_mut().push((self.now.get() + i64::from(span.0), done));
        fired.map(|_| ()).boxed_local()
    }
}

/// What the tabs of one member on one device share.
#[derive(Default)]
pub struct Shared {
    tabs: RefCell<BTreeMap<u32, UnboundedSender<HostEvent>>>,
    holder: Cell<Option<u32>>,
    line: RefCell<VecDeque<u32>>,
}

impl Shared {
    fn tell(&self, tab: u32, event: HostEvent) {
        if let Some(events) = self.tabs.borrow().get(&tab) {
            let _ = events.unbounded_send(event);
        }
    }

    fn grant_next(&self) {
        if self.holder.get().is_none()
            && let Some(next) = self.line.borrow_mut().pop_front()
        {
            self.holder.set(Some(next));
            self.tell(next, HostEvent::Granted);
        }
    }
}

/// One tab's surroundings.
pub struct TestHost {
    pub tab: u32,
    clock: Rc<Clock>,
    spawner: LocalSpawner,
    shared: Rc<Shared>,
    server: Rc<Server>,
    seed: Cell<u64>,
    pub online: Rc<Cell<bool>>,
    visibility: Cell<Visibility>,
    /// A frozen tab runs nothing and says nothing.
    pub frozen: Cell<bool>,
    silenced: RefCell<Option<UnboundedSender<HostEvent>>>,
}

impl TestHost {
    pub fn new(
        tab: u32,
        clock: Rc<Clock>,
        spawner: LocalSpawner,
        shared: Rc<Shared>,
        server: Rc<Server>,
        online: Rc<Cell<bool>>,
    ) -> Rc<Self> {
        Rc::new(Self {
            tab,
            clock,
            spawner,
            shared,
            server,
            seed: Cell::new(u64::from(tab).wrapping_mul(0x9e37_79b9_7f4a_7c15)),
            online,
            visibility: Cell::new(Visibility::Visible),
            frozen: Cell::new(false),
            silenced: RefCell::default(),
        })
    }

    pub fn turn(&self, visibility: Visibility) {
        self.visibility.set(visibility);
        self.shared.tell(self.tab, HostEvent::Turned(visibility));
    }

    /// Nothing that happens reaches the tab any more.
    pub fn fall_silent(&self) {
        let events = self.shared.tabs.borrow_mut().remove(&self.tab);
        *self.silenced.borrow_mut() = events;
    }

    pub fn hear_again(&self) {
        if let Some(events) = self.silenced.borrow_mut().take() {
            self.shared.tabs.borrow_mut().insert(self.tab, events);
            self.shared.tell(self.tab, HostEvent::Resumed);
        }
    }

    pub fn leads(&self) -> bool {
        self.shared.holder.get() == Some(self.tab)
    }

    /// The tab dies: its lock, its socket and its place among the tabs go.
    pub fn die(&self) {
        self.shared.tabs.borrow_mut().remove(&self.tab);
        self.shared.line.borrow_mut().retain(|tab| *tab != self.tab);
        self.server.hang_up(self.tab);
        if self.leads() {
            self.shared.holder.set(None);
            self.shared.grant_next();
        }
    }
}

impl Random for TestHost {
    fn fill(&self, bytes: &mut [u8]) {
        for byte in bytes {
            let mut seed = self.seed.get();
            seed ^= seed << 13;
            seed ^= seed >> 7;
            seed ^= seed << 17;
            self.seed.set(seed);
            *byte = (seed >> 32) as u8;
        }
    }
}

impl Host for TestHost {
    fn now(&self) -> Timestamp {
        self.clock.now()
    }

    fn spawn(&self, task: LocalBoxFuture<'static, ()>) {
        self.spawner.spawn_local(task).unwrap();
    }

    fn sleep(&self, span: Millis) -> LocalBoxFuture<'static, ()> {
        if self.frozen.get() { std::future::pending().boxed_local() } else { self.clock.sleep(span) }
    }

    fn attach(&self, events: UnboundedSender<HostEvent>) {
        self.shared.tabs.borrow_mut().insert(self.tab, events);
    }

    fn act(&self, act: HostAct) {
        if self.frozen.get() {
            return;
        }
        match act {
            HostAct::Connect => {
                if self.online.get() {
                    let events = self.shared.tabs.borrow().get(&self.tab).cloned();
                    if let Some(events) = events {
                        self.server.connect(self.tab, events);
                    }
                } else {
                    self.shared.tell(self.tab, HostEvent::Lost);
                }
            }
            HostAct::Disconnect => self.server.hang_up(self.tab),
            HostAct::Send(message) => self.server.receive(self.tab, &message),
            HostAct::Upload(DamagedRecord { name, doc, bytes }) => {
                let outcome = if self.online.get() { self.server.keep(doc, bytes) } else { UploadOutcome::NotTaken };
                self.shared.tell(self.tab, HostEvent::Uploaded(name, outcome));
            }
            HostAct::Say(message) => {
                let others: Vec<u32> = self.shared.tabs.borrow().keys().copied().collect();
                for other in others.into_iter().filter(|other| *other != self.tab) {
                    self.shared.tell(other, HostEvent::Message(message.clone()));
                }
            }
            HostAct::RequestLock => {
                self.shared.line.borrow_mut().push_back(self.tab);
                self.shared.grant_next();
            }
            HostAct::StealLock => {
                self.shared.line.borrow_mut().retain(|tab| *tab != self.tab);
                if let Some(robbed) = self.shared.holder.replace(Some(self.tab)) {
                    self.shared.tell(robbed, HostEvent::Stolen);
                }
                self.shared.tell(self.tab, HostEvent::Granted);
            }
            HostAct::ReleaseLock => {
                self.shared.line.borrow_mut().retain(|tab| *tab != self.tab);
                if self.leads() {
                    self.shared.holder.set(None);
                    self.shared.grant_next();
                }
            }
        }
    }

    fn visibility(&self) -> Visibility {
        self.visibility.get()
    }
}
