//! The search for records that say the same as a kept one in other words.

use std::collections::HashSet;
use std::sync::Arc;

use rayon::prelude::*;

use super::collection_words::{CollectionWords, TextLength};
use super::given_vectors::{GivenVectors, cosine};
use crate::cluster::{DuplicateMap, DuplicateOf, RankedTexts};
use crate::dedup::DedupSettings;
use crate::dedup::edges::{Dependents, Edge, Found, decide};
use crate::dedup::guard::{ComparedText, Guard, Resemblance};
use crate::dedup::output_error::refuse;
use crate::dedup::record_units::UnitScratch;
use crate::dedup::record_vectors::RecordVectors;
use crate::dedup::resolve::CollectionTexts;
use crate::dedup::text_cache::{CacheSize, TextCache};
use crate::document::TextId;
use crate::embedding::Model;
use crate::error::Result;
use crate::paraphrase::{
    ChanceScores, Comparison, OwnTextLimits, ParaphraseScorer, Writing, candidates,
    may_say_the_same, say_the_same,
};
use crate::similarity::{Measure, TokenizedText, WordBag, WordEmbedder, contradictions};
use crate::sketch::{Vector, WordId};
use crate::text::Content;

/// Shortest text, in ideographs, that is compared by its meaning. Shorter ones share a topic by chance
/// too often.
const SHORTEST: f64 = 40.0;
/// Longest text, in bytes, that is compared by its meaning: the time of a comparison grows with the
/// square of the number of replaced words.
const LONGEST: usize = 32 << 10;
/// Least share of common words, by weight, of two texts whose words are aligned. 1 % of news paragraphs
/// share fewer than .27 with a rewording in which 60 % of the words were replaced.
const LEAST_COMMON_WORDS: f32 = 0.25;
/// Least ratio of the lengths of two texts that say the same.
const LENGTH_RATIO: f64 = 0.5;

/// Finds texts that say the same as a kept one in other words.
pub(in crate::dedup) struct RewordingSearch<'w, 'r> {
    pub(in crate::dedup) settings: &'w DedupSettings,
    pub(in crate::dedup) texts: &'w CollectionTexts<'r>,
    pub(in crate::dedup) model: &'w Model,
    /// Vectors of the records in place of those of the model.
    pub(in crate::dedup) vectors: Option<&'w RecordVectors>,
}

/// What is known of the kept texts before they are compared, by their numbers.
struct Profiles<'t> {
    texts: &'t [TextId],
    /// Those of texts that are not compared by their meaning have no direction.
    vectors: Vec<Vector>,
    /// Numbers of content characters.
    chars: Vec<u32>,
}

impl Profiles<'_> {
    /// Bytes of each text.
    const BYTES: usize = size_of::<TextId>() + size_of::<Vector>() + size_of::<u32>();

    fn text(&self, number: u32) -> TextId {
        self.texts[number as usize]
    }

    fn vector(&self, number: u32) -> Vector {
        self.vectors[number as usize].clone()
    }
}

/// A text as its words are compared.
struct WeighedText {
    text: TextId,
    bag: WordBag,
    vector: Vector,
    /// The vector that the user brings, if its cosine may decide; empty otherwise.
    given: Box<[f32]>,
    /// Whether the model knows its words.
    is_known: bool,
    writing: Writing,
}

impl CacheSize for WeighedText {
    fn bytes(&self) -> u64 {
        (size_of::<Self>() + size_of_val(&*self.given) + self.bag.bytes()) as u64
    }
}

/// A text with its content in simplified characters.
struct SimplifiedText {
    compared: Arc<ComparedText>,
    content: Content,
}

impl SimplifiedText {
    fn tokenized<'t>(&'t self, weighed: &'t WeighedText) -> TokenizedText<'t> {
        TokenizedText { text: &self.compared.record, content: &self.content, bag: &weighed.bag }
    }
}

/// Compares texts by their words.
struct Comparer<'c, 'w, 'r> {
    search: &'c RewordingSearch<'w, 'r>,
    scorer: ParaphraseScorer<'c>,
    words: &'c CollectionWords,
    given: Option<GivenVectors<'c>>,
    chance: ChanceScores,
    held: TextCache<WeighedText>,
    /// Pairs of texts that were found to be no copies, each with the lower one first.
    refused: HashSet<(TextId, TextId)>,
}

