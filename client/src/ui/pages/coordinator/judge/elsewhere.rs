//! "Doorgeven" and "Niets voor ons": others do it, or the reporter is shown the way.

use buurtboek_shared::domain::{
    command::{CommandAction, Outcome, Signpost},
    feedback::{self, Sentence},
};
use leptos::prelude::*;

use super::super::{
    ending::choice_form::{AwaitsConnection, ChoiceForm, EndingWords},
    form_words,
    preview::Preview,
    signposts,
};
use crate::{
    i18n::say,
    platform::dom,
    state::open_doc::OpenDoc,
    ui::{
        act::{Act, ActFailure},
        context::book,
        language::locale,
        parts::{
            button::{Look, SubmitButton},
            choice_rows::ChoiceRow,
            field::LineField,
            fold::Fold,
        },
    },
};

/// The two, folded until somebody wants one.
#[component]
pub fn Elsewhere(
    /// The triage as it is on the screen.
    open: OpenDoc,
) -> impl IntoView {
    let locale = locale();
    let (forwards, signposts) = (open.clone(), open);
    view! {
        <div class="bb-stack bb-stack--tight" data-name="elsewhere">
            <Fold title=say!(locale, coordinator.judge.forward)><Forward open=forwards/></Fold>
            <Fold title=say!(locale, coordinator.judge.out_of_scope)><OutOfScope open=signposts/></Fold>
        </div>
    }
}

#[component]
fn Forward(open: OpenDoc) -> impl IntoView {
    let locale = locale();
    let book = book();
    let triage = open.doc;
    let (to, error) = (RwSignal::new(String::new()), RwSignal::new(String::new()));
    let act = Act::new();
    let sentence = Signal::derive(|| Some(Sentence::PassedOn));
    let on_submit = move |event: leptos::ev::SubmitEvent| {
        event.prevent_default();
        let action = CommandAction::Forward { to: to.get_untracked().trim().to_owned() };
        let fault = form_words::fault(locale, &action, say!(locale, coordinator.judge.forward_missing));
        let is_wrong = fault.is_some();
        error.set(fault.unwrap_or_default());
        if is_wrong {
            dom::focus_by_id("forward-to");
            return;
        }
        let (notebook, shown) = (book.get(), open.shown());
        act.run(async move { notebook.command(triage, action, shown).await }, |_| {});
    };
    view! {
        <form class="bb-stack" on:submit=on_submit novalidate>
            <LineField
                id="forward-to"
                label=say!(locale, coordinator.judge.forward_to)
                help=say!(locale, coordinator.judge.forward_help)
                value=to
                error=error
            />
            <Preview signal=triage.id sentence=sentence/>
            <AwaitsConnection/>
            <ActFailure act=act/>
            <p>
                <SubmitButton look=Look::Secondary busy=act.busy()>{say!(locale, coordinator.judge.forward)}</SubmitButton>
            </p>
        </form>
    }
}

#[component]
fn OutOfScope(open: OpenDoc) -> impl IntoView {
    let locale = locale();
    let rows = Signpost::ALL.iter().map(|signpost| ChoiceRow::new(*signpost, signposts::words(locale, *signpost)));
    let words = EndingWords {
        id: "signpost",
        legend: say!(locale, coordinator.judge.where_to),
        missing: say!(locale, coordinator.judge.signpost_missing),
        words_id: "signpost-why",
        words_label: say!(locale, coordinator.judge.out_of_scope_why),
        submit: say!(locale, coordinator.judge.out_of_scope_submit),
    };
    view! {
        <ChoiceForm
            words=words
            rows=rows.collect()
            sentence=|signpost| feedback::of_ending(Outcome::OutOfScope, Some(signpost))
            action=|signpost, why| CommandAction::OutOfScope { signpost, why }
            about=open
        />
    }
}
