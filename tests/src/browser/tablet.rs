//! A person's device: a Chromium with a profile that survives its death.

use std::{
    collections::HashMap,
    env, fs, io,
    mem::ManuallyDrop,
    path::{Path, PathBuf},
    process::Stdio,
    time::Duration,
};

use serde_json::json;
use tempfile::TempDir;
use thirtyfour::{
    ChromiumLikeCapabilities, DesiredCapabilities, WebDriver, WebElement, WindowHandle,
    components::SelectElement,
    error::{WebDriverError, WebDriverResult},
    prelude::{By, ElementQueryable, ElementWaitable},
};

use super::Driver;

/// How long something may take to appear before the test gives up. A guard, not a measure.
const GUARD: Duration = Duration::from_secs(30);
const LOOK_EVERY: Duration = Duration::from_millis(50);

/// The size of the screen, in CSS pixels.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Size(pub u32, pub u32);

impl Size {
    /// A phone.
    pub const PHONE: Self = Self(390, 844);
    /// A tablet held upright.
    pub const PORTRAIT: Self = Self(768, 1024);
    /// A tablet on the table.
    pub const LANDSCAPE: Self = Self(1024, 768);
    /// A desk.
    pub const DESK: Self = Self(1280, 800);
}

/// A browser of one person.
pub struct Tablet {
    /// Never dropped: dropping one waits for a browser that may be dead, for minutes. The processes are ended instead.
    driver: ManuallyDrop<WebDriver>,
    /// None once the profile was handed on.
    profile: Option<TempDir>,
    base: String,
}

impl Tablet {
    /// A new device that was never used.
    ///
    /// # Errors
    /// When the browser does not start.
    pub async fn new(driver: &Driver, base: &str, size: Size) -> WebDriverResult<Self> {
        let profile = tempfile::tempdir().map_err(|error| WebDriverError::FatalError(error.to_string()))?;
        Self::with_profile(driver, base, size, profile).await
    }