impl RewordingSearch<'_, '_> {
    /// Makes texts duplicates of kept ones that say the same in other words.
    pub(in crate::dedup) fn add_to(&self, duplicates: &mut DuplicateMap) -> Result<()> {
        let all = (0..duplicates.texts()).map(|text| TextId(text as u32));
        let (short, long): (Vec<TextId>, Vec<TextId>) =
            all.partition(|&text| self.texts.size(text) <= LONGEST);
        let kept = |text: &&TextId| duplicates.kept_for(text.index()).is_none();
        let kept_texts: Vec<TextId> = short.iter().filter(kept).copied().collect();
        self.check_memory(kept_texts.len())?;
        duplicates.capped += long.iter().filter(kept).count() as u64;
        let words = CollectionWords::of(self.texts, &short, self.settings)?;
        let embedder = WordEmbedder::new(self.model, &words.weights);
        let sample = words.sample.par_iter().map(Vec::as_slice);
        let given = self
            .vectors
            .map(|vectors| GivenVectors::of(vectors, self.texts, &kept_texts, self.settings));
        let refused = self.texts.guard.map_or(Vec::new(), Guard::refusals);
        let comparer = Comparer {
            search: self,
            scorer: ParaphraseScorer::new(embedder, sample),
            words: &words,
            given: given.transpose()?,
            chance: ChanceScores::among(kept_texts.len()),
            held: TextCache::new(self.settings.text_budget()),
            refused: refused.iter().map(|refusal| ordered(refusal.kept, refusal.text)).collect(),
        };
        let profiles = comparer.profiles(&kept_texts)?;
        let edges = comparer.edges(&profiles, duplicates)?;
        decide(edges, self.texts, duplicates);
        Ok(())
    }

    /// Refuses more texts than the vectors of which fit into the memory.
    fn check_memory(&self, texts: usize) -> Result<()> {
        let (bytes, most) = (texts * Profiles::BYTES, self.settings.vector_budget());
        if bytes as u64 > most {
            let reason = format!(
                "the vectors of {texts} texts take {} MiB, more than a quarter of the memory; allow more",
                bytes >> 20
            );
            return refuse("memory", reason);
        }
        Ok(())
    }
}

