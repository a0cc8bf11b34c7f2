//! The browser as the surroundings of a tab.

use std::{cell::RefCell, rc::Rc};

use buurtboek_shared::{
    ids::MemberId,
    time::{Millis, Timestamp},
};
use futures_channel::mpsc::UnboundedSender;
use futures_util::{FutureExt as _, future::LocalBoxFuture};
use wasm_bindgen_futures::spawn_local;
use web_sys::VisibilityState;

use super::{
    channel::Channel,
    http::{self, HttpFailure},
    idb::IdbDatabase,
    listener::Listener,
    lock::{Ask, Lock, LockEvent},
    random,
    socket::{Closing, Socket, SocketEvent},
    timer,
};
use crate::{
    storage::device_store::DamagedRecord,
    sync::{
        core::Random,
        host::{Host, HostAct, HostEvent, UploadOutcome},
        leader::Visibility,
    },
};

/// Where the server's socket is.
const SYNC: &str = "/api/v1/sync";
/// Where records go that this device could not open.
const QUARANTINE: &str = "/api/v1/quarantine";

/// The browser around one tab of one member.
pub struct Browser {
    member: MemberId,
    events: RefCell<Option<UnboundedSender<HostEvent>>>,
    socket: RefCell<Option<Socket>>,
    channel: RefCell<Option<Channel>>,
    lock: RefCell<Option<Lock>>,
    listeners: RefCell<Vec<Listener>>,
    /// Itself, for what calls back.
    this: std::rc::Weak<Self>,
}

impl Browser {
    /// The browser around this tab of this member.
    #[must_use]
    pub fn new(member: MemberId) -> Rc<Self> {
        Rc::new_cyclic(|this| Self {
            member,
            events: RefCell::default(),
            socket: RefCell::default(),
            channel: RefCell::default(),
            lock: RefCell::default(),
            listeners: RefCell::default(),
            this: this.clone(),
        })
    }

    /// The member's database on this device.
    #[must_use]
    pub fn database(member: MemberId) -> IdbDatabase {
        IdbDatabase::new(format!("buurtboek-{member}"))
    }

    fn tell(&self, event: HostEvent) {
        if let Some(events) = self.events.borrow().as_ref() {
            let _ended = events.unbounded_send(event);
        }
    }

