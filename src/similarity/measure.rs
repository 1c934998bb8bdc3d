//! What a similarity measures.

use std::fmt;
use std::str::FromStr;

use serde::{Deserialize, Serialize};

use crate::error::{Error, Result, named_value};

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
}

impl Measure {
    /// All measures.
    pub const ALL: [Self; 4] = [Self::Jaccard, Self::Containment, Self::Edit, Self::Coverage];
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
        }
    }

    /// The least value of the measure at which two texts are duplicates, where the least Jaccard
    /// similarity is `similarity`.
    ///
    /// A changed character changes a whole shingle, so that a tenth of the characters may differ where
    /// three tenths of the shingles may. Of a text that goes for a longer one no more than a tenth may
    /// be its own, whatever the longer one has.
    #[must_use]
    pub fn threshold(self, similarity: f64) -> f64 {
        match self {
            Self::Jaccard => similarity,
            Self::Containment | Self::Edit | Self::Coverage => 1.0 - (1.0 - similarity) / 3.0,
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
                prop_assert!(measure.threshold(similarity) < measure.threshold(similarity + 0.01));
                prop_assert!(measure.threshold(similarity) >= similarity);
                prop_assert!((measure.threshold(1.0) - 1.0).abs() < 1e-12);
            }
        }
    }
}
