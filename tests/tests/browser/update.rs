//! The app renews itself only when somebody says so, and never half.

use std::{
    fs,
    path::{Path, PathBuf},
};

use buurtboek_tests::{
    browser::{Manner, Size, Tablet},
    process::{Play, app},
};
use serde_json::json;
use tempfile::TempDir;
use thirtyfour::prelude::By;

use super::{languages::in_both_languages, town::Town};

in_both_languages! {
    a_new_version_waits_until_somebody_chooses_it_and_keeps_the_text,
    words_in_a_form_keep_a_newer_version_waiting_until_they_are_sent,
    who_cannot_fetch_the_pages_of_the_team_reads_so_and_tries_again,
}

const WE_SEE: &str = "Wat wij zien";

/// A copy of the built app, to be changed.
fn copy_of_the_app() -> TempDir {
    let folder = tempfile::tempdir().unwrap();
    copy(&app(), folder.path());
    folder
}

fn copy(from: &Path, to: &Path) {
    fs::create_dir_all(to).unwrap();
    for entry in fs::read_dir(from).unwrap() {
        let (path, name) = entry.map(|entry| (entry.path(), entry.file_name())).unwrap();
        if path.is_dir() {
            copy(&path, &to.join(name));
        } else {
            fs::copy(&path, to.join(name)).unwrap();
        }
    }
}

/// Files that the server does not find for a while.
struct PutAway {
    app: PathBuf,
    elsewhere: TempDir,
}

impl PutAway {
    /// The files of this app whose names begin like this.
    fn of(app: &Path, start: &str) -> Self {
        let elsewhere = tempfile::tempdir_in(app.parent().unwrap()).unwrap();
        for name in fs::read_dir(app).unwrap().map(|entry| entry.unwrap().file_name()) {
            if name.to_string_lossy().starts_with(start) {
                fs::rename(app.join(&name), elsewhere.path().join(&name)).unwrap();
            }
        }
        Self { app: app.to_owned(), elsewhere }
    }

    fn are_put_back(self) {
        for name in fs::read_dir(self.elsewhere.path()).unwrap().map(|entry| entry.unwrap().file_name()) {
            fs::rename(self.elsewhere.path().join(&name), self.app.join(&name)).unwrap();
        }
    }
}

/// Writes another text into the service worker; its compressed copies go, as they would say what it said before.
fn change_worker(app: &Path, change: impl Fn(&str) -> String) {
    let path = app.join("sw.js");
    let source = fs::read_to_string(&path).unwrap();
    let changed = change(&source);
    assert_ne!(source, changed);
    fs::write(&path, changed).unwrap();
    for copy in ["sw.js.br", "sw.js.gz"] {
        let _absent = fs::remove_file(app.join(copy));
    }
}

fn bring_out_a_newer_version(app: &Path) {
    change_worker(app, |source| source.replace("const VERSION = \"", "const VERSION = \"nieuwer-"));
}

/// As the browser does from time to time.
async fn look_for_a_newer_version(tablet: &Tablet) {
    let ask = "navigator.serviceWorker.getRegistration().then(registration => registration.update())";
    tablet.driver().execute(ask, Vec::new()).await.unwrap();
}

#[tokio::test]
async fn an_app_that_cannot_be_stored_whole_never_says_that_it_is_ready() {
    let app = copy_of_the_app();
    change_worker(app.path(), |source| source.replace("\"/index.html\"", "\"/index.html\",\"/is-er-niet.js\""));
    let town = Town::open_with(app.path(), Play::Demonstration, Manner::default()).await;
    let truus = town.arrive("Truus Vermeer", Size::PHONE).await;
    truus.tablet.go("/synchronisatie").await.unwrap();
    truus.tablet.sees("De app zelf wordt nog bewaard op dit apparaat.").await.unwrap();
    truus.tablet.sees("Nog niet klaar voor offline gebruik.").await.unwrap();
    assert!(!truus.tablet.shows("U kunt nu ook zonder internet een signaal schrijven.").await.unwrap());
    // With a connection it works as ever.
    truus.tablet.go("/").await.unwrap();
    truus.reports("De brievenbus puilt uit", "Nevelstraat 14").await.unwrap();
    truus.tablet.sees("Het buurtteam ontving uw signaal").await.unwrap();
}

