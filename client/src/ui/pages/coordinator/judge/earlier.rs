//! "Eerder op dit adres. Hoort dit bij elkaar?"

use buurtboek_shared::{
    doc::read::TriageView,
    domain::command::{CommandAction, CommandKind},
    ids::{DocId, DocKind},
};
use leptos::prelude::*;

use super::{
    super::deciding::{Refused, is_offline, waiting},
    same_place::{Related, RelatedKind, related},
};
use crate::{
    i18n::{Locale, say},
    ui::{
        act::{Act, ActFailure},
        context::{book, notebook},
        language::locale,
        pages::professional::signal_list::SignalItem,
        parts::{
            badge::{Badge, BadgeText, BadgeTone},
            button::{Button, Look},
            dynamic::dynamic,
            notice::Notice,
            page_title::SectionTitle,
            show::Show,
        },
        route,
        words::{answers, moments, team},
    },
};

const LINK: &[CommandKind] = &[CommandKind::Link, CommandKind::Unlink];

/// Signals and dossiers at the same address, open and closed, each with a button that links it; and what is linked, each
/// with a button that undoes it.
#[component]
pub fn Earlier(
    /// The triage.
    triage: DocId,
    /// What it says.
    view: Memo<Option<TriageView>>,
    /// The team's signals.
    items: Memo<Vec<SignalItem>>,
) -> impl IntoView {
    let locale = locale();
    let book = book();
    let dossiers = notebook().list(DocKind::Dossier);
    let act = Act::new();
    let offline = is_offline();
    let waiting = waiting(triage, LINK);
    let found = Memo::new(move |_| {
        let links = view.with(|view| view.as_ref().map(|view| view.state.links.clone()).unwrap_or_default());
        items.with(|items| dossiers.with(|dossiers| related(triage, items, dossiers, &links)))
    });
    let decide = move |action: CommandAction| {
        let notebook = book.get();
        act.run(async move { notebook.command(triage, action, None).await }, |_| {});
    };
    let rows = move || {
        let waiting = waiting.get();
        let rows = found.get().into_iter().map(|related| {
            let next = next(&related);
            let is_waiting = waiting.iter().any(|command| command.action == next);
            row(locale, related, is_waiting, move || decide(next.clone()))
        });
        rows.collect_view()
    };
    view! {
        <Show when=move || !found.with(Vec::is_empty)>
            <section class="bb-stack bb-stack--tight" data-name="earlier">
                <SectionTitle>{say!(locale, coordinator.judge.earlier)}</SectionTitle>
                <ul class="bb-stack bb-stack--tight" role="list">{dynamic(rows)}</ul>
                <Show when=move || offline.get() && !waiting.with(Vec::is_empty)>
                    <Notice>{say!(locale, coordinator.judge.link_offline)}</Notice>
                </Show>
                <Refused doc=triage kinds=LINK/>
                <ActFailure act=act/>
            </section>
        </Show>
    }
}

/// What can be decided of it: what is linked can be unlinked, what is not can be linked.
fn next(related: &Related) -> CommandAction {
    let with = related.doc;
    if related.linked { CommandAction::Unlink { with } } else { CommandAction::Link { with } }
}

fn row(locale: Locale, related: Related, is_waiting: bool, decide: impl Fn() + 'static) -> impl IntoView {
    let (doc, title) = (related.doc, title(locale, &related.what));
    let (look, words, waits) = if related.linked {
        (Look::Subtle, say!(locale, coordinator.judge.unlink), say!(locale, coordinator.judge.unlink_waits))
    } else {
        (Look::Secondary, say!(locale, coordinator.judge.link), say!(locale, coordinator.judge.link_waits))
    };
    let badge = if is_waiting {
        Some(BadgeText::new(BadgeTone::Calm, waits))
    } else {
        related.linked.then(|| BadgeText::new(BadgeTone::Accent, say!(locale, coordinator.judge.linked)))
    };
    let about = title.clone();
    let button = (!is_waiting).then(|| {
        view! {
            <Button look=look name="link" on_press=decide>
                {words}
                <span class="bb-hidden">": "{about}</span>
            </Button>
        }
    });
    view! {
        <li class="bb-head">
            <span>
                <a class="nl-link" href=href(doc)>{title}</a>
                " "
                <span class="bb-soft">{line(locale, &related)}</span>
            </span>
            <span class="bb-buttons">
                {badge.map(|badge| view! { <Badge badge=badge/> })}
                {button}
            </span>
        </li>
    }
}

fn href(doc: DocId) -> String {
    match doc.kind {
        DocKind::Dossier => route::dossier(doc.id),
        DocKind::Triage
        | DocKind::Signal
        | DocKind::Intake
        | DocKind::Note
        | DocKind::Feedback
        | DocKind::Directory => route::judge(doc.id),
    }
}

fn title(locale: Locale, what: &RelatedKind) -> String {
    match what {
        RelatedKind::Signal { place, .. } => answers::place(place),
        RelatedKind::Dossier { name } if name.is_empty() => say!(locale, professional.dossiers.unnamed).to_owned(),
        RelatedKind::Dossier { name } => say!(locale, coordinator.judge.dossier_of, name = name.clone()),
        RelatedKind::Elsewhere => say!(locale, coordinator.judge.link_elsewhere).to_owned(),
    }
}

/// When it came and where it stands.
fn line(locale: Locale, related: &Related) -> String {
    let state = match &related.what {
        RelatedKind::Signal { outcome: Some(outcome), .. } => team::outcome(locale, *outcome),
        RelatedKind::Signal { phase, outcome: None, .. } => team::phase(locale, *phase),
        RelatedKind::Dossier { .. } => return moments::moment(locale, related.at),
        RelatedKind::Elsewhere => return String::new(),
    };
    format!("{} · {state}", moments::moment(locale, related.at))
}

#[cfg(test)]
mod tests {
    use buurtboek_shared::{
        domain::{command::Outcome, signal::Place, triage::TriagePhase},
        ids::Id128,
        time::Timestamp,
    };

    use super::*;

    #[test]
    fn an_earlier_signal_says_when_and_how_it_ended() {
        let place = Place::Address { street: "Nevelstraat".to_owned(), number: "14".to_owned() };
        let what = RelatedKind::Signal { place, phase: TriagePhase::Closed, outcome: Some(Outcome::NotReached) };
        let doc = DocId::new(DocKind::Triage, Id128([1; 16]));
        let signal = Related { doc, what, at: Timestamp(0), linked: false };
        assert_eq!(title(Locale::nl, &signal.what), "Nevelstraat 14");
        assert_eq!(line(Locale::nl, &signal), "00:00 · Niet bereikt");
        let dossier = RelatedKind::Dossier { name: "Mevrouw Bakema".to_owned() };
        assert_eq!(title(Locale::nl, &dossier), "Dossier van Mevrouw Bakema");
    }
}
