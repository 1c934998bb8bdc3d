//! Numbers with their units, and parts of dates, that are compared by value.

use std::ops::Range;

use super::measures::Unit;

/// Ratio by which two numbers differ at most that are equal but for rounding.
const ROUNDING: f64 = 1e-6;
/// Ratio by which two numbers differ at most of which one is said to be about right.
const ABOUT: f64 = 0.05;

/// A part of a date.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(super) enum DatePart {
    Decade,
    Year,
    /// Whether it is the last year, this year or the next one.
    RelativeYear,
    /// Whether it is the beginning or the end of a year or a month.
    PartOfYear,
    HalfOfYear,
    Season,
    Feast,
    Month,
    RelativeMonth,
    RelativeWeek,
    Weekday,
    Day,
    /// Whether it is yesterday, today or tomorrow.
    RelativeDay,
    PartOfDay,
    Hour,
}

/// What is said of a number: more than, at least, or less than, at most.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Bound {
    Least,
    Greatest,
}

impl Bound {
    /// The bound with a negation before it: no more than.
    pub(super) fn negated(self) -> Self {
        match self {
            Self::Least => Self::Greatest,
            Self::Greatest => Self::Least,
        }
    }
}

/// What a number is a number of.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) enum Measure {
    /// A number without a unit, or of things that are counted by this character.
    Count(Option<char>),
    /// A number one, which may be an article.
    Article(Option<char>),
    Ordinal,
    Share,
    Unit(Unit),
    Date(DatePart),
}

impl Measure {
    /// Whether nothing says what is counted.
    fn is_unitless(&self) -> bool {
        matches!(self, Self::Count(None | Some('个')))
    }

    /// Whether it is a part of a date that is no number.
    fn is_word(&self) -> bool {
        use DatePart::{Day, Hour, Month, Year};
        matches!(self, Self::Date(part) if !matches!(part, Year | Month | Day | Hour))
    }
}

/// A number or a part of a date.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Quantity {
    /// The number as it is written.
    pub(super) number: f64,
    pub(super) measure: Measure,
    /// Whether it is said to be about right.
    pub(super) is_about: bool,
    /// Whether it is the least or the greatest number.
    pub(super) bound: Option<Bound>,
    /// Where it is in the characters of the text.
    pub(super) range: Range<usize>,
}

impl Quantity {
    /// The number of basic units.
    fn value(&self) -> f64 {
        match self.measure {
            Measure::Unit(unit) => self.number * unit.factor,
            _ => self.number,
        }
    }

    /// Whether one is said to be the least number, and the other one the greatest.
    fn has_other_bound(&self, other: &Self) -> bool {
        self.bound.is_some() && self.bound.map(Bound::negated) == other.bound
    }

    /// Whether both say the same.
    pub(super) fn equals(&self, other: &Self) -> bool {
        let is_about = self.is_about != other.is_about;
        if self.has_other_bound(other) {
            return false;
        }
        match (self.measure, other.measure) {
            (Measure::Unit(x), Measure::Unit(y)) => {
                x.dimension == y.dimension && are_near(self.value(), other.value(), is_about)
            }
            (Measure::Date(x), Measure::Date(y)) => {
                x == y && are_near(self.number, other.number, false)
            }
            (Measure::Article(Some(x)), Measure::Article(Some(y))) if x != y => false,
            (Measure::Share, Measure::Share)
            | (Measure::Ordinal, Measure::Ordinal)
            | (Measure::Count(_) | Measure::Article(_), Measure::Count(_) | Measure::Article(_)) => {
                are_near(self.number, other.number, is_about)
            }
            _ => false,
        }
    }

    /// Whether both have the same number, and one of them has no unit or both have different ones that are
    /// hardly units: 5吨 and 5, 2008年 and 2008.
    pub(super) fn has_same_number(&self, other: &Self) -> bool {
        let measures = [self.measure, other.measure];
        measures.iter().any(Measure::is_unitless)
            && !measures.contains(&Measure::Ordinal)
            && !measures.iter().any(|measure| matches!(measure, Measure::Article(_)))
            && !self.has_other_bound(other)
            && !measures.iter().any(Measure::is_word)
            && are_near(self.number, other.number, false)
    }

