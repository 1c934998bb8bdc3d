//! The words of a collection that is read one record at a time.

use std::borrow::Cow;
use std::collections::HashMap;

use rayon::prelude::*;

use crate::dedup::DedupSettings;
use crate::dedup::output_error::refuse;
use crate::dedup::record_units::UnitScratch;
use crate::dedup::resolve::CollectionTexts;
use crate::document::TextId;
use crate::error::Result;
use crate::paraphrase::PCA_SAMPLE;
use crate::sketch::{IdfWeights, Vocabulary, WordId};
use crate::text::width;

/// Texts that share a vocabulary before it is merged with the others.
const BATCH: usize = 256;
/// Batches that are read before their vocabularies are merged.
const BATCHES_AT_ONCE: usize = 64;
/// Bytes of a text whose words are held, beside these.
const BYTES_PER_TEXT: u64 = 48;
/// Words of a text from which the principal components are computed, at most.
const SAMPLED_WORDS: usize = 2_048;

/// The words of a collection, and those of some texts.
pub(super) struct CollectionWords {
    /// The words with their weights.
    pub(super) weights: IdfWeights,
    /// The words of a sample of the texts.
    pub(super) sample: Vec<Vec<WordId>>,
    /// The words of as many texts as the memory allows: the others are read again.
    held: HashMap<TextId, Box<[WordId]>>,
}

/// The words of a batch of texts.
#[derive(Default)]
struct BatchWords {
    vocabulary: Vocabulary,
    texts: Vec<(TextId, Box<[WordId]>)>,
}

/// Words that are gathered batch by batch.
#[derive(Default)]
struct Gathered {
    vocabulary: Vocabulary,
    sample: Vec<Vec<WordId>>,
    held: HashMap<TextId, Box<[WordId]>>,
    /// Bytes of the words that are held.
    bytes: u64,
}

impl CollectionWords {
    /// Reads texts, every one of which has its words counted.
    pub(super) fn of(
        texts: &CollectionTexts<'_>,
        compared: &[TextId],
        settings: &DedupSettings,
    ) -> Result<Self> {
        let step = compared.len().div_ceil(PCA_SAMPLE).max(1);
        let mut all = Gathered::default();
        for round in compared.chunks(BATCH * BATCHES_AT_ONCE) {
            let batches =
                round.par_chunks(BATCH).map_init(UnitScratch::default, |scratch, batch| {
                    BatchWords::of(texts, batch, scratch)
                });
            for batch in batches.collect::<Result<Vec<_>>>()? {
                all.add(batch, step, settings.text_budget());
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
        let weights = IdfWeights::new(all.vocabulary);
        Ok(Self { weights, sample: all.sample, held: all.held })
    }

    /// The words of one of the texts.
    pub(super) fn of_text(
        &self,
        text: TextId,
        texts: &CollectionTexts<'_>,
        scratch: &mut UnitScratch,
    ) -> Result<Cow<'_, [WordId]>> {
        if let Some(words) = self.held.get(&text) {
            return Ok(Cow::Borrowed(words));
        }
        let compared = texts.compared(text, scratch)?;
        let content = &compared.content;
        let vocabulary = self.weights.vocabulary();
        Ok(Cow::Owned(vocabulary.look_up(&compared.record, content, 0..content.len())))
    }

    /// Number of characters of some words, and their width in ideographs.
    pub(super) fn length(&self, words: &[WordId]) -> TextLength {
        let words = words.iter().map(|&word| self.weights.vocabulary().word(word));
        words.fold(TextLength::default(), |length, word| TextLength {
            chars: length.chars + word.len() as u32,
            width: length.width + width(word),
        })
    }
}

/// How long a text is.
#[derive(Debug, Clone, Copy, Default)]
pub(super) struct TextLength {
    /// Number of content characters.
    pub(super) chars: u32,
    /// Width in ideographs.
    pub(super) width: f64,
}

impl BatchWords {
    fn of(
        texts: &CollectionTexts<'_>,
        batch: &[TextId],
        scratch: &mut UnitScratch,
    ) -> Result<Self> {
        texts.monitor.check()?;
        let mut found = Self::default();
        for &text in batch {
            let compared = texts.compared(text, scratch)?;
            let content = &compared.content;
            let mut words = Vec::with_capacity(content.len() / 2);
            found.vocabulary.add(&compared.record, content, 0..content.len(), &mut words);
            found.texts.push((text, words.into()));
        }
        Ok(found)
    }
}

impl Gathered {
    /// Adds the words of a batch. Of each `step`-th text they are sampled, and those of texts are held
    /// until these take `budget` bytes.
    fn add(&mut self, batch: BatchWords, step: usize, budget: u64) {
        let merged = self.vocabulary.merge(&batch.vocabulary);
        for (text, mut words) in batch.texts {
            words.iter_mut().for_each(|word| *word = merged[word.index()]);
            // By its number, so that the sample does not depend on the batches.
            if text.index().is_multiple_of(step) {
                self.sample.push(words.iter().copied().take(SAMPLED_WORDS).collect());
            }
            let bytes = self.bytes + size_of_val(&*words) as u64 + BYTES_PER_TEXT;
            if bytes <= budget {
                self.bytes = bytes;
                self.held.insert(text, words);
            }
        }
    }
}
