//! Log lines: what happened, never content, names or tokens.

use std::io::Write;

use tracing::{Level, Metadata, level_filters::LevelFilter};
use tracing_subscriber::{
    Layer as _,
    filter::{FilterExt as _, Targets, filter_fn},
    layer::SubscriberExt as _,
    util::SubscriberInitExt as _,
};

use crate::config::{Config, LogFormat};

/// Sends log lines to standard error from now on, in the format and of the weight that the settings ask for. A second
/// call changes nothing: tests in one process share the first.
pub fn start(config: &Config) {
    write(config, std::io::stderr);
    // What a panic says may quote a text.
    std::panic::set_hook(Box::new(|panic| match panic.location() {
        Some(place) => tracing::error!(file = place.file(), line = place.line(), "something panicked"),
        None => tracing::error!("something panicked"),
    }));
}

/// Sends log lines from now on to what this opens for each of them. A second call changes nothing.
pub fn write<W: Write>(config: &Config, line: impl Fn() -> W + Send + Sync + 'static) {
    let asked: Targets = config.log.parse().unwrap_or_default();
    let filter = asked.and(filter_fn(may_be_said).with_max_level_hint(LevelFilter::TRACE));
    let lines = tracing_subscriber::fmt::layer().with_writer(line);
    let layer = match config.log_format {
        LogFormat::Text => lines.with_filter(filter).boxed(),
        LogFormat::Json => lines.json().flatten_event(true).with_filter(filter).boxed(),
    };
    // The error says only that somebody else did this before.
    tracing_subscriber::registry().with(layer).try_init().ok();
}

/// Whatever is asked for: a library does not know what is secret, and what it says of each frame is the frame.
fn may_be_said(line: &Metadata<'_>) -> bool {
    *line.level() <= Level::INFO || line.target().starts_with("buurtboek")
}
