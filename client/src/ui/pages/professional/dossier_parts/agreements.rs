//! "Afspraken" of a dossier and its notes, and a form for one more.

use buurtboek_shared::{
    domain::{agreement::AgreementParty, date::Date},
    ids::{DocId, DocKind},
    sorting,
};
use leptos::prelude::*;

use super::super::today::{
    agenda::{self, Task},
    tasks::Tasks,
};
use crate::{
    i18n::{Locale, say},
    platform::dom,
    ui::{
        act::{Act, ActFailure},
        authoring::Author,
        colleagues::colleagues,
        context::{book, notebook},
        language::locale,
        parts::{
            button::{Button, Look, SubmitButton},
            dynamic::dynamic,
            error_summary::{FieldFault, fault_of},
            field::{Field, LineField, LineKind},
            icon::Icon,
            page_title::SectionTitle,
            show::Show,
        },
    },
};

/// The agreements: what is still to be done first.
#[component]
pub fn Agreements(
    /// The dossier.
    doc: DocId,
) -> impl IntoView {
    let locale = locale();
    let notebook = notebook();
    let (dossiers, notes) = (notebook.list(DocKind::Dossier), notebook.list(DocKind::Note));
    let tasks = Memo::new(move |_| {
        dossiers.with(|rows| {
            let row = rows.iter().find(|row| row.doc == doc);
            notes.with(|notes| row.map(|row| in_order(agenda::agreements(row, notes))).unwrap_or_default())
        })
    });
    let adds = RwSignal::new(false);
    view! {
        <section class="bb-section" data-name="agreements">
            <SectionTitle>{say!(locale, note.agreements.title)}</SectionTitle>
            <Show
                when=move || !tasks.with(Vec::is_empty)
                fallback=move || view! { <p class="bb-soft">{say!(locale, note.agreements.empty)}</p> }
            >
                <Tasks tasks=tasks/>
            </Show>
            <Show
                when=move || adds.get()
                fallback=move || view! {
                    <p><Button icon=Icon::Plus on_press=move || adds.set(true)>{say!(locale, note.agreements.add)}</Button></p>
                }
            >
                <NewAgreement doc=doc adds=adds/>
            </Show>
        </section>
    }
}

fn in_order(mut tasks: Vec<Task>) -> Vec<Task> {
    sorting::sort_by_key(&mut tasks, |task| !task.now.status.is_open());
    tasks
}

const WHO: &str = "agreement-party";
const NAME: &str = "agreement-name";
const DOES: &str = "agreement-what";
const DUE: &str = "agreement-due";
const RESIDENT: &str = "resident";
const OTHER: &str = "other";

/// What was filled in. `who` is the resident, somebody else who is named, or the id of a colleague.
fn filled(
    locale: Locale,
    [who, name, does, due]: [&str; 4],
) -> Result<(AgreementParty, String, Option<Date>), Vec<FieldFault>> {
    let (name, does, due) = (name.trim(), does.trim(), due.trim());
    let party = match who {
        RESIDENT => Some(AgreementParty::Resident),
        OTHER => (!name.is_empty()).then(|| AgreementParty::Other(name.to_owned())),
        member => member.parse().ok().map(AgreementParty::Member),
    };
    let mut faults = Vec::new();
    let mut wrong = |control, words: &str| faults.push(FieldFault { control, words: words.to_owned() });
    if party.is_none() {
        wrong(if who == OTHER { NAME } else { WHO }, say!(locale, note.agreements.name_missing));
    }
    if does.is_empty() {
        wrong(DOES, say!(locale, note.agreements.what_missing));
    }
    let due = match (due, due.parse()) {
        ("", _) => None,
        (_, Ok(due)) => Some(due),
        (_, Err(_)) => {
            wrong(DUE, say!(locale, professional.dossier.due_wrong));
            None
        }
    };
    match party {
        Some(party) if faults.is_empty() => Ok((party, does.to_owned(), due)),
        Some(_) | None => Err(faults),
    }
}

#[component]
fn NewAgreement(doc: DocId, adds: RwSignal<bool>) -> impl IntoView {
    let locale = locale();
    let book = book();
    let people = colleagues();
    let who = RwSignal::new(RESIDENT.to_owned());
    let [name, does, due] = std::array::from_fn(|_| RwSignal::new(String::new()));
    let faults = RwSignal::new(Vec::<FieldFault>::new());
    let all = Signal::derive(move || faults.get());
    let act = Act::new();
    let on_submit = move |event: leptos::ev::SubmitEvent| {
        event.prevent_default();
        let fields = [who, name, does, due].map(|field| field.get_untracked());
        let (party, what, due) = match filled(locale, fields.each_ref().map(String::as_str)) {
            Ok(filled) => filled,
            Err(wrong) => {
                wrong.first().map(|fault| fault.control).into_iter().for_each(dom::focus_by_id);
                return faults.set(wrong);
            }
        };
        let notebook = book.get();
        let intent = Author::of(&notebook).agreement(party, &what, due);
        act.run(async move { notebook.append(doc, vec![intent]).await }, move |()| adds.set(false));
    };
    let options = move || {
        let staff = people.staff().into_iter().map(|colleague| (colleague.id.to_string(), colleague.name));
        let fixed = |code: &str, words: &str| (code.to_owned(), words.to_owned());
        let all = std::iter::once(fixed(RESIDENT, say!(locale, note.agreements.resident)))
            .chain(staff)
            .chain(std::iter::once(fixed(OTHER, say!(locale, professional.dossier.somebody_else))));
        all.map(|(code, words)| view! { <option value=code>{words}</option> }).collect_view()
    };
    view! {
        <form class="bb-card" on:submit=on_submit novalidate>
            <Field id=WHO label=say!(locale, note.agreements.who) error=fault_of(all, WHO)>
                <select class="utrecht-textbox" id=WHO on:change=move |event| who.set(event_target_value(&event))>
                    {dynamic(options)}
                </select>
            </Field>
            <Show when=move || who.with(|who| who == OTHER)>
                <LineField id=NAME label=say!(locale, professional.dossier.person_name) value=name error=fault_of(all, NAME)/>
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
                <SubmitButton look=Look::Secondary busy=act.busy()>{say!(locale, professional.dossier.save)}</SubmitButton>
                <Button look=Look::Subtle on_press=move || adds.set(false)>{say!(locale, app.cancel)}</Button>
            </div>
        </form>
    }
}

#[cfg(test)]
mod tests {
    use buurtboek_shared::ids::MemberId;

    use super::*;

    fn faults(fields: [&str; 4]) -> Vec<&'static str> {
        filled(Locale::nl, fields).unwrap_err().into_iter().map(|fault| fault.control).collect()
    }

    #[test]
    fn an_agreement_says_who_does_what() {
        let member = MemberId::from_bytes([3; 16]);
        let of_member = filled(Locale::nl, [&member.to_string(), "", " belt ", "2026-03-14"]);
        assert_eq!(of_member, Ok((AgreementParty::Member(member), "belt".to_owned(), Date::new(2026, 3, 14))));
        let of_niece = filled(Locale::nl, [OTHER, "Nicht", "komt langs", ""]);
        assert_eq!(of_niece, Ok((AgreementParty::Other("Nicht".to_owned()), "komt langs".to_owned(), None)));
        assert_eq!(faults([OTHER, " ", "", "morgen"]), [NAME, DOES, DUE]);
        assert_eq!(faults(["", "", "belt", ""]), [WHO]);
    }
}
