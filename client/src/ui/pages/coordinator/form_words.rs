//! A line or a few lines that a decision takes along: what is wrong with them.

use buurtboek_shared::domain::{command::CommandAction, refusal::Reason};

use crate::i18n::{Locale, say};

/// What is wrong with the words of a decision, by the rule that the server applies too; `missing` is said when there
/// have to be some.
#[must_use]
pub fn fault(locale: Locale, action: &CommandAction, missing: &str) -> Option<String> {
    match action.check() {
        Ok(()) => None,
        Err(Reason::TooLarge) => Some(say!(locale, coordinator.too_long).to_owned()),
        Err(_) => Some(missing.to_owned()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_are_asked_for_and_have_a_longest_length() {
        let fault = |why: &str| fault(Locale::nl, &CommandAction::Reopen { why: why.to_owned() }, "Schrijf waarom.");
        assert_eq!(fault(" "), Some("Schrijf waarom.".to_owned()));
        assert_eq!(fault(&"é".repeat(500)), None);
        assert_eq!(fault(&"é".repeat(501)), Some("Deze tekst is te lang. Maak hem korter.".to_owned()));
    }
}
