//! Why the server ends a connection, and how it says so.

use axum::extract::ws::CloseFrame;
use buurtboek_shared::domain::refusal::{Reason, RefusalClass};

/// Why the server ends a connection.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum CloseReason {
    /// What came is none of this protocol's messages, or larger than any may be.
    Misbehaved,
    /// There is no such token, or not any more.
    TokenOver,
    /// The token is for another document, or its member may no longer open it.
    NoAccess,
    /// It does not read fast enough.
    TooSlow,
    /// The server stops.
    Stopping,
    /// The server cannot take or give anything now.
    Unavailable(Reason),
}

impl CloseReason {
    /// The code of the close frame. From 4400 to 4499 stock providers stay away, otherwise they come back by themselves.
    #[must_use]
    pub const fn code(self) -> u16 {
        match self {
            Self::Misbehaved => 4400,
            Self::TokenOver => 4401,
            Self::NoAccess => 4403,
            Self::TooSlow | Self::Stopping | Self::Unavailable(_) => 4503,
        }
    }

    const fn word(self) -> &'static str {
        match self {
            Self::Misbehaved => "misbehaved",
            Self::TokenOver => "token_over",
            Self::NoAccess => "no_access",
            Self::TooSlow => "too_slow",
            Self::Stopping => "stopping",
            Self::Unavailable(reason) => reason.code(),
        }
    }

    pub(super) fn frame(self) -> CloseFrame {
        CloseFrame { code: self.code(), reason: self.word().into() }
    }

    /// What it means for a connection that its document cannot be read or written.
    pub(super) const fn of(reason: Reason) -> Self {
        match reason.class() {
            RefusalClass::Refused => Self::NoAccess,
            RefusalClass::Later if matches!(reason, Reason::NoGrantYet) => Self::NoAccess,
            RefusalClass::Later | RefusalClass::Resync => Self::Unavailable(reason),
        }
    }
}
