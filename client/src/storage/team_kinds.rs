//! Reading triages, dossiers and notes. In what ships that code comes with the pages of the team: the phone of a volunteer
//! holds no such document and fetches no code for it. Nothing else may name these functions.

use std::sync::OnceLock;

use buurtboek_shared::{doc::entries::know_team_forms, ids::DocKind};
use yrs::Transaction;

use super::{doc_view::DocView, records::Digest, summary::digest_of_team};

/// What reads the documents of the team.
#[derive(Clone, Copy, Debug)]
pub(super) struct TeamKinds {
    /// What a list shows of one.
    pub(super) digest: fn(DocKind, &Transaction<'_>) -> Option<Digest>,
    /// What one says.
    pub(super) view: fn(DocKind, &Transaction<'_>) -> Option<DocView>,
}

static HERE: OnceLock<TeamKinds> = OnceLock::new();

/// From here on documents of the team can be read.
pub fn read_team_kinds() {
    know_team_forms();
    let kinds = TeamKinds { digest: digest_of_team, view: DocView::of_team };
    let _again = HERE.set(kinds);
}

/// What reads the documents of the team; none before it is here.
pub(super) fn team_kinds() -> Option<&'static TeamKinds> {
    #[cfg(not(feature = "split"))]
    read_team_kinds();
    HERE.get()
}
