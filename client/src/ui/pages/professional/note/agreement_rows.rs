//! An agreement in a list: what it says, where it stands, and what becomes of it.

use buurtboek_shared::{
    domain::agreement::{self, AgreementEntry, AgreementStatus},
    ids::{DocId, EntryId},
};
use leptos::prelude::*;

use crate::{
    i18n::{Locale, say},
    ui::{
        act::{Act, ActFailure},
        authoring::Author,
        context::book,
        language::locale,
        parts::{
            badge::{Badge, BadgeText, BadgeTone},
            button::Button,
            dynamic::dynamic,
            notice::{Notice, Urge},
            show::Show,
        },
        words::agreements as words,
    },
};

/// One agreement as it stands, and where its next version is written.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct AgreementRow {
    /// The document that takes the next version.
    pub home: DocId,
    /// The version that counts.
    pub now: AgreementEntry,
    /// The others that nobody replaced.
    pub besides: Vec<AgreementEntry>,
    /// What the next version replaces; none when the one that counts stands where nothing can be written any more.
    pub replaces: Vec<EntryId>,
}

impl AgreementRow {
    /// Every agreement of a document, to be carried on in that document.
    #[must_use]
    pub fn of(home: DocId, entries: &[AgreementEntry]) -> Vec<Self> {
        let row = |agreement: agreement::Agreement<'_>| Self {
            home,
            now: agreement.now.clone(),
            besides: agreement.besides.iter().copied().cloned().collect(),
            replaces: agreement.versions(),
        };
        let mut rows: Vec<Self> = Vec::new();
        for row in agreement::fold(entries).into_iter().map(row) {
            match rows.iter_mut().find(|other| other.about() == row.about()) {
                Some(other) => other.join(row),
                None => rows.push(row),
            }
        }
        rows
    }

    /// The same agreement, written down twice: one, of which the safest version counts.
    fn join(&mut self, other: Self) {
        self.replaces.extend(other.replaces);
        self.besides.extend(other.besides);
        let lesser = match other.now.status > self.now.status {
            true => std::mem::replace(&mut self.now, other.now),
            false => other.now,
        };
        if lesser.status != self.now.status {
            self.besides.push(lesser);
        }
    }

    /// What it is about: who does what by when. The same in each version, whatever became of it.
    #[must_use]
    pub fn about(&self) -> String {
        let AgreementEntry { who, what, due, .. } = &self.now;
        format!("{who:?} {what} {due:?}")
    }
}

/// Whether what became of it is asked at once.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Asked {
    /// The answers stand below it.
    AtOnce,
    /// Behind a button.
    OnDemand,
}

/// Agreements below each other; each keeps its place while what becomes of it changes.
#[component]
pub fn AgreementRows(
    /// Which.
    #[prop(into)]
    rows: Signal<Vec<AgreementRow>>,
    /// Whether what became of them is asked at once.
    asked: Asked,
) -> impl IntoView {
    let abouts = Memo::new(move |_| rows.with(|rows| rows.iter().map(AgreementRow::about).collect::<Vec<_>>()));
    view! {
        <ul class="bb-agreements" role="list">
            <For each=move || abouts.get() key=|about| about.clone() let(about)>
                <AgreementItem rows=rows about=about asked=asked/>
            </For>
        </ul>
    }
}

