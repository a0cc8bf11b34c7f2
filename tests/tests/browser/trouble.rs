//! A device in trouble: slow, its storage gone, its clock wrong. Nothing is lost in silence.

use buurtboek_tests::browser::{Manner, Size};
use serde_json::json;

use super::{
    languages::in_both_languages,
    town::{Person, Town},
};

in_both_languages! {
    on_a_slow_device_every_answer_that_was_on_the_screen_counts,
    a_storage_that_the_browser_closes_is_said_and_opened_again,
    a_clock_that_is_a_day_off_is_said_and_spoils_nothing,
    a_private_window_says_that_its_text_goes_with_it,
    when_the_app_cannot_go_on_it_says_so_and_what_was_saved_is_there_again,
}

const WE_SEE: &str = "Wat wij zien";

impl Person {
    /// The browser's storage does nothing for the app until it is let go.
    async fn holds_the_storage(&self) {
        let hold = "const done = arguments[0];
            window.isHeld = true;
            const take = name => new Promise(taken => {
                indexedDB.open(name).onsuccess = ({ target: { result: database } }) => {
                    const all = database.transaction(database.objectStoreNames, 'readwrite');
                    const [store] = database.objectStoreNames;
                    const stay = () => {
                        taken();
                        if (window.isHeld) { all.objectStore(store).count().onsuccess = stay; } else { database.close(); }
                    };
                    all.objectStore(store).count().onsuccess = stay;
                };
            });
            indexedDB.databases().then(all => Promise.all(all.map(({ name }) => take(name)))).then(() => done());";
        self.tablet.driver().execute_async(hold, Vec::new()).await.unwrap();
    }

    async fn lets_go_of_the_storage(&self) {
        self.tablet.driver().execute("window.isHeld = false", Vec::new()).await.unwrap();
    }
}

async fn on_a_slow_device_every_answer_that_was_on_the_screen_counts(manner: Manner) {
    const WORRY: &str = "Hoe groot is de zorg?";
    let town = Town::open_in(manner).await;
    let samira = town.arrive("Samira Bouzid", Size::PORTRAIT).await;
    let marijke = town.arrive("Marijke Hoeksma", Size::LANDSCAPE).await;
    samira.is_ready_for_offline().await.unwrap();
    samira.begins_a_note().await;
    samira.tablet.fill(WE_SEE, "De koelkast was leeg. ").await.unwrap();
    samira.tablet.sees("Gesynchroniseerd om").await.unwrap();
    samira.holds_the_storage().await;
    // What is ticked stays ticked, however long it takes to keep what was ticked before.
    samira.tablet.press("Samen op één tablet geschreven?").await.unwrap();
    for name in ["Joost Wielinga", "Fatou Diallo", "Marijke Hoeksma"] {
        samira.tablet.answer("Met wie schrijft u samen?", name).await.unwrap();
    }
    // As the arrow keys do: every answer on the way is chosen for a moment.
    for answer in ["Licht, contact houden", "Ernstig, deze week handelen", "Acuut, vandaag handelen"] {
        samira.tablet.answer(WORRY, answer).await.unwrap();
    }
    // Who leaves the page in the middle of it loses nothing either.
    let note = samira.tablet.path().await.unwrap();
    samira.tablet.press("Dossiers").await.unwrap();
    samira.tablet.sees("Mevrouw Tesfay").await.unwrap();
    samira.lets_go_of_the_storage().await;
    samira.tablet.sees("Gesynchroniseerd om").await.unwrap();
    marijke.tablet.go("/meelezen").await.unwrap();
    marijke.tablet.sees("Zorg acuut").await.unwrap();
    samira.tablet.go(&note).await.unwrap();
    samira.tablet.sees("Geschreven door Samira samen met Joost, Fatou en Marijke").await.unwrap();
    assert!(!samira.tablet.shows("Twee antwoorden").await.unwrap(), "her own answers follow each other");
}

