//! Speeches that say the same in other words: most of both is answered, paragraph by paragraph, in whatever order.

use std::collections::BTreeMap;
use std::ops::Range;

use rayon::prelude::*;

use super::paraphrase_pairs::ParaphrasePair;
use super::search::ParaphraseSearch;
use super::word_span::WordSpan;
use crate::document::union;

/// Share of both speeches that their paragraphs and passages must answer.
const MOST: f64 = 0.7;

/// Speeches that share so much of their words were copied, and passages tell how.
const LITERAL: f64 = 0.8;

/// Where the paragraphs and passages of two speeches answer each other.
#[derive(Default)]
struct Answered {
    a: Vec<Range<usize>>,
    b: Vec<Range<usize>>,
}

/// The speeches that `pairs` of their paragraphs and passages make alike. A speech of one paragraph is told as that paragraph.
pub(in crate::scan) fn speeches(
    search: &ParaphraseSearch<'_>,
    pairs: impl Iterator<Item = (WordSpan, WordSpan)>,
) -> Vec<ParaphrasePair> {
    let mut of_strands: BTreeMap<(usize, usize), Answered> = BTreeMap::new();
    for (a, b) in pairs.filter(|(a, b)| a.section != b.section) {
        let (a, b) = if a.section < b.section { (a, b) } else { (b, a) };
        let answered = of_strands.entry((a.section, b.section)).or_default();
        answered.a.push(a.content);
        answered.b.push(b.content);
    }
    let pairs: Vec<((usize, usize), Answered)> = of_strands.into_iter().collect();
    let speech = |((a, b), answered): ((usize, usize), Answered)| {
        let (a, b) = (search.speech(a)?, search.speech(b)?);
        let is_answered = |speech: &WordSpan, answered| {
            let answered: usize = union(answered).iter().map(Range::len).sum();
            answered as f64 >= MOST * speech.content.len() as f64
        };
        let is_alike = is_answered(&a, answered.a) && is_answered(&b, answered.b);
        let reworded = is_alike.then(|| search.reworded(&a, &b))??;
        (reworded.rewording.words < LITERAL).then_some(ParaphrasePair { a, b, reworded })
    };
    pairs.into_par_iter().filter_map(speech).collect()
}
