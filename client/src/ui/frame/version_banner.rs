//! "Nieuwe versie klaar": the app never reloads by itself.

use leptos::prelude::*;

use crate::{
    i18n::say,
    platform::service_worker,
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
    let waiting = use_context::<service_worker::Versions>().map(|versions| versions.newer);
    let put_off = RwSignal::new(false);
    let offers = move || waiting.is_some_and(|waiting| waiting.get()) && !put_off.get();
    view! {
        <Show when=offers>
            <div class="bb-banner bb-banner--version" role="status" data-name="version">
                <span>{say!(locale, app.version.ready)}</span>
                <span class="bb-buttons">
                    <Button look=Look::Primary on_press=move || renew(book)>{say!(locale, app.version.reload)}</Button>
                    <Button look=Look::Subtle on_press=move || put_off.set(true)>{say!(locale, app.version.later)}</Button>
                </span>
            </div>
        </Show>
    }
}
