//! "Toegang beëindigen": a colleague no longer works on the dossier, and no longer reads it.

use std::collections::BTreeSet;

use buurtboek_shared::{
    doc::read::DossierView,
    domain::{
        command::{CommandAction, CommandKind},
        concern::{Concern, VisitChange},
        role::Role,
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
        context::book,
        language::locale,
        parts::{
            button::{Button, Look},
            dialog::Dialog,
        },
    },
};

/// The form, folded; for a coordinator.
#[component]
pub fn EndAccess(
    /// The dossier.
    doc: DocId,
    /// What it says.
    view: Memo<Option<DossierView>>,
) -> impl IntoView {
    let locale = locale();
    let book = book();
    let people = colleagues();
    let chosen = RwSignal::new(None::<MemberId>);
    let asks = RwSignal::new(false);
    let act = Act::new();
    let end = move || {
        asks.set(false);
        let (Some(of), notebook) = (chosen.get_untracked(), book.get()) else { return };
        let work = async move { notebook.command(doc, CommandAction::EndAccess { of }, None).await };
        act.run(work, move |_| chosen.set(None));
    };
    let staff = Signal::derive(move || {
        let known = view.with(|view| view.as_ref().map(at_work).unwrap_or_default());
        let mut staff = people.staff();
        staff.retain(|colleague| colleague.role == Role::Professional && known.contains(&colleague.id));
        staff
    });
    let title = say!(locale, professional.end_access.title);
    let words = PickWords {
        id: "end-access",
        title,
        help: "",
        who: say!(locale, professional.end_access.who),
        missing: say!(locale, professional.end_access.missing),
        waits: say!(locale, professional.end_access.waits),
        submit: title,
    };
    let (asked, waits) = (Callback::new(move |_| asks.set(true)), decision_waits(doc, &[CommandKind::EndAccess]));
    view! {
        <PickColleague words=words staff=staff chosen=chosen on_pick=asked waits=waits act=act/>
        <Dialog open=asks title=title>
            <p>{say!(locale, professional.end_access.text)}</p>
            <div class="bb-buttons">
                <Button look=Look::SubtleAlarm on_press=end>{say!(locale, professional.end_access.confirm)}</Button>
                <Button on_press=move || asks.set(false)>{say!(locale, app.cancel)}</Button>
            </div>
        </Dialog>
    }
}

/// Who did something in a dossier or was brought in, and did not leave since. Who may open it is known to the server alone;
/// nobody works in a dossier without leaving a trace in it.
fn at_work(view: &DossierView) -> BTreeSet<MemberId> {
    let mut found = BTreeSet::new();
    for entry in view.name.iter().chain(&view.address) {
        found.insert(entry.author);
    }
    for transition in &view.transitions {
        found.insert(transition.by);
        match transition.action.concern() {
            Concern::GivenTo(to) => {
                found.insert(to);
            }
            Concern::Visit(VisitChange::Planned(plan) | VisitChange::Moved(_, plan)) => found.extend(&plan.with),
            Concern::Left(leaving) => {
                found.remove(&leaving.who(transition.by));
            }
            Concern::Visit(VisitChange::Cancelled(_)) | Concern::Reach(_) | Concern::Ending | Concern::Standing => {}
        }
    }
    found
}

#[cfg(test)]
mod tests {
    use buurtboek_shared::{doc::write::open_doc, domain::transition::Transition, ids::CommandId, time::Timestamp};
    use yrs::Transact;

    use super::*;

    const MARIJKE: MemberId = MemberId::from_bytes([1; 16]);
    const SAMIRA: MemberId = MemberId::from_bytes([2; 16]);
    const JOOST: MemberId = MemberId::from_bytes([3; 16]);

    fn after(actions: Vec<(MemberId, CommandAction)>) -> BTreeSet<MemberId> {
        let doc = open_doc(1);
        let mut view = DossierView::read(&doc.transact());
        let done = |(by, action)| Transition {
            command: CommandId::default(),
            by,
            at: Timestamp(0),
            action,
            judged: Vec::new(),
        };
        view.transitions = actions.into_iter().map(done).collect();
        at_work(&view)
    }

    #[test]
    fn who_was_brought_in_works_there_until_the_access_ends() {
        let give = |to| (SAMIRA, CommandAction::Assign { to });
        let end = |of| (MARIJKE, CommandAction::EndAccess { of });
        assert_eq!(after(vec![give(JOOST)]), BTreeSet::from([SAMIRA, JOOST]));
        assert_eq!(after(vec![give(JOOST), end(SAMIRA)]), BTreeSet::from([MARIJKE, JOOST]));
        assert_eq!(after(vec![give(JOOST), end(JOOST), give(JOOST)]), BTreeSet::from([MARIJKE, SAMIRA, JOOST]));
        assert_eq!(after(vec![give(JOOST), (JOOST, CommandAction::GiveBack)]), BTreeSet::from([SAMIRA]));
    }
}
