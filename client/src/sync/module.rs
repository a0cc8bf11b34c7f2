//! The code that synchronises. In what ships it is a module of WebAssembly of its own: the first screen, and writing on it,
//! need none of it, so it is fetched while that screen is there already. Nothing else may name [`Tab::run`], or it ends up
//! in the main module again.

#[cfg(feature = "split")]
use buurtboek_shared::time::Millis;
use futures_util::future::LocalBoxFuture;
use leptos::wasm_split::SplitLoaderError;

use super::tab::{Ends, Tab};

/// How long to wait before it is fetched again.
#[cfg(feature = "split")]
const FETCH_AGAIN: Millis = Millis::seconds(10);

type Run = fn(Ends) -> LocalBoxFuture<'static, ()>;

/// Fetches the code if it is not here yet, and runs a tab to its end. Who has no connection to fetch it by has none to
/// synchronise by: it is tried until it succeeds.
#[cfg(feature = "split")]
pub(super) async fn run(ends: Ends) {
    loop {
        match synchronising().await {
            Ok(run) => return run(ends).await,
            Err(_) => ends.host.sleep(FETCH_AGAIN).await,
        }
    }
}

/// Runs a tab to its end.
#[cfg(not(feature = "split"))]
pub(super) async fn run(ends: Ends) {
    if let Ok(run) = synchronising() {
        run(ends).await;
    }
}

#[cfg_attr(
    feature = "split",
    leptos::wasm_split::wasm_split(sync, wasm_split_path = ::leptos::wasm_split, fallible)
)]
fn synchronising() -> Result<Run, SplitLoaderError> {
    Ok(|ends| Box::pin(Tab::run(ends)))
}
