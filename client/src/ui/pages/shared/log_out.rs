//! "Uitloggen", with what stays behind.

use leptos::{prelude::*, task::spawn_local};

use crate::{
    i18n::{Locale, say},
    platform::dom,
    state::session::{self, LoginError},
    ui::{
        context::notebook,
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

/// The page.
#[component]
pub fn LogOut() -> impl IntoView {
    let locale = locale();
    let status = notebook().sync_status();
    let waiting = Memo::new(move |_| status.with(|status| status.waiting));
    let failed = RwSignal::new(false);
    notebook().flush();
    let leave = move || {
        spawn_local(async move {
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
    let actions = move || match waiting.get() {
        0 => view! {
            <Button look=Look::Primary name="log-out" on_press=leave>{say!(locale, app.logout.submit)}</Button>
        }
        .into_any(),
        _ => view! {
            <ButtonLink href=route::HOME look=Look::Primary>{say!(locale, app.logout.stay)}</ButtonLink>
            <Button name="log-out" on_press=leave>{say!(locale, app.logout.anyway)}</Button>
        }
        .into_any(),
    };
    view! {
        <div class="bb-main">
            <PageTitle text=say!(locale, app.logout.title)/>
            <p class="bb-lead">{move || warning(locale, waiting.get())}</p>
            <Show when=move || failed.get()>
                <Notice urge=Urge::Alarm>{say!(locale, app.failed)}</Notice>
            </Show>
            <div class="bb-actions">{dynamic(actions)}</div>
        </div>
    }
}

fn warning(locale: Locale, waiting: u32) -> String {
    match waiting {
        0 => say!(locale, app.logout.synced).to_owned(),
        1 => say!(locale, app.logout.waiting_one).to_owned(),
        count => say!(locale, app.logout.waiting, count = count),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_waits_is_counted() {
        assert_eq!(warning(Locale::nl, 0), "Alles is gesynchroniseerd.");
        assert!(warning(Locale::nl, 1).starts_with("Er staat nog 1 wijziging op dit apparaat."));
        assert!(warning(Locale::nl, 3).starts_with("Er staan nog 3 wijzigingen op dit apparaat."));
    }
}
