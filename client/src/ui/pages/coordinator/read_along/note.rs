//! A note as a coordinator reads it along: all of it, nothing to change, and "Gezien".

use buurtboek_shared::{
    doc::read::NoteView,
    domain::attention::{self, Attention, SeenEntry},
    ids::{DocId, DocKind, Id128, MemberId},
};
use leptos::prelude::*;

use super::{ReadItem, badge, household, notes_to_read};
use crate::{
    i18n::say,
    ui::{
        act::{Act, ActFailure},
        authoring::Author,
        colleagues::{colleagues, enumeration},
        context::{book, notebook},
        language::locale,
        opened::{as_note, open, view_of},
        outlet::use_params,
        pages::professional::note::{Reading, additions::Additions},
        parts::{
            absent::Absent,
            badge::Badge,
            button::{Button, Look},
            dynamic::dynamic,
            icon::Icon,
            page_title::PageTitle,
            show::Show,
        },
        route,
    },
};

/// The page.
#[component]
pub fn ReadNotePage() -> impl IntoView {
    let params = use_params();
    let id = Memo::new(move |_| params.with(|params| params.get("note").and_then(|id| id.parse::<Id128>().ok())));
    dynamic(move || id.get().map(|id| view! { <ReadNote doc=DocId::new(DocKind::Note, id)/> }))
}

#[component]
fn ReadNote(doc: DocId) -> impl IntoView {
    let locale = locale();
    let open = open(doc);
    let view = view_of(&open, as_note);
    // Who reads along adds nothing here.
    let writes = Memo::new(|_| false);
    let items = notes_to_read();
    let item = Memo::new(move |_| items.with(|items| items.iter().find(|item| item.note == doc).cloned()));
    let title = say!(locale, coordinator.read.title);
    let heading = Signal::derive(move || {
        item.with(|item| item.as_ref().map_or_else(|| title.to_owned(), |item| household(locale, item)))
    });
    let absent = {
        let open = open.clone();
        move || view! { <Absent open=open.clone()/> }
    };
    let reasons =
        Memo::new(move |_| item.with(|item| item.as_ref().map(|item| item.reasons.clone()).unwrap_or_default()));
    let badges = move || {
        let badges = reasons.get().into_iter().map(|reason| view! { <Badge badge=badge(locale, reason)/> });
        badges.collect_view()
    };
    let dossier = move || {
        item.with(|item| item.as_ref().and_then(|item: &ReadItem| item.dossier)).map(|dossier| {
            view! {
                <p><a class="nl-link" href=route::dossier(dossier.id)>{say!(locale, professional.signal.open_dossier)}</a></p>
            }
        })
    };
    view! {
        <article class="bb-main bb-note">
            <p class="bb-back"><a class="nl-link" href=route::READ_ALONG>{say!(locale, app.back)}</a></p>
            <PageTitle text=heading/>
            <div class="bb-buttons">{dynamic(badges)}</div>
            {dynamic(dossier)}
            <Show
                when=move || view.with(Option::is_some)
                fallback=absent
            >
                <Reading open=open.clone() view=view/>
                <Additions doc=doc view=view writes=writes/>
            </Show>
            <div class="bb-actions"><Seen doc=doc view=view reasons=reasons/></div>
        </article>
    }
}

/// "Gezien", for as long as there is something to tick off, or the reader did not say so yet.
#[component]
fn Seen(doc: DocId, view: Memo<Option<NoteView>>, reasons: Memo<Vec<Attention>>) -> impl IntoView {
    let locale = locale();
    let book = book();
    let me = notebook().identity().member;
    let act = Act::new();
    let colleagues = colleagues();
    let seen = Memo::new(move |_| view.with(|view| view.as_ref().map(|view| view.seen.clone()).unwrap_or_default()));
    let asks = Memo::new(move |_| reasons.with(|reasons| reasons.contains(&Attention::Asked)));
    let unread = Memo::new(move |_| {
        view.with(|view| {
            view.as_ref().map(|view| attention::unread(&view.questions, &view.seen, me)).unwrap_or_default()
        })
    });
    let can_tick = Memo::new(move |_| {
        let has_news = !unread.with(Vec::is_empty);
        view.with(Option::is_some)
            && (has_news || reasons.with(|reasons| seen.with(|seen| can_tick(reasons, seen, me))))
    });
    let tick = move || {
        let notebook = book.get();
        let intent = Author::of(&notebook).seen(reasons.get_untracked(), unread.get_untracked());
        act.run(async move { notebook.append(doc, vec![intent]).await }, |()| {});
    };
    let names = move || {
        let names: Vec<String> =
            seen.with(|seen| readers(seen)).into_iter().map(|id| colleagues.first_name(id)).collect();
        (!names.is_empty())
            .then(|| say!(locale, coordinator.read.seen_by, names = enumeration(&names, say!(locale, note.and))))
    };
    view! {
        <ActFailure act=act/>
        {dynamic(move || names().map(|words| view! { <p class="bb-soft" role="status">{words}</p> }))}
        <Show when=move || asks.get()>
            <p class="bb-soft">{say!(locale, coordinator.read.asks_for_answer)}</p>
        </Show>
        <Show when=move || can_tick.get()>
            <Button look=Look::Primary icon=Icon::Check name="seen" on_press=tick>
                {say!(locale, coordinator.read.seen)}
            </Button>
        </Show>
    }
}

/// A question is answered, not ticked off.
fn can_tick(reasons: &[Attention], seen: &[SeenEntry], reader: MemberId) -> bool {
    reasons.iter().any(|reason| *reason != Attention::Asked) || !seen.iter().any(|entry| entry.author == reader)
}

/// Who read it along, each once, in the order of reading.
fn readers(seen: &[SeenEntry]) -> Vec<MemberId> {
    let mut readers = Vec::new();
    for entry in seen {
        if !readers.contains(&entry.author) {
            readers.push(entry.author);
        }
    }
    readers
}

#[cfg(test)]
mod tests {
    use buurtboek_shared::{ids::EntryId, time::Timestamp};

    use super::*;

    const MARIJKE: MemberId = MemberId::from_bytes([1; 16]);
    const ILSE: MemberId = MemberId::from_bytes([2; 16]);

    fn seen(by: MemberId) -> SeenEntry {
        SeenEntry { id: EntryId::from_bytes([1; 16]), author: by, at: Timestamp(0), saw: Vec::new(), read: Vec::new() }
    }

    #[test]
    fn a_note_can_be_ticked_off_once_and_again_when_it_asks() {
        assert!(can_tick(&[], &[], MARIJKE));
        assert!(can_tick(&[], &[seen(ILSE)], MARIJKE), "the other coordinator read it");
        assert!(!can_tick(&[], &[seen(MARIJKE)], MARIJKE));
        assert!(can_tick(&[Attention::AcuteWorry], &[seen(MARIJKE)], MARIJKE));
        assert!(!can_tick(&[Attention::Asked], &[seen(MARIJKE)], MARIJKE), "a question wants an answer");
        assert_eq!(readers(&[seen(ILSE), seen(MARIJKE), seen(ILSE)]), [ILSE, MARIJKE]);
    }
}
