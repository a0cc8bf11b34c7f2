//! "U heeft een afspraak": when, where and with whom, and whether she comes.

use std::collections::BTreeSet;

use buurtboek_shared::{
    domain::{
        feedback::Sentence,
        reply::{AppointmentReply, Coming, standing},
    },
    ids::{CommandId, EntryId},
    sorting,
    time::Timestamp,
};
use leptos::prelude::*;

use super::paper::Paper;
use crate::{
    i18n::{Locale, say},
    ui::{
        act::{Act, ActFailure},
        authoring::Author,
        context::book,
        language::locale,
        pages::volunteer::feedback,
        parts::{
            button::{Button, Look},
            dynamic::dynamic,
            page_title::SectionTitle,
        },
        words::answers,
    },
};

/// What an appointment was answered with.
#[derive(Clone, Debug, PartialEq, Eq)]
struct Answered {
    coming: Coming,
    /// The answers that stand: the next one is in their place.
    standing: Vec<EntryId>,
}

/// What was answered to this visit at this time; none when nothing was. An answer to an earlier time is none.
fn answered(replies: &[AppointmentReply], visit: CommandId, appointed: Timestamp) -> Option<Answered> {
    let coming = standing(replies, visit, appointed)?;
    let replaced: BTreeSet<EntryId> =
        sorting::gather(replies.iter().flat_map(|reply| reply.supersedes.iter().copied()));
    let of_it = replies.iter().filter(|reply| reply.visit == visit && reply.appointed == appointed);
    let standing = of_it.map(|reply| reply.id).filter(|id| !replaced.contains(id)).collect();
    Some(Answered { coming, standing })
}

/// The card, while there is an appointment.
#[component]
pub fn Appointment(
    /// The signal.
    paper: Paper,
    /// The entries that the server has; none until that is known.
    received: RwSignal<Option<BTreeSet<EntryId>>>,
) -> impl IntoView {
    let locale = locale();
    let feedback = feedback();
    let sentence =
        Memo::new(move |_| feedback.with(|entries| entries.get(&paper.doc).map(|entry| entry.sentence.clone())));
    dynamic(move || match sentence.get() {
        Some(Sentence::Appointment { at, meet_at, first_name, visit }) => {
            let words = answers::explanation(locale, &Sentence::Appointment { at, meet_at, first_name, visit });
            let words = words.unwrap_or_default();
            Some(view! { <Card paper=paper received=received words=words visit=visit at=at/> })
        }
        Some(
            Sentence::Received
            | Sentence::SomebodyIsLooking
            | Sentence::PassedOn
            | Sentence::Withdrawn
            | Sentence::Done
            | Sentence::Signposted { .. }
            | Sentence::LookingAgain
            | Sentence::VisitWithoutYou,
        )
        | None => None,
    })
}

#[component]
fn Card(
    paper: Paper,
    received: RwSignal<Option<BTreeSet<EntryId>>>,
    words: String,
    visit: CommandId,
    at: Timestamp,
) -> impl IntoView {
    let locale = locale();
    let book = book();
    let act = Act::new();
    let given =
        Memo::new(move |_| paper.view.with(|view| view.as_ref().and_then(|view| answered(&view.replies, visit, at))));
    let answer = move |coming| {
        let notebook = book.get();
        let supersedes = given.get_untracked().map(|given| given.standing).unwrap_or_default();
        let intent = Author::of(&notebook).reply((visit, at), coming, supersedes);
        act.run(paper.put(notebook, intent), |()| ());
    };
    let said = move || given.get().map(|given| received.with(|received| said_words(locale, &given, received.as_ref())));
    let buttons = move || {
        let given = given.get().map(|given| given.coming);
        let button = |coming, look| {
            view! { <Button look=look on_press=move || answer(coming)>{coming_words(locale, coming)}</Button> }
        };
        let yes = (given != Some(Coming::Yes)).then(|| button(Coming::Yes, Look::Primary));
        let no = (given != Some(Coming::No)).then(|| button(Coming::No, Look::Secondary));
        view! { {yes}{no} }
    };
    view! {
        <section class="bb-card" data-name="appointment">
            <SectionTitle>{say!(locale, volunteer.sentence.appointment)}</SectionTitle>
            <p class="bb-lead">{words}</p>
            <p role="status">{dynamic(said)}</p>
            <ActFailure act=act/>
            <div class="bb-buttons">{dynamic(buttons)}</div>
        </section>
    }
}

fn coming_words(locale: Locale, coming: Coming) -> &'static str {
    match coming {
        Coming::Yes => say!(locale, volunteer.appointment.comes),
        Coming::No => say!(locale, volunteer.appointment.cannot),
    }
}

/// "U antwoordde: Ik kom. Ontvangen"
fn said_words(locale: Locale, given: &Answered, received: Option<&BTreeSet<EntryId>>) -> String {
    let said = say!(locale, volunteer.appointment.said, answer = coming_words(locale, given.coming));
    let state = received.map(|received| match given.standing.iter().all(|id| received.contains(id)) {
        true => say!(locale, volunteer.sentence.received),
        false => say!(locale, volunteer.sentence.waiting),
    });
    state.map_or(said.clone(), |state| format!("{said} · {state}"))
}

#[cfg(test)]
mod tests {
    use buurtboek_shared::ids::MemberId;

    use super::*;

    const VISIT: CommandId = CommandId::from_bytes([7; 16]);

    fn reply(number: u8, appointed: i64, answer: Coming, supersedes: Vec<EntryId>) -> AppointmentReply {
        AppointmentReply {
            id: EntryId::from_bytes([number; 16]),
            author: MemberId::default(),
            at: Timestamp(i64::from(number)),
            visit: VISIT,
            appointed: Timestamp(appointed),
            answer,
            supersedes,
        }
    }

    #[test]
    fn the_answer_that_stands_is_shown_and_the_next_one_replaces_it() {
        let first = reply(1, 10, Coming::Yes, Vec::new());
        let second = reply(2, 10, Coming::No, vec![first.id]);
        let of = |replies: &[AppointmentReply]| answered(replies, VISIT, Timestamp(10));
        assert_eq!(of(&[]), None);
        assert_eq!(of(std::slice::from_ref(&first)).map(|given| given.coming), Some(Coming::Yes));
        assert_eq!(
            of(&[first.clone(), second.clone()]),
            Some(Answered { coming: Coming::No, standing: vec![second.id] })
        );
        assert_eq!(answered(&[first], VISIT, Timestamp(11)), None, "an answer to an earlier time is none");
    }

    #[test]
    fn an_answer_says_how_far_it_came() {
        let given = Answered { coming: Coming::Yes, standing: vec![EntryId::from_bytes([1; 16])] };
        let received = given.standing.iter().copied().collect();
        assert_eq!(said_words(Locale::nl, &given, Some(&received)), "U antwoordde: Ik kom · Ontvangen");
        assert_eq!(said_words(Locale::nl, &given, Some(&BTreeSet::new())), "U antwoordde: Ik kom · Wacht op internet");
        assert_eq!(said_words(Locale::nl, &given, None), "U antwoordde: Ik kom");
    }
}
