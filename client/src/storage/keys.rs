//! The keys of the records: bytes whose order is the order that is asked for.

use buurtboek_shared::ids::{BatchNo, DocId, DocKind, Hash256, Id128, Seq};

use super::database::{Bucket, KeySpan};

/// Length of a document's name in a key, in bytes.
const DOC: usize = 17;

/// `meta`: [`super::records::Counters`].
pub(crate) const COUNTERS: &[u8] = b"counters";
/// `meta`: the cursor in the catalogue.
pub(crate) const CURSOR: &[u8] = b"cursor";
/// `meta`: the generation of the server's data that the cursor and what is held are of.
pub(crate) const GENERATION: &[u8] = b"generation";
/// `meta`: the device's id.
pub(crate) const DEVICE: &[u8] = b"device";
/// `meta`: when the device last stood as the server has it, server time.
pub(crate) const FETCHED_AT: &[u8] = b"fetched_at";

/// `meta`: list rows were lost that only the server's list of documents can give back.
pub(crate) const LIST_AGAIN: &[u8] = b"list_again";
/// `meta`: of how many lost records somebody took note.
pub(crate) const NOTED: &[u8] = b"noted";

const HELD: &[u8] = b"held/";
const TO_FETCH: &[u8] = b"fetch/";
const TEXT_GONE: &[u8] = b"gone/";
const TAKEN_BACK: &[u8] = b"back/";
const LOOKED_AT: &[u8] = b"looked/";
const UPLOADED: &[u8] = b"uploaded/";

/// `meta`: what is held of a document ([`super::records::Held`]).
pub(crate) fn held(doc: DocId) -> Vec<u8> {
    [HELD, &doc_key(doc)].concat()
}

/// `meta`: what is held of every document.
pub(crate) fn all_held() -> KeySpan {
    KeySpan::prefix(HELD)
}

/// The document named by a key of [`held`].
pub(crate) fn read_held(key: &[u8]) -> Option<DocId> {
    read_doc(key.strip_prefix(HELD)?)
}

/// `meta`: the document is announced and not fetched.
pub(crate) fn to_fetch(doc: DocId) -> Vec<u8> {
    [TO_FETCH, &doc_key(doc)].concat()
}

/// `meta`: the text of the document left the device on purpose, and is not to come back.
pub(crate) fn text_gone(doc: DocId) -> Vec<u8> {
    [TEXT_GONE, &doc_key(doc)].concat()
}

/// `meta`: the document was taken back before the server was known to have it.
pub(crate) fn taken_back(doc: DocId) -> Vec<u8> {
    [TAKEN_BACK, &doc_key(doc)].concat()
}

/// `meta`: what of the document was there when its reader looked last.
pub(crate) fn looked_at(doc: DocId) -> Vec<u8> {
    [LOOKED_AT, &doc_key(doc)].concat()
}

/// `meta`: when the server took this record of `quarantine`. Beside the record: records are kept as they were written,
/// and one that was written before there was a mark reads as ever.
pub(crate) fn uploaded(name: &[u8]) -> Vec<u8> {
    [UPLOADED, name].concat()
}

/// `quarantine`: bytes that were found under a key. Found again with other bytes, it is another record.
pub(crate) fn set_aside(bucket: Bucket, key: &[u8], bytes: &[u8]) -> Vec<u8> {
    let hash = Hash256::of(bytes);
    [bucket.name().as_bytes(), b"/", key, b"/", &hash.0].concat()
}

/// `meta`: everything that is to be fetched.
pub(crate) fn all_to_fetch() -> KeySpan {
    KeySpan::prefix(TO_FETCH)
}

/// The document named by a key of [`to_fetch`].
pub(crate) fn read_to_fetch(key: &[u8]) -> Option<DocId> {
    read_doc(key.strip_prefix(TO_FETCH)?)
}

/// `base`: one row; row 0 is the snapshot, or the whole value of a projection.
pub(crate) fn base(doc: DocId, seq: Seq) -> Vec<u8> {
    numbered(doc, seq.0)
}

