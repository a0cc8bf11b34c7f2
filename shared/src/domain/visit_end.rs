//! How a visit ended. Two who end it differently, neither knowing of the other, are a question to a person, as with every
//! choice: so what they said is put as answers.

use super::{
    choice::ChoiceEntry,
    visit::{self, VisitEvent},
};
use crate::{ids::CommandId, sorting};

/// What was said of the end of a visit, by id: what nobody replaced, and what gave way to it. The order of arrival makes
/// no difference.
#[must_use]
pub fn answers(events: &[VisitEvent], visit: CommandId) -> Vec<ChoiceEntry> {
    let replaced = visit::replaced(events);
    let ends = || events.iter().filter(|event| event.visit == visit && event.step.is_end());
    let mut said: Vec<&VisitEvent> = ends().filter(|end| !replaced.contains(&end.id)).collect();
    let mut at = 0;
    while let Some(later) = said.get(at).copied() {
        let gave_way = ends().filter(|end| later.supersedes.contains(&end.id));
        let new: Vec<&VisitEvent> = gave_way.filter(|end| said.iter().all(|known| known.id != end.id)).collect();
        said.extend(new);
        at += 1;
    }
    sorting::sort_by_key(&mut said, |end| end.id);
    said.into_iter().map(answer).collect()
}

fn answer(end: &VisitEvent) -> ChoiceEntry {
    ChoiceEntry {
        id: end.id,
        value: end.step.code().to_owned(),
        author: end.author,
        at: end.at,
        supersedes: end.supersedes.clone(),
        why: String::new(),
    }
}
