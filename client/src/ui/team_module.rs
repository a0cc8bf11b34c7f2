//! Whether the pages of the team are here, and one of them at its address.

use futures_channel::{
    mpsc::{UnboundedSender, unbounded},
    oneshot,
};
use futures_util::{
    StreamExt as _,
    future::{LocalBoxFuture, pending},
};
use leptos::{prelude::*, task::spawn_local};

use super::{
    language::locale,
    pages::shared::{incomplete::Incomplete, not_found::NotFound},
    parts::{dynamic::dynamic, notice::Notice},
    team_pages::{self, Draw, TeamPages},
};
use crate::i18n::say;

/// How far they are.
#[derive(Clone, Copy)]
enum Pages {
    Coming,
    Here(TeamPages),
    /// They are not on the device, and cannot be fetched now.
    Missing,
}

/// The pages of the team, for somebody of it. Clones are the same.
#[derive(Clone)]
pub struct TeamModule {
    pages: ArcRwSignal<Pages>,
    again: UnboundedSender<()>,
}

impl TeamModule {
    /// Has them fetched. The future is over when they are here; until then no document of the team can be read.
    #[must_use]
    pub fn fetched() -> (Self, LocalBoxFuture<'static, ()>) {
        let (again, mut asked) = unbounded();
        let (tell, told) = oneshot::channel();
        let pages = ArcRwSignal::new(Pages::Coming);
        let module = Self { pages: pages.clone(), again };
        spawn_local(async move {
            loop {
                if let Ok(fetched) = team_pages::fetch().await {
                    let _nobody_waits = tell.send(());
                    return pages.set(Pages::Here(fetched));
                }
                pages.set(Pages::Missing);
                if asked.next().await.is_none() {
                    return;
                }
            }
        });
        let here = async move {
            if told.await.is_err() {
                // Nobody is logged in any more: they will not come.
                pending().await
            }
        };
        (module, Box::pin(here))
    }

    /// Could they not be fetched?
    pub fn is_missing(&self) -> bool {
        matches!(self.pages.get(), Pages::Missing)
    }

    fn fetch_again(&self) {
        let _over = self.again.unbounded_send(());
    }
}

/// What the pages of the team add around other pages; nothing while they are not here.
pub fn team_part(pick: fn(&TeamPages) -> Draw) -> AnyView {
    let module = use_context::<TeamModule>();
    dynamic(move || match module.as_ref().map(|module| module.pages.get()) {
        Some(Pages::Here(pages)) => pick(&pages)(),
        Some(Pages::Coming | Pages::Missing) | None => ().into_any(),
    })
}

/// What the pages of the team say; none while they are not here.
pub fn team_words<T>(read: impl FnOnce(&TeamPages) -> T) -> Option<T> {
    match use_context::<TeamModule>()?.pages.get() {
        Pages::Here(pages) => Some(read(&pages)),
        Pages::Coming | Pages::Missing => None,
    }
}

/// A page of the team; for whoever is not of it there is none at its address.
pub fn team_page(pick: fn(&TeamPages) -> Draw) -> AnyView {
    let locale = locale();
    match use_context::<TeamModule>() {
        Some(module) => dynamic(move || match module.pages.get() {
            Pages::Coming => view! { <Notice>{say!(locale, app.fetching)}</Notice> }.into_any(),
            Pages::Here(pages) => pick(&pages)(),
            Pages::Missing => {
                let module = module.clone();
                view! { <Incomplete on_retry=move || module.fetch_again()/> }.into_any()
            }
        }),
        None => view! { <NotFound/> }.into_any(),
    }
}
