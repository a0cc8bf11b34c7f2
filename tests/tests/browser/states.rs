//! States of screens that a day passes by: each stands well, and says what to do.

use buurtboek_tests::{
    browser::{Manner, Size, Tablet},
    process::{Play, app},
};

use super::{languages::in_both_languages, town::Town};

in_both_languages! {
    a_draft_waits_and_goes_only_when_it_is_really_thrown_away,
    what_waits_is_shown_and_logging_out_says_so,
    somebody_who_may_not_come_in_reads_why,
    without_a_connection_a_page_says_of_when_it_is,
}

async fn a_draft_waits_and_goes_only_when_it_is_really_thrown_away(manner: Manner) {
    let town = Town::open_in(manner).await;
    let truus = town.arrive("Truus Vermeer", Size::PHONE).await;
    let tablet = &truus.tablet;
    tablet.press("Nieuw signaal").await.unwrap();
    tablet.fill("Wat ziet of hoort u?", "Ik zag Henk").await.unwrap();
    tablet.press("Stop en bewaar").await.unwrap();
    tablet.sees("U was bezig met een signaal.").await.unwrap();
    tablet.stands_well("concept").await.unwrap();
    // It goes on where it was left: the first question has its answer.
    tablet.press("Verder").await.unwrap();
    tablet.press("Terug").await.unwrap();
    tablet.holds("Wat ziet of hoort u?", "Ik zag Henk").await.unwrap();
    tablet.press("Volgende").await.unwrap();
    tablet.fill("Straat en huisnummer", "Nevelstraat 14").await.unwrap();
    tablet.press("Volgende").await.unwrap();
    tablet.choose("Vandaag").await.unwrap();
    tablet.press("Volgende").await.unwrap();
    tablet.choose("Nu, er is gevaar").await.unwrap();
    tablet.press("Volgende").await.unwrap();
    tablet.sees("Bellen kan ook zonder internet.").await.unwrap();
    tablet.stands_well("gevaar-met-concept").await.unwrap();
    tablet.press("Verder met signaal").await.unwrap();
    tablet.press("Stop en bewaar").await.unwrap();
    tablet.press("Verwijder").await.unwrap();
    tablet.sees("Deze tekst verdwijnt voorgoed.").await.unwrap();
    tablet.stands_well("concept-verwijderen").await.unwrap();
    tablet.press("Verwijder tekst").await.unwrap();
    tablet.sees_no_more("U was bezig met een signaal.").await.unwrap();
    what_went_bad_is_said(tablet).await;
    let received = truus.line.received();
    assert!(!String::from_utf8_lossy(&received).contains("Ik zag Henk"), "what is not sent never leaves the phone");
}

/// The storage goes bad under the signals that were begun.
async fn spoils_what_was_begun(tablet: &Tablet) {
    let spoil = "const done = arguments[0];
        const spoil = name => new Promise(spoiled => {
            indexedDB.open(name).onsuccess = ({ target: { result: database } }) => {
                const rest = () => { database.close(); spoiled(); };
                if (!database.objectStoreNames.contains('drafts')) { return rest(); }
                const change = database.transaction('drafts', 'readwrite');
                change.objectStore('drafts').openCursor().onsuccess = ({ target: { result: cursor } }) => {
                    if (cursor) { cursor.update(new Uint8Array([0])); cursor.continue(); }
                };
                change.oncomplete = rest;
            };
        });
        indexedDB.databases().then(all => Promise.all(all.map(({ name }) => spoil(name)))).then(() => done());";
    tablet.driver().execute_async(spoil, Vec::new()).await.unwrap();
}

/// What was kept and cannot be read any more is said until she took note of it.
async fn what_went_bad_is_said(tablet: &Tablet) {
    const SET_ASIDE: &str = "1 bewaard stuk kon niet worden gelezen. Het is apart gezet.";
    tablet.press("Nieuw signaal").await.unwrap();
    tablet.fill("Wat ziet of hoort u?", "De gordijnen zijn dicht").await.unwrap();
    tablet.press("Stop en bewaar").await.unwrap();
    tablet.sees("U was bezig met een signaal.").await.unwrap();
    spoils_what_was_begun(tablet).await;
    tablet.reload().await.unwrap();
    tablet.sees(SET_ASIDE).await.unwrap();
    assert!(!tablet.shows("U was bezig met een signaal.").await.unwrap());
    tablet.stands_well("apart-gezet").await.unwrap();
    tablet.go("/synchronisatie").await.unwrap();
    tablet.sees(&format!("{SET_ASIDE} Geef code")).await.unwrap();
    tablet.stands_well("apart-gezet-met-code").await.unwrap();
    tablet.press("Begrepen").await.unwrap();
    tablet.sees_no_more(SET_ASIDE).await.unwrap();
}

async fn what_waits_is_shown_and_logging_out_says_so(manner: Manner) {
    let town = Town::open_in(manner).await;
    let samira = town.arrive("Samira Bouzid", Size::PORTRAIT).await;
    let tablet = &samira.tablet;
    samira.is_ready_for_offline().await.unwrap();
    tablet.go("/dossiers").await.unwrap();
    tablet.press("Kowalczyk").await.unwrap();
    tablet.sees("Nieuw verslag").await.unwrap();
    samira.loses_connection();
    tablet.press("Nieuw verslag").await.unwrap();
    tablet.fill("Wat wij zien", "De koelkast was leeg. ").await.unwrap();
    tablet.sees("Wacht op verbinding").await.unwrap();
    tablet.go("/synchronisatie").await.unwrap();
    tablet.sees("Geen verbinding met de server. Wij proberen het opnieuw.").await.unwrap();
    tablet.sees("Wacht sinds").await.unwrap();
    tablet.stands_well("synchronisatie-wacht").await.unwrap();
    tablet.go("/uitloggen").await.unwrap();
    tablet.sees("Zonder internet kunt u niet opnieuw inloggen.").await.unwrap();
    tablet.stands_well("uitloggen-met-werk").await.unwrap();
    tablet.press("Blijf ingelogd").await.unwrap();
    samira.finds_connection().await;
    tablet.sees("Gesynchroniseerd om").await.unwrap();
}

