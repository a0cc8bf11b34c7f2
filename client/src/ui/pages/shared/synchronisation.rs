//! "Synchronisatie": what waits, since when, and where everything stands.

use leptos::prelude::*;

use crate::{
    i18n::{Locale, say},
    state::{
        readiness::StorageInfo,
        sync_status::Link,
        waiting::{WaitingItem, WaitingKind},
    },
    ui::{
        context::{book, notebook},
        language::locale,
        parts::{
            button::{Button, Look},
            facts::{Fact, Facts},
            icon::Icon,
            notice::{Empty, Notice},
            page_title::{PageTitle, SectionTitle},
            readiness::ReadinessNotice,
        },
        words::{moments, team},
    },
};

/// The page.
#[component]
pub fn Synchronisation() -> impl IntoView {
    let locale = locale();
    let (book, notebook) = (book(), notebook());
    let (status, waiting, storage) = (notebook.sync_status(), notebook.waiting(), notebook.storage_info());
    let is_offline = move || status.with(|status| matches!(status.link, Link::Offline | Link::Connecting));
    let last = move || match status.with(|status| status.last_synced) {
        Some(at) => moments::moment(locale, at),
        None => say!(locale, app.sync.never).to_owned(),
    };
    let storage = move || storage.with(|storage| storage_words(locale, storage));
    let items = move || waiting.get().into_iter().map(|item| waiting_row(locale, &item)).collect_view();
    view! {
        <div class="bb-main">
            <PageTitle text=say!(locale, app.sync.title)/>
            <Show when=is_offline>
                <Notice>{say!(locale, app.sync.no_server)}</Notice>
            </Show>
            <Facts>
                <Fact term=say!(locale, app.sync.last)>{last}</Fact>
                <Fact term=say!(locale, app.sync.storage)>{storage}</Fact>
            </Facts>
            <section class="bb-stack bb-stack--tight">
                <SectionTitle>{say!(locale, app.sync.waiting)}</SectionTitle>
                <Show
                    when=move || !waiting.with(Vec::is_empty)
                    fallback=move || view! { <Empty>{say!(locale, app.sync.empty)}</Empty> }
                >
                    <table class="bb-table">
                        <thead>
                            <tr>
                                <th scope="col">{say!(locale, app.sync.what)}</th>
                                <th scope="col">{say!(locale, app.sync.since)}</th>
                            </tr>
                        </thead>
                        <tbody>{items}</tbody>
                    </table>
                </Show>
            </section>
            <ReadinessNotice/>
            <div class="bb-actions">
                <Button
                    look=Look::Primary
                    icon=Icon::Refresh
                    on_press=move || book.get().try_now()
                >
                    {say!(locale, app.sync.try_now)}
                </Button>
            </div>
        </div>
    }
}

fn waiting_row(locale: Locale, item: &WaitingItem) -> impl IntoView + use<> {
    view! {
        <tr>
            <td>{waiting_words(locale, item)}</td>
            <td>{moments::moment(locale, item.since)}</td>
        </tr>
    }
}

fn waiting_words(locale: Locale, item: &WaitingItem) -> String {
    match &item.what {
        WaitingKind::Created(kind) => say!(locale, app.sync.new_document, what = team::kind(locale, *kind)),
        WaitingKind::Written => say!(locale, app.sync.text, what = team::kind(locale, item.doc.kind)),
        WaitingKind::HandedOver => say!(locale, app.sync.handover, what = team::kind(locale, item.doc.kind)),
        WaitingKind::Decided(_) => say!(locale, app.sync.decision, what = team::kind(locale, item.doc.kind)),
    }
}

/// "beschermd, 40 MB vrij"
fn storage_words(locale: Locale, storage: &StorageInfo) -> String {
    const MEGABYTE: u64 = 1_000_000;
    let kept = match storage.persistent {
        Some(true) => say!(locale, app.sync.protected),
        Some(false) => say!(locale, app.sync.unprotected),
        None => say!(locale, app.sync.unknown),
    };
    match storage.free_bytes {
        Some(free) => format!("{kept}, {}", say!(locale, app.sync.free, megabytes = free / MEGABYTE)),
        None => kept.to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use buurtboek_shared::{
        ids::{BatchNo, DocId, DocKind, Id128},
        time::Timestamp,
    };

    use super::*;

    #[test]
    fn what_waits_is_said_without_a_word_of_its_content() {
        let item = |what| WaitingItem {
            doc: DocId::new(DocKind::Note, Id128([1; 16])),
            batch: BatchNo(1),
            since: Timestamp(0),
            what,
        };
        assert_eq!(waiting_words(Locale::nl, &item(WaitingKind::Created(DocKind::Note))), "Nieuw: bezoekverslag");
        assert_eq!(waiting_words(Locale::nl, &item(WaitingKind::Written)), "Tekst in: bezoekverslag");
    }

    #[test]
    fn storage_is_described_as_far_as_the_browser_tells() {
        let known = StorageInfo { persistent: Some(true), free_bytes: Some(40_900_000), used_bytes: None };
        assert_eq!(storage_words(Locale::nl, &known), "beschermd, 40 MB vrij");
        assert_eq!(storage_words(Locale::nl, &StorageInfo::default()), "onbekend");
    }
}
