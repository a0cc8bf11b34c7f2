//! The name of whoever reported a signal: hidden until somebody asks for it, and recorded before it is shown.

use buurtboek_shared::ids::{Id128, MemberId};
use leptos::prelude::*;

use crate::{
    i18n::say,
    state::{reporter_name, sync_status::Link},
    ui::{
        act::{Act, ActFailure},
        colleagues::colleagues,
        context::{book, notebook},
        language::locale,
        parts::{button::Button, dynamic::dynamic},
    },
};

/// "Toon naam", and then the name.
#[component]
pub fn ReporterName(
    /// The signal.
    signal: Id128,
    /// Who reported it.
    reporter: MemberId,
) -> impl IntoView {
    let (locale, book) = (locale(), book());
    let status = notebook().sync_status();
    // The server records the look; while it cannot, the name stays hidden.
    let can_record = Memo::new(move |_| status.with(|status| status.link == Link::Online));
    let shown = RwSignal::new(false);
    let look = Act::new();
    let show = move || {
        let notebook = book.get();
        look.run(async move { reporter_name::record_look(&notebook, signal).await }, move |()| shown.set(true));
    };
    dynamic(move || match (shown.get(), can_record.get()) {
        (true, _) => colleagues().name(reporter).into_any(),
        (false, true) => view! {
            <Button on_press=show>{say!(locale, professional.signal.show_name)}</Button>
            <span class="bb-soft">" "{say!(locale, professional.signal.show_name_help)}</span>
            <ActFailure act=look/>
        }
        .into_any(),
        (false, false) => {
            view! { <span class="bb-soft">{say!(locale, professional.signal.show_name_offline)}</span> }.into_any()
        }
    })
}
