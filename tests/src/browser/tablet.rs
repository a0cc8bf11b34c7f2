//! A person's device: a Chromium with a profile that survives its death.

use std::{cell::Cell, collections::HashMap, env, fs, io, mem::ManuallyDrop, path::Path, process::Stdio};

use serde_json::json;
use tempfile::TempDir;
use thirtyfour::{
    ChromiumLikeCapabilities, DesiredCapabilities, WebDriver, WindowHandle,
    error::{WebDriverError, WebDriverResult},
    prelude::{By, ElementQueryable},
};

use super::{
    Driver,
    eyes::{GUARD, LOOK_EVERY},
    manner::{Effort, Manner},
};

/// The size of the screen, in CSS pixels.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Size(pub u32, pub u32);

impl Size {
    /// The narrowest phone; also a desk at 400 %.
    pub const NARROW: Self = Self(320, 640);
    /// A phone.
    pub const PHONE: Self = Self(390, 844);
    /// A tablet held upright.
    pub const PORTRAIT: Self = Self(768, 1024);
    /// A tablet on the table.
    pub const LANDSCAPE: Self = Self(1024, 768);
    /// A desk.
    pub const DESK: Self = Self(1280, 800);
}

/// How often a tab is frozen anew that holds up another one.
const FREEZES: usize = 5;
/// Resolves when everything that was asked of the page's databases before is done.
const STORAGE_RESTS: &str = "const storageRests = async () => {
    for (const { name } of await indexedDB.databases()) {
        await new Promise(rests => {
            const request = indexedDB.open(name);
            request.onsuccess = () => {
                const database = request.result;
                const all = database.transaction(database.objectStoreNames, 'readwrite');
                all.oncomplete = () => { database.close(); rests(); };
            };
        });
    }
};";

/// A browser of one person.
pub struct Tablet {
    /// Never dropped: dropping one waits for a browser that may be dead, for minutes. The processes are ended instead.
    driver: ManuallyDrop<WebDriver>,
    /// None once the profile was handed on.
    profile: Option<TempDir>,
    pub(super) base: String,
    pub(super) manner: Manner,
    pub(super) effort: Cell<Effort>,
}

impl Tablet {
    /// A new device that was never used.
    ///
    /// # Errors
    /// When the browser does not start.
    pub async fn new(driver: &Driver, base: &str, size: Size, manner: Manner) -> WebDriverResult<Self> {
        let profile = tempfile::tempdir().map_err(|error| WebDriverError::FatalError(error.to_string()))?;
        Self::with_profile(driver, base, size, manner, profile).await
    }

    /// The browser again on a device that was used before.
    ///
    /// # Errors
    /// When the browser does not start.
    pub async fn with_profile(
        driver: &Driver,
        base: &str,
        size: Size,
        manner: Manner,
        profile: TempDir,
    ) -> WebDriverResult<Self> {
        let mut caps = DesiredCapabilities::chrome();
        if let Some(chromium) = env::var_os("CHROMIUM") {
            caps.set_binary(&chromium.to_string_lossy())?;
        }
        for argument in [
            "--headless=new",
            "--no-sandbox",
            "--disable-gpu",
            "--disable-quic",
            "--no-first-run",
            "--disable-background-networking",
            "--disable-component-update",
            "--disable-sync",
            "--disable-dev-shm-usage",
            "--hide-scrollbars",
        ] {
            caps.add_arg(argument)?;
        }
        caps.add_arg(&format!("--user-data-dir={}", profile.path().display()))?;
        caps.add_arg(&format!("--window-size={},{}", size.0, size.1))?;
        let mut preferences = json!({
            "intl.accept_languages": "nl,en",
            // It begins with an empty page. The browser's own one takes more of a small machine than all else of its start.
            "session": {"restore_on_startup": 4, "startup_urls": ["about:blank"]},
        });
        if manner.private {
            caps.add_arg("--incognito")?;
        }
        if manner.large_and_still {
            caps.add_arg("--force-prefers-reduced-motion")?;
            // Twice what browsers begin with.
            preferences["webkit"] = json!({"webprefs": {"default_font_size": 32}});
        }
        caps.add_experimental_option("prefs", preferences)?;
        let web = WebDriver::new(driver.address(), caps).await?;
        let (base, effort) = (base.to_owned(), Cell::default());
        let tablet = Self { driver: ManuallyDrop::new(web), profile: Some(profile), base, manner, effort };
        tablet.resize(size).await?;
        Ok(tablet)
    }

    /// The WebDriver session, for what has no word here.
    #[must_use]
    pub fn driver(&self) -> &WebDriver {
        &self.driver
    }

    /// Makes the screen exactly this large: below 500 px a window is wider than it was asked to be.
    ///
    /// # Errors
    /// When the browser does not answer.
    pub async fn resize(&self, size: Size) -> WebDriverResult<()> {
        let phone = size.0 < 500;
        self.command(
            "Emulation.setDeviceMetricsOverride",
            json!({"width": size.0, "height": size.1, "deviceScaleFactor": 1, "mobile": phone}),
        )
        .await
    }

