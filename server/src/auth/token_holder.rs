//! Who connects with a token for one document.

use std::time::Duration;

use buurtboek_shared::{domain::role::Principal, ids::DocId};
use thiserror::Error;

use super::{
    accounts::{AccountError, DocToken},
    door::Door,
    endings::AT_LEAST_EVERY,
    tokens::Token,
};

/// Whoever connects, by a token that is valid now.
#[derive(Clone, Debug)]
pub struct TokenHolder {
    /// Whose token it is.
    pub principal: Principal,
    /// What it allows.
    pub grants: DocToken,
    token: Token,
}

/// Why a token opens nothing.
#[derive(Debug, Error)]
pub enum TokenRefused {
    /// There is no such token, or not any more.
    #[error("no such token")]
    Invalid,
    /// It is for another document.
    #[error("a token for another document")]
    OtherDocument,
    /// The accounts cannot be read.
    #[error(transparent)]
    Account(#[from] AccountError),
}

/// Why sockets under a token must close.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum TokenEnd {
    /// It was revoked or ran out, its session ended, or its member left.
    Over,
    /// The server stops.
    Stopping,
}

impl TokenHolder {
    /// The holder of this token, when it is for this document.
    ///
    /// # Errors
    /// [`TokenRefused`].
    pub fn find(door: &Door, shown: &str, doc: DocId) -> Result<Self, TokenRefused> {
        let token = Token::shown(shown);
        match door.accounts.doc_token(token.hash(), door.clock.now())? {
            Some((grants, _)) if grants.doc != doc => Err(TokenRefused::OtherDocument),
            Some((grants, member)) => Ok(Self { principal: member.principal(), grants, token }),
            None => Err(TokenRefused::Invalid),
        }
    }

    /// Resolves when sockets under this token must close. Watching begins at the call, and the token is looked up once
    /// more after that, so that no revocation falls in between.
    pub fn watch(&self, door: &Door) -> impl Future<Output = TokenEnd> + Send + use<> {
        let mut endings = door.endings.listen();
        let (door, holder) = (door.clone(), self.clone());
        async move {
            while holder.is_valid(&door) {
                tokio::select! {
                    () = door.stopping.cancelled() => return TokenEnd::Stopping,
                    () = tokio::time::sleep(holder.next_look(&door)) => {}
                    _ = endings.changed() => {}
                }
            }
            TokenEnd::Over
        }
    }

    /// A store that cannot be read ends it: the provider comes back and asks again.
    fn is_valid(&self, door: &Door) -> bool {
        door.accounts.doc_token(self.token.hash(), door.clock.now()).is_ok_and(|found| found.is_some())
    }

    /// Until it ends by itself, or is to be looked at again; never so short that an almost equal clock spins.
    fn next_look(&self, door: &Door) -> Duration {
        let millis = (self.grants.expires - door.clock.now()).max(100);
        Duration::from_millis(millis.unsigned_abs()).min(AT_LEAST_EVERY)
    }
}
