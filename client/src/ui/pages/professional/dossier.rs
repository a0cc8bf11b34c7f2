//! A dossier: who it is about, what they want, and the notes of the visits.

use buurtboek_shared::{
    doc::{read::DossierView, schema},
    domain::{choice::ChoiceEntry, dossier::DossierPhase, role::Role},
    ids::{DocId, DocKind, Id128},
};
use leptos::prelude::*;
use leptos_router::hooks::use_navigate;

use super::{
    belonging::belonging,
    case::{case_of, intake_of},
    dossier_parts::{
        People, Wishes,
        agreements::Agreements,
        colleague::BringIn,
        end_access::EndAccess,
        exploration::{Exploration, phase_badge},
        notes::Notes,
        timeline_list::Timeline,
    },
    give_back::GiveBack,
    links::CaseLinks,
    visit::{
        list::Visits,
        report::{self, Known},
        wants_no_report,
    },
};
use crate::{
    i18n::say,
    ui::{
        act::{Act, ActFailure},
        authoring::Author,
        colleagues::colleagues,
        context::{book, notebook},
        language::locale,
        may_write::may_write,
        opened::{as_dossier, open, view_of},
        outlet::use_params,
        parts::{
            absent::{Absent, absence},
            badge::Badge,
            button::{Button, Look, SubmitButton},
            choice::{standing_ids, standing_value},
            choice_question::{Answering, Conflict, Question},
            dynamic::dynamic,
            field::{LineField, LineKind},
            icon::Icon,
            page_title::{PageTitle, SectionTitle},
            show::Show,
        },
        route,
        table_mode::{HiddenAtTable, TableNotice},
    },
};

/// The page.
#[component]
pub fn DossierPage() -> impl IntoView {
    let params = use_params();
    let id = Memo::new(move |_| params.with(|params| params.get("dossier").and_then(|id| id.parse::<Id128>().ok())));
    dynamic(move || id.get().map(|id| view! { <Dossier doc=DocId::new(DocKind::Dossier, id)/> }))
}

#[component]
fn Dossier(doc: DocId) -> impl IntoView {
    let locale = locale();
    let open = open(doc);
    let view = view_of(&open, as_dossier);
    let absence = absence(&open);
    let case = case_of(doc);
    let signals = belonging(doc);
    let state = Memo::new(move |_| view.with(|view| view.as_ref().map(|view| view.state.clone())));
    let phase = Memo::new(move |_| state.with(|state| state.as_ref().map(|state| state.phase)));
    let writes = may_write(doc);
    let gives_back = notebook().identity().role == Role::Professional;
    let coordinates = notebook().identity().role == Role::Coordinator;
    let name = Memo::new(move |_| view.with(|view| view.as_ref().map(|view| standing_value(&view.name))));
    let heading = Signal::derive(move || match name.get() {
        None => absence.get().words(locale).to_owned(),
        Some(name) if name.is_empty() => say!(locale, professional.dossiers.unnamed).to_owned(),
        Some(name) => name,
    });
    let is_here = Memo::new(move |_| view.with(Option::is_some));
    let no_report = wants_no_report(view);
    let goes_on = Memo::new(move |_| phase.get().is_some_and(|phase| phase != DossierPhase::ToBeErased));
    view! {
        <article class="bb-main">
            <p class="bb-back"><a class="nl-link" href=route::DOSSIERS>{say!(locale, app.back)}</a></p>
            <div class="bb-head">
                <PageTitle text=heading/>
                {dynamic(move || phase.get().map(|phase| view! { <Badge badge=phase_badge(locale, phase)/> }))}
            </div>
            <TableNotice/>
            <Show when=move || is_here.get() fallback=move || view! { <Absent open=open.clone()/> }>
                <Names doc=doc view=view writes=writes/>
                <Conflicts doc=doc view=view writes=writes/>
                <Exploration doc=doc state=state writes=writes/>
                <Visits doc=doc case=case/>
                <Agreements doc=doc writes=writes/>
                <Wishes dossier=doc view=view writes=writes/>
                <People dossier=doc view=view writes=writes/>
                <HiddenAtTable><Notes dossier=doc/></HiddenAtTable>
                <HiddenAtTable>
                    <Show when=move || !signals.with(Vec::is_empty)>
                        <section class="bb-section" data-name="signals">
                            <SectionTitle>{say!(locale, professional.dossier.signals)}</SectionTitle>
                            <CaseLinks docs=signals/>
                        </section>
                    </Show>
                </HiddenAtTable>
                <HiddenAtTable><Timeline doc=doc view=view/></HiddenAtTable>
                <Show when=move || coordinates || writes.get()><BringIn doc=doc state=state/></Show>
                {coordinates.then(|| view! { <EndAccess doc=doc view=view/> })}
                <Show when=move || gives_back && writes.get()><GiveBack doc=doc/></Show>
            </Show>
            <Show when=move || goes_on.get() && writes.get() && !no_report.get()>
                <div class="bb-actions"><NewNote dossier=doc view=view/></div>
            </Show>
        </article>
    }
}

