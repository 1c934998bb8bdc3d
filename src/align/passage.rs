//! Passages: chains of seeds whose alignments score high enough.

use std::collections::HashMap;
use std::ops::Range;

use rayon::prelude::*;

use super::alignment::Alignment;
use super::alphabet::Alphabet;
use super::chain::{Anchor, chains};
use super::costs::Costs;
use super::edit_script::EditOp;
use super::prefilter::passes_qgram_filter;
use super::repeat_limit::{Places, RepeatLimit};
use super::run_weight::{CharClass, MAX_FORM, MAX_FORMULAIC, RunWeight};
use crate::document::share_within;
use crate::error::Result;
use crate::seeds::{NgramIndex, Partition, Seed, SequenceId, SequenceSet};
use crate::text::{width, width_thirds};

/// Greatest penalty of one run of changes, in ideographs: a long insertion is one edit, and must
/// not outweigh the equal text on both sides of it.
const MAX_CHANGE_PENALTY: f64 = 8.0;
/// Least weight of an anchor, in ideographs. Lighter runs are left to the alignment: in alphabetic
/// scripts they occur everywhere.
const MIN_ANCHOR_WEIGHT: f64 = 3.0;
/// Anchors are aligned if their weight is at least the score that is asked for, divided by this.
/// The test made a scan of 1,879 technical documents almost four times as fast (28.8 s to 7.7 s)
/// and lost 66 of 11,316 findings.
const EVIDENCE_DIVISOR: f64 = 3.0;
/// Characters of a block by which passages are looked up.
const DUPLICATE_BLOCK: usize = 256;
/// Passages that overlap by more than this share on both sides are duplicates; the better one is
/// kept.
const MAX_OVERLAP: f64 = 0.5;
/// A passage is recurring text if more than this share of its equal characters is. In a novel a
/// tenth of the characters is in n-grams that recur, in a log three quarters.
const MOSTLY_RECURRING: f64 = 0.5;
/// Score of a passage of recurring text that is reported, as a multiple of the least score. Lines of
/// a form agree over one line or two; a copy of several lines is longer. Not measured by itself.
const REMARKABLE_SCORE: f64 = 4.0;
/// Similarity of a passage of recurring text that is reported: lines of one form differ in more
/// than a twentieth of their characters. Not measured by itself.
const REMARKABLE_SIMILARITY: f64 = 0.95;
/// Greatest share of the equal characters of a passage that recurs by the way, as the subject of a
/// speech does. In a passage with more of it, recurring text counts as formulas do. In the running
/// example, .21 of a sentence that two speeches share recurs, and .31 of two sentences that have
/// only formulas in common.
const MAX_INCIDENTAL: f64 = 0.25;

/// What counts as formulas.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Formulas {
    /// Text that occurs in too many documents.
    Boilerplate,
    /// That, and text which recurs in its sequence.
    WithRecurring,
}

/// Finds passages that occur at two places.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct PassageFinder {
    /// Least score of a passage: its equal characters less its edited ones, counted in ideographs.
    /// A letter or digit of another script counts a third, boilerplate nothing.
    pub min_chars: usize,
}

/// A passage that occurs at two places.
#[derive(Debug, Clone, PartialEq)]
pub struct Passage {
    /// Sequence of the first place.
    pub a: SequenceId,
    /// Sequence of the second place, which may be the same one, further on.
    pub b: SequenceId,
    /// The alignment of both places.
    pub alignment: Alignment,
    /// Equal less edited characters, counted in ideographs; boilerplate does not count.
    pub score: f64,
}

/// Passages, and how many more there may be.
#[derive(Debug, Clone, Default, PartialEq)]
#[non_exhaustive]
pub struct FoundPassages {
    /// The passages, by the positions of their first places.
    pub passages: Vec<Passage>,
    /// Number of pairs of places of recurring text that are not among the passages.
    pub capped: u64,
}

