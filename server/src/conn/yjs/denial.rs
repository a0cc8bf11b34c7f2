//! How a stock client is told that a change was in vain.

use buurtboek_shared::domain::refusal::Reason;

/// Why a change is in vain.
#[derive(Clone, Copy, Debug)]
pub(super) enum Denial {
    /// The token only reads.
    TokenReads,
    /// The gate does not let it through.
    Refused(Reason),
}

impl Denial {
    /// What is counted.
    pub(super) const fn reason(self) -> Reason {
        match self {
            Self::TokenReads => Reason::NoAccess,
            Self::Refused(reason) => reason,
        }
    }

    /// A code for programs, and words for whoever reads the provider's warning.
    pub(super) fn words(self) -> String {
        match self {
            Self::TokenReads => "token_reads: this token reads only; the change was not kept".to_owned(),
            Self::Refused(reason) => format!("{}: {reason}; the change was not kept", reason.code()),
        }
    }
}
