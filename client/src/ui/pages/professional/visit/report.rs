//! "Schrijf verslag": a note that says already what is known of the visit, and nothing that somebody has to judge.

use buurtboek_shared::{
    doc::{read::DossierView, schema, write::Intent},
    domain::{
        date::Date,
        dossier::{DossierState, PersonEntry},
        household::{self, Resident},
        intake::Intake,
        note::Heading,
        signal::Relation,
        visit::Visit,
    },
    ids::{DocId, DocKind, MemberId},
};

use crate::{
    i18n::{Locale, say},
    platform::dates,
    state::{notebook::Notebook, save_error::SaveError},
    ui::{
        authoring::Author,
        colleagues::{Colleagues, enumeration},
        words::moments,
    },
};

/// What is known before anybody writes.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Known {
    /// The visit; none for a report of something that was not planned.
    pub visit: Option<Visit>,
    /// Where it was; may be empty.
    pub place: String,
    /// Why the team comes.
    pub why: Why,
    /// Who wants another language than Dutch spoken, or an interpreter.
    pub people: Vec<PersonEntry>,
}

/// Why the team comes. Of what was reported no more than is said at the door, and never by whom.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Why {
    /// Somebody was worried.
    Heard,
    /// The resident reported it.
    AskedThemselves,
    /// The resident wants help since this day.
    HelpAsked(Date),
    /// Not known on this device.
    #[default]
    Unknown,
}

/// Why the team comes, as far as it is on this device: `has_dossier` may be true before the dossier is read.
#[must_use]
pub fn why(has_dossier: bool, dossier: Option<&DossierView>, intake: Option<&Intake>) -> Why {
    let themselves = intake.is_some_and(|intake| intake.report.relation == Some(Relation::Myself));
    match dossier {
        None if has_dossier => Why::Unknown,
        Some(DossierView { state: DossierState { help_asked: Some(asked), .. }, .. }) => Why::HelpAsked(asked.on),
        Some(_) | None if themselves => Why::AskedThemselves,
        Some(_) | None => Why::Heard,
    }
}

/// The people of a household, as they are known now; without those of whom somebody has to choose between two versions.
#[must_use]
pub fn household_of(view: &DossierView) -> Vec<PersonEntry> {
    let people = household::fold(&view.people);
    people.iter().filter(|resident| !resident.is_open()).filter_map(Resident::shown).cloned().collect()
}

/// Makes the note in a dossier.
///
/// # Errors
/// [`SaveError`]; nothing was kept then.
pub async fn begin(
    notebook: Notebook,
    dossier: DocId,
    locale: Locale,
    colleagues: Colleagues,
    known: Known,
) -> Result<DocId, SaveError> {
    let document = notebook.new_document(DocKind::Note, Some(dossier));
    // A visit that is reported before its day has that of today.
    let day = known.visit.as_ref().map(|visit| dates::day_and_clock(visit.at).0);
    let day = day.into_iter().chain([dates::today()]).min().unwrap_or_default();
    let answer = |root, value: &str| Author::of(&notebook).answer(root, value, Vec::new(), "");
    let mut first = vec![answer(schema::VISIT_DATE, &day)];
    first.extend(known.visit.as_ref().map(|visit| answer(schema::VISIT, &visit.id.to_string())));
    let names = writers(known.visit.as_ref(), notebook.identity().member, |member| colleagues.first_name(member));
    first.push(answer(schema::PRESENT, &enumeration(&names, say!(locale, note.and))));
    let occasion = occasion(locale, &known);
    if !occasion.is_empty() {
        let root = schema::heading_root(Heading::Occasion).to_owned();
        first.push(Intent::EditText { root, at: 0, remove: 0, insert: occasion });
    }
    notebook.create(document, first).await?;
    Ok(document.doc)
}

/// Who of the team is there: whoever writes first.
fn writers(visit: Option<&Visit>, me: MemberId, name: impl Fn(MemberId) -> String) -> Vec<String> {
    let planned = visit.into_iter().flat_map(|visit| std::iter::once(visit.by).chain(visit.with.iter().copied()));
    std::iter::once(me).chain(planned.filter(|member| *member != me)).map(name).collect()
}

