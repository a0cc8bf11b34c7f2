//! Every error of the API in one place: which status it has, and what a person reads, in Dutch or English (RFC 9457).

use std::error::Error as StdError;

use axum::{
    Json,
    extract::{Request, rejection::JsonRejection},
    http::{HeaderValue, StatusCode, header},
    middleware::Next,
    response::{IntoResponse, Response},
};
use buurtboek_shared::domain::refusal::Reason;
use serde::Serialize;
use thiserror::Error;
use utoipa::ToSchema;

use crate::{
    auth::{
        accounts::{AccountError, Subject},
        login::LoginError,
        sessions::SessionError,
    },
    deputy::DeputyError,
    directory::PublishError,
    store::{CommitError, ReadError},
};

/// Why a request was not done.
#[derive(Debug, Error)]
pub enum ApiError {
    /// No session, or one that has ended.
    #[error("not logged in")]
    NotLoggedIn,
    /// The user name or the password is wrong; the answer does not say which.
    #[error("wrong user name or password")]
    WrongCredentials,
    /// Too many wrong passwords.
    #[error("too many attempts; wait {minutes} minutes")]
    TooManyAttempts {
        /// Whole minutes to wait.
        minutes: u32,
    },
    /// The page that asks is another site's.
    #[error("foreign origin")]
    ForeignOrigin,
    /// The app on this device belongs to another member: it must draw an id of its own for this one.
    #[error("device of another member")]
    DeviceOfAnother,
    /// This device was revoked.
    #[error("device revoked")]
    DeviceRevoked,
    /// Not there, or not for this person: the two answer alike.
    #[error("absent")]
    Absent,
    /// The thing is there and does not take this method.
    #[error("method not allowed")]
    MethodNotAllowed,
    /// A value that is not allowed.
    #[error("`{name}` is not valid: {allowed}")]
    Invalid {
        /// Its name.
        name: &'static str,
        /// What is allowed.
        allowed: &'static str,
    },
    /// The body is not what it should be.
    #[error("the body is not valid: {0}")]
    Body(#[from] JsonRejection),
    /// The body is longer than it may be.
    #[error("larger than {most} bytes")]
    TooLarge {
        /// What it may have, in bytes.
        most: usize,
    },
    /// As much of this member is kept in quarantine as may be.
    #[error("the quarantine of this member is full")]
    QuarantineFull,
    /// The store takes no writing now.
    #[error("the server is read-only")]
    ReadOnly,
    /// The server has as many sockets as it may.
    #[error("the server is full")]
    Full,
    /// The server failed.
    #[error("the server failed: {0}")]
    Failed(#[source] Box<dyn StdError + Send + Sync>),
}

impl ApiError {
    /// The server failed because of this.
    pub fn failed(cause: impl StdError + Send + Sync + 'static) -> Self {
        Self::Failed(Box::new(cause))
    }

    fn status(&self) -> StatusCode {
        match self {
            Self::NotLoggedIn | Self::WrongCredentials => StatusCode::UNAUTHORIZED,
            Self::TooManyAttempts { .. } => StatusCode::TOO_MANY_REQUESTS,
            Self::ForeignOrigin | Self::DeviceRevoked => StatusCode::FORBIDDEN,
            Self::DeviceOfAnother => StatusCode::CONFLICT,
            Self::Absent => StatusCode::NOT_FOUND,
            Self::MethodNotAllowed => StatusCode::METHOD_NOT_ALLOWED,
            Self::Invalid { .. } => StatusCode::BAD_REQUEST,
            Self::Body(rejection) => match rejection.status() {
                status @ (StatusCode::PAYLOAD_TOO_LARGE | StatusCode::UNSUPPORTED_MEDIA_TYPE) => status,
                _ => StatusCode::BAD_REQUEST,
            },
            Self::TooLarge { .. } => StatusCode::PAYLOAD_TOO_LARGE,
            Self::QuarantineFull => StatusCode::INSUFFICIENT_STORAGE,
            Self::ReadOnly | Self::Full => StatusCode::SERVICE_UNAVAILABLE,
            Self::Failed(_) => StatusCode::INTERNAL_SERVER_ERROR,
        }
    }

    /// The word by which a client tells errors apart.
    #[must_use]
    pub const fn code(&self) -> &'static str {
        match self {
            Self::NotLoggedIn => "not-logged-in",
            Self::WrongCredentials => "wrong-credentials",
            Self::TooManyAttempts { .. } => "too-many-attempts",
            Self::ForeignOrigin => "foreign-origin",
            Self::DeviceOfAnother => "device-of-another",
            Self::DeviceRevoked => "device-revoked",
            Self::Absent => "absent",
            Self::MethodNotAllowed => "method-not-allowed",
            Self::Invalid { .. } | Self::Body(_) => "invalid",
            Self::TooLarge { .. } => "too-large",
            Self::QuarantineFull => "quarantine-full",
            Self::ReadOnly => "read-only",
            Self::Full => "full",
            Self::Failed(_) => "failed",
        }
    }

    fn title(&self, language: Language) -> &'static str {
        let (dutch, english) = match self {
            Self::NotLoggedIn => ("Log opnieuw in.", "Log in again."),
            Self::WrongCredentials => {
                ("Gebruikersnaam of wachtwoord klopt niet.", "User name or password is not right.")
            }
            Self::TooManyAttempts { .. } => ("Te vaak geprobeerd.", "Tried too often."),
            Self::ForeignOrigin => {
                ("Dit verzoek komt van een andere website.", "This request comes from another site.")
            }
            Self::DeviceOfAnother => ("Deze app hoort bij iemand anders.", "This app belongs to somebody else."),
            Self::DeviceRevoked => ("Dit apparaat heeft geen toegang meer.", "This device has no access any more."),
            Self::Absent => ("U heeft geen toegang, of dit bestaat niet.", "You have no access, or it does not exist."),
            Self::MethodNotAllowed => ("Dit kan hier niet.", "This cannot be done here."),
            Self::Invalid { .. } | Self::Body(_) => ("Het verzoek klopt niet.", "The request is not right."),
            Self::TooLarge { .. } => ("Dit is te groot.", "This is too large."),
            Self::QuarantineFull => ("Er is al veel van dit apparaat bewaard.", "Much of this device is kept already."),
            Self::ReadOnly => ("De server kan nu niet opslaan.", "The server cannot store anything now."),
            Self::Full => ("De server is vol. Probeer het later.", "The server is full. Try again later."),
            Self::Failed(_) => ("Dit lukte niet. Er is niets veranderd.", "This failed. Nothing was changed."),
        };
        match language {
            Language::Dutch => dutch,
            Language::English => english,
        }
    }

