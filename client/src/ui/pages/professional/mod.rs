//! The pages of those who visit people.

pub mod agreement_form;
pub mod ahead;
pub mod attempt;
pub mod belonging;
pub mod calendar;
pub mod case;
pub mod dossier;
pub mod dossier_parts;
pub mod dossiers;
pub mod entry_words;
pub mod followed;
pub mod for_writers;
pub mod give_back;
pub mod links;
pub mod note;
pub mod on_device;
pub mod report_facts;
pub mod reporter_name;
pub mod safety;
pub mod signal;
pub mod signal_list;
pub mod signal_rows;
pub mod signals;
pub mod take_up;
pub mod today;
pub mod visit;
pub mod wish_form;

use buurtboek_shared::ids::DocKind;
use leptos::prelude::*;

use self::signal_list::{SignalItem, join};
use crate::ui::context::notebook;

/// Every signal of the team that is on the device.
#[must_use]
pub fn team_signals() -> Memo<Vec<SignalItem>> {
    let notebook = notebook();
    let (intakes, triages) = (notebook.list(DocKind::Intake), notebook.list(DocKind::Triage));
    Memo::new(move |_| intakes.with(|intakes| triages.with(|triages| join(intakes, triages))))
}
