//! Following the log: what other tabs, the server and this tab did, in the one order there is.

use buurtboek_shared::sorting;
use std::rc::Rc;

use buurtboek_shared::{
    ids::{DocId, DocKind, MemberId},
    time::Timestamp,
};
use futures_channel::{mpsc::UnboundedReceiver, oneshot};
use futures_util::StreamExt as _;
use leptos::prelude::{GetUntracked as _, Set as _, Update as _};

use super::{
    notebook::{Following, Notebook},
    save_error::SaveError,
    saving::RETRY,
    sheet::{Sheet, Told},
    waiting::{WaitingItem, WaitingKind},
};
use crate::{
    storage::{
        device_store::LogHole,
        failure::StorageFailure,
        records::{LogChange, LogEntry, LogKey, Queued, QueuedKind},
    },
    sync::{status::Link, tab::TabNews},
};

impl Notebook {
    /// Runs as long as the tab does.
    pub(super) async fn listen(self, mut news: UnboundedReceiver<TabNews>) {
        if let Err(failure) = self.0.store.settle(self.now()).await {
            self.0.failure.set(Some(failure));
        }
        self.read_everything().await;
        while let Some(news) = news.next().await {
            match news {
                TabNews::Advanced => self.follow_soon(),
                TabNews::Link(report) => {
                    if matches!(report.link, Link::Offline | Link::Connecting) {
                        self.forget_carets();
                    }
                    self.0.report.set(report);
                    self.refresh_status();
                }
                TabNews::Caret(doc, member, device, place) => {
                    let sheet = self.0.shelf.borrow().get(&doc).cloned();
                    if let Some(sheet) = sheet {
                        sheet.places.borrow_mut().set(member, device, place);
                        sheet.show_carets();
                    }
                }
                TabNews::Unreadable(docs) => {
                    self.0.unreadable.replace(docs);
                    self.refresh_status();
                }
                TabNews::Company(company) => {
                    if self.0.company.get_untracked() != company {
                        self.0.company.set(company);
                    }
                }
                TabNews::KeepNow => self.keep_all(),
            }
        }
    }

    fn forget_carets(&self) {
        for sheet in self.0.shelf.borrow().values() {
            if sheet.places.borrow_mut().forget() {
                sheet.show_carets();
            }
        }
    }

    /// Follows the log, once at a time.
    pub(super) fn follow_soon(&self) {
        match self.0.following.get() {
            Following::Busy | Following::Again => self.0.following.set(Following::Again),
            Following::Resting => {
                self.0.following.set(Following::Busy);
                self.spawn(|notebook| async move { notebook.follow_until_rest().await });
            }
        }
    }

    async fn follow_until_rest(&self) {
        loop {
            self.0.following.set(Following::Busy);
            let hearing = self.0.followers.take();
            let followed = self.follow().await;
            if let Err(failure) = followed {
                self.0.failure.set(Some(failure));
                self.refresh_status();
                self.follow_later(failure);
            }
            for hears in hearing {
                // Who waited may be gone by now.
                let _gone = hears.send(followed);
            }
            if self.0.following.get() != Following::Again {
                break;
            }
        }
        self.0.following.set(Following::Resting);
    }

    /// Follows the log up to what this tab wrote there: then the screens know of it. A log that cannot be read is said in
    /// the status; what was written is kept all the same.
    pub(super) async fn follow_to(&self, key: LogKey) {
        while self.0.followed.get() < key {
            let (told, hears) = oneshot::channel();
            self.0.followers.borrow_mut().push(told);
            self.follow_soon();
            match hears.await {
                Ok(Ok(())) => {}
                Ok(Err(_)) | Err(oneshot::Canceled) => return,
            }
        }
    }

    /// A log that could not be read is tried again; one such retry waits at a time.
    fn follow_later(&self, failure: StorageFailure) {
        if failure.is_permanent() || self.0.follows_later.replace(true) {
            return;
        }
        self.spawn(|notebook| async move {
            notebook.0.host.sleep(RETRY).await;
            notebook.0.follows_later.set(false);
            notebook.follow_soon();
        });
    }

    async fn follow(&self) -> Result<(), StorageFailure> {
        let page = self.0.store.log_after(self.0.followed.get()).await?;
        if page.hole == LogHole::Missed {
            return self.read_all().await;
        }
        let mut seen = Seen::default();
        for entry in page.entries {
            self.take(entry, &mut seen).await;
        }
        self.show(seen).await?;
        // Only now: what could not be shown is taken once more.
        self.0.followed.set(page.key);
        self.read_readiness().await?;
        self.0.failure.set(None);
        self.refresh_status();
        Ok(())
    }

