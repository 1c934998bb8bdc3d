//! What a similarity measures.

use std::fmt;
use std::str::FromStr;

use serde::{Deserialize, Serialize};

use crate::error::{Error, Result, named_value};

/// Least score of two texts that say the same, whatever the similarity: below it two texts may share a
/// topic only.
const LEAST_MEANING: f64 = 0.5;

/// What a similarity measures.
///
/// ```
/// use leitong::similarity::Measure;
/// assert_eq!("edit".parse::<Measure>()?, Measure::Edit);
/// # Ok::<(), leitong::error::Error>(())
/// ```
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
#[non_exhaustive]
pub enum Measure {
    /// The Jaccard similarity of the shingles of both texts.
    #[default]
    Jaccard,
    /// The share of the shingles of the one text that the other, longer one has.
    Containment,
    /// The share of the characters of both texts that an alignment finds equal.
    Edit,
    /// The share of the characters of a text that stand in passages of several others together.
    Coverage,
    /// The score of two texts that say the same in other words: of the meanings of their words, their
    /// order, and the vectors of the texts.
    Meaning,
}

impl Measure {
    /// All measures.
    pub const ALL: [Self; 5] =
        [Self::Jaccard, Self::Containment, Self::Edit, Self::Coverage, Self::Meaning];
    /// The measures that are used unless others are asked for.
    pub const DEFAULT: [Self; 3] = [Self::Jaccard, Self::Containment, Self::Edit];

    /// The name of the measure.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::Jaccard => "jaccard",
            Self::Containment => "containment",
            Self::Edit => "edit",
            Self::Coverage => "coverage",
            Self::Meaning => "meaning",
        }
    }

    /// The least value of the measure at which two texts are duplicates, where the least Jaccard
    /// similarity is `similarity`.
    ///
    /// A changed character changes a whole shingle, so that a tenth of the characters may differ where
    /// three tenths of the shingles may. Of a text that goes for a longer one no more than a tenth may
    /// be its own, whatever the longer one has. A text that says the same in other words shares few
    /// shingles: where three tenths of these may differ, a score of a half is enough.
    #[must_use]
    pub fn threshold(self, similarity: f64) -> f64 {
        match self {
            Self::Jaccard => similarity,
            Self::Containment | Self::Edit | Self::Coverage => 1.0 - (1.0 - similarity) / 3.0,
            Self::Meaning => (1.0 - (1.0 - similarity) * 5.0 / 3.0).max(LEAST_MEANING),
        }
    }
}

impl fmt::Display for Measure {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.name())
    }
}

impl FromStr for Measure {
    type Err = Error;

    fn from_str(text: &str) -> Result<Self> {
        named_value("by", &Self::ALL, text)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn thresholds_rise_with_the_similarity_and_end_at_one(similarity in 0.0..1.0_f64) {
            for measure in Measure::ALL {
                let [low, high] = [similarity, similarity + 0.01].map(|at| measure.threshold(at));
                prop_assert!(low < high || measure == Measure::Meaning && low <= high);
                prop_assert!(low >= similarity || measure == Measure::Meaning);
                prop_assert!((measure.threshold(1.0) - 1.0).abs() < 1e-12);
            }
        }
    }
}
