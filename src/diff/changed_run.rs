//! Changed runs of an alignment.

use std::ops::Range;

use super::aligned_text::{AlignedPair, AlignedText, CharPair};
use super::edit::EditKind;

/// Content characters of the longest run that can be a word or a name.
pub(super) const LONGEST_WORD: usize = 32;

/// Content characters that changed, and how; one side may be empty.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct ChangedRun {
    pub(super) kind: EditKind,
    pub(super) a: Range<usize>,
    pub(super) b: Range<usize>,
}

impl ChangedRun {
    pub(super) fn new(a: Range<usize>, b: Range<usize>) -> Self {
        let kind = match (a.is_empty(), b.is_empty()) {
            (false, true) => EditKind::Deleted,
            (true, false) => EditKind::Inserted,
            _ => EditKind::Replaced,
        };
        Self { kind, a, b }
    }

    /// The run with this number of characters before and behind it.
    pub(super) fn grown(&self, before: usize, behind: usize) -> Self {
        let a = self.a.start - before..self.a.end + behind;
        let b = self.b.start - before..self.b.end + behind;
        Self { kind: self.kind, a, b }
    }

    /// The first character of each side.
    pub(super) fn start(&self) -> CharPair {
        CharPair { a: self.a.start, b: self.b.start }
    }

    /// The first character behind each side.
    pub(super) fn end(&self) -> CharPair {
        CharPair { a: self.a.end, b: self.b.end }
    }

    /// The run with its sides exchanged.
    pub(super) fn swapped(&self) -> Self {
        Self { kind: self.kind, a: self.b.clone(), b: self.a.clone() }
    }

    /// The run from the start of this run to the end of a later one.
    pub(super) fn through(&self, last: &Self) -> Self {
        Self { kind: self.kind, a: self.a.start..last.a.end, b: self.b.start..last.b.end }
    }

    /// The same run as a variable.
    pub(super) fn as_variable(&self) -> Self {
        Self { kind: EditKind::Variable, ..self.clone() }
    }

    /// The same run as another form of equal content.
    pub(super) fn as_variant(&self) -> Self {
        Self { kind: EditKind::Variant, ..self.clone() }
    }

    /// Number of characters of the longer side.
    pub(super) fn longer_len(&self) -> usize {
        self.a.len().max(self.b.len())
    }

    /// Both sides of the run with their texts.
    pub(super) fn sides<'t>(&self, pair: AlignedPair<'t>) -> [RunSide<'t>; 2] {
        [
            RunSide { text: pair.a, range: self.a.clone() },
            RunSide { text: pair.b, range: self.b.clone() },
        ]
    }
}

/// One side of a changed run.
#[derive(Debug, Clone)]
pub(super) struct RunSide<'t> {
    pub(super) text: AlignedText<'t>,
    pub(super) range: Range<usize>,
}

impl<'t> RunSide<'t> {
    pub(super) fn chars(&self) -> &'t [char] {
        &self.text.content.chars()[self.range.clone()]
    }

    /// The original text.
    pub(super) fn raw(&self) -> &'t str {
        self.text.span_or_position(self.range.clone()).of(self.text.text)
    }

    /// The same side of another run.
    pub(super) fn with_range(&self, range: Range<usize>) -> Self {
        Self { text: self.text, range }
    }
}

/// The changed runs of an alignment that are not classified yet, one at least.
#[derive(Debug, Clone, Copy)]
pub(super) struct RemainingRuns<'r> {
    pub(super) runs: &'r [ChangedRun],
    /// Where the run before ended in the first side, or where the alignment starts.
    pub(super) start: usize,
    /// Where the alignment ends in the first side.
    pub(super) end: usize,
}

impl RemainingRuns<'_> {
    /// Number of equal characters right before the first run.
    pub(super) fn equal_before(self) -> usize {
        self.runs[0].a.start - self.start
    }

    /// Number of equal characters right behind a run.
    pub(super) fn equal_behind(self, at: usize) -> usize {
        self.runs.get(at + 1).map_or(self.end, |next| next.a.start) - self.runs[at].a.end
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    #[test]
    fn a_run_without_one_side_is_an_insertion_or_a_deletion() {
        assert_eq!(ChangedRun::new(2..2, 2..5).kind, EditKind::Inserted);
        assert_eq!(ChangedRun::new(2..5, 2..2).kind, EditKind::Deleted);
        assert_eq!(ChangedRun::new(2..5, 2..3).kind, EditKind::Replaced);
    }

    #[test]
    fn a_run_grows_by_the_same_equal_characters_on_both_sides() {
        let run = ChangedRun::new(5..6, 9..12);
        let grown = run.grown(2, 1);
        assert_eq!((grown.a, grown.b), (3..7, 7..13));
        assert_eq!(run.longer_len(), 3);
        let through = run.through(&ChangedRun::new(8..8, 14..15));
        assert_eq!((through.a, through.b, through.kind), (5..8, 9..15, EditKind::Replaced));
    }

    #[test]
    fn equal_characters_lie_between_runs_and_up_to_the_ends() {
        let runs = [ChangedRun::new(5..6, 5..6), ChangedRun::new(9..9, 9..12)];
        let remaining = RemainingRuns { runs: &runs, start: 2, end: 20 };
        assert_eq!(remaining.equal_before(), 3);
        assert_eq!([0, 1].map(|at| remaining.equal_behind(at)), [3, 11]);
    }
}
