//! "De server kan dit nu niet lezen": above a page that shows a document of which the server said so.

use buurtboek_shared::{domain::role::Role, ids::DocId};
use leptos::prelude::*;

use crate::{
    i18n::{Locale, say},
    ui::{context::notebook, language::locale, words::team},
};

/// The line, as long as it holds for anything on the page.
#[component]
pub fn UnreadableLine() -> impl IntoView {
    let locale = locale();
    let notebook = notebook();
    let role = notebook.identity().role;
    let (status, shown) = (notebook.sync_status(), notebook.shown());
    let words = Memo::new(move |_| {
        let mut docs = status.with(|status| status.unreadable.clone());
        shown.with(|shown| docs.retain(|doc| shown.contains(doc)));
        unreadable_words(locale, role, &docs)
    });
    move || words.get().map(|words| view! { <div class="bb-banner" role="status" data-name="unreadable">{words}</div> })
}

/// What the server cannot read, what becomes of what is written, and what to do; none when it can read everything. `docs`
/// are in order.
#[must_use]
pub fn unreadable_words(locale: Locale, role: Role, docs: &[DocId]) -> Option<String> {
    let mut kinds: Vec<&str> = docs.iter().map(|doc| team::kind(locale, doc.kind)).collect();
    kinds.dedup();
    let what = kinds.join(", ");
    match role {
        _ if docs.is_empty() => None,
        Role::Volunteer => Some(say!(locale, app.unreadable.volunteer, what = what)),
        Role::Professional
        | Role::Coordinator
        | Role::Adviser
        | Role::ProcessManager
        | Role::PolicyMaker
        | Role::PrivacyOfficer
        | Role::Administrator => Some(say!(locale, app.unreadable.staff, what = what)),
    }
}

#[cfg(test)]
mod tests {
    use buurtboek_shared::ids::{DocKind, Id128};

    use super::*;

    #[test]
    fn it_says_what_it_is_about_once_and_what_to_do() {
        let doc = |kind, number| DocId::new(kind, Id128([number; 16]));
        let says = |role, docs: &[DocId]| unreadable_words(Locale::nl, role, docs);
        assert_eq!(says(Role::Professional, &[]), None);
        let docs = [doc(DocKind::Dossier, 1), doc(DocKind::Dossier, 2), doc(DocKind::Note, 1)];
        assert_eq!(
            says(Role::Professional, &docs).unwrap(),
            "De server kan dit nu niet lezen: dossier, bezoekverslag. Wat u schrijft, blijft op dit apparaat bewaard en gaat \
             mee zodra het weer kan. Meld dit aan uw beheerder."
        );
        let own = [doc(DocKind::Signal, 1)];
        assert_eq!(
            says(Role::Volunteer, &own).unwrap(),
            "De server kan dit nu niet lezen: signaal. Wat u schrijft, blijft op uw telefoon bewaard en gaat mee zodra het weer \
             kan. Meld dit aan het buurtteam."
        );
    }
}
