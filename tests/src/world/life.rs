//! What moves the world: one thing at a time, chosen by chance among everything that is ready.

use buurtboek_client::{
    storage::{failure::StorageFailure, memory::Fault},
    sync::core::Action,
};
use buurtboek_server::store::GrantChange;
use buurtboek_shared::{
    domain::{access::Access, refusal::RefusalClass},
    ids::{DocId, DocKind},
    protocol::{
        client_events::Event,
        client_session::Link,
        codec::decode,
        frames::{CatalogueChange, CatalogueEntry, ServerFrame},
    },
    time::{Millis, Timestamp},
};

use super::{
    Patience, Violation, World,
    deeds::AtWork,
    facts::NOT_FOR_VOLUNTEERS,
    network::{Arrival, CallId, Side},
    people::Person,
    plan::{Deed, Happening, Mishap, Weather},
    server::Said,
};
use crate::tablet::{Kept, Tablet};

/// A tablet whose storage failed is opened again after this.
const REOPENED_AFTER: Millis = Millis(700);
/// A world that has not come to rest after this much of its own time never will.
const LONGEST_REST: i64 = 2 * 3_600_000;
/// Nor after this many steps.
const MOST_STEPS: usize = 400_000;

/// Something that can happen now.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Ready {
    Arrives(CallId, Side),
    Dialled(Person),
    TabletWakes(Person),
    TabletStarts(Person),
    ServerStarts,
    ServerWakes(CallId),
    News(CallId),
    Job(DocId),
}

impl World {
    pub(super) fn happens(&mut self, happening: Happening) {
        match happening {
            Happening::Does(person, deed) => self.does(person, deed),
            Happening::Weather(person, weather) => self.network.befalls(person, weather, self.now),
            Happening::TabletDies(person, pause) => self.tablet_dies(person, Millis(pause)),
            Happening::TabletFails(person, mishap) => self.tablet(person).fails(match mishap {
                Mishap::Full => Fault::Refused(StorageFailure::Full),
                Mishap::DiesAfter => Fault::DiedAfter,
            }),
            Happening::ServerDies(pause) => {
                for call in self.server.dies() {
                    self.network.reset(call, self.now);
                }
                self.server_down_until = Some(self.now + Millis(pause));
            }
            Happening::ServerDiskFull(writes) => self.server.disk().fail_next_writes(u32::from(writes)),
            Happening::AccessEnds(person, which) => self.access_ends(person, which),
            Happening::AccessReturns(person, which) => self.access_returns(person, which),
            Happening::Passes(span) => {
                let until = self.now + Millis(span);
                while self.next_moment().is_some_and(|next| next <= until) {
                    self.step(Patience::Waits);
                }
                self.now = self.now.max(until);
            }
        }
    }

    fn does(&mut self, person: Person, deed: Deed) {
        let now = self.clock(person);
        let Some(tablet) = self.tablets.get_mut(&person).filter(|tablet| tablet.is_on()) else { return };
        let (facts, events) = (Vec::new(), Vec::new());
        let mut at_work = AtWork { person, tablet, now, words: &mut self.words, facts, events };
        at_work.does(deed);
        let (facts, events) = (at_work.facts, at_work.events);
        let died = facts.iter().any(|fact| fact.kept == Kept::Perhaps);
        self.facts.extend(facts);
        if died {
            return self.tablet_dies(person, REOPENED_AFTER);
        }
        for event in events {
            self.tell(person, event);
        }
        let actions = self.tablet(person).offers(now);
        self.carry_out(person, actions);
    }

    fn tablet_dies(&mut self, person: Person, pause: Millis) {
        self.tablet(person).dies();
        self.network.hang_up(person, self.now);
        self.tablet_off_until.insert(person, self.now + pause);
    }