/// Name and address: two lines that change rarely.
#[component]
fn Names(doc: DocId, view: Memo<Option<DossierView>>, writes: Memo<bool>) -> impl IntoView {
    let locale = locale();
    let book = book();
    let entries = move |read: fn(&DossierView) -> &Vec<ChoiceEntry>| {
        view.with_untracked(|view| view.as_ref().map(|view| read(view).clone()).unwrap_or_default())
    };
    let address = Memo::new(move |_| view.with(|view| view.as_ref().map(|view| standing_value(&view.address))));
    let is_unnamed = view.with_untracked(|view| view.as_ref().is_some_and(|view| view.name.is_empty()));
    let edits = RwSignal::new(is_unnamed);
    let name_field = RwSignal::new(String::new());
    let address_field = RwSignal::new(String::new());
    let error = RwSignal::new(String::new());
    let act = Act::new();
    let begin = move || {
        name_field.set(standing_value(&entries(|view| &view.name)));
        address_field.set(standing_value(&entries(|view| &view.address)));
        edits.set(true);
    };
    if is_unnamed {
        begin();
    }
    let on_submit = move |event: leptos::ev::SubmitEvent| {
        event.prevent_default();
        if name_field.with_untracked(|name| name.trim().is_empty()) {
            error.set(say!(locale, professional.dossier.name_missing).to_owned());
            return;
        }
        error.set(String::new());
        let notebook = book.get();
        let fields = [
            (schema::NAME, name_field.get_untracked(), entries(|view| &view.name)),
            (schema::ADDRESS, address_field.get_untracked(), entries(|view| &view.address)),
        ];
        let changed = fields.into_iter().filter(|(_, typed, known)| typed.trim() != standing_value(known));
        let intents: Vec<_> = changed
            .filter(|(_, typed, _)| !typed.trim().is_empty())
            .map(|(root, typed, known)| Author::of(&notebook).answer(root, &typed, standing_ids(&known), ""))
            .collect();
        act.run(async move { notebook.append(doc, intents).await }, move |()| edits.set(false));
    };
    let shown = move || {
        view! {
            <div class="bb-head">
                <p class="bb-lead">{address}</p>
                <Show when=move || writes.get()>
                    <Button look=Look::Subtle icon=Icon::Pencil on_press=begin>
                        {say!(locale, professional.dossier.edit)}
                    </Button>
                </Show>
            </div>
        }
    };
    view! {
        <Show when=move || edits.get() && writes.get() fallback=shown>
            <form class="bb-card" on:submit=on_submit novalidate>
                <LineField id="name" label=say!(locale, professional.dossier.name) value=name_field error=error/>
                <LineField id="dossier-address" label=say!(locale, professional.dossier.address) value=address_field/>
                <ActFailure act=act/>
                <p><SubmitButton look=Look::Secondary busy=act.busy()>{say!(locale, professional.dossier.save)}</SubmitButton></p>
            </form>
        </Show>
    }
}

/// Name or address when two colleagues wrote another, apart.
#[component]
fn Conflicts(doc: DocId, view: Memo<Option<DossierView>>, writes: Memo<bool>) -> impl IntoView {
    let locale = locale();
    let conflict = move |id, root, legend, read: fn(&DossierView) -> &Vec<ChoiceEntry>| {
        let answering = Answering::Line(LineKind::Words);
        let question = Question { id, doc, root, legend, help: "", answering, meanwhile: "" };
        let entries =
            Memo::new(move |_| view.with(|view| view.as_ref().map(|view| read(view).clone()).unwrap_or_default()));
        view! { <Conflict question=question entries=entries writes=writes/> }
    };
    view! {
        {conflict("two-names", schema::NAME, say!(locale, professional.dossier.name), |view| &view.name)}
        {conflict("two-addresses", schema::ADDRESS, say!(locale, professional.dossier.address), |view| &view.address)}
    }
}

#[component]
fn NewNote(dossier: DocId, view: Memo<Option<DossierView>>) -> impl IntoView {
    let locale = locale();
    let book = book();
    let navigate = use_navigate();
    let act = Act::new();
    let people = colleagues();
    let intake = intake_of(dossier);
    let make = move || {
        let navigate = navigate.clone();
        let known = view.with_untracked(|view| {
            view.as_ref().map_or_else(Known::default, |view| {
                intake.with_untracked(|intake| Known {
                    visit: None,
                    place: standing_value(&view.address),
                    why: report::why(true, Some(view), intake.as_ref()),
                    people: report::household_of(view),
                })
            })
        });
        act.run(report::begin(book.get(), dossier, locale, people, known), move |note: DocId| {
            navigate(&route::note(dossier.id, note.id), Default::default());
        });
    };
    view! {
        <ActFailure act=act/>
        <Button look=Look::Primary icon=Icon::Plus name="new-note" on_press=make>
            {say!(locale, professional.dossier.new_note)}
        </Button>
    }
}
