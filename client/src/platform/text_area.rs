//! A text area: its value and selection, in UTF-16 units, as the browser counts them.

pub use leptos::web_sys::HtmlTextAreaElement;

/// Value and selection at one moment.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Reading {
    /// The value.
    pub value: String,
    /// Where the selection begins.
    pub start: usize,
    /// Where it ends.
    pub end: usize,
}

/// Reads a text area.
#[must_use]
pub fn read(area: &HtmlTextAreaElement) -> Reading {
    let index = |at: Result<Option<u32>, _>| at.ok().flatten().and_then(|at| usize::try_from(at).ok()).unwrap_or(0);
    Reading { value: area.value(), start: index(area.selection_start()), end: index(area.selection_end()) }
}

/// Replaces value and selection. Where it is scrolled to stays.
pub fn write(area: &HtmlTextAreaElement, reading: &Reading) {
    if area.value() != reading.value {
        let scrolled = area.scroll_top();
        area.set_value(&reading.value);
        area.set_scroll_top(scrolled);
    }
    let index = |at: usize| u32::try_from(at).unwrap_or(u32::MAX);
    // It fails only for controls without a selection, which a text area is not.
    let _ = area.set_selection_range(index(reading.start), index(reading.end));
    grow(area);
}

/// Makes a text area as high as its text, where the browser does not do so by itself (`field-sizing`).
pub fn grow(area: &HtmlTextAreaElement) {
    if area.scroll_height() > area.client_height() {
        // A style that is not understood changes nothing.
        let _ = area.style().set_property("height", &format!("{}px", area.scroll_height() + 2));
    }
}
