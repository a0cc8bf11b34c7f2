//! "Meer": language, synchronisation, kept texts, logging out.

use buurtboek_shared::domain::role::Role;
use leptos::prelude::*;

use crate::{
    i18n::{Locale, say},
    ui::{
        context::notebook,
        language::{Language, locale},
        parts::{
            choice_rows::{ChoiceRow, ChoiceRows, RowsLayout},
            page_title::PageTitle,
            readiness::ReadinessNotice,
            row::{RowText, Rows},
        },
        route,
        team_module::team_part,
        words::team,
    },
};

/// The page.
#[component]
pub fn More() -> impl IntoView {
    let locale = locale();
    let notebook = notebook();
    let identity = notebook.identity();
    let status = notebook.sync_status();
    let handed = (identity.role == Role::Coordinator).then(|| team_part(|pages| pages.handed_row));
    let who = say!(
        locale,
        app.more.who,
        name = identity.name,
        role = team::role(locale, identity.role).to_lowercase(),
        team = identity.team_name
    );
    let rows = Memo::new(move |_| status.with(|status| rows(locale, status.waiting, status.rescue)));
    view! {
        <div class="bb-main">
            <PageTitle text=say!(locale, app.more.title)/>
            <p class="bb-soft">{who}</p>
            <LanguageChoice/>
            {handed}
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

fn rows(locale: Locale, waiting: u32, rescue: u32) -> Vec<RowText> {
    let [waiting, rescue] = [waiting, rescue].map(|count| usize::try_from(count).unwrap_or(usize::MAX));
    vec![
        RowText::counted(route::SYNC, say!(locale, app.more.sync), waiting),
        RowText::counted(route::RESCUE, say!(locale, app.more.rescue), rescue),
        RowText::counted(route::INSTALL, say!(locale, app.install.title), 0),
        RowText::counted(route::LOG_OUT, say!(locale, app.more.logout), 0),
    ]
}