    /// The browser again on a device that was used before.
    ///
    /// # Errors
    /// When the browser does not start.
    pub async fn with_profile(driver: &Driver, base: &str, size: Size, profile: TempDir) -> WebDriverResult<Self> {
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
        caps.add_experimental_option("prefs", json!({"intl.accept_languages": "nl,en"}))?;
        let web = WebDriver::new(driver.address(), caps).await?;
        let tablet = Self { driver: ManuallyDrop::new(web), profile: Some(profile), base: base.to_owned() };
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
        self.driver.cdp().send_raw(name, parameters).await.map(drop)
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

    /// Waits until these words are on the screen, whatever element holds them.
    ///
    /// # Errors
    /// When they do not appear.
    pub async fn sees(&self, words: &str) -> WebDriverResult<WebElement> {
        self.find(&format!("//body//*[not(self::script or self::style)][contains(normalize-space(.), {0})][not(*[contains(normalize-space(.), {0})])]", quoted(words)))
            .await
    }

    /// Waits until these words are nowhere on the screen.
    ///
    /// # Errors
    /// When they stay.
    pub async fn sees_no_more(&self, words: &str) -> WebDriverResult<()> {
        let path = format!("//body//*[contains(normalize-space(.), {})]", quoted(words));
        self.driver.query(By::XPath(path)).wait(GUARD, LOOK_EVERY).not_exists().await.and_then(|gone| {
            if gone { Ok(()) } else { Err(WebDriverError::FatalError(format!("still on the screen: {words}"))) }
        })
    }

    /// Are these words on the screen now?
    ///
    /// # Errors
    /// When the browser does not answer.
    pub async fn shows(&self, words: &str) -> WebDriverResult<bool> {
        let path = format!("//body//*[contains(normalize-space(.), {})]", quoted(words));
        self.driver.query(By::XPath(path)).nowait().exists().await
    }

    /// Presses the button or link with these words.
    ///
    /// # Errors
    /// When there is none, or it cannot be pressed.
    pub async fn press(&self, words: &str) -> WebDriverResult<()> {
        let path =
            format!("(//button|//a|//*[@role='button']|//summary)[contains(normalize-space(.), {})]", quoted(words));
        let element = self.find(&path).await?;
        element.wait_until().wait(GUARD, LOOK_EVERY).clickable().await?;
        element.scroll_into_view().await?;
        element.click().await
    }

    /// Chooses the radio button or check box with this label.
    ///
    /// # Errors
    /// When there is none.
    pub async fn choose(&self, label: &str) -> WebDriverResult<()> {
        let element = self.find(&format!("//label[contains(normalize-space(.), {})]", quoted(label))).await?;
        element.scroll_into_view().await?;
        element.click().await
    }

    /// Chooses an answer to one question of several that have the same answers.
    ///
    /// # Errors
    /// When there is no such question, or it has no such answer.
    pub async fn answer(&self, question: &str, label: &str) -> WebDriverResult<()> {
        let (question, label) = (quoted(question), quoted(label));
        let path = format!(
            "//fieldset[./legend[contains(normalize-space(.), {question})]]//label[contains(normalize-space(.), {label})]"
        );
        let element = self.find(&path).await?;
        element.scroll_into_view().await?;
        element.click().await
    }

    /// Gives the field with this label a value at once, as a calendar or a clock does.
    ///
    /// # Errors
    /// When there is none.
    pub async fn set(&self, label: &str, value: &str) -> WebDriverResult<()> {
        let field = self.field(label).await?;
        let script = "arguments[0].value = arguments[1];
            arguments[0].dispatchEvent(new Event('input', { bubbles: true }));
            arguments[0].dispatchEvent(new Event('change', { bubbles: true }));";
        self.driver.execute(script, vec![field.to_json()?, json!(value)]).await.map(drop)
    }

    /// Types into the field with this label.
    ///
    /// # Errors
    /// When there is none.
    pub async fn fill(&self, label: &str, words: &str) -> WebDriverResult<()> {
        self.field(label).await?.send_keys(words).await
    }

    /// The field with this label.
    ///
    /// # Errors
    /// When there is none.
    pub async fn field(&self, label: &str) -> WebDriverResult<WebElement> {
        let label = quoted(label);
        let path = format!(
            "(//*[@id=//label[contains(normalize-space(.), {label})]/@for]|//label[contains(normalize-space(.), {label})]//*[self::input or self::textarea or self::select]|//*[@aria-label={label}])[self::input or self::textarea or self::select]"
        );
        self.find(&path).await
    }

    /// Waits until the field with this label holds these words.
    ///
    /// # Errors
    /// When it does not.
    pub async fn holds(&self, label: &str, words: &str) -> WebDriverResult<()> {
        let field = self.field(label).await?;
        let words = words.to_owned();
        let wanted = words.clone();
        field
            .wait_until()
            .wait(GUARD, LOOK_EVERY)
            .error(&format!("the field {label} does not hold: {words}"))
            .condition(move |element: WebElement| {
                let wanted = wanted.clone();
                async move { Ok(element.prop("value").await?.is_some_and(|value| value.contains(&wanted))) }
            })
            .await
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

    /// Opens a page of the app in another tab of the same browser, and drives that one from now on.
    ///
    /// # Errors
    /// When the browser does not answer.
    pub async fn open_tab(&self, path: &str) -> WebDriverResult<WindowHandle> {
        let tab = self.driver.new_tab().await?;
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

    /// Chooses an option of the list with exactly this label.
    ///
    /// # Errors
    /// When there is none.
    pub async fn select(&self, label: &str, option: &str) -> WebDriverResult<()> {
        let list = self.find(&format!("//select[@id=//label[normalize-space(.)={}]/@for]", quoted(label))).await?;
        SelectElement::new(&list).await?.select_by_visible_text(option).await
    }

    async fn find(&self, path: &str) -> WebDriverResult<WebElement> {
        match self.driver.query(By::XPath(path)).wait(GUARD, LOOK_EVERY).and_displayed().first().await {
            Ok(element) => Ok(element),
            Err(_) => Err(self.what_it_shows_instead_of(path).await),
        }
    }

    /// An error that says what is on the screen; a picture of it is with the screenshots.
    async fn what_it_shows_instead_of(&self, wanted: &str) -> WebDriverError {
        let picture = format!("failed-{}", self.base.rsplit(':').next().unwrap_or_default());
        // What follows is the message of a failure; when it cannot be had the failure stays.
        let _ = self.picture(&picture).await;
        let script = "return location.pathname + '\\n' + document.body.innerText";
        let shown: Option<String> =
            self.driver.execute(script, Vec::new()).await.ok().and_then(|value| value.convert().ok());
        let shown = shown.unwrap_or_default();
        WebDriverError::FatalError(format!("not on the screen: {wanted}\nsee {picture}.png; it shows:\n{shown}"))
    }

    /// Shows the app in this language, `nl` or `en`, on the page that is open.
    ///
    /// # Errors
    /// When the browser does not answer.
    pub async fn speak(&self, language: &str) -> WebDriverResult<()> {
        let script = "localStorage.setItem('buurtboek-language', arguments[0]);";
        self.driver.execute(script, vec![json!(language)]).await?;
        self.reload().await?;
        self.driver
            .query(By::Css(format!("html[lang^='{language}'] main")))
            .wait(GUARD, LOOK_EVERY)
            .first()
            .await
            .map(drop)
    }

    /// Is the page wider than the screen?
    ///
    /// # Errors
    /// When the browser does not answer.
    pub async fn scrolls_sideways(&self) -> WebDriverResult<bool> {
        let script = "return document.documentElement.scrollWidth > document.documentElement.clientWidth;";
        self.driver.execute(script, Vec::new()).await?.convert()
    }

    /// Writes a picture of the screen to `target/screenshots/<name>.png`.
    ///
    /// # Errors
    /// When the browser gives none or the file cannot be written.
    pub async fn picture(&self, name: &str) -> WebDriverResult<()> {
        let folder = screenshots();
        let shot = self.driver.screenshot_as_png().await?;
        fs::create_dir_all(&folder)
            .and_then(|()| fs::write(folder.join(format!("{name}.png")), shot))
            .map_err(|error| WebDriverError::FatalError(error.to_string()))
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

fn screenshots() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../target/screenshots")
}

/// A string as an XPath literal; XPath has no escapes.
fn quoted(words: &str) -> String {
    if words.contains('\'') { format!("\"{words}\"") } else { format!("'{words}'") }
}

/// Colour schemes for [`Tablet::command`]'s `Emulation.setEmulatedMedia`.
#[must_use]
pub fn colour_scheme(scheme: &str) -> serde_json::Value {
    let features = [HashMap::from([("name", "prefers-color-scheme"), ("value", scheme)])];
    json!({ "features": features })
}
