//! "Samengevoegd: Joost schreef 2 stukken sinds u keek." What colleagues wrote while the reader looked elsewhere, or was
//! without a connection, with a way to see which pieces.

use std::collections::BTreeMap;

use buurtboek_shared::{
    doc::{
        attribution::{Age, Run, Seen},
        read::NoteView,
        schema,
    },
    domain::note::{Heading, LifeDomain},
    ids::{DocId, MemberId, YClient},
};
use leptos::prelude::*;

use super::together::text_roots;
use crate::{
    i18n::{Locale, say},
    platform::dom,
    state::open_doc::OpenDoc,
    ui::{
        colleagues::colleagues,
        context::notebook,
        language::locale,
        parts::{
            button::{Button, Look},
            dynamic::dynamic,
            icon::{Icon, IconMark},
            show::Show,
        },
        table_mode::table_mode,
        words::{team, writers::writer_class},
    },
};

/// What of each note was there when somebody looked at it last. This device alone knows, as long as the app is open.
#[derive(Clone, Copy)]
pub struct Looked(StoredValue<BTreeMap<DocId, Seen>>);

impl Looked {
    /// At nothing yet.
    #[must_use]
    pub fn new() -> Self {
        Self(StoredValue::new(BTreeMap::new()))
    }
}

impl Default for Looked {
    fn default() -> Self {
        Self::new()
    }
}

/// A text in pieces, with whether each came since.
type Pieces = Vec<(Run, Age)>;

/// Says what others wrote since; shows it when asked. Nothing moves in the fields below.
#[component]
pub fn Merged(
    /// The note.
    open: OpenDoc,
    /// Changes when the note does.
    view: Memo<Option<NoteView>>,
) -> impl IntoView {
    let locale = locale();
    let me = notebook().identity().member;
    let looked = expect_context::<Looked>().0;
    let doc = open.doc;
    let shows = RwSignal::new(false);
    let seen = RwSignal::new(looked.with_value(|looked| looked.get(&doc).cloned()));
    let leaving = open.clone();
    let remember = move |now: Option<Seen>| {
        if let Some(now) = now {
            looked.update_value(|looked| {
                looked.insert(doc, now);
            });
        }
    };
    on_cleanup(move || remember(leaving.seen()));
    let (reading, authors) = (open.clone(), open.authors());
    let texts = Memo::new(move |_| {
        view.track();
        let Some(seen) = seen.get() else { return Vec::new() };
        // Own typing asks for nothing of this: it should not wait for it.
        let now = reading.seen().unwrap_or_default();
        let is_mine = |client| authors.with_untracked(|authors| authors.get(&YClient(client)) == Some(&me));
        if !now.iter().any(|(client, clock)| seen.get(client).is_none_or(|known| clock > known) && !is_mine(*client)) {
            return Vec::new();
        }
        let changed = text_roots().map(|root| (root, reading.attribution_since(root, &seen)));
        changed.filter(|(_, pieces)| pieces.iter().any(|piece| is_news(piece, me))).collect::<Vec<_>>()
    });
    let first = open.clone();
    Effect::new(move |_| {
        // Whoever opens a note for the first time has it all before their eyes.
        if view.with(Option::is_some) && seen.with_untracked(Option::is_none) {
            seen.set(first.seen());
        }
    });
    let sentences = Memo::new(move |_| {
        let counts = texts.with(|texts| counts(texts, me));
        counts.into_iter().map(|(member, count)| sentence(locale, member, count)).collect::<Vec<_>>()
    });
    let done = move || {
        seen.set(open.seen());
        shows.set(false);
    };
    let buttons = move || {
        let done = done.clone();
        view! {
            <div class="bb-buttons">
                <Show when=move || !shows.get()>
                    <Button name="merged-show" on_press=move || shows.set(true)>{say!(locale, note.merged.show)}</Button>
                </Show>
                <Button look=Look::Subtle name="merged-done" on_press=done>{say!(locale, note.merged.done)}</Button>
            </div>
        }
    };
    view! {
        <div class="bb-screen-only" role="status" data-name="merged">
            {dynamic(move || sentences.get().into_iter().map(|words| {
                view! { <p class="bb-company"><IconMark icon=Icon::Users/>{words}</p> }
            }).collect_view())}
        </div>
        <Show when=move || !sentences.with(Vec::is_empty)>
            {buttons.clone()()}
            <Show when=move || shows.get()><NewPieces texts=texts me=me/></Show>
        </Show>
    }
}

