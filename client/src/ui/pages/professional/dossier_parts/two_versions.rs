//! Two versions of one person, written apart: somebody chooses.

use buurtboek_shared::{domain::dossier::PersonEntry, ids::DocId, sorting};
use leptos::prelude::*;

use super::people::details;
use crate::{
    i18n::{Locale, say},
    ui::{
        act::{Act, ActFailure},
        authoring::{Author, PersonForm},
        colleagues::colleagues,
        context::book,
        language::locale,
        parts::{
            button::{Button, Look},
            fold::Fold,
            icon::Icon,
            notice::{Notice, Urge},
            show::Show,
        },
        words::moments,
    },
};

/// "Twee antwoorden. Welk antwoord nemen we?"
#[component]
pub fn TwoVersions(
    /// The dossier.
    dossier: DocId,
    /// The versions that stand, of which at least two say something else.
    versions: Vec<PersonEntry>,
    /// True for who may choose. Who may not reads both.
    writes: Memo<bool>,
    /// What is being written: these, when it is to be neither.
    written: RwSignal<Option<Vec<PersonEntry>>>,
) -> impl IntoView {
    let locale = locale();
    let book = book();
    let act = Act::new();
    let mut sorted = versions.clone();
    sorting::sort_by_key(&mut sorted, |version| version.name.is_empty());
    let named_first = StoredValue::new(sorted);
    let replaces = StoredValue::new(versions.iter().map(|version| version.id).collect::<Vec<_>>());
    let take = move |version: &PersonEntry| {
        let notebook = book.get();
        let intent = Author::of(&notebook).person(&form_of(version), replaces.get_value());
        act.run(async move { notebook.append(dossier, vec![intent]).await }, |()| {});
    };
    let rows = versions.into_iter().map(|version| {
        let words = StoredValue::new(version_words(locale, &version));
        let version = StoredValue::new(version);
        // Who wrote it may be known later than what they wrote.
        let given = move || version.with_value(|version| given(locale, version));
        view! {
            <li class="bb-head">
                <span>{given}</span>
                <Show when=move || writes.get()>
                    <Button look=Look::Secondary name="take-version" on_press=move || version.with_value(take)>
                        {say!(locale, note.two.take)}
                        <span class="bb-hidden">": "{words.get_value()}</span>
                    </Button>
                </Show>
            </li>
        }
    });
    view! {
        <li class="bb-card bb-card--attention" data-name="two-versions">
            <p><strong>{say!(locale, note.two.title)}</strong></p>
            <Notice urge=Urge::Attention>{say!(locale, professional.dossier.two_versions)}</Notice>
            <ul class="bb-stack bb-stack--tight" role="list">{rows.collect_view()}</ul>
            <Show when=move || writes.get() && written.with(Option::is_none)>
                <p>
                    <Button look=Look::Subtle icon=Icon::Pencil on_press=move || written.set(Some(named_first.get_value()))>
                        {say!(locale, note.two.other)}
                    </Button>
                </p>
            </Show>
            <ActFailure act=act/>
        </li>
    }
}

/// "Eerdere antwoorden": the versions between which somebody chose, each with who wrote it.
#[component]
pub fn EarlierVersions(
    /// The versions that gave way.
    versions: Vec<PersonEntry>,
) -> impl IntoView {
    let locale = locale();
    let rows = versions.into_iter().map(|version| view! { <p>{move || given(locale, &version)}</p> });
    let rows = rows.collect_view();
    view! { <Fold title=say!(locale, note.two.history)>{rows}</Fold> }
}

/// "Anja de Wit · Taal: Pools (Samira, 10:42)"
fn given(locale: Locale, version: &PersonEntry) -> String {
    say!(
        locale,
        note.two.given,
        value = version_words(locale, version),
        name = colleagues().first_name(version.author),
        time = moments::moment(locale, version.at)
    )
}

fn form_of(version: &PersonEntry) -> PersonForm {
    PersonForm {
        name: version.name.clone(),
        address_as: version.address_as.clone(),
        language: version.language.clone(),
        interpreter: version.interpreter.clone(),
        phone: version.phone.clone(),
    }
}

/// "Anja de Wit · Taal: Pools · 06 12345678", or that the person is not there any more.
fn version_words(locale: Locale, version: &PersonEntry) -> String {
    if version.name.is_empty() {
        return say!(locale, professional.dossier.taken_off).to_owned();
    }
    let parts = [version.name.clone(), details(locale, version), version.phone.clone()];
    parts.into_iter().filter(|part| !part.is_empty()).collect::<Vec<_>>().join(" · ")
}

#[cfg(test)]
mod tests {
    use buurtboek_shared::{
        ids::{EntryId, MemberId},
        time::Timestamp,
    };

    use super::*;

    #[test]
    fn a_version_says_all_that_it_holds_or_that_nobody_is_there() {
        let version = |name: &str, phone: &str| PersonEntry {
            id: EntryId::default(),
            author: MemberId::default(),
            at: Timestamp(0),
            supersedes: Vec::new(),
            name: name.to_owned(),
            address_as: String::new(),
            language: if name.is_empty() { String::new() } else { "Pools".to_owned() },
            interpreter: String::new(),
            phone: phone.to_owned(),
        };
        let words = |name, phone| version_words(Locale::nl, &version(name, phone));
        assert_eq!(words("Anja", "06 1"), "Anja · Taal: Pools · 06 1");
        assert_eq!(words("", ""), "Van de lijst gehaald");
    }
}
