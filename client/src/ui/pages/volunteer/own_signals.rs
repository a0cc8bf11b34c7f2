//! "Mijn signalen": the volunteer's home.

use buurtboek_shared::{domain::signal::Place, ids::DocKind};
use leptos::prelude::*;

use super::{became::listed, feedback, new_signal::steps::Step};
use crate::{
    i18n::{Locale, say},
    state::{SignalDraft, Summary, ViewRow},
    ui::{
        connection,
        context::{book, notebook},
        language::locale,
        parts::{
            badge::BadgeText,
            button::{Button, ButtonLink, Look},
            call::CallButton,
            dialog::Dialog,
            dynamic::dynamic,
            icon::Icon,
            notice::{Empty, Notice},
            page_title::PageTitle,
            readiness::ReadinessNotice,
            row::{RowText, Rows},
            show::Show,
        },
        route,
        words::{answers, moments},
    },
};

/// The page.
#[component]
pub fn OwnSignals() -> impl IntoView {
    let locale = locale();
    let notebook = notebook();
    let (signals, drafts) = (notebook.list(DocKind::Signal), notebook.drafts());
    let fresh = route::new_signal(notebook.new_id(), Step::Observation);
    let feedback = feedback();
    let rescue = notebook.rescue();
    let rows = Memo::new(move |_| {
        let row = |row: &ViewRow| {
            let badge = feedback.with(|told| rescue.with(|kept| listed(locale, told.get(&row.doc), row, kept)));
            row_text(locale, row, badge?)
        };
        signals.with(|rows| rows.iter().filter_map(row).collect::<Vec<_>>())
    });
    let is_empty = move || rows.with(Vec::is_empty) && drafts.with(Vec::is_empty);
    let is_offline = connection::is_lost();
    let drafts_view = move || drafts.get().into_iter().map(|draft| view! { <DraftCard draft=draft/> }).collect_view();
    view! {
        <div class="bb-main">
            <PageTitle text=say!(locale, volunteer.home.title)/>
            <CallButton number="112" look=Look::SubtleAlarm words=say!(locale, volunteer.home.danger)/>
            <p><a class="nl-link" href=route::DANGER>{say!(locale, volunteer.home.others)}</a></p>
            <Show when=move || is_offline.get()>
                <Notice>{say!(locale, volunteer.home.offline)}</Notice>
            </Show>
            {dynamic(drafts_view)}
            <Show when=is_empty fallback=move || view! { <Rows rows=rows/> }>
                <Empty>{say!(locale, volunteer.home.empty)}</Empty>
            </Show>
            <p><a class="nl-link" href=route::WHAT_TO_REPORT>{say!(locale, volunteer.what.link)}</a></p>
            <ReadinessNotice/>
            <div class="bb-actions">
                <ButtonLink
                    href=fresh
                    look=Look::Primary
                    icon=Icon::Plus
                >
                    {say!(locale, volunteer.home.new)}
                </ButtonLink>
            </div>
        </div>
    }
}

/// "Nevelstraat · 12 maart · Ontvangen": the street only, since a phone lies about at home.
fn row_text(locale: Locale, row: &ViewRow, badge: BadgeText) -> Option<RowText> {
    let Summary::Signal(signal) = &row.summary else { return None };
    let place = Place::Address { street: signal.street.clone(), number: String::new() };
    let street = answers::street(&place).filter(|street| !street.is_empty());
    let sent_at = signal.sent_at.unwrap_or(row.created);
    Some(RowText {
        href: route::own_signal(row.doc.id),
        title: street.unwrap_or(say!(locale, volunteer.home.no_street)).to_owned(),
        line: moments::day(locale, sent_at),
        badges: vec![badge],
    })
}

/// "U was bezig met een signaal."
#[component]
fn DraftCard(draft: SignalDraft) -> impl IntoView {
    let locale = locale();
    let book = book();
    let asks = RwSignal::new(false);
    let id = draft.id;
    let delete = move || {
        asks.set(false);
        let notebook = book.get();
        // When the device does not delete it, it stays in the list: nobody is told that it is gone.
        leptos::task::spawn_local(async move {
            let _ = notebook.delete_draft(id).await;
        });
    };
    view! {
        <section class="bb-card">
            <p>{say!(locale, volunteer.home.draft)}" "{moments::moment(locale, draft.updated)}</p>
            <div class="bb-buttons">
                <ButtonLink href=route::new_signal(id, Step::to_resume(&draft.form)) icon=Icon::Pencil>
                    {say!(locale, volunteer.home.go_on)}
                </ButtonLink>
                <Button look=Look::Subtle icon=Icon::Trash on_press=move || asks.set(true)>
                    {say!(locale, volunteer.home.delete)}
                </Button>
            </div>
            <Dialog open=asks title=say!(locale, volunteer.home.delete_warning)>
                <div class="bb-buttons">
                    <Button look=Look::Alarm on_press=delete>{say!(locale, volunteer.home.delete_confirm)}</Button>
                    <Button on_press=move || asks.set(false)>{say!(locale, volunteer.home.keep)}</Button>
                </div>
            </Dialog>
        </section>
    }
}
