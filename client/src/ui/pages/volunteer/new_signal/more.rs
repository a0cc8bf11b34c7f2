//! "Nog iets? U mag dit overslaan."

use buurtboek_shared::domain::signal::{ContactTried, Relation, YesNo};
use leptos::prelude::*;

use super::desk::Desk;
use crate::{
    i18n::{Locale, say},
    platform::dom,
    ui::{
        language::locale,
        parts::{
            choice_rows::{ChoiceRow, ChoiceRows, RowsLayout},
            error_summary::{FieldFault, fault_of},
            field::{Field, described_by},
            page_title::PageTitle,
        },
        words::answers,
    },
};

/// Control of "Wat denkt u dat er is?".
pub const THINK: &str = "think";

/// The fifth page of questions: each may stay empty.
#[component]
pub fn MoreQuestions(
    /// The form.
    desk: Desk,
    /// What is wrong.
    faults: Signal<Vec<FieldFault>>,
) -> impl IntoView {
    let locale = locale();
    let relation = |answer: &Relation| {
        let row = ChoiceRow::new(*answer, answers::relation(locale, *answer));
        if *answer == Relation::Myself { row.with_help(say!(locale, volunteer.form.more.request)) } else { row }
    };
    let contact = |answer: &ContactTried| ChoiceRow::new(*answer, answers::contact(locale, *answer));
    let error = fault_of(faults, THINK);
    let think_help = say!(locale, volunteer.form.more.think_help);
    view! {
        <PageTitle text=say!(locale, volunteer.form.more.title)/>
        <ChoiceRows
            id="relation"
            legend=say!(locale, volunteer.form.more.relation)
            rows=Relation::ALL.iter().map(relation).collect()
            chosen=Signal::derive(move || desk.form.with(|form| form.relation))
            on_choose=move |answer| desk.change(|form| form.relation = Some(answer))
        />
        <ChoiceRows
            id="contact"
            legend=say!(locale, volunteer.form.more.contact)
            rows=ContactTried::ALL.iter().map(contact).collect()
            chosen=Signal::derive(move || desk.form.with(|form| form.contact))
            on_choose=move |answer| desk.change(|form| form.contact = Some(answer))
        />
        <ChoiceRows
            id="knows"
            legend=say!(locale, volunteer.form.more.knows)
            layout=RowsLayout::Short
            rows=yes_no(locale)
            chosen=Signal::derive(move || desk.form.with(|form| form.person_knows))
            on_choose=move |answer| desk.change(|form| form.person_knows = Some(answer))
        />
        <Field id=THINK label=say!(locale, volunteer.form.more.think) help=think_help error=error>
            <textarea
                class="utrecht-textarea utrecht-textarea--html-textarea"
                id=THINK
                rows="3"
                dir="auto"
                aria-invalid=move || (!error.get().is_empty()).then_some("true")
                aria-describedby=move || described_by(THINK, think_help, &error.get())
                prop:value=move || desk.form.with(|form| form.interpretation.clone())
                on:input=move |event| {
                    dom::grow(&event);
                    desk.change(|form| form.interpretation = event_target_value(&event));
                }
            ></textarea>
        </Field>
        <ChoiceRows
            id="call"
            legend=say!(locale, volunteer.form.more.call)
            layout=RowsLayout::Short
            rows=yes_no(locale)
            chosen=Signal::derive(move || desk.form.with(|form| form.may_call))
            on_choose=move |answer| desk.change(|form| form.may_call = Some(answer))
        />
        <div class="bb-stack bb-stack--tight">
            <ChoiceRows
                id="along"
                legend=say!(locale, volunteer.form.more.along)
                layout=RowsLayout::Short
                rows=yes_no(locale)
                chosen=Signal::derive(move || desk.form.with(|form| form.wants_along))
                on_choose=move |answer| desk.change(|form| form.wants_along = Some(answer))
            />
            <p class="bb-soft">{say!(locale, volunteer.form.more.along_help)}</p>
        </div>
    }
}

fn yes_no(locale: Locale) -> Vec<ChoiceRow<YesNo>> {
    YesNo::ALL.iter().map(|answer| ChoiceRow::new(*answer, answers::yes_no(locale, *answer))).collect()
}
