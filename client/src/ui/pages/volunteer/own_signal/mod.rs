//! A volunteer's own signal: what she wrote, and what she may know.

pub mod addition;
pub mod address;
pub mod appointment;
pub mod mistake;
pub mod paper;
pub mod standing;
pub mod unsent;
pub mod written;

use std::collections::BTreeSet;

use buurtboek_shared::{
    doc::read::SignalView,
    ids::{DocId, DocKind, EntryId, Id128},
    sorting,
};
use leptos::{prelude::*, task::spawn_local};

use self::{
    addition::{AboutText, Addition},
    appointment::Appointment,
    mistake::Mistake,
    paper::Paper,
    standing::Standing,
    unsent::Unsent,
    written::Written,
};
use super::{
    became::{Became, became},
    feedback,
};
use crate::{
    i18n::say,
    state::DocView,
    ui::{
        context::{book, notebook},
        language::locale,
        opened::{as_signal, open, view_of},
        outlet::use_params,
        parts::{button::ButtonLink, dynamic::dynamic, notice::Notice, page_title::PageTitle, show::Show},
        route,
    },
};

/// The page.
#[component]
pub fn OwnSignal() -> impl IntoView {
    let params = use_params();
    let id = Memo::new(move |_| params.with(|params| params.get("signal").and_then(|id| id.parse::<Id128>().ok())));
    dynamic(move || id.get().map(|id| view! { <SignalPage doc=DocId::new(DocKind::Signal, id)/> }))
}

/// What can be done with a signal as it stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Stage {
    /// Nothing, or it is not known yet.
    Closed,
    /// It waits on the device: it can be changed, or deleted for good.
    Unsent,
    /// The team has it: it can be added to, and withdrawn.
    Sent,
}

#[component]
fn SignalPage(doc: DocId) -> impl IntoView {
    let locale = locale();
    let view = view_of(&open(doc), as_signal);
    let received = received_entries(doc, view);
    let stage = Memo::new(move |_| view.with(|view| received.with(|received| stage(view.as_ref(), received.as_ref()))));
    let has_text = Memo::new(move |_| view.with(|view| view.as_ref().is_some_and(|view| view.report.is_some())));
    let feedback = feedback();
    let ended =
        Memo::new(move |_| feedback.with(|entries| entries.get(&doc).is_some_and(|entry| entry.ended.is_some())));
    let became = became(doc);
    let absent = move || {
        dynamic(move || {
            match became.get() {
                // That its text is kept, or that it is being read.
                Became::Refused | Became::Waiting => None,
                Became::Erased => Some(say!(locale, volunteer.signal.erased)),
                Became::Received(_) if ended.get() => Some(say!(locale, volunteer.signal.left)),
                Became::Received(_) | Became::Unknown => Some(say!(locale, volunteer.signal.gone)),
            }
            .map(|words| view! { <Notice>{words}</Notice> })
        })
    };
    let paper = Paper { doc, view };
    view! {
        <div class="bb-main" class:bb-ended=move || ended.get()>
            <PageTitle text=say!(locale, volunteer.signal.title)/>
            <Standing doc=doc became=became/>
            <Appointment paper=paper received=received/>
            <Show when=move || has_text.get() fallback=absent>
                <Written view=view received=received/>
            </Show>
            {dynamic(move || match stage.get() {
                Stage::Closed => ().into_any(),
                Stage::Unsent => view! { <Unsent doc=doc/> }.into_any(),
                Stage::Sent => view! {
                    <Show when=move || ended.get()><p>{say!(locale, volunteer.signal.ended)}</p></Show>
                    <Addition paper=paper about=AboutText::More/>
                    <Mistake paper=paper/>
                }
                .into_any(),
            })}
            <div class="bb-actions">
                <ButtonLink href=route::HOME>{say!(locale, volunteer.sent.back)}</ButtonLink>
            </div>
        </div>
    }
}

fn stage(view: Option<&SignalView>, received: Option<&BTreeSet<EntryId>>) -> Stage {
    let report = view.filter(|view| view.withdrawn.is_none()).and_then(|view| view.report.as_ref());
    match (report, received) {
        (None, _) | (_, None) => Stage::Closed,
        (Some(report), Some(received)) if received.contains(&report.id) => Stage::Sent,
        (Some(_), Some(_)) => Stage::Unsent,
    }
}

/// The entries of a signal that the server has; none until that is known.
fn received_entries(doc: DocId, view: Memo<Option<SignalView>>) -> RwSignal<Option<BTreeSet<EntryId>>> {
    let (book, waiting) = (book(), notebook().waiting());
    let received = RwSignal::new(None);
    Effect::new(move |_| {
        view.track();
        waiting.track();
        let notebook = book.get();
        spawn_local(async move {
            if let Ok(as_received) = notebook.as_received(doc).await {
                received.try_set(Some(as_received.as_ref().map(entries).unwrap_or_default()));
            }
        });
    });
    received
}

fn entries(view: &DocView) -> BTreeSet<EntryId> {
    let Some(view) = as_signal(view) else { return BTreeSet::new() };
    let report = view.report.iter().map(|report| report.id);
    let additions = view.additions.iter().map(|addition| addition.id);
    let replies = view.replies.iter().map(|reply| reply.id);
    sorting::gather(report.chain(additions).chain(replies))
}

#[cfg(test)]
mod tests {
    use buurtboek_shared::{ids::MemberId, time::Timestamp};

    use super::*;
    use crate::state::{PlaceForm, SignalForm};

    #[test]
    fn what_the_server_has_can_be_added_to_and_what_waits_can_be_taken_back() {
        let id = EntryId::from_bytes([1; 16]);
        let form = SignalForm {
            observation: "Gordijnen dicht".to_owned(),
            place: PlaceForm { address: "Nevelstraat 14".to_owned(), ..PlaceForm::default() },
            ..SignalForm::default()
        };
        let report = form.report(id, MemberId::default(), Timestamp(0)).ok();
        let view = SignalView { report, additions: Vec::new(), replies: Vec::new(), withdrawn: None };
        let received = BTreeSet::from([id]);
        assert_eq!(stage(Some(&view), Some(&received)), Stage::Sent);
        assert_eq!(stage(Some(&view), Some(&BTreeSet::new())), Stage::Unsent);
        assert_eq!(stage(Some(&view), None), Stage::Closed, "nothing is offered before it is known");
        let withdrawn = SignalView { withdrawn: Some(Timestamp(1)), ..view.clone() };
        assert_eq!(stage(Some(&withdrawn), Some(&received)), Stage::Closed);
        assert_eq!(stage(Some(&SignalView { report: None, ..view }), Some(&received)), Stage::Closed);
    }
}
