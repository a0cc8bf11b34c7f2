//! The pages of those who visit, judge and read along. In what ships they are a module of WebAssembly of their own, which
//! the phone of a volunteer never fetches; nothing else may name these components, or they end up in the main module again.
//! With them comes what reads the documents of the team.

use buurtboek_shared::{
    domain::command::Command,
    ids::{DocId, MemberId},
};
use leptos::prelude::*;
use leptos::wasm_split::SplitLoaderError;

use crate::{
    i18n::Locale,
    state::{RescueDraft, read_team_kinds, say_entries_as},
};

use super::{
    frame::navigation::Navigation,
    pages::{
        coordinator::{
            handed_texts::{HandedRow, HandedTexts},
            inbox::Inbox,
            judge::JudgePage,
            read_along::{ReadAlong, ReadNotePage},
            team::TeamPage,
        },
        professional::{
            attempt::AttemptPage,
            case::name_around,
            dossier::DossierPage,
            dossiers::Dossiers,
            entry_words,
            note::NotePage,
            on_device::OnDevice,
            safety::SafetyPage,
            signal::SignalPage,
            signals::Signals,
            today::Today,
            visit::{
                VisitPage,
                plan::{MovePage, PlanPage},
            },
            wish_form::WishPage,
        },
    },
    words::decision::{Decided, decided},
};

/// Draws a page.
pub type Draw = fn() -> AnyView;

/// The pages.
#[derive(Clone, Copy)]
pub struct TeamPages {
    /// What somebody who visits has to do.
    pub today: Draw,
    /// "Zorg om veiligheid".
    pub safety: Draw,
    /// The list of signals.
    pub signals: Draw,
    /// A signal and what follows from it.
    pub signal: Draw,
    /// The list of dossiers.
    pub dossiers: Draw,
    /// A dossier.
    pub dossier: Draw,
    /// Planning a visit.
    pub plan: Draw,
    /// An attempt to reach somebody.
    pub attempt: Draw,
    /// A visit.
    pub visit: Draw,
    /// Giving a visit another time, place or company.
    pub move_visit: Draw,
    /// What the resident wants and does not want.
    pub wish: Draw,
    /// The note of a visit.
    pub note: Draw,
    /// The coordinator's inbox.
    pub inbox: Draw,
    /// A signal in it.
    pub judge: Draw,
    /// The notes to read along.
    pub read_along: Draw,
    /// One of them.
    pub read_note: Draw,
    /// Who does what in the team.
    pub team: Draw,
    /// What colleagues wrote whose access ended.
    pub handed_texts: Draw,
    /// The way there, and how many there are.
    pub handed_row: Draw,
    /// What is on the device.
    pub on_device: Draw,
    /// The menu.
    pub menu: Draw,
    /// What is said of a decision of the team that was not taken.
    pub decided: fn(Locale, &RescueDraft, &Command, &dyn Fn(MemberId) -> String) -> Decided,
    /// What the signal or dossier is called that a document is part of.
    pub name_around: fn(DocId) -> Option<String>,
}

/// The pages, fetched if they are not here yet.
///
/// # Errors
/// When they are neither here nor on the device, and the server cannot be reached. Asking again fetches again.
#[cfg(feature = "split")]
pub async fn fetch() -> Result<TeamPages, SplitLoaderError> {
    pages().await.map(|pages| *pages)
}

/// The pages: in a build that is not split they are always here.
///
/// # Errors
/// None.
#[cfg(not(feature = "split"))]
pub async fn fetch() -> Result<TeamPages, SplitLoaderError> {
    std::future::ready(pages().map(|pages| *pages)).await
}

#[cfg_attr(
    feature = "split",
    leptos::wasm_split::wasm_split(team, wasm_split_path = ::leptos::wasm_split, fallible)
)]
fn pages() -> Result<Box<TeamPages>, SplitLoaderError> {
    read_team_kinds();
    say_entries_as(entry_words::says);
    Ok(Box::new(TeamPages {
        today: || view! { <Today/> }.into_any(),
        safety: || view! { <SafetyPage/> }.into_any(),
        signals: || view! { <Signals/> }.into_any(),
        signal: || view! { <SignalPage/> }.into_any(),
        dossiers: || view! { <Dossiers/> }.into_any(),
        dossier: || view! { <DossierPage/> }.into_any(),
        plan: || view! { <PlanPage/> }.into_any(),
        attempt: || view! { <AttemptPage/> }.into_any(),
        visit: || view! { <VisitPage/> }.into_any(),
        move_visit: || view! { <MovePage/> }.into_any(),
        wish: || view! { <WishPage/> }.into_any(),
        note: || view! { <NotePage/> }.into_any(),
        inbox: || view! { <Inbox/> }.into_any(),
        judge: || view! { <JudgePage/> }.into_any(),
        read_along: || view! { <ReadAlong/> }.into_any(),
        read_note: || view! { <ReadNotePage/> }.into_any(),
        team: || view! { <TeamPage/> }.into_any(),
        handed_texts: || view! { <HandedTexts/> }.into_any(),
        handed_row: || view! { <HandedRow/> }.into_any(),
        on_device: || view! { <OnDevice/> }.into_any(),
        menu: || view! { <Navigation/> }.into_any(),
        decided,
        name_around,
    }))
}
