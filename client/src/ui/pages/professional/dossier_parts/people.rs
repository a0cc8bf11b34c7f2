//! The people of a household.

use buurtboek_shared::{
    doc::read::DossierView,
    domain::{dossier::PersonEntry, household},
    ids::DocId,
};
use leptos::prelude::*;

use super::{
    person_form::PersonFields,
    two_versions::{EarlierVersions, TwoVersions},
};
use crate::{
    i18n::{Locale, say},
    ui::{
        language::locale,
        parts::{
            button::{Button, Look},
            call::CallButton,
            dynamic::dynamic,
            icon::Icon,
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
    let people = Memo::new(move |_| {
        view.with(|view| {
            let Some(view) = view else { return Vec::new() };
            let who = |resident: &household::Resident<'_>| {
                let versions: Vec<PersonEntry> = resident.standing().iter().copied().cloned().collect();
                if resident.is_open() {
                    return Who::Open(versions);
                }
                let earlier = versions.iter().flat_map(|version| household::gave_way(&view.people, version));
                let gave_way = earlier.cloned().collect();
                Who::Settled { versions, gave_way }
            };
            household::fold(&view.people).iter().map(who).collect::<Vec<_>>()
        })
    });
    // The form stands below the list, as it was when somebody opened it: what comes in meanwhile takes no words away.
    let written = RwSignal::new(None::<Vec<PersonEntry>>);
    let close = Callback::new(move |()| written.set(None));
    let list = move || {
        let rows = people.get().into_iter().map(|who| match who {
            Who::Settled { versions, gave_way } => {
                view! { <Row versions=versions gave_way=gave_way writes=writes written=written/> }.into_any()
            }
            Who::Open(versions) => {
                view! { <TwoVersions dossier=dossier versions=versions writes=writes written=written/> }.into_any()
            }
        });
        rows.collect_view()
    };
    let form = move || written.get().map(|before| view! { <PersonFields dossier=dossier before=before close=close/> });
    view! {
        <section class="bb-section">
            <SectionTitle>{say!(locale, professional.dossier.people)}</SectionTitle>
            <Show
                when=move || !people.with(Vec::is_empty)
                fallback=move || view! { <p class="bb-soft">{say!(locale, professional.dossier.no_people)}</p> }
            >
                <ul class="bb-stack bb-stack--tight" role="list">{dynamic(list)}</ul>
            </Show>
            <Show when=move || writes.get()>
                {dynamic(form)}
                <Show when=move || written.with(Option::is_none)>
                    <p>
                        <Button icon=Icon::Plus on_press=move || written.set(Some(Vec::new()))>
                            {say!(locale, professional.dossier.add_person)}
                        </Button>
                    </p>
                </Show>
            </Show>
        </section>
    }
}

/// Somebody, by the versions that stand.
#[derive(Clone, Debug, PartialEq, Eq)]
enum Who {
    /// They say the same.
    Settled {
        /// The versions that stand.
        versions: Vec<PersonEntry>,
        /// Those between which somebody chose before.
        gave_way: Vec<PersonEntry>,
    },
    /// They do not.
    Open(Vec<PersonEntry>),
}

#[component]
fn Row(
    versions: Vec<PersonEntry>,
    gave_way: Vec<PersonEntry>,
    writes: Memo<bool>,
    written: RwSignal<Option<Vec<PersonEntry>>>,
) -> impl IntoView {
    let locale = locale();
    let Some(person) = versions.first().cloned() else { return ().into_any() };
    let name = person.name.clone();
    let details = details(locale, &person);
    let phone = (!person.phone.is_empty()).then(|| {
        let words = say!(locale, professional.dossier.call, phone = person.phone.clone());
        view! { <CallButton number=person.phone look=Look::Subtle words=words/> }
    });
    let again = move || written.set(Some(versions.clone()));
    view! {
        <li data-name="person">
            <strong>{person.name}</strong>
            <span class="bb-soft">" "{details}</span>
            " "
            <Show when=move || writes.get() && written.with(Option::is_none)>
                <button type="button" class="nl-button nl-button--subtle bb-screen-only" on:click={
                    let again = again.clone();
                    move |_| again()
                }>
                    <span class="nl-button__label">{say!(locale, professional.dossier.edit)}</span>
                    <span class="bb-hidden">" "{name.clone()}</span>
                </button>
            </Show>
            {phone}
            {(!gave_way.is_empty()).then(|| view! { <EarlierVersions versions=gave_way/> })}
        </li>
    }
    .into_any()
}

/// "Aanspreken als: Anja · Taal: Pools"
pub(super) fn details(locale: Locale, person: &PersonEntry) -> String {
    let details = [
        (say!(locale, professional.dossier.address_as), &person.address_as),
        (say!(locale, professional.dossier.language), &person.language),
        (say!(locale, professional.dossier.interpreter), &person.interpreter),
    ];
    let details = details.into_iter().filter(|(_, words)| !words.is_empty());
    details.map(|(term, words)| format!("{term}: {words}")).collect::<Vec<_>>().join(" · ")
}
