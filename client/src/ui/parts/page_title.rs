//! The heading of a page.

use leptos::{html, prelude::*};

use crate::{
    i18n::say,
    platform::dom,
    ui::{language::locale, parts::show::Show},
};

/// The one `h1`. It takes the focus when the page appears, so that a screen reader reads where one is, and names the
/// window.
#[component]
pub fn PageTitle(
    /// The words.
    #[prop(into)]
    text: Signal<String>,
) -> impl IntoView {
    let heading = NodeRef::<html::H1>::new();
    let locale = locale();
    Effect::new(move |_| {
        if let Some(heading) = heading.get() {
            dom::focus(&heading);
        }
    });
    Effect::new(move |_| dom::set_title(&say!(locale, app.page_of, page = text.get())));
    view! { <h1 class="nl-heading nl-heading--level-1" tabindex="-1" node_ref=heading>{text}</h1> }
}

/// The heading of a part of a page.
#[component]
pub fn SectionTitle(
    /// The words.
    children: Children,
) -> impl IntoView {
    view! { <h2 class="nl-heading nl-heading--level-2">{children()}</h2> }
}

/// The heading of a list: the page's own as long as nothing is chosen from it, the heading of a part beside a page.
#[component]
pub fn ListTitle(
    /// The address of the page beside it.
    chosen: Signal<Option<String>>,
    /// The words.
    #[prop(into)]
    text: Signal<String>,
) -> impl IntoView {
    view! {
        <Show
            when=move || chosen.with(Option::is_none)
            fallback=move || view! { <h2 class="nl-heading nl-heading--level-2">{text}</h2> }
        >
            <PageTitle text=text/>
        </Show>
    }
}
