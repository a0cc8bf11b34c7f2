//! Runs the database's contract in a browser, over IndexedDB. The page's title says how it ended.
//!
//! Built for wasm32, bound with `wasm-bindgen --target web`, loaded by an empty page.

#[path = "../tests/contract/mod.rs"]
mod contract;

use std::{cell::Cell, panic, rc::Rc};

use buurtboek_client::{
    platform::{dom::set_title, idb::IdbDatabase, timer},
    storage::database::Database,
};

fn main() {
    panic::set_hook(Box::new(|reason| set_title(&format!("failed: {reason}"))));
    wasm_bindgen_futures::spawn_local(async {
        let count = Rc::new(Cell::new(0));
        let fresh = move || -> Rc<dyn Database> {
            count.set(count.get() + 1);
            Rc::new(IdbDatabase::new(format!("contract-{}-{}", timer::now().0, count.get())))
        };
        contract::check_all(fresh).await;
        set_title("passed");
    });
}
