//! The server is killed fifty times while two write in one note, in real browsers, and a volunteer reports from a third:
//! what their screens called synchronised is there, once, for whoever comes new.

use buurtboek_tests::{
    browser::{Size, Tablet},
    dice::Dice,
};
use tokio::join;

use super::town::{Person, Town};

const KILLS: usize = 50;
/// The server is killed after at most so many bytes that it sends to the one who writes: some times before it greeted,
/// some times in the middle of everything.
const MOST_BYTES: usize = 4_000;
/// Every so many kills somebody reports a signal.
const REPORTS_EVERY: usize = 10;
const WE_SEE: &str = "Wat wij zien";

/// The street of the signal that is reported at this kill.
fn address(kill: usize) -> String {
    format!("Dauwpad {}", 101 + kill)
}

/// What is typed, and perhaps reported, while the server is killed once.
async fn work(kill: usize, (samira, joost, truus): (&Person, &Person, &Person)) {
    let (hers, his) = (format!("(S{kill}) "), format!("(J{kill}) "));
    let reports = async {
        if kill.is_multiple_of(REPORTS_EVERY) {
            truus.reports("De brievenbus puilt uit", &address(kill)).await.unwrap();
            truus.tablet.press("Naar mijn signalen").await.unwrap();
        }
    };
    let (one, other, ()) = join!(samira.tablet.fill(WE_SEE, &hers), joost.tablet.fill(WE_SEE, &his), reports);
    one.unwrap();
    other.unwrap();
}

/// The network is there again, and everything that was written is synchronised.
async fn comes_to_rest(person: &Person, words: &str) {
    person.finds_connection().await;
    person.tablet.sees(words).await.unwrap();
}

/// All the words of a page.
async fn words_of(tablet: &Tablet) -> String {
    let script = "return document.querySelector('main').innerText";
    tablet.driver().execute(script, Vec::new()).await.unwrap().convert().unwrap()
}

#[tokio::test]
async fn what_the_screens_called_synchronised_is_there_once() {
    let given = std::env::var("BB_TEST_SEED").ok();
    let seed = given.map_or_else(|| Dice::unseeded().next(), |seed| seed.parse().expect("a number"));
    println!("BB_TEST_SEED={seed}");
    let dice = Dice::new(seed);
    let mut town = Town::open().await;
    let samira = town.arrive("Samira Bouzid", Size::PORTRAIT).await;
    let joost = town.arrive("Joost Wielinga", Size::LANDSCAPE).await;
    let truus = town.arrive("Truus Vermeer", Size::PHONE).await;
    samira.begins_a_note().await;
    samira.tablet.fill(WE_SEE, "Aan tafel. ").await.unwrap();
    samira.tablet.sees("Gesynchroniseerd om").await.unwrap();
    let note = samira.tablet.path().await.unwrap();
    joost.tablet.go(&note).await.unwrap();
    joost.tablet.holds(WE_SEE, "Aan tafel. ").await.unwrap();

    for kill in 0..KILLS {
        let work = work(kill, (&samira, &joost, &truus));
        tokio::pin!(work);
        tokio::select! {
            () = samira.line.brings(dice.below(MOST_BYTES)) => {
                town = town.server_dies().await;
                work.await;
            }
            () = &mut work => town = town.server_dies().await,
        }
        // Some times it is killed before it took all of it.
        if dice.percent(50) {
            for person in [&samira, &joost] {
                comes_to_rest(person, "Gesynchroniseerd om").await;
            }
        }
    }
    for person in [&samira, &joost] {
        comes_to_rest(person, "Gesynchroniseerd om").await;
    }
    comes_to_rest(&truus, "Ontvangen door het buurtteam").await;

    // On a device that has nothing of before.
    let marijke = town.arrive("Marijke Hoeksma", Size::DESK).await;
    marijke.tablet.go("/postvak").await.unwrap();
    for kill in (0..KILLS).step_by(REPORTS_EVERY) {
        marijke.tablet.sees(&address(kill)).await.unwrap();
        assert_eq!(marijke.tablet.links(&address(kill)).await.unwrap(), 1, "{} was reported once", address(kill));
    }
    marijke.tablet.go(&note).await.unwrap();
    for last in ["S", "J"].map(|who| format!("({who}{})", KILLS - 1)) {
        marijke.tablet.sees(&last).await.unwrap();
    }
    let read = words_of(&marijke.tablet).await;
    for kill in 0..KILLS {
        for typed in ["S", "J"].map(|who| format!("({who}{kill})")) {
            assert_eq!(read.matches(&typed).count(), 1, "{typed} in {read}");
        }
    }
}
