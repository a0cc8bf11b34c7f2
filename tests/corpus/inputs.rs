//! The list of inputs, against a note in which Samira (client 77) wrote. Include with `#[path]`; it wants `wire` and
//! the names of `support` in scope of its parent.

#![allow(unreachable_pub, reason = "included by the tests that use it")]

use buurtboek_shared::{domain::refusal::Reason, ids::MemberId};

use super::support::{
    JOOST, SAMIRA, WE_SEE, addition, choice,
    wire::{At, block, inserts, number, section, text, text_block, update},
};

/// Samira's client id in the base.
pub const VICTIM: u64 = 77;
/// The sender's client id.
pub const SENDER: u64 = 40;
/// What Samira wrote: clocks 0 to 21, in [`WE_SEE`].
pub const TEXT: &str = "hello brave new world";

/// What the note holds before the input comes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Base {
    /// Nothing.
    Empty,
    /// [`base`].
    Written,
    /// [`base`], and finished.
    Finished,
}

/// One input.
#[derive(Debug)]
pub struct Input {
    pub name: &'static str,
    pub base: Base,
    pub sender: MemberId,
    pub bytes: Vec<u8>,
    pub reason: Reason,
}

/// What Samira wrote: a text, (clocks 21 and 22) two answers, and (clock 23) a letter in the middle of the text.
pub fn base() -> Vec<u8> {
    let answers = [choice(1, SAMIRA, "light", &[]), choice(2, SAMIRA, "serious", &[])];
    let letter = text_block(At::Between((VICTIM, 10), (VICTIM, 11)), "-");
    inserts(VICTIM, 0, &[text_block(At::Root(WE_SEE), TEXT), entries_block(At::Root("worry"), &answers), letter])
}

/// When the note was finished, in [`Base::Finished`] the reason says who and when: compare its class and code only.
pub fn inputs() -> Vec<Input> {
    [form(), kinds(), clocks(), order(), meaning()].into_iter().flatten().collect()
}

fn entries_block(at: At, entries: &[buurtboek_shared::doc::entries::Entry]) -> Vec<u8> {
    let mut content = number(entries.len() as u64);
    for entry in entries {
        plain(&entry.to_any().expect("a plain map"), &mut content);
    }
    block(at, 8, &content)
}

fn plain(value: &yrs::Any, bytes: &mut Vec<u8>) {
    value.encode(bytes);
}

fn input(name: &'static str, base: Base, bytes: Vec<u8>, reason: Reason) -> Input {
    Input { name, base, sender: JOOST, bytes, reason }
}

fn any_block(at: At, value: &[u8]) -> Vec<u8> {
    block(at, 8, &[&[1], value].concat())
}

fn form() -> Vec<Input> {
    let letter = || text_block(At::Root(WE_SEE), "x");
    let deep = |depth: usize| any_block(At::Root("worry"), &[vec![[117, 1]; depth].concat(), vec![126]].concat());
    let mut trailing = inserts(SENDER, 0, &[letter()]);
    trailing.push(0);
    let mut short = inserts(SENDER, 0, &[letter()]);
    short.pop();
    let high_clock = [vec![1, 1, 40], number(1 << 35), letter(), vec![0]].concat();
    let overlong_client = [vec![1, 1, 0xa8, 0, 0], letter(), vec![0]].concat();
    let twice = update(&[section(SENDER, 0, &[letter()]), section(SENDER, 1, &[letter()])], &[]);
    let overlapping = [vec![0, 1], number(VICTIM), vec![2, 0, 3, 2, 2]].concat();
    let half_text = inserts(SENDER, 0, &[block(At::Root(WE_SEE), 4, &[2, 0xc3, 0x28])]);
    vec![
        input("a count of 2^28 clients", Base::Empty, vec![0x80, 0x80, 0x80, 0x80, 1], Reason::CountBomb),
        input("a count of 2^28 blocks", Base::Empty, vec![1, 0x80, 0x80, 0x80, 0x80, 1, 40, 0, 0], Reason::CountBomb),
        input("values nested 6,240 deep", Base::Empty, inserts(SENDER, 0, &[deep(6_240)]), Reason::TooDeep),
        input("client id 2^53 + 77", Base::Written, inserts((1 << 53) + 77, 0, &[letter()]), Reason::NumberOutOfRange),
        input("clock 2^35, read as 8 by some", Base::Written, high_clock, Reason::NumberOutOfRange),
        input("an over-long number", Base::Written, overlong_client, Reason::OverlongNumber),
        input("bytes after the end", Base::Written, trailing, Reason::TrailingBytes),
        input("an end too soon", Base::Written, short, Reason::Malformed),
        input("one client twice", Base::Written, twice, Reason::Repeats),
        input("one delete twice", Base::Written, overlapping, Reason::Repeats),
        input("text that is no UTF-8", Base::Written, half_text, Reason::Malformed),
        input(
            "an empty text",
            Base::Written,
            inserts(SENDER, 0, &[text_block(At::Root(WE_SEE), "")]),
            Reason::Malformed,
        ),
        input("no update at all", Base::Empty, Vec::new(), Reason::Malformed),
    ]
}

