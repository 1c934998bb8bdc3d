//! Duplicates by other measures than the Jaccard similarity: texts that stand in longer ones, and short
//! texts with a few other characters.
//!
//! Pairs of texts that share sampled shingles are compared in parallel. Then they are decided in order:
//! a text goes for a kept one only if all texts that were removed for it are duplicates of that one
//! too, so that every removed text was compared with the kept one.

use std::cmp::Reverse;
use std::collections::{HashMap, HashSet};

use rayon::prelude::*;

use super::DedupSettings;
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
/// Texts that may have been removed for a text that is removed itself: each is compared again.
const MOST_DEPENDENTS: usize = 64;

/// A text that duplicates a kept one by some measure.
#[derive(Debug, Clone, Copy, PartialEq)]
struct Found {
    text: TextId,
    of: DuplicateOf,
}

/// A duplicate, with the texts that were removed for it and so duplicate the kept one too.
#[derive(Debug)]
struct Edge {
    found: Found,
    dependents: Vec<Found>,
}

/// Finds duplicates by the measures of the settings.
pub(super) struct OtherMeasures<'m, 'r> {
    pub(super) settings: &'m DedupSettings,
    pub(super) texts: &'m CollectionTexts<'r>,
}

impl OtherMeasures<'_, '_> {
    /// Adds the duplicates among some pairs of texts that are kept so far.
    pub(super) fn add_to(&self, duplicates: &mut DuplicateMap, pairs: &[SamplePair]) -> Result<()> {
        let dependents = Dependents::of(duplicates);
        let groups: Vec<&[SamplePair]> = pairs.chunk_by(|a, b| a.longer == b.longer).collect();
        let edges = groups.par_iter().with_max_len(16).map_init(
            Default::default,
            |(scratch, sets): &mut (UnitScratch, [ShingleSet; 2]), group| {
                self.texts.check()?;
                self.edges(group, &dependents, sets, scratch)
            },
        );
        let edges: Vec<Edge> = edges.collect::<Result<Vec<_>>>()?.into_iter().flatten().collect();
        self.decide(edges, duplicates);
        Ok(())
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
            let of_text = dependents.of_text(found.text);
            if of_text.len() > MOST_DEPENDENTS {
                self.texts.add_capped(1);
                continue;
            }
            let mut own = Vec::new();
            for &dependent in of_text {
                own.extend(self.dependent(found.of.kept, dependent, set, scratch)?);
            }
            if own.len() == of_text.len() {
                edges.push(Edge { found, dependents: own });
            }
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
        !self.texts.is_protected(text)
            && self.texts.removes_similar(kept)
            && self.texts.may_remove(kept, text)
            && (measure != Measure::Containment || self.texts.may_contain(kept, text))
    }

    /// Decides in order which of the duplicates are removed. First what stands in a longer text, that of
    /// the longest text first: what else could go for it goes for the longest one. Then the rest, by
    /// rank.
    fn decide(&self, mut edges: Vec<Edge>, duplicates: &mut DuplicateMap) {
        edges.sort_by_key(|Edge { found: Found { text, of }, .. }| {
            let is_contained = of.measure == Measure::Containment;
            let size = if is_contained { self.texts.size(of.kept) } else { 0 };
            let (text_rank, kept_rank) = (self.texts.rank(*text), self.texts.rank(of.kept));
            let ranks = if is_contained { (kept_rank, text_rank) } else { (text_rank, kept_rank) };
            (!is_contained, Reverse(size), ranks)
        });
        // Texts for which others went here; these were not compared with any other text.
        let mut has_new: HashSet<TextId> = HashSet::new();
        for Edge { found, dependents } in edges {
            let is_removed = [found.text, found.of.kept]
                .iter()
                .any(|text| duplicates.kept_for(text.index()).is_some());
            if is_removed || has_new.contains(&found.text) {
                continue;
            }
            has_new.insert(found.of.kept);
            for Found { text, of } in std::iter::once(found).chain(dependents) {
                duplicates.set(text, of);
            }
        }
    }
}

/// The texts that were removed for each kept text.
struct Dependents {
    of: HashMap<TextId, Vec<TextId>>,
}

impl Dependents {
    fn of(duplicates: &DuplicateMap) -> Self {
        let mut of: HashMap<TextId, Vec<TextId>> = HashMap::new();
        for text in 0..duplicates.texts() {
            if let Some(found) = duplicates.kept_for(text) {
                of.entry(found.kept).or_default().push(TextId(text as u32));
            }
        }
        Self { of }
    }

    fn of_text(&self, text: TextId) -> &[TextId] {
        self.of.get(&text).map_or(&[], Vec::as_slice)
    }
}
