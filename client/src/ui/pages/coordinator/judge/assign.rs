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
    state::team_status::TeamStatus,
    ui::{
        act::{Act, ActFailure},
        colleagues::{colleagues, first_word},
        context::book,
        language::locale,
        last_sync::{last_of, online_words, team_status},
        pages::professional::signal_list::{SignalItem, open_with},
        parts::{
            button::SubmitButton,
            choice_rows::{ChoiceRow, ChoiceRows},
            dynamic::dynamic,
            notice::Notice,
            show::Show,
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
    let (colleagues, status) = (colleagues(), team_status());
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
        let staff = colleagues.staff();
        status.with(|status| items.with(|items| rows(locale, &staff, items, status.as_ref(), &stepped_back)))
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
            {dynamic(question)}
            {dynamic(move || not_seen().map(|words| view! { <Notice>{words}</Notice> }))}
            <Refused doc=triage kinds=ASSIGN/>
            <ActFailure act=act/>
            <Show
                when=move || !waiting.with(Vec::is_empty)
                fallback=move || view! {
                    <Show when=move || offline.get()>
                        <Notice>{say!(locale, coordinator.judge.offline)}</Notice>
                    </Show>
                    <p><SubmitButton busy=act.busy()>{dynamic(words)}</SubmitButton></p>
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
    status: Option<&TeamStatus>,
    stepped_back: &[MemberId],
) -> Vec<ChoiceRow<MemberId>> {
    let free = staff.iter().filter(|colleague| !stepped_back.contains(&colleague.id));
    let rows = free.map(|colleague| {
        let open = say!(locale, coordinator.judge.open_count, count = open_with(items, colleague.id));
        let online = last_of(status, colleague.id).and_then(|last| online_words(locale, last)).unwrap_or_default();
        let parts = [colleague.discipline.clone(), open, online].into_iter().filter(|part| !part.is_empty());
        ChoiceRow::new(colleague.id, colleague.name.clone()).with_help(parts.collect::<Vec<_>>().join(", "))
    });
    rows.collect()
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeMap;

    use buurtboek_shared::{
        domain::{role::Role, triage::Urgency},
        time::Timestamp,
    };

    use super::*;
    use crate::state::team_status::LastSync;
    use crate::ui::pages::professional::signal_list::tests::{ME, item};

    #[test]
    fn a_colleague_shows_with_discipline_load_and_last_moment_and_who_stepped_back_does_not() {
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
        let at = LastSync::At(Timestamp(29_400_000));
        let status = TeamStatus { asked_at: Timestamp(0), colleagues: BTreeMap::from([(ME, at)]) };
        let help = |stepped_back: &[MemberId]| {
            let rows = rows(Locale::nl, &staff, std::slice::from_ref(&held), Some(&status), stepped_back);
            rows.into_iter().map(|row| row.help).collect::<Vec<_>>()
        };
        assert_eq!(help(&[]), ["sociaal werker, 1 open, online 08:10", "0 open"]);
        assert_eq!(help(&[ME]), ["0 open"]);
    }
}
