//! The Web Lock by which one tab of a member leads.

use std::{
    cell::{Cell, RefCell},
    rc::Rc,
};

use js_sys::{Function, Object, Promise, Reflect};
use wasm_bindgen::{JsCast as _, JsValue, closure::Closure};
use wasm_bindgen_futures::{JsFuture, spawn_local};
use web_sys::AbortController;

/// What the lock says.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum LockEvent {
    /// It is ours.
    Granted,
    /// Somebody took it from us.
    Stolen,
}

/// Whether to wait for the lock.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Ask {
    /// In line.
    Wait,
    /// Whoever has it loses it.
    Steal,
}

/// The lock of a member, as one tab asks for it.
pub(super) struct Lock {
    name: String,
    say: Rc<dyn Fn(LockEvent)>,
    /// Lets go, or leaves the line.
    current: RefCell<Option<Turn>>,
    /// Turns are told apart, so that an old one says nothing.
    turn: Rc<Cell<u32>>,
}

struct Turn {
    release: Rc<RefCell<Option<Function>>>,
    leave: Option<AbortController>,
}

impl Lock {
    pub(super) fn new(name: String, say: Rc<dyn Fn(LockEvent)>) -> Self {
        Self { name, say, current: RefCell::default(), turn: Rc::default() }
    }

    /// Asks for the lock. In a browser without locks each tab leads: the server keeps one socket a device.
    pub(super) fn ask(&self, ask: Ask) {
        self.release();
        let number = self.turn.get() + 1;
        self.turn.set(number);
        let Some(locks) = manager() else {
            (self.say)(LockEvent::Granted);
            return;
        };
        let release = Rc::new(RefCell::new(None));
        let options = Object::new();
        let leave = match ask {
            Ask::Steal => {
                set(&options, "steal", &JsValue::TRUE);
                None
            }
            Ask::Wait => {
                let controller = AbortController::new().ok();
                if let Some(controller) = &controller {
                    set(&options, "signal", &controller.signal());
                }
                controller
            }
        };
        let granted = self.on_granted(number, &release);
        *self.current.borrow_mut() = Some(Turn { release, leave });
        let held = locks.request(&self.name, &options, &granted);
        let (turn, say) = (Rc::clone(&self.turn), Rc::clone(&self.say));
        spawn_local(async move {
            // Refused: stolen, or left on purpose; only the first is news.
            if held_to_the_end(held).await == Held::No && turn.get() == number {
                say(LockEvent::Stolen);
            }
        });
    }

    /// Lets the lock go, or leaves the line.
    pub(super) fn release(&self) {
        self.turn.set(self.turn.get() + 1);
        if let Some(turn) = self.current.borrow_mut().take() {
            if let Some(leave) = turn.leave {
                leave.abort();
            }
            if let Some(release) = turn.release.borrow_mut().take() {
                let _released = release.call0(&JsValue::UNDEFINED);
            }
        }
    }

    /// The lock is held until the promise that this gives is kept.
    fn on_granted(&self, number: u32, release: &Rc<RefCell<Option<Function>>>) -> JsValue {
        let (turn, say, release) = (Rc::clone(&self.turn), Rc::clone(&self.say), Rc::clone(release));
        Closure::once_into_js(move |_lock: JsValue| -> Promise {
            if turn.get() != number {
                return Promise::resolve(&JsValue::UNDEFINED);
            }
            let promise = Promise::new(&mut |resolve, _reject| *release.borrow_mut() = Some(resolve));
            say(LockEvent::Granted);
            promise
        })
    }
}

/// Whether a lock was held until it was let go.
#[derive(PartialEq, Eq)]
enum Held {
    Yes,
    No,
}

async fn held_to_the_end(held: Option<Promise>) -> Held {
    let Some(held) = held else { return Held::No };
    if JsFuture::from(held).await.is_ok() { Held::Yes } else { Held::No }
}

fn set(options: &Object, name: &str, value: &JsValue) {
    // A plain object takes every property.
    let _taken = Reflect::set(options, &JsValue::from_str(name), value);
}

/// `navigator.locks`; the bindings count it as unstable.
struct Locks {
    manager: JsValue,
    request: Function,
}

impl Locks {
    fn request(&self, name: &str, options: &Object, granted: &JsValue) -> Option<Promise> {
        self.request.call3(&self.manager, &JsValue::from_str(name), options, granted).ok()?.dyn_into().ok()
    }
}

/// Absent outside secure contexts and in old browsers.
fn manager() -> Option<Locks> {
    let navigator = web_sys::window()?.navigator();
    let manager = Reflect::get(&navigator, &JsValue::from_str("locks")).ok()?;
    let request = Reflect::get(&manager, &JsValue::from_str("request")).ok()?.dyn_into().ok()?;
    Some(Locks { manager, request })
}
