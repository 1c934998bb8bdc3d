//! Formulaic text: text whose skeleton many documents have.
//!
//! The skeleton of a text is the text with one sign for each number, so that a form has the same
//! skeleton wherever it is filled with other numbers.

use std::ops::Range;

use fixedbitset::FixedBitSet;
use rayon::prelude::*;

use super::hashed_positions::{HashedPosition, Pass, sorted_positions};
use super::ngram_groups::FORMULA;
use super::sequences::{SequenceId, SequenceSet};
use crate::document::DocId;
use crate::sketch::hash_runs;
use crate::text::{SEPARATOR, is_in_number, is_numeral, width_thirds};

/// The sign for a number.
const NUMBER: char = '0';

/// The formulaic text of a set of sequences.
#[derive(Debug, Clone)]
pub struct FormulaicText<'s> {
    sequences: &'s SequenceSet<'s>,
    positions: FixedBitSet,
}

impl<'s> FormulaicText<'s> {
    /// Finds the runs of eight ideographs or 24 letters that are in more than `most` documents and
    /// in more than half as many works, where all numbers are equal. `works` has the work of each
    /// document: versions of one text are one work.
    ///
    /// ```
    /// use leitong::document::DocId;
    /// use leitong::seeds::{FormulaicText, SequenceId, SequenceSet};
    /// let texts = ["于3月5日上午在京城开会", "于10月31日上午在京城表决", "于四月一日上午在京城"];
    /// let texts = texts.map(|text| text.chars().collect::<Vec<_>>());
    /// let sequences =
    ///     SequenceSet::new(DocId::all(3).zip(&texts).map(|(id, text)| (id, text.as_slice())));
    /// let found = FormulaicText::of(&sequences, &[0, 1, 2], 2);
    /// assert!(found.runs(SequenceId(1)).eq([0..12]));
    /// ```
    #[must_use]
    pub fn of(sequences: &'s SequenceSet<'s>, works: &[u32], most: usize) -> Self {
        let mut positions = FixedBitSet::with_capacity(sequences.chars().len());
        if sequences.documents() <= most {
            return Self { sequences, positions };
        }
        for pass in Pass::all(sequences) {
            let hashed = sorted_positions(sequences, pass, |sequence, all| {
                add_ngrams(sequences, sequence, all);
            });
            let groups = hashed.par_chunk_by(|x, y| x.hash == y.hash);
            let found = groups.filter(|group| is_widespread(sequences, group, works, most));
            let ranges = found.flat_map_iter(|group| {
                group.iter().map(|ngram| ngram_from(sequences, ngram.position as usize))
            });
            for range in ranges.collect::<Vec<_>>() {
                positions.insert_range(range);
            }
        }
        Self { sequences, positions }
    }

    /// Iterates over the longest formulaic runs of a sequence.
    pub fn runs(&self, sequence: SequenceId) -> impl Iterator<Item = Range<usize>> + '_ {
        self.sequences.runs_where(sequence, |position| self.positions.contains(position))
    }
}

/// Appends the n-grams of the skeleton of a sequence, by the positions where they start.
fn add_ngrams(sequences: &SequenceSet<'_>, sequence: SequenceId, all: &mut Vec<HashedPosition>) {
    let chars = sequences.content(sequence);
    let (mut skeleton, mut starts, mut hashes) = (Vec::new(), Vec::new(), Vec::new());
    let start = sequences.start(sequence);
    let mut is_in_number = false;
    for (at, &char) in chars.iter().enumerate() {
        let is_number = is_of_number(char, is_in_number);
        if !(is_number && is_in_number) {
            skeleton.push(if is_number { NUMBER } else { char });
            starts.push((start + at) as u32);
        }
        is_in_number = is_number;
    }
    hash_runs(&skeleton, FORMULA, &mut hashes);
    let ngrams = hashes.iter().zip(starts);
    all.extend(ngrams.map(|(&hash, position)| HashedPosition { hash, position }));
}

/// Whether a character is of a number: a numeral, or behind one a sign that content has only between
/// digits.
fn is_of_number(char: char, is_behind_numeral: bool) -> bool {
    is_numeral(char) || is_behind_numeral && is_in_number(char)
}

/// Whether positions with the same n-gram, which rise, are in more than `most` documents and in more
/// than half as many works.
fn is_widespread(
    sequences: &SequenceSet<'_>,
    group: &[HashedPosition],
    works: &[u32],
    most: usize,
) -> bool {
    if group.len() <= most {
        return false;
    }
    let documents = group.iter().map(|hashed| sequences.document_at(hashed.position));
    let mut works: Vec<(DocId, u32)> =
        documents.map(|document| (document, works[document.index()])).collect();
    works.dedup();
    let documents = works.len();
    works.sort_unstable_by_key(|&(_, work)| work);
    works.dedup_by_key(|&mut (_, work)| work);
    documents > most && works.len() > most / 2
}

/// The n-gram of the skeleton that starts at a position.
fn ngram_from(sequences: &SequenceSet<'_>, start: usize) -> Range<usize> {
    let rest = &sequences.chars()[start..];
    let (mut width, mut is_in_number) = (0, false);
    let is_inside = |&char: &char| {
        let is_number = is_of_number(char, is_in_number);
        let is_next = !(is_number && is_in_number);
        if is_next && width >= FORMULA {
            return false;
        }
        width += match (is_number, is_next) {
            (false, _) => width_thirds(char),
            (true, true) => width_thirds(NUMBER),
            (true, false) => 0,
        };
        is_in_number = is_number;
        char != SEPARATOR
    };
    start..start + rest.iter().copied().take_while(is_inside).count()
}
