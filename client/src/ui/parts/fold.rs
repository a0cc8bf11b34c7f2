//! What opens when somebody wants to see it.

use leptos::prelude::*;

use super::icon::{Icon, IconMark};

/// Whether a fold starts open.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Default)]
pub enum FoldState {
    /// Only its title shows.
    #[default]
    Folded,
    /// All of it shows.
    Open,
}

/// A part that folds.
#[component]
pub fn Fold(
    /// Its title.
    #[prop(into)]
    title: Signal<String>,
    /// A few words at the end of the title's line.
    #[prop(optional, into)]
    aside: Signal<String>,
    /// How it starts.
    #[prop(optional)]
    state: FoldState,
    /// What it holds.
    children: Children,
) -> impl IntoView {
    view! {
        <details class="bb-fold bb-fold--section" open=state == FoldState::Open>
            <summary>
                <span class="bb-fold__mark"><IconMark icon=Icon::ChevronRight/></span>
                <span class="nl-heading nl-heading--level-3">{title}</span>
                <span class="bb-soft">{aside}</span>
            </summary>
            <div class="bb-fold__content">{children()}</div>
        </details>
    }
}
