//! A signal that waits on the device: it can still be changed, or deleted for good.

use buurtboek_shared::ids::DocId;
use leptos::prelude::*;
use leptos_router::hooks::use_navigate;

use crate::{
    i18n::say,
    state::own_signals::{Deleted, Reopened},
    ui::{
        act::{Act, ActFailure},
        context::book,
        language::locale,
        pages::volunteer::new_signal::steps::Step,
        parts::{
            button::{Button, Look},
            dialog::Dialog,
            icon::Icon,
            notice::Notice,
            show::Show,
        },
        route,
    },
};

/// "Wijzig" and "Verwijder". When the server has it by now, it is withdrawn instead of deleted, and not changed.
#[component]
pub fn Unsent(
    /// The signal.
    doc: DocId,
) -> impl IntoView {
    let locale = locale();
    let book = book();
    let navigate = use_navigate();
    let asks = RwSignal::new(false);
    let is_too_late = RwSignal::new(false);
    let act = Act::new();
    let change = {
        let navigate = navigate.clone();
        move || {
            let (notebook, navigate) = (book.get(), navigate.clone());
            act.run(async move { notebook.reopen_signal(doc).await }, move |reopened| match reopened {
                Reopened::Draft(draft) => navigate(&route::new_signal(draft, Step::Check), Default::default()),
                Reopened::TooLate => is_too_late.set(true),
            });
        }
    };
    let delete = move || {
        let (notebook, navigate) = (book.get(), navigate.clone());
        act.run(async move { notebook.delete_signal(doc).await }, move |deleted| {
            asks.set(false);
            match deleted {
                Deleted::Gone => navigate(route::HOME, Default::default()),
                // The page says that it was withdrawn.
                Deleted::Withdrawn => {}
            }
        });
    };
    let delete = StoredValue::new_local(delete);
    view! {
        <Show when=move || is_too_late.get()>
            <Notice>{say!(locale, volunteer.signal.frozen)}</Notice>
        </Show>
        <ActFailure act=act/>
        <div class="bb-buttons" data-name="unsent">
            <Button icon=Icon::Pencil on_press=change>{say!(locale, volunteer.signal.change)}</Button>
            <Button look=Look::SubtleAlarm icon=Icon::Trash on_press=move || asks.set(true)>
                {say!(locale, volunteer.home.delete)}
            </Button>
        </div>
        <Dialog open=asks title=say!(locale, volunteer.home.delete_warning)>
            <div class="bb-buttons">
                <Button look=Look::Alarm on_press=move || delete.with_value(|delete| delete())>
                    {say!(locale, volunteer.home.delete_confirm)}
                </Button>
                <Button on_press=move || asks.set(false)>{say!(locale, volunteer.home.keep)}</Button>
            </div>
        </Dialog>
    }
}
