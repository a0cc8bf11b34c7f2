//! The name of whoever reported a signal, and where they may be called: hidden until somebody asks for it, and recorded
//! before it is shown.

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
        parts::{
            button::{Button, Look},
            call::CallButton,
            dynamic::dynamic,
        },
    },
};

/// "Toon naam", and then the name, with the number of who said that they may be called.
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
    let shown = RwSignal::new(None::<String>);
    let look = Act::new();
    let show = move || {
        let notebook = book.get();
        look.run(async move { reporter_name::record_look(&notebook, signal).await }, move |phone| {
            shown.set(Some(phone))
        });
    };
    dynamic(move || match (shown.get(), can_record.get()) {
        (Some(phone), _) => {
            let call = (!phone.is_empty()).then(|| {
                let words = say!(locale, professional.dossier.call, phone = phone.clone());
                view! { <CallButton number=phone look=Look::Subtle words=words/> }
            });
            view! {
                {colleagues().name(reporter)}
                {call}
            }
            .into_any()
        }
        (None, true) => view! {
            <Button on_press=show>{say!(locale, professional.signal.show_name)}</Button>
            <span class="bb-soft">" "{say!(locale, professional.signal.show_name_help)}</span>
            <ActFailure act=look/>
        }
        .into_any(),
        (None, false) => {
            view! { <span class="bb-soft">{say!(locale, professional.signal.show_name_offline)}</span> }.into_any()
        }
    })
}
