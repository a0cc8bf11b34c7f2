//! The real server is killed with SIGKILL, 50 times, while four people work. A ledger outside of it holds everything that
//! a device showed as synchronised: at the end each of it is there, once, on fresh devices and in the store. What is
//! refused, since somebody else finished the note meanwhile, is among the kept texts of who wrote it, once, and nowhere else.
//!
//! After how many frames it is killed, and what people do, is thrown with dice: `BB_TEST_SEED` throws them again. How far
//! the server came with those frames is the machine's affair, and is meant to be.

#![cfg(test)] // so that clippy knows all of this for test code, the functions without #[test] too

mod ledger;
mod life;
mod town;

use std::time::Duration;

use buurtboek_shared::{
    domain::{command::CommandAction, note::Worry},
    ids::{DocId, DocKind},
};
use buurtboek_tests::{
    dice::Dice,
    headless::{
        Headless,
        deeds::{kitchen_table, sends_signal},
        now,
    },
    process::{Server, verify},
    tablet::Kept,
};
use futures_util::future::join_all;
use ledger::{Deed, Shelf};
use life::{Life, Work};
use tokio::time::timeout;
use town::{KILLS, Town};

/// Longer than this and something hangs.
const GUARD: Duration = Duration::from_secs(600);
const PEOPLE: [&str; 4] = ["truus", "samira", "joost", "marijke"];
/// Who does what: something of each arrives.
const DEEDS: [(&str, Deed); 12] = [
    ("truus", Deed::Reports),
    ("samira", Deed::Remarks),
    ("samira", Deed::Types),
    ("samira", Deed::Worries),
    ("samira", Deed::BeginsNote),
    ("samira", Deed::FinishesNote),
    ("joost", Deed::Remarks),
    ("joost", Deed::Types),
    ("joost", Deed::Worries),
    ("joost", Deed::BeginsNote),
    ("joost", Deed::FinishesNote),
    ("marijke", Deed::Decides),
];

#[tokio::test]
async fn what_was_shown_as_synchronised_is_there_once_after_fifty_kills() {
    let given = std::env::var("BB_TEST_SEED").ok();
    let seed = given.map_or_else(|| Dice::unseeded().next(), |seed| seed.parse().expect("a number"));
    println!("BB_TEST_SEED={seed}");
    timeout(GUARD, lived_through(&Dice::new(seed))).await.expect("it ends");
}

async fn lived_through(dice: &Dice) {
    let data = tempfile::tempdir().unwrap();
    let server = Server::start(data.path()).await.unwrap();
    let lives = at_work(&server, dice).await;
    let town = Town::default();
    let living = join_all(lives.into_iter().map(|life| life.goes_on(&town)));
    let (server, mut lives) = tokio::join!(town.kills(server, dice.fork()), living);
    for life in &mut lives {
        life.comes_home(&town).await;
    }
    let address = server.address();
    server.kill().await.unwrap();

    let ledger = town.into_ledger();
    println!("{}", ledger.summary());
    assert!(ledger.told_while_killing() >= KILLS, "little was synchronised between the kills: {}", ledger.summary());
    assert_eq!(ledger.arrived(), DEEDS.into_iter().collect(), "everybody came to it");
    let refused = ledger.refused();
    for deed in [Deed::Types, Deed::Worries] {
        assert!(refused.contains_key(&deed), "nothing was too late for a finished note: {}", ledger.summary());
    }
    println!("{}", verify(data.path()).await.unwrap());
    ledger.check_store(data.path());
    let server = Server::on(data.path(), address).await.unwrap();
    let mut shelves = Vec::new();
    for username in PEOPLE {
        shelves.push((username, Shelf::of(&arrives(&server, username).await)));
    }
    ledger.check_shelves(&shelves);
}

async fn arrives(server: &Server, username: &str) -> Headless {
    let mut device = Headless::log_in(server.address(), username).await.unwrap();
    device.until("the first fetch", Headless::is_at_rest).await.unwrap();
    device
}

/// Everybody with what they work on, before the first kill.
async fn at_work(server: &Server, dice: &Dice) -> Vec<Life> {
    let mut truus = arrives(server, "truus").await;
    let mut samira = arrives(server, "samira").await;
    let mut joost = arrives(server, "joost").await;
    let mut marijke = arrives(server, "marijke").await;
    let (dossier, _) = kitchen_table(&mut samira, &mut joost).await.unwrap();
    let signal = sends_signal(&mut truus, "De gordijnen van nummer 14 zijn al twee dagen dicht").await;
    truus.until("the signal on the server", Headless::is_at_rest).await.unwrap();
    let (triage, intake) = (signal.sibling(DocKind::Triage), signal.sibling(DocKind::Intake));
    for colleague in [&mut samira, &mut joost, &mut marijke] {
        // Nothing is written in the triage yet: it is known by what it is about.
        let listed = |device: &Headless| device.tablet.list(DocKind::Intake, now()).iter().any(|row| row.doc == intake);
        colleague.until("the signal at a colleague's", |device| device.is_at_rest() && listed(device)).await.unwrap();
    }
    assert_eq!(decided(&mut marijke, triage, CommandAction::Assign { to: samira.login().owner.member }), Kept::Yes);
    let life = |username, device, work| Life::new(username, device, work, dice.fork());
    vec![
        life("truus", truus, Work::Reports),
        life("samira", samira, Work::Writes { dossier, triage, worry: Worry::Light }),
        life("joost", joost, Work::Writes { dossier, triage, worry: Worry::Serious }),
        life("marijke", marijke, Work::Decides { triage, decisions: 0 }),
    ]
}

fn decided(device: &mut Headless, doc: DocId, action: CommandAction) -> Kept {
    device.tablet.decides(doc, now(), action).1
}
