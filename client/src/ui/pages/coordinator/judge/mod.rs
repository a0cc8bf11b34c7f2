//! "Beoordelen": how soon, what belongs together, who goes, who may see it, or who else it is for.

pub mod assign;
pub mod earlier;
pub mod elsewhere;
pub mod how_soon;
pub mod same_place;
pub mod who_sees;

use buurtboek_shared::{
    domain::triage::TriagePhase,
    ids::{DocId, DocKind, Id128},
};
use leptos::prelude::*;

use self::{assign::Assign, earlier::Earlier, elsewhere::Elsewhere, how_soon::HowSoon, who_sees::WhoSees};
use super::{
    deciding::{ENDINGS, waiting},
    standing_in::{StandingIn, coordinates_now},
};
use crate::ui::{
    opened::{as_triage, open, view_of},
    outlet::use_params,
    pages::professional::{signal::TeamSignal, signal_list::SignalItem, team_signals},
    parts::{dynamic::dynamic, show::Show},
    route,
};

/// The page.
#[component]
pub fn JudgePage() -> impl IntoView {
    let coordinates = coordinates_now();
    let params = use_params();
    let id = Memo::new(move |_| params.with(|params| params.get("signal").and_then(|id| id.parse::<Id128>().ok())));
    dynamic(move || {
        id.get().map(|id| {
            let triage = DocId::new(DocKind::Triage, id);
            view! {
                <TeamSignal id=id back=route::INBOX>
                    <StandingIn/>
                    <Show when=move || coordinates.get()><Judgement triage=triage/></Show>
                </TeamSignal>
            }
        })
    })
}

#[component]
fn Judgement(triage: DocId) -> impl IntoView {
    let about = open(triage);
    let view = view_of(&about, as_triage);
    let items = team_signals();
    let endings = waiting(triage, ENDINGS);
    let is_closed =
        Memo::new(move |_| view.with(|view| view.as_ref().is_some_and(|view| view.state.phase == TriagePhase::Closed)));
    let ends = Memo::new(move |_| endings.with(|waiting| !waiting.is_empty()));
    view! {
        <Show when=move || !is_closed.get()>
            <HowSoon triage=triage view=view items=items/>
        </Show>
        <Earlier triage=triage view=view items=items/>
        <Show when=move || !is_closed.get()>
            <Assign triage=triage view=view items=items/>
            <WhoSees triage=triage view=view/>
        </Show>
        <Show when=move || !is_closed.get() && !ends.get()>
            <Elsewhere open=about.clone()/>
        </Show>
    }
}

fn item_of(items: Memo<Vec<SignalItem>>, id: Id128) -> Option<SignalItem> {
    items.with(|items| items.iter().find(|item| item.id == id).cloned())
}
