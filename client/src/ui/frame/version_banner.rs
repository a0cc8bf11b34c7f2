//! "Nieuwe versie klaar": the app never reloads by itself.

use leptos::prelude::*;

use crate::{
    i18n::say,
    platform::service_worker::Versions,
    ui::{
        context::book,
        language::locale,
        parts::{
            button::{Button, Look},
            show::Show,
        },
        renewal::renew,
    },
};

/// Offers a newer version once all of it is on the device.
#[component]
pub fn VersionBanner() -> impl IntoView {
    let (locale, book) = (locale(), book());
    let versions = use_context::<Versions>();
    let put_off = move |put_off| {
        if let Some(versions) = versions {
            versions.put_off.set(put_off);
        }
    };
    // Somebody else may have taken the device.
    put_off(false);
    let words = move || match versions.is_some_and(|versions| versions.held_up.get()) {
        true => say!(locale, app.version.typed),
        false => say!(locale, app.version.ready),
    };
    view! {
        <Show when=move || versions.is_some_and(Versions::offers)>
            <div class="bb-banner bb-banner--version" role="status" data-name="version">
                <span>{words}</span>
                <span class="bb-buttons">
                    <Button look=Look::Primary on_press=move || renew(book, versions)>{say!(locale, app.version.reload)}</Button>
                    <Button look=Look::Subtle on_press=move || put_off(true)>{say!(locale, app.version.later)}</Button>
                </span>
            </div>
        </Show>
    }
}