/// The app on this device speaks to the server as an older one does, for the pages that are opened from now on and until it
/// is told otherwise.
async fn is_of_before(tablet: &Tablet) {
    let source = "if (localStorage.getItem('is-of-before')) {
        const send = WebSocket.prototype.send;
        const greeted = new WeakSet();
        WebSocket.prototype.send = function (data) {
            if (!greeted.has(this)) {
                greeted.add(this);
                // The first thing that it says: after what kind of frame it is, the number of the protocol.
                data = new Uint8Array(ArrayBuffer.isView(data) ? data.slice() : data.slice(0));
                data[1] = 0;
            }
            return send.call(this, data);
        };
    }";
    let script = json!({"source": source});
    tablet.command("Page.addScriptToEvaluateOnNewDocument", script).await.unwrap();
    tablet.driver().execute("localStorage.setItem('is-of-before', 'yes')", Vec::new()).await.unwrap();
}

async fn is_of_today(tablet: &Tablet) {
    tablet.driver().execute("localStorage.removeItem('is-of-before')", Vec::new()).await.unwrap();
}

async fn ways_to_renew(tablet: &Tablet) -> usize {
    let path = format!("//button[normalize-space(.)='{}']", tablet.said("Vernieuw"));
    tablet.driver().find_all(By::XPath(path)).await.unwrap().len()
}

async fn a_new_version_waits_until_somebody_chooses_it_and_keeps_the_text(manner: Manner) {
    let app = copy_of_the_app();
    let town = Town::open_with(app.path(), Play::Demonstration, manner).await;
    let samira = town.arrive("Samira Bouzid", Size::PORTRAIT).await;
    samira.is_ready_for_offline().await.unwrap();
    samira.begins_a_note().await;
    samira.tablet.fill(WE_SEE, "De koelkast was leeg. ").await.unwrap();
    samira.tablet.sees("Gesynchroniseerd om").await.unwrap();
    assert!(!samira.tablet.shows("Nieuwe versie klaar.").await.unwrap());

    let manner = Manner { large_and_still: true, ..manner };
    let joost = town.arrive_in(manner, "Joost Wielinga", Size::PHONE).await;
    joost.is_ready_for_offline().await.unwrap();
    joost.tablet.go(&samira.tablet.path().await.unwrap()).await.unwrap();
    joost.tablet.holds(WE_SEE, "De koelkast was leeg. ").await.unwrap();

    bring_out_a_newer_version(app.path());
    for (tablet, picture) in [(&samira.tablet, "nieuwe-versie"), (&joost.tablet, "nieuwe-versie-grote-letters")] {
        look_for_a_newer_version(tablet).await;
        tablet.sees("Nieuwe versie klaar. Uw tekst blijft bewaard.").await.unwrap();
        assert!(tablet.keeps_in_sight("version").await.unwrap(), "{picture}");
        tablet.stands_well(picture).await.unwrap();
    }
    samira.tablet.resize(Size::DESK).await.unwrap();
    samira.tablet.stands_well("nieuwe-versie-breed").await.unwrap();
    assert!(samira.tablet.keeps_in_sight("version").await.unwrap(), "beside the rail");
    samira.tablet.resize(Size::PORTRAIT).await.unwrap();
    samira.tablet.fill(WE_SEE, "Er wordt getypt. ").await.unwrap();
    samira.tablet.press("Later").await.unwrap();
    samira.tablet.sees_no_more("Nieuwe versie klaar.").await.unwrap();
    samira.tablet.holds(WE_SEE, "Er wordt getypt. ").await.unwrap();

    // She put it off for so long that the server takes nothing of the version that she has.
    is_of_before(&samira.tablet).await;
    samira.tablet.reload().await.unwrap();
    samira.tablet.sees("De app is te oud voor de server. Vernieuw de app.").await.unwrap();
    samira.tablet.sees("Nieuwe versie klaar. Uw tekst blijft bewaard.").await.unwrap();
    assert_eq!(ways_to_renew(&samira.tablet).await, 1, "above the page");
    samira.tablet.press("Later").await.unwrap();
    samira.tablet.sees_no_more("Nieuwe versie klaar.").await.unwrap();
    assert_eq!(ways_to_renew(&samira.tablet).await, 1, "beside what is wrong");
    samira.tablet.reload().await.unwrap();
    samira.tablet.sees("De app is te oud voor de server. Vernieuw de app.").await.unwrap();
    samira.tablet.sees("Nieuwe versie klaar. Uw tekst blijft bewaard.").await.unwrap();
    samira.tablet.fill(WE_SEE, "Dit wacht. ").await.unwrap();
    samira.tablet.stands_well("app-te-oud").await.unwrap();
    assert!(!joost.tablet.field(WE_SEE).await.unwrap().prop("value").await.unwrap().unwrap().contains("Dit wacht."));
    is_of_today(&samira.tablet).await;
    samira.tablet.press_exactly("Vernieuw").await.unwrap();
    samira.tablet.sees_no_more("Nieuwe versie klaar.").await.unwrap();
    samira.tablet.holds(WE_SEE, "De koelkast was leeg. Er wordt getypt. Dit wacht. ").await.unwrap();
    joost.tablet.holds(WE_SEE, "Dit wacht. ").await.unwrap();
    samira.tablet.sees("Gesynchroniseerd om").await.unwrap();
    let script = "const done = arguments[0]; caches.keys().then(names => done(names.join(' ')))";
    let caches: String = samira.tablet.driver().execute_async(script, Vec::new()).await.unwrap().convert().unwrap();
    assert!(caches.starts_with("buurtboek-nieuwer-") && !caches.contains(' '), "{caches}");
    // It came whole: with the pages of the team, which the version before it had.
    samira.loses_connection();
    samira.tablet.reload().await.unwrap();
    samira.tablet.holds(WE_SEE, "De koelkast was leeg. Er wordt getypt. Dit wacht. ").await.unwrap();
}

