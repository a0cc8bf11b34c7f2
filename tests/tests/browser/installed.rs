//! The app on a home screen, and what the device promises of its storage.

use buurtboek_tests::browser::{Size, Tablet};
use serde::Deserialize;
use serde_json::{Value, json};

use super::town::{Person, Town};

/// What the browser read of the app's manifest.
#[derive(Deserialize)]
struct Manifest {
    errors: Vec<Value>,
    manifest: Parsed,
}

#[derive(Deserialize)]
struct Parsed {
    icons: Vec<Icon>,
}

#[derive(Deserialize)]
struct Icon {
    url: String,
    /// "192x192"; "0x0" where any will do.
    sizes: String,
}

impl Icon {
    /// Waits until it is there, and says whether it is as large as the manifest says.
    async fn is_as_it_says(&self, tablet: &Tablet) -> bool {
        let load = "const [url, done] = arguments; const icon = new Image();
            icon.onload = () => done(`${icon.naturalWidth}x${icon.naturalHeight}`);
            icon.onerror = () => done('nothing');
            icon.src = url;";
        let drawn = tablet.driver().execute_async(load, vec![self.url.as_str().into()]).await.unwrap();
        let drawn: String = drawn.convert().unwrap();
        if self.sizes == "0x0" { drawn != "nothing" } else { drawn == self.sizes }
    }
}

impl Person {
    /// The browser is told whether it may clear the app's storage by itself; the app asks when it is opened.
    async fn opens_the_app_with_storage_that_is(&self, setting: &str) {
        let origin = format!("http://{}", self.line.address());
        let permission = json!({"permission": {"name": "persistent-storage"}, "setting": setting, "origin": origin});
        self.tablet.command("Browser.setPermission", permission).await.unwrap();
        self.tablet.go("/synchronisatie").await.unwrap();
    }

    /// Waits until the row of the storage begins with these words.
    async fn reads_of_the_storage(&self, words: &str) {
        let row = "//dt[normalize-space(.)='Opslag']/following-sibling::dd";
        self.tablet.sees_at(&format!("{row}[starts-with(normalize-space(.), '{words}')]")).await.unwrap();
    }
}

#[tokio::test]
async fn the_app_can_be_installed_and_says_whether_its_storage_is_protected() {
    let town = Town::open().await;
    let truus = town.arrive("Truus Vermeer", Size::PHONE).await;
    let tablet = &truus.tablet;
    tablet.sees("Klaar voor offline gebruik").await.unwrap();
    let read = tablet.asks("Page.getAppManifest", json!({})).await.unwrap();
    let Manifest { errors, manifest } = serde_json::from_value(read).unwrap();
    assert!(errors.is_empty(), "{errors:?}");
    assert!(!manifest.icons.is_empty());
    for icon in &manifest.icons {
        assert!(icon.is_as_it_says(tablet).await, "{} is not {}", icon.url, icon.sizes);
    }
    let against = tablet.asks("Page.getInstallabilityErrors", json!({})).await.unwrap();
    assert_eq!(against, json!({"installabilityErrors": []}));

    truus.opens_the_app_with_storage_that_is("denied").await;
    truus.reads_of_the_storage("niet beschermd").await;
    truus.opens_the_app_with_storage_that_is("granted").await;
    truus.reads_of_the_storage("beschermd").await;
}
