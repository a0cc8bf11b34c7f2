//! The people of a household.

use buurtboek_shared::{doc::read::DossierView, domain::dossier::PersonEntry, ids::DocId};
use leptos::prelude::*;

use super::one_more::OneMore;
use crate::{
    i18n::{Locale, say},
    ui::{
        act::{Act, ActFailure},
        authoring::{Author, PersonForm},
        context::book,
        language::locale,
        parts::{
            button::{Button, Look, SubmitButton},
            call::CallButton,
            dynamic::dynamic,
            field::LineField,
            page_title::SectionTitle,
            show::Show,
        },
    },
};

/// Who lives there, and how to talk with them.
#[component]
pub fn People(
    /// The dossier.
    dossier: DocId,
    /// What it says.
    view: Memo<Option<DossierView>>,
    /// True when the reader works in it.
    writes: Memo<bool>,
) -> impl IntoView {
    let locale = locale();
    let form = Callback::new(move |close| view! { <NewPerson dossier=dossier close=close/> }.into_any());
    let people = Memo::new(move |_| {
        view.with(|view| {
            let people = view.as_ref().map(DossierView::people_now).unwrap_or_default();
            people.into_iter().cloned().collect::<Vec<_>>()
        })
    });
    let list = move || people.get().into_iter().map(|person| person_view(locale, person)).collect_view();
    view! {
        <section class="bb-section">
            <SectionTitle>{say!(locale, professional.dossier.people)}</SectionTitle>
            <Show
                when=move || !people.with(Vec::is_empty)
                fallback=move || view! { <p class="bb-soft">{say!(locale, professional.dossier.no_people)}</p> }
            >
                <ul class="bb-stack bb-stack--tight" role="list">{dynamic(list)}</ul>
            </Show>
            <OneMore words=say!(locale, professional.dossier.add_person) writes=writes form=form/>
        </section>
    }
}

fn person_view(locale: Locale, person: PersonEntry) -> impl IntoView {
    let details = [
        (say!(locale, professional.dossier.address_as), person.address_as),
        (say!(locale, professional.dossier.language), person.language),
        (say!(locale, professional.dossier.interpreter), person.interpreter),
    ];
    let details: Vec<String> = details
        .into_iter()
        .filter(|(_, words)| !words.is_empty())
        .map(|(term, words)| format!("{term}: {words}"))
        .collect();
    let phone = (!person.phone.is_empty()).then(|| {
        let words = say!(locale, professional.dossier.call, phone = person.phone.clone());
        view! { <CallButton number=person.phone look=Look::Subtle words=words/> }
    });
    view! {
        <li>
            <strong>{person.name}</strong>
            <span class="bb-soft">" "{details.join(" · ")}</span>
            {phone}
        </li>
    }
}

#[component]
fn NewPerson(dossier: DocId, close: Callback<()>) -> impl IntoView {
    let locale = locale();
    let book = book();
    let [name, address_as, language, interpreter, phone] = std::array::from_fn(|_| RwSignal::new(String::new()));
    let error = RwSignal::new(String::new());
    let act = Act::new();
    let on_submit = move |event: leptos::ev::SubmitEvent| {
        event.prevent_default();
        if name.with_untracked(|name| name.trim().is_empty()) {
            error.set(say!(locale, professional.dossier.person_missing).to_owned());
            return;
        }
        let form = PersonForm {
            name: name.get_untracked(),
            address_as: address_as.get_untracked(),
            language: language.get_untracked(),
            interpreter: interpreter.get_untracked(),
            phone: phone.get_untracked(),
        };
        let notebook = book.get();
        let intent = Author::of(&notebook).person(&form, Vec::new());
        // Whoever wrote it may have left the page.
        act.run(async move { notebook.append(dossier, vec![intent]).await }, move |()| {
            close.try_run(());
        });
    };
    view! {
        <form class="bb-card" on:submit=on_submit novalidate>
            <LineField id="person-name" label=say!(locale, professional.dossier.person_name) value=name error=error/>
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
            </div>
        </form>
    }
}
