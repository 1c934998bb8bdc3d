//! The weight of equal characters, some of which are boilerplate.

/// Length of a run of formulas that unrelated texts may share, in ideographs. The longest mere
/// formula of the running example has 24: 习近平新时代中国特色社会主义思想和党的十九大精神.
pub(super) const MAX_FORMULAIC: u32 = 24;
/// Length of a run of equal text between two blanks of a form, in ideographs.
pub(super) const MAX_FORM: u32 = 60;
/// Weight outside of boilerplate, in ideographs, from which on a run is not equal by chance: one
/// formula. With this rule 1,661 in place of 1,633 of 1,663 news articles were found in the day
/// files that hold them.
const MIN_DISTINCTIVE: u32 = 8;
/// Thirds in an ideograph.
const THIRDS: u32 = 3;

/// Whether an equal character is boilerplate.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum CharClass {
    /// The character is not in boilerplate.
    Distinctive,
    /// The character is in a formula.
    Formula,
    /// The character is in a block that is boilerplate as a whole.
    Block,
}

/// Widths of the characters of a run of equal characters, in thirds of an ideograph.
#[derive(Debug, Default)]
pub(super) struct RunWeight {
    /// Width outside of boilerplate.
    distinctive: u32,
    /// Width of formulas.
    formulas: u32,
    /// Width of boilerplate between distinctive characters.
    enclosed: u32,
    /// Width of boilerplate since the last distinctive character.
    pending: u32,
}

impl RunWeight {
    /// Adds the next character of the run.
    pub(super) fn add(&mut self, class: CharClass, width: u32) {
        match class {
            CharClass::Distinctive => {
                self.enclosed += if self.distinctive > 0 { self.pending } else { 0 };
                self.distinctive += width;
                self.pending = 0;
            }
            CharClass::Formula => {
                self.pending += width;
                self.formulas += width;
            }
            CharClass::Block => self.pending += width,
        }
    }

    /// Weight of the run in ideographs.
    ///
    /// Boilerplate counts where it is between enough distinctive characters: a report of numbers in
    /// a form that a hundred reports use is a copy if the numbers are the same. Formulas alone
    /// count by what exceeds `max_formulaic` ideographs, and blocks alone count nothing.
    pub(super) fn ideographs(&self, max_formulaic: u32) -> f64 {
        let boilerplate = if self.distinctive >= THIRDS * MIN_DISTINCTIVE {
            self.enclosed
        } else {
            self.formulas.saturating_sub(THIRDS * max_formulaic)
        };
        f64::from(self.distinctive + boilerplate) / f64::from(THIRDS)
    }
}

#[cfg(test)]
mod tests {
    use super::CharClass::{Block, Distinctive, Formula};
    use super::*;

    /// Weight of runs of ideographs, each of one class.
    fn weight(runs: &[(CharClass, u32)]) -> f64 {
        let mut weight = RunWeight::default();
        for &(class, ideographs) in runs {
            for _ in 0..ideographs {
                weight.add(class, THIRDS);
            }
        }
        weight.ideographs(MAX_FORMULAIC)
    }

    #[test]
    #[expect(clippy::float_cmp, reason = "the weights are whole numbers")]
    fn boilerplate_counts_between_enough_distinctive_characters() {
        assert_eq!(weight(&[(Distinctive, 5)]), 5.0);
        assert_eq!(weight(&[(Distinctive, 4), (Formula, 20), (Distinctive, 4)]), 28.0);
        assert_eq!(weight(&[(Distinctive, 4), (Block, 20), (Distinctive, 4), (Block, 9)]), 28.0);
        assert_eq!(weight(&[(Distinctive, 3), (Formula, 20), (Distinctive, 4)]), 7.0);
    }

    #[test]
    #[expect(clippy::float_cmp, reason = "the weights are whole numbers")]
    fn formulas_alone_count_by_what_exceeds_the_longest_one() {
        assert_eq!(weight(&[(Formula, 24)]), 0.0);
        assert_eq!(weight(&[(Formula, 30)]), 6.0);
        assert_eq!(weight(&[(Block, 90)]), 0.0);
    }
}