    /// Whether both have the same number of different units.
    pub(super) fn differs_in_unit(&self, other: &Self) -> bool {
        matches!((self.measure, other.measure), (Measure::Unit(x), Measure::Unit(y)) if x != y)
            && are_near(self.number, other.number, false)
    }

    /// Whether both count the same, or measure it in the same dimension.
    pub(super) fn differs_in_number(&self, other: &Self) -> bool {
        match (self.measure, other.measure) {
            (Measure::Unit(x), Measure::Unit(y)) => {
                x.dimension == y.dimension && !self.differs_in_unit(other)
            }
            (Measure::Count(x), Measure::Count(y)) => x == y || x.is_none() || y.is_none(),
            (Measure::Count(x), Measure::Article(y)) | (Measure::Article(y), Measure::Count(x)) => {
                x == y && x.is_some()
            }
            (Measure::Share, Measure::Share) | (Measure::Ordinal, Measure::Ordinal) => true,
            _ => false,
        }
    }
}

fn are_near(x: f64, y: f64, is_about: bool) -> bool {
    let least = if is_about { ABOUT } else { ROUNDING };
    (x - y).abs() <= least * x.abs().max(y.abs())
}

/// The measure of the only number that is no part of a date.
fn single_measure(quantities: &[Quantity]) -> Option<Measure> {
    let mut numbers = quantities
        .iter()
        .filter(|one| !matches!(one.measure, Measure::Date(_) | Measure::Article(_)));
    let first = numbers.next()?.measure;
    numbers.next().is_none().then_some(first)
}

/// The quantities of each of two texts that the other one does not have.
pub(super) struct Unmatched {
    pub(super) a: Vec<Quantity>,
    pub(super) b: Vec<Quantity>,
}

impl Unmatched {
    pub(super) fn of(a: Vec<Quantity>, b: Vec<Quantity>) -> Self {
        let mut unmatched = Self { a, b };
        unmatched.remove(Quantity::equals);
        unmatched.remove(Quantity::has_same_number);
        unmatched
    }

    /// Whether each text has one number alone, of which one has no unit.
    pub(super) fn are_single_numbers(&self) -> bool {
        matches!(
            (single_measure(&self.a), single_measure(&self.b)),
            (
                Some(Measure::Count(None)),
                Some(Measure::Unit(_) | Measure::Count(_) | Measure::Share)
            ) | (
                Some(Measure::Unit(_) | Measure::Count(_) | Measure::Share),
                Some(Measure::Count(None))
            )
        )
    }

    /// Removes pairs of quantities that say the same.
    fn remove(&mut self, is_same: impl Fn(&Quantity, &Quantity) -> bool) {
        let Self { a, b } = self;
        a.retain(|one| match b.iter().position(|other| is_same(one, other)) {
            Some(at) => {
                b.remove(at);
                false
            }
            None => true,
        });
    }

    /// Whether a quantity of each text differs from one of the other text in this way.
    pub(super) fn differ(&self, differ: impl Fn(&Quantity, &Quantity) -> bool) -> bool {
        self.a.iter().any(|one| self.b.iter().any(|other| differ(one, other)))
    }
}

#[cfg(test)]
mod tests {
    use super::super::quantities::quantities;
    use super::super::tests::running;
    use super::*;

    #[test]
    fn other_units_and_other_numbers_are_told_apart() {
        let unmatched =
            |a: &str, b: &str| Unmatched::of(quantities(&running(a)), quantities(&running(b)));
        let units = unmatched("共5吨", "共5公斤");
        assert!(
            units.differ(Quantity::differs_in_unit) && !units.differ(Quantity::differs_in_number)
        );
        let numbers = unmatched("共5吨", "共六吨");
        assert!(
            !numbers.differ(Quantity::differs_in_unit)
                && numbers.differ(Quantity::differs_in_number)
        );
        let rounded = unmatched("超过2.7万例", "达到27096例");
        assert!(rounded.a.is_empty() && rounded.b.is_empty());
        let other = unmatched("超过2.7万例", "达到25162例");
        assert!(other.differ(Quantity::differs_in_number), "seven percent are no rounding");
        let equal = unmatched("共5吨", "共5000公斤");
        assert!(equal.a.is_empty() && equal.b.is_empty());
    }
}
