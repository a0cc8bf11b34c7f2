//! Where colleagues are in a note; never kept.

use buurtboek_shared::{
    ids::{DeviceId, MemberId},
    protocol::frames::PresencePlace,
};

/// Somebody else's caret.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Caret {
    /// Whose.
    pub member: MemberId,
    /// On which device: one person may have two.
    pub device: DeviceId,
    /// Name of the root that holds it.
    pub root: String,
    /// Where, in UTF-16 code units from the start.
    pub at: u32,
}

/// Everybody's last known place in one document.
#[derive(Clone, Debug, Default)]
pub(super) struct Places(Vec<(MemberId, DeviceId, PresencePlace)>);

impl Places {
    /// Somebody moved, or left.
    pub(super) fn set(&mut self, member: MemberId, device: DeviceId, place: Option<PresencePlace>) {
        self.0.retain(|(_, known, _)| *known != device);
        self.0.extend(place.map(|place| (member, device, place)));
    }

    /// The line went: whether they are still there nobody can say. True when somebody was.
    pub(super) fn forget(&mut self) -> bool {
        !std::mem::take(&mut self.0).is_empty()
    }

    /// The carets, as the text is now.
    pub(super) fn carets(&self, resolve: impl Fn(&[u8]) -> Option<u32>) -> Vec<Caret> {
        let caret = |(member, device, place): &(MemberId, DeviceId, PresencePlace)| {
            let at = resolve(&place.caret)?;
            Some(Caret { member: *member, device: *device, root: place.root.clone(), at })
        };
        self.0.iter().filter_map(caret).collect()
    }
}
