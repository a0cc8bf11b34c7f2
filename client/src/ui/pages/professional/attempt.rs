//! "Contactpoging": how somebody tried to reach the resident, and the words for a card.

use buurtboek_shared::{
    domain::{
        attempt::{AttemptMeans, DayPart},
        signal::YesNo,
        visit::{Visit, VisitStep},
    },
    ids::{CommandId, DocId},
};
use leptos::{prelude::*, task::spawn_local};
use leptos_router::hooks::{use_navigate, use_query_map};

use super::{
    case::{Case, case_in_address, case_of, name_of},
    for_writers::ForWriters,
    signal::Attempts,
};
use crate::{
    i18n::{Locale, say},
    platform::{dates, dom},
    ui::{
        act::{Act, ActFailure},
        authoring::{AttemptForm, Author},
        colleagues::first_word,
        context::{book, notebook},
        language::locale,
        parts::{
            button::{Button, SubmitButton},
            choice_rows::{ChoiceRow, ChoiceRows, RowsLayout},
            dynamic::dynamic,
            error_summary::{ErrorSummary, FieldFault, fault_of},
            field::TextField,
            icon::Icon,
            notice::{Notice, Urge},
            page_title::PageTitle,
            quotation::Quotation,
            show::Show,
        },
        route,
        words::answers,
    },
};

/// The page. With a visit in its address it is about that visit, at which nobody opened.
#[component]
pub fn AttemptPage() -> impl IntoView {
    let doc = case_in_address();
    let visit = visit_in_query();
    dynamic(move || doc.get().map(|doc| view! { <Attempt doc=doc visit=visit.get_untracked()/> }))
}

/// The visit that a page was opened from.
#[must_use]
pub fn visit_in_query() -> Memo<Option<CommandId>> {
    let query = use_query_map();
    Memo::new(move |_| query.with(|query| query.get("bezoek").and_then(|id| id.parse().ok())))
}

#[component]
fn Attempt(doc: DocId, visit: Option<CommandId>) -> impl IntoView {
    let locale = locale();
    let name = name_of(doc);
    let case = case_of(doc);
    let back = back_to(doc, visit);
    view! {
        <article class="bb-main">
            <p class="bb-back"><a class="nl-link" href=back>{say!(locale, app.back)}</a></p>
            <PageTitle text=say!(locale, visit.attempt.title)/>
            <p class="bb-soft">{move || name.get().map(|name| name.title)}</p>
            <ForWriters doc=doc reads=move || view! { <Attempts case=case/> }>
                <Questions doc=doc visit=visit case=case/>
            </ForWriters>
        </article>
    }
}

fn back_to(doc: DocId, visit: Option<CommandId>) -> String {
    visit.map_or_else(|| route::case(doc), |visit| route::visit(doc, visit))
}

#[component]
fn Questions(doc: DocId, visit: Option<CommandId>, case: Memo<Option<Case>>) -> impl IntoView {
    let locale = locale();
    let book = book();
    let navigate = use_navigate();
    let of = move || -> Option<Visit> { case.with_untracked(|case| case.as_ref()?.visit(visit?).cloned()) };
    let (rang, unreached) = (visit.map(|_| AttemptMeans::Rang), visit.map(|_| YesNo::No));
    let means = RwSignal::new(rang);
    let day_part = RwSignal::new(Some(day_part_of(&dates::day_and_clock(notebook().now()).1)));
    let reached = RwSignal::new(unreached);
    let text = RwSignal::new(String::new());
    let faults = RwSignal::new(Vec::<FieldFault>::new());
    let all = Signal::derive(move || faults.get());
    let act = Act::new();
    let on_submit = move |event: leptos::ev::SubmitEvent| {
        event.prevent_default();
        let form = form(locale, means.get_untracked(), day_part.get_untracked(), reached.get_untracked());
        let form = match form {
            Ok(form) => AttemptForm { text: text.get_untracked(), ..form },
            Err(wrong) => return faults.set(wrong),
        };
        faults.set(Vec::new());
        let notebook = book.get();
        let mut intents = vec![Author::of(&notebook).attempt(&form)];
        let ended = of().filter(|visit| visit.phase.is_open() && form.reached == YesNo::No);
        if let Some(visit) = ended {
            intents.push(Author::of(&notebook).visit_step(visit.id, VisitStep::NoAnswer, visit.standing));
        }
        let navigate = navigate.clone();
        let back = visit.filter(|_| form.reached == YesNo::Yes);
        let back = back_to(doc, back);
        act.run(async move { notebook.append(doc, intents).await }, move |()| navigate(&back, Default::default()));
    };
    view! {
        <form class="bb-stack" on:submit=on_submit novalidate>
            <ErrorSummary faults=all/>
            <ChoiceRows
                id=MEANS
                legend=say!(locale, visit.attempt.how)
                rows=AttemptMeans::ALL.iter().map(|means| ChoiceRow::new(*means, means_words(locale, *means))).collect()
                chosen=means
                on_choose=move |answer| means.set(Some(answer))
                layout=RowsLayout::Short
                error=fault_of(all, MEANS)
            />
            <Show when=move || means.get() == Some(AttemptMeans::Card)><CardText/></Show>
            <ChoiceRows
                id=DAY_PART
                legend=say!(locale, visit.attempt.day_part)
                rows=DayPart::ALL.iter().map(|part| ChoiceRow::new(*part, day_part_words(locale, *part))).collect()
                chosen=day_part
                on_choose=move |answer| day_part.set(Some(answer))
                layout=RowsLayout::Short
                error=fault_of(all, DAY_PART)
            />
            <ChoiceRows
                id=REACHED
                legend=say!(locale, visit.attempt.reached)
                rows=[YesNo::Yes, YesNo::No].map(|answer| ChoiceRow::new(answer, answers::yes_no(locale, answer))).to_vec()
                chosen=reached
                on_choose=move |answer| reached.set(Some(answer))
                layout=RowsLayout::Short
                error=fault_of(all, REACHED)
            />
            <TextField
                id="attempt-text"
                label=format!("{} ({})", say!(locale, visit.attempt.noticed), say!(locale, app.optional))
                value=text
            />
            <ActFailure act=act/>
            <div class="bb-actions">
                <SubmitButton busy=act.busy()>{say!(locale, visit.attempt.save)}</SubmitButton>
            </div>
        </form>
    }
}

