//! What a person does on a screen: by a finger, or by the keyboard alone.

use serde_json::json;
use thirtyfour::{Key, WebElement, components::SelectElement, error::WebDriverResult};

use super::{
    Hands, Tablet,
    eyes::{REDRAWS, is_covered, is_stale},
    keyboard::Reach,
    manner::Effort,
    xpath::quoted,
};

impl Tablet {
    /// What it took so far.
    #[must_use]
    pub fn effort(&self) -> Effort {
        self.effort.get()
    }

    /// What the app says for these Dutch words, in the language of whoever uses it.
    #[must_use]
    pub fn said(&self, words: &str) -> String {
        self.manner.said(words)
    }

    fn tapped(&self) {
        let effort = self.effort.get();
        self.effort.set(Effort { taps: effort.taps + 1, ..effort });
    }

    fn typed(&self, words: &str) {
        let effort = self.effort.get();
        self.effort.set(Effort { keystrokes: effort.keystrokes + words.chars().count(), ..effort });
    }

    /// Presses the button or link with these words.
    ///
    /// # Errors
    /// When there is none, or it cannot be pressed.
    pub async fn press(&self, words: &str) -> WebDriverResult<()> {
        let words = quoted(&self.said(words));
        let path = format!("(//button|//a|//*[@role='button']|//summary)[contains(normalize-space(.), {words})]");
        self.press_at(&path).await
    }

    /// Presses the button or link with these words and no others.
    ///
    /// # Errors
    /// When there is none, or it cannot be pressed.
    pub async fn press_exactly(&self, words: &str) -> WebDriverResult<()> {
        let words = quoted(&self.said(words));
        self.press_at(&format!("(//button|//a)[normalize-space(.)={words}]")).await
    }

    /// Presses the button with these words that ends a form.
    ///
    /// # Errors
    /// When there is none, or it cannot be pressed.
    pub async fn submit(&self, words: &str) -> WebDriverResult<()> {
        let words = quoted(&self.said(words));
        self.press_at(&format!("//form//button[@type='submit'][contains(normalize-space(.), {words})]")).await
    }

    /// Presses the button that ends the form with this question or field.
    ///
    /// # Errors
    /// When there is none, or it cannot be pressed.
    pub async fn submit_form_of(&self, field: &str) -> WebDriverResult<()> {
        let field = quoted(&self.said(field));
        self.press_at(&format!(
            "//form[.//*[self::legend or self::label][contains(normalize-space(.), {field})]]//button[@type='submit']"
        ))
        .await
    }

    /// Presses the button with these words where the app asks whether it is meant.
    ///
    /// # Errors
    /// When it does not ask, or has no such button.
    pub async fn confirm(&self, words: &str) -> WebDriverResult<()> {
        let words = quoted(&self.said(words));
        self.press_at(&format!("//dialog//button[contains(normalize-space(.), {words})]")).await
    }

    /// Presses the first button or link of this path.
    ///
    /// # Errors
    /// When there is none, or it cannot be pressed.
    pub async fn press_at(&self, path: &str) -> WebDriverResult<()> {
        self.tapped();
        // While what was pressed before is being kept, a button takes no press; a person sees that too.
        self.on(&format!("({path})[not(@aria-disabled = 'true')][not(@disabled)]"), async |element| {
            match self.manner.hands {
                Hands::Pointer => self.tap(&element).await,
                Hands::Keyboard => {
                    self.reach(&element, Reach::Itself).await?;
                    self.key(Key::Enter).await
                }
            }
        })
        .await
    }

    /// Does this to what stands at this path: again where it was drawn anew meanwhile, or pushed below something else, as a
    /// finger aims again.
    async fn on<T>(&self, path: &str, deed: impl AsyncFn(WebElement) -> WebDriverResult<T>) -> WebDriverResult<T> {
        for _ in 0..REDRAWS {
            match deed(self.find(path).await?).await {
                Err(error) if is_stale(&error) || is_covered(&error) => {}
                Err(error) => return Err(self.what_it_shows_instead_of(&format!("{path}: {error}")).await),
                done => return done,
            }
        }
        Err(self.what_it_shows_instead_of(path).await)
    }

    /// Chooses the radio button or check box with this label.
    ///
    /// # Errors
    /// When there is none.
    pub async fn choose(&self, label: &str) -> WebDriverResult<()> {
        let label = quoted(&self.said(label));
        self.choose_at(&format!("//label[contains(normalize-space(.), {label})]")).await
    }

