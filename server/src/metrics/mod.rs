//! What the server counts: numbers only, never a name or an id.

mod store;

use std::time::Instant;

use buurtboek_shared::domain::refusal::Reason;
use prometheus_client::{
    encoding::{EncodeLabelSet, text::encode},
    metrics::{
        counter::Counter,
        family::Family,
        gauge::Gauge,
        histogram::{Histogram, exponential_buckets},
    },
    registry::{Registry, Unit},
};

use crate::store::StoreMetrics;

/// Which protocol a socket speaks.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Protocol {
    /// Our own.
    Sync,
    /// Stock y-websocket.
    Yjs,
}

impl Protocol {
    const ALL: [Self; 2] = [Self::Sync, Self::Yjs];

    const fn word(self) -> &'static str {
        match self {
            Self::Sync => "sync",
            Self::Yjs => "yjs",
        }
    }
}

/// How a login ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum LoginOutcome {
    /// A session began.
    Done,
    /// The user name or password was wrong.
    Wrong,
    /// It came too soon after others.
    LockedOut,
    /// The server could not tell.
    Failed,
}

impl LoginOutcome {
    const fn word(self) -> &'static str {
        match self {
            Self::Done => "done",
            Self::Wrong => "wrong",
            Self::LockedOut => "locked_out",
            Self::Failed => "failed",
        }
    }
}

#[derive(Clone, Debug, PartialEq, Eq, Hash, EncodeLabelSet)]
struct ProtocolLabel {
    protocol: &'static str,
}

#[derive(Clone, Debug, PartialEq, Eq, Hash, EncodeLabelSet)]
struct ReasonLabel {
    reason: &'static str,
}

#[derive(Clone, Debug, PartialEq, Eq, Hash, EncodeLabelSet)]
struct OutcomeLabel {
    outcome: &'static str,
}

/// Every count of the server. Shared by reference; each part counts its own.
#[derive(Debug)]
pub struct Metrics {
    registry: Registry,
    sockets: Family<ProtocolLabel, Gauge>,
    refusals: Family<ReasonLabel, Counter>,
    logins: Family<OutcomeLabel, Counter>,
    /// Refused bytes that were not kept: as much of their member is in quarantine as may be.
    pub quarantine_full: Counter,
    /// Documents that have a running actor.
    pub open_documents: Gauge,
    /// Documents that could not be read from the store when somebody last asked for them.
    pub unreadable_documents: Gauge,
    /// Seconds between an update's arrival at the gate of its document, which is in memory, and the gate's verdict.
    gate_seconds: Histogram,
    /// Messages that wait for a document's actor, over all documents.
    pub document_queue: Gauge,
    /// Frames that wait to be sent, over all sockets.
    pub socket_queue: Gauge,
}

impl Metrics {
    /// All at zero; the store's are asked for when somebody looks.
    #[must_use]
    pub fn new(store: StoreMetrics) -> Self {
        let mut metrics = Self {
            registry: Registry::with_prefix("buurtboek"),
            sockets: Family::default(),
            refusals: Family::default(),
            logins: Family::default(),
            quarantine_full: Counter::default(),
            open_documents: Gauge::default(),
            unreadable_documents: Gauge::default(),
            gate_seconds: Histogram::new(exponential_buckets(0.000_05, 2.0, 15)),
            document_queue: Gauge::default(),
            socket_queue: Gauge::default(),
        };
        // What never happened is told as zero.
        for protocol in Protocol::ALL {
            metrics.sockets.get_or_create_owned(&ProtocolLabel { protocol: protocol.word() });
        }
        metrics.register();
        metrics.registry.register_collector(Box::new(store::StoreCollector(store)));
        metrics
    }

    fn register(&mut self) {
        let registry = &mut self.registry;
        registry.register("sockets", "Open sockets", self.sockets.clone());
        registry.register("refusals", "Updates and commands not taken", self.refusals.clone());
        registry.register("logins", "Attempts to log in", self.logins.clone());
        registry.register("quarantine_full", "Refused bytes not kept", self.quarantine_full.clone());
        registry.register("open_documents", "Documents that are open", self.open_documents.clone());
        let (name, help) = ("unreadable_documents", "Documents that the store has and that cannot be read");
        registry.register(name, help, self.unreadable_documents.clone());
        registry.register_with_unit("gate", "Time in a document's gate", Unit::Seconds, self.gate_seconds.clone());
        registry.register("document_queue", "Messages that wait for a document", self.document_queue.clone());
        registry.register("socket_queue", "Frames that wait to be sent", self.socket_queue.clone());
    }

    /// Counts a socket for as long as the answer lives.
    #[must_use]
    pub fn socket(&self, protocol: Protocol) -> OpenSocket {
        let gauge = self.sockets.get_or_create_owned(&ProtocolLabel { protocol: protocol.word() });
        gauge.inc();
        OpenSocket(gauge)
    }

    /// How many sockets are open, of both protocols.
    #[must_use]
    pub fn open_sockets(&self) -> i64 {
        Protocol::ALL
            .into_iter()
            .map(|protocol| self.sockets.get_or_create(&ProtocolLabel { protocol: protocol.word() }).get())
            .sum()
    }

    /// Does what happens at a document's gate, and counts how long it took.
    pub fn at_the_gate<T>(&self, work: impl FnOnce() -> T) -> T {
        let started = Instant::now();
        let done = work();
        self.gate_seconds.observe(started.elapsed().as_secs_f64());
        done
    }

    /// Counts something that was not taken.
    pub fn refused(&self, reason: Reason) {
        self.refusals.get_or_create(&ReasonLabel { reason: reason.code() }).inc();
    }

    /// Counts an attempt to log in.
    pub fn login(&self, outcome: LoginOutcome) {
        self.logins.get_or_create(&OutcomeLabel { outcome: outcome.word() }).inc();
    }

    /// Everything as OpenMetrics text.
    ///
    /// # Errors
    /// Never in practice: writing to a string does not fail.
    pub fn text(&self) -> Result<String, std::fmt::Error> {
        let mut text = String::new();
        encode(&mut text, &self.registry)?;
        Ok(text)
    }
}

/// An open socket, counted until it is dropped.
#[derive(Debug)]
pub struct OpenSocket(Gauge);

impl Drop for OpenSocket {
    fn drop(&mut self) {
        self.0.dec();
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_happened_is_what_is_told() {
        let metrics = Metrics::new(StoreMetrics::default());
        let first = metrics.socket(Protocol::Sync);
        let second = metrics.socket(Protocol::Yjs);
        drop(second);
        metrics.refused(Reason::ClockGap);
        metrics.at_the_gate(|| ());
        let text = metrics.text().unwrap();
        assert_eq!(metrics.open_sockets(), 1);
        for line in [
            "buurtboek_sockets{protocol=\"sync\"} 1",
            "buurtboek_refusals_total{reason=\"clock_gap\"} 1",
            "buurtboek_gate_seconds_count 1",
            "buurtboek_commits_total 0",
            "buurtboek_group_size_count 0",
        ] {
            assert!(text.lines().any(|given| given == line), "{line} in\n{text}");
        }
        drop(first);
        assert_eq!(metrics.open_sockets(), 0);
    }
}
