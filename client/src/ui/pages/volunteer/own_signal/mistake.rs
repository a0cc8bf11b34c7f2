//! "Ik heb mij vergist": the address, the text, or the whole signal.

use buurtboek_shared::domain::command::CommandAction;
use leptos::prelude::*;

use super::{
    addition::{AboutText, Addition},
    address::RightAddress,
    paper::Paper,
};
use crate::{
    i18n::say,
    ui::{
        act::{Act, ActFailure},
        context::book,
        language::locale,
        parts::{
            button::{Button, Look},
            dialog::Dialog,
            icon::{Icon, IconMark},
        },
    },
};

/// What can be mended of a sent signal.
#[component]
pub fn Mistake(
    /// The signal.
    paper: Paper,
) -> impl IntoView {
    let locale = locale();
    let book = book();
    let asks = RwSignal::new(false);
    let act = Act::new();
    let withdraw = move || {
        let notebook = book.get();
        let command = async move { notebook.command(paper.doc, CommandAction::Withdraw, None).await };
        act.run(command, move |_| asks.set(false));
    };
    view! {
        <details class="bb-fold">
            <summary>
                <span class="bb-fold__mark"><IconMark icon=Icon::ChevronRight/></span>
                {say!(locale, volunteer.signal.mistake)}
            </summary>
            <div class="bb-fold__content">
                <RightAddress paper=paper/>
                <Addition paper=paper about=AboutText::Wrong/>
                <Button look=Look::SubtleAlarm on_press=move || asks.set(true)>
                    {say!(locale, volunteer.signal.withdraw)}
                </Button>
                <p class="bb-soft">{say!(locale, volunteer.signal.withdraw_help)}</p>
            </div>
        </details>
        <Dialog open=asks title=say!(locale, volunteer.signal.withdraw)>
            <p>{say!(locale, volunteer.signal.withdraw_help)}</p>
            <ActFailure act=act/>
            <div class="bb-buttons">
                <Button look=Look::Alarm on_press=withdraw>{say!(locale, volunteer.signal.withdraw_send)}</Button>
                <Button on_press=move || asks.set(false)>{say!(locale, app.cancel)}</Button>
            </div>
        </Dialog>
    }
}
