//! A signal as a row of a list.

use buurtboek_shared::{
    domain::{
        signal::{FeltUrgency, Place},
        triage::{TriagePhase, Urgency},
    },
    ids::MemberId,
};

use super::signal_list::SignalItem;
use crate::{
    i18n::{Locale, say},
    state::Again,
    ui::{
        colleagues::Colleagues,
        parts::{
            badge::{BadgeText, BadgeTone},
            row::RowText,
        },
        words::{moments, team},
    },
};

/// Longest first words of a description in a row, in characters.
const FIRST_WORDS: usize = 40;

/// The row of a signal: where it is, when it came, how it stands.
#[must_use]
pub fn row(locale: Locale, item: &SignalItem, href: String, me: MemberId, colleagues: Colleagues) -> RowText {
    let holder = item.holder.map(|(holder, _)| match holder == me {
        true => say!(locale, professional.signals.with_you).to_owned(),
        false => say!(locale, professional.signals.holder, name = colleagues.first_name(holder)),
    });
    let received = moments::moment(locale, item.received);
    let added = item.added.map(|at| say!(locale, professional.signals.added, at = moments::moment(locale, at)));
    let line = [Some(received), holder, added].into_iter().flatten().collect::<Vec<_>>().join(" · ");
    RowText { href, title: title(locale, item), line, badges: badges(locale, item) }
}

/// What a signal is called: its address, or the first words of the described place.
#[must_use]
pub fn title(locale: Locale, item: &SignalItem) -> String {
    match &item.place {
        Place::Address { street, number } => format!("{street} {number}").trim_end().to_owned(),
        Place::Description(words) if words.trim().is_empty() => say!(locale, professional.signals.no_street).to_owned(),
        Place::Description(words) => shortened(words),
    }
}

fn shortened(words: &str) -> String {
    if words.chars().count() <= FIRST_WORDS {
        return words.to_owned();
    }
    let start: String = words.chars().take(FIRST_WORDS).collect();
    format!("{}…", start.trim_end())
}

fn badges(locale: Locale, item: &SignalItem) -> Vec<BadgeText> {
    let mut badges = Vec::new();
    if item.is_open() && item.felt == FeltUrgency::Danger {
        badges.push(BadgeText::new(BadgeTone::Alarm, say!(locale, professional.urgency.danger)));
    }
    if let Some(again) = item.again {
        let words = match again {
            Again::Reopened => say!(locale, professional.phase.reopened),
            Again::Escalated => say!(locale, professional.phase.escalated),
        };
        badges.push(BadgeText::new(BadgeTone::Attention, words));
    }
    if item.is_open() {
        let tone = if item.urgency == Urgency::Today { BadgeTone::Attention } else { BadgeTone::Plain };
        badges.push(BadgeText::new(tone, team::urgency(locale, item.urgency)));
    }
    if item.added.is_some() && item.is_open() {
        badges.push(BadgeText::new(BadgeTone::Calm, say!(locale, professional.phase.added)));
    }
    if item.added_since {
        badges.push(BadgeText::new(BadgeTone::Attention, say!(locale, professional.phase.added_since)));
    }
    if item.withdrawn {
        badges.push(BadgeText::new(BadgeTone::Calm, say!(locale, professional.phase.withdrawn)));
    }
    match item.phase {
        TriagePhase::Received => {}
        TriagePhase::TakenUp | TriagePhase::Assigned | TriagePhase::VisitPlanned | TriagePhase::FollowedUp => {
            badges.push(BadgeText::new(BadgeTone::Accent, team::phase(locale, item.phase)));
        }
        TriagePhase::Closed => {
            let words = item.outcome.map_or(team::phase(locale, item.phase), |outcome| team::outcome(locale, outcome));
            badges.push(BadgeText::new(BadgeTone::Plain, words));
        }
    }
    badges
}

#[cfg(test)]
mod tests {
    use super::{super::signal_list::tests::item, *};

    fn words(item: &SignalItem) -> Vec<String> {
        badges(Locale::nl, item).into_iter().map(|badge| badge.words).collect()
    }

    #[test]
    fn badges_say_urgency_and_state() {
        let open = item(1, "Nevelstraat", Urgency::Today);
        assert_eq!(words(&open), ["Vandaag"]);
        let added = SignalItem { added: Some(buurtboek_shared::time::Timestamp(5)), ..open.clone() };
        assert_eq!(words(&added), ["Vandaag", "Aangevuld"], "the reporter wrote again");
        let danger = SignalItem { felt: FeltUrgency::Danger, ..open.clone() };
        assert_eq!(words(&danger), ["Gevaar gemeld", "Vandaag"]);
        let closed = SignalItem {
            phase: TriagePhase::Closed,
            outcome: Some(buurtboek_shared::domain::command::Outcome::Helped),
            ..danger
        };
        assert_eq!(words(&closed), ["Geholpen"], "what is closed no longer alarms");
        let added_since = SignalItem { added_since: true, ..closed };
        assert_eq!(words(&added_since), ["Aangevuld na afsluiten", "Geholpen"]);
        let again = SignalItem { again: Some(Again::Escalated), ..item(1, "Nevelstraat", Urgency::Today) };
        assert_eq!(words(&again), ["Toch vandaag", "Vandaag"], "and what is looked at again says so");
    }

    #[test]
    fn a_place_without_an_address_is_called_by_its_first_words() {
        let place = Place::Description("bankje bij de haven, achter de loods van de zeilmakerij".to_owned());
        let bench = SignalItem { place, ..item(1, "", Urgency::CanWait) };
        assert_eq!(title(Locale::nl, &bench), "bankje bij de haven, achter de loods van…");
        assert_eq!(title(Locale::nl, &item(1, "Dauwpad", Urgency::CanWait)), "Dauwpad 14");
    }
}
