//! One member's storage on one device: what is asked of it, each operation one transaction.

mod append;
mod apply;
mod compact;
mod decisions;
mod drafts;
mod handover;
mod lists;
mod log;
mod looked;
mod old_texts;
mod read;
mod rebuild;
mod rescue;
mod set_aside;
mod take_back;
mod transaction;
mod uploads;

pub use append::{AppendError, Appended, NewItem, NewLocal};
pub use apply::Applied;
pub use compact::Compaction;
pub use lists::ViewRow;
pub(crate) use lists::sort_rows;
pub use log::{LogHole, LogPage};
pub use read::{Beginning, Readiness};
pub use rebuild::{Again, NewRescue, Rebuild, RebuildError, Rebuilt};
pub use rescue::Lost;
pub use set_aside::SetAside;
pub use take_back::{InItsPlace, TakenBack};
pub use uploads::{DamagedRecord, RecordName};

use std::rc::Rc;

use buurtboek_shared::ids::{DeviceId, MemberId};

use super::{
    database::{Database, Mode},
    failure::StorageFailure,
    records::TabId,
};
use transaction::Work;

/// One member's storage, as one tab uses it. Clones are the same storage.
#[derive(Clone)]
pub struct DeviceStore {
    database: Rc<dyn Database>,
    member: MemberId,
    device: DeviceId,
    tab: TabId,
}

impl DeviceStore {
    /// The storage of this member on this device, in this database.
    #[must_use]
    pub fn new(database: Rc<dyn Database>, member: MemberId, device: DeviceId, tab: TabId) -> Self {
        Self { database, member, device, tab }
    }

    /// Whose storage it is.
    #[must_use]
    pub const fn member(&self) -> MemberId {
        self.member
    }

    /// The device.
    #[must_use]
    pub const fn device(&self) -> DeviceId {
        self.device
    }

    /// The tab that uses it.
    #[must_use]
    pub const fn tab(&self) -> TabId {
        self.tab
    }

    async fn begin(&self, mode: Mode) -> Result<Work, StorageFailure> {
        Ok(Work::new(self.database.begin(mode).await?, self.tab))
    }
}
