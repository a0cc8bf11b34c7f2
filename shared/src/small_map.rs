//! Maps and sets of a few things that weigh little in the app: each is one sorted list.
//!
//! The standard library compiles a balanced tree for every kind of key and value, at 5 to 10 kB each; these cost a tenth of
//! that. Putting something in the middle moves what comes after it, so what grows with the number of documents or the length
//! of a text stays in a tree.

use litemap::LiteMap;

/// A map of a few things, in the order of their keys. To be filled by [`put_in`], never by `extend` or `collect`: those bring
/// a sort of their own.
pub type SmallMap<K, V> = LiteMap<K, V>;

/// Puts these into the map, one by one; a later one takes the place of an earlier one.
pub fn put_in<K: Ord, V>(map: &mut SmallMap<K, V>, items: impl IntoIterator<Item = (K, V)>) {
    for (key, value) in items {
        map.insert(key, value);
    }
}

/// A map of these.
pub fn small_map<K: Ord, V>(items: impl IntoIterator<Item = (K, V)>) -> SmallMap<K, V> {
    let mut map = SmallMap::new_vec();
    put_in(&mut map, items);
    map
}

/// A set of a few things, in order.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SmallSet<T>(LiteMap<T, ()>);

impl<T> Default for SmallSet<T> {
    fn default() -> Self {
        Self(LiteMap::new_vec())
    }
}

impl<T: Ord> SmallSet<T> {
    /// Puts it in; false when it was there.
    pub fn insert(&mut self, item: T) -> bool {
        self.0.insert(item, ()).is_none()
    }

    /// Takes it out; false when it was not there.
    pub fn remove(&mut self, item: &T) -> bool {
        self.0.remove(item).is_some()
    }

    /// Is it there?
    #[must_use]
    pub fn contains(&self, item: &T) -> bool {
        self.0.contains_key(item)
    }

    /// Keeps only these.
    pub fn retain(&mut self, mut keep: impl FnMut(&T) -> bool) {
        self.0.retain(|item, ()| keep(item));
    }

    /// Are there none?
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// Takes all of them out.
    pub fn clear(&mut self) {
        self.0.clear();
    }

    /// All of them, in order.
    pub fn iter(&self) -> impl Iterator<Item = &T> {
        self.0.iter().map(|(item, ())| item)
    }

    /// Those that the other has not, in order.
    pub fn without<'a>(&'a self, other: &'a Self) -> impl Iterator<Item = &'a T> {
        self.iter().filter(|item| !other.contains(item))
    }
}

impl<T: Ord> Extend<T> for SmallSet<T> {
    fn extend<I: IntoIterator<Item = T>>(&mut self, items: I) {
        for item in items {
            self.insert(item);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::sorting;

    #[test]
    fn a_map_holds_the_last_for_each_key_in_order() {
        let map = small_map([(2, 'b'), (1, 'a'), (2, 'c')]);
        assert!(map.iter().eq([(&1, &'a'), (&2, &'c')]));
    }

    #[test]
    fn a_set_holds_each_thing_once_and_in_order() {
        let mut set: SmallSet<u8> = sorting::gather([3, 1, 2, 3]);
        assert!(set.iter().eq(&[1, 2, 3]));
        assert!(!set.insert(2) && set.remove(&2) && !set.remove(&2));
        assert!(set.contains(&1) && !set.contains(&2));
        let one: SmallSet<u8> = sorting::gather([1]);
        assert!(set.without(&one).eq(&[3]));
        set.retain(|item| *item == 9);
        assert!(set.is_empty());
    }
}
