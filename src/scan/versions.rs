//! Versions: pairs of documents that passages cover for the most part, although they share too few
//! shingles to be similar.

use std::collections::BTreeMap;
use std::ops::Range;

use rayon::prelude::*;

use super::coarse_matches::CoarseMatches;
use super::level_pairs::{LevelPairs, Pair, ShingleContext, ShingleSets};
use super::match_builder::MIN_PIECE;
use super::sections::SectionedCollection;
use super::unit::Unit;
use crate::align::{Alignment, Passage, align_units};
use crate::detector::Scratch;
use crate::document::{DocId, SectionId, union};

/// Minimum share of the shorter document that the passages of a candidate cover. Passages leave out
/// boilerplate and recurring text, which an alignment of the two documents has: with .3, 54 of 68
/// versions of technical documents are found, with .15 and the shares below 64. With .1, ten
/// million characters of laws took 1.4 times as long.
const MIN_EVIDENCE: f64 = 0.15;
/// Minimum share of the shingles of one document that the other one has. An edit of one character
/// changes five shingles, so that a document of which three quarters are aligned may have half of
/// its shingles in common.
const MIN_CONTAINMENT: f64 = 0.6;
/// Minimum share of the shorter document that is aligned with the longer one in a version.
const MIN_COVERED: f64 = 0.75;
/// Minimum share of the longer document. A document that is a smaller part of the other one is
/// contained in it, as an article is in the file of its day, and the passage itself shows that.
const MIN_COVERED_OF_LONGER: f64 = 0.4;

/// A part of a section.
#[derive(Debug, Clone, PartialEq, Eq)]
struct Part {
    section: SectionId,
    range: Range<usize>,
}

/// Parts of one document, by their sections.
#[derive(Debug, Default)]
struct Parts(BTreeMap<SectionId, Vec<Range<usize>>>);

/// Two documents.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct DocumentPair {
    a: DocId,
    b: DocId,
}

/// What the documents of each pair share.
struct SharedParts<'c> {
    collection: &'c SectionedCollection<'c>,
    parts: BTreeMap<DocumentPair, [Parts; 2]>,
}

/// The pairs of documents that may be versions of each other, and were not found by their shingles:
/// documents that share passages, or speeches that match as a whole.
pub(super) fn candidates(
    coarse: &CoarseMatches<'_, '_>,
    passages: &[Passage],
) -> Vec<DocumentPair> {
    let mut shared = SharedParts { collection: coarse.collection, parts: BTreeMap::new() };
    for passage in passages {
        let a = Part { section: passage.a.into(), range: passage.alignment.range_a() };
        shared.add(a, Part { section: passage.b.into(), range: passage.alignment.range_b() });
    }
    for pair in &coarse.speeches.pairs {
        let [a, b] = speech_parts(pair, &coarse.speeches);
        shared.add(a, b);
    }
    let mut candidates = shared.candidates();
    candidates.retain(|pair| !coarse.documents.are_alike(pair.a.index(), pair.b.index()));
    candidates
}

/// The candidates that are versions of each other.
pub(super) fn verified(
    candidates: &[DocumentPair],
    documents: &LevelPairs<'_>,
    context: &ShingleContext,
) -> Vec<Pair> {
    let sets = ShingleSets::new(&documents.units, context);
    let verified = candidates.par_iter().map_init(Scratch::default, |scratch, pair| {
        let (a, b) = (pair.a.index(), pair.b.index());
        let overlap = sets.get(a, scratch).overlap(sets.get(b, scratch));
        let containment = overlap.containment_a().max(overlap.containment_b());
        // Shingles are compared in a fraction of the time of an alignment.
        let is_version =
            containment >= MIN_CONTAINMENT && is_version(&documents.units[a], &documents.units[b]);
        is_version.then_some(Pair { a, b, overlap, equal: false, paraphrase: None })
    });
    verified.flatten_iter().collect()
}

/// Whether most of two documents can be aligned, wherever their parts stand.
fn is_version(a: &Unit<'_>, b: &Unit<'_>) -> bool {
    let pieces = align_units(a.chars(), b.chars(), MIN_PIECE);
    let covered_a = union(pieces.iter().map(Alignment::range_a));
    let covered_b = union(pieces.iter().map(Alignment::range_b));
    let (shorter, longer) = in_order_of_length(
        Covered { len: a.range.len(), covered: covered_a.iter().map(Range::len).sum() },
        Covered { len: b.range.len(), covered: covered_b.iter().map(Range::len).sum() },
    );
    shorter.share() >= MIN_COVERED && longer.share() >= MIN_COVERED_OF_LONGER
}

