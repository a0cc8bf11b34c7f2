//! What the browser promises about its storage.

use js_sys::{Function, Promise, Reflect};
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
    /// All room that there may be, in bytes.
    pub quota_bytes: Option<u64>,
    /// The memory that a script may take, in bytes.
    pub memory_bytes: Option<u64>,
    /// Whether the origin's private file system opens.
    pub files: Option<bool>,
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
    StorageReport {
        persistent,
        free_bytes,
        used_bytes: usage,
        quota_bytes: quota,
        memory_bytes: memory(),
        files: opens_files(storage).await,
    }
}

/// `performance.memory.jsHeapSizeLimit`, which is Chrome's alone.
fn memory() -> Option<u64> {
    let window: JsValue = web_sys::window()?.into();
    let member = |of: &JsValue, name: &str| Reflect::get(of, &JsValue::from_str(name)).ok().filter(JsValue::is_object);
    let memory = member(&member(&window, "performance")?, "memory")?;
    let limit = Reflect::get(&memory, &JsValue::from_str("jsHeapSizeLimit")).ok()?.as_f64()?;
    Some(whole(limit))
}

/// Whether `navigator.storage.getDirectory()` gives a folder; none in a browser that does not know it.
async fn opens_files(storage: &StorageManager) -> Option<bool> {
    let open: Function = Reflect::get(storage, &JsValue::from_str("getDirectory")).ok()?.dyn_into().ok()?;
    let asked: Promise = open.call0(storage).ok()?.dyn_into().ok()?;
    Some(JsFuture::from(asked).await.is_ok())
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
