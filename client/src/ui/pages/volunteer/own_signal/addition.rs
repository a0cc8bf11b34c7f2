//! Words that the reporter adds to a sent signal: more, or what is wrong with the text.

use buurtboek_shared::{doc::entries::MAX_WORDS, domain::signal::AdditionKind};
use leptos::prelude::*;

use super::paper::Paper;
use crate::{
    i18n::{Locale, say},
    platform::dom,
    ui::{
        act::{Act, ActFailure, empty_of},
        authoring::Author,
        context::book,
        language::locale,
        parts::{
            button::{Button, Look, SubmitButton},
            field::TextField,
            icon::Icon,
            show::Show,
        },
    },
};

/// What the words are about.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum AboutText {
    /// "Iets toevoegen".
    More,
    /// "Mijn tekst klopt niet".
    Wrong,
}

impl AboutText {
    const fn control(self) -> &'static str {
        match self {
            Self::More => "addition",
            Self::Wrong => "right-text",
        }
    }

    const fn kind(self) -> AdditionKind {
        match self {
            Self::More => AdditionKind::More,
            Self::Wrong => AdditionKind::TextIsWrong,
        }
    }

    fn title(self, locale: Locale) -> &'static str {
        match self {
            Self::More => say!(locale, volunteer.signal.add),
            Self::Wrong => say!(locale, volunteer.signal.wrong_text),
        }
    }

    fn question(self, locale: Locale) -> &'static str {
        match self {
            Self::More => say!(locale, volunteer.signal.add_label),
            Self::Wrong => say!(locale, volunteer.signal.wrong_text_label),
        }
    }

    /// The words of an error; none when the text can be sent.
    fn fault(locale: Locale, text: &str) -> Option<&'static str> {
        if text.trim().is_empty() {
            return Some(say!(locale, volunteer.signal.text_missing));
        }
        (text.len() > MAX_WORDS).then(|| say!(locale, volunteer.signal.text_long))
    }
}

/// The form; it opens when asked for.
#[component]
pub fn Addition(
    /// The signal.
    paper: Paper,
    /// What the words are about.
    about: AboutText,
) -> impl IntoView {
    let locale = locale();
    let book = book();
    let is_open = RwSignal::new(false);
    let text = RwSignal::new(String::new());
    let error = RwSignal::new(String::new());
    let act = Act::new();
    let id = about.control();
    let on_submit = move |event: leptos::ev::SubmitEvent| {
        event.prevent_default();
        let words = text.get_untracked();
        let fault = AboutText::fault(locale, &words);
        error.set(fault.unwrap_or_default().to_owned());
        if fault.is_some() {
            dom::focus_by_id(id);
            return;
        }
        let notebook = book.get();
        let intent = Author::of(&notebook).signal_addition(&words, about.kind());
        act.run(paper.put(notebook, intent), move |()| {
            empty_of(text, &words);
            if text.try_with_untracked(String::is_empty) == Some(true) {
                is_open.set(false);
            }
        });
    };
    view! {
        <Show
            when=move || is_open.get()
            fallback=move || view! {
                <Button icon=Icon::Plus on_press=move || is_open.set(true)>{about.title(locale)}</Button>
            }
        >
            <form class="bb-card" on:submit=on_submit novalidate>
                <TextField id=id label=about.question(locale) value=text error=error/>
                <ActFailure act=act/>
                <div class="bb-buttons">
                    <SubmitButton busy=act.busy()>{say!(locale, volunteer.signal.add_send)}</SubmitButton>
                    <Button look=Look::Subtle on_press=move || is_open.set(false)>{say!(locale, app.cancel)}</Button>
                </div>
            </form>
        </Show>
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_addition_needs_words_and_has_an_end() {
        assert_eq!(AboutText::fault(Locale::nl, " \n"), Some("Schrijf een paar woorden."));
        assert_eq!(AboutText::fault(Locale::nl, &"שלום 😀 ".repeat(1_000)), None);
        let pasted = "Naam\tDatum\tWat\n".repeat(3_000);
        let fault = AboutText::fault(Locale::nl, &pasted);
        assert_eq!(fault, Some("Deze tekst is te lang om te versturen. Maak er twee van."));
    }
}
