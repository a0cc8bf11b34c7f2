//! "Wie gaat erheen?"

use buurtboek_shared::{
    doc::read::TriageView,
    domain::{
        command::{CommandAction, CommandKind},
        directory::Colleague,
    },
    ids::{DocId, MemberId},
};
use leptos::prelude::*;

use super::super::deciding::{Refused, is_offline, waiting};
use crate::{
    i18n::{Locale, say},
    platform::dom,
    ui::{
        act::{Act, ActFailure},
        colleagues::{colleagues, first_word},
        context::book,
        language::locale,
        pages::professional::signal_list::{SignalItem, open_with},
        parts::{
            button::SubmitButton,
            choice_rows::{ChoiceRow, ChoiceRows},
            notice::Notice,
        },
    },
};

const ASSIGN: &[CommandKind] = &[CommandKind::Assign];

/// The colleagues with what they carry, and the button that gives it to one.
#[component]
pub fn Assign(
    /// The triage.
    triage: DocId,
    /// What it says.
    view: Memo<Option<TriageView>>,
    /// The team's signals.
    items: Memo<Vec<SignalItem>>,
) -> impl IntoView {
    let locale = locale();
    let book = book();
    let chosen = RwSignal::new(None::<MemberId>);
    let error = RwSignal::new(String::new());
    let act = Act::new();
    let (offline, waiting) = (is_offline(), waiting(triage, ASSIGN));
    let colleagues = colleagues();
    let on_submit = move |event: leptos::ev::SubmitEvent| {
        event.prevent_default();
        let Some(to) = chosen.get_untracked() else {
            error.set(say!(locale, coordinator.judge.who_missing).to_owned());
            dom::focus_by_id("who");
            return;
        };
        error.set(String::new());
        let notebook = book.get();
        act.run(async move { notebook.command(triage, CommandAction::Assign { to }, None).await }, move |_| {
            chosen.set(None);
        });
    };
    // Drawn anew only when a row changes, so that nothing jumps under the finger.
    let rows = Memo::new(move |_| {
        let stepped_back =
            view.with(|view| view.as_ref().map(|view| view.state.stepped_back.clone()).unwrap_or_default());
        items.with(|items| rows(locale, &colleagues.staff(), items, &stepped_back))
    });
    let question = move || {
        view! {
            <ChoiceRows
                id="who"
                legend=say!(locale, coordinator.judge.who)
                rows=rows.get()
                chosen=chosen
                on_choose=move |member| chosen.set(Some(member))
                error=error
            />
        }
    };
    let words = move || match chosen.get() {
        Some(member) => {
            let name = colleagues.name(member);
            say!(locale, coordinator.judge.assign, name = first_word(&name).to_owned())
        }
        None => say!(locale, coordinator.judge.assign_none).to_owned(),
    };
    let not_seen = move || {
        let holder = view.with(|view| view.as_ref().and_then(TriageView::untouched_by));
        holder.map(|holder| say!(locale, coordinator.judge.not_seen, name = colleagues.first_name(holder)))
    };
    view! {
        <form class="bb-stack" on:submit=on_submit novalidate>
            {question}
            {move || not_seen().map(|words| view! { <Notice>{words}</Notice> })}
            <Refused doc=triage kinds=ASSIGN/>
            <ActFailure act=act/>
            <Show
                when=move || !waiting.with(Vec::is_empty)
                fallback=move || view! {
                    <Show when=move || offline.get()>
                        <Notice>{say!(locale, coordinator.judge.offline)}</Notice>
                    </Show>
                    <p><SubmitButton busy=act.busy()>{words}</SubmitButton></p>
                }
            >
                <Notice>{say!(locale, coordinator.judge.waits)}</Notice>
            </Show>
        </form>
    }
}

/// Who can be given it: not who knows these people and gave it back.
fn rows(
    locale: Locale,
    staff: &[Colleague],
    items: &[SignalItem],
    stepped_back: &[MemberId],
) -> Vec<ChoiceRow<MemberId>> {
    let free = staff.iter().filter(|colleague| !stepped_back.contains(&colleague.id));
    let rows = free.map(|colleague| {
        let open = say!(locale, coordinator.judge.open_count, count = open_with(items, colleague.id));
        let help = if colleague.discipline.is_empty() { open } else { format!("{}, {open}", colleague.discipline) };
        ChoiceRow::new(colleague.id, colleague.name.clone()).with_help(help)
    });
    rows.collect()
}

#[cfg(test)]
mod tests {
    use buurtboek_shared::{
        domain::{role::Role, triage::Urgency},
        time::Timestamp,
    };

    use super::*;
    use crate::ui::pages::professional::signal_list::tests::{ME, item};

    #[test]
    fn a_colleague_shows_with_discipline_and_load_and_who_stepped_back_does_not() {
        let colleague = |id, discipline: &str| Colleague {
            id,
            name: "Samira Bouzid".to_owned(),
            role: Role::Professional,
            discipline: discipline.to_owned(),
            organisation: None,
        };
        let other = MemberId::from_bytes([9; 16]);
        let staff = [colleague(ME, "sociaal werker"), colleague(other, "")];
        let held = SignalItem { holder: Some((ME, Timestamp(0))), ..item(1, "A", Urgency::Today) };
        let help = |stepped_back: &[MemberId]| {
            let rows = rows(Locale::nl, &staff, std::slice::from_ref(&held), stepped_back);
            rows.into_iter().map(|row| row.help).collect::<Vec<_>>()
        };
        assert_eq!(help(&[]), ["sociaal werker, 1 open", "0 open"]);
        assert_eq!(help(&[ME]), ["0 open"]);
    }
}
