//! The built app: what is sent, how long it may be kept, and what a browser may do with it.

use std::{fs, path::PathBuf};

use axum::{body::Body, http::StatusCode};
use buurtboek_server::{
    clock::Clock,
    config::{Config, Transport},
    serve,
    state::AppState,
};
use tempfile::TempDir;

use super::town::{Browser, HOST, Town};

const SCRIPT: &str = "import init from '/app-0123456789abcdef.js'; init();";

/// A small app as `trunk` and `cargo xtask` leave it behind.
fn built() -> (TempDir, PathBuf) {
    let folder = tempfile::tempdir().unwrap();
    let page = format!("<!doctype html><script type=\"module\">{SCRIPT}</script><p>Buurtboek");
    for (name, content) in [
        ("index.html", page.as_str()),
        ("index.html.br", "brotli page"),
        ("sw.js", "self.skip"),
        ("manifest.webmanifest", "{}"),
        ("app-0123456789abcdef.js", "export default"),
        ("app-0123456789abcdef.js.br", "brotli script"),
        ("app-0123456789abcdef.js.gz", "gzip script"),
        ("app-0123456789abcdef_bg.wasm", "\0asm"),
    ] {
        fs::write(folder.path().join(name), content).unwrap();
    }
    let path = folder.path().to_owned();
    (folder, path)
}

async fn visitor() -> (TempDir, Town, Browser) {
    let (folder, path) = built();
    let town = Town::with(|config| config.app = Some(path)).await;
    let browser = town.browser();
    (folder, town, browser)
}

#[tokio::test]
async fn files_have_their_type_and_the_best_compression_that_is_understood() {
    let (_folder, _town, mut browser) = visitor().await;
    let script = "/app-0123456789abcdef.js";
    for (accepted, body, encoding) in
        [("br, gzip", "brotli script", "br"), ("gzip", "gzip script", "gzip"), ("identity", "export default", "")]
    {
        let answer = browser.get_with(script, &[("accept-encoding", accepted)]).await;
        assert_eq!((answer.text(), answer.header("content-encoding")), (body, encoding));
        assert_eq!(answer.header("content-type"), "text/javascript");
        assert!(answer.header("vary").contains("accept-encoding"));
    }
    assert_eq!(browser.get("/app-0123456789abcdef_bg.wasm").await.header("content-type"), "application/wasm");
    assert_eq!(browser.get("/manifest.webmanifest").await.header("content-type"), "application/manifest+json");
}

#[tokio::test]
async fn hashed_files_are_kept_for_ever_and_the_others_asked_for_anew() {
    let (_folder, _town, mut browser) = visitor().await;
    for path in ["/app-0123456789abcdef.js", "/app-0123456789abcdef_bg.wasm"] {
        assert_eq!(browser.get(path).await.header("cache-control"), "public, max-age=31536000, immutable");
    }
    for path in ["/", "/index.html", "/sw.js", "/manifest.webmanifest", "/signalen/12"] {
        let answer = browser.get(path).await;
        assert_eq!(answer.header("cache-control"), "no-cache", "{path}");
        let again = browser.get_with(path, &[("if-none-match", answer.header("etag"))]).await;
        assert_eq!((again.status, again.body.len()), (StatusCode::NOT_MODIFIED, 0), "{path}");
    }
}

#[tokio::test]
async fn every_page_of_the_app_is_its_one_page_and_a_missing_file_is_missing() {
    let (_folder, _town, mut browser) = visitor().await;
    for path in ["/", "/signalen", "/dossiers/0123/verslag"] {
        let answer = browser.get(path).await;
        assert_eq!(answer.status, StatusCode::OK, "{path}");
        assert!(answer.text().ends_with("Buurtboek") && answer.header("content-type").starts_with("text/html"));
    }
    for path in ["/old-0123456789abcdef.js", "/../Cargo.toml", "/%2e%2e/seal.key", "/api/v1/nothing", "/yjs", "/api"] {
        assert_eq!(browser.get(path).await.problem(), (404, "absent".into()), "{path}");
    }
    let posted = browser.ask("POST".parse().unwrap(), "/signalen", &[], Body::empty()).await;
    assert_eq!(posted.problem(), (405, "method-not-allowed".into()));
}

#[tokio::test]
async fn only_the_scripts_of_the_page_may_run_inline() {
    let (_folder, _town, mut browser) = visitor().await;
    let answer = browser.get("/").await;
    let policy = answer.header("content-security-policy");
    let directive = |name: &str| policy.split("; ").find(|part| part.starts_with(name)).unwrap_or("").to_owned();
    assert_eq!(directive("default-src"), "default-src 'self'");
    assert_eq!(
        directive("script-src"),
        format!("script-src 'self' 'wasm-unsafe-eval' 'sha256-{}'", hash(SCRIPT)),
        "the inline script of index.html and no other"
    );
    assert_eq!(directive("connect-src"), format!("connect-src 'self' ws://{HOST}"));
    assert_eq!(directive("frame-ancestors"), "frame-ancestors 'none'");
    assert_eq!(directive("base-uri"), "base-uri 'none'");
    for (name, value) in [
        ("x-content-type-options", "nosniff"),
        ("referrer-policy", "no-referrer"),
        ("cross-origin-opener-policy", "same-origin"),
        ("strict-transport-security", ""),
    ] {
        assert_eq!(answer.header(name), value, "{name}");
    }
    assert!(answer.header("permissions-policy").contains("camera=()"));
}

fn hash(text: &str) -> String {
    use base64::Engine as _;
    use sha2::Digest as _;
    base64::engine::general_purpose::STANDARD.encode(sha2::Sha256::digest(text))
}

#[tokio::test]
async fn without_an_app_the_api_stands_alone() {
    let town = Town::real().await;
    let mut browser = town.browser();
    assert_eq!(browser.get("/").await.problem(), (404, "absent".into()));
    assert_eq!(browser.get("/healthz").await.status, StatusCode::OK);
}

#[tokio::test]
async fn an_app_without_its_page_is_an_error_at_the_start() {
    let folder = tempfile::tempdir().unwrap();
    let config = Config { data: folder.path().join("data"), app: Some(folder.path().to_owned()), ..Config::default() };
    let state = AppState::open(config, Clock::system()).unwrap();
    assert!(matches!(serve::app(state), Err(serve::ServeError::App { .. })));
}

#[tokio::test]
async fn behind_tls_a_browser_is_told_to_stay_there() {
    let town = Town::with(|config| config.transport = Transport::BehindTls).await;
    let answer = town.browser().get("/healthz").await;
    assert!(answer.header("strict-transport-security").starts_with("max-age="));
}
