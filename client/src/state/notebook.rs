//! The notebook of one member: what the screens read, and what they do.
//!
//! Reading is by signals; doing is by calls that return once the device has kept what they say. Nothing here waits for
//! the server.

use std::{
    cell::{Cell, RefCell},
    rc::Rc,
};

use buurtboek_shared::{
    ids::{DocId, DocKind, Id128},
    small_map::SmallMap,
    time::Timestamp,
};
use futures_channel::{mpsc::UnboundedSender, oneshot};
use futures_util::future::LocalBoxFuture;
use leptos::prelude::{ArcRwSignal, Signal};
use send_wrapper::SendWrapper;

use super::{
    drafting::Drafting,
    identity::Identity,
    open_doc::OpenDoc,
    readiness::{Readiness, StorageInfo},
    sheet::Sheet,
    sync_status::SyncStatus,
    team_status::TeamStatus,
    waiting::WaitingItem,
};
use crate::{
    storage::{
        device_store::{DeviceStore, SetAside, ViewRow},
        failure::StorageFailure,
        records::{LogKey, RescueDraft},
        signal_draft::SignalDraft,
    },
    sync::{
        core::random_id,
        host::Host,
        status::LinkReport,
        tab::{Company, Tab, TabRequest},
    },
};

/// The notebook of one member. Clones are the same notebook.
///
/// It belongs to the thread that made it; it is `Send` only so that screens may hold it.
#[derive(Clone)]
pub struct Notebook(pub(super) SendWrapper<Rc<Inner>>);

pub(super) struct Inner {
    pub(super) host: Rc<dyn Host>,
    pub(super) store: DeviceStore,
    pub(super) identity: Identity,
    pub(super) requests: UnboundedSender<TabRequest>,
    pub(super) shelf: RefCell<SmallMap<DocId, Rc<Sheet>>>,
    pub(super) lists: RefCell<SmallMap<DocKind, ArcRwSignal<Vec<ViewRow>>>>,
    pub(super) waiting: ArcRwSignal<Vec<WaitingItem>>,
    pub(super) status: ArcRwSignal<SyncStatus>,
    pub(super) readiness: ArcRwSignal<Readiness>,
    pub(super) storage_info: ArcRwSignal<StorageInfo>,
    /// What is in memory only of unsent signals.
    pub(super) drafting: Drafting,
    pub(super) drafts: ArcRwSignal<Vec<SignalDraft>>,
    pub(super) rescue: ArcRwSignal<Vec<RescueDraft>>,
    pub(super) team_status: ArcRwSignal<Option<TeamStatus>>,
    pub(super) company: ArcRwSignal<Company>,
    pub(super) set_aside: ArcRwSignal<SetAside>,
    /// Up to where the log was followed.
    pub(super) followed: Cell<LogKey>,
    /// Up to where this tab wrote it.
    pub(super) appended: Cell<LogKey>,
    /// Who waits until the log was followed once more; they hear whether it could be.
    pub(super) followers: RefCell<Vec<oneshot::Sender<Result<(), StorageFailure>>>>,
    /// How far the device is changed, and is to be said.
    pub(super) readiness_due: Cell<bool>,
    pub(super) following: Cell<Following>,
    /// A timer runs that will follow it again.
    pub(super) follows_later: Cell<bool>,
    pub(super) report: Cell<LinkReport>,
    /// What the server cannot read.
    pub(super) unreadable: RefCell<Vec<DocId>>,
    /// Something was kept since the app opened.
    pub(super) saved: Cell<bool>,
    /// What a failed save of something else than a document says.
    pub(super) failure: Cell<Option<StorageFailure>>,
}

/// Whether somebody follows the log now.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Default)]
pub(super) enum Following {
    /// Nobody.
    #[default]
    Resting,
    /// Somebody does.
    Busy,
    /// Somebody does, and there is more by now.
    Again,
}

impl Notebook {
    /// Opens the notebook of this member in this tab, and begins to synchronise once `can_read` is over: then the code is
    /// here that reads the member's documents. `build` names the app's build for the server's logs.
    #[must_use]
    pub fn start(
        identity: Identity,
        store: DeviceStore,
        host: Rc<dyn Host>,
        build: &str,
        can_read: LocalBoxFuture<'static, ()>,
    ) -> Self {
        let (requests, news) = Tab::spawn(Rc::clone(&host), store.clone(), build, can_read);
        let notebook = Self(SendWrapper::new(Rc::new(Inner {
            host,
            store,
            identity,
            requests,
            shelf: RefCell::default(),
            lists: RefCell::default(),
            waiting: ArcRwSignal::new(Vec::new()),
            status: ArcRwSignal::new(SyncStatus::default()),
            readiness: ArcRwSignal::new(Readiness::default()),
            storage_info: ArcRwSignal::new(StorageInfo::default()),
            drafting: Drafting::default(),
            drafts: ArcRwSignal::new(Vec::new()),
            rescue: ArcRwSignal::new(Vec::new()),
            team_status: ArcRwSignal::new(None),
            company: ArcRwSignal::new(Company::default()),
            set_aside: ArcRwSignal::default(),
            followed: Cell::default(),
            appended: Cell::default(),
            followers: RefCell::default(),
            readiness_due: Cell::default(),
            following: Cell::default(),
            follows_later: Cell::default(),
            report: Cell::default(),
            unreadable: RefCell::default(),
            saved: Cell::default(),
            failure: Cell::default(),
        })));
        notebook.spawn(|notebook| async move { notebook.listen(news).await });
        notebook
    }

