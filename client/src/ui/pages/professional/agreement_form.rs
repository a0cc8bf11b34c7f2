//! The fields of an agreement, in a note and in a dossier: who does what, when; the resident first.

use buurtboek_shared::{
    domain::{agreement::AgreementParty, date::Date},
    ids::DocId,
};
use leptos::prelude::*;

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
            button::{Button, Look, SubmitButton},
            error_summary::{FieldFault, fault_of},
            field::{LineField, LineKind},
            select_field::{SelectField, SelectOption},
            show::Show,
        },
    },
};

/// Fields for one more agreement.
#[component]
pub fn AgreementForm(
    /// Where it is written.
    doc: DocId,
    /// What happens once it is kept or called off; without it the form stays, empty, for the next one.
    #[prop(optional)]
    close: Option<Callback<()>>,
) -> impl IntoView {
    let locale = locale();
    let book = book();
    let people = colleagues();
    let who = RwSignal::new(RESIDENT.to_owned());
    let [name, does, due] = std::array::from_fn(|_| RwSignal::new(String::new()));
    let faults = RwSignal::new(Vec::<FieldFault>::new());
    let all = Signal::derive(move || faults.get());
    let act = Act::new();
    let done = move || match close {
        // Whoever wrote it may have left the page.
        Some(close) => close.try_run(()).unwrap_or_default(),
        None => {
            who.try_set(RESIDENT.to_owned());
            for field in [name, does, due] {
                field.try_set(String::new());
            }
        }
    };
    let on_submit = move |event: leptos::ev::SubmitEvent| {
        event.prevent_default();
        let fields = [who, name, does, due].map(|field| field.get_untracked());
        let Filled { who, what, due } = match filled(locale, fields.each_ref().map(String::as_str)) {
            Ok(filled) => filled,
            Err(wrong) => {
                wrong.first().map(|fault| fault.control).into_iter().for_each(dom::focus_by_id);
                return faults.set(wrong);
            }
        };
        faults.set(Vec::new());
        let notebook = book.get();
        let intent = Author::of(&notebook).agreement(who, &what, due);
        act.run(async move { notebook.append(doc, vec![intent]).await }, move |()| done());
    };
    let parties = Signal::derive(move || parties(locale, people));
    let cancel = close.map(|close| {
        view! { <Button look=Look::Subtle on_press=move || close.run(())>{say!(locale, app.cancel)}</Button> }
    });
    view! {
        <form class="bb-card bb-screen-only" on:submit=on_submit novalidate>
            <SelectField
                id=WHO
                label=say!(locale, note.agreements.who)
                options=parties
                chosen=who
                error=fault_of(all, WHO)
            />
            <Show when=move || who.with(|who| who == OTHER)>
                <LineField id=NAME label=say!(locale, note.agreements.who_name) value=name error=fault_of(all, NAME)/>
            </Show>
            <LineField id=DOES label=say!(locale, note.agreements.does) value=does error=fault_of(all, DOES)/>
            <LineField
                id=DUE
                label=format!("{} ({})", say!(locale, note.agreements.when), say!(locale, app.optional))
                value=due
                kind=LineKind::Day
                error=fault_of(all, DUE)
            />
            <ActFailure act=act/>
            <div class="bb-buttons">
                <SubmitButton look=Look::Secondary busy=act.busy()>{say!(locale, note.agreements.add)}</SubmitButton>
                {cancel}
            </div>
        </form>
    }
}

const WHO: &str = "agreement-who";
const NAME: &str = "agreement-name";
const DOES: &str = "agreement-does";
const DUE: &str = "agreement-when";
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

/// Reads the fields: who (the resident, somebody else who is named, or the id of a colleague), name, what and when.
fn filled(locale: Locale, [who, name, does, due]: [&str; 4]) -> Result<Filled, Vec<FieldFault>> {
    let (name, does, due) = (name.trim(), does.trim(), due.trim());
    let who_is = match who {
        RESIDENT => Some(AgreementParty::Resident),
        OTHER => (!name.is_empty()).then(|| AgreementParty::Other(name.chars().take(NAME_LENGTH).collect())),
        member => member.parse().ok().map(AgreementParty::Member),
    };
    let mut faults = Vec::new();
    let mut wrong = |control, words: &str| faults.push(FieldFault { control, words: words.to_owned() });
    if who_is.is_none() {
        wrong(if who == OTHER { NAME } else { WHO }, say!(locale, note.agreements.name_missing));
    }
    if does.is_empty() {
        wrong(DOES, say!(locale, note.agreements.what_missing));
    }
    let due = match (due, due.parse()) {
        ("", _) => None,
        (_, Ok(due)) => Some(due),
        (_, Err(_)) => {
            wrong(DUE, say!(locale, note.agreements.due_wrong));
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
    use buurtboek_shared::ids::MemberId;

    use super::*;

    fn read(fields: [&str; 4]) -> Option<Filled> {
        filled(Locale::nl, fields).ok()
    }

    fn faults(fields: [&str; 4]) -> Vec<&'static str> {
        filled(Locale::nl, fields).unwrap_err().into_iter().map(|fault| fault.control).collect()
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
    fn what_is_missing_is_said_at_its_field() {
        assert_eq!(faults([OTHER, " ", "", "morgen"]), [NAME, DOES, DUE]);
        assert_eq!(faults(["", "", "belt", ""]), [WHO]);
    }
}