    fn detail(&self, language: Language) -> Option<String> {
        match (self, language) {
            (Self::TooManyAttempts { minutes: 1 }, Language::Dutch) => Some("Wacht 1 minuut.".to_owned()),
            (Self::TooManyAttempts { minutes: 1 }, Language::English) => Some("Wait 1 minute.".to_owned()),
            (Self::TooManyAttempts { minutes }, Language::Dutch) => Some(format!("Wacht {minutes} minuten.")),
            (Self::TooManyAttempts { minutes }, Language::English) => Some(format!("Wait {minutes} minutes.")),
            (Self::Invalid { name, allowed }, _) => Some(format!("{name}: {allowed}")),
            (Self::Body(rejection), _) => Some(rejection.body_text()),
            (Self::TooLarge { most }, Language::Dutch) => Some(format!("Hoogstens {most} bytes.")),
            (Self::TooLarge { most }, Language::English) => Some(format!("At most {most} bytes.")),
            (
                Self::NotLoggedIn
                | Self::WrongCredentials
                | Self::ForeignOrigin
                | Self::DeviceOfAnother
                | Self::DeviceRevoked
                | Self::Absent
                | Self::MethodNotAllowed
                | Self::QuarantineFull
                | Self::ReadOnly
                | Self::Full
                | Self::Failed(_),
                _,
            ) => None,
        }
    }

    const fn wait_minutes(&self) -> Option<u32> {
        match self {
            Self::TooManyAttempts { minutes } => Some(*minutes),
            Self::NotLoggedIn
            | Self::WrongCredentials
            | Self::ForeignOrigin
            | Self::DeviceOfAnother
            | Self::DeviceRevoked
            | Self::Absent
            | Self::MethodNotAllowed
            | Self::Invalid { .. }
            | Self::Body(_)
            | Self::TooLarge { .. }
            | Self::QuarantineFull
            | Self::ReadOnly
            | Self::Full
            | Self::Failed(_) => None,
        }
    }

    /// How long a client should wait before it tries again, in seconds.
    const fn retry_after(&self) -> Option<u32> {
        match self {
            Self::TooManyAttempts { minutes } => Some(minutes.saturating_mul(60)),
            Self::ReadOnly | Self::Full => Some(30),
            Self::QuarantineFull => Some(24 * 60 * 60),
            Self::NotLoggedIn
            | Self::WrongCredentials
            | Self::ForeignOrigin
            | Self::DeviceOfAnother
            | Self::DeviceRevoked
            | Self::Absent
            | Self::MethodNotAllowed
            | Self::Invalid { .. }
            | Self::Body(_)
            | Self::TooLarge { .. }
            | Self::Failed(_) => None,
        }
    }
}

