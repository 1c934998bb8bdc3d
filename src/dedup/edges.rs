//! Duplicates that were found among the texts that are kept so far, and the order in which they are
//! decided.
//!
//! A text goes for a kept one only if all texts that were removed for it are duplicates of that one
//! too, so that every removed text was compared with the kept one.

use std::cmp::Reverse;
use std::collections::{HashMap, HashSet};

use super::resolve::CollectionTexts;
use crate::cluster::{DuplicateMap, DuplicateOf, RankedTexts};
use crate::document::TextId;
use crate::error::Result;
use crate::similarity::Measure;

/// Texts that may have been removed for a text that is removed itself: each is compared again.
const MOST_DEPENDENTS: usize = 64;

/// A text that duplicates a kept one by some measure.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct Found {
    pub(super) text: TextId,
    pub(super) of: DuplicateOf,
}

/// A duplicate, with the texts that were removed for it and so duplicate the kept one too.
#[derive(Debug)]
pub(super) struct Edge {
    found: Found,
    dependents: Vec<Found>,
}

impl Edge {
    /// The edge of a duplicate, if the texts that were removed for it are duplicates of the kept one
    /// too, which `compare` says of each. If there are too many of them, they are counted as capped.
    pub(super) fn of(
        found: Found,
        dependents: &Dependents,
        texts: &CollectionTexts<'_>,
        mut compare: impl FnMut(TextId) -> Result<Option<Found>>,
    ) -> Result<Option<Self>> {
        let of_text = dependents.of_text(found.text);
        if of_text.len() > MOST_DEPENDENTS {
            texts.add_capped(1);
            return Ok(None);
        }
        let mut own = Vec::new();
        for &dependent in of_text {
            let Some(duplicate) = compare(dependent)? else { return Ok(None) };
            own.push(duplicate);
        }
        Ok(Some(Self { found, dependents: own }))
    }
}

/// Decides in order which of the duplicates are removed. First what stands in a longer text, that of
/// the longest text first: what else could go for it goes for the longest one. Then the rest, by
/// rank.
pub(super) fn decide(
    mut edges: Vec<Edge>,
    texts: &CollectionTexts<'_>,
    duplicates: &mut DuplicateMap,
) {
    edges.sort_by_key(|Edge { found: Found { text, of }, .. }| {
        let is_contained = of.measure == Measure::Containment;
        let size = if is_contained { texts.size(of.kept) } else { 0 };
        let (text_rank, kept_rank) = (texts.rank(*text), texts.rank(of.kept));
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

/// The texts that were removed for each kept text.
pub(super) struct Dependents {
    of: HashMap<TextId, Vec<TextId>>,
}

impl Dependents {
    pub(super) fn of(duplicates: &DuplicateMap) -> Self {
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
