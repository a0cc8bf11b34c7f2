//! A team's own server, without a demonstration: people log in with a password, and telephone numbers dial.

use buurtboek_tests::{
    browser::{Manner, Size},
    process::{Play, admin, app},
};

use super::{
    languages::in_both_languages,
    town::{Person, Town},
};

in_both_languages! {
    a_new_team_has_an_empty_inbox_and_numbers_that_dial_without_a_connection,
    whose_session_ended_keeps_the_text_and_sends_it_after_logging_in_again,
}

const PASSWORD: &str = "een lang genoeg geheim";
const TEAM: &str = "Buurtteam Noord";

/// A team of three with one street, as `docs/pilot.md` says to make it.
async fn a_team(manner: Manner) -> Town {
    let town = Town::open_with(&app(), Play::Real, manner).await;
    let data = town.server.data();
    admin(data, &["organisation", "create", "Welzijn Voorbeeld"], "").await.unwrap();
    admin(data, &["team", "create", TEAM, "--phone", "0123 456 789"], "").await.unwrap();
    let streets = ["--street", "Dorpsstraat", "--street", "Kerkweg", "Noord"];
    let neighbourhood =
        [&["neighbourhood", "create", "--team", TEAM, "--code", "BU12345678", "--year", "2026"][..], &streets];
    admin(data, &neighbourhood.concat(), "").await.unwrap();
    for (role, username, name) in [
        ("coordinator", "marijke", "Marijke Voorbeeld"),
        ("professional", "samira", "Samira Voorbeeld"),
        ("volunteer", "truus", "Truus Voorbeeld"),
    ] {
        let member =
            ["member", "create", "--team", TEAM, "--role", role, "--username", username, name, "--password-stdin"];
        admin(data, &member, &format!("{PASSWORD}\n")).await.unwrap();
    }
    town
}

impl Person {
    async fn logs_in(&self, username: &str) {
        self.tablet.fill("Gebruikersnaam", username).await.unwrap();
        self.tablet.fill("Wachtwoord", PASSWORD).await.unwrap();
        self.tablet.submit("Inloggen").await.unwrap();
        self.tablet.sees_no_more("Gebruikersnaam").await.unwrap();
    }
}

/// Somebody logs in on a device of their own.
async fn arrives(town: &Town, username: &str, size: Size) -> Person {
    let person = town.opens_the_app(size).await;
    person.logs_in(username).await;
    person
}

/// As many more as nobody takes along on one visit.
async fn sixteen_more_join(town: &Town) -> Vec<String> {
    let mut names = Vec::new();
    for letter in 'A'..='P' {
        let (username, name) = (format!("collega-{}", letter.to_ascii_lowercase()), format!("Collega {letter}"));
        let member = ["member", "create", "--team", TEAM, "--role", "professional", "--username", &username, &name];
        admin(town.server.data(), &[&member[..], &["--password-stdin"]].concat(), &format!("{PASSWORD}\n"))
            .await
            .unwrap();
        names.push(name);
    }
    names
}

/// Plans a visit with all of these and with the coordinator, and reads that this is too many.
async fn takes_everybody_along(samira: &Person, names: &[String]) {
    let tablet = &samira.tablet;
    tablet.press("Bezoek plannen").await.unwrap();
    tablet.set("Dag", &samira.tomorrow().await).await.unwrap();
    tablet.set("Tijd", "10:00").await.unwrap();
    for name in names.iter().map(String::as_str).chain(["Marijke Voorbeeld"]) {
        tablet.answer("Met wie", name).await.unwrap();
    }
    tablet.press("Plan bezoek").await.unwrap();
    tablet.sees("Kies hooguit 16 collega's.").await.unwrap();
    tablet.stands_well("bezoek-met-te-veel").await.unwrap();
}

