//! "Wat u schreef", and what was added since: the words stay as they were sent, the place is the one said last.

use std::collections::BTreeSet;

use buurtboek_shared::{
    doc::read::SignalView,
    domain::signal::{AdditionKind, Report, SignalAddition, YesNo, corrected_place},
    ids::EntryId,
    time::Timestamp,
};
use leptos::prelude::*;

use crate::{
    i18n::{Locale, say},
    ui::{
        language::locale,
        parts::{
            dynamic::dynamic,
            facts::{Fact, Facts},
            page_title::SectionTitle,
            quotation::Quotation,
            show::Show,
        },
        words::{answers, moments},
    },
};

/// The report, and what was added to it.
#[component]
pub fn Written(
    /// What the signal says.
    view: Memo<Option<SignalView>>,
    /// The entries that the server has; none until that is known.
    received: RwSignal<Option<BTreeSet<EntryId>>>,
) -> impl IntoView {
    let locale = locale();
    let report = move || view.get().map(|view| report_view(locale, view));
    let rows = Memo::new(move |_| {
        let additions = view.with(|view| view.as_ref().map(|view| view.additions.clone()).unwrap_or_default());
        received.with(|received| rows(locale, &additions, received.as_ref()))
    });
    let list = move || {
        let row = |row: AdditionRow| view! { <Quotation text=row.text caption=row.caption/> };
        rows.get().into_iter().map(row).collect_view()
    };
    view! {
        <section class="bb-stack">
            <SectionTitle>{say!(locale, volunteer.signal.wrote)}</SectionTitle>
            {dynamic(report)}
        </section>
        <Show when=move || !rows.with(Vec::is_empty)>
            <section class="bb-section" data-name="additions">
                <SectionTitle>{say!(locale, volunteer.signal.added)}</SectionTitle>
                {dynamic(list)}
            </section>
        </Show>
    }
}

fn report_view(locale: Locale, view: SignalView) -> Option<impl IntoView> {
    let corrected = corrected_place(&view.additions).map(|(place, at)| (place.clone(), at));
    let report = view.report?;
    let more = more(locale, &report).into_iter().map(|(question, answer)| {
        view! { <Fact term=question><span class="bb-own-words" dir="auto">{answer}</span></Fact> }
    });
    let more = more.collect_view();
    let Report { observation, at, place, since, urgency, .. } = report;
    let place = answers::place(corrected.as_ref().map_or(&place, |(place, _)| place));
    let note = corrected.map(|(_, at)| {
        let words = say!(locale, volunteer.signal.address_corrected, at = moments::moment(locale, at));
        view! { <span class="bb-soft">" "{words}</span> }
    });
    Some(view! {
        <Quotation text=observation caption=moments::day_and_time(locale, at)/>
        <Facts>
            <Fact term=say!(locale, volunteer.form.place.title)><span dir="auto">{place}</span>{note}</Fact>
            <Fact term=say!(locale, volunteer.form.since.title)>{answers::since(locale, since)}</Fact>
            <Fact term=say!(locale, volunteer.form.urgency.title)>{answers::felt_urgency(locale, urgency)}</Fact>
            {more}
        </Facts>
    })
}

/// What was answered of what may be skipped.
fn more(locale: Locale, report: &Report) -> Vec<(&'static str, String)> {
    let yes_no = |given: Option<YesNo>| given.map(|given| answers::yes_no(locale, given).to_owned());
    let think = Some(report.interpretation.clone()).filter(|words| !words.is_empty());
    let all = [
        (
            say!(locale, volunteer.form.more.relation),
            report.relation.map(|it| answers::relation(locale, it).to_owned()),
        ),
        (say!(locale, volunteer.form.more.contact), report.contact.map(|it| answers::contact(locale, it).to_owned())),
        (say!(locale, volunteer.form.more.knows), yes_no(report.person_knows)),
        (say!(locale, volunteer.form.more.think), think),
        (say!(locale, volunteer.form.more.call), yes_no(report.may_call)),
        (say!(locale, volunteer.form.more.along), yes_no(report.wants_along)),
    ];
    all.into_iter().filter_map(|(question, answer)| Some((question, answer?))).collect()
}

/// One addition as the page shows it.
#[derive(Clone, Debug, PartialEq, Eq)]
struct AdditionRow {
    text: String,
    caption: String,
}

/// The additions in the order in which they were made. Of places the last is shown alone: an address that was a mistake is
/// somebody else's.
fn rows(locale: Locale, additions: &[SignalAddition], received: Option<&BTreeSet<EntryId>>) -> Vec<AdditionRow> {
    let right = corrected_place(additions).map(|(place, at)| (answers::place(place), at));
    let row = |addition: &SignalAddition| {
        let (kind, text) = match &addition.kind {
            AdditionKind::More => (None, addition.text.clone()),
            AdditionKind::TextIsWrong => (Some(say!(locale, volunteer.signal.wrong_text)), addition.text.clone()),
            AdditionKind::AddressIsWrong { .. } => {
                (Some(say!(locale, volunteer.signal.wrong_address)), place_text(right.as_ref(), addition.at))
            }
        };
        let state = received.map(|received| match received.contains(&addition.id) {
            true => say!(locale, volunteer.sentence.received),
            false => say!(locale, volunteer.sentence.waiting),
        });
        let parts = [Some(moments::moment(locale, addition.at)), kind.map(str::to_owned), state.map(str::to_owned)];
        let caption = parts.into_iter().flatten().collect::<Vec<_>>().join(" · ");
        AdditionRow { text, caption }
    };
    additions.iter().map(row).collect()
}

fn place_text(right: Option<&(String, Timestamp)>, at: Timestamp) -> String {
    right.filter(|(_, last)| *last == at).map(|(place, _)| place.clone()).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use buurtboek_shared::{domain::signal::Place, ids::MemberId};

    use super::*;

    fn addition(number: u8, text: &str, kind: AdditionKind) -> SignalAddition {
        SignalAddition {
            id: EntryId::from_bytes([number; 16]),
            author: MemberId::default(),
            at: Timestamp(i64::from(number)),
            text: text.to_owned(),
            kind,
        }
    }

    fn address(number: &str) -> AdditionKind {
        AdditionKind::AddressIsWrong {
            place: Place::Address { street: "Nevelstraat".to_owned(), number: number.to_owned() },
        }
    }

    #[test]
    fn each_addition_says_what_it_is_for_and_how_far_it_came() {
        let additions = [
            addition(1, "Er brandt licht", AdditionKind::More),
            addition(2, "Het was dinsdag", AdditionKind::TextIsWrong),
        ];
        let received = BTreeSet::from([additions[0].id]);
        let shown = rows(Locale::nl, &additions, Some(&received));
        assert_eq!(shown[0].text, "Er brandt licht");
        assert!(shown[0].caption.ends_with(" · Ontvangen"), "{}", shown[0].caption);
        assert!(shown[1].caption.ends_with(" · Mijn tekst klopt niet · Wacht op internet"), "{}", shown[1].caption);
        let unknown = rows(Locale::nl, &additions, None);
        assert!(!unknown[0].caption.contains("Ontvangen"), "nothing is called received before it is known");
    }

    #[test]
    fn of_corrected_places_only_the_last_is_shown() {
        let shown = rows(Locale::nl, &[addition(1, "", address("41")), addition(2, "", address("14-II"))], None);
        assert_eq!((shown[0].text.as_str(), shown[1].text.as_str()), ("", "Nevelstraat 14-II"));
    }
}
