//! A server in this process, without a port, and people with a browser in front of it.

use std::{
    net::{IpAddr, SocketAddr},
    num::NonZeroU32,
    sync::atomic::{AtomicU64, Ordering},
};

use axum::{
    Router,
    body::Body,
    extract::ConnectInfo,
    http::{HeaderMap, Method, Request, StatusCode, header},
};
use buurtboek_server::{
    auth::accounts::{Member, NewMember, PasswordHash, Team},
    clock::Clock,
    config::{Config, Mode},
    demo, random, serve,
    state::{AppState, purpose},
    store::sqlite::{PageLimit, open_data_folder},
};
use buurtboek_shared::{
    domain::role::Role,
    ids::{MemberId, TeamId},
    time::Timestamp,
};
use http_body_util::BodyExt as _;
use serde_json::{Value, json};
use tempfile::TempDir;
use tower::ServiceExt as _;

pub(crate) const HOST: &str = "buurtboek.test";
pub(crate) const PASSWORD: &str = "een lang wachtwoord";
/// 2026-11-23T09:00:00Z, a Monday.
pub(crate) const MORNING: Timestamp = Timestamp(1_795_424_400_000);

/// A server and its data folder.
pub(crate) struct Town {
    pub(crate) state: AppState,
    pub(crate) team: TeamId,
    disk: PageLimit,
    router: Router,
    _folder: TempDir,
}

impl Town {
    /// A server for real work, with one team.
    pub(crate) async fn real() -> Self {
        Self::with(|_| {}).await
    }

    /// The demonstration, with its people and its story.
    pub(crate) async fn demo() -> Self {
        let town = Self::built(|config| config.mode = Mode::Demo);
        demo::prepare(&town.state).await.unwrap();
        town
    }

    /// A server for real work, told something else.
    pub(crate) async fn with(told: impl FnOnce(&mut Config)) -> Self {
        let town = Self::built(told);
        let team = Team { id: town.team, name: "Buurtteam Oost".into(), phone: "099 123".into() };
        town.state.accounts.create_team(team, MORNING).await.unwrap();
        town
    }

    fn built(told: impl FnOnce(&mut Config)) -> Self {
        let folder = tempfile::tempdir().unwrap();
        let mut config = Config { data: folder.path().to_owned(), ..Config::default() };
        told(&mut config);
        let disk = PageLimit::default();
        let (writer, reader) = open_data_folder(&config.data, purpose(config.mode), disk.clone()).unwrap();
        let state = AppState::over(config, Clock::standing(MORNING), writer, reader).unwrap();
        let router = serve::app(state.clone()).unwrap();
        Self { state, team: TeamId(random::id().unwrap()), disk, router, _folder: folder }
    }

    /// The server is stopped and started again over the same data. Who was logged in must choose who they are once more.
    pub(crate) async fn start_again(&mut self) {
        self.state.stopping.cancel();
        self.state.store.close().await;
        self.state = AppState::open((*self.state.config).clone(), Clock::standing(MORNING)).unwrap();
        self.router = serve::app(self.state.clone()).unwrap();
    }

    /// The disk has no room for anything more.
    pub(crate) fn fill_disk(&self) {
        self.disk.set(NonZeroU32::MIN);
    }

    /// There is room again.
    pub(crate) fn empty_disk(&self) {
        self.disk.lift();
    }

    pub(crate) fn pass(&self, seconds: i64) {
        self.state.clock.advance(seconds);
    }

    /// A member with [`PASSWORD`].
    pub(crate) async fn member(&self, username: &str, role: Role) -> Member {
        let hash = self.state.door.passwords.hash(PASSWORD.to_owned()).await.unwrap();
        let new = NewMember {
            id: MemberId(random::id().unwrap()),
            team: self.team,
            role,
            name: format!("{username} de Vries"),
            username: username.parse().unwrap(),
            organisation: None,
            discipline: String::new(),
            phone: String::new(),
            password: Some(PasswordHash(hash)),
        };
        self.state.accounts.create_member(new, MORNING).await.unwrap()
    }

    /// A browser that nobody has used yet.
    pub(crate) fn browser(&self) -> Browser {
        static DEVICES: AtomicU64 = AtomicU64::new(1);
        Browser {
            router: self.router.clone(),
            device: format!("{:032x}", DEVICES.fetch_add(1, Ordering::Relaxed)),
            cookie: None,
            origin: Some(format!("http://{HOST}")),
            address: [192, 0, 2, 1].into(),
            language: None,
        }
    }

