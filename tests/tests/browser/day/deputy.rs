//! What differs when Marijke is away, and Ilse stands in for her.

use super::{super::town::Person, story::HOUSEHOLD};

impl Person {
    /// Answers the question beside the note that is open.
    pub(super) async fn answers(&self, words: &str) {
        self.tablet.press("Geef antwoord").await.unwrap();
        self.tablet.fill("Uw antwoord", words).await.unwrap();
        self.tablet.press("Bewaar antwoord").await.unwrap();
    }
}

/// Marijke names Ilse for today and the three days after it, and puts her tablet away.
pub(super) async fn is_named(marijke: &Person, ilse: &Person) {
    let tablet = &marijke.tablet;
    tablet.go("/postvak").await.unwrap();
    tablet.press("Kies waarnemer").await.unwrap();
    tablet.choose("Ilse van Rhee").await.unwrap();
    tablet.set("Tot en met", &marijke.day(3).await).await.unwrap();
    tablet.submit_form_of("Wie neemt waar?").await.unwrap();
    // What she may read since then has come too: what arrives in the inbox later is new.
    ilse.tablet.sees_at("//nav//a[@href='/postvak'][contains(., '2')]").await.unwrap();
}

/// A deputy is given signals, and no dossiers or notes: what she asks about, she is brought into.
pub(super) async fn asks(ilse: &Person, samira: &Person, dossier: &str) {
    ilse.tablet.go(dossier).await.unwrap();
    ilse.tablet.sees("U heeft geen toegang, of dit bestaat niet.").await.unwrap();
    samira.tablet.go(dossier).await.unwrap();
    samira.tablet.press("Collega erbij").await.unwrap();
    samira.tablet.answer("Wie komt erbij?", "Ilse van Rhee").await.unwrap();
    samira.tablet.press("Haal collega erbij").await.unwrap();
    ilse.tablet.press("Dossiers").await.unwrap();
    ilse.tablet.press(HOUSEHOLD).await.unwrap();
    ilse.tablet.press("Verslag van").await.unwrap();
    ilse.tablet.press("Stel een vraag").await.unwrap();
    ilse.tablet.fill("Uw vraag", "KANARIE-WAARNEMER wie belt hem op?").await.unwrap();
    ilse.tablet.stands_well("dag-waarnemer-vraagt").await.unwrap();
    ilse.tablet.press("Verstuur vraag").await.unwrap();
    samira.tablet.press("Verslag van").await.unwrap();
    samira.tablet.sees("KANARIE-WAARNEMER").await.unwrap();
    samira.answers("Dat doe ik.").await;
    ilse.tablet.sees("Dat doe ik.").await.unwrap();
}
