//! How a signal ends and begins again: by whoever has it, a coordinator, or who stands in for one.

pub mod choice_form;
pub mod close;
pub mod ended;

use buurtboek_shared::{
    doc::read::TriageView,
    domain::{
        command::CommandKind,
        triage::{LookingAgain, TriagePhase, TriageState},
    },
    ids::{DocId, MemberId},
};
use leptos::prelude::*;

use self::{close::Close, ended::Ended};
use super::{
    deciding::{ENDINGS, Refused, waiting},
    standing_in::coordinates_now,
};
use crate::{
    i18n::{Locale, say},
    ui::{
        colleagues::colleagues,
        context::notebook,
        language::locale,
        opened::{as_triage, open, view_of},
        parts::{
            dynamic::dynamic,
            notice::{Notice, Urge},
        },
        table_mode::table_mode,
        words::moments,
    },
};

/// Where a signal stands, as far as ending it is concerned.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Stage {
    /// It can be closed.
    Open,
    /// It is closed.
    Ended,
}

/// What is decided here.
const DECISIONS: &[CommandKind] =
    &[CommandKind::Close, CommandKind::Forward, CommandKind::OutOfScope, CommandKind::Reopen];

/// "Afsluiten", or how it ended and "Heropen". Who may do neither reads only how it ended.
#[component]
pub fn Ending(
    /// The triage.
    triage: DocId,
) -> impl IntoView {
    let locale = locale();
    let me = notebook().identity().member;
    // Whoever has it, or a coordinator: as the server has it.
    let coordinates = coordinates_now();
    let open = open(triage);
    let view = view_of(&open, as_triage);
    let stage = Memo::new(move |_| {
        view.with(|view| {
            let phase = view.as_ref()?.state.phase;
            Some(if phase == TriagePhase::Closed { Stage::Ended } else { Stage::Open })
        })
    });
    let may = Memo::new(move |_| {
        view.with(|view| view.as_ref().is_some_and(|view| coordinates.get() || has(&view.state, me)))
    });
    let endings = waiting(triage, ENDINGS);
    let ends = Memo::new(move |_| endings.with(|waiting| !waiting.is_empty()));
    let body = move || match stage.get()? {
        Stage::Ended => Some(view! { <Ended about=open.clone() view=view may=may.into()/> }.into_any()),
        Stage::Open if !may.get() => None,
        Stage::Open if ends.get() => {
            Some(view! { <Notice>{say!(locale, coordinator.ending.waits)}</Notice> }.into_any())
        }
        Stage::Open => Some(view! { <Close open=open.clone()/> }.into_any()),
    };
    // What the team writes about it, and what the reporter will read. Hidden and not taken away: what is being written stays.
    let at_table = table_mode().is_on();
    view! {
        <div class="bb-stack" data-name="ending" hidden=move || at_table.get()>
            <LookedAtAgain view=view/>
            <Refused doc=triage kinds=DECISIONS/>
            {dynamic(body)}
        </div>
    }
}

/// Does this member have it?
fn has(state: &TriageState, member: MemberId) -> bool {
    state.holder.is_some_and(|(holder, _)| holder == member)
}

/// That it was closed before, and why it is open.
#[component]
fn LookedAtAgain(view: Memo<Option<TriageView>>) -> impl IntoView {
    let locale = locale();
    let colleagues = colleagues();
    let words = Memo::new(move |_| {
        view.with(|view| {
            let again = view.as_ref()?.state.looking_again.as_ref()?;
            Some(again_words(locale, again, |member| colleagues.first_name(member)))
        })
    });
    dynamic(move || words.get().map(|words| view! { <Notice urge=Urge::Attention>{words}</Notice> }))
}

fn again_words(locale: Locale, again: &LookingAgain, name: impl Fn(MemberId) -> String) -> String {
    match again {
        LookingAgain::Reopened { by, at, why } => say!(
            locale,
            coordinator.ending.reopened,
            name = name(*by),
            at = moments::moment(locale, *at),
            why = why.clone()
        ),
        LookingAgain::Escalated { by, .. } => say!(locale, coordinator.ending.escalated, name = name(*by)),
    }
}

#[cfg(test)]
mod tests {
    use buurtboek_shared::{domain::triage, ids::EntryId, time::Timestamp};

    use super::*;

    const SAMIRA: MemberId = MemberId::from_bytes([1; 16]);
    const JOOST: MemberId = MemberId::from_bytes([2; 16]);

    #[test]
    fn one_member_has_it_or_nobody() {
        let nobody = triage::fold(&[]);
        assert!(!has(&nobody, SAMIRA));
        let held = TriageState { holder: Some((SAMIRA, Timestamp(0))), ..nobody };
        assert!(has(&held, SAMIRA));
        assert!(!has(&held, JOOST));
    }

    #[test]
    fn what_is_open_again_says_by_whom_and_why() {
        let reopened = LookingAgain::Reopened { by: SAMIRA, at: Timestamp(0), why: "Zij belde.".to_owned() };
        let say = |again: &LookingAgain| again_words(Locale::nl, again, |_| "Samira".to_owned());
        assert_eq!(say(&reopened), "Samira heropende dit (00:00): Zij belde.");
        let escalated = LookingAgain::Escalated { by: SAMIRA, judgement: EntryId::from_bytes([1; 16]) };
        assert!(say(&escalated).starts_with("Samira koos \"Vandaag\""));
    }
}