    /// A browser in which this member is logged in.
    pub(crate) async fn logged_in(&self, username: &str) -> Browser {
        let mut browser = self.browser();
        assert_eq!(browser.log_in(username, PASSWORD).await.status, StatusCode::CREATED);
        browser
    }

    /// A browser in which this person of the demonstration was chosen.
    pub(crate) async fn chosen(&self, username: &str) -> Browser {
        let mut browser = self.browser();
        let person = demo::id(username).to_string();
        let body = json!({ "person": person, "device": browser.device });
        assert_eq!(browser.post("/api/v1/demo/sessions", &body).await.status, StatusCode::CREATED);
        browser
    }
}

/// A browser: keeps its cookie and says where it comes from.
#[derive(Clone)]
pub(crate) struct Browser {
    router: Router,
    pub(crate) device: String,
    pub(crate) cookie: Option<String>,
    pub(crate) origin: Option<String>,
    pub(crate) address: IpAddr,
    pub(crate) language: Option<&'static str>,
}

/// What came back.
pub(crate) struct Answer {
    pub(crate) status: StatusCode,
    pub(crate) headers: HeaderMap,
    pub(crate) body: Vec<u8>,
}

impl Answer {
    pub(crate) fn json(&self) -> Value {
        serde_json::from_slice(&self.body).unwrap()
    }

    pub(crate) fn text(&self) -> &str {
        std::str::from_utf8(&self.body).unwrap()
    }

    pub(crate) fn header(&self, name: &str) -> &str {
        self.headers.get(name).map_or("", |value| value.to_str().unwrap())
    }

    /// The status and code of a problem.
    pub(crate) fn problem(&self) -> (u16, String) {
        assert_eq!(self.header("content-type"), "application/problem+json");
        let problem = self.json();
        assert_eq!(problem["status"], self.status.as_u16());
        (self.status.as_u16(), problem["code"].as_str().unwrap().to_owned())
    }
}

impl Browser {
    pub(crate) async fn log_in(&mut self, username: &str, password: &str) -> Answer {
        let body = json!({ "username": username, "password": password, "device": self.device });
        self.post("/api/v1/sessions", &body).await
    }

    pub(crate) async fn get(&mut self, path: &str) -> Answer {
        self.ask(Method::GET, path, &[], Body::empty()).await
    }

    pub(crate) async fn get_with(&mut self, path: &str, headers: &[(&str, &str)]) -> Answer {
        self.ask(Method::GET, path, headers, Body::empty()).await
    }

    pub(crate) async fn delete(&mut self, path: &str) -> Answer {
        self.ask(Method::DELETE, path, &[], Body::empty()).await
    }

    pub(crate) async fn post(&mut self, path: &str, body: &Value) -> Answer {
        let json = [("content-type", "application/json")];
        self.ask(Method::POST, path, &json, Body::from(body.to_string())).await
    }

    pub(crate) async fn put(&mut self, path: &str, body: &Value) -> Answer {
        let json = [("content-type", "application/json")];
        self.ask(Method::PUT, path, &json, Body::from(body.to_string())).await
    }

    pub(crate) async fn ask(&mut self, method: Method, path: &str, headers: &[(&str, &str)], body: Body) -> Answer {
        let mut request = Request::builder().method(method).uri(path).header(header::HOST, HOST);
        for (name, value) in headers {
            request = request.header(*name, *value);
        }
        for (name, value) in [
            (header::COOKIE, self.cookie.clone()),
            (header::ORIGIN, self.origin.clone()),
            (header::ACCEPT_LANGUAGE, self.language.map(str::to_owned)),
        ] {
            if let Some(value) = value {
                request = request.header(name, value);
            }
        }
        let from = ConnectInfo(SocketAddr::from((self.address, 40_000)));
        let request = request.extension(from).body(body).unwrap();
        let response = self.router.clone().oneshot(request).await.unwrap();
        let (head, body) = response.into_parts();
        if let Some(cookie) = head.headers.get(header::SET_COOKIE) {
            let pair = cookie.to_str().unwrap().split(';').next().unwrap();
            self.cookie = (!pair.ends_with('=')).then(|| pair.to_owned());
        }
        if path.starts_with("/api/") {
            assert_eq!(head.headers["api-version"], "1.0.0", "{path}: on every answer");
        }
        let body = body.collect().await.unwrap().to_bytes().to_vec();
        Answer { status: head.status, headers: head.headers, body }
    }
}