/// The texts with the new pieces marked; the first of them takes the focus.
#[component]
fn NewPieces(texts: Memo<Vec<(&'static str, Pieces)>>, me: MemberId) -> impl IntoView {
    let locale = locale();
    let at_table = table_mode().is_on();
    let list = move || {
        let mut is_first = true;
        let hidden = |root: &str| at_table.get() && root == schema::heading_root(Heading::WeThink);
        let parts = texts.get().into_iter().filter(|(root, _)| !hidden(root)).map(|(root, pieces)| {
            let runs = pieces.into_iter().map(|piece| {
                let (is_new, (run, _)) = (is_news(&piece, me), piece);
                let Some(member) = run.member.filter(|_| is_new) else { return run.text.into_any() };
                let id = std::mem::take(&mut is_first).then_some(FIRST);
                let name = colleagues().first_name(member);
                view! {
                    <mark class=format!("bb-news {}", writer_class(member)) id=id tabindex=id.map(|_| "-1")>
                        <span class="bb-news__name">{name}": "</span>
                        {run.text}
                    </mark>
                }
                .into_any()
            });
            let text = view! { <p class="bb-written" dir="auto">{runs.collect_view()}</p> };
            let part = view! {
                <section class="bb-stack bb-stack--tight" data-root=root>
                    <h3 class="nl-heading nl-heading--level-3">{title(locale, root)}</h3>
                    {text}
                </section>
            };
            part.into_any()
        });
        parts.collect_view()
    };
    Effect::new(move |_| dom::focus_by_id(FIRST));
    view! { <div class="bb-card bb-screen-only" data-name="merged-pieces">{dynamic(list)}</div> }
}

/// The id of the first new piece.
const FIRST: &str = "merged-first";

/// Text that somebody else wrote since.
fn is_news((run, age): &(Run, Age), me: MemberId) -> bool {
    *age == Age::New && run.member.is_some_and(|member| member != me) && !run.text.trim().is_empty()
}

/// How many pieces each of the others wrote since.
fn counts(texts: &[(&'static str, Pieces)], me: MemberId) -> BTreeMap<MemberId, usize> {
    let mut counts = BTreeMap::new();
    let news = texts.iter().flat_map(|(_, pieces)| pieces).filter(|piece| is_news(piece, me));
    for member in news.filter_map(|(run, _)| run.member) {
        *counts.entry(member).or_default() += 1;
    }
    counts
}

fn sentence(locale: Locale, member: MemberId, count: usize) -> String {
    let name = colleagues().first_name(member);
    match count {
        1 => say!(locale, note.merged.one, name = name),
        _ => say!(locale, note.merged.many, name = name, count = count),
    }
}

fn title(locale: Locale, root: &str) -> &'static str {
    let heading = Heading::ALL.into_iter().find(|heading| schema::heading_root(*heading) == root);
    let domain = LifeDomain::ALL.into_iter().find(|domain| schema::domain_root(*domain) == root);
    heading
        .map(|heading| team::heading(locale, heading))
        .or_else(|| domain.map(|domain| team::domain(locale, domain)))
        .unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn pieces_of_others_count_and_ones_own_do_not() {
        let [me, joost, ilse] = [1, 2, 3].map(|byte| MemberId::from_bytes([byte; 16]));
        let piece = |member: MemberId, text: &str, age| (Run { text: text.to_owned(), member: Some(member) }, age);
        let texts = [
            (
                "text.we_see",
                vec![
                    piece(joost, "Eerst dit. ", Age::Seen),
                    piece(joost, "Koelkast leeg. ", Age::New),
                    piece(me, "Post. ", Age::New),
                    piece(joost, "Kat.", Age::New),
                    piece(ilse, " \n", Age::New),
                ],
            ),
            ("text.we_think", vec![piece(ilse, "Zij is moe.", Age::New)]),
        ];
        assert_eq!(counts(&texts, me), BTreeMap::from([(joost, 2), (ilse, 1)]));
        assert_eq!(title(Locale::nl, "text.we_see"), "Wat wij zien");
        assert_eq!(title(Locale::nl, "domain.money"), "Geld en schulden");
    }
}
