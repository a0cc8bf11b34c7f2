//! Wires everything: who is logged in, their notebook, the language, the pages.

use leptos::{prelude::*, task::spawn_local};
use leptos_router::{
    components::{ParentRoute, Route, Router, Routes},
    path,
};

use crate::{
    i18n::Locale,
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
        colleagues::Colleagues,
        context::{Book, Play},
        frame::Frame,
        language::Language,
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
    Inside(Notebook),
    /// The device's storage does not open.
    NoStorage,
}

/// The whole app.
#[component]
pub fn App() -> impl IntoView {
    let language = Language(RwSignal::new(remembered_language()));
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
            Ok(Some(identity)) => Stage::Inside(session::open_notebook(identity, BUILD)),
            Ok(None) => Stage::Outside,
            Err(_) => Stage::NoStorage,
        });
    });
    let on_enter = Callback::new(move |identity: Identity| {
        stage.set(Stage::Inside(session::open_notebook(identity, BUILD)));
    });
    let screen = move || {
        // Another language draws everything anew.
        language.0.track();
        match stage.get() {
            Stage::Opening => ().into_any(),
            Stage::Outside => view! { <Welcome on_enter=on_enter/> }.into_any(),
            Stage::Inside(notebook) => view! { <Inside notebook=notebook/> }.into_any(),
            Stage::NoStorage => view! { <StorageClosed/> }.into_any(),
        }
    };
    view! { <Router>{dynamic(screen)}</Router> }
}

/// The app of somebody who is logged in.
#[component]
fn Inside(notebook: Notebook) -> impl IntoView {
    let role = notebook.identity().role;
    dom::set_root_attribute("data-reader", role.word());
    if role.works_with_signals() {
        provide_context(TeamModule::fetched());
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
            <Routes fallback=NotFound>
                <Route path=path!("/") view=Home/>
                <Route path=path!("/wat-kunt-u-melden") view=WhatToReport/>
                <Route path=path!("/nieuw/:draft/:step") view=NewSignal/>
                <Route path=path!("/gevaar") view=Danger/>
                <Route path=path!("/gevaar/:draft") view=Danger/>
                <Route path=path!("/verstuurd/:signal") view=SentSignal/>
                <Route path=path!("/mijn/:signal") view=OwnSignal/>
                <Route path=path!("/vandaag") view=team_page(|pages| pages.today)/>
                <Route path=path!("/zorg-om-veiligheid") view=team_page(|pages| pages.safety)/>
                <ParentRoute path=path!("/signalen") view=team_page(|pages| pages.signals)>
                    <Route path=path!("") view=|| ()/>
                    <Route path=path!(":signal") view=team_page(|pages| pages.signal)/>
                    <Route path=path!(":signal/plannen") view=team_page(|pages| pages.plan)/>
                    <Route path=path!(":signal/contactpoging") view=team_page(|pages| pages.attempt)/>
                    <Route path=path!(":signal/bezoek/:visit") view=team_page(|pages| pages.visit)/>
                    <Route path=path!(":signal/bezoek/:visit/wijzigen") view=team_page(|pages| pages.move_visit)/>
                </ParentRoute>
                <ParentRoute path=path!("/dossiers") view=team_page(|pages| pages.dossiers)>
                    <Route path=path!("") view=|| ()/>
                    <Route path=path!(":dossier") view=team_page(|pages| pages.dossier)/>
                    <Route path=path!(":dossier/plannen") view=team_page(|pages| pages.plan)/>
                    <Route path=path!(":dossier/contactpoging") view=team_page(|pages| pages.attempt)/>
                    <Route path=path!(":dossier/bezoek/:visit") view=team_page(|pages| pages.visit)/>
                    <Route path=path!(":dossier/bezoek/:visit/wijzigen") view=team_page(|pages| pages.move_visit)/>
                    <Route path=path!(":dossier/wens") view=team_page(|pages| pages.wish)/>
                    <Route path=path!(":dossier/verslag/:note") view=team_page(|pages| pages.note)/>
                </ParentRoute>
                <ParentRoute path=path!("/postvak") view=team_page(|pages| pages.inbox)>
                    <Route path=path!("") view=|| ()/>
                    <Route path=path!(":signal") view=team_page(|pages| pages.judge)/>
                </ParentRoute>
                <ParentRoute path=path!("/meelezen") view=team_page(|pages| pages.read_along)>
                    <Route path=path!("") view=|| ()/>
                    <Route path=path!(":note") view=team_page(|pages| pages.read_note)/>
                </ParentRoute>
                <Route path=path!("/team") view=team_page(|pages| pages.team)/>
                <Route path=path!("/meer") view=More/>
                <Route path=path!("/synchronisatie") view=Synchronisation/>
                <Route path=path!("/bewaarde-teksten") view=Rescue/>
                <Route path=path!("/overgenomen") view=team_page(|pages| pages.handed_texts)/>
                <Route path=path!("/beginscherm") view=Install/>
                <Route path=path!("/uitloggen") view=LogOut/>
                <Route path=path!("/inloggen") view=LogInAgain/>
            </Routes>
        </Frame>
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

fn remembered_language() -> Locale {
    preferences::read(Preference::Language).and_then(|language| language.parse().ok()).unwrap_or_default()
}

fn remembered_play() -> Play {
    match preferences::read(Preference::Play).as_deref() {
        Some("demo") => Play::Demo,
        Some(_) | None => Play::Real,
    }
}
