//! Every input of the corpus, over real sockets to the server as it ships, which has neither overflow checks nor debug
//! assertions to stop at: refused with its reason, kept in quarantine, and nobody else's document notices.

#![cfg(test)] // so that clippy knows all of this for test code, the functions without #[test] too

#[path = "../corpus/inputs.rs"]
mod inputs;
#[path = "../support/mod.rs"]
mod support;

use std::path::Path;

use buurtboek_server::{docs::gate::SERVER_DEVICE, state::AppState, store::Binding};
use buurtboek_shared::{
    doc::{
        schema::{ADDITIONS, PRESENT, VISIT_DATE},
        write::{Intent, open_doc, write},
    },
    domain::{
        command::{Command, CommandAction, Shown},
        refusal::{Reason, RefusalClass},
        role::Role,
    },
    ids::{Chain, CommandId, DeviceId, DocId, DocKind, Id128, MemberId, Seq},
    protocol::{
        frames::{ByeReason, ClientFrame, NewDocument, Receipt, ServerFrame},
        limits::{MAX_FRAME, SCHEMA},
    },
    time::Timestamp,
};
use buurtboek_tests::{
    dice::Dice,
    headless::{
        login::Login,
        peer::Peer,
        stock::{self, Answer, StockPeer},
        town::{PASSWORD, TEAM, inhabited},
    },
    process::{Play, Server, app},
};
use inputs::{Base, Input, SENDER, base, inputs};
use support::{
    JOOST, SAMIRA, WE_SEE, addition, choice,
    wire::{At, inserts, text_block},
};
use tempfile::TempDir;

/// One of ours and the one who sends what nobody of ours would.
struct Case {
    server: Server,
    /// The same data: for a look at what the server stored.
    state: AppState,
    _data: TempDir,
    samira: Login,
    joost: Login,
    dossier: DocId,
    next: u128,
}

impl Case {
    async fn open() -> Self {
        let people = [(SAMIRA, Role::Professional, "samira"), (JOOST, Role::Professional, "joost")];
        let (state, data) = inhabited(&people).await.unwrap();
        let server = Server::start_with(data.path(), &app(), Play::Real).await.unwrap();
        let device = |byte| DeviceId::from_bytes([byte; 16]);
        let samira = Login::with_password(server.address(), "samira", PASSWORD, device(0xd1)).await.unwrap();
        let joost = Login::with_password(server.address(), "joost", PASSWORD, device(0xd2)).await.unwrap();
        let dossier = DocId::new(DocKind::Dossier, Id128([0xdd; 16]));
        let mut case = Self { server, state, _data: data, samira, joost, dossier, next: 0 };
        let mut ours = case.peer(SAMIRA).await;
        case.make(&mut ours, dossier, None).await;
        let assign = case.command(dossier, None, CommandAction::Assign { to: JOOST });
        ours.offer(|batch| ClientFrame::Command { batch, command: assign }).await.unwrap().unwrap();
        case
    }

    /// A new connection, on a new device: batch numbers begin at 1.
    async fn peer(&mut self, of: MemberId) -> Peer {
        self.next += 1;
        let device = DeviceId(Id128((self.next << 64).to_be_bytes()));
        let username = if of == SAMIRA { "samira" } else { "joost" };
        let login = Login::with_password(self.server.address(), username, PASSWORD, device).await.unwrap();
        if of == SAMIRA {
            self.samira = login.clone()
        } else {
            self.joost = login.clone()
        }
        Peer::connect(self.server.address(), &login).await.unwrap()
    }

    async fn make(&self, peer: &mut Peer, doc: DocId, parent: Option<DocId>) {
        let document = NewDocument { doc, team: TEAM, parent, schema: SCHEMA };
        peer.offer(|batch| ClientFrame::Create { batch, document }).await.unwrap().unwrap();
    }

    fn command(&mut self, doc: DocId, shown: Option<Receipt>, action: CommandAction) -> Command {
        self.next += 1;
        let expects = shown.map(|receipt| Shown { seq: receipt.seq, chain: receipt.chain });
        Command { id: CommandId(Id128(self.next.to_be_bytes())), doc, expects, decided_at: Timestamp(1), action }
    }

