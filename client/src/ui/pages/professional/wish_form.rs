//! "Inwoner wil dit niet": what the resident wants and does not want, in ticks and in own words.

use std::collections::BTreeSet;

use buurtboek_shared::{
    domain::{
        visit::VisitStep,
        wish::{WishEntry, WishKind},
    },
    ids::{CommandId, DocId},
};
use leptos::prelude::*;
use leptos_router::hooks::{use_navigate, use_query_map};

use super::{
    attempt::visit_in_query,
    case::{case_in_address, case_of, name_of},
    dossier_parts::wishes::Wishes,
    for_writers::ForWriters,
};
use crate::{
    i18n::{Locale, say},
    ui::{
        act::{Act, ActFailure},
        authoring::Author,
        context::book,
        language::locale,
        may_write::may_write,
        opened::{as_dossier, open, view_of},
        parts::{
            button::{ButtonLink, SubmitButton},
            choice_rows::ChoiceRow,
            dynamic::dynamic,
            error_summary::{ErrorSummary, FieldFault, fault_of},
            field::{LineField, TextField},
            icon::Icon,
            notice::{Notice, Urge},
            page_title::PageTitle,
            show::Show,
            ticks::Ticks,
        },
        route,
    },
};

/// A row that can be ticked.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Tick {
    NoConversationNow,
    NoReport,
    VolunteerNotAlong,
    NotShareWith,
    WantsToRead,
    Disagrees,
}

impl Tick {
    const ALL: [Self; 6] = [
        Self::NoConversationNow,
        Self::NoReport,
        Self::VolunteerNotAlong,
        Self::NotShareWith,
        Self::WantsToRead,
        Self::Disagrees,
    ];

    fn words(self, locale: Locale) -> &'static str {
        match self {
            Self::NoConversationNow => say!(locale, visit.wish.no_conversation),
            Self::NoReport => say!(locale, visit.wish.no_report),
            Self::VolunteerNotAlong => say!(locale, visit.wish.volunteer_not_along),
            Self::NotShareWith => say!(locale, visit.wish.not_share),
            Self::WantsToRead => say!(locale, visit.wish.wants_to_read),
            Self::Disagrees => say!(locale, visit.wish.disagrees),
        }
    }

    fn wish(self, whom: &str) -> WishKind {
        match self {
            Self::NoConversationNow => WishKind::NoConversationNow,
            Self::NoReport => WishKind::NoReport,
            Self::VolunteerNotAlong => WishKind::VolunteerNotAlong,
            Self::NotShareWith => WishKind::NotShareWith { whom: whom.to_owned() },
            Self::WantsToRead => WishKind::WantsToRead,
            Self::Disagrees => WishKind::Disagrees,
        }
    }
}

/// A wish in words.
#[must_use]
pub fn words(locale: Locale, wish: &WishKind) -> String {
    let tick = match wish {
        WishKind::NotShareWith { whom } => return say!(locale, visit.wish.not_share_with, whom = whom.clone()),
        WishKind::NoConversationNow => Tick::NoConversationNow,
        WishKind::NoReport => Tick::NoReport,
        WishKind::VolunteerNotAlong => Tick::VolunteerNotAlong,
        WishKind::WantsToRead => Tick::WantsToRead,
        WishKind::Disagrees => Tick::Disagrees,
    };
    tick.words(locale).to_owned()
}

/// Everything that an entry says, one sentence each.
#[must_use]
pub fn entry_words(locale: Locale, entry: &WishEntry) -> String {
    let kinds = entry.kinds.iter().map(|wish| words(locale, wish));
    let text = (!entry.text.is_empty()).then(|| entry.text.clone());
    kinds.map(|words| format!("{words}.")).chain(text).collect::<Vec<_>>().join(" ")
}

const TICKS: &str = "wishes";
const WHOM: &str = "wish-whom";
const MAX_WHOM: usize = 200;

/// What was filled in, as wishes.
fn filled(locale: Locale, ticked: &BTreeSet<Tick>, whom: &str, text: &str) -> Result<Vec<WishKind>, Vec<FieldFault>> {
    let whom = whom.trim();
    let fault = |control, words: &str| Err(vec![FieldFault { control, words: words.to_owned() }]);
    if ticked.is_empty() && text.trim().is_empty() {
        return fault(TICKS, say!(locale, visit.wish.missing));
    }
    if ticked.contains(&Tick::NotShareWith) && whom.is_empty() {
        return fault(WHOM, say!(locale, visit.wish.whom_missing));
    }
    if whom.chars().count() > MAX_WHOM {
        return fault(WHOM, say!(locale, visit.plan.too_long));
    }
    Ok(ticked.iter().map(|tick| tick.wish(whom)).collect())
}

/// Does a visit end by it? Who only wants somebody else not there, or to read along, goes on talking. Own words alone end
/// it: they are written under "Inwoner wil dit niet".
fn ends_the_visit(ticked: &BTreeSet<Tick>) -> bool {
    ticked.is_empty() || ticked.contains(&Tick::NoConversationNow) || ticked.contains(&Tick::NoReport)
}

/// The page. With a visit in its address, a wish that leaves no visit ends it.
#[component]
pub fn WishPage() -> impl IntoView {
    let dossier = case_in_address();
    let visit = visit_in_query();
    let query = use_query_map();
    let planned_in = move || query.with_untracked(|query| query.get("bij").and_then(|doc| doc.parse::<DocId>().ok()));
    dynamic(move || {
        dossier.get().map(|dossier| {
            let visit = visit.get_untracked().map(|visit| (planned_in().unwrap_or(dossier), visit));
            view! { <Wish dossier=dossier visit=visit/> }
        })
    })
}

