//! An agreement in a list: what it says, where it stands, and what becomes of it.

use buurtboek_shared::{
    domain::agreement::{self, AgreementEntry, AgreementStatus},
    ids::{DocId, EntryId, MemberId},
};
use leptos::prelude::*;

use super::super::agreement_form::{AgreementForm, Before};
use crate::{
    i18n::{Locale, say},
    ui::{
        act::{Act, ActFailure},
        authoring::Author,
        context::{book, notebook},
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
    /// Who wrote it down first.
    pub writer: MemberId,
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
            writer: agreement.first.author,
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

    /// May this member write it in other words? Who wrote it down may, while everybody reads the same version, and it
    /// stands where something can be written.
    #[must_use]
    pub fn is_reworded_by(&self, member: MemberId) -> bool {
        self.writer == member && self.besides.is_empty() && !self.replaces.is_empty()
    }

    /// What it is about: who does what by when. The same in each version, whatever became of it.
    #[must_use]
    pub fn about(&self) -> String {
        let AgreementEntry { who, what, due, .. } = &self.now;
        format!("{who:?} {what} {due:?}")
    }
}

/// What is done with the agreements of a list.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Asked {
    /// Made before: what became of them is asked at once.
    AtOnce,
    /// Made in the note on the screen: that is behind a button, and who wrote one may write it in other words.
    OnDemand,
}

/// Agreements below each other; each keeps its place while what becomes of it changes.
#[component]
pub fn AgreementRows(
    /// Which.
    #[prop(into)]
    rows: Signal<Vec<AgreementRow>>,
    /// What is done with them.
    asked: Asked,
) -> impl IntoView {
    let abouts = Memo::new(move |_| rows.with(|rows| rows.iter().map(AgreementRow::about).collect::<Vec<_>>()));
    let reworded = RwSignal::new(None::<EntryId>);
    view! {
        <ul class="bb-agreements" role="list">
            <For each=move || abouts.get() key=|about| about.clone() let(about)>
                <AgreementItem rows=rows about=about asked=asked reworded=reworded/>
            </For>
        </ul>
    }
}

#[component]
fn AgreementItem(
    rows: Signal<Vec<AgreementRow>>,
    about: String,
    asked: Asked,
    /// The version that somebody is writing in other words, of the whole list: one at a time.
    reworded: RwSignal<Option<EntryId>>,
) -> impl IntoView {
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
            <p class="bb-agreement__line"><span dir="auto">{line}</span> " " {dynamic(state)}</p>
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
            {(asked == Asked::OnDemand).then(|| view! { <Reword row=row line=line reworded=reworded/> })}
        </li>
    }
}

/// "Wijzig", for who wrote it down, and the form behind it.
#[component]
fn Reword(row: Memo<Option<AgreementRow>>, line: Signal<String>, reworded: RwSignal<Option<EntryId>>) -> impl IntoView {
    let locale = locale();
    let me = notebook().identity().member;
    let may = Memo::new(move |_| row.with(|row| row.as_ref().is_some_and(|row| row.is_reworded_by(me))));
    let now = move || row.with_untracked(|row| row.as_ref().map(|row| row.now.id));
    // As it was when somebody pressed: what comes in meanwhile does not change the fields under their hands.
    let form = move || {
        let asked = reworded.get()?;
        let row = row.get_untracked().filter(|row| row.now.id == asked)?;
        let before = Before { entry: row.now, replaces: row.replaces };
        let close = Callback::new(move |()| reworded.set(None));
        Some(view! { <AgreementForm doc=row.home before=before close=close/> })
    };
    view! {
        <Show when=move || may.get()>
            <p class="bb-screen-only">
                <button type="button" class="nl-button nl-button--subtle" on:click=move |_| reworded.set(now())>
                    <span class="nl-button__label">{say!(locale, note.agreements.reword)}</span>
                    <span class="bb-hidden">{line}</span>
                </button>
            </p>
            {dynamic(form)}
        </Show>
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
            act.answer(async move { notebook.append(row.home, vec![intent]).await });
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
                <li class="bb-stack bb-stack--tight">
                    <p>
                        {words::line(locale, &version)} " "
                        <Badge badge=badge(locale, version.status)/> " "
                        <span class="bb-soft">{words::written_by(locale, &version)}</span>
                    </p>
                    <p><Button on_press=take>{say!(locale, note.agreements.take)}</Button></p>
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

#[cfg(test)]
mod tests {
    use buurtboek_shared::{
        domain::agreement::AgreementParty,
        ids::{DocKind, Id128},
        time::Timestamp,
    };

    use super::*;

    const SAMIRA: MemberId = MemberId::from_bytes([1; 16]);
    const JOOST: MemberId = MemberId::from_bytes([2; 16]);

    fn version(id: u8, author: MemberId, supersedes: &[u8]) -> AgreementEntry {
        AgreementEntry {
            id: EntryId::from_bytes([id; 16]),
            author,
            at: Timestamp(1),
            supersedes: supersedes.iter().map(|id| EntryId::from_bytes([*id; 16])).collect(),
            who: AgreementParty::Resident,
            what: "belt".to_owned(),
            due: None,
            status: if id.is_multiple_of(2) { AgreementStatus::NotYet } else { AgreementStatus::Open },
        }
    }

    fn may_reword(entries: &[AgreementEntry]) -> Vec<[bool; 2]> {
        let rows = AgreementRow::of(DocId::new(DocKind::Note, Id128([9; 16])), entries);
        rows.iter().map(|row| [SAMIRA, JOOST].map(|member| row.is_reworded_by(member))).collect()
    }

    #[test]
    fn who_wrote_an_agreement_words_it_anew_also_after_a_colleague_said_how_it_stands() {
        let written = version(1, SAMIRA, &[]);
        assert_eq!(may_reword(std::slice::from_ref(&written)), [[true, false]]);
        let asked = [written.clone(), version(2, JOOST, &[1])];
        assert_eq!(may_reword(&asked), [[true, false]]);
        let apart = [written, version(2, JOOST, &[1]), version(3, SAMIRA, &[1])];
        assert_eq!(may_reword(&apart), [[false, false]], "somebody chooses first");
    }

    #[test]
    fn what_goes_on_elsewhere_keeps_its_words() {
        let rows = AgreementRow::of(DocId::new(DocKind::Note, Id128([9; 16])), &[version(1, SAMIRA, &[])]);
        let carried = AgreementRow { replaces: Vec::new(), ..rows[0].clone() };
        assert!(!carried.is_reworded_by(SAMIRA));
    }
}
