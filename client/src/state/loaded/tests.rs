use buurtboek_shared::{
    doc::schema,
    domain::note::Heading,
    ids::{DocKind, Id128},
};

use super::*;
use crate::ui::parts::prose_field::{
    model::{ProseModel, Selection},
    splice::Splice as FieldSplice,
};

const WE_SEE: &str = schema::heading_root(Heading::WeSee);
const ME: MemberId = MemberId::from_bytes([1; 16]);
const JOOST: MemberId = MemberId::from_bytes([2; 16]);
const FATOU: MemberId = MemberId::from_bytes([3; 16]);

fn opened(client: u64, member: MemberId) -> Loaded {
    let doc = DocId::new(DocKind::Note, Id128([9; 16]));
    Loaded::open(&StoredDoc::empty(doc), YClient(client), member).unwrap()
}

fn types(loaded: &mut Loaded, at: u32, words: &str) -> Vec<u8> {
    let splice = Splice { at, removed: 0, inserted: words.to_owned() };
    loaded.write(edit(WE_SEE, &splice), Timestamp(1)).unwrap();
    loaded.unsaved.last().unwrap().0.clone()
}

#[test]
fn what_a_colleague_wrote_meanwhile_is_not_taken_for_own_words() {
    let (mut mine, mut joosts) = (opened(7, ME), opened(8, JOOST));
    let begin = types(&mut joosts, 0, "Hallo wereld.");
    mine.take_in(JOOST, &begin).unwrap();
    types(&mut mine, 13, " Ja.");
    let greeting = types(&mut joosts, 0, "Dag. ");
    mine.take_in(JOOST, &greeting).unwrap();
    assert_eq!(mine.text(WE_SEE), "Dag. Hallo wereld. Ja.");
    assert_eq!(mine.unsaved_words(), [(WE_SEE.to_owned(), " Ja.".to_owned())]);
    types(&mut mine, 5, "En: ");
    let end = types(&mut joosts, 18, " Tot morgen.");
    mine.take_in(JOOST, &end).unwrap();
    let before = mine.before_unsaved.get(WE_SEE).unwrap();
    assert_eq!(before, "Dag. Hallo wereld. Tot morgen.");
    // Also while it is on its way to the disk.
    mine.before_keeping = std::mem::take(&mut mine.before_unsaved);
    let more = types(&mut joosts, 0, "Nu: ");
    mine.take_in(JOOST, &more).unwrap();
    assert_eq!(mine.before_keeping.get(WE_SEE).unwrap(), "Nu: Dag. Hallo wereld. Tot morgen.");
}

/// Where the characters begin, and the end.
fn boundaries(text: &str) -> Vec<u32> {
    let ends = text.chars().scan(0, |at, character| {
        *at += u32::try_from(character.len_utf16()).unwrap();
        Some(*at)
    });
    std::iter::once(0).chain(ends).collect()
}

/// Takes in an update, and holds every selection that a field can have to the sticky indexes of its ends.
fn takes_in(loaded: &mut Loaded, member: MemberId, update: &[u8]) {
    let sticky = |loaded: &Loaded, at: u32, side: Assoc| {
        let txn = loaded.doc.try_transact().unwrap();
        txn.get_text(WE_SEE).unwrap().sticky_index(&txn, at, side)
    };
    let now = |loaded: &Loaded, sticky: &StickyIndex| {
        let txn = loaded.doc.try_transact().unwrap();
        sticky.get_offset(&txn).unwrap().index
    };
    let wide = |at: u32| usize::try_from(at).unwrap();
    let text = loaded.text(WE_SEE);
    let places: Vec<_> = boundaries(&text)
        .into_iter()
        .map(|at| (at, sticky(loaded, at, Assoc::Before).unwrap(), sticky(loaded, at, Assoc::After)))
        .collect();
    let splices: Vec<FieldSplice> = loaded
        .take_in(member, update)
        .unwrap()
        .into_iter()
        .map(|(_, splice)| FieldSplice {
            at: wide(splice.at),
            removed: wide(splice.removed),
            inserted: splice.inserted.encode_utf16().collect(),
        })
        .collect();
    let only_came = splices.iter().all(|splice| splice.removed == 0);
    for (from, (start, _, after)) in places.iter().enumerate() {
        for (end, before, _) in &places[from..] {
            let mut field = ProseModel::new(&text);
            field.selected(Selection { start: wide(*start), end: wide(*end) });
            let Some(shown) = splices.iter().filter_map(|splice| field.remote(splice)).last() else { continue };
            assert_eq!(shown.value, loaded.text(WE_SEE));
            let stuck = wide(now(loaded, before));
            assert_eq!(shown.selection.end, stuck, "{end} in {text:?} after {splices:?}");
            match after {
                Some(after) if start < end => {
                    let stuck = wide(now(loaded, after)).min(stuck);
                    // Where what was selected first went, what a colleague put in its place is not selected.
                    assert!(shown.selection.start >= stuck, "{start}..{end} in {text:?} after {splices:?}");
                    assert!(shown.selection.start == stuck || !only_came, "{start}..{end} {text:?} {splices:?}");
                }
                _ => assert_eq!(shown.selection.start, shown.selection.end, "a caret stays one"),
            }
        }
    }
}

/// Three write at once, whatever they like; what each wrote in a round reaches the others as one update or as several.
#[test]
fn a_selection_that_moves_along_with_splices_is_where_sticky_indexes_are() {
    const LETTERS: [&str; 5] = ["a", "b", "é", "😀", "\n"];
    for seed in 0..40_u64 {
        let mut dice = seed.wrapping_mul(0x9E37_79B9_7F4A_7C15) | 1;
        let mut roll = |below: usize| {
            dice ^= dice << 13;
            dice ^= dice >> 7;
            dice ^= dice << 17;
            usize::try_from(dice % (below as u64)).unwrap()
        };
        let members = [ME, JOOST, FATOU];
        let mut desks = [7, 8, 9].map(|client| opened(client, members[usize::try_from(client - 7).unwrap()]));
        for round in 0..12 {
            let mut written = Vec::new();
            for desk in &mut desks {
                for _ in 0..roll(4) {
                    if roll(5) == 0 {
                        desk.step(WE_SEE, if roll(2) == 0 { Direction::Undo } else { Direction::Redo });
                        continue;
                    }
                    let places = boundaries(&desk.text(WE_SEE));
                    let start = roll(places.len());
                    let end = (start + roll(4)).min(places.len() - 1);
                    let (at, inserted) = (places[start], LETTERS[roll(LETTERS.len())].repeat(roll(3)));
                    let splice = Splice { at, removed: places[end] - at, inserted };
                    desk.write(edit(WE_SEE, &splice), Timestamp(round * 1_000)).unwrap();
                }
                let updates: Vec<Vec<u8>> =
                    std::mem::take(&mut desk.unsaved).into_iter().map(|(update, _)| update).collect();
                written.push(match roll(2) == 0 && !updates.is_empty() {
                    true => vec![yrs::merge_updates_v1(&updates).unwrap()],
                    false => updates,
                });
            }
            for (reader, desk) in desks.iter_mut().enumerate() {
                for (writer, updates) in written.iter().enumerate().filter(|(writer, _)| *writer != reader) {
                    updates.iter().for_each(|update| takes_in(desk, members[writer], update));
                }
            }
        }
        let texts = desks.map(|desk| desk.text(WE_SEE));
        assert!(texts.iter().all(|text| *text == texts[0]), "{texts:?}");
    }
}
