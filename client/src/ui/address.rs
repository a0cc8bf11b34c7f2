//! What stands at an address: a page, or a list with the page that was chosen from it.

/// What can stand at an address.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Page {
    Home,
    WhatToReport,
    NewSignal,
    Danger,
    Sent,
    OwnSignal,
    Today,
    Safety,
    Signals,
    Signal,
    Dossiers,
    Dossier,
    Plan,
    Attempt,
    Visit,
    MoveVisit,
    Wish,
    Note,
    Inbox,
    Judge,
    ReadAlong,
    ReadNote,
    Team,
    More,
    Synchronisation,
    Rescue,
    HandedTexts,
    Install,
    LogOut,
    LogIn,
    NotFound,
}

/// What stands at one address.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Place {
    /// The page; a list where one was chosen from it.
    pub page: Page,
    /// What was chosen from the list.
    pub chosen: Option<Page>,
    /// What the address says of it: "signal", "note".
    pub params: Params,
}

/// What the parts of an address stand for, by name.
#[derive(Clone, Debug, PartialEq, Eq, Default)]
pub struct Params(Vec<(&'static str, String)>);

impl Params {
    /// What this name stands for; none when the address has no such part.
    #[must_use]
    pub fn get(&self, name: &str) -> Option<&str> {
        self.0.iter().find_map(|(known, part)| (*known == name).then_some(part.as_str()))
    }
}

/// Every address; a part that begins with a colon stands for any one part, which it names.
const ADDRESSES: [(&str, Page, Option<Page>); 35] = [
    ("/", Page::Home, None),
    ("/wat-kunt-u-melden", Page::WhatToReport, None),
    ("/nieuw/:draft/:step", Page::NewSignal, None),
    ("/gevaar", Page::Danger, None),
    ("/gevaar/:draft", Page::Danger, None),
    ("/verstuurd/:signal", Page::Sent, None),
    ("/mijn/:signal", Page::OwnSignal, None),
    ("/vandaag", Page::Today, None),
    ("/zorg-om-veiligheid", Page::Safety, None),
    ("/signalen", Page::Signals, None),
    ("/signalen/:signal", Page::Signals, Some(Page::Signal)),
    ("/signalen/:signal/plannen", Page::Signals, Some(Page::Plan)),
    ("/signalen/:signal/contactpoging", Page::Signals, Some(Page::Attempt)),
    ("/signalen/:signal/bezoek/:visit", Page::Signals, Some(Page::Visit)),
    ("/signalen/:signal/bezoek/:visit/wijzigen", Page::Signals, Some(Page::MoveVisit)),
    ("/dossiers", Page::Dossiers, None),
    ("/dossiers/:dossier", Page::Dossiers, Some(Page::Dossier)),
    ("/dossiers/:dossier/plannen", Page::Dossiers, Some(Page::Plan)),
    ("/dossiers/:dossier/contactpoging", Page::Dossiers, Some(Page::Attempt)),
    ("/dossiers/:dossier/bezoek/:visit", Page::Dossiers, Some(Page::Visit)),
    ("/dossiers/:dossier/bezoek/:visit/wijzigen", Page::Dossiers, Some(Page::MoveVisit)),
    ("/dossiers/:dossier/wens", Page::Dossiers, Some(Page::Wish)),
    ("/dossiers/:dossier/verslag/:note", Page::Dossiers, Some(Page::Note)),
    ("/postvak", Page::Inbox, None),
    ("/postvak/:signal", Page::Inbox, Some(Page::Judge)),
    ("/meelezen", Page::ReadAlong, None),
    ("/meelezen/:note", Page::ReadAlong, Some(Page::ReadNote)),
    ("/team", Page::Team, None),
    ("/meer", Page::More, None),
    ("/synchronisatie", Page::Synchronisation, None),
    ("/bewaarde-teksten", Page::Rescue, None),
    ("/overgenomen", Page::HandedTexts, None),
    ("/beginscherm", Page::Install, None),
    ("/uitloggen", Page::LogOut, None),
    ("/inloggen", Page::LogIn, None),
];

/// What stands at the path of an address.
#[must_use]
pub fn place_at(path: &str) -> Place {
    let found = ADDRESSES.iter().find_map(|(address, page, chosen)| {
        let params = params_of(address, path)?;
        Some(Place { page: *page, chosen: *chosen, params })
    });
    found.unwrap_or_else(|| Place { page: Page::NotFound, chosen: None, params: Params::default() })
}

/// What the parts of `path` stand for in `address`; none when it is another one.
fn params_of(address: &'static str, path: &str) -> Option<Params> {
    let mut params = Params::default();
    let (mut named, mut parts) = (parts_of(address), parts_of(path));
    loop {
        match (named.next(), parts.next()) {
            (None, None) => return Some(params),
            (Some(name), Some(part)) => match name.strip_prefix(':') {
                Some(name) => params.0.push((name, part.to_owned())),
                None if name == part => {}
                None => return None,
            },
            (Some(_), None) | (None, Some(_)) => return None,
        }
    }
}

fn parts_of(path: &str) -> impl Iterator<Item = &str> {
    path.split('/').filter(|part| !part.is_empty())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_address_says_what_stands_there_and_of_what() {
        let place = place_at("/dossiers/d1/bezoek/v1/wijzigen");
        assert_eq!((place.page, place.chosen), (Page::Dossiers, Some(Page::MoveVisit)));
        assert_eq!(place.params.get("dossier"), Some("d1"));
        assert_eq!(place.params.get("visit"), Some("v1"));
        assert_eq!(place_at("/").page, Page::Home);
        assert_eq!(place_at("/signalen/").chosen, None, "a slash at the end changes nothing");
    }

    #[test]
    fn where_nothing_stands_the_page_says_so() {
        for path in ["/signalenlijst", "/signalen/s1/onbekend", "/nieuw/d1", "/team/x"] {
            assert_eq!(place_at(path).page, Page::NotFound, "{path}");
        }
    }

    #[test]
    fn no_address_stands_for_two_places() {
        for (address, page, chosen) in ADDRESSES {
            let place = place_at(address);
            assert_eq!((place.page, place.chosen), (page, chosen), "{address}");
        }
    }
}
