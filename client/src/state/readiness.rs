//! Whether the app can be used without a connection, and what the browser promises about its storage.

use buurtboek_shared::time::Timestamp;

/// "Klaar voor offline gebruik ✓", or what is still missing.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Default)]
pub struct Readiness {
    /// True when the service worker controls the page and holds every file of the app.
    pub app_cached: bool,
    /// Documents that the server announced and that are not on the device yet.
    pub to_fetch: u32,
    /// Documents on the device.
    pub documents: u32,
    /// When the device last stood as the server has it, server time.
    pub fetched_at: Option<Timestamp>,
}

impl Readiness {
    /// True when everything is on the device: the app, and all documents that were announced at least once.
    #[must_use]
    pub const fn is_ready(&self) -> bool {
        self.app_cached && self.to_fetch == 0 && self.fetched_at.is_some()
    }
}

/// What the browser says about its storage.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Default)]
pub struct StorageInfo {
    /// True when the browser promised not to clear it by itself; none while it was not asked.
    pub persistent: Option<bool>,
    /// Room left, in bytes, as estimated by the browser.
    pub free_bytes: Option<u64>,
    /// Room taken, in bytes, as estimated by the browser.
    pub used_bytes: Option<u64>,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ready_is_said_only_when_everything_is_here() {
        let ready = Readiness { app_cached: true, to_fetch: 0, documents: 3, fetched_at: Some(Timestamp(1)) };
        assert!(ready.is_ready());
        assert!(!Readiness { app_cached: false, ..ready }.is_ready());
        assert!(!Readiness { to_fetch: 1, ..ready }.is_ready());
        assert!(!Readiness { fetched_at: None, ..ready }.is_ready(), "nothing was ever announced");
    }
}
