//! "Klopt dit?": every answer once more, and the one button that sends.

use buurtboek_shared::domain::signal::{FeltUrgency, Since};
use leptos::prelude::*;
use leptos_router::{NavigateOptions, hooks::use_navigate};

use super::{back, desk::Desk, steps::Step};
use crate::{
    i18n::{Locale, say},
    state::SignalForm,
    ui::{
        act::Act,
        context::book,
        language::locale,
        parts::{
            button::SubmitButton,
            dynamic::dynamic,
            facts::Facts,
            notice::{Notice, Urge},
            page_title::PageTitle,
            show::Show,
        },
        route,
        words::answers,
    },
};

/// One answer as the check shows it; an empty one was skipped.
#[derive(Clone, Debug, PartialEq, Eq)]
struct Answer {
    step: Step,
    question: &'static str,
    answer: String,
}

/// The page.
#[component]
pub fn Check(
    /// The form.
    desk: Desk,
) -> impl IntoView {
    let locale = locale();
    let book = book();
    let navigate = use_navigate();
    desk.mark_checked();
    let send = Act::new();
    let on_submit = {
        let navigate = navigate.clone();
        move |event: leptos::ev::SubmitEvent| {
            event.prevent_default();
            let Some(draft) = desk.as_draft() else { return };
            if let Some(step) = Step::first_unfinished(&draft.form) {
                navigate(&route::new_signal(desk.draft, step), Default::default());
                return;
            }
            let (notebook, navigate) = (book.get(), navigate.clone());
            let sent = async move { notebook.send_signal(&draft).await };
            // In the place of the check: the browser's "back" has nothing to send twice.
            let instead = NavigateOptions { replace: true, ..NavigateOptions::default() };
            send.run(sent, move |doc| navigate(&route::sent(doc.id), instead));
        }
    };
    let rows = move || {
        let answers = desk.form.with(|form| answers(locale, form));
        answers.into_iter().map(|answer| row(locale, desk, answer)).collect_view()
    };
    view! {
        <form class="bb-stack" on:submit=on_submit>
            <PageTitle text=say!(locale, volunteer.form.check.title)/>
            <Facts>{dynamic(rows)}</Facts>
            <p>{say!(locale, volunteer.form.check.privacy)}</p>
            <Show when=move || send.failed().get()>
                <Notice urge=Urge::Alarm>{say!(locale, volunteer.form.check.not_kept)}</Notice>
            </Show>
            <div class="bb-actions">
                <SubmitButton busy=send.busy()>{say!(locale, volunteer.form.check.send)}</SubmitButton>
                {back(desk, Step::Check)}
            </div>
        </form>
    }
}

fn row(locale: Locale, desk: Desk, answer: Answer) -> impl IntoView {
    let words = if answer.answer.is_empty() {
        view! { <span class="bb-soft">{say!(locale, volunteer.form.check.skipped)}</span> }.into_any()
    } else {
        view! { <span class="bb-own-words" dir="auto">{answer.answer}</span> }.into_any()
    };
    view! {
        <div>
            <dt class="utrecht-data-list__item-key">{answer.question}</dt>
            <dd class="utrecht-data-list__item-value utrecht-data-list__item-value--html-dd">{words}</dd>
            <dd>
                <a class="nl-link" href=route::new_signal(desk.draft, answer.step)>
                    {say!(locale, volunteer.form.check.change)}
                    <span class="bb-hidden">": "{answer.question}</span>
                </a>
            </dd>
        </div>
    }
}

fn answers(locale: Locale, form: &SignalForm) -> Vec<Answer> {
    let answer = |step, question, answer: String| Answer { step, question, answer };
    let yes_no = |given| given_or_skipped(given, |given| answers::yes_no(locale, given));
    vec![
        answer(Step::Observation, say!(locale, volunteer.form.observation.title), form.observation.trim().to_owned()),
        answer(Step::Place, say!(locale, volunteer.form.place.title), answers::place(&form.place.place())),
        answer(
            Step::Since,
            say!(locale, volunteer.form.since.title),
            answers::since(locale, form.since.unwrap_or(Since::Unknown)).to_owned(),
        ),
        answer(
            Step::Urgency,
            say!(locale, volunteer.form.urgency.title),
            answers::felt_urgency(locale, form.urgency.unwrap_or(FeltUrgency::Unknown)).to_owned(),
        ),
        answer(
            Step::More,
            say!(locale, volunteer.form.more.relation),
            given_or_skipped(form.relation, |given| answers::relation(locale, given)),
        ),
        answer(
            Step::More,
            say!(locale, volunteer.form.more.contact),
            given_or_skipped(form.contact, |given| answers::contact(locale, given)),
        ),
        answer(Step::More, say!(locale, volunteer.form.more.knows), yes_no(form.person_knows)),
        answer(Step::More, say!(locale, volunteer.form.more.think), form.interpretation.trim().to_owned()),
        answer(Step::More, say!(locale, volunteer.form.more.call), yes_no(form.may_call)),
        answer(Step::More, say!(locale, volunteer.form.more.along), yes_no(form.wants_along)),
    ]
}

fn given_or_skipped<T>(given: Option<T>, words: impl Fn(T) -> &'static str) -> String {
    given.map(words).unwrap_or_default().to_owned()
}

#[cfg(test)]
mod tests {
    use buurtboek_shared::domain::signal::YesNo;

    use super::*;

    #[test]
    fn the_check_shows_every_answer_and_what_was_skipped() {
        let form = SignalForm {
            observation: "  De gordijnen zijn dicht\n".to_owned(),
            may_call: Some(YesNo::No),
            ..SignalForm::default()
        };
        let shown = answers(Locale::nl, &form);
        let of = |question: &str| shown.iter().find(|answer| answer.question == question).unwrap().answer.clone();
        assert_eq!(of("Wat ziet of hoort u?"), "De gordijnen zijn dicht");
        assert_eq!(of("Sinds wanneer?"), "Weet ik niet", "what was not chosen is said as it will be sent");
        assert_eq!(of("Mogen wij u bellen?"), "Nee");
        assert_eq!(of("Kent u deze persoon?"), "", "skipped");
        assert_eq!(shown.len(), 10);
    }
}
