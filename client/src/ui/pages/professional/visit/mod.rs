//! A visit: when and where it is, what to say at the door, and what happens there. All of it works without a connection.

pub mod begin_dossier;
pub mod ending;
pub mod form;
pub mod list;
pub mod on_devices;
pub mod plan;
pub mod report;
pub mod two_ends;

use buurtboek_shared::{
    doc::{read::DossierView, write::Intent},
    domain::{
        command::{CommandAction, ReporterJoins},
        reply::{self, Coming},
        role::Role,
        visit::{Visit, VisitPhase, VisitStep},
        wish::{self, WishKind},
    },
    ids::{CommandId, DocId, DocKind, MemberId},
};
use leptos::prelude::*;
use leptos_router::hooks::use_navigate;

use self::{begin_dossier::begin_dossier, list::phase_badge, on_devices::OnDevices, report::Known, two_ends::TwoEnds};
use super::case::{Planning, case_in_address, case_of, dossier_of, dossier_view, intake_of, name_of};
use crate::{
    i18n::say,
    state::{notebook::Notebook, save_error::SaveError},
    ui::{
        act::{Act, ActFailure},
        authoring::Author,
        colleagues::{colleagues, enumeration, first_word},
        context::{book, notebook},
        language::locale,
        may_write::may_write,
        outlet::use_params,
        parts::{
            badge::Badge,
            button::{Button, ButtonLink, Look},
            dialog::Dialog,
            dynamic::dynamic,
            facts::{Fact, Facts},
            icon::Icon,
            notice::{Notice, Urge},
            page_title::PageTitle,
            quotation::Quotation,
            show::Show,
        },
        route,
        table_mode::{Table, TableNotice, table_mode},
        words::moments,
    },
};

/// The page.
#[component]
pub fn VisitPage() -> impl IntoView {
    let doc = case_in_address();
    let params = use_params();
    let visit = Memo::new(move |_| params.with(|params| params.get("visit").and_then(|id| id.parse().ok())));
    dynamic(move || {
        let (doc, visit) = (doc.get()?, visit.get()?);
        Some(view! { <OneVisit doc=doc id=visit/> })
    })
}

#[component]
fn OneVisit(doc: DocId, id: CommandId) -> impl IntoView {
    let locale = locale();
    let case = case_of(doc);
    let name = name_of(doc);
    let visit = Memo::new(move |_| case.with(|case| case.as_ref().and_then(|case| case.visit(id).cloned())));
    let waits = Memo::new(move |_| case.with(|case| case.as_ref().is_some_and(|case| case.waiting.contains(&id))));
    let phase = Memo::new(move |_| visit.with(|visit| visit.as_ref().map(|visit| visit.phase)));
    let plans = Memo::new(move |_| case.with(|case| case.as_ref().is_some_and(|case| case.planning == Planning::Open)));
    let writes = may_write(doc);
    let (mode, me) = (table_mode(), notebook().identity().member);
    // Whoever is at the table: from "Start bezoek" on, also when the app is opened again there.
    let at_table = Memo::new(move |_| visit.with(|visit| visit.as_ref().is_some_and(|visit| is_at_table(visit, me))));
    Effect::new(move |_| {
        if at_table.get() {
            mode.at(id.0, Table::On);
        }
    });
    let stage = Memo::new(move |_| phase.get().map(Stage::of));
    let body = move || {
        match stage.get() {
        None => view! { <Notice>{say!(locale, visit.unknown)}</Notice> }.into_any(),
        Some(Stage::Open) => view! {
            <VisitFacts doc=doc visit=visit/>
            <OnDevices doc=doc visit=visit/>
            <Show when=move || writes.get()>
                <AtTheDoor/>
                <Doings doc=doc visit=visit/>
            </Show>
        }
        .into_any(),
        Some(Stage::CalledOff) => view! {
            <VisitFacts doc=doc visit=visit/>
            <Show when=move || writes.get() && plans.get()>
                <p>
                    <ButtonLink href=route::move_visit(doc, id) icon=Icon::Pencil>{say!(locale, visit.again)}</ButtonLink>
                </p>
            </Show>
        }
        .into_any(),
        Some(Stage::Over) => view! {
            <VisitFacts doc=doc visit=visit/>
            <TwoEnds doc=doc id=id case=case phase=phase/>
        }
        .into_any(),
    }
    };
    view! {
        <article class="bb-main">
            <p class="bb-back"><a class="nl-link" href=route::case(doc)>{say!(locale, app.back)}</a></p>
            <div class="bb-head">
                <PageTitle text=say!(locale, visit.title)/>
                {dynamic(move || phase.get().map(|phase| view! { <Badge badge=phase_badge(locale, phase)/> }))}
            </div>
            <p class="bb-lead">{move || name.get().map(|name| name.title)}</p>
            <TableNotice/>
            <Show when=move || waits.get()><Notice>{say!(locale, visit.waits)}</Notice></Show>
            {dynamic(body)}
        </article>
    }
}