async fn words_in_a_form_keep_a_newer_version_waiting_until_they_are_sent(manner: Manner) {
    const QUESTION: &str = "Wat wilt u toevoegen?";
    const WORDS: &str = "De gordijnen zijn weer open. ";
    let app = copy_of_the_app();
    let town = Town::open_with(app.path(), Play::Demonstration, manner).await;
    let truus = town.arrive("Truus Vermeer", Size::PHONE).await;
    let phone = &truus.tablet;
    truus.is_ready_for_offline().await.unwrap();
    truus.reports("De gordijnen zijn dicht.", "Nevelstraat 14").await.unwrap();
    phone.press("Naar mijn signalen").await.unwrap();
    phone.press("Nevelstraat").await.unwrap();
    phone.press("Iets toevoegen").await.unwrap();
    phone.fill(QUESTION, WORDS).await.unwrap();
    bring_out_a_newer_version(app.path());
    look_for_a_newer_version(phone).await;
    phone.press("Vernieuw").await.unwrap();
    phone.sees("Verstuur of wis eerst wat u hier typte.").await.unwrap();
    phone.holds(QUESTION, WORDS).await.unwrap();
    phone.stands_well("vernieuwen-wacht").await.unwrap();
    phone.press_exactly("Verstuur").await.unwrap();
    phone.sees("Ontvangen").await.unwrap();
    phone.press("Vernieuw").await.unwrap();
    phone.sees_no_more("Nieuwe versie klaar.").await.unwrap();
    phone.sees(WORDS.trim()).await.unwrap();
}

/// The modules of the app that are on the device.
async fn modules(tablet: &Tablet) -> Vec<String> {
    let script = "const done = arguments[0];
        caches.keys().then(names => Promise.all(names.map(async name => (await caches.open(name)).keys())))
            .then(keys => keys.flat().map(request => new URL(request.url).pathname).filter(path => path.endsWith('.wasm')))
            .then(done);";
    tablet.driver().execute_async(script, Vec::new()).await.unwrap().convert().unwrap()
}

#[tokio::test]
async fn the_pages_of_the_team_are_on_its_own_devices_only() {
    let town = Town::open().await;
    let phone = town.arrive("Truus Vermeer", Size::PHONE).await;
    phone.is_ready_for_offline().await.unwrap();
    let kept = modules(&phone.tablet).await;
    let has = |kept: &[String], name: &str| kept.iter().any(|module| module.starts_with(name));
    assert!(has(&kept, "/app-") && has(&kept, "/sync-") && !has(&kept, "/team-"), "{kept:?}");
    phone.tablet.go("/postvak").await.unwrap();
    phone.tablet.sees("Deze pagina bestaat niet").await.unwrap();

    let tablet = town.arrive("Samira Bouzid", Size::PORTRAIT).await;
    tablet.is_ready_for_offline().await.unwrap();
    let kept = modules(&tablet.tablet).await;
    assert!(has(&kept, "/team-"), "{kept:?}");
    tablet.loses_connection();
    tablet.tablet.go("/vandaag").await.unwrap();
    tablet.tablet.sees("Vandaag").await.unwrap();
}

