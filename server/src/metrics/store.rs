//! The store's own counters, asked for whenever somebody looks.

use prometheus_client::{
    collector::Collector,
    encoding::{DescriptorEncoder, EncodeMetric, NoLabelSet},
    metrics::{MetricType, counter::ConstCounter, gauge::ConstGauge},
    registry::Unit,
};

use crate::store::{StoreMetrics, metrics::GROUP_BUCKETS};

/// Tells what the writer thread counted.
#[derive(Debug)]
pub(super) struct StoreCollector(pub(super) StoreMetrics);

impl Collector for StoreCollector {
    fn encode(&self, mut encoder: DescriptorEncoder<'_>) -> Result<(), std::fmt::Error> {
        let figures = self.0.figures();
        for (name, help, count) in [
            ("commits", "Commits on disk", figures.committed),
            ("declined_commits", "Commits answered with a reason", figures.declined),
            ("lost_commits", "Commits that failed with the disk or the database", figures.lost),
        ] {
            let counter = ConstCounter::new(count);
            counter.encode(encoder.encode_descriptor(name, help, None, MetricType::Counter)?)?;
        }
        let queue = ConstGauge::new(i64::try_from(figures.queued).unwrap_or(i64::MAX));
        queue.encode(encoder.encode_descriptor("store_queue", "Commits that wait", None, MetricType::Gauge)?)?;
        let seconds = ConstCounter::new(micros_as_seconds(figures.group_micros));
        let help = "Time in groups of commits, fsync included";
        seconds.encode(encoder.encode_descriptor("group", help, Some(&Unit::Seconds), MetricType::Counter)?)?;

        let bounds = GROUP_BUCKETS.iter().map(|bound| small(*bound));
        let buckets: Vec<(f64, u64)> = bounds.zip(figures.groups).chain([(f64::MAX, 0)]).collect();
        let groups = figures.groups.iter().sum();
        let commits = small(figures.committed + figures.declined + figures.lost);
        encoder
            .encode_descriptor("group_size", "Commits that shared one fsync", None, MetricType::Histogram)?
            .encode_histogram::<NoLabelSet>(commits, groups, &buckets, None)
    }
}

/// Counts far below 2⁵², as the text format wants them.
#[expect(clippy::cast_precision_loss, reason = "a counter that is off by one after 2^52 commits is still right")]
const fn small(count: u64) -> f64 {
    count as f64
}

fn micros_as_seconds(micros: u64) -> f64 {
    small(micros) / 1e6
}
