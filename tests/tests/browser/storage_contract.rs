//! The browser's own database keeps what the app's storage is promised, as the database in memory of the other tests does.

use std::{env, path::PathBuf};

use super::town::Town;
use buurtboek_tests::{
    browser::{Manner, Size},
    process::Play,
};

#[tokio::test]
async fn indexed_db_keeps_the_contract() {
    let page = env::var_os("BB_TEST_STORAGE_CONTRACT").map(PathBuf::from).unwrap();
    let town = Town::open_with(&page, Play::Demonstration, Manner::default()).await;
    let somebody = town.opens_the_page(Manner::default(), Size::DESK).await;
    assert_eq!(somebody.tablet.title_other_than("running").await.unwrap(), "passed");
}
