//! Batches of the texts of large components.
//!
//! A batch does not depend on the other components, so that each component is decided as if it were
//! alone. Batches of several components are compared at once.

use std::collections::VecDeque;

use crate::document::TextId;

/// Texts of a component that are read before their kept ones are known, at most.
const MAX_BATCH_TEXTS: usize = 1 << 12;
/// Bytes of the texts of a batch, at most: 16 MiB of text have about 256 MiB of shingles.
const MAX_BATCH_BYTES: usize = 1 << 24;
/// Texts of a batch while few texts are kept: then little of a batch is compared in parallel.
const MIN_BATCH_TEXTS: usize = 128;

/// A text of a large component, and its position in the list of all these texts, by which its buckets
/// are found.
pub(super) struct Member {
    pub(super) text: TextId,
    pub(super) position: usize,
}

/// The texts of a component that are not decided yet, in order of rank.
pub(super) struct Rest {
    pub(super) members: VecDeque<Member>,
    /// Number of its texts that are kept so far.
    pub(super) kept: usize,
}

impl Rest {
    /// How many of the next texts make a batch; `size` is that of a text in bytes.
    fn batch_len(&self, size: impl Fn(TextId) -> usize) -> usize {
        // With the texts that a batch adds, the texts behind them in it are compared one by one. If
        // the batch is at most a quarter of what is kept, most comparisons are made in parallel.
        let most = (self.kept / 4).clamp(MIN_BATCH_TEXTS, MAX_BATCH_TEXTS);
        let mut bytes = 0;
        let fitting = self.members.iter().take(most).take_while(|member| {
            bytes += size(member.text);
            bytes <= MAX_BATCH_BYTES
        });
        fitting.count().max(1)
    }
}

/// The next texts of a component.
pub(super) struct Batch {
    pub(super) members: Vec<Member>,
    /// What is behind them.
    pub(super) of: Rest,
}

/// The texts of all large components.
pub(super) struct Batches {
    rest: VecDeque<Rest>,
}

impl Batches {
    pub(super) fn of(components: Vec<Rest>) -> Self {
        Self { rest: components.into() }
    }

    /// Whether all texts are decided.
    pub(super) fn is_empty(&self) -> bool {
        self.rest.is_empty()
    }

    /// Takes the next batch of one component after the other, until they have as many texts or bytes as
    /// the longest batch may have.
    pub(super) fn take(&mut self, size: impl Fn(TextId) -> usize) -> Vec<Batch> {
        let (mut batches, mut texts, mut bytes) = (Vec::new(), 0, 0);
        while texts < MAX_BATCH_TEXTS && bytes < MAX_BATCH_BYTES {
            let Some(mut of) = self.rest.pop_front() else { break };
            let len = of.batch_len(&size);
            let members: Vec<Member> = of.members.drain(..len).collect();
            texts += len;
            bytes += members.iter().map(|member| size(member.text)).sum::<usize>();
            batches.push(Batch { members, of });
        }
        batches
    }

    /// Puts what is behind a batch back, when the batch is decided.
    pub(super) fn put_back(&mut self, rest: Rest) {
        if !rest.members.is_empty() {
            self.rest.push_back(rest);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn component(texts: std::ops::Range<u32>) -> Rest {
        let members = texts.map(|text| Member { text: TextId(text), position: text as usize });
        Rest { members: members.collect(), kept: 0 }
    }

    /// The texts of each batch of the component that begins with text 0.
    fn batches(others: Vec<Rest>) -> Vec<Vec<u32>> {
        let mut batches = Batches::of(others);
        batches.rest.push_back(component(0..500));
        let mut found = Vec::new();
        while !batches.is_empty() {
            for Batch { members, mut of } in batches.take(|text| text.index() * 1_000) {
                of.kept += members.len() / 2;
                if members[0].text.0 < 500 {
                    found.push(members.iter().map(|member| member.text.0).collect());
                }
                batches.put_back(of);
            }
        }
        found
    }

    #[test]
    fn the_batches_of_a_component_do_not_depend_on_the_others() {
        let alone = batches(Vec::new());
        assert!(alone.len() > 4);
        assert!(alone.iter().flatten().copied().eq(0..500));
        assert_eq!(batches(vec![component(500..900), component(900..20_000)]), alone);
    }
}
