//! What a screen reader says of the status: each state that the app comes to rest in, once, and nothing while somebody writes
//! on.

use buurtboek_tests::browser::{Size, Tablet};

use super::town::Town;

const WE_SEE: &str = "Wat wij zien";

/// Takes down from now on what the status says to a screen reader.
async fn listens(tablet: &Tablet) {
    let listen = "window.heard = [];
        const region = document.querySelector('.bb-status [role=status][aria-live=polite]');
        new MutationObserver(() => heard.push(region.textContent))
            .observe(region, { childList: true, characterData: true, subtree: true });";
    tablet.driver().execute(listen, Vec::new()).await.unwrap();
}

async fn heard(tablet: &Tablet) -> Vec<String> {
    tablet.driver().execute("return heard", Vec::new()).await.unwrap().convert().unwrap()
}

/// Waits until the status has stood in this row for more frames than a row needs to be read out.
async fn rests_in(tablet: &Tablet, row: &str) {
    let rest = "const [row, done] = arguments; let frames = 0;
        const look = () => {
            frames = document.querySelector('[data-name=status]').dataset.row === row ? frames + 1 : 0;
            if (frames > 60) { done(); } else { requestAnimationFrame(look); }
        };
        look();";
    tablet.driver().execute_async(rest, vec![row.into()]).await.unwrap();
}

/// Types letter after letter, without a pause in which it would be kept, for longer than a row needs to be read out.
async fn types_on(tablet: &Tablet) {
    let type_on = "const done = arguments[0]; let frames = 0;
        const next = () => {
            if (frames % 5 === 0) { document.execCommand('insertText', false, 'a'); }
            if (++frames > 120) { done(); } else { requestAnimationFrame(next); }
        };
        next();";
    tablet.driver().execute_async(type_on, Vec::new()).await.unwrap();
}

#[tokio::test]
async fn each_state_is_said_once_and_writing_on_is_not_spoken_of() {
    let town = Town::open().await;
    let samira = town.arrive("Samira Bouzid", Size::PORTRAIT).await;
    let tablet = &samira.tablet;
    samira.begins_a_note().await;
    tablet.fill(WE_SEE, "De koelkast ").await.unwrap();
    rests_in(tablet, "Done").await;
    listens(tablet).await;
    samira.loses_connection();
    rests_in(tablet, "Offline").await;
    for words in ["was ", "leeg. ", "De bel "] {
        tablet.fill(WE_SEE, words).await.unwrap();
        rests_in(tablet, "Waiting").await;
    }
    types_on(tablet).await;
    rests_in(tablet, "Waiting").await;
    samira.finds_connection().await;
    rests_in(tablet, "Done").await;
    tablet.fill(WE_SEE, "doet het niet.").await.unwrap();
    types_on(tablet).await;
    rests_in(tablet, "Done").await;
    let heard = heard(tablet).await;
    let all = ["Geen verbinding. Alles was gesynchroniseerd ", "Wacht op verbinding (", "Gesynchroniseerd om "];
    assert!(
        heard.len() == all.len() && heard.iter().zip(all).all(|(heard, said)| heard.starts_with(said)),
        "{heard:#?}"
    );
}