    /// A note in the state that an input wants.
    async fn note(&mut self, ours: &mut Peer, of: Base) -> DocId {
        self.next += 1;
        let note = DocId::new(DocKind::Note, Id128(self.next.to_be_bytes()));
        self.make(ours, note, Some(self.dossier)).await;
        if of != Base::Empty {
            let mut written = ours.push(note, &base()).await.unwrap().expect("the base is honest");
            if of == Base::Finished {
                for update in what_finishing_needs() {
                    written = ours.push(note, &update).await.unwrap().expect("an answer is honest");
                }
                let finalise = self.command(note, Some(written), CommandAction::Finalise);
                ours.offer(|batch| ClientFrame::Command { batch, command: finalise }).await.unwrap().unwrap();
            }
        }
        note
    }

    /// Where the history of a note stands, and who wrote under which client id.
    fn stored(&self, note: DocId) -> (Seq, Chain, Vec<Binding>) {
        let store = self.state.store.reader();
        let header = store.header(note).unwrap().unwrap();
        (header.head, header.chain, store.bindings(note).unwrap())
    }

    async fn token(&self, of: MemberId, note: DocId) -> String {
        let login = if of == SAMIRA { &self.samira } else { &self.joost };
        stock::token(self.server.address(), login, note).await.unwrap()
    }

    async fn stock(&self, note: DocId, token: &str) -> StockPeer {
        StockPeer::connect(self.server.address(), note, token).await.unwrap()
    }

    fn quarantined(&self, note: DocId, bytes: &[u8]) -> bool {
        let kept = self.state.store.reader().quarantine(note).unwrap();
        kept.iter().any(|kept| kept.bytes == bytes)
    }
}

/// The day and who was there, in Samira's name, under another of her client ids.
fn what_finishing_needs() -> Vec<Vec<u8>> {
    let doc = open_doc(78);
    let answers = [(VISIT_DATE, "2026-11-20"), (PRESENT, "mevrouw Bakema")];
    let write = |(number, (root, value)): (u128, (&str, &str))| {
        let intent = Intent::Append { root: root.to_owned(), entry: choice(number, SAMIRA, value, &[]) };
        write(&doc, DocKind::Note, &intent).unwrap().unwrap()
    };
    (50..).zip(answers).map(write).collect()
}

fn honest(text: &str) -> Vec<u8> {
    inserts(90, 0, &[text_block(At::Root("domain.money"), text)])
}

#[tokio::test(flavor = "multi_thread")]
async fn each_input_is_refused_with_its_own_reason_and_kept() {
    let mut case = Case::open().await;
    let mut ours = case.peer(SAMIRA).await;
    let mut theirs = case.peer(JOOST).await;
    let bystander = case.note(&mut ours, Base::Written).await;
    let beside = case.stored(bystander);
    // The real server draws a fresh id for each command; see below.
    let usual = |input: &Input| input.name != "the server's client id";
    for Input { name, base, sender, bytes, reason } in inputs().into_iter().filter(usual) {
        let note = case.note(&mut ours, base).await;
        // One of Samira's own client ids belongs to the device that wrote the base.
        let peer = if sender == SAMIRA { &mut ours } else { &mut theirs };
        let before = case.stored(note);
        let refused = peer.push(note, &bytes).await.unwrap().expect_err(name);
        assert_eq!(refused.code(), reason.code(), "{name}");
        assert_eq!(case.stored(note), before, "{name}: nothing of it is stored");
        if refused.class() == RefusalClass::Refused {
            assert!(case.quarantined(note, &bytes), "{name} is kept for whoever must find out why");
            let follows = peer.push(note, &honest("x")).await.unwrap().expect_err(name);
            assert_eq!(follows, Reason::Follows, "{name}: nothing more of it before it is opened again");
        }
        peer.open(note).await.unwrap();
        let next = theirs_or(peer, note, base).await;
        assert!(next.is_ok() || base == Base::Finished, "{name}: the note takes what is honest: {next:?}");
    }
    assert_eq!(case.stored(bystander), beside);
    let letter = inserts(SENDER, 0, &[text_block(At::Root(WE_SEE), "verder")]);
    theirs.push(bystander, &letter).await.unwrap().expect("the other note never noticed");
}

/// A stock client repeats what is here and is asked again for what lies before a hole. All else is refused as it is to
/// one of our own.
fn to_a_stock_client(input: &Input) -> Answer {
    match (input.name, input.reason) {
        ("two devices with one client id", _) => Answer::Nothing,
        ("a Skip", _) | (_, Reason::ClockGap | Reason::DependencyUnknown | Reason::DeletesUnknown) => {
            Answer::AskedAgain
        }
        // A stock client's ids are none of her devices'.
        ("known and new clocks mixed" | "GC over another's future clocks", _) => denied(Reason::ForeignClient),
        (_, reason) => denied(reason),
    }
}

