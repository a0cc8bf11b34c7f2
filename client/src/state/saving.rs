//! From memory to the disk: what was typed is kept after a pause, and leaves memory only once the disk has it.

use std::rc::Rc;

use buurtboek_shared::{
    doc::write::{Intent, WriteError},
    domain::refusal::Reason,
    ids::DocId,
    time::{Millis, Timestamp},
};
use leptos::prelude::Set as _;

use super::{
    batch::batches,
    loaded::{Direction, Loaded, Step, words_in},
    notebook::Notebook,
    open_doc::Sought,
    save_error::SaveError,
    sheet::{Sheet, Told},
    splice::Splice,
};
use crate::{
    storage::{
        device_store::{AppendError, Lost, NewLocal},
        failure::StorageFailure,
        records::LogKey,
    },
    sync::{
        core::{random_client, random_id},
        tab::TabRequest,
    },
};

/// The pause after which typing is kept.
const PAUSE: Millis = Millis(300);
/// The longest that anything typed stays in memory only, pause or not.
const LONGEST_UNSAVED: Millis = Millis(1_500);
/// How long to wait before the disk is tried again.
pub(super) const RETRY: Millis = Millis(5_000);

/// When something is to be kept that was changed first and last at these moments.
pub(super) fn due(first: Timestamp, last: Timestamp) -> Timestamp {
    (last + PAUSE).min(first + LONGEST_UNSAVED)
}

/// How long that still takes.
pub(super) fn rest(due: Timestamp, now: Timestamp) -> Millis {
    Millis(u32::try_from(due - now).unwrap_or(PAUSE.0))
}

/// What was taken out of memory, and what puts it back when the disk does not take it.
struct Taken {
    local: NewLocal,
    steps: Vec<Step>,
}

impl Notebook {
    /// The sheet of a document, which begins to load when it is new.
    pub(super) fn sheet(&self, doc: DocId) -> Rc<Sheet> {
        if let Some(sheet) = self.0.shelf.borrow().get(&doc) {
            return Rc::clone(sheet);
        }
        let sheet = Rc::new(Sheet::new(doc));
        self.0.shelf.borrow_mut().insert(doc, Rc::clone(&sheet));
        let loading = Rc::clone(&sheet);
        self.spawn(move |notebook| async move {
            // Nobody waits for it: whoever needs the document loads it again and hears why it does not.
            let _unread = notebook.load(&loading).await;
        });
        sheet
    }

    pub(super) fn begin_showing(&self, sheet: &Rc<Sheet>) {
        sheet.shown_by.set(sheet.shown_by.get() + 1);
        if sheet.shown_by.get() == 1 {
            self.tell_watching();
        }
    }

    /// One screen less shows it. What is unsaved is kept first; then it leaves memory.
    pub(super) fn put_away(&self, sheet: &Rc<Sheet>) {
        sheet.shown_by.set(sheet.shown_by.get().saturating_sub(1));
        if sheet.shown_by.get() > 0 {
            return;
        }
        self.tell_watching();
        let sheet = Rc::clone(sheet);
        self.spawn(move |notebook| async move {
            let _retried = notebook.keep(&sheet).await;
            notebook.forget_if_done(&sheet);
            let _ended = notebook.0.requests.unbounded_send(TabRequest::PutAway(sheet.doc));
        });
    }

    pub(super) fn forget_if_done(&self, sheet: &Rc<Sheet>) {
        if sheet.shown_by.get() == 0 && !sheet.is_unsaved() {
            let mut shelf = self.0.shelf.borrow_mut();
            if shelf.get(&sheet.doc).is_some_and(|kept| Rc::ptr_eq(kept, sheet)) {
                shelf.remove(&sheet.doc);
            }
        }
    }

    fn tell_watching(&self) {
        let shelf = self.0.shelf.borrow();
        let shown = shelf.values().filter(|sheet| sheet.shown_by.get() > 0).map(|sheet| sheet.doc).collect();
        let _ended = self.0.requests.unbounded_send(TabRequest::Watching(shown));
        self.refresh_status();
    }

    /// Reads the document unless it is in memory.
    pub(super) async fn load(&self, sheet: &Rc<Sheet>) -> Result<(), SaveError> {
        // What is in memory can be written in, also while what was written before is on its way to the disk.
        if sheet.is_loaded() {
            return Ok(());
        }
        let _turn = sheet.turn.lock().await;
        if sheet.is_loaded() {
            return Ok(());
        }
        self.read_in(sheet).await
    }

