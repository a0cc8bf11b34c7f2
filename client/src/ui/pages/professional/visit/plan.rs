//! "Bezoek plannen", and giving a planned visit another time, place or company.

use buurtboek_shared::{
    domain::{
        command::{CommandAction, ReporterJoins},
        directory::Colleague,
        role::Role,
        signal::YesNo,
        visit::{Visit, VisitPhase},
        wish::{self, WishKind},
    },
    ids::{CommandId, DocId, MemberId},
};
use leptos::prelude::*;
use leptos_router::hooks::use_navigate;

use super::{
    super::case::{Case, Planning, case_in_address, case_of, dossier_of, dossier_view, intake_of, name_of},
    super::for_writers::ForWriters,
    form::{DAY, Fields, MEET_AT, PLACE, TIME, WITH},
    list::Visits,
};
use crate::{
    i18n::say,
    state::sync_status::Link,
    ui::{
        act::{Act, ActFailure},
        colleagues::colleagues,
        context::{book, notebook},
        language::locale,
        outlet::use_params,
        parts::{
            button::{ButtonLink, Look, SubmitButton},
            choice_rows::{ChoiceRow, ChoiceRows},
            dynamic::dynamic,
            error_summary::{ErrorSummary, FieldFault, fault_of},
            field::{LineField, LineKind},
            notice::{Notice, Urge},
            page_title::PageTitle,
            show::Show,
            ticks::Ticks,
        },
        route,
        table_mode::{HiddenAtTable, TableNotice},
    },
};

/// The page for a new visit.
#[component]
pub fn PlanPage() -> impl IntoView {
    let doc = case_in_address();
    dynamic(move || doc.get().map(|doc| view! { <Plan doc=doc visit=None/> }))
}

/// The page that moves a visit.
#[component]
pub fn MovePage() -> impl IntoView {
    let doc = case_in_address();
    let params = use_params();
    let visit = Memo::new(move |_| params.with(|params| params.get("visit").and_then(|id| id.parse().ok())));
    dynamic(move || {
        let (doc, visit) = (doc.get()?, visit.get()?);
        Some(view! { <Plan doc=doc visit=Some(visit)/> })
    })
}

#[component]
fn Plan(doc: DocId, visit: Option<CommandId>) -> impl IntoView {
    let locale = locale();
    let case = case_of(doc);
    let name = name_of(doc);
    let me = notebook().identity().member;
    let back = move || visit.map_or_else(|| route::case(doc), |visit| route::visit(doc, visit));
    // What it is for stays as it was when the form was filled in, also when a colleague calls the visit off meanwhile.
    let purpose = Memo::new(move |known: Option<&Option<Purpose>>| {
        known.copied().flatten().or_else(|| match visit {
            None => Some(Purpose::New),
            Some(visit) => case.with(|case| case.as_ref()?.visit(visit).map(Purpose::of)),
        })
    });
    let title = Signal::derive(move || match purpose.get() {
        Some(Purpose::Move(..)) => say!(locale, visit.plan.move_title).to_owned(),
        Some(Purpose::New) | None => say!(locale, visit.plan.title).to_owned(),
    });
    // Filled in once: what a colleague changes meanwhile does not take away what is being typed.
    let is_here = Memo::new(move |before: Option<&bool>| {
        let is_here = case.with(Option::is_some) && (visit.is_some() || name.with(Option::is_some));
        before.is_some_and(|before| *before) || is_here
    });
    let form = move || {
        if !is_here.get() {
            return Some(view! { <Notice>{say!(locale, app.fetching)}</Notice> }.into_any());
        }
        let (case, purpose) = (case.get_untracked()?, purpose.get_untracked()?);
        let fields = match (visit, purpose) {
            (Some(visit), Purpose::Move(..)) => Fields::of(case.visit(visit)?),
            (Some(visit), Purpose::New) => Fields::again(case.visit(visit)?, me, &case.stepped_back),
            (None, _) => Fields::new(name.get_untracked().map(|name| name.place).unwrap_or_default()),
        };
        let form = match case.planning {
            Planning::Over => {
                view! { <Notice urge=Urge::Attention>{say!(locale, visit.plan.over)}</Notice> }.into_any()
            }
            Planning::Open => {
                view! { <PlanForm doc=doc purpose=purpose fields=fields case=case back=back()/> }.into_any()
            }
        };
        Some(form)
    };
    view! {
        <article class="bb-main">
            <p class="bb-back"><a class="nl-link" href=back()>{say!(locale, app.back)}</a></p>
            <PageTitle text=title/>
            <p class="bb-soft">{move || name.get().map(|name| name.title)}</p>
            <TableNotice/>
            <ForWriters doc=doc reads=move || view! { <Visits doc=doc case=case/> }>{dynamic(form)}</ForWriters>
        </article>
    }
}

