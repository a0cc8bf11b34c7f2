//! The thread that writes. Whatever queued while the last group was on its way to disk is the next group: one fsync
//! for all of it, and no waiting when there is only one.
//!
//! After a failure the store is read-only: commits fail at once, and the thread probes the disk, with growing pauses,
//! until a write works again.

use std::{
    io,
    sync::Arc,
    thread,
    time::{Duration, Instant},
};

use tokio::{
    sync::{mpsc, oneshot, watch},
    time,
};

use super::{
    Commit, CommitError, Committed, Ending, Quarantined, ReadError, Reader, StoreMetrics, Writer, metrics::Group,
};

/// Most commits in one group.
pub const LARGEST_GROUP: usize = 256;
/// Most jobs that wait; beyond it whoever commits waits for a place.
const QUEUE: usize = 1024;
/// The pause before the first probe of a store that failed.
const FIRST_PAUSE: Duration = Duration::from_millis(100);
/// The longest pause between two probes.
const LONGEST_PAUSE: Duration = Duration::from_secs(10);

/// Whether a store closed in time.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Closing {
    /// Everything that was queued is on disk.
    Closed,
    /// The disk did not answer. What it did not take was acknowledged to nobody.
    Unanswered,
}

/// Can the store be written to?
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum StoreState {
    /// As far as the last write tells.
    Writable,
    /// The last write failed; a probe will tell when it is over.
    ReadOnly,
    /// It was closed, in order.
    Closed,
}

/// The way to the writer thread and to the readers. Cheap to clone; the thread ends when it is closed or the last
/// handle is gone.
#[derive(Clone)]
pub struct StoreHandle {
    jobs: mpsc::Sender<Job>,
    state: watch::Receiver<StoreState>,
    metrics: StoreMetrics,
    reader: Arc<dyn Reader>,
}

impl std::fmt::Debug for StoreHandle {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("StoreHandle").field("state", &*self.state.borrow()).finish_non_exhaustive()
    }
}

type Answer = oneshot::Sender<Result<Committed, CommitError>>;
type Work = Box<dyn FnOnce(&mut dyn Writer) -> Health + Send>;

enum Job {
    Commit(Box<Commit>, Answer),
    Work(Work),
    Close(oneshot::Sender<()>),
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Health {
    Well,
    Failed,
}

impl Health {
    fn of<T>(result: &Result<T, CommitError>) -> Self {
        match result {
            Err(CommitError::Storage(_)) => Self::Failed,
            Ok(_) | Err(_) => Self::Well,
        }
    }
}

impl StoreHandle {
    /// Starts the thread for this writer; `reader` reads what it commits.
    ///
    /// # Errors
    /// When the system gives no thread.
    pub fn start(writer: impl Writer + 'static, reader: Arc<dyn Reader>) -> io::Result<Self> {
        let (jobs, queue) = mpsc::channel(QUEUE);
        let (state_sender, state) = watch::channel(StoreState::Writable);
        let metrics = StoreMetrics::default();
        let timers = tokio::runtime::Builder::new_current_thread().enable_time().build()?;
        let keeper = Keeper {
            writer: Box::new(writer),
            queue,
            state: state_sender,
            metrics: metrics.clone(),
            pause: FIRST_PAUSE,
            probe_at: None,
        };
        // A runtime of its own with nothing but timers: the writes block this thread and no other.
        thread::Builder::new().name("store-writer".to_owned()).spawn(move || timers.block_on(keeper.run()))?;
        Ok(Self { jobs, state, metrics, reader })
    }

    /// Commits, together with whatever else waits.
    ///
    /// # Errors
    /// Those of [`CommitError`]. [`CommitError::Storage`] at once while the store is read-only or closed.
    pub async fn commit(&self, commit: Commit) -> Result<Committed, CommitError> {
        self.check_writable()?;
        let (answer, answered) = oneshot::channel();
        self.metrics.count_queued();
        let queued = self.jobs.send(Job::Commit(Box::new(commit), answer)).await;
        if queued.is_err() {
            self.metrics.count_unqueued();
            return Err(gone());
        }
        answered.await.unwrap_or_else(|_| Err(gone()))
    }

    /// Keeps refused bytes.
    ///
    /// # Errors
    /// When they could not be kept: nobody's work is lost by it.
    pub async fn quarantine(&self, refused: Quarantined) -> Result<(), CommitError> {
        self.work(move |writer| writer.quarantine(refused)).await
    }