fn denied(reason: Reason) -> Answer {
    Answer::Denied(reason.code().to_owned())
}

#[tokio::test(flavor = "multi_thread")]
async fn each_input_of_a_stock_client_is_refused_or_harmless_and_nobody_notices() {
    let mut case = Case::open().await;
    let mut ours = case.peer(SAMIRA).await;
    let mut theirs = case.peer(JOOST).await;
    let bystander = case.note(&mut ours, Base::Written).await;
    let beside = case.stored(bystander);
    // As above: to the real server that id is nobody's.
    for input in inputs().into_iter().filter(|input| input.name != "the server's client id") {
        let Input { name, base, sender, ref bytes, .. } = input;
        let note = case.note(&mut ours, base).await;
        ours.open(note).await.unwrap();
        let mut reads = case.stock(note, &case.token(SAMIRA, note).await).await;
        let before = case.stored(note);

        let token = case.token(sender, note).await;
        let mut sends = case.stock(note, &token).await;
        let answer = sends.update(bytes).await.unwrap();
        assert_eq!(answer, to_a_stock_client(&input), "{name}");
        if matches!(answer, Answer::Denied(_)) {
            assert!(case.quarantined(note, bytes), "{name} is kept for whoever must find out why");
            let follows = sends.update(&honest_in(sender, base, 90)).await.unwrap();
            assert_eq!(follows, denied(Reason::Follows), "{name}: nothing more of it before it begins again");
        }
        assert_eq!(case.stored(note), before, "{name}: nothing of it is stored");
        assert_eq!(reads.told().await.unwrap(), Vec::<Vec<u8>>::new(), "{name}: who reads is told nothing");

        let mut again = case.stock(note, &token).await;
        let goes_on = again.update(&honest_in(sender, base, 91)).await.unwrap();
        assert_eq!(goes_on, Answer::Nothing, "{name}: who begins again goes on");
        let (prev, rows) = next_rows(&mut ours, note).await;
        assert_eq!((prev, rows.len()), (before.1, 1), "{name}: who reads heard of nothing before");
        assert_eq!(reads.told().await.unwrap(), rows, "{name}");
    }
    assert_eq!(case.stored(bystander), beside);
    let letter = inserts(SENDER, 0, &[text_block(At::Root(WE_SEE), "verder")]);
    theirs.push(bystander, &letter).await.unwrap().expect("the other note never noticed");
}

/// What somebody may write in such a note, under a client id that nobody used.
fn honest_in(by: MemberId, base: Base, client: u64) -> Vec<u8> {
    let intent = match base {
        Base::Finished => {
            Intent::Append { root: ADDITIONS.to_owned(), entry: addition(u128::from(client), by, "nagekomen") }
        }
        Base::Empty | Base::Written => {
            Intent::EditText { root: WE_SEE.to_owned(), at: 0, remove: 0, insert: "verder".to_owned() }
        }
    };
    write(&open_doc(client), DocKind::Note, &intent).unwrap().unwrap()
}

/// The next rows of a note that somebody is told, and the chain value before them.
async fn next_rows(peer: &mut Peer, note: DocId) -> (Chain, Vec<Vec<u8>>) {
    loop {
        if let ServerFrame::Rows { doc, prev, rows } = peer.hear().await.unwrap()
            && doc == note
        {
            return (prev, rows.into_iter().map(|row| row.update).collect());
        }
    }
}

async fn theirs_or(peer: &mut Peer, note: DocId, base: Base) -> Result<Receipt, Reason> {
    let update =
        if base == Base::Finished { inserts(91, 0, &[text_block(At::Root(WE_SEE), "x")]) } else { honest("verder") };
    peer.push(note, &update).await.unwrap()
}

#[tokio::test(flavor = "multi_thread")]
async fn nobody_writes_under_an_id_of_the_server() {
    let mut case = Case::open().await;
    let mut ours = case.peer(SAMIRA).await;
    let mut theirs = case.peer(JOOST).await;
    let note = case.note(&mut ours, Base::Finished).await;
    let bindings = case.state.store.reader().bindings(note).unwrap();
    let [server] =
        &bindings.into_iter().filter(|binding| binding.device == Some(SERVER_DEVICE)).collect::<Vec<_>>()[..]
    else {
        panic!("the finishing is bound to the server")
    };
    let bytes = inserts(server.client.0, 1, &[text_block(At::Root(WE_SEE), "x")]);
    assert_eq!(theirs.push(note, &bytes).await.unwrap(), Err(Reason::ForeignClient));
}

