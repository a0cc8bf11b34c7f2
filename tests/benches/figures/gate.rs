//! The gate: one update on documents of several sizes, without the commit.

use std::time::{Duration, Instant};

use buurtboek_server::docs::{
    document::Document,
    gate::{Sender, Verdict, judge},
};
use buurtboek_shared::{
    doc::write::{open_doc, write},
    domain::role::Role,
    ids::{Chain, DocId, DocKind, Id128, Seq, YClient},
};
use buurtboek_tests::headless::{
    deeds::typed,
    now,
    stored::{DEVICE, begins, follows},
    town::Town,
};

use super::{SAMIRA, Times, heading, line, many, ratio};

/// Characters in one row of the document: what somebody types or pastes at once.
const PASTED: usize = 10_000;
const CLIENT: YClient = YClient(70_000);
const SIZES: [(&str, usize); 3] = [("10 kB", 10_000), ("100 kB", 100_000), ("1 MB", 1_000_000)];

pub(super) async fn measure() {
    heading("The gate, for one update");
    let town = Town::of(&[(SAMIRA, Role::Professional, "samira")]).await.unwrap();
    let mut smallest = None;
    for (number, (name, size)) in SIZES.into_iter().enumerate() {
        let median = judged(&town, number, size).await.median();
        let times = ratio(median, *smallest.get_or_insert(median));
        line(&format!("on a document of {name}, median"), format_args!("{median:.2?} ({times:.1} × the smallest)"));
    }
}

async fn judged(town: &Town, number: usize, size: usize) -> Times {
    let doc = DocId::new(DocKind::Note, Id128([number as u8 + 1; 16]));
    let writer = open_doc(CLIENT.0);
    let mut head = (Seq(0), Chain::default());
    for _ in 0..size / PASTED {
        let update = write(&writer, doc.kind, &typed(0, &"Woorden. ".repeat(PASTED / 9))).unwrap().unwrap();
        let commit = match head.0 {
            Seq(0) => begins(doc, SAMIRA, CLIENT, update, now()),
            Seq(_) => follows(doc, SAMIRA, head, update, now()),
        };
        let receipt = town.state.store.commit(commit).await.unwrap().receipt;
        head = (receipt.seq, receipt.chain);
    }
    let mut document = Document::load(town.state.store.reader().as_ref(), doc).unwrap();
    let sender = Sender::Device { member: SAMIRA, device: DEVICE };
    let mut times: Vec<Duration> = Vec::new();
    for _ in 0..many(40) {
        let update = write(&writer, doc.kind, &typed(0, "Nog een woord. ")).unwrap().unwrap();
        let begin = Instant::now();
        let verdict = judge(&mut document, sender, &update);
        times.push(begin.elapsed());
        assert!(matches!(verdict, Ok(Verdict::Passed(_))), "{verdict:?}");
    }
    Times::of(times)
}
