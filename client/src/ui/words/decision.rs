//! A decision that was not taken: which it was, why it does not go on, and the words that it held. Only whoever works in the
//! team decides, but for withdrawing, and reads this with the pages of the team.

use buurtboek_shared::{
    domain::{
        command::{Command, CommandAction, CommandKind, VisitPlan},
        refusal::Reason,
    },
    ids::{DocKind, MemberId},
};

use super::{moments, refusal};
use crate::{
    i18n::{Locale, say},
    state::RescueDraft,
};

/// What is said of such a decision.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Decided {
    /// Which it was, in the words of its button.
    pub what: String,
    /// Why it does not go on.
    pub why: String,
    /// The words that it held; may be empty.
    pub words: String,
}

/// What is said of a decision that came back. `name` gives a colleague's name.
#[must_use]
pub fn decided(locale: Locale, draft: &RescueDraft, command: &Command, name: &dyn Fn(MemberId) -> String) -> Decided {
    let action = &command.action;
    Decided { what: what(locale, action, name), why: why(locale, draft, command, name), words: words(locale, action) }
}

fn why(locale: Locale, draft: &RescueDraft, command: &Command, name: &dyn Fn(MemberId) -> String) -> String {
    match (draft.reason, draft.doc.kind) {
        (Reason::NoAccess, _) => say!(locale, refusal.no_access_decision).to_owned(),
        // The general sentences speak of words in a note.
        (Reason::Finalised { by, at }, _) => {
            say!(locale, refusal.finalised_already, name = name(by), at = moments::when(locale, at))
        }
        (Reason::WrongState, _) if changes_a_visit(&command.action) => say!(locale, visit.plan.not_movable).to_owned(),
        (Reason::UnknownReference, _) if changes_a_visit(&command.action) => {
            say!(locale, visit.plan.followed_nothing).to_owned()
        }
        (Reason::ChangedSince, _) if changes_a_visit(&command.action) => {
            say!(locale, visit.plan.arranged_otherwise).to_owned()
        }
        (Reason::ChangedSince, DocKind::Triage) => say!(locale, coordinator.refused.changed).to_owned(),
        (Reason::ChangedSince, DocKind::Dossier) => say!(locale, professional.exploration.changed).to_owned(),
        (reason, _) => refusal::sentence(locale, reason, draft.written, name),
    }
}

fn changes_a_visit(action: &CommandAction) -> bool {
    matches!(action.kind(), CommandKind::MoveVisit | CommandKind::CancelVisit)
}

fn what(locale: Locale, action: &CommandAction, name: &dyn Fn(MemberId) -> String) -> String {
    let button = match action {
        CommandAction::Assign { to } => return say!(locale, coordinator.judge.assign, name = name(*to)),
        CommandAction::TakeUp => say!(locale, professional.signal.take_up),
        CommandAction::Link { .. } => say!(locale, coordinator.judge.link),
        CommandAction::Unlink { .. } => say!(locale, coordinator.judge.unlink),
        CommandAction::Finalise => say!(locale, note.finish.open),
        CommandAction::Close { .. } => say!(locale, coordinator.ending.close),
        CommandAction::Withdraw => say!(locale, volunteer.signal.withdraw),
        CommandAction::PlanVisit(_) => say!(locale, visit.plan.title),
        CommandAction::MoveVisit { .. } => say!(locale, visit.plan.move_title),
        CommandAction::CancelVisit { .. } => say!(locale, visit.cancel),
        CommandAction::GiveBack => say!(locale, professional.give_back.title),
        CommandAction::Forward { .. } => say!(locale, coordinator.judge.forward),
        CommandAction::OutOfScope { .. } => say!(locale, coordinator.judge.out_of_scope),
        CommandAction::Reopen { .. } => say!(locale, coordinator.ending.reopen),
        CommandAction::Restrict { .. } => say!(locale, coordinator.judge.who_else),
        CommandAction::OpenDossier { .. } => say!(locale, professional.exploration.help),
        CommandAction::EndExploration => say!(locale, professional.exploration.nothing_confirm),
        CommandAction::EndAccess { .. } => say!(locale, professional.end_access.title),
    };
    button.to_owned()
}

/// The words that a decision holds; empty for one that has none.
#[must_use]
pub fn words(locale: Locale, action: &CommandAction) -> String {
    match action {
        CommandAction::Close { note, .. } => note.clone().unwrap_or_default(),
        CommandAction::Forward { to } => to.clone(),
        CommandAction::OutOfScope { why, .. } | CommandAction::Reopen { why } => why.clone(),
        CommandAction::PlanVisit(plan) | CommandAction::MoveVisit { plan, .. } => planned(locale, plan),
        CommandAction::TakeUp
        | CommandAction::Assign { .. }
        | CommandAction::Link { .. }
        | CommandAction::Unlink { .. }
        | CommandAction::Finalise
        | CommandAction::Withdraw
        | CommandAction::GiveBack
        | CommandAction::Restrict { .. }
        | CommandAction::CancelVisit { .. }
        | CommandAction::OpenDossier { .. }
        | CommandAction::EndExploration
        | CommandAction::EndAccess { .. } => String::new(),
    }
}

