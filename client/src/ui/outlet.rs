//! The page at the browser's address, and within a list the page that was chosen from it.
//!
//! The router's own table of routes compiles each route into types of its own: a tenth of what every phone would fetch.

use leptos::prelude::*;
use leptos_router::{
    hooks::use_location,
    location::{BrowserUrl, LocationProvider as _},
};

use super::{
    address::{Page, Params, Place, place_at},
    parts::dynamic::dynamic,
};

/// Where the browser is, and how a page is drawn.
#[derive(Clone, Copy)]
struct Here {
    place: Memo<Place>,
    draw: fn(Page) -> AnyView,
}

/// What the address says of the page that reads this.
#[derive(Clone, Copy)]
struct ParamsHere(Memo<Params>);

/// The page at the browser's address.
#[component]
pub fn PageHere(
    /// Draws a page.
    draw: fn(Page) -> AnyView,
) -> impl IntoView {
    let path = use_location().pathname;
    let here = Here { place: Memo::new(move |_| path.with(|path| place_at(path))), draw };
    provide_context(here);
    let browser = use_context::<BrowserUrl>();
    Effect::new(move |_| {
        path.track();
        // After a link was pressed, the address bar waits for the page.
        if let Some(browser) = &browser {
            browser.ready_to_complete();
        }
    });
    drawn(here, |place| Some(place.page))
}

/// The page that was chosen from the list around it.
#[component]
pub fn ChosenPage() -> impl IntoView {
    use_context::<Here>().map(|here| drawn(here, |place| place.chosen))
}

/// What the address says of this page, by name. It keeps what it said while the browser goes on to another page.
#[must_use]
pub fn use_params() -> Memo<Params> {
    use_context::<ParamsHere>().map_or_else(|| Memo::new(|_| Params::default()), |params| params.0)
}

/// Another page is drawn anew; the same page for something else only reads other parameters.
fn drawn(here: Here, pick: fn(&Place) -> Option<Page>) -> AnyView {
    let page = Memo::new(move |_| here.place.with(pick));
    dynamic(move || {
        page.get().map(|page| {
            let params = Memo::new(move |before: Option<&Params>| {
                here.place.with(|place| match before {
                    Some(before) if pick(place) != Some(page) => before.clone(),
                    Some(_) | None => place.params.clone(),
                })
            });
            provide_context(ParamsHere(params));
            (here.draw)(page)
        })
    })
}
