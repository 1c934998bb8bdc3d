//! The words of a collection that is read one record at a time.

use rayon::prelude::*;

use crate::dedup::DedupSettings;
use crate::dedup::output_error::refuse;
use crate::dedup::record_units::UnitScratch;
use crate::dedup::resolve::CollectionTexts;
use crate::document::TextId;
use crate::error::Result;
use crate::paraphrase::PCA_SAMPLE;
use crate::sketch::{IdfWeights, Vocabulary, WordId};

/// Texts that share a vocabulary before it is merged with the others.
const BATCH: usize = 256;
/// Batches that are read before their vocabularies are merged.
const BATCHES_AT_ONCE: usize = 64;
/// Words of a text from which the principal components are computed, at most.
const SAMPLED_WORDS: usize = 2_048;

/// The words of a collection, and those of some texts.
pub(super) struct CollectionWords {
    /// The words with their weights.
    pub(super) weights: IdfWeights,
    /// The words of a sample of the texts.
    pub(super) sample: Vec<Vec<WordId>>,
}

/// The words of a batch of texts.
#[derive(Default)]
struct BatchWords {
    vocabulary: Vocabulary,
    sample: Vec<Vec<WordId>>,
}

impl CollectionWords {
    /// Reads texts, every one of which has its words counted.
    pub(super) fn of(
        texts: &CollectionTexts<'_>,
        compared: &[TextId],
        settings: &DedupSettings,
    ) -> Result<Self> {
        let step = compared.len().div_ceil(PCA_SAMPLE).max(1);
        let mut all = BatchWords::default();
        for round in compared.chunks(BATCH * BATCHES_AT_ONCE) {
            let batches =
                round.par_chunks(BATCH).map_init(UnitScratch::default, |scratch, batch| {
                    BatchWords::of(texts, batch, step, scratch)
                });
            for batch in batches.collect::<Result<Vec<_>>>()? {
                all.add(batch);
            }
            let (bytes, most) = (all.vocabulary.bytes(), settings.word_budget());
            if bytes > most {
                let reason = format!(
                    "the different words take more than {} MiB, an eighth of the memory; allow more",
                    most >> 20
                );
                return refuse("memory", reason);
            }
        }
        Ok(Self { weights: IdfWeights::new(all.vocabulary), sample: all.sample })
    }
}

impl BatchWords {
    fn of(
        texts: &CollectionTexts<'_>,
        batch: &[TextId],
        step: usize,
        scratch: &mut UnitScratch,
    ) -> Result<Self> {
        texts.monitor.check()?;
        let mut found = Self::default();
        let mut words = Vec::new();
        for &text in batch {
            let compared = texts.compared(text, scratch)?;
            let content = &compared.content;
            words.clear();
            found.vocabulary.add(&compared.record, content, 0..content.len(), &mut words);
            // By its number, so that the sample does not depend on the batches.
            if text.index().is_multiple_of(step) {
                found.sample.push(words.iter().copied().take(SAMPLED_WORDS).collect());
            }
        }
        Ok(found)
    }

    fn add(&mut self, other: Self) {
        let merged = self.vocabulary.merge(&other.vocabulary);
        let renumbered = other.sample.into_iter().map(|mut words| {
            words.iter_mut().for_each(|word| *word = merged[word.index()]);
            words
        });
        self.sample.extend(renumbered);
    }
}