impl Comparer<'_, '_, '_> {
    /// What is known of each kept text.
    fn profiles<'t>(&self, kept: &'t [TextId]) -> Result<Profiles<'t>> {
        let profiles = kept.par_iter().map_init(UnitScratch::default, |scratch, &text| {
            let texts = self.search.texts;
            texts.check()?;
            let words = self.words.of_text(text, texts, scratch)?;
            let length = self.words.length(&words);
            let is_compared = length.width >= SHORTEST
                && (self.least_cosine().is_some() || self.scorer.is_known(&words));
            let vector = if is_compared { self.vector(text, &words)? } else { Vector::new(&[]) };
            Ok((vector, length.chars))
        });
        let (vectors, chars) = profiles.collect::<Result<(Vec<_>, Vec<_>)>>()?;
        Ok(Profiles { texts: kept, vectors, chars })
    }

    /// The duplicates among kept texts with similar vectors.
    fn edges(&self, profiles: &Profiles<'_>, duplicates: &mut DuplicateMap) -> Result<Vec<Edge>> {
        let found = candidates(&profiles.vectors, |a, b| self.may_be_compared(profiles, a, b));
        duplicates.capped += found.capped;
        let dependents = Dependents::of(duplicates);
        let groups: Vec<&[(u32, u32)]> = found.pairs.chunk_by(|x, y| x.0 == y.0).collect();
        let edges =
            groups.par_iter().with_max_len(8).map_init(UnitScratch::default, |scratch, group| {
                self.search.texts.check()?;
                let first = self.kept(profiles, group[0].0, scratch)?;
                let mut edges = Vec::new();
                for &(_, other) in *group {
                    let second = self.kept(profiles, other, scratch)?;
                    edges.extend(self.edge(&first, &second, &dependents, scratch)?);
                }
                Ok(edges)
            });
        Ok(edges.collect::<Result<Vec<_>>>()?.into_iter().flatten().collect())
    }

    fn may_be_compared(&self, profiles: &Profiles<'_>, a: u32, b: u32) -> bool {
        let [of_a, of_b] = [a, b].map(|number| profiles.chars[number as usize]);
        let (shorter, longer) = (of_a.min(of_b), of_a.max(of_b));
        f64::from(shorter) >= LENGTH_RATIO * f64::from(longer)
            && !self.refused.contains(&ordered(profiles.text(a), profiles.text(b)))
    }

    /// The kept text of a number.
    fn kept(
        &self,
        profiles: &Profiles<'_>,
        number: u32,
        scratch: &mut UnitScratch,
    ) -> Result<Arc<WeighedText>> {
        self.weighed(profiles.text(number), |_| Ok(profiles.vector(number)), scratch)
    }

    /// The vector of a text with these words: the one that is given, or that of the model.
    fn vector(&self, text: TextId, words: &[WordId]) -> Result<Vector> {
        match &self.given {
            Some(given) => given.projected(text, self.search.texts),
            None => Ok(self.scorer.vector(words)),
        }
    }

    /// The cosine of given vectors from which on two texts say the same.
    fn least_cosine(&self) -> Option<f64> {
        self.search.settings.vector_similarity
    }

    /// A text whose vector `vector` makes of its words.
    fn weighed(
        &self,
        text: TextId,
        vector: impl FnOnce(&[WordId]) -> Result<Vector>,
        scratch: &mut UnitScratch,
    ) -> Result<Arc<WeighedText>> {
        self.held.get(text.0, || {
            let words = self.words.of_text(text, self.search.texts, scratch)?;
            let TextLength { chars, width } = self.words.length(&words);
            let given = self.given.as_ref().filter(|_| self.least_cosine().is_some());
            let given = given.map(|given| given.whole(text, self.search.texts)).transpose()?;
            Ok(WeighedText {
                text,
                bag: self.scorer.bag(&words),
                vector: vector(&words)?,
                given: given.unwrap_or_default().into(),
                is_known: self.scorer.is_known(&words),
                writing: Writing::of_width(width, chars as usize),
            })
        })
    }

    fn simplified(&self, text: TextId, scratch: &mut UnitScratch) -> Result<SimplifiedText> {
        let compared = self.search.texts.compared(text, scratch)?;
        let content = compared.content.clone().simplified();
        Ok(SimplifiedText { compared, content })
    }

    /// The duplicate of two kept texts, if they say the same.
    fn edge(
        &self,
        a: &WeighedText,
        b: &WeighedText,
        dependents: &Dependents,
        scratch: &mut UnitScratch,
    ) -> Result<Option<Edge>> {
        let texts = self.search.texts;
        let (kept, text) = if texts.rank(a.text) < texts.rank(b.text) { (a, b) } else { (b, a) };
        let Some(found) = self.found(kept, text, scratch)? else { return Ok(None) };
        Edge::of(found, dependents, texts, |dependent| {
            let dependent =
                self.weighed(dependent, |words| self.vector(dependent, words), scratch)?;
            self.found(kept, &dependent, scratch)
        })
    }

    /// The duplicate of a kept text, if another one says the same and may go for it.
    fn found(
        &self,
        kept: &WeighedText,
        text: &WeighedText,
        scratch: &mut UnitScratch,
    ) -> Result<Option<Found>> {
        let texts = self.search.texts;
        let may_go = texts.may_go_for(kept.text, text.text);
        let Some(comparison) = may_go.then(|| self.compared(kept, text)).flatten() else {
            return Ok(None);
        };
        if let Some(guard) = texts.guard {
            let of_kept = self.simplified(kept.text, scratch)?;
            let of_text = self.simplified(text.text, scratch)?;
            let tokenized = [of_kept.tokenized(kept), of_text.tokenized(text)];
            if contradictions(tokenized[0], tokenized[1], &comparison.words).next().is_some() {
                guard.refuse(text.text, kept.text, Resemblance::Variant);
                return Ok(None);
            }
        }
        let similarity = comparison.score as f32;
        let of = DuplicateOf { kept: kept.text, similarity, measure: Measure::Meaning };
        Ok(Some(Found { text: text.text, of }))
    }

    /// How similar two texts are, if each says what the other one says: by the vectors that are given, or
    /// else by their words.
    fn compared(&self, kept: &WeighedText, text: &WeighedText) -> Option<Comparison> {
        let cosine = cosine(&kept.given, &text.given);
        if self.least_cosine().is_some_and(|least| cosine >= least) {
            let words = self.scorer.align(&kept.bag, &text.bag);
            return Some(Comparison { words, cosine, score: cosine.min(1.0) });
        }
        if !(kept.is_known && text.is_known) {
            return None;
        }
        if kept.bag.words_shared(&text.bag) < LEAST_COMMON_WORDS
            || !may_say_the_same(&kept.bag, &text.bag)
        {
            return None;
        }
        let cosine = kept.vector.cosine(&text.vector);
        let comparison = self.scorer.compare(&kept.bag, &text.bag, cosine);
        let by_chance = self.chance.threshold(Writing::of_both(kept.writing, text.writing));
        let least = Measure::Meaning.threshold(self.search.settings.matching.similarity);
        let is_alike = comparison.score >= least.max(by_chance)
            && say_the_same(&kept.bag, &text.bag, &comparison.words, OwnTextLimits::REWORDING);
        is_alike.then_some(comparison)
    }
}

fn ordered(a: TextId, b: TextId) -> (TextId, TextId) {
    (a.min(b), a.max(b))
}