async fn a_storage_that_the_browser_closes_is_said_and_opened_again(manner: Manner) {
    let town = Town::open_in(manner).await;
    let samira = town.arrive("Samira Bouzid", Size::PORTRAIT).await;
    samira.is_ready_for_offline().await.unwrap();
    samira.begins_a_note().await;
    samira.tablet.fill(WE_SEE, "Dit kwam aan. ").await.unwrap();
    let joost = town.arrive("Joost Wielinga", Size::LANDSCAPE).await;
    joost.tablet.go(&samira.tablet.path().await.unwrap()).await.unwrap();
    joost.tablet.holds(WE_SEE, "Dit kwam aan. ").await.unwrap();
    let origin = format!("http://{}", samira.line.address());
    let clear = json!({"origin": origin, "storageTypes": "indexeddb"});
    samira.tablet.command("Storage.clearDataForOrigin", clear).await.unwrap();
    samira.tablet.fill(WE_SEE, "En dit niet meer. ").await.unwrap();
    samira.tablet.sees("De browser sloot de opslag.").await.unwrap();
    samira.tablet.stands_well("opslag-gesloten").await.unwrap();
    samira.tablet.holds(WE_SEE, "En dit niet meer. ").await.unwrap();
    let note = samira.tablet.path().await.unwrap();
    samira.tablet.press("Open opnieuw").await.unwrap();
    // Who used the device was kept in that storage too.
    samira.tablet.press("Samira Bouzid").await.unwrap();
    samira.tablet.sees_no_more("Kies wie u bent").await.unwrap();
    samira.tablet.go(&note).await.unwrap();
    samira.tablet.holds(WE_SEE, "Dit kwam aan. ").await.unwrap();
}

async fn a_clock_that_is_a_day_off_is_said_and_spoils_nothing(manner: Manner) {
    let town = Town::open_in(manner).await;
    let marijke = town.arrive("Marijke Hoeksma", Size::LANDSCAPE).await;
    let truus = town.arrive("Truus Vermeer", Size::PHONE).await;
    truus.has_a_clock_ahead(1).await;
    truus.tablet.go("/").await.unwrap();
    truus.tablet.sees("De klok van dit apparaat loopt niet gelijk.").await.unwrap();
    truus.tablet.stands_well("klok-loopt-voor").await.unwrap();
    truus.reports("De brievenbus puilt uit", "Dauwpad 3").await.unwrap();
    truus.tablet.sees("Het buurtteam ontving uw signaal").await.unwrap();
    marijke.tablet.go("/postvak").await.unwrap();
    marijke.tablet.press("Dauwpad 3").await.unwrap();
    marijke.tablet.sees("De brievenbus puilt uit").await.unwrap();
    // The team reads when the server got it, not when the phone thought it was.
    assert!(!marijke.tablet.shows(&truus.day_in_words(0).await).await.unwrap());
    a_visit_of_tomorrow_is_not_of_today(&town).await;
}

/// Who visits plans for tomorrow, and reads so, on a tablet whose clock says that it is tomorrow already.
async fn a_visit_of_tomorrow_is_not_of_today(town: &Town) {
    let samira = town.arrive("Samira Bouzid", Size::PORTRAIT).await;
    let tablet = &samira.tablet;
    let today = samira.today().await;
    samira.has_a_clock_ahead(1).await;
    tablet.go("/dossiers").await.unwrap();
    tablet.sees("De klok van dit apparaat loopt niet gelijk.").await.unwrap();
    let tomorrow = samira.today().await;
    tablet.press("Kowalczyk").await.unwrap();
    tablet.press("Bezoek plannen").await.unwrap();
    tablet.set("Dag", &today).await.unwrap();
    tablet.set("Tijd", "00:00").await.unwrap();
    tablet.press("Plan bezoek").await.unwrap();
    tablet.sees("Deze tijd is al voorbij. Kies een later moment.").await.unwrap();
    // Past by the clock of the tablet.
    tablet.set("Dag", &tomorrow).await.unwrap();
    tablet.press("Plan bezoek").await.unwrap();
    tablet.sees("Aan de deur").await.unwrap();
    tablet.go("/vandaag").await.unwrap();
    let (name, badge) = ("Kowalczyk", tablet.said("Vandaag"));
    tablet
        .sees_at(&format!("//main//a[contains(., '{name}')][contains(., '00:00')][not(contains(., '{badge}'))]"))
        .await
        .unwrap();
    tablet.stands_well("vandaag-met-klok-die-voorloopt").await.unwrap();
}