const MEANS: &str = "attempt-means";
const DAY_PART: &str = "attempt-day-part";
const REACHED: &str = "attempt-reached";

/// The answers, or which ones are missing.
fn form(
    locale: Locale,
    means: Option<AttemptMeans>,
    day_part: Option<DayPart>,
    reached: Option<YesNo>,
) -> Result<AttemptForm, Vec<FieldFault>> {
    if let (Some(means), Some(day_part), Some(reached)) = (means, day_part, reached) {
        return Ok(AttemptForm { means, day_part, reached, text: String::new() });
    }
    let missing = [
        (means.is_none(), MEANS, say!(locale, visit.attempt.how_missing)),
        (day_part.is_none(), DAY_PART, say!(locale, visit.attempt.day_part_missing)),
        (reached.is_none(), REACHED, say!(locale, visit.attempt.reached_missing)),
    ];
    let missing = missing.into_iter().filter(|(is_missing, ..)| *is_missing);
    Err(missing.map(|(_, control, words)| FieldFault { control, words: words.to_owned() }).collect())
}

/// The part of the day in which a time, `HH:MM`, falls.
fn day_part_of(clock: &str) -> DayPart {
    if clock < "12:00" {
        DayPart::Morning
    } else if clock < "18:00" {
        DayPart::Afternoon
    } else {
        DayPart::Evening
    }
}

/// "Hoe?"
#[must_use]
pub fn means_words(locale: Locale, means: AttemptMeans) -> &'static str {
    match means {
        AttemptMeans::Rang => say!(locale, visit.attempt.rang),
        AttemptMeans::Phoned => say!(locale, visit.attempt.phoned),
        AttemptMeans::Card => say!(locale, visit.attempt.card),
    }
}

/// "Dagdeel".
#[must_use]
pub fn day_part_words(locale: Locale, part: DayPart) -> &'static str {
    match part {
        DayPart::Morning => say!(locale, visit.attempt.morning),
        DayPart::Afternoon => say!(locale, visit.attempt.afternoon),
        DayPart::Evening => say!(locale, visit.attempt.evening),
    }
}

/// The words for a card, to be copied: no reason is given, since others may read it.
#[component]
fn CardText() -> impl IntoView {
    let locale = locale();
    let identity = notebook().identity();
    let name = first_word(&identity.name).to_owned();
    let words = match identity.team_phone.as_str() {
        "" => say!(locale, visit.attempt.card_text_no_phone, name = name),
        phone => say!(locale, visit.attempt.card_text, name = name, phone = phone.to_owned()),
    };
    let copied = RwSignal::new(false);
    let text = StoredValue::new(words.clone());
    let copy = move || {
        let text = text.get_value();
        spawn_local(async move { copied.set(dom::copy(&text).await) });
    };
    view! {
        <div class="bb-stack bb-stack--tight" data-name="card-text">
            <Quotation text=words caption=say!(locale, visit.attempt.card_help)/>
            <p><Button icon=Icon::Copy on_press=copy>{say!(locale, app.rescue.copy)}</Button></p>
            <Show when=move || copied.get()>
                <Notice urge=Urge::Good>{say!(locale, app.rescue.copied)}</Notice>
            </Show>
        </div>
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_day_has_three_parts() {
        let parts = ["00:00", "11:59", "12:00", "17:59", "18:00", "23:59"].map(day_part_of);
        use DayPart::{Afternoon, Evening, Morning};
        assert_eq!(parts, [Morning, Morning, Afternoon, Afternoon, Evening, Evening]);
    }

    #[test]
    fn every_missing_answer_is_named_at_its_question() {
        let wrong = form(Locale::nl, None, Some(DayPart::Morning), None).unwrap_err();
        assert_eq!(wrong.iter().map(|fault| fault.control).collect::<Vec<_>>(), [MEANS, REACHED]);
        assert!(form(Locale::nl, Some(AttemptMeans::Card), Some(DayPart::Morning), Some(YesNo::No)).is_ok());
    }
}
