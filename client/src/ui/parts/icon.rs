//! Outline icons, 24 by 24, always beside a word.
//!
//! The paths are those of Tabler Icons 3.51.0, copyright Paweł Kuna, under the MIT licence (see `third-party/tabler-icons-LICENSE`).

use leptos::prelude::*;

/// An icon, named after what it says.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Icon {
    /// Something needs attention.
    Alarm,
    /// Back.
    ArrowLeft,
    /// Done.
    Check,
    /// Opens or unfolds.
    ChevronRight,
    /// Waits.
    Clock,
    /// Synchronised.
    CloudCheck,
    /// No connection.
    CloudOff,
    /// On its way to the server.
    CloudUp,
    /// Copy.
    Copy,
    /// On this device.
    Device,
    /// Dossiers.
    Folder,
    /// Inbox.
    Inbox,
    /// Something to know.
    Info,
    /// Kept on this device.
    Kept,
    /// Language.
    Language,
    /// Signals.
    List,
    /// Cannot be changed.
    Lock,
    /// Log out.
    LogOut,
    /// More.
    Menu,
    /// A note.
    Notebook,
    /// Write, change.
    Pencil,
    /// Call.
    Phone,
    /// New.
    Plus,
    /// Try again.
    Refresh,
    /// Search.
    Search,
    /// Delete.
    Trash,
    /// A person.
    User,
    /// People.
    Users,
}

