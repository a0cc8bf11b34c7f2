//! Two who worked apart, without a connection: what they did differently is asked of them, never chosen for them.

use buurtboek_tests::browser::{Manner, Size, Tablet};

use super::{
    languages::in_both_languages,
    town::{Person, Town},
};

in_both_languages! {
    what_two_did_apart_in_one_household_is_asked_of_them,
    of_two_who_give_one_visit_another_time_apart_the_second_is_refused_and_keeps_what_was_wanted,
    a_signal_that_was_closed_while_a_deputy_judged_it_for_today_is_looked_at_again,
}

/// Takes one of two answers to a field.
async fn takes(tablet: &Tablet, root: &str, answer: &str) {
    let card = format!("//div[@data-name='two-answers'][@data-root='{root}']");
    let take = tablet.said("Gebruik dit antwoord");
    tablet.choose_at(&format!("{card}//label[contains(normalize-space(.), '{answer}')]")).await.unwrap();
    tablet.press_at(&format!("{card}//button[contains(normalize-space(.), '{take}')]")).await.unwrap();
}

/// Writes somebody of the household in other words.
async fn corrects_the_mother(tablet: &Tablet, more: &str) {
    tablet.press_at("//li[@data-name='person']//button[contains(., 'Mevrouw Kowalczyk')]").await.unwrap();
    tablet.fill("Taal", more).await.unwrap();
    tablet.submit_form_of("Aanspreken als").await.unwrap();
    tablet.sees(more).await.unwrap();
}

async fn renames_the_dossier(tablet: &Tablet, more: &str) {
    tablet
        .press_at(&format!("//div[./p[@class='bb-lead']]//button[contains(., '{}')]", tablet.said("Wijzig")))
        .await
        .unwrap();
    tablet.fill("Naam", more).await.unwrap();
    tablet.submit("Bewaar").await.unwrap();
    tablet.sees(&format!("Gezin Kowalczyk{more}")).await.unwrap();
}

async fn opens_the_household(person: &Person) {
    person.tablet.go("/dossiers").await.unwrap();
    person.tablet.press("Kowalczyk").await.unwrap();
    person.tablet.sees("Nieuw verslag").await.unwrap();
}

