//! The report of a visit: one text per heading, answers, agreements; after it is finished, additions.

pub mod additions;
pub mod agreement_rows;
pub mod agreements;
pub mod attributed;
pub mod company;
pub mod domains;
pub mod finish;
pub mod headings;
pub mod margin;
pub mod merged;
pub mod open_agreements;
pub mod questions;
pub mod table;
pub mod together;

use buurtboek_shared::{
    doc::read::NoteView,
    domain::{note::NoteState, role::Role},
    ids::{DocId, DocKind, Id128},
};
use leptos::prelude::*;

use self::{
    additions::Additions,
    agreements::Agreements,
    company::Company,
    domains::Domains,
    finish::Finish,
    headings::Headings,
    margin::{Asking, MarginQuestions},
    merged::Merged,
    questions::{ToldQuestions, VisitQuestions, WorryQuestions},
    table::TableSwitch,
    together::{WrittenBy, WrittenTogether},
};
use crate::{
    i18n::{Locale, say},
    platform::dom,
    state::{open_doc::OpenDoc, sync_status::Link},
    ui::{
        colleagues::colleagues,
        context::notebook,
        language::locale,
        may_write::may_write,
        opened::{as_note, open, view_of},
        outlet::use_params,
        page_words,
        parts::{
            absent::Absent,
            badge::{Badge, BadgeText, BadgeTone},
            button::Button,
            choice::standing_value,
            dynamic::dynamic,
            icon::Icon,
            notice::Notice,
            page_title::{PageTitle, SectionTitle},
            show::Show,
        },
        route,
        table_mode::HiddenAtTable,
        words::moments,
    },
};

/// The page.
#[component]
pub fn NotePage() -> impl IntoView {
    let params = use_params();
    let ids = Memo::new(move |_| {
        params.with(|params| {
            let id = |name: &str| params.get(name).and_then(|id| id.parse::<Id128>().ok());
            Some((id("dossier")?, id("note")?))
        })
    });
    dynamic(move || {
        ids.get().map(|(dossier, note)| {
            view! { <Note dossier=dossier doc=DocId::new(DocKind::Note, note)/> }
        })
    })
}

#[component]
fn Note(dossier: Id128, doc: DocId) -> impl IntoView {
    let locale = locale();
    page_words::hold();
    let open = open(doc);
    let view = view_of(&open, as_note);
    let date = Memo::new(move |_| view.with(|view| view.as_ref().map(|view| standing_value(&view.visit_date))));
    let heading = Signal::derive(move || heading(locale, date.get().as_deref()));
    let state = Memo::new(move |_| view.with(|view| view.as_ref().map(|view| view.state)));
    let writes = may_write(doc);
    let status = notebook().sync_status();
    let is_offline = Memo::new(move |_| status.with(|status| status.link != Link::Online));
    let body = move || match state.get() {
        None => view! { <Absent open=open.clone()/> }.into_any(),
        Some(NoteState::Open) if !writes.get() => view! { <Reading open=open.clone() view=view/> }.into_any(),
        Some(NoteState::Open) => view! {
            <Show when=move || is_offline.get()>
                <Notice>{say!(locale, note.offline)}</Notice>
            </Show>
            <Editing open=open.clone() view=view dossier=dossier/>
        }
        .into_any(),
        Some(NoteState::Finalised { by, at }) => {
            let by = move || {
                let at = moments::day_and_time(locale, at);
                say!(locale, note.finalised_by, name = colleagues().name(by), at = at)
            };
            view! {
                <Notice><span data-name="finalised">{dynamic(by)}</span></Notice>
                <Finished open=open.clone() view=view writes=writes/>
            }
            .into_any()
        }
    };
    view! {
        <article class="bb-main bb-note">
            <p class="bb-back"><a class="nl-link" href=route::dossier(dossier)>{say!(locale, app.back)}</a></p>
            <div class="bb-head">
                <PageTitle text=heading/>
                {dynamic(move || state.get().map(|state| view! { <Badge badge=badge(locale, state)/> }))}
            </div>
            <TableSwitch doc=doc view=view dossier=dossier/>
            {dynamic(body)}
        </article>
    }
}

/// The note as it can be written in.
#[component]
fn Editing(open: OpenDoc, view: Memo<Option<NoteView>>, dossier: Id128) -> impl IntoView {
    let doc = open.doc;
    let dossier = DocId::new(DocKind::Dossier, dossier);
    view! {
        <Company open=open.clone()/>
        <Merged open=open.clone() view=view/>
        <VisitQuestions doc=doc view=view/>
        <WrittenTogether doc=doc view=view/>
        <Headings open=open.clone() view=view asking=asking_beside(notebook().identity().role)/>
        <Domains open=open.clone() view=view/>
        <Agreements doc=doc dossier=dossier view=view/>
        <WorryQuestions doc=doc view=view/>
        <ToldQuestions doc=doc view=view/>
        <AboutNote doc=doc view=view/>
        <p class="bb-screen-only">
            <a class="nl-link" href=route::SAFETY>{say!(locale(), visit.safety.title)}</a>
        </p>
        <div class="bb-actions"><Finish open=open view=view dossier=dossier/></div>
    }
}

/// The note as it stands, for who reads along.
#[component]
pub fn Reading(
    /// The note.
    open: OpenDoc,
    /// What it says.
    view: Memo<Option<NoteView>>,
) -> impl IntoView {
    let doc = open.doc;
    view! {
        <WrittenBy open=open.clone() view=view/>
        <questions::Answers view=view/>
        <headings::Written open=open view=view asking=asking_beside(notebook().identity().role)/>
        <agreements::AgreementList doc=doc view=view/>
        <AboutNote doc=doc view=view/>
    }
}

/// The note as it was finished, and what was added.
#[component]
fn Finished(open: OpenDoc, view: Memo<Option<NoteView>>, writes: Memo<bool>) -> impl IntoView {
    let locale = locale();
    let doc = open.doc;
    view! {
        <p class="bb-screen-only">
            <Button icon=Icon::Notebook name="print" on_press=dom::print>{say!(locale, note.print)}</Button>
        </p>
        <Reading open=open view=view/>
        <Additions doc=doc view=view writes=writes/>
    }
}

/// Questions about the note as a whole: here a writer asks the coordinator, and the other way round.
#[component]
fn AboutNote(doc: DocId, view: Memo<Option<NoteView>>) -> impl IntoView {
    let locale = locale();
    let asking = match asking_beside(notebook().identity().role) {
        Asking::Writer => Asking::Writer,
        Asking::No | Asking::Coordinator => Asking::Coordinator,
    };
    view! {
        <HiddenAtTable>
            <section class="bb-section bb-screen-only">
                <SectionTitle>{say!(locale, note.margin.about_note)}</SectionTitle>
                <MarginQuestions doc=doc view=view heading=None asking=asking/>
            </section>
        </HiddenAtTable>
    }
}

/// Beside a heading only a coordinator asks.
const fn asking_beside(role: Role) -> Asking {
    match role {
        Role::Coordinator => Asking::Writer,
        Role::Volunteer
        | Role::Professional
        | Role::Adviser
        | Role::ProcessManager
        | Role::PolicyMaker
        | Role::PrivacyOfficer
        | Role::Administrator => Asking::No,
    }
}

/// A note in which nothing is written.
#[cfg(test)]
fn empty_note() -> NoteView {
    use yrs::Transact as _;
    NoteView::read(&yrs::Doc::new().transact())
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
