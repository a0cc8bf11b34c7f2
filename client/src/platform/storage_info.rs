//! What the browser promises about its storage.

use js_sys::Reflect;
use wasm_bindgen::{JsCast as _, JsValue};
use wasm_bindgen_futures::JsFuture;
use web_sys::StorageManager;

/// What the browser says about its storage; what it does not say is none.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Default)]
pub struct StorageReport {
    /// True when the browser promised not to clear it by itself.
    pub persistent: Option<bool>,
    /// Room left, in bytes.
    pub free_bytes: Option<u64>,
    /// Room taken, in bytes.
    pub used_bytes: Option<u64>,
}

/// Asks the browser not to clear the storage, and what room there is.
pub async fn ask_to_persist() -> StorageReport {
    let Some(storage) = manager() else { return StorageReport::default() };
    let persistent = match storage.persist() {
        Ok(asked) => JsFuture::from(asked).await.ok().and_then(|answer| answer.as_bool()),
        Err(_) => None,
    };
    report(&storage, persistent).await
}

/// What the browser says now, without asking for anything.
pub async fn look() -> StorageReport {
    let Some(storage) = manager() else { return StorageReport::default() };
    let persistent = match storage.persisted() {
        Ok(asked) => JsFuture::from(asked).await.ok().and_then(|answer| answer.as_bool()),
        Err(_) => None,
    };
    report(&storage, persistent).await
}

async fn report(storage: &StorageManager, persistent: Option<bool>) -> StorageReport {
    let estimate = match storage.estimate() {
        Ok(asked) => JsFuture::from(asked).await.ok(),
        Err(_) => None,
    };
    let number = |name: &str| {
        let value = Reflect::get(estimate.as_ref()?, &JsValue::from_str(name)).ok()?.as_f64()?;
        Some(whole(value))
    };
    let (quota, usage) = (number("quota"), number("usage"));
    let free_bytes = quota.zip(usage).map(|(quota, usage)| quota.saturating_sub(usage));
    StorageReport { persistent, free_bytes, used_bytes: usage }
}

/// Absent outside secure contexts, whatever the type says.
fn manager() -> Option<StorageManager> {
    let navigator = web_sys::window()?.navigator();
    let storage: JsValue = Reflect::get(&navigator, &JsValue::from_str("storage")).ok()?;
    storage.dyn_into().ok()
}

#[expect(
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    reason = "sizes are whole and positive; a float cast saturates"
)]
const fn whole(value: f64) -> u64 {
    value as u64
}
