//! Something that a person asked for and that takes a moment: pressed once, done once, and said when it failed.

use std::{any::Any, future::Future};

use buurtboek_shared::doc::write::WriteError;
use futures_util::future::LocalBoxFuture;
use leptos::{prelude::*, task::spawn_local};

use crate::{
    i18n::say,
    state::save_error::SaveError,
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
    /// What was written is longer than there is room for.
    TooLong,
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
        Signal::derive(move || matches!(self.stage.get(), Stage::Failed | Stage::TooLong))
    }

    /// Does it, unless it is being done already; then `then` with what came of it. When it fails nothing has changed,
    /// and [`ActFailure`] says so.
    pub fn run<T, E>(self, work: impl Future<Output = Result<T, E>> + 'static, then: impl FnOnce(T) + 'static)
    where
        T: 'static,
        E: 'static,
    {
        self.start(Box::pin(async move {
            let value = work.await.map_err(|error| why(&error))?;
            Ok(Box::new(move || then(value)) as Box<dyn FnOnce()>)
        }));
    }

    /// Does it at once, also while something else is being done. For answers that count from the moment that they are on
    /// the screen: none of them may be passed by, however fast they follow each other, and whoever leaves the page.
    pub fn answer<E: 'static>(self, work: impl Future<Output = Result<(), E>> + 'static) {
        self.begin(Box::pin(async move { work.await.err().map_or(Stage::Idle, |error| why(&error)) }));
    }

    /// The same as [`Self::answer`], whatever the work is: it gives how far it is after it.
    fn begin(self, work: LocalBoxFuture<'static, Stage>) {
        spawn_local(async move {
            self.stage.try_set(work.await);
        });
    }

    /// The same as [`Self::run`], whatever the work is: it gives what comes next, or how it failed.
    fn start(self, work: LocalBoxFuture<'static, Result<Box<dyn FnOnce()>, Stage>>) {
        if self.stage.get_untracked() == Stage::Busy {
            return;
        }
        self.stage.set(Stage::Busy);
        spawn_local(async move {
            match work.await {
                Ok(then) => {
                    self.stage.try_set(Stage::Idle);
                    then();
                }
                Err(failed) => {
                    self.stage.try_set(failed);
                }
            }
        });
    }
}

/// How it failed. What a form itself complained of does not come here: what still fits nowhere is too long.
fn why(error: &dyn Any) -> Stage {
    match error.downcast_ref() {
        Some(SaveError::Write(WriteError::Entry | WriteError::TooLong)) => Stage::TooLong,
        Some(_) | None => Stage::Failed,
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

/// "Dit lukte niet. Er is niets veranderd. Probeer het opnieuw.", or that it is too long.
#[component]
pub fn ActFailure(
    /// What may have failed.
    act: Act,
) -> impl IntoView {
    let locale = locale();
    let words = move || match act.stage.get() {
        Stage::TooLong => say!(locale, app.too_long),
        Stage::Idle | Stage::Busy | Stage::Failed => say!(locale, app.failed),
    };
    view! {
        <Show when=move || act.failed().get()>
            <Notice urge=Urge::Alarm>{words()}</Notice>
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
