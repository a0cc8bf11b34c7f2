//! "Hoe snel?"

use buurtboek_shared::{
    doc::{read::TriageView, schema},
    domain::{
        choice::{self, Answer},
        triage::Urgency,
    },
    ids::DocId,
};
use leptos::prelude::*;

use super::item_of;
use crate::{
    i18n::say,
    ui::{
        act::{Act, ActFailure},
        authoring::Author,
        context::book,
        language::locale,
        pages::professional::signal_list::SignalItem,
        parts::{
            choice::standing_ids,
            choice_question::{Answering, ChoiceQuestion, Question, settled::Settled},
            choice_rows::{ChoiceRow, ChoiceRows, RowsLayout},
            show::Show,
        },
        words::team,
    },
};

/// The answers, in the order of the screen.
const ANSWERS: [Urgency; 3] = [Urgency::Today, Urgency::ThisWeek, Urgency::CanWait];

/// The question. Until somebody judged, the reporter's own sense of it is chosen; two answers wait for a person.
#[component]
pub fn HowSoon(
    /// The triage.
    triage: DocId,
    /// What it says.
    view: Memo<Option<TriageView>>,
    /// The team's signals.
    items: Memo<Vec<SignalItem>>,
) -> impl IntoView {
    let entries =
        Memo::new(move |_| view.with(|view| view.as_ref().map(|view| view.urgency.clone()).unwrap_or_default()));
    let differs = Memo::new(move |_| entries.with(|entries| matches!(choice::fold(entries), Answer::Open(_))));
    view! {
        <Show
            when=move || differs.get()
            fallback=move || view! {
                <OneAnswer triage=triage view=view items=items/>
                <Settled question=question(triage) entries=entries.into()/>
            }
        >
            <ChoiceQuestion question=question(triage) entries=entries.into()/>
        </Show>
    }
}

fn question(triage: DocId) -> Question {
    let locale = locale();
    Question {
        id: "how-soon",
        doc: triage,
        root: schema::URGENCY,
        legend: say!(locale, coordinator.judge.how_soon),
        help: "",
        answering: Answering::Options(ANSWERS.map(|urgency| (urgency.code(), team::urgency(locale, urgency))).to_vec()),
        meanwhile: say!(locale, coordinator.judge.until_chosen),
    }
}

#[component]
fn OneAnswer(triage: DocId, view: Memo<Option<TriageView>>, items: Memo<Vec<SignalItem>>) -> impl IntoView {
    let locale = locale();
    let book = book();
    let act = Act::new();
    let chosen = Signal::derive(move || item_of(items, triage.id).map(|item| item.urgency));
    let rows = ANSWERS.map(|urgency| ChoiceRow::new(urgency, team::urgency(locale, urgency)));
    let choose = move |urgency: Urgency| {
        let known =
            view.with_untracked(|view| view.as_ref().map(|view| standing_ids(&view.urgency)).unwrap_or_default());
        let notebook = book.get();
        let intent = Author::of(&notebook).answer(schema::URGENCY, urgency.code(), known, "");
        act.answer(async move { notebook.append(triage, vec![intent]).await });
    };
    view! {
        <ChoiceRows
            id="how-soon"
            legend=say!(locale, coordinator.judge.how_soon)
            layout=RowsLayout::Short
            rows=rows.to_vec()
            chosen=chosen
            on_choose=choose
        />
        <ActFailure act=act/>
    }
}
