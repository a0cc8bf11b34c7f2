//! The service worker: keeps the app on the device, and tells when a newer version is ready.

use std::{cell::Cell, rc::Rc};

use buurtboek_shared::time::Millis;
use leptos::{
    prelude::*,
    task::spawn_local,
    web_sys::{self, MessageChannel, MessageEvent, ServiceWorker, ServiceWorkerContainer, ServiceWorkerState},
};
use wasm_bindgen::{JsCast as _, JsValue, closure::Closure};
use wasm_bindgen_futures::JsFuture;

use super::timer;

const SCRIPT: &str = "/sw.js";
/// How often the server is asked for a newer version.
const ASK_EVERY: Millis = Millis::seconds(60 * 60);
/// Somebody who comes back to the app has it asked, but not at every glance.
const ASK_AT_RETURN: Millis = Millis::seconds(10 * 60);

/// What is known of the app's versions on this device.
#[derive(Clone, Copy)]
pub struct Versions {
    /// True when a newer version has been stored whole and waits.
    pub newer: RwSignal<bool>,
    /// True when whoever reads this page put it off.
    pub put_off: RwSignal<bool>,
    /// True when words in a form kept the newer version from being loaded.
    pub held_up: RwSignal<bool>,
    /// True when this page comes from the device and every file of its version is there that its reader needs.
    pub complete: RwSignal<bool>,
    /// True when the reader needs the pages of the team.
    teams: RwSignal<bool>,
}

impl Versions {
    /// Registers the service worker and follows what becomes of it. Where the browser has none, or forbids it, the app
    /// works, but not offline: nothing is ever said to be complete.
    #[must_use]
    pub fn follow() -> Self {
        let [newer, put_off, held_up, complete, teams] = [(); 5].map(|()| RwSignal::new(false));
        let versions = Self { newer, put_off, held_up, complete, teams };
        if let Some(container) = container() {
            on_event(&container, "controllerchange", move || versions.look());
            if let Some(window) = web_sys::window() {
                on_event(&window, "online", move || versions.look());
            }
            spawn_local(async move {
                let Ok(registered) = JsFuture::from(container.register(SCRIPT)).await else { return };
                let Ok(registration) = registered.dyn_into::<web_sys::ServiceWorkerRegistration>() else { return };
                versions.follow_registration(&registration);
                keep_asking(&registration);
                versions.look();
            });
        }
        versions
    }

    /// Whether the newer version is offered above the page.
    #[must_use]
    pub fn offers(self) -> bool {
        self.newer.get() && !self.put_off.get()
    }

    /// Has the pages of the team kept on the device too: from now on nothing is complete without them.
    pub fn need_the_teams(self) {
        if !self.teams.get_untracked() {
            self.teams.set(true);
            self.complete.set(false);
        }
        self.look();
    }

    fn follow_registration(self, registration: &web_sys::ServiceWorkerRegistration) {
        self.newer.set(registration.waiting().is_some() && controller().is_some());
        let found = registration.clone();
        on_event(registration, "updatefound", move || {
            if let Some(installing) = found.installing() {
                self.follow_installation(installing);
            }
        });
        if let Some(installing) = registration.installing() {
            self.follow_installation(installing);
        }
    }

    fn follow_installation(self, worker: ServiceWorker) {
        let target = worker.clone();
        on_event(&target, "statechange", move || match worker.state() {
            // The first version of all is in charge at once; any later one waits for its reader.
            ServiceWorkerState::Installed => self.newer.set(controller().is_some()),
            ServiceWorkerState::Activated => self.look(),
            ServiceWorkerState::Parsed
            | ServiceWorkerState::Installing
            | ServiceWorkerState::Activating
            | ServiceWorkerState::Redundant
            | _ => {}
        });
    }

    /// Asks the version in charge to fetch what it lacks, and whether it then holds every file.
    fn look(self) {
        let Some(worker) = controller() else {
            self.complete.set(false);
            return;
        };
        let Ok(channel) = MessageChannel::new() else { return };
        let teams = self.teams.get_untracked();
        let answered = Closure::once_into_js(move |event: MessageEvent| {
            // Somebody of the team logged in since it was asked: that question is on its way.
            if teams != self.teams.get_untracked() {
                return;
            }
            let complete = js_sys::Reflect::get(&event.data(), &JsValue::from_str("complete"));
            self.complete.try_set(complete.is_ok_and(|complete| complete.is_truthy()));
        });
        channel.port1().set_onmessage(Some(answered.unchecked_ref()));
        // A worker that stopped meanwhile is started by the message; one that is gone is looked at when another comes.
        let question = message("status");
        set(&question, "teams", teams.into());
        let _ = worker.post_message_with_transferable(&question, &js_sys::Array::of1(&channel.port2()));
    }
}

