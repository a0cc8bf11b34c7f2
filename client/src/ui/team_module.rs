//! Whether the pages of the team are here, and one of them at its address.

use leptos::{prelude::*, task::spawn_local};

use super::{
    pages::shared::{incomplete::Incomplete, not_found::NotFound},
    parts::dynamic::dynamic,
    team_pages::{self, Draw, TeamPages},
};

/// How far they are.
#[derive(Clone, Copy)]
enum Pages {
    Coming,
    Here(TeamPages),
    /// They are not on the device, and cannot be fetched now.
    Missing,
}

/// The pages of the team, for somebody of it. Copies are the same.
#[derive(Clone, Copy)]
pub struct TeamModule(RwSignal<Pages>);

impl TeamModule {
    /// Has them fetched.
    #[must_use]
    pub fn fetched() -> Self {
        let module = Self(RwSignal::new(Pages::Coming));
        module.fetch();
        module
    }

    fn fetch(self) {
        spawn_local(async move {
            let pages = team_pages::fetch().await.map_or(Pages::Missing, Pages::Here);
            self.0.try_set(pages);
        });
    }
}

/// A page of the team; for whoever is not of it there is none at its address.
pub fn team_page(pick: fn(&TeamPages) -> Draw) -> impl Fn() -> AnyView + Copy + Send + Sync + 'static {
    move || match use_context::<TeamModule>() {
        Some(module) => dynamic(move || match module.0.get() {
            Pages::Coming => ().into_any(),
            Pages::Here(pages) => pick(&pages)(),
            Pages::Missing => view! { <Incomplete on_retry=move || module.fetch()/> }.into_any(),
        }),
        None => view! { <NotFound/> }.into_any(),
    }
}
