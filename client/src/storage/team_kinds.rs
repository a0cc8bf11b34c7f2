//! Reading triages, dossiers and notes. In what ships that code comes with the pages of the team: the phone of a volunteer
//! holds no such document and fetches no code for it. Nothing else may name these functions.

use std::sync::OnceLock;

use buurtboek_shared::{
    doc::entries::{Entry, know_team_forms},
    ids::DocKind,
};
use yrs::Transaction;

use super::{doc_view::DocView, records::Digest, summary::digest_of_team, team_words::typed_by_the_team};

/// What reads the documents of the team.
#[derive(Clone, Copy, Debug)]
pub(super) struct TeamKinds {
    /// What a list shows of one.
    pub(super) digest: fn(DocKind, &Transaction<'_>) -> Option<Digest>,
    /// What one says.
    pub(super) view: fn(DocKind, &Transaction<'_>) -> Option<DocView>,
    /// What was typed in one of their entries.
    pub(super) words: fn(&Entry) -> String,
}

static HERE: OnceLock<TeamKinds> = OnceLock::new();

/// From here on documents of the team can be read.
pub fn read_team_kinds() {
    know_team_forms();
    let kinds = TeamKinds { digest: digest_of_team, view: DocView::of_team, words: typed_by_the_team };
    let _again = HERE.set(kinds);
}

/// What reads the documents of the team; none before it is here.
pub(super) fn team_kinds() -> Option<&'static TeamKinds> {
    #[cfg(not(feature = "split"))]
    read_team_kinds();
    HERE.get()
}
