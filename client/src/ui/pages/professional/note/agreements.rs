//! "Afspraken": who does what, when; the resident first.

use buurtboek_shared::{
    doc::read::NoteView,
    domain::{agreement::AgreementParty, date::Date},
    ids::{DocId, Id128, MemberId},
};
use leptos::prelude::*;

use super::{
    agreement_rows::{AgreementRow, AgreementRows, Asked},
    open_agreements::OpenAgreements,
};
use crate::{
    i18n::{Locale, say},
    platform::dom,
    ui::{
        act::{Act, ActFailure},
        authoring::Author,
        colleagues::{Colleagues, colleagues},
        context::book,
        language::locale,
        parts::{
            button::{Look, SubmitButton},
            dynamic::dynamic,
            field::{LineField, LineKind},
            page_title::SectionTitle,
            select_field::{SelectField, SelectOption},
            show::Show,
        },
        words::agreements as words,
    },
};

/// The agreements of a finished note, as they stood then.
#[component]
pub fn AgreementList(
    /// The note.
    doc: DocId,
    /// What it says.
    view: Memo<Option<NoteView>>,
) -> impl IntoView {
    let locale = locale();
    let rows = rows_of(doc, view);
    let items = move || {
        let items = rows.get().into_iter().map(|row| {
            let status = words::status(locale, row.now.status);
            view! { <li><span dir="auto">{words::line(locale, &row.now)}</span> " – " {status}</li> }
        });
        items.collect_view()
    };
    view! {
        <Show when=move || !rows.with(Vec::is_empty)>
            <section class="bb-section">
                <SectionTitle>{say!(locale, note.agreements.title)}</SectionTitle>
                <ul>{dynamic(items)}</ul>
            </section>
        </Show>
    }
}

/// The agreements, what was agreed before, and fields for one more.
#[component]
pub fn Agreements(
    /// The note.
    doc: DocId,
    /// The dossier that it belongs to.
    dossier: DocId,
    /// What it says.
    view: Memo<Option<NoteView>>,
) -> impl IntoView {
    let locale = locale();
    let rows = rows_of(doc, view);
    view! {
        <section class="bb-section">
            <SectionTitle>{say!(locale, note.agreements.title)}</SectionTitle>
            <OpenAgreements note=doc dossier=dossier/>
            <Show
                when=move || !rows.with(Vec::is_empty)
                fallback=move || view! { <p class="bb-soft">{say!(locale, note.agreements.empty)}</p> }
            >
                <AgreementRows rows=rows asked=Asked::OnDemand/>
            </Show>
            <NewAgreement doc=doc/>
        </section>
    }
}

fn rows_of(doc: DocId, view: Memo<Option<NoteView>>) -> Memo<Vec<AgreementRow>> {
    Memo::new(move |_| {
        view.with(|view| view.as_ref().map(|view| AgreementRow::of(doc, &view.agreements)).unwrap_or_default())
    })
}