    /// Chooses an answer to one question of several that have the same answers.
    ///
    /// # Errors
    /// When there is no such question, or it has no such answer.
    pub async fn answer(&self, question: &str, label: &str) -> WebDriverResult<()> {
        let (question, label) = (quoted(&self.said(question)), quoted(&self.said(label)));
        self.choose_at(&format!(
            "//fieldset[./legend[contains(normalize-space(.), {question})]]//label[contains(normalize-space(.), {label})]"
        ))
        .await
    }

    /// Chooses what the first label of this path is of.
    ///
    /// # Errors
    /// When there is none.
    pub async fn choose_at(&self, path: &str) -> WebDriverResult<()> {
        self.tapped();
        self.on(path, async |label| match self.manner.hands {
            Hands::Pointer => self.tap(&label).await,
            Hands::Keyboard => self.choose_by_keyboard(&label).await,
        })
        .await
    }

    /// Gives the field with this label a value at once, as a calendar or a clock does. By keyboard: types a day
    /// (`2026-11-28`) or a time (`10:00`).
    ///
    /// # Errors
    /// When there is none.
    pub async fn set(&self, label: &str, value: &str) -> WebDriverResult<()> {
        if self.manner.hands == Hands::Keyboard {
            return self.on(&self.path_of_field(label), async |field| self.type_moment(&field, value).await).await;
        }
        self.tapped();
        let script = "arguments[0].value = arguments[1];
            arguments[0].dispatchEvent(new Event('input', { bubbles: true }));
            arguments[0].dispatchEvent(new Event('change', { bubbles: true }));";
        self.on(&self.path_of_field(label), async |field| {
            self.driver().execute(script, vec![field.to_json()?, json!(value)]).await.map(drop)
        })
        .await
    }

    /// Types into the field with this label, after what is in it.
    ///
    /// # Errors
    /// When there is none.
    pub async fn fill(&self, label: &str, words: &str) -> WebDriverResult<()> {
        self.tapped();
        self.typed(words);
        self.on(&self.path_of_field(label), async |field| match self.manner.hands {
            Hands::Pointer => field.send_keys(words).await,
            Hands::Keyboard => {
                self.reach(&field, Reach::Itself).await?;
                self.keys(Key::Control + Key::End).await?;
                self.keys(words).await
            }
        })
        .await
    }

    /// Puts all of these words at once into the field with this label, as a paste does.
    ///
    /// # Errors
    /// When there is none.
    pub async fn paste(&self, label: &str, words: &str) -> WebDriverResult<()> {
        self.on(&self.path_of_field(label), async |field| field.focus().await).await?;
        self.command("Input.insertText", json!({"text": words})).await
    }

    /// The field with this label.
    ///
    /// # Errors
    /// When there is none.
    pub async fn field(&self, label: &str) -> WebDriverResult<WebElement> {
        self.find(&self.path_of_field(label)).await
    }

    pub(super) fn path_of_field(&self, label: &str) -> String {
        let label = quoted(&self.said(label));
        format!(
            "(id(//label[contains(normalize-space(.), {label})]/@for)|//label[contains(normalize-space(.), {label})]//*[self::input or self::textarea or self::select]|//*[@aria-label={label}])[self::input or self::textarea or self::select]"
        )
    }

    /// Chooses an option of the list with exactly this label.
    ///
    /// # Errors
    /// When there is none.
    pub async fn select(&self, label: &str, option: &str) -> WebDriverResult<()> {
        let (label, option) = (quoted(&self.said(label)), self.said(option));
        self.tapped();
        self.on(&format!("id(//label[normalize-space(.)={label}]/@for)[self::select]"), async |list| {
            match self.manner.hands {
                Hands::Pointer => SelectElement::new(&list).await?.select_by_visible_text(&option).await,
                Hands::Keyboard => {
                    self.reach(&list, Reach::Itself).await?;
                    // A list that has the focus goes to the option whose words are typed.
                    self.keys(option.as_str()).await
                }
            }
        })
        .await
    }

    /// Waits until the button or link with these words has stayed where it is for as long as somebody looks at a page that
    /// they just opened: what still comes in above it moves it from under the finger.
    ///
    /// # Errors
    /// When there is none.
    pub async fn looks_first_at(&self, words: &str) -> WebDriverResult<()> {
        let words = quoted(&self.said(words));
        let path = format!("(//button|//a)[contains(normalize-space(.), {words})]");
        self.on(&path, async |element| self.lies_still(&element, 30).await).await
    }
}
