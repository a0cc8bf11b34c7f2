//! "Uitloggen", with what stays behind.

use leptos::{prelude::*, task::spawn_local};

use crate::{
    i18n::{Locale, say},
    platform::dom,
    state::{
        RescueDraft, Rescued,
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
    /// On the device; so many changes wait, or came back and are kept here alone.
    OnDevice(usize),
    /// With the server.
    Synced,
}

impl Kept {
    fn of(status: &SyncStatus, came_back: &[RescueDraft]) -> Self {
        // Words that were handed over are with the coordinator.
        let came_back = came_back.iter().filter(|draft| draft.what != Rescued::HandedOver).count();
        match (status.save, status.waiting as usize + came_back) {
            (SaveState::Typing | SaveState::Failed(_), _) => Self::InMemory,
            (SaveState::Idle | SaveState::Saved, 0) => Self::Synced,
            (SaveState::Idle | SaveState::Saved, count) => Self::OnDevice(count),
        }
    }
}

/// The page.
#[component]
pub fn LogOut() -> impl IntoView {
    let locale = locale();
    let (book, notebook) = (book(), notebook());
    let (status, drafts, came_back) = (notebook.sync_status(), notebook.drafts(), notebook.rescue());
    let kept = Memo::new(move |_| status.with(|status| came_back.with(|came_back| Kept::of(status, came_back))));
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
        Kept::InMemory | Kept::OnDevice(_) => view! {
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
        Kept::Synced | Kept::OnDevice(0) => say!(locale, app.logout.synced).to_owned(),
        Kept::OnDevice(1) => say!(locale, app.logout.waiting_one).to_owned(),
        Kept::OnDevice(count) => say!(locale, app.logout.waiting, count = count),
    }
}

#[cfg(test)]
mod tests {
    use buurtboek_shared::{
        domain::refusal::Reason,
        ids::{DocId, DocKind, Id128},
        time::Timestamp,
    };

    use super::*;
    use crate::state::StorageFailure;

    #[test]
    fn what_waits_is_counted() {
        assert_eq!(warning(Locale::nl, Kept::Synced), "Alles is gesynchroniseerd.");
        assert!(warning(Locale::nl, Kept::OnDevice(1)).starts_with("Er staat nog 1 wijziging op dit apparaat."));
        assert!(warning(Locale::nl, Kept::OnDevice(3)).starts_with("Er staan nog 3 wijzigingen op dit apparaat."));
    }

    #[test]
    fn what_the_device_did_not_take_is_not_called_synchronised() {
        let of = |save, waiting| Kept::of(&SyncStatus { save, waiting, ..SyncStatus::default() }, &[]);
        assert_eq!(of(SaveState::Failed(StorageFailure::Full), 0), Kept::InMemory);
        assert_eq!(of(SaveState::Typing, 2), Kept::InMemory);
        assert_eq!(of(SaveState::Saved, 2), Kept::OnDevice(2));
        assert_eq!(of(SaveState::Idle, 0), Kept::Synced);
    }

    #[test]
    fn what_came_back_is_on_the_device_alone_and_what_was_handed_over_is_not() {
        let draft = |what| RescueDraft {
            id: Id128::default(),
            doc: DocId::new(DocKind::Note, Id128::default()),
            what,
            reason: Reason::NoAccess,
            text: String::new(),
            written: Timestamp(5),
            at: Timestamp(6),
        };
        let status = SyncStatus { waiting: 1, ..SyncStatus::default() };
        let words = draft(Rescued::Words { root: "we_see".to_owned() });
        assert_eq!(Kept::of(&SyncStatus::default(), std::slice::from_ref(&words)), Kept::OnDevice(1));
        assert_eq!(Kept::of(&status, &[words, draft(Rescued::HandedOver)]), Kept::OnDevice(2));
        assert_eq!(Kept::of(&SyncStatus::default(), &[draft(Rescued::HandedOver)]), Kept::Synced);
    }
}
