//! Text that recurs within one sequence or document, such as the lines of a log, the rows of a
//! table, or the formulas of a long contract.

use std::ops::Range;

use fixedbitset::FixedBitSet;

use super::sequences::{SequenceId, SequenceSet};

/// Positions that are looked at together: about a line.
const BLOCK: usize = 64;
/// A block is recurring text if more than this share of its positions is in n-grams that recur. The
/// rest of a line of a form is what it was filled with.
const MOST: f64 = 0.5;

/// An n-gram that recurs in one sequence, or a formula that recurs in one document.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct RecurringNgram {
    /// Its first occurrence, as positions.
    pub(super) first: Range<u32>,
    /// Number of its occurrences there.
    pub(super) occurrences: usize,
}

/// A stretch of a sequence that consists of recurring text.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct RecurringText {
    /// Its characters in the sequence; it ends at a multiple of 64 or at the end of the sequence.
    pub range: Range<usize>,
    /// First occurrence of its most frequent n-gram, in the sequence.
    pub example: Range<usize>,
    /// Number of occurrences of that n-gram.
    pub occurrences: usize,
}

/// The positions and n-grams of recurring text in all sequences.
#[derive(Debug)]
pub(super) struct Recurring {
    positions: FixedBitSet,
    /// In the order of their first occurrences, the shortest first, once they are sorted.
    ngrams: Vec<RecurringNgram>,
}

impl Recurring {
    pub(super) fn new(positions: usize) -> Self {
        Self { positions: FixedBitSet::with_capacity(positions), ngrams: Vec::new() }
    }

    pub(super) fn add(&mut self, occurrences: &[Range<u32>], ngrams: &[RecurringNgram]) {
        for occurrence in occurrences {
            self.positions.insert_range(occurrence.start as usize..occurrence.end as usize);
        }
        self.ngrams.extend_from_slice(ngrams);
    }

    /// Sorts the n-grams, once all are added.
    pub(super) fn sort(&mut self) {
        self.ngrams.sort_unstable_by_key(|ngram| (ngram.first.start, ngram.first.end));
    }

    /// Number of positions in a range that are in recurring text.
    pub(super) fn count(&self, range: Range<usize>) -> usize {
        self.positions.count_ones(range)
    }

    /// Whether a position is in recurring text.
    pub(super) fn contains(&self, position: usize) -> bool {
        self.positions.contains(position)
    }

    /// Whether any position in a range is in recurring text.
    pub(super) fn contains_any(&self, range: Range<usize>) -> bool {
        self.positions.contains_any_in_range(range)
    }

    /// The stretches of recurring text of a sequence in which an n-gram occurs for the first time:
    /// later ones repeat them.
    pub(super) fn texts(
        &self,
        sequences: &SequenceSet<'_>,
        sequence: SequenceId,
    ) -> Vec<RecurringText> {
        let positions = sequences.positions(sequence);
        if self.ngrams_in(&positions).is_empty() {
            return Vec::new(); // Most sequences have none.
        }
        let stretches = self.stretches(&positions).into_iter();
        stretches.filter_map(|stretch| self.text(&stretch, positions.start)).collect()
    }

    fn text(&self, stretch: &Range<usize>, start: usize) -> Option<RecurringText> {
        // The first line of a form may begin in a block that is mostly other text.
        let positions = start.max(stretch.start.saturating_sub(BLOCK))..stretch.end;
        // Of equally frequent n-grams the first one is the example.
        let ngrams = self.ngrams_in(&positions).iter().rev();
        let ngram = ngrams.max_by_key(|ngram| ngram.occurrences)?;
        Some(RecurringText {
            range: stretch.start - start..stretch.end - start,
            example: ngram.first.start as usize - start..ngram.first.end as usize - start,
            occurrences: ngram.occurrences,
        })
    }

    /// The n-grams that occur for the first time in a range of positions.
    fn ngrams_in(&self, positions: &Range<usize>) -> &[RecurringNgram] {
        let before =
            |end: usize| self.ngrams.partition_point(|ngram| (ngram.first.start as usize) < end);
        &self.ngrams[before(positions.start)..before(positions.end)]
    }

    /// The longest runs of blocks that are recurring text.
    fn stretches(&self, positions: &Range<usize>) -> Vec<Range<usize>> {
        let mut stretches: Vec<Range<usize>> = Vec::new();
        for start in positions.clone().step_by(BLOCK) {
            let block = start..positions.end.min(start + BLOCK);
            let len = block.len();
            if self.count(block.clone()) as f64 <= MOST * len as f64 {
                continue;
            }
            match stretches.last_mut() {
                Some(last) if last.end == block.start => last.end = block.end,
                _ => stretches.push(block),
            }
        }
        stretches
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::document::DocId;
    use crate::seeds::{NgramIndex, SeedLimits};

    /// The recurring text of each of some contents.
    fn recurring(contents: &[String]) -> Vec<Vec<RecurringText>> {
        let contents: Vec<Vec<char>> =
            contents.iter().map(|content| content.chars().collect()).collect();
        let sequences =
            SequenceSet::new(DocId::all(contents.len()).zip(contents.iter().map(Vec::as_slice)));
        let index = NgramIndex::of(&sequences, SeedLimits::default());
        sequences.ids().map(|sequence| index.recurring_texts(sequence)).collect()
    }

    /// Lines of one form, each with a number of its own.
    fn form(lines: usize) -> String {
        let line = |line: usize| format!("连接来自主机{line:04}的请求已经完成");
        (0..lines).map(line).collect::<Vec<_>>().concat()
    }

    #[test]
    fn lines_of_one_form_are_one_text() {
        let found = recurring(&[form(40)]);
        let [text] = &found[0][..] else { panic!("{found:?}") };
        assert_eq!(text.range, 0..form(40).chars().count());
        assert_eq!((text.example.clone(), text.occurrences), (0..4, 40));
    }

    #[test]
    fn text_that_recurs_in_other_sequences_only_is_not_recurring() {
        let contents: Vec<String> = (0..40).map(|_| form(1)).collect();
        assert!(recurring(&contents).iter().all(Vec::is_empty));
        assert!(recurring(&[form(16)])[0].is_empty());
    }

    #[test]
    fn a_stretch_ends_where_other_text_begins() {
        let prose: String = ('一'..).take(300).collect();
        let found = recurring(&[format!("{prose}{}{prose}", form(40))]);
        let [text] = &found[0][..] else { panic!("{found:?}") };
        assert!((236..=364).contains(&text.range.start), "{text:?}");
        assert!(text.range.end < 300 + form(40).chars().count() + BLOCK, "{text:?}");
    }
}