async fn without_a_connection_a_page_says_of_when_it_is(manner: Manner) {
    const FETCHED: &str = "U ziet wat";
    let town = Town::open_in(manner).await;
    let truus = town.arrive("Truus Vermeer", Size::PHONE).await;
    let samira = town.arrive("Samira Bouzid", Size::PORTRAIT).await;
    let marijke = town.arrive("Marijke Hoeksma", Size::LANDSCAPE).await;
    for (person, page) in [(&truus, "/"), (&samira, "/vandaag"), (&marijke, "/team")] {
        person.is_ready_for_offline().await.unwrap();
        person.tablet.go(page).await.unwrap();
    }
    truus.tablet.press("Zonnestraal").await.unwrap();
    truus.tablet.sees("Wat u schreef").await.unwrap();
    for (person, picture) in [(&truus, "signaal"), (&samira, "vandaag"), (&marijke, "team")] {
        assert!(!person.tablet.shows(FETCHED).await.unwrap(), "{picture}: what is on the screen is of now");
        person.loses_connection();
        person.tablet.sees(FETCHED).await.unwrap();
        person.tablet.stands_well(&format!("zonder-verbinding-{picture}")).await.unwrap();
    }
    // Also after the app was opened again, and where a page is chosen from a list.
    samira.tablet.go("/dossiers").await.unwrap();
    samira.tablet.press("Kowalczyk").await.unwrap();
    samira.tablet.sees(FETCHED).await.unwrap();
    marijke.tablet.go("/meelezen").await.unwrap();
    marijke.tablet.sees(FETCHED).await.unwrap();
    marijke.tablet.stands_well("zonder-verbinding-meelezen").await.unwrap();
    // The inbox says it in its own words, and a page for writing shows what was written.
    marijke.tablet.press("Postvak").await.unwrap();
    marijke.tablet.sees("Geen verbinding sinds").await.unwrap();
    assert!(!marijke.tablet.shows(FETCHED).await.unwrap());
    samira.tablet.press("Nieuw verslag").await.unwrap();
    samira.tablet.sees("U kunt gewoon schrijven.").await.unwrap();
    assert!(!samira.tablet.shows(FETCHED).await.unwrap());
    samira.tablet.press("Vandaag").await.unwrap();
    samira.tablet.sees(FETCHED).await.unwrap();
    samira.finds_connection().await;
    samira.tablet.sees_no_more(FETCHED).await.unwrap();
}

async fn somebody_who_may_not_come_in_reads_why(manner: Manner) {
    let town = Town::open_with(&app(), Play::Real, manner).await;
    let somebody = town.opens_the_app(Size::PHONE).await;
    let tablet = &somebody.tablet;
    tablet.sees("Gebruikersnaam").await.unwrap();
    tablet.stands_well("inloggen").await.unwrap();
    tablet.press("Inloggen").await.unwrap();
    tablet.sees("Vul uw gebruikersnaam in.").await.unwrap();
    tablet.sees("Vul uw wachtwoord in.").await.unwrap();
    tablet.fill("Gebruikersnaam", "samira").await.unwrap();
    tablet.fill("Wachtwoord", "dat is het niet").await.unwrap();
    tablet.press("Inloggen").await.unwrap();
    tablet.sees("Gebruikersnaam of wachtwoord klopt niet.").await.unwrap();
    tablet.stands_well("inloggen-klopt-niet").await.unwrap();
    // Wrong again and again: then one waits.
    while !tablet.shows("Te vaak geprobeerd. Wacht 1 minuut.").await.unwrap() {
        tablet.press("Inloggen").await.unwrap();
        tablet.sees_no_more("Bezig met inloggen").await.unwrap();
    }
    tablet.stands_well("inloggen-te-vaak").await.unwrap();
    somebody.loses_connection();
    tablet.press("Inloggen").await.unwrap();
    tablet.sees("Om in te loggen heeft u internet nodig.").await.unwrap();
    tablet.stands_well("inloggen-zonder-internet").await.unwrap();
}

#[tokio::test]
async fn who_goes_back_after_sending_is_shown_what_was_sent() {
    let town = Town::open().await;
    let truus = town.arrive("Truus Vermeer", Size::PHONE).await;
    truus.reports("De brievenbus puilt uit", "Nevelstraat 14").await.unwrap();
    truus.tablet.sees("Het buurtteam ontving uw signaal").await.unwrap();
    truus.tablet.driver().back().await.unwrap();
    truus.tablet.sees("De brievenbus puilt uit").await.unwrap();
    assert!(truus.tablet.path().await.unwrap().starts_with("/mijn/"));
    // No form of it is left to send again.
    truus.tablet.driver().back().await.unwrap();
    truus.tablet.sees("De brievenbus puilt uit").await.unwrap();
    assert!(truus.tablet.path().await.unwrap().starts_with("/mijn/"));
}
