//! Which tab of a member has the socket: a lock, heartbeats, and a visible tab's right to take over. Events in, acts
//! out; the browser's Web Lock does the excluding, this decides when to ask, take and let go.

use buurtboek_shared::time::{Millis, Timestamp};

/// How often the leader says that it lives.
pub const HEARTBEAT: Millis = Millis::seconds(5);
/// Silence after which a visible tab takes the lock: two heartbeats missed, with room for a slow timer.
pub const SILENCE: Millis = Millis(12_000);
/// How long a visible tab's wish counts, when it is not repeated.
const WISH: Millis = Millis(12_000);

/// Whether the user sees the tab.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Visibility {
    /// Yes.
    Visible,
    /// No: the browser may slow it down, or freeze it.
    Hidden,
}

/// What happened.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum LeaderEvent {
    /// The lock is ours.
    Granted,
    /// Somebody took the lock from us.
    Stolen,
    /// The user turned to the tab, or away from it.
    Turned(Visibility),
    /// The leader of another tab lives.
    Heartbeat,
    /// A visible tab waits for the lock.
    Wish,
    /// A leader let go on purpose.
    Abdicated,
    /// The deadline came.
    Tick,
}

/// What is to be done.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum LeaderAct {
    /// Stand in line for the lock.
    Request,
    /// Take the lock, whoever has it.
    Steal,
    /// Let the lock go.
    Release,
    /// Say that the leader lives.
    SayAlive,
    /// Say that a visible tab waits.
    SayWish,
    /// Say that the leader lets go.
    SayAbdicated,
    /// The socket is ours from now on.
    Lead,
    /// The socket is no longer ours.
    Follow,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Part {
    /// In line since; the leader was heard last at.
    Waiting { heard: Timestamp },
    /// Leading; said so last at.
    Leading { said: Timestamp, wish: Option<Timestamp> },
}

/// One tab's part.
#[derive(Clone, Debug)]
pub struct Leader {
    part: Part,
    visibility: Visibility,
}

impl Leader {
    /// A tab that just opened, and what it does first.
    #[must_use]
    pub fn new(now: Timestamp, visibility: Visibility) -> (Self, Vec<LeaderAct>) {
        let leader = Self { part: Part::Waiting { heard: now }, visibility };
        let mut acts = vec![LeaderAct::Request];
        acts.extend(leader.wish());
        (leader, acts)
    }

    /// True when the socket is ours.
    #[must_use]
    pub const fn leads(&self) -> bool {
        matches!(self.part, Part::Leading { .. })
    }

    /// When [`LeaderEvent::Tick`] is wanted.
    #[must_use]
    pub fn next_deadline(&self) -> Option<Timestamp> {
        match (self.part, self.visibility) {
            (Part::Leading { said, .. }, _) => Some(said + HEARTBEAT),
            (Part::Waiting { heard }, Visibility::Visible) => Some(heard + SILENCE),
            // A hidden tab may be frozen itself: it never takes anything from another.
            (Part::Waiting { .. }, Visibility::Hidden) => None,
        }
    }

    /// Takes one event.
    pub fn handle(&mut self, now: Timestamp, event: LeaderEvent) -> Vec<LeaderAct> {
        match event {
            LeaderEvent::Granted => self.granted(now),
            LeaderEvent::Stolen => self.stolen(now),
            LeaderEvent::Turned(visibility) => {
                self.visibility = visibility;
                self.turned(now)
            }
            LeaderEvent::Heartbeat => self.heard(now),
            LeaderEvent::Wish => self.wished(now),
            LeaderEvent::Abdicated => {
                // Whoever is first in line is granted at once; silence counts from here.
                if let Part::Waiting { heard } = &mut self.part {
                    *heard = now;
                }
                Vec::new()
            }
            LeaderEvent::Tick => self.tick(now),
        }
    }

    fn granted(&mut self, now: Timestamp) -> Vec<LeaderAct> {
        if self.leads() {
            return Vec::new();
        }
        self.part = Part::Leading { said: now, wish: None };
        vec![LeaderAct::Lead, LeaderAct::SayAlive]
    }

    fn stolen(&mut self, now: Timestamp) -> Vec<LeaderAct> {
        let led = self.leads();
        self.part = Part::Waiting { heard: now };
        let mut acts = Vec::new();
        if led {
            acts.push(LeaderAct::Follow);
        }
        acts.push(LeaderAct::Request);
        acts
    }

    fn turned(&mut self, now: Timestamp) -> Vec<LeaderAct> {
        match (&mut self.part, self.visibility) {
            (Part::Waiting { heard }, Visibility::Visible) => {
                // What was missed while the tab slept says nothing about the leader.
                *heard = now;
                self.wish()
            }
            (Part::Leading { wish, .. }, Visibility::Hidden) => match *wish {
                Some(until) if now < until => self.abdicate(now),
                Some(_) | None => Vec::new(),
            },
            (Part::Waiting { .. }, Visibility::Hidden) | (Part::Leading { .. }, Visibility::Visible) => Vec::new(),
        }
    }

    fn heard(&mut self, now: Timestamp) -> Vec<LeaderAct> {
        match &mut self.part {
            Part::Waiting { heard } => {
                *heard = now;
                self.wish()
            }
            // Somebody stole it and we have not been told yet.
            Part::Leading { .. } => Vec::new(),
        }
    }

    fn wished(&mut self, now: Timestamp) -> Vec<LeaderAct> {
        match (&mut self.part, self.visibility) {
            (Part::Leading { wish, .. }, Visibility::Visible) => {
                *wish = Some(now + WISH);
                Vec::new()
            }
            (Part::Leading { .. }, Visibility::Hidden) => self.abdicate(now),
            (Part::Waiting { .. }, _) => Vec::new(),
        }
    }

