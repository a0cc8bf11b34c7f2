//! "Collega erbij": a colleague works on the dossier too, and may open all of it.

use buurtboek_shared::{
    domain::{
        command::{CommandAction, CommandKind},
        dossier::DossierState,
    },
    ids::{DocId, MemberId},
};
use leptos::prelude::*;

use super::super::case::decision_waits;
use crate::{
    i18n::say,
    platform::dom,
    ui::{
        act::{Act, ActFailure},
        colleagues::colleagues,
        context::{book, notebook},
        language::locale,
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

const WHO: &str = "bring-in";

/// The form, folded.
#[component]
pub fn BringIn(
    /// The dossier.
    doc: DocId,
    /// Where it stands.
    state: Memo<Option<DossierState>>,
) -> impl IntoView {
    let locale = locale();
    let book = book();
    let people = colleagues();
    let me = notebook().identity().member;
    let waits = decision_waits(doc, &[CommandKind::Assign]);
    let chosen = RwSignal::new(None::<MemberId>);
    let error = RwSignal::new(String::new());
    let act = Act::new();
    let on_submit = move |event: leptos::ev::SubmitEvent| {
        event.prevent_default();
        let Some(to) = chosen.get_untracked() else {
            error.set(say!(locale, professional.colleague.missing).to_owned());
            dom::focus_by_id(WHO);
            return;
        };
        error.set(String::new());
        let notebook = book.get();
        let work = async move { notebook.command(doc, CommandAction::Assign { to }, None).await };
        act.run(work, move |_| chosen.set(None));
    };
    let rows = move || {
        let stepped_back =
            state.with(|state| state.as_ref().map(|state| state.stepped_back.clone()).unwrap_or_default());
        let staff = people.staff().into_iter();
        let staff = staff.filter(|colleague| colleague.id != me && !stepped_back.contains(&colleague.id));
        let rows = staff.map(|colleague| ChoiceRow::new(colleague.id, colleague.name)).collect();
        view! {
            <ChoiceRows
                id=WHO
                legend=say!(locale, professional.colleague.who)
                rows=rows
                chosen=chosen
                on_choose=move |member| chosen.set(Some(member))
                error=error
            />
        }
    };
    view! {
        <Fold title=say!(locale, professional.colleague.title)>
            <form class="bb-stack" on:submit=on_submit novalidate>
                <p class="bb-soft">{say!(locale, professional.colleague.help)}</p>
                {dynamic(rows)}
                <Show when=move || waits.get()><Notice>{say!(locale, professional.colleague.waits)}</Notice></Show>
                <ActFailure act=act/>
                <p><SubmitButton look=Look::Secondary busy=act.busy()>{say!(locale, professional.colleague.submit)}</SubmitButton></p>
            </form>
        </Fold>
    }
}
