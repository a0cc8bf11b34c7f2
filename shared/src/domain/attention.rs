//! Reading a note along: why it asks for that, and the coordinator's "Gezien", which may be written beside a finished
//! note too.

use std::collections::BTreeSet;

use serde::{Deserialize, Serialize};

use super::{
    margin::{QuestionEntry, fold},
    note::Worry,
    vocabulary::vocabulary,
};
use crate::{
    ids::{EntryId, MemberId},
    sorting,
    time::Timestamp,
};

vocabulary!(
    /// Why a note asks to be read along.
    Attention {
        /// The worry is serious.
        SeriousWorry = "serious_worry",
        /// The worry is acute.
        AcuteWorry = "acute_worry",
        /// Somebody else asks something and has no answer.
        Asked = "asked",
        /// It is open for more than seven days.
        OpenLong = "open_long",
    }
);

/// "Gezien": a coordinator read it along. Ticks off what asked for attention then, and the answers that were there; what
/// comes later asks again.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct SeenEntry {
    /// Random.
    pub id: EntryId,
    /// Who read it.
    pub author: MemberId,
    /// When, by the device's clock.
    pub at: Timestamp,
    /// What asked for attention on the screen.
    #[serde(default)]
    pub saw: Vec<Attention>,
    /// The answers to own questions that were on the screen and had not been read before.
    #[serde(default)]
    pub read: Vec<EntryId>,
}

/// A note may be open for this many milliseconds before it asks to be read along: seven days.
pub const OPEN_AT_MOST: i64 = 7 * 24 * 60 * 60 * 1000;

/// What of a note decides whether it asks to be read along.
#[derive(Clone, Copy, Debug)]
pub struct Reading<'a> {
    /// The greatest worry that stands.
    pub worry: Option<Worry>,
    /// Since when it is open (server time); none once it is finished.
    pub open_since: Option<Timestamp>,
    /// Of [`super::margin::askers`].
    pub askers: &'a BTreeSet<MemberId>,
    /// Of [`ticked_off`].
    pub seen: &'a BTreeSet<Attention>,
}

/// Answers of others to the questions of this reader, which the reader did not say to have seen.
#[must_use]
pub fn unread(questions: &[QuestionEntry], seen: &[SeenEntry], reader: MemberId) -> Vec<EntryId> {
    let own = fold(questions).into_iter().filter(|asked| asked.question.author == reader);
    let answers = own.flat_map(|asked| asked.answers).filter(|answer| answer.author != reader);
    let is_read = |id: &EntryId| seen.iter().any(|entry| entry.author == reader && entry.read.contains(id));
    answers.map(|answer| answer.id).filter(|id| !is_read(id)).collect()
}

/// Who asked something that somebody else answered, and did not say to have seen the answer.
#[must_use]
pub fn answered(questions: &[QuestionEntry], seen: &[SeenEntry]) -> BTreeSet<MemberId> {
    let askers = questions.iter().map(|entry| entry.author);
    sorting::gather(askers.filter(|asker| !unread(questions, seen, *asker).is_empty()))
}

/// Everything that was ticked off with "Gezien", by whichever coordinator: they read along for each other.
#[must_use]
pub fn ticked_off(seen: &[SeenEntry]) -> BTreeSet<Attention> {
    sorting::gather(seen.iter().flat_map(|entry| entry.saw.iter().copied()))
}

