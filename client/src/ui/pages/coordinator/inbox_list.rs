//! The inbox: what to do now, what is new, what colleagues have. Rows stay where they are until somebody asks for what
//! is new.

use buurtboek_shared::{
    domain::triage::Urgency,
    ids::Id128,
    sorting,
    time::{Millis, Timestamp},
};

use super::office_hours;
use crate::ui::pages::professional::signal_list::{SignalItem, Wholeness};

/// A part of the inbox.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Group {
    /// Today, and nobody has it.
    Now,
    /// Nobody has it, or it is closed and its reporter wrote since.
    New,
    /// Somebody has it.
    WithColleagues,
}

impl Group {
    /// Every part, in the order of the page.
    pub const ALL: [Self; 3] = [Self::Now, Self::New, Self::WithColleagues];
}

/// After this many working hours without anybody who took it up, a signal of today stands out.
pub const TODAY_WAITS_AT_MOST: Millis = Millis::seconds(60 * 60);
/// After this long without anybody who took it up, any other signal stands out.
pub const OTHERS_WAIT_AT_MOST: Millis = Millis::seconds(24 * 60 * 60);

/// The part that an item belongs to; none when it is closed and nothing came since.
#[must_use]
pub fn group_of(item: &SignalItem) -> Option<Group> {
    if !item.is_open() {
        return item.added_since.then_some(Group::New);
    }
    Some(match (item.holder, item.urgency) {
        (Some(_), _) => Group::WithColleagues,
        (None, Urgency::Today) => Group::Now,
        (None, Urgency::ThisWeek | Urgency::CanWait) => Group::New,
    })
}

/// True when nobody took it up for longer than it may wait: today's for a working hour, others for a day and a night.
/// `on_the_wall` gives a moment as the clock on the wall reads it.
#[must_use]
pub fn waits_too_long(item: &SignalItem, now: Timestamp, on_the_wall: impl Fn(Timestamp) -> Timestamp) -> bool {
    item.waits_for_somebody()
        && match item.urgency {
            Urgency::Today => {
                office_hours::have_passed(TODAY_WAITS_AT_MOST, on_the_wall(item.received), on_the_wall(now))
            }
            Urgency::ThisWeek | Urgency::CanWait => now >= item.received + OTHERS_WAIT_AT_MOST,
        }
}

/// True when of each signal both documents are on the device: before that, what colleagues have looks as if nobody has it.
#[must_use]
pub fn are_whole(items: &[SignalItem]) -> bool {
    items.iter().all(|item| item.wholeness == Wholeness::Whole)
}

/// Which rows stand where: it changes only when somebody asks for it, or when there was nothing to look at.
#[derive(Clone, Debug, PartialEq, Eq, Default)]
pub struct Standing {
    rows: Vec<(Group, Id128)>,
}

impl Standing {
    /// Every item that has a place: the parts in order, in each the most urgent first, then the one that waits longest.
    #[must_use]
    pub fn of(items: &[SignalItem]) -> Self {
        let mut placed: Vec<(Group, &SignalItem)> =
            items.iter().filter_map(|item| Some((group_of(item)?, item))).collect();
        sorting::sort_by(&mut placed, |(group, one), (other_group, other)| {
            (group.cmp(other_group))
                .then(other.urgency.cmp(&one.urgency))
                .then(one.received.cmp(&other.received))
                .then(one.id.cmp(&other.id))
        });
        Self { rows: placed.into_iter().map(|(group, item)| (group, item.id)).collect() }
    }

    /// True when nothing stands anywhere.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.rows.is_empty()
    }

    /// The rows of a part.
    #[must_use]
    pub fn in_group(&self, group: Group) -> Vec<Id128> {
        self.rows.iter().filter(|(of, _)| *of == group).map(|(_, id)| *id).collect()
    }

    /// Gives what stands here the place that it has now, and lets go of what is closed. Arrivals wait.
    pub fn follow(&mut self, items: &[SignalItem]) {
        let mut now = Self::of(items);
        now.rows.retain(|(_, id)| self.is_placed(*id));
        *self = now;
    }

    /// The first of what stands here that still waits for somebody, and that nothing is `decided` about.
    #[must_use]
    pub fn first_to_judge(&self, items: &[SignalItem], decided: &[Id128]) -> Option<Id128> {
        let waits = |id: &Id128| {
            if decided.contains(id) {
                return false;
            }
            let group = items.iter().find(|item| item.id == *id).and_then(group_of);
            matches!(group, Some(Group::Now | Group::New))
        };
        self.rows.iter().map(|(_, id)| *id).find(waits)
    }

    fn is_placed(&self, id: Id128) -> bool {
        self.rows.iter().any(|(_, placed)| *placed == id)
    }

    /// What has a place that nobody gave it yet.
    #[must_use]
    pub fn arrivals(&self, items: &[SignalItem]) -> Arrivals {
        let mut arrivals = Arrivals::default();
        for item in items.iter().filter(|item| group_of(item).is_some() && !self.is_placed(item.id)) {
            arrivals.count += 1;
            arrivals.known |= !item.is_open() || item.again.is_some();
        }
        arrivals
    }
}

/// What waits to be shown: "2 nieuwe signalen. Toon".
#[derive(Clone, Copy, Debug, PartialEq, Eq, Default)]
pub struct Arrivals {
    /// How many signals.
    pub count: usize,
    /// True when one of them was closed before: it was added to, or is looked at again.
    pub known: bool,
}

#[cfg(test)]
mod tests {
    use buurtboek_shared::domain::triage::TriagePhase;

    use super::*;
    use crate::{
        state::Again,
        ui::pages::professional::signal_list::tests::{ME, item},
    };