    /// A document that an administrator may shut somebody out of: those of the case, not the team's own.
    fn access_ends(&mut self, person: Person, which: u8) {
        let granted = self.server.granted(person);
        let docs: Vec<DocId> =
            granted.into_keys().filter(|doc| matches!(doc.kind, DocKind::Dossier | DocKind::Note)).collect();
        if let Some(doc) = docs.get(which as usize % docs.len().max(1)).copied() {
            self.ended.insert((doc, person));
            self.server.regrant(GrantChange::End { doc, member: person.member() }, self.now);
        }
    }

    fn access_returns(&mut self, person: Person, which: u8) {
        let docs: Vec<DocId> = self.ended.iter().filter(|(_, whose)| *whose == person).map(|(doc, _)| *doc).collect();
        if let Some(doc) = docs.get(which as usize % docs.len().max(1)).copied() {
            let give = GrantChange::Give { doc, member: person.member(), access: Access::Write };
            self.server.regrant(give, self.now);
        }
    }

    /// Does one of the things that are ready; false when there is none.
    pub(super) fn step(&mut self, patience: Patience) -> bool {
        let mut ready = self.ready();
        if ready.is_empty()
            && patience == Patience::Waits
            && let Some(next) = self.next_moment()
        {
            self.now = self.now.max(next);
            ready = self.ready();
        }
        if ready.is_empty() {
            return false;
        }
        match self.dice.pick(&ready) {
            Ready::Arrives(call, side) => self.arrives(call, side),
            Ready::Dialled(person) => self.dialled(person),
            Ready::TabletWakes(person) => self.tell(person, Event::Tick),
            Ready::TabletStarts(person) => {
                self.tablet_off_until.remove(&person);
                let now = self.clock(person);
                self.tablet(person).starts(now);
                self.tally.tablets_restarted += 1;
                if !self.tablet(person).is_on() {
                    self.tablet_off_until.insert(person, self.now + REOPENED_AFTER);
                }
            }
            Ready::ServerStarts => {
                self.server_down_until = None;
                self.tally.servers_restarted += 1;
            }
            Ready::ServerWakes(call) => {
                let said = self.server.ticks(call, self.now);
                self.says(call, said);
            }
            Ready::News(call) => {
                let said = self.server.reads_news(call, self.now);
                self.says(call, said);
            }
            Ready::Job(doc) => self.server.works(doc),
        }
        true
    }

    fn ready(&self) -> Vec<Ready> {
        let mut ready: Vec<Ready> = Vec::new();
        ready.extend(self.network.arrived(self.now).into_iter().map(|(call, side)| Ready::Arrives(call, side)));
        ready.extend(self.network.dialled(self.now).into_iter().map(Ready::Dialled));
        for (person, tablet) in &self.tablets {
            if tablet.deadline().is_some_and(|at| at <= self.clock(*person)) {
                ready.push(Ready::TabletWakes(*person));
            }
        }
        let off = self.tablet_off_until.iter().filter(|(_, until)| **until <= self.now);
        ready.extend(off.map(|(person, _)| Ready::TabletStarts(*person)));
        ready.extend(self.server_down_until.filter(|until| *until <= self.now).map(|_| Ready::ServerStarts));
        ready.extend(self.server.due(self.now).into_iter().map(Ready::ServerWakes));
        ready.extend(self.server.with_news().into_iter().map(Ready::News));
        ready.extend(self.server.with_jobs().into_iter().map(Ready::Job));
        ready
    }

    /// When something is ready next.
    fn next_moment(&self) -> Option<Timestamp> {
        if !self.ready().is_empty() {
            return Some(self.now);
        }
        let by_world = |person: Person, at: Timestamp| Timestamp(at.0 - (self.clock(person).0 - self.now.0));
        let tablets = self.tablets.iter().filter_map(|(person, tablet)| Some(by_world(*person, tablet.deadline()?)));
        tablets
            .chain(self.network.next_arrival())
            .chain(self.tablet_off_until.values().copied())
            .chain(self.server_down_until)
            .chain(self.server.next_deadline())
            .min()
            .map(|next| next.max(self.now))
    }

