//! Why something was not taken, in a sentence for the one who wrote it.

use buurtboek_shared::{
    domain::refusal::{Reason, RefusalClass},
    ids::MemberId,
    time::Timestamp,
};

use super::moments;
use crate::i18n::{Locale, say};

/// The sentence for a reason. `written` is when the refused text was written; `name` gives a colleague's name.
#[must_use]
pub fn sentence(locale: Locale, reason: Reason, written: Timestamp, name: impl Fn(MemberId) -> String) -> String {
    match known(locale, reason, written, name) {
        Some(sentence) => sentence,
        None => say!(locale, refusal.invalid, code = reason.code()),
    }
}

fn known(locale: Locale, reason: Reason, written: Timestamp, name: impl Fn(MemberId) -> String) -> Option<String> {
    if reason.class() != RefusalClass::Refused {
        return None;
    }
    if let Reason::Finalised { by, at } = reason {
        return Some(say!(
            locale,
            refusal.finalised,
            name = name(by),
            at = moments::when(locale, at),
            written = moments::moment(locale, written)
        ));
    }
    if let Reason::AlreadyTaken { by, at } = reason {
        return Some(say!(locale, refusal.taken, name = name(by), at = moments::when(locale, at)));
    }
    let fixed = [
        (Reason::NoAccess, say!(locale, refusal.no_access)),
        (Reason::WriteOnce, say!(locale, refusal.frozen)),
        (Reason::TooLarge, say!(locale, refusal.too_large)),
        (Reason::ChangedSince, say!(locale, refusal.changed)),
        (Reason::WrongState, say!(locale, refusal.wrong_state)),
        (Reason::Incomplete, say!(locale, refusal.incomplete)),
        (Reason::NotHolder, say!(locale, refusal.not_holder)),
        (Reason::SteppedBack, say!(locale, refusal.stepped_back)),
    ];
    fixed.into_iter().find(|(known, _)| *known == reason).map(|(_, sentence)| sentence.to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    const BY: MemberId = MemberId::from_bytes([7; 16]);

    fn says(reason: Reason) -> String {
        sentence(Locale::nl, reason, Timestamp(53_400_000), |_| "Samira".to_owned())
    }

    #[test]
    fn a_reason_is_a_sentence_and_an_unknown_one_a_code() {
        assert_eq!(
            says(Reason::Finalised { by: BY, at: Timestamp(54_600_000) }),
            "Samira rondde dit verslag af om 15:10. Uw tekst van 14:50 kwam daarna binnen en staat niet in het verslag."
        );
        assert_eq!(says(Reason::WriteOnce), "Dit signaal is al verstuurd. Kies 'Iets toevoegen'.");
        assert_eq!(
            says(Reason::OrderRule),
            "De server kon dit niet verwerken. Dat ligt niet aan u. Geef code order_rule aan de beheerder."
        );
    }
}
