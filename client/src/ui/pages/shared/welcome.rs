//! "Kies wie u bent", or logging in with a password.

use buurtboek_shared::{domain::role::Role, ids::MemberId};
use leptos::{prelude::*, task::spawn_local};

use super::{log_in::LogIn, more::LanguageChoice};
use crate::{
    i18n::{Locale, say},
    platform::preferences::{self, Preference},
    state::{
        identity::Identity,
        session::{self, LoginError, Person},
    },
    ui::{
        context::Play,
        frame::DemoBar,
        language::locale,
        parts::{
            button::{Button, Look},
            dynamic::dynamic,
            icon::{Icon, IconMark},
            notice::{Empty, Notice, Urge},
            page_title::PageTitle,
            show::Show,
        },
    },
};

/// What the server says of itself.
#[derive(Clone, Debug, PartialEq)]
enum Server {
    /// Not known yet.
    Asked,
    /// A demonstration with these people.
    Demo(Vec<Person>),
    /// Real work: a password is needed.
    Real,
    /// It cannot be reached.
    Offline,
}

/// The first page of somebody who is not logged in.
#[component]
pub fn Welcome(
    /// Somebody logged in.
    on_enter: Callback<Identity>,
) -> impl IntoView {
    let locale = locale();
    let server = RwSignal::new(Server::Asked);
    let ask = move || {
        server.set(Server::Asked);
        spawn_local(async move {
            let answer = session::people().await;
            if let Some(play) = play_word(&answer) {
                preferences::remember(Preference::Play, play);
            }
            server.try_set(match answer {
                Ok(people) => Server::Demo(people),
                Err(LoginError::Offline) => Server::Offline,
                Err(
                    LoginError::NotLoggedIn
                    | LoginError::WrongCredentials
                    | LoginError::TooOften { .. }
                    | LoginError::Storage(_)
                    | LoginError::Failed,
                ) => Server::Real,
            });
        });
    };
    ask();
    let body = move || match server.get() {
        Server::Asked => view! { <Notice>{say!(locale, app.fetching)}</Notice> }.into_any(),
        Server::Demo(people) => view! { <ChoosePerson people=people on_enter=on_enter/> }.into_any(),
        Server::Real => view! { <LogIn on_enter=on_enter/> }.into_any(),
        Server::Offline => view! {
            <PageTitle text=say!(locale, app.login.title)/>
            <Notice urge=Urge::Attention>{say!(locale, app.login.offline)}</Notice>
            <p><Button look=Look::Primary icon=Icon::Refresh on_press=ask>{say!(locale, app.again)}</Button></p>
        }
        .into_any(),
    };
    let play = Signal::derive(move || match server.with(|server| matches!(server, Server::Demo(_))) {
        true => Play::Demo,
        false => Play::Real,
    });
    view! {
        <div class="bb-frame">
            <DemoBar play=play/>
            <header class="bb-top">
                <span class="bb-brand"><IconMark icon=Icon::Notebook/>{say!(locale, app.name)}</span>
            </header>
            <main class="bb-body">
                <div class="bb-main">
                    {dynamic(body)}
                    <WorkOfOthers/>
                    <LanguageChoice/>
                </div>
            </main>
        </div>
    }
}

/// "Er wacht nog werk van Samira op dit apparaat.": whose, and nothing of what it is.
#[component]
fn WorkOfOthers() -> impl IntoView {
    let locale = locale();
    let names = RwSignal::new(Vec::<String>::new());
    spawn_local(async move {
        // Where the storage does not open, nobody can be named.
        if let Ok(found) = session::waiting_members().await {
            names.try_set(found);
        }
    });
    let sentence = move |name: String| view! { <li>{say!(locale, app.login.work_waits, name = name)}</li> };
    view! {
        <Show when=move || !names.with(Vec::is_empty)>
            <div data-name="work-waits">
                <Notice>
                    <ul role="list">{move || names.get().into_iter().map(sentence).collect_view()}</ul>
                    <p>{say!(locale, app.login.work_waits_help)}</p>
                </Notice>
            </div>
        </Show>
    }
}

