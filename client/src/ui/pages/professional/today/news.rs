//! "Nieuw voor u": what was given to somebody who did nothing with it since.

use buurtboek_shared::{
    domain::{dossier::DossierPhase, triage::TriagePhase},
    ids::{DocId, MemberId},
    sorting,
    time::Timestamp,
};

use super::super::belonging::{GoesOnIn, goes_on_in};
use crate::state::{Summary, ViewRow};

/// Something that was given to somebody and that they did nothing with yet.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct News {
    /// The triage or dossier.
    pub of: DocId,
    /// Since when (server time).
    pub since: Timestamp,
}

/// What was given to a member who did nothing with it since, the newest first: signals of which no dossier came, where the
/// household is known those after which they began no report there, and dossiers in whose notes they wrote nothing.
#[must_use]
pub fn news(triages: &[ViewRow], dossiers: &[ViewRow], notes: &[ViewRow], me: MemberId) -> Vec<News> {
    let mine = |untouched: &[(MemberId, Timestamp)]| {
        untouched.iter().find(|(member, _)| *member == me).map(|(_, since)| *since)
    };
    let of_triage = triages.iter().filter_map(|row| {
        let Summary::Triage(triage) = &row.summary else { return None };
        let is_mine = triage.phase != TriagePhase::Closed && triage.holder.is_some_and(|(holder, _)| holder == me);
        let since = mine(&triage.untouched).filter(|_| is_mine)?;
        let goes_on = match goes_on_in(row.doc, triages, dossiers) {
            Some(GoesOnIn::Own(_)) => true,
            Some(GoesOnIn::Known(dossier)) => {
                notes.iter().any(|note| note.created >= since && is_written(note, dossier, me))
            }
            None => false,
        };
        if goes_on {
            return None;
        }
        Some(News { of: row.doc, since })
    });
    let of_dossier = dossiers.iter().filter_map(|row| {
        let Summary::Dossier(dossier) = &row.summary else { return None };
        let wrote = notes.iter().any(|note| is_written(note, row.doc, me));
        let since = mine(&dossier.untouched).filter(|_| !wrote && dossier.phase != DossierPhase::ToBeErased)?;
        Some(News { of: row.doc, since })
    });
    let mut news: Vec<News> = of_triage.chain(of_dossier).collect();
    sorting::sort_by_key(&mut news, |news| (std::cmp::Reverse(news.since), news.of));
    news
}

/// Is it a report of this dossier that this member wrote in?
fn is_written(row: &ViewRow, dossier: DocId, by: MemberId) -> bool {
    match &row.summary {
        Summary::Note(note) => row.parent == Some(dossier) && note.authors.contains(&by),
        Summary::Signal(_)
        | Summary::Intake(_)
        | Summary::Triage(_)
        | Summary::Dossier(_)
        | Summary::Feedback(_)
        | Summary::Directory(_) => false,
    }
}

/// A question beside a note that waits for an answer.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Question {
    /// The dossier.
    pub dossier: DocId,
    /// The note.
    pub note: DocId,
    /// Who asks.
    pub by: Vec<MemberId>,
}

/// What others ask beside notes that a member wrote in.
#[must_use]
pub fn questions(notes: &[ViewRow], me: MemberId) -> Vec<Question> {
    let question = |row: &ViewRow| {
        let Summary::Note(note) = &row.summary else { return None };
        let by: Vec<MemberId> = note.askers.iter().copied().filter(|asker| *asker != me).collect();
        let asked = note.authors.contains(&me) && !by.is_empty();
        asked.then_some(Question { dossier: row.parent?, note: row.doc, by })
    };
    notes.iter().filter_map(question).collect()
}

#[cfg(test)]
mod tests {
    use super::{
        super::agenda::tests::{JOOST, ME, dossier, note, note_row, triage},
        *,
    };
    use crate::state::NoteSummary;

    #[test]
    fn what_was_given_is_new_until_one_does_something_with_it() {
        let triages = [triage(5, ME, Vec::new()), triage(6, JOOST, Vec::new())];
        let dossiers = [dossier(1, Vec::new(), Vec::new())];
        let found = |dossiers: &[ViewRow], notes: &[ViewRow]| {
            news(&triages, dossiers, notes, ME).into_iter().map(|news| news.of).collect::<Vec<_>>()
        };
        assert_eq!(found(&dossiers, &[]), [triages[0].doc, dossiers[0].doc], "Joost has the other one by now");
        let (summary, of) = note(&dossiers[0], Vec::new());
        let written = note_row((NoteSummary { authors: vec![ME], ..summary }, of));
        assert_eq!(found(&dossiers, &[written]), [triages[0].doc], "she wrote in a report of the dossier");
        let followed = ViewRow { parent: Some(triages[0].doc), ..dossiers[0].clone() };
        assert_eq!(found(std::slice::from_ref(&followed), &[]), [followed.doc], "the work goes on in the dossier");
    }

    #[test]
    fn a_signal_of_a_known_household_is_new_until_one_begins_a_report_there_after_it() {
        let known = dossier(1, Vec::new(), Vec::new());
        let ViewRow { summary: Summary::Triage(summary), .. } = triage(5, ME, Vec::new()) else {
            panic!("made as a triage")
        };
        let since = summary.untouched[0].1;
        let linked = Summary::Triage(crate::state::TriageSummary { links: vec![known.doc], ..summary });
        let triages = [ViewRow { summary: linked, ..triage(5, ME, Vec::new()) }];
        let (summary, of) = note(&known, Vec::new());
        let report = note_row((NoteSummary { authors: vec![ME], ..summary }, of));
        let is_new = |created: Timestamp, notes: usize| {
            let notes = vec![ViewRow { created, ..report.clone() }; notes];
            news(&triages, std::slice::from_ref(&known), &notes, ME).iter().any(|news| news.of == triages[0].doc)
        };
        assert!(is_new(since, 0));
        assert!(is_new(Timestamp(since.0 - 1), 1), "that report is of before the signal");
        assert!(!is_new(since, 1));
    }

    #[test]
    fn a_question_waits_for_who_wrote_the_note() {
        let dossier = dossier(1, Vec::new(), Vec::new());
        let (summary, of) = note(&dossier, Vec::new());
        let asked = NoteSummary { authors: vec![ME], askers: [JOOST, ME].into(), ..summary };
        let row = note_row((asked.clone(), of));
        let found = questions(std::slice::from_ref(&row), ME);
        assert_eq!(found, [Question { dossier: dossier.doc, note: row.doc, by: vec![JOOST] }]);
        assert_eq!(questions(std::slice::from_ref(&row), JOOST), [], "who asks waits for somebody else");
        let answered = note_row((NoteSummary { askers: Default::default(), ..asked }, of));
        assert_eq!(questions(&[answered], ME), []);
    }
}
