//! Parts of a page that are drawn anew when what they read changes.

use std::sync::Arc;

use leptos::prelude::*;

type Draw = Arc<dyn Fn() -> AnyView + Send + Sync>;

/// A part that is drawn anew when what `view` reads changes. Leptos takes such a function as it is, and compiles all of
/// its following anew for each; through here it is compiled once.
pub fn dynamic<V: IntoView + 'static>(view: impl Fn() -> V + Send + Sync + 'static) -> AnyView {
    drawn(Arc::new(move || view().into_any()))
}

fn drawn(draw: Draw) -> AnyView {
    (move || draw()).into_any()
}
