//! axe-core on the page as it stands.

use std::{fs, path::Path};

use serde::Deserialize;
use serde_json::{Value, json};
use thirtyfour::error::{WebDriverError, WebDriverResult};

use super::{Tablet, tablet::colour_scheme};

/// One finding.
#[derive(Debug, Deserialize)]
pub struct Finding {
    /// The rule.
    pub id: String,
    /// `minor`, `moderate`, `serious` or `critical`.
    pub impact: Option<String>,
    /// What it is about.
    pub help: String,
    /// Where.
    pub nodes: Vec<Place>,
}

/// Where a finding is.
#[derive(Debug, Deserialize)]
pub struct Place {
    /// The element's HTML.
    pub html: String,
}

/// The modes of the screen, and what of axe-core they can change. All rules are held against one of them; the other one
/// has the same elements and words in other colours. Going through every rule again costs as much as the first time.
pub const MODES: [(&str, Rules); 2] = [("light", Rules::All), ("dark", Rules::OfColours)];

/// Which of axe-core's rules are held against a page.
#[derive(Debug, Clone, Copy)]
pub enum Rules {
    /// Every one.
    All,
    /// Those that look at colours.
    OfColours,
}

impl Rules {
    /// axe-core's options.
    fn options(self) -> Value {
        match self {
            Self::All => json!({"resultTypes": ["violations"]}),
            Self::OfColours => json!({
                "resultTypes": ["violations"],
                "runOnly": {"type": "rule", "values": ["color-contrast", "link-in-text-block"]},
            }),
        }
    }
}

/// The serious and critical findings on this page.
///
/// # Errors
/// When axe-core is not installed or the browser does not answer.
pub async fn serious(tablet: &Tablet, rules: Rules) -> WebDriverResult<Vec<Finding>> {
    let is_there: bool = tablet.driver().execute("return 'axe' in window", Vec::new()).await?.convert()?;
    if !is_there {
        let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("node_modules/axe-core/axe.min.js");
        let source = fs::read_to_string(&path)
            .map_err(|error| WebDriverError::FatalError(format!("{}: {error}", path.display())))?;
        tablet.driver().execute(source, Vec::new()).await?;
    }
    let run = "const [options, done] = arguments;
        axe.run(document, options)
           .then(result => done(JSON.stringify(result.violations)), error => done(JSON.stringify(String(error))));";
    let json: String = tablet.driver().execute_async(run, vec![rules.options()]).await?.convert()?;
    let findings: Vec<Finding> =
        serde_json::from_str(&json).map_err(|_| WebDriverError::FatalError(format!("axe: {json}")))?;
    Ok(findings
        .into_iter()
        .filter(|finding| matches!(finding.impact.as_deref(), Some("serious" | "critical")))
        .collect())
}

impl Tablet {
    /// Holds the page as it stands against everything that can be said of any page, in both modes, with a picture of it:
    /// nothing lies beside the screen, no words beside their box, and axe-core finds nothing serious.
    ///
    /// # Errors
    /// When something does, or it finds something.
    pub async fn stands_well(&self, name: &str) -> WebDriverResult<()> {
        self.picture(name).await?;
        if self.scrolls_sideways().await? {
            return Err(WebDriverError::FatalError(format!(
                "{name} is wider than the screen, by:\n{}",
                self.beside().await?
            )));
        }
        let cramped = self.cramped().await?;
        if !cramped.is_empty() {
            return Err(WebDriverError::FatalError(format!("{name} has words beside their box, in:\n{cramped}")));
        }
        for (scheme, rules) in MODES {
            self.command("Emulation.setEmulatedMedia", colour_scheme(scheme)).await?;
            self.comes_to_rest().await?;
            let found = serious(self, rules).await?;
            if !found.is_empty() {
                let places = |finding: &Finding| finding.nodes.iter().map(|node| node.html.clone()).collect::<Vec<_>>();
                let said =
                    |finding: &Finding| format!("{} ({}) at {}", finding.id, finding.help, places(finding).join(" | "));
                let said: Vec<_> = found.iter().map(said).collect();
                return Err(WebDriverError::FatalError(format!("{name} {scheme}: {}", said.join("\n"))));
            }
        }
        self.command("Emulation.setEmulatedMedia", json!({"features": []})).await
    }

    /// Waits until every colour that fades has faded: halfway it is none of either mode. Where nothing is shown, as in
    /// details that are closed, the browser does not begin to fade, and nobody waits for it.
    ///
    /// # Errors
    /// When the browser does not answer.
    pub async fn comes_to_rest(&self) -> WebDriverResult<()> {
        let script = "const done = arguments[0];
            const isShown = one => one.effect.target.checkVisibility();
            requestAnimationFrame(() => requestAnimationFrame(() =>
                Promise.allSettled(document.getAnimations().filter(isShown).map(one => one.finished)).then(() => done())));";
        self.driver().execute_async(script, Vec::new()).await.map(drop)
    }

    /// Boxes with words that do not fit in them, as HTML; empty when all do.
    ///
    /// # Errors
    /// When the browser does not answer.
    pub async fn cramped(&self) -> WebDriverResult<String> {
        let script = "return [...document.querySelectorAll('label, button, a, dt, dd, td, .nl-data-badge, .bb-card')]
            .filter(one => one.checkVisibility() && getComputedStyle(one).display !== 'inline'
                && getComputedStyle(one).overflowX === 'visible' && one.scrollWidth > one.clientWidth + 1)
            .map(one => one.outerHTML.slice(0, 200)).join('\\n')";
        self.driver().execute(script, Vec::new()).await?.convert()
    }

    /// What lies beside the screen.
    async fn beside(&self) -> WebDriverResult<String> {
        let script = "const edge = document.documentElement.clientWidth;
            return [...document.querySelectorAll('body *')].filter(one => one.getBoundingClientRect().right > edge + 1)
                .map(one => one.outerHTML.slice(0, 120)).slice(-12).join('\\n')";
        self.driver().execute(script, Vec::new()).await?.convert()
    }
}