async fn a_new_team_has_an_empty_inbox_and_numbers_that_dial_without_a_connection(manner: Manner) {
    let town = a_team(manner).await;
    let names = sixteen_more_join(&town).await;
    let marijke = arrives(&town, "marijke", Size::LANDSCAPE).await;
    marijke.tablet.sees("Het postvak is leeg (").await.unwrap();
    marijke.tablet.stands_well("postvak-leeg").await.unwrap();
    marijke.tablet.press("Meelezen").await.unwrap();
    marijke.tablet.sees("Niets om mee te lezen.").await.unwrap();
    marijke.tablet.stands_well("meelezen-leeg").await.unwrap();
    let truus = arrives(&town, "truus", Size::PHONE).await;
    truus.is_ready_for_offline().await.unwrap();
    truus.tablet.sees("U heeft nog geen signalen.").await.unwrap();
    // This browser promised to keep nothing: she reads what that means, and how it is made to.
    truus.tablet.sees("De browser kan uw tekst wissen als u de app lang niet opent.").await.unwrap();
    truus.tablet.press("Laat zien hoe").await.unwrap();
    truus.tablet.sees("Dan opent de app sneller en bewaart de browser uw tekst beter.").await.unwrap();
    truus.tablet.go("/").await.unwrap();
    let samira = arrives(&town, "samira", Size::PORTRAIT).await;
    samira.is_ready_for_offline().await.unwrap();
    samira.tablet.go("/vandaag").await.unwrap();
    samira.tablet.sees("Vandaag staat er niets gepland.").await.unwrap();
    for person in [&truus, &samira] {
        person.loses_connection();
        person.tablet.reload().await.unwrap();
    }
    truus.tablet.sees("Nu gevaar? Bel 112").await.unwrap();
    truus.tablet.dials("112").await.unwrap();
    truus.tablet.press("Wie kunt u nog meer bellen?").await.unwrap();
    truus.tablet.sees("Geweld of mishandeling?").await.unwrap();
    for number in ["112", "08002000", "113", "0123456789"] {
        truus.tablet.dials(number).await.unwrap();
    }
    truus.tablet.stands_well("gevaar-belt").await.unwrap();
    samira.tablet.go("/zorg-om-veiligheid").await.unwrap();
    for number in ["112", "08002000", "0123456789"] {
        samira.tablet.dials(number).await.unwrap();
    }
    truus.tablet.go("/").await.unwrap();
    truus.reports("De brievenbus puilt uit", "Kerkweg 3").await.unwrap();
    truus.tablet.sees("Kan het niet wachten? Bel 0123 456 789.").await.unwrap();
    truus.tablet.dials("0123456789").await.unwrap();
    for person in [&truus, &samira] {
        person.finds_connection().await;
    }
    let dossier = samira.explores("Kerkweg 3", "Meneer Kerk").await;
    takes_everybody_along(&samira, &names).await;
    samira.tablet.go(&dossier).await.unwrap();
    samira.tablet.sees("Voeg iemand toe").await.unwrap();
    // The household's own number dials too.
    samira.loses_connection();
    samira.tablet.press("Voeg iemand toe").await.unwrap();
    samira.tablet.fill("Naam", "Meneer Kerk").await.unwrap();
    samira.tablet.fill("Telefoon, als dat nodig is", "+31 6 12345678").await.unwrap();
    samira.tablet.submit_form_of("Aanspreken als").await.unwrap();
    samira.tablet.dials("+31612345678").await.unwrap();
    assert_eq!(samira.tablet.path().await.unwrap(), dossier);
}

async fn whose_session_ended_keeps_the_text_and_sends_it_after_logging_in_again(manner: Manner) {
    const WE_SEE: &str = "Wat wij zien";
    let town = a_team(manner).await;
    let marijke = arrives(&town, "marijke", Size::LANDSCAPE).await;
    let truus = arrives(&town, "truus", Size::PHONE).await;
    truus.reports("De brievenbus puilt uit", "Kerkweg 3").await.unwrap();
    truus.tablet.sees("Het buurtteam ontving uw signaal").await.unwrap();
    let samira = arrives(&town, "samira", Size::PORTRAIT).await;
    let tablet = &samira.tablet;
    samira.is_ready_for_offline().await.unwrap();
    samira.explores("Kerkweg 3", "Meneer Kerk").await;
    tablet.press("Nieuw verslag").await.unwrap();
    tablet.fill(WE_SEE, "De bel doet het niet. ").await.unwrap();
    let note = tablet.path().await.unwrap();
    marijke.tablet.go(&note).await.unwrap();
    marijke.tablet.sees("De bel doet het niet.").await.unwrap();

    for (username, phone) in [("samira", tablet), ("truus", &truus.tablet)] {
        let sessions = admin(town.server.data(), &["session", "list", username], "").await.unwrap();
        let session = sessions.split('\t').next().unwrap();
        admin(town.server.data(), &["session", "revoke", session], "").await.unwrap();
        phone.sees("Log opnieuw in om te versturen. Uw tekst blijft hier.").await.unwrap();
    }
    truus.tablet.stands_well("sessie-voorbij").await.unwrap();
    tablet.fill(WE_SEE, "Er ligt post op de mat. ").await.unwrap();
    tablet.sees("Log opnieuw in om te versturen. Uw tekst blijft hier.").await.unwrap();
    assert!(!marijke.tablet.shows("Er ligt post op de mat.").await.unwrap(), "nobody sends it meanwhile");
    tablet.press_exactly("Log in").await.unwrap();
    tablet.sees("Gebruikersnaam").await.unwrap();
    tablet.stands_well("opnieuw-inloggen").await.unwrap();
    samira.logs_in("samira").await;
    marijke.tablet.sees("Er ligt post op de mat.").await.unwrap();
    tablet.go(&note).await.unwrap();
    tablet.holds(WE_SEE, "De bel doet het niet. Er ligt post op de mat. ").await.unwrap();
    tablet.sees_no_more("Log opnieuw in om te versturen.").await.unwrap();

    // Whoever leaves loses nothing that was unsent by mistake of an administrator.
    let leave = ["member", "deactivate", "samira", "--at-once"];
    let refused = admin(town.server.data(), &leave[..3], "").await.unwrap_err().to_string();
    assert!(refused.contains("Toegang beëindigen"), "{refused}");
    admin(town.server.data(), &leave, "").await.unwrap();
    tablet.sees("Log opnieuw in om te versturen. Uw tekst blijft hier.").await.unwrap();

    // A device that was lost: its sessions end at once, and it is listed as revoked.
    let devices = admin(town.server.data(), &["device", "list", "marijke"], "").await.unwrap();
    let device = devices.split('\t').next().unwrap();
    assert!(devices.trim_end().ends_with('-'), "{devices}");
    let ended = admin(town.server.data(), &["device", "revoke", device], "").await.unwrap();
    assert!(ended.contains("1 sessions ended"), "{ended}");
    marijke.tablet.sees("Log opnieuw in om te versturen. Uw tekst blijft hier.").await.unwrap();
    let devices = admin(town.server.data(), &["device", "list", "marijke"], "").await.unwrap();
    assert!(!devices.trim_end().ends_with('-'), "{devices}");
}
