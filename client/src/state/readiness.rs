//! Whether the app can be used without a connection, and what the browser promises about its storage.

use buurtboek_shared::time::Timestamp;

/// "Klaar voor offline gebruik ✓", or what is still missing.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Default)]
pub struct Readiness {
    /// True when the service worker controls the page and holds every file of the app.
    pub app_cached: bool,
    /// Documents that the server announced and that are not on the device yet.
    pub to_fetch: u32,
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
    /// What kind of window it is.
    pub window: Window,
}

/// What kind of window the app is in.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Default)]
pub enum Window {
    /// One that keeps what is written, as far as is known.
    #[default]
    Ordinary,
    /// One that forgets everything when it is closed.
    Private,
}

/// By what a private window gives itself away: no browser says so.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Default)]
pub struct WindowSigns {
    /// True when the browser promised not to clear the storage: no private window does.
    pub persistent: Option<bool>,
    /// Whether the origin's private file system opens: in private windows of Firefox and Safari it does not.
    pub files: Option<bool>,
    /// All room that there may be, in bytes.
    pub quota_bytes: Option<u64>,
    /// The memory that a script may take, in bytes; Chrome and its kin say so. Their private windows keep everything in
    /// memory, and older ones offer less room than that; newer ones tell the same of every window, so that nobody can know.
    pub memory_bytes: Option<u64>,
}

impl WindowSigns {
    /// What they amount to. A doubt counts as an ordinary window: a warning that is not true would be believed once.
    #[must_use]
    pub fn window(self) -> Window {
        let no_files = self.files == Some(false);
        let little_room = self.quota_bytes.zip(self.memory_bytes).is_some_and(|(quota, memory)| quota < memory);
        match self.persistent {
            Some(true) => Window::Ordinary,
            Some(false) | None if no_files || little_room => Window::Private,
            Some(false) | None => Window::Ordinary,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_private_window_gives_itself_away_and_a_doubt_is_none() {
        let signs = WindowSigns::default();
        assert_eq!(signs.window(), Window::Ordinary, "nothing is known");
        assert_eq!(WindowSigns { files: Some(false), ..signs }.window(), Window::Private);
        let chrome = |quota_bytes| WindowSigns {
            persistent: Some(false),
            files: Some(true),
            quota_bytes: Some(quota_bytes),
            memory_bytes: Some(4_000_000_000),
        };
        assert_eq!(chrome(1_200_000_000).window(), Window::Private);
        assert_eq!(chrome(60_000_000_000).window(), Window::Ordinary);
        let kept = WindowSigns { persistent: Some(true), ..chrome(1_200_000_000) };
        assert_eq!(kept.window(), Window::Ordinary, "a small disk");
    }

    #[test]
    fn ready_is_said_only_when_everything_is_here() {
        let ready = Readiness { app_cached: true, to_fetch: 0, fetched_at: Some(Timestamp(1)) };
        assert!(ready.is_ready());
        assert!(!Readiness { app_cached: false, ..ready }.is_ready());
        assert!(!Readiness { to_fetch: 1, ..ready }.is_ready());
        assert!(!Readiness { fetched_at: None, ..ready }.is_ready(), "nothing was ever announced");
    }
}
