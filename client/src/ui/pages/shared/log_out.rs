//! "Uitloggen", with what stays behind.

use leptos::{prelude::*, task::spawn_local};

use crate::{
    i18n::{Locale, say},
    platform::dom,
    state::{
        save_error::SaveError,
        session::{self, LoginError},
        sync_status::{SaveState, SyncStatus},
    },
    ui::{
        context::{book, notebook},
        language::locale,
        parts::{
            button::{Button, ButtonLink, Look},
            dynamic::dynamic,
            notice::{Notice, Urge},
            page_title::PageTitle,
            show::Show,
        },
        route,
    },
};

/// Where the words of the member are.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Kept {
    /// In memory only: the device has not taken them, or not yet.
    InMemory,
    /// On the device; so many changes wait.
    Waiting(u32),
    /// With the server.
    Synced,
}

impl Kept {
    const fn of(status: &SyncStatus) -> Self {
        match (status.save, status.waiting) {
            (SaveState::Typing | SaveState::Failed(_), _) => Self::InMemory,
            (SaveState::Idle | SaveState::Saved, 0) => Self::Synced,
            (SaveState::Idle | SaveState::Saved, count) => Self::Waiting(count),
        }
    }
}

/// The page.
#[component]
pub fn LogOut() -> impl IntoView {
    let locale = locale();
    let (book, notebook) = (book(), notebook());
    let (status, drafts) = (notebook.sync_status(), notebook.drafts());
    let kept = Memo::new(move |_| status.with(Kept::of));
    let failed = RwSignal::new(false);
    // Words that the device did not take: whoever leaves all the same was told that they go.
    let goes = RwSignal::new(false);
    notebook.flush();
    let leave = move || {
        let notebook = book.get();
        spawn_local(async move {
            let kept = notebook.keep_everything().await;
            // What went meanwhile took its words along: only those that the device does not take are lost.
            if matches!(kept, Err(SaveError::Storage(_))) && goes.try_get_untracked() == Some(false) {
                goes.try_set(true);
                return;
            }
            match session::logout().await {
                // Without a connection the device forgets who was logged in all the same.
                Ok(()) | Err(LoginError::Offline | LoginError::NotLoggedIn) => dom::load(route::HOME),
                Err(
                    LoginError::WrongCredentials
                    | LoginError::TooOften { .. }
                    | LoginError::Storage(_)
                    | LoginError::Failed,
                ) => {
                    failed.try_set(true);
                }
            }
        });
    };
    let actions = move || match kept.get() {
        Kept::Synced => view! {
            <Button look=Look::Primary name="log-out" on_press=leave>{say!(locale, app.logout.submit)}</Button>
        }
        .into_any(),
        Kept::InMemory | Kept::Waiting(_) => view! {
            <ButtonLink href=route::HOME look=Look::Primary>{say!(locale, app.logout.stay)}</ButtonLink>
            <Button name="log-out" on_press=leave>{say!(locale, app.logout.anyway)}</Button>
        }
        .into_any(),
    };
    view! {
        <div class="bb-main">
            <PageTitle text=say!(locale, app.logout.title)/>
            <p class="bb-lead">{move || warning(locale, kept.get())}</p>
            <Show when=move || !drafts.with(Vec::is_empty)><p>{say!(locale, app.logout.draft)}</p></Show>
            <Show when=move || goes.get()>
                <Notice urge=Urge::Alarm>{say!(locale, app.logout.goes)}</Notice>
            </Show>
            <Show when=move || failed.get()>
                <Notice urge=Urge::Alarm>{say!(locale, app.failed)}</Notice>
            </Show>
            <div class="bb-actions">{dynamic(actions)}</div>
        </div>
    }
}

fn warning(locale: Locale, kept: Kept) -> String {
    match kept {
        Kept::InMemory => say!(locale, app.logout.in_memory).to_owned(),
        Kept::Synced | Kept::Waiting(0) => say!(locale, app.logout.synced).to_owned(),
        Kept::Waiting(1) => say!(locale, app.logout.waiting_one).to_owned(),
        Kept::Waiting(count) => say!(locale, app.logout.waiting, count = count),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::state::StorageFailure;

    #[test]
    fn what_waits_is_counted() {
        assert_eq!(warning(Locale::nl, Kept::Synced), "Alles is gesynchroniseerd.");
        assert!(warning(Locale::nl, Kept::Waiting(1)).starts_with("Er staat nog 1 wijziging op dit apparaat."));
        assert!(warning(Locale::nl, Kept::Waiting(3)).starts_with("Er staan nog 3 wijzigingen op dit apparaat."));
    }

    #[test]
    fn what_the_device_did_not_take_is_not_called_synchronised() {
        let of = |save, waiting| Kept::of(&SyncStatus { save, waiting, ..SyncStatus::default() });
        assert_eq!(of(SaveState::Failed(StorageFailure::Full), 0), Kept::InMemory);
        assert_eq!(of(SaveState::Typing, 2), Kept::InMemory);
        assert_eq!(of(SaveState::Saved, 2), Kept::Waiting(2));
        assert_eq!(of(SaveState::Idle, 0), Kept::Synced);
    }
}
