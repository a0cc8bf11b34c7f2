//! The texts of a note.

use buurtboek_shared::{
    doc::{read::NoteView, schema},
    domain::note::{Heading, LifeDomain},
};
use leptos::prelude::*;

use super::{
    attributed::Attributed,
    margin::{Asking, MarginQuestions, is_being_asked},
};
use crate::{
    i18n::say,
    state::open_doc::OpenDoc,
    ui::{
        language::locale,
        parts::{
            button::{Button, Look},
            choice::standing_value,
            dynamic::dynamic,
            fold::{Fold, FoldState},
            icon::Icon,
            page_title::SectionTitle,
            prose_field::ProseField,
            show::Show,
        },
        table_mode::HiddenAtTable,
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
    /// Whether one can ask beside them.
    asking: Asking,
) -> impl IntoView {
    let locale = locale();
    let shows_writers = RwSignal::new(false);
    let words = move || match shows_writers.get() {
        true => say!(locale, note.who_wrote_hide),
        false => say!(locale, note.who_wrote),
    };
    let fields = Heading::ALL.into_iter().map(|heading| {
        let open = open.clone();
        let field = move || {
            let open = open.clone();
            view! { <HeadingField open=open heading=heading shows_writers=shows_writers view=view asking=asking/> }
        };
        at_table(heading, field)
    });
    let fields = fields.collect_view();
    view! {
        <div class="bb-stack bb-stack--tight bb-texts">
            <p class="bb-screen-only">
                <Button
                    look=Look::Subtle
                    icon=Icon::Users
                    name="who-wrote"
                    on_press=move || shows_writers.update(|shows| *shows = !*shows)
                >
                    {dynamic(words)}
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
    asking: Asking,
) -> impl IntoView {
    let locale = locale();
    let root = schema::heading_root(heading);
    let (doc, written) = (open.doc, open.clone());
    view! {
        <div class="bb-beside">
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
        <HiddenAtTable><MarginQuestions doc=doc view=view heading=Some(heading) asking=asking/></HiddenAtTable>
        </div>
    }
}

/// What the team thinks is not for the resident's table; the rest is.
fn at_table<V: IntoView + 'static>(heading: Heading, part: impl Fn() -> V + Send + Sync + 'static) -> AnyView {
    match heading {
        Heading::WeThink => view! { <HiddenAtTable>{part()}</HiddenAtTable> }.into_any(),
        Heading::Occasion | Heading::ResidentSays | Heading::WeSee | Heading::GoesWell => part().into_any(),
    }
}

/// The texts as they were finished; headings without words or questions are left out.
#[component]
pub fn Written(
    /// The note.
    open: OpenDoc,
    /// What it says.
    view: Memo<Option<NoteView>>,
    /// Whether one can ask beside them.
    #[prop(optional)]
    asking: Asking,
) -> impl IntoView {
    let locale = locale();
    let being_asked: Vec<Heading> = Heading::ALL.into_iter().filter(|heading| is_being_asked(*heading)).collect();
    let headings = Memo::new(move |_| {
        view.with(|view| view.as_ref().map(|view| headings_with_something(view, &being_asked)).unwrap_or_default())
    });
    let domains = Memo::new(move |_| {
        view.with(|view| view.as_ref().map(|view| view.domains.keys().copied().collect::<Vec<_>>()).unwrap_or_default())
    });
    let doc = open.doc;
    let texts = {
        let open = open.clone();
        move || {
            let parts = headings.get().into_iter().map(|heading| {
                let open = open.clone();
                let part = move || {
                    let (title, root) = (team::heading(locale, heading), schema::heading_root(heading));
                    view! {
                        <div class="bb-beside">
                            <WrittenPart open=open.clone() view=view title=title root=root/>
                            <HiddenAtTable>
                                <MarginQuestions doc=doc view=view heading=Some(heading) asking=asking/>
                            </HiddenAtTable>
                        </div>
                    }
                };
                at_table(heading, part)
            });
            parts.collect_view()
        }
    };
    let domains = move || {
        let parts = domains.get().into_iter().map(|domain: LifeDomain| {
            let (title, root) = (team::domain(locale, domain), schema::domain_root(domain));
            let why = move || view.with(|view| view.as_ref().map(|view| reason(view, domain)).unwrap_or_default());
            let why = move || {
                let words = Some(why()).filter(|words| !words.is_empty())?;
                Some(view! {
                    <p class="bb-soft">{say!(locale, note.domain.why)} " " <span dir="auto">{words}</span></p>
                })
            };
            view! {
                <div class="bb-beside">
                    <WrittenPart open=open.clone() view=view title=title root=root>{dynamic(why)}</WrittenPart>
                </div>
            }
        });
        parts.collect_view()
    };
    view! { <div class="bb-stack bb-texts">{texts}{dynamic(domains)}</div> }
}

#[component]
fn WrittenPart(
    open: OpenDoc,
    view: Memo<Option<NoteView>>,
    title: &'static str,
    root: &'static str,
    /// What stands between the title and the text.
    #[prop(optional)]
    children: Option<Children>,
) -> impl IntoView {
    view! {
        <section class="bb-stack bb-stack--tight">
            <SectionTitle>{title}</SectionTitle>
            {children.map(|children| children())}
            <Attributed open=open root=root view=view/>
        </section>
    }
}

/// Why a life domain is recorded.
fn reason(view: &NoteView, domain: LifeDomain) -> String {
    view.domains.get(&domain).map(|domain| standing_value(&domain.why)).unwrap_or_default()
}

/// In the order of the screen: those with text, and those where somebody asked something or is about to.
fn headings_with_something(view: &NoteView, being_asked: &[Heading]) -> Vec<Heading> {
    let asked = |heading: Heading| view.questions.iter().any(|question| question.heading == Some(heading));
    let has = |heading: Heading| view.texts.contains_key(&heading) || asked(heading) || being_asked.contains(&heading);
    Heading::ALL.into_iter().filter(|heading| has(*heading)).collect()
}

#[cfg(test)]
mod tests {
    use buurtboek_shared::{
        domain::margin::QuestionEntry,
        ids::{EntryId, MemberId},
        time::Timestamp,
    };

    use super::{super::empty_note, *};

    #[test]
    fn a_finished_note_shows_what_has_words_or_questions() {
        let question = QuestionEntry {
            id: EntryId::from_bytes([1; 16]),
            author: MemberId::from_bytes([1; 16]),
            at: Timestamp(0),
            heading: Some(Heading::Occasion),
            text: "Waarom niet?".to_owned(),
            answers_to: None,
        };
        let texts = std::iter::once((Heading::GoesWell, "Zingt.".to_owned())).collect();
        let note = NoteView { texts, questions: vec![question], ..empty_note() };
        assert_eq!(headings_with_something(&note, &[]), [Heading::Occasion, Heading::GoesWell]);
        let shown = headings_with_something(&note, &[Heading::WeSee]);
        assert_eq!(shown, [Heading::Occasion, Heading::WeSee, Heading::GoesWell]);
    }
}
