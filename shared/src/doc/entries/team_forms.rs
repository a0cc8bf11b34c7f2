//! The entries of triages, dossiers and notes as plain maps. A volunteer's phone reads and writes none of these: with the
//! feature `team-later` the code for them is known only after [`know_team_forms`], so that it can come with the pages of
//! the team. Without it, as in the server, it is always known.

use std::sync::OnceLock;

use yrs::{Any, encoding::serde::to_any};

use super::{Entry, exact};
use crate::doc::schema::EntryForm;

/// How such entries are read and written.
pub(super) struct TeamForms {
    /// Reads a plain value strictly; none when it has another form.
    pub(super) read: fn(EntryForm, &Any) -> Option<Entry>,
    /// The plain map; none when a number in it does not fit.
    pub(super) plain: fn(&Entry) -> Option<Any>,
}

static KNOWN: OnceLock<TeamForms> = OnceLock::new();

/// From here on entries of the team's documents can be read and written.
pub fn know_team_forms() {
    let _again = KNOWN.set(TeamForms { read, plain });
}

pub(super) fn team_forms() -> Option<&'static TeamForms> {
    #[cfg(not(feature = "team-later"))]
    know_team_forms();
    KNOWN.get()
}

fn read(form: EntryForm, value: &Any) -> Option<Entry> {
    match form {
        EntryForm::Choice => exact(value).map(Entry::Choice),
        EntryForm::Remark => exact(value).map(Entry::Remark),
        EntryForm::Person => exact(value).map(Entry::Person),
        EntryForm::Wish => exact(value).map(Entry::Wish),
        EntryForm::NoteAddition => exact(value).map(Entry::NoteAddition),
        EntryForm::Transition => exact(value).map(Entry::Transition),
        EntryForm::Attempt => exact(value).map(Entry::Attempt),
        EntryForm::VisitEvent => exact(value).map(Entry::VisitEvent),
        EntryForm::Agreement => exact(value).map(Entry::Agreement),
        EntryForm::Question => exact(value).map(Entry::Question),
        EntryForm::Seen => exact(value).map(Entry::Seen),
        EntryForm::Report | EntryForm::SignalAddition | EntryForm::Reply => None,
    }
}

fn plain(entry: &Entry) -> Option<Any> {
    match entry {
        Entry::Choice(entry) => to_any(entry).ok(),
        Entry::Remark(entry) => to_any(entry).ok(),
        Entry::Person(entry) => to_any(entry).ok(),
        Entry::Wish(entry) => to_any(entry).ok(),
        Entry::NoteAddition(entry) => to_any(entry).ok(),
        Entry::Transition(entry) => to_any(entry).ok(),
        Entry::Attempt(entry) => to_any(entry).ok(),
        Entry::VisitEvent(entry) => to_any(entry).ok(),
        Entry::Agreement(entry) => to_any(entry).ok(),
        Entry::Question(entry) => to_any(entry).ok(),
        Entry::Seen(entry) => to_any(entry).ok(),
        Entry::Report(_) | Entry::SignalAddition(_) | Entry::Reply(_) => None,
    }
}