async fn what_two_did_apart_in_one_household_is_asked_of_them(manner: Manner) {
    let town = Town::open_in(manner).await;
    let samira = town.arrive("Samira Bouzid", Size::PORTRAIT).await;
    let joost = town.arrive("Joost Wielinga", Size::LANDSCAPE).await;
    let (tablet, other) = (&samira.tablet, &joost.tablet);
    for person in [&samira, &joost] {
        person.is_ready_for_offline().await.unwrap();
        opens_the_household(person).await;
    }
    let household = tablet.path().await.unwrap();
    tablet.press("Bezoek plannen").await.unwrap();
    samira.plans_a_visit(Some("Joost Wielinga"), None).await;
    tablet.sees("Gesynchroniseerd om").await.unwrap();
    let visit = tablet.path().await.unwrap();
    other.go(&visit).await.unwrap();
    other.sees("Aan de deur").await.unwrap();
    for person in [&samira, &joost] {
        person.loses_connection();
    }

    // Joost calls the visit off; Samira, who does not know, gives it another time.
    other.press("Zeg bezoek af").await.unwrap();
    other.confirm("Zeg bezoek af").await.unwrap();
    other.sees("Afgezegd").await.unwrap();
    tablet.press("Wijzig afspraak").await.unwrap();
    tablet.set("Tijd", "14:30").await.unwrap();
    tablet.press("Bewaar afspraak").await.unwrap();
    tablet.sees("14:30").await.unwrap();
    // And both write the household in other words.
    for (page, words, name) in [(tablet, " en wat Engels", " Nowak"), (other, ", geen Duits", "-Nowak")] {
        page.go(&household).await.unwrap();
        corrects_the_mother(page, words).await;
        renames_the_dossier(page, name).await;
        page.sees("Wacht op verbinding").await.unwrap();
    }
    joost.finds_connection().await;
    other.sees("Gesynchroniseerd om").await.unwrap();
    samira.finds_connection().await;

    // What was called off stays so, and she reads that.
    tablet.sees("Twee antwoorden. Welk antwoord nemen we?").await.unwrap();
    tablet.go(&visit).await.unwrap();
    tablet.sees("Afgezegd").await.unwrap();
    tablet.go("/bewaarde-teksten").await.unwrap();
    tablet
        .sees("Dit bezoek is intussen afgezegd, begonnen of afgerond, of hier worden geen bezoeken meer gepland.")
        .await
        .unwrap();
    tablet.sees("Dossier · Gezin Kowalczyk").await.unwrap();
    tablet.stands_well("verzet-wat-afgezegd-was").await.unwrap();

    // One person with two versions is still one person, and what the dossier is called is a question too.
    tablet.go(&household).await.unwrap();
    for page in [tablet, other] {
        for version in ["Nederlands gaat goed en wat Engels", "Nederlands gaat goed, geen Duits"] {
            page.sees_at(&format!("//li[@data-name='two-versions']//span[contains(., '{version}')]")).await.unwrap();
        }
    }
    tablet.stands_well("twee-versies-van-iemand").await.unwrap();
    let version = "//li[@data-name='two-versions']//li[contains(., 'wat Engels')]//button";
    other.press_at(version).await.unwrap();
    takes(other, "name", "Gezin Kowalczyk-Nowak").await;
    tablet.sees("Gezin Kowalczyk-Nowak").await.unwrap();
    tablet.sees_at("//li[@data-name='person'][contains(., 'wat Engels')]").await.unwrap();
    // What was not taken can still be read.
    tablet.press_at("//li[@data-name='person'][contains(., 'wat Engels')]//summary").await.unwrap();
    tablet.sees("geen Duits (Joost").await.unwrap();
    tablet.sees("Uw antwoord blijft in de geschiedenis.").await.unwrap();
}

/// Gives the visit on the screen another time.
async fn moves_to(tablet: &Tablet, time: &str) {
    tablet.press("Wijzig afspraak").await.unwrap();
    tablet.set("Tijd", time).await.unwrap();
    tablet.press("Bewaar afspraak").await.unwrap();
    tablet.sees("Aan de deur").await.unwrap();
    tablet.sees(time).await.unwrap();
}

async fn of_two_who_give_one_visit_another_time_apart_the_second_is_refused_and_keeps_what_was_wanted(manner: Manner) {
    let town = Town::open_in(manner).await;
    let samira = town.arrive("Samira Bouzid", Size::PORTRAIT).await;
    let joost = town.arrive("Joost Wielinga", Size::LANDSCAPE).await;
    let (tablet, other) = (&samira.tablet, &joost.tablet);
    for person in [&samira, &joost] {
        person.is_ready_for_offline().await.unwrap();
    }
    opens_the_household(&samira).await;
    tablet.press("Bezoek plannen").await.unwrap();
    samira.plans_a_visit(Some("Joost Wielinga"), None).await;
    tablet.sees("Gesynchroniseerd om").await.unwrap();
    let visit = tablet.path().await.unwrap();
    other.go(&visit).await.unwrap();
    other.sees("Aan de deur").await.unwrap();
    for person in [&samira, &joost] {
        person.loses_connection();
    }
    // Joost agreed on another time with the resident; Samira, who does not know, thinks twice about hers.
    moves_to(other, "11:15").await;
    moves_to(tablet, "16:30").await;
    moves_to(tablet, "16:45").await;
    tablet.press("Vandaag").await.unwrap();
    tablet.sees("16:45").await.unwrap();
    joost.finds_connection().await;
    other.sees("Gesynchroniseerd om").await.unwrap();
    samira.finds_connection().await;

    // What the resident was told stands for both, and nothing that she wanted is gone.
    tablet.sees("11:15").await.unwrap();
    tablet.sees_no_more("16:45").await.unwrap();
    tablet.go("/bewaarde-teksten").await.unwrap();
    let why = "Een collega verzette dit bezoek intussen. Kijk wat er nu is afgesproken en beslis dan opnieuw.";
    tablet.sees(why).await.unwrap();
    tablet.sees("16:30").await.unwrap();
    tablet.sees("16:45").await.unwrap();
    let follows = "Dit volgde op iets dat niet doorging, of iemand die mee zou gaan werkt hier niet meer. Kijk hoe het er nu voor staat.";
    tablet.sees(follows).await.unwrap();
    tablet.stands_well("verzet-wat-verzet-was").await.unwrap();
    // She knows of it now, and gives it another time once more.
    tablet.go(&visit).await.unwrap();
    tablet.sees("11:15").await.unwrap();
    moves_to(tablet, "12:00").await;
    other.sees("12:00").await.unwrap();
}

