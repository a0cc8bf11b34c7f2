//! Where a finger or a mouse comes down: on the page, as the hardware would send it.
//!
//! The driver's own click first asks the page a dozen large questions. These ask what a person looks at: has it come to rest,
//! does nothing lie over it, and was it what was pressed?

use std::time::Duration;

use serde::Deserialize;
use serde_json::json;
use thirtyfour::{
    WebElement,
    error::{WebDriverError, WebDriverErrorInfo, WebDriverResult},
};

use super::Tablet;

/// Brings it to the middle of the screen, waits until it has been drawn in one place so many times, and says where.
const AIM: &str = "const [element, frames, press, done] = arguments; let before = null; let still = 0;
    const centre = () => element.scrollIntoView({ block: 'center', inline: 'center', behavior: 'instant' });
    const look = () => {
        if (!element.isConnected) { return done({ found: 'gone' }); }
        const { x, y } = element.getBoundingClientRect();
        still = before && before.x === x && before.y === y ? still + 1 : 0;
        before = { x, y };
        if (still < frames) { return requestAnimationFrame(look); }
        // What came in above it meanwhile may have pushed it out of reach.
        centre();
        const box = [...element.getClientRects()].find(one => one.width > 0 && one.height > 0);
        if (!box) { return done({ found: 'gone' }); }
        const [left, top] = [Math.floor(box.x + box.width / 2), Math.floor(box.y + box.height / 2)];
        const hit = document.elementFromPoint(left, top);
        const by = hit ? hit.outerHTML.slice(0, 200) : 'the edge of the screen';
        if (!element.contains(hit)) { return done({ found: 'covered', by }); }
        if (press) { guard(); }
        done({ found: 'here', left, top });
    };
    // Where the page moves under the finger after all, the press does nothing.
    const parts = ['pointerdown', 'mousedown', 'pointerup', 'mouseup', 'click'];
    const guard = () => {
        const guarded = window.guardedPress = { element, missed: false, clicked: false };
        const letThrough = event => {
            if (!element.contains(event.target)) {
                event.stopImmediatePropagation();
                event.preventDefault();
                guarded.missed = true;
            }
            if (event.type === 'click') {
                guarded.clicked = true;
                guarded.end();
            }
        };
        guarded.end = () => parts.forEach(part => removeEventListener(part, letThrough, true));
        parts.forEach(part => addEventListener(part, letThrough, true));
    };
    centre();
    look();";

/// Did the last press come down on something else, or nowhere? A page that was loaded anew by it knows of none.
const MISSED: &str = "const guarded = window.guardedPress;
    if (!guarded) { return false; }
    guarded.end();
    return guarded.missed || (!guarded.clicked && guarded.element.isConnected)";

/// What is where a finger was to come down.
#[derive(Debug, Deserialize)]
#[serde(tag = "found", rename_all = "lowercase")]
enum Aim {
    /// The element, in CSS pixels of what is in sight.
    Here { left: i64, top: i64 },
    /// Something else.
    Covered { by: String },
    /// The element is on the page no longer.
    Gone,
}

impl Tablet {
    /// Presses what came to rest.
    pub(super) async fn tap(&self, element: &WebElement) -> WebDriverResult<()> {
        let (left, top) = match self.aim(element, 3, true).await? {
            Aim::Here { left, top } => (left, top),
            Aim::Covered { by } => return Err(covered(by)),
            Aim::Gone => return Err(gone()),
        };
        // At once: what moves between two questions to the driver is missed.
        self.driver().action_chain_with_delay(None, Some(Duration::ZERO)).move_to(left, top).click().perform().await?;
        let missed: bool = self.driver().execute(MISSED, Vec::new()).await?.convert()?;
        if missed { Err(covered("what came in its place".to_owned())) } else { Ok(()) }
    }

    /// Waits until an element has been drawn in one place so many times.
    pub(super) async fn lies_still(&self, element: &WebElement, frames: u32) -> WebDriverResult<()> {
        match self.aim(element, frames, false).await? {
            Aim::Gone => Err(gone()),
            Aim::Here { .. } | Aim::Covered { .. } => Ok(()),
        }
    }

    async fn aim(&self, element: &WebElement, frames: u32, press: bool) -> WebDriverResult<Aim> {
        self.driver().execute_async(AIM, vec![element.to_json()?, json!(frames), json!(press)]).await?.convert()
    }
}

fn covered(by: String) -> WebDriverError {
    WebDriverError::ElementClickIntercepted(WebDriverErrorInfo::new(by))
}

fn gone() -> WebDriverError {
    WebDriverError::StaleElementReference(WebDriverErrorInfo::new("it is on the page no longer".to_owned()))
}