    /// Whose it is.
    #[must_use]
    pub fn identity(&self) -> Identity {
        self.0.identity.clone()
    }

    /// What the status chip says.
    #[must_use]
    pub fn sync_status(&self) -> Signal<SyncStatus> {
        self.0.status.clone().into()
    }

    /// What waits, by batch.
    #[must_use]
    pub fn waiting(&self) -> Signal<Vec<WaitingItem>> {
        self.0.waiting.clone().into()
    }

    /// Whether the app can be used without a connection.
    #[must_use]
    pub fn ready(&self) -> Signal<Readiness> {
        self.0.readiness.clone().into()
    }

    /// What the browser says about its storage.
    #[must_use]
    pub fn storage_info(&self) -> Signal<StorageInfo> {
        self.0.storage_info.clone().into()
    }

    /// Unsent signals, the one changed last first.
    #[must_use]
    pub fn drafts(&self) -> Signal<Vec<SignalDraft>> {
        self.0.drafts.clone().into()
    }

    /// Texts that could not be processed, the newest first.
    #[must_use]
    pub fn rescue(&self) -> Signal<Vec<RescueDraft>> {
        self.0.rescue.clone().into()
    }

    /// Whether the app is open in other tabs too.
    #[must_use]
    pub fn company(&self) -> Signal<Company> {
        self.0.company.clone().into()
    }

    /// What was kept and could not be read.
    #[must_use]
    pub fn set_aside(&self) -> Signal<SetAside> {
        self.0.set_aside.clone().into()
    }

    /// The list rows of a kind, newest first; empty until they are read.
    #[must_use]
    pub fn list(&self, kind: DocKind) -> Signal<Vec<ViewRow>> {
        let known = self.0.lists.borrow().get(&kind).cloned();
        let rows = known.unwrap_or_else(|| {
            let rows = ArcRwSignal::new(Vec::new());
            self.0.lists.borrow_mut().insert(kind, rows.clone());
            self.spawn(move |notebook| async move { notebook.read_list(kind).await });
            rows
        });
        rows.into()
    }

    /// Opens a document for a screen; it is followed live until the last handle is dropped.
    #[must_use]
    pub fn open(&self, doc: DocId) -> OpenDoc {
        OpenDoc::new(self.clone(), self.sheet(doc))
    }

    /// Tries what failed and what waits now: the disk, and the connection.
    pub fn try_now(&self) {
        let _ended = self.0.requests.unbounded_send(TabRequest::TryNow);
        self.keep_all();
        // A failure that holds nothing any more is over once the log can be read.
        self.follow_soon();
    }

    /// Keeps everything that is in memory now, without waiting for a pause in the typing.
    pub fn flush(&self) {
        self.keep_all();
    }

    /// Closes the notebook: nothing is synchronised any more. What is in memory is kept first.
    pub fn close(&self) {
        self.keep_all();
        self.0.requests.close_channel();
    }

    /// A random id: of a document, a draft, an entry.
    #[must_use]
    pub fn new_id(&self) -> Id128 {
        random_id(self.0.host.as_ref())
    }

    /// Now, by the device's clock.
    #[must_use]
    pub fn now(&self) -> Timestamp {
        self.0.host.now()
    }

    /// Says what the platform found out: whether the app's files are cached, what the storage promises.
    pub fn report_platform(&self, app: AppFiles, storage: StorageInfo) {
        use leptos::prelude::{Set as _, Update as _};
        self.0.readiness.update(|readiness| readiness.app_cached = app == AppFiles::Cached);
        self.0.storage_info.set(storage);
    }

    /// Runs this beside everything else.
    pub(super) fn spawn<F>(&self, task: impl FnOnce(Self) -> F)
    where
        F: Future<Output = ()> + 'static,
    {
        self.0.host.spawn(Box::pin(task(self.clone())));
    }
}

/// Whether every file of the app is on the device.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum AppFiles {
    /// The service worker controls the page and holds all of them.
    Cached,
    /// Not yet.
    NotYet,
}
