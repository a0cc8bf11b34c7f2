//! What a tab hears: from its surroundings, and from the other tabs.

use buurtboek_shared::protocol::client_events::Event;

use super::{Tab, TabNews};
use crate::sync::{
    host::{HostEvent, TabMessage},
    leader::{LeaderEvent, Visibility},
};

impl Tab {
    pub(super) async fn host_event(&mut self, event: HostEvent) {
        match event {
            HostEvent::Opened => self.session(Event::Opened).await,
            HostEvent::Received(bytes) => self.session(Event::Received(bytes)).await,
            HostEvent::Lost => self.session(Event::Lost).await,
            HostEvent::NetworkChanged => self.try_now().await,
            HostEvent::Uploaded(name, outcome) => self.uploaded(name, outcome).await,
            HostEvent::LoggedOut => self.logged_out(),
            HostEvent::Granted => self.leadership(LeaderEvent::Granted).await,
            HostEvent::Stolen => self.leadership(LeaderEvent::Stolen).await,
            HostEvent::Turned(visibility) => {
                if visibility == Visibility::Hidden {
                    self.tell(TabNews::KeepNow);
                }
                self.leadership(LeaderEvent::Turned(visibility)).await;
                if visibility == Visibility::Visible {
                    self.ask_who_is_there();
                    self.tell(TabNews::Advanced);
                    self.try_now().await;
                }
            }
            HostEvent::Resumed => {
                self.ask_who_is_there();
                self.tell(TabNews::Advanced);
                self.follow_log().await;
                self.try_now().await;
            }
            HostEvent::Message(message) => self.message(message).await,
        }
    }

    async fn message(&mut self, message: TabMessage) {
        match message {
            TabMessage::Advanced(_) => {
                self.tell(TabNews::Advanced);
                self.follow_log().await;
            }
            TabMessage::Alive(report) => {
                if !self.leader.leads() {
                    self.report = report;
                    self.tell(TabNews::Link(report));
                }
                self.leadership(LeaderEvent::Heartbeat).await;
            }
            TabMessage::Wish => self.leadership(LeaderEvent::Wish).await,
            TabMessage::Abdicated => self.leadership(LeaderEvent::Abdicated).await,
            TabMessage::TryNow => {
                if self.leader.leads() {
                    self.try_now().await;
                }
            }
            TabMessage::Watching(tab, docs) => self.watched(tab, docs).await,
            TabMessage::WhoWatches => {
                if !self.own_watch.is_empty() {
                    self.say(TabMessage::Watching(self.store.tab(), self.own_watch.clone()));
                }
            }
            TabMessage::OwnCaret(doc, place) => {
                if self.leader.leads() {
                    self.session(Event::Presence { doc, place }).await;
                }
            }
            TabMessage::WhoIsThere(tab) => {
                self.say(TabMessage::Here(self.store.tab()));
                self.others.insert(tab);
                self.tell_company();
            }
            TabMessage::Here(tab) => {
                self.others.insert(tab);
                self.tell_company();
            }
            TabMessage::Leaving(tab) => {
                self.others.remove(&tab);
                self.tell_company();
            }
            TabMessage::Unreadable(docs) => {
                if !self.leader.leads() && docs != self.unreadable {
                    self.unreadable.clone_from(&docs);
                    self.tell(TabNews::Unreadable(docs));
                }
            }
            TabMessage::Caret(doc, member, device, place) => {
                self.tell(TabNews::Caret(doc, member, device, place));
            }
        }
    }
}