fn planned(locale: Locale, plan: &VisitPlan) -> String {
    let when = moments::moment(locale, plan.at);
    [when.as_str(), &plan.place, &plan.meet_at]
        .into_iter()
        .filter(|part| !part.is_empty())
        .collect::<Vec<_>>()
        .join(" · ")
}

#[cfg(test)]
mod tests {
    use buurtboek_shared::{
        domain::command::{Outcome, ReporterJoins},
        ids::{CommandId, DocId, Id128},
        time::Timestamp,
    };

    use super::*;
    use crate::state::Rescued;

    const SAMIRA: MemberId = MemberId::from_bytes([7; 16]);

    fn says(kind: DocKind, action: CommandAction, reason: Reason) -> Decided {
        let doc = DocId::new(kind, Id128([1; 16]));
        let command =
            Command { id: CommandId::from_bytes([2; 16]), doc, expects: None, decided_at: Timestamp(0), action };
        let draft = RescueDraft {
            id: Id128([3; 16]),
            doc,
            what: Rescued::Decision(command.clone()),
            text: String::new(),
            reason,
            written: Timestamp(0),
            at: Timestamp(0),
        };
        decided(Locale::nl, &draft, &command, &|_| "Samira".to_owned())
    }

    #[test]
    fn it_says_which_it_was_and_speaks_of_no_text() {
        let said = says(DocKind::Triage, CommandAction::Assign { to: SAMIRA }, Reason::NoAccess);
        assert_eq!(said.what, "Geef aan Samira");
        assert_eq!(said.why, "U werkt hier niet meer aan. Wat u besloot, gaat niet door.");
        assert_eq!(said.words, "");
        let said = says(DocKind::Note, CommandAction::Finalise, Reason::Finalised { by: SAMIRA, at: Timestamp(0) });
        assert!(said.why.starts_with("Samira rondde dit verslag af"), "{}", said.why);
        assert!(!said.why.contains("Uw tekst"), "{}", said.why);
    }

    #[test]
    fn of_a_visit_that_a_colleague_arranged_otherwise_it_says_so_and_keeps_what_was_wanted() {
        let (place, meet_at) = ("Nevelstraat 14".to_owned(), String::new());
        let plan = VisitPlan { at: Timestamp(0), with: Vec::new(), reporter: ReporterJoins::No, meet_at, place };
        let visit = CommandId::from_bytes([4; 16]);
        let why = "Een collega verzette dit bezoek intussen. Kijk wat er nu is afgesproken en beslis dan opnieuw.";
        for action in [CommandAction::MoveVisit { visit, plan }, CommandAction::CancelVisit { visit }] {
            for kind in [DocKind::Triage, DocKind::Dossier] {
                let said = says(kind, action.clone(), Reason::ChangedSince);
                assert_eq!(said.why, why);
                let said_of_the_next = says(kind, action.clone(), Reason::UnknownReference).why;
                assert!(said_of_the_next.starts_with("Dit volgde op iets dat niet doorging"), "{said_of_the_next}");
                let keeps = matches!(action, CommandAction::MoveVisit { .. });
                assert_eq!(said.words.ends_with("Nevelstraat 14"), keeps, "{}", said.words);
            }
        }
    }

    #[test]
    fn a_signal_that_changed_before_it_closed_says_so_and_keeps_the_words() {
        let close = CommandAction::Close { outcome: Outcome::Helped, note: Some("Dochter komt.".to_owned()) };
        let said = says(DocKind::Triage, close.clone(), Reason::ChangedSince);
        let why =
            "Er kwam iets bij nadat u dit zag. Uw besluit is niet uitgevoerd. Kijk wat er veranderde en sluit het dan.";
        assert_eq!((said.what.as_str(), said.why.as_str()), ("Afsluiten", why));
        assert_eq!(said.words, "Dochter komt.");
        let said = says(DocKind::Triage, close, Reason::NotHolder);
        assert!(said.why.starts_with("Een collega heeft dit signaal."), "{}", said.why);
    }

    #[test]
    fn an_exploration_to_which_something_was_added_before_it_ended_says_so() {
        let said = says(DocKind::Dossier, CommandAction::EndExploration, Reason::ChangedSince);
        let why =
            "Er kwam iets bij nadat u dit zag. Uw besluit is niet uitgevoerd. Kijk wat er veranderde en besluit dan.";
        assert_eq!((said.what.as_str(), said.why.as_str()), ("Geen vervolg", why));
    }
}
