//! Somebody of a household: written down, corrected, or taken off.

use buurtboek_shared::{domain::dossier::PersonEntry, ids::DocId};
use leptos::prelude::*;

use crate::{
    i18n::say,
    platform::dom,
    ui::{
        act::{Act, ActFailure},
        authoring::{Author, PersonForm},
        context::book,
        language::locale,
        parts::{
            button::{Button, Look, SubmitButton},
            dialog::Dialog,
            field::LineField,
        },
    },
};

/// The field that the form begins with.
const NAME: &str = "person-name";

/// The fields, and what becomes of them.
#[component]
pub fn PersonFields(
    /// The dossier.
    dossier: DocId,
    /// What was on the screen of this person, which the next version replaces; empty for somebody new. What a colleague
    /// writes meanwhile is not replaced: it stands beside it, as a question.
    before: Vec<PersonEntry>,
    /// Called when it is kept or called off.
    close: Callback<()>,
) -> impl IntoView {
    let locale = locale();
    let book = book();
    let replaces = StoredValue::new(before.iter().map(|before| before.id).collect::<Vec<_>>());
    let before = before.into_iter().next();
    let of = |field: fn(&PersonEntry) -> &String| {
        RwSignal::new(before.as_ref().map(|before| field(before).clone()).unwrap_or_default())
    };
    let name = of(|person| &person.name);
    let address_as = of(|person| &person.address_as);
    let language = of(|person| &person.language);
    let interpreter = of(|person| &person.interpreter);
    let phone = of(|person| &person.phone);
    let error = RwSignal::new(String::new());
    let act = Act::new();
    // The form may be opened by its button below: who uses the keyboard goes on in it.
    Effect::new(|_| dom::focus_by_id(NAME));
    let keep = move |form: PersonForm| {
        let notebook = book.get();
        let intent = Author::of(&notebook).person(&form, replaces.get_value());
        act.run(async move { notebook.append(dossier, vec![intent]).await }, move |()| {
            // Whoever wrote it may have left the page.
            close.try_run(());
        });
    };
    let take_off = before.map(|before| {
        view! { <TakeOff name=before.name on_press=Callback::new(move |()| keep(PersonForm::default()))/> }
    });
    let on_submit = move |event: leptos::ev::SubmitEvent| {
        event.prevent_default();
        if name.with_untracked(|name| name.trim().is_empty()) {
            error.set(say!(locale, professional.dossier.person_missing).to_owned());
            return dom::focus_by_id(NAME);
        }
        let form = PersonForm {
            name: name.get_untracked(),
            address_as: address_as.get_untracked(),
            language: language.get_untracked(),
            interpreter: interpreter.get_untracked(),
            phone: phone.get_untracked(),
        };
        keep(form);
    };
    view! {
        <form class="bb-card" on:submit=on_submit novalidate>
            <LineField id=NAME label=say!(locale, professional.dossier.person_name) value=name error=error/>
            <LineField id="address-as" label=say!(locale, professional.dossier.address_as) value=address_as/>
            <LineField id="person-language" label=say!(locale, professional.dossier.language) value=language/>
            <LineField id="interpreter" label=say!(locale, professional.dossier.interpreter) value=interpreter/>
            <LineField id="person-phone" label=say!(locale, professional.dossier.phone) value=phone/>
            <ActFailure act=act/>
            <div class="bb-buttons">
                <SubmitButton look=Look::Secondary busy=act.busy()>
                    {say!(locale, professional.dossier.save_person)}
                </SubmitButton>
                <Button look=Look::Subtle on_press=move || close.run(())>{say!(locale, app.cancel)}</Button>
                {take_off}
            </div>
        </form>
    }
}

/// "Haal weg", confirmed first.
#[component]
fn TakeOff(name: String, on_press: Callback<()>) -> impl IntoView {
    let locale = locale();
    let asks = RwSignal::new(false);
    let confirm = move || {
        asks.set(false);
        on_press.run(());
    };
    view! {
        <Button look=Look::SubtleAlarm name="take-off" on_press=move || asks.set(true)>
            {say!(locale, professional.dossier.take_off)}
        </Button>
        <Dialog open=asks title=say!(locale, professional.dossier.take_off_title)>
            <p>{say!(locale, professional.dossier.take_off_text, name = name.clone())}</p>
            <div class="bb-buttons">
                <Button look=Look::SubtleAlarm on_press=confirm>{say!(locale, professional.dossier.take_off_confirm)}</Button>
                <Button on_press=move || asks.set(false)>{say!(locale, professional.dossier.leave_on)}</Button>
            </div>
        </Dialog>
    }
}