    /// Calls back as long as the tab lives.
    fn teller<T: 'static>(&self, event: impl Fn(T) -> HostEvent + 'static) -> Rc<dyn Fn(T)> {
        let this = self.this.clone();
        Rc::new(move |said| {
            if let Some(this) = this.upgrade() {
                this.tell(event(said));
            }
        })
    }

    /// What the lock of this member's tabs is called: the same in every build, since one tab of all leads.
    fn lock_name(&self) -> String {
        format!("buurtboek-v1-{}", self.member)
    }

    /// What the channel of this member's tabs is called: another for each version of
    /// [`crate::sync::host::TabMessage`].
    fn channel_name(&self) -> String {
        format!("buurtboek-tabs-v2-{}", self.member)
    }

    /// Hears the other tabs, and is heard.
    fn join(&self) {
        let heard = self.teller(HostEvent::Message);
        *self.channel.borrow_mut() = Channel::join(&self.channel_name(), move |message| heard(message));
    }

    fn connect(&self) {
        let this = self.this.clone();
        let say = Rc::new(move |event| {
            let Some(this) = this.upgrade() else { return };
            match event {
                SocketEvent::Opened => this.tell(HostEvent::Opened),
                SocketEvent::Received(message) => this.tell(HostEvent::Received(message)),
                SocketEvent::Closed(closing) => {
                    if closing == Closing::BeforeOpening {
                        this.ask_why();
                    }
                    this.tell(HostEvent::Lost);
                }
            }
        });
        let socket = Socket::open(SYNC, say);
        let refused = socket.is_none();
        *self.socket.borrow_mut() = socket;
        if refused {
            self.tell(HostEvent::Lost);
        }
    }

    /// The browser does not say why a socket did not open; an ordinary request does.
    fn ask_why(&self) {
        let this = self.this.clone();
        spawn_local(async move {
            let asked: Result<serde_json::Value, HttpFailure> = http::get("/api/v1/me").await;
            if let (Some(this), Err(HttpFailure::Refused { status: 401, .. })) = (this.upgrade(), asked) {
                this.tell(HostEvent::LoggedOut);
            }
        });
    }

    fn upload(&self, record: DamagedRecord) {
        let this = self.this.clone();
        spawn_local(async move {
            let path = match record.doc {
                Some(doc) => format!("{QUARANTINE}?document={doc}"),
                None => QUARANTINE.to_owned(),
            };
            let outcome = match http::post_bytes(&path, &record.bytes).await {
                Ok(()) => UploadOutcome::Taken,
                Err(_) => UploadOutcome::NotTaken,
            };
            if let Some(this) = this.upgrade() {
                this.tell(HostEvent::Uploaded(record.name, outcome));
            }
        });
    }

    fn listen(&self) {
        let Some(window) = web_sys::window() else { return };
        let mut listeners = Vec::new();
        if let Some(document) = window.document() {
            let turned = self.teller(|()| HostEvent::Turned(visibility()));
            listeners.push(Listener::new(&document, "visibilitychange", move |_| turned(())));
            // A frozen page still hears other tabs, and would begin to read what it cannot finish reading: the storage
            // would wait for it in every tab.
            let frozen = self.this.clone();
            listeners.push(Listener::new(&document, "freeze", move |_| {
                if let Some(this) = frozen.upgrade() {
                    *this.channel.borrow_mut() = None;
                }
            }));
            let resumed = self.this.clone();
            listeners.push(Listener::new(&document, "resume", move |_| {
                if let Some(this) = resumed.upgrade() {
                    this.join();
                    this.tell(HostEvent::Resumed);
                }
            }));
        }
        let away = self.teller(|()| HostEvent::Turned(Visibility::Hidden));
        listeners.push(Listener::new(&window, "pagehide", move |_| away(())));
        let back = self.teller(|()| HostEvent::Turned(visibility()));
        listeners.push(Listener::new(&window, "pageshow", move |_| back(())));
        for kind in ["online", "offline"] {
            let changed = self.teller(|()| HostEvent::NetworkChanged);
            listeners.push(Listener::new(&window, kind, move |_| changed(())));
        }
        *self.listeners.borrow_mut() = listeners;
    }
}

impl Random for Browser {
    fn fill(&self, bytes: &mut [u8]) {
        random::fill(bytes);
    }
}

impl Host for Browser {
    fn now(&self) -> Timestamp {
        timer::now()
    }

    fn spawn(&self, task: LocalBoxFuture<'static, ()>) {
        spawn_local(task);
    }

    fn sleep(&self, span: Millis) -> LocalBoxFuture<'static, ()> {
        timer::sleep(span).boxed_local()
    }

    fn attach(&self, events: UnboundedSender<HostEvent>) {
        *self.events.borrow_mut() = Some(events);
        self.join();
        let locked = self.teller(|event| match event {
            LockEvent::Granted => HostEvent::Granted,
            LockEvent::Stolen => HostEvent::Stolen,
        });
        *self.lock.borrow_mut() = Some(Lock::new(self.lock_name(), locked));
        self.listen();
    }

    fn act(&self, act: HostAct) {
        match act {
            HostAct::Connect => self.connect(),
            HostAct::Disconnect => drop(self.socket.borrow_mut().take()),
            HostAct::Send(message) => {
                if let Some(socket) = self.socket.borrow().as_ref() {
                    socket.send(&message);
                }
            }
            HostAct::Upload(record) => self.upload(record),
            HostAct::Say(message) => {
                if let Some(channel) = self.channel.borrow().as_ref() {
                    channel.say(&message);
                }
            }
            HostAct::RequestLock => self.with_lock(|lock| lock.ask(Ask::Wait)),
            HostAct::StealLock => self.with_lock(|lock| lock.ask(Ask::Steal)),
            HostAct::ReleaseLock => self.with_lock(Lock::release),
        }
    }

    fn visibility(&self) -> Visibility {
        visibility()
    }
}

impl Browser {
    fn with_lock(&self, act: impl Fn(&Lock)) {
        if let Some(lock) = self.lock.borrow().as_ref() {
            act(lock);
        }
    }
}

fn visibility() -> Visibility {
    let state = web_sys::window().and_then(|window| window.document()).map(|document| document.visibility_state());
    if state == Some(VisibilityState::Hidden) { Visibility::Hidden } else { Visibility::Visible }
}
