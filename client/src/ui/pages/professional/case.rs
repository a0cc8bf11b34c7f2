//! What a triage and a dossier have in common: visits, attempts, and who may come along.

use std::collections::BTreeSet;

use buurtboek_shared::{
    doc::read::{DossierView, TriageView},
    domain::{
        attempt::ContactAttempt,
        choice::{self, Answer, ChoiceEntry},
        command::{Command, CommandKind},
        dossier::{self, DossierPhase},
        intake::Intake,
        restriction::Restriction,
        triage::TriagePhase,
        visit::{self, Visit, VisitEvent},
        visit_end,
    },
    ids::{CommandId, DocId, DocKind, MemberId},
};
use leptos::prelude::*;

use super::{
    ahead::{ahead, decided_about_visits, waiting},
    signal_rows::title,
    team_signals,
};
use crate::{
    i18n::say,
    state::{
        DocView, Summary, ViewRow,
        waiting::{WaitingItem, WaitingKind},
    },
    ui::{
        context::notebook,
        language::locale,
        opened::{as_dossier, as_triage, open, view_of},
        outlet::use_params,
    },
};

/// A triage or a dossier, as far as visits go.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Case {
    /// Its visits, in the order of planning. What was decided on this device and waits for the server is in it.
    pub visits: Vec<Visit>,
    /// What happened in them.
    pub events: Vec<VisitEvent>,
    /// Visits about which a decision waits for the server.
    pub waiting: BTreeSet<CommandId>,
    /// Attempts to reach somebody.
    pub attempts: Vec<ContactAttempt>,
    /// Who does not come along, since they know the household.
    pub stepped_back: Vec<MemberId>,
    /// Who may come along.
    pub restriction: Restriction,
    /// Whether visits are planned in it.
    pub planning: Planning,
}

/// Whether visits are planned.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Planning {
    /// They are.
    Open,
    /// It is closed, or waits to be erased.
    Over,
}

impl Case {
    fn of_triage(view: &TriageView, decided: &[Command], me: MemberId) -> Self {
        let planning = match view.state.phase {
            TriagePhase::Closed => Planning::Over,
            TriagePhase::Received
            | TriagePhase::TakenUp
            | TriagePhase::Assigned
            | TriagePhase::VisitPlanned
            | TriagePhase::FollowedUp => Planning::Open,
        };
        let visits = visit::fold(&ahead(&view.transitions, decided, me), &view.visit_events);
        Self {
            waiting: waiting(&visits, decided),
            visits,
            events: view.visit_events.clone(),
            attempts: view.attempts.clone(),
            stepped_back: view.state.stepped_back.clone(),
            restriction: view.state.restriction.clone(),
            planning,
        }
    }

    fn of_dossier(view: &DossierView, decided: &[Command], me: MemberId) -> Self {
        let planning = match view.state.phase {
            DossierPhase::Exploration | DossierPhase::Plan => Planning::Open,
            DossierPhase::ToBeErased => Planning::Over,
        };
        let visits = dossier::fold(&ahead(&view.transitions, decided, me), &view.visit_events).visits;
        Self {
            waiting: waiting(&visits, decided),
            visits,
            events: view.visit_events.clone(),
            attempts: view.attempts.clone(),
            stepped_back: view.state.stepped_back.clone(),
            restriction: Restriction::Team,
            planning,
        }
    }

    /// The visit with this name.
    #[must_use]
    pub fn visit(&self, id: CommandId) -> Option<&Visit> {
        self.visits.iter().find(|visit| visit.id == id)
    }

    /// What was said of the end of a visit, as answers.
    #[must_use]
    pub fn ends(&self, visit: CommandId) -> Vec<ChoiceEntry> {
        visit_end::answers(&self.events, visit)
    }

    /// Did two end it differently, so that somebody has to choose?
    #[must_use]
    pub fn is_asked(&self, visit: CommandId) -> bool {
        matches!(choice::fold(&self.ends(visit)), Answer::Open(_))
    }
}

/// The triage or dossier in the page's address.
#[must_use]
pub fn case_in_address() -> Memo<Option<DocId>> {
    let params = use_params();
    Memo::new(move |_| {
        params.with(|params| {
            let id = |name: &str| params.get(name).and_then(|id| id.parse().ok());
            let dossier = id("dossier").map(|id| DocId::new(DocKind::Dossier, id));
            dossier.or_else(|| id("signal").map(|id| DocId::new(DocKind::Triage, id)))
        })
    })
}

/// A triage or a dossier, open for as long as the screen is there.
#[must_use]
pub fn case_of(doc: DocId) -> Memo<Option<Case>> {
    let notebook = notebook();
    let (waiting, me) = (notebook.waiting(), notebook.identity().member);
    let decided = Memo::new(move |_| waiting.with(|items| decided_about_visits(items, doc)));
    let view = open(doc).view;
    Memo::new(move |_| {
        let decided = decided.get();
        view.with(|view| match view.as_ref()? {
            DocView::Triage(triage) => Some(Case::of_triage(triage, &decided, me)),
            DocView::Dossier(dossier) => Some(Case::of_dossier(dossier, &decided, me)),
            DocView::Signal(_)
            | DocView::Intake(_)
            | DocView::Note(_)
            | DocView::Feedback(_)
            | DocView::Directory(_) => None,
        })
    })
}

/// What a triage or a dossier is called, and where it is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CaseName {
    /// "Mevrouw Bakema", "Nevelstraat 14".
    pub title: String,
    /// Where people live; may be empty.
    pub place: String,
}

