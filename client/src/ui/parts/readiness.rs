//! "Klaar voor offline gebruik ✓": only when it is so.

use buurtboek_shared::domain::role::Role;
use leptos::prelude::*;

use super::notice::{Notice, Urge};
use crate::{
    i18n::{Locale, say},
    state::readiness::Readiness,
    ui::{context::notebook, language::locale, parts::show::Show, route, team_module::team_part},
};

/// Whether the app can be used without a connection, and what is missing.
#[component]
pub fn ReadinessNotice() -> impl IntoView {
    let locale = locale();
    let notebook = notebook();
    let is_volunteer = notebook.identity().role == Role::Volunteer;
    let (ready, storage) = (notebook.ready(), notebook.storage_info());
    let is_ready = Memo::new(move |_| ready.with(Readiness::is_ready));
    let missing = Memo::new(move |_| ready.with(|ready| missing(locale, ready)));
    let holds = move || {
        if is_volunteer {
            view! { <p>{say!(locale, app.ready.volunteer)}</p> }.into_any()
        } else {
            view! { <p>{team_part(|pages| pages.on_device)}</p> }.into_any()
        }
    };
    let may_be_cleared = move || storage.with(|storage| storage.persistent == Some(false));
    view! {
        <Show
            when=move || is_ready.get()
            fallback=move || view! {
                <Notice urge=Urge::Attention>
                    <p>{say!(locale, app.ready.no)}" "{missing}</p>
                </Notice>
            }
        >
            <div data-name="ready">
                <Notice urge=Urge::Good>
                    <p><strong>{say!(locale, app.ready.yes)}" ✓"</strong></p>
                    {holds()}
                </Notice>
            </div>
        </Show>
        <Show when=may_be_cleared>
            <p class="bb-soft">
                {say!(locale, app.ready.not_persistent)}" "
                <a class="nl-link" href=route::INSTALL>{say!(locale, app.ready.show_how)}</a>
            </p>
        </Show>
    }
}

fn missing(locale: Locale, ready: &Readiness) -> String {
    match ready.to_fetch {
        0 if !ready.app_cached => say!(locale, app.ready.app).to_owned(),
        0 => String::new(),
        1 => say!(locale, app.ready.to_fetch_one).to_owned(),
        count => say!(locale, app.ready.to_fetch, count = count),
    }
}

#[cfg(test)]
mod tests {
    use buurtboek_shared::time::Timestamp;

    use super::*;

    #[test]
    fn what_is_missing_is_said() {
        let ready = Readiness { app_cached: true, to_fetch: 0, fetched_at: Some(Timestamp(29_400_000)) };
        let says = |ready: &Readiness| missing(Locale::nl, ready);
        assert_eq!(says(&Readiness { to_fetch: 4, ..ready }), "Nog 4 documenten.");
        assert_eq!(says(&Readiness { to_fetch: 1, ..ready }), "Nog 1 document.");
        let not_cached = Readiness { app_cached: false, ..ready };
        assert_eq!(says(&not_cached), "De app zelf wordt nog bewaard op dit apparaat.");
    }
}