#[tokio::test]
async fn a_version_that_waits_takes_charge_with_the_pages_of_whoever_came_since() {
    let app = copy_of_the_app();
    let town = Town::open_with(app.path(), Play::Demonstration, Manner::default()).await;
    let shared = town.arrive("Truus Vermeer", Size::PORTRAIT).await;
    shared.is_ready_for_offline().await.unwrap();
    bring_out_a_newer_version(app.path());
    look_for_a_newer_version(&shared.tablet).await;
    shared.tablet.sees("Nieuwe versie klaar.").await.unwrap();
    // It was fetched for a volunteer; then somebody of the team takes the device.
    shared.tablet.go("/uitloggen").await.unwrap();
    shared.tablet.press("Uitloggen").await.unwrap();
    shared.tablet.press("Samira Bouzid").await.unwrap();
    shared.tablet.sees_no_more("Kies wie u bent").await.unwrap();
    shared.is_ready_for_offline().await.unwrap();
    shared.tablet.press("Vernieuw").await.unwrap();
    shared.tablet.sees_no_more("Nieuwe versie klaar.").await.unwrap();
    shared.loses_connection();
    shared.tablet.go("/vandaag").await.unwrap();
    shared.tablet.sees("Taken").await.unwrap();
}

#[tokio::test]
async fn a_newer_version_takes_charge_while_the_page_asks_the_server_many_things() {
    let app = copy_of_the_app();
    let town = Town::open_with(app.path(), Play::Demonstration, Manner::default()).await;
    let samira = town.arrive("Samira Bouzid", Size::PORTRAIT).await;
    samira.is_ready_for_offline().await.unwrap();
    bring_out_a_newer_version(app.path());
    look_for_a_newer_version(&samira.tablet).await;
    samira.tablet.sees("Nieuwe versie klaar.").await.unwrap();
    let asks = "setInterval(() => fetch('/api/v1/team/colleagues'), 10)";
    samira.tablet.driver().execute(asks, Vec::new()).await.unwrap();
    samira.tablet.press("Vernieuw").await.unwrap();
    samira.tablet.sees_no_more("Nieuwe versie klaar.").await.unwrap();
}

async fn who_cannot_fetch_the_pages_of_the_team_reads_so_and_tries_again(manner: Manner) {
    let app = copy_of_the_app();
    let teams = PutAway::of(app.path(), "team-");
    let town = Town::open_with(app.path(), Play::Demonstration, manner).await;
    let samira = town.arrive("Samira Bouzid", Size::PORTRAIT).await;
    samira.tablet.sees("De app is nog niet helemaal opgehaald").await.unwrap();
    samira.tablet.stands_well("niet-opgehaald").await.unwrap();
    samira.tablet.press("Probeer opnieuw").await.unwrap();
    samira.tablet.sees("De app is nog niet helemaal opgehaald").await.unwrap();
    teams.are_put_back();
    samira.tablet.press("Probeer opnieuw").await.unwrap();
    samira.is_ready_for_offline().await.unwrap();
}

#[tokio::test]
async fn a_signal_is_written_before_what_synchronises_is_here_and_goes_once_it_is() {
    let app = copy_of_the_app();
    let synchronising = PutAway::of(app.path(), "sync-");
    let town = Town::open_with(app.path(), Play::Demonstration, Manner::default()).await;
    let truus = town.arrive("Truus Vermeer", Size::PHONE).await;
    truus.reports("De brievenbus puilt uit", "Nevelstraat 14").await.unwrap();
    truus.tablet.sees("Bewaard op uw telefoon. Nog niet verstuurd.").await.unwrap();
    synchronising.are_put_back();
    truus.tablet.sees("Het buurtteam ontving uw signaal").await.unwrap();
}