/// What the form is for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Purpose {
    /// A visit of its own, also in the place of one that was called off: that one stays called off, whatever was decided
    /// elsewhere without a connection.
    New,
    /// Another time for a visit that is planned: its name, and what is arranged as the form shows it.
    Move(CommandId, CommandId),
}

impl Purpose {
    fn of(visit: &Visit) -> Self {
        match visit.phase {
            VisitPhase::Cancelled => Self::New,
            VisitPhase::Planned
            | VisitPhase::Started
            | VisitPhase::NoAnswer
            | VisitPhase::Finished
            | VisitPhase::NotWanted => Self::Move(visit.id, visit.arrangement()),
        }
    }
}

#[component]
fn PlanForm(doc: DocId, purpose: Purpose, fields: Fields, case: Case, back: String) -> impl IntoView {
    let locale = locale();
    let book = book();
    let navigate = use_navigate();
    let act = Act::new();
    let faults = RwSignal::new(Vec::<FieldFault>::new());
    let all = Signal::derive(move || faults.get());
    let status = notebook().sync_status();
    let is_offline = move || status.with(|status| status.link != Link::Online);
    let on_submit = move |event: leptos::ev::SubmitEvent| {
        event.prevent_default();
        let notebook = book.get();
        let now = status.with_untracked(|status| status.moment_of(notebook.now()));
        let plan = match fields.filled().plan(locale, now) {
            Ok(plan) => plan,
            Err(wrong) => return faults.set(wrong),
        };
        faults.set(Vec::new());
        let action = match purpose {
            Purpose::New => CommandAction::PlanVisit(plan),
            Purpose::Move(_, arrangement) => CommandAction::MoveVisit { visit: arrangement, plan },
        };
        let navigate = navigate.clone();
        act.run(async move { notebook.command(doc, action, None).await }, move |command| {
            let visit = match purpose {
                Purpose::New => command,
                Purpose::Move(visit, _) => visit,
            };
            navigate(&route::visit(doc, visit), Default::default());
        });
    };
    let submit = match purpose {
        Purpose::New => say!(locale, visit.plan.submit),
        Purpose::Move(..) => say!(locale, visit.plan.move_submit),
    };
    view! {
        <form class="bb-stack" on:submit=on_submit novalidate>
            <ErrorSummary faults=all/>
            <fieldset class="utrecht-form-fieldset__fieldset utrecht-form-fieldset__fieldset--html-fieldset">
                <legend class="utrecht-form-fieldset__legend utrecht-form-fieldset__legend--html-legend">
                    {say!(locale, visit.plan.when)}
                </legend>
                <div class="bb-stack bb-stack--tight">
                    <LineField id=DAY label=say!(locale, visit.plan.day) value=fields.day kind=LineKind::Day error=fault_of(all, DAY)/>
                    <LineField id=TIME label=say!(locale, visit.plan.time) value=fields.time kind=LineKind::Time error=fault_of(all, TIME)/>
                </div>
            </fieldset>
            <LineField id=PLACE label=say!(locale, visit.plan.place) value=fields.place error=fault_of(all, PLACE)/>
            <Company fields=fields case=case error=fault_of(all, WITH)/>
            // That somebody reported it, and where they are met, is not for who sits at the table.
            <HiddenAtTable>
                <Reporter doc=doc fields=fields/>
                <LineField
                    id=MEET_AT
                    label=say!(locale, visit.plan.meet_at)
                    value=fields.meet_at
                    error=fault_of(all, MEET_AT)
                />
            </HiddenAtTable>
            <Show when=is_offline><Notice>{say!(locale, visit.plan.offline)}</Notice></Show>
            <ActFailure act=act/>
            <div class="bb-actions">
                <SubmitButton busy=act.busy()>{submit}</SubmitButton>
                <ButtonLink href=back look=Look::Subtle>
                    {say!(locale, app.cancel)}
                </ButtonLink>
            </div>
        </form>
    }
}

