//! The fields of an agreement, in a note and in a dossier: who does what, when; the resident first.

use buurtboek_shared::{
    doc::write::Intent,
    domain::{
        agreement::{AgreementEntry, AgreementParty},
        date::Date,
    },
    ids::{DocId, EntryId},
};
use leptos::prelude::*;

use crate::{
    i18n::{Locale, say},
    platform::dom,
    ui::{
        act::{Act, ActFailure, empty_of},
        authoring::Author,
        colleagues::{Colleagues, colleagues},
        context::book,
        language::locale,
        page_words::{self, FieldWords},
        parts::{
            button::{Button, Look, SubmitButton},
            error_summary::{FieldFault, fault_of},
            field::{LineField, LineKind},
            select_field::{SelectField, SelectOption},
            show::Show,
        },
    },
};

/// An agreement that gets other words.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Before {
    /// The version that counts.
    pub entry: AgreementEntry,
    /// The versions that the next one replaces.
    pub replaces: Vec<EntryId>,
}

/// Fields for one more agreement, or for other words of one.
#[component]
pub fn AgreementForm(
    /// Where it is written.
    doc: DocId,
    /// The agreement that gets other words; none for one more.
    #[prop(optional)]
    before: Option<Before>,
    /// What happens once it is kept or called off; without it the form stays, empty, for the next one.
    #[prop(optional)]
    close: Option<Callback<()>>,
) -> impl IntoView {
    let locale = locale();
    let book = book();
    let people = colleagues();
    let ids = if before.is_some() { REWORDED } else { ONE_MORE };
    let known = before.as_ref().map_or([RESIDENT, "", "", ""].map(str::to_owned), |before| fields_of(&before.entry));
    let [known_who, known_name, known_does, known_due] = known;
    let [who, due] = [known_who, known_due].map(RwSignal::new);
    let of = before.as_ref().map(|before| format!("-{}", before.entry.id)).unwrap_or_default();
    let held = |field: &str, known, label| page_words::of_field(&format!("{field}{of}"), known, Some(label));
    let held = [
        held(ids.name, known_name, say!(locale, note.agreements.who_name)),
        held(ids.does, known_does, say!(locale, note.agreements.title)),
    ];
    let [name, does] = held.each_ref().map(|held| held.text);
    let leave = move |close: Callback<()>| {
        held.iter().for_each(FieldWords::forget);
        // Whoever wrote it may have left the page.
        close.try_run(());
    };
    let cancel = leave.clone();
    let faults = RwSignal::new(Vec::<FieldFault>::new());
    let all = Signal::derive(move || faults.get());
    let act = Act::new();
    let done = move |kept: [String; 4]| match close {
        Some(close) => leave(close),
        None => {
            [who, name, does, due].into_iter().zip(&kept).for_each(|(field, kept)| empty_of(field, kept));
            who.try_update(|who| {
                if who.is_empty() {
                    RESIDENT.clone_into(who);
                }
            });
        }
    };
    let on_submit = move |event: leptos::ev::SubmitEvent| {
        event.prevent_default();
        let fields = [who, name, does, due].map(|field| field.get_untracked());
        let filled = match filled(locale, ids, fields.each_ref().map(String::as_str)) {
            Ok(filled) => filled,
            Err(wrong) => {
                wrong.first().map(|fault| fault.control).into_iter().for_each(dom::focus_by_id);
                return faults.set(wrong);
            }
        };
        faults.set(Vec::new());
        let notebook = book.get();
        let author = Author::of(&notebook);
        let intent = match &before {
            None => author.agreement(filled.who, &filled.what, filled.due),
            Some(before) => filled.instead_of(before, author),
        };
        let done = done.clone();
        act.run(async move { notebook.append(doc, vec![intent]).await }, move |()| done(fields));
    };
    let parties = Signal::derive(move || parties(locale, people));
    let submit = match ids == REWORDED {
        true => say!(locale, note.agreements.save),
        false => say!(locale, note.agreements.add),
    };
    let cancel = close.map(|close| {
        view! { <Button look=Look::Subtle on_press=move || cancel(close)>{say!(locale, app.cancel)}</Button> }
    });
    view! {
        <form class="bb-card bb-screen-only" on:submit=on_submit novalidate>
            <SelectField
                id=ids.who
                label=say!(locale, note.agreements.who)
                options=parties
                chosen=who
                error=fault_of(all, ids.who)
            />
            <Show when=move || who.with(|who| who == OTHER)>
                <LineField id=ids.name label=say!(locale, note.agreements.who_name) value=name error=fault_of(all, ids.name)/>
            </Show>
            <LineField id=ids.does label=say!(locale, note.agreements.does) value=does error=fault_of(all, ids.does)/>
            <LineField
                id=ids.due
                label=format!("{} ({})", say!(locale, note.agreements.when), say!(locale, app.optional))
                value=due
                kind=LineKind::Day
                error=fault_of(all, ids.due)
            />
            <ActFailure act=act/>
            <div class="bb-buttons">
                <SubmitButton look=Look::Secondary busy=act.busy()>{submit}</SubmitButton>
                {cancel}
            </div>
        </form>
    }
}

/// The ids of the fields.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct Ids {
    who: &'static str,
    name: &'static str,
    does: &'static str,
    due: &'static str,
}

/// Of the form for one more.
const ONE_MORE: Ids =
    Ids { who: "agreement-who", name: "agreement-name", does: "agreement-does", due: "agreement-when" };
/// Of the form for other words: both may be on one page.
const REWORDED: Ids = Ids { who: "reworded-who", name: "reworded-name", does: "reworded-does", due: "reworded-when" };
/// What stands for the resident in the list.
const RESIDENT: &str = "resident";
/// What stands for somebody who is not in the list.
const OTHER: &str = "other";
/// The longest name that is taken, in characters.
const NAME_LENGTH: usize = 200;