/// Why a note asks this reader to read it along, the gravest first; empty when it does not. A worry that became less than
/// what was seen does not ask again. A question is not ticked off: it asks until somebody answers.
#[must_use]
pub fn attention(reading: Reading<'_>, reader: MemberId, now: Timestamp) -> Vec<Attention> {
    let Reading { worry, open_since, askers, seen } = reading;
    let saw = |reason| seen.contains(&reason);
    let worried = match worry {
        Some(Worry::Acute) if !saw(Attention::AcuteWorry) => Some(Attention::AcuteWorry),
        Some(Worry::Serious) if !saw(Attention::SeriousWorry) && !saw(Attention::AcuteWorry) => {
            Some(Attention::SeriousWorry)
        }
        Some(Worry::Acute | Worry::Serious | Worry::Unclear | Worry::Light | Worry::None) | None => None,
    };
    let asked = askers.iter().any(|asker| *asker != reader).then_some(Attention::Asked);
    let is_long = open_since.is_some_and(|since| now - since > OPEN_AT_MOST) && !saw(Attention::OpenLong);
    [worried, asked, is_long.then_some(Attention::OpenLong)].into_iter().flatten().collect()
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::{super::margin::askers, *};

    const MARIJKE: MemberId = MemberId::from_bytes([1; 16]);
    const SAMIRA: MemberId = MemberId::from_bytes([2; 16]);

    fn says(number: u8, author: MemberId, answers_to: Option<u8>) -> QuestionEntry {
        QuestionEntry {
            id: EntryId::from_bytes([number; 16]),
            author,
            at: Timestamp(0),
            heading: None,
            text: "?".to_owned(),
            answers_to: answers_to.map(|number| EntryId::from_bytes([number; 16])),
        }
    }

    fn saw(saw: &[Attention]) -> SeenEntry {
        SeenEntry {
            id: EntryId::from_bytes([9; 16]),
            author: MARIJKE,
            at: Timestamp(0),
            saw: saw.to_vec(),
            read: Vec::new(),
        }
    }

    fn asks(worry: Option<Worry>, questions: &[QuestionEntry], seen: &[SeenEntry]) -> Vec<Attention> {
        let (askers, seen) = (askers(questions), ticked_off(seen));
        let reading = Reading { worry, open_since: Some(Timestamp(0)), askers: &askers, seen: &seen };
        attention(reading, MARIJKE, Timestamp(OPEN_AT_MOST))
    }

    #[test]
    fn a_quiet_note_asks_for_nothing() {
        for worry in [None, Some(Worry::None), Some(Worry::Light), Some(Worry::Unclear)] {
            assert_eq!(asks(worry, &[], &[]), []);
        }
    }

    #[test]
    fn a_worry_asks_until_it_was_seen_and_again_when_it_grows() {
        assert_eq!(asks(Some(Worry::Serious), &[], &[]), [Attention::SeriousWorry]);
        let seen = [saw(&[Attention::SeriousWorry])];
        assert_eq!(asks(Some(Worry::Serious), &[], &seen), []);
        assert_eq!(asks(Some(Worry::Acute), &[], &seen), [Attention::AcuteWorry]);
        let seen = [saw(&[Attention::AcuteWorry])];
        assert_eq!(asks(Some(Worry::Serious), &[], &seen), [], "less than what was seen");
    }

    #[test]
    fn a_question_asks_until_somebody_else_answers_it() {
        let question = says(1, SAMIRA, None);
        assert_eq!(asks(None, std::slice::from_ref(&question), &[]), [Attention::Asked]);
        assert_eq!(
            asks(None, std::slice::from_ref(&question), &[saw(&[Attention::Asked])]),
            [Attention::Asked],
            "seen is no answer"
        );
        assert_eq!(asks(None, &[question.clone(), says(2, SAMIRA, Some(1))], &[]), [Attention::Asked]);
        assert_eq!(asks(None, &[question, says(2, MARIJKE, Some(1))], &[]), []);
        assert_eq!(asks(None, &[says(1, MARIJKE, None)], &[]), [], "her own question waits for others");
    }

    #[test]
    fn an_answer_is_news_to_who_asked_until_it_was_seen() {
        let asked = [says(1, MARIJKE, None), says(2, SAMIRA, None)];
        assert_eq!(answered(&asked, &[]), BTreeSet::new());
        let entries = [asked.as_slice(), &[says(3, SAMIRA, Some(1)), says(4, MARIJKE, Some(1))]].concat();
        assert_eq!(answered(&entries, &[]), BTreeSet::from([MARIJKE]));
        let read = unread(&entries, &[], MARIJKE);
        assert_eq!(read, [entries[2].id], "her own words are no answer");
        let seen = SeenEntry { read, ..saw(&[]) };
        assert_eq!(answered(&entries, std::slice::from_ref(&seen)), BTreeSet::new());
        let another = SeenEntry { author: SAMIRA, ..seen.clone() };
        assert_eq!(answered(&entries, &[another]), BTreeSet::from([MARIJKE]), "somebody else saw it");
        let again = [entries.as_slice(), &[says(5, SAMIRA, Some(4))]].concat();
        assert_eq!(answered(&again, &[seen]), BTreeSet::from([MARIJKE]), "another answer is news again");
    }

    #[test]
    fn a_note_asks_when_it_is_open_for_more_than_seven_days() {
        let (nobody, nothing) = (BTreeSet::new(), BTreeSet::new());
        let open = Reading { worry: None, open_since: Some(Timestamp(0)), askers: &nobody, seen: &nothing };
        assert_eq!(attention(open, MARIJKE, Timestamp(OPEN_AT_MOST)), []);
        assert_eq!(attention(open, MARIJKE, Timestamp(OPEN_AT_MOST + 1)), [Attention::OpenLong]);
        let finished = Reading { open_since: None, ..open };
        assert_eq!(attention(finished, MARIJKE, Timestamp(i64::MAX)), []);
        let seen = BTreeSet::from([Attention::OpenLong]);
        assert_eq!(attention(Reading { seen: &seen, ..open }, MARIJKE, Timestamp(i64::MAX)), []);
    }

    fn reasons() -> impl Strategy<Value = Vec<Attention>> {
        prop::collection::vec(prop::sample::select(Attention::ALL), 0..4)
    }

    proptest! {
        #[test]
        fn more_that_was_seen_never_asks_for_more(
            worry in prop::option::of(prop::sample::select(Worry::ALL.to_vec())),
            first in reasons(),
            second in reasons(),
            asker in prop::option::of(Just(SAMIRA)),
        ) {
            let askers: BTreeSet<MemberId> = asker.into_iter().collect();
            let asks = |entries: &[SeenEntry]| {
                let seen = ticked_off(entries);
                let reading = Reading { worry, open_since: Some(Timestamp(0)), askers: &askers, seen: &seen };
                attention(reading, MARIJKE, Timestamp(OPEN_AT_MOST + 1))
            };
            let (one, other) = (saw(&first), saw(&second));
            let both = asks(&[one.clone(), other.clone()]);
            prop_assert_eq!(&both, &asks(&[other, one.clone()]), "in any order of arrival");
            prop_assert!(both.iter().all(|reason| asks(std::slice::from_ref(&one)).contains(reason)));
            prop_assert!(asker.is_none() || both.contains(&Attention::Asked));
        }
    }
}
