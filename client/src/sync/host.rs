//! What surrounds a tab: its clock, its timers, its socket, its lock and the other tabs. The browser is one such
//! surrounding, a test another.

use buurtboek_shared::{
    ids::{DeviceId, DocId, MemberId},
    protocol::frames::PresencePlace,
    time::{Millis, Timestamp},
};
use futures_channel::mpsc::UnboundedSender;
use futures_util::future::LocalBoxFuture;
use serde::{Deserialize, Serialize};

use super::{core::Random, leader::Visibility, status::LinkReport};
use crate::storage::{
    device_store::{DamagedRecord, RecordName},
    records::{LogKey, TabId},
};

/// What happens to a tab.
#[derive(Clone, Debug)]
pub enum HostEvent {
    /// The socket is open.
    Opened,
    /// A binary message came over the socket.
    Received(Vec<u8>),
    /// The socket is gone, or could not be opened.
    Lost,
    /// The network came or went.
    NetworkChanged,
    /// What became of a record that was brought to the server.
    Uploaded(RecordName, UploadOutcome),
    /// The server does not know the session any more.
    LoggedOut,
    /// Another tab says something.
    Message(TabMessage),
    /// The lock is ours.
    Granted,
    /// Somebody took the lock.
    Stolen,
    /// The user turned to the tab, or away from it. Away may be for ever: what is in memory is kept now.
    Turned(Visibility),
    /// The browser had frozen the tab, and lets it run again. Meanwhile it heard nothing.
    Resumed,
}

/// What became of a record that was brought to the server.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum UploadOutcome {
    /// The server keeps it.
    Taken,
    /// It was not reached, or did not take it.
    NotTaken,
}

/// What a tab has its surroundings do.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum HostAct {
    /// Open a socket; the one before it is closed first, and not heard of again.
    Connect,
    /// Close the socket; it is not heard of again.
    Disconnect,
    /// Send this binary message.
    Send(Vec<u8>),
    /// Bring this record to the server, and tell what became of it.
    Upload(DamagedRecord),
    /// Say this to the other tabs.
    Say(TabMessage),
    /// Stand in line for the member's lock.
    RequestLock,
    /// Take the lock, whoever has it.
    StealLock,
    /// Let it go.
    ReleaseLock,
}

/// What tabs say to each other. Never content: that is in the storage, and only its order counts. Tabs of two builds may
/// be open at once: whoever changes what is here gives the channel another version. What is added at the end is passed
/// over by a tab that does not know it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum TabMessage {
    /// The storage changed, up to this log entry.
    Advanced(LogKey),
    /// The leader lives; how the connection is.
    Alive(LinkReport),
    /// A visible tab waits for the lock.
    Wish,
    /// The leader lets go.
    Abdicated,
    /// A tab asks the leader to try the connection now.
    TryNow,
    /// What a tab shows, all of it: what follows of these is wanted live.
    Watching(TabId, Vec<DocId>),
    /// A new leader asks what the tabs show.
    WhoWatches,
    /// A tab that somebody turns to asks which others are open.
    WhoIsThere(TabId),
    /// This one is.
    Here(TabId),
    /// This one is closed.
    Leaving(TabId),
    /// Where the own caret is, for the leader to pass on.
    OwnCaret(DocId, Option<PresencePlace>),
    /// Where somebody else's caret is.
    Caret(DocId, MemberId, DeviceId, Option<PresencePlace>),
    /// The leader says which documents the server cannot read.
    Unreadable(Vec<DocId>),
}

/// The surroundings of one tab.
pub trait Host: Random {
    /// Now, by the device's clock.
    fn now(&self) -> Timestamp;

    /// Runs this beside everything else, on the same thread.
    fn spawn(&self, task: LocalBoxFuture<'static, ()>);

    /// Done after this time.
    fn sleep(&self, span: Millis) -> LocalBoxFuture<'static, ()>;

    /// From now on everything that happens goes here.
    fn attach(&self, events: UnboundedSender<HostEvent>);

    /// Does something.
    fn act(&self, act: HostAct);

    /// Whether the user sees the tab now.
    fn visibility(&self) -> Visibility;
}

#[cfg(test)]
mod tests {
    use buurtboek_shared::protocol::codec::encode_value;

    use super::*;

    #[test]
    fn what_tabs_say_has_the_form_of_this_version_of_the_channel() {
        for (message, bytes) in [
            (TabMessage::Wish, vec![2]),
            (TabMessage::WhoWatches, vec![6]),
            (TabMessage::Leaving(TabId(5)), vec![9, 5]),
            (TabMessage::Watching(TabId(5), Vec::new()), vec![5, 5, 0]),
            (TabMessage::Unreadable(Vec::new()), vec![12, 0]),
        ] {
            assert_eq!(encode_value(&message), Ok(bytes), "{message:?}");
        }
    }
}
