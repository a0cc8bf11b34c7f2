//! Agreements: the safest of what nobody replaced counts.

use std::collections::BTreeSet;

use buurtboek_shared::{
    domain::agreement::{self, AgreementEntry, AgreementParty, AgreementStatus},
    ids::EntryId,
    time::Timestamp,
};
use proptest::prelude::*;

use super::given::{entries, in_two_orders, member, once};

pub(super) fn agreements() -> BoxedStrategy<Vec<AgreementEntry>> {
    entries(prop::sample::select(AgreementStatus::ALL.to_vec()))
        .prop_map(|given| {
            let version = |(id, supersedes, status): (EntryId, Vec<EntryId>, AgreementStatus)| AgreementEntry {
                id,
                author: member(1),
                at: Timestamp(4),
                supersedes,
                who: AgreementParty::Resident,
                what: "Belt de woningcorporatie.".to_owned(),
                due: None,
                status,
            };
            given.into_iter().map(version).collect()
        })
        .boxed()
}

/// What stands, whatever the order of writing: of each agreement the version that counts, and those besides.
pub(super) fn standing(entries: &[AgreementEntry]) -> BTreeSet<Vec<EntryId>> {
    agreement::fold(entries).iter().map(agreement::Agreement::versions).collect()
}

proptest! {
    #![proptest_config(once())]

    #[test]
    fn agreements_fold_alike_in_any_order((given, shuffled) in in_two_orders(agreements())) {
        prop_assert_eq!(standing(&given), standing(&shuffled));
    }

    #[test]
    fn the_safest_version_counts_and_none_that_nobody_replaced_is_lost((given, shuffled) in in_two_orders(agreements())) {
        let replaced = |entry: &AgreementEntry| given.iter().any(|other| other.supersedes.contains(&entry.id));
        let expected: BTreeSet<_> = given.iter().filter(|entry| !replaced(entry)).map(|entry| entry.id).collect();
        let folded = agreement::fold(&shuffled);
        let found: Vec<_> = folded.iter().flat_map(agreement::Agreement::versions).collect();
        prop_assert_eq!(found.len(), expected.len(), "each once");
        prop_assert_eq!(found.into_iter().collect::<BTreeSet<_>>(), expected);
        for agreement in &folded {
            prop_assert!(agreement.besides.iter().all(|other| other.status <= agreement.now.status));
        }
    }

    #[test]
    fn an_agreement_begins_with_a_version_that_replaces_none(given in agreements()) {
        for agreement in agreement::fold(&given) {
            prop_assert!(agreement.first.supersedes.is_empty());
        }
    }
}
