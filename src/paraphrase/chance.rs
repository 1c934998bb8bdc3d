//! Which scores chance yields among the texts of a collection.
//!
//! The scores of texts that have nothing to do with each other have an exponential tail: the highest
//! one among a million pairs is about .2, and it rises by the same amount for each tenfold number of
//! pairs. So the expected number of such pairs at a score, the E-value of BLAST (Karlin and Altschul,
//! 1990), follows from the number of comparisons alone.

use crate::text::width;

/// Least threshold, however few texts are compared: two texts of one topic reach it.
const LEAST_SCORE: f64 = 0.2;

/// How texts are written, which decides how fast the scores of strangers rise with their number: a
/// word of letters is known to the model less often, and says less.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Writing {
    /// Mostly ideographs.
    Ideographs,
    /// Mostly letters.
    Letters,
    /// One text of each of two languages, whose words answer each other.
    Translated,
}

impl Writing {
    /// The writing of some content characters.
    pub(crate) fn of(chars: &[char]) -> Self {
        Self::of_width(width(chars), chars.len())
    }

    /// The writing of so many content characters with this width in ideographs.
    pub(crate) fn of_width(width: f64, chars: usize) -> Self {
        // An ideograph is three times as wide as a letter.
        if width * 1.5 >= chars as f64 { Self::Ideographs } else { Self::Letters }
    }

    /// The writing of two texts: letters, unless both are of ideographs.
    pub(crate) fn of_both(a: Self, b: Self) -> Self {
        if a == b { a } else { Self::Letters }
    }

    /// Highest score, about, of a million pairs of texts that have nothing to do with each other.
    ///
    /// Among 2.8·10⁹ pairs of English news wires, essays and verses of the New Testament 93 have .25, 11
    /// have .3, and none has .35: the formula gives 110, 11 and 1. Chinese values are those of news.
    ///
    /// Translations: paragraphs of Chinese news, a Chinese newspaper and Chinese laws were each compared
    /// with those of English news wires and essays, of which none is a translation, in samples of 1,000,
    /// 5,000 and 20,000. The ten highest scores end at .33 to .37 among 10⁶ pairs, at .37 to .40 among
    /// 2.5·10⁷ and at .39 to .42 among 1.3 to 4·10⁸; the formula, which is the upper bound of all six, gives
    /// .35, .41 and .43 to .45. Within one collection a tenfold number of pairs has a score lower by .025
    /// to .043.
    fn of_a_million(self) -> f64 {
        match self {
            Self::Ideographs => 0.25,
            Self::Letters => 0.18,
            Self::Translated => 0.39,
        }
    }

    /// Least threshold, however few texts are compared: two texts of one topic reach it.
    fn least(self) -> f64 {
        match self {
            Self::Ideographs | Self::Letters => LEAST_SCORE,
            Self::Translated => self.of_a_million(),
        }
    }

    /// Rise of the highest score of strangers for each tenfold number of pairs.
    fn slope(self) -> f64 {
        match self {
            Self::Ideographs => 0.041,
            Self::Letters => 0.05,
            Self::Translated => 0.04,
        }
    }
}

/// The scores that chance yields among a number of compared pairs.
#[derive(Debug, Clone, Copy)]
pub(crate) struct ChanceScores {
    pairs: f64,
}

impl ChanceScores {
    /// The scores among all pairs of so many texts.
    pub(crate) fn among(texts: usize) -> Self {
        let texts = texts as f64;
        Self { pairs: (texts * (texts - 1.0) / 2.0).max(1.0) }
    }

    /// The scores among so many pairs.
    pub(crate) fn of_pairs(pairs: f64) -> Self {
        Self { pairs: pairs.max(1.0) }
    }

    /// Expected number of pairs with at least this score that have nothing to do with each other.
    pub(crate) fn expected(self, score: f64, writing: Writing) -> f64 {
        self.pairs / 1e6 * 10_f64.powf((writing.of_a_million() - score) / writing.slope())
    }

    /// The score that one such pair is expected to reach.
    pub(crate) fn threshold(self, writing: Writing) -> f64 {
        (writing.of_a_million() + writing.slope() * (self.pairs / 1e6).log10()).max(writing.least())
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    const WRITINGS: [Writing; 3] = [Writing::Ideographs, Writing::Letters, Writing::Translated];

    #[test]
    fn the_writing_is_that_of_most_of_the_text() {
        let of = |text: &str| Writing::of(&text.chars().collect::<Vec<_>>());
        assert_eq!(of("人民把这份荣誉交给他"), Writing::Ideographs);
        assert_eq!(of("使用unix系统的用户"), Writing::Ideographs);
        assert_eq!(of("thepeopleofthecity"), Writing::Letters);
    }

    #[test]
    fn thresholds_are_those_that_were_measured() {
        let at = |texts| ChanceScores::among(texts).threshold(Writing::Ideographs);
        assert!((at(2) - LEAST_SCORE).abs() < 1e-9);
        assert!((at(60_000) - 0.383).abs() < 0.001, "{}", at(60_000));
        assert!((at(1_415) - 0.25).abs() < 0.001);
        let letters = ChanceScores::among(75_000);
        assert!((letters.expected(0.3, Writing::Letters) - 11.0).abs() < 1.0);
        assert!((letters.threshold(Writing::Letters) - 0.352).abs() < 0.001);
    }

    proptest! {
        #[test]
        fn one_pair_is_expected_at_the_threshold(texts in 3_000_usize..100_000_000) {
            for writing in WRITINGS {
                let chance = ChanceScores::among(texts);
                let expected = chance.expected(chance.threshold(writing), writing);
                prop_assert!((expected - 1.0).abs() < 1e-6, "{expected}");
            }
        }

        #[test]
        fn more_texts_need_higher_scores(texts in 0_usize..10_000_000, more in 1_usize..1_000) {
            for writing in WRITINGS {
                let [few, many] = [texts, texts + more].map(ChanceScores::among);
                prop_assert!(few.threshold(writing) <= many.threshold(writing));
                prop_assert!(few.expected(0.5, writing) <= many.expected(0.5, writing));
                prop_assert!(many.expected(0.5, writing) > many.expected(0.6, writing));
            }
        }
    }
}