fn kinds() -> Vec<Input> {
    let gc = inserts(VICTIM, 24, &[[vec![0], number(1_000_000)].concat()]);
    let skip = inserts(SENDER, 0, &[vec![10, 4], text_block(At::After(VICTIM, 0), "x")]);
    let under_item = inserts(SENDER, 0, &[[vec![4, 0], number(VICTIM), number(4), text("x")].concat()]);
    let nested = |depth: u32| {
        let mut blocks = vec![block(At::Root("worry"), 7, &[0])];
        for clock in 1..depth {
            blocks.push([vec![7, 0], number(SENDER), number(u64::from(clock) - 1), vec![0]].concat());
        }
        inserts(SENDER, 0, &blocks)
    };
    let key = |name: &str, kind: u8, content: &[u8]| {
        inserts(SENDER, 0, &[[vec![kind | 0x20, 1], text(name), text("key"), content.to_vec()].concat()])
    };
    let content = |name, kind, content: &[u8]| {
        input(name, Base::Written, inserts(SENDER, 0, &[block(At::Root(WE_SEE), kind, content)]), Reason::ContentKind)
    };
    vec![
        input("GC over another's future clocks", Base::Written, gc, Reason::BlockKind),
        input("a Skip", Base::Written, skip, Reason::BlockKind),
        input("an item as parent", Base::Written, under_item, Reason::UnknownRoot),
        input("lists nested 3,080 deep", Base::Written, nested(3_080), Reason::ContentKind),
        input(
            "a root nobody knows",
            Base::Written,
            inserts(SENDER, 0, &[text_block(At::Root("notes"), "x")]),
            Reason::UnknownRoot,
        ),
        input("a map key", Base::Written, key(WE_SEE, 8, &[1, 126]), Reason::InfoBits),
        input("a type under a map key", Base::Written, key("worry", 7, &[1]), Reason::InfoBits),
        input(
            "info bit 0x10",
            Base::Written,
            inserts(SENDER, 0, &[block(At::Root(WE_SEE), 0x14, &text("x"))]),
            Reason::InfoBits,
        ),
        content("JSON", 2, &[1, 1, b'1']),
        content("binary", 3, &[1, 0]),
        content("an embed", 5, &text("{}")),
        content("a format", 6, &[text("b"), text("true")].concat()),
        content("a sub-document", 9, &[text("guid"), vec![118, 0]].concat()),
        content("a move", 11, &[0, 77, 0]),
        content("a plain value in a text", 8, &[1, 126]),
        input(
            "text in a list",
            Base::Written,
            inserts(SENDER, 0, &[text_block(At::Root("worry"), "x")]),
            Reason::ContentKind,
        ),
        input(
            "text between answers",
            Base::Written,
            inserts(SENDER, 0, &[text_block(At::After(VICTIM, 21), "x")]),
            Reason::ContentKind,
        ),
        input(
            "a plain value between letters",
            Base::Written,
            inserts(SENDER, 0, &[any_block(At::After(VICTIM, 3), &[126])]),
            Reason::ContentKind,
        ),
    ]
}

fn clocks() -> Vec<Input> {
    let after = |client, clock| text_block(At::After(client, clock), "x");
    let mutual = update(&[section(40, 0, &[after(41, 0)]), section(41, 0, &[after(40, 0)])], &[]);
    vec![
        input(
            "delete beforehand, in nobody's name",
            Base::Empty,
            update(&[], &[(VICTIM, 0, 11)]),
            Reason::DeletesUnknown,
        ),
        input(
            "delete of what is not yet there",
            Base::Written,
            update(&[], &[(VICTIM, 20, 9)]),
            Reason::DependencyUnknown,
        ),
        input("another's client id", Base::Written, inserts(VICTIM, 24, &[after(VICTIM, 20)]), Reason::ForeignClient),
        input(
            "two devices with one client id",
            Base::Written,
            inserts(VICTIM, 0, &[text_block(At::Root(WE_SEE), "x")]),
            Reason::ForeignClient,
        ),
        input("the server's client id", Base::Written, inserts(1, 0, &[after(VICTIM, 3)]), Reason::ForeignClient),
        input("a hole before it", Base::Written, inserts(SENDER, 5, &[after(VICTIM, 3)]), Reason::ClockGap),
        input("a hole that it depends on", Base::Written, inserts(SENDER, 5, &[after(SENDER, 4)]), Reason::ClockGap),
        input(
            "what it builds on is not here",
            Base::Written,
            inserts(SENDER, 0, &[after(99, 0)]),
            Reason::DependencyUnknown,
        ),
        input("builds on itself", Base::Written, inserts(SENDER, 0, &[after(SENDER, 0)]), Reason::OrderRule),
        input("two that wait for each other", Base::Written, mutual, Reason::LeftPending),
        Input {
            name: "known and new clocks mixed",
            base: Base::Written,
            sender: SAMIRA,
            bytes: inserts(VICTIM, 23, &[after(VICTIM, 3), after(VICTIM, 4)]),
            reason: Reason::Repeats,
        },
    ]
}

