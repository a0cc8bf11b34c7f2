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
}

impl Act {
    /// Nothing was asked yet.
    #[must_use]
    pub fn new() -> Self {
        Self { stage: RwSignal::new(Stage::Idle) }
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

    /// Does it at once, also while something else is being done. For answers that count from the moment that they are on
    /// the screen: none of them may be passed by, however fast they follow each other, and whoever leaves the page.
    pub fn answer<E: 'static>(self, work: impl Future<Output = Result<(), E>> + 'static) {
        self.begin(Box::pin(async move { work.await.is_ok() }));
    }

    /// The same as [`Self::answer`], whatever the work is: it gives whether it succeeded.
    fn begin(self, work: LocalBoxFuture<'static, bool>) {
        spawn_local(async move {
            let stage = if work.await { Stage::Idle } else { Stage::Failed };
            self.stage.try_set(stage);
        });
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
        });
    }
}

impl Default for Act {
    fn default() -> Self {
        Self::new()
    }
}

/// Empties a field of what was kept. Keeping takes a moment: what somebody wrote in it meanwhile stays.
pub fn empty_of(field: RwSignal<String>, kept: &str) {
    // The page of the field may be gone.
    let _gone = field.try_update(|text| {
        if text == kept {
            text.clear();
        }
    });
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_written_while_something_is_kept_stays() {
        let owner = Owner::new();
        owner.with(|| {
            let field = RwSignal::new("Wens 1.".to_owned());
            empty_of(field, "Wens 1.");
            assert_eq!(field.get_untracked(), "");
            field.set("Wens 2.".to_owned());
            empty_of(field, "Wens 1.");
            assert_eq!(field.get_untracked(), "Wens 2.");
        });
    }
}
