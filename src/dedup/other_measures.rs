//! Duplicates by other measures than the Jaccard similarity: texts that stand in longer ones, and short
//! texts with a few other characters.
//!
//! Pairs of texts that share sampled shingles are compared in parallel. Then they are decided in order.

use rayon::prelude::*;

use super::DedupSettings;
use super::edges::{Dependents, Edge, Found, decide};
use super::guard::SimilarPair;
use super::record_units::UnitScratch;
use super::resolve::CollectionTexts;
use crate::cluster::{DuplicateMap, DuplicateOf, RankedTexts};
use crate::document::TextId;
use crate::error::Result;
use crate::index::SamplePair;
use crate::similarity::{Measure, Overlap, ShingleSet};

/// Longest text, in bytes, whose characters are aligned to measure its edits: in a longer one a few edits
/// leave the Jaccard similarity high.
const LONGEST_EDITED: usize = 6_000;
/// Jaccard similarity from which on two short texts are aligned. Two edits in 20 ideographs leave .33.
const LEAST_SHARED: f64 = 0.3;
/// Pairs with one longer text that a thread takes at a time: thousands of poems stand in one collection.
const MOST_PAIRS: usize = 64;

/// Finds duplicates by the measures of the settings.
pub(super) struct OtherMeasures<'m, 'r> {
    pub(super) settings: &'m DedupSettings,
    pub(super) texts: &'m CollectionTexts<'r>,
}

impl OtherMeasures<'_, '_> {
    /// Adds the duplicates among some pairs of texts that are kept so far.
    pub(super) fn add_to(
        &self,
        duplicates: &mut DuplicateMap,
        mut pairs: Vec<SamplePair>,
    ) -> Result<()> {
        let dependents = Dependents::of(duplicates);
        pairs.par_iter_mut().for_each(|pair| self.orient(pair));
        pairs.par_sort_unstable();
        let of_one = pairs.chunk_by(|a, b| a.longer == b.longer);
        let groups: Vec<&[SamplePair]> =
            of_one.flat_map(|pairs| pairs.chunks(MOST_PAIRS)).collect();
        let edges = groups.par_iter().with_max_len(16).map_init(
            Default::default,
            |(scratch, sets): &mut (UnitScratch, [ShingleSet; 2]), group| {
                self.texts.check()?;
                self.edges(group, &dependents, sets, scratch)
            },
        );
        let edges: Vec<Edge> = edges.collect::<Result<Vec<_>>>()?.into_iter().flatten().collect();
        decide(edges, self.texts, duplicates);
        Ok(())
    }

    /// Of two texts of equal length the one that is kept first counts as the longer one.
    fn orient(&self, pair: &mut SamplePair) {
        let SamplePair { longer, shorter } = *pair;
        let are_equal = self.texts.size(longer) == self.texts.size(shorter);
        if are_equal && self.texts.rank(shorter) < self.texts.rank(longer) {
            *pair = SamplePair { longer: shorter, shorter: longer };
        }
    }

    /// The duplicates among pairs with one longer text.
    fn edges(
        &self,
        pairs: &[SamplePair],
        dependents: &Dependents,
        [longer, shorter]: &mut [ShingleSet; 2],
        scratch: &mut UnitScratch,
    ) -> Result<Vec<Edge>> {
        let mut edges = Vec::new();
        self.texts.fill(pairs[0].longer, longer, scratch)?;
        for pair in pairs {
            self.texts.fill(pair.shorter, shorter, scratch)?;
            let Some(found) = self.found(*pair, longer.overlap(shorter), scratch)? else {
                continue;
            };
            let set = if found.text == pair.shorter { &*longer } else { &*shorter };
            let edge = Edge::of(found, dependents, self.texts, |dependent| {
                self.dependent(found.of.kept, dependent, set, scratch)
            });
            edges.extend(edge?);
        }
        Ok(edges)
    }

