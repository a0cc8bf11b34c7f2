//! Log lines: what happened, never content, names or tokens.

use tracing_subscriber::{Layer as _, filter::Targets, layer::SubscriberExt as _, util::SubscriberInitExt as _};

use crate::config::{Config, LogFormat};

/// Sends log lines to standard error from now on, in the format and of the weight that the settings ask for. A second
/// call changes nothing: tests in one process share the first.
pub fn start(config: &Config) {
    let filter: Targets = config.log.parse().unwrap_or_default();
    let lines = tracing_subscriber::fmt::layer().with_writer(std::io::stderr);
    let layer = match config.log_format {
        LogFormat::Text => lines.with_filter(filter).boxed(),
        LogFormat::Json => lines.json().flatten_event(true).with_filter(filter).boxed(),
    };
    // The error says only that somebody else did this before.
    tracing_subscriber::registry().with(layer).try_init().ok();
    // What a panic says may quote a text.
    std::panic::set_hook(Box::new(|panic| match panic.location() {
        Some(place) => tracing::error!(file = place.file(), line = place.line(), "something panicked"),
        None => tracing::error!("something panicked"),
    }));
}