async fn a_private_window_says_that_its_text_goes_with_it(manner: Manner) {
    let town = Town::open_in(manner).await;
    let manner = Manner { private: true, ..manner };
    let truus = town.arrive_in(manner, "Truus Vermeer", Size::PHONE).await;
    // Chromium tells its pages the same of every window, so that none can know. Others keep no files in a private one.
    let none = "navigator.storage.getDirectory = () => Promise.reject(new DOMException('', 'SecurityError'));";
    let script = json!({"source": none});
    truus.tablet.command("Page.addScriptToEvaluateOnNewDocument", script).await.unwrap();
    truus.tablet.reload().await.unwrap();
    truus.tablet.sees("U gebruikt een privévenster. Sluit u dit, dan is uw tekst weg.").await.unwrap();
    truus.tablet.stands_well("privevenster").await.unwrap();
    // It works all the same, as long as it is open.
    truus.loses_connection();
    truus.reports("De brievenbus puilt uit", "Nevelstraat 14").await.unwrap();
    truus.tablet.sees("Kan het niet wachten?").await.unwrap();
    truus.tablet.reload().await.unwrap();
    truus.finds_connection().await;
    truus.tablet.sees("Het buurtteam ontving uw signaal").await.unwrap();
}

async fn when_the_app_cannot_go_on_it_says_so_and_what_was_saved_is_there_again(manner: Manner) {
    let town = Town::open_in(manner).await;
    let samira = town.arrive("Samira Bouzid", Size::PORTRAIT).await;
    let tablet = &samira.tablet;
    samira.is_ready_for_offline().await.unwrap();
    samira.begins_a_note().await;
    let note = tablet.path().await.unwrap();
    samira.loses_connection();
    tablet.fill(WE_SEE, "KANARIE-BEWAARD de koelkast was leeg. ").await.unwrap();
    tablet.sees("Wacht op verbinding").await.unwrap();
    // Without random bytes nothing can be named any more: the app does not go on with what it cannot tell apart.
    let none = "const given = Crypto.prototype.getRandomValues;
        Crypto.prototype.getRandomValues = function (bytes) {
            if (new Error().stack.includes('wasm')) { throw new Error('no random bytes'); }
            return given.call(this, bytes);
        };
        document.querySelector('main input[type=radio]').click();";
    tablet.driver().execute(none, Vec::new()).await.unwrap();
    tablet.sees("Er ging iets mis").await.unwrap();
    tablet.sees("Alles wat als opgeslagen stond, is bewaard. De laatste woorden kunnen ontbreken.").await.unwrap();
    tablet.sees("Hierin staat niets van uw tekst.").await.unwrap();
    assert!(!tablet.shows("KANARIE-BEWAARD").await.unwrap());
    tablet.stands_well("er-ging-iets-mis").await.unwrap();
    tablet.press("Open de app opnieuw").await.unwrap();
    tablet.sees("Wacht op verbinding").await.unwrap();
    tablet.go(&note).await.unwrap();
    tablet.holds(WE_SEE, "KANARIE-BEWAARD de koelkast was leeg. ").await.unwrap();
    samira.finds_connection().await;
    tablet.sees("Gesynchroniseerd om").await.unwrap();
}

#[tokio::test]
async fn what_is_composed_letter_by_letter_lands_once_beside_what_a_colleague_writes() {
    let town = Town::open().await;
    let samira = town.arrive("Samira Bouzid", Size::PORTRAIT).await;
    let joost = town.arrive("Joost Wielinga", Size::LANDSCAPE).await;
    samira.begins_a_note().await;
    samira.tablet.fill(WE_SEE, "Zij zegt: ").await.unwrap();
    samira.tablet.sees("Gesynchroniseerd om").await.unwrap();
    joost.tablet.go(&samira.tablet.path().await.unwrap()).await.unwrap();
    joost.tablet.holds(WE_SEE, "Zij zegt: ").await.unwrap();

    let compose = |text: &str| json!({"text": text, "selectionStart": text.len(), "selectionEnd": text.len()});
    for text in ["d", "da", "dank"] {
        samira.tablet.command("Input.imeSetComposition", compose(text)).await.unwrap();
    }
    // In the middle of it a colleague writes in the same field.
    joost.tablet.fill(WE_SEE, "(Joost was erbij) ").await.unwrap();
    joost.tablet.sees("Gesynchroniseerd om").await.unwrap();
    samira.tablet.command("Input.imeSetComposition", compose("danke")).await.unwrap();
    samira.tablet.command("Input.insertText", json!({"text": "dankbaar"})).await.unwrap();
    for person in [&samira, &joost] {
        person.tablet.holds(WE_SEE, "(Joost was erbij)").await.unwrap();
        person.tablet.holds(WE_SEE, "dankbaar").await.unwrap();
    }
    let text = joost.tablet.field(WE_SEE).await.unwrap().prop("value").await.unwrap().unwrap();
    assert_eq!(text.matches("dank").count(), 1, "{text}");
    assert_eq!(text.matches("Joost was erbij").count(), 1, "{text}");
}
