//! Two social workers at a kitchen table, both without a connection, in one note.

use buurtboek_tests::browser::{Manner, Size};

use super::{
    languages::in_both_languages,
    town::{Person, Town},
};

in_both_languages! {
    two_who_write_offline_in_one_heading_read_the_whole_and_both_answers,
    what_comes_after_finishing_is_refused_and_kept_and_everything_else_arrives,
}

const DOSSIER: &str = "Kowalczyk";
const WE_SEE: &str = "Wat wij zien";

impl Person {
    async fn opens_the_dossier(&self) {
        self.tablet.press("Dossiers").await.unwrap();
        self.tablet.press(DOSSIER).await.unwrap();
        self.tablet.sees("Nieuw verslag").await.unwrap();
    }

    async fn reads(&self, field: &str) -> String {
        self.tablet.field(field).await.unwrap().prop("value").await.unwrap().unwrap_or_default()
    }
}

/// Samira begins a note in the dossier that she shares with Joost, and he opens it; both are ready for offline use.
async fn both_in_one_note(town: &Town) -> (Person, Person) {
    let samira = town.arrive("Samira Bouzid", Size::PORTRAIT).await;
    let joost = town.arrive("Joost Wielinga", Size::LANDSCAPE).await;
    for person in [&samira, &joost] {
        person.is_ready_for_offline().await.unwrap();
        person.opens_the_dossier().await;
    }
    samira.tablet.press("Nieuw verslag").await.unwrap();
    samira.tablet.fill("Wie waren erbij", ", Joost, mevrouw Kowalczyk").await.unwrap();
    samira.tablet.fill("Aanleiding", "Gesprek over geld.").await.unwrap();
    samira.tablet.sees("Gesynchroniseerd om").await.unwrap();
    let path = samira.tablet.path().await.unwrap();
    joost.tablet.go(&path).await.unwrap();
    joost.tablet.sees("Aanleiding").await.unwrap();
    joost.tablet.holds("Aanleiding", "Gesprek over geld.").await.unwrap();
    (samira, joost)
}

async fn two_who_write_offline_in_one_heading_read_the_whole_and_both_answers(manner: Manner) {
    let town = Town::open_in(manner).await;
    let (samira, joost) = both_in_one_note(&town).await;
    samira.loses_connection();
    joost.loses_connection();

    samira.tablet.fill(WE_SEE, "Veel ongeopende post op tafel. ").await.unwrap();
    samira.tablet.choose("Ernstig, deze week handelen").await.unwrap();
    joost.tablet.fill(WE_SEE, "De koelkast was leeg. ").await.unwrap();
    joost.tablet.choose("Licht, contact houden").await.unwrap();
    for person in [&samira, &joost] {
        person.tablet.sees("Wacht op verbinding").await.unwrap();
    }
    samira.tablet.stands_well("verslag-zonder-verbinding").await.unwrap();
    for person in [&samira, &joost] {
        person.finds_connection().await;
    }
    for person in [&samira, &joost] {
        person.tablet.holds(WE_SEE, "Veel ongeopende post op tafel. ").await.unwrap();
        person.tablet.holds(WE_SEE, "De koelkast was leeg. ").await.unwrap();
        person.tablet.sees("Twee antwoorden").await.unwrap();
        person.tablet.sees("Gesynchroniseerd om").await.unwrap();
    }
    assert_eq!(samira.reads(WE_SEE).await, joost.reads(WE_SEE).await);
    samira.tablet.stands_well("verslag-twee-antwoorden").await.unwrap();
    // What came of him is marked where it stands, until she has seen it.
    samira.tablet.sees("Samengevoegd: Joost schreef").await.unwrap();
    samira.tablet.press_exactly("Laat zien").await.unwrap();
    let marked = "//*[@data-name='merged-pieces']//mark[contains(., 'De koelkast was leeg.')]";
    samira.tablet.sees_at(marked).await.unwrap();
    samira.tablet.stands_well("verslag-samengevoegd").await.unwrap();
    samira.tablet.press_exactly("Gezien").await.unwrap();
    samira.tablet.sees_no_more("Samengevoegd: Joost schreef").await.unwrap();

    for person in [&samira, &joost] {
        person.tablet.press("Wie schreef wat").await.unwrap();
        // Before each piece, who wrote it.
        for (name, piece) in [("Samira", "Veel ongeopende post op tafel."), ("Joost", "De koelkast was leeg.")] {
            let path = format!(
                "//*[@data-name='who-wrote-what']//*[@data-name='piece'][starts-with(., '{name}: ')][contains(., '{piece}')]"
            );
            person.tablet.sees_at(&path).await.unwrap();
        }
    }
    samira.tablet.stands_well("wie-schreef-wat").await.unwrap();
    samira.tablet.choose("Ernstig, deze week handelen (Samira").await.unwrap();
    samira.tablet.press("Gebruik dit antwoord").await.unwrap();
    joost.tablet.sees("Samira koos 'Ernstig").await.unwrap();
}

async fn what_comes_after_finishing_is_refused_and_kept_and_everything_else_arrives(manner: Manner) {
    let town = Town::open_in(manner).await;
    let (samira, joost) = both_in_one_note(&town).await;
    joost.loses_connection();
    joost.tablet.fill(WE_SEE, "Dit schreef Joost te laat.").await.unwrap();
    joost.tablet.sees("Wacht op verbinding").await.unwrap();
    joost.opens_the_dossier().await;
    for number in 1..=10 {
        joost.tablet.fill("Wat wil de inwoner wel of niet?", &format!("Wens {number}.")).await.unwrap();
        joost.tablet.press("Bewaar wens").await.unwrap();
        joost.tablet.sees(&format!("Wens {number}.")).await.unwrap();
    }

    samira.tablet.fill("Wat de inwoner zelf zegt", "Het gaat.").await.unwrap();
    samira.tablet.sees("Gesynchroniseerd om").await.unwrap();
    samira.tablet.press("Verslag afronden").await.unwrap();
    samira.tablet.sees("Hierna kunt u niets wijzigen.").await.unwrap();
    samira.tablet.stands_well("afronden").await.unwrap();
    samira.tablet.press("Rond verslag af").await.unwrap();
    samira.tablet.sees("Aanvulling of verbetering").await.unwrap();
    samira.tablet.stands_well("afgerond").await.unwrap();

    joost.finds_connection().await;
    joost.tablet.sees("1 wijziging geweigerd. De tekst is bewaard.").await.unwrap();
    samira.opens_the_dossier().await;
    for number in 1..=10 {
        samira.tablet.sees(&format!("Wens {number}.")).await.unwrap();
    }
    joost.tablet.press("Meer").await.unwrap();
    joost.tablet.press("Bewaarde teksten").await.unwrap();
    joost.tablet.sees("Dit schreef Joost te laat.").await.unwrap();
    joost.tablet.sees("Samira rondde dit verslag af").await.unwrap();
    joost.tablet.sees_at(&format!("//dd[contains(., ' · ')][contains(., '{DOSSIER}')]")).await.unwrap();
    joost.tablet.stands_well("bewaarde-teksten").await.unwrap();
    joost.tablet.press("Zet als aanvulling bij het verslag").await.unwrap();
    joost.tablet.sees("Geen bewaarde teksten.").await.unwrap();
}