#[component]
fn AgreementItem(rows: Signal<Vec<AgreementRow>>, about: String, asked: Asked) -> impl IntoView {
    let locale = locale();
    let row = Memo::new(move |_| rows.with(|rows| rows.iter().find(|row| row.about() == about).cloned()));
    let asks = RwSignal::new(asked == Asked::AtOnce);
    let act = Act::new();
    let line = Signal::derive(move || {
        row.with(|row| row.as_ref().map(|row| words::line(locale, &row.now)).unwrap_or_default())
    });
    let state = move || {
        let row = row.get()?;
        let by = (row.now.status != AgreementStatus::Open).then(|| words::written_by(locale, &row.now));
        Some(view! { <Badge badge=badge(locale, row.now.status)/> " " <span class="bb-soft">{by}</span> })
    };
    let is_apart = Memo::new(move |_| row.with(|row| row.as_ref().is_some_and(|row| !row.besides.is_empty())));
    view! {
        <li class="bb-agreement" data-name="agreement">
            <p class="bb-agreement__line"><span dir="auto">{line}</span> {dynamic(state)}</p>
            <Show when=move || is_apart.get()><Apart row=row act=act/></Show>
            <Show
                when=move || asks.get()
                fallback=move || view! {
                    <p class="bb-screen-only">
                        <button type="button" class="nl-button nl-button--subtle" on:click=move |_| asks.set(true)>
                            <span class="nl-button__label">{say!(locale, note.agreements.change)}</span>
                            <span class="bb-hidden">{line}</span>
                        </button>
                    </p>
                }
            >
                <StatusButtons row=row line=line act=act/>
            </Show>
            <ActFailure act=act/>
        </li>
    }
}

/// "Gedaan / Nog niet / Vervalt".
#[component]
fn StatusButtons(row: Memo<Option<AgreementRow>>, line: Signal<String>, act: Act) -> impl IntoView {
    let locale = locale();
    let book = book();
    let buttons = [AgreementStatus::Done, AgreementStatus::NotYet, AgreementStatus::Expired].map(|status| {
        let is_so = move || row.with(|row| row.as_ref().is_some_and(|row| row.now.status == status));
        let press = move |_| {
            let Some(row) = row.get_untracked() else { return };
            let notebook = book.get();
            let intent = Author::of(&notebook).agreement_again(&row.now, status, row.replaces);
            act.run(async move { notebook.append(row.home, vec![intent]).await }, |()| {});
        };
        view! {
            <button type="button" class="bb-tab" aria-pressed=move || is_so().to_string() on:click=press>
                {words::status(locale, status)}
            </button>
        }
    });
    let label = move || say!(locale, note.agreements.change_of, line = line.get());
    view! { <div class="bb-tabs" role="group" aria-label=label>{buttons.into_iter().collect_view()}</div> }
}

/// Two versions that were written apart: both, with who wrote them; somebody takes one.
#[component]
fn Apart(row: Memo<Option<AgreementRow>>, act: Act) -> impl IntoView {
    let locale = locale();
    let book = book();
    let versions = move || {
        let row = row.get()?;
        let versions = std::iter::once(row.now.clone()).chain(row.besides.iter().cloned()).map(|version| {
            let (home, replaces, taken) = (row.home, row.replaces.clone(), version.clone());
            let take = move || {
                let notebook = book.get();
                let intent = Author::of(&notebook).agreement_again(&taken, taken.status, replaces.clone());
                act.run(async move { notebook.append(home, vec![intent]).await }, |()| {});
            };
            view! {
                <li>
                    <p>
                        {words::line(locale, &version)} " "
                        <Badge badge=badge(locale, version.status)/> " "
                        <span class="bb-soft">{words::written_by(locale, &version)}</span>
                    </p>
                    <Button on_press=take>{say!(locale, note.agreements.take)}</Button>
                </li>
            }
        });
        Some(versions.collect_view())
    };
    view! {
        <div class="bb-card bb-card--attention" data-name="agreement-apart">
            <Notice urge=Urge::Attention>{say!(locale, note.agreements.apart)}</Notice>
            <ul class="bb-agreements" role="list">{dynamic(versions)}</ul>
        </div>
    }
}

fn badge(locale: Locale, status: AgreementStatus) -> BadgeText {
    let tone = match status {
        AgreementStatus::Open => BadgeTone::Accent,
        AgreementStatus::NotYet => BadgeTone::Attention,
        AgreementStatus::Done | AgreementStatus::Expired => BadgeTone::Plain,
    };
    BadgeText::new(tone, words::status(locale, status))
}
