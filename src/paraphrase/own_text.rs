//! What a text says that another one of similar words does not say.

use crate::similarity::{WordBag, WordPair, WordSimilarity};

/// How much two texts may have of their own.
#[derive(Debug, Clone, Copy)]
pub(crate) struct OwnTextLimits {
    /// Least share of the words of both texts, by weight, that are aligned with a word of the other one.
    least_aligned: f32,
    /// Greatest weight of words in a row that are not aligned with words of the same meaning.
    heaviest_run: f32,
}

impl OwnTextLimits {
    /// Those of a text in which words were replaced and clauses moved.
    ///
    /// Of 879 news paragraphs with such rewordings, of which up to 60 % of the words were replaced, 1 %
    /// have a smaller aligned share, and 1 % a heavier run, which has four or five rare words, about a
    /// clause. Of pairs of news of one topic with as high a score half have a smaller share, and five of
    /// six a heavier run.
    pub(crate) const REWORDING: Self = Self { least_aligned: 0.75, heaviest_run: 30.0 };
    /// Those of a text that was written anew.
    ///
    /// Of paragraphs of two English translations of the New Testament that reach the threshold 2 % are
    /// lost; of 141 pairs of newspaper paragraphs, most of which share a topic only, 55.
    pub(crate) const PARAPHRASE: Self = Self { least_aligned: 0.5, heaviest_run: 60.0 };
}

/// Greatest weight of words in a row that the other text does not have, whatever their meanings: about
/// 20 rare words. Where 60 % of the words are replaced, one run in 20,000 is as heavy.
const HEAVIEST_REPLACED_RUN: f32 = 150.0;
/// Aligned words that are lighter than this do not end a run: both texts have them anyway.
const LIGHT: f32 = 3.0;

/// What one of two texts has of its own.
#[derive(Debug, Clone, Copy)]
struct OwnText {
    /// Share of the words, by weight, that are aligned with a word of the other text.
    aligned: f32,
    /// Weight of the heaviest run of words that are not aligned with words of the same meaning.
    run: f32,
}

/// Whether the words that two texts have in common are so spread over both that each may say what the
/// other one says. It takes a small part of the time of an alignment.
pub(crate) fn may_say_the_same(a: &WordBag, b: &WordBag) -> bool {
    let (mut shared_a, mut shared_b) = (vec![None; a.words().len()], vec![None; b.words().len()]);
    for same in a.same_words(b) {
        (shared_a[same.a], shared_b[same.b]) = (Some(true), Some(true));
    }
    [(a, shared_a), (b, shared_b)]
        .iter()
        .all(|(bag, shared)| OwnText::of_words(bag, shared).run <= HEAVIEST_REPLACED_RUN)
}

/// Whether neither of two texts has more of its own than a rewording has: each says what the other one
/// says, clause by clause, and not only something of the same topic.
pub(crate) fn say_the_same(
    a: &WordBag,
    b: &WordBag,
    similarity: &WordSimilarity,
    limits: OwnTextLimits,
) -> bool {
    let of_a = OwnText::new(a, similarity.pairs.iter().map(|pair| (pair.a, pair)));
    let of_b = OwnText::new(b, similarity.pairs.iter().map(|pair| (pair.b, pair)));
    [of_a, of_b]
        .iter()
        .all(|own| own.aligned >= limits.least_aligned && own.run <= limits.heaviest_run)
}

impl OwnText {
    /// Of a text some of whose words are in pairs.
    fn new<'p>(bag: &WordBag, pairs: impl Iterator<Item = (usize, &'p WordPair)>) -> Self {
        let mut is_close = vec![None; bag.words().len()];
        for (at, pair) in pairs {
            is_close[at] = Some(pair.is_close());
        }
        Self::of_words(bag, &is_close)
    }

    /// Of a text for each word of which is said whether it is aligned, and with a word of the same
    /// meaning.
    fn of_words(bag: &WordBag, is_close: &[Option<bool>]) -> Self {
        let (mut aligned, mut run, mut heaviest) = (0.0, 0.0_f32, 0.0_f32);
        for (word, &is_close) in bag.words().iter().zip(is_close) {
            if is_close.is_some() {
                aligned += word.weight;
            }
            match is_close {
                Some(true) if word.weight < LIGHT => {}
                Some(true) => run = 0.0,
                _ => run += word.weight,
            }
            heaviest = heaviest.max(run);
        }
        Self { aligned: aligned / bag.weight().max(f32::MIN_POSITIVE), run: heaviest }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::sketch::WordId;

    /// A text of words of these weights, none of which is in the other text.
    fn own(weights: &[f32], aligned: &[(usize, f32)]) -> OwnText {
        let pairs: Vec<WordPair> = aligned
            .iter()
            .map(|&(a, similarity)| WordPair { a, b: a, similarity, is_same: false })
            .collect();
        let words = weights.iter().zip(0..).map(|(&weight, id)| (WordId(id), weight));
        OwnText::new(&WordBag::of_weights(words), pairs.iter().map(|pair| (pair.a, pair)))
    }

    #[test]
    fn distant_words_are_aligned_and_do_not_end_a_run() {
        let text = own(&[8.0, 8.0, 8.0, 8.0], &[(0, 1.0), (2, 0.35)]);
        assert!((text.aligned - 0.5).abs() < 1e-6 && (text.run - 24.0).abs() < 1e-6, "{text:?}");
    }

    #[test]
    fn light_words_do_not_end_a_run() {
        let text = own(&[9.0, 1.0, 9.0, 8.0, 9.0], &[(1, 1.0), (3, 1.0)]);
        assert!((text.run - 18.0).abs() < 1e-6, "{text:?}");
    }

    #[test]
    fn a_text_without_words_has_nothing_of_its_own() {
        let text = own(&[], &[]);
        assert!(text.aligned.abs() < 1e-6 && text.run.abs() < 1e-6);
    }
}
