//! After a signal was sent: what the team has, and what is still on the telephone.

use buurtboek_shared::ids::{DocId, DocKind, Id128};
use leptos::prelude::*;

use super::became::{Became, became};
use crate::{
    i18n::say,
    ui::{
        context::notebook,
        language::locale,
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
    let phone = notebook().identity().team_phone;
    let state = became(signal);
    let title = Signal::derive(move || match state.get() {
        Became::Received(_) => say!(locale, volunteer.sent.title).to_owned(),
        Became::Waiting | Became::Refused => say!(locale, volunteer.sent.waiting_title).to_owned(),
        Became::Erased | Became::Unknown => say!(locale, volunteer.signal.title).to_owned(),
    });
    let body = move || match state.get() {
        Became::Received(at) => view! {
            <Notice urge=Urge::Good>
                {say!(locale, volunteer.sent.received, at = moments::when(locale, at))}
            </Notice>
        }
        .into_any(),
        Became::Waiting => {
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
        Became::Refused => {
            view! { <Notice urge=Urge::Attention>{say!(locale, volunteer.sent.refused)}</Notice> }.into_any()
        }
        Became::Erased => view! { <Notice>{say!(locale, volunteer.signal.erased)}</Notice> }.into_any(),
        Became::Unknown => view! { <Notice>{say!(locale, volunteer.signal.gone)}</Notice> }.into_any(),
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
