//! Sorting and gathering that weigh little in the app.
//!
//! The standard library compiles its sort anew for every kind of item, at 4 kB each, and once more for every kind of map
//! or set that is collected. Lists are short here; a small app is worth more than a fast sort. So only the order of the
//! places is sorted, by one function for all kinds.

use std::cmp::Ordering;

/// Puts items in order; equal ones keep their places.
pub fn sort_by<T>(items: &mut [T], mut compare: impl FnMut(&T, &T) -> Ordering) {
    let mut places = order(items.len(), &mut |one, other| compare(&items[one], &items[other]));
    arrange(&mut places, &mut |one, other| items.swap(one, other));
}

/// Puts items in the order of something about them; equal ones keep their places.
pub fn sort_by_key<T, K: Ord>(items: &mut [T], key: impl Fn(&T) -> K) {
    sort_by(items, |one, other| key(one).cmp(&key(other)));
}

/// A map or set of these items, put in one by one.
pub fn gather<C, T>(items: impl IntoIterator<Item = T>) -> C
where
    C: Default + Extend<T>,
{
    let mut gathered = C::default();
    gathered.extend(items);
    gathered
}

/// The places of so many items, in order.
fn order(count: usize, compare: &mut dyn FnMut(usize, usize) -> Ordering) -> Vec<usize> {
    let mut places: Vec<usize> = (0..count).collect();
    places.sort_by(|one, other| compare(*one, *other));
    places
}

/// Swaps until every item stands where it belongs: `places` says for each place which item comes there.
fn arrange(places: &mut [usize], swap: &mut dyn FnMut(usize, usize)) {
    for place in 0..places.len() {
        let mut from = places[place];
        // What stood there was swapped away before; its own place says where to.
        while from < place {
            from = places[from];
        }
        places[place] = from;
        swap(place, from);
    }
}

#[cfg(test)]
mod tests {
    use std::{
        cmp::Reverse,
        collections::{BTreeMap, BTreeSet},
    };

    use proptest::prelude::*;

    use super::*;

    #[test]
    fn nothing_and_one_are_in_order() {
        let mut none: [u8; 0] = [];
        sort_by_key(&mut none, |item| *item);
        let mut one = [1];
        sort_by_key(&mut one, |item| *item);
        assert_eq!((none, one), ([], [1]));
    }

    #[test]
    fn the_last_of_equal_keys_is_gathered_as_in_the_standard_library() {
        let gathered: BTreeMap<u8, char> = gather([(1, 'a'), (0, 'b'), (1, 'c')]);
        assert_eq!(gathered, BTreeMap::from([(0, 'b'), (1, 'c')]));
    }

    proptest! {
        #[test]
        fn items_stand_as_the_standard_library_would_put_them(keys in prop::collection::vec(0_u8..16, 0..80)) {
            let items: Vec<(u8, usize)> = keys.into_iter().enumerate().map(|(place, key)| (key, place)).collect();
            let (mut ours, mut theirs) = (items.clone(), items.clone());
            sort_by_key(&mut ours, |(key, _)| *key);
            theirs.sort_by_key(|(key, _)| *key);
            prop_assert_eq!(&ours, &theirs);
            sort_by(&mut ours, |(one, _), (other, _)| Reverse(one).cmp(&Reverse(other)));
            theirs.sort_by_key(|(key, _)| Reverse(*key));
            prop_assert_eq!(&ours, &theirs);
            prop_assert_eq!(gather::<BTreeSet<_>, _>(items.iter()), items.iter().collect());
        }
    }
}
