//! "Synchronisatie": what waits, since when, and where everything stands.

use leptos::prelude::*;

use crate::{
    i18n::{Locale, say},
    state::{
        SetAside,
        readiness::StorageInfo,
        sync_status::Link,
        waiting::{WaitingItem, WaitingKind},
    },
    ui::{
        context::{book, notebook},
        language::locale,
        parts::{
            button::{Button, Look},
            dynamic::dynamic,
            facts::{Fact, Facts},
            icon::Icon,
            notice::{Empty, Notice, Urge},
            page_title::{PageTitle, SectionTitle},
            readiness::ReadinessNotice,
            show::Show,
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
    let ready = notebook.ready();
    // After a reload without a connection: what the device remembers of the last one.
    let last_synced = move || status.with(|status| status.last_synced).or(ready.with(|ready| ready.fetched_at));
    let last = move || match last_synced() {
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
            <SetAsideNotice/>
            <Facts>
                <Fact term=say!(locale, app.sync.last)>{dynamic(last)}</Fact>
                <Fact term=say!(locale, app.sync.storage)>{dynamic(storage)}</Fact>
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
                        <tbody>{dynamic(items)}</tbody>
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

/// "1 bewaard stuk kon niet worden gelezen. Het is apart gezet."
#[component]
fn SetAsideNotice() -> impl IntoView {
    let (locale, book) = (locale(), book());
    let set_aside = notebook().set_aside();
    let words = move || set_aside.with(|set_aside| set_aside_words(locale, set_aside));
    let note = move || {
        let notebook = book.get();
        // When the device does not keep it, the notice stays.
        leptos::task::spawn_local(async move {
            let _ = notebook.note_set_aside().await;
        });
    };
    view! {
        <Show when=move || set_aside.with(|set_aside| set_aside.count > 0)>
            <Notice urge=Urge::Attention>
                <p>{dynamic(words)}</p>
                <Button on_press=note>{say!(locale, app.sync.noted)}</Button>
            </Notice>
        </Show>
    }
}

fn set_aside_words(locale: Locale, set_aside: &SetAside) -> String {
    let code = set_aside.code.as_str();
    match set_aside.count {
        1 => say!(locale, app.sync.set_aside_one, code = code),
        count => say!(locale, app.sync.set_aside, count = count, code = code),
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

/// "beschermd, 40 MB vrij"; from ten gigabytes on nobody counts megabytes.
fn storage_words(locale: Locale, storage: &StorageInfo) -> String {
    const MEGABYTE: u64 = 1_000_000;
    const GIGABYTE: u64 = 1000 * MEGABYTE;
    let kept = match storage.persistent {
        Some(true) => say!(locale, app.sync.protected),
        Some(false) => say!(locale, app.sync.unprotected),
        None => say!(locale, app.sync.unknown),
    };
    match storage.free_bytes {
        Some(free) if free >= 10 * GIGABYTE => {
            format!("{kept}, {}", say!(locale, app.sync.free_gigabytes, gigabytes = free / GIGABYTE))
        }
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
    fn free_room_is_said_in_a_measure_that_fits_it() {
        let said = |free_bytes| {
            storage_words(Locale::nl, &StorageInfo { persistent: Some(true), free_bytes, ..StorageInfo::default() })
        };
        assert_eq!(said(Some(40_900_000)), "beschermd, 40 MB vrij");
        assert_eq!(said(Some(10_737_000_000)), "beschermd, 10 GB vrij");
        assert_eq!(said(None), "beschermd");
    }

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
    fn what_could_not_be_read_has_a_code_for_the_administrator() {
        let set_aside = SetAside { count: 1, code: "1a2b3c4d".to_owned() };
        assert_eq!(
            set_aside_words(Locale::nl, &set_aside),
            "1 bewaard stuk kon niet worden gelezen. Het is apart gezet. Geef code 1a2b3c4d aan de beheerder."
        );
    }

    #[test]
    fn storage_is_described_as_far_as_the_browser_tells() {
        let known = StorageInfo { persistent: Some(true), free_bytes: Some(40_900_000), ..StorageInfo::default() };
        assert_eq!(storage_words(Locale::nl, &known), "beschermd, 40 MB vrij");
        assert_eq!(storage_words(Locale::nl, &StorageInfo::default()), "onbekend");
    }
}
