//! Stock clients: they repeat themselves, and what they write is kept without the repetition.

use buurtboek_shared::{
    doc::{
        preparse::{Profile, preparse_as},
        schema::heading_root,
        write::{Intent, open_doc, write},
    },
    domain::{note::Heading, refusal::Reason},
    ids::{DocId, DocKind, Hash256, Seq, YClient},
};
use yrs::{ReadTxn, StateVector, Transact, merge_updates_v1};

use super::desk::{Desk, JOOST, SAMIRA, text};
use crate::{
    docs::{
        document::Document,
        gate::Sender,
        plan::{confirm, plan_update},
    },
    store::{Reader, Writer},
};

const WE_SEE: &str = heading_root(Heading::WeSee);

/// A note as a stock client of one member has it.
struct Stock {
    desk: Desk,
    note: DocId,
    document: Document,
    theirs: yrs::Doc,
}

impl Stock {
    fn open(client: u64) -> Self {
        let mut desk = Desk::open();
        let dossier = desk.create(SAMIRA, DocKind::Dossier, None);
        let note = desk.create(SAMIRA, DocKind::Note, Some(dossier));
        let document = Document::load(&desk.store, note).unwrap();
        Self { desk, note, document, theirs: open_doc(client) }
    }

    fn edit(&self, at: u32, remove: u32, insert: &str) -> Vec<u8> {
        let intent = Intent::EditText { root: WE_SEE.to_owned(), at, remove, insert: insert.to_owned() };
        write(&self.theirs, DocKind::Note, &intent).unwrap().unwrap()
    }

    fn everything(&self) -> Vec<u8> {
        self.theirs.transact().encode_state_as_update_v1(&StateVector::default())
    }

    /// The row that the update became; none when it became none.
    fn offer(&mut self, update: &[u8]) -> Result<Option<Vec<u8>>, Reason> {
        let offer = self.desk.offer(SAMIRA);
        let sender = Sender::Stock { member: SAMIRA };
        let store = &self.desk.store;
        let planned = plan_update(store, &mut self.document, &offer, sender, update, Hash256::of(update));
        let Some(commit) = planned.map_err(|refused| refused.reason)? else { return Ok(None) };
        let committed = self.desk.store.commit(vec![commit.clone()]).pop().unwrap().unwrap();
        confirm(&mut self.document, &commit, &committed);
        Ok(commit.row.map(|row| row.update))
    }

    fn rows(&self) -> usize {
        self.desk.store.rows(self.note, Seq(0), usize::MAX).unwrap().len()
    }

    /// What a fresh start of the server reads.
    fn reloaded(&self) -> String {
        Document::load(&self.desk.store, self.note).unwrap().values().text(WE_SEE).to_owned()
    }
}

#[test]
fn saying_everything_again_at_each_connection_writes_nothing() {
    let mut stock = Stock::open(7);
    stock.edit(0, 0, "De gordijnen zijn dicht");
    stock.edit(3, 10, "");
    stock.offer(&stock.everything()).unwrap().unwrap();
    assert_eq!(stock.rows(), 1);
    for _ in 0..2 {
        assert_eq!(stock.offer(&stock.everything()), Ok(None), "with what it deleted, and still nothing new");
    }
    stock.edit(0, 1, "");
    assert!(stock.offer(&stock.everything()).unwrap().is_some(), "a deletion alone is something");
    assert_eq!(stock.rows(), 2);
    assert_eq!(stock.reloaded(), "e zijn dicht");
}

#[test]
fn what_was_typed_and_deleted_before_it_was_sent_keeps_its_clocks() {
    let mut stock = Stock::open(7);
    stock.edit(0, 0, "weg");
    stock.edit(0, 3, "");
    assert!(stock.offer(&stock.everything()).unwrap().is_some(), "nothing to read, but clocks that later ones follow");
    let next = stock.edit(0, 0, "blijft");
    assert!(stock.offer(&next).unwrap().is_some());
    assert_eq!(stock.reloaded(), "blijft");
}

#[test]
fn a_row_holds_what_was_new_without_holes_and_repetition() {
    let mut stock = Stock::open(7);
    let first = stock.edit(0, 0, "een ");
    let second = stock.edit(4, 0, "twee ");
    stock.offer(&first).unwrap();
    stock.offer(&second).unwrap();
    let third = stock.edit(9, 0, "drie");
    // yjs writes such an update while something of it waits for what it has not received yet.
    let holed = merge_updates_v1([&first, &third]).unwrap();
    let skips = preparse_as(Profile::Stored, DocKind::Note, &holed);
    assert_eq!(skips.err(), Some(Reason::BlockKind), "there is a hole in it, over what is known");
    let row = stock.offer(&holed).unwrap().unwrap();
    let kept = preparse_as(Profile::Strict, DocKind::Note, &row).unwrap();
    assert_eq!(kept.clients.len(), 1);
    assert_eq!(kept.clients[&7].start, 9);
    assert_eq!(stock.reloaded(), "een twee drie");
}

#[test]
fn what_others_wrote_may_be_repeated_and_is_not_kept_twice() {
    let mut stock = Stock::open(7);
    let theirs = stock.note;
    stock.desk.write(SAMIRA, theirs, &text(WE_SEE, 0, "van haar tablet. ")).unwrap();
    let row = stock.desk.store.rows(theirs, Seq(0), usize::MAX).unwrap().pop().unwrap();
    stock.document = Document::load(&stock.desk.store, theirs).unwrap();
    buurtboek_shared::doc::write::apply(&stock.theirs, &row.update).unwrap();
    stock.edit(17, 0, "van haar toetsenbord");
    let kept = stock.offer(&stock.everything()).unwrap().unwrap();
    let parsed = preparse_as(Profile::Strict, DocKind::Note, &kept).unwrap();
    assert_eq!(parsed.authors().collect::<Vec<_>>(), [7]);
    assert_eq!(stock.reloaded(), "van haar tablet. van haar toetsenbord");
    let bound = stock.desk.store.bindings(theirs).unwrap();
    let own = bound.iter().find(|binding| binding.client == YClient(7)).unwrap();
    assert_eq!((own.member, own.device), (SAMIRA, None), "to the member, whatever the device");
}

#[test]
fn a_client_id_of_somebody_else_adds_nothing() {
    let mut stock = Stock::open(7);
    stock.offer(&stock.edit(0, 0, "van Samira")).unwrap();
    let offer = stock.desk.offer(JOOST);
    let update = stock.edit(0, 0, "onder haar naam");
    let sender = Sender::Stock { member: JOOST };
    let refused = plan_update(&stock.desk.store, &mut stock.document, &offer, sender, &update, Hash256::of(&update));
    assert_eq!(refused.err().map(|refused| refused.reason), Some(Reason::ForeignClient));
}
