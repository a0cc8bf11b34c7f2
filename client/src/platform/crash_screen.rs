//! The last thing the app does: it replaces the page by a few words that need no code to work.

use leptos::web_sys::{self, Document, Element};
use wasm_bindgen::JsValue;

/// The words.
#[derive(Clone, Copy, Debug)]
pub struct CrashScreen<'a> {
    /// The heading.
    pub title: &'a str,
    /// What is kept and what may be missing.
    pub text: &'a str,
    /// The words of the link that opens the app again.
    pub reload: &'a str,
    /// The code.
    pub code: &'a str,
    /// Where it happened in the source, for the browser's console.
    pub place: &'a str,
}

/// Shows it. Where the page itself is gone there is nothing left to say it with.
pub fn show(screen: &CrashScreen<'_>) {
    web_sys::console::error_1(&JsValue::from_str(screen.place));
    let Some(document) = web_sys::window().and_then(|window| window.document()) else { return };
    let Some(body) = document.body() else { return };
    let Some(main) = element(&document, "main", "bb-main", "") else { return };
    let link = element(&document, "a", "nl-button nl-button--primary", "");
    if let Some(link) = &link {
        let label = element(&document, "span", "nl-button__label", screen.reload);
        let _ = label.is_some_and(|label| link.append_child(&label).is_ok());
        // The names used here are valid, so this cannot fail. What is left of the app does not follow the link itself, on
        // a page that it no longer has: the browser opens it anew.
        let _ = link.set_attribute("href", "/");
        let _ = link.set_attribute("rel", "external");
    }
    let parts = [
        element(&document, "h1", "nl-heading nl-heading--level-1", screen.title),
        element(&document, "p", "bb-lead", screen.text),
        link,
        element(&document, "p", "bb-soft", screen.code),
    ];
    for part in parts.iter().flatten() {
        let _ = main.append_child(part);
    }
    let _ = main.set_attribute("role", "alert");
    body.set_text_content(None);
    let _ = body.append_child(&main);
}

fn element(document: &Document, name: &str, class: &str, text: &str) -> Option<Element> {
    let element = document.create_element(name).ok()?;
    element.set_class_name(class);
    element.set_text_content(Some(text));
    Some(element)
}
