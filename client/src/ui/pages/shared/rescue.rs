//! "Bewaarde teksten": what could not be processed. Nothing is gone.

use buurtboek_shared::ids::{DocId, DocKind};
use leptos::{prelude::*, task::spawn_local};

use crate::{
    i18n::{Locale, say},
    platform::dom,
    state::{RescueDraft, Rescued, Summary, ViewRow},
    ui::{
        act::{Act, ActFailure},
        colleagues::colleagues,
        context::{book, notebook},
        language::locale,
        parts::{
            button::{Button, Look},
            dialog::Dialog,
            dynamic::dynamic,
            facts::{Fact, Facts},
            icon::Icon,
            notice::{Empty, Notice, Urge},
            page_title::PageTitle,
            quotation::Quotation,
            show::Show,
        },
        team_module::team_words,
        words::{decision::Decided, moments, refusal, team},
    },
};

/// The page.
#[component]
pub fn Rescue() -> impl IntoView {
    let locale = locale();
    let drafts = notebook().rescue();
    let added = RwSignal::new(false);
    view! {
        <div class="bb-main">
            <PageTitle text=say!(locale, app.rescue.title)/>
            <Show when=move || added.get()>
                <Notice urge=Urge::Good>{say!(locale, app.rescue.added)}</Notice>
            </Show>
            <Show
                when=move || !drafts.with(Vec::is_empty)
                fallback=move || view! { <Empty>{say!(locale, app.rescue.empty)}</Empty> }
            >
                <Show when=move || drafts.with(|drafts| drafts.iter().any(|draft| draft.what != Rescued::HandedOver))>
                    <p>{say!(locale, app.rescue.intro)}</p>
                </Show>
                <For each=move || drafts.get() key=|draft| draft.id let(draft)>
                    <RescueCard draft=draft added=added/>
                </For>
            </Show>
        </div>
    }
}

#[component]
fn RescueCard(draft: RescueDraft, added: RwSignal<bool>) -> impl IntoView {
    let locale = locale();
    let book = book();
    let RescueDraft { id, doc, what, text, written, .. } = draft.clone();
    let asks = RwSignal::new(false);
    let copied = RwSignal::new(false);
    let act = Act::new();
    let came_back = move || {
        let Decided { what, why, words } = said(locale, &draft);
        // Here, and not within a component: what that reads is not followed, and the name may come later.
        let place = place(locale, doc);
        view! {
            <Facts>
                <Fact term=say!(locale, app.rescue.place)>{place}</Fact>
                <Fact term=say!(locale, app.rescue.when)>{moments::moment(locale, written)}</Fact>
                {(!what.is_empty()).then(|| view! { <Fact term=say!(locale, app.rescue.decision)>{what}</Fact> })}
            </Facts>
            <p>{why}</p>
            {(!words.is_empty()).then(|| view! { <Quotation text=words/> })}
        }
    };
    let add = move || {
        let notebook = book.get();
        act.run(async move { notebook.rescue_as_addition(id).await }, move |()| added.set(true));
    };
    let delete = move || {
        asks.set(false);
        let notebook = book.get();
        act.run(async move { notebook.delete_rescue(id).await }, |()| {});
    };
    let to_copy = StoredValue::new(text.clone());
    let copy = move || {
        let text = to_copy.get_value();
        spawn_local(async move { copied.set(dom::copy(&text).await) });
    };
    // An open note takes no additions.
    let (notes, is_words) = (notebook().list(DocKind::Note), matches!(what, Rescued::Words { .. }));
    let can_be_added = Memo::new(move |_| is_words && notes.with(|rows| rows.iter().any(|row| is_finished(row, doc))));
    let has_words = !text.is_empty();
    // Of what was handed over only the note is here: nothing disappears with it.
    let is_elsewhere = what == Rescued::HandedOver;
    view! {
        <article class="bb-card">
            {dynamic(came_back)}
            {has_words.then(|| view! { <Quotation text=text/> })}
            <ActFailure act=act/>
            <Show when=move || copied.get()>
                <Notice urge=Urge::Good>{say!(locale, app.rescue.copied)}</Notice>
            </Show>
            <div class="bb-buttons">
                <Show when=move || can_be_added.get()>
                    <Button look=Look::Primary on_press=add>{say!(locale, app.rescue.as_addition)}</Button>
                </Show>
                {has_words.then(|| view! {
                    <Button icon=Icon::Copy on_press=copy>{say!(locale, app.rescue.copy)}</Button>
                })}
                <Button
                    look=Look::Subtle
                    icon=Icon::Trash
                    on_press=move || if is_elsewhere { delete() } else { asks.set(true) }
                >
                    {say!(locale, app.rescue.delete)}
                </Button>
            </div>
            <Dialog open=asks title=say!(locale, app.rescue.delete_warning)>
                <div class="bb-buttons">
                    <Button look=Look::Alarm on_press=delete>{say!(locale, app.rescue.delete_confirm)}</Button>
                    <Button on_press=move || asks.set(false)>{say!(locale, app.rescue.keep)}</Button>
                </div>
            </Dialog>
        </article>
    }
}

/// What is said of it. The words of a decision of the team come with its pages.
fn said(locale: Locale, draft: &RescueDraft) -> Decided {
    let colleagues = colleagues();
    let name = |member| colleagues.first_name(member);
    let why = match &draft.what {
        Rescued::HandedOver => say!(locale, app.rescue.handed_over).to_owned(),
        Rescued::Words { .. } | Rescued::Decision(_) => refusal::sentence(locale, draft.reason, draft.written, name),
    };
    let otherwise = || Decided { what: String::new(), why, words: String::new() };
    match &draft.what {
        Rescued::Decision(command) => {
            team_words(|pages| (pages.decided)(locale, draft, command, &name)).unwrap_or_else(otherwise)
        }
        Rescued::HandedOver | Rescued::Words { .. } => otherwise(),
    }
}

fn is_finished(row: &ViewRow, doc: DocId) -> bool {
    row.doc == doc && matches!(&row.summary, Summary::Note(note) if note.finalised.is_some())
}

/// "Bezoekverslag · Familie Bakema": which of the many it is. What is no longer on the device has no name here.
fn place(locale: Locale, doc: DocId) -> String {
    let kind = capitalised(team::kind(locale, doc.kind));
    let name = team_words(|pages| (pages.name_around)(doc)).flatten();
    [Some(kind), name].into_iter().flatten().collect::<Vec<_>>().join(" · ")
}

fn capitalised(word: &str) -> String {
    let mut letters = word.chars();
    letters.next().map(|first| first.to_uppercase().chain(letters).collect()).unwrap_or_default()
}
