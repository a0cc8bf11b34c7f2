//! Wires everything: who is logged in, their notebook, the language, the pages.

use std::future::ready;

use futures_util::future::LocalBoxFuture;
use leptos::{prelude::*, task::spawn_local};
use leptos_router::components::Router;

use crate::{
    platform::{
        dom,
        preferences::{self, Preference},
        service_worker::Versions,
    },
    state::{
        identity::Identity,
        notebook::{AppFiles, Notebook},
        session,
    },
    ui::{
        address::Page,
        colleagues::Colleagues,
        context::{Book, Play},
        frame::Frame,
        language::{Language, remembered},
        outlet::PageHere,
        pages::{
            shared::{
                crash::{self, StorageClosed},
                home::Home,
                install::Install,
                log_in_again::LogInAgain,
                log_out::LogOut,
                more::More,
                not_found::NotFound,
                rescue::Rescue,
                synchronisation::Synchronisation,
                welcome::Welcome,
            },
            volunteer::{
                danger::Danger, new_signal::NewSignal, own_signal::OwnSignal, sent::SentSignal,
                what_to_report::WhatToReport,
            },
        },
        parts::dynamic::dynamic,
        table_mode::TableMode,
        team_module::{TeamModule, team_page},
    },
};

/// What the server's logs know of the app's build.
const BUILD: &str = env!("CARGO_PKG_VERSION");

/// Starts the app in the page.
pub fn start() {
    crash::install_hook();
    dom::remove_opening();
    leptos::mount::mount_to_body(App);
}

/// How far the app is.
#[derive(Clone)]
enum Stage {
    /// Looking who was logged in last.
    Opening,
    /// Nobody is logged in.
    Outside,
    /// Somebody is.
    Inside(Notebook, Option<TeamModule>),
    /// The device's storage does not open.
    NoStorage,
}

/// The whole app.
#[component]
pub fn App() -> impl IntoView {
    let language = Language(RwSignal::new(remembered()));
    provide_context(language);
    provide_context(TableMode::new());
    provide_context(Versions::follow());
    Effect::new(move |_| {
        let chosen = leptos_i18n::Locale::as_str(language.0.get());
        dom::set_root_attribute("lang", chosen);
        preferences::remember(Preference::Language, chosen);
    });
    let stage = RwSignal::new(Stage::Opening);
    spawn_local(async move {
        stage.set(match session::last_identity().await {
            Ok(Some(identity)) => opened(identity),
            Ok(None) => Stage::Outside,
            Err(_) => Stage::NoStorage,
        });
    });
    let on_enter = Callback::new(move |identity: Identity| {
        stage.set(opened(identity));
    });
    let screen = move || {
        // Another language draws everything anew.
        language.0.track();
        match stage.get() {
            Stage::Opening => ().into_any(),
            Stage::Outside => view! { <Welcome on_enter=on_enter/> }.into_any(),
            Stage::Inside(notebook, team) => view! { <Inside notebook=notebook team=team/> }.into_any(),
            Stage::NoStorage => view! { <StorageClosed/> }.into_any(),
        }
    };
    view! { <Router>{dynamic(screen)}</Router> }
}

/// The app for this member, whose notebook opens; for somebody of the team its pages are fetched.
fn opened(identity: Identity) -> Stage {
    let (team, can_read) = if identity.role.works_with_signals() {
        let (team, here) = TeamModule::fetched();
        (Some(team), here)
    } else {
        let nothing_to_wait_for: LocalBoxFuture<'static, ()> = Box::pin(ready(()));
        (None, nothing_to_wait_for)
    };
    Stage::Inside(session::open_notebook(identity, BUILD, can_read), team)
}

/// The app of somebody who is logged in.
#[component]
fn Inside(notebook: Notebook, team: Option<TeamModule>) -> impl IntoView {
    let role = notebook.identity().role;
    dom::set_root_attribute("data-reader", role.word());
    if let Some(team) = team {
        provide_context(team);
        if let Some(versions) = use_context::<Versions>() {
            versions.need_the_teams();
        }
    }
    report_platform(&notebook);
    provide_context(Book::new(notebook));
    provide_context(remembered_play());
    provide_context(Colleagues::of_notebook());
    view! {
        <Frame>
            <PageHere draw=draw/>
        </Frame>
    }
}

/// Draws a page.
fn draw(page: Page) -> AnyView {
    match page {
        Page::Home => view! { <Home/> }.into_any(),
        Page::WhatToReport => view! { <WhatToReport/> }.into_any(),
        Page::NewSignal => view! { <NewSignal/> }.into_any(),
        Page::Danger => view! { <Danger/> }.into_any(),
        Page::Sent => view! { <SentSignal/> }.into_any(),
        Page::OwnSignal => view! { <OwnSignal/> }.into_any(),
        Page::Today => team_page(|pages| pages.today),
        Page::Safety => team_page(|pages| pages.safety),
        Page::Signals => team_page(|pages| pages.signals),
        Page::Signal => team_page(|pages| pages.signal),
        Page::Dossiers => team_page(|pages| pages.dossiers),
        Page::Dossier => team_page(|pages| pages.dossier),
        Page::Plan => team_page(|pages| pages.plan),
        Page::Attempt => team_page(|pages| pages.attempt),
        Page::Visit => team_page(|pages| pages.visit),
        Page::MoveVisit => team_page(|pages| pages.move_visit),
        Page::Wish => team_page(|pages| pages.wish),
        Page::Note => team_page(|pages| pages.note),
        Page::Inbox => team_page(|pages| pages.inbox),
        Page::Judge => team_page(|pages| pages.judge),
        Page::ReadAlong => team_page(|pages| pages.read_along),
        Page::ReadNote => team_page(|pages| pages.read_note),
        Page::Team => team_page(|pages| pages.team),
        Page::More => view! { <More/> }.into_any(),
        Page::Synchronisation => view! { <Synchronisation/> }.into_any(),
        Page::Rescue => view! { <Rescue/> }.into_any(),
        Page::HandedTexts => team_page(|pages| pages.handed_texts),
        Page::Install => view! { <Install/> }.into_any(),
        Page::LogOut => view! { <LogOut/> }.into_any(),
        Page::LogIn => view! { <LogInAgain/> }.into_any(),
        Page::NotFound => view! { <NotFound/> }.into_any(),
    }
}

/// Tells the notebook what the platform knows: whether the app's files are here, and what the storage promises.
fn report_platform(notebook: &Notebook) {
    let Some(versions) = use_context::<Versions>() else { return };
    let notebook = notebook.clone();
    Effect::new(move |asked: Option<()>| {
        let files = if versions.complete.get() { AppFiles::Cached } else { AppFiles::NotYet };
        let notebook = notebook.clone();
        spawn_local(async move {
            match asked {
                None => session::ask_to_persist(&notebook, files).await,
                Some(()) => session::look_at_storage(&notebook, files).await,
            }
        });
    });
}

fn remembered_play() -> Play {
    match preferences::read(Preference::Play).as_deref() {
        Some("demo") => Play::Demo,
        Some(_) | None => Play::Real,
    }
}
