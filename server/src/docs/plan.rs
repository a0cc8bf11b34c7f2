//! From an offered batch to the commit that it becomes: checks and consequences, no IO but reading the store.
//!
//! The task of a document and the simulated world run this same code; what differs is only who carries the commit to
//! the store.

use buurtboek_shared::{
    domain::{access::Access, refusal::Reason, role::Principal},
    ids::{DeviceId, DocId, Hash256, MemberId},
    protocol::outgoing::{Outgoing, OutgoingItem},
    time::Timestamp,
};

use super::{
    command, consequences, creation,
    document::{Document, LoadError, Snapshotted},
    gate::{Refused, SERVER_DEVICE, Sender, Verdict, judge},
};
use crate::{
    authz::{DocGrant, Hand, authorize_create, authorize_handover},
    store::{
        Commit, Committed, Escrowed, KnownBatch, Reader,
        commit::{AuditAction, EscrowChange, Needed, NewRow},
    },
};

/// Texts of one member and one document that may wait for the coordinators; more than a day's work, less than a disk.
const MOST_HANDED_OVER: usize = 500;

/// Who offers something, and when.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Offer {
    /// Who.
    pub principal: Principal,
    /// On which device.
    pub device: DeviceId,
    /// The server's clock.
    pub at: Timestamp,
    /// Random: the client id under which the server writes, should it have to.
    pub fresh_client: u64,
}

/// The commit with everything that is the same for all: callers fill in the rest.
pub(super) fn blank(offer: &Offer, doc: DocId, hash: Hash256, audit: AuditAction) -> Commit {
    Commit {
        doc,
        member: offer.principal.member,
        device: offer.device,
        at: offer.at,
        batch: None,
        command: None,
        hash,
        create: Vec::new(),
        row: None,
        bind: Vec::new(),
        grants: Vec::new(),
        parts: Vec::new(),
        escrow: None,
        needs: None,
        audit,
    }
}

