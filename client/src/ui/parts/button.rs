//! Buttons, and links that look like one.

use leptos::prelude::*;

use super::icon::{Icon, IconMark};

/// How much a button stands out. A page has one primary button at most.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Default)]
pub enum Look {
    /// The one action that the page is for.
    Primary,
    /// Another action.
    #[default]
    Secondary,
    /// An action beside the point.
    Subtle,
    /// Calls for help, or deletes for good.
    Alarm,
    /// An action that deletes, before it is confirmed.
    SubtleAlarm,
}

impl Look {
    const fn class(self) -> &'static str {
        match self {
            Self::Primary => "nl-button nl-button--primary",
            Self::Secondary => "nl-button nl-button--secondary",
            Self::Subtle => "nl-button nl-button--subtle",
            Self::Alarm => "nl-button nl-button--primary nl-button--negative",
            Self::SubtleAlarm => "nl-button nl-button--secondary nl-button--negative",
        }
    }
}

/// What a press does. Boxed, so that a button is compiled once.
pub struct Press(Box<dyn Fn()>);

impl<F: Fn() + 'static> From<F> for Press {
    fn from(press: F) -> Self {
        Self(Box::new(press))
    }
}

/// A button that does something at once.
#[component]
pub fn Button(
    /// How much it stands out.
    #[prop(optional)]
    look: Look,
    /// An icon before the words.
    #[prop(optional, into)]
    icon: Option<Icon>,
    /// For tests and styles.
    #[prop(optional)]
    name: &'static str,
    /// What it does.
    #[prop(into)]
    on_press: Press,
    /// Its words.
    children: Children,
) -> impl IntoView {
    view! {
        <button type="button" class=look.class() data-name=name on:click=move |_| (on_press.0)()>
            {mark(icon)}
            <span class="nl-button__label">{children()}</span>
        </button>
    }
}

/// The button that submits the form it stands in. While busy it stays where it is and takes no second press.
#[component]
pub fn SubmitButton(
    /// True while the form is being handled.
    #[prop(optional, into)]
    busy: Signal<bool>,
    /// How much it stands out.
    #[prop(default = Look::Primary)]
    look: Look,
    /// An icon before the words.
    #[prop(optional, into)]
    icon: Option<Icon>,
    /// Its words.
    children: Children,
) -> impl IntoView {
    view! {
        <button type="submit" class=look.class() class:nl-button--busy=busy aria-disabled=move || busy.get().to_string()>
            {mark(icon)}
            <span class="nl-button__label">{children()}</span>
        </button>
    }
}

/// A link to another page, or a telephone number, that looks like a button.
#[component]
pub fn ButtonLink(
    /// Where it goes.
    #[prop(into)]
    href: String,
    /// How much it stands out.
    #[prop(optional)]
    look: Look,
    /// An icon before the words.
    #[prop(optional, into)]
    icon: Option<Icon>,
    /// Its words.
    children: Children,
) -> impl IntoView {
    view! {
        <a href=href class=look.class()>
            {mark(icon)}
            <span class="nl-button__label">{children()}</span>
        </a>
    }
}

fn mark(icon: Option<Icon>) -> Option<impl IntoView> {
    icon.map(|icon| view! { <span class="nl-button__icon-start"><IconMark icon=icon/></span> })
}
