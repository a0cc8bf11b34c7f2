//! Life domains: only what is needed, each with the reason why.

use buurtboek_shared::{
    doc::{read::NoteView, schema},
    domain::note::LifeDomain,
};
use leptos::prelude::*;

use super::questions::entries;
use crate::{
    i18n::{Locale, say},
    platform::dom,
    state::open_doc::OpenDoc,
    ui::{
        act::{Act, ActFailure},
        authoring::Author,
        context::book,
        language::locale,
        page_words,
        parts::{
            button::{Button, Look, SubmitButton},
            choice_question::{Answering, ChoiceQuestion, Question},
            choice_rows::{ChoiceRow, ChoiceRows},
            field::{LineField, LineKind},
            fold::{Fold, FoldState},
            icon::Icon,
            page_title::SectionTitle,
            prose_field::ProseField,
            select_field::{SelectField, SelectOption},
            show::Show,
        },
        words::team,
    },
};

/// The domains that are recorded, and a way to add one.
#[component]
pub fn Domains(
    /// The note.
    open: OpenDoc,
    /// What it says.
    view: Memo<Option<NoteView>>,
) -> impl IntoView {
    let locale = locale();
    let adds = RwSignal::new(false);
    let recorded = Memo::new(move |_| {
        view.with(|view| view.as_ref().map(|view| view.domains.keys().copied().collect::<Vec<_>>()).unwrap_or_default())
    });
    let doc = open.doc;
    let fields = move || {
        view! {
            <For each=move || recorded.get() key=|domain| *domain let(domain)>
                <DomainField open=open.clone() view=view domain=domain/>
            </For>
        }
    };
    view! {
        <section class="bb-section">
            <SectionTitle>{say!(locale, note.domain.title)}</SectionTitle>
            <p class="bb-soft">{say!(locale, note.domain.help)}</p>
            {fields()}
            <Show
                when=move || adds.get()
                fallback=move || view! {
                    <p>
                        <Button icon=Icon::Plus on_press=move || adds.set(true)>{say!(locale, note.domain.add)}</Button>
                    </p>
                }
            >
                <NewDomain doc=doc recorded=recorded adds=adds/>
            </Show>
        </section>
    }
}

#[component]
fn DomainField(open: OpenDoc, view: Memo<Option<NoteView>>, domain: LifeDomain) -> impl IntoView {
    let locale = locale();
    let root = schema::domain_root(domain);
    let why = Question {
        id: schema::domain_reason_root(domain),
        doc: open.doc,
        root: schema::domain_reason_root(domain),
        legend: say!(locale, note.domain.why),
        help: "",
        answering: Answering::Line(LineKind::Words),
        meanwhile: "",
    };
    let reasons =
        entries(view, move |view| view.domains.get(&domain).map(|domain| domain.why.clone()).unwrap_or_default());
    view! {
        <Fold title=team::domain(locale, domain) state=FoldState::Open>
            <ChoiceQuestion question=why entries=reasons/>
            <ProseField id=root label=team::domain(locale, domain) help="" open=open root=root/>
        </Fold>
    }
}

/// The reasons that one can choose without typing.
fn reasons(locale: Locale) -> [&'static str; 3] {
    [
        say!(locale, note.domain.why_resident),
        say!(locale, note.domain.why_agreement),
        say!(locale, note.domain.why_safety),
    ]
}

#[component]
fn NewDomain(
    doc: buurtboek_shared::ids::DocId,
    recorded: Memo<Vec<LifeDomain>>,
    adds: RwSignal<bool>,
) -> impl IntoView {
    let locale = locale();
    let book = book();
    let free = move || LifeDomain::ALL.into_iter().filter(move |domain| recorded.with(|known| !known.contains(domain)));
    let first = free().next().map(schema::domain_root).unwrap_or_default();
    let chosen = RwSignal::new(first.to_owned());
    let held = page_words::of_field("new-domain-words", String::new(), Some(say!(locale, note.domain.why)));
    let why = held.text;
    let close = move || {
        held.forget();
        adds.try_set(false);
    };
    let cancel = close.clone();
    let error = RwSignal::new(String::new());
    let act = Act::new();
    let on_submit = move |event: leptos::ev::SubmitEvent| {
        event.prevent_default();
        let reason = why.get_untracked();
        let picked = chosen.get_untracked();
        let Some(domain) = free().find(|domain| schema::domain_root(*domain) == picked) else { return };
        if reason.trim().is_empty() {
            error.set(say!(locale, note.domain.why_missing).to_owned());
            dom::focus_by_id("new-domain-why");
            return;
        }
        let notebook = book.get();
        let intent = Author::of(&notebook).answer(schema::domain_reason_root(domain), &reason, Vec::new(), "");
        act.run(async move { notebook.append(doc, vec![intent]).await }, {
            let close = close.clone();
            move |()| close()
        });
    };
    let options = Signal::derive(move || {
        let option = |domain| SelectOption::new(schema::domain_root(domain), team::domain(locale, domain));
        free().map(option).collect::<Vec<_>>()
    });
    let known = reasons(locale).map(|words| ChoiceRow::new(words.to_owned(), words)).to_vec();
    view! {
        <form class="bb-card bb-screen-only" on:submit=on_submit novalidate>
            <SelectField id="new-domain" label=say!(locale, note.domain.choose) options=options chosen=chosen/>
            <ChoiceRows
                id="new-domain-why"
                legend=say!(locale, note.domain.why)
                rows=known
                chosen=Signal::derive(move || Some(why.get()))
                on_choose=move |reason| why.set(reason)
                error=error
            />
            <LineField id="new-domain-words" label=say!(locale, note.domain.why_other) value=why/>
            <ActFailure act=act/>
            <div class="bb-buttons">
                <SubmitButton look=Look::Secondary busy=act.busy()>{say!(locale, note.domain.add)}</SubmitButton>
                <Button look=Look::Subtle on_press=cancel>{say!(locale, app.cancel)}</Button>
            </div>
        </form>
    }
}
