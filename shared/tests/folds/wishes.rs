//! What the resident wants and does not want: what was refused stays refused.

use buurtboek_shared::{
    domain::wish::{self, WishEntry, WishKind},
    ids::EntryId,
    time::Timestamp,
};
use proptest::prelude::*;

use super::given::{entries, id, in_two_orders, member, once};

fn kind() -> impl Strategy<Value = WishKind> {
    prop_oneof![
        Just(WishKind::NoConversationNow),
        Just(WishKind::NoReport),
        Just(WishKind::VolunteerNotAlong),
        Just(WishKind::NotShareWith { whom: "de huisbaas".into() }),
        Just(WishKind::WantsToRead),
        Just(WishKind::Disagrees),
    ]
}

pub(super) fn wishes() -> BoxedStrategy<Vec<WishEntry>> {
    entries(prop::collection::vec(kind(), 1..3))
        .prop_map(|given| {
            let wish = |(id, supersedes, kinds): (EntryId, Vec<EntryId>, Vec<WishKind>)| WishEntry {
                id,
                author: member(1),
                at: Timestamp(4),
                supersedes,
                kinds,
                text: String::new(),
            };
            given.into_iter().map(wish).collect()
        })
        .boxed()
}

/// Lifts what was on the screen.
fn lift(seen: &[WishEntry]) -> WishEntry {
    let supersedes = seen.iter().map(|wish| wish.id).collect();
    WishEntry { id: id(200), author: member(2), at: Timestamp(5), supersedes, kinds: Vec::new(), text: "Mag".into() }
}

proptest! {
    #![proptest_config(once())]

    #[test]
    fn wishes_fold_alike_in_any_order((given, shuffled) in in_two_orders(wishes())) {
        prop_assert_eq!(wish::fold(&given), wish::fold(&shuffled));
    }

    #[test]
    fn what_was_refused_stays_refused_until_somebody_who_saw_it_lifts_it(
        (given, shuffled) in in_two_orders(wishes()),
        cut in any::<prop::sample::Index>(),
        place in any::<prop::sample::Index>(),
    ) {
        // Who lifts them saw the first of them; the others were written elsewhere, and replace none of those.
        let cut = cut.index(given.len() + 1);
        let unseen: Vec<_> = given[cut..].iter().map(|wish| wish.id).collect();
        let lifted = lift(&given[..cut]);
        let mut all = shuffled;
        all.insert(place.index(all.len() + 1), lifted.clone());
        let folded = wish::fold(&all);
        for wish in given.iter().filter(|wish| unseen.contains(&wish.id)) {
            let replaced = given.iter().any(|other| other.supersedes.contains(&wish.id));
            prop_assert!(replaced || wish.kinds.iter().all(|kind| folded.contains(kind)), "a wish was lost");
        }
        for kind in &folded {
            let still = given[cut..].iter().any(|wish| wish.kinds.contains(kind));
            prop_assert!(still, "it was lifted");
        }
    }
}
