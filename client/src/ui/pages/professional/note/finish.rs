//! "Verslag afronden": after this nothing changes, so it asks once.

use std::collections::BTreeSet;

use buurtboek_shared::{
    doc::read::NoteView,
    domain::{
        command::{CommandAction, CommandKind},
        note::NoteFault,
        visit::Visit,
    },
    ids::{DocId, MemberId},
    sorting,
};
use leptos::prelude::*;

use super::{
    super::visit::ending::{ending, visit_of},
    questions::NO_TALK,
    together::writers,
};
use crate::{
    i18n::{Locale, say},
    state::{open_doc::OpenDoc, save_error::SaveError, sync_status::Link, team_status::LastSync, waiting::WaitingKind},
    ui::{
        act::{Act, ActFailure},
        colleagues::colleagues,
        context::{book, notebook},
        language::locale,
        last_sync::{last_of, may_hold_text, team_status},
        opened::as_note,
        parts::{
            button::{Button, Look},
            dialog::Dialog,
            dynamic::dynamic,
            error_summary::{ErrorSummary, FieldFault},
            icon::Icon,
            notice::{Notice, Urge},
            show::Show,
        },
    },
};

/// The button, and the question behind it.
#[component]
pub fn Finish(
    /// The note.
    open: OpenDoc,
    /// What it says.
    view: Memo<Option<NoteView>>,
    /// Its dossier.
    dossier: DocId,
) -> impl IntoView {
    let locale = locale();
    let book = book();
    let doc = open.doc;
    let visit = visit_of(dossier, view);
    let ending = ending(visit);
    // Whoever confirms does not wait for the visit: it is read while they write.
    Effect::new(move |_| ending.track());
    let asks = RwSignal::new(false);
    let faults = RwSignal::new(Vec::<FieldFault>::new());
    let act = Act::new();
    let waiting = notebook().waiting();
    let waits =
        Memo::new(move |_| waiting.with(|items| items.iter().any(|item| item.doc == doc && finishes(&item.what))));
    let written = open.clone();
    let ask = move || {
        // Whoever presses right after the last word has written that, too.
        let lacks = written.now().as_ref().and_then(as_note).map(|note| note.faults()).unwrap_or_default();
        faults.set(lacks.iter().map(|lack| fault(locale, *lack)).collect());
        asks.set(lacks.is_empty());
        book.get().ask_team_status();
    };
    let shown = open.clone();
    let finish = move || {
        let (notebook, shown, ending) = (book.get(), shown.shown(), ending.get_untracked());
        let work = async move {
            notebook.command(doc, CommandAction::Finalise, shown).await?;
            if let Some((of, ended)) = ending.map(|ending| ending.written(&notebook)) {
                // The report is finished all the same; a device that is full says so by itself, and tries again.
                let _kept = notebook.append(of, vec![ended]).await;
            }
            Ok::<_, SaveError>(())
        };
        act.run(work, move |()| {
            asks.try_set(false);
        });
    };
    let (status, people) = (team_status(), colleagues());
    let (reading, presence, me) = (open.clone(), open.presence(), notebook().identity().member);
    let writers = Memo::new(move |_| {
        view.track();
        // Only the dialog asks, and typing should not wait for it.
        if !asks.get() {
            return Vec::new();
        }
        let writes = presence.with(|carets| carets.iter().map(|caret| caret.member).collect());
        let visited = visit.with(|visit| visit.as_ref().map(|(_, visit)| goers(visit)).unwrap_or_default());
        let found = colleagues_in((writers(&reading), visited), &writes, me).into_iter();
        let last = |member| status.with(|status| last_of(status.as_ref(), member));
        let writer = |(member, presence)| Writer { name: people.first_name(member), presence, last: last(member) };
        found.map(writer).collect::<Vec<_>>()
    });
    view! {
        <ErrorSummary faults=faults/>
        <Show
            when=move || waits.get()
            fallback=move || view! {
                <Button look=Look::Primary icon=Icon::Lock name="finish" on_press=ask.clone()>
                    {say!(locale, note.finish.open)}
                </Button>
            }
        >
            <Notice>{say!(locale, note.finish.waits)}</Notice>
        </Show>
        <Dialog open=asks title=say!(locale, note.finish.title)>
            <p>{say!(locale, note.finish.text)}</p>
            <Warnings writers=writers/>
            <ActFailure act=act/>
            <div class="bb-buttons">
                <Button look=Look::Primary name="finish-confirm" on_press=finish.clone()>
                    {say!(locale, note.finish.submit)}
                </Button>
                <Button on_press=move || asks.set(false)>{move || wait_words(locale, &writers.get())}</Button>
            </div>
        </Dialog>
    }
}

