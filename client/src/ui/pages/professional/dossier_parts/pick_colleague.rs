//! A folded form that picks one colleague, for a decision about them.

use buurtboek_shared::{domain::directory::Colleague, ids::MemberId};
use leptos::prelude::*;

use crate::{
    platform::dom,
    ui::{
        act::{Act, ActFailure},
        parts::{
            button::{Look, SubmitButton},
            choice_rows::{ChoiceRow, ChoiceRows},
            dynamic::dynamic,
            fold::Fold,
            notice::Notice,
            show::Show,
        },
    },
};

/// What the form says.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct PickWords {
    /// Distinguishes it on the page.
    pub id: &'static str,
    /// What it is for.
    pub title: &'static str,
    /// What happens; may be empty.
    pub help: &'static str,
    /// The question.
    pub who: &'static str,
    /// What is said when nobody was picked.
    pub missing: &'static str,
    /// What is said while the decision waits for the server.
    pub waits: &'static str,
    /// The button.
    pub submit: &'static str,
}

/// The form.
#[component]
pub fn PickColleague(
    /// What it says.
    words: PickWords,
    /// Who can be picked.
    #[prop(into)]
    staff: Signal<Vec<Colleague>>,
    /// Who is picked.
    chosen: RwSignal<Option<MemberId>>,
    /// What is done with who was picked.
    on_pick: Callback<MemberId>,
    /// Whether such a decision waits for the server.
    waits: Memo<bool>,
    /// What is under way.
    act: Act,
) -> impl IntoView {
    let PickWords { id, title, help, who, missing, waits: waiting, submit } = words;
    let error = RwSignal::new(String::new());
    let on_submit = move |event: leptos::ev::SubmitEvent| {
        event.prevent_default();
        let Some(member) = chosen.get_untracked() else {
            error.set(missing.to_owned());
            return dom::focus_by_id(id);
        };
        error.set(String::new());
        on_pick.run(member);
    };
    let rows = move || {
        let rows = staff.get().into_iter().map(|colleague| ChoiceRow::new(colleague.id, colleague.name)).collect();
        view! {
            <ChoiceRows
                id=id
                legend=who
                rows=rows
                chosen=chosen
                on_choose=move |member| chosen.set(Some(member))
                error=error
            />
        }
    };
    let help = (!help.is_empty()).then(|| view! { <p class="bb-soft">{help}</p> });
    view! {
        <Fold title=title>
            <form class="bb-stack" on:submit=on_submit novalidate>
                {help}
                {dynamic(rows)}
                <Show when=move || waits.get()><Notice>{waiting}</Notice></Show>
                <ActFailure act=act/>
                <p><SubmitButton look=Look::Secondary busy=act.busy()>{submit}</SubmitButton></p>
            </form>
        </Fold>
    }
}
