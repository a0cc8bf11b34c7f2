//! Logging in while the work of before stays on the device.

use leptos::{prelude::*, task::spawn_local};

use super::log_in::{LogIn, failure_words};
use crate::{
    i18n::say,
    platform::dom,
    state::session,
    ui::{
        context::{Play, notebook, play},
        language::locale,
        parts::{
            button::{Button, Look},
            dynamic::dynamic,
            notice::{Notice, Urge},
            page_title::PageTitle,
        },
        route,
    },
};

/// The page. In a demonstration one becomes the same person again.
#[component]
pub fn LogInAgain() -> impl IntoView {
    let locale = locale();
    let entered = Callback::new(|_| dom::load(route::HOME));
    let failed = RwSignal::new(None);
    let member = notebook().identity().member;
    let again = move || {
        spawn_local(async move {
            match session::demo_login(member).await {
                Ok(_) => dom::load(route::HOME),
                Err(error) => {
                    failed.try_set(Some(error));
                }
            }
        });
    };
    match play() {
        Play::Real => view! { <div class="bb-main"><LogIn on_enter=entered/></div> }.into_any(),
        Play::Demo => view! {
            <div class="bb-main">
                <PageTitle text=say!(locale, app.login.title)/>
                <p>{notebook().identity().name}</p>
                {dynamic(move || failed.get().map(|error| view! {
                    <Notice urge=Urge::Alarm>{failure_words(locale, error)}</Notice>
                }))}
                <p><Button look=Look::Primary on_press=again>{say!(locale, app.login.submit)}</Button></p>
            </div>
        }
        .into_any(),
    }
}