/// A part of a sequence that is equal to a part of another one.
#[derive(Debug, Clone)]
pub(crate) struct EqualPart {
    /// The part of the sequence that a passage lies in.
    pub(crate) own: Range<usize>,
    /// The other sequence.
    pub(crate) sequence: SequenceId,
    /// Where the part begins there.
    pub(crate) start: usize,
}

impl EqualPart {
    fn has(&self, range: &Range<usize>) -> bool {
        self.own.start <= range.start && range.end <= self.own.end
    }
}

impl FoundPassages {
    /// Adds passages that were not found by themselves.
    pub(crate) fn add_passages(&mut self, others: Vec<Passage>) {
        self.passages.extend(others);
        self.passages.sort_by_key(Passage::key);
    }

    fn add(&mut self, mut more: Self) {
        self.passages.append(&mut more.passages);
        self.capped += more.capped;
    }
}

impl PassageFinder {
    /// Finds all passages between the sequences of an index, in pairs of sequences that `wanted`
    /// accepts.
    ///
    /// # Errors
    /// If the temporary file of the index cannot be read.
    pub fn find(
        self,
        index: &NgramIndex<'_>,
        wanted: impl Fn(SequenceId, SequenceId) -> bool + Sync,
    ) -> Result<FoundPassages> {
        self.find_watched(index, wanted, &|| ())
    }

    /// Like [`find`](Self::find); `on_sequence` is called whenever a sequence has been compared
    /// with all later ones.
    ///
    /// # Errors
    /// As [`find`](Self::find).
    pub fn find_watched(
        self,
        index: &NgramIndex<'_>,
        wanted: impl Fn(SequenceId, SequenceId) -> bool + Sync,
        on_sequence: &(dyn Fn() + Sync),
    ) -> Result<FoundPassages> {
        let mut found = FoundPassages::default();
        let alphabets = alphabets(index.sequences());
        for number in 0..index.partition_count() {
            let partition = index.partition(number)?;
            let sequences = partition.sequences().into_par_iter();
            let of_sequences = sequences.map(|a| {
                let found =
                    self.find_from(a, &partition, &Texts { index, alphabets: &alphabets }, &wanted);
                on_sequence();
                found
            });
            of_sequences.collect::<Vec<_>>().into_iter().for_each(|more| found.add(more));
        }
        Ok(found)
    }

    /// Finds the passages between one sequence of a partition and later ones.
    fn find_from(
        self,
        a: SequenceId,
        partition: &Partition<'_, '_>,
        texts: &Texts<'_>,
        wanted: impl Fn(SequenceId, SequenceId) -> bool + Sync,
    ) -> FoundPassages {
        let seeds = partition.seeds(a, |b| wanted(a, b));
        let mut found = FoundPassages::default();
        for seeds in seeds.chunk_by(|x, y| x.b == y.b) {
            found.add(SequencePair::new(self.min_chars, seeds, texts).find(seeds));
        }
        found
    }
}

/// The alphabet of each sequence, if it is small.
fn alphabets(sequences: &SequenceSet<'_>) -> Vec<Option<Box<Alphabet>>> {
    let all: Vec<SequenceId> = SequenceId::all(sequences.len()).collect();
    all.into_par_iter().map(|sequence| Alphabet::of(sequences.content(sequence))).collect()
}

/// The texts between which passages are sought.
struct Texts<'s> {
    index: &'s NgramIndex<'s>,
    alphabets: &'s [Option<Box<Alphabet>>],
}

/// Two sequences, or one and itself, between which passages are sought.
struct SequencePair<'s> {
    min_chars: usize,
    a: Side<'s>,
    b: Side<'s>,
    index: &'s NgramIndex<'s>,
    /// The alphabet of one of them that is small.
    alphabet: Option<&'s Alphabet>,
}

/// One sequence of a pair.
#[derive(Clone, Copy)]
struct Side<'s> {
    sequence: SequenceId,
    chars: &'s [char],
}