async fn a_signal_that_was_closed_while_a_deputy_judged_it_for_today_is_looked_at_again(manner: Manner) {
    let town = Town::open_in(manner).await;
    let truus = town.arrive("Truus Vermeer", Size::PHONE).await;
    let marijke = town.arrive("Marijke Hoeksma", Size::DESK).await;
    let ilse = town.arrive("Ilse van Rhee", Size::PORTRAIT).await;
    ilse.is_ready_for_offline().await.unwrap();
    truus.reports("De brievenbus puilt uit", "Dauwpad 3").await.unwrap();
    truus.tablet.press("Naar mijn signalen").await.unwrap();
    truus.tablet.press("Dauwpad").await.unwrap();
    let (desk, tablet) = (&marijke.tablet, &ilse.tablet);
    desk.go("/postvak").await.unwrap();
    desk.press("Kies waarnemer").await.unwrap();
    desk.choose("Ilse van Rhee").await.unwrap();
    desk.submit_form_of("Wie neemt waar?").await.unwrap();
    tablet.press("Postvak").await.unwrap();
    tablet.press("Dauwpad 3").await.unwrap();
    tablet.sees("Hoe snel?").await.unwrap();
    tablet.sees("Gesynchroniseerd om").await.unwrap();
    ilse.loses_connection();
    tablet.answer("Hoe snel?", "Vandaag").await.unwrap();
    tablet.sees("Wacht op verbinding").await.unwrap();

    desk.press("Dauwpad 3").await.unwrap();
    desk.answer("Hoe snel?", "Kan wachten").await.unwrap();
    desk.press("Afsluiten").await.unwrap();
    desk.answer("Hoe liep het af?", "Geen hulp nodig").await.unwrap();
    desk.press("Sluit signaal").await.unwrap();
    truus.tablet.sees("Bedankt voor het opletten.").await.unwrap();
    ilse.finds_connection().await;

    // The safest stands until somebody chose, for the team and for who reported it.
    desk.sees("Ilse koos \"Vandaag\" terwijl dit signaal werd gesloten.").await.unwrap();
    desk.sees("Twee antwoorden. Welk antwoord nemen we?").await.unwrap();
    truus.tablet.sees("Wij kijken nog een keer").await.unwrap();
    desk.stands_well("toch-vandaag").await.unwrap();
    desk.go("/postvak").await.unwrap();
    desk.sees("Toch vandaag").await.unwrap();
    desk.stands_well("toch-vandaag-in-postvak").await.unwrap();
    desk.press("Dauwpad 3").await.unwrap();
    takes(desk, "urgency", &desk.said("Kan wachten")).await;
    tablet.sees("Marijke koos 'Kan wachten'. Uw antwoord blijft in de geschiedenis.").await.unwrap();
    desk.press("Afsluiten").await.unwrap();
    desk.answer("Hoe liep het af?", "Geen hulp nodig").await.unwrap();
    desk.press("Sluit signaal").await.unwrap();
    truus.tablet.sees("Bedankt voor het opletten.").await.unwrap();
}
