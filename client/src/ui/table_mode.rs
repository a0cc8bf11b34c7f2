//! "Tafelstand": the tablet lies on the resident's table, so what is not for their eyes is hidden. This device alone
//! knows of it, as long as the app is open.

use buurtboek_shared::{ids::Id128, small_map::SmallMap};
use leptos::prelude::*;

use super::{
    language::locale,
    parts::{
        button::{Button, Look},
        icon::{Icon, IconMark},
    },
};
use crate::{i18n::say, ui::parts::show::Show};

/// On or off.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Default)]
pub enum Table {
    /// Everything shows.
    #[default]
    Off,
    /// Reporter, worry and timeline are hidden.
    On,
}

/// The state, and what somebody chose at each visit or note. Copies are the same.
#[derive(Clone, Copy)]
pub struct TableMode {
    now: RwSignal<Table>,
    at: RwSignal<Option<Id128>>,
    chosen: RwSignal<SmallMap<Id128, Table>>,
}

impl TableMode {
    /// Off, as the app opens.
    #[must_use]
    pub fn new() -> Self {
        Self { now: RwSignal::new(Table::Off), at: RwSignal::new(None), chosen: RwSignal::new(SmallMap::new_vec()) }
    }

    /// True while it is on.
    #[must_use]
    pub fn is_on(self) -> Signal<bool> {
        Signal::derive(move || self.now.get() == Table::On)
    }

    /// A visit or a note is on the screen: it is as somebody chose there, otherwise as is usual for it. It stays so on
    /// other pages.
    pub fn at(self, place: Id128, usual: Table) {
        self.at.set(Some(place));
        let chosen = self.chosen.with_untracked(|chosen| chosen.get(&place).copied());
        let now = chosen.unwrap_or(usual);
        if self.now.get_untracked() != now {
            self.now.set(now);
        }
    }

    /// Somebody turns it on or off; at the visit or note that was on the screen last it stays that way.
    pub fn choose(self, table: Table) {
        if let Some(place) = self.at.get_untracked() {
            self.chosen.update(|chosen| {
                chosen.insert(place, table);
            });
        }
        self.now.set(table);
    }
}

impl Default for TableMode {
    fn default() -> Self {
        Self::new()
    }
}

/// The state that the app provided. To be asked for while a screen is drawn.
#[must_use]
pub fn table_mode() -> TableMode {
    expect_context::<TableMode>()
}

/// What the resident is not to read from the table.
#[component]
pub fn HiddenAtTable(
    /// What is hidden while it is on.
    children: ChildrenFn,
) -> impl IntoView {
    let is_on = table_mode().is_on();
    view! { <Show when=move || !is_on.get()>{children()}</Show> }
}

/// That things are hidden, and one tap to show them; nothing while it is off.
#[component]
pub fn TableNotice() -> impl IntoView {
    let locale = locale();
    let mode = table_mode();
    let is_on = mode.is_on();
    view! {
        <div role="status">
            <Show when=move || is_on.get()>
                <div class="bb-table-mode" data-name="table-mode">
                    <IconMark icon=Icon::Lock/>
                    <p>{say!(locale, note.table.is_on)}</p>
                    <Button look=Look::Secondary name="table-off" on_press=move || mode.choose(Table::Off)>
                        {say!(locale, note.table.leave)}
                    </Button>
                </div>
            </Show>
        </div>
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_was_chosen_for_a_note_holds_and_other_notes_are_as_usual() {
        let owner = Owner::new();
        owner.set();
        let [one, other] = [1, 2].map(|byte| Id128::from_bytes([byte; 16]));
        let mode = TableMode::new();
        let is_on = mode.is_on();
        mode.at(one, Table::On);
        assert!(is_on.get_untracked(), "a visit has begun");
        mode.choose(Table::Off);
        mode.at(one, Table::On);
        assert!(!is_on.get_untracked(), "it was turned off for this note");
        mode.at(other, Table::On);
        assert!(is_on.get_untracked(), "which says nothing of another");
        mode.choose(Table::Off);
        mode.choose(Table::On);
        mode.at(other, Table::Off);
        assert!(is_on.get_untracked(), "nor does a visit that ended turn it off under the resident's eyes");
    }
}