fn is_at_table(visit: &Visit, member: MemberId) -> bool {
    visit.phase == VisitPhase::Started && (visit.by == member || visit.with.contains(&member))
}

/// What the page is for. It stays the same, with the focus where it is, when a planned visit begins.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Stage {
    Open,
    CalledOff,
    Over,
}

impl Stage {
    const fn of(phase: VisitPhase) -> Self {
        match phase {
            VisitPhase::Planned | VisitPhase::Started => Self::Open,
            VisitPhase::Cancelled => Self::CalledOff,
            VisitPhase::NoAnswer | VisitPhase::Finished | VisitPhase::NotWanted => Self::Over,
        }
    }
}

#[component]
fn VisitFacts(doc: DocId, visit: Memo<Option<Visit>>) -> impl IntoView {
    let locale = locale();
    let people = colleagues();
    let intake = intake_of(doc);
    let at_table = table_mode().is_on();
    let reply = move |visit: &Visit| match visit.reporter {
        ReporterJoins::No => None,
        ReporterJoins::IfResidentAgrees => {
            let answer = intake
                .with(|intake| intake.as_ref().and_then(|intake| reply::standing(&intake.replies, visit.id, visit.at)));
            Some(match answer {
                Some(Coming::Yes) => say!(locale, visit.reporter_comes),
                Some(Coming::No) => say!(locale, visit.reporter_cannot),
                None => say!(locale, visit.reporter_invited),
            })
        }
    };
    let facts = move || {
        let visit = visit.get()?;
        let when = format!("{}, {}", moments::weekday(locale, visit.at), moments::time(locale, visit.at));
        let who = std::iter::once(visit.by).chain(visit.with.iter().copied());
        let who: Vec<String> = who.map(|member| people.first_name(member)).collect();
        let mut facts = vec![
            (say!(locale, visit.plan.when), when),
            (say!(locale, visit.plan.place), visit.place.clone()),
            (say!(locale, visit.plan.with), enumeration(&who, say!(locale, note.and))),
        ];
        // That somebody reported it, and where they were met, is not for who sits at the table.
        if !at_table.get() {
            facts.push((say!(locale, visit.reporter), reply(&visit).unwrap_or_default().to_owned()));
            facts.push((say!(locale, visit.plan.meet_at), visit.meet_at.clone()));
        }
        let facts = facts.into_iter().filter(|(_, words)| !words.is_empty());
        Some(facts.map(|(term, words)| view! { <Fact term=term>{words}</Fact> }).collect_view())
    };
    view! { <Facts>{dynamic(facts)}</Facts> }
}

/// "Aan de deur: 'Ik ben Samira van het buurtteam. …'"
#[component]
fn AtTheDoor() -> impl IntoView {
    let locale = locale();
    let name = notebook().identity().name;
    let words = say!(locale, visit.door_words, name = first_word(&name).to_owned());
    view! { <Quotation text=words caption=say!(locale, visit.door)/> }
}