/// The name of a triage or a dossier, from the lists; none when it is not on this device.
#[must_use]
pub fn name_of(doc: DocId) -> Memo<Option<CaseName>> {
    let locale = locale();
    let dossiers = notebook().list(DocKind::Dossier);
    let signals = team_signals();
    Memo::new(move |_| match doc.kind {
        DocKind::Dossier => dossiers.with(|rows| dossier_name(rows, doc, say!(locale, professional.dossiers.unnamed))),
        DocKind::Triage
        | DocKind::Intake
        | DocKind::Signal
        | DocKind::Note
        | DocKind::Feedback
        | DocKind::Directory => signals.with(|items| {
            let item = items.iter().find(|item| item.id == doc.id)?;
            let title = title(locale, item);
            Some(CaseName { place: title.clone(), title })
        }),
    })
}

/// The name of a dossier.
#[must_use]
pub fn dossier_name(rows: &[ViewRow], doc: DocId, unnamed: &str) -> Option<CaseName> {
    let row = rows.iter().find(|row| row.doc == doc)?;
    let Summary::Dossier(dossier) = &row.summary else { return None };
    let title = [dossier.name.as_str(), dossier.address.as_str(), unnamed].into_iter().find(|name| !name.is_empty());
    Some(CaseName { title: title.unwrap_or(unnamed).to_owned(), place: dossier.address.clone() })
}

/// What the signal or dossier is called that a document is part of; none when it is not on this device. Follows the lists.
#[must_use]
pub fn name_around(doc: DocId) -> Option<String> {
    let case = match doc.kind {
        DocKind::Note => {
            let notes = notebook().list(DocKind::Note);
            notes.with(|rows| rows.iter().find(|row| row.doc == doc).and_then(|row| row.parent))?
        }
        DocKind::Dossier
        | DocKind::Triage
        | DocKind::Intake
        | DocKind::Signal
        | DocKind::Feedback
        | DocKind::Directory => doc,
    };
    name_of(case).get().map(|name| name.title)
}

/// What triages and dossiers are called.
#[must_use]
pub fn names() -> Callback<DocId, String> {
    let locale = locale();
    let dossiers = notebook().list(DocKind::Dossier);
    let signals = team_signals();
    Callback::new(move |doc: DocId| {
        let unnamed = say!(locale, professional.dossiers.unnamed);
        let dossier = dossiers.with(|rows| dossier_name(rows, doc, unnamed)).map(|name| name.title);
        let signal =
            || signals.with(|items| items.iter().find(|item| item.id == doc.id).map(|item| title(locale, item)));
        dossier.or_else(signal).unwrap_or_else(|| say!(locale, professional.signals.no_street).to_owned())
    })
}

/// Whether a decision of one of these kinds about a document waits for the server.
#[must_use]
pub fn decision_waits(doc: DocId, kinds: &'static [CommandKind]) -> Memo<bool> {
    let waiting = notebook().waiting();
    let is_one = move |item: &WaitingItem| match &item.what {
        WaitingKind::Decided(command) => item.doc == doc && kinds.contains(&command.action.kind()),
        WaitingKind::Created(_) | WaitingKind::Written | WaitingKind::HandedOver => false,
    };
    Memo::new(move |_| waiting.with(|items| items.iter().any(is_one)))
}

/// The triage of a case: itself, or the one that the dossier followed from.
#[must_use]
pub fn triage_of(doc: DocId) -> Memo<Option<DocId>> {
    let dossiers = notebook().list(DocKind::Dossier);
    Memo::new(move |_| {
        let parent = || dossiers.with(|rows| rows.iter().find(|row| row.doc == doc).and_then(|row| row.parent));
        [Some(doc), parent()].into_iter().flatten().find(|doc| doc.kind == DocKind::Triage)
    })
}

/// The dossier of a case: itself, or the one that followed from the triage; none when there is none yet. One that the
/// triage was linked with is another case: what is planned there is written there.
#[must_use]
pub fn dossier_of(doc: DocId) -> Memo<Option<DocId>> {
    let dossiers = notebook().list(DocKind::Dossier);
    Memo::new(move |_| match doc.kind {
        DocKind::Dossier => Some(doc),
        DocKind::Triage
        | DocKind::Intake
        | DocKind::Signal
        | DocKind::Note
        | DocKind::Feedback
        | DocKind::Directory => {
            dossiers.with(|rows| rows.iter().find(|row| row.parent == Some(doc)).map(|row| row.doc))
        }
    })
}

/// What the dossier of a case says; none as long as there is none.
#[must_use]
pub fn dossier_view(dossier: Memo<Option<DocId>>) -> Memo<Option<DossierView>> {
    let view = Memo::new(move |_| dossier.get().map(|dossier| view_of(&open(dossier), as_dossier)));
    Memo::new(move |_| view.get().and_then(|view| view.get()))
}

/// What a triage says; none when there is none, or it is not on this device.
#[must_use]
pub fn triage_view(triage: Memo<Option<DocId>>) -> Memo<Option<TriageView>> {
    let view = Memo::new(move |_| triage.get().map(|triage| view_of(&open(triage), as_triage)));
    Memo::new(move |_| view.get().and_then(|view| view.get()))
}

/// What was reported, when the case came of a signal that is on this device.
#[must_use]
pub fn intake_of(doc: DocId) -> Memo<Option<Intake>> {
    let triage = triage_of(doc);
    let intakes = notebook().list(DocKind::Intake);
    Memo::new(move |_| {
        let intake = triage.get()?.sibling(DocKind::Intake);
        intakes.with(|rows| {
            let Summary::Intake(found) = &rows.iter().find(|row| row.doc == intake)?.summary else { return None };
            Some((**found).clone())
        })
    })
}
