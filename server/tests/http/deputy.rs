//! "Waarnemer": appointed over HTTP, ended by hand, by the time, and after a restart.

use buurtboek_server::{
    clock::Clock,
    demo,
    deputy::{self, DeputyError},
    docs::{plan::Offer, projection},
    random,
    state::AppState,
    store::sqlite::DATABASE_FILE,
};
use buurtboek_shared::{
    domain::{
        access::Access,
        command::{Command, CommandAction},
        deputy::Deputy,
        directory::Directory,
        refusal::Reason,
        restriction::Restriction,
        role::{Principal, Role},
    },
    ids::{BatchNo, CommandId, DeviceId, DocId, DocKind, MemberId, TeamId},
    protocol::{
        codec::decode_value,
        outgoing::{Outgoing, OutgoingItem},
        server_session::Contents,
    },
    time::Millis,
};
use serde_json::json;

use super::town::{Browser, MORNING, Town};

const DEPUTY: &str = "/api/v1/team/deputy";
const TEN: &str = "2026-11-23T11:00:00+01:00";

/// The demonstration, its coordinator, and the signal that is kept to the coordinators.
struct Office {
    town: Town,
    marijke: Browser,
    ilse: MemberId,
    team: TeamId,
    kept: DocId,
}

impl Office {
    async fn open() -> Self {
        let town = Town::demo().await;
        let mut marijke = town.chosen("marijke").await;
        let me = marijke.get("/api/v1/me").await.json();
        let team = TeamId(me["team"].as_str().unwrap().parse().unwrap());
        let ilse = MemberId(demo::id("ilse"));
        let kept = town.state.accounts.kept_signals(team, ilse).unwrap();
        let kept = kept.into_iter().find(|(_, access)| access.is_none()).unwrap().0;
        Self { town, marijke, ilse, team, kept }
    }

    async fn appoint(&mut self, until: &str) -> (u16, String) {
        let answer = self.marijke.put(DEPUTY, &json!({ "member": self.ilse, "until": until })).await;
        if answer.status == 204 { (204, String::new()) } else { answer.problem() }
    }

    fn access(&self) -> Option<Access> {
        self.town.state.store.reader().access(self.kept, self.ilse).unwrap()
    }

    /// Ilse closes nothing; she only tries to give the signal to somebody.
    async fn ilse_gives_it(&self) -> Result<(), Reason> {
        let ilse = Principal::new(self.ilse, self.team, Role::Professional);
        self.decide(ilse, self.kept, CommandAction::Assign { to: self.ilse }).await
    }

    async fn decide(&self, principal: Principal, doc: DocId, action: CommandAction) -> Result<(), Reason> {
        let id = CommandId(random::id().unwrap());
        let command = Command { id, doc, expects: None, decided_at: MORNING, action };
        let outgoing = Outgoing { batch: BatchNo(1), doc, item: OutgoingItem::Command(command) };
        let offer = Offer {
            principal,
            device: DeviceId(random::id().unwrap()),
            at: self.town.state.clock.now(),
            fresh_client: random::yrs_client().unwrap(),
        };
        self.town.state.documents.carry_out(offer, outgoing).await.map(drop)
    }

    /// Keeps one more signal to the coordinators; all that are kept, in the order in which they are looked at.
    async fn keep_one_more(&self) -> Vec<DocId> {
        let marijke = Principal::new(MemberId(demo::id("marijke")), self.team, Role::Coordinator);
        let open = self.town.state.store.reader().documents(marijke.member, None, usize::MAX).unwrap();
        let mut triages = open.into_iter().map(|header| header.doc).filter(|doc| doc.kind == DocKind::Triage);
        let other = triages.find(|doc| *doc != self.kept).unwrap();
        self.decide(marijke, other, CommandAction::Restrict { to: Restriction::CoordinatorOnly }).await.unwrap();
        let kept = self.town.state.accounts.kept_signals(self.team, self.ilse).unwrap();
        kept.into_iter().map(|(triage, _)| triage).collect()
    }

    /// What staff's devices hold of it.
    fn in_directory(&self) -> Option<Deputy> {
        let doc = DocId::directory(self.team);
        let reader = self.town.state.store.reader();
        let contents = projection::contents_after(&**reader, doc, Default::default(), Role::Professional).unwrap();
        let Contents::Projection { value, .. } = contents else { panic!("there is a directory") };
        decode_value::<Directory>(&value).unwrap().staff.unwrap().deputy
    }
}