    async fn take(&self, entry: LogEntry, seen: &mut Seen) {
        let own = entry.tab == self.0.store.tab();
        match entry.change {
            LogChange::Queued(doc, queued) => {
                if !own {
                    self.take_queued(doc, &queued).await;
                }
                self.add_waiting(doc, queued);
            }
            LogChange::Rows(doc, rows, head) => {
                self.take_in(doc, rows).await;
                self.set_head(doc, head);
            }
            LogChange::Headed(doc, head) => self.set_head(doc, head),
            LogChange::Replaced(doc) => self.reload_sheet(doc).await,
            LogChange::Left(_, batches) => {
                self.0.waiting.update(|waiting| waiting.retain(|item| !batches.contains(&item.batch)));
            }
            LogChange::Rebuilt(doc, gone, queued) => {
                self.0.waiting.update(|waiting| waiting.retain(|item| !gone.contains(&item.batch)));
                self.add_waiting(doc, queued);
                self.reload_sheet(doc).await;
            }
            LogChange::Revoked(doc) | LogChange::TakenBack(doc) => {
                self.close_sheet(doc).await;
                seen.rows.push(doc);
                seen.readiness = true;
            }
            LogChange::Listed(docs) => {
                for doc in &docs {
                    self.show_if_empty(*doc).await;
                }
                seen.rows.extend(docs);
                seen.readiness = true;
            }
            LogChange::Fetched(doc) => {
                self.show_if_empty(doc).await;
                seen.readiness = true;
            }
            LogChange::Rescue => seen.rescue = true,
            LogChange::Drafts => seen.drafts = true,
            LogChange::SetAside => seen.set_aside = true,
        }
    }

    async fn show(&self, seen: Seen) -> Result<(), StorageFailure> {
        if seen.rescue {
            self.0.rescue.set(self.0.store.rescue(self.now()).await?);
        }
        if seen.drafts {
            self.0.drafts.set(self.0.store.drafts(self.now()).await?);
        }
        if seen.set_aside {
            self.0.set_aside.set(self.0.store.set_aside().await?);
        }
        self.read_rows(seen.rows).await?;
        if seen.readiness {
            self.0.readiness_due.set(true);
        }
        Ok(())
    }

    async fn take_queued(&self, doc: DocId, queued: &[Queued]) {
        let own = self.0.store.member();
        let updates = queued.iter().filter_map(|item| match &item.what {
            QueuedKind::Written(update) => Some((own, update.clone())),
            QueuedKind::Created(_) | QueuedKind::Decided(_) | QueuedKind::HandedOver => None,
        });
        self.take_in(doc, updates.collect()).await;
    }

    /// Takes updates into an open document.
    async fn take_in(&self, doc: DocId, updates: Vec<(MemberId, Vec<u8>)>) {
        let Some(sheet) = self.0.shelf.borrow().get(&doc).cloned() else { return };
        let mut changes = Vec::new();
        let mut broken = false;
        match sheet.loaded.borrow_mut().as_mut() {
            Some(loaded) => {
                for (member, update) in updates {
                    match loaded.take_in(member, &update) {
                        Ok(made) => changes.extend(made),
                        Err(_) => broken = true,
                    }
                }
            }
            None => sheet.missed.set(true),
        }
        sheet.tell(&changes, Told::All);
        sheet.show();
        if broken || sheet.loaded.borrow().is_none() {
            self.reload_open(&sheet).await;
        }
    }

    fn set_head(&self, doc: DocId, head: (buurtboek_shared::ids::Seq, buurtboek_shared::ids::Chain)) {
        if let Some(sheet) = self.0.shelf.borrow().get(&doc)
            && let Some(loaded) = sheet.loaded.borrow_mut().as_mut()
        {
            loaded.shown = head;
        }
    }

    async fn reload_sheet(&self, doc: DocId) {
        let sheet = self.0.shelf.borrow().get(&doc).cloned();
        if let Some(sheet) = sheet {
            sheet.missed.set(true);
            self.reload_open(&sheet).await;
        }
    }

