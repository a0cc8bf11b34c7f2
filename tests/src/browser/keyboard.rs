//! The keyboard alone: whatever a finger reaches, Tab and the arrows must reach too.

use serde_json::json;
use thirtyfour::{
    Key, TypingData, WebElement,
    error::{WebDriverError, WebDriverResult},
};

use super::Tablet;

/// More stops than any page has.
const STOPS: usize = 250;
/// More answers than any question has.
const ANSWERS: usize = 25;

/// What must have the focus.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Reach {
    /// This element.
    Itself,
    /// Any radio button of its question: one of them is the stop of all.
    ItsQuestion,
}

impl Reach {
    const fn script(self) -> &'static str {
        match self {
            Self::Itself => "return document.activeElement === arguments[0]",
            Self::ItsQuestion => {
                "const focus = document.activeElement; const wanted = arguments[0];
                 return focus === wanted || (focus.type === 'radio' && focus.name === wanted.name
                    && focus.form === wanted.form)"
            }
        }
    }
}

/// The keys for a day or a time, part by part as this browser shows it: a field goes on by itself after each.
const KEYS_OF_MOMENT: &str = "const [kind, value] = arguments;
    const two = '2-digit';
    const [options, moment] = kind === 'date' ? [{ year: 'numeric', month: two, day: two }, new Date(`${value}T12:00`)]
        : [{ hour: two, minute: two }, new Date(`2026-01-01T${value}`)];
    return new Intl.DateTimeFormat(undefined, options).formatToParts(moment)
        .filter(part => part.type !== 'literal').map(part => part.value).join('')";

impl Tablet {
    /// Types a day or a time into this field.
    pub(super) async fn type_moment(&self, field: &WebElement, value: &str) -> WebDriverResult<()> {
        self.reach(field, Reach::Itself).await?;
        let kind = field.attr("type").await?;
        let keys: String = self.driver().execute(KEYS_OF_MOMENT, vec![json!(kind), json!(value)]).await?.convert()?;
        self.driver().action_chain().send_keys(keys).perform().await?;
        match field.prop("value").await? {
            Some(typed) if typed == value => Ok(()),
            other => Err(self.what_it_shows_instead_of(&format!("{value} by its keys, but {other:?}")).await),
        }
    }

    /// Presses one key.
    ///
    /// # Errors
    /// When the browser does not answer.
    pub async fn key(&self, key: Key) -> WebDriverResult<()> {
        self.keys(key).await
    }

    /// Types into whatever has the focus.
    ///
    /// # Errors
    /// When nothing has.
    pub async fn keys(&self, keys: impl Into<TypingData>) -> WebDriverResult<()> {
        self.driver().active_element().await?.send_keys(keys).await
    }

    /// Goes on by Tab until this has the focus.
    pub(super) async fn reach(&self, wanted: &WebElement, reach: Reach) -> WebDriverResult<()> {
        for _ in 0..STOPS {
            if self.has_focus(wanted, reach).await? {
                return Ok(());
            }
            // As the keyboard sends it: sent to an element, the driver first gives that the focus, and a day never gets past its
            // calendar.
            self.driver().action_chain().send_keys(Key::Tab).perform().await?;
        }
        let html = wanted.outer_html().await?;
        Err(self.what_it_shows_instead_of(&format!("by Tab: {html}")).await)
    }

    async fn has_focus(&self, wanted: &WebElement, reach: Reach) -> WebDriverResult<bool> {
        self.driver().execute(reach.script(), vec![wanted.to_json()?]).await?.convert()
    }

    /// Chooses the answer of this label: Tab to its question, then the arrows, or the space bar for what stands alone.
    pub(super) async fn choose_by_keyboard(&self, label: &WebElement) -> WebDriverResult<()> {
        let script = "return arguments[0].control";
        let control = self.driver().execute(script, vec![label.to_json()?]).await?.element()?;
        if control.attr("type").await?.as_deref() != Some("radio") {
            self.reach(&control, Reach::Itself).await?;
            return self.keys(" ").await;
        }
        self.reach(&control, Reach::ItsQuestion).await?;
        for _ in 0..ANSWERS {
            if self.has_focus(&control, Reach::Itself).await? {
                // The first of a question that has no answer yet is not chosen by coming to it.
                return if control.is_selected().await? { Ok(()) } else { self.keys(" ").await };
            }
            self.key(Key::Down).await?;
        }
        Err(WebDriverError::FatalError(format!("not by the arrows: {}", label.text().await?)))
    }
}
