//! "Ik ken deze mensen": gives up a signal or a dossier, and one's own access to it.

use buurtboek_shared::{
    domain::command::{CommandAction, CommandKind},
    ids::{DocId, DocKind},
};
use leptos::prelude::*;
use leptos_router::hooks::use_navigate;

use super::case::decision_waits;
use crate::{
    i18n::say,
    ui::{
        act::{Act, ActFailure},
        context::book,
        language::locale,
        parts::{
            button::{Button, Look},
            dialog::Dialog,
            notice::Notice,
            show::Show,
        },
        route,
    },
};

/// The button, confirmed first.
#[component]
pub fn GiveBack(
    /// The triage or dossier.
    doc: DocId,
) -> impl IntoView {
    let locale = locale();
    let book = book();
    let navigate = use_navigate();
    let waits = decision_waits(doc, &[CommandKind::GiveBack]);
    let asks = RwSignal::new(false);
    let act = Act::new();
    let (text, list) = match doc.kind {
        DocKind::Dossier => (say!(locale, professional.give_back.dossier_text), route::DOSSIERS),
        DocKind::Triage
        | DocKind::Intake
        | DocKind::Signal
        | DocKind::Note
        | DocKind::Feedback
        | DocKind::Directory => (say!(locale, professional.give_back.signal_text), route::SIGNALS),
    };
    let give_back = move || {
        asks.set(false);
        let (notebook, navigate) = (book.get(), navigate.clone());
        let work = async move { notebook.command(doc, CommandAction::GiveBack, None).await };
        act.run(work, move |_| navigate(list, Default::default()));
    };
    view! {
        <ActFailure act=act/>
        <Show
            when=move || waits.get()
            fallback=move || view! {
                <p>
                    <Button look=Look::Subtle name="give-back" on_press=move || asks.set(true)>
                        {say!(locale, professional.give_back.title)}
                    </Button>
                </p>
            }
        >
            <Notice>{say!(locale, professional.give_back.waits)}</Notice>
        </Show>
        <Dialog open=asks title=say!(locale, professional.give_back.title)>
            <p>{text}</p>
            <div class="bb-buttons">
                <Button look=Look::SubtleAlarm on_press=give_back.clone()>{say!(locale, professional.give_back.confirm)}</Button>
                <Button on_press=move || asks.set(false)>{say!(locale, app.cancel)}</Button>
            </div>
        </Dialog>
    }
}