#[component]
fn Wish(dossier: DocId, visit: Option<(DocId, CommandId)>) -> impl IntoView {
    let locale = locale();
    let name = name_of(dossier);
    let back = visit.map_or_else(|| route::case(dossier), |(planned_in, visit)| route::visit(planned_in, visit));
    let (view, writes) = (view_of(&open(dossier), as_dossier), may_write(dossier));
    view! {
        <article class="bb-main">
            <p class="bb-back"><a class="nl-link" href=back>{say!(locale, app.back)}</a></p>
            <PageTitle text=say!(locale, visit.not_wanted)/>
            <p class="bb-soft">{move || name.get().map(|name| name.title)}</p>
            <ForWriters doc=dossier reads=move || view! { <Wishes dossier=dossier view=view writes=writes/> }>
                <Choices dossier=dossier visit=visit/>
            </ForWriters>
        </article>
    }
}

#[component]
fn Choices(dossier: DocId, visit: Option<(DocId, CommandId)>) -> impl IntoView {
    let locale = locale();
    let book = book();
    let navigate = use_navigate();
    let case = case_of(visit.map_or(dossier, |(planned_in, _)| planned_in));
    let ticked = RwSignal::new(BTreeSet::<Tick>::new());
    let whom = RwSignal::new(String::new());
    let text = RwSignal::new(String::new());
    let faults = RwSignal::new(Vec::<FieldFault>::new());
    let all = Signal::derive(move || faults.get());
    let act = Act::new();
    let on_submit = move |event: leptos::ev::SubmitEvent| {
        event.prevent_default();
        let words = text.get_untracked();
        let kinds = whom.with_untracked(|whom| ticked.with_untracked(|ticked| filled(locale, ticked, whom, &words)));
        let kinds = match kinds {
            Ok(kinds) => kinds,
            Err(wrong) => return faults.set(wrong),
        };
        faults.set(Vec::new());
        let notebook = book.get();
        let wish = Author::of(&notebook).wish(kinds, &words, Vec::new());
        let ended = visit.filter(|_| ticked.with_untracked(ends_the_visit)).and_then(|(planned_in, id)| {
            let visit = case.with_untracked(|case| case.as_ref()?.visit(id).cloned())?;
            visit
                .phase
                .is_open()
                .then(|| (planned_in, Author::of(&notebook).visit_step(id, VisitStep::NotWanted, visit.standing)))
        });
        let navigate = navigate.clone();
        let work = async move {
            notebook.append(dossier, vec![wish]).await?;
            match ended {
                Some((planned_in, step)) => notebook.append(planned_in, vec![step]).await,
                None => Ok(()),
            }
        };
        act.run(work, move |()| navigate(&route::dossier(dossier.id), Default::default()));
    };
    let rows = Tick::ALL.map(|tick| ChoiceRow::new(tick, tick.words(locale))).to_vec();
    view! {
        <form class="bb-stack" on:submit=on_submit novalidate>
            <ErrorSummary faults=all/>
            <Ticks id=TICKS legend=say!(locale, visit.wish.legend) rows=rows ticked=ticked error=fault_of(all, TICKS)/>
            <Show when=move || ticked.with(|ticked| ticked.contains(&Tick::NotShareWith))>
                <LineField id=WHOM label=say!(locale, visit.wish.whom) value=whom error=fault_of(all, WHOM)/>
            </Show>
            <Show when=move || ticked.with(|ticked| ticked.contains(&Tick::NoReport))>
                <Notice urge=Urge::Attention>{say!(locale, visit.wish.no_report_help)}</Notice>
            </Show>
            <Show when=move || visit.is_some() && ticked.with(ends_the_visit)>
                <Notice>{say!(locale, visit.wish.ends_visit)}</Notice>
            </Show>
            <TextField id="wish-text" label=say!(locale, visit.wish.own_words) value=text/>
            <ActFailure act=act/>
            <div class="bb-actions">
                <SubmitButton busy=act.busy()>{say!(locale, professional.dossier.wish_add)}</SubmitButton>
                <ButtonLink href=route::SAFETY icon=Icon::Alarm>{say!(locale, visit.safety.title)}</ButtonLink>
            </div>
        </form>
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn faults(ticked: &[Tick], whom: &str, text: &str) -> Vec<&'static str> {
        let ticked = ticked.iter().copied().collect();
        filled(Locale::nl, &ticked, whom, text).unwrap_err().into_iter().map(|fault| fault.control).collect()
    }

    #[test]
    fn a_visit_goes_on_when_the_resident_wants_something_else() {
        let ends = |ticked: &[Tick]| ends_the_visit(&ticked.iter().copied().collect());
        assert!(ends(&[Tick::NoConversationNow]) && ends(&[Tick::NoReport, Tick::Disagrees]) && ends(&[]));
        assert!(!ends(&[Tick::VolunteerNotAlong, Tick::NotShareWith, Tick::WantsToRead, Tick::Disagrees]));
    }

    #[test]
    fn a_wish_says_something_and_names_with_whom_nothing_is_shared() {
        assert_eq!(faults(&[], "", " "), [TICKS]);
        assert_eq!(faults(&[Tick::NotShareWith], " ", ""), [WHOM]);
        assert_eq!(faults(&[Tick::NotShareWith], &"a".repeat(201), ""), [WHOM]);
        let school = filled(Locale::nl, &BTreeSet::from([Tick::NotShareWith]), " school ", "").unwrap();
        assert_eq!(school, [WishKind::NotShareWith { whom: "school".to_owned() }]);
        assert_eq!(filled(Locale::nl, &BTreeSet::new(), "", "Mijn post doe ik zelf."), Ok(Vec::new()));
        assert_eq!(words(Locale::nl, &school[0]), "Niet delen met school");
    }
}
