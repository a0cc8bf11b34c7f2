//! Who of the stock clients is where in a document: kept in memory while they are connected, never stored.
//!
//! A provider repeats the entries of everybody it sees. Only a connection's own entry counts, or somebody who left would
//! be kept alive by those who stayed, and anybody could move a colleague's caret.

use std::{
    collections::{BTreeMap, VecDeque},
    sync::{Arc, Mutex, MutexGuard, PoisonError},
};

use buurtboek_shared::ids::{DocId, MemberId, SessionId};

use super::messages::Entry;

/// Client ids of those who left that a document remembers: a repetition that comes late must not take them.
const REMEMBERED: usize = 256;

/// The stock clients of every document. Cheap to clone.
#[derive(Clone, Debug, Default)]
pub struct Rooms(Arc<Mutex<BTreeMap<DocId, Room>>>);

#[derive(Debug, Default)]
struct Room {
    connections: usize,
    here: BTreeMap<u64, Here>,
    left: VecDeque<(u64, MemberId)>,
}

#[derive(Debug)]
struct Here {
    connection: SessionId,
    member: MemberId,
    entry: Entry,
}

/// A connection that speaks.
#[derive(Clone, Copy, Debug)]
pub(super) struct Speaker {
    pub(super) doc: DocId,
    pub(super) connection: SessionId,
    pub(super) member: MemberId,
}

impl Rooms {
    /// A connection came.
    pub(super) fn enter(&self, speaker: Speaker) {
        self.lock().entry(speaker.doc).or_default().connections += 1;
    }

    /// Takes what a connection says and answers what is its own of it, for everybody to hear.
    pub(super) fn say(&self, speaker: Speaker, entries: Vec<Entry>) -> Vec<Entry> {
        let mut rooms = self.lock();
        let Some(room) = rooms.get_mut(&speaker.doc) else { return Vec::new() };
        entries.into_iter().filter(|entry| room.take(speaker, entry)).collect()
    }

    /// Everybody who is in a document.
    pub(super) fn everybody(&self, doc: DocId) -> Vec<Entry> {
        let rooms = self.lock();
        let here = rooms.get(&doc).into_iter().flat_map(|room| room.here.values());
        here.map(|here| here.entry.clone()).filter(|entry| entry.state.is_some()).collect()
    }

    /// A connection is gone; the answer tells the others.
    pub(super) fn leave(&self, speaker: Speaker) -> Option<Entry> {
        let mut rooms = self.lock();
        let room = rooms.get_mut(&speaker.doc)?;
        let gone = room.forget(speaker.connection);
        room.connections -= 1;
        if room.connections == 0 {
            rooms.remove(&speaker.doc);
        }
        // With the clock of its last words: should it come back, its next ones are newer.
        gone.filter(|entry| entry.state.is_some()).map(|entry| Entry { state: None, ..entry })
    }

    fn lock(&self) -> MutexGuard<'_, BTreeMap<DocId, Room>> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Room {
    /// Is this entry the speaker's own? The first that says something about an id that is free makes it so.
    fn take(&mut self, speaker: Speaker, entry: &Entry) -> bool {
        let own = self.own(speaker.connection);
        if own.is_some_and(|own| own != entry.client) || (own.is_none() && !self.may_claim(speaker, entry)) {
            return false;
        }
        let Speaker { connection, member, .. } = speaker;
        self.here.insert(entry.client, Here { connection, member, entry: entry.clone() });
        true
    }

    fn may_claim(&self, speaker: Speaker, entry: &Entry) -> bool {
        // A connection that is not known to be broken yet gives way to the next one of its member.
        let taken = self.here.get(&entry.client).is_some_and(|here| here.member != speaker.member);
        let left = self.left.iter().any(|&(client, member)| client == entry.client && member != speaker.member);
        entry.state.is_some() && !taken && !left
    }

    fn own(&self, connection: SessionId) -> Option<u64> {
        self.here.iter().find(|(_, here)| here.connection == connection).map(|(&client, _)| client)
    }

    fn forget(&mut self, connection: SessionId) -> Option<Entry> {
        let client = self.own(connection)?;
        let here = self.here.remove(&client)?;
        self.left.push_back((client, here.member));
        if self.left.len() > REMEMBERED {
            self.left.pop_front();
        }
        Some(here.entry)
    }
}

#[cfg(test)]
mod tests {
    use buurtboek_shared::ids::{DocKind, Id128};

    use super::*;

    fn speaker(connection: u8, member: u8) -> Speaker {
        Speaker {
            doc: DocId::new(DocKind::Note, Id128([1; 16])),
            connection: SessionId::from_bytes([connection; 16]),
            member: MemberId::from_bytes([member; 16]),
        }
    }

    fn entered<const N: usize>(speakers: [Speaker; N]) -> Rooms {
        let rooms = Rooms::default();
        speakers.into_iter().for_each(|speaker| rooms.enter(speaker));
        rooms
    }

    fn at(client: u64, clock: u64) -> Entry {
        Entry { client, clock, state: Some("{}".to_owned()) }
    }

    #[test]
    fn only_the_own_entry_counts() {
        let (samira, joost) = (speaker(1, 1), speaker(2, 2));
        let rooms = entered([samira, joost]);
        assert_eq!(rooms.say(samira, vec![at(10, 0)]), [at(10, 0)]);
        assert_eq!(rooms.say(joost, vec![at(10, 5), at(20, 0)]), [at(20, 0)], "a repetition of hers, then his own");
        assert_eq!(rooms.say(joost, vec![at(10, 6), at(21, 0)]), [], "one id a connection");
        assert_eq!(rooms.everybody(samira.doc), [at(10, 0), at(20, 0)]);
    }

    #[test]
    fn who_leaves_is_said_to_have_left_and_is_not_kept_alive_by_the_others() {
        let (samira, quiet) = (speaker(1, 1), speaker(2, 2));
        let rooms = entered([samira, quiet]);
        rooms.say(samira, vec![at(10, 4)]);
        assert_eq!(rooms.leave(samira), Some(Entry { client: 10, clock: 4, state: None }));
        assert_eq!(rooms.say(quiet, vec![at(10, 4)]), [], "a repetition that comes too late");
        let again = speaker(3, 1);
        rooms.enter(again);
        assert_eq!(rooms.say(again, vec![at(10, 5)]), [at(10, 5)], "she comes back");
        assert_eq!(rooms.leave(quiet), None, "who never said anything");
    }

    #[test]
    fn a_new_connection_of_the_same_person_takes_the_place_of_the_broken_one() {
        let (broken, next) = (speaker(1, 1), speaker(2, 1));
        let rooms = entered([broken, next]);
        rooms.say(broken, vec![at(10, 4)]);
        assert_eq!(rooms.say(next, vec![at(10, 4)]), [at(10, 4)]);
        assert_eq!(rooms.leave(broken), None, "it is not the broken one's any more");
        assert_eq!(rooms.everybody(next.doc), [at(10, 4)]);
    }

    #[test]
    fn nobody_left_leaves_nothing_behind() {
        let samira = speaker(1, 1);
        let rooms = entered([samira]);
        assert_eq!(rooms.say(samira, vec![Entry { client: 10, clock: 0, state: None }]), [], "nowhere is no place");
        rooms.say(samira, vec![at(10, 1)]);
        rooms.leave(samira);
        assert!(rooms.lock().is_empty());
        assert_eq!(rooms.say(samira, vec![at(10, 2)]), [], "who is gone says nothing");
    }
}
