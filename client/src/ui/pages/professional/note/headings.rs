//! The texts of a note.

use buurtboek_shared::{
    doc::{read::NoteView, schema},
    domain::note::{Heading, LifeDomain},
};
use leptos::prelude::*;

use super::attributed::Attributed;
use crate::{
    i18n::say,
    state::open_doc::OpenDoc,
    ui::{
        language::locale,
        parts::{
            button::{Button, Look},
            fold::{Fold, FoldState},
            icon::Icon,
            page_title::SectionTitle,
            prose_field::ProseField,
        },
        words::team,
    },
};

/// The texts as fields, and who wrote what in them.
#[component]
pub fn Headings(
    /// The note.
    open: OpenDoc,
    /// What it says.
    view: Memo<Option<NoteView>>,
) -> impl IntoView {
    let locale = locale();
    let shows_writers = RwSignal::new(false);
    let words = move || match shows_writers.get() {
        true => say!(locale, note.who_wrote_hide),
        false => say!(locale, note.who_wrote),
    };
    let fields = Heading::ALL.into_iter().map(|heading| {
        view! { <HeadingField open=open.clone() heading=heading shows_writers=shows_writers view=view/> }
    });
    let fields = fields.collect_view();
    view! {
        <div class="bb-stack bb-stack--tight">
            <p>
                <Button
                    look=Look::Subtle
                    icon=Icon::Users
                    name="who-wrote"
                    on_press=move || shows_writers.update(|shows| *shows = !*shows)
                >
                    {words}
                </Button>
            </p>
            {fields}
        </div>
    }
}

#[component]
fn HeadingField(
    open: OpenDoc,
    heading: Heading,
    shows_writers: RwSignal<bool>,
    view: Memo<Option<NoteView>>,
) -> impl IntoView {
    let locale = locale();
    let root = schema::heading_root(heading);
    let written = open.clone();
    view! {
        <Fold title=team::heading(locale, heading) state=FoldState::Open>
            <ProseField
                id=root
                label=team::heading(locale, heading)
                help=team::heading_help(locale, heading)
                open=open
                root=root
            />
            <Show when=move || shows_writers.get()>
                <Attributed open=written.clone() root=root view=view/>
            </Show>
        </Fold>
    }
}

/// The texts as they were finished; headings without words are left out.
#[component]
pub fn Written(
    /// The note.
    open: OpenDoc,
    /// What it says.
    view: Memo<Option<NoteView>>,
) -> impl IntoView {
    let locale = locale();
    let headings = Memo::new(move |_| {
        view.with(|view| view.as_ref().map(|view| view.texts.keys().copied().collect::<Vec<_>>()).unwrap_or_default())
    });
    let domains = Memo::new(move |_| {
        view.with(|view| view.as_ref().map(|view| view.domains.keys().copied().collect::<Vec<_>>()).unwrap_or_default())
    });
    let parts = move || {
        let headings = headings
            .get()
            .into_iter()
            .map(|heading: Heading| (team::heading(locale, heading), schema::heading_root(heading)));
        let domains = domains
            .get()
            .into_iter()
            .map(|domain: LifeDomain| (team::domain(locale, domain), schema::domain_root(domain)));
        let parts = headings.chain(domains).map(|(title, root)| {
            view! {
                <section class="bb-stack bb-stack--tight">
                    <SectionTitle>{title}</SectionTitle>
                    <Attributed open=open.clone() root=root view=view/>
                </section>
            }
        });
        parts.collect_view()
    };
    view! { <div class="bb-stack">{parts}</div> }
}