impl<'s> SequencePair<'s> {
    fn new(min_chars: usize, seeds: &[Seed], texts: &Texts<'s>) -> Self {
        let index = texts.index;
        let [a, b] = [seeds[0].a, seeds[0].b]
            .map(|sequence| Side { sequence, chars: index.sequences().content(sequence) });
        let alphabets = [a, b].map(|side| texts.alphabets[side.sequence.index()].as_deref());
        Self { min_chars, a, b, index, alphabet: alphabets[0].or(alphabets[1]) }
    }

    /// Finds the passages, by position.
    fn find(&self, seeds: &[Seed]) -> FoundPassages {
        // Most pairs end here, so that their anchors are not worth a list.
        if !self.is_promising(self.anchors(seeds)) {
            return FoundPassages::default();
        }
        let anchors: Vec<Anchor> = self.anchors(seeds).collect();
        let costs = Costs::of(anchors.iter().flat_map(|anchor| &self.a.chars[anchor.range_a()]));
        let chains = self.promising_chains(&anchors, costs);
        let mut found = self.align(&chains, costs);
        found.passages.sort_by(|x, y| y.score.total_cmp(&x.score).then(x.key().cmp(&y.key())));
        found.passages = without_duplicates(found.passages);
        found.passages.sort_by_key(Passage::key);
        found
    }

    fn is_one_sequence(&self) -> bool {
        self.a.sequence == self.b.sequence
    }

    /// The chains whose passages can score high enough, the best one first.
    fn promising_chains(&self, anchors: &[Anchor], costs: Costs) -> Vec<Vec<Anchor>> {
        let chains = chains(anchors, costs).filter_map(|mut chain| {
            self.cut_where_second_place_starts(&mut chain);
            let is_kept =
                self.is_promising(chain.iter().copied()) && self.can_reach_score(&chain, costs);
            is_kept.then_some(chain)
        });
        chains.collect()
    }

    /// The passages along some chains, the best one first; recurring text is aligned a few times
    /// only.
    fn align(&self, chains: &[Vec<Anchor>], costs: Costs) -> FoundPassages {
        let mut found = FoundPassages::default();
        let places: Vec<Places> = chains.iter().map(|chain| places_of(chain)).collect();
        let mut limit = self.repeat_limit(&places);
        for (chain, places) in chains.iter().zip(&places) {
            if !limit.admits(places, self.recurring_share(chain) > MOSTLY_RECURRING) {
                found.capped += 1;
                continue;
            }
            for passage in self.along(chain, costs) {
                let places = passage.places();
                limit.add_aligned(&places);
                let share = self.recurring_share(&equal_runs(&passage.alignment));
                let is_recurring = share > MOSTLY_RECURRING || limit.are_recurring(&places);
                if is_recurring && !self.is_remarkable(&passage) {
                    found.capped += 1;
                } else {
                    found.passages.push(passage);
                }
            }
        }
        found
    }

    fn repeat_limit(&self, chains: &[Places]) -> RepeatLimit {
        let b = (!self.is_one_sequence()).then_some(self.b.chars.len());
        RepeatLimit::new(self.index.limits().repeats, self.a.chars.len(), b, chains)
    }

    /// Share of some equal runs that is text which recurs in both sequences.
    fn recurring_share(&self, runs: &[Anchor]) -> f64 {
        let all: f64 = runs.iter().map(|run| f64::from(run.len)).sum();
        let in_a = self.recurring_len(self.a.sequence, runs.iter().map(|run| run.range_a()));
        let in_b = self.recurring_len(self.b.sequence, runs.iter().map(|run| run.range_b()));
        in_a.min(in_b) as f64 / all.max(1.0)
    }

    /// Number of characters of some ranges that recur in their sequence.
    fn recurring_len(
        &self,
        sequence: SequenceId,
        ranges: impl Iterator<Item = Range<usize>>,
    ) -> usize {
        ranges.map(|range| self.index.recurring_len(sequence, range)).sum()
    }

    /// Whether a passage of recurring text is more than one more place of its form.
    fn is_remarkable(&self, passage: &Passage) -> bool {
        passage.score >= REMARKABLE_SCORE * self.min_chars as f64
            && passage.alignment.similarity() >= REMARKABLE_SIMILARITY
    }

