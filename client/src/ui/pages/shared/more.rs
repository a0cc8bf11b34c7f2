//! "Meer": language, synchronisation, kept texts, logging out.

use buurtboek_shared::domain::role::Role;
use leptos::prelude::*;

use crate::{
    i18n::{Locale, say},
    ui::{
        context::notebook,
        language::{Language, locale},
        pages::coordinator::handed_texts::handed_texts,
        parts::{
            badge::{BadgeText, BadgeTone},
            choice_rows::{ChoiceRow, ChoiceRows, RowsLayout},
            page_title::PageTitle,
            readiness::ReadinessNotice,
            row::{RowText, Rows},
        },
        route,
        words::team,
    },
};

/// The page.
#[component]
pub fn More() -> impl IntoView {
    let locale = locale();
    let notebook = notebook();
    let identity = notebook.identity();
    let (role, status, handed) = (identity.role, notebook.sync_status(), handed_texts());
    let who = say!(
        locale,
        app.more.who,
        name = identity.name,
        role = team::role(locale, identity.role).to_lowercase(),
        team = identity.team_name
    );
    let rows = Memo::new(move |_| {
        let mut rows = status.with(|status| rows(locale, status.waiting, status.rescue));
        if role == Role::Coordinator {
            let count = handed.with(|texts| texts.as_ref().map_or(0, Vec::len));
            rows.insert(2, row(route::HANDED_TEXTS, say!(locale, coordinator.handed.title), count));
        }
        rows
    });
    view! {
        <div class="bb-main">
            <PageTitle text=say!(locale, app.more.title)/>
            <p class="bb-soft">{who}</p>
            <LanguageChoice/>
            <Rows rows=rows/>
            <ReadinessNotice/>
        </div>
    }
}

/// The languages, each in its own words.
#[component]
pub fn LanguageChoice() -> impl IntoView {
    let locale = locale();
    let language = expect_context::<Language>();
    let rows = vec![
        ChoiceRow::new(Locale::nl, say!(locale, app.more.nl)),
        ChoiceRow::new(Locale::en, say!(locale, app.more.en)),
    ];
    view! {
        <ChoiceRows
            id="language"
            legend=say!(locale, app.more.language)
            layout=RowsLayout::Short
            rows=rows
            chosen=Signal::derive(move || Some(language.0.get()))
            on_choose=move |chosen| language.0.set(chosen)
        />
    }
}

fn row(href: &str, title: &str, count: usize) -> RowText {
    RowText {
        href: href.to_owned(),
        title: title.to_owned(),
        line: String::new(),
        badges: (count > 0).then(|| BadgeText::new(BadgeTone::Attention, count.to_string())).into_iter().collect(),
    }
}

fn rows(locale: Locale, waiting: u32, rescue: u32) -> Vec<RowText> {
    let [waiting, rescue] = [waiting, rescue].map(|count| usize::try_from(count).unwrap_or(usize::MAX));
    vec![
        row(route::SYNC, say!(locale, app.more.sync), waiting),
        row(route::RESCUE, say!(locale, app.more.rescue), rescue),
        row(route::INSTALL, say!(locale, app.install.title), 0),
        row(route::LOG_OUT, say!(locale, app.more.logout), 0),
    ]
}
