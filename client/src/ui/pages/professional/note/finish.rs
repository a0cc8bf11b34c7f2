//! "Verslag afronden": after this nothing changes, so it asks once.

use buurtboek_shared::{
    doc::{read::NoteView, schema},
    domain::{
        command::{CommandAction, CommandKind},
        note::{Heading, NoteFault},
    },
};
use leptos::prelude::*;

use super::company::names_of_writers;
use crate::{
    i18n::{Locale, say},
    state::{open_doc::OpenDoc, sync_status::Link, waiting::WaitingKind},
    ui::{
        act::{Act, ActFailure},
        colleagues::enumeration,
        context::{book, notebook},
        language::locale,
        parts::{
            button::{Button, Look},
            dialog::Dialog,
            error_summary::{ErrorSummary, FieldFault},
            icon::Icon,
            notice::{Notice, Urge},
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
) -> impl IntoView {
    let locale = locale();
    let book = book();
    let doc = open.doc;
    let asks = RwSignal::new(false);
    let faults = RwSignal::new(Vec::<FieldFault>::new());
    let act = Act::new();
    let waiting = notebook().waiting();
    let waits =
        Memo::new(move |_| waiting.with(|items| items.iter().any(|item| item.doc == doc && finishes(&item.what))));
    let ask = move || {
        let lacks = view.with_untracked(|view| view.as_ref().map(NoteView::faults).unwrap_or_default());
        faults.set(lacks.iter().map(|lack| fault(locale, *lack)).collect());
        asks.set(lacks.is_empty());
    };
    let lacks_text = move || faults.with(|faults| faults.iter().any(|fault| fault.control == NO_TALK));
    let no_talk = {
        let open = open.clone();
        move || {
            let root = schema::heading_root(Heading::WeSee);
            // The note is open on this page, so this fits; should it not, the note still asks for words.
            let _ = open.text(root).edit(0, 0, say!(locale, note.finish.no_talk_text));
            faults.set(Vec::new());
        }
    };
    let shown = open.clone();
    let finish = move || {
        let (notebook, shown) = (book.get(), shown.shown());
        let command = async move { notebook.command(doc, CommandAction::Finalise, shown).await };
        act.run(command, move |_| asks.set(false));
    };
    let names = names_of_writers(&open);
    let no_talk_button = move || {
        let no_talk = no_talk.clone();
        view! {
            <span id=NO_TALK><Button on_press=no_talk>{say!(locale, note.finish.no_talk)}</Button></span>
        }
    };
    view! {
        <ErrorSummary faults=faults/>
        <Show when=lacks_text>{no_talk_button.clone()()}</Show>
        <Show
            when=move || waits.get()
            fallback=move || view! {
                <Button look=Look::Primary icon=Icon::Lock name="finish" on_press=ask>
                    {say!(locale, note.finish.open)}
                </Button>
            }
        >
            <Notice>{say!(locale, note.finish.waits)}</Notice>
        </Show>
        <Dialog open=asks title=say!(locale, note.finish.title)>
            <p>{say!(locale, note.finish.text)}</p>
            <Warnings names=names/>
            <ActFailure act=act/>
            <div class="bb-buttons">
                <Button look=Look::Primary name="finish-confirm" on_press=finish.clone()>
                    {say!(locale, note.finish.submit)}
                </Button>
                <Button on_press=move || asks.set(false)>{move || wait_words(locale, &names.get())}</Button>
            </div>
        </Dialog>
    }
}

/// Who writes along, and what happens without a connection.
#[component]
fn Warnings(names: Signal<Vec<String>>) -> impl IntoView {
    let locale = locale();
    let status = notebook().sync_status();
    let is_offline = move || status.with(|status| status.link != Link::Online);
    let writing = move || {
        names.with(|names| {
            let joined = enumeration(names, say!(locale, note.and));
            match names.len() {
                0 => None,
                1 => Some(say!(locale, note.finish.writing, names = joined)),
                _ => Some(say!(locale, note.finish.writing_many, names = joined)),
            }
        })
    };
    view! {
        {move || writing().map(|words| view! { <Notice urge=Urge::Attention>{words}</Notice> })}
        <Show when=is_offline>
            <Notice>{say!(locale, note.finish.offline)}</Notice>
        </Show>
    }
}

/// Where "Geen gesprek" stands.
const NO_TALK: &str = "no-talk";

fn fault(locale: Locale, lack: NoteFault) -> FieldFault {
    let (control, words) = match lack {
        NoteFault::NoDate => ("visit-date", say!(locale, note.finish.needs_date)),
        NoteFault::NobodyPresent => ("present", say!(locale, note.finish.needs_present)),
        NoteFault::NothingWritten => (NO_TALK, say!(locale, note.finish.needs_text)),
    };
    FieldFault { control, words: words.to_owned() }
}

fn wait_words(locale: Locale, names: &[String]) -> String {
    match names {
        [name] => say!(locale, note.finish.wait_for, name = name.clone()),
        [] | [_, _, ..] => say!(locale, note.finish.wait).to_owned(),
    }
}

fn finishes(what: &WaitingKind) -> bool {
    match what {
        WaitingKind::Decided(command) => command.action.kind() == CommandKind::Finalise,
        WaitingKind::Created(_) | WaitingKind::Written | WaitingKind::HandedOver => false,
    }
}