/// `outbox`: one batch.
pub(crate) fn outbox(doc: DocId, batch: BatchNo) -> Vec<u8> {
    numbered(doc, batch.0)
}

/// `base` and `outbox`: everything of one document.
pub(crate) fn of_document(doc: DocId) -> KeySpan {
    KeySpan::prefix(&doc_key(doc))
}

/// The document of a key of [`base`].
pub(crate) fn read_document(key: &[u8]) -> Option<DocId> {
    read_numbered(key).map(|(doc, _)| doc)
}

/// The document and batch of a key of [`outbox`].
pub(crate) fn read_outbox(key: &[u8]) -> Option<(DocId, BatchNo)> {
    read_numbered(key).map(|(doc, number)| (doc, BatchNo(number)))
}

/// `log`: one entry.
pub(crate) fn log(number: u64) -> Vec<u8> {
    number.to_be_bytes().to_vec()
}

/// `log`: everything from this entry on.
pub(crate) fn log_from(number: u64) -> KeySpan {
    KeySpan { from: log(number), to: KeySpan::all().to }
}

/// The number in a key of [`log`].
pub(crate) fn read_log(key: &[u8]) -> Option<u64> {
    Some(u64::from_be_bytes(key.try_into().ok()?))
}

/// `views`: one document.
pub(crate) fn view(doc: DocId) -> Vec<u8> {
    doc_key(doc).to_vec()
}

/// `views`: every document of one kind.
pub(crate) fn views_of(kind: DocKind) -> KeySpan {
    KeySpan::prefix(&[kind_byte(kind)])
}

/// The document of a key of [`view`].
pub(crate) fn read_view(key: &[u8]) -> Option<DocId> {
    read_doc(key)
}

/// `rescue` and `drafts`: one record.
pub(crate) fn id(id: Id128) -> Vec<u8> {
    id.as_bytes().to_vec()
}

fn numbered(doc: DocId, number: u64) -> Vec<u8> {
    [doc_key(doc).as_slice(), &number.to_be_bytes()].concat()
}

fn read_numbered(key: &[u8]) -> Option<(DocId, u64)> {
    let (doc, number) = key.split_at_checked(DOC)?;
    Some((read_doc(doc)?, u64::from_be_bytes(number.try_into().ok()?)))
}

fn doc_key(doc: DocId) -> [u8; DOC] {
    let mut key = [0; DOC];
    key[0] = kind_byte(doc.kind);
    key[1..].copy_from_slice(doc.id.as_bytes());
    key
}

fn read_doc(key: &[u8]) -> Option<DocId> {
    let (&kind, id) = key.split_first()?;
    let kind = DocKind::ALL.into_iter().find(|candidate| kind_byte(*candidate) == kind)?;
    Some(DocId::new(kind, Id128(id.try_into().ok()?)))
}

/// Written to disks: a number is never given to another kind.
const fn kind_byte(kind: DocKind) -> u8 {
    match kind {
        DocKind::Signal => 1,
        DocKind::Intake => 2,
        DocKind::Triage => 3,
        DocKind::Dossier => 4,
        DocKind::Note => 5,
        DocKind::Feedback => 6,
        DocKind::Directory => 7,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn keys_read_back_and_keep_their_order() {
        let doc = DocId::new(DocKind::Note, Id128([0xff; 16]));
        assert_eq!(read_document(&base(doc, Seq(258))), Some(doc));
        assert_eq!(read_outbox(&outbox(doc, BatchNo(7))), Some((doc, BatchNo(7))));
        assert_eq!(read_to_fetch(&to_fetch(doc)), Some(doc));
        assert_eq!(read_held(&held(doc)), Some(doc));
        assert_eq!(read_view(&view(doc)), Some(doc));
        assert!(base(doc, Seq(255)) < base(doc, Seq(256)));
        let span = of_document(doc);
        assert!(span.from <= base(doc, Seq(0)) && base(doc, Seq(u64::MAX)) < span.to);
        let next = DocId::new(DocKind::Feedback, Id128([0; 16]));
        assert!(span.to <= base(next, Seq(0)));
        assert_eq!(read_outbox(b"short"), None);
    }
}