    fn abdicate(&mut self, now: Timestamp) -> Vec<LeaderAct> {
        self.part = Part::Waiting { heard: now };
        vec![LeaderAct::Follow, LeaderAct::SayAbdicated, LeaderAct::Release, LeaderAct::Request]
    }

    fn tick(&mut self, now: Timestamp) -> Vec<LeaderAct> {
        match &mut self.part {
            Part::Leading { said, .. } if now >= *said + HEARTBEAT => {
                *said = now;
                vec![LeaderAct::SayAlive]
            }
            Part::Waiting { heard } if self.visibility == Visibility::Visible && now >= *heard + SILENCE => {
                *heard = now;
                vec![LeaderAct::Steal]
            }
            Part::Leading { .. } | Part::Waiting { .. } => Vec::new(),
        }
    }

    fn wish(&self) -> Vec<LeaderAct> {
        match (self.part, self.visibility) {
            (Part::Waiting { .. }, Visibility::Visible) => vec![LeaderAct::SayWish],
            (Part::Waiting { .. }, Visibility::Hidden) | (Part::Leading { .. }, _) => Vec::new(),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const START: Timestamp = Timestamp(1_000_000);

    fn leading(visibility: Visibility) -> Leader {
        let (mut leader, _) = Leader::new(START, visibility);
        leader.handle(START, LeaderEvent::Granted);
        leader
    }

    #[test]
    fn a_tab_stands_in_line_and_leads_when_granted() {
        let (mut tab, acts) = Leader::new(START, Visibility::Visible);
        assert_eq!(acts, [LeaderAct::Request, LeaderAct::SayWish]);
        assert!(!tab.leads());
        assert_eq!(tab.handle(START, LeaderEvent::Granted), [LeaderAct::Lead, LeaderAct::SayAlive]);
        assert!(tab.leads());
        assert_eq!(tab.handle(START, LeaderEvent::Granted), [], "leading twice is one socket");
    }

    #[test]
    fn the_leader_says_that_it_lives() {
        let mut tab = leading(Visibility::Visible);
        let due = tab.next_deadline().unwrap();
        assert_eq!(due, START + HEARTBEAT);
        assert_eq!(tab.handle(START, LeaderEvent::Tick), []);
        assert_eq!(tab.handle(due, LeaderEvent::Tick), [LeaderAct::SayAlive]);
        assert_eq!(tab.next_deadline(), Some(due + HEARTBEAT));
    }

    #[test]
    fn a_visible_tab_takes_over_after_two_missed_heartbeats_and_not_before() {
        let (mut tab, _) = Leader::new(START, Visibility::Visible);
        let heard = START + HEARTBEAT;
        tab.handle(heard, LeaderEvent::Heartbeat);
        assert_eq!(tab.handle(heard + HEARTBEAT, LeaderEvent::Tick), []);
        assert_eq!(tab.handle(heard + HEARTBEAT + HEARTBEAT, LeaderEvent::Tick), []);
        assert_eq!(tab.handle(heard + SILENCE, LeaderEvent::Tick), [LeaderAct::Steal]);
        assert!(!tab.leads(), "not before the lock is really ours");
    }

    #[test]
    fn a_hidden_tab_takes_nothing() {
        let (mut tab, _) = Leader::new(START, Visibility::Hidden);
        assert_eq!(tab.next_deadline(), None);
        assert_eq!(tab.handle(START + Millis::seconds(900), LeaderEvent::Tick), []);
        let later = START + Millis::seconds(900);
        assert_eq!(tab.handle(later, LeaderEvent::Turned(Visibility::Visible)), [LeaderAct::SayWish]);
        assert_eq!(tab.handle(later, LeaderEvent::Tick), [], "first it listens");
        assert_eq!(tab.handle(later + SILENCE, LeaderEvent::Tick), [LeaderAct::Steal]);
    }

    #[test]
    fn a_hidden_leader_lets_go_when_a_visible_tab_waits() {
        let let_go = [LeaderAct::Follow, LeaderAct::SayAbdicated, LeaderAct::Release, LeaderAct::Request];
        let mut tab = leading(Visibility::Visible);
        assert_eq!(tab.handle(START, LeaderEvent::Wish), [], "the user looks at this one");
        assert_eq!(tab.handle(START, LeaderEvent::Turned(Visibility::Hidden)), let_go);

        let mut tab = leading(Visibility::Hidden);
        assert_eq!(tab.handle(START, LeaderEvent::Wish), let_go);

        let mut tab = leading(Visibility::Visible);
        assert_eq!(tab.handle(START, LeaderEvent::Turned(Visibility::Hidden)), [], "nobody waits");
        assert!(tab.leads());
    }

    #[test]
    fn an_old_wish_does_not_count() {
        let mut tab = leading(Visibility::Visible);
        tab.handle(START, LeaderEvent::Wish);
        let later = START + Millis::seconds(60);
        assert_eq!(tab.handle(later, LeaderEvent::Turned(Visibility::Hidden)), []);
    }

    #[test]
    fn a_robbed_leader_follows_and_stands_in_line_again() {
        let mut tab = leading(Visibility::Hidden);
        assert_eq!(tab.handle(START, LeaderEvent::Stolen), [LeaderAct::Follow, LeaderAct::Request]);
        assert!(!tab.leads());
        assert_eq!(tab.handle(START, LeaderEvent::Stolen), [LeaderAct::Request], "a lost place in line");
    }
}
