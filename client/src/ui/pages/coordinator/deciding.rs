//! A decision about a signal on its way: it waits for the server, or the server did not take it.

use buurtboek_shared::{
    domain::command::{Command, CommandKind},
    ids::{DocId, DocKind, Id128, MemberId},
};
use leptos::prelude::*;

use crate::{
    i18n::{Locale, say},
    state::{
        RescueDraft, Rescued,
        sync_status::Link,
        waiting::{WaitingItem, WaitingKind},
    },
    ui::{
        act::{Act, ActFailure},
        colleagues::colleagues,
        context::{book, notebook},
        language::locale,
        parts::{
            button::{Button, Look},
            dynamic::dynamic,
            notice::{Notice, Urge},
            quotation::Quotation,
        },
        words::decision::{Decided, decided},
    },
};

/// What can end a signal.
pub const ENDINGS: &[CommandKind] = &[CommandKind::Close, CommandKind::Forward, CommandKind::OutOfScope];

/// True while there is no connection.
#[must_use]
pub fn is_offline() -> Memo<bool> {
    let status = notebook().sync_status();
    Memo::new(move |_| status.with(|status| status.link != Link::Online))
}

/// The decisions of these kinds about a document that wait for the server, the oldest first.
#[must_use]
pub fn waiting(doc: DocId, kinds: &'static [CommandKind]) -> Memo<Vec<Command>> {
    let waiting = notebook().waiting();
    Memo::new(move |_| {
        waiting.with(|items| {
            let of_doc = items.iter().filter(|item| item.doc == doc);
            of_doc.filter_map(|item| decision(&item.what, kinds)).cloned().collect()
        })
    })
}

fn decision<'a>(what: &'a WaitingKind, kinds: &[CommandKind]) -> Option<&'a Command> {
    match what {
        WaitingKind::Decided(command) => kinds.contains(&command.action.kind()).then_some(command),
        WaitingKind::Created(_) | WaitingKind::Written | WaitingKind::HandedOver => None,
    }
}

/// The signals about which something is decided that waits for a connection.
#[must_use]
pub fn decided_offline() -> Memo<Vec<Id128>> {
    let (waiting, offline) = (notebook().waiting(), is_offline());
    Memo::new(move |_| {
        let is_one = |item: &&WaitingItem| {
            item.doc.kind == DocKind::Triage && matches!(item.what, WaitingKind::Decided(_)) && offline.get()
        };
        waiting.with(|items| items.iter().filter(is_one).map(|item| item.doc.id).collect())
    })
}

/// A decision that the server did not take.
#[derive(Clone, Debug, PartialEq, Eq)]
struct Refusal {
    draft: Id128,
    why: String,
    words: String,
}

/// Why decisions of these kinds about a document were not taken, with the words that they held, until the reader has
/// read it.
#[component]
pub fn Refused(
    /// The document.
    doc: DocId,
    /// Which decisions.
    kinds: &'static [CommandKind],
) -> impl IntoView {
    let locale = locale();
    let book = book();
    let drafts = notebook().rescue();
    let act = Act::new();
    let colleagues = colleagues();
    let refusals = Memo::new(move |_| {
        let name = |member| colleagues.first_name(member);
        drafts.with(|drafts| {
            drafts.iter().filter_map(|draft| refusal(locale, draft, doc, kinds, name)).collect::<Vec<_>>()
        })
    });
    let cards = move || {
        let cards = refusals.get().into_iter().map(|refused| {
            let Refusal { draft, why, words } = refused;
            let read = move || {
                let notebook = book.get();
                act.run(async move { notebook.delete_rescue(draft).await }, |()| {});
            };
            view! {
                <Notice urge=Urge::Attention>
                    <div class="bb-stack bb-stack--tight">
                        <p>{why}</p>
                        {(!words.is_empty()).then(|| view! { <Quotation text=words/> })}
                        <p>
                            <Button look=Look::Subtle name="refusal-read" on_press=read>
                                {say!(locale, coordinator.refused.read)}
                            </Button>
                        </p>
                    </div>
                </Notice>
            }
        });
        cards.collect_view()
    };
    view! {
        {dynamic(cards)}
        <ActFailure act=act/>
    }
}

fn refusal(
    locale: Locale,
    draft: &RescueDraft,
    doc: DocId,
    kinds: &[CommandKind],
    name: impl Fn(MemberId) -> String,
) -> Option<Refusal> {
    let Rescued::Decision(command) = &draft.what else { return None };
    if draft.doc != doc || !kinds.contains(&command.action.kind()) {
        return None;
    }
    let Decided { why, words, .. } = decided(locale, draft, command, &name);
    Some(Refusal { draft: draft.id, why, words })
}

#[cfg(test)]
mod tests {
    use buurtboek_shared::{
        domain::{
            command::{CommandAction, Outcome},
            refusal::Reason,
        },
        ids::{CommandId, DocKind},
        time::Timestamp,
    };

    use super::*;

    fn draft(reason: Reason) -> RescueDraft {
        let doc = DocId::new(DocKind::Triage, Id128([1; 16]));
        let action = CommandAction::Close { outcome: Outcome::Helped, note: Some("Dochter komt.".to_owned()) };
        let command =
            Command { id: CommandId::from_bytes([2; 16]), doc, expects: None, decided_at: Timestamp(0), action };
        RescueDraft {
            id: Id128([3; 16]),
            doc,
            what: Rescued::Decision(command),
            text: String::new(),
            reason,
            written: Timestamp(0),
            at: Timestamp(0),
        }
    }

    fn said(reason: Reason, kinds: &[CommandKind]) -> Option<(String, String)> {
        let draft = draft(reason);
        refusal(Locale::nl, &draft, draft.doc, kinds, |_| "Samira".to_owned())
            .map(|refused| (refused.why, refused.words))
    }

    #[test]
    fn a_signal_that_changed_before_it_closed_says_so_and_keeps_the_words() {
        let why =
            "Er kwam iets bij nadat u dit zag. Uw besluit is niet uitgevoerd. Kijk wat er veranderde en sluit het dan.";
        assert_eq!(said(Reason::ChangedSince, ENDINGS), Some((why.to_owned(), "Dochter komt.".to_owned())));
        assert_eq!(said(Reason::ChangedSince, &[CommandKind::Assign]), None, "another part of the page shows it");
        let (why, _) = said(Reason::NotHolder, ENDINGS).unwrap();
        assert!(why.starts_with("Een collega heeft dit signaal."), "{why}");
    }
}