/// How the server's kind is remembered; none when it did not say.
const fn play_word(answer: &Result<Vec<Person>, LoginError>) -> Option<&'static str> {
    match answer {
        Ok(_) => Some("demo"),
        Err(LoginError::NotLoggedIn) => Some("real"),
        Err(
            LoginError::Offline
            | LoginError::WrongCredentials
            | LoginError::TooOften { .. }
            | LoginError::Storage(_)
            | LoginError::Failed,
        ) => None,
    }
}

/// Everybody one can be, by role.
#[component]
fn ChoosePerson(people: Vec<Person>, on_enter: Callback<Identity>) -> impl IntoView {
    let locale = locale();
    let entering = RwSignal::new(None::<String>);
    let failed = RwSignal::new(None::<LoginError>);
    let enter = move |id: MemberId, name: String| {
        if entering.with_untracked(Option::is_some) {
            return;
        }
        entering.set(Some(name));
        failed.set(None);
        spawn_local(async move {
            match session::demo_login(id).await {
                Ok(identity) => on_enter.run(identity),
                Err(error) => {
                    entering.try_set(None);
                    failed.try_set(Some(error));
                }
            }
        });
    };
    let is_empty = people.is_empty();
    let groups = groups(locale, people).into_iter().map(|(title, people)| {
        let buttons = people.into_iter().map(|person| {
            let name = person.name.clone();
            view! {
                <li>
                    <button type="button" class="bb-row bb-person" on:click=move |_| enter(person.id, name.clone())>
                        <IconMark icon=Icon::User/>
                        <span class="bb-row__text">
                            <span class="bb-row__title">{person.name}</span>
                            <span class="bb-row__line">{person.about}</span>
                        </span>
                        <IconMark icon=Icon::ChevronRight/>
                    </button>
                </li>
            }
        });
        view! {
            <section class="bb-stack bb-stack--tight">
                <h2 class="nl-heading nl-heading--level-3">{title}</h2>
                <ul class="bb-rows" role="list">{buttons.collect_view()}</ul>
            </section>
        }
    });
    let groups = groups.collect_view();
    view! {
        <PageTitle text=say!(locale, app.demo.choose)/>
        <p class="bb-soft">{say!(locale, app.demo.choose_help)}</p>
        <p class="bb-hidden" role="status">
            {move || entering.get().map(|name| say!(locale, app.demo.entering, name = name))}
        </p>
        {dynamic(move || failed.get().map(|error| view! {
            <Notice urge=Urge::Alarm>{super::log_in::failure_words(locale, error)}</Notice>
        }))}
        {is_empty.then(|| view! { <Empty>{say!(locale, app.demo.empty)}</Empty> })}
        {groups}
    }
}

fn groups(locale: Locale, people: Vec<Person>) -> Vec<(&'static str, Vec<Person>)> {
    let titles = [
        say!(locale, app.role.group_volunteer),
        say!(locale, app.role.group_professional),
        say!(locale, app.role.group_coordinator),
        say!(locale, app.role.group_other),
    ];
    let mut groups = titles.map(|title| (title, Vec::new()));
    for person in people {
        groups[place(person.role)].1.push(person);
    }
    groups.into_iter().filter(|(_, people)| !people.is_empty()).collect()
}

const fn place(role: Role) -> usize {
    match role {
        Role::Volunteer => 0,
        Role::Professional => 1,
        Role::Coordinator => 2,
        Role::Adviser | Role::ProcessManager | Role::PolicyMaker | Role::PrivacyOfficer | Role::Administrator => 3,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn people_stand_by_what_they_do_and_empty_groups_are_left_out() {
        let person = |byte, role| Person {
            id: MemberId::from_bytes([byte; 16]),
            name: format!("{byte}"),
            role,
            about: String::new(),
        };
        let people = vec![person(1, Role::Coordinator), person(2, Role::Volunteer), person(3, Role::Volunteer)];
        let groups = groups(Locale::nl, people);
        let shown: Vec<(&str, usize)> = groups.iter().map(|(title, people)| (*title, people.len())).collect();
        assert_eq!(shown, [("Vrijwilligers", 2), ("Coördinatie", 1)]);
    }
}