    /// Cuts a chain within one sequence where the second place starts: the first place ends there.
    fn cut_where_second_place_starts(&self, chain: &mut Vec<Anchor>) {
        if self.is_one_sequence() {
            let end = chain[0].b;
            chain.truncate(chain.partition_point(|anchor| anchor.a < end));
        }
    }

    /// Number of characters by which a chain may be extended at each end: as many as a gap inside
    /// of it may have, and within one sequence as many as lie between its two places, since more
    /// would overlap the second one.
    fn max_extension(&self, chain: &[Anchor], costs: Costs) -> usize {
        let between = chain[0].b.abs_diff(chain[0].a);
        let limit = if self.is_one_sequence() { between } else { u32::MAX };
        costs.max_gap().min(limit) as usize
    }

    fn anchors(&self, seeds: &[Seed]) -> impl Iterator<Item = Anchor> + Clone {
        let anchors = seeds.iter().filter_map(|&seed| anchor(seed));
        anchors.filter(|&anchor| self.width(anchor) >= MIN_ANCHOR_WEIGHT)
    }

    /// Whether anchors are enough evidence of a passage to align them.
    fn is_promising(&self, anchors: impl Iterator<Item = Anchor> + Clone) -> bool {
        // Evidence is at most the width, which is far faster to compute; most chains end here.
        self.is_enough(anchors.clone().map(|anchor| self.width(anchor)))
            && self.is_enough(anchors.map(|anchor| self.evidence(anchor)))
    }

    /// Whether some evidence is enough; no more of it is computed than that takes.
    fn is_enough(&self, evidence: impl Iterator<Item = f64>) -> bool {
        let sums = evidence.scan(0.0, |sum, more| {
            *sum += more;
            Some(*sum)
        });
        sums.into_iter().any(|sum| sum * EVIDENCE_DIVISOR >= self.min_chars as f64)
    }

    /// Width of an anchor in ideographs.
    fn width(&self, anchor: Anchor) -> f64 {
        width(&self.a.chars[anchor.range_a()])
    }

    /// The weight of an anchor, or half of it where all of its n-grams are frequent.
    fn evidence(&self, anchor: Anchor) -> f64 {
        let weight = self.weight(anchor, Formulas::WithRecurring);
        let starts = anchor.a as usize..anchor.a_end() as usize - 1;
        if self.index.has_rare(self.a.sequence, starts) { weight } else { weight / 2.0 }
    }

    /// Whether enough characters can be equal in and around a chain.
    fn can_reach_score(&self, chain: &[Anchor], costs: Costs) -> bool {
        let equal = chain.iter().map(|&anchor| self.width(anchor));
        equal.sum::<f64>() >= self.min_chars as f64
            || passes_qgram_filter(chain, self.a.chars, self.b.chars, costs, self.min_chars)
    }

    /// The passages along a chain that score high enough.
    fn along(&self, chain: &[Anchor], costs: Costs) -> impl Iterator<Item = Passage> {
        let max_extension = self.max_extension(chain, costs);
        let alignments =
            Alignment::from_chain(chain, self.a.chars, self.b.chars, costs, max_extension);
        let passages = alignments.into_iter().map(|alignment| self.passage(alignment));
        passages.filter(|passage| passage.score >= self.min_chars as f64)
    }

    fn passage(&self, mut alignment: Alignment) -> Passage {
        let (a, b) = (self.a.sequence, self.b.sequence);
        if self.is_one_sequence() {
            alignment = without_self_overlap(&alignment);
        }
        let share = self.recurring_share(&equal_runs(&alignment));
        // In a small alphabet unrelated text is so much alike that extensions go on and on.
        if share > MOSTLY_RECURRING || self.alphabet.is_some() {
            alignment = self.without_forms_at_ends(&alignment);
        }
        let formulas =
            if share > MAX_INCIDENTAL { Formulas::WithRecurring } else { Formulas::Boilerplate };
        let weight = |run| self.weight(run, formulas);
        let score = score(&alignment, self.a.chars, self.b.chars, weight);
        Passage { a, b, alignment, score }
    }

