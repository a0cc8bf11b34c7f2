//! A few words that ask for attention, in a box.

use leptos::prelude::*;

use super::icon::{Icon, IconMark};

/// How urgent a notice is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Default)]
pub enum Urge {
    /// Good to know.
    #[default]
    Calm,
    /// As it should be.
    Good,
    /// Somebody should look.
    Attention,
    /// Danger, or words that may get lost.
    Alarm,
}

/// A notice. What appears while somebody is on the page is read out; an alarm at once.
#[component]
pub fn Notice(
    /// How urgent it is.
    #[prop(optional)]
    urge: Urge,
    /// What it says.
    children: Children,
) -> impl IntoView {
    let (class, icon, role) = match urge {
        Urge::Calm => ("bb-notice", Icon::Info, "status"),
        Urge::Good => ("bb-notice bb-notice--good", Icon::Check, "status"),
        Urge::Attention => ("bb-notice bb-notice--attention", Icon::Alarm, "status"),
        Urge::Alarm => ("bb-notice bb-notice--alarm", Icon::Alarm, "alert"),
    };
    view! {
        <div class=class role=role>
            <IconMark icon=icon/>
            <div>{children()}</div>
        </div>
    }
}

/// What stands where a list would be.
#[component]
pub fn Empty(
    /// Why there is nothing, and what one can do.
    children: Children,
) -> impl IntoView {
    view! { <p class="bb-empty">{children()}</p> }
}
