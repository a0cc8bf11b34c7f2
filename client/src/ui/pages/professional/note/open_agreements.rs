//! "Eerder afgesproken": what is still open in the dossier and its other notes, asked again at each visit.

use std::collections::BTreeMap;

use buurtboek_shared::{
    domain::{agreement::AgreementEntry, note::NoteState},
    ids::{DocId, DocKind},
    time::Timestamp,
};
use leptos::prelude::*;

use super::agreement_rows::{AgreementRow, AgreementRows, Asked};
use crate::{
    i18n::say,
    ui::{
        context::notebook,
        language::locale,
        opened::{as_dossier, as_note, open, view_of},
        parts::show::Show,
    },
};

/// The agreements of another note.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct OtherNote {
    /// Whether it still takes versions.
    pub state: NoteState,
    /// Every version.
    pub agreements: Vec<AgreementEntry>,
}

/// What is still open elsewhere.
#[component]
pub fn OpenAgreements(
    /// The note on the screen.
    note: DocId,
    /// The dossier that it belongs to.
    dossier: DocId,
) -> impl IntoView {
    let locale = locale();
    let notebook = notebook();
    let opened = notebook.now();
    let rows = notebook.list(DocKind::Note);
    let others = Memo::new(move |_| {
        let of_dossier = |row: &&crate::state::ViewRow| row.parent == Some(dossier) && row.doc != note;
        rows.with(|rows| rows.iter().filter(of_dossier).map(|row| row.doc).collect::<Vec<_>>())
    });
    let notes = RwSignal::new(BTreeMap::<DocId, OtherNote>::new());
    let kept = view_of(&open(dossier), as_dossier);
    let asked = Memo::new(move |_| {
        kept.with(|kept| {
            let kept = kept.as_ref().map(|kept| kept.agreements.as_slice()).unwrap_or_default();
            notes.with(|notes| still_asked(dossier, kept, notes, opened))
        })
    });
    view! {
        <For each=move || others.get() key=|doc| *doc let(doc)><Read doc=doc notes=notes/></For>
        <Show when=move || !asked.with(Vec::is_empty)>
            <div class="bb-stack bb-stack--tight" data-name="earlier-agreements">
                <h3 class="nl-heading nl-heading--level-3">{say!(locale, note.agreements.earlier)}</h3>
                <p class="bb-soft">{say!(locale, note.agreements.earlier_help)}</p>
                <AgreementRows rows=asked asked=Asked::AtOnce/>
            </div>
        </Show>
    }
}

/// Reads another note as long as this page is there.
#[component]
fn Read(doc: DocId, notes: RwSignal<BTreeMap<DocId, OtherNote>>) -> impl IntoView {
    let view = view_of(&open(doc), as_note);
    Effect::new(move |_| {
        let read = view.with(|view| {
            view.as_ref().map(|note| OtherNote { state: note.state, agreements: note.agreements.clone() })
        });
        let Some(read) = read else { return };
        notes.update(|notes| {
            notes.insert(doc, read);
        });
    });
}

/// What is still open, or was answered since `opened`, so that nothing vanishes under the finger. Each is carried on
/// where it stands; a finished note takes nothing any more, so from there the dossier carries it on, and it is asked there.
#[must_use]
pub fn still_asked(
    dossier: DocId,
    kept: &[AgreementEntry],
    notes: &BTreeMap<DocId, OtherNote>,
    opened: Timestamp,
) -> Vec<AgreementRow> {
    let mut rows = AgreementRow::of(dossier, kept);
    for (doc, note) in notes {
        for row in AgreementRow::of(*doc, &note.agreements) {
            if rows.iter().any(|other| other.about() == row.about()) {
                continue;
            }
            rows.push(match note.state {
                NoteState::Open => row,
                NoteState::Finalised { .. } => AgreementRow { home: dossier, replaces: Vec::new(), ..row },
            });
        }
    }
    rows.retain(|row| row.now.status.is_open() || row.now.at >= opened);
    rows
}

#[cfg(test)]
mod tests {
    use buurtboek_shared::{
        domain::agreement::{AgreementParty, AgreementStatus},
        ids::{EntryId, Id128, MemberId},
    };

    use super::*;

    const OPENED: Timestamp = Timestamp(100);

    fn doc(kind: DocKind) -> DocId {
        DocId::new(kind, Id128::from_bytes([9; 16]))
    }

    fn entry(id: u8, what: &str, status: AgreementStatus, at: i64, supersedes: &[u8]) -> AgreementEntry {
        AgreementEntry {
            id: EntryId::from_bytes([id; 16]),
            author: MemberId::from_bytes([1; 16]),
            at: Timestamp(at),
            supersedes: supersedes.iter().map(|id| EntryId::from_bytes([*id; 16])).collect(),
            who: AgreementParty::Resident,
            what: what.to_owned(),
            due: None,
            status,
        }
    }

    fn note(state: NoteState, agreements: Vec<AgreementEntry>) -> BTreeMap<DocId, OtherNote> {
        BTreeMap::from([(doc(DocKind::Note), OtherNote { state, agreements })])
    }

    fn said(rows: &[AgreementRow]) -> Vec<(&str, AgreementStatus)> {
        rows.iter().map(|row| (row.now.what.as_str(), row.now.status)).collect()
    }

    #[test]
    fn what_is_open_is_asked_and_what_was_answered_here_stays_in_sight() {
        use AgreementStatus::{Done, Expired, NotYet, Open};
        let kept = [
            entry(1, "belt", Open, 1, &[]),
            entry(2, "brengt de post", Done, 2, &[]),
            entry(3, "komt langs", NotYet, 3, &[]),
            entry(4, "vervalt nu", Expired, 100, &[]),
        ];
        let rows = still_asked(doc(DocKind::Dossier), &kept, &BTreeMap::new(), OPENED);
        assert_eq!(said(&rows), [("belt", Open), ("komt langs", NotYet), ("vervalt nu", Expired)]);
    }

    #[test]
    fn an_open_note_carries_its_own_on_and_of_a_finished_one_the_dossier_does() {
        let agreed = vec![entry(1, "belt", AgreementStatus::Open, 1, &[])];
        let open = note(NoteState::Open, agreed.clone());
        let rows = still_asked(doc(DocKind::Dossier), &[], &open, OPENED);
        assert_eq!((rows[0].home, rows[0].replaces.len()), (doc(DocKind::Note), 1));
        let done = NoteState::Finalised { by: MemberId::from_bytes([1; 16]), at: Timestamp(0) };
        let finished = note(done, agreed);
        let rows = still_asked(doc(DocKind::Dossier), &[], &finished, OPENED);
        assert_eq!((rows[0].home, rows[0].replaces.len()), (doc(DocKind::Dossier), 0));
        let kept = [entry(2, "belt", AgreementStatus::Done, 50, &[])];
        assert!(still_asked(doc(DocKind::Dossier), &kept, &finished, OPENED).is_empty(), "it was done since");
    }

    #[test]
    fn two_who_carry_one_on_apart_leave_one_agreement_with_two_versions() {
        let kept =
            [entry(1, "belt", AgreementStatus::Done, 50, &[]), entry(2, "belt", AgreementStatus::NotYet, 51, &[])];
        let rows = still_asked(doc(DocKind::Dossier), &kept, &BTreeMap::new(), OPENED);
        assert_eq!(said(&rows), [("belt", AgreementStatus::NotYet)], "the safest");
        assert_eq!((rows[0].besides.len(), rows[0].replaces.len()), (1, 2));
    }
}
