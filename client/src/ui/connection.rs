//! Whether there is a connection, as screens say it: a try that fails does not make their words come and go, and the rows
//! below them jump.

use leptos::prelude::*;

use super::context::notebook;
use crate::state::sync_status::Link;

/// True while there is no connection. To be asked for while a screen is drawn.
#[must_use]
pub fn is_lost() -> Memo<bool> {
    let status = notebook().sync_status();
    Memo::new(move |before: Option<&bool>| {
        status.with(|status| is_without(status.link, before.is_some_and(|before| *before)))
    })
}

/// Is there no connection? One that is being tried again, after there was none, is not there yet.
const fn is_without(link: Link, before: bool) -> bool {
    match link {
        Link::Offline => true,
        Link::Connecting => before,
        Link::Online | Link::ReadOnly | Link::SessionOver | Link::Outdated => false,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_try_does_not_make_it_come_and_go() {
        assert!(is_without(Link::Offline, false));
        assert!(is_without(Link::Connecting, true), "it is tried again");
        assert!(!is_without(Link::Connecting, false), "the app has just been opened");
        assert!(!is_without(Link::Online, true));
    }
}
