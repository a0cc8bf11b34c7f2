//! What stands on a page under a condition.
//!
//! Does what leptos' own does, compiled once: leptos compiles it anew for every condition and everything shown.

use leptos::prelude::*;

/// What must hold.
pub struct Condition(Box<dyn Fn() -> bool + Send + Sync>);

impl<F: Fn() -> bool + Send + Sync + 'static> From<F> for Condition {
    fn from(holds: F) -> Self {
        Self(Box::new(holds))
    }
}

/// Something that is there while a condition holds, and something else while it does not.
#[component]
pub fn Show(
    /// The condition.
    #[prop(into)]
    when: Condition,
    /// What stands there while it does not hold; nothing by default.
    #[prop(optional, into)]
    fallback: ViewFn,
    /// What stands there while it holds.
    children: ChildrenFn,
) -> impl IntoView {
    let holds = ArcMemo::new(move |_| (when.0)());
    move || if holds.get() { children() } else { fallback.run() }
}
