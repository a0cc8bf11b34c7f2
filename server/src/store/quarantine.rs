//! Bytes that are kept for whoever must find out what was wrong with them, and how much of them.

use buurtboek_shared::{
    ids::{DeviceId, DocId, MemberId},
    time::Timestamp,
};

/// Why something is in quarantine that nobody refused: a device found it in its own storage and could not open it.
pub const DEVICE_RECORD: &str = "device_record";

/// Refused bytes, or a record that a device could not open.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Quarantined {
    /// The document they were offered for. Of a device's record that belongs to none: the team's directory.
    pub doc: DocId,
    /// Who offered them.
    pub member: MemberId,
    /// From which device.
    pub device: DeviceId,
    /// When, server time.
    pub at: Timestamp,
    /// [`buurtboek_shared::domain::refusal::Reason::code`], or [`DEVICE_RECORD`].
    pub reason: String,
    /// The bytes as they came.
    pub bytes: Vec<u8>,
}

/// How it came into quarantine: nobody's refused bytes take the place of anybody's records.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Origin {
    /// Refused for good.
    Refused,
    /// Brought by a device that could not open it.
    Device,
}

impl Quarantined {
    pub(super) fn origin(&self) -> Origin {
        if self.reason == DEVICE_RECORD { Origin::Device } else { Origin::Refused }
    }

    /// Whether it may be kept beside what is kept of its member and origin already.
    pub(super) fn fits(&self, kept: QuarantineSize) -> bool {
        let most = self.origin().most();
        kept.count < most.count && kept.bytes + self.bytes.len() as u64 <= most.bytes
    }
}

/// How much of one member is in quarantine, of one origin.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Default)]
pub struct QuarantineSize {
    /// Records.
    pub count: u64,
    /// Bytes of all together.
    pub bytes: u64,
}

impl Origin {
    /// What is kept of one member at most: far more than a disk that fails leaves or a fault of the app makes, far less
    /// than fills ours.
    #[must_use]
    pub const fn most(self) -> QuarantineSize {
        match self {
            Self::Refused => QuarantineSize { count: 1_000, bytes: 32 * 1024 * 1024 },
            Self::Device => QuarantineSize { count: 200, bytes: 8 * 1024 * 1024 },
        }
    }
}
