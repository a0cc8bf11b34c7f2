//! A dossier: who it is about, what they want, and the notes of the visits.

use buurtboek_shared::{
    doc::{read::DossierView, schema},
    domain::choice::ChoiceEntry,
    ids::{DocId, DocKind, Id128},
};
use leptos::prelude::*;
use leptos_router::hooks::{use_navigate, use_params_map};

use super::dossier_parts::{People, Wishes, notes::Notes};
use crate::{
    i18n::say,
    ui::{
        act::{Act, ActFailure},
        authoring::Author,
        context::{book, notebook},
        language::locale,
        opened::{as_dossier, open, view_of},
        pages::professional::signal::SignalLink,
        parts::{
            absent::{Absent, absence},
            button::{Button, Look, SubmitButton},
            choice::{standing_ids, standing_value},
            field::LineField,
            icon::Icon,
            page_title::PageTitle,
        },
        route,
    },
};

/// The page.
#[component]
pub fn DossierPage() -> impl IntoView {
    let params = use_params_map();
    let id = Memo::new(move |_| params.with(|params| params.get("dossier").and_then(|id| id.parse::<Id128>().ok())));
    move || id.get().map(|id| view! { <Dossier doc=DocId::new(DocKind::Dossier, id)/> })
}

#[component]
fn Dossier(doc: DocId) -> impl IntoView {
    let locale = locale();
    let open = open(doc);
    let view = view_of(&open, as_dossier);
    let absence = absence(&open);
    let rows = notebook().list(DocKind::Dossier);
    let triage = Memo::new(move |_| {
        let parent = rows.with(|rows| rows.iter().find(|row| row.doc == doc).and_then(|row| row.parent));
        parent.filter(|parent| parent.kind == DocKind::Triage)
    });
    let name = Memo::new(move |_| view.with(|view| view.as_ref().map(|view| standing_value(&view.name))));
    let heading = Signal::derive(move || match name.get() {
        None => absence.get().words(locale).to_owned(),
        Some(name) if name.is_empty() => say!(locale, professional.dossiers.unnamed).to_owned(),
        Some(name) => name,
    });
    let is_here = Memo::new(move |_| view.with(Option::is_some));
    view! {
        <article class="bb-main">
            <p class="bb-back"><a class="nl-link" href=route::DOSSIERS>{say!(locale, app.back)}</a></p>
            <PageTitle text=heading/>
            <Show when=move || is_here.get() fallback=move || view! { <Absent open=open.clone()/> }>
                <Names doc=doc view=view/>
                {move || triage.get().map(|triage| view! { <p><SignalLink triage=triage/></p> })}
                <Notes dossier=doc/>
                <People dossier=doc view=view/>
                <Wishes dossier=doc view=view/>
            </Show>
            <div class="bb-actions"><NewNote dossier=doc/></div>
        </article>
    }
}

/// Name and address: two lines that change rarely.
#[component]
fn Names(doc: DocId, view: Memo<Option<DossierView>>) -> impl IntoView {
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
                <Button look=Look::Subtle icon=Icon::Pencil on_press=begin>{say!(locale, professional.dossier.edit)}</Button>
            </div>
        }
    };
    view! {
        <Show when=move || edits.get() fallback=shown>
            <form class="bb-card" on:submit=on_submit novalidate>
                <LineField id="name" label=say!(locale, professional.dossier.name) value=name_field error=error/>
                <LineField id="dossier-address" label=say!(locale, professional.dossier.address) value=address_field/>
                <ActFailure act=act/>
                <p><SubmitButton look=Look::Secondary busy=act.busy()>{say!(locale, professional.dossier.save)}</SubmitButton></p>
            </form>
        </Show>
    }
}

#[component]
fn NewNote(dossier: DocId) -> impl IntoView {
    let locale = locale();
    let book = book();
    let navigate = use_navigate();
    let act = Act::new();
    let make = move || {
        let notebook = book.get();
        let document = notebook.new_document(DocKind::Note, Some(dossier));
        let today = crate::platform::dates::today();
        let first = vec![Author::of(&notebook).answer(schema::VISIT_DATE, &today, Vec::new(), "")];
        let navigate = navigate.clone();
        act.run(async move { notebook.create(document, first).await }, move |()| {
            navigate(&route::note(dossier.id, document.doc.id), Default::default());
        });
    };
    view! {
        <ActFailure act=act/>
        <Button look=Look::Primary icon=Icon::Plus name="new-note" on_press=make>
            {say!(locale, professional.dossier.new_note)}
        </Button>
    }
}