/// A colleague who may still have text that did not arrive.
#[derive(Clone, Debug, PartialEq, Eq)]
struct Writer {
    name: String,
    presence: WriterPresence,
    /// When their devices were told everything; none when nobody can say.
    last: Option<LastSync>,
}

/// Whether somebody writes at this moment.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum WriterPresence {
    /// Their caret is in the note.
    Writes,
    /// They wrote in it earlier.
    Wrote,
    /// They were at the visit: all that they wrote may still be on their tablet.
    Visited,
}

/// Who went on a visit.
fn goers(visit: &Visit) -> BTreeSet<MemberId> {
    sorting::gather(std::iter::once(visit.by).chain(visit.with.iter().copied()))
}

/// Everybody but the reader who wrote in the note or was at the visit, and those who are in it now.
fn colleagues_in(
    (wrote, visited): (BTreeSet<MemberId>, BTreeSet<MemberId>),
    writes: &BTreeSet<MemberId>,
    me: MemberId,
) -> Vec<(MemberId, WriterPresence)> {
    let all = wrote.iter().chain(&visited).chain(writes).copied().filter(|member| *member != me);
    let all: BTreeSet<MemberId> = sorting::gather(all);
    let presence = |member| match (writes.contains(&member), wrote.contains(&member)) {
        (true, _) => WriterPresence::Writes,
        (false, true) => WriterPresence::Wrote,
        (false, false) => WriterPresence::Visited,
    };
    all.into_iter().map(|member| (member, presence(member))).collect()
}

/// What is said of one of them.
fn sentence(locale: Locale, writer: &Writer) -> String {
    let name = writer.name.clone();
    let without_status = match writer.presence {
        WriterPresence::Writes => return say!(locale, note.finish.writes, name = name),
        WriterPresence::Wrote => say!(locale, note.finish.wrote, name = name),
        WriterPresence::Visited => say!(locale, note.finish.visited, name = name),
    };
    writer.last.and_then(|last| may_hold_text(locale, &writer.name, last)).unwrap_or(without_status)
}

/// Who may still have text, and what happens without a connection.
#[component]
fn Warnings(writers: Memo<Vec<Writer>>) -> impl IntoView {
    let locale = locale();
    let status = notebook().sync_status();
    let is_offline = move || status.with(|status| status.link != Link::Online);
    let sentences = move || {
        let sentences = writers.get().into_iter().map(|writer| view! { <p>{sentence(locale, &writer)}</p> });
        sentences.collect_view()
    };
    view! {
        <Show when=move || !writers.with(Vec::is_empty)>
            <Notice urge=Urge::Attention><div data-name="writers">{dynamic(sentences)}</div></Notice>
        </Show>
        <Show when=is_offline>
            <Notice>{say!(locale, note.finish.offline)}</Notice>
        </Show>
    }
}

fn fault(locale: Locale, lack: NoteFault) -> FieldFault {
    let (control, words) = match lack {
        NoteFault::NoDate => ("visit-date", say!(locale, note.finish.needs_date)),
        NoteFault::NobodyPresent => ("present", say!(locale, note.finish.needs_present)),
        NoteFault::NothingWritten => (NO_TALK, say!(locale, note.finish.needs_text)),
    };
    FieldFault { control, words: words.to_owned() }
}

fn wait_words(locale: Locale, writers: &[Writer]) -> String {
    match writers {
        [writer] => say!(locale, note.finish.wait_for, name = writer.name.clone()),
        [] | [_, _, ..] => say!(locale, note.finish.wait).to_owned(),
    }
}

fn finishes(what: &WaitingKind) -> bool {
    match what {
        WaitingKind::Decided(command) => command.action.kind() == CommandKind::Finalise,
        WaitingKind::Created(_) | WaitingKind::Written | WaitingKind::HandedOver => false,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn whoever_wrote_or_writes_may_still_have_text() {
        let [me, joost, ilse] = [1, 2, 3].map(|byte| MemberId::from_bytes([byte; 16]));
        let wrote = BTreeSet::from([me, joost]);
        let found = colleagues_in((wrote.clone(), BTreeSet::new()), &BTreeSet::from([ilse]), me);
        assert_eq!(found, [(joost, WriterPresence::Wrote), (ilse, WriterPresence::Writes)]);
        let found = colleagues_in((wrote, BTreeSet::from([me, joost, ilse])), &BTreeSet::new(), me);
        assert_eq!(
            found,
            [(joost, WriterPresence::Wrote), (ilse, WriterPresence::Visited)],
            "nothing of hers came yet"
        );
        let writer = |name: &str| Writer { name: name.to_owned(), presence: WriterPresence::Wrote, last: None };
        assert_eq!(wait_words(Locale::nl, &[writer("Joost")]), "Wacht op Joost");
        assert_eq!(wait_words(Locale::nl, &[writer("Joost"), writer("Ilse")]), "Wacht nog");
    }
}
