//! Logging in, staying logged in, and being kept out.

use axum::http::StatusCode;
use buurtboek_server::config::Transport;
use buurtboek_shared::domain::role::Role;

use super::town::{self, PASSWORD, Town};

#[tokio::test]
async fn somebody_logs_in_and_is_who_they_are() {
    let town = Town::real().await;
    let samira = town.member("samira", Role::Professional).await;
    let mut browser = town.browser();
    assert_eq!(browser.get("/api/v1/me").await.problem(), (401, "not-logged-in".into()));

    let answer = browser.log_in("  Samira ", PASSWORD).await;
    assert_eq!(answer.status, StatusCode::CREATED);
    let cookie = answer.header("set-cookie").to_owned();
    assert!(cookie.starts_with("buurtboek=") && cookie.contains("HttpOnly") && cookie.contains("SameSite=Strict"));
    assert!(cookie.contains("Max-Age=43200") && !cookie.contains("Secure"), "{cookie}");
    assert_eq!(answer.header("api-version"), "1.0.0");
    assert_eq!(answer.header("cache-control"), "no-store");

    let me = browser.get("/api/v1/me").await.json();
    assert_eq!(me, answer.json());
    assert_eq!(me["member"], samira.id.to_string());
    assert_eq!(me["role"], "professional");
    assert_eq!(me["team"], town.team.to_string());
    assert_eq!((&me["teamName"], &me["teamPhone"]), (&"Buurtteam Oost".into(), &"099 123".into()));
    assert_eq!(me["device"], browser.device);
}

#[tokio::test]
async fn behind_tls_the_cookie_is_bound_to_this_host_and_to_encryption() {
    let town = Town::with(|config| config.transport = Transport::BehindTls).await;
    town.member("samira", Role::Professional).await;
    let mut browser = town.browser();
    browser.origin = Some(format!("https://{}", town::HOST));
    let answer = browser.log_in("samira", PASSWORD).await;
    let cookie = answer.header("set-cookie");
    assert!(cookie.starts_with("__Host-buurtboek=") && cookie.contains("Secure") && cookie.contains("Path=/"));
    assert!(answer.header("strict-transport-security").starts_with("max-age="));
    assert_eq!(browser.get("/api/v1/me").await.status, StatusCode::OK);
}

#[tokio::test]
async fn a_session_ends_by_itself_sooner_for_staff_than_for_volunteers() {
    let town = Town::real().await;
    town.member("samira", Role::Professional).await;
    town.member("truus", Role::Volunteer).await;
    let mut samira = town.logged_in("samira").await;
    let mut truus = town.logged_in("truus").await;
    town.pass(12 * 3600 - 1);
    assert_eq!(samira.get("/api/v1/me").await.status, StatusCode::OK);
    town.pass(1);
    assert_eq!(samira.get("/api/v1/me").await.status, StatusCode::UNAUTHORIZED);
    assert_eq!(truus.get("/api/v1/me").await.status, StatusCode::OK);
    town.pass(30 * 24 * 3600);
    assert_eq!(truus.get("/api/v1/me").await.status, StatusCode::UNAUTHORIZED);
}

#[tokio::test]
async fn a_wrong_password_an_unknown_name_and_a_former_member_are_answered_alike() {
    let town = Town::real().await;
    town.member("samira", Role::Professional).await;
    let gone = town.member("henk", Role::Volunteer).await;
    town.state.accounts.deactivate_member(gone.id, town::MORNING).await.unwrap();
    let mut answers = Vec::new();
    for (username, password) in
        [("samira", "niet mijn wachtwoord"), ("nobody", PASSWORD), ("no body", PASSWORD), ("", ""), ("henk", PASSWORD)]
    {
        let answer = town.browser().log_in(username, password).await;
        assert_eq!(answer.problem(), (401, "wrong-credentials".into()), "{username}");
        answers.push(answer.body);
    }
    assert!(answers.windows(2).all(|pair| pair[0] == pair[1]));
}

#[tokio::test]
async fn whoever_guesses_waits_longer_each_time_and_is_told_how_long() {
    let town = Town::real().await;
    town.member("samira", Role::Professional).await;
    let mut browser = town.browser();
    for _ in 0..5 {
        assert_eq!(browser.log_in("samira", "een gok van iemand").await.status, StatusCode::UNAUTHORIZED);
    }
    let answer = browser.log_in("samira", PASSWORD).await;
    assert_eq!(answer.problem(), (429, "too-many-attempts".into()));
    assert_eq!(answer.json()["waitMinutes"], 1);
    assert_eq!(answer.json()["detail"], "Wacht 1 minuut.");
    assert_eq!(answer.header("retry-after"), "60");
    assert_eq!(town.browser().log_in("SAMIRA", PASSWORD).await.status, StatusCode::TOO_MANY_REQUESTS, "other device");

    town.pass(60);
    assert_eq!(browser.log_in("samira", "nog een gok dan").await.status, StatusCode::UNAUTHORIZED);
    browser.language = Some("en");
    let answer = browser.log_in("samira", PASSWORD).await;
    assert_eq!(answer.json()["detail"], "Wait 2 minutes.");

    town.pass(120);
    assert_eq!(browser.log_in("samira", PASSWORD).await.status, StatusCode::CREATED);
    assert_eq!(town.browser().log_in("samira", "vergist").await.status, StatusCode::UNAUTHORIZED, "counted anew");
}

