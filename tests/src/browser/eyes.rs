//! What a person sees of a screen.

use std::{
    fs,
    path::{Path, PathBuf},
    time::{Duration, Instant},
};

use serde::Deserialize;
use serde_json::json;
use thirtyfour::{
    WebElement,
    error::{WebDriverError, WebDriverErrorInner, WebDriverResult},
    prelude::{By, ElementQueryable},
};
use tokio::time::sleep;

use super::{Tablet, xpath::quoted};

/// A page as it would be printed.
#[derive(Deserialize)]
struct Paper {
    words: String,
    /// Elements that hold more than they show.
    cut: Vec<String>,
}

/// What stands at an XPath.
const AT_PATH: &str = "const found = []; const all = document.evaluate(arguments[0], document, null, 7, null);
    for (let at = 0; at < all.snapshotLength; at++) { found.push(all.snapshotItem(at)); }";
/// What has these words in it, and nothing within it has. Words may go on from one element into the next one.
const INNERMOST_WITH: &str = "const [words] = arguments; const found = [];
    const within = one => {
        if (!one.textContent.replace(/[ \\n\\t]+/g, ' ').includes(words)) { return false; }
        if (![...one.children].map(within).includes(true) && !one.matches('script, style, [aria-live]')) { found.push(one); }
        return true;
    };
    [...document.body.children].forEach(within);";
/// Is `one` to be seen?
const IS_SHOWN: &str = "one.checkVisibility({ opacityProperty: true, visibilityProperty: true })";

/// How long something may take to appear before the test gives up. A guard, not a measure.
pub(super) const GUARD: Duration = Duration::from_secs(30);
pub(super) const LOOK_EVERY: Duration = Duration::from_millis(50);
/// How often a page may be drawn anew while somebody looks at it.
pub(super) const REDRAWS: usize = 20;

/// Was the element replaced by another since it was found?
pub(super) fn is_stale(error: &WebDriverError) -> bool {
    matches!(**error, WebDriverErrorInner::StaleElementReference(_))
}

/// Did something else lie over the element where it was to be pressed?
pub(super) fn is_covered(error: &WebDriverError) -> bool {
    matches!(**error, WebDriverErrorInner::ElementClickIntercepted(_))
}

impl Tablet {
    /// Waits until these words are on the screen, whatever element holds them. What is only read out is not on it: it
    /// follows the screen once that has come to rest, and may still say what is true no longer.
    ///
    /// # Errors
    /// When they do not appear.
    pub async fn sees(&self, words: &str) -> WebDriverResult<WebElement> {
        self.first_shown(INNERMOST_WITH, &self.said(words)).await
    }

    /// Waits until these words are nowhere on the screen.
    ///
    /// # Errors
    /// When they stay.
    pub async fn sees_no_more(&self, words: &str) -> WebDriverResult<()> {
        self.driver().query(By::XPath(self.anywhere(words))).wait(GUARD, LOOK_EVERY).not_exists().await.and_then(
            |gone| {
                if gone { Ok(()) } else { Err(WebDriverError::FatalError(format!("still on the screen: {words}"))) }
            },
        )
    }

    /// How many links have these words now?
    ///
    /// # Errors
    /// When the browser does not answer.
    pub async fn links(&self, words: &str) -> WebDriverResult<usize> {
        let path = format!("//a[contains(normalize-space(.), {})]", quoted(&self.said(words)));
        self.driver().query(By::XPath(path)).nowait().all_from_selector().await.map(|links| links.len())
    }

    /// Are these words on the screen now?
    ///
    /// # Errors
    /// When the browser does not answer.
    pub async fn shows(&self, words: &str) -> WebDriverResult<bool> {
        self.driver().query(By::XPath(self.anywhere(words))).nowait().exists().await
    }

    /// Is a button or a fold with these words in sight?
    ///
    /// # Errors
    /// When the browser does not answer.
    pub async fn offers(&self, words: &str) -> WebDriverResult<bool> {
        let script = "return [...document.querySelectorAll('button, a, summary')]
            .some(one => one.textContent.includes(arguments[0]) && one.checkVisibility())";
        self.driver().execute(script, vec![self.said(words).into()]).await?.convert()
    }

    /// The path of what has these words in it.
    fn anywhere(&self, words: &str) -> String {
        // What is further in has no words that these do not have.
        format!("//body/*[contains(normalize-space(.), {})]", quoted(&self.said(words)))
    }

    /// Waits until the field with this label holds these words.
    ///
    /// # Errors
    /// When it does not.
    pub async fn holds(&self, label: &str, words: &str) -> WebDriverResult<()> {
        self.field_has(label, words, |value, words| value.contains(words)).await
    }

    /// Waits until the field with this label holds these words and no others.
    ///
    /// # Errors
    /// When it does not.
    pub async fn holds_exactly(&self, label: &str, words: &str) -> WebDriverResult<()> {
        self.field_has(label, words, |value, words| value == words).await
    }

    async fn field_has(&self, label: &str, words: &str, fits: fn(&str, &str) -> bool) -> WebDriverResult<()> {
        let wanted = words.to_owned();
        let holds = move |field: WebElement| {
            let wanted = wanted.clone();
            // A field that was replaced meanwhile holds nothing.
            async move { Ok(field.prop("value").await.ok().flatten().is_some_and(|value| fits(&value, &wanted))) }
        };
        let path = self.path_of_field(label);
        match self.driver().query(By::XPath(&path)).wait(GUARD, LOOK_EVERY).with_filter(holds).first().await {
            Ok(_) => Ok(()),
            Err(_) => Err(self.what_it_shows_instead_of(&format!("{words} in the field {label}")).await),
        }
    }

