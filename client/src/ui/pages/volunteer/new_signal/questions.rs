//! The first four questions.

use buurtboek_shared::domain::signal::{FeltUrgency, Since};
use leptos::prelude::*;

use super::{
    desk::Desk,
    place_fields::{PlaceControls, PlaceFields},
};
use crate::{
    i18n::say,
    platform::dom,
    ui::{
        language::locale,
        parts::{
            choice_rows::{ChoiceRow, ChoiceRows},
            error_summary::{FieldFault, fault_of},
            field::{FieldError, described_by},
            page_title::PageTitle,
        },
        words::answers,
    },
};

/// Control of the first question.
pub const OBSERVATION: &str = "observation";
/// Controls of the second.
pub const PLACE: PlaceControls = PlaceControls { address: "address", description: "place" };

/// "Wat ziet of hoort u?"
#[component]
pub fn ObservationQuestion(
    /// The form.
    desk: Desk,
    /// What is wrong.
    faults: Signal<Vec<FieldFault>>,
) -> impl IntoView {
    let locale = locale();
    let error = fault_of(faults, OBSERVATION);
    let help = say!(locale, volunteer.form.observation.help);
    view! {
        <PageTitle text=say!(locale, volunteer.form.observation.title)/>
        <p id="observation-help" class="utrecht-form-field-description">{help}</p>
        <FieldError id=OBSERVATION error=error/>
        <textarea
            class="utrecht-textarea utrecht-textarea--html-textarea"
            id=OBSERVATION
            rows="6"
            dir="auto"
            aria-label=say!(locale, volunteer.form.observation.title)
            aria-invalid=move || (!error.get().is_empty()).then_some("true")
            aria-describedby=move || described_by(OBSERVATION, help, &error.get())
            prop:value=move || desk.form.with(|form| form.observation.clone())
            on:input=move |event| {
                dom::grow(&event);
                desk.change(|form| form.observation = event_target_value(&event));
            }
        ></textarea>
    }
}

/// "Waar is het?"
#[component]
pub fn PlaceQuestion(
    /// The form.
    desk: Desk,
    /// What is wrong.
    faults: Signal<Vec<FieldFault>>,
) -> impl IntoView {
    let locale = locale();
    let answer = Signal::derive(move || desk.form.with(|form| form.place.answer));
    let error = Signal::derive(move || fault_of(faults, PLACE.of(answer.get())).get());
    view! {
        <PageTitle text=say!(locale, volunteer.form.place.title)/>
        <PlaceFields
            controls=PLACE
            form=Signal::derive(move || desk.form.with(|form| form.place.clone()))
            on_change=Callback::new(move |place| desk.change(|form| form.place = place))
            error=error
        />
    }
}

/// "Sinds wanneer?"
#[component]
pub fn SinceQuestion(
    /// The form.
    desk: Desk,
) -> impl IntoView {
    let locale = locale();
    let rows = Since::ALL.iter().map(|answer| ChoiceRow::new(*answer, answers::since(locale, *answer))).collect();
    view! {
        <PageTitle text=say!(locale, volunteer.form.since.title)/>
        <ChoiceRows
            id="since"
            legend=say!(locale, volunteer.form.since.title)
            legend_class="bb-hidden"
            rows=rows
            chosen=Signal::derive(move || desk.form.with(|form| form.since))
            on_choose=move |answer| desk.change(|form| form.since = Some(answer))
        />
    }
}

/// "Hoe snel moet er iemand kijken?"
#[component]
pub fn UrgencyQuestion(
    /// The form.
    desk: Desk,
) -> impl IntoView {
    let locale = locale();
    let row = |answer: &FeltUrgency| {
        let row = ChoiceRow::new(*answer, answers::felt_urgency(locale, *answer));
        if *answer == FeltUrgency::Danger { row.alarming() } else { row }
    };
    view! {
        <PageTitle text=say!(locale, volunteer.form.urgency.title)/>
        <ChoiceRows
            id="urgency"
            legend=say!(locale, volunteer.form.urgency.title)
            legend_class="bb-hidden"
            rows=FeltUrgency::ALL.iter().map(row).collect()
            chosen=Signal::derive(move || desk.form.with(|form| form.urgency))
            on_choose=move |answer| desk.change(|form| form.urgency = Some(answer))
        />
    }
}
