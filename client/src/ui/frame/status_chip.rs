//! The status: always in this place, read out only when its row changes.

use std::time::Duration;

use buurtboek_shared::{domain::role::Role, ids::DocKind};
use leptos::{
    leptos_dom::helpers::{TimeoutHandle, set_timeout_with_handle},
    prelude::*,
};

use crate::{
    i18n::say,
    platform::{dom, service_worker::Versions},
    state::Summary,
    ui::{
        context::{book, notebook},
        language::locale,
        parts::{
            button::{Button, ButtonLink, Look},
            icon::IconMark,
        },
        renewal::renew,
        route,
        words::status::{Audience, StatusRow, Tone, sentence},
    },
};

/// How long a row has to last before it is read out.
const REST: Duration = Duration::from_millis(700);

/// The chip, and what one can do about it.
#[component]
pub fn StatusChip() -> impl IntoView {
    let locale = locale();
    let status = notebook().sync_status();
    let audience = audience();
    let row = Memo::new(move |_| status.with(StatusRow::of));
    let words = Memo::new(move |_| status.with(|status| sentence(locale, audience.get(), status)));
    let announced = announcement(row, words);
    let class = move || match row.get().tone() {
        Tone::Done => "bb-chip bb-chip--done",
        Tone::Busy => "bb-chip bb-chip--busy",
        Tone::Offline => "bb-chip bb-chip--offline",
        Tone::Attention => "bb-chip bb-chip--attention",
        Tone::Alarm => "bb-chip bb-chip--alarm",
    };
    let icon = Signal::derive(move || row.get().icon());
    view! {
        <div class="bb-status">
            <a class=class href=route::SYNC data-name="status" data-row=move || format!("{:?}", row.get())>
                <IconMark icon=icon/>
                <span>{words}</span>
            </a>
            {move || remedy(row.get())}
            <span class="bb-hidden" role="status" aria-live="polite">{announced}</span>
        </div>
    }
}

/// What is read out: the sentence of the row that the status has come to rest in. A minute that passes, one more change,
/// or a row that lasts for a blink is not news.
fn announcement(row: Memo<StatusRow>, words: Memo<String>) -> RwSignal<String> {
    let announced = RwSignal::new(String::new());
    let said = StoredValue::new(None::<StatusRow>);
    let timer = StoredValue::new(None::<TimeoutHandle>);
    Effect::new(move |_| {
        let row = row.get();
        let say = move || {
            if let Some(words) = words.try_get_untracked() {
                said.set_value(Some(row));
                announced.try_set(words);
            }
        };
        timer.update_value(|timer| {
            if let Some(timer) = timer.take() {
                timer.clear();
            }
            if is_news(row, said.get_value()) {
                *timer = set_timeout_with_handle(say, REST).ok();
            }
        });
    });
    announced
}

/// Is it news to come to rest in this row, when that one was said last? Somebody who writes knows that they do, and what they
/// write then stands where the rest of it stood.
fn is_news(row: StatusRow, said: Option<StatusRow>) -> bool {
    row != StatusRow::Typing && said != Some(row)
}

/// For whom the sentence is. A volunteer is told when the team received the newest signal.
fn audience() -> Memo<Audience> {
    let notebook = notebook();
    let is_volunteer = notebook.identity().role == Role::Volunteer;
    let feedback = notebook.list(DocKind::Feedback);
    Memo::new(move |_| {
        if !is_volunteer {
            return Audience::Staff;
        }
        let received = feedback.with(|rows| {
            let entries = rows.iter().filter_map(|row| {
                let Summary::Feedback(entries) = &row.summary else { return None };
                Some(entries)
            });
            entries.flatten().map(|entry| entry.received).max()
        });
        Audience::Volunteer { received }
    })
}

fn remedy(row: StatusRow) -> Option<AnyView> {
    let (locale, book) = (locale(), book());
    match row {
        StatusRow::Full | StatusRow::Failed => Some(
            view! {
                <Button look=Look::Alarm name="try-again" on_press=move || book.get().try_now()>
                    {say!(locale, app.again)}
                </Button>
            }
            .into_any(),
        ),
        StatusRow::Closed => Some(
            view! {
                <Button look=Look::Alarm name="open-again" on_press=dom::reload>
                    {say!(locale, app.crash.storage_reload)}
                </Button>
            }
            .into_any(),
        ),
        StatusRow::SessionOver => {
            Some(view! { <ButtonLink href=route::LOG_IN>{say!(locale, status.log_in)}</ButtonLink> }.into_any())
        }
        // What is ready to be loaded is offered above the page, once.
        StatusRow::Outdated if use_context::<Versions>().is_some_and(Versions::offers) => None,
        StatusRow::Outdated => {
            let versions = use_context::<Versions>();
            Some(
                view! { <Button on_press=move || renew(book, versions)>{say!(locale, app.version.reload)}</Button> }
                    .into_any(),
            )
        }
        StatusRow::Refused => {
            Some(view! { <ButtonLink href=route::RESCUE>{say!(locale, status.look)}</ButtonLink> }.into_any())
        }
        StatusRow::Typing
        | StatusRow::SetAside
        | StatusRow::ReadOnly
        | StatusRow::Unreadable
        | StatusRow::Sending
        | StatusRow::Local
        | StatusRow::Waiting
        | StatusRow::Offline
        | StatusRow::Connecting
        | StatusRow::Online
        | StatusRow::Done => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn writing_on_is_not_spoken_of() {
        assert!(is_news(StatusRow::Waiting, None));
        assert!(is_news(StatusRow::Waiting, Some(StatusRow::Offline)));
        assert!(!is_news(StatusRow::Typing, Some(StatusRow::Waiting)));
        assert!(!is_news(StatusRow::Waiting, Some(StatusRow::Waiting)));
    }
}
