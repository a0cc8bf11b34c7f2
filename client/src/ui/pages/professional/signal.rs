//! A signal of the team: what was reported, and what the team does about it.

use buurtboek_shared::{
    doc::read::TriageView,
    domain::role::Role,
    ids::{DocId, DocKind, Id128},
};
use leptos::prelude::*;

use super::{
    case::{Case, case_of},
    dossier_parts::timeline_list::attempt_words,
    give_back::GiveBack,
    links::CaseLinks,
    report_facts::ReportFacts,
    signal_rows::title,
    take_up::{TakeUp, holder_words},
    team_signals,
    visit::list::Visits,
};
use crate::{
    i18n::say,
    ui::{
        act::{Act, ActFailure, empty_of},
        authoring::Author,
        colleagues::colleagues,
        context::{book, notebook},
        language::locale,
        opened::{as_intake, as_triage, open, view_of},
        outlet::use_params,
        pages::coordinator::ending::Ending,
        parts::{
            absent::{Absent, absence},
            button::{Look, SubmitButton},
            dynamic::dynamic,
            facts::{Fact, Facts},
            field::TextField,
            notice::Notice,
            page_title::{PageTitle, SectionTitle},
            quotation::Quotation,
            show::Show,
        },
        route,
        table_mode::{HiddenAtTable, TableNotice, table_mode},
        words::{moments, team},
    },
};

/// The page.
#[component]
pub fn SignalPage() -> impl IntoView {
    let params = use_params();
    let id = Memo::new(move |_| params.with(|params| params.get("signal").and_then(|id| id.parse::<Id128>().ok())));
    dynamic(move || id.get().map(|id| view! { <TeamSignal id=id back=route::SIGNALS/> }))
}

/// A signal with what the team does about it; `children` stand where a coordinator judges.
#[component]
pub fn TeamSignal(
    /// Which one.
    id: Id128,
    /// Where the list is.
    back: &'static str,
    /// What stands between the report and the discussion.
    #[prop(optional)]
    children: Option<Children>,
) -> impl IntoView {
    let locale = locale();
    let triage = DocId::new(DocKind::Triage, id);
    let report = view_of(&open(triage.sibling(DocKind::Intake)), as_intake);
    let opened = open(triage);
    let view = view_of(&opened, as_triage);
    let absence = absence(&opened);
    let case = case_of(triage);
    let items = team_signals();
    let item = Memo::new(move |_| items.with(|items| items.iter().find(|item| item.id == id).cloned()));
    // A coordinator sees every signal, so there is nothing to give back.
    let gives_back = notebook().identity().role == Role::Professional;
    let heading = Signal::derive(move || {
        item.with(|item| {
            item.as_ref().map_or_else(|| absence.get().words(locale).to_owned(), |item| title(locale, item))
        })
    });
    let report_view = move || {
        let opened = opened.clone();
        move || match report.get() {
            Some(intake) => view! { <ReportFacts signal=id intake=intake/> }.into_any(),
            None if item.with(Option::is_none) => view! { <Absent open=opened.clone()/> }.into_any(),
            None => view! { <Notice>{say!(locale, professional.signal.no_text)}</Notice> }.into_any(),
        }
    };
    view! {
        <article class="bb-main">
            <p class="bb-back"><a class="nl-link" href=back>{say!(locale, app.back)}</a></p>
            <PageTitle text=heading/>
            <TableNotice/>
            <HiddenAtTable>{report_view()}</HiddenAtTable>
            <HiddenAtTable>
                <section class="bb-section" data-name="assessment">
                    <SectionTitle>{say!(locale, professional.signal.assessment)}</SectionTitle>
                    {dynamic(move || view.get().map(|view| view! { <Assessment view=view/> }))}
                </section>
            </HiddenAtTable>
            {children.map(|children| children())}
            <Visits doc=triage case=case/>
            <HiddenAtTable><Attempts case=case/></HiddenAtTable>
            <Remarks triage=triage view=view/>
            <Ending triage=triage/>
            {gives_back.then(|| view! { <GiveBack doc=triage/> })}
            <div class="bb-actions"><TakeUp triage=triage view=view.into() item=item.into()/></div>
        </article>
    }
}

