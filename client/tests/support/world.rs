//! Devices and tabs around one server.

use std::{cell::Cell, future::ready, rc::Rc};

use buurtboek_client::{
    state::{identity::Identity, notebook::Notebook},
    storage::{database::Database, device_store::DeviceStore, memory::MemoryDatabase, records::TabId},
};
use buurtboek_shared::{
    domain::role::Role,
    ids::{DeviceId, MemberId, TeamId},
};
use futures_executor::LocalPool;
use leptos::prelude::Owner;

use super::{
    host::{Clock, Shared, TestHost},
    server::Server,
};

/// When the tests begin, in milliseconds since 1970.
pub const START: i64 = 1_790_000_000_000;

pub struct World {
    pool: LocalPool,
    pub clock: Rc<Clock>,
    pub server: Rc<Server>,
    tabs: u32,
    _owner: Owner,
}

/// One member's device.
pub struct Device {
    pub identity: Identity,
    pub database: MemoryDatabase,
    shared: Rc<Shared>,
    pub online: Rc<Cell<bool>>,
}

/// One tab.
pub struct Tab {
    pub notebook: Notebook,
    pub host: Rc<TestHost>,
    pub store: DeviceStore,
}

impl World {
    pub fn new() -> Self {
        let owner = Owner::new();
        owner.set();
        Self { pool: LocalPool::new(), clock: Clock::at(START), server: Rc::default(), tabs: 0, _owner: owner }
    }

    pub fn device(&mut self, number: u8) -> Device {
        let identity = Identity {
            member: MemberId::from_bytes([number; 16]),
            name: format!("Lid {number}"),
            role: Role::Professional,
            team: TeamId::from_bytes([9; 16]),
            team_name: "Havenbuurt".to_owned(),
            team_phone: String::new(),
            device: DeviceId::from_bytes([number | 0x80; 16]),
        };
        self.server.register(identity.device, identity.member);
        Device {
            identity,
            database: MemoryDatabase::default(),
            shared: Rc::default(),
            online: Rc::new(Cell::new(true)),
        }
    }

    pub fn tab(&mut self, device: &Device) -> Tab {
        self.tabs += 1;
        let host = TestHost::new(
            self.tabs,
            Rc::clone(&self.clock),
            self.pool.spawner(),
            Rc::clone(&device.shared),
            Rc::clone(&self.server),
            Rc::clone(&device.online),
        );
        let database: Rc<dyn Database> = Rc::new(device.database.clone());
        let identity = device.identity.clone();
        let store = DeviceStore::new(database, identity.member, identity.device, TabId(u64::from(self.tabs)));
        let notebook = Notebook::start(identity, store.clone(), Rc::clone(&host) as _, "test", Box::pin(ready(())));
        let tab = Tab { notebook, host, store };
        self.settle();
        tab
    }

    /// Everything that can happen without time passing, happens.
    pub fn settle(&mut self) {
        self.pool.run_until_stalled();
    }

    /// Lets this much time pass, in milliseconds.
    pub fn pass(&mut self, span: i64) {
        let until = self.clock.now().0 + span;
        self.settle();
        while self.clock.next_timer(until) {
            self.settle();
        }
        self.clock.set(until);
        self.settle();
    }

    /// Runs something to its end, with everything around it.
    pub fn run<T>(&mut self, task: impl Future<Output = T>) -> T {
        let result = self.pool.run_until(task);
        self.settle();
        result
    }

    /// The network of a device goes, or comes back.
    pub fn go_offline(&mut self, device: &Device) {
        device.online.set(false);
        self.server.cut();
        self.settle();
    }

    pub fn go_online(&mut self, device: &Device) {
        device.online.set(true);
        self.pass(60_000);
    }
}
