//! Logging in with a password.

use leptos::{prelude::*, task::spawn_local};

use crate::{
    i18n::{Locale, say},
    state::{
        identity::Identity,
        session::{self, LoginError},
    },
    ui::{
        language::locale,
        parts::{
            button::{Button, SubmitButton},
            dynamic::dynamic,
            error_summary::{ErrorSummary, FieldFault, fault_of},
            field::{Field, LineField, LineKind, described_by},
            notice::{Notice, Urge},
            page_title::PageTitle,
        },
    },
};

const USER: &str = "user";
const PASSWORD: &str = "password";

/// The form.
#[component]
pub fn LogIn(
    /// Somebody logged in.
    on_enter: Callback<Identity>,
) -> impl IntoView {
    let locale = locale();
    let user = RwSignal::new(String::new());
    let password = RwSignal::new(String::new());
    let faults = RwSignal::new(Vec::<FieldFault>::new());
    let failed = RwSignal::new(None::<LoginError>);
    let busy = RwSignal::new(false);
    let on_submit = move |event: leptos::ev::SubmitEvent| {
        event.prevent_default();
        let (name, secret) = (user.get_untracked(), password.get_untracked());
        let missing = missing(locale, &name, &secret);
        let is_complete = missing.is_empty();
        faults.set(missing);
        if !is_complete || busy.get_untracked() {
            return;
        }
        busy.set(true);
        failed.set(None);
        spawn_local(async move {
            match session::login(name.trim(), &secret).await {
                Ok(identity) => on_enter.run(identity),
                Err(error) => {
                    busy.try_set(false);
                    failed.try_set(Some(error));
                }
            }
        });
    };
    view! {
        <form class="bb-stack" on:submit=on_submit novalidate>
            <PageTitle text=say!(locale, app.login.title)/>
            <ErrorSummary faults=faults/>
            {dynamic(move || failed.get().map(|error| view! {
                <Notice urge=Urge::Alarm>{failure_words(locale, error)}</Notice>
            }))}
            <LineField
                id=USER
                label=say!(locale, app.login.user)
                value=user
                kind=LineKind::UserName
                error=fault_of(faults.into(), USER)
            />
            <PasswordField value=password error=fault_of(faults.into(), PASSWORD)/>
            <p><SubmitButton busy=busy>{say!(locale, app.login.submit)}</SubmitButton></p>
            <p class="bb-hidden" role="status">{move || busy.get().then(|| say!(locale, app.login.busy))}</p>
        </form>
    }
}

#[component]
fn PasswordField(value: RwSignal<String>, error: Signal<String>) -> impl IntoView {
    let locale = locale();
    let visible = RwSignal::new(false);
    let words = move || if visible.get() { say!(locale, app.hide) } else { say!(locale, app.show) };
    view! {
        <Field id=PASSWORD label=say!(locale, app.login.password) error=error>
            <div class="bb-password">
                <input
                    class="utrecht-textbox utrecht-textbox--html-input"
                    id=PASSWORD
                    type=move || if visible.get() { "text" } else { "password" }
                    autocomplete="current-password"
                    autocapitalize="none"
                    spellcheck="false"
                    aria-invalid=move || (!error.get().is_empty()).then_some("true")
                    aria-describedby=move || described_by(PASSWORD, "", &error.get())
                    prop:value=value
                    on:input=move |event| value.set(event_target_value(&event))
                />
                <Button on_press=move || visible.update(|visible| *visible = !*visible)>{dynamic(words)}</Button>
            </div>
        </Field>
    }
}

fn missing(locale: Locale, user: &str, password: &str) -> Vec<FieldFault> {
    let needed = [
        (USER, user.trim().is_empty(), say!(locale, app.login.user_empty)),
        (PASSWORD, password.is_empty(), say!(locale, app.login.password_empty)),
    ];
    let missing = needed.into_iter().filter(|(_, is_missing, _)| *is_missing);
    missing.map(|(control, _, words)| FieldFault { control, words: words.to_owned() }).collect()
}

/// Why somebody is not logged in.
#[must_use]
pub fn failure_words(locale: Locale, error: LoginError) -> String {
    match error {
        LoginError::Offline => say!(locale, app.login.offline).to_owned(),
        LoginError::WrongCredentials | LoginError::NotLoggedIn => say!(locale, app.login.wrong).to_owned(),
        LoginError::TooOften { minutes: 1 } => say!(locale, app.login.wait_one).to_owned(),
        LoginError::TooOften { minutes } => say!(locale, app.login.wait, minutes = minutes),
        LoginError::Storage(_) => say!(locale, app.crash.storage).to_owned(),
        LoginError::Failed => say!(locale, app.failed).to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_failure_says_what_to_do() {
        let says = |error| failure_words(Locale::nl, error);
        assert_eq!(says(LoginError::WrongCredentials), "Gebruikersnaam of wachtwoord klopt niet.");
        assert_eq!(says(LoginError::TooOften { minutes: 2 }), "Te vaak geprobeerd. Wacht 2 minuten.");
        assert_eq!(says(LoginError::TooOften { minutes: 1 }), "Te vaak geprobeerd. Wacht 1 minuut.");
        assert_eq!(says(LoginError::Offline), "Om in te loggen heeft u internet nodig.");
    }

    #[test]
    fn both_fields_are_needed() {
        let controls =
            |user, password| missing(Locale::nl, user, password).iter().map(|fault| fault.control).collect::<Vec<_>>();
        assert_eq!(controls(" ", ""), [USER, PASSWORD]);
        assert_eq!(controls("samira", " "), [] as [&str; 0], "a password may be blanks");
    }
}