    /// A command of the browser's own protocol.
    ///
    /// # Errors
    /// When the browser does not know it.
    pub async fn command(&self, name: &str, parameters: serde_json::Value) -> WebDriverResult<()> {
        self.asks(name, parameters).await.map(drop)
    }

    /// A question in the browser's own protocol, and its answer.
    ///
    /// # Errors
    /// When the browser does not know it.
    pub async fn asks(&self, name: &str, parameters: serde_json::Value) -> WebDriverResult<serde_json::Value> {
        self.driver.cdp().send_raw(name, parameters).await
    }

    /// The browser writes to its profile the cookies that it has, as it does by itself within half a minute: it also does
    /// so once there are this many.
    ///
    /// # Errors
    /// When it does not take them.
    pub async fn keeps_its_cookies(&self) -> WebDriverResult<()> {
        const ENOUGH: usize = 512;
        let cookies: Vec<_> = (0..ENOUGH)
            .map(|one| json!({"name": "one", "value": "of many", "url": format!("https://{one}.example"), "expires": 4_102_444_800_u32}))
            .collect();
        self.command("Network.setCookies", json!({ "cookies": cookies })).await
    }

    /// Opens a page of the app.
    ///
    /// # Errors
    /// When the page cannot be had.
    pub async fn go(&self, path: &str) -> WebDriverResult<()> {
        self.driver.goto(format!("{}{path}", self.base)).await
    }

    /// Loads the page again.
    ///
    /// # Errors
    /// When the browser does not answer.
    pub async fn reload(&self) -> WebDriverResult<()> {
        self.driver.refresh().await
    }

    /// The path of the page that is open, with its query.
    ///
    /// # Errors
    /// When the browser does not answer.
    pub async fn path(&self) -> WebDriverResult<String> {
        let url = self.driver.current_url().await?;
        Ok(match url.query() {
            Some(query) => format!("{}?{query}", url.path()),
            None => url.path().to_owned(),
        })
    }

    /// The tab that is driven now.
    ///
    /// # Errors
    /// When the browser does not answer.
    pub async fn tab(&self) -> WebDriverResult<WindowHandle> {
        self.driver.window().await
    }

    /// Opens a page of the app in a tab of another window of the same browser, and drives that one from now on.
    ///
    /// # Errors
    /// When the browser does not answer.
    pub async fn open_window(&self, path: &str) -> WebDriverResult<WindowHandle> {
        let tab = self.driver.new_window().await?;
        self.driver.switch_to_window(tab.clone()).await?;
        self.go(path).await?;
        Ok(tab)
    }

    /// Drives this tab from now on.
    ///
    /// # Errors
    /// When it is not there.
    pub async fn turn_to(&self, tab: &WindowHandle) -> WebDriverResult<()> {
        self.driver.switch_to_window(tab.clone()).await
    }

    /// Puts the window that is driven now out of sight, and waits until its page knows.
    ///
    /// # Errors
    /// When the browser does not answer.
    pub async fn put_away(&self) -> WebDriverResult<()> {
        self.driver.minimize_window().await?;
        self.turned("hidden").await
    }

    /// Brings the window that is driven now back in sight.
    ///
    /// # Errors
    /// When the browser does not answer.
    pub async fn take_up(&self) -> WebDriverResult<()> {
        self.driver.maximize_window().await?;
        self.turned("visible").await
    }

    async fn turned(&self, visibility: &str) -> WebDriverResult<()> {
        let script = "const [wanted, done] = arguments;
            const look = () => { if (document.visibilityState === wanted) { done(); } else { setTimeout(look, 20); } };
            look();";
        self.driver.execute_async(script, vec![json!(visibility)]).await.map(drop)
    }

    /// Freezes the tab that is driven now, as a browser does with a tab behind others to save power: it runs nothing. Then
    /// drives this other one. A browser does not do so to a page that holds up others, and wakes one that does; so this
    /// waits until it handed over to another tab and everything it asked of its storage is done, and freezes it again when
    /// it began to ask for more just then.
    ///
    /// # Errors
    /// When the browser does not answer, or the page holds up the other one each time.
    pub async fn freeze_behind(&self, other: &WindowHandle) -> WebDriverResult<()> {
        let this = self.tab().await?;
        for _ in 0..FREEZES {
            self.freeze().await?;
            self.turn_to(other).await?;
            if self.storage_answers().await? {
                return Ok(());
            }
            self.turn_to(&this).await?;
            self.thaw().await?;
        }
        Err(WebDriverError::FatalError("the frozen tab holds up the other one".to_owned()))
    }

    async fn freeze(&self) -> WebDriverResult<()> {
        let script = format!(
            "const done = arguments[0];
            {STORAGE_RESTS}
            const mine = () => new Promise(tell => navigator.locks.request(String(Math.random()), async lock => {{
                const {{ held }} = await navigator.locks.query();
                const own = held.find(one => one.name === lock.name).clientId;
                tell(held.some(one => one.clientId === own && one.name !== lock.name));
            }}));
            (async () => {{
                while (await mine()) {{ await new Promise(next => setTimeout(next, 50)); }}
                await storageRests();
                done();
            }})();"
        );
        self.driver.execute_async(&script, Vec::new()).await?;
        self.command("Page.setWebLifecycleState", json!({"state": "frozen"})).await
    }