/// The resident first, then colleagues, then anybody else.
fn parties(locale: Locale, team: Colleagues) -> Vec<SelectOption> {
    let colleagues =
        team.staff().into_iter().map(|colleague| SelectOption::new(colleague.id.to_string(), colleague.name));
    std::iter::once(SelectOption::new(RESIDENT, say!(locale, note.agreements.resident)))
        .chain(colleagues)
        .chain(std::iter::once(SelectOption::new(OTHER, say!(locale, note.agreements.who_other))))
        .collect()
}

/// What was filled in.
#[derive(Clone, Debug, PartialEq, Eq)]
struct Filled {
    who: AgreementParty,
    what: String,
    due: Option<Date>,
}

impl Filled {
    /// What replaces an agreement: these words, and what became of it as it was.
    fn instead_of(self, before: &Before, author: Author) -> Intent {
        let worded = AgreementEntry { who: self.who, what: self.what, due: self.due, ..before.entry.clone() };
        author.agreement_again(&worded, before.entry.status, before.replaces.clone())
    }
}

/// The fields as they show an agreement.
fn fields_of(entry: &AgreementEntry) -> [String; 4] {
    let (who, name) = match &entry.who {
        AgreementParty::Resident => (RESIDENT.to_owned(), String::new()),
        AgreementParty::Member(member) => (member.to_string(), String::new()),
        AgreementParty::Other(name) => (OTHER.to_owned(), name.clone()),
    };
    [who, name, entry.what.clone(), entry.due.map(|due| due.to_string()).unwrap_or_default()]
}

/// Reads the fields: who (the resident, somebody else who is named, or the id of a colleague), name, what and when.
fn filled(locale: Locale, ids: Ids, [who, name, does, due]: [&str; 4]) -> Result<Filled, Vec<FieldFault>> {
    let (name, does, due) = (name.trim(), does.trim(), due.trim());
    let who_is = match who {
        RESIDENT => Some(AgreementParty::Resident),
        OTHER => (!name.is_empty()).then(|| AgreementParty::Other(name.chars().take(NAME_LENGTH).collect())),
        member => member.parse().ok().map(AgreementParty::Member),
    };
    let mut faults = Vec::new();
    let mut wrong = |control, words: &str| faults.push(FieldFault { control, words: words.to_owned() });
    if who_is.is_none() {
        wrong(if who == OTHER { ids.name } else { ids.who }, say!(locale, note.agreements.name_missing));
    }
    if does.is_empty() {
        wrong(ids.does, say!(locale, note.agreements.what_missing));
    }
    let due = match (due, due.parse()) {
        ("", _) => None,
        (_, Ok(due)) => Some(due),
        (_, Err(_)) => {
            wrong(ids.due, say!(locale, note.agreements.due_wrong));
            None
        }
    };
    match who_is {
        Some(who) if faults.is_empty() => Ok(Filled { who, what: does.to_owned(), due }),
        Some(_) | None => Err(faults),
    }
}

#[cfg(test)]
mod tests {
    use buurtboek_shared::{domain::agreement::AgreementStatus, ids::MemberId, time::Timestamp};

    use super::*;

    fn read(fields: [&str; 4]) -> Option<Filled> {
        filled(Locale::nl, ONE_MORE, fields).ok()
    }

    fn faults(fields: [&str; 4]) -> Vec<&'static str> {
        filled(Locale::nl, ONE_MORE, fields).unwrap_err().into_iter().map(|fault| fault.control).collect()
    }

    #[test]
    fn an_agreement_says_who_does_what_and_when_if_known() {
        let agreed = |who, what: &str, due| Some(Filled { who, what: what.to_owned(), due });
        let day = Date::new(2026, 3, 14);
        let colleague = MemberId::from_bytes([7; 16]);
        let resident = AgreementParty::Resident;
        assert_eq!(read([RESIDENT, "", " belt de nicht ", "2026-03-14"]), agreed(resident, "belt de nicht", day));
        let member = AgreementParty::Member(colleague);
        assert_eq!(read([&colleague.to_string(), "", "komt langs", ""]), agreed(member, "komt langs", None));
        let niece = AgreementParty::Other("De nicht".to_owned());
        assert_eq!(read([OTHER, " De nicht ", "komt langs", ""]), agreed(niece, "komt langs", None));
    }

    #[test]
    fn an_agreement_shows_in_its_fields_as_it_was_filled_in() {
        let parties = [
            AgreementParty::Resident,
            AgreementParty::Member(MemberId::from_bytes([7; 16])),
            AgreementParty::Other("De nicht".to_owned()),
        ];
        for (who, due) in parties.into_iter().zip([Date::new(2026, 3, 14), None, None]) {
            let entry = AgreementEntry {
                id: EntryId::default(),
                author: MemberId::default(),
                at: Timestamp(0),
                supersedes: Vec::new(),
                who: who.clone(),
                what: "belt".to_owned(),
                due,
                status: AgreementStatus::NotYet,
            };
            let fields = fields_of(&entry);
            assert_eq!(read(fields.each_ref().map(String::as_str)), Some(Filled { who, what: entry.what, due }));
        }
    }

    #[test]
    fn what_is_missing_is_said_at_its_field() {
        assert_eq!(faults([OTHER, " ", "", "morgen"]), [ONE_MORE.name, ONE_MORE.does, ONE_MORE.due]);
        assert_eq!(faults(["", "", "belt", ""]), [ONE_MORE.who]);
    }
}