    /// The duplicate of a pair with this overlap, first the longer text, if one duplicates the other.
    fn found(
        &self,
        pair: SamplePair,
        overlap: Overlap,
        scratch: &mut UnitScratch,
    ) -> Result<Option<Found>> {
        let by_rank = if self.texts.rank(pair.longer) < self.texts.rank(pair.shorter) {
            [pair.longer, pair.shorter]
        } else {
            [pair.shorter, pair.longer]
        };
        let contained = [pair.longer, pair.shorter];
        let found = self.alike([by_rank, contained], overlap, scratch)?;
        let jaccard = overlap.jaccard();
        if found.is_some() || jaccard < LEAST_SHARED || jaccard >= self.threshold(Measure::Jaccard)
        {
            return Ok(found);
        }
        let [kept, text] = by_rank;
        self.edited(kept, text, overlap, scratch)
    }

    /// The duplicate of two texts by their shingles: first the kept text and the one that goes by the
    /// Jaccard similarity, then by containment.
    fn alike(
        &self,
        sides: [[TextId; 2]; 2],
        overlap: Overlap,
        scratch: &mut UnitScratch,
    ) -> Result<Option<Found>> {
        let measures = [
            (Measure::Jaccard, overlap.jaccard()),
            (Measure::Containment, overlap.containment_b()),
        ];
        for ((measure, value), [kept, text]) in measures.into_iter().zip(sides) {
            if self.reaches(measure, value)
                && self.may_go(kept, text, measure)
                && self.texts.is_copy_by(measure, kept, text, overlap, scratch)?
            {
                let of = DuplicateOf { kept, similarity: value as f32, measure };
                return Ok(Some(Found { text, of }));
            }
        }
        Ok(None)
    }

    /// The duplicate of two texts if their characters are nearly equal.
    fn edited(
        &self,
        kept: TextId,
        text: TextId,
        overlap: Overlap,
        scratch: &mut UnitScratch,
    ) -> Result<Option<Found>> {
        let measure = Measure::Edit;
        let sizes = [kept, text].map(|text| self.texts.size(text));
        if !self.settings.by.contains(&measure)
            || sizes.iter().any(|&size| size > LONGEST_EDITED)
            || !self.may_go(kept, text, measure)
        {
            return Ok(None);
        }
        let (of_kept, of_text) =
            (self.texts.compared(kept, scratch)?, self.texts.compared(text, scratch)?);
        let alignment = of_kept.align(&of_text);
        let value = alignment.similarity();
        let texts = [&*of_kept, &of_text];
        let is_copy = self.reaches(measure, value)
            && self.texts.guard.is_none_or(|guard| {
                guard.is_copy(&SimilarPair { kept, text, overlap, measure, texts }, &alignment)
            });
        let of = DuplicateOf { kept, similarity: value as f32, measure };
        Ok(is_copy.then_some(Found { text, of }))
    }

    /// A text that was removed for another one as a duplicate of the text with these shingles.
    fn dependent(
        &self,
        kept: TextId,
        text: TextId,
        set: &ShingleSet,
        scratch: &mut UnitScratch,
    ) -> Result<Option<Found>> {
        let mut own = ShingleSet::default();
        self.texts.fill(text, &mut own, scratch)?;
        let overlap = set.overlap(&own);
        match self.alike([[kept, text]; 2], overlap, scratch)? {
            None => self.edited(kept, text, overlap, scratch),
            found => Ok(found),
        }
    }

    fn threshold(&self, measure: Measure) -> f64 {
        measure.threshold(self.settings.matching.similarity)
    }

    fn reaches(&self, measure: Measure, value: f64) -> bool {
        self.settings.by.contains(&measure) && value >= self.threshold(measure)
    }

    /// Whether a text may be removed for a kept one.
    fn may_go(&self, kept: TextId, text: TextId, measure: Measure) -> bool {
        self.texts.may_go_for(kept, text)
            && (measure != Measure::Containment || self.texts.may_contain(kept, text))
    }
}
