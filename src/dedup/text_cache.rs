//! Things made of texts that are held for a while, since they may be asked for again.

use std::collections::HashMap;
use std::sync::{Arc, Mutex, PoisonError};

use crate::error::Result;

/// Things by the numbers of their texts. When half of the budget is used, those go that were not asked
/// for since the last time.
pub(super) struct TextCache<T> {
    held: Mutex<Held<T>>,
    /// Bytes of the things that are held, at most.
    budget: u64,
}

struct Held<T> {
    young: HashMap<u32, Arc<T>>,
    old: HashMap<u32, Arc<T>>,
    /// Bytes of the young ones.
    bytes: u64,
}

/// A thing whose size is known.
pub(super) trait CacheSize {
    /// Bytes that it takes.
    fn bytes(&self) -> u64;
}

impl<T: CacheSize> Held<T> {
    fn find(&mut self, number: u32) -> Option<Arc<T>> {
        if let Some(found) = self.young.get(&number) {
            return Some(Arc::clone(found));
        }
        self.old.remove(&number)
    }

    fn add(&mut self, number: u32, held: &Arc<T>, budget: u64) {
        if self.young.insert(number, Arc::clone(held)).is_none() {
            self.bytes += held.bytes();
        }
        if self.bytes > budget / 2 {
            self.old = std::mem::take(&mut self.young);
            self.bytes = 0;
        }
    }
}

impl<T: CacheSize> TextCache<T> {
    /// A cache that holds so many bytes.
    pub(super) fn new(budget: u64) -> Self {
        let held = Held { young: HashMap::new(), old: HashMap::new(), bytes: 0 };
        Self { held: Mutex::new(held), budget }
    }

    /// The thing of this number, which `make` makes if it is not held.
    pub(super) fn get(&self, number: u32, make: impl FnOnce() -> Result<T>) -> Result<Arc<T>> {
        let found = self.held(|held| held.find(number));
        let found = match found {
            Some(found) => found,
            None => Arc::new(make()?),
        };
        self.held(|held| held.add(number, &found, self.budget));
        Ok(found)
    }

    fn held<R>(&self, see: impl FnOnce(&mut Held<T>) -> R) -> R {
        see(&mut self.held.lock().unwrap_or_else(PoisonError::into_inner))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    struct Thing;

    impl CacheSize for Thing {
        fn bytes(&self) -> u64 {
            32
        }
    }

    #[test]
    fn what_is_asked_for_stays() {
        let cache = TextCache::new(128);
        let get = |number: u32| {
            let mut is_made = false;
            let thing = cache.get(number, || {
                is_made = true;
                Ok(Thing)
            });
            thing.map(|_| is_made).expect("it can be made")
        };
        // The third makes the first two old.
        assert!((0..3).all(get));
        assert!(!get(0), "it is old, and there");
        assert!(get(3) && get(4));
        assert!(!get(0));
        assert!(get(1), "it was not asked for");
    }
}