#[tokio::test(flavor = "multi_thread")]
async fn the_files_of_the_corpus_are_refused() {
    let mut case = Case::open().await;
    let mut ours = case.peer(SAMIRA).await;
    let mut theirs = case.peer(JOOST).await;
    for (name, reason) in [
        ("client-count-bomb.bin", Reason::CountBomb),
        ("encode-panic.on-base.bin", Reason::NumberOutOfRange),
        ("clock-squat-gc.bin", Reason::BlockKind),
        ("base.bin", Reason::UnknownRoot),
        ("anonymous-delete.bin", Reason::DeletesUnknown),
        ("reload-divergence.on-base.bin", Reason::DependencyUnknown),
    ] {
        let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("corpus").join(name);
        let bytes = std::fs::read(path).unwrap();
        let note = case.note(&mut ours, Base::Empty).await;
        let before = case.stored(note);
        assert_eq!(theirs.push(note, &bytes).await.unwrap(), Err(reason), "{name}");
        assert_eq!(case.stored(note), before, "{name}: nothing of it is stored");
    }
}

/// Damaged updates are refused or are updates of their own; either way the document reads the same for everybody.
#[tokio::test(flavor = "multi_thread")]
async fn seeded_damage_never_reaches_a_document_unnoticed() {
    let mut case = Case::open().await;
    let mut ours = case.peer(SAMIRA).await;
    let note = case.note(&mut ours, Base::Written).await;
    let dice = Dice::new(0xc0_ffee);
    let (mut taken, mut refused) = (0_u32, 0_u32);
    // A connection is slowed down after 200 refusals: a new one each time.
    for round in 0..4_u64 {
        let mut theirs = case.peer(JOOST).await;
        theirs.open(note).await.unwrap();
        for number in 0..100 {
            let client = 1_000 + round * 1_000 + number;
            let mut bytes = inserts(client, 0, &[text_block(At::After(77, 3), "woord")]);
            for _ in 0..=dice.below(3) {
                let at = dice.below(bytes.len());
                bytes[at] ^= 1 << dice.below(8);
            }
            match theirs.push(note, &bytes).await.unwrap() {
                Ok(_) => taken += 1,
                Err(_) => {
                    refused += 1;
                    theirs.open(note).await.unwrap();
                }
            }
        }
    }
    assert!(refused > 100 && taken > 0, "{taken} taken, {refused} refused");
    let loaded = buurtboek_server::docs::document::Document::load(&**case.state.store.reader(), note).unwrap();
    let state = loaded.state().unwrap();
    let again = buurtboek_shared::doc::write::open_doc(5);
    buurtboek_shared::doc::write::apply(&again, &state).unwrap();
    let values = buurtboek_shared::doc::values::DocValues::read(note.kind, &yrs::Transact::transact(&again));
    assert_eq!(&values, loaded.values(), "rows and state read the same");
}

#[tokio::test(flavor = "multi_thread")]
async fn bytes_that_are_no_frame_end_their_own_connection_only() {
    let mut case = Case::open().await;
    let mut ours = case.peer(SAMIRA).await;
    let note = case.note(&mut ours, Base::Written).await;
    let dice = Dice::new(7);
    for length in [0, 1, 2, 7, 40, 300, 20_000] {
        let mut theirs = case.peer(JOOST).await;
        let mut bytes: Vec<u8> = (0..length).map(|_| dice.below(256) as u8).collect();
        // No frame begins with this.
        bytes.insert(0, 0xee);
        theirs.say_bytes(bytes).await.unwrap();
        let said = theirs.hear().await.unwrap();
        assert!(matches!(said, ServerFrame::Bye { reason: ByeReason::Misbehaved, .. }), "{said:?}");
        assert!(theirs.hear().await.is_err(), "and hangs up");
    }
    let mut theirs = case.peer(JOOST).await;
    // Whether sending fails or hearing does: the connection is gone.
    let too_long = theirs.say_bytes(vec![2; MAX_FRAME + 1]).await;
    assert!(too_long.is_err() || theirs.hear().await.is_err());
    ours.push(note, &honest("verder")).await.unwrap().expect("nobody else noticed");
}
