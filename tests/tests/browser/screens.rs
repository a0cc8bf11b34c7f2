//! Every screen, in both languages and both modes, at the sizes of phones, a tablet and a desk: no serious finding of
//! axe-core, nothing wider than the screen, no words beside their box, and a picture for a person to look at.

use buurtboek_tests::browser::{Size, axe, tablet::colour_scheme};
use serde_json::json;

use super::town::{Person, Town};

const SIZES: [(&str, Size); 5] = [
    ("320", Size::NARROW),
    ("390", Size::PHONE),
    ("768", Size::PORTRAIT),
    ("1024", Size::LANDSCAPE),
    ("1280", Size::DESK),
];
/// Where a screen is laid out differently: beside each other or below.
const WITH_AXE: [&str; 2] = ["390", "1280"];

impl Person {
    /// Looks at the page that is open, in every size, language and mode. All complaints of one page come together.
    async fn looks_at(&self, page: &str) -> Vec<String> {
        let mut complaints = Vec::new();
        for language in ["nl", "en"] {
            self.tablet.speak(language).await.unwrap();
            for (scheme, rules) in axe::MODES {
                self.tablet.command("Emulation.setEmulatedMedia", colour_scheme(scheme)).await.unwrap();
                for (width, size) in SIZES {
                    self.tablet.resize(size).await.unwrap();
                    self.tablet.comes_to_rest().await.unwrap();
                    if (scheme == "light" && width != "320") || width == "390" {
                        self.tablet.picture(&format!("{page}-{language}-{scheme}-{width}")).await.unwrap();
                    }
                    if self.tablet.scrolls_sideways().await.unwrap() {
                        complaints.push(format!("{page} {language} {width}: wider than the screen"));
                    }
                    let cramped = self.tablet.cramped().await.unwrap();
                    if !cramped.is_empty() {
                        complaints.push(format!("{page} {language} {width}: words beside their box, in {cramped}"));
                    }
                    if !WITH_AXE.contains(&width) {
                        continue;
                    }
                    for finding in axe::serious(&self.tablet, rules).await.unwrap() {
                        let places: Vec<_> = finding.nodes.iter().map(|node| node.html.as_str()).collect();
                        let (what, places) = (format!("{} ({})", finding.id, finding.help), places.join(" | "));
                        complaints.push(format!("{page} {language} {scheme} {width}: {what} at {places}"));
                    }
                }
            }
        }
        self.tablet.command("Emulation.setEmulatedMedia", json!({"features": []})).await.unwrap();
        self.tablet.speak("nl").await.unwrap();
        complaints
    }

    async fn visits(&self, path: &str, sees: &str, page: &str) -> Vec<String> {
        self.tablet.go(path).await.unwrap();
        self.tablet.sees(sees).await.unwrap();
        self.looks_at(page).await
    }
}

fn none(complaints: Vec<String>) {
    assert!(complaints.is_empty(), "\n{}\n", complaints.join("\n"));
}

#[tokio::test]
async fn the_screens_of_a_volunteer() {
    let town = Town::open().await;
    let newcomer = town.opens_the_app(Size::PHONE).await;
    newcomer.tablet.sees("Kies wie u bent").await.unwrap();
    let mut complaints = newcomer.looks_at("kies-wie-u-bent").await;

    let truus = town.arrive("Truus Vermeer", Size::PHONE).await;
    truus.is_ready_for_offline().await.unwrap();
    complaints.extend(truus.visits("/", "Mijn signalen", "mijn-signalen").await);
    complaints.extend(truus.visits("/wat-kunt-u-melden", "Wel: zorgen", "wat-kunt-u-melden").await);
    complaints.extend(truus.visits("/gevaar", "Bel 112", "gevaar").await);
    truus.tablet.go("/").await.unwrap();
    truus.tablet.press("Nieuw signaal").await.unwrap();
    truus.tablet.sees("Vraag 1 van 5").await.unwrap();
    truus.tablet.press("Volgende").await.unwrap();
    truus.tablet.sees("Schrijf een paar woorden.").await.unwrap();
    complaints.extend(truus.looks_at("vraag-1-leeg").await);
    truus.tablet.fill("Wat ziet of hoort u?", "De gordijnen zijn dicht.").await.unwrap();
    truus.tablet.press("Volgende").await.unwrap();
    truus.tablet.sees("Straat en huisnummer").await.unwrap();
    complaints.extend(truus.looks_at("vraag-2").await);
    truus.tablet.fill("Straat en huisnummer", "Nevelstraat 14").await.unwrap();
    truus.tablet.press("Volgende").await.unwrap();
    truus.tablet.choose("Een paar dagen").await.unwrap();
    complaints.extend(truus.looks_at("vraag-3").await);
    truus.tablet.press("Volgende").await.unwrap();
    truus.tablet.choose("Deze week").await.unwrap();
    complaints.extend(truus.looks_at("vraag-4").await);
    truus.tablet.press("Volgende").await.unwrap();
    truus.tablet.sees("U mag dit overslaan").await.unwrap();
    complaints.extend(truus.looks_at("vraag-5").await);
    truus.tablet.press("Volgende").await.unwrap();
    truus.tablet.sees("Klopt dit?").await.unwrap();
    complaints.extend(truus.looks_at("controle").await);
    truus.tablet.press("Verstuur signaal").await.unwrap();
    truus.tablet.sees("Het buurtteam ontving uw signaal").await.unwrap();
    complaints.extend(truus.looks_at("na-versturen").await);
    truus.tablet.press("Naar mijn signalen").await.unwrap();
    truus.tablet.press("Nevelstraat").await.unwrap();
    truus.tablet.sees("Wat u schreef").await.unwrap();
    complaints.extend(truus.looks_at("eigen-signaal").await);
    complaints.extend(truus.visits("/meer", "Taal", "meer").await);
    complaints.extend(truus.visits("/bestaat-niet", "Deze pagina bestaat niet", "bestaat-niet").await);
    none(complaints);
}

