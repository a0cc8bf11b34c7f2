//! "Zorg om veiligheid": whom to call and in which steps, without internet too.

use leptos::prelude::*;

use crate::{
    i18n::say,
    platform::dom,
    ui::{
        context::notebook,
        language::locale,
        parts::{
            button::{Button, Look},
            call::CallButton,
            icon::Icon,
            page_title::{PageTitle, SectionTitle},
        },
    },
};

/// The page. It belongs to no resident: nothing is written down here.
#[component]
pub fn SafetyPage() -> impl IntoView {
    let locale = locale();
    let phone = notebook().identity().team_phone;
    let team = (!phone.is_empty()).then(|| {
        let words = say!(locale, visit.safety.team_call, phone = phone.clone());
        view! { <CallButton number=phone words=words/> }
    });
    let steps = [
        say!(locale, visit.safety.step_1),
        say!(locale, visit.safety.step_2),
        say!(locale, visit.safety.step_3),
        say!(locale, visit.safety.step_4),
        say!(locale, visit.safety.step_5),
    ];
    view! {
        <article class="bb-main">
            <PageTitle text=say!(locale, visit.safety.title)/>
            <CallButton number="112" look=Look::Alarm words=say!(locale, visit.safety.call_112)/>
            <section class="bb-card">
                <SectionTitle>{say!(locale, visit.safety.advice)}</SectionTitle>
                <p>{say!(locale, visit.safety.advice_text)}</p>
                <CallButton number="0800-2000" words=say!(locale, visit.safety.advice_call)/>
                {team}
            </section>
            <section class="bb-section">
                <SectionTitle>{say!(locale, visit.safety.code)}</SectionTitle>
                <ol class="bb-stack bb-stack--tight">
                    {steps.map(|step| view! { <li>{step}</li> }).into_iter().collect_view()}
                </ol>
            </section>
            <div class="bb-actions">
                <Button icon=Icon::ArrowLeft on_press=dom::go_back>{say!(locale, app.back)}</Button>
            </div>
        </article>
    }
}