fn order() -> Vec<Input> {
    let between = |left, right| inserts(SENDER, 0, &[text_block(At::Between((VICTIM, left), (VICTIM, right)), "YYYY")]);
    let gone =
        update(&[section(SENDER, 0, &[text_block(At::Between((VICTIM, 6), (VICTIM, 5)), "Y")])], &[(VICTIM, 5, 2)]);
    vec![
        input("right origin just before left origin", Base::Written, between(6, 5), Reason::OrderRule),
        input("right origin well before left origin", Base::Written, between(9, 2), Reason::OrderRule),
        input("right origin in an earlier item than left origin", Base::Written, between(15, 3), Reason::OrderRule),
        input("one origin on both sides", Base::Written, between(6, 6), Reason::OrderRule),
        input("origins under two roots", Base::Written, between(6, 21), Reason::OrderRule),
        input("crossed origins, then deleted", Base::Written, gone, Reason::OrderRule),
    ]
}

fn meaning() -> Vec<Input> {
    let answer = |number, by, value: &str, replaces: &[u128]| {
        inserts(SENDER, 0, &[entries_block(At::After(VICTIM, 22), &[choice(number, by, value, replaces)])])
    };
    let letter = || inserts(SENDER, 0, &[text_block(At::After(VICTIM, 20), "!")]);
    let added = |by| inserts(SENDER, 0, &[entries_block(At::Root("additions"), &[addition(9, by, "nagekomen")])]);
    let same = inserts(
        SENDER,
        0,
        &[entries_block(At::After(VICTIM, 22), &[choice(8, JOOST, "none", &[]), choice(8, JOOST, "acute", &[])])],
    );
    let finished = Reason::Finalised { by: SAMIRA, at: buurtboek_shared::time::Timestamp(0) };
    let foreign_form = inserts(SENDER, 0, &[any_block(At::After(VICTIM, 22), &[118, 1, 1, b'a', 126])]);
    let transition = inserts(SENDER, 0, &[any_block(At::Root("transitions"), &a_transition())]);
    vec![
        input("an answer in another's name", Base::Written, answer(5, SAMIRA, "none", &[]), Reason::NotTheAuthor),
        input("an answer of no list", Base::Written, answer(5, JOOST, "whatever", &[]), Reason::EntryForm),
        input("an answer with the id of another", Base::Written, answer(1, JOOST, "none", &[]), Reason::Repeats),
        input("two answers with one id", Base::Written, same, Reason::Repeats),
        input("replaces what is not there", Base::Written, answer(5, JOOST, "none", &[6]), Reason::UnknownReference),
        input("a map of another form", Base::Written, foreign_form, Reason::EntryForm),
        input("an answer deleted", Base::Written, update(&[], &[(VICTIM, 21, 1)]), Reason::EntryGone),
        input("a transition by a member", Base::Written, transition, Reason::ServerOnly),
        input("an addition before the end", Base::Written, added(JOOST), Reason::WrongState),
        input("text in a finished note", Base::Finished, letter(), finished),
        input("a delete in a finished note", Base::Finished, update(&[], &[(VICTIM, 0, 3)]), finished),
        input("an answer in a finished note", Base::Finished, answer(5, JOOST, "none", &[]), finished),
        input("an addition in another's name", Base::Finished, added(SAMIRA), Reason::NotTheAuthor),
    ]
}

fn a_transition() -> Vec<u8> {
    use buurtboek_shared::{
        doc::entries::Entry,
        domain::{command::CommandAction, transition::Transition},
        ids::CommandId,
        time::Timestamp,
    };
    let transition = Transition {
        command: CommandId::from_bytes([9; 16]),
        by: JOOST,
        at: Timestamp(1_790_000_000_000),
        action: CommandAction::Finalise,
        judged: Vec::new(),
    };
    let mut bytes = Vec::new();
    plain(&Entry::Transition(transition).to_any().expect("a plain map"), &mut bytes);
    bytes
}
