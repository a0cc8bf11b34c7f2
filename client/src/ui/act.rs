//! Something that a person asked for and that takes a moment: pressed once, done once, and said when it failed.

use std::future::Future;

use futures_util::future::LocalBoxFuture;
use leptos::{prelude::*, task::spawn_local};

use crate::{
    i18n::say,
    ui::{
        language::locale,
        parts::{
            notice::{Notice, Urge},
            show::Show,
        },
    },
};

/// How far it is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Default)]
enum Stage {
    #[default]
    Idle,
    Busy,
    Failed,
}

/// One such thing.
#[derive(Clone, Copy)]
pub struct Act {
    stage: RwSignal<Stage>,
    /// What is begun once this is done.
    next: StoredValue<Option<Box<dyn FnOnce()>>, LocalStorage>,
}

impl Act {
    /// Nothing was asked yet.
    #[must_use]
    pub fn new() -> Self {
        Self { stage: RwSignal::new(Stage::Idle), next: StoredValue::new_local(None) }
    }

    /// True while it is being done.
    #[must_use]
    pub fn busy(self) -> Signal<bool> {
        Signal::derive(move || self.stage.get() == Stage::Busy)
    }

    /// True when it failed the last time.
    #[must_use]
    pub fn failed(self) -> Signal<bool> {
        Signal::derive(move || self.stage.get() == Stage::Failed)
    }

    /// Does it, unless it is being done already; then `then` with what came of it. When it fails nothing has changed,
    /// and [`ActFailure`] says so.
    pub fn run<T, E>(self, work: impl Future<Output = Result<T, E>> + 'static, then: impl FnOnce(T) + 'static)
    where
        T: 'static,
        E: 'static,
    {
        self.start(Box::pin(async move {
            let value = work.await.ok()?;
            Some(Box::new(move || then(value)) as Box<dyn FnOnce()>)
        }));
    }

    /// Begins at once, or as soon as what is being done is done; of several that wait for it, the last. For answers, of
    /// which each takes the place of the one before: none that is on the screen may be passed by.
    pub fn in_turn(self, begin: impl FnOnce() + 'static) {
        if self.stage.get_untracked() == Stage::Busy {
            self.next.set_value(Some(Box::new(begin)));
        } else {
            begin();
        }
    }

    /// The same as [`Self::run`], whatever the work is: it gives what comes next, or nothing when it failed.
    fn start(self, work: LocalBoxFuture<'static, Option<Box<dyn FnOnce()>>>) {
        if self.stage.get_untracked() == Stage::Busy {
            return;
        }
        self.stage.set(Stage::Busy);
        spawn_local(async move {
            match work.await {
                Some(then) => {
                    self.stage.try_set(Stage::Idle);
                    then();
                }
                None => {
                    self.stage.try_set(Stage::Failed);
                }
            }
            // Whoever left the page meanwhile answers nothing more.
            if let Some(begin) = self.next.try_update_value(Option::take).flatten() {
                begin();
            }
        });
    }
}

impl Default for Act {
    fn default() -> Self {
        Self::new()
    }
}

/// "Dit lukte niet. Er is niets veranderd. Probeer het opnieuw."
#[component]
pub fn ActFailure(
    /// What may have failed.
    act: Act,
) -> impl IntoView {
    let locale = locale();
    view! {
        <Show when=move || act.failed().get()>
            <Notice urge=Urge::Alarm>{say!(locale, app.failed)}</Notice>
        </Show>
    }
}