#[component]
fn Assessment(view: TriageView) -> impl IntoView {
    let locale = locale();
    let closed = view.state.closed.as_ref().map(|closure| {
        let words = say!(
            locale,
            professional.signal.closed,
            outcome = team::outcome(locale, closure.outcome),
            name = colleagues().name(closure.by),
            at = moments::day_and_time(locale, closure.at)
        );
        view! { <Fact term=team::phase(locale, view.state.phase)>{words}</Fact> }
    });
    let visit = view.state.next_visit().map(|visit| {
        let parts = [moments::day_and_time(locale, visit.at), visit.place.clone(), visit.meet_at.clone()];
        let words = parts.into_iter().filter(|part| !part.is_empty()).collect::<Vec<_>>().join(", ");
        view! { <Fact term=say!(locale, professional.signal.visit)>{words}</Fact> }
    });
    let links = view.state.links.clone();
    let links = (!links.is_empty()).then(|| {
        view! { <Fact term=say!(locale, professional.signal.links)><CaseLinks docs=links/></Fact> }
    });
    let holder = {
        let view = view.clone();
        move || holder_words(&view)
    };
    view! {
        <Facts>
            <Fact term=say!(locale, professional.signal.state)>{team::phase(locale, view.state.phase)}</Fact>
            <Fact term=say!(locale, professional.signal.holder)>{holder}</Fact>
            {visit}
            {links}
            {closed}
        </Facts>
    }
}

/// Who tried to reach somebody, and how.
#[component]
pub fn Attempts(
    /// The triage or dossier.
    case: Memo<Option<Case>>,
) -> impl IntoView {
    let locale = locale();
    let people = colleagues();
    let attempts =
        Memo::new(move |_| case.with(|case| case.as_ref().map(|case| case.attempts.clone()).unwrap_or_default()));
    let items = move || {
        let items = attempts.get().into_iter().map(|attempt| {
            let by = format!("{} · {}", moments::day_and_time(locale, attempt.at), people.first_name(attempt.author));
            view! {
                <li>
                    <p class="bb-soft">{by}</p>
                    <p>{attempt_words(locale, &attempt)}</p>
                </li>
            }
        });
        items.collect_view()
    };
    view! {
        <Show when=move || !attempts.with(Vec::is_empty)>
            <section class="bb-section" data-name="attempts">
                <SectionTitle>{say!(locale, professional.signal.attempts)}</SectionTitle>
                <ul class="bb-stack bb-stack--tight" role="list">{dynamic(items)}</ul>
            </section>
        </Show>
    }
}

#[component]
fn Remarks(triage: DocId, view: Memo<Option<TriageView>>) -> impl IntoView {
    let locale = locale();
    let book = book();
    let text = RwSignal::new(String::new());
    let error = RwSignal::new(String::new());
    let act = Act::new();
    // Hidden and not taken away: what is being written stays.
    let at_table = table_mode().is_on();
    let on_submit = move |event: leptos::ev::SubmitEvent| {
        event.prevent_default();
        let words = text.get_untracked();
        if words.trim().is_empty() {
            error.set(say!(locale, professional.signal.remark_missing).to_owned());
            return;
        }
        error.set(String::new());
        let notebook = book.get();
        let intent = Author::of(&notebook).remark(&words);
        act.run(async move { notebook.append(triage, vec![intent]).await }, move |()| empty_of(text, &words));
    };
    let remarks = move || {
        let remarks = view.get().map(|view| view.remarks).unwrap_or_default();
        let quotations = remarks.into_iter().map(|remark| {
            let caption = format!("{}, {}", colleagues().first_name(remark.author), moments::moment(locale, remark.at));
            view! { <Quotation text=remark.text caption=caption/> }
        });
        quotations.collect_view()
    };
    view! {
        <section class="bb-section" hidden=move || at_table.get()>
            <SectionTitle>{say!(locale, professional.signal.remarks)}</SectionTitle>
            {dynamic(remarks)}
            <form class="bb-stack bb-stack--tight" on:submit=on_submit novalidate>
                <TextField id="remark" label=say!(locale, professional.signal.remark_label) value=text error=error/>
                <ActFailure act=act/>
                <p>
                    <SubmitButton look=Look::Secondary busy=act.busy()>
                        {say!(locale, professional.signal.remark_add)}
                    </SubmitButton>
                </p>
            </form>
        </section>
    }
}
