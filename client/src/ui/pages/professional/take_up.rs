//! "Ik pak dit op", and the dossier that may follow.

use buurtboek_shared::{
    doc::read::TriageView,
    domain::{
        command::{CommandAction, CommandKind},
        refusal::Reason,
        role::Role,
        triage::TriagePhase,
    },
    ids::DocId,
};
use leptos::prelude::*;
use leptos_router::hooks::use_navigate;

use super::{
    belonging::{GoesOnIn, dossier_after},
    case::decision_waits,
    signal_list::SignalItem,
    visit::begin_dossier::begin_dossier,
};
use crate::{
    i18n::say,
    state::{Rescued, sync_status::Link},
    ui::{
        act::{Act, ActFailure},
        colleagues::colleagues,
        context::{book, notebook},
        language::locale,
        parts::{
            button::{Button, ButtonLink, Look},
            dynamic::dynamic,
            icon::Icon,
            notice::{Notice, Urge},
            show::Show,
        },
        route,
        table_mode::HiddenAtTable,
        words::{answers, moments},
    },
};

/// What can be done about a signal now: one primary action.
#[component]
pub fn TakeUp(
    /// The triage.
    triage: DocId,
    /// What it says.
    view: Signal<Option<TriageView>>,
    /// The signal in the list.
    item: Signal<Option<SignalItem>>,
) -> impl IntoView {
    let locale = locale();
    let identity = notebook().identity();
    let me = identity.member;
    let goes_on = dossier_after(triage);
    let holder = Memo::new(move |_| view.with(|view| view.as_ref().and_then(|view| view.state.holder)));
    let is_closed =
        Memo::new(move |_| view.with(|view| view.as_ref().is_some_and(|view| view.state.phase == TriagePhase::Closed)));
    let stage = Memo::new(move |_| match (goes_on.get(), holder.get()) {
        (Some(GoesOnIn::Own(dossier)), _) => Stage::HasDossier(dossier),
        (_, _) if is_closed.get() => Stage::Nothing,
        // A coordinator takes up nothing and begins no dossier, also of what she gave to herself.
        (_, _) if identity.role != Role::Professional => Stage::Nothing,
        (_, None) => Stage::Free,
        (Some(GoesOnIn::Known(dossier)), Some((holder, _))) if holder == me => Stage::MineAndKnown(dossier),
        (None, Some((holder, _))) if holder == me => Stage::Mine,
        (_, Some(_)) => Stage::Nothing,
    });
    let actions = move || match stage.get() {
        Stage::HasDossier(dossier) => view! { <OpenDossier dossier=dossier/> }.into_any(),
        Stage::Free => view! { <TakeUpButton triage=triage/> }.into_any(),
        Stage::Mine => view! {
            <p class="bb-soft">{say!(locale, professional.signal.start_dossier_help)}</p>
            <StartDossier triage=triage item=item look=Look::Primary/>
        }
        .into_any(),
        Stage::MineAndKnown(dossier) => view! {
            <HiddenAtTable>
                <p class="bb-soft">{say!(locale, professional.signal.known_dossier_help)}</p>
            </HiddenAtTable>
            <OpenDossier dossier=dossier/>
            <StartDossier triage=triage item=item look=Look::Secondary/>
        }
        .into_any(),
        Stage::Nothing => ().into_any(),
    };
    view! {
        <TooLate triage=triage/>
        {dynamic(actions)}
    }
}

/// "Ilse pakte dit op om 09:12.": somebody else was earlier.
#[component]
fn TooLate(triage: DocId) -> impl IntoView {
    let locale = locale();
    let rescue = notebook().rescue();
    let people = colleagues();
    let taken = Memo::new(move |_| {
        rescue.with(|drafts| {
            drafts.iter().filter(|draft| draft.doc == triage).find_map(|draft| match (&draft.what, draft.reason) {
                (Rescued::Decision(command), Reason::AlreadyTaken { by, at })
                    if command.action.kind() == CommandKind::TakeUp =>
                {
                    Some((by, at))
                }
                (Rescued::Decision(_) | Rescued::Words { .. } | Rescued::HandedOver, _) => None,
            })
        })
    });
    dynamic(move || {
        taken.get().map(|(by, at)| {
            let name = people.first_name(by);
            let words = say!(locale, professional.signal.taken, name = name, at = moments::when(locale, at));
            view! { <Notice urge=Urge::Attention>{words}</Notice> }
        })
    })
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Stage {
    /// Nobody has it.
    Free,
    /// The reader has it.
    Mine,
    /// The reader has it, and it is linked with this dossier.
    MineAndKnown(DocId),
    /// A dossier followed from it.
    HasDossier(DocId),
    /// Somebody else has it, or it is closed.
    Nothing,
}

#[component]
fn OpenDossier(dossier: DocId) -> impl IntoView {
    let locale = locale();
    view! {
        <ButtonLink href=route::dossier(dossier.id) look=Look::Primary icon=Icon::Folder>
            {say!(locale, professional.signal.open_dossier)}
        </ButtonLink>
    }
}

#[component]
fn TakeUpButton(triage: DocId) -> impl IntoView {
    let locale = locale();
    let book = book();
    let notebook = notebook();
    let status = notebook.sync_status();
    let act = Act::new();
    let waits = decision_waits(triage, &[CommandKind::TakeUp]);
    let is_offline = move || status.with(|status| status.link != Link::Online);
    let take_up = move || {
        let notebook = book.get();
        act.run(async move { notebook.command(triage, CommandAction::TakeUp, None).await }, |_| {});
    };
    view! {
        <ActFailure act=act/>
        <Show
            when=move || waits.get()
            fallback=move || view! {
                <Show when=is_offline>
                    <Notice>{say!(locale, professional.signal.take_up_offline)}</Notice>
                </Show>
                <Button look=Look::Primary name="take-up" on_press=take_up>
                    {say!(locale, professional.signal.take_up)}
                </Button>
            }
        >
            <Notice>{say!(locale, professional.signal.take_up_waits)}</Notice>
        </Show>
    }
}

#[component]
fn StartDossier(triage: DocId, item: Signal<Option<SignalItem>>, look: Look) -> impl IntoView {
    let locale = locale();
    let book = book();
    let navigate = use_navigate();
    let act = Act::new();
    let start = move || {
        let notebook = book.get();
        let place = item.with_untracked(|item| item.as_ref().map(|item| answers::place(&item.place)));
        let navigate = navigate.clone();
        act.run(begin_dossier(notebook, triage, place), move |dossier: DocId| {
            navigate(&route::dossier(dossier.id), Default::default());
        });
    };
    view! {
        <ActFailure act=act/>
        <Button look=look icon=Icon::Folder name="start-dossier" on_press=start>
            {say!(locale, professional.signal.start_dossier)}
        </Button>
    }
}

/// "Samira, sinds 12 maart, 14:32", or "Nog niemand".
#[must_use]
pub fn holder_words(view: &TriageView) -> String {
    let locale = locale();
    match view.state.holder {
        None => say!(locale, professional.signal.nobody).to_owned(),
        Some((holder, since)) => say!(
            locale,
            professional.signal.held_since,
            name = colleagues().name(holder),
            at = moments::moment(locale, since)
        ),
    }
}
