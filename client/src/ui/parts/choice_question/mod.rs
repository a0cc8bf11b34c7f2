//! A choice field that several people answer: one answer shows, two ask.

pub mod answering;
pub mod choosing;
pub mod line_answer;
pub mod names;
pub mod one_answer;
pub mod settled;
pub mod two_answers;

use buurtboek_shared::{
    domain::choice::{self, Answer, ChoiceEntry},
    ids::DocId,
};
use leptos::prelude::*;

pub use self::{answering::Answering, choosing::Choosing, names::names_in};
use self::{
    one_answer::OneAnswer,
    settled::{NotYetSettled, Settled},
    two_answers::TwoAnswers,
};
use crate::ui::parts::{dynamic::dynamic, show::Show};

/// Everything that says which field it is.
#[derive(Clone)]
pub struct Question {
    /// Distinguishes it on the page.
    pub id: &'static str,
    /// The document.
    pub doc: DocId,
    /// The field's root.
    pub root: &'static str,
    /// The question.
    pub legend: &'static str,
    /// What helps to answer; may be empty.
    pub help: &'static str,
    /// How it is answered.
    pub answering: Answering,
    /// What is said beside two answers; may be empty.
    pub meanwhile: &'static str,
}

/// The question with its answers.
#[component]
pub fn ChoiceQuestion(
    /// Which field.
    question: Question,
    /// Everything that was answered.
    entries: Signal<Vec<ChoiceEntry>>,
) -> impl IntoView {
    let is_open = Memo::new(move |_| entries.with(|entries| matches!(choice::fold(entries), Answer::Open(_))));
    let postponed = RwSignal::new(false);
    let asked = question.clone();
    let plain = question.clone();
    view! {
        <Show
            when=move || is_open.get()
            fallback=move || view! { <OneAnswer question=plain.clone() entries=entries/> }
        >
            <TwoAnswers question=asked.clone() entries=entries postponed=postponed/>
        </Show>
    }
}

/// Only what needs somebody to choose: two answers, or what a colleague chose between them. For a field that is edited
/// elsewhere. Who may not choose reads both.
#[component]
pub fn Conflict(
    /// Which field.
    question: Question,
    /// Everything that was answered.
    #[prop(into)]
    entries: Signal<Vec<ChoiceEntry>>,
    /// True for who may choose.
    writes: Memo<bool>,
    /// What is chosen between.
    #[prop(optional)]
    choosing: Choosing,
) -> impl IntoView {
    let is_open = Memo::new(move |_| entries.with(|entries| matches!(choice::fold(entries), Answer::Open(_))));
    let postponed = RwSignal::new(false);
    dynamic(move || {
        let question = question.clone();
        match (is_open.get(), writes.get()) {
            (false, _) => view! { <Settled question=question entries=entries/> }.into_any(),
            (true, true) => view! {
                <TwoAnswers question=question entries=entries postponed=postponed choosing=choosing/>
            }
            .into_any(),
            (true, false) => view! { <NotYetSettled question=question entries=entries/> }.into_any(),
        }
    })
}
