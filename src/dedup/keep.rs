//! Policies that choose which of several similar records is kept.

use std::fmt;
use std::str::FromStr;

use rayon::prelude::*;
use serde::{Deserialize, Serialize};

use super::rank_value::{RankValue, Ranking, rank, rank_numbers};
use crate::error::{Error, Result};

/// Which of several similar records is kept.
///
/// ```
/// use leitong::dedup::Keep;
/// let keep: Keep = "date:min".parse()?;
/// assert_eq!(keep, Keep::Smallest("date".into()));
/// # Ok::<(), leitong::error::Error>(())
/// ```
#[derive(Debug, Clone, Default, PartialEq, Eq)]
#[non_exhaustive]
pub enum Keep {
    /// The first in the order of the collection.
    #[default]
    First,
    /// The last in the order of the collection.
    Last,
    /// The record with most characters; of equally long ones the first.
    Longest,
    /// The record whose field has the smallest value, in the order of what most values of the field
    /// are: numbers, dates or versions ([`ValueKind`](super::ValueKind)). Other values come behind
    /// these, records without the field last. The choice does not depend on the order of the
    /// collection.
    Smallest(String),
    /// The record whose field has the largest value; what comes last does so here too.
    Largest(String),
    /// Every record that is similar to none of the reference.
    All,
}

/// The rank value of a record, and a hash of its bytes that orders records of equal values.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub(super) struct RecordRank {
    pub(super) value: RankValue,
    pub(super) tie_break: u64,
}

impl RecordRank {
    /// The rank of a record that could not be read.
    pub(super) const NONE: Self = Self { value: RankValue::Nothing, tie_break: 0 };
}

/// All records in the order in which they are preferred.
pub(super) struct RankOrder {
    pub(super) order: Vec<u32>,
    /// How the records were ranked by a field, if they were.
    pub(super) ranking: Option<Ranking>,
}

impl Keep {
    /// The field that the policy ranks by.
    pub(super) fn field(&self) -> Option<&str> {
        match self {
            Self::Smallest(field) | Self::Largest(field) => Some(field),
            _ => None,
        }
    }

    /// Whether the policy needs a [`RecordRank`] of each record.
    pub(super) fn needs_rank_keys(&self) -> bool {
        matches!(self, Self::Longest | Self::Smallest(_) | Self::Largest(_))
    }

    /// All records in the order in which they are preferred. The first `references` records come
    /// before all others, in their order. Records of equal rank values are ordered by their tie
    /// breaks, then as in the collection.
    pub(super) fn order(
        &self,
        records: usize,
        references: usize,
        record_ranks: &[RecordRank],
    ) -> RankOrder {
        let mut order: Vec<u32> = (0..records as u32).collect();
        let own = &mut order[references..];
        match self {
            Self::First | Self::All => {}
            Self::Last => own.reverse(),
            Self::Longest | Self::Smallest(_) | Self::Largest(_) => {
                let values: Vec<&RankValue> =
                    record_ranks[references..].iter().map(|rank| &rank.value).collect();
                let (keys, ranking) = match self.field() {
                    Some(field) => {
                        let (keys, ranking) = rank(field, &values);
                        (keys, Some(ranking))
                    }
                    None => (rank_numbers(&values), None),
                };
                let is_reversed = !matches!(self, Self::Smallest(_));
                own.par_sort_by(|&a, &b| {
                    let [x, y] = [a, b].map(|record| &keys[record as usize - references]);
                    let [i, j] = [a, b].map(|record| record_ranks[record as usize].tie_break);
                    x.compare(y, is_reversed).then(i.cmp(&j)).then(a.cmp(&b))
                });
                return RankOrder { order, ranking };
            }
        }
        RankOrder { order, ranking: None }
    }
}

impl FromStr for Keep {
    type Err = Error;

    fn from_str(text: &str) -> Result<Self> {
        match text {
            "first" => return Ok(Self::First),
            "last" => return Ok(Self::Last),
            "longest" => return Ok(Self::Longest),
            "all" => return Ok(Self::All),
            _ => {}
        }
        match text.rsplit_once(':') {
            Some((field, "min")) if !field.is_empty() => Ok(Self::Smallest(field.into())),
            Some((field, "max")) if !field.is_empty() => Ok(Self::Largest(field.into())),
            _ => Err(Error::Setting {
                setting: "keep",
                reason: format!(
                    "{text:?} is not first, last, longest, all, FIELD:min or FIELD:max"
                ),
            }),
        }
    }
}

impl fmt::Display for Keep {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::First => f.write_str("first"),
            Self::Last => f.write_str("last"),
            Self::Longest => f.write_str("longest"),
            Self::All => f.write_str("all"),
            Self::Smallest(field) => write!(f, "{field}:min"),
            Self::Largest(field) => write!(f, "{field}:max"),
        }
    }
}

/// The position of each record in an order.
pub(super) fn ranks(order: &[u32]) -> Vec<u32> {
    let mut ranks = vec![0; order.len()];
    for (rank, &number) in order.iter().enumerate() {
        ranks[number as usize] = rank as u32;
    }
    ranks
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::corpus::FieldValue;
    use serde_json::{Value, json};

    fn field(value: &Value) -> FieldValue {
        match value {
            Value::String(text) => FieldValue::Text(text.clone()),
            Value::Number(number) => FieldValue::Number(number.to_string()),
            _ => FieldValue::Other,
        }
    }

    fn order(keep: &str, values: &[Value]) -> Vec<u32> {
        let keep: Keep = keep.parse().expect("the policy is known");
        let rank = |value| RecordRank { value: RankValue::of(Some(&field(value))), tie_break: 0 };
        let ranks: Vec<_> = values.iter().map(rank).collect();
        keep.order(values.len(), 0, &ranks).order
    }

    #[test]
    fn what_most_values_are_comes_first_and_nothing_last() {
        let values = [json!(null), json!("1998"), json!(7), json!(-2.5), json!("x")];
        assert_eq!(order("day:min", &values), [3, 2, 1, 4, 0]);
        assert_eq!(order("day:max", &values), [1, 2, 3, 4, 0]);
        assert_eq!(order("last", &values), [4, 3, 2, 1, 0]);
    }

    #[test]
    fn long_integers_are_compared_to_the_last_digit() {
        let values = [
            json!(1_700_000_000_000_000_003_u64),
            json!(1_700_000_000_000_000_001_u64),
            json!(2e18),
            json!(0.5),
        ];
        assert_eq!(order("id:min", &values), [3, 1, 0, 2]);
        assert_eq!(order("id:max", &values), [2, 0, 1, 3]);
        let close = [
            json!(9_007_199_254_740_993_u64),
            json!(9_007_199_254_740_992.0),
            json!(-1),
            json!(-1.5),
            json!(-0.5),
        ];
        assert_eq!(order("id:min", &close), [3, 2, 4, 1, 0]);
    }

    #[test]
    fn a_field_may_hold_a_colon_and_a_policy_must_be_one() {
        assert_eq!("a:b:max".parse::<Keep>().expect("it is one"), Keep::Largest("a:b".into()));
        for wrong in ["", ":min", "date", "date:avg"] {
            assert!(wrong.parse::<Keep>().is_err(), "{wrong}");
        }
    }

    #[test]
    fn a_reference_comes_before_all() {
        assert_eq!(Keep::Last.order(4, 2, &[]).order, [0, 1, 3, 2]);
        assert_eq!(ranks(&[0, 1, 3, 2]), [0, 1, 3, 2]);
    }
}