impl From<AccountError> for ApiError {
    fn from(error: AccountError) -> Self {
        match error {
            AccountError::DeviceOfAnother => Self::DeviceOfAnother,
            AccountError::DeviceRevoked => Self::DeviceRevoked,
            AccountError::Absent(Subject::Session) | AccountError::SessionOfAnotherDevice => Self::NotLoggedIn,
            AccountError::Absent(
                Subject::Organisation
                | Subject::Team
                | Subject::Neighbourhood
                | Subject::Member
                | Subject::Username
                | Subject::Device
                | Subject::Document,
            ) => Self::Absent,
            AccountError::Store(CommitError::Storage(_)) => Self::ReadOnly,
            AccountError::Taken(_) | AccountError::Store(_) | AccountError::Read(_) => Self::failed(error),
        }
    }
}

impl From<DeputyError> for ApiError {
    fn from(error: DeputyError) -> Self {
        match error {
            DeputyError::Account(error) => error.into(),
            DeputyError::Publish(PublishError::Commit(CommitError::Storage(_)))
            | DeputyError::Grants(Reason::ReadOnly) => Self::ReadOnly,
            DeputyError::Publish(_) | DeputyError::Grants(_) => Self::failed(error),
        }
    }
}

impl From<SessionError> for ApiError {
    fn from(error: SessionError) -> Self {
        match error {
            SessionError::NotLoggedIn => Self::NotLoggedIn,
            SessionError::Account(error) => error.into(),
        }
    }
}

impl From<LoginError> for ApiError {
    fn from(error: LoginError) -> Self {
        match error {
            LoginError::Wrong => Self::WrongCredentials,
            LoginError::LockedOut { minutes } => Self::TooManyAttempts { minutes },
            LoginError::Account(error) => error.into(),
            LoginError::Password(_) | LoginError::Randomness(_) => Self::failed(error),
        }
    }
}

impl From<ReadError> for ApiError {
    fn from(error: ReadError) -> Self {
        Self::failed(error)
    }
}

/// The body of an error, `application/problem+json`.
#[derive(Clone, Debug, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct Problem {
    /// `urn:problem-type:buurtboek:` and the code.
    #[serde(rename = "type")]
    pub kind: String,
    /// What a person reads.
    pub title: &'static str,
    /// The HTTP status.
    pub status: u16,
    /// The word by which a client tells errors apart.
    pub code: &'static str,
    /// More about this one case.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub detail: Option<String>,
    /// Whole minutes to wait, after too many attempts.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub wait_minutes: Option<u32>,
}

#[derive(Clone, Copy)]
enum Language {
    Dutch,
    English,
}

/// An error on its way to [`render`], which knows the reader's language.
#[derive(Clone)]
struct Pending([Problem; 2]);

impl IntoResponse for ApiError {
    fn into_response(self) -> Response {
        if let Self::Failed(cause) = &self {
            tracing::error!(cause = %cause, "a request failed");
        }
        let problem = |language| Problem {
            kind: format!("urn:problem-type:buurtboek:{}", self.code()),
            title: self.title(language),
            status: self.status().as_u16(),
            code: self.code(),
            detail: self.detail(language),
            wait_minutes: self.wait_minutes(),
        };
        let mut response = self.status().into_response();
        response.extensions_mut().insert(Pending([problem(Language::Dutch), problem(Language::English)]));
        if let Some(seconds) = self.retry_after() {
            response.headers_mut().insert(header::RETRY_AFTER, HeaderValue::from(seconds));
        }
        response
    }
}

/// Middleware: gives errors their body in the reader's language, Dutch unless English is asked for first.
pub(super) async fn render(request: Request, next: Next) -> Response {
    let language = language(request.headers().get(header::ACCEPT_LANGUAGE));
    let mut response = next.run(request).await;
    let Some(Pending([dutch, english])) = response.extensions_mut().remove::<Pending>() else { return response };
    let (problem, tag) = match language {
        Language::Dutch => (dutch, "nl"),
        Language::English => (english, "en"),
    };
    let (mut head, _) = response.into_parts();
    let (json_head, body) = Json(problem).into_response().into_parts();
    head.headers.extend(json_head.headers);
    head.headers.insert(header::CONTENT_TYPE, HeaderValue::from_static("application/problem+json"));
    head.headers.insert(header::CONTENT_LANGUAGE, HeaderValue::from_static(tag));
    head.headers.insert(header::CACHE_CONTROL, HeaderValue::from_static("no-store"));
    Response::from_parts(head, body)
}

fn language(accepted: Option<&HeaderValue>) -> Language {
    let first = accepted.and_then(|value| value.to_str().ok()).and_then(|list| {
        list.split([',', ';'])
            .map(|tag| tag.trim().get(..2).unwrap_or("").to_ascii_lowercase())
            .find(|tag| tag == "nl" || tag == "en")
    });
    match first.as_deref() {
        Some("en") => Language::English,
        Some(_) | None => Language::Dutch,
    }
}
