//! What a socket is served, and for how long.

use buurtboek_server::{
    docs::feed::News,
    random,
    store::{AuditAction, Commit, GrantChange, Header, NewRow},
};
use buurtboek_shared::{
    doc::{schema::heading_root, write::open_doc},
    domain::{access::Access, note::Heading, role::Role},
    ids::{Chain, DeviceId, DocId, DocKind, Hash256, MemberId, Seq},
    protocol::{
        codec::encode,
        frames::{ByeReason, ClientFrame, Have, ServerFrame},
        limits::SCHEMA,
    },
};
use futures_util::SinkExt as _;
use tokio_tungstenite::tungstenite::Message;
use yrs::{ReadTxn as _, StateVector, Text as _, Transact as _};

use super::{
    running::{frame, goodbye, greeted, running},
    town::{MORNING, Town},
};

/// Another process may end access, which this one hears of by nobody.
#[tokio::test]
async fn a_projection_that_is_followed_is_served_no_more_once_access_ended() {
    let town = Town::real().await;
    let samira = town.member("samira", Role::Professional).await.id;
    let (address, _) = running(&town).await;
    let mut socket = greeted(address, &town.logged_in("samira").await).await;
    let directory = DocId::directory(town.team);
    let open = ClientFrame::Open(vec![Have { doc: directory, seq: Seq(0), chain: Chain::default() }]);
    socket.send(Message::Binary(encode(&open).unwrap().into())).await.unwrap();
    while !matches!(frame(&mut socket).await, Some(ServerFrame::UpToDate { .. })) {}

    for (access, served) in [("granted", true), ("ended", false)] {
        if access == "ended" {
            let mut commit = by_server(directory, samira);
            commit.grants.push(GrantChange::End { doc: directory, member: samira });
            town.state.store.commit(commit).await.unwrap();
        }
        town.state.documents.feed().tell(directory, None, &News::Projection(directory));
        let ping = encode(&ClientFrame::Ping { nonce: 5 }).unwrap();
        socket.send(Message::Binary(ping.into())).await.unwrap();
        let mut heard = Vec::new();
        while heard.last() != Some(&ServerFrame::Pong { nonce: 5 }) {
            heard.push(frame(&mut socket).await.unwrap());
        }
        assert_eq!(heard.iter().any(|frame| matches!(frame, ServerFrame::Projection { .. })), served, "{access}");
    }
}

/// Notes that only one member may open, too large together for what the network holds under way.
pub(super) async fn large_notes(town: &Town, reader: MemberId) -> Vec<DocId> {
    let written = open_doc(7);
    let text = written.get_or_insert_text(heading_root(Heading::WeSee));
    text.push(&mut written.transact_mut(), &"veel ".repeat(200_000));
    let state = written.transact().encode_state_as_update_v1(&StateVector::default());
    let mut notes = Vec::new();
    for _ in 0..24 {
        let doc = DocId::new(DocKind::Note, random::id().unwrap());
        let mut commit = by_server(doc, reader);
        commit.create.push(Header {
            doc,
            team: town.team,
            parent: None,
            schema: SCHEMA,
            created_by: reader,
            created_at: MORNING,
            head: Seq(0),
            chain: Chain::default(),
        });
        let after = (Seq(0), Chain::default());
        commit.row = Some(NewRow { after, update: Vec::new(), snapshot: Some(state.clone()) });
        commit.grants.push(GrantChange::Give { doc, member: reader, access: Access::Read });
        town.state.store.commit(commit).await.unwrap();
        notes.push(doc);
    }
    notes
}

fn by_server(doc: DocId, member: MemberId) -> Commit {
    Commit {
        doc,
        member,
        device: DeviceId::default(),
        at: MORNING,
        batch: None,
        command: None,
        hash: Hash256::default(),
        create: Vec::new(),
        row: None,
        bind: Vec::new(),
        grants: Vec::new(),
        parts: Vec::new(),
        escrow: None,
        needs: None,
        audit: AuditAction::Server,
    }
}

/// A device asks for many documents at once, and may take its time.
#[tokio::test]
async fn a_session_that_ends_while_documents_are_served_is_served_no_more() {
    let town = Town::real().await;
    let samira = town.member("samira", Role::Professional).await.id;
    let (address, _) = running(&town).await;
    let (tablet, phone) = (town.logged_in("samira").await, town.logged_in("samira").await);
    let notes = large_notes(&town, samira).await;
    let (mut on_tablet, on_phone) = (greeted(address, &tablet).await, greeted(address, &phone).await);
    let nothing = |doc| Have { doc, seq: Seq(0), chain: Chain::default() };
    let open = ClientFrame::Open(notes.iter().copied().map(nothing).collect());
    on_tablet.send(Message::Binary(encode(&open).unwrap().into())).await.unwrap();
    while !matches!(frame(&mut on_tablet).await, Some(ServerFrame::UpToDate { .. })) {}

    town.state.accounts.revoke_sessions_of(samira, MORNING).await.unwrap();
    town.state.door.endings.look_now();
    assert_eq!(goodbye(on_phone).await, Some(ByeReason::SessionOver), "whoever listens was told");
    let mut served = 1;
    let reason = loop {
        match frame(&mut on_tablet).await {
            Some(ServerFrame::UpToDate { .. }) => served += 1,
            Some(ServerFrame::Bye { reason, .. }) => break Some(reason),
            Some(_) => {}
            None => break None,
        }
    };
    assert_eq!(reason, Some(ByeReason::SessionOver));
    assert!(served < notes.len(), "all of them");
}