    /// Reads the document anew; what was typed and not kept is carried over.
    pub(super) async fn reload(&self, sheet: &Rc<Sheet>) -> Result<(), SaveError> {
        let _turn = sheet.turn.lock().await;
        self.read_in(sheet).await
    }

    async fn read_in(&self, sheet: &Rc<Sheet>) -> Result<(), SaveError> {
        loop {
            sheet.missed.set(false);
            let now = self.now();
            let Some(stored) = self.0.store.load(sheet.doc, now).await? else {
                sheet.sought.set(Sought::InVain);
                return Err(SaveError::NotHere);
            };
            let client = random_client(self.0.host.as_ref());
            sheet
                .replace(&stored, client, self.0.store.member(), now)
                .map_err(|_| SaveError::Storage(StorageFailure::Unreadable))?;
            if !sheet.missed.get() {
                sheet.sought.set(Sought::Reading);
                return Ok(());
            }
        }
    }

    /// Writes in an open document, for the screen at once, for the disk soon.
    pub(super) fn write_in(&self, sheet: &Rc<Sheet>, intent: Intent, told: Told) -> Result<(), WriteError> {
        let changes = {
            let mut loaded = sheet.loaded.borrow_mut();
            loaded.as_mut().ok_or(WriteError::Busy)?.write(intent, self.now())?
        };
        self.edited(sheet, &changes, told);
        Ok(())
    }

    pub(super) fn step_in(&self, sheet: &Rc<Sheet>, root: &str, direction: Direction) {
        let changes = {
            let mut loaded = sheet.loaded.borrow_mut();
            let Some(loaded) = loaded.as_mut() else { return };
            loaded.step(root, direction)
        };
        self.edited(sheet, &changes, Told::All);
    }

