//! "Het adres klopt niet": the right place goes to the team in place of the one before.

use buurtboek_shared::domain::signal::AdditionKind;
use leptos::prelude::*;

use super::paper::Paper;
use crate::{
    i18n::say,
    platform::dom,
    state::PlaceForm,
    ui::{
        act::{Act, ActFailure},
        authoring::Author,
        context::book,
        language::locale,
        pages::volunteer::new_signal::place_fields::{PlaceControls, PlaceFault, PlaceFields},
        parts::{
            button::{Button, Look, SubmitButton},
            icon::Icon,
            show::Show,
        },
    },
};

const CONTROLS: PlaceControls = PlaceControls { address: "right-address", description: "right-place" };

/// The form; it opens when asked for.
#[component]
pub fn RightAddress(
    /// The signal.
    paper: Paper,
) -> impl IntoView {
    let locale = locale();
    let book = book();
    let is_open = RwSignal::new(false);
    let form = RwSignal::new(PlaceForm::default());
    let error = RwSignal::new(String::new());
    let act = Act::new();
    let on_submit = move |event: leptos::ev::SubmitEvent| {
        event.prevent_default();
        let filled_in = form.get_untracked();
        let fault = PlaceFault::of(&filled_in);
        error.set(fault.map(|fault| fault.words(locale)).unwrap_or_default().to_owned());
        if fault.is_some() {
            dom::focus_by_id(CONTROLS.of(filled_in.answer));
            return;
        }
        let notebook = book.get();
        let kind = AdditionKind::AddressIsWrong { place: filled_in.place() };
        let intent = Author::of(&notebook).signal_addition("", kind);
        act.run(paper.put(notebook, intent), move |()| {
            form.set(PlaceForm::default());
            is_open.set(false);
        });
    };
    view! {
        <Show
            when=move || is_open.get()
            fallback=move || view! {
                <Button icon=Icon::Plus on_press=move || is_open.set(true)>
                    {say!(locale, volunteer.signal.wrong_address)}
                </Button>
            }
        >
            <form class="bb-card" on:submit=on_submit novalidate>
                <p>{say!(locale, volunteer.signal.wrong_address_label)}</p>
                <PlaceFields
                    controls=CONTROLS
                    form=form
                    on_change=Callback::new(move |place| form.set(place))
                    error=error.into()
                />
                <ActFailure act=act/>
                <div class="bb-buttons">
                    <SubmitButton busy=act.busy()>{say!(locale, volunteer.signal.add_send)}</SubmitButton>
                    <Button look=Look::Subtle on_press=move || is_open.set(false)>{say!(locale, app.cancel)}</Button>
                </div>
            </form>
        </Show>
    }
}
