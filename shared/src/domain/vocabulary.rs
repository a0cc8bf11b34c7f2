//! How a closed list of answers is written down: one code each, the same in an entry, on the wire and in a choice field.

/// Makes an enum of answers, each with its code, in the order of the screen.
macro_rules! vocabulary {
    ($(#[$doc:meta])* $name:ident { $($(#[$variant_doc:meta])* $variant:ident = $code:literal),+ $(,)? }) => {
        $(#[$doc])*
        #[derive(
            Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, serde::Serialize, serde::Deserialize,
        )]
        pub enum $name { $($(#[$variant_doc])* #[serde(rename = $code)] $variant),+ }

        impl $name {
            /// Every answer, in the order of the list.
            pub const ALL: &'static [Self] = &[$(Self::$variant),+];

            /// The code in a choice entry.
            #[must_use]
            pub const fn code(self) -> &'static str {
                match self { $(Self::$variant => $code),+ }
            }

            /// The answer with this code.
            #[must_use]
            pub fn from_code(code: &str) -> Option<Self> {
                Self::ALL.iter().copied().find(|answer| answer.code() == code)
            }
        }
    };
}

pub(crate) use vocabulary;
