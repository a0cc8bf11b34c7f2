//! "Nieuw signaal": five questions, one on a page, and a check.

pub mod address_box;
pub mod check;
pub mod desk;
pub mod more;
pub mod place_fields;
pub mod questions;
pub mod steps;

use leptos::prelude::*;
use leptos_router::{NavigateOptions, components::Redirect, hooks::use_navigate};

use self::{
    check::Check,
    desk::Desk,
    more::MoreQuestions,
    questions::{ObservationQuestion, PlaceQuestion, SinceQuestion, UrgencyQuestion},
    steps::{Step, StepFault},
};
use crate::{
    i18n::{Locale, say},
    state::SignalForm,
    ui::{
        context::notebook,
        language::locale,
        outlet::use_params,
        parts::{
            button::{Button, ButtonLink, Look, SubmitButton},
            dynamic::dynamic,
            error_summary::{ErrorSummary, FieldFault},
        },
        route,
    },
};
use buurtboek_shared::{domain::signal::FeltUrgency, ids::DocKind};

/// The form; which page of it is in the address, so that "back" of the browser goes back one question. Who goes back to it
/// after sending is shown what was sent.
#[component]
pub fn NewSignal() -> impl IntoView {
    let signals = notebook().list(DocKind::Signal);
    let params = use_params();
    let draft = Memo::new(move |_| params.with(|params| params.get("draft").and_then(|draft| draft.parse().ok())));
    let step = Memo::new(move |_| {
        params.with(|params| params.get("step").and_then(Step::from_slug)).unwrap_or(Step::Observation)
    });
    dynamic(move || {
        draft.get().map(|draft| {
            let desk = Desk::open(draft);
            let is_sent = Memo::new(move |_| {
                let is_blank = desk.form.with(|form| *form == SignalForm::default());
                is_blank && signals.with(|rows| rows.iter().any(|row| row.doc.id == draft))
            });
            let shown = move || {
                if is_sent.get() {
                    let options = NavigateOptions { replace: true, ..NavigateOptions::default() };
                    return view! { <Redirect path=route::own_signal(draft) options=options/> }.into_any();
                }
                page(desk, step.get())
            };
            view! { <div class="bb-main">{dynamic(shown)}</div> }
        })
    })
}

fn page(desk: Desk, step: Step) -> AnyView {
    if step == Step::Check {
        return view! { <Check desk=desk/> }.into_any();
    }
    view! { <QuestionPage desk=desk step=step/> }.into_any()
}

/// One question with its way on and back.
#[component]
fn QuestionPage(desk: Desk, step: Step) -> impl IntoView {
    let locale = locale();
    let navigate = use_navigate();
    let faults = RwSignal::new(Vec::<FieldFault>::new());
    let go_on = {
        let navigate = navigate.clone();
        move |event: leptos::ev::SubmitEvent| {
            event.prevent_default();
            desk.keep();
            match desk.form.with_untracked(|form| step.fault(form)) {
                Some(fault) => faults.set(vec![field_fault(locale, step, fault, desk)]),
                None => navigate(&onward(desk, step), Default::default()),
            }
        }
    };
    let stop = move || {
        desk.keep();
        navigate(route::HOME, Default::default());
    };
    let number = step.number().map(|number| {
        let words = say!(locale, volunteer.form.step, step = number, steps = Step::QUESTIONS);
        view! { <p class="bb-soft">{words}</p> }
    });
    view! {
        <form class="bb-stack" data-name="draft" on:submit=go_on novalidate>
            <ErrorSummary faults=faults/>
            {number}
            {question(desk, step, faults.into())}
            <div class="bb-actions">
                <SubmitButton>{say!(locale, volunteer.form.next)}</SubmitButton>
                {back(desk, step)}
                <Button look=Look::Subtle on_press=stop>{say!(locale, volunteer.form.stop)}</Button>
            </div>
        </form>
    }
}

/// The way to the question before, also for who came here by another way than through it.
fn back(desk: Desk, step: Step) -> Option<impl IntoView> {
    let href = route::new_signal(desk.draft, step.previous()?);
    Some(view! { <ButtonLink href=href>{say!(locale(), volunteer.form.back)}</ButtonLink> })
}

fn question(desk: Desk, step: Step, faults: Signal<Vec<FieldFault>>) -> AnyView {
    match step {
        Step::Observation | Step::Check => view! { <ObservationQuestion desk=desk faults=faults/> }.into_any(),
        Step::Place => view! { <PlaceQuestion desk=desk faults=faults/> }.into_any(),
        Step::Since => view! { <SinceQuestion desk=desk/> }.into_any(),
        Step::Urgency => view! { <UrgencyQuestion desk=desk/> }.into_any(),
        Step::More => view! { <MoreQuestions desk=desk faults=faults/> }.into_any(),
    }
}

/// The page after this one: danger first when there is danger; back to the check when one came from there.
fn onward(desk: Desk, step: Step) -> String {
    let in_danger = desk.form.with_untracked(|form| form.urgency == Some(FeltUrgency::Danger));
    if step == Step::Urgency && in_danger {
        return route::danger_before(desk.draft);
    }
    let next = if desk.checked() { Step::Check } else { step.next().unwrap_or(Step::Check) };
    route::new_signal(desk.draft, next)
}

fn field_fault(locale: Locale, step: Step, fault: StepFault, desk: Desk) -> FieldFault {
    let control = match step {
        Step::Place => desk.place_control(),
        Step::More => more::THINK,
        Step::Observation | Step::Since | Step::Urgency | Step::Check => questions::OBSERVATION,
    };
    let words = match fault {
        StepFault::NoObservation => say!(locale, volunteer.form.observation.missing),
        StepFault::TooLong => say!(locale, volunteer.form.observation.long),
        StepFault::Place(fault) => fault.words(locale),
    };
    FieldFault { control, words: words.to_owned() }
}
