//! Policies that choose which of several similar records is kept.

use std::cmp::Ordering;
use std::fmt;
use std::str::FromStr;

use serde::{Deserialize, Serialize};

use crate::corpus::FieldValue;
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
    /// The record whose field has the smallest value: numbers come before texts, records without
    /// the field last. The choice does not depend on the order of the collection.
    Smallest(String),
    /// The record whose field has the largest value; records without the field come last here too.
    Largest(String),
    /// Every record that is similar to none of the reference.
    All,
}

/// The value by which `--keep longest|FIELD:min|FIELD:max` ranks a record.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub(super) enum RankValue {
    Integer(i128),
    Number(f64),
    Text(Box<str>),
    Nothing,
}

/// The rank key of a record: its rank value, and a hash of its bytes that orders records of equal
/// rank values.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub(super) struct RankKey {
    pub(super) value: RankValue,
    pub(super) tie_break: u64,
}

impl RankKey {
    /// The key of a record that could not be read.
    pub(super) const NONE: Self = Self { value: RankValue::Nothing, tie_break: 0 };
}

impl Keep {
    /// The field that the policy ranks by.
    pub(super) fn field(&self) -> Option<&str> {
        match self {
            Self::Smallest(field) | Self::Largest(field) => Some(field),
            _ => None,
        }
    }

    /// Whether the policy needs a [`RankKey`] of each record.
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
        rank_keys: &[RankKey],
    ) -> Vec<u32> {
        let mut order: Vec<u32> = (0..records as u32).collect();
        let own = &mut order[references..];
        match self {
            Self::First | Self::All => {}
            Self::Last => own.reverse(),
            Self::Longest | Self::Smallest(_) | Self::Largest(_) => own.sort_by(|&a, &b| {
                let (x, y) = (&rank_keys[a as usize], &rank_keys[b as usize]);
                self.compare(&x.value, &y.value)
                    .then_with(|| x.tie_break.cmp(&y.tie_break))
                    .then(a.cmp(&b))
            }),
        }
        order
    }

    fn compare(&self, a: &RankValue, b: &RankValue) -> Ordering {
        let order = match (a, b) {
            (RankValue::Integer(a), RankValue::Integer(b)) => a.cmp(b),
            (RankValue::Number(a), RankValue::Number(b)) => a.total_cmp(b),
            (RankValue::Integer(a), RankValue::Number(b)) => compare_mixed(*a, *b),
            (RankValue::Number(a), RankValue::Integer(b)) => compare_mixed(*b, *a).reverse(),
            (RankValue::Text(a), RankValue::Text(b)) => a.cmp(b),
            // Not reversed by `FIELD:max`: records without the field come last either way.
            _ => return a.class().cmp(&b.class()),
        };
        if matches!(self, Self::Smallest(_)) { order } else { order.reverse() }
    }
}

impl RankValue {
    pub(super) fn of(value: Option<&FieldValue>) -> Self {
        match value {
            Some(FieldValue::Number(number)) => match (number.parse(), number.parse::<f64>()) {
                (Ok(integer), _) => Self::Integer(integer),
                // Adding nothing makes -0 plain 0, so that zeros are equal.
                (Err(_), Ok(number)) => Self::Number(number + 0.0),
                (Err(_), Err(_)) => Self::Nothing,
            },
            Some(FieldValue::Text(text)) => Self::Text(text.as_str().into()),
            Some(FieldValue::Other) | None => Self::Nothing,
        }
    }

    /// Numbers are compared with numbers and texts with texts; the classes come in this order.
    fn class(&self) -> u8 {
        match self {
            Self::Integer(_) | Self::Number(_) => 0,
            Self::Text(_) => 1,
            Self::Nothing => 2,
        }
    }
}

/// Compares without rounding: times in nanoseconds and long ids exceed the 53 bits of an `f64`.
fn compare_mixed(integer: i128, number: f64) -> Ordering {
    // The conversion saturates: a larger number is above or below all integers.
    let whole = number.floor();
    integer.cmp(&(whole as i128)).then(if number > whole {
        Ordering::Less
    } else {
        Ordering::Equal
    })
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
        let rank_key = |value| RankKey { value: RankValue::of(Some(&field(value))), tie_break: 0 };
        let rank_keys: Vec<_> = values.iter().map(rank_key).collect();
        keep.order(values.len(), 0, &rank_keys)
    }

    #[test]
    fn numbers_come_before_texts_and_nothing_last() {
        let values = [json!(null), json!("1998"), json!(7), json!(-2.5), json!("1997")];
        assert_eq!(order("day:min", &values), [3, 2, 4, 1, 0]);
        assert_eq!(order("day:max", &values), [2, 3, 1, 4, 0]);
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
        assert_eq!(Keep::Last.order(4, 2, &[]), [0, 1, 3, 2]);
        assert_eq!(ranks(&[0, 1, 3, 2]), [0, 1, 3, 2]);
    }
}