    /// The part of an alignment of recurring text, or of text in a small alphabet, with the highest
    /// score: a copy of some lines goes on before and behind them with lines of the same form.
    fn without_forms_at_ends(&self, alignment: &Alignment) -> Alignment {
        let weight = |run| self.weight(run, Formulas::WithRecurring);
        let scores = op_scores(alignment, self.a.chars, self.b.chars, weight);
        alignment.part(best_segment(&scores))
    }

    /// Weight of a run of equal characters; those of a small alphabet count by their
    /// [information](Alphabet), and formulas as [`RunWeight`] says.
    fn weight(&self, run: Anchor, formulas: Formulas) -> f64 {
        let information = self
            .alphabet
            .map_or(1.0, |alphabet| alphabet.mean_weight(&self.a.chars[run.range_a()]));
        information * self.full_weight(run, formulas)
    }

    /// Weight of a run of equal characters as if its alphabet were large.
    fn full_weight(&self, run: Anchor, formulas: Formulas) -> f64 {
        if self.index.is_distinctive(self.a.sequence, run.range_a()) {
            return width(&self.a.chars[run.range_a()]);
        }
        let mut weight = RunWeight::default();
        for (a, b) in run.range_a().zip(run.b as usize..) {
            weight.add(self.class(a, b, formulas), width_thirds(self.a.chars[a]));
        }
        weight.ideographs(MAX_FORMULAIC)
    }

    /// Whether two equal characters are a formula on both sides.
    fn class(&self, a: usize, b: usize, formulas: Formulas) -> CharClass {
        let (index, in_a, in_b) = (self.index, self.a.sequence, self.b.sequence);
        let is_formula = |sequence, offset| {
            index.is_boilerplate(sequence, offset)
                || formulas == Formulas::WithRecurring && index.is_recurring(sequence, offset)
        };
        if !(is_formula(in_a, a) && is_formula(in_b, b)) {
            CharClass::Distinctive
        } else if index.is_block(in_a, a) && index.is_block(in_b, b) {
            CharClass::Block
        } else {
            CharClass::Formula
        }
    }
}

/// Equal less edited characters of an alignment, counted in ideographs. `weight` returns the weight
/// of a run of equal characters.
pub(super) fn score(
    alignment: &Alignment,
    a: &[char],
    b: &[char],
    weight: impl Fn(Anchor) -> f64,
) -> f64 {
    op_scores(alignment, a, b, weight).into_iter().sum()
}

/// Score of an alignment without formulaic text, as far as it is in short runs: a run of equal
/// characters that is longer than forms have between two of their blanks is no form.
pub(crate) fn own_score(
    alignment: &Alignment,
    a: &[char],
    b: &[char],
    is_formulaic: impl Fn(usize) -> bool,
) -> f64 {
    score(alignment, a, b, |run| {
        let mut weight = RunWeight::default();
        for at in run.range_a() {
            let class = if is_formulaic(at) { CharClass::Formula } else { CharClass::Distinctive };
            weight.add(class, width_thirds(a[at]));
        }
        weight.ideographs(MAX_FORM)
    })
}

/// What each operation of an alignment adds to its score.
fn op_scores(
    alignment: &Alignment,
    a: &[char],
    b: &[char],
    weight: impl Fn(Anchor) -> f64,
) -> Vec<f64> {
    let (mut at_a, mut at_b) = (alignment.a, alignment.b);
    let scores = alignment.steps.iter().map(|op| {
        let (from_a, from_b) = (at_a, at_b);
        (at_a, at_b) = (at_a + op.a(), at_b + op.b());
        match *op {
            EditOp::Equal(len) => weight(Anchor { a: from_a, b: from_b, len }),
            EditOp::Change { .. } => {
                let deleted = width(&a[from_a as usize..at_a as usize]);
                let inserted = width(&b[from_b as usize..at_b as usize]);
                -deleted.max(inserted).min(MAX_CHANGE_PENALTY)
            }
        }
    });
    scores.collect()
}

