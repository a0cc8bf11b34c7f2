//! Random commits, the same to both stores: every answer and everything that can be read must be equal.

use buurtboek_shared::{
    ids::{CommandId, DocKind, YClient},
    protocol::frames::Cursor,
};
use proptest::prelude::*;

use super::*;
use crate::store::{Binding, Needed};

const DOCS: [(DocKind, u8); 5] =
    [(DocKind::Note, 1), (DocKind::Note, 2), (DocKind::Triage, 1), (DocKind::Feedback, 1), (DocKind::Intake, 1)];
const MEMBERS: [MemberId; 3] = [SAMIRA, JOOST, MARIJKE];
const DEVICES: [DeviceId; 2] = [TABLET, PHONE];

fn any_doc() -> impl Strategy<Value = DocId> {
    proptest::sample::select(&DOCS[..]).prop_map(|(kind, number)| doc(kind, number))
}

fn any_member() -> impl Strategy<Value = MemberId> {
    proptest::sample::select(&MEMBERS[..])
}

fn any_access() -> impl Strategy<Value = Access> {
    prop_oneof![Just(Access::Read), Just(Access::Write)]
}

fn any_grant() -> impl Strategy<Value = GrantChange> {
    prop_oneof![
        2 => (any_doc(), any_member(), any_access()).prop_map(|(doc, member, access)| give(doc, member, access)),
        1 => (any_doc(), any_member()).prop_map(|(doc, member)| end(doc, member)),
    ]
}

/// A commit whose row follows the head, or a head that is long past.
#[derive(Clone, Debug)]
struct Plan {
    commit: Commit,
    follows: bool,
}

prop_compose! {
    fn any_plan()(
        doc in any_doc(),
        member in any_member(),
        device in proptest::sample::select(&DEVICES[..]),
        at in 0..100_i64,
        batch in proptest::option::of(0..12_u64),
        command in proptest::option::weighted(0.2, 0..6_u8),
        update in proptest::option::weighted(0.7, proptest::collection::vec(0..4_u8, 0..4)),
        snapshot in proptest::option::weighted(0.2, Just(b"state".to_vec())),
        create in proptest::collection::vec((any_doc(), proptest::option::weighted(0.3, any_doc())), 0..2),
        bind in proptest::collection::vec((0..4_u64, any_member(), proptest::option::of(Just(TABLET))), 0..2),
        grants in proptest::collection::vec(any_grant(), 0..4),
        parts in proptest::collection::vec((any_doc(), 0..3_u8, 0..2_u8), 0..3),
        needs in proptest::option::weighted(0.2, (any_doc(), any_access())),
        follows in proptest::bool::weighted(0.9),
    ) -> Plan {
        let commit = Commit {
            doc,
            member,
            device,
            at: Timestamp(at),
            batch: batch.map(BatchNo),
            command: command.map(|number| CommandId::from_bytes([number; 16])),
            hash: content_hash(update.as_deref().unwrap_or_default()),
            create: create.into_iter().map(|(doc, parent)| Header { parent, ..header(doc) }).collect(),
            row: update.map(|update| NewRow { after: (Seq(0), Chain::default()), update, snapshot }),
            bind: bind
                .into_iter()
                .map(|(client, member, device)| Binding { client: YClient(client), member, device })
                .collect(),
            grants,
            parts: parts.into_iter().map(|(doc, key, value)| put(doc, &[key], &[value])).collect(),
            escrow: None,
            needs: needs.map(|(doc, access)| Needed { doc, access }),
            audit: AuditAction::Edit,
        };
        Plan { commit, follows }
    }
}

/// Everything that can be asked, as text.
fn everything(reader: &dyn Reader) -> String {
    let mut told = String::new();
    let mut tell = |value: &dyn std::fmt::Debug| told.push_str(&format!("{value:?}\n"));
    for (kind, number) in DOCS {
        let doc = doc(kind, number);
        tell(&reader.header(doc).unwrap());
        tell(&reader.rows(doc, Seq(0), usize::MAX).unwrap());
        tell(&reader.rows(doc, Seq(1), 3).unwrap());
        tell(&reader.chain_at(doc, Seq(2)).unwrap());
        tell(&reader.snapshot(doc).unwrap());
        tell(&reader.bindings(doc).unwrap());
        tell(&reader.grants(doc).unwrap());
        tell(&MEMBERS.map(|member| reader.access_began(doc, member).unwrap()));
        tell(&reader.projection(doc).unwrap());
    }
    for member in MEMBERS {
        tell(&reader.documents(member, None, 9).unwrap());
        for (after, limit) in [(0, 9), (0, 1), (3, 2), (7, 9), (99, 9)] {
            tell(&reader.changes(member, Cursor(after), limit).unwrap());
        }
    }
    for device in DEVICES {
        for batch in 0..12 {
            tell(&reader.batch(device, BatchNo(batch)).unwrap());
        }
    }
    for number in 0..6 {
        tell(&reader.command(CommandId::from_bytes([number; 16])).unwrap());
    }
    told
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 48, ..ProptestConfig::default() })]

    #[test]
    fn both_stores_say_the_same(groups in proptest::collection::vec(proptest::collection::vec(any_plan(), 1..4), 1..12)) {
        let (mut memory, mut sqlite) = (Memory::open(), Sqlite::open());
        for group in groups {
            let commits: Vec<Commit> = group
                .into_iter()
                .map(|Plan { mut commit, follows }| {
                    if let Some(row) = &mut commit.row
                        && follows
                        && let Some(header) = memory.reader().header(commit.doc).unwrap()
                    {
                        row.after = (header.head, header.chain);
                    }
                    commit
                })
                .collect();
            let said = format!("{:?}", memory.writer().commit(commits.clone()));
            prop_assert_eq!(said, format!("{:?}", sqlite.writer().commit(commits)));
            prop_assert_eq!(everything(memory.reader()), everything(sqlite.reader()));
        }
    }
}
