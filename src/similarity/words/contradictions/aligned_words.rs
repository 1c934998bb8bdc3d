//! Two texts with the words of each that stand for each other.

use super::super::word_alignment::WordSimilarity;
use super::tokenized_text::{Running, TokenizedText};

/// Least cosine of two words of which one may be negated and the other one not.
const MIN_LIKE: f32 = 0.6;

/// A text, and for each of its words the one that stands for it in the other text.
pub(super) struct Side {
    pub(super) text: Running,
    partners: Vec<Option<Partner>>,
}

/// The word that stands for another one in the other text.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct Partner {
    pub(super) word: usize,
    pub(super) is_same: bool,
    /// Whether the words are the same, synonyms or antonyms.
    pub(super) is_close: bool,
    /// Whether they hardly have different meanings.
    is_like: bool,
}

impl Side {
    /// Both texts.
    pub(super) fn both(
        a: TokenizedText<'_>,
        b: TokenizedText<'_>,
        similarity: &WordSimilarity,
    ) -> [Self; 2] {
        let [mut a, mut b] = [a, b].map(|source| {
            let text = Running::of(source);
            Self { partners: vec![None; text.words.len()], text }
        });
        for pair in &similarity.pairs {
            let partner = |word| {
                Some(Partner {
                    word,
                    is_same: pair.is_same,
                    is_close: pair.is_close(),
                    is_like: pair.similarity >= MIN_LIKE,
                })
            };
            a.partners[pair.a] = partner(pair.b);
            b.partners[pair.b] = partner(pair.a);
        }
        [a, b]
    }

    /// The word of the other text that stands for a word, if both mean much the same.
    pub(super) fn partner(&self, word: usize) -> Option<usize> {
        self.partners
            .get(word)
            .copied()
            .flatten()
            .filter(|partner| partner.is_close)
            .map(|partner| partner.word)
    }

    /// The same word of the other text.
    pub(super) fn same_partner(&self, word: usize) -> Option<usize> {
        self.partners[word].filter(|partner| partner.is_same).map(|partner| partner.word)
    }

    /// The word of the other text that stands for a word, if both hardly have different meanings.
    pub(super) fn like_partner(&self, word: usize) -> Option<usize> {
        self.partners[word].filter(|partner| partner.is_like).map(|partner| partner.word)
    }

    /// Whether a word has no same word in the other text.
    pub(super) fn is_different(&self, word: usize) -> bool {
        !self.partners[word].is_some_and(|partner| partner.is_same)
    }

    /// Whether a word near this one stands for a word near the other one.
    pub(super) fn has_common_neighbour(&self, word: usize, other: usize, reach: usize) -> bool {
        let near = word.saturating_sub(reach)..=word + reach;
        near.filter(|&at| at != word).any(|at| {
            self.partner(at)
                .is_some_and(|partner| partner != other && partner.abs_diff(other) <= reach)
        })
    }
}

#[cfg(test)]
mod tests {
    use super::super::tests::sides;

    #[test]
    fn a_word_stands_for_the_same_word() {
        let [a, b] = sides("甲方 公司 成立", "公司 成立 乙方");
        assert_eq!((a.partner(1), b.partner(0), a.partner(0)), (Some(0), Some(1), None));
        assert!(a.is_different(0) && !a.is_different(1));
        assert!(a.has_common_neighbour(0, 2, 2) && !a.has_common_neighbour(0, 2, 1));
    }
}
