//! Which texts duplicate which kept ones.

use std::collections::HashMap;
use std::num::NonZeroU32;

use crate::document::TextId;
use crate::similarity::Measure;

/// A text that is similar to a kept one.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct DuplicateOf {
    /// The kept text.
    pub kept: TextId,
    /// Similarity of the two.
    pub similarity: f32,
    /// What the similarity measures.
    pub measure: Measure,
}

impl DuplicateOf {
    /// A text that is similar to `kept` by the shingles of both.
    pub(super) fn by_shingles(kept: TextId, similarity: f64) -> Self {
        Self { kept, similarity: similarity as f32, measure: Measure::Jaccard }
    }
}

/// For each text the kept text that it duplicates, if there is one.
#[derive(Debug, Clone, PartialEq)]
pub struct DuplicateMap {
    kept: Vec<Option<NonMaxText>>,
    similarity: Vec<f32>,
    /// What the similarities of some texts measure; those of all others are Jaccard similarities.
    measures: HashMap<TextId, Measure>,
    /// Comparisons that [`Limits`](crate::index::Limits) left out, and kept texts that found no room in a bucket.
    pub capped: u64,
}

/// A text id plus one, so that an `Option` of it takes four bytes.
#[derive(Debug, Clone, Copy, PartialEq)]
struct NonMaxText(NonZeroU32);

impl NonMaxText {
    fn new(text: TextId) -> Self {
        Self(NonZeroU32::MIN.saturating_add(text.0))
    }

    fn text(self) -> TextId {
        TextId(self.0.get() - 1)
    }
}

impl DuplicateMap {
    /// A map of `texts` texts, none of which is a duplicate.
    pub(crate) fn new(texts: usize) -> Self {
        Self {
            kept: vec![None; texts],
            similarity: vec![0.0; texts],
            measures: HashMap::new(),
            capped: 0,
        }
    }

    /// Makes a text the duplicate of a kept one.
    ///
    /// # Panics
    /// If there is no such text.
    pub fn set(&mut self, text: TextId, of: DuplicateOf) {
        self.kept[text.index()] = Some(NonMaxText::new(of.kept));
        self.similarity[text.index()] = of.similarity;
        if of.measure == Measure::Jaccard {
            self.measures.remove(&text);
        } else {
            self.measures.insert(text, of.measure);
        }
    }

    /// Number of texts.
    #[must_use]
    pub fn texts(&self) -> usize {
        self.kept.len()
    }

    /// The kept text that the text at `index` duplicates; `None` if the text is kept.
    ///
    /// # Panics
    /// If there is no such text.
    #[must_use]
    pub fn kept_for(&self, index: usize) -> Option<DuplicateOf> {
        self.kept[index].map(|kept| DuplicateOf {
            kept: kept.text(),
            similarity: self.similarity[index],
            measure: self.measures.get(&TextId(index as u32)).copied().unwrap_or_default(),
        })
    }
}
