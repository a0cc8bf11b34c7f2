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
    ids::{MemberId, YClient},
};
use leptos::{prelude::*, task::spawn_local};

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

/// What of the note was there when its reader looked last. This device alone knows.
#[derive(Clone, Debug, PartialEq, Eq)]
enum Looked {
    /// The device is asked.
    Asking,
    /// They never did.
    Never,
    /// This.
    At(Seen),
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
    let notebook = notebook();
    let me = notebook.identity().member;
    let doc = open.doc;
    let shows = RwSignal::new(false);
    // Outlives the page: it is asked while that is taken down.
    let looked = ArcRwSignal::new(Looked::Asking);
    let (leaving, left, keeper) = (open.clone(), looked.clone(), notebook.clone());
    // Kept and not told: nothing of the page is to look at it any more.
    on_cleanup(move || {
        let knew = left.with_untracked(|looked| matches!(looked, Looked::At(_)));
        if let Some(now) = leaving.seen().filter(|_| knew) {
            keeper.look_at(doc, now);
        }
    });
    let look = {
        let (notebook, looked, open) = (notebook.clone(), looked.clone(), open.clone());
        move || {
            if let Some(now) = open.seen() {
                notebook.look_at(doc, now.clone());
                looked.set(Looked::At(now));
            }
        }
    };
    let answer = looked.clone();
    spawn_local(async move {
        let known = notebook.looked_at(doc).await;
        answer.set(known.map_or(Looked::Never, Looked::At));
    });
    let (reading, authors, since) = (open.clone(), open.authors(), looked.clone());
    let texts = Memo::new(move |_| {
        view.track();
        let Looked::At(seen) = since.get() else { return Vec::new() };
        // Own typing asks for nothing of this: it should not wait for it.
        let now = reading.seen().unwrap_or_default();
        let is_mine = |client| authors.with_untracked(|authors| authors.get(&YClient(client)) == Some(&me));
        if !now.iter().any(|(client, clock)| seen.get(client).is_none_or(|known| clock > known) && !is_mine(*client)) {
            return Vec::new();
        }
        let changed = text_roots().map(|root| (root, reading.attribution_since(root, &seen)));
        changed.filter(|(_, pieces)| pieces.iter().any(|piece| is_news(piece, me))).collect::<Vec<_>>()
    });
    let first = look.clone();
    Effect::new(move |_| {
        // Whoever opens a note for the first time has it all before their eyes.
        if view.with(Option::is_some) && looked.get() == Looked::Never {
            first();
        }
    });
    let sentences = Memo::new(move |_| {
        let counts = texts.with(|texts| counts(texts, me));
        counts.into_iter().map(|(member, count)| sentence(locale, member, count)).collect::<Vec<_>>()
    });
    let done = move || {
        look();
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
