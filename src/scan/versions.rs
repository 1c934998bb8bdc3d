//! Versions: pairs of documents that passages cover for the most part, although they share too few
//! shingles to be similar.

use std::collections::BTreeMap;
use std::ops::Range;

use rayon::prelude::*;

use super::coarse_matches::CoarseMatches;
use super::findings::Relation;
use super::level_pairs::{LevelPairs, Pair, ShingleContext, ShingleSets};
use super::match_builder::MIN_PIECE;
use super::relation::CoveredDocument;
use super::sections::SectionedCollection;
use super::unit::Unit;
use crate::align::{Alignment, Passage, align_units};
use crate::detector::Scratch;
use crate::document::{DocId, SectionId, Span, shared_by, union};
use crate::index::Forest;

/// Minimum share of the shorter document that the passages of a candidate cover. Passages leave out
/// boilerplate and recurring text, which an alignment of the two documents has: with .3, 54 of 68
/// versions of technical documents are found, with .15 and the shares below 64. With .1, ten
/// million characters of laws took 1.4 times as long.
const MIN_EVIDENCE: f64 = 0.15;
/// Minimum share of the shingles of one document that the other one has. An edit of one character
/// changes five shingles, so that a document of which three quarters are aligned may have half of
/// its shingles in common.
const MIN_CONTAINMENT: f64 = 0.6;
/// Number of other works that share a text which is no form. A work is a document with its similar
/// documents, so that many similar versions of one page are one work. Text that is shared with more
/// works is a form of the collection, such as the last sections of the manual pages of one suite,
/// and does not show that two documents are versions. Nothing distinguishes six or more versions
/// from a form if none is similar to another one: they stay passages. Of 68 versions of Chinese and Japanese
/// documentation 63 are found with 3 works, 64 with 4 as without a limit. Of 676 pairs of manual
/// pages 229 are left, among them 145 of 164 pairs of one page in two scripts; most others differ
/// in a name, as md5sum and sha1sum do.
const MAX_WORKS: usize = 4;
/// Minimum share of the shorter document that is no form: a page of which nothing is its own is no
/// version of another one. Not measured by itself.
const MIN_OWN: f64 = 0.25;

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
pub(super) struct VersionPair {
    a: DocId,
    b: DocId,
}

/// What the documents of each pair share.
struct SharedParts<'c> {
    collection: &'c SectionedCollection<'c>,
    parts: BTreeMap<VersionPair, [Parts; 2]>,
}

/// Pairs of documents that may be versions of each other, and the forms in their texts.
pub(super) struct Candidates {
    pairs: Vec<Candidate>,
    forms: Forms,
}

/// A pair that may be versions.
#[derive(Debug, Clone, Copy)]
struct Candidate {
    pair: VersionPair,
    /// Whether passages cover as much of both documents as of versions.
    is_covered: bool,
}

/// Text that documents share with many others, by document.
#[derive(Debug, Default)]
struct Forms(BTreeMap<DocId, Vec<Span>>);

/// A range of a document that is shared with another work.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
struct WorkShare {
    section: SectionId,
    work: u32,
    start: usize,
    end: usize,
}

/// The pairs of documents that may be versions of each other, and were not found by their shingles:
/// documents that share passages, or speeches that match as a whole.
pub(super) fn candidates(coarse: &CoarseMatches<'_, '_>, passages: &[Passage]) -> Candidates {
    let mut shared = SharedParts { collection: coarse.collection, parts: BTreeMap::new() };
    for passage in passages {
        let a = Part { section: passage.a.into(), range: passage.alignment.range_a() };
        shared.add(a, Part { section: passage.b.into(), range: passage.alignment.range_b() });
    }
    for pair in &coarse.speeches.pairs {
        let [a, b] = speech_parts(pair, &coarse.speeches);
        shared.add(a, b);
    }
    let mut pairs = shared.candidates();
    pairs.retain(|Candidate { pair, .. }| {
        !coarse.documents.are_alike(pair.a.index(), pair.b.index())
    });
    // The passages of all pairs show what is a form, and only candidates need it.
    let forms = if pairs.is_empty() { Forms::default() } else { shared.forms(&coarse.documents) };
    Candidates { pairs, forms }
}

