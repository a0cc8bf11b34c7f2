//! What is filled in to plan a visit, and what is wrong with it.

use std::collections::BTreeSet;

use buurtboek_shared::{
    domain::{
        command::{MAX_ALONG, MAX_TO, ReporterJoins, VisitPlan},
        visit::Visit,
    },
    ids::MemberId,
    time::Timestamp,
};
use leptos::prelude::*;

use crate::{
    i18n::{Locale, say},
    platform::dates,
    ui::parts::error_summary::FieldFault,
};

/// The control for the day.
pub const DAY: &str = "visit-day";
/// The control for the time.
pub const TIME: &str = "visit-time";
/// The control for the place.
pub const PLACE: &str = "visit-place";
/// The control for the company.
pub const WITH: &str = "visit-with";
/// The control for where they meet.
pub const MEET_AT: &str = "visit-meet-at";

/// The fields of the form.
#[derive(Clone, Copy)]
pub struct Fields {
    /// "Wanneer": the day, `YYYY-MM-DD`.
    pub day: RwSignal<String>,
    /// "Wanneer": the time, `HH:MM`.
    pub time: RwSignal<String>,
    /// "Waar".
    pub place: RwSignal<String>,
    /// "Met wie".
    pub with: RwSignal<BTreeSet<MemberId>>,
    /// "Mag de melder mee?"
    pub reporter: RwSignal<ReporterJoins>,
    /// "Verzamelen bij".
    pub meet_at: RwSignal<String>,
}

impl Fields {
    /// Nothing but the place where people live.
    #[must_use]
    pub fn new(place: String) -> Self {
        Self {
            day: RwSignal::new(String::new()),
            time: RwSignal::new(String::new()),
            place: RwSignal::new(place),
            with: RwSignal::new(BTreeSet::new()),
            reporter: RwSignal::new(ReporterJoins::No),
            meet_at: RwSignal::new(String::new()),
        }
    }

    /// What holds for a visit now.
    #[must_use]
    pub fn of(visit: &Visit) -> Self {
        let (day, time) = dates::day_and_clock(visit.at);
        Self {
            day: RwSignal::new(day),
            time: RwSignal::new(time),
            place: RwSignal::new(visit.place.clone()),
            with: RwSignal::new(visit.with.iter().copied().collect()),
            reporter: RwSignal::new(visit.reporter),
            meet_at: RwSignal::new(visit.meet_at.clone()),
        }
    }

    /// What held for a visit that was called off, for one in its place that `me` plans: whoever planned it comes along now.
    #[must_use]
    pub fn again(visit: &Visit, me: MemberId, stepped_back: &[MemberId]) -> Self {
        let fields = Self::of(visit);
        fields.with.update_untracked(|with| {
            with.insert(visit.by);
            with.retain(|member| *member != me && !stepped_back.contains(member));
        });
        fields
    }

    /// What was filled in.
    #[must_use]
    pub fn filled(self) -> Filled {
        Filled {
            day: self.day.get_untracked(),
            time: self.time.get_untracked(),
            place: self.place.get_untracked(),
            with: self.with.get_untracked(),
            reporter: self.reporter.get_untracked(),
            meet_at: self.meet_at.get_untracked(),
        }
    }
}

/// What was filled in.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Filled {
    day: String,
    time: String,
    place: String,
    with: BTreeSet<MemberId>,
    reporter: ReporterJoins,
    meet_at: String,
}

impl Filled {
    /// The plan.
    ///
    /// # Errors
    /// What is wrong, in the order of the form.
    pub fn plan(self, locale: Locale, now: Timestamp) -> Result<VisitPlan, Vec<FieldFault>> {
        let mut faults = Vec::new();
        let mut wrong = |control, words: &str| faults.push(FieldFault { control, words: words.to_owned() });
        let at = match dates::parse_moment(self.day.trim(), self.time.trim()) {
            None if self.day.trim().is_empty() => {
                wrong(DAY, say!(locale, visit.plan.when_missing));
                None
            }
            None => {
                wrong(TIME, say!(locale, visit.plan.when_missing));
                None
            }
            Some(at) if at < now => {
                wrong(DAY, say!(locale, visit.plan.when_past));
                None
            }
            Some(at) => Some(at),
        };
        let (place, meet_at) = (self.place.trim().to_owned(), self.meet_at.trim().to_owned());
        for (control, words) in [(PLACE, &place), (MEET_AT, &meet_at)] {
            if words.chars().count() > MAX_TO {
                wrong(control, say!(locale, visit.plan.too_long));
            }
        }
        if self.with.len() > MAX_ALONG {
            wrong(WITH, say!(locale, visit.plan.too_many));
        }
        if self.reporter == ReporterJoins::IfResidentAgrees && meet_at.is_empty() {
            wrong(MEET_AT, say!(locale, visit.plan.meet_missing));
        }
        match at {
            Some(at) if faults.is_empty() => {
                let with = self.with.into_iter().collect();
                Ok(VisitPlan { at, with, reporter: self.reporter, meet_at, place })
            }
            Some(_) | None => Err(faults),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const NOW: Timestamp = Timestamp(86_400_000);

    fn filled() -> Filled {
        Filled {
            day: "1970-01-03".to_owned(),
            time: "10:00".to_owned(),
            place: " Dauwpad 8 ".to_owned(),
            with: BTreeSet::from([MemberId::from_bytes([2; 16])]),
            reporter: ReporterJoins::No,
            meet_at: String::new(),
        }
    }

    fn faults(filled: Filled) -> Vec<(&'static str, String)> {
        let faults = filled.plan(Locale::nl, NOW).unwrap_err();
        faults.into_iter().map(|fault| (fault.control, fault.words)).collect()
    }

    #[test]
    fn a_plan_has_a_moment_and_trimmed_words() {
        let plan = filled().plan(Locale::nl, NOW).unwrap();
        assert_eq!((plan.at, plan.place.as_str()), (Timestamp(2 * 86_400_000 + 36_000_000), "Dauwpad 8"));
    }

    #[test]
    fn without_a_day_or_a_time_there_is_no_plan() {
        let missing = "Kies een dag en een tijd.".to_owned();
        assert_eq!(faults(Filled { day: String::new(), ..filled() }), [(DAY, missing.clone())]);
        assert_eq!(faults(Filled { time: String::new(), ..filled() }), [(TIME, missing)]);
    }

    #[test]
    fn nobody_plans_a_visit_in_the_past() {
        let past = Filled { day: "1970-01-01".to_owned(), ..filled() };
        assert_eq!(faults(past), [(DAY, "Deze tijd is al voorbij. Kies een later moment.".to_owned())]);
    }

    #[test]
    fn a_reporter_who_comes_along_has_to_know_where_to_meet() {
        let along = Filled { reporter: ReporterJoins::IfResidentAgrees, ..filled() };
        assert_eq!(faults(along.clone()).first().map(|(control, _)| *control), Some(MEET_AT));
        assert!(Filled { meet_at: "de bakker".to_owned(), ..along }.plan(Locale::nl, NOW).is_ok());
    }

    #[test]
    fn what_is_too_long_is_said_at_its_field() {
        let long = Filled { place: "a".repeat(MAX_TO + 1), day: String::new(), ..filled() };
        assert_eq!(faults(long).iter().map(|(control, _)| *control).collect::<Vec<_>>(), [DAY, PLACE]);
    }
}
