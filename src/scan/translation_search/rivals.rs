//! Pairs among those of their texts: a text has one translation in each language, apart from copies.

use std::collections::HashMap;

use super::params::MIN_LEAD;

/// A pair of texts and its score.
#[derive(Debug, Clone, Copy)]
pub(super) struct ScoredPair {
    pub(super) a: u32,
    pub(super) b: u32,
    pub(super) score: f64,
}

/// By how much a score must exceed that of another text.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Lead {
    /// By nothing: the other text is of a third language.
    Any,
    /// It must be the higher one: the other text is a copy.
    First,
    /// By [`MIN_LEAD`].
    Clear,
}

/// For each text its scores with texts of another language.
pub(super) struct Rivals {
    of: HashMap<u32, Vec<(u32, f64)>>,
}

impl Rivals {
    /// The rivals among these pairs.
    pub(super) fn new(pairs: &[ScoredPair]) -> Self {
        let mut of: HashMap<u32, Vec<(u32, f64)>> = HashMap::new();
        for &ScoredPair { a, b, score } in pairs {
            of.entry(a).or_default().push((b, score));
            of.entry(b).or_default().push((a, score));
        }
        Self { of }
    }

    /// Whether the score of each of two texts with the other one exceeds those with all further texts
    /// by `lead`, which depends on the further text and the one in whose place it would be. Of equal
    /// scores the first text counts, if there need be no lead.
    pub(super) fn stands_out(&self, pair: ScoredPair, lead: impl Fn(u32, u32) -> Lead) -> bool {
        let ScoredPair { a, b, score } = pair;
        [(a, b), (b, a)].into_iter().all(|(text, with)| {
            let others = self.of[&text].iter().filter(|(other, _)| *other != with);
            others.into_iter().all(|&(other, rival)| match lead(other, with) {
                Lead::Any => true,
                Lead::First => score > rival || (score >= rival && with < other),
                Lead::Clear => score >= rival + MIN_LEAD,
            })
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The pairs that stand out; texts from 10 on are copies of each other, those from 20 on are of a third
    /// language.
    fn standing_out(pairs: &[(u32, u32, f64)]) -> Vec<(u32, u32)> {
        let pairs: Vec<ScoredPair> =
            pairs.iter().map(|&(a, b, score)| ScoredPair { a, b, score }).collect();
        let rivals = Rivals::new(&pairs);
        let lead = |a: u32, b: u32| match (a / 10, b / 10) {
            (0, 0) => Lead::Clear,
            (1, 1) => Lead::First,
            _ => Lead::Any,
        };
        let found = pairs.into_iter().filter(|&pair| rivals.stands_out(pair, lead));
        found.map(|pair| (pair.a, pair.b)).collect()
    }

    #[test]
    fn a_pair_has_a_clear_lead_on_both_sides() {
        assert_eq!(standing_out(&[(0, 1, 0.5), (0, 2, 0.47), (3, 1, 0.47)]), [(0, 1)]);
        assert_eq!(standing_out(&[(0, 1, 0.5), (0, 2, 0.49)]), []);
        assert_eq!(standing_out(&[(0, 1, 0.5), (3, 1, 0.49)]), []);
        assert_eq!(standing_out(&[(0, 1, 0.5), (0, 2, 0.6)]), [(0, 2)]);
    }

    #[test]
    fn of_copies_the_nearest_is_chosen_and_of_equal_ones_the_first() {
        assert_eq!(standing_out(&[(0, 10, 0.5), (0, 11, 0.51)]), [(0, 11)]);
        assert_eq!(standing_out(&[(0, 11, 0.5), (0, 10, 0.5)]), [(0, 10)]);
    }

    #[test]
    fn a_text_may_have_translations_in_two_languages() {
        assert_eq!(standing_out(&[(0, 10, 0.5), (0, 20, 0.5)]), [(0, 10), (0, 20)]);
    }
}
