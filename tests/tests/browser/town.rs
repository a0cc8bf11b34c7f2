//! A server and the people around it.

use std::path::Path;

use buurtboek_tests::{
    browser::{Driver, Manner, Size, Tablet},
    process::{Play, Server, app},
    proxy::{Line, Proxy},
};
use tempfile::TempDir;
use thirtyfour::error::WebDriverResult;

/// One server with a demonstration's data, and a driver for browsers.
pub(crate) struct Town {
    pub(crate) server: Server,
    driver: Driver,
    /// How its people use their devices, if they have no way of their own.
    pub(crate) manner: Manner,
    _data: TempDir,
}

impl Town {
    pub(crate) async fn open() -> Self {
        Self::open_in(Manner::default()).await
    }

    /// Its people use their devices in this way.
    pub(crate) async fn open_in(manner: Manner) -> Self {
        Self::open_with(&app(), Play::Demonstration, manner).await
    }

    /// With the app of this folder, and with these data.
    pub(crate) async fn open_with(app: &Path, play: Play, manner: Manner) -> Self {
        let data = tempfile::tempdir().unwrap();
        let server = Server::start_with(data.path(), app, play).await.unwrap();
        Self { server, driver: Driver::start().await.unwrap(), manner, _data: data }
    }

    /// Sockets of our own protocol that are open on the server.
    pub(crate) async fn open_sockets(&self) -> u64 {
        self.server.metric("buurtboek_sockets{protocol=\"sync\"}").await.unwrap()
    }

    /// The server is killed, and started again on the same data and port.
    pub(crate) async fn server_dies(self) -> Self {
        Self { server: self.server.kill_and_restart().await.unwrap(), ..self }
    }

    /// The server is killed, and started again the next morning. Whoever opens the app then does so with
    /// [`Person::wakes_up`].
    pub(crate) async fn night_falls(self) -> Self {
        Self { server: self.server.kill_and_restart_a_day_later().await.unwrap(), ..self }
    }

    /// Somebody opens the app for the first time, on a device of their own, and logs in.
    pub(crate) async fn arrive(&self, name: &str, size: Size) -> Person {
        self.arrive_in(self.manner, name, size).await
    }

    /// The same, by somebody who uses the device in a way of their own.
    pub(crate) async fn arrive_in(&self, manner: Manner, name: &str, size: Size) -> Person {
        let person = self.opens_the_app_in(manner, size).await;
        person.tablet.press(name).await.unwrap();
        person.tablet.sees_no_more("Kies wie u bent").await.unwrap();
        person
    }

    /// Somebody opens the app for the first time, on a device of their own.
    pub(crate) async fn opens_the_app(&self, size: Size) -> Person {
        self.opens_the_app_in(self.manner, size).await
    }

    async fn opens_the_app_in(&self, manner: Manner, size: Size) -> Person {
        let person = self.has_a_new_device(manner, size).await;
        // A new device speaks Dutch.
        match manner.english {
            Some(_) => person.tablet.go_speaking("en").await.unwrap(),
            None => person.tablet.go("/").await.unwrap(),
        }
        person
    }

    /// Somebody opens whatever page the server has.
    pub(crate) async fn opens_the_page(&self, manner: Manner, size: Size) -> Person {
        let person = self.has_a_new_device(manner, size).await;
        person.tablet.go("/").await.unwrap();
        person
    }

    async fn has_a_new_device(&self, manner: Manner, size: Size) -> Person {
        let line = Proxy::start(self.server.address()).await.unwrap();
        let base = format!("http://{}", line.address());
        let tablet = Tablet::new(&self.driver, &base, size, manner).await.unwrap();
        Person { tablet, line, size, manner }
    }
}

/// Somebody with a device and a network.
pub(crate) struct Person {
    pub(crate) tablet: Tablet,
    pub(crate) line: Proxy,
    size: Size,
    manner: Manner,
}

