//! Groups of texts that may contain similar texts.

use super::{BandTable, Components, Limits, SharedBuckets};
use crate::document::TextId;
use crate::error::Result;

/// Texts that share buckets, grouped into small components, and the texts of all large components
/// with their buckets.
///
/// Texts of different components share no bucket, so each component can be resolved independently.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct CandidateGroups {
    small: Components,
    large: Components,
    large_texts: Vec<u32>,
    buckets: SharedBuckets,
    texts: usize,
}

impl CandidateGroups {
    /// Groups the texts of `table`, each of whose units is a text.
    ///
    /// # Errors
    /// If keys on disk cannot be read.
    pub fn of(table: &BandTable, limits: Limits) -> Result<Self> {
        let mut small = Components::of(table)?;
        // The number of pairs grows with the square of a component, so that texts of a large one are
        // compared by bucket.
        let large = small.split_off_larger(limits.small_component);
        let large_texts = large.units();
        let buckets = SharedBuckets::of(table, &large_texts)?;
        Ok(Self { small, large, large_texts, buckets, texts: table.units() })
    }

    /// Components of at most [`Limits::small_component`] texts.
    #[must_use]
    pub fn small(&self) -> &Components {
        &self.small
    }

    /// The larger components.
    #[must_use]
    pub fn large(&self) -> &Components {
        &self.large
    }

    /// The texts of all larger components, in ascending order.
    #[must_use]
    pub fn large_texts(&self) -> &[u32] {
        &self.large_texts
    }

    /// Buckets of the [texts](Self::large_texts) of larger components, by their positions in that list.
    #[must_use]
    pub fn buckets(&self) -> &SharedBuckets {
        &self.buckets
    }

    /// Number of all texts, including those in no group.
    #[must_use]
    pub fn texts(&self) -> usize {
        self.texts
    }

    /// The texts of all groups.
    pub fn iter(&self) -> impl Iterator<Item = TextId> + '_ {
        self.small.iter().flatten().chain(&self.large_texts).map(|&text| TextId(text))
    }
}
