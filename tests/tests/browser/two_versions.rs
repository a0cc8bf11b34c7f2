//! Two who answered apart: they may consult first, or agree on another answer. Nothing that was answered is lost.

use buurtboek_tests::browser::{Manner, Size, Tablet};

use super::{
    languages::in_both_languages,
    town::{Person, Town},
};

in_both_languages! {
    two_answers_wait_for_a_talk_and_a_third_may_take_their_place,
}

const PROMISE: &str = "Zoekt een taalgroep in de buurt.";

/// A button of an agreement in the note, or of one of its versions.
fn in_agreement(tablet: &Tablet, button: &str) -> String {
    let button = tablet.said(button);
    format!(
        "//li[@data-name='agreement'][contains(normalize-space(.), '{PROMISE}')]//button[contains(normalize-space(.), '{button}')]"
    )
}

/// Opens the note of the household about which two differ.
async fn opens_the_note(person: &Person) {
    person.tablet.go("/dossiers").await.unwrap();
    person.tablet.press("Mevrouw Tesfay").await.unwrap();
    person.tablet.press("Verslag van").await.unwrap();
    person.tablet.sees("Twee antwoorden. Welk antwoord nemen we?").await.unwrap();
}

async fn two_answers_wait_for_a_talk_and_a_third_may_take_their_place(manner: Manner) {
    let town = Town::open_in(manner).await;
    let samira = town.arrive("Samira Bouzid", Size::PORTRAIT).await;
    let fatou = town.arrive("Fatou Diallo", Size::LANDSCAPE).await;
    let marijke = town.arrive("Marijke Hoeksma", Size::DESK).await;
    for person in [&samira, &fatou] {
        person.is_ready_for_offline().await.unwrap();
        opens_the_note(person).await;
    }
    let (tablet, other) = (&samira.tablet, &fatou.tablet);
    // Samira wants to talk about it first; that settles nothing, for her or for anybody.
    tablet.press("Eerst overleggen").await.unwrap();
    tablet.sees("Kies een antwoord").await.unwrap();
    assert!(!tablet.shows("Gebruik dit antwoord").await.unwrap());
    tablet.stands_well("eerst-overleggen").await.unwrap();
    other.press("Gebruik dit antwoord").await.unwrap();
    other.sees("Kies een antwoord.").await.unwrap();
    marijke.tablet.go("/meelezen").await.unwrap();
    marijke.tablet.press("Mevrouw Tesfay").await.unwrap();
    marijke.tablet.sees("Zorg ernstig").await.unwrap();

    // They talked: it is neither.
    other.choose("Ander antwoord").await.unwrap();
    other.answer("Ander antwoord", "Acuut, vandaag handelen").await.unwrap();
    other.fill("Waarom?", "Wij belden haar samen").await.unwrap();
    other.stands_well("ander-antwoord").await.unwrap();
    other.press("Gebruik dit antwoord").await.unwrap();
    tablet.sees("Fatou koos 'Acuut, vandaag handelen'. Uw antwoord blijft in de geschiedenis.").await.unwrap();
    tablet.sees("Waarom: Wij belden haar samen").await.unwrap();
    tablet.press("Eerdere antwoorden").await.unwrap();
    tablet.sees("Ernstig, deze week handelen (Samira").await.unwrap();
    tablet.sees("Licht, contact houden (Fatou").await.unwrap();
    tablet.stands_well("eerdere-antwoorden").await.unwrap();
    marijke.tablet.sees("Zorg acuut").await.unwrap();

    // What became of a promise, said by both without a connection.
    for (person, status) in [(&samira, "Gedaan"), (&fatou, "Nog niet")] {
        person.loses_connection();
        person.tablet.press_at(&in_agreement(&person.tablet, "Hoe staat het ermee?")).await.unwrap();
        person.tablet.press_at(&in_agreement(&person.tablet, status)).await.unwrap();
        person.tablet.sees("Wacht op verbinding").await.unwrap();
    }
    for person in [&samira, &fatou] {
        person.finds_connection().await;
    }
    for person in [&samira, &fatou] {
        person.tablet.sees("Twee versies van deze afspraak.").await.unwrap();
    }
    tablet.stands_well("twee-versies").await.unwrap();
    // Until somebody chooses it is still to be done.
    tablet.go("/vandaag").await.unwrap();
    tablet.sees(PROMISE).await.unwrap();
    let done = other.said("Gedaan");
    other
        .press_at(&format!("//*[@data-name='agreement-apart']//li[contains(normalize-space(.), '{done}')]//button"))
        .await
        .unwrap();
    other.sees_no_more("Twee versies van deze afspraak.").await.unwrap();
    tablet.sees_no_more(PROMISE).await.unwrap();
}