    fn edited(&self, sheet: &Rc<Sheet>, changes: &[(&'static str, Splice)], told: Told) {
        sheet.tell(changes, told);
        if !sheet.is_unsaved() {
            return;
        }
        let now = self.now();
        let first = sheet.edited.get().map_or(now, |(first, _)| first);
        sheet.edited.set(Some((first, now)));
        self.refresh_status();
        self.keep_soon(sheet);
    }

    /// Has the sheet kept after a pause; one timer runs at a time.
    fn keep_soon(&self, sheet: &Rc<Sheet>) {
        if sheet.timer.replace(true) {
            return;
        }
        let sheet = Rc::clone(sheet);
        self.spawn(move |notebook| async move {
            loop {
                let now = notebook.now();
                let Some((first, last)) = sheet.edited.get() else { break };
                let due = due(first, last);
                if now >= due {
                    break;
                }
                notebook.0.host.sleep(rest(due, now)).await;
            }
            sheet.timer.set(false);
            // A failure shows in the status and is tried again.
            let _retried = notebook.keep(&sheet).await;
        });
    }

    /// Keeps everything that is in memory, now.
    pub(super) fn keep_all(&self) {
        let sheets: Vec<Rc<Sheet>> = self.0.shelf.borrow().values().cloned().collect();
        for sheet in sheets.into_iter().filter(|sheet| sheet.is_unsaved()) {
            self.spawn(move |notebook| async move {
                let _retried = notebook.keep(&sheet).await;
            });
        }
        if self.0.drafting.is_unsaved() {
            self.spawn(|notebook| async move {
                let _retried = notebook.keep_drafts().await;
            });
        }
    }

    /// Keeps everything that is in memory. When this returns well all of it is on the disk: the app may be renewed.
    ///
    /// # Errors
    /// [`SaveError`]; what was not kept stays in memory and is tried again.
    pub async fn keep_everything(&self) -> Result<(), SaveError> {
        let sheets: Vec<Rc<Sheet>> = self.0.shelf.borrow().values().cloned().collect();
        for sheet in sheets {
            self.keep(&sheet).await?;
        }
        self.keep_drafts().await
    }

    /// Keeps what is unsaved of a sheet. When this returns well it is on the disk.
    pub(super) async fn keep(&self, sheet: &Rc<Sheet>) -> Result<(), SaveError> {
        let _turn = sheet.turn.lock().await;
        let kept = self.keep_in_turn(sheet).await;
        if let Err(SaveError::Storage(failure)) = &kept
            && sheet.is_unsaved()
        {
            sheet.failure.set(Some(*failure));
            self.refresh_status();
            self.retry_later(sheet);
        }
        kept
    }

    async fn keep_in_turn(&self, sheet: &Rc<Sheet>) -> Result<(), SaveError> {
        loop {
            let Some(Taken { local, steps }) = self.unsaved_of(sheet) else { return Ok(()) };
            sheet.keeping.set(steps.len());
            let kept = self.0.store.append(local, || random_id(self.0.host.as_ref())).await;
            sheet.keeping.set(0);
            match kept {
                Ok(appended) => {
                    sheet.failure.set(None);
                    sheet.kept();
                    self.0.saved.set(true);
                    self.advanced(appended.key);
                    if !sheet.is_unsaved() {
                        sheet.edited.set(None);
                    }
                    sheet.show();
                    self.refresh_status();
                }
                Err(AppendError::Replaced) => {
                    sheet.put_back(steps);
                    match self.read_in(sheet).await {
                        Err(SaveError::NotHere) => return self.keep_as_text(sheet).await,
                        read => read?,
                    }
                }
                Err(AppendError::Storage(failure)) => {
                    sheet.put_back(steps);
                    return Err(SaveError::Storage(failure));
                }
                Err(AppendError::Gone | AppendError::Exists) => {
                    sheet.put_back(steps);
                    return self.keep_as_text(sheet).await;
                }
            }
        }
    }

    /// Takes what is unsaved out of memory, on its way to the disk.
    fn unsaved_of(&self, sheet: &Rc<Sheet>) -> Option<Taken> {
        let mut loaded = sheet.loaded.borrow_mut();
        let loaded = loaded.as_mut().filter(|loaded| !loaded.unsaved.is_empty())?;
        let steps = std::mem::take(&mut loaded.unsaved);
        loaded.before_keeping = std::mem::take(&mut loaded.before_unsaved);
        let local = NewLocal {
            doc: sheet.doc,
            items: batches(&steps),
            lineage: Some(loaded.lineage),
            digest: loaded.digest(),
            instead_of_draft: None,
            instead_of_rescue: None,
            at: self.now(),
        };
        Some(Taken { local, steps })
    }

    /// One retry is under way at a time, however often the disk fails.
    fn retry_later(&self, sheet: &Rc<Sheet>) {
        if sheet.retrying.replace(true) {
            return;
        }
        let sheet = Rc::clone(sheet);
        self.spawn(move |notebook| async move {
            notebook.0.host.sleep(RETRY).await;
            sheet.retrying.set(false);
            if sheet.failure.get().is_some_and(|failure| !failure.is_permanent()) {
                let _retried = notebook.keep(&sheet).await;
            }
            notebook.forget_if_done(&sheet);
        });
    }

    /// The document is gone from the device while somebody wrote in it: the words are kept as rescue drafts.
    async fn keep_as_text(&self, sheet: &Rc<Sheet>) -> Result<(), SaveError> {
        let words = sheet.loaded.borrow().as_ref().map(Loaded::unsaved_words).unwrap_or_default();
        let key = self.keep_words(sheet.doc, words).await?;
        sheet.leave();
        self.advanced(key);
        self.refresh_status();
        Err(SaveError::NotHere)
    }

    /// Keeps what was to be appended to a document that is no longer here.
    pub(super) async fn keep_words_of(&self, doc: DocId, intents: &[Intent]) -> Result<(), SaveError> {
        let words: Vec<(String, String)> = words_in(intents).collect();
        if words.is_empty() {
            return Err(SaveError::NotHere);
        }
        let key = self.keep_words(doc, words).await?;
        self.advanced(key);
        self.refresh_status();
        Ok(())
    }

    async fn keep_words(&self, doc: DocId, words: Vec<(String, String)>) -> Result<LogKey, StorageFailure> {
        let lost = Lost { doc, words, reason: Reason::NoAccess };
        self.0.store.keep_as_text(lost, self.now(), || random_id(self.0.host.as_ref())).await
    }

    /// This tab wrote to the storage: the other tabs, and the own lists, follow.
    pub(super) fn advanced(&self, key: LogKey) {
        self.0.appended.set(self.0.appended.get().max(key));
        let _ended = self.0.requests.unbounded_send(TabRequest::Advanced(key));
        self.follow_soon();
    }
}