impl Icon {
    /// The outline, as the data of one SVG path.
    #[must_use]
    pub const fn path(self) -> &'static str {
        match self {
            Self::Alarm => {
                "M12 9v4 M10.363 3.591l-8.106 13.534a1.914 1.914 0 0 0 1.636 2.871h16.214a1.914 1.914 0 0 0 1.636-2.87l-8.106-13.536a1.914 1.914 0 0 0-3.274 0 M12 16h.01"
            }
            Self::ArrowLeft => "M5 12l14 0 M5 12l6 6 M5 12l6-6",
            Self::Check => "M5 12l5 5l10-10",
            Self::ChevronRight => "M9 6l6 6l-6 6",
            Self::Clock => "M3 12a9 9 0 1 0 18 0a9 9 0 0 0-18 0 M12 7v5l3 3",
            Self::CloudCheck => {
                "M11 18.004h-4.343c-2.572-.004-4.657-2.011-4.657-4.487c0-2.475 2.085-4.482 4.657-4.482c.393-1.762 1.794-3.2 3.675-3.773c1.88-.572 3.956-.193 5.444 1c1.488 1.19 2.162 3.007 1.77 4.769h.99c1.388 0 2.585 .82 3.138 2.007 M15 19l2 2l4-4"
            }
            Self::CloudOff => {
                "M9.58 5.548c.24-.11 .492-.207 .752-.286c1.88-.572 3.956-.193 5.444 1c1.488 1.19 2.162 3.007 1.77 4.769h.99c1.913 0 3.464 1.56 3.464 3.486c0 .957-.383 1.824-1.003 2.454m-2.997 1.033h-11.343c-2.572-.004-4.657-2.011-4.657-4.487c0-2.475 2.085-4.482 4.657-4.482c.13-.582 .37-1.128 .7-1.62 M3 3l18 18"
            }
            Self::CloudUp => "M7 18a4.6 4.4 0 0 1 0-9a5 4.5 0 0 1 11 2h1a3.5 3.5 0 0 1 0 7h-1 M9 15l3-3l3 3 M12 12l0 9",
            Self::Copy => {
                "M7 9.667a2.667 2.667 0 0 1 2.667-2.667h8.666a2.667 2.667 0 0 1 2.667 2.667v8.666a2.667 2.667 0 0 1-2.667 2.667h-8.666a2.667 2.667 0 0 1-2.667-2.667l0-8.666 M4.012 16.737a2.005 2.005 0 0 1-1.012-1.737v-10c0-1.1 .9-2 2-2h10c.75 0 1.158 .385 1.5 1"
            }
            Self::Device => {
                "M6 5a2 2 0 0 1 2-2h8a2 2 0 0 1 2 2v14a2 2 0 0 1-2 2h-8a2 2 0 0 1-2-2v-14 M11 4h2 M12 17v.01"
            }
            Self::Folder => "M5 4h4l3 3h7a2 2 0 0 1 2 2v8a2 2 0 0 1-2 2h-14a2 2 0 0 1-2-2v-11a2 2 0 0 1 2-2",
            Self::Inbox => {
                "M4 6a2 2 0 0 1 2-2h12a2 2 0 0 1 2 2v12a2 2 0 0 1-2 2h-12a2 2 0 0 1-2-2l0-12 M4 13h3l3 3h4l3-3h3"
            }
            Self::Info => "M3 12a9 9 0 1 0 18 0a9 9 0 0 0-18 0 M12 9h.01 M11 12h1v4h1",
            Self::Kept => {
                "M6 4h10l4 4v10a2 2 0 0 1-2 2h-12a2 2 0 0 1-2-2v-12a2 2 0 0 1 2-2 M10 14a2 2 0 1 0 4 0a2 2 0 1 0-4 0 M14 4l0 4l-6 0l0-4"
            }
            Self::Language => {
                "M9 6.371c0 4.418-2.239 6.629-5 6.629 M4 6.371h7 M5 9c0 2.144 2.252 3.908 6 4 M12 20l4-9l4 9 M19.1 18h-6.2 M6.694 3l.793 .582"
            }
            Self::List => {
                "M13 5h8 M13 9h5 M13 15h8 M13 19h5 M3 5a1 1 0 0 1 1-1h4a1 1 0 0 1 1 1v4a1 1 0 0 1-1 1h-4a1 1 0 0 1-1-1l0-4 M3 15a1 1 0 0 1 1-1h4a1 1 0 0 1 1 1v4a1 1 0 0 1-1 1h-4a1 1 0 0 1-1-1l0-4"
            }
            Self::Lock => {
                "M5 13a2 2 0 0 1 2-2h10a2 2 0 0 1 2 2v6a2 2 0 0 1-2 2h-10a2 2 0 0 1-2-2v-6 M11 16a1 1 0 1 0 2 0a1 1 0 0 0-2 0 M8 11v-4a4 4 0 1 1 8 0v4"
            }
            Self::LogOut => {
                "M14 8v-2a2 2 0 0 0-2-2h-7a2 2 0 0 0-2 2v12a2 2 0 0 0 2 2h7a2 2 0 0 0 2-2v-2 M9 12h12l-3-3 M18 15l3-3"
            }
            Self::Menu => "M4 6l16 0 M4 12l16 0 M4 18l16 0",
            Self::Notebook => {
                "M6 4h11a2 2 0 0 1 2 2v12a2 2 0 0 1-2 2h-11a1 1 0 0 1-1-1v-14a1 1 0 0 1 1-1m3 0v18 M13 8l2 0 M13 12l2 0"
            }
            Self::Pencil => "M4 20h4l10.5-10.5a2.828 2.828 0 1 0-4-4l-10.5 10.5v4 M13.5 6.5l4 4",
            Self::Phone => {
                "M5 4h4l2 5l-2.5 1.5a11 11 0 0 0 5 5l1.5-2.5l5 2v4a2 2 0 0 1-2 2a16 16 0 0 1-15-15a2 2 0 0 1 2-2"
            }
            Self::Plus => "M12 5l0 14 M5 12l14 0",
            Self::Refresh => "M20 11a8.1 8.1 0 0 0-15.5-2m-.5-4v4h4 M4 13a8.1 8.1 0 0 0 15.5 2m.5 4v-4h-4",
            Self::Search => "M3 10a7 7 0 1 0 14 0a7 7 0 1 0-14 0 M21 21l-6-6",
            Self::Trash => {
                "M4 7l16 0 M10 11l0 6 M14 11l0 6 M5 7l1 12a2 2 0 0 0 2 2h8a2 2 0 0 0 2-2l1-12 M9 7v-3a1 1 0 0 1 1-1h4a1 1 0 0 1 1 1v3"
            }
            Self::User => "M8 7a4 4 0 1 0 8 0a4 4 0 0 0-8 0 M6 21v-2a4 4 0 0 1 4-4h4a4 4 0 0 1 4 4v2",
            Self::Users => {
                "M5 7a4 4 0 1 0 8 0a4 4 0 1 0-8 0 M3 21v-2a4 4 0 0 1 4-4h4a4 4 0 0 1 4 4v2 M16 3.13a4 4 0 0 1 0 7.75 M21 21v-2a4 4 0 0 0-3-3.85"
            }
        }
    }
}

/// Draws an icon; hidden from screen readers, since the word beside it says the same.
#[component]
pub fn IconMark(
    /// Which one.
    #[prop(into)]
    icon: Signal<Icon>,
) -> impl IntoView {
    view! {
        <svg class="bb-icon" viewBox="0 0 24 24" aria-hidden="true" focusable="false">
            <path d=move || icon.get().path()></path>
        </svg>
    }
}
