//! A field with one answer, or none.

use buurtboek_shared::{
    domain::{choice::ChoiceEntry, signal::YesNo},
    ids::EntryId,
};
use leptos::prelude::*;

use super::{
    super::{
        choice::{standing_ids, standing_value},
        choice_rows::{ChoiceRow, ChoiceRows},
    },
    Question,
    answering::Answering,
    line_answer::LineAnswer,
    names::NameTicks,
    settled::Settled,
};
use crate::ui::{
    act::{Act, ActFailure},
    authoring::Author,
    context::book,
};

/// One answer, or none.
#[component]
pub fn OneAnswer(
    /// Which field.
    question: Question,
    /// Everything that was answered.
    entries: Signal<Vec<ChoiceEntry>>,
) -> impl IntoView {
    let book = book();
    let act = Act::new();
    let Question { id, doc, root, legend, help, answering, .. } = question.clone();
    let instead = move |value: String, instead_of: Vec<EntryId>| {
        let notebook = book.get();
        let intent = Author::of(&notebook).answer(root, &value, instead_of, "");
        act.answer(async move { notebook.append(doc, vec![intent]).await });
    };
    let answer = move |value: String| {
        let known = entries.get_untracked();
        if value != standing_value(&known) {
            instead(value, standing_ids(&known));
        }
    };
    let standing = Memo::new(move |_| entries.with(|entries| standing_value(entries)));
    let control = match answering {
        Answering::Options(options) => {
            let rows = options.iter().map(|(code, words)| ChoiceRow::new((*code).to_owned(), *words)).collect();
            let chosen = Signal::derive(move || Some(standing.get()).filter(|value| !value.is_empty()));
            view! { <ChoiceRows id=id legend=legend rows=rows chosen=chosen on_choose=answer/> }.into_any()
        }
        Answering::Names(names) => {
            view! { <NameTicks id=id legend=legend names=names standing=standing on_answer=answer/> }.into_any()
        }
        Answering::Tick => view! { <Tick id=id label=legend help=help standing=standing on_answer=answer/> }.into_any(),
        Answering::Line(kind) => {
            view! { <LineAnswer id=id label=legend help=help kind=kind entries=entries on_answer=instead/> }.into_any()
        }
    };
    view! {
        <div class="bb-stack bb-stack--tight" data-root=root>
            {control}
            <ActFailure act=act/>
            <Settled question=question entries=entries/>
        </div>
    }
}

/// One box to tick.
#[component]
fn Tick(
    id: &'static str,
    label: &'static str,
    help: &'static str,
    standing: Memo<String>,
    on_answer: impl Fn(String) + 'static,
) -> impl IntoView {
    let is_ticked = move || standing.with(|value| value == YesNo::Yes.code());
    let help = (!help.is_empty()).then(|| view! { <span class="bb-option__help">{help}</span> });
    let on_change = move |event| {
        let answer = if event_target_checked(&event) { YesNo::Yes } else { YesNo::No };
        on_answer(answer.code().to_owned());
    };
    view! {
        <label class="bb-option">
            <input
                type="checkbox"
                class="utrecht-checkbox utrecht-checkbox--html-input"
                id=id
                prop:checked=is_ticked
                on:change=on_change
            />
            <span class="bb-option__text"><span>{label}</span>{help}</span>
        </label>
    }
}
