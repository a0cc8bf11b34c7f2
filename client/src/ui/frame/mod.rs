//! What stands around every page: the demo bar, the status, the menu.

pub mod demo_bar;
pub mod device_notices;
pub mod navigation;
pub mod offline_line;
pub mod status_chip;
pub mod unreadable_line;
pub mod version_banner;

use buurtboek_shared::domain::role::Role;
use leptos::prelude::*;

pub use demo_bar::DemoBar;
pub use version_banner::VersionBanner;

use self::{
    device_notices::DeviceNotices, offline_line::OfflineLine, status_chip::StatusChip, unreadable_line::UnreadableLine,
};
use super::{
    context::{notebook, play},
    language::locale,
    parts::{
        icon::{Icon, IconMark},
        show::Show,
    },
    route,
    team_module::{TeamModule, team_part},
};
use crate::{i18n::say, platform::dom};

/// The frame of somebody who is logged in.
#[component]
pub fn Frame(
    /// The page.
    children: Children,
) -> impl IntoView {
    let locale = locale();
    let role = notebook().identity().role;
    let has_menu = matches!(role, Role::Professional | Role::Coordinator);
    let menu = has_menu.then(|| team_part(|pages| pages.menu));
    let team = use_context::<TeamModule>();
    let without_menu = move || !has_menu || team.as_ref().is_some_and(TeamModule::is_missing);
    let more = view! {
        <Show when=without_menu>
            <a class="nl-button nl-button--subtle bb-button--bare bb-top__menu" href=route::MORE>
                <span class="nl-button__icon-start"><IconMark icon=Icon::Menu/></span>
                <span class="nl-button__label">{say!(locale, app.nav.more)}</span>
            </a>
        </Show>
    };
    view! {
        <a class="nl-skip-link nl-skip-link--visible-on-focus" href="#inhoud">{say!(locale, app.skip)}</a>
        <div class="bb-frame" class:bb-frame--nav=has_menu>
            <DemoBar play=play()/>
            <div class="bb-above">
                <header class="bb-top">
                    <a class="bb-brand" href=route::HOME><IconMark icon=Icon::Notebook/>{say!(locale, app.name)}</a>
                    <StatusChip/>
                    {more}
                </header>
                <VersionBanner/>
            </div>
            <div class="bb-body">
                <DeviceNotices/>
                <OfflineLine/>
                <UnreadableLine/>
                <main id="inhoud" tabindex="-1" on:input=|event| dom::mark_typed(&event)>{children()}</main>
            </div>
            {menu}
        </div>
    }
}