/// The candidates that are versions of each other.
pub(super) fn verified(
    candidates: &Candidates,
    documents: &LevelPairs<'_>,
    context: &ShingleContext,
) -> Vec<Pair> {
    let sets = ShingleSets::new(&documents.units, context);
    let verified = candidates.pairs.par_iter().map_init(Scratch::default, |scratch, candidate| {
        let (a, b) = (candidate.pair.a.index(), candidate.pair.b.index());
        let overlap = sets.get(a, scratch).overlap(sets.get(b, scratch));
        let containment = overlap.containment_a().max(overlap.containment_b());
        // Shingles are compared in a fraction of the time of an alignment.
        let is_version = (candidate.is_covered || containment >= MIN_CONTAINMENT)
            && candidates.forms.are_version(&documents.units[a], &documents.units[b]);
        is_version.then_some(Pair { a, b, overlap, equal: false, paraphrase: None })
    });
    verified.flatten_iter().collect()
}

impl Candidates {
    /// Whether there is no candidate.
    pub(super) fn are_none(&self) -> bool {
        self.pairs.is_empty()
    }
}

impl Forms {
    /// Whether most of two documents can be aligned, wherever their parts stand. Forms do not count.
    fn are_version(&self, a: &Unit<'_>, b: &Unit<'_>) -> bool {
        let pieces = align_units(a.chars(), b.chars(), MIN_PIECE);
        let a = self.covered(a, pieces.iter().map(Alignment::range_a));
        let b = self.covered(b, pieces.iter().map(Alignment::range_b));
        let shorter = shorter(a, b);
        are_versions(a, b) && shorter.own as f64 >= MIN_OWN * shorter.len as f64
    }

    /// How much of a document some ranges cover.
    fn covered(&self, unit: &Unit<'_>, ranges: impl Iterator<Item = Range<usize>>) -> Covered {
        let forms = union(self.ranges(unit));
        let outside = |ranges: &[Range<usize>]| {
            let all: usize = ranges.iter().map(Range::len).sum();
            all - shared_by(ranges, &forms)
        };
        Covered {
            len: unit.range.len(),
            own: outside(std::slice::from_ref(&unit.range)),
            shared: outside(&union(ranges)),
        }
    }

    /// The forms in a document, as ranges of its content.
    fn ranges(&self, unit: &Unit<'_>) -> impl Iterator<Item = Range<usize>> {
        let forms = self.0.get(&unit.document).into_iter().flatten();
        forms.map(|form| unit.content.range_of(*form))
    }
}

/// For each of so many documents the number of its work.
pub(super) fn works(pairs: &LevelPairs<'_>, documents: usize) -> Vec<u32> {
    let mut forest = Forest::new(documents);
    for pair in &pairs.pairs {
        forest.union(pair.a as u32, pair.b as u32);
    }
    (0..documents as u32).map(|document| forest.root(document)).collect()
}

/// The ranges that more than [`MAX_WORKS`] works share, of the shares of one section.
fn form_ranges(shares: &[WorkShare]) -> Vec<Range<usize>> {
    let of_works = shares.chunk_by(|x, y| x.work == y.work);
    let mut ends: Vec<(usize, i32)> = of_works
        .flat_map(|shares| union(shares.iter().map(|share| share.start..share.end)))
        .flat_map(|range| [(range.start, 1), (range.end, -1)])
        .collect();
    ends.sort_unstable();
    let (mut forms, mut start, mut depth) = (Vec::new(), 0, 0);
    for (at, step) in ends {
        let was_form = depth > MAX_WORKS as i32;
        depth += step;
        match (was_form, depth > MAX_WORKS as i32) {
            (false, true) => start = at,
            (true, false) => forms.push(start..at),
            _ => {}
        }
    }
    forms
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
            let parts = self.parts.entry(VersionPair { a: in_a, b: in_b }).or_default();
            parts[0].0.entry(a.section).or_default().push(a.range);
            parts[1].0.entry(b.section).or_default().push(b.range);
        }
    }

    /// The pairs whose parts are enough of the shorter document to align both.
    fn candidates(&self) -> Vec<Candidate> {
        let lengths = self.collection.document_lengths();
        let candidates = self.parts.iter().filter_map(|(&pair, [a, b])| {
            // Forms are not known yet.
            let [a, b] = [(a, pair.a), (b, pair.b)].map(|(parts, document)| {
                let len = lengths[document.index()];
                Covered { len, own: len, shared: parts.len() }
            });
            let has_evidence = shorter(a, b).share() >= MIN_EVIDENCE;
            has_evidence.then_some(Candidate { pair, is_covered: are_versions(a, b) })
        });
        candidates.collect()
    }

    /// The text that each document shares with many works.
    fn forms(&self, documents: &LevelPairs<'_>) -> Forms {
        let mut shares: Vec<WorkShare> =
            self.shares(&works(documents, self.collection.documents.len())).collect();
        shares.sort_unstable();
        let mut forms = Forms::default();
        for shares in shares.chunk_by(|x, y| x.section == y.section) {
            let section = self.collection.section(shares[0].section);
            let ranges = form_ranges(shares).into_iter();
            let spans = ranges.map(|range| self.collection.span(section, range));
            forms.0.entry(section.document).or_default().extend(spans);
        }
        forms
    }

    /// What each document shares with other works.
    fn shares(&self, works: &[u32]) -> impl Iterator<Item = WorkShare> {
        let pairs = self.parts.iter().map(|(pair, parts)| (pair, parts.each_ref()));
        let pairs = pairs.filter(|(pair, _)| works[pair.a.index()] != works[pair.b.index()]);
        pairs.flat_map(|(pair, [a, b])| {
            let in_a = a.shared_with(works[pair.b.index()]);
            in_a.chain(b.shared_with(works[pair.a.index()]))
        })
    }
}

