//! A state in a word or two.

use leptos::prelude::*;

/// How a badge stands out; the words say the same.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Default)]
pub enum BadgeTone {
    /// One of several states.
    #[default]
    Plain,
    /// No connection, or waiting for it.
    Calm,
    /// The reader's own.
    Accent,
    /// Somebody should look.
    Attention,
    /// Danger.
    Alarm,
}

impl BadgeTone {
    const fn class(self) -> &'static str {
        match self {
            Self::Plain => "nl-data-badge",
            Self::Calm => "nl-data-badge bb-badge--calm",
            Self::Accent => "nl-data-badge bb-badge--accent",
            Self::Attention => "nl-data-badge bb-badge--attention",
            Self::Alarm => "nl-data-badge bb-badge--alarm",
        }
    }
}

/// A state with its words, as lists and heads show it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct BadgeText {
    /// How it stands out.
    pub tone: BadgeTone,
    /// The words.
    pub words: String,
}

impl BadgeText {
    /// A badge.
    #[must_use]
    pub fn new(tone: BadgeTone, words: impl Into<String>) -> Self {
        Self { tone, words: words.into() }
    }
}

/// A badge.
#[component]
pub fn Badge(
    /// What it says.
    badge: BadgeText,
) -> impl IntoView {
    view! { <span class=badge.tone.class()>{badge.words}</span> }
}

/// A count, in a round badge.
#[component]
pub fn CountBadge(
    /// How many.
    #[prop(into)]
    count: Signal<usize>,
) -> impl IntoView {
    view! { <span class="nl-number-badge">{move || count.get()}</span> }
}
