//! "Waarnemer vandaag": who stands in for the coordinators, and until when.

use buurtboek_shared::{
    domain::{deputy::Deputy, role::Role},
    ids::MemberId,
    time::Timestamp,
};
use leptos::prelude::*;

use super::{deciding::is_offline, minute};
use crate::{
    i18n::{Locale, say},
    platform::{dates, dom},
    state::deputy::{appoint_deputy, end_deputy},
    ui::{
        act::{Act, ActFailure},
        colleagues::colleagues,
        context::{book, notebook},
        language::locale,
        parts::{
            button::{Button, Look, SubmitButton},
            choice_rows::{ChoiceRow, ChoiceRows},
            dynamic::dynamic,
            field::{LineField, LineKind},
            notice::Notice,
            page_title::SectionTitle,
            show::Show,
        },
        words::moments,
    },
};

const DAY: &str = "deputy-day";

/// Who it is, and for coordinators the ways to change that.
#[component]
pub fn DeputyToday() -> impl IntoView {
    let locale = locale();
    let is_coordinator = notebook().identity().role == Role::Coordinator;
    let (people, now, offline) = (colleagues(), minute::now(), is_offline());
    let deputy = Memo::new(move |_| people.deputy_at(now.get()));
    let chooses = RwSignal::new(false);
    let act = Act::new();
    let line = move || match deputy.get() {
        None => say!(locale, coordinator.deputy.nobody).to_owned(),
        Some((member, until)) => until_words(locale, people.name(member), until),
    };
    let ways = move || {
        view! {
            <Show
                when=move || !offline.get()
                fallback=move || view! { <Notice>{say!(locale, coordinator.deputy.offline)}</Notice> }
            >
                <Show
                    when=move || chooses.get()
                    fallback=move || view! {
                        <div class="bb-buttons">
                            <Button name="choose-deputy" on_press=move || chooses.set(true)>
                                {say!(locale, coordinator.deputy.choose)}
                            </Button>
                            <Show when=move || deputy.get().is_some()>
                                <Button look=Look::Subtle name="end-deputy" on_press=move || act.run(end_deputy(), |()| {})>
                                    {say!(locale, coordinator.deputy.end)}
                                </Button>
                            </Show>
                        </div>
                    }
                >
                    <ChooseDeputy chooses=chooses/>
                </Show>
            </Show>
            <ActFailure act=act/>
        }
    };
    is_coordinator.then(|| {
        view! {
            <section class="bb-section" data-name="deputy">
                <SectionTitle>{say!(locale, coordinator.deputy.title)}</SectionTitle>
                <p role="status">{dynamic(line)}</p>
                {dynamic(ways)}
            </section>
        }
    })
}

#[component]
fn ChooseDeputy(chooses: RwSignal<bool>) -> impl IntoView {
    let locale = locale();
    let book = book();
    let people = colleagues();
    let chosen = RwSignal::new(None::<MemberId>);
    let day = RwSignal::new(dates::today());
    let [who_error, day_error] = [(); 2].map(|()| RwSignal::new(String::new()));
    let act = Act::new();
    let rows = move || {
        let professionals = people.staff().into_iter().filter(|one| one.role == Role::Professional);
        professionals.map(|one| ChoiceRow::new(one.id, one.name).with_help(one.discipline)).collect::<Vec<_>>()
    };
    let on_submit = move |event: leptos::ev::SubmitEvent| {
        event.prevent_default();
        who_error.set(String::new());
        day_error.set(String::new());
        let Some(member) = chosen.get_untracked() else {
            who_error.set(say!(locale, coordinator.deputy.who_missing).to_owned());
            dom::focus_by_id("deputy-who");
            return;
        };
        let Some(deputy) = until_the_end_of(&day.get_untracked(), member, book.get().now()) else {
            day_error.set(say!(locale, coordinator.deputy.day_wrong).to_owned());
            dom::focus_by_id(DAY);
            return;
        };
        act.run(appoint_deputy(deputy.member, deputy.until), move |()| chooses.set(false));
    };
    view! {
        <form class="bb-stack" on:submit=on_submit novalidate>
            <p class="bb-soft">{say!(locale, coordinator.deputy.help)}</p>
            {dynamic(move || view! {
                <ChoiceRows
                    id="deputy-who"
                    legend=say!(locale, coordinator.deputy.who)
                    rows=rows()
                    chosen=chosen
                    on_choose=move |member| chosen.set(Some(member))
                    error=who_error
                />
            })}
            <LineField
                id=DAY
                label=say!(locale, coordinator.deputy.last_day)
                help=say!(locale, coordinator.deputy.last_day_help)
                kind=LineKind::Day
                value=day
                error=day_error
            />
            <ActFailure act=act/>
            <div class="bb-buttons">
                <SubmitButton busy=act.busy()>{say!(locale, coordinator.deputy.choose)}</SubmitButton>
                <Button on_press=move || chooses.set(false)>{say!(locale, app.cancel)}</Button>
            </div>
        </form>
    }
}

/// Standing in until this day is over; none when that cannot be.
fn until_the_end_of(day: &str, member: MemberId, now: Timestamp) -> Option<Deputy> {
    let deputy = Deputy { member, until: dates::end_of_day(day)? };
    deputy.may_begin_at(now).then_some(deputy)
}

/// "Ilse van Rhee, tot en met donderdag 14 maart".
fn until_words(locale: Locale, name: String, until: Timestamp) -> String {
    // The end is the midnight after the last day.
    let last = Timestamp(until.0 - 1);
    match dates::is_today(last) {
        true => say!(locale, coordinator.deputy.today, name = name),
        false => say!(locale, coordinator.deputy.until, name = name, day = moments::weekday(locale, last)),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const DAYS: i64 = 86_400_000;

    #[test]
    fn somebody_stands_in_until_the_chosen_day_is_over_and_a_month_at_most() {
        let until = |day| until_the_end_of(day, MemberId::default(), Timestamp(1)).map(|deputy| deputy.until);
        assert_eq!(until("1970-01-01"), Some(Timestamp(DAYS)));
        assert_eq!(until("1970-01-31"), Some(Timestamp(31 * DAYS)));
        assert_eq!(until("1970-02-02"), None);
        assert_eq!(until("1969-12-31"), None);
        assert_eq!(until(""), None);
    }

    #[test]
    fn the_last_day_is_named_and_not_the_midnight_after_it() {
        let says = |until| until_words(Locale::nl, "Ilse".to_owned(), Timestamp(until));
        assert_eq!(says(DAYS), "Ilse, tot het einde van vandaag");
        assert_eq!(says(3 * DAYS), "Ilse, tot en met weekdag 2");
    }
}