/// The segment with the highest sum; empty if no score is positive.
fn best_segment(scores: &[f64]) -> Range<usize> {
    let (mut best, mut best_sum) = (0..0, 0.0);
    let (mut start, mut sum) = (0, 0.0);
    for (at, score) in scores.iter().enumerate() {
        if sum <= 0.0 {
            (start, sum) = (at, 0.0);
        }
        sum += score;
        if sum > best_sum {
            (best, best_sum) = (start..at + 1, sum);
        }
    }
    best
}

impl Passage {
    fn places(&self) -> Places {
        Places { a: self.alignment.range_a(), b: self.alignment.range_b() }
    }

    /// The same passage in two other sequences, of which a part each is equal to a part of those of this
    /// one; `None`, if little of the passage is in these parts.
    pub(crate) fn of_equals(&self, a: &EqualPart, b: &EqualPart, min_chars: usize) -> Option<Self> {
        let (mut alignment, mut score) = (self.alignment.clone(), self.score);
        if !(a.has(&alignment.range_a()) && b.has(&alignment.range_b())) {
            alignment = alignment.within_b(b.own.clone()).within_a(a.own.clone());
            if alignment.equal() < min_chars {
                return None;
            }
            score = score.min(alignment.equal() as f64);
        }
        alignment.a = alignment.a - a.own.start as u32 + a.start as u32;
        alignment.b = alignment.b - b.own.start as u32 + b.start as u32;
        let (a, b) = (a.sequence, b.sequence);
        Some(if a < b {
            Self { a, b, alignment, score }
        } else {
            Self { a: b, b: a, alignment: alignment.swapped(), score }
        })
    }

    fn key(&self) -> (SequenceId, SequenceId, u32, u32) {
        (self.a, self.b, self.alignment.a, self.alignment.b)
    }

    /// Whether most of both places is in those of `other`.
    fn duplicates(&self, other: &Self) -> bool {
        let (x, y) = (&self.alignment, &other.alignment);
        share_within(&x.range_a(), &y.range_a()) > MAX_OVERLAP
            && share_within(&x.range_b(), &y.range_b()) > MAX_OVERLAP
    }
}

/// The places from the first anchor of a chain to the last.
fn places_of(chain: &[Anchor]) -> Places {
    let (first, last) = (chain[0], chain[chain.len() - 1]);
    Places {
        a: first.a as usize..last.a_end() as usize,
        b: first.b as usize..last.b_end() as usize,
    }
}

/// The runs of equal characters of an alignment.
fn equal_runs(alignment: &Alignment) -> Vec<Anchor> {
    let (mut a, mut b) = (alignment.a, alignment.b);
    let mut runs = Vec::new();
    for op in &alignment.steps {
        if let EditOp::Equal(len) = *op {
            runs.push(Anchor { a, b, len });
        }
        (a, b) = (a + op.a(), b + op.b());
    }
    runs
}

/// A seed as an anchor; a run that overlaps itself is cut where its second place starts.
fn anchor(seed: Seed) -> Option<Anchor> {
    let len = if seed.a == seed.b { seed.len.min(seed.at_b - seed.at_a) } else { seed.len };
    (len > 0).then_some(Anchor { a: seed.at_a, b: seed.at_b, len })
}

/// An alignment within one sequence, cut so that the first place ends where the second one starts.
fn without_self_overlap(alignment: &Alignment) -> Alignment {
    alignment.truncated(alignment.b.saturating_sub(alignment.a))
}

