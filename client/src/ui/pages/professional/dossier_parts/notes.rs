//! The notes of a dossier, the newest visit first.

use buurtboek_shared::{
    domain::note::Worry,
    ids::{DocId, DocKind},
    sorting,
};
use leptos::prelude::*;

use crate::{
    i18n::{Locale, say},
    state::{NoteSummary, Summary, ViewRow},
    ui::{
        context::notebook,
        language::locale,
        parts::{
            badge::{BadgeText, BadgeTone},
            notice::Empty,
            page_title::SectionTitle,
            row::{RowText, Rows},
            show::Show,
        },
        route,
        words::{moments, team},
    },
};

/// The list.
#[component]
pub fn Notes(
    /// Whose notes.
    dossier: DocId,
) -> impl IntoView {
    let locale = locale();
    let notes = notebook().list(DocKind::Note);
    let rows = Memo::new(move |_| notes.with(|notes| rows(locale, dossier, notes)));
    view! {
        <section class="bb-section">
            <SectionTitle>{say!(locale, professional.dossier.notes)}</SectionTitle>
            <Show
                when=move || !rows.with(Vec::is_empty)
                fallback=move || view! { <Empty>{say!(locale, professional.dossier.no_notes)}</Empty> }
            >
                <Rows rows=rows/>
            </Show>
        </section>
    }
}

fn rows(locale: Locale, dossier: DocId, notes: &[ViewRow]) -> Vec<RowText> {
    let mut own: Vec<(&ViewRow, &NoteSummary)> = notes
        .iter()
        .filter(|row| row.parent == Some(dossier))
        .filter_map(|row| {
            let Summary::Note(note) = &row.summary else { return None };
            Some((row, note))
        })
        .collect();
    sorting::sort_by(&mut own, |(one, note), (other, other_note)| {
        other_note.date.cmp(&note.date).then(other.created.cmp(&one.created)).then(one.doc.cmp(&other.doc))
    });
    own.into_iter().map(|(row, note)| row_text(locale, dossier, row.doc, note)).collect()
}

fn row_text(locale: Locale, dossier: DocId, doc: DocId, note: &NoteSummary) -> RowText {
    let day = match note.date.as_str() {
        "" => say!(locale, note.no_date).to_owned(),
        day => moments::written_day(locale, day),
    };
    RowText {
        href: route::note(dossier.id, doc.id),
        title: say!(locale, note.title_of, day = day),
        line: note.excerpt.clone(),
        badges: badges(locale, note),
    }
}

fn badges(locale: Locale, note: &NoteSummary) -> Vec<BadgeText> {
    let mut badges = Vec::new();
    if note.open_choices > 0 {
        badges.push(BadgeText::new(BadgeTone::Attention, say!(locale, note.two.badge)));
    }
    if let Some(worry) = note.worry {
        let tone = match worry {
            Worry::Acute => BadgeTone::Alarm,
            Worry::Serious => BadgeTone::Attention,
            Worry::None | Worry::Light | Worry::Unclear => BadgeTone::Plain,
        };
        badges.push(BadgeText::new(tone, team::worry_badge(locale, worry)));
    }
    let state = match note.finalised {
        Some(_) => BadgeText::new(BadgeTone::Plain, say!(locale, note.finalised)),
        None => BadgeText::new(BadgeTone::Accent, say!(locale, note.draft)),
    };
    badges.push(state);
    badges
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::*;

    #[test]
    fn a_question_that_waits_stands_before_everything_else() {
        let note = NoteSummary {
            date: String::new(),
            finalised: None,
            worry: Some(Worry::Serious),
            open_choices: 1,
            excerpt: String::new(),
            askers: BTreeSet::new(),
            answered: BTreeSet::new(),
            seen: BTreeSet::new(),
            visit: None,
            agreements: Vec::new(),
            authors: Vec::new(),
        };
        let words: Vec<String> = badges(Locale::nl, &note).into_iter().map(|badge| badge.words).collect();
        assert_eq!(words, ["Twee antwoorden", "Ernstig", "Open"]);
    }
}