/// Whether the resident wants no report: then only the date and that wish are kept.
pub fn wants_no_report(dossier: Memo<Option<DossierView>>) -> Memo<bool> {
    let stands = |view: &DossierView| wish::fold(&view.wishes).contains(&WishKind::NoReport);
    Memo::new(move |_| dossier.with(|view| view.as_ref().is_some_and(stands)))
}

/// What can happen now.
#[component]
fn Doings(doc: DocId, visit: Memo<Option<Visit>>) -> impl IntoView {
    let locale = locale();
    let book = book();
    let act = Act::new();
    let navigate = use_navigate();
    let known = dossier_of(doc);
    let written = dossier_view(known);
    let wants_no_report = wants_no_report(written);
    let is_planned = move || visit.with(|visit| visit.as_ref().is_some_and(|visit| visit.phase == VisitPhase::Planned));
    let id = visit.with_untracked(|visit| visit.as_ref().map(|visit| visit.id)).unwrap_or_default();
    let step = move |step: VisitStep| {
        let Some(visit) = visit.get_untracked() else { return };
        let notebook = book.get();
        act.run(async move { notebook.append(doc, vec![follow(&notebook, &visit, step)]).await }, |()| {});
    };
    // Both are written in a dossier, which a coordinator does not begin.
    let writes_in_dossiers = notebook().identity().role == Role::Professional;
    let place = name_of(doc);
    let dossier = move || known.get_untracked();
    let not_wanted = {
        let navigate = navigate.clone();
        move || {
            let (notebook, place) = (book.get(), place.get_untracked().map(|name| name.place));
            let (dossier, navigate) = (dossier(), navigate.clone());
            act.run(
                async move {
                    match dossier {
                        Some(dossier) => Ok(dossier),
                        None => begin_dossier(notebook, doc, place).await,
                    }
                },
                move |dossier: DocId| navigate(&route::visit_not_wanted(dossier.id, doc, id), Default::default()),
            );
        }
    };
    view! {
        <ActFailure act=act/>
        <Show when=move || wants_no_report.get()>
            <Notice urge=Urge::Attention>{say!(locale, visit.wish.no_report_help)}</Notice>
        </Show>
        <div class="bb-buttons">
            <Show when=move || writes_in_dossiers && !wants_no_report.get()>
                <WriteReport doc=doc visit=visit act=act/>
            </Show>
            <Show when=is_planned>
                <Button icon=Icon::ChevronRight name="start-visit" on_press=move || step(VisitStep::Started)>
                    {say!(locale, today.start)}
                </Button>
            </Show>
            <ButtonLink href=route::nobody_opened(doc, id)>{say!(locale, visit.no_answer)}</ButtonLink>
            {writes_in_dossiers.then(|| view! {
                <Button name="not-wanted" on_press=not_wanted>{say!(locale, visit.not_wanted)}</Button>
            })}
            <ButtonLink href=route::SAFETY icon=Icon::Alarm>{say!(locale, visit.safety.title)}</ButtonLink>
        </div>
        <div class="bb-buttons">
            <Show
                when=is_planned
                fallback=move || view! {
                    <Button look=Look::Subtle icon=Icon::Check name="end-visit" on_press=move || step(VisitStep::Finished)>
                        {say!(locale, visit.finish)}
                    </Button>
                }
            >
                <ButtonLink href=route::move_visit(doc, id) look=Look::Subtle icon=Icon::Pencil>
                    {say!(locale, visit.move_visit)}
                </ButtonLink>
                <CancelVisit doc=doc visit=visit/>
            </Show>
        </div>
    }
}

/// The event that follows those on the screen.
fn follow(notebook: &Notebook, visit: &Visit, step: VisitStep) -> Intent {
    Author::of(notebook).visit_step(visit.id, step, visit.standing.clone())
}