/// "Met wie": colleagues who may come along.
#[component]
fn Company(fields: Fields, case: Case, error: Signal<String>) -> impl IntoView {
    let locale = locale();
    let me = notebook().identity().member;
    let people = colleagues();
    dynamic(move || {
        let staff = people.staff().into_iter().filter(|colleague| comes_along(colleague, &case, me));
        let rows: Vec<ChoiceRow<MemberId>> =
            staff.map(|colleague| ChoiceRow::new(colleague.id, colleague.name)).collect();
        (!rows.is_empty()).then(|| {
            view! { <Ticks id=WITH legend=say!(locale, visit.plan.with) rows=rows ticked=fields.with error=error/> }
        })
    })
}

fn comes_along(colleague: &Colleague, case: &Case, me: MemberId) -> bool {
    let may_open = colleague.role == Role::Coordinator || case.restriction.admits(colleague.id);
    colleague.id != me && may_open && !case.stepped_back.contains(&colleague.id)
}

/// Whether the resident wants the volunteer to stay away.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Wish {
    None,
    Alone,
}

/// "Mag de melder mee?": asked only when the reporter wants to come.
#[component]
fn Reporter(doc: DocId, fields: Fields) -> impl IntoView {
    let locale = locale();
    let dossier = dossier_view(dossier_of(doc));
    let wishes_alone = Memo::new(move |_| {
        dossier.with(|dossier| match dossier {
            Some(dossier) if wish::fold(&dossier.wishes).contains(&WishKind::VolunteerNotAlong) => Wish::Alone,
            Some(_) | None => Wish::None,
        })
    });
    let intake = intake_of(doc);
    let wants_along = Memo::new(move |_| {
        intake.with(|intake| intake.as_ref().is_some_and(|intake| intake.report.wants_along == Some(YesNo::Yes)))
    });
    let rows = move || {
        vec![
            ChoiceRow::new(ReporterJoins::No, say!(locale, app.no)),
            ChoiceRow::new(ReporterJoins::IfResidentAgrees, say!(locale, visit.plan.reporter_yes))
                .with_help(say!(locale, visit.plan.reporter_help)),
        ]
    };
    dynamic(move || match (wants_along.get(), wishes_alone.get()) {
        (false, _) => ().into_any(),
        (true, Wish::Alone) => view! { <Notice>{say!(locale, visit.plan.reporter_not_wanted)}</Notice> }.into_any(),
        (true, Wish::None) => view! {
            <ChoiceRows
                id="visit-reporter"
                legend=say!(locale, visit.plan.reporter)
                rows=rows()
                chosen=Signal::derive(move || Some(fields.reporter.get()))
                on_choose=move |joins| fields.reporter.set(joins)
            />
        }
        .into_any(),
    })
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use buurtboek_shared::domain::restriction::Restriction;

    use super::*;

    const ME: MemberId = MemberId::from_bytes([1; 16]);
    const JOOST: MemberId = MemberId::from_bytes([2; 16]);
    const ILSE: MemberId = MemberId::from_bytes([3; 16]);

    #[test]
    fn who_knows_the_people_or_may_not_open_the_signal_does_not_come_along() {
        let case = Case {
            visits: Vec::new(),
            events: Vec::new(),
            waiting: BTreeSet::new(),
            attempts: Vec::new(),
            stepped_back: vec![ILSE],
            restriction: Restriction::Team,
            planning: Planning::Open,
        };
        let colleague =
            |id, role| Colleague { id, name: String::new(), role, organisation: None, discipline: String::new() };
        let may = |case: &Case, id| comes_along(&colleague(id, Role::Professional), case, ME);
        assert_eq!([ME, JOOST, ILSE].map(|id| may(&case, id)), [false, true, false]);
        let kept = Case { restriction: Restriction::CoordinatorOnly, ..case };
        assert!(!may(&kept, JOOST));
        assert!(comes_along(&colleague(JOOST, Role::Coordinator), &kept, ME));
    }
}