    /// Waits until something of this path is on the screen.
    ///
    /// # Errors
    /// When it does not appear.
    pub async fn sees_at(&self, path: &str) -> WebDriverResult<WebElement> {
        self.find(path).await
    }

    pub(super) async fn find(&self, path: &str) -> WebDriverResult<WebElement> {
        self.first_shown(AT_PATH, path).await
    }

    /// Waits until one of what this script finds with this argument is to be seen, and returns the first. One question each
    /// time: a browser that is asked twenty times a second must have time left for its page.
    async fn first_shown(&self, script: &str, wanted: &str) -> WebDriverResult<WebElement> {
        let script = format!("{script} return found.find(one => {IS_SHOWN}) ?? null;");
        let until = Instant::now() + GUARD;
        while Instant::now() < until {
            let found = self.driver().execute(&script, vec![wanted.into()]).await?;
            if !found.json().is_null() {
                return found.element();
            }
            sleep(LOOK_EVERY).await;
        }
        Err(self.what_it_shows_instead_of(wanted).await)
    }

    /// An error that says what is on the screen; a picture of it is with the screenshots.
    pub(super) async fn what_it_shows_instead_of(&self, wanted: &str) -> WebDriverError {
        let picture = format!("failed-{}", self.base.rsplit(':').next().unwrap_or_default());
        // What follows is the message of a failure; when it cannot be had the failure stays.
        let _ = self.picture(&picture).await;
        let script = "return location.pathname + '\\n' + document.body.innerText";
        let shown: Option<String> =
            self.driver().execute(script, Vec::new()).await.ok().and_then(|value| value.convert().ok());
        let shown = shown.unwrap_or_default();
        WebDriverError::FatalError(format!("not on the screen: {wanted}\nsee {picture}.png; it shows:\n{shown}"))
    }

    /// Waits until the title of the page is another than this one, and returns it.
    ///
    /// # Errors
    /// When the browser does not answer, or the title stays.
    pub async fn title_other_than(&self, title: &str) -> WebDriverResult<String> {
        let script = "const [before, done] = arguments;
            const look = () => { if (document.title !== before) { done(document.title); } else { setTimeout(look, 50); } };
            look();";
        self.driver().execute_async(script, vec![title.into()]).await?.convert()
    }

    /// Waits until a link that dials this number is on the screen.
    ///
    /// # Errors
    /// When there is none.
    pub async fn dials(&self, number: &str) -> WebDriverResult<()> {
        self.find(&format!("//a[@href='tel:{number}']")).await.map(drop)
    }

    /// Does the part of the page with this name stay in sight while one reads to the end, without lying over what begins
    /// the page or taking more than half of the screen?
    ///
    /// # Errors
    /// When there is no such part, or the browser does not answer.
    pub async fn keeps_in_sight(&self, name: &str) -> WebDriverResult<bool> {
        let script = "const part = document.querySelector(`[data-name='${arguments[0]}']`);
            const is_seen = () => {
                const { left, right, top, bottom } = part.getBoundingClientRect();
                return top >= 0 && bottom - top <= innerHeight / 2
                    && part.contains(document.elementFromPoint((left + right) / 2, (top + bottom) / 2));
            };
            scrollTo(0, 0);
            const above = part.getBoundingClientRect().bottom <= document.querySelector('main').getBoundingClientRect().top;
            const seen = [0.5, 1].every(far => {
                scrollTo(0, far * document.documentElement.scrollHeight);
                return scrollY > 0 && is_seen();
            });
            return above && seen;";
        self.driver().execute(script, vec![name.into()]).await?.convert()
    }

    /// What would be on paper: the words, and a picture of it under this name.
    ///
    /// # Errors
    /// When some of it would be cut off, or the browser does not answer.
    pub async fn on_paper(&self, name: &str) -> WebDriverResult<String> {
        self.command("Emulation.setEmulatedMedia", json!({"media": "print"})).await?;
        self.picture(name).await?;
        let script = "const cut = [...document.querySelectorAll('main *:not(.bb-hidden)')].filter(one => one.checkVisibility()
                && getComputedStyle(one).overflowY !== 'visible' && one.scrollHeight > one.clientHeight + 1);
            return JSON.stringify({ words: document.body.innerText, cut: cut.map(one => one.outerHTML.slice(0, 200)) })";
        let json: String = self.driver().execute(script, Vec::new()).await?.convert()?;
        self.command("Emulation.setEmulatedMedia", json!({"media": ""})).await?;
        let paper: Paper = serde_json::from_str(&json)?;
        if paper.cut.is_empty() {
            Ok(paper.words)
        } else {
            Err(WebDriverError::FatalError(format!("{name} cuts off {}", paper.cut.join("\n"))))
        }
    }

    /// Is the page wider than the screen?
    ///
    /// # Errors
    /// When the browser does not answer.
    pub async fn scrolls_sideways(&self) -> WebDriverResult<bool> {
        let script = "return document.documentElement.scrollWidth > document.documentElement.clientWidth;";
        self.driver().execute(script, Vec::new()).await?.convert()
    }

    /// Writes a picture of the screen to `target/screenshots/<name>.png`, the name with what its manner puts before it.
    ///
    /// # Errors
    /// When the browser gives none or the file cannot be written.
    pub async fn picture(&self, name: &str) -> WebDriverResult<()> {
        let folder = screenshots();
        let shot = self.driver().screenshot_as_png().await?;
        fs::create_dir_all(&folder)
            .and_then(|()| fs::write(folder.join(format!("{}{name}.png", self.manner.pictures)), shot))
            .map_err(|error| WebDriverError::FatalError(error.to_string()))
    }
}

fn screenshots() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../target/screenshots")
}