/// Why the team comes, where, and in which language.
fn occasion(locale: Locale, known: &Known) -> String {
    let place = Some(known.place.trim()).filter(|place| !place.is_empty());
    let place = place.map(|place| say!(locale, visit.report.place, place = place.to_owned()));
    let why = match known.why {
        Why::Heard => Some(say!(locale, visit.report.heard).to_owned()),
        Why::AskedThemselves => Some(say!(locale, visit.report.asked).to_owned()),
        Why::HelpAsked(day) => {
            Some(say!(locale, visit.report.help_asked, day = moments::written_day(locale, &day.to_string())))
        }
        Why::Unknown => None,
    };
    let people = known.people.iter().flat_map(|person| {
        let language = (!person.language.is_empty()).then(|| {
            say!(locale, visit.report.language, name = person.name.clone(), language = person.language.clone())
        });
        let interpreter = (!person.interpreter.is_empty())
            .then(|| say!(locale, visit.report.interpreter, words = person.interpreter.clone()));
        [language, interpreter]
    });
    [why, place].into_iter().chain(people).flatten().collect::<Vec<_>>().join(" ")
}

#[cfg(test)]
mod tests {
    use buurtboek_shared::{
        domain::{command::ReporterJoins, visit::VisitPhase},
        ids::{CommandId, EntryId},
        time::Timestamp,
    };

    use super::*;

    const ME: MemberId = MemberId::from_bytes([1; 16]);
    const JOOST: MemberId = MemberId::from_bytes([2; 16]);

    fn visit(by: MemberId) -> Visit {
        Visit {
            id: CommandId::default(),
            by,
            at: Timestamp(0),
            arranged: Timestamp(0),
            arrangements: Vec::new(),
            with: vec![ME],
            place: "Regenboogplein 5".to_owned(),
            reporter: ReporterJoins::IfResidentAgrees,
            reporter_was_invited: true,
            meet_at: "de bakker".to_owned(),
            phase: VisitPhase::Started,
            standing: Vec::new(),
        }
    }

    #[test]
    fn a_report_begins_with_why_where_and_in_which_language_and_without_the_reporter() {
        let person = PersonEntry {
            id: EntryId::default(),
            author: ME,
            at: Timestamp(0),
            supersedes: Vec::new(),
            name: "Mevrouw Tesfay".to_owned(),
            address_as: String::new(),
            language: "Tigrinya".to_owned(),
            interpreter: "Ja, tolk per telefoon".to_owned(),
            phone: String::new(),
        };
        let known = Known {
            visit: Some(visit(JOOST)),
            place: "Regenboogplein 5".to_owned(),
            why: Why::Heard,
            people: vec![person],
        };
        assert_eq!(
            occasion(Locale::nl, &known),
            "Wij hoorden dat het misschien niet zo goed ging. Bezoek: Regenboogplein 5. \
             Taal van Mevrouw Tesfay: Tigrinya. Tolk: Ja, tolk per telefoon."
        );
        let day = "2026-11-12".parse().unwrap();
        let asked = Known { why: Why::HelpAsked(day), people: Vec::new(), ..known.clone() };
        let asked = occasion(Locale::nl, &asked);
        assert!(asked.starts_with("De inwoner vroeg hulp op ") && !asked.contains("hoorden"), "{asked}");
        assert_eq!(
            occasion(Locale::nl, &Known { visit: None, place: String::new(), why: Why::Unknown, people: Vec::new() }),
            ""
        );
    }

    #[test]
    fn who_writes_comes_first() {
        let name = |member| if member == ME { "Samira".to_owned() } else { "Joost".to_owned() };
        assert_eq!(writers(Some(&visit(JOOST)), ME, name), ["Samira", "Joost"]);
        assert_eq!(writers(None, ME, name), ["Samira"], "of what was not planned");
    }
}
