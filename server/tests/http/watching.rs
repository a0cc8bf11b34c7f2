//! What those who watch over the server see.

use axum::http::StatusCode;
use buurtboek_server::config::Layers;
use buurtboek_shared::domain::role::Role;

use super::town::{PASSWORD, Town};

#[tokio::test]
async fn a_full_disk_is_said_and_its_end_too() {
    let town = Town::real().await;
    town.member("samira", Role::Professional).await;
    let mut browser = town.logged_in("samira").await;
    town.fill_disk();
    let answer = browser.get("/readyz").await;
    assert_eq!(answer.problem(), (503, "read-only".into()));
    assert_eq!(answer.header("retry-after"), "30");
    assert_eq!(browser.get("/healthz").await.status, StatusCode::OK);
    assert_eq!(browser.get("/api/v1/me").await.status, StatusCode::OK, "who is in can still read");
    assert_eq!(town.browser().log_in("samira", PASSWORD).await.problem(), (503, "read-only".into()));

    town.empty_disk();
    let mut store = town.state.store.state();
    store.wait_for(|state| *state == buurtboek_server::store::thread::StoreState::Writable).await.unwrap();
    assert_eq!(browser.get("/readyz").await.status, StatusCode::SERVICE_UNAVAILABLE, "one probe a second");
    town.pass(1);
    assert_eq!(browser.get("/readyz").await.text(), "ready\n");
    assert_eq!(town.browser().log_in("samira", PASSWORD).await.status, StatusCode::CREATED);
}

#[tokio::test]
async fn figures_are_told_without_names_and_only_to_whoever_has_the_token() {
    let open = Town::demo().await;
    let answer = open.browser().get("/metrics").await;
    assert!(answer.header("content-type").starts_with("application/openmetrics-text"));
    let text = answer.text();
    for name in [
        "buurtboek_sockets",
        "buurtboek_open_documents",
        "buurtboek_commits_total",
        "buurtboek_group_size_bucket",
        "buurtboek_gate_seconds_bucket",
        "buurtboek_store_queue",
        "buurtboek_document_queue",
        "buurtboek_socket_queue",
    ] {
        assert!(text.contains(name), "{name}");
    }
    assert!(!text.contains("samira") && text.ends_with("# EOF\n"));

    let token = Layers::default().flag("metrics_token", "0123456789abcdef").unwrap().config().unwrap().metrics_token;
    let kept = Town::with(|config| config.metrics_token = token).await;
    let mut browser = kept.browser();
    assert_eq!(browser.get("/metrics").await.problem(), (401, "not-logged-in".into()));
    let wrong = browser.get_with("/metrics", &[("authorization", "Bearer 0123456789abcdeF")]).await;
    assert_eq!(wrong.status, StatusCode::UNAUTHORIZED);
    let right = browser.get_with("/metrics", &[("authorization", "Bearer 0123456789abcdef")]).await;
    assert_eq!(right.status, StatusCode::OK);
}

#[tokio::test]
async fn the_description_has_every_route_and_no_demonstration_where_there_is_none() {
    let description = Town::real().await.browser().get("/api/v1/openapi.json").await.json();
    assert_eq!(description["info"]["version"], "1.0.0");
    let paths = description["paths"].as_object().unwrap();
    for path in [
        "/api/v1/me",
        "/api/v1/sessions",
        "/api/v1/sessions/current",
        "/api/v1/sessions/{id}",
        "/api/v1/documents",
        "/api/v1/documents/{doc}/tokens",
        "/api/v1/documents/{doc}/tokens/{id}",
        "/api/v1/team/colleagues",
        "/api/v1/team/deputy",
    ] {
        assert!(paths.contains_key(path), "{path}");
    }
    assert!(!paths.keys().any(|path| path.contains("demo")));
    assert!(description["components"]["schemas"]["Problem"].is_object());
    assert_eq!(description["components"]["securitySchemes"]["session"]["in"], "cookie");
}

#[tokio::test]
async fn pages_of_every_site_may_read_the_description_and_nothing_else_of_the_api() {
    let mut browser = Town::real().await.browser();
    let elsewhere = [("origin", "https://developer.example.nl")];
    for (path, allowed, policy) in
        [("/api/v1/openapi.json", "*", "cross-origin"), ("/api/v1/me", "", "same-origin"), ("/", "", "same-origin")]
    {
        let answer = browser.get_with(path, &elsewhere).await;
        assert_eq!(answer.header("access-control-allow-origin"), allowed, "{path}");
        assert_eq!(answer.header("cross-origin-resource-policy"), policy, "{path}");
        assert_eq!(answer.header("x-content-type-options"), "nosniff", "{path}");
    }
}

#[tokio::test]
async fn the_description_names_whom_to_ask_as_far_as_the_settings_say() {
    let silent = Town::real().await.browser().get("/api/v1/openapi.json").await.json();
    assert!(silent["info"].get("contact").is_none(), "{}", silent["info"]);

    let layers = Layers::default().flag("contact_name", "Functioneel beheer").unwrap();
    let layers = layers.flag("contact_email", "api@example.nl").unwrap();
    let contact = layers.flag("contact_url", "https://example.nl/contact").unwrap().config().unwrap().contact;
    let town = Town::with(|config| config.contact = contact).await;
    let told = town.browser().get("/api/v1/openapi.json").await.json();
    let contact = &told["info"]["contact"];
    assert_eq!(contact["name"], "Functioneel beheer");
    assert_eq!(contact["email"], "api@example.nl");
    assert_eq!(contact["url"], "https://example.nl/contact");
}

/// As the NL API Design Rules ask.
#[tokio::test]
async fn every_field_of_the_api_is_in_camel_case() {
    let description = Town::real().await.browser().get("/api/v1/openapi.json").await.json();
    let schemas = description["components"]["schemas"].as_object().unwrap();
    let mut fields = 0;
    for (schema, value) in schemas {
        for field in value["properties"].as_object().into_iter().flat_map(|properties| properties.keys()) {
            assert!(field.starts_with(|c: char| c.is_ascii_lowercase()), "{schema}: {field}");
            assert!(field.chars().all(|c| c.is_ascii_alphanumeric()), "{schema}: {field}");
            fields += 1;
        }
    }
    assert!(fields > 20, "{fields}");
}
