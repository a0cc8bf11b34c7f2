//! What the reporter may know of a signal: a sentence of the closed list.

use buurtboek_shared::{
    domain::{command::CommandKind, feedback::Sentence},
    ids::DocId,
};
use leptos::prelude::*;

use crate::{
    i18n::say,
    state::waiting::WaitingKind,
    ui::{
        context::notebook,
        language::locale,
        pages::volunteer::{
            became::{Became, badge},
            feedback,
        },
        parts::{
            badge::Badge,
            dynamic::dynamic,
            notice::{Notice, Urge},
            show::Show,
        },
        route,
        words::answers,
    },
};

/// The sentence, and what follows it. What an appointment says stands on its own card.
#[component]
pub fn Standing(
    /// The signal.
    doc: DocId,
    /// What became of it.
    became: Memo<Became>,
) -> impl IntoView {
    let locale = locale();
    let feedback = feedback();
    let waiting = notebook().waiting();
    let withdraws = move || {
        waiting.with(|items| {
            items.iter().any(|item| {
                let is_withdrawal = |what: &WaitingKind| match what {
                    WaitingKind::Decided(command) => command.action.kind() == CommandKind::Withdraw,
                    WaitingKind::Created(_) | WaitingKind::Written | WaitingKind::HandedOver => false,
                };
                item.doc == doc && is_withdrawal(&item.what)
            })
        })
    };
    let is_refused = move || became.get() == Became::Refused;
    let badge = move || {
        let known = feedback.with(|entries| entries.get(&doc).cloned());
        let badge = badge(locale, known.as_ref(), became.get());
        let known = known.map(|entry| entry.sentence);
        let elsewhere = matches!(known, Some(Sentence::Appointment { .. }));
        let explanation = known.filter(|_| !elsewhere).and_then(|known| answers::explanation(locale, &known));
        view! {
            {badge.map(|badge| view! { <p><Badge badge=badge/></p> })}
            {explanation.map(|words| view! { <p class="bb-lead">{words}</p> })}
        }
    };
    view! {
        <div class="bb-stack bb-stack--tight" data-name="standing">{dynamic(badge)}</div>
        <Show when=is_refused>
            <Notice urge=Urge::Attention>
                <p>{say!(locale, volunteer.sent.refused)}</p>
                <p><a class="nl-link" href=route::RESCUE>{say!(locale, app.rescue.title)}</a></p>
            </Notice>
        </Show>
        <Show when=withdraws>
            <Notice>{say!(locale, volunteer.signal.withdraw_waits)}</Notice>
        </Show>
    }
}
