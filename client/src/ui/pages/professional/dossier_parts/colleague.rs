//! "Collega erbij": a colleague works on the dossier too, and may open all of it.

use buurtboek_shared::{
    domain::{
        command::{CommandAction, CommandKind},
        dossier::DossierState,
    },
    ids::{DocId, MemberId},
};
use leptos::prelude::*;

use super::{
    super::case::decision_waits,
    pick_colleague::{PickColleague, PickWords},
};
use crate::{
    i18n::say,
    ui::{
        act::Act,
        colleagues::colleagues,
        context::{book, notebook},
        language::locale,
    },
};

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
    let chosen = RwSignal::new(None::<MemberId>);
    let act = Act::new();
    let bring_in = Callback::new(move |to| {
        let notebook = book.get();
        let work = async move { notebook.command(doc, CommandAction::Assign { to }, None).await };
        act.run(work, move |_| chosen.set(None));
    });
    let staff = Signal::derive(move || {
        let stepped_back =
            state.with(|state| state.as_ref().map(|state| state.stepped_back.clone()).unwrap_or_default());
        let mut staff = people.staff();
        staff.retain(|colleague| colleague.id != me && !stepped_back.contains(&colleague.id));
        staff
    });
    let words = PickWords {
        id: "bring-in",
        title: say!(locale, professional.colleague.title),
        help: say!(locale, professional.colleague.help),
        who: say!(locale, professional.colleague.who),
        missing: say!(locale, professional.colleague.missing),
        waits: say!(locale, professional.colleague.waits),
        submit: say!(locale, professional.colleague.submit),
    };
    let waits = decision_waits(doc, &[CommandKind::Assign]);
    view! { <PickColleague words=words staff=staff chosen=chosen on_pick=bring_in waits=waits act=act/> }
}