#[tokio::test]
async fn the_screens_of_a_professional() {
    let town = Town::open().await;
    let samira = town.arrive("Samira Bouzid", Size::DESK).await;
    samira.is_ready_for_offline().await.unwrap();
    let mut complaints = samira.visits("/vandaag", "Bezoeken", "vandaag").await;
    samira.tablet.press("Start bezoek").await.unwrap();
    samira.tablet.sees("Aan de deur").await.unwrap();
    complaints.extend(samira.looks_at("bezoek").await);
    complaints.extend(samira.visits("/zorg-om-veiligheid", "Meldcode", "zorg-om-veiligheid").await);
    complaints.extend(samira.visits("/signalen", "Regenboogplein", "signalen").await);
    samira.tablet.press("Regenboogplein").await.unwrap();
    samira.tablet.sees("Wat de melder zag").await.unwrap();
    complaints.extend(samira.looks_at("signaal").await);
    samira.tablet.press("Bezoek plannen").await.unwrap();
    samira.tablet.press("Plan bezoek").await.unwrap();
    samira.tablet.sees("Kies een dag en een tijd.").await.unwrap();
    complaints.extend(samira.looks_at("bezoek-plannen").await);
    samira.tablet.press("Annuleer").await.unwrap();
    samira.tablet.press("Contactpoging").await.unwrap();
    samira.tablet.sees("Dagdeel").await.unwrap();
    complaints.extend(samira.looks_at("contactpoging").await);
    complaints.extend(samira.visits("/dossiers", "Mevrouw Tesfay", "dossiers").await);
    samira.tablet.press("Mevrouw Tesfay").await.unwrap();
    samira.tablet.sees("Verslagen").await.unwrap();
    complaints.extend(samira.looks_at("dossier").await);
    samira.tablet.press("Verslag van").await.unwrap();
    samira.tablet.sees("Twee antwoorden").await.unwrap();
    complaints.extend(samira.looks_at("verslag").await);
    complaints.extend(samira.visits("/synchronisatie", "Er wacht niets", "synchronisatie").await);
    complaints.extend(samira.visits("/bewaarde-teksten", "Geen bewaarde teksten", "bewaarde-teksten-leeg").await);
    complaints.extend(samira.visits("/beginscherm", "Android", "beginscherm").await);
    complaints.extend(samira.visits("/uitloggen", "Alles is gesynchroniseerd", "uitloggen").await);
    samira.loses_connection();
    complaints.extend(samira.visits("/signalen", "Geen verbinding", "signalen-zonder-verbinding").await);
    none(complaints);
}

#[tokio::test]
async fn the_screens_of_a_coordinator() {
    let town = Town::open().await;
    let marijke = town.arrive("Marijke Hoeksma", Size::LANDSCAPE).await;
    marijke.is_ready_for_offline().await.unwrap();
    let mut complaints = marijke.visits("/postvak", "Regenboogplein", "postvak").await;
    marijke.tablet.press("Regenboogplein").await.unwrap();
    marijke.tablet.sees("Hoe snel?").await.unwrap();
    complaints.extend(marijke.looks_at("beoordelen").await);
    complaints.extend(marijke.visits("/meelezen", "Meelezen", "meelezen").await);
    complaints.extend(marijke.visits("/team", "Wie doet wat", "team").await);
    complaints.extend(marijke.visits("/overgenomen", "Teksten na einde toegang", "overgenomen").await);
    marijke.loses_connection();
    complaints.extend(marijke.visits("/postvak", "Geen verbinding sinds", "postvak-zonder-verbinding").await);
    none(complaints);
}
