//! "Alleen ik mag dit zien": who of the team may open a signal.

use buurtboek_shared::{
    doc::read::TriageView,
    domain::{
        command::{Command, CommandAction, CommandKind},
        concern::Concern,
        restriction::Restriction,
        role::Role,
    },
    ids::{DocId, MemberId},
};
use leptos::prelude::*;

use super::super::{
    deciding::{Refused, is_offline, waiting},
    tick::Tick,
};
use crate::{
    i18n::say,
    ui::{
        act::{Act, ActFailure},
        colleagues::{colleagues, enumeration},
        context::book,
        language::locale,
        parts::{dynamic::dynamic, notice::Notice, show::Show},
    },
};

const RESTRICT: &[CommandKind] = &[CommandKind::Restrict];

/// The tick, and when it is set, who else may see it.
#[component]
pub fn WhoSees(
    /// The triage.
    triage: DocId,
    /// What it says.
    view: Memo<Option<TriageView>>,
) -> impl IntoView {
    let locale = locale();
    let book = book();
    let act = Act::new();
    let colleagues = colleagues();
    let (offline, waiting) = (is_offline(), waiting(triage, RESTRICT));
    let standing = Memo::new(move |_| {
        let given = view.with(|view| view.as_ref().map(|view| view.state.restriction.clone()).unwrap_or_default());
        waiting.with(|waiting| decided(given, waiting))
    });
    let is_restricted = Memo::new(move |_| standing.with(|standing| *standing != Restriction::Team));
    let restrict = move |to: Restriction| {
        let notebook = book.get();
        act.run(async move { notebook.command(triage, CommandAction::Restrict { to }, None).await }, |_| {});
    };
    let on_only_me = move |ticked| restrict(if ticked { Restriction::CoordinatorOnly } else { Restriction::Team });
    let holder = Memo::new(move |_| {
        view.with(|view| view.as_ref().and_then(|view| view.state.holder).map(|(holder, _)| holder))
    });
    let loses = move || {
        let holder = holder.get().filter(|_| !is_restricted.get())?;
        Some(say!(locale, coordinator.judge.holder_loses, name = colleagues.first_name(holder)))
    };
    let professionals = Memo::new(move |_| {
        let stepped_back =
            view.with(|view| view.as_ref().map(|view| view.state.stepped_back.clone()).unwrap_or_default());
        let staff = colleagues.staff().into_iter();
        let may = staff.filter(|one| one.role == Role::Professional && !stepped_back.contains(&one.id));
        may.map(|colleague| (colleague.id, colleague.name)).collect::<Vec<_>>()
    });
    let others = move || {
        let rows = professionals.get().into_iter().map(|(id, name)| {
            let ticked = Signal::derive(move || standing.with(|standing| names(standing, id)));
            let on_tick = move |ticked| restrict(with_or_without(&standing.get_untracked(), id, ticked));
            view! { <Tick id=format!("sees-{id}") label=name ticked=ticked on_tick=on_tick/> }
        });
        rows.collect_view()
    };
    let summary = move || {
        let names =
            standing.with(|standing| named(standing).iter().map(|id| colleagues.first_name(*id)).collect::<Vec<_>>());
        let joined = enumeration(&names, say!(locale, note.and));
        match names.len() {
            0 => say!(locale, coordinator.judge.only_coordinators).to_owned(),
            1 => say!(locale, coordinator.judge.also_one, name = joined),
            _ => say!(locale, coordinator.judge.also_many, names = joined),
        }
    };
    view! {
        <div class="bb-stack bb-stack--tight" data-name="who-sees">
            <Tick
                id="only-me"
                label=say!(locale, coordinator.judge.only_me)
                help=Signal::derive(move || loses().unwrap_or_default())
                ticked=is_restricted
                on_tick=on_only_me
            />
            <Show when=move || is_restricted.get()>
                <p role="status">{dynamic(summary)}</p>
                <fieldset class="utrecht-form-fieldset__fieldset utrecht-form-fieldset__fieldset--html-fieldset">
                    <legend class="utrecht-form-fieldset__legend utrecht-form-fieldset__legend--html-legend">
                        {say!(locale, coordinator.judge.who_else)}
                    </legend>
                    <div class="bb-options">{dynamic(others)}</div>
                </fieldset>
            </Show>
            <Show when=move || offline.get() && !waiting.with(Vec::is_empty)>
                <Notice>{say!(locale, coordinator.judge.restrict_offline)}</Notice>
            </Show>
            <Refused doc=triage kinds=RESTRICT/>
            <ActFailure act=act/>
        </div>
    }
}

/// What holds once the waiting decisions are carried out.
fn decided(given: Restriction, waiting: &[Command]) -> Restriction {
    let last = waiting.iter().rev().find_map(|command| match command.action.concern() {
        Concern::Reach(to) => Some(to.clone()),
        Concern::GivenTo(_) | Concern::Left(_) | Concern::Visit(_) | Concern::Ending | Concern::Standing => None,
    });
    last.unwrap_or(given)
}

/// Whom a restriction names.
fn named(restriction: &Restriction) -> Vec<MemberId> {
    match restriction {
        Restriction::Team | Restriction::CoordinatorOnly => Vec::new(),
        Restriction::Named(named) => named.clone(),
    }
}

fn names(restriction: &Restriction, member: MemberId) -> bool {
    named(restriction).contains(&member)
}

/// The restriction once this colleague may see it, or may not.
fn with_or_without(standing: &Restriction, member: MemberId, sees: bool) -> Restriction {
    let mut named = named(standing);
    named.retain(|other| *other != member);
    if sees {
        named.push(member);
    }
    if named.is_empty() { Restriction::CoordinatorOnly } else { Restriction::Named(named) }
}

#[cfg(test)]
mod tests {
    use super::*;

    const SAMIRA: MemberId = MemberId::from_bytes([1; 16]);
    const JOOST: MemberId = MemberId::from_bytes([2; 16]);

    #[test]
    fn colleagues_are_named_one_by_one_and_nobody_is_the_coordinators_alone() {
        let one = with_or_without(&Restriction::CoordinatorOnly, SAMIRA, true);
        assert_eq!(one, Restriction::Named(vec![SAMIRA]));
        let both = with_or_without(&one, JOOST, true);
        assert_eq!(with_or_without(&both, SAMIRA, true), Restriction::Named(vec![JOOST, SAMIRA]), "each once");
        assert_eq!(with_or_without(&one, SAMIRA, false), Restriction::CoordinatorOnly);
    }
}