/// The two whole speeches of a pair.
fn speech_parts(pair: &Pair, speeches: &LevelPairs<'_>) -> [Part; 2] {
    [pair.a, pair.b].map(|unit| Part {
        section: SectionId::new(unit),
        range: speeches.units[unit].range.clone(),
    })
}

impl SharedParts<'_> {
    fn add(&mut self, a: Part, b: Part) {
        let [in_a, in_b] = [&a, &b].map(|part| self.collection.document_of(part.section));
        if in_a != in_b {
            let parts = self.parts.entry(DocumentPair { a: in_a, b: in_b }).or_default();
            parts[0].0.entry(a.section).or_default().push(a.range);
            parts[1].0.entry(b.section).or_default().push(b.range);
        }
    }

    /// The pairs whose parts are enough of the shorter document to align both.
    fn candidates(self) -> Vec<DocumentPair> {
        let lengths = self.collection.document_lengths();
        let candidates = self.parts.into_iter().filter(|(pair, [a, b])| {
            let (shorter, _) = in_order_of_length(
                Covered { len: lengths[pair.a.index()], covered: a.len() },
                Covered { len: lengths[pair.b.index()], covered: b.len() },
            );
            shorter.share() >= MIN_EVIDENCE
        });
        candidates.map(|(pair, _)| pair).collect()
    }
}

impl Parts {
    /// Number of characters in the parts.
    fn len(&self) -> usize {
        let ranges = self.0.values().flat_map(|ranges| union(ranges.iter().cloned()));
        ranges.map(|range| range.len()).sum()
    }
}

/// How much of a document is covered, in content characters.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct Covered {
    len: usize,
    covered: usize,
}

impl Covered {
    fn share(self) -> f64 {
        self.covered as f64 / self.len.max(1) as f64
    }
}

/// The shorter of two documents, then the longer one.
fn in_order_of_length(a: Covered, b: Covered) -> (Covered, Covered) {
    if a.len <= b.len { (a, b) } else { (b, a) }
}

#[cfg(test)]
mod tests {
    use crate::corpus::Collection;
    use crate::document::{Document, Level};
    use crate::scan::{Findings, Scan, ScanSettings};

    /// Sentences that have nothing in common: each has ideographs of its own.
    fn sentences(first: usize, count: usize) -> Vec<String> {
        let sentence = |number: usize| {
            let start = 0x4E00 + (number * 40) as u32;
            let chars = (start..start + 40).filter_map(char::from_u32);
            chars.chain(['。', '\n']).collect()
        };
        (first..first + count).map(sentence).collect()
    }

    fn scan(a: &str, b: &str) -> Findings {
        let document = |id: &str, text: &str| Document {
            id: id.into(),
            text: text.into(),
            ..Document::default()
        };
        let documents = vec![document("a", a), document("b", b)];
        let collection = Collection { documents, ..Collection::default() };
        let scan = Scan::new(ScanSettings::default()).expect("the defaults are valid");
        scan.run(&collection, &|_| {}).expect("there is no memory limit")
    }

    #[test]
    fn most_of_the_shorter_document_in_another_order_is_one_match() {
        let shared = sentences(0, 10);
        let mut other = shared.clone();
        other.reverse();
        let long = format!("{}{}", other.concat(), sentences(20, 8).concat());
        let found = scan(&shared.concat(), &long);
        let [found] = &found.matches[..] else { panic!("{:?}", found.matches) };
        assert_eq!(found.level, Level::Document);
        assert!(found.similarity < 0.7 && found.a.coverage > 0.99, "{found:?}");
        assert!((0.5..0.6).contains(&found.b.coverage), "{}", found.b.coverage);
    }

    #[test]
    fn a_small_part_of_another_document_is_a_passage() {
        let shared = sentences(0, 4).concat();
        let found = scan(&shared, &format!("{}{shared}", sentences(20, 16).concat()));
        assert!(!found.matches.is_empty());
        assert!(found.matches.iter().all(|found| found.level != Level::Document));
    }
}
