//! Being somebody.

use std::{io, net::SocketAddr};

use buurtboek_shared::ids::{DeviceId, MemberId, TeamId};
use serde::Deserialize;
use serde_json::json;

use super::http::post;
use crate::tablet::Owner;

/// A session on the server.
#[derive(Clone, Debug)]
pub struct Login {
    /// Whose.
    pub owner: Owner,
    /// What a request must carry.
    pub cookie: String,
}

#[derive(Deserialize)]
struct Me {
    member: MemberId,
    team: TeamId,
}

impl Login {
    /// Chooses who to be, on this device.
    ///
    /// # Errors
    /// When the server does not let in.
    pub async fn choose(server: SocketAddr, username: &str, device: DeviceId) -> io::Result<Self> {
        let person = buurtboek_server::demo::id(username);
        let body = json!({ "person": person, "device": device });
        Self::begin(server, "/api/v1/demo/sessions", username, device, &body).await
    }

    /// Logs in with a password, on this device.
    ///
    /// # Errors
    /// When the server does not let in.
    pub async fn with_password(
        server: SocketAddr,
        username: &str,
        password: &str,
        device: DeviceId,
    ) -> io::Result<Self> {
        let body = json!({ "username": username, "password": password, "device": device });
        Self::begin(server, "/api/v1/sessions", username, device, &body).await
    }

    async fn begin(
        server: SocketAddr,
        path: &str,
        username: &str,
        device: DeviceId,
        body: &serde_json::Value,
    ) -> io::Result<Self> {
        let answer = post(server, path, body).await?;
        if answer.status != 201 {
            return Err(io::Error::other(format!("{username} is not let in: {}", answer.status)));
        }
        let cookie = answer.header("set-cookie").and_then(|cookie| cookie.split(';').next());
        let cookie = cookie.ok_or_else(|| io::Error::other("there is no cookie"))?.to_owned();
        let me: Me = answer.json()?;
        Ok(Self { owner: Owner { member: me.member, team: me.team, device }, cookie })
    }
}
