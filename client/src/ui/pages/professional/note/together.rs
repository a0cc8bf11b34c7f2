//! Who wrote the note: on their own tablets, and together on one.

use std::collections::BTreeSet;

use buurtboek_shared::{
    doc::{
        attribution::Run,
        read::NoteView,
        schema::{self, RootKind},
    },
    domain::choice::{self, Answer},
    ids::{DocId, DocKind, MemberId},
    sorting,
};
use leptos::prelude::*;

use super::questions::entries;
use crate::{
    i18n::{Locale, say},
    state::open_doc::OpenDoc,
    ui::{
        colleagues::{colleagues, enumeration, first_word},
        context::notebook,
        language::locale,
        parts::{
            choice_question::{Answering, ChoiceQuestion, Question, names_in},
            dynamic::dynamic,
            fold::Fold,
        },
    },
};

/// "Geschreven door Samira samen met Joost": the sentence, and who of the team one sits with.
#[component]
pub fn WrittenTogether(
    /// The note.
    doc: DocId,
    /// What it says.
    view: Memo<Option<NoteView>>,
) -> impl IntoView {
    let locale = locale();
    let me = notebook().identity().member;
    let staff = colleagues().staff().into_iter().filter(|colleague| colleague.id != me);
    let question = Question {
        id: "written-with",
        doc,
        root: schema::WRITTEN_WITH,
        legend: say!(locale, note.together.with),
        help: "",
        answering: Answering::Names(staff.map(|colleague| colleague.name).collect()),
        meanwhile: "",
    };
    let sentence = move || view.with(|view| view.as_ref().and_then(|view| together(locale, view)));
    view! {
        {dynamic(move || sentence().map(|words| view! { <p data-name="written-together">{words}</p> }))}
        <div class="bb-screen-only">
            <Fold title=say!(locale, note.together.title)>
                <ChoiceQuestion question=question entries=entries(view, |view| view.written_with.clone())/>
            </Fold>
        </div>
    }
}

/// Who wrote a finished note.
#[component]
pub fn WrittenBy(
    /// The note.
    open: OpenDoc,
    /// What it says.
    view: Memo<Option<NoteView>>,
) -> impl IntoView {
    let locale = locale();
    let alone = Memo::new(move |_| {
        view.track();
        let names: Vec<String> = writers(&open).into_iter().map(|member| colleagues().name(member)).collect();
        (!names.is_empty()).then(|| say!(locale, note.written_by, names = enumeration(&names, say!(locale, note.and))))
    });
    let together = move || view.with(|view| view.as_ref().and_then(|view| together(locale, view)));
    view! {
        {dynamic(move || alone.get().map(|words| view! { <p data-name="written-by">{words}</p> }))}
        {dynamic(move || together().map(|words| view! { <p data-name="written-together">{words}</p> }))}
    }
}

/// Everybody who wrote some of the texts that are there.
#[must_use]
pub fn writers(open: &OpenDoc) -> BTreeSet<MemberId> {
    sorting::gather(text_roots().flat_map(|root| open.attribution(root)).filter_map(|run: Run| run.member))
}

/// The texts of a note.
pub fn text_roots() -> impl Iterator<Item = &'static str> {
    schema::roots(DocKind::Note).iter().filter(|root| root.kind == RootKind::Text).map(|root| root.name)
}

/// "Geschreven door Samira samen met Joost"; none when it was not, or two say otherwise.
fn together(locale: Locale, note: &NoteView) -> Option<String> {
    let Answer::Settled(entry) = choice::fold(&note.written_with) else { return None };
    let names: Vec<String> = names_in(&entry.value).into_iter().map(|name| first_word(name).to_owned()).collect();
    let name = colleagues().first_name(entry.author);
    let names = enumeration(&names, say!(locale, note.and));
    (!names.is_empty()).then(|| say!(locale, note.together.line, name = name, names = names))
}
