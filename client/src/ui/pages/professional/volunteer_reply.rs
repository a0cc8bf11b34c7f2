//! What the reporter answered to an appointment, for whoever planned it.

use buurtboek_shared::{
    domain::reply::{AppointmentReply, Coming, standing},
    ids::CommandId,
    time::Timestamp,
};
use leptos::prelude::*;

use crate::{
    i18n::{Locale, say},
    ui::{
        language::locale,
        parts::badge::{Badge, BadgeText, BadgeTone},
    },
};

/// The answer to one visit at the time it has now.
#[component]
pub fn VolunteerReply(
    /// Every answer, of the intake.
    replies: Vec<AppointmentReply>,
    /// The visit.
    visit: CommandId,
    /// When it is to be: an answer to an earlier time is none.
    at: Timestamp,
) -> impl IntoView {
    view! { <Badge badge=badge(locale(), standing(&replies, visit, at))/> }
}

fn badge(locale: Locale, answer: Option<Coming>) -> BadgeText {
    match answer {
        Some(Coming::Yes) => BadgeText::new(BadgeTone::Accent, say!(locale, volunteer.reply.comes)),
        Some(Coming::No) => BadgeText::new(BadgeTone::Attention, say!(locale, volunteer.reply.cannot)),
        None => BadgeText::new(BadgeTone::Plain, say!(locale, volunteer.reply.none)),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn somebody_who_cannot_come_stands_out_and_silence_is_said() {
        assert_eq!(badge(Locale::nl, Some(Coming::No)).tone, BadgeTone::Attention);
        assert_eq!(badge(Locale::nl, Some(Coming::Yes)).words, "De melder komt mee.");
        assert_eq!(badge(Locale::nl, None).words, "De melder heeft nog niet geantwoord.");
    }
}
