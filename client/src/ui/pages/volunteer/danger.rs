//! "Is er nu gevaar?": the numbers, one tap away, without internet too.

use leptos::prelude::*;

use super::new_signal::steps::Step;
use crate::{
    i18n::say,
    ui::{
        context::notebook,
        language::locale,
        outlet::use_params,
        parts::{
            button::{ButtonLink, Look},
            call::CallButton,
            dynamic::dynamic,
            page_title::PageTitle,
        },
        route,
    },
};

/// The page. On the way through a form it leads back to the next question.
#[component]
pub fn Danger() -> impl IntoView {
    let locale = locale();
    let params = use_params();
    let draft = move || params.with(|params| params.get("draft").and_then(|draft| draft.parse().ok()));
    let phone = notebook().identity().team_phone;
    let team = (!phone.is_empty()).then(|| {
        let words = say!(locale, volunteer.danger.team_call, phone = phone.clone());
        view! {
            <section class="bb-card">
                <h2 class="nl-heading nl-heading--level-3">{say!(locale, volunteer.danger.team)}</h2>
                <CallButton number=phone words=words/>
            </section>
        }
    });
    let back = move || match draft() {
        Some(draft) => view! {
            <ButtonLink href=route::new_signal(draft, Step::More) look=Look::Secondary>
                {say!(locale, volunteer.danger.go_on)}
            </ButtonLink>
        },
        None => view! { <ButtonLink href=route::HOME look=Look::Secondary>{say!(locale, app.back)}</ButtonLink> },
    };
    view! {
        <div class="bb-main">
            <PageTitle text=say!(locale, volunteer.danger.title)/>
            <p class="bb-lead">{say!(locale, volunteer.danger.text)}</p>
            <CallButton number="112" look=Look::Alarm words=say!(locale, volunteer.danger.call)/>
            <section class="bb-card">
                <h2 class="nl-heading nl-heading--level-3">{say!(locale, volunteer.danger.violence)}</h2>
                <p>{say!(locale, volunteer.danger.violence_text)}</p>
                <CallButton number="0800-2000" words=say!(locale, volunteer.danger.violence_call)/>
            </section>
            <section class="bb-card">
                <h2 class="nl-heading nl-heading--level-3">{say!(locale, volunteer.danger.suicide)}</h2>
                <p>{say!(locale, volunteer.danger.suicide_text)}</p>
                <CallButton number="113" words=say!(locale, volunteer.danger.suicide_call)/>
            </section>
            {team}
            <div class="bb-actions">{dynamic(back)}</div>
        </div>
    }
}