/// The commit of what nobody offered: the server's own doing.
pub(crate) fn by_server(doc: DocId, at: Timestamp, hash: Hash256) -> Commit {
    Commit {
        doc,
        member: MemberId::default(),
        device: SERVER_DEVICE,
        at,
        batch: None,
        command: None,
        hash,
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

/// Was this batch, or this command, committed before?
///
/// # Errors
/// [`Reason::NumberReused`] when the number stands for other bytes, [`Reason::Recovering`] when the store cannot be
/// read.
pub fn known(reader: &dyn Reader, offer: &Offer, outgoing: &Outgoing) -> Result<Option<KnownBatch>, Reason> {
    let mut found = reader.batch(offer.device, outgoing.batch).map_err(|_| Reason::Recovering)?;
    if let (None, OutgoingItem::Command(command)) = (&found, &outgoing.item) {
        found = reader.command(command.id).map_err(|_| Reason::Recovering)?;
    }
    same(found, outgoing)
}

/// Was this batch of this device committed before? Looks at the device's own numbers and at nothing else, so that it may
/// be asked for whoever may not open the document: what others decided is told to nobody.
///
/// # Errors
/// As [`known`].
pub fn known_of_device(reader: &dyn Reader, offer: &Offer, outgoing: &Outgoing) -> Result<Option<KnownBatch>, Reason> {
    same(reader.batch(offer.device, outgoing.batch).map_err(|_| Reason::Recovering)?, outgoing)
}

fn same(found: Option<KnownBatch>, outgoing: &Outgoing) -> Result<Option<KnownBatch>, Reason> {
    let hash = outgoing.item.hash().map_err(|_| Reason::Malformed)?;
    match found {
        Some(known) if known.receipt.hash == hash && known.doc == outgoing.doc => Ok(Some(known)),
        Some(_) => Err(Reason::NumberReused),
        None => Ok(None),
    }
}

/// Plans the making of a document.
///
/// # Errors
/// Why it cannot be made.
pub fn plan_creation(reader: &dyn Reader, offer: &Offer, outgoing: &Outgoing) -> Result<Commit, Reason> {
    let OutgoingItem::Create(new) = &outgoing.item else { return Err(Reason::Malformed) };
    let grant = authorize_create(reader, &offer.principal, new)?;
    let hash = outgoing.item.hash().map_err(|_| Reason::Malformed)?;
    let mut commit = creation::plan(reader, offer, new, grant, hash)?;
    commit.batch = Some(outgoing.batch);
    Ok(commit)
}

/// Plans the keeping of words that their writer can no longer put in a document. The document itself stays as it is.
///
/// # Errors
/// Why they are not taken.
pub fn plan_handover(reader: &dyn Reader, offer: &Offer, outgoing: &Outgoing) -> Result<Commit, Reason> {
    let OutgoingItem::HandOver(handover) = &outgoing.item else { return Err(Reason::Malformed) };
    handover.check()?;
    let member = offer.principal.member;
    authorize_handover(reader, &offer.principal, handover.doc)?;
    let waiting = reader.escrow(offer.principal.team).map_err(|_| Reason::Recovering)?;
    let own = waiting.iter().filter(|kept| kept.member == member && kept.handover.doc == handover.doc).count();
    if own >= MOST_HANDED_OVER {
        return Err(Reason::TooLarge);
    }
    let hash = outgoing.item.hash().map_err(|_| Reason::Malformed)?;
    let mut commit = blank(offer, handover.doc, hash, AuditAction::HandOver);
    commit.escrow = Some(EscrowChange::Keep { team: offer.principal.team, handover: handover.clone() });
    commit.batch = Some(outgoing.batch);
    Ok(commit)
}

/// Plans the end of something that was handed over: a coordinator dealt with it.
#[must_use]
pub fn plan_settling(offer: &Offer, kept: &Escrowed) -> Commit {
    let mut commit = blank(offer, kept.handover.doc, Hash256::default(), AuditAction::Settle);
    commit.escrow = Some(EscrowChange::Settle(kept.number));
    commit
}

/// Plans an update or a command on an open document. On success the document in memory is ahead of the store, and the
/// caller commits and then calls [`confirm`], or throws the document away.
///
/// # Errors
/// Why it is refused, and whether the document is to be thrown away.
pub fn plan(
    reader: &dyn Reader,
    document: &mut Document,
    grant: &DocGrant,
    offer: &Offer,
    outgoing: &Outgoing,
) -> Result<Commit, Refused> {
    let hash = outgoing.item.hash().map_err(|_| Reason::Malformed)?;
    let mut commit = match &outgoing.item {
        OutgoingItem::Create(_) | OutgoingItem::HandOver(_) => return Err(Reason::AlreadyExists.into()),
        OutgoingItem::Update(update) => {
            let (member, device) = (offer.principal.member, offer.device);
            let sender = match grant.hand() {
                Hand::Whole => Sender::Device { member, device },
                Hand::Margin => Sender::Annotator { member, device },
            };
            plan_update(reader, document, offer, sender, update, hash)?.ok_or(Reason::Repeats)?
        }
        OutgoingItem::Command(command) => command::plan(reader, document, grant, offer, command, hash)?,
    };
    commit.batch = Some(outgoing.batch);
    let access = match &outgoing.item {
        OutgoingItem::Update(_) if grant.hand() == Hand::Whole => Access::Write,
        // What a command or a question needs, the policy said; here it must still be what it was.
        OutgoingItem::Update(_) | OutgoingItem::Create(_) | OutgoingItem::Command(_) | OutgoingItem::HandOver(_) => {
            grant.access()
        }
    };
    commit.needs = Some(Needed { doc: outgoing.doc, access });
    Ok(commit)
}

/// Plans an update of any sender. None when there is nothing in it to commit.
///
/// # Errors
/// As [`plan`].
pub(super) fn plan_update(
    reader: &dyn Reader,
    document: &mut Document,
    offer: &Offer,
    sender: Sender,
    update: &[u8],
    hash: Hash256,
) -> Result<Option<Commit>, Refused> {
    let after = document.head();
    let passed = match judge(document, sender, update)? {
        Verdict::Passed(passed) => passed,
        Verdict::Ignored => return Ok(None),
        Verdict::Gap => return Err(Reason::ClockGap.into()),
    };
    let mut commit = blank(offer, document.header.doc, hash, AuditAction::Edit);
    commit.bind = passed.binds;
    commit.row = Some(NewRow { after, update: passed.row, snapshot: passed.snapshot });
    consequences::of_update(reader, document, offer, &passed.difference, &mut commit)
        .map_err(|reason| Refused { reason, spoilt: true })?;
    Ok(Some(commit))
}

/// The commit happened: the document's history stands where the receipt says.
pub fn confirm(document: &mut Document, commit: &Commit, committed: &Committed) {
    if let Some(row) = &commit.row {
        let snapshot = if row.snapshot.is_some() { Snapshotted::Yes } else { Snapshotted::No };
        document.advance(committed.receipt.seq, committed.receipt.chain, snapshot);
    }
}

/// What a failure to load means for the one who offered something.
#[must_use]
pub fn reason_of_load(error: &LoadError) -> Reason {
    match error {
        LoadError::Absent => Reason::NoGrantYet,
        LoadError::Read(_) | LoadError::Broken { .. } | LoadError::Panicked(_) => Reason::Recovering,
    }
}
