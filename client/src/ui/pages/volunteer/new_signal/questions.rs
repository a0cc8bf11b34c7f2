//! The first four questions.

use buurtboek_shared::domain::signal::{FeltUrgency, Since};
use leptos::prelude::*;

use super::{address_box::AddressBox, desk::Desk};
use crate::{
    i18n::say,
    platform::dom,
    state::PlaceAnswer,
    ui::{
        colleagues::colleagues,
        language::locale,
        parts::{
            button::{Button, Look},
            choice_rows::{ChoiceRow, ChoiceRows},
            error_summary::{FieldFault, fault_of},
            field::{Field, FieldError, described_by},
            page_title::PageTitle,
        },
        words::answers,
    },
};

/// Control of the first question.
pub const OBSERVATION: &str = "observation";
/// Control of the address.
pub const ADDRESS: &str = "address";
/// Control of the described place.
pub const PLACE: &str = "place";

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
    let knows = Memo::new(move |_| desk.form.with(|form| form.place.answer == PlaceAnswer::Address));
    let streets = Memo::new(move |_| colleagues().streets());
    let address = move || {
        view! {
            <AddressBox
                id=ADDRESS
                streets=streets
                value=Signal::derive(move || desk.form.with(|form| form.place.address.clone()))
                on_change=move |typed| desk.change(|form| form.place.address = typed)
                error=fault_of(faults, ADDRESS)
            />
            <Button look=Look::Subtle on_press=move || desk.change(|form| form.place.answer = PlaceAnswer::Description)>
                {say!(locale, volunteer.form.place.unknown)}
            </Button>
        }
    };
    let description = move || {
        let error = fault_of(faults, PLACE);
        view! {
            <Field id=PLACE label=say!(locale, volunteer.form.place.describe) error=error>
                <textarea
                    class="utrecht-textarea utrecht-textarea--html-textarea"
                    id=PLACE
                    rows="3"
                    aria-invalid=move || (!error.get().is_empty()).then_some("true")
                    aria-describedby=move || described_by(PLACE, "", &error.get())
                    prop:value=move || desk.form.with(|form| form.place.description.clone())
                    on:input=move |event| desk.change(|form| form.place.description = event_target_value(&event))
                ></textarea>
            </Field>
            <Button look=Look::Subtle on_press=move || desk.change(|form| form.place.answer = PlaceAnswer::Address)>
                {say!(locale, volunteer.form.place.known)}
            </Button>
        }
    };
    view! {
        <PageTitle text=say!(locale, volunteer.form.place.title)/>
        <Show when=move || knows.get() fallback=description>{address()}</Show>
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
