//! Who carries what: per colleague, what waits for them.

use buurtboek_shared::{
    domain::{date::Date, directory::Colleague},
    ids::MemberId,
    sorting,
};

use crate::{
    state::{Summary, ViewRow},
    ui::pages::professional::{
        signal_list::{SignalItem, open_with},
        today::{agenda::PlannedVisit, promised::Task},
    },
};

/// What there is to carry.
#[derive(Clone, Copy, Debug)]
pub struct Work<'rows> {
    /// The team's signals.
    pub signals: &'rows [SignalItem],
    /// The dossiers.
    pub dossiers: &'rows [ViewRow],
    /// The visits that are still to be ended, of signals and of dossiers.
    pub visits: &'rows [PlannedVisit],
    /// What was promised and is not done yet.
    pub tasks: &'rows [Task],
    /// Today, by the device's clock; none when it has none.
    pub today: Option<Date>,
}

/// What one colleague carries.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Load {
    /// Who.
    pub member: MemberId,
    /// Full name.
    pub name: String,
    /// "sociaal werker"; may be empty.
    pub discipline: String,
    /// Open signals.
    pub signals: usize,
    /// Visits that are still to be ended and to which this colleague goes.
    pub visits: usize,
    /// What this colleague promised and did not do yet.
    pub tasks: usize,
    /// How many of those are for today, or for a day that is over.
    pub due: usize,
    /// Dossiers.
    pub dossiers: usize,
}

/// What each colleague carries: who carries most first, then by name.
#[must_use]
pub fn loads(staff: &[Colleague], work: Work<'_>) -> Vec<Load> {
    let mut loads: Vec<Load> = staff.iter().map(|colleague| load(colleague, work)).collect();
    sorting::sort_by(&mut loads, |one, other| {
        (other.signals + other.dossiers).cmp(&(one.signals + one.dossiers)).then(one.name.cmp(&other.name))
    });
    loads
}

fn load(colleague: &Colleague, work: Work<'_>) -> Load {
    let own = || work.tasks.iter().filter(|task| task.is_of(colleague.id));
    Load {
        member: colleague.id,
        name: colleague.name.clone(),
        discipline: colleague.discipline.clone(),
        signals: open_with(work.signals, colleague.id),
        visits: work.visits.iter().filter(|planned| planned.visit.is_of(colleague.id)).count(),
        tasks: own().count(),
        due: own().filter(|task| is_due(task, work.today)).count(),
        dossiers: work.dossiers.iter().filter(|row| is_held_by(row, colleague.id)).count(),
    }
}

fn is_due(task: &Task, today: Option<Date>) -> bool {
    task.now.due.zip(today).is_some_and(|(due, today)| due <= today)
}

fn is_held_by(row: &ViewRow, member: MemberId) -> bool {
    let Summary::Dossier(dossier) = &row.summary else { return false };
    dossier.holder == Some(member)
}

#[cfg(test)]
mod tests {
    use buurtboek_shared::{
        domain::{
            agreement::AgreementStatus,
            role::Role,
            triage::{TriagePhase, Urgency},
        },
        time::Timestamp,
    };

    use super::*;
    use crate::ui::pages::professional::{
        signal_list::tests::item,
        today::{
            agenda::{
                planned,
                tests::{JOOST, ME, agreement, dossier, note, note_row, visit},
            },
            promised::open_tasks,
        },
    };

    fn colleague(id: MemberId, name: &str) -> Colleague {
        Colleague { id, name: name.to_owned(), role: Role::Professional, discipline: String::new(), organisation: None }
    }

    #[test]
    fn who_carries_most_comes_first_with_what_it_is() {
        let held = |id, phase| SignalItem { holder: Some((ME, Timestamp(0))), phase, ..item(id, "A", Urgency::Today) };
        let signals = [held(1, TriagePhase::TakenUp), held(3, TriagePhase::Closed), item(4, "B", Urgency::Today)];
        let work = Work { signals: &signals, dossiers: &[], visits: &[], tasks: &[], today: None };
        let loads = loads(&[colleague(JOOST, "Joost"), colleague(ME, "Samira")], work);
        let counts: Vec<_> = loads.iter().map(|load| (load.name.as_str(), load.signals)).collect();
        assert_eq!(counts, [("Samira", 1), ("Joost", 0)]);
    }

    #[test]
    fn visits_and_promises_count_wherever_they_were_made() {
        let along = crate::state::VisitSummary { with: vec![ME], ..visit(2, 10, JOOST) };
        let day = |day| Date::new(2026, 3, day);
        let promised = vec![
            agreement(1, ME, day(14), AgreementStatus::Open),
            agreement(2, ME, None, AgreementStatus::NotYet),
            agreement(3, ME, day(2), AgreementStatus::Done),
        ];
        let dossiers = [dossier(1, vec![visit(1, 30, ME), along], promised)];
        let in_note = note_row(note(&dossiers[0], vec![agreement(5, ME, day(15), AgreementStatus::Open)]));
        let (visits, tasks) = (planned(&[&dossiers]), open_tasks(&dossiers, &[in_note]));
        let work = Work { signals: &[], dossiers: &dossiers, visits: &visits, tasks: &tasks, today: day(14) };
        let loads = loads(&[colleague(ME, "Samira"), colleague(JOOST, "Joost")], work);
        let counts: Vec<_> = loads.iter().map(|load| (load.name.as_str(), load.visits, load.tasks, load.due)).collect();
        assert_eq!(
            counts,
            [("Joost", 1, 0, 0), ("Samira", 2, 3, 1)],
            "Joost asked her along; one promise is for today"
        );
    }
}