/// Fields for one more.
#[component]
fn NewAgreement(doc: DocId) -> impl IntoView {
    let locale = locale();
    let book = book();
    let team = colleagues();
    let who = RwSignal::new(RESIDENT.to_owned());
    let [name, does, when, name_error, does_error] = std::array::from_fn(|_| RwSignal::new(String::new()));
    let act = Act::new();
    let on_submit = move |event: leptos::ev::SubmitEvent| {
        event.prevent_default();
        let [who_picked, named, what, day] = [who, name, does, when].map(|field| field.get_untracked());
        let filled = filled(&who_picked, &named, &what, &day);
        let lack = filled.as_ref().err().copied();
        let says = |of, words: &'static str| if lack == Some(of) { words.to_owned() } else { String::new() };
        name_error.set(says(Lack::Name, say!(locale, note.agreements.name_missing)));
        does_error.set(says(Lack::What, say!(locale, note.agreements.what_missing)));
        let (party, what, due) = match filled {
            Ok(filled) => filled,
            Err(Lack::Name) => return dom::focus_by_id("agreement-name"),
            Err(Lack::What) => return dom::focus_by_id("agreement-does"),
        };
        let notebook = book.get();
        let intent = Author::of(&notebook).agreement(party, &what, due);
        act.run(async move { notebook.append(doc, vec![intent]).await }, move |()| {
            who.set(RESIDENT.to_owned());
            for field in [name, does, when] {
                field.set(String::new());
            }
        });
    };
    let parties = Signal::derive(move || parties(locale, team));
    view! {
        <form class="bb-card bb-screen-only" on:submit=on_submit novalidate>
            <SelectField id="agreement-who" label=say!(locale, note.agreements.who) options=parties chosen=who/>
            <Show when=move || who.with(|who| who == OTHER)>
                <LineField
                    id="agreement-name"
                    label=say!(locale, note.agreements.who_name)
                    value=name
                    error=name_error
                />
            </Show>
            <LineField id="agreement-does" label=say!(locale, note.agreements.does) value=does error=does_error/>
            <LineField
                id="agreement-when"
                label=format!("{} ({})", say!(locale, note.agreements.when), say!(locale, app.optional))
                value=when
                kind=LineKind::Day
            />
            <ActFailure act=act/>
            <p>
                <SubmitButton look=Look::Secondary busy=act.busy()>{say!(locale, note.agreements.add)}</SubmitButton>
            </p>
        </form>
    }
}

/// What stands for the resident in the list.
const RESIDENT: &str = "resident";
/// What stands for somebody who is not in the list.
const OTHER: &str = "other";

/// The resident first, then colleagues, then anybody else.
fn parties(locale: Locale, team: Colleagues) -> Vec<SelectOption> {
    let colleagues =
        team.staff().into_iter().map(|colleague| SelectOption::new(colleague.id.to_string(), colleague.name));
    std::iter::once(SelectOption::new(RESIDENT, say!(locale, note.agreements.resident)))
        .chain(colleagues)
        .chain(std::iter::once(SelectOption::new(OTHER, say!(locale, note.agreements.who_other))))
        .collect()
}

/// What an agreement lacks.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Lack {
    /// Who somebody else is.
    Name,
    /// What is done.
    What,
}

/// What was filled in.
fn filled(who: &str, name: &str, does: &str, when: &str) -> Result<(AgreementParty, String, Option<Date>), Lack> {
    let (name, does) = (name.trim(), does.trim());
    let party = match (who, who.parse::<Id128>()) {
        (RESIDENT, _) => AgreementParty::Resident,
        (_, Ok(member)) => AgreementParty::Member(MemberId(member)),
        (_, Err(_)) if name.is_empty() => return Err(Lack::Name),
        (_, Err(_)) => AgreementParty::Other(name.chars().take(NAME).collect()),
    };
    if does.is_empty() {
        return Err(Lack::What);
    }
    Ok((party, does.to_owned(), when.parse().ok()))
}

/// The longest name that is taken, in characters.
const NAME: usize = 200;

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_agreement_says_who_does_what_and_when_if_known() {
        let day = Date::new(2026, 3, 14);
        let text = str::to_owned;
        let colleague = MemberId::from_bytes([7; 16]);
        assert_eq!(
            filled(RESIDENT, "", " belt de nicht ", "2026-03-14"),
            Ok((AgreementParty::Resident, text("belt de nicht"), day))
        );
        assert_eq!(
            filled(&colleague.to_string(), "", "komt langs", ""),
            Ok((AgreementParty::Member(colleague), text("komt langs"), None))
        );
        assert_eq!(
            filled(OTHER, " De nicht ", "komt langs", ""),
            Ok((AgreementParty::Other(text("De nicht")), text("komt langs"), None))
        );
        assert_eq!(filled(OTHER, " ", "komt langs", ""), Err(Lack::Name));
        assert_eq!(filled(RESIDENT, "", " ", ""), Err(Lack::What));
    }
}