    fn arrives(&mut self, call: CallId, side: Side) {
        let Some((person, arrival)) = self.network.take(call, side) else { return };
        match (side, arrival) {
            (Side::Tablet, Arrival::Message(message)) => {
                self.notice(person, &message);
                self.tell(person, Event::Received(message));
            }
            (Side::Tablet, Arrival::End) => self.tell(person, Event::Lost),
            (Side::Server, Arrival::Message(message)) => {
                let said = self.server.hears(call, self.now, &message);
                self.says(call, said);
            }
            (Side::Server, Arrival::End) => self.server.loses(call),
        }
    }

    /// What the world writes down of what reaches a tablet.
    fn notice(&mut self, person: Person, message: &[u8]) {
        match decode(message) {
            Ok(ServerFrame::Ack { batch, receipt }) => {
                self.acknowledged.insert((person, batch), receipt);
            }
            Ok(ServerFrame::Nack { class: RefusalClass::Refused, .. }) => self.tally.refused += 1,
            Ok(ServerFrame::Catalogue { entries, .. }) => {
                let is_revoked = |entry: &&CatalogueEntry| entry.change == CatalogueChange::Revoked;
                self.tally.revoked += entries.iter().filter(is_revoked).count();
            }
            Ok(_) | Err(_) => {}
        }
        if person == Person::Truus {
            for words in NOT_FOR_VOLUNTEERS {
                if message.windows(words.len()).any(|window| window == words.as_bytes()) {
                    self.leaks.push(format!("{words}… reached {person:?}"));
                }
            }
        }
    }

    fn dialled(&mut self, person: Person) {
        if self.server_down_until.is_some() {
            self.network.give_up(person);
            return self.tell(person, Event::Lost);
        }
        match self.network.connect(person) {
            Some(call) => {
                self.server.answers(call, person, self.now);
                self.tell(person, Event::Opened);
            }
            None => self.tell(person, Event::Lost),
        }
    }

    fn says(&mut self, call: CallId, said: Said) {
        for message in said.messages {
            self.network.server_says(call, self.now, message);
        }
        if said.ends.is_some() {
            self.network.leave(call, Side::Server, self.now);
        }
    }

    fn tell(&mut self, person: Person, event: Event) {
        let now = self.clock(person);
        let actions = self.tablet(person).takes(now, event);
        self.carry_out(person, actions);
    }

    fn carry_out(&mut self, person: Person, actions: Vec<Action>) {
        for action in actions {
            match action {
                Action::Connect => self.network.dial(person, self.now),
                Action::Disconnect => self.network.hang_up(person, self.now),
                Action::Send(message) => self.network.tablet_says(person, self.now, message),
                Action::Advanced(_) | Action::Presence { .. } => {}
                Action::StorageFailed(_) => return self.tablet_dies(person, REOPENED_AFTER),
            }
        }
    }

    /// Everything clears and comes back, and the world goes on until nobody has anything left to do.
    pub(super) fn rest(&mut self) -> Result<(), Violation> {
        for person in Person::ALL {
            self.network.befalls(person, Weather::Clears, self.now);
        }
        self.server.disk().fail_next_writes(0);
        let began = self.now;
        for _ in 0..MOST_STEPS {
            if self.is_at_rest() {
                return Ok(());
            }
            self.step(Patience::Waits);
            if self.now - began > LONGEST_REST {
                break;
            }
        }
        let tablets = self.tablets.iter().map(|(person, tablet)| {
            let waiting = tablet.waiting(self.clock(*person));
            format!("{person:?}: {:?}, waiting {waiting:?}", tablet.status())
        });
        Err(Violation(format!("the world does not come to rest; {}", tablets.collect::<Vec<_>>().join("; "))))
    }

    fn is_at_rest(&self) -> bool {
        let tablet_rests = |tablet: &Tablet| {
            tablet.status().is_some_and(|status| status.link == Link::Up && status.waiting == 0 && status.to_fetch == 0)
        };
        self.network.is_sound()
            && self.network.is_still()
            && self.tablets.values().all(tablet_rests)
            && self.server.with_news().is_empty()
            && self.server.with_jobs().is_empty()
    }
}
