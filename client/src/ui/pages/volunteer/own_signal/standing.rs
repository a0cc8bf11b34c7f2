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
        pages::volunteer::feedback,
        parts::{
            badge::{Badge, BadgeText, BadgeTone},
            dynamic::dynamic,
            notice::Notice,
            show::Show,
        },
        words::answers,
    },
};

/// The sentence, and what follows it. What an appointment says stands on its own card.
#[component]
pub fn Standing(
    /// The signal.
    doc: DocId,
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
    let waits = move || waiting.with(|items| items.iter().any(|item| item.doc == doc));
    let badge = move || {
        let known = feedback.with(|entries| entries.get(&doc).map(|entry| entry.sentence.clone()));
        let badge = match &known {
            Some(sentence) => BadgeText::new(BadgeTone::Accent, answers::sentence(locale, sentence)),
            None if waits() => BadgeText::new(BadgeTone::Calm, say!(locale, volunteer.sentence.waiting)),
            None => BadgeText::new(BadgeTone::Accent, say!(locale, volunteer.sentence.received)),
        };
        let elsewhere = matches!(known, Some(Sentence::Appointment { .. }));
        let explanation = known.filter(|_| !elsewhere).and_then(|known| answers::explanation(locale, &known));
        view! {
            <p><Badge badge=badge/></p>
            {explanation.map(|words| view! { <p class="bb-lead">{words}</p> })}
        }
    };
    view! {
        <div class="bb-stack bb-stack--tight" data-name="standing">{dynamic(badge)}</div>
        <Show when=withdraws>
            <Notice>{say!(locale, volunteer.signal.withdraw_waits)}</Notice>
        </Show>
    }
}
