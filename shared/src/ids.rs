//! The names of things: 128 random bits each, drawn by whoever creates the thing and passed in.

use std::{fmt, str::FromStr};

use serde::{Deserialize, Deserializer, Serialize, Serializer, de};
use thiserror::Error;

/// A text that is not an identifier of the expected form.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
pub enum ParseIdError {
    /// Not exactly 32 lowercase hexadecimal digits.
    #[error("an id is 32 lowercase hexadecimal digits")]
    NotHex,
    /// Not `kind:id` with a known kind.
    #[error("a document id is kind:id, with a kind such as signal, note or dossier")]
    NotADocument,
}

/// 128 bits, shown as 32 lowercase hexadecimal digits.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Default)]
pub struct Id128(pub [u8; 16]);

impl Id128 {
    /// The id made of these random bytes.
    #[must_use]
    pub const fn from_bytes(bytes: [u8; 16]) -> Self {
        Self(bytes)
    }

    /// The bytes themselves.
    #[must_use]
    pub const fn as_bytes(&self) -> &[u8; 16] {
        &self.0
    }
}

impl fmt::Display for Id128 {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write_hex(f, &self.0)
    }
}

impl fmt::Debug for Id128 {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write_hex(f, &self.0)
    }
}

impl FromStr for Id128 {
    type Err = ParseIdError;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        read_hex(text).map(Self).ok_or(ParseIdError::NotHex)
    }
}

impl Serialize for Id128 {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        if serializer.is_human_readable() { serializer.collect_str(self) } else { self.0.serialize(serializer) }
    }
}

impl<'de> Deserialize<'de> for Id128 {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        if deserializer.is_human_readable() {
            String::deserialize(deserializer)?.parse().map_err(de::Error::custom)
        } else {
            <[u8; 16]>::deserialize(deserializer).map(Self)
        }
    }
}

macro_rules! id {
    ($(#[$doc:meta])* $name:ident) => {
        $(#[$doc])*
        #[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Default, Serialize, Deserialize)]
        #[serde(transparent)]
        pub struct $name(pub Id128);

        impl $name {
            /// The id made of these random bytes.
            #[must_use]
            pub const fn from_bytes(bytes: [u8; 16]) -> Self {
                Self(Id128(bytes))
            }
        }

        impl fmt::Display for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                fmt::Display::fmt(&self.0, f)
            }
        }

        impl fmt::Debug for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                write!(f, concat!(stringify!($name), "({})"), self.0)
            }
        }

        impl FromStr for $name {
            type Err = ParseIdError;

            fn from_str(text: &str) -> Result<Self, Self::Err> {
                text.parse().map(Self)
            }
        }
    };
}

id!(
    /// A person with an account.
    MemberId
);
id!(
    /// A neighbourhood team.
    TeamId
);
id!(
    /// An organisation that members work for.
    OrganisationId
);
id!(
    /// One installation of the app for one member.
    DeviceId
);
id!(
    /// One command, so that a repeated delivery is recognised.
    CommandId
);
id!(
    /// An entry of a list inside a document: a choice, an addition, an appointment made.
    EntryId
);
id!(
    /// One connection, for logs and for superseding.
    SessionId
);

/// What a document is: the unit of access, retention and erasure.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum DocKind {
    /// What a reporter wrote; read by that reporter only (yrs).
    Signal,
    /// The server's checked values of one signal, for the team (projection).
    Intake,
    /// What the team does about one signal (yrs and commands).
    Triage,
    /// What the team knows of one household (yrs and commands).
    Dossier,
    /// The report of one house visit (yrs and commands).
    Note,
    /// What one reporter may know of their signals (projection).
    Feedback,
    /// Members, organisations, streets (projection).
    Directory,
}

impl DocKind {
    /// Every kind, in the order of the wire.
    pub const ALL: [Self; 7] =
        [Self::Signal, Self::Intake, Self::Triage, Self::Dossier, Self::Note, Self::Feedback, Self::Directory];

    /// The word before the colon of a document's id.
    #[must_use]
    pub const fn word(self) -> &'static str {
        match self {
            Self::Signal => "signal",
            Self::Intake => "intake",
            Self::Triage => "triage",
            Self::Dossier => "dossier",
            Self::Note => "note",
            Self::Feedback => "feedback",
            Self::Directory => "directory",
        }
    }

    /// True for the kinds that are a value written whole by the server, false for those that are a yrs document.
    #[must_use]
    pub const fn is_projection(self) -> bool {
        match self {
            Self::Intake | Self::Feedback | Self::Directory => true,
            Self::Signal | Self::Triage | Self::Dossier | Self::Note => false,
        }
    }
}

/// The name of a document, shown as `kind:id`. `intake` and `triage` share the id of their signal, `feedback` has the
/// id of its reporter, `directory` that of its team.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct DocId {
    /// What it is.
    pub kind: DocKind,
    /// Which one.
    pub id: Id128,
}

impl DocId {
    /// The document of this kind with this id.
    #[must_use]
    pub const fn new(kind: DocKind, id: Id128) -> Self {
        Self { kind, id }
    }

    /// The feedback of one reporter.
    #[must_use]
    pub const fn feedback(reporter: MemberId) -> Self {
        Self::new(DocKind::Feedback, reporter.0)
    }