/// "Schrijf verslag": in the dossier; a signal without one gets its exploration first. Writing begins the visit.
#[component]
fn WriteReport(doc: DocId, visit: Memo<Option<Visit>>, act: Act) -> impl IntoView {
    let locale = locale();
    let book = book();
    let people = colleagues();
    let navigate = use_navigate();
    let known = dossier_of(doc);
    let name = name_of(doc);
    let notes = notebook().list(DocKind::Note);
    let written = Memo::new(move |_| {
        let id = visit.with(|visit| visit.as_ref().map(|visit| visit.id))?;
        notes.with(|notes| notes.iter().find_map(|row| list::report_of(row, id)))
    });
    let household = dossier_view(known);
    let intake = intake_of(doc);
    let write = move || {
        let Some(visit) = visit.get_untracked() else { return };
        let (notebook, place) = (book.get(), name.get_untracked().map(|name| name.place));
        let dossier = known.get_untracked();
        let people_there = household.with_untracked(|view| view.as_ref().map(report::household_of).unwrap_or_default());
        let why = household.with_untracked(|view| {
            intake.with_untracked(|intake| report::why(dossier.is_some(), view.as_ref(), intake.as_ref()))
        });
        let navigate = navigate.clone();
        let work = async move {
            let dossier = match dossier {
                Some(dossier) => dossier,
                None => begin_dossier(notebook.clone(), doc, place).await?,
            };
            if visit.phase == VisitPhase::Planned {
                notebook.append(doc, vec![follow(&notebook, &visit, VisitStep::Started)]).await?;
            }
            let known = Known { place: visit.place.clone(), visit: Some(visit), why, people: people_there };
            let note = report::begin(notebook, dossier, locale, people, known).await?;
            Ok::<_, SaveError>((dossier, note))
        };
        act.run(work, move |(dossier, note): (DocId, DocId)| {
            navigate(&route::note(dossier.id, note.id), Default::default());
        });
    };
    dynamic(move || match written.get() {
        Some((dossier, note)) => view! {
            <ButtonLink href=route::note(dossier.id, note.id) look=Look::Primary icon=Icon::Notebook>
                {say!(locale, visit.open_report)}
            </ButtonLink>
        }
        .into_any(),
        None => view! {
            <Button look=Look::Primary icon=Icon::Notebook name="write-report" on_press=write.clone()>
                {say!(locale, visit.write_report)}
            </Button>
        }
        .into_any(),
    })
}

/// "Bezoek afzeggen", confirmed first: the visit as it stood when that was asked.
#[component]
fn CancelVisit(doc: DocId, visit: Memo<Option<Visit>>) -> impl IntoView {
    let locale = locale();
    let book = book();
    let asks = RwSignal::new(false);
    let asked = StoredValue::new(None);
    let act = Act::new();
    let ask = move || {
        asked.set_value(visit.with_untracked(|visit| visit.as_ref().map(Visit::arrangement)));
        asks.set(true);
    };
    let cancel = move || {
        asks.set(false);
        let Some(visit) = asked.get_value() else { return };
        let notebook = book.get();
        let action = CommandAction::CancelVisit { visit };
        act.run(async move { notebook.command(doc, action, None).await }, |_| {});
    };
    view! {
        <ActFailure act=act/>
        <Button look=Look::Subtle name="cancel-visit" on_press=ask>{say!(locale, visit.cancel)}</Button>
        <Dialog open=asks title=say!(locale, visit.cancel_title)>
            <p>{say!(locale, visit.cancel_text)}</p>
            <div class="bb-buttons">
                <Button look=Look::SubtleAlarm on_press=cancel>{say!(locale, visit.cancel_confirm)}</Button>
                <Button on_press=move || asks.set(false)>{say!(locale, visit.keep)}</Button>
            </div>
        </Dialog>
    }
}
