//! Whether the colleagues who come along can see the plan on their own device.

use buurtboek_shared::{
    domain::visit::Visit,
    ids::{DocId, MemberId},
};
use leptos::prelude::*;

use super::super::case::case_of;
use crate::{
    i18n::{Locale, say},
    state::team_status::{OnDevice, TeamStatus, has_since},
    ui::{
        colleagues::colleagues,
        context::{book, notebook},
        language::locale,
        last_sync::team_status,
        parts::{dynamic::dynamic, show::Show},
    },
};

/// "Staat op tablet van Joost ✓", for everybody else who goes. Nothing while the plan itself waits for the server.
#[component]
pub fn OnDevices(
    /// Where the visit was planned.
    doc: DocId,
    /// The visit.
    visit: Memo<Option<Visit>>,
) -> impl IntoView {
    let locale = locale();
    let people = colleagues();
    let book = book();
    let me = notebook().identity().member;
    let status = team_status();
    let case = case_of(doc);
    let arrived = Memo::new(move |_| {
        let visit = visit.get()?;
        let waits = case.with(|case| case.as_ref().is_none_or(|case| case.waiting.contains(&visit.id)));
        (visit.phase.is_open() && !waits).then_some(visit)
    });
    // What was known before the plan came in says nothing of it.
    let arranged = Memo::new(move |_| arrived.with(|visit| visit.as_ref().map(|visit| visit.arranged)));
    Effect::new(move |before: Option<()>| {
        if arranged.get().is_some() && before.is_some() {
            book.get().ask_team_status();
        }
    });
    let lines = Memo::new(move |_| {
        let (visit, status) = (arrived.get(), status.get());
        let known = visit.zip(status).map(|(visit, status)| on_devices(&visit, &status, me)).unwrap_or_default();
        known.into_iter().map(|(member, on)| words(locale, people.first_name(member), on)).collect::<Vec<_>>()
    });
    let items = move || lines.get().into_iter().map(|line| view! { <li>{line}</li> }).collect_view();
    view! {
        <Show when=move || !lines.with(Vec::is_empty)>
            <ul class="bb-stack bb-stack--tight bb-soft" role="list" data-name="on-devices">{dynamic(items)}</ul>
        </Show>
    }
}

fn on_devices(visit: &Visit, status: &TeamStatus, me: MemberId) -> Vec<(MemberId, OnDevice)> {
    let others = std::iter::once(visit.by).chain(visit.with.iter().copied()).filter(|member| *member != me);
    others.filter_map(|member| Some((member, has_since(status, member, visit.arranged)?))).collect()
}

fn words(locale: Locale, name: String, on: OnDevice) -> String {
    match on {
        OnDevice::There => say!(locale, visit.on_device, name = name),
        OnDevice::NotYet => say!(locale, visit.not_on_device, name = name),
    }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeMap;

    use buurtboek_shared::{
        domain::{command::ReporterJoins, visit::VisitPhase},
        ids::CommandId,
        time::Timestamp,
    };

    use super::*;
    use crate::state::team_status::LastSync;

    #[test]
    fn each_colleague_who_comes_along_has_the_plan_or_not_yet() {
        let [me, joost, ilse, truus] = [1, 2, 3, 4].map(|byte| MemberId::from_bytes([byte; 16]));
        let visit = Visit {
            id: CommandId::default(),
            by: me,
            at: Timestamp(99),
            arranged: Timestamp(10),
            arrangements: Vec::new(),
            with: vec![joost, ilse, truus],
            place: String::new(),
            reporter: ReporterJoins::No,
            reporter_was_invited: false,
            meet_at: String::new(),
            phase: VisitPhase::Planned,
            standing: Vec::new(),
        };
        let colleagues = BTreeMap::from([(joost, LastSync::At(Timestamp(10))), (ilse, LastSync::At(Timestamp(9)))]);
        let status = TeamStatus { asked_at: Timestamp(20), colleagues };
        assert_eq!(on_devices(&visit, &status, me), [(joost, OnDevice::There), (ilse, OnDevice::NotYet)]);
        assert_eq!(words(Locale::nl, "Joost".to_owned(), OnDevice::There), "Staat op tablet van Joost ✓");
    }
}