/// Puts the newest version in charge and loads the page from it: only when somebody asked for it, and everything that was
/// typed is kept. When none is on the device yet, the server is asked for it first.
pub fn renew() {
    let Some(container) = container() else { return super::dom::reload() };
    // A handler takes the place of the one before it: there is one, however often somebody presses.
    container.set_oncontrollerchange(Some(&handler(super::dom::reload)));
    spawn_local(async move {
        let Some(registration) = registration(&container).await else { return super::dom::reload() };
        if registration.waiting().is_none() {
            ask_for_newer(&registration).await;
        }
        match (registration.waiting(), registration.installing()) {
            (Some(waiting), _) => activate(&waiting),
            (None, Some(installing)) => {
                let worker = installing.clone();
                installing.set_onstatechange(Some(&handler(move || match worker.state() {
                    ServiceWorkerState::Installed => activate(&worker),
                    // It could not be stored whole: the version that is here goes on.
                    ServiceWorkerState::Redundant => super::dom::reload(),
                    ServiceWorkerState::Parsed
                    | ServiceWorkerState::Installing
                    | ServiceWorkerState::Activating
                    | ServiceWorkerState::Activated
                    | _ => {}
                })));
            }
            (None, None) => super::dom::reload(),
        }
    });
}

/// Asks the server for a newer version from time to time: an app that stays open hears of it too.
fn keep_asking(registration: &web_sys::ServiceWorkerRegistration) {
    let asked = Rc::new(Cell::new(timer::now()));
    let registration = registration.clone();
    let ask = Rc::new(move |rest: Millis| {
        let now = timer::now();
        if now >= asked.get() + rest {
            asked.set(now);
            let registration = registration.clone();
            spawn_local(async move { ask_for_newer(&registration).await });
        }
    });
    let Some(document) = web_sys::window().and_then(|window| window.document()) else { return };
    let (looked, turned) = (document.clone(), Rc::clone(&ask));
    on_event(&document, "visibilitychange", move || {
        if looked.visibility_state() == web_sys::VisibilityState::Visible {
            turned(ASK_AT_RETURN);
        }
    });
    spawn_local(async move {
        loop {
            timer::sleep(ASK_EVERY).await;
            ask(ASK_AT_RETURN);
        }
    });
}

/// Without a connection nothing comes of it.
async fn ask_for_newer(registration: &web_sys::ServiceWorkerRegistration) {
    if let Ok(asked) = registration.update() {
        let _ = JsFuture::from(asked).await;
    }
}

async fn registration(container: &ServiceWorkerContainer) -> Option<web_sys::ServiceWorkerRegistration> {
    JsFuture::from(container.get_registration()).await.ok()?.dyn_into().ok()
}

fn activate(worker: &ServiceWorker) {
    // A worker that became redundant meanwhile takes no message, and stays out of charge.
    let _ = worker.post_message(&message("activate"));
}

/// None where the browser forbids service workers: without TLS, or in some private windows.
fn container() -> Option<ServiceWorkerContainer> {
    let navigator = web_sys::window()?.navigator();
    let container = js_sys::Reflect::get(&navigator, &JsValue::from_str("serviceWorker")).ok()?;
    container.dyn_into().ok()
}

fn controller() -> Option<ServiceWorker> {
    container()?.controller()
}

fn message(kind: &str) -> JsValue {
    let message = js_sys::Object::new().into();
    set(&message, "type", JsValue::from_str(kind));
    message
}

fn set(message: &JsValue, field: &str, value: JsValue) {
    // Setting a field of an own object cannot fail.
    let _ = js_sys::Reflect::set(message, &JsValue::from_str(field), &value);
}

/// What an event calls as long as something holds it.
fn handler(act: impl FnMut() + 'static) -> js_sys::Function {
    Closure::<dyn FnMut()>::new(act).into_js_value().unchecked_into()
}

/// Listens for as long as the page lives.
fn on_event(target: &web_sys::EventTarget, event: &str, act: impl FnMut() + 'static) {
    let listener = Closure::<dyn FnMut()>::new(act);
    // It fails only for a target without listeners.
    let _ = target.add_event_listener_with_callback(event, listener.as_ref().unchecked_ref());
    listener.forget();
}