    /// The directory of one team.
    #[must_use]
    pub const fn directory(team: TeamId) -> Self {
        Self::new(DocKind::Directory, team.0)
    }

    /// The document of another kind about the same thing: the triage of a signal, the signal of an intake.
    #[must_use]
    pub const fn sibling(self, kind: DocKind) -> Self {
        Self::new(kind, self.id)
    }
}

impl fmt::Display for DocId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}:{}", self.kind.word(), self.id)
    }
}

impl fmt::Debug for DocId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, f)
    }
}

impl FromStr for DocId {
    type Err = ParseIdError;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        let (word, id) = text.split_once(':').ok_or(ParseIdError::NotADocument)?;
        let kind = DocKind::ALL.into_iter().find(|kind| kind.word() == word).ok_or(ParseIdError::NotADocument)?;
        Ok(Self { kind, id: id.parse()? })
    }
}

impl Serialize for DocId {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        if serializer.is_human_readable() {
            serializer.collect_str(self)
        } else {
            (self.kind, self.id).serialize(serializer)
        }
    }
}

impl<'de> Deserialize<'de> for DocId {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        if deserializer.is_human_readable() {
            String::deserialize(deserializer)?.parse().map_err(de::Error::custom)
        } else {
            <(DocKind, Id128)>::deserialize(deserializer).map(|(kind, id)| Self { kind, id })
        }
    }
}

/// The number of a row in its document: 1 is the first, 0 means nothing yet. Server order.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Default, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Seq(pub u64);

impl Seq {
    /// The row after this one.
    #[must_use]
    pub const fn next(self) -> Self {
        Self(self.0 + 1)
    }
}

/// The number of one thing that a device offers, counted per device from 1 and never used twice.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Default, Serialize, Deserialize)]
#[serde(transparent)]
pub struct BatchNo(pub u64);

impl BatchNo {
    /// Of nothing that was offered: what the server says under it, it says of itself.
    pub const NONE: Self = Self(0);
}

/// A yrs client id: fresh and random for each load of a document, below 2⁵³.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(transparent)]
pub struct YClient(pub u64);

/// A SHA-256 hash, shown in hexadecimal.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Default)]
pub struct Hash256(pub [u8; 32]);

impl Hash256 {
    /// The hash of these bytes.
    #[must_use]
    pub fn of(bytes: &[u8]) -> Self {
        use sha2::Digest as _;
        Self(sha2::Sha256::digest(bytes).into())
    }
}

impl fmt::Display for Hash256 {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write_hex(f, &self.0)
    }
}

impl fmt::Debug for Hash256 {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write_hex(f, &self.0)
    }
}

impl FromStr for Hash256 {
    type Err = ParseIdError;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        read_hex(text).map(Self).ok_or(ParseIdError::NotHex)
    }
}

impl Serialize for Hash256 {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        if serializer.is_human_readable() { serializer.collect_str(self) } else { self.0.serialize(serializer) }
    }
}

impl<'de> Deserialize<'de> for Hash256 {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        if deserializer.is_human_readable() {
            String::deserialize(deserializer)?.parse().map_err(de::Error::custom)
        } else {
            <[u8; 32]>::deserialize(deserializer).map(Self)
        }
    }
}

/// The chain value of a row: the hash over the one before it and the row's own content. All zero before row 1.
pub type Chain = Hash256;

fn write_hex(f: &mut fmt::Formatter<'_>, bytes: &[u8]) -> fmt::Result {
    bytes.iter().try_for_each(|byte| write!(f, "{byte:02x}"))
}

fn read_hex<const N: usize>(text: &str) -> Option<[u8; N]> {
    let digits = text.as_bytes();
    if digits.len() != 2 * N {
        return None;
    }
    let mut bytes = [0; N];
    for (byte, pair) in bytes.iter_mut().zip(digits.chunks_exact(2)) {
        *byte = (digit(pair[0])? << 4) | digit(pair[1])?;
    }
    Some(bytes)
}

const fn digit(character: u8) -> Option<u8> {
    match character {
        b'0'..=b'9' => Some(character - b'0'),
        b'a'..=b'f' => Some(character - b'a' + 10),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ids_read_back_what_they_show() {
        let doc = DocId::new(DocKind::Triage, Id128([0xa7; 16]));
        assert_eq!(doc.to_string(), format!("triage:{}", "a7".repeat(16)));
        assert_eq!(doc.to_string().parse(), Ok(doc));
        let json = serde_json::to_string(&doc).unwrap();
        assert_eq!(serde_json::from_str::<DocId>(&json).unwrap(), doc);
        let wire = postcard::to_allocvec(&doc).unwrap();
        assert_eq!(wire.len(), 17);
        assert_eq!(postcard::from_bytes::<DocId>(&wire).unwrap(), doc);
    }

    #[test]
    fn what_is_no_id_is_refused() {
        for text in ["", "note", "note:", "note:12", "memo:00000000000000000000000000000000"] {
            assert!(text.parse::<DocId>().is_err(), "{text}");
        }
        assert!("A0000000000000000000000000000000".parse::<Id128>().is_err(), "capitals are another spelling");
    }
}
