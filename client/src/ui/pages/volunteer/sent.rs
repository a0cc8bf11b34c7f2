//! After a signal was sent: what the team has, and what is still on the telephone.

use buurtboek_shared::{
    domain::feedback::FeedbackEntry,
    ids::{DocId, DocKind, Id128},
    time::Timestamp,
};
use leptos::prelude::*;

use super::feedback;
use crate::{
    i18n::say,
    state::{ViewRow, open_doc::Sought},
    ui::{
        context::notebook,
        language::locale,
        opened::open,
        outlet::use_params,
        pages::shared::not_found::NotFound,
        parts::{
            button::{ButtonLink, Look},
            call::CallButton,
            dynamic::dynamic,
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
    /// The device knows nothing of it.
    Unknown,
}

/// The page.
#[component]
pub fn SentSignal() -> impl IntoView {
    let params = use_params();
    let signal = Memo::new(move |_| {
        let id = params.with(|params| params.get("signal").and_then(|id| id.parse::<Id128>().ok()));
        id.map(|id| DocId::new(DocKind::Signal, id))
    });
    dynamic(move || match signal.get() {
        Some(signal) => view! { <WhatBecame signal=signal/> }.into_any(),
        None => view! { <NotFound/> }.into_any(),
    })
}

/// What became of one signal.
#[component]
fn WhatBecame(signal: DocId) -> impl IntoView {
    let locale = locale();
    let notebook = notebook();
    let phone = notebook.identity().team_phone;
    let (rows, rescue) = (notebook.list(DocKind::Signal), notebook.rescue());
    let feedback = feedback();
    let sought = open(signal).sought();
    let state = Memo::new(move |_| {
        if rescue.with(|drafts| drafts.iter().any(|draft| draft.doc == signal)) {
            return Sent::Refused;
        }
        let row = |rows: &Vec<ViewRow>| rows.iter().find(|row| row.doc == signal).cloned();
        feedback.with(|entries| became_of(entries.get(&signal), rows.with(row).as_ref(), sought.get()))
    });
    let title = Signal::derive(move || match state.get() {
        Sent::Received(_) => say!(locale, volunteer.sent.title).to_owned(),
        Sent::Waiting | Sent::Refused => say!(locale, volunteer.sent.waiting_title).to_owned(),
        Sent::Unknown => say!(locale, volunteer.signal.title).to_owned(),
    });
    let body = move || match state.get() {
        Sent::Received(at) => view! {
            <Notice urge=Urge::Good>
                {say!(locale, volunteer.sent.received, at = moments::when(locale, at))}
            </Notice>
        }
        .into_any(),
        Sent::Waiting => {
            let call = (!phone.is_empty()).then(|| {
                let words = say!(locale, volunteer.danger.team_call, phone = phone.clone());
                view! { <CallButton number=phone.clone() look=Look::Secondary words=words/> }
            });
            let sentence = match &call {
                Some(_) => say!(locale, volunteer.sent.urgent, phone = phone.clone()),
                None => say!(locale, volunteer.sent.urgent_no_phone).to_owned(),
            };
            view! {
                <Notice>
                    <p>{say!(locale, volunteer.sent.waiting)}</p>
                    <p>{sentence}</p>
                    {call}
                </Notice>
            }
            .into_any()
        }
        Sent::Refused => {
            view! { <Notice urge=Urge::Attention>{say!(locale, volunteer.sent.refused)}</Notice> }.into_any()
        }
        Sent::Unknown => view! { <Notice>{say!(locale, volunteer.signal.gone)}</Notice> }.into_any(),
    };
    view! {
        <div class="bb-main">
            <PageTitle text=title/>
            {dynamic(body)}
            <div class="bb-actions">
                <ButtonLink href=route::HOME look=Look::Primary>{say!(locale, volunteer.sent.back)}</ButtonLink>
            </div>
        </div>
    }
}

/// Received is said only on the server's word: what it told the reporter, or the row that it announced. What is merely
/// not known here waits.
fn became_of(told: Option<&FeedbackEntry>, row: Option<&ViewRow>, sought: Sought) -> Sent {
    let announced = row.filter(|row| row.seq.0 > 0).map(|row| row.created);
    match (told.map(|entry| entry.received).or(announced), sought) {
        (Some(at), _) => Sent::Received(at),
        (None, Sought::Reading) => Sent::Waiting,
        (None, Sought::InVain) => Sent::Unknown,
    }
}

#[cfg(test)]
mod tests {
    use buurtboek_shared::{domain::access::Access, ids::Seq};

    use super::*;
    use crate::state::{SignalSummary, Summary};

    fn row(seq: u64) -> ViewRow {
        ViewRow {
            doc: DocId::new(DocKind::Signal, Id128([1; 16])),
            parent: None,
            created: Timestamp(5_000),
            access: Access::Write,
            seq: Seq(seq),
            summary: Summary::Signal(SignalSummary::default()),
            words: String::new(),
        }
    }

    #[test]
    fn received_is_said_on_the_servers_word_alone() {
        assert_eq!(became_of(None, None, Sought::Reading), Sent::Waiting, "the list is not read yet");
        assert_eq!(became_of(None, None, Sought::InVain), Sent::Unknown, "deleted, or never here");
        assert_eq!(became_of(None, Some(&row(0)), Sought::Reading), Sent::Waiting, "on this device alone");
        assert_eq!(became_of(None, Some(&row(1)), Sought::Reading), Sent::Received(Timestamp(5_000)));
    }
}
