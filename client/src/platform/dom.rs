//! The few things that screens ask of the page itself.

use leptos::{ev::Event, prelude::event_target, web_sys};
use wasm_bindgen::JsCast as _;
use wasm_bindgen_futures::JsFuture;

/// Gives the focus to an element without scrolling past what stands above it.
pub fn focus(element: &web_sys::HtmlElement) {
    // An element that left the page meanwhile takes no focus: nothing is lost.
    let _ = element.focus();
}

/// Gives the focus to the control with this id, or to the first control inside it.
pub fn focus_by_id(id: &str) {
    let Some(element) = document().and_then(|document| document.get_element_by_id(id)) else { return };
    let inner = element.query_selector("input, textarea, select, button").ok().flatten();
    let is_control = ["INPUT", "TEXTAREA", "SELECT", "BUTTON"].contains(&element.tag_name().as_str());
    let target = if is_control { element } else { inner.unwrap_or(element) };
    if let Ok(target) = target.dyn_into() {
        focus(&target);
    }
}

/// Is the page in sight? It is not while its tab is behind another, or its window was put away.
#[must_use]
pub fn is_in_sight() -> bool {
    document().is_some_and(|document| document.visibility_state() == web_sys::VisibilityState::Visible)
}

/// Names the window.
pub fn set_title(title: &str) {
    if let Some(document) = document() {
        document.set_title(title);
    }
}

/// Sets an attribute of the whole page.
pub fn set_root_attribute(name: &str, value: &str) {
    if let Some(root) = document().and_then(|document| document.document_element()) {
        // The names used here are valid, so this cannot fail.
        let _ = root.set_attribute(name, value);
    }
}

/// Takes away what `index.html` shows until the app is there.
pub fn remove_opening() {
    if let Some(opening) = document().and_then(|document| document.get_element_by_id("opening")) {
        opening.remove();
    }
}

/// Opens a dialog above everything else.
pub fn show_modal(dialog: &web_sys::HtmlDialogElement) {
    if !dialog.open() {
        // It fails only for a dialog that is open, or no longer on the page.
        let _ = dialog.show_modal();
    }
}

/// Closes a dialog.
pub fn close_dialog(dialog: &web_sys::HtmlDialogElement) {
    if dialog.open() {
        dialog.close();
    }
}

/// Makes the text area that this event came from as high as its text, where the browser does not do so by itself.
pub fn grow(event: &Event) {
    if let Some(area) = event.target().and_then(|target| target.dyn_into().ok()) {
        super::text_area::grow(&area);
    }
}

/// Marks the field that this event came from: somebody typed in it.
pub fn mark_typed(event: &Event) {
    // The name is valid, so this cannot fail.
    let _ = event_target::<web_sys::Element>(event).set_attribute("data-typed", "");
}

/// Gives the focus to the first field of a form in which somebody typed words that still stand there; false when there is
/// none. Such fields have an empty placeholder: that is how the page itself tells whether something stands in them. A draft
/// is on the device.
#[must_use]
pub fn focus_typed() -> bool {
    let typed = "form:not([data-name=draft]) [placeholder][data-typed]:not(:placeholder-shown)";
    let field = document().and_then(|document| document.query_selector(typed).ok().flatten());
    if let Some(field) = &field {
        focus(field.unchecked_ref());
    }
    field.is_some()
}

/// Goes back to the page before this one, as the browser's own button does.
pub fn go_back() {
    if let Some(history) = web_sys::window().and_then(|window| window.history().ok()) {
        // It fails only for a page that is being left.
        let _ = history.back();
    }
}

/// Opens the browser's dialog to print the page.
pub fn print() {
    if let Some(window) = web_sys::window() {
        // It fails only where nothing can be printed.
        let _ = window.print();
    }
}

/// Loads the page again.
pub fn reload() {
    if let Some(window) = web_sys::window() {
        // It fails only for a page that is being left.
        let _ = window.location().reload();
    }
}

/// Loads a page of the app from the beginning: nothing of what is in memory stays.
pub fn load(path: &str) {
    if let Some(window) = web_sys::window() {
        // It fails only for an address that is none.
        let _ = window.location().set_href(path);
    }
}

/// Puts a text on the clipboard; true when the browser took it.
pub async fn copy(text: &str) -> bool {
    let Some(window) = web_sys::window() else { return false };
    JsFuture::from(window.navigator().clipboard().write_text(text)).await.is_ok()
}

fn document() -> Option<web_sys::Document> {
    web_sys::window()?.document()
}
