//! Does an update say anything that is not here already? Asked of those who may only read: repeating what is here is
//! part of every stock client's handshake, changing it is told to be in vain.

use buurtboek_shared::{
    doc::preparse::{Parsed, Profile, preparse_as},
    domain::refusal::Reason,
    ids::DocKind,
};

/// Whether the update inserts or deletes what the state does not have, or has not deleted.
///
/// # Errors
/// When one of them cannot be read.
pub(super) fn is_news(kind: DocKind, update: &[u8], state: &[u8]) -> Result<bool, Reason> {
    let theirs = preparse_as(Profile::Stock, kind, update)?;
    let ours = preparse_as(Profile::Stored, kind, state)?;
    let inserts = |(client, section): (&u64, &buurtboek_shared::doc::preparse::ClientBlocks)| {
        ours.clients.get(client).is_none_or(|known| known.end() < section.end())
    };
    Ok(theirs.clients.iter().any(inserts) || deletes(&theirs, &ours))
}

/// Ranges of one client ascend and do not overlap, but two that touch may be one elsewhere.
fn deletes(theirs: &Parsed, ours: &Parsed) -> bool {
    theirs.deletes.iter().any(|(client, ranges)| {
        let known = ours.deletes.get(client).map(Vec::as_slice).unwrap_or_default();
        ranges.iter().any(|range| {
            let reached = known.iter().fold(
                range.start,
                |reached, known| {
                    if known.contains(&reached) { known.end } else { reached }
                },
            );
            reached < range.end
        })
    })
}

#[cfg(test)]
mod tests {
    use buurtboek_shared::doc::write::{Intent, open_doc, write};
    use yrs::{ReadTxn, StateVector, Transact};

    use super::*;

    fn edit(doc: &yrs::Doc, at: u32, remove: u32, insert: &str) -> Vec<u8> {
        let intent = Intent::EditText { root: "text.we_see".into(), at, remove, insert: insert.into() };
        write(doc, DocKind::Note, &intent).unwrap().unwrap()
    }

    fn state(doc: &yrs::Doc) -> Vec<u8> {
        doc.transact().encode_state_as_update_v1(&StateVector::default())
    }

    fn news(update: &[u8], state: &[u8]) -> bool {
        is_news(DocKind::Note, update, state).unwrap()
    }

    #[test]
    fn what_is_here_is_no_news() {
        let doc = open_doc(7);
        edit(&doc, 0, 0, "De gordijnen zijn dicht");
        edit(&doc, 3, 10, "");
        edit(&doc, 0, 2, "");
        let here = state(&doc);
        assert!(!news(&[0, 0], &here), "nothing at all");
        assert!(!news(&here, &here));
        assert!(news(&edit(&doc, 0, 0, "x"), &here), "an insert");
    }

    #[test]
    fn a_delete_is_news_until_it_is_here() {
        let doc = open_doc(7);
        edit(&doc, 0, 0, "De gordijnen zijn dicht");
        let before = state(&doc);
        let first = edit(&doc, 0, 3, "");
        let second = edit(&doc, 0, 4, "");
        assert!(news(&first, &before));
        let after = state(&doc);
        assert!(!news(&first, &after), "part of a longer deleted range by now");
        assert!(!news(&second, &after));
    }
}