    /// Proves that the store can be written to.
    ///
    /// # Errors
    /// When it cannot.
    pub async fn probe(&self) -> Result<(), CommitError> {
        self.work(|writer| writer.probe()).await
    }

    /// Runs work on the relational tables, in a transaction of its own that is on disk when this returns `Ok`. Work that
    /// ends in an error leaves nothing behind.
    ///
    /// # Errors
    /// The work's own, or the store's.
    pub async fn transact<T, E>(
        &self,
        work: impl FnOnce(&rusqlite::Connection) -> Result<T, E> + Send + 'static,
    ) -> Result<T, E>
    where
        T: Send + 'static,
        E: From<CommitError> + Send + 'static,
    {
        let mut work = Some(work);
        let outcome = self
            .work(move |writer| {
                let mut value = None;
                writer.transact(&mut |connection| {
                    value = work.take().map(|work| work(connection));
                    match &value {
                        Some(Ok(_)) => Ending::Keep,
                        Some(Err(_)) | None => Ending::Undo,
                    }
                })?;
                Ok(value)
            })
            .await;
        match outcome {
            Ok(Some(value)) => value,
            Ok(None) => Err(gone().into()),
            Err(error) => Err(error.into()),
        }
    }

    /// Reads on the calling thread: for a single short question.
    #[must_use]
    pub fn reader(&self) -> &Arc<dyn Reader> {
        &self.reader
    }

    /// Reads on a thread that may block: for anything that may be long. Inside a tokio runtime only.
    ///
    /// # Errors
    /// Those of the question.
    pub async fn read<T: Send + 'static>(
        &self,
        question: impl FnOnce(&dyn Reader) -> Result<T, ReadError> + Send + 'static,
    ) -> Result<T, ReadError> {
        let reader = Arc::clone(&self.reader);
        tokio::task::spawn_blocking(move || question(reader.as_ref())).await.unwrap_or(Err(ReadError::Interrupted))
    }

    /// Whether the store can be written to, now and as it changes.
    #[must_use]
    pub fn state(&self) -> watch::Receiver<StoreState> {
        self.state.clone()
    }

    /// What the thread counts.
    #[must_use]
    pub const fn metrics(&self) -> &StoreMetrics {
        &self.metrics
    }

    /// Commits what is queued, closes the database and returns. Later commits fail.
    pub async fn close(&self) {
        let (done, closed) = oneshot::channel();
        if self.jobs.send(Job::Close(done)).await.is_ok() {
            // Without an answer the thread is gone as well, which is what was asked for.
            let _ = closed.await;
        }
    }

    /// Like [`Self::close`], and waits for the disk no longer than until then.
    pub async fn close_by(&self, end: time::Instant) -> Closing {
        match time::timeout_at(end, self.close()).await {
            Ok(()) => Closing::Closed,
            Err(_) => Closing::Unanswered,
        }
    }

    async fn work<T: Send + 'static>(
        &self,
        work: impl FnOnce(&mut dyn Writer) -> Result<T, CommitError> + Send + 'static,
    ) -> Result<T, CommitError> {
        self.check_writable()?;
        let (answer, answered) = oneshot::channel();
        let job = Job::Work(Box::new(move |writer| {
            let result = work(writer);
            let health = Health::of(&result);
            // Whoever asked may have stopped waiting.
            let _ = answer.send(result);
            health
        }));
        self.jobs.send(job).await.map_err(|_| gone())?;
        answered.await.unwrap_or_else(|_| Err(gone()))
    }

    fn check_writable(&self) -> Result<(), CommitError> {
        match *self.state.borrow() {
            StoreState::Writable => Ok(()),
            StoreState::ReadOnly => Err(CommitError::Storage("the last write failed".to_owned())),
            StoreState::Closed => Err(CommitError::Storage("the store is closed".to_owned())),
        }
    }
}

fn gone() -> CommitError {
    CommitError::Storage("the store does not write any more".to_owned())
}

/// What the thread holds.
struct Keeper {
    writer: Box<dyn Writer>,
    queue: mpsc::Receiver<Job>,
    state: watch::Sender<StoreState>,
    metrics: StoreMetrics,
    /// Before the probe after the next failure.
    pause: Duration,
    /// Set while read-only.
    probe_at: Option<time::Instant>,
}

