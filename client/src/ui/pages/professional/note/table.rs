//! When "Tafelstand" is on by itself, and the switch for it.

use buurtboek_shared::{
    doc::read::NoteView,
    domain::{
        choice,
        note::NoteState,
        visit::{Visit, VisitPhase},
    },
    ids::{DocId, DocKind, Id128},
};
use leptos::prelude::*;

use crate::{
    i18n::say,
    platform::dates,
    ui::{
        context::notebook,
        language::locale,
        opened::{as_dossier, as_triage, open, view_of},
        parts::{
            button::{Button, Look},
            dynamic::dynamic,
            show::Show,
        },
        table_mode::{Table, TableNotice, table_mode},
    },
};

/// The sentence while it is on, the button while it is off. Turns it on when the visit of this note has begun.
#[component]
pub fn TableSwitch(
    /// The note.
    doc: DocId,
    /// What it says.
    view: Memo<Option<NoteView>>,
    /// The dossier that it belongs to.
    dossier: Id128,
) -> impl IntoView {
    let locale = locale();
    let mode = table_mode();
    let is_on = mode.is_on();
    let dossier = DocId::new(DocKind::Dossier, dossier);
    let planned = view_of(&open(dossier), as_dossier);
    let earlier = RwSignal::new(Vec::<Visit>::new());
    let usual = Memo::new(move |_| {
        let visits = planned.with(|dossier| {
            dossier.as_ref().map(|dossier| earlier.with(|earlier| [earlier, dossier.state.visits.as_slice()].concat()))
        });
        view.with(|view| view.as_ref().map(|note| usual(note, visits.as_deref(), &dates::today())))
    });
    Effect::new(move |before: Option<Option<Table>>| {
        let now = usual.get();
        // The tablet may still lie on the table when the note is finished: only a person turns it off then.
        let is_finished = view.with_untracked(|view| view.as_ref().is_some_and(|note| note.state != NoteState::Open));
        let stays_on = is_finished && before.flatten() == Some(Table::On);
        if let Some(usual) = now.filter(|_| !stays_on) {
            mode.at(doc.id, usual);
        }
        now
    });
    let rows = notebook().list(DocKind::Dossier);
    let triage = Memo::new(move |_| {
        let parent = rows.with(|rows| rows.iter().find(|row| row.doc == dossier).and_then(|row| row.parent));
        parent.filter(|parent| parent.kind == DocKind::Triage)
    });
    view! {
        {dynamic(move || triage.get().map(|triage| view! { <TriageVisits triage=triage visits=earlier/> }))}
        <TableNotice/>
        <Show when=move || !is_on.get()>
            <p class="bb-screen-only">
                <Button look=Look::Subtle name="table-on" on_press=move || mode.choose(Table::On)>
                    {say!(locale, note.table.turn_on)}
                </Button>
            </p>
        </Show>
    }
}

/// The visits that were planned before there was a dossier.
#[component]
fn TriageVisits(triage: DocId, visits: RwSignal<Vec<Visit>>) -> impl IntoView {
    let view = view_of(&open(triage), as_triage);
    Effect::new(move |_| {
        visits.set(view.with(|view| view.as_ref().map(|view| view.state.visits.clone()).unwrap_or_default()));
    });
}

/// On while the visit that the note is of is under way; of a note that names none, while any visit is and the note is
/// of today. As long as nobody knows (`visits` is none), a note of today is not laid open.
fn usual(note: &NoteView, visits: Option<&[Visit]>, today: &str) -> Table {
    if note.state != NoteState::Open {
        return Table::Off;
    }
    let is_of_today = choice::standing(&note.visit_date).iter().any(|entry| entry.value == today);
    let Some(visits) = visits else {
        return if is_of_today { Table::On } else { Table::Off };
    };
    let mut under_way = visits.iter().filter(|visit| visit.phase == VisitPhase::Started);
    let is_on = match note.visit_now() {
        Some(id) => under_way.any(|visit| visit.id == id),
        None => is_of_today && under_way.next().is_some(),
    };
    if is_on { Table::On } else { Table::Off }
}

#[cfg(test)]
mod tests {
    use buurtboek_shared::{
        domain::choice::ChoiceEntry,
        ids::{EntryId, MemberId},
        time::Timestamp,
    };

    use super::{
        super::{super::visit::list::tests::visit, empty_note},
        *,
    };

    fn answer(value: &str) -> Vec<ChoiceEntry> {
        vec![ChoiceEntry {
            id: EntryId::from_bytes([1; 16]),
            value: value.to_owned(),
            author: MemberId::from_bytes([1; 16]),
            at: Timestamp(0),
            supersedes: Vec::new(),
            why: String::new(),
        }]
    }

    #[test]
    fn it_is_on_while_the_visit_is_under_way() {
        let (begun, ended) = ([visit(7, 0, VisitPhase::Started)], [visit(7, 0, VisitPhase::Finished)]);
        let of = |id: u8| NoteView { visit: answer(&Id128::from_bytes([id; 16]).to_string()), ..empty_note() };
        assert_eq!(usual(&of(7), Some(&begun), "2026-03-14"), Table::On);
        assert_eq!(usual(&of(7), Some(&ended), "2026-03-14"), Table::Off);
        assert_eq!(usual(&of(8), Some(&begun), "2026-03-14"), Table::Off, "another visit's note");
    }

    #[test]
    fn a_note_of_today_belongs_to_the_visit_that_is_under_way() {
        let begun = [visit(7, 0, VisitPhase::Started)];
        let note = NoteView { visit_date: answer("2026-03-14"), ..empty_note() };
        assert_eq!(usual(&note, Some(&begun), "2026-03-14"), Table::On);
        assert_eq!(usual(&note, Some(&begun), "2026-03-15"), Table::Off);
        assert_eq!(usual(&note, Some(&[]), "2026-03-14"), Table::Off);
        assert_eq!(usual(&note, None, "2026-03-14"), Table::On, "nobody knows yet");
        let finished =
            NoteView { state: NoteState::Finalised { by: MemberId::from_bytes([1; 16]), at: Timestamp(0) }, ..note };
        assert_eq!(usual(&finished, Some(&begun), "2026-03-14"), Table::Off);
    }
}
