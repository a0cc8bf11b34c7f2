//! What the tabs show, so that the leader follows each document once.

use buurtboek_shared::{
    ids::DocId,
    protocol::client_events::Event,
    small_map::{SmallMap, SmallSet},
    sorting,
};

use crate::storage::records::TabId;

/// What each tab shows.
#[derive(Debug, Default)]
pub(super) struct Watching {
    tabs: SmallMap<TabId, SmallSet<DocId>>,
}

impl Watching {
    /// A tab shows exactly these: what the session is to be told.
    pub(super) fn set(&mut self, tab: TabId, docs: Vec<DocId>) -> Vec<Event> {
        let before = self.all();
        let docs: SmallSet<DocId> = sorting::gather(docs);
        if docs.is_empty() {
            self.tabs.remove(&tab);
        } else {
            self.tabs.insert(tab, docs);
        }
        let after = self.all();
        let begun = after.without(&before).map(|doc| Event::Watch(*doc));
        let ended = before.without(&after).map(|doc| Event::Unwatch(*doc));
        begun.chain(ended).collect()
    }

    fn all(&self) -> SmallSet<DocId> {
        sorting::gather(self.tabs.values().flat_map(SmallSet::iter).copied())
    }
}

#[cfg(test)]
mod tests {
    use buurtboek_shared::ids::{DocKind, Id128};

    use super::*;

    #[test]
    fn a_document_is_followed_while_any_tab_shows_it() {
        let doc = DocId::new(DocKind::Note, Id128([1; 16]));
        let mut watching = Watching::default();
        let told = |events: Vec<Event>| format!("{events:?}");
        assert_eq!(told(watching.set(TabId(1), vec![doc])), told(vec![Event::Watch(doc)]));
        assert_eq!(told(watching.set(TabId(2), vec![doc])), "[]");
        assert_eq!(told(watching.set(TabId(1), Vec::new())), "[]");
        assert_eq!(told(watching.set(TabId(2), Vec::new())), told(vec![Event::Unwatch(doc)]));
    }
}
