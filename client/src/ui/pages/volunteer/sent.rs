//! After a signal was sent: what the team has, and what is still on the telephone.

use buurtboek_shared::{
    ids::{DocId, DocKind, Id128},
    time::Timestamp,
};
use leptos::prelude::*;
use leptos_router::hooks::use_params_map;

use super::feedback;
use crate::{
    i18n::say,
    ui::{
        context::notebook,
        language::locale,
        parts::{
            button::{ButtonLink, Look},
            notice::{Notice, Urge},
            page_title::PageTitle,
        },
        route,
        words::moments,
    },
};

/// What became of a sent signal.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Sent {
    /// The server has it, since then.
    Received(Timestamp),
    /// It is on the device alone.
    Waiting,
    /// It was refused.
    Refused,
}

/// The page.
#[component]
pub fn SentSignal() -> impl IntoView {
    let locale = locale();
    let params = use_params_map();
    let signal = Memo::new(move |_| {
        let id = params.with(|params| params.get("signal").and_then(|id| id.parse::<Id128>().ok()));
        id.map(|id| DocId::new(DocKind::Signal, id))
    });
    let notebook = notebook();
    let phone = notebook.identity().team_phone;
    let (waiting, rescue, status) = (notebook.waiting(), notebook.rescue(), notebook.sync_status());
    let feedback = feedback();
    let state = Memo::new(move |_| {
        let Some(signal) = signal.get() else { return Sent::Waiting };
        if rescue.with(|drafts| drafts.iter().any(|draft| draft.doc == signal)) {
            return Sent::Refused;
        }
        if let Some(received) = feedback.with(|entries| entries.get(&signal).map(|entry| entry.received)) {
            return Sent::Received(received);
        }
        let waits = waiting.with(|items| items.iter().any(|item| item.doc == signal));
        match status.with(|status| status.last_synced) {
            Some(at) if !waits => Sent::Received(at),
            Some(_) | None => Sent::Waiting,
        }
    });
    let title = Signal::derive(move || match state.get() {
        Sent::Received(_) => say!(locale, volunteer.sent.title).to_owned(),
        Sent::Waiting | Sent::Refused => say!(locale, volunteer.sent.waiting_title).to_owned(),
    });
    let body = move || match state.get() {
        Sent::Received(at) => view! {
            <Notice urge=Urge::Good>
                {say!(locale, volunteer.sent.received, time = moments::moment(locale, at))}
            </Notice>
        }
        .into_any(),
        Sent::Waiting => {
            let call = if phone.is_empty() {
                say!(locale, volunteer.sent.urgent_no_phone).to_owned()
            } else {
                say!(locale, volunteer.sent.urgent, phone = phone.clone())
            };
            view! {
                <Notice>
                    <p>{say!(locale, volunteer.sent.waiting)}</p>
                    <p>{call}</p>
                </Notice>
            }
            .into_any()
        }
        Sent::Refused => {
            view! { <Notice urge=Urge::Attention>{say!(locale, volunteer.sent.refused)}</Notice> }.into_any()
        }
    };
    view! {
        <div class="bb-main">
            <PageTitle text=title/>
            {body}
            <div class="bb-actions">
                <ButtonLink href=route::HOME look=Look::Primary>{say!(locale, volunteer.sent.back)}</ButtonLink>
            </div>
        </div>
    }
}