    /// Does the storage do what this tab asks of it, within as long as a browser lets a frozen one hold up others?
    async fn storage_answers(&self) -> WebDriverResult<bool> {
        let script = format!(
            "const done = arguments[0];
            {STORAGE_RESTS}
            storageRests().then(() => done(true));
            setTimeout(() => done(false), 3000);"
        );
        self.driver.execute_async(&script, Vec::new()).await?.convert()
    }

    /// Lets the tab that is driven now run again.
    ///
    /// # Errors
    /// When the browser does not answer.
    pub async fn thaw(&self) -> WebDriverResult<()> {
        self.command("Page.setWebLifecycleState", json!({"state": "active"})).await
    }

    /// Kills this tab's process, as the browser does when memory is short, and closes what is left of it.
    ///
    /// # Errors
    /// When it is not there.
    pub async fn crash_tab(&self, tab: &WindowHandle) -> WebDriverResult<()> {
        self.turn_to(tab).await?;
        // The command never answers: who should?
        let _ = self.command("Page.crash", json!({})).await;
        Ok(())
    }

    /// Opens the app for the first time on a device on which somebody chose this language, `nl` or `en`.
    ///
    /// # Errors
    /// When the page cannot be had.
    pub async fn go_speaking(&self, language: &str) -> WebDriverResult<()> {
        // Of the same origin as the app, and not the app.
        self.go("/healthz").await?;
        self.remember_language(language).await?;
        self.go("/").await
    }

    async fn remember_language(&self, language: &str) -> WebDriverResult<()> {
        let script = "localStorage.setItem('buurtboek-language', arguments[0]);";
        self.driver.execute(script, vec![json!(language)]).await.map(drop)
    }

    /// Shows the app in this language, `nl` or `en`, on the page that is open.
    ///
    /// # Errors
    /// When the browser does not answer.
    pub async fn speak(&self, language: &str) -> WebDriverResult<()> {
        self.remember_language(language).await?;
        self.reload().await?;
        self.driver
            .query(By::Css(format!("html[lang^='{language}'] main")))
            .wait(GUARD, LOOK_EVERY)
            .first()
            .await
            .map(drop)
    }

    /// Closes the browser as a person does: it writes to its profile what it had not written yet, cookies among them.
    ///
    /// # Errors
    /// When it does not answer.
    pub async fn close(mut self) -> WebDriverResult<TempDir> {
        let profile =
            self.profile.take().ok_or_else(|| WebDriverError::FatalError("the profile was handed on".to_owned()))?;
        (*self.driver).clone().quit().await?;
        Ok(profile)
    }

    /// Kills every process of this browser at once, as a crash or an empty battery does; the profile stays.
    ///
    /// # Errors
    /// When the processes cannot be found.
    pub fn kill(mut self) -> io::Result<TempDir> {
        let profile = self.profile.take().ok_or_else(|| io::Error::other("the profile was handed on"))?;
        kill_processes_of(profile.path())?;
        let _ = fs::remove_file(profile.path().join("SingletonLock"));
        Ok(profile)
    }
}

impl Drop for Tablet {
    fn drop(&mut self) {
        if let Some(profile) = &self.profile {
            // What cannot be ended here ends with its driver.
            let _ = kill_processes_of(profile.path());
        }
    }
}

/// Ends the processes of a profile with SIGKILL.
fn kill_processes_of(profile: &Path) -> io::Result<()> {
    for pid in processes_of(profile)? {
        // A process that ended meanwhile is what we want.
        let _ = std::process::Command::new("kill").args(["-9", &pid.to_string()]).stderr(Stdio::null()).status();
    }
    Ok(())
}

/// The processes whose command line names this profile.
fn processes_of(profile: &Path) -> io::Result<Vec<u32>> {
    let needle = format!("--user-data-dir={}", profile.display());
    let mut found = Vec::new();
    for entry in fs::read_dir("/proc")? {
        let entry = entry?;
        let Some(pid) = entry.file_name().to_str().and_then(|name| name.parse().ok()) else { continue };
        // Processes come and go while we look.
        let Ok(command) = fs::read(entry.path().join("cmdline")) else { continue };
        let command = String::from_utf8_lossy(&command).into_owned();
        if command.split('\0').any(|argument| argument == needle) && !command.contains("chromedriver") {
            found.push(pid);
        }
    }
    Ok(found)
}

/// Colour schemes for [`Tablet::command`]'s `Emulation.setEmulatedMedia`.
#[must_use]
pub fn colour_scheme(scheme: &str) -> serde_json::Value {
    let features = [HashMap::from([("name", "prefers-color-scheme"), ("value", scheme)])];
    json!({ "features": features })
}
