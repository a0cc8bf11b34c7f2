//! The report of a visit: one text per heading, answers, agreements; after it is finished, additions.

pub mod additions;
pub mod agreements;
pub mod attributed;
pub mod company;
pub mod domains;
pub mod finish;
pub mod headings;
pub mod questions;

use buurtboek_shared::{
    doc::read::NoteView,
    domain::note::NoteState,
    ids::{DocId, DocKind, Id128},
};
use leptos::prelude::*;
use leptos_router::hooks::use_params_map;

use self::{
    additions::Additions,
    agreements::Agreements,
    company::Company,
    domains::Domains,
    finish::Finish,
    headings::Headings,
    questions::{VisitQuestions, WorryQuestions},
};
use crate::{
    i18n::{Locale, say},
    state::{open_doc::OpenDoc, sync_status::Link},
    ui::{
        colleagues::colleagues,
        context::notebook,
        language::locale,
        opened::{as_note, open, view_of},
        parts::{
            absent::Absent,
            badge::{Badge, BadgeText, BadgeTone},
            choice::standing_value,
            notice::Notice,
            page_title::PageTitle,
        },
        route,
        words::moments,
    },
};

/// The page.
#[component]
pub fn NotePage() -> impl IntoView {
    let params = use_params_map();
    let ids = Memo::new(move |_| {
        params.with(|params| {
            let id = |name: &str| params.get(name).and_then(|id| id.parse::<Id128>().ok());
            Some((id("dossier")?, id("note")?))
        })
    });
    move || {
        ids.get().map(|(dossier, note)| {
            view! { <Note dossier=dossier doc=DocId::new(DocKind::Note, note)/> }
        })
    }
}

#[component]
fn Note(dossier: Id128, doc: DocId) -> impl IntoView {
    let locale = locale();
    let open = open(doc);
    let view = view_of(&open, as_note);
    let date = Memo::new(move |_| view.with(|view| view.as_ref().map(|view| standing_value(&view.visit_date))));
    let heading = Signal::derive(move || heading(locale, date.get().as_deref()));
    let state = Memo::new(move |_| view.with(|view| view.as_ref().map(|view| view.state)));
    let status = notebook().sync_status();
    let is_offline = Memo::new(move |_| status.with(|status| status.link != Link::Online));
    let body = move || match state.get() {
        None => view! { <Absent open=open.clone()/> }.into_any(),
        Some(NoteState::Open) => view! {
            <Show when=move || is_offline.get()>
                <Notice>{say!(locale, note.offline)}</Notice>
            </Show>
            <Editing open=open.clone() view=view/>
        }
        .into_any(),
        Some(NoteState::Finalised { by, at }) => {
            let by = move || {
                let at = moments::day_and_time(locale, at);
                say!(locale, note.finalised_by, name = colleagues().name(by), at = at)
            };
            view! {
                <Notice><span data-name="finalised">{by}</span></Notice>
                <Finished open=open.clone() view=view/>
            }
            .into_any()
        }
    };
    view! {
        <article class="bb-main bb-note">
            <p class="bb-back"><a class="nl-link" href=route::dossier(dossier)>{say!(locale, app.back)}</a></p>
            <div class="bb-head">
                <PageTitle text=heading/>
                {move || state.get().map(|state| view! { <Badge badge=badge(locale, state)/> })}
            </div>
            {body}
        </article>
    }
}

/// The note as it can be written in.
#[component]
fn Editing(open: OpenDoc, view: Memo<Option<NoteView>>) -> impl IntoView {
    let doc = open.doc;
    view! {
        <Company open=open.clone()/>
        <VisitQuestions doc=doc view=view/>
        <Headings open=open.clone() view=view/>
        <Domains open=open.clone() view=view/>
        <Agreements doc=doc view=view/>
        <WorryQuestions doc=doc view=view/>
        <div class="bb-actions"><Finish open=open view=view/></div>
    }
}

/// The note as it was finished, and what was added.
#[component]
fn Finished(open: OpenDoc, view: Memo<Option<NoteView>>) -> impl IntoView {
    let doc = open.doc;
    view! {
        <questions::Answers view=view/>
        <headings::Written open=open view=view/>
        <agreements::AgreementList view=view/>
        <Additions doc=doc view=view/>
    }
}

fn heading(locale: Locale, date: Option<&str>) -> String {
    match date {
        None | Some("") => say!(locale, note.title).to_owned(),
        Some(day) => say!(locale, note.title_of, day = moments::written_day(locale, day)),
    }
}

fn badge(locale: Locale, state: NoteState) -> BadgeText {
    match state {
        NoteState::Open => BadgeText::new(BadgeTone::Accent, say!(locale, note.draft)),
        NoteState::Finalised { .. } => BadgeText::new(BadgeTone::Plain, say!(locale, note.finalised)),
    }
}
