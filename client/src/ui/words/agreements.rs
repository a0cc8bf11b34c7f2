//! The words of agreements.

use buurtboek_shared::domain::agreement::{AgreementEntry, AgreementParty, AgreementStatus};

use super::moments;
use crate::{
    i18n::{Locale, say},
    ui::colleagues::colleagues,
};

/// "Wie".
#[must_use]
pub fn party(locale: Locale, party: &AgreementParty) -> String {
    match party {
        AgreementParty::Resident => say!(locale, note.agreements.resident).to_owned(),
        AgreementParty::Member(member) => colleagues().first_name(*member),
        AgreementParty::Other(name) => name.clone(),
    }
}

/// What became of it.
#[must_use]
pub fn status(locale: Locale, status: AgreementStatus) -> &'static str {
    match status {
        AgreementStatus::Open => say!(locale, note.agreements.status.open),
        AgreementStatus::Done => say!(locale, note.agreements.status.done),
        AgreementStatus::NotYet => say!(locale, note.agreements.status.not_yet),
        AgreementStatus::Expired => say!(locale, note.agreements.status.expired),
    }
}

/// "De inwoner: belt de nicht (14 maart 2026)".
#[must_use]
pub fn line(locale: Locale, entry: &AgreementEntry) -> String {
    let (who, does) = (party(locale, &entry.who), entry.what.clone());
    match entry.due {
        None => say!(locale, note.agreements.line, who = who, does = does),
        Some(due) => {
            let when = moments::written_day(locale, &due.to_string());
            say!(locale, note.agreements.line_when, who = who, does = does, when = when)
        }
    }
}

/// "Samira, 14:32": who wrote this version, and when.
#[must_use]
pub fn written_by(locale: Locale, entry: &AgreementEntry) -> String {
    let (name, at) = (colleagues().first_name(entry.author), moments::moment(locale, entry.at));
    say!(locale, note.agreements.changed_by, name = name, at = at)
}