impl Parts {
    /// The parts as what their document shares with a work.
    fn shared_with(&self, work: u32) -> impl Iterator<Item = WorkShare> {
        let ranges = self.0.iter().flat_map(|(&section, ranges)| {
            ranges.iter().map(move |range| (section, range.start, range.end))
        });
        ranges.map(move |(section, start, end)| WorkShare { section, work, start, end })
    }

    /// Number of characters in the parts.
    fn len(&self) -> usize {
        let ranges = self.0.values().flat_map(|ranges| union(ranges.iter().cloned()));
        ranges.map(|range| range.len()).sum()
    }
}

/// How much of a document is covered, in content characters.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct Covered {
    /// Length of the document.
    len: usize,
    /// Number of its characters that are no form.
    own: usize,
    /// How many of these are aligned or in passages.
    shared: usize,
}

impl Covered {
    fn share(self) -> f64 {
        self.shared as f64 / self.own.max(1) as f64
    }
}

/// The shorter of two documents.
fn shorter(a: Covered, b: Covered) -> Covered {
    if a.len <= b.len { a } else { b }
}

/// Whether two documents cover enough of each other.
fn are_versions(a: Covered, b: Covered) -> bool {
    let [a, b] =
        [a, b].map(|document| CoveredDocument { len: document.len, share: document.share() });
    Relation::of(a, b) == Relation::Version
}

#[cfg(test)]
mod tests {
    use super::*;
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
    fn a_form_of_many_documents_makes_no_versions() {
        let form = sentences(0, 13).concat();
        let texts: Vec<String> = (0..7)
            .map(|number| format!("{form}{}", sentences(20 + 4 * number, 4).concat()))
            .collect();
        let documents =
            texts.iter().map(|text| Document { text: text.clone(), ..Document::default() });
        let levels = |documents: Vec<Document>| {
            let collection = Collection { documents, ..Collection::default() };
            let scan = Scan::new(ScanSettings::default()).expect("the defaults are valid");
            let found = scan.run(&collection, &|_| {}).expect("there is no memory limit");
            found.matches.iter().map(|found| found.level).collect::<Vec<_>>()
        };
        assert_eq!(levels(documents.clone().take(2).collect()), [Level::Document]);
        let among_many = levels(documents.collect());
        assert!(!among_many.is_empty() && !among_many.contains(&Level::Document), "{among_many:?}");
    }

    #[test]
    fn ranges_of_more_works_than_four_are_forms() {
        let share = |work, start, end| WorkShare { section: SectionId(0), work, start, end };
        let mut shares: Vec<WorkShare> = (0..4).map(|work| share(work, 0, 50)).collect();
        shares.extend([share(3, 20, 90), share(4, 10, 30), share(5, 25, 40)]);
        shares.sort_unstable();
        assert_eq!(form_ranges(&shares), vec![10..40]);
        assert!(form_ranges(&shares[..4]).is_empty());
    }

    #[test]
    fn a_small_part_of_another_document_is_a_passage() {
        let shared = sentences(0, 4).concat();
        let found = scan(&shared, &format!("{}{shared}", sentences(20, 16).concat()));
        assert!(!found.matches.is_empty());
        assert!(found.matches.iter().all(|found| found.level != Level::Document));
    }
}
