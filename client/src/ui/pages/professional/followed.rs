//! Whether what came of a signal ended: nobody goes there then for what was planned before.

use buurtboek_shared::{
    domain::{command::CommandAction, dossier::DossierPhase},
    ids::{DocId, DocKind},
};

use crate::state::{
    Summary, ViewRow,
    waiting::{WaitingItem, WaitingKind},
};

/// Did this dossier end with nothing to follow, or everything that followed from this triage? An end that was decided on
/// this device and waits for the server is one; `ends` is a dossier of which somebody asks what its end would mean.
#[must_use]
pub fn nothing_follows(rows: &[&[ViewRow]], waiting: &[WaitingItem], of: DocId, ends: Option<DocId>) -> bool {
    let is_end = |what: &WaitingKind| matches!(what, WaitingKind::Decided(command) if command.action == CommandAction::EndExploration);
    let ended = |row: &ViewRow| {
        ends == Some(row.doc)
            || matches!(&row.summary, Summary::Dossier(dossier) if dossier.phase == DossierPhase::ToBeErased)
            || waiting.iter().any(|item| item.doc == row.doc && is_end(&item.what))
    };
    let of_it = |row: &&ViewRow| row.doc.kind == DocKind::Dossier && (row.doc == of || row.parent == Some(of));
    let mut followed = rows.iter().copied().flatten().filter(of_it).peekable();
    followed.peek().is_some() && followed.all(ended)
}

#[cfg(test)]
mod tests {
    use buurtboek_shared::{
        domain::command::Command,
        ids::{BatchNo, CommandId},
        time::Timestamp,
    };

    use super::{
        super::today::agenda::tests::{ME, dossier, triage},
        *,
    };

    /// A triage and the dossiers that followed from it, some of them ended.
    fn followed(ended: &[bool]) -> (DocId, Vec<ViewRow>) {
        let of = triage(7, ME, Vec::new()).doc;
        let row = |(number, ended): (u8, &bool)| {
            let row = dossier(number, Vec::new(), Vec::new());
            let Summary::Dossier(mut summary) = row.summary else { panic!("made as a dossier") };
            summary.phase = if *ended { DossierPhase::ToBeErased } else { DossierPhase::Exploration };
            ViewRow { parent: Some(of), summary: Summary::Dossier(summary), ..row }
        };
        (of, (1..).zip(ended).map(row).collect())
    }

    fn end_waits(doc: DocId) -> WaitingItem {
        let (id, action) = (CommandId::from_bytes([9; 16]), CommandAction::EndExploration);
        let command = Command { id, doc, expects: None, decided_at: Timestamp(1), action };
        WaitingItem { doc, batch: BatchNo(1), since: Timestamp(1), what: WaitingKind::Decided(command) }
    }

    #[test]
    fn nothing_follows_once_everything_that_followed_ended() {
        for (ended, nothing) in
            [(&[][..], false), (&[false][..], false), (&[true], true), (&[true, false], false), (&[true, true], true)]
        {
            let (of, rows) = followed(ended);
            assert_eq!(nothing_follows(&[&[], &rows], &[], of, None), nothing, "{ended:?}");
        }
    }

    #[test]
    fn an_end_that_waits_for_the_server_is_one_and_so_is_the_one_that_is_asked_about() {
        let (of, rows) = followed(&[false, false]);
        let (first, second) = (rows[0].doc, rows[1].doc);
        let nothing = |waiting: &[WaitingItem], ends| nothing_follows(&[&rows], waiting, of, ends);
        assert!(!nothing(&[end_waits(first)], None), "the other one goes on");
        assert!(!nothing(&[], Some(first)));
        assert!(nothing(&[end_waits(first)], Some(second)));
        assert!(nothing(&[end_waits(first), end_waits(second)], None));
    }

    #[test]
    fn a_dossier_speaks_for_itself_and_for_no_other_signal() {
        let (of, rows) = followed(&[true, false]);
        assert!(nothing_follows(&[&rows], &[], rows[0].doc, None));
        assert!(!nothing_follows(&[&rows], &[], rows[1].doc, None));
        let elsewhere = followed(&[true]).1.into_iter().map(|row| ViewRow { parent: None, ..row }).collect::<Vec<_>>();
        assert!(!nothing_follows(&[&elsewhere], &[], of, None));
    }
}