/// The passages without those that duplicate a better one.
///
/// A better one that holds more than half of a passage holds the character in its middle, so the
/// passages that may be duplicated are found by their blocks.
fn without_duplicates(best_first: Vec<Passage>) -> Vec<Passage> {
    let mut kept: Vec<Passage> = Vec::new();
    let mut by_block: HashMap<usize, Vec<usize>> = HashMap::new();
    for passage in best_first {
        let range = passage.alignment.range_a();
        let middle = usize::midpoint(range.start, range.end) / DUPLICATE_BLOCK;
        let better = by_block.get(&middle).into_iter().flatten();
        if better.into_iter().any(|&number| passage.duplicates(&kept[number])) {
            continue;
        }
        for block in range.start / DUPLICATE_BLOCK..=range.end / DUPLICATE_BLOCK {
            by_block.entry(block).or_default().push(kept.len());
        }
        kept.push(passage);
    }
    kept
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::document::DocId;
    use crate::seeds::{SeedLimits, SequenceSet};

    const TEXT: &str = "天地玄黄宇宙洪荒日月盈昃辰宿列张寒来暑往秋收冬藏";

    fn find(texts: &[&str], min_chars: usize) -> Vec<Passage> {
        let contents: Vec<Vec<char>> = texts.iter().map(|text| text.chars().collect()).collect();
        let sequences =
            SequenceSet::new(DocId::all(contents.len()).zip(contents.iter().map(Vec::as_slice)));
        let index = NgramIndex::of(&sequences, SeedLimits::default());
        PassageFinder { min_chars }
            .find(&index, |_, _| true)
            .expect("the index is in memory")
            .passages
    }

    #[test]
    fn a_passage_is_found_if_its_score_is_high_enough() {
        let [a, b] = ["甲乙丙", "子丑寅卯"].map(|other| format!("{other}{TEXT}{other}"));
        let found = find(&[&a, &b], 24);
        assert_eq!((found[0].a, found[0].b), (SequenceId(0), SequenceId(1)));
        assert_eq!((found[0].alignment.range_a(), found[0].alignment.range_b()), (3..27, 4..28));
        assert!(find(&[&a, &b], 25).is_empty());
    }

    /// So many random nucleotides.
    fn nucleotides(seed: u64, len: usize) -> String {
        let mut state = seed;
        let letters = (0..len).map(|_| {
            state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1);
            ['a', 'c', 'g', 't'][(state >> 62) as usize]
        });
        letters.collect()
    }

    #[test]
    fn unrelated_texts_of_four_letters_share_no_passage_and_copies_are_found_by_their_ends() {
        let [a, b] = [1, 2].map(|seed| nucleotides(seed, 20_000));
        assert!(find(&[&a, &b], 8).is_empty());
        let with_copy = [&b[..9000], &a[5000..5400], &b[9000..]].concat();
        let found = find(&[&a, &with_copy], 25);
        assert_eq!(found.len(), 1);
        let (in_a, in_b) = (found[0].alignment.range_a(), found[0].alignment.range_b());
        assert!(in_a.start.abs_diff(5000) < 30 && in_a.end.abs_diff(5400) < 30, "{in_a:?}");
        assert!(in_b.start.abs_diff(9000) < 30 && in_b.end.abs_diff(9400) < 30, "{in_b:?}");
    }

    #[test]
    fn two_places_in_one_sequence_do_not_overlap() {
        let found = find(&[&TEXT.repeat(2)], 10);
        assert!(!found.is_empty());
        for passage in &found {
            assert!(passage.alignment.range_a().end <= passage.alignment.range_b().start);
        }
    }

    #[test]
    fn the_best_segment_has_the_highest_sum() {
        assert_eq!(best_segment(&[1.0, -2.0, 3.0, -1.0, 2.0, -4.0, 3.0]), 2..5);
        assert_eq!(best_segment(&[0.0, -1.0]), 0..0);
        assert_eq!(best_segment(&[]), 0..0);
    }

    #[test]
    fn of_overlapping_passages_the_better_one_is_kept() {
        let passage = |start, len, score| Passage {
            a: SequenceId(0),
            b: SequenceId(1),
            alignment: Alignment::equal_run(start, start, len),
            score,
        };
        let (long, inside, apart) =
            (passage(0, 40, 40.0), passage(5, 20, 20.0), passage(30, 30, 15.0));
        let kept = without_duplicates(vec![long.clone(), inside, apart.clone()]);
        assert_eq!(kept, [long, apart]);
    }
}
