//! "3 bezoeken en 12 dossiers staan op dit apparaat (08:10).": what somebody of the team has with them.

use buurtboek_shared::{domain::role::Role, ids::DocKind};
use leptos::prelude::*;

use super::today::agenda;
use crate::{
    i18n::{Locale, say},
    ui::{context::notebook, language::locale, words::moments},
};

/// The sentence: of whoever visits people with the visits, of a coordinator with the signals.
#[component]
pub fn OnDevice() -> impl IntoView {
    let locale = locale();
    let notebook = notebook();
    let (identity, ready, waiting) = (notebook.identity(), notebook.ready(), notebook.waiting());
    let [triages, dossiers] = [DocKind::Triage, DocKind::Dossier].map(|kind| notebook.list(kind));
    let first = Memo::new(move |_| {
        if identity.role == Role::Coordinator {
            return signals(locale, triages.with(Vec::len));
        }
        triages.with(|triages| {
            dossiers.with(|dossiers| {
                let mine = |waiting: &Vec<_>| agenda::visits(&[triages, dossiers], waiting, identity.member).len();
                visits(locale, waiting.with(mine))
            })
        })
    });
    let dossiers = Memo::new(move |_| dossiers_words(locale, dossiers.with(Vec::len)));
    let at = move || ready.with(|ready| ready.fetched_at.map(|at| moments::moment(locale, at)).unwrap_or_default());
    move || say!(locale, app.ready.team, first = first.get(), second = dossiers.get(), time = at())
}

fn visits(locale: Locale, count: usize) -> String {
    match count {
        1 => say!(locale, app.ready.one_visit).to_owned(),
        count => say!(locale, app.ready.visits, count = count),
    }
}

fn signals(locale: Locale, count: usize) -> String {
    match count {
        1 => say!(locale, app.ready.one_signal).to_owned(),
        count => say!(locale, app.ready.signals, count = count),
    }
}

fn dossiers_words(locale: Locale, count: usize) -> String {
    match count {
        1 => say!(locale, app.ready.one_dossier).to_owned(),
        count => say!(locale, app.ready.dossiers, count = count),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn one_is_one_and_none_is_none() {
        let dutch = Locale::nl;
        assert_eq!(
            [visits(dutch, 3), dossiers_words(dutch, 12), signals(dutch, 0)],
            ["3 bezoeken", "12 dossiers", "0 signalen"]
        );
        assert_eq!(
            [visits(dutch, 1), dossiers_words(dutch, 1), signals(dutch, 1)],
            ["1 bezoek", "1 dossier", "1 signaal"]
        );
    }
}
