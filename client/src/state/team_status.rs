//! When the devices of each colleague were last told everything, as the server knows it: asked for, never kept.

use std::collections::BTreeMap;

use buurtboek_shared::{ids::MemberId, time::Timestamp};
use leptos::prelude::{Set as _, Signal};
use serde::Deserialize;

use super::notebook::Notebook;
use crate::platform::http;

/// When a colleague's devices were last connected and had been told everything, server time. Of several devices the one
/// that is furthest counts: another may still hold text.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum LastSync {
    /// One is connected.
    Now,
    /// The last of them went then.
    At(Timestamp),
    /// None ever was.
    Never,
}

/// How far the colleagues are.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TeamStatus {
    /// When this was so, server time.
    pub asked_at: Timestamp,
    /// The professionals and coordinators of the team.
    pub colleagues: BTreeMap<MemberId, LastSync>,
}

/// Whether a colleague can see on a device what the server had at some moment.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum OnDevice {
    /// "Staat op tablet van Joost ✓".
    There,
    /// "Nog niet".
    NotYet,
}

/// Was a device of this colleague told what the server had at this moment (server time)? None for somebody of whom the
/// server says nothing.
#[must_use]
pub fn has_since(status: &TeamStatus, member: MemberId, moment: Timestamp) -> Option<OnDevice> {
    let until = match status.colleagues.get(&member)? {
        LastSync::Now => Some(status.asked_at),
        LastSync::At(at) => Some(*at),
        LastSync::Never => None,
    };
    Some(if until >= Some(moment) { OnDevice::There } else { OnDevice::NotYet })
}

#[derive(Deserialize)]
#[serde(rename_all = "snake_case")]
enum Word {
    Now,
    Earlier,
    Never,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct Item {
    member: MemberId,
    synchronised: Word,
    last_synced: Option<String>,
}

/// The server's answer.
#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct Answer {
    asked_at: String,
    items: Vec<Item>,
}

/// What the answer says; none when a moment in it does not read.
fn status_of(answer: Answer) -> Option<TeamStatus> {
    let last = |item: Item| {
        let last = match item.synchronised {
            Word::Now => LastSync::Now,
            Word::Earlier => LastSync::At(Timestamp::from_rfc3339(&item.last_synced?)?),
            Word::Never => LastSync::Never,
        };
        Some((item.member, last))
    };
    let colleagues = answer.items.into_iter().map(last).collect::<Option<_>>()?;
    Some(TeamStatus { asked_at: Timestamp::from_rfc3339(&answer.asked_at)?, colleagues })
}

impl Notebook {
    /// How far the colleagues were when somebody last asked; none before the first answer, and when the last question got
    /// none: offline nobody can say.
    #[must_use]
    pub fn team_status(&self) -> Signal<Option<TeamStatus>> {
        self.0.team_status.clone().into()
    }

    /// Asks how far the colleagues are, for [`Self::team_status`].
    pub fn ask_team_status(&self) {
        self.spawn(|notebook| async move {
            let answer = http::get("/api/v1/team/colleagues").await;
            notebook.0.team_status.set(answer.ok().and_then(status_of));
        });
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const SAMIRA: MemberId = MemberId::from_bytes([1; 16]);
    const JOOST: MemberId = MemberId::from_bytes([2; 16]);
    const FATOU: MemberId = MemberId::from_bytes([3; 16]);
    const TRUUS: MemberId = MemberId::from_bytes([4; 16]);

    fn status() -> TeamStatus {
        let member = |byte: &str| byte.repeat(16);
        let answer = format!(
            r#"{{"askedAt": "2026-11-23T09:00:00Z", "items": [
                {{"member": "{}", "synchronised": "now", "lastSynced": "2026-11-23T09:00:00Z"}},
                {{"member": "{}", "synchronised": "earlier", "lastSynced": "2026-11-23T08:10:00.25Z"}},
                {{"member": "{}", "synchronised": "never", "lastSynced": null}}]}}"#,
            member("01"),
            member("02"),
            member("03"),
        );
        status_of(serde_json::from_str(&answer).unwrap()).unwrap()
    }

    #[test]
    fn the_answer_of_the_server_is_read_as_it_writes_it() {
        let status = status();
        assert_eq!(status.asked_at, Timestamp(1_795_424_400_000));
        let all: Vec<_> = status.colleagues.into_iter().collect();
        let at = LastSync::At(Timestamp(1_795_421_400_250));
        assert_eq!(all, [(SAMIRA, LastSync::Now), (JOOST, at), (FATOU, LastSync::Never)]);
    }

    #[test]
    fn a_moment_that_does_not_read_is_no_answer() {
        let answer = Answer { asked_at: "nu".to_owned(), items: Vec::new() };
        assert_eq!(status_of(answer), None);
        let item = Item { member: SAMIRA, synchronised: Word::Earlier, last_synced: None };
        let answer = Answer { asked_at: "2026-11-23T09:00:00Z".to_owned(), items: vec![item] };
        assert_eq!(status_of(answer), None);
    }

    #[test]
    fn what_came_after_the_last_word_is_not_on_the_device_yet() {
        let status = status();
        let gone = Timestamp(1_795_421_400_250);
        assert_eq!(has_since(&status, JOOST, gone), Some(OnDevice::There));
        assert_eq!(has_since(&status, JOOST, Timestamp(gone.0 + 1)), Some(OnDevice::NotYet));
        assert_eq!(has_since(&status, SAMIRA, status.asked_at), Some(OnDevice::There));
        let later = Timestamp(status.asked_at.0 + 1);
        assert_eq!(has_since(&status, SAMIRA, later), Some(OnDevice::NotYet), "the answer says nothing of later");
        assert_eq!(has_since(&status, FATOU, Timestamp(0)), Some(OnDevice::NotYet));
        assert_eq!(has_since(&status, TRUUS, gone), None, "nothing is said of a volunteer's phone");
    }
}