#[tokio::test]
async fn guesses_at_the_same_moment_are_no_way_round_the_wait() {
    let town = Town::real().await;
    town.member("samira", Role::Professional).await;
    let guesses = (0..12).map(|_| {
        let mut browser = town.browser();
        tokio::spawn(async move { browser.log_in("samira", "een gok van iemand").await.status })
    });
    let mut looked_at = 0;
    for guess in guesses.collect::<Vec<_>>() {
        if guess.await.unwrap() == StatusCode::UNAUTHORIZED {
            looked_at += 1;
        }
    }
    assert!(looked_at <= 5, "{looked_at} passwords were looked at");
}

#[tokio::test]
async fn one_address_that_tries_many_names_waits_too() {
    let town = Town::with(|config| config.address_failures = 10).await;
    town.member("samira", Role::Professional).await;
    let mut guesser = town.browser();
    for number in 0..10 {
        assert_eq!(guesser.log_in(&format!("u{number}"), PASSWORD).await.status, StatusCode::UNAUTHORIZED);
    }
    assert_eq!(guesser.log_in("samira", PASSWORD).await.json()["waitMinutes"], 60);
    let mut elsewhere = town.browser();
    elsewhere.address = [198, 51, 100, 1].into();
    assert_eq!(elsewhere.log_in("samira", PASSWORD).await.status, StatusCode::CREATED);
    town.pass(3600);
    assert_eq!(guesser.log_in("samira", PASSWORD).await.status, StatusCode::CREATED);
}

#[tokio::test]
async fn sessions_are_listed_and_ended_by_their_member_only() {
    let town = Town::real().await;
    town.member("samira", Role::Professional).await;
    town.member("joost", Role::Professional).await;
    let mut tablet = town.logged_in("samira").await;
    town.pass(120);
    let mut phone = town.logged_in("samira").await;
    let mut joost = town.logged_in("joost").await;

    let items = phone.get("/api/v1/sessions").await.json()["items"].clone();
    let devices: Vec<_> = items.as_array().unwrap().iter().map(|item| item["device"].as_str().unwrap()).collect();
    assert_eq!(devices, [&phone.device, &tablet.device], "the last used first");
    assert_eq!((&items[0]["current"], &items[1]["current"]), (&true.into(), &false.into()));
    assert_eq!(items[0]["created"], "2026-11-23T09:02:00Z");
    assert_eq!(items[0]["expires"], "2026-11-23T21:02:00Z");

    let of_tablet = format!("/api/v1/sessions/{}", items[1]["id"].as_str().unwrap());
    assert_eq!(joost.delete(&of_tablet).await.problem(), (404, "absent".into()));
    assert_eq!(phone.delete("/api/v1/sessions/nothing").await.problem(), (404, "absent".into()));
    assert_eq!(phone.delete(&of_tablet).await.status, StatusCode::NO_CONTENT);
    assert_eq!(tablet.get("/api/v1/me").await.status, StatusCode::UNAUTHORIZED);

    let kept = phone.cookie.clone();
    assert_eq!(phone.delete("/api/v1/sessions/current").await.status, StatusCode::NO_CONTENT);
    assert_eq!(phone.cookie, None, "the browser forgets it");
    phone.cookie = kept;
    assert_eq!(phone.get("/api/v1/me").await.status, StatusCode::UNAUTHORIZED, "and so does the server");
}

#[tokio::test]
async fn a_page_of_another_site_changes_nothing() {
    let town = Town::with(|config| config.origins = vec!["https://app.example.nl".into()]).await;
    town.member("samira", Role::Professional).await;
    let mut browser = town.logged_in("samira").await;
    for (origin, admitted) in [
        ("https://evil.example", false),
        ("null", false),
        ("http://buurtboek.test:81", false),
        ("https://app.example.nl", true),
    ] {
        browser.origin = Some(origin.into());
        let status = browser.delete("/api/v1/sessions/0123").await.status;
        assert_eq!(status == StatusCode::NOT_FOUND, admitted, "{origin}: {status}");
        assert_eq!(status == StatusCode::FORBIDDEN, !admitted, "{origin}: {status}");
    }
    browser.origin = None;
    assert_eq!(browser.get("/api/v1/me").await.status, StatusCode::OK);
}

#[tokio::test]
async fn an_app_belongs_to_one_member_and_a_revoked_one_to_nobody() {
    let town = Town::real().await;
    town.member("samira", Role::Professional).await;
    town.member("joost", Role::Professional).await;
    let mut shared = town.logged_in("samira").await;
    let answer = shared.log_in("joost", PASSWORD).await;
    assert_eq!(answer.problem(), (409, "device-of-another".into()));
    assert!(answer.headers.get("set-cookie").is_none());

    let device = shared.device.parse().unwrap();
    town.state.accounts.revoke_device(device, town.state.clock.now()).await.unwrap();
    assert_eq!(shared.get("/api/v1/me").await.status, StatusCode::UNAUTHORIZED);
    assert_eq!(shared.log_in("samira", PASSWORD).await.problem(), (403, "device-revoked".into()));
    shared.device = "f".repeat(32);
    assert_eq!(shared.log_in("samira", PASSWORD).await.status, StatusCode::CREATED);
}

#[tokio::test]
async fn what_is_no_login_is_said_to_be_none() {
    let town = Town::with(|config| config.max_body_bytes = 1024).await;
    let mut browser = town.browser();
    let short = serde_json::json!({ "username": "samira", "password": "x", "device": "12" });
    assert_eq!(browser.post("/api/v1/sessions", &short).await.problem(), (400, "invalid".into()));
    let long = serde_json::json!({ "username": "samira", "password": "x".repeat(2000), "device": browser.device });
    assert_eq!(browser.post("/api/v1/sessions", &long).await.problem(), (413, "invalid".into()));
    let plain = browser.ask("POST".parse().unwrap(), "/api/v1/sessions", &[], "{}".into()).await;
    assert_eq!(plain.problem(), (415, "invalid".into()));
}
