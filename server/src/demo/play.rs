//! Plays the story: every step is offered as by a device of whoever did it, and passes the gate like anybody's work.

use std::collections::BTreeMap;

use buurtboek_shared::{
    doc::write::{apply, open_doc, write},
    domain::{
        command::{Command, CommandAction, CommandKind, Shown},
        refusal::Reason,
        role::Principal,
    },
    ids::{BatchNo, CommandId, DeviceId, DocId, TeamId},
    protocol::{
        frames::NewDocument,
        limits::SCHEMA,
        outgoing::{Outgoing, OutgoingItem},
    },
    time::Timestamp,
};

use super::{
    DemoError,
    names::id,
    people::{PEOPLE, Person},
    script::{Step, Today, member, steps},
    story::story,
};
use crate::{
    docs::{document::Document, plan::Offer, registry::Documents},
    random,
};

/// Plays what was not played yet: a start that was cut short is taken up where it stopped.
pub(super) async fn play(documents: &Documents, team: TeamId, now: Timestamp) -> Result<(), DemoError> {
    let today = Today::of(now);
    let mut devices: BTreeMap<&'static str, u64> = BTreeMap::new();
    for moment in story() {
        let Some(person) = PEOPLE.iter().find(|person| person.username == moment.who) else { continue };
        let at = today.at(moment.when);
        for step in steps(moment, today) {
            let count = devices.entry(moment.who).or_default();
            *count += 1;
            let device = Device { documents, person, team, batch: BatchNo(*count) };
            device.offer(&step, at).await.map_err(|reason| DemoError::Refused { about: moment.about, reason })?;
        }
    }
    Ok(())
}

/// A device of one of the people, about to offer its next batch.
struct Device<'a> {
    documents: &'a Documents,
    person: &'a Person,
    team: TeamId,
    batch: BatchNo,
}

impl Device<'_> {
    fn id(&self) -> DeviceId {
        DeviceId(id(&format!("device of {}", self.person.username)))
    }

    async fn offer(&self, step: &Step, at: Timestamp) -> Result<(), Reason> {
        let reader = self.documents.reader();
        if reader.batch(self.id(), self.batch).map_err(|_| Reason::Recovering)?.is_some() {
            return Ok(());
        }
        let fresh_client = random::yrs_client().map_err(|_| Reason::Recovering)?;
        let (doc, item) = match step {
            Step::Make { doc, parent } => {
                let new = NewDocument { doc: *doc, team: self.team, parent: *parent, schema: SCHEMA };
                (*doc, OutgoingItem::Create(new))
            }
            Step::Write { doc, intent } => {
                let document = Document::load(&**reader, *doc).map_err(|_| Reason::NoGrantYet)?;
                let own = open_doc(random::yrs_client().map_err(|_| Reason::Recovering)?);
                apply(&own, &document.state().map_err(|_| Reason::Panicked)?).map_err(|_| Reason::Malformed)?;
                let update = write(&own, doc.kind, intent).map_err(|_| Reason::EntryForm)?;
                (*doc, OutgoingItem::Update(update.unwrap_or_default()))
            }
            Step::Command { doc, action } => (*doc, OutgoingItem::Command(self.command(*doc, action, at)?)),
        };
        let principal = Principal::new(member(self.person.username), self.team, self.person.role);
        let offer = Offer { principal, device: self.id(), at, fresh_client };
        self.documents.carry_out(offer, Outgoing { batch: self.batch, doc, item }).await.map(drop)
    }

    fn command(&self, doc: DocId, action: &CommandAction, at: Timestamp) -> Result<Command, Reason> {
        let expects = if action.kind() == CommandKind::Finalise {
            let header = self.documents.reader().header(doc).map_err(|_| Reason::Recovering)?;
            header.map(|header| Shown { seq: header.head, chain: header.chain })
        } else {
            None
        };
        let id = CommandId(id(&format!("command {} {}", self.person.username, self.batch.0)));
        Ok(Command { id, doc, expects, decided_at: at, action: action.clone() })
    }
}
