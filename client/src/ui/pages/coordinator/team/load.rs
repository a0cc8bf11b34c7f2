//! Who carries what: per colleague, what waits for them.

use buurtboek_shared::{
    domain::{directory::Colleague, triage::TriagePhase},
    ids::MemberId,
    sorting,
};

use crate::{
    state::{Summary, ViewRow},
    ui::pages::professional::signal_list::{SignalItem, open_with},
};

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
    /// Signals for which a visit is planned.
    pub visits: usize,
    /// Dossiers.
    pub dossiers: usize,
}

/// What each colleague carries: who carries most first, then by name.
#[must_use]
pub fn loads(staff: &[Colleague], items: &[SignalItem], dossiers: &[ViewRow]) -> Vec<Load> {
    let mut loads: Vec<Load> = staff
        .iter()
        .map(|colleague| Load {
            member: colleague.id,
            name: colleague.name.clone(),
            discipline: colleague.discipline.clone(),
            signals: open_with(items, colleague.id),
            visits: items.iter().filter(|item| is_planned_by(item, colleague.id)).count(),
            dossiers: dossiers.iter().filter(|row| is_held_by(row, colleague.id)).count(),
        })
        .collect();
    sorting::sort_by(&mut loads, |one, other| {
        (other.signals + other.dossiers).cmp(&(one.signals + one.dossiers)).then(one.name.cmp(&other.name))
    });
    loads
}

fn is_planned_by(item: &SignalItem, member: MemberId) -> bool {
    item.phase == TriagePhase::VisitPlanned && item.holder.is_some_and(|(holder, _)| holder == member)
}

fn is_held_by(row: &ViewRow, member: MemberId) -> bool {
    let Summary::Dossier(dossier) = &row.summary else { return false };
    dossier.holder == Some(member)
}

#[cfg(test)]
mod tests {
    use buurtboek_shared::{
        domain::{role::Role, triage::Urgency},
        time::Timestamp,
    };

    use super::*;
    use crate::ui::pages::professional::signal_list::tests::{ME, item};

    #[test]
    fn who_carries_most_comes_first_with_what_it_is() {
        let other = MemberId::from_bytes([9; 16]);
        let colleague = |id, name: &str| Colleague {
            id,
            name: name.to_owned(),
            role: Role::Professional,
            discipline: String::new(),
            organisation: None,
        };
        let held = |id, phase| SignalItem { holder: Some((ME, Timestamp(0))), phase, ..item(id, "A", Urgency::Today) };
        let items = [
            held(1, TriagePhase::TakenUp),
            held(2, TriagePhase::VisitPlanned),
            held(3, TriagePhase::Closed),
            item(4, "B", Urgency::Today),
        ];
        let loads = loads(&[colleague(other, "Fatou"), colleague(ME, "Samira")], &items, &[]);
        let counts: Vec<_> = loads.iter().map(|load| (load.name.as_str(), load.signals, load.visits)).collect();
        assert_eq!(counts, [("Samira", 2, 1), ("Fatou", 0, 0)]);
    }
}