#[tokio::test]
async fn a_deputy_gets_what_is_kept_to_the_coordinators_until_it_is_ended() {
    let mut office = Office::open().await;
    assert_eq!((office.access(), office.in_directory()), (None, None), "nobody stands in in the demonstration");
    assert_eq!(office.appoint(TEN).await.0, 204);
    let until = MORNING + Millis::seconds(3600);
    assert_eq!(office.in_directory(), Some(Deputy { member: office.ilse, until }));
    assert_eq!(office.access(), Some(Access::Write));

    assert_eq!(office.marijke.delete(DEPUTY).await.status, 204);
    assert_eq!((office.access(), office.in_directory()), (None, None));
    assert_eq!(office.ilse_gives_it().await, Err(Reason::NoGrantYet));
}

#[tokio::test]
async fn at_the_end_the_power_goes_at_once_and_the_grants_with_the_next_look() {
    let mut office = Office::open().await;
    assert_eq!(office.appoint(TEN).await.0, 204);
    office.town.pass(3600);
    assert_eq!(office.ilse_gives_it().await, Err(Reason::NoAccess), "whatever she may still open");
    deputy::settle(&office.town.state).await.unwrap();
    assert_eq!(office.access(), None);
    assert_eq!(office.town.state.accounts.open_appointments().unwrap().len(), 1, "something may be under way");
    office.town.pass(60);
    deputy::settle(&office.town.state).await.unwrap();
    assert_eq!(office.town.state.accounts.open_appointments().unwrap(), []);
}

#[tokio::test]
async fn a_server_that_was_down_at_the_end_ends_the_grants_when_it_starts() {
    let mut office = Office::open().await;
    assert_eq!(office.appoint(TEN).await.0, 204);
    let config = (*office.town.state.config).clone();
    office.town.state.store.close().await;
    let restarted = AppState::open(config, Clock::standing(MORNING + Millis::seconds(7200))).unwrap();
    deputy::settle(&restarted).await.unwrap();
    assert_eq!(office.access(), None);
    assert_eq!(restarted.accounts.open_appointments().unwrap(), []);
}

#[tokio::test]
async fn a_signal_that_cannot_be_read_keeps_no_other_from_being_brought_in_line() {
    let mut office = Office::open().await;
    let kept = office.keep_one_more().await;
    assert_eq!(office.appoint(TEN).await.0, 204);
    let config = (*office.town.state.config).clone();
    office.town.state.store.close().await;
    let damaged = *kept.first().unwrap();
    let database = rusqlite::Connection::open(config.data.join(DATABASE_FILE)).unwrap();
    for table in ["history", "snapshots"] {
        let damage = format!("UPDATE {table} SET body = x'63' WHERE doc = x'02{}'", damaged.id);
        database.execute(&damage, ()).unwrap();
    }

    let restarted = AppState::open(config, Clock::standing(MORNING + Millis::seconds(7200))).unwrap();
    for _ in 0..2 {
        assert!(matches!(deputy::settle(&restarted).await, Err(DeputyError::Grants(Reason::Recovering))));
    }
    let access = |doc| restarted.store.reader().access(doc, office.ilse).unwrap();
    for triage in kept {
        assert_eq!(access(triage).is_some(), triage == damaged);
    }
    assert_eq!(restarted.accounts.open_appointments().unwrap().len(), 1, "it is looked at again");
}

#[tokio::test]
async fn only_a_coordinator_appoints_and_only_a_professional_of_the_team_for_a_month_at_most() {
    let mut office = Office::open().await;
    for until in ["", "morgen", "2026-11-23T09:00:00Z", "2026-12-25T09:00:00Z"] {
        assert_eq!(office.appoint(until).await, (400, "invalid".into()), "{until}");
    }
    for who in ["truus", "noor", "marijke"] {
        let body = json!({ "member": MemberId(demo::id(who)), "until": TEN });
        assert_eq!(office.marijke.put(DEPUTY, &body).await.problem(), (404, "absent".into()), "{who}");
    }
    assert_eq!(office.appoint(TEN).await.0, 204);
    for who in ["ilse", "samira", "truus", "noor"] {
        let mut browser = office.town.chosen(who).await;
        let body = json!({ "member": office.ilse, "until": TEN });
        assert_eq!(browser.put(DEPUTY, &body).await.problem(), (404, "absent".into()), "{who}");
        assert_eq!(browser.delete(DEPUTY).await.problem(), (404, "absent".into()), "{who}");
    }
}