impl Person {
    /// The device's clock runs ahead by so many days, for the pages that are opened from now on.
    pub(crate) async fn has_a_clock_ahead(&self, days: u32) {
        let shift = u64::from(days) * 86_400_000;
        let source = format!(
            "{{ const Real = Date;
                window.Date = class extends Real {{
                    constructor(...parts) {{ if (parts.length) {{ super(...parts); }} else {{ super(Real.now() + {shift}); }} }}
                    static now() {{ return Real.now() + {shift}; }}
                }}; }}"
        );
        let script = serde_json::json!({"source": source});
        self.tablet.command("Page.addScriptToEvaluateOnNewDocument", script).await.unwrap();
    }

    /// Opens the app so many nights later.
    pub(crate) async fn wakes_up(&self, nights: u32) {
        self.has_a_clock_ahead(nights).await;
        self.tablet.go("/").await.unwrap();
    }

    /// Logs in again, as everybody of the team does in the morning: their sessions are shorter than a night.
    pub(crate) async fn logs_in_again(&self) {
        let tablet = &self.tablet;
        tablet.sees("Log opnieuw in om te versturen. Uw tekst blijft hier.").await.unwrap();
        tablet.press_exactly("Log in").await.unwrap();
        tablet.press_at(&format!("//main//button[contains(., '{}')]", tablet.said("Inloggen"))).await.unwrap();
        tablet.sees_no_more("Log opnieuw in om te versturen.").await.unwrap();
    }

    /// The connection goes.
    pub(crate) fn loses_connection(&self) {
        self.line.set(Line::Cut);
    }

    /// The connection is back, and the browser says so to its pages, as it does when a network returns.
    pub(crate) async fn finds_connection(&self) {
        self.line.set(Line::Open);
        let says = "window.dispatchEvent(new Event('online'))";
        self.tablet.driver().execute(says, Vec::new()).await.unwrap();
    }

    /// The browser is closed as a person closes it, and opened again.
    pub(crate) async fn opens_the_app_again(self, town: &Town) -> Self {
        let Self { tablet, line, size, manner } = self;
        let profile = tablet.close().await.unwrap();
        Self::on(town, profile, line, size, manner).await
    }

    /// The browser is killed and, some time later, opened again.
    pub(crate) async fn browser_dies(self, town: &Town) -> Self {
        let Self { tablet, line, size, manner } = self;
        let profile = tablet.kill().unwrap();
        Self::on(town, profile, line, size, manner).await
    }

    async fn on(town: &Town, profile: TempDir, line: Proxy, size: Size, manner: Manner) -> Self {
        let base = format!("http://{}", line.address());
        let tablet = Tablet::with_profile(&town.driver, &base, size, manner, profile).await.unwrap();
        tablet.go("/").await.unwrap();
        Self { tablet, line, size, manner }
    }

    /// Waits until the app says that it can do without a connection.
    pub(crate) async fn is_ready_for_offline(&self) -> WebDriverResult<()> {
        self.tablet.go("/synchronisatie").await?;
        self.tablet.sees("Klaar voor offline gebruik").await?;
        self.tablet.go("/").await
    }

    /// Today, by the device's clock, as a calendar field has it.
    pub(crate) async fn today(&self) -> String {
        self.day(0).await
    }

    /// Tomorrow, by the device's clock, as a calendar field has it.
    pub(crate) async fn tomorrow(&self) -> String {
        self.day(1).await
    }

    /// So many days from today by the device's clock, as the app writes it: "27 november", "27 November".
    pub(crate) async fn day_in_words(&self, days_ahead: u8) -> String {
        let day = self.day(days_ahead).await;
        let script = "const [year, month, day] = arguments[0].split('-').map(Number);
            const language = document.documentElement.lang === 'en' ? 'en-GB' : 'nl-NL';
            return new Date(year, month - 1, day).toLocaleDateString(language, { day: 'numeric', month: 'long' })";
        self.tablet.driver().execute(script, vec![day.into()]).await.unwrap().convert().unwrap()
    }

    /// So many days from today by the device's clock, as a calendar field has it.
    pub(crate) async fn day(&self, days_ahead: u8) -> String {
        let script = "const day = new Date(); day.setDate(day.getDate() + arguments[0]);
            return [day.getFullYear(), day.getMonth() + 1, day.getDate()].map(part => String(part).padStart(2, '0')).join('-')";
        let day = self.tablet.driver().execute(script, vec![days_ahead.into()]).await.unwrap();
        day.convert().unwrap()
    }

    /// Begins a note in the dossier that Samira shares with Joost.
    pub(crate) async fn begins_a_note(&self) {
        self.tablet.go("/dossiers").await.unwrap();
        self.tablet.press("Kowalczyk").await.unwrap();
        self.tablet.press("Nieuw verslag").await.unwrap();
        self.tablet.sees("Wat wij zien").await.unwrap();
    }

    /// Takes up the signal at this address and begins to explore, as this household; returns where.
    pub(crate) async fn explores(&self, address: &str, household: &str) -> String {
        self.tablet.go("/signalen").await.unwrap();
        self.tablet.press("Alle").await.unwrap();
        self.tablet.press(address).await.unwrap();
        self.tablet.press("Ik pak dit op").await.unwrap();
        self.begins_to_explore(household).await
    }

    /// From a signal that is one's own: begins to explore, as this household; returns where.
    pub(crate) async fn begins_to_explore(&self, household: &str) -> String {
        self.tablet.press("Start verkenning").await.unwrap();
        self.tablet.fill("Naam", household).await.unwrap();
        self.tablet.submit("Bewaar").await.unwrap();
        self.tablet.sees("Verkenning").await.unwrap();
        self.tablet.path().await.unwrap()
    }

    /// On the page for a new visit: tomorrow at ten, perhaps with this colleague and with the reporter.
    pub(crate) async fn plans_a_visit(&self, with: Option<&str>, reporter: Option<&str>) {
        self.tablet.set("Dag", &self.tomorrow().await).await.unwrap();
        self.tablet.set("Tijd", "10:00").await.unwrap();
        if let Some(with) = with {
            self.tablet.answer("Met wie", with).await.unwrap();
        }
        if let Some(reporter) = reporter {
            self.tablet.answer("Mag de melder mee?", reporter).await.unwrap();
            self.tablet.fill("Verzamelen bij", "de bushalte").await.unwrap();
        }
        self.tablet.press("Plan bezoek").await.unwrap();
        self.tablet.sees("Aan de deur").await.unwrap();
    }

    /// Reports a concern, and would come along on a visit.
    pub(crate) async fn reports_and_would_come_along(&self, words: &str, address: &str) {
        self.begins_a_report(words, address).await.unwrap();
        self.tablet.answer("Wilt u mee op bezoek?", "Ja").await.unwrap();
        self.sends_the_report().await.unwrap();
    }

    /// Reports a concern: five questions, a check, sent.
    pub(crate) async fn reports(&self, words: &str, address: &str) -> WebDriverResult<()> {
        self.begins_a_report(words, address).await?;
        self.sends_the_report().await
    }

    /// The questions of a report, up to the last one.
    pub(crate) async fn begins_a_report(&self, words: &str, address: &str) -> WebDriverResult<()> {
        let tablet = &self.tablet;
        tablet.looks_first_at("Nieuw signaal").await?;
        tablet.press("Nieuw signaal").await?;
        tablet.fill("Wat ziet of hoort u?", words).await?;
        tablet.press("Volgende").await?;
        tablet.fill("Straat en huisnummer", address).await?;
        tablet.press("Volgende").await?;
        tablet.choose("Een paar dagen").await?;
        tablet.press("Volgende").await?;
        tablet.choose("Deze week").await?;
        tablet.press("Volgende").await?;
        tablet.sees("U mag dit overslaan").await.map(drop)
    }

    /// From the last question of a report: a check, and sent.
    pub(crate) async fn sends_the_report(&self) -> WebDriverResult<()> {
        let tablet = &self.tablet;
        tablet.press("Volgende").await?;
        tablet.sees("Klopt dit?").await?;
        tablet.press("Verstuur signaal").await
    }
}