    /// A document in which nobody wrote comes without a row: it is here all the same.
    async fn show_if_empty(&self, doc: DocId) {
        let sheet = self.0.shelf.borrow().get(&doc).cloned();
        if let Some(sheet) = sheet.filter(|sheet| sheet.loaded.borrow().is_none()) {
            self.reload_open(&sheet).await;
        }
    }

    async fn reload_open(&self, sheet: &Rc<Sheet>) {
        // What does not read shows as "not here"; the next change of it tries again. What is gone leaves the screen, also
        // where this tab did not hear of it.
        if self.reload(sheet).await == Err(SaveError::NotHere) {
            self.part_with(sheet).await;
        }
        self.refresh_status();
    }

    async fn close_sheet(&self, doc: DocId) {
        let sheet = self.0.shelf.borrow().get(&doc).cloned();
        if let Some(sheet) = sheet {
            self.part_with(&sheet).await;
        }
    }

    /// The document is gone: what was typed and not kept becomes a rescue draft, the rest leaves the screen. While the device
    /// does not take those words they stay where they are, and are tried again.
    async fn part_with(&self, sheet: &Rc<Sheet>) {
        let kept = self.keep(sheet).await;
        if !matches!(kept, Err(SaveError::Storage(_))) || !sheet.is_unsaved() {
            sheet.leave();
        }
    }

    fn add_waiting(&self, doc: DocId, queued: Vec<Queued>) {
        self.0.waiting.update(|waiting| {
            for item in queued {
                let item = waiting_item(doc, item);
                if waiting.iter().all(|known| known.batch != item.batch) {
                    waiting.push(item);
                }
            }
            sorting::sort_by_key(waiting, |item| item.batch);
        });
    }

    /// Reads everything anew; a failure is tried again by whatever happens next.
    async fn read_everything(&self) {
        if let Err(failure) = self.read_all().await {
            self.0.failure.set(Some(failure));
            self.follow_later(failure);
        }
        self.refresh_status();
    }

    async fn read_all(&self) -> Result<(), StorageFailure> {
        let now = self.now();
        let (waiting, key) = self.0.store.waiting(now).await?;
        let before = self.0.followed.replace(key);
        self.0.waiting.set(waiting.into_iter().map(|(doc, item)| waiting_item(doc, item)).collect());
        let read = self.read_the_rest(now).await;
        if read.is_err() {
            // What could not be read is read once more.
            self.0.followed.set(before);
        }
        read
    }

    async fn read_the_rest(&self, now: Timestamp) -> Result<(), StorageFailure> {
        self.0.rescue.set(self.0.store.rescue(now).await?);
        self.0.drafts.set(self.0.store.drafts(now).await?);
        let kinds: Vec<DocKind> = self.0.lists.borrow().keys().copied().collect();
        for kind in kinds {
            self.read_list_now(kind).await?;
        }
        let sheets: Vec<Rc<Sheet>> = self.0.shelf.borrow().values().cloned().collect();
        for sheet in sheets {
            self.reload_open(&sheet).await;
        }
        self.0.set_aside.set(self.0.store.set_aside().await?);
        self.0.readiness_due.set(true);
        self.read_readiness().await?;
        self.0.failure.set(None);
        self.refresh_status();
        Ok(())
    }

    /// Says how far the device is, once everything that this is about is on the screen: a list that is called whole must
    /// not be the one of before.
    async fn read_readiness(&self) -> Result<(), StorageFailure> {
        if !self.0.readiness_due.get() {
            return Ok(());
        }
        let found = self.0.store.readiness().await?;
        if found.as_of > self.0.followed.get() {
            self.follow_soon();
            return Ok(());
        }
        self.0.readiness_due.set(false);
        self.0.readiness.update(|readiness| {
            readiness.to_fetch = found.to_fetch;
            readiness.fetched_at = found.fetched_at;
        });
        Ok(())
    }
}

/// What the entries of one page touched.
#[derive(Default)]
struct Seen {
    rows: Vec<DocId>,
    readiness: bool,
    rescue: bool,
    drafts: bool,
    set_aside: bool,
}

fn waiting_item(doc: DocId, queued: Queued) -> WaitingItem {
    let what = match queued.what {
        QueuedKind::Created(kind) => WaitingKind::Created(kind),
        QueuedKind::Written(_) => WaitingKind::Written,
        QueuedKind::Decided(command) => WaitingKind::Decided(command),
        QueuedKind::HandedOver => WaitingKind::HandedOver,
    };
    WaitingItem { doc, batch: queued.batch, since: queued.since, what }
}