    fn bytes(ids: &[Id128]) -> Vec<u8> {
        ids.iter().map(|id| id.0[0]).collect()
    }

    #[test]
    fn what_was_done_takes_its_place_when_somebody_turns_to_something_else() {
        let [first, second] = [item(1, "A", Urgency::ThisWeek), item(2, "B", Urgency::CanWait)];
        let mut standing = Standing::of(&[first.clone(), second.clone()]);
        let given = SignalItem { holder: Some((ME, Timestamp(0))), ..first.clone() };
        let items = [given, second, item(3, "C", Urgency::Today)];
        assert_eq!(bytes(&standing.in_group(Group::New)), [1, 2], "nothing moves by itself");
        let first_to_judge =
            |standing: &Standing, decided: &[Id128]| standing.first_to_judge(&items, decided).map(|id| id.0[0]);
        assert_eq!(first_to_judge(&standing, &[]), Some(2), "the first one is with somebody");
        assert_eq!(first_to_judge(&standing, &[items[1].id]), None, "and about the second one something is decided");
        standing.follow(&items);
        assert_eq!(bytes(&standing.in_group(Group::New)), [2]);
        assert_eq!(bytes(&standing.in_group(Group::WithColleagues)), [1]);
        assert_eq!(standing.arrivals(&items).count, 1, "what is new still waits to be shown");
    }

    #[test]
    fn what_nobody_has_goes_before_what_somebody_has() {
        let held = SignalItem { holder: Some((ME, Timestamp(0))), ..item(4, "D", Urgency::Today) };
        let items = [
            item(1, "A", Urgency::ThisWeek),
            item(2, "B", Urgency::Today),
            item(3, "C", Urgency::CanWait),
            held,
            item(5, "E", Urgency::ThisWeek),
        ];
        let standing = Standing::of(&items);
        assert_eq!(bytes(&standing.in_group(Group::Now)), [2]);
        assert_eq!(bytes(&standing.in_group(Group::New)), [1, 5, 3], "the one that waits longest first");
        assert_eq!(bytes(&standing.in_group(Group::WithColleagues)), [4]);
    }

    #[test]
    fn rows_stay_where_they_are_until_somebody_asks() {
        let mut items = vec![item(1, "A", Urgency::ThisWeek)];
        let standing = Standing::of(&items);
        items.push(item(2, "B", Urgency::Today));
        items[0].holder = Some((ME, Timestamp(5)));
        assert_eq!(bytes(&standing.in_group(Group::New)), [1], "taken up, and still under the finger");
        assert_eq!(standing.arrivals(&items), Arrivals { count: 1, known: false });
        let asked = Standing::of(&items);
        assert_eq!(bytes(&asked.in_group(Group::Now)), [2]);
        assert_eq!(asked.arrivals(&items), Arrivals::default());
    }

    #[test]
    fn what_its_reporter_added_to_after_it_was_closed_is_new_until_somebody_looked() {
        let phase = TriagePhase::Closed;
        let closed = SignalItem { phase, holder: Some((ME, Timestamp(5))), ..item(1, "A", Urgency::Today) };
        let standing = Standing::of(std::slice::from_ref(&closed));
        assert!(standing.is_empty());
        let added = [SignalItem { added_since: true, ..closed.clone() }];
        assert_eq!(standing.arrivals(&added), Arrivals { count: 1, known: true }, "no new signal");
        let again = Some(Again::Reopened);
        let reopened = SignalItem { phase: TriagePhase::Received, holder: None, again, ..closed.clone() };
        assert_eq!(standing.arrivals(&[reopened]), Arrivals { count: 1, known: true });
        let shown = Standing::of(&added);
        assert_eq!(bytes(&shown.in_group(Group::New)), [1]);
        assert_eq!(shown.first_to_judge(&added, &[]), Some(added[0].id));
        assert!(!waits_too_long(&added[0], Timestamp(i64::MAX), |at| at), "it was taken up");
        assert!(Standing::of(&[closed]).is_empty());
    }

    #[test]
    fn a_signal_without_its_triage_is_not_whole() {
        let whole = item(1, "A", Urgency::Today);
        let part = SignalItem { wholeness: Wholeness::IntakeOnly, ..whole.clone() };
        assert!(are_whole(&[whole.clone(), whole.clone()]));
        assert!(!are_whole(&[whole, part]));
    }

    #[test]
    fn what_waits_too_long_stands_out() {
        const HOUR: u32 = 60 * 60;
        // The first of January 1970 was a Thursday; an hour earlier on the wall than by the server.
        let received = Timestamp(0) + Millis::seconds(17 * HOUR);
        let waits = |item: &SignalItem, seconds| {
            let on_the_wall = |at: Timestamp| Timestamp(at.0 - i64::from(HOUR) * 1000);
            waits_too_long(item, received + Millis::seconds(seconds), on_the_wall)
        };
        let urgent = SignalItem { received, ..item(1, "A", Urgency::Today) };
        assert!(!waits(&urgent, HOUR - 1), "from 16:00 on the wall");
        assert!(waits(&urgent, HOUR));
        let in_the_evening = SignalItem { received: received + Millis::seconds(HOUR), ..urgent.clone() };
        assert!(!waits(&in_the_evening, 17 * HOUR), "nine o'clock the next morning");
        assert!(waits(&in_the_evening, 18 * HOUR));
        let other = SignalItem { urgency: Urgency::CanWait, ..urgent.clone() };
        assert!(!waits(&other, 24 * HOUR - 1));
        assert!(waits(&other, 24 * HOUR));
        let held = SignalItem { holder: Some((ME, Timestamp(1))), ..urgent };
        assert!(!waits(&held, HOUR), "somebody has it");
    }
}
