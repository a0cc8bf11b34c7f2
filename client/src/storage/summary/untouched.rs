//! Who was given something and did nothing in it since.

use buurtboek_shared::{
    domain::{concern::Concern, transition::Transition},
    ids::MemberId,
    time::Timestamp,
};

/// Whom it was given to last and when, of those who did nothing in it since. What was written carries the writer's own
/// clock: a device whose clock is behind makes somebody look untouched for longer, never the other way for long.
pub(super) fn untouched(
    transitions: &[Transition],
    stepped_back: &[MemberId],
    written: impl FnOnce() -> Vec<(MemberId, Timestamp)>,
) -> Vec<(MemberId, Timestamp)> {
    let mut given: Vec<(MemberId, Timestamp)> = Vec::new();
    for transition in transitions {
        given.retain(|(member, _)| *member != transition.by);
        match transition.action.concern() {
            Concern::GivenTo(to) if to != transition.by => {
                given.retain(|(member, _)| *member != to);
                given.push((to, transition.at));
            }
            Concern::GivenTo(_)
            | Concern::Left(_)
            | Concern::Visit(_)
            | Concern::Reach(_)
            | Concern::Ending
            | Concern::Standing => {}
        }
    }
    if given.is_empty() {
        return given;
    }
    let written = written();
    given.retain(|(member, since)| {
        !stepped_back.contains(member) && !written.iter().any(|(author, at)| author == member && at >= since)
    });
    given
}

#[cfg(test)]
mod tests {
    use buurtboek_shared::{domain::command::CommandAction, ids::CommandId};

    use super::*;

    const MARIJKE: MemberId = MemberId::from_bytes([1; 16]);
    const SAMIRA: MemberId = MemberId::from_bytes([2; 16]);

    fn done(by: MemberId, at: i64, action: CommandAction) -> Transition {
        let command = CommandId::from_bytes([u8::try_from(at).unwrap(); 16]);
        Transition { command, by, at: Timestamp(at), action, judged: Vec::new() }
    }

    #[test]
    fn what_was_given_is_untouched_until_its_receiver_does_something_in_it() {
        let given = [done(MARIJKE, 5, CommandAction::Assign { to: SAMIRA })];
        assert_eq!(untouched(&given, &[], Vec::new), [(SAMIRA, Timestamp(5))]);
        assert_eq!(
            untouched(&given, &[], || vec![(SAMIRA, Timestamp(4))]),
            [(SAMIRA, Timestamp(5))],
            "that was before"
        );
        assert_eq!(untouched(&given, &[], || vec![(SAMIRA, Timestamp(6))]), []);
        assert_eq!(untouched(&given, &[SAMIRA], Vec::new), [], "who stepped back has nothing to do");
        let [given] = given;
        let touched = [given.clone(), done(SAMIRA, 6, CommandAction::EndExploration)];
        assert_eq!(untouched(&touched, &[], Vec::new), []);
        let [one, two] = touched;
        let again = [one, two, done(MARIJKE, 7, CommandAction::Assign { to: SAMIRA })];
        assert_eq!(untouched(&again, &[], Vec::new), [(SAMIRA, Timestamp(7))], "it was given again");
        assert_eq!(untouched(&[done(SAMIRA, 8, CommandAction::Assign { to: SAMIRA })], &[], Vec::new), []);
    }
}