impl Keeper {
    async fn run(mut self) {
        let mut closing = Vec::new();
        let mut job = self.next_job().await;
        while let Some(present) = job {
            let next = match present {
                Job::Close(done) => {
                    // What is queued already is still carried out; nothing is queued any more.
                    self.queue.close();
                    closing.push(done);
                    None
                }
                Job::Work(work) => {
                    self.carry_out(work);
                    None
                }
                Job::Commit(commit, answer) => self.commit_group(*commit, answer),
            };
            job = match next {
                Some(next) => Some(next),
                None => self.next_job().await,
            };
        }
        drop(self.writer);
        self.state.send_replace(StoreState::Closed);
        for done in closing {
            // Whoever closed it may have stopped waiting.
            let _ = done.send(());
        }
    }

    /// The next job; none when there will never be one. Meanwhile a store that failed is probed.
    async fn next_job(&mut self) -> Option<Job> {
        loop {
            match self.probe_at {
                None => return self.queue.recv().await,
                Some(at) => match time::timeout_at(at, self.queue.recv()).await {
                    Ok(job) => return job,
                    Err(_) => self.probe(),
                },
            }
        }
    }

    fn carry_out(&mut self, work: Work) {
        // Dropping the work answers it: the store does not write.
        if self.probe_at.is_none() && work(self.writer.as_mut()) == Health::Failed {
            self.fail();
        }
    }

    /// Commits this and every commit that waits behind it; answers the first job that is something else.
    fn commit_group(&mut self, first: Commit, answer: Answer) -> Option<Job> {
        let mut commits = vec![first];
        let mut answers = vec![answer];
        let mut other = None;
        self.metrics.count_unqueued();
        while commits.len() < LARGEST_GROUP {
            match self.queue.try_recv() {
                Ok(Job::Commit(commit, answer)) => {
                    self.metrics.count_unqueued();
                    commits.push(*commit);
                    answers.push(answer);
                }
                Ok(job @ (Job::Work(_) | Job::Close(_))) => {
                    other = Some(job);
                    break;
                }
                Err(mpsc::error::TryRecvError::Empty | mpsc::error::TryRecvError::Disconnected) => break,
            }
        }
        if self.probe_at.is_some() {
            // Dropping the answers says that the store does not write.
            return other;
        }
        let began = Instant::now();
        let results = self.writer.commit(commits);
        let mut group = Group { micros: micros(began.elapsed()), ..Group::default() };
        let mut health = Health::Well;
        for result in &results {
            match result {
                Ok(_) => group.committed += 1,
                Err(CommitError::Storage(_)) => {
                    group.lost += 1;
                    health = Health::Failed;
                }
                Err(_) => group.declined += 1,
            }
        }
        self.metrics.count_group(group);
        if health == Health::Failed {
            // Before the answers: whoever hears of the failure finds the store read-only.
            self.fail();
        } else if group.committed > 0 {
            self.pause = FIRST_PAUSE;
        }
        for (answer, result) in answers.into_iter().zip(results) {
            // Whoever offered it may have gone; it is committed all the same, and a repeat will be recognised.
            let _ = answer.send(result);
        }
        other
    }

    fn fail(&mut self) {
        let began = |state: &mut StoreState| std::mem::replace(state, StoreState::ReadOnly) != StoreState::ReadOnly;
        // Whoever watches hears that it began, not of every probe in vain.
        if self.state.send_if_modified(began) {
            tracing::error!("a write failed: the store is read-only until one works again");
        }
        self.probe_at = Some(time::Instant::now() + self.pause);
        // The pause is back to the first one only after a real commit: a probe may just fit on a disk that is full.
        self.pause = (self.pause * 2).min(LONGEST_PAUSE);
    }

    fn probe(&mut self) {
        match self.writer.probe() {
            Ok(()) => {
                self.probe_at = None;
                self.state.send_replace(StoreState::Writable);
                tracing::info!("a write works again: the store is writable");
            }
            Err(error) => {
                tracing::warn!(%error, "the store still cannot be written to");
                self.fail();
            }
        }
    }
}

fn micros(span: Duration) -> u64 {
    u64::try_from(span.as_micros()).unwrap_or(u64::MAX)
}

#[cfg(test)]
mod tests;
