//! Dynamic programming over two short runs of characters.

use super::costs::{CHANGED, Costs};
use super::edit_script::EditOp;

/// What a [`DpMatrix`] maximizes.
#[derive(Debug, Clone, Copy)]
pub(super) struct Scoring {
    equal: i32,
    change: i32,
    /// A cell whose score is below the best one so far by more than this is pruned (X-drop).
    drop: i32,
}

impl Scoring {
    /// Scoring for the global alignment with the fewest changes; no cell is pruned.
    pub(super) const FEWEST_CHANGES: Self = Self { equal: 0, change: -1, drop: i32::MAX };

    /// Scoring for an extension from the start of both runs.
    pub(super) fn extension(costs: Costs, drop: i32) -> Self {
        Self { equal: costs.equal_score() as i32, change: -CHANGED as i32, drop }
    }
}

/// Score of a cell that was pruned. Half of the range leaves room to add to it.
const NEG_INF: i32 = i32::MIN / 2;

/// A cell of the matrix: a prefix of each run, by length.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Cell {
    pub(super) a: usize,
    pub(super) b: usize,
}

/// Best scores of all pairs of prefixes of two short runs. Each row holds only the cells that were
/// not pruned (Zhang, Schwartz, Wagner, Miller, "A greedy algorithm for aligning DNA sequences",
/// Journal of Computational Biology 2000).
pub(super) struct DpMatrix<'r> {
    a: &'r [char],
    b: &'r [char],
    rows: Vec<Row>,
    scores: Vec<i32>,
    /// The cell with the best score; the first one of several.
    best: Cell,
}

/// The cells of one prefix of the first run.
#[derive(Clone, Copy)]
struct Row {
    /// Length of the shortest prefix of the second run in the row.
    first: usize,
    /// Range of the cells in the list of scores.
    start: usize,
    end: usize,
}

impl<'r> DpMatrix<'r> {
    pub(super) fn new(a: &'r [char], b: &'r [char], scoring: Scoring) -> Self {
        let mut matrix = Self {
            a,
            b,
            rows: Vec::with_capacity(a.len() + 1),
            scores: Vec::new(),
            best: Cell { a: 0, b: 0 },
        };
        // With X-drop few cells of a row are left; a global alignment grows the list.
        matrix.scores.reserve(8 * b.len());
        matrix.fill_first_row(scoring);
        let mut best = 0;
        for i in 1..=a.len() {
            best = matrix.fill_row(i, best, scoring);
            if matrix.rows[i].start == matrix.rows[i].end {
                break;
            }
        }
        matrix
    }

    pub(super) fn best(&self) -> Cell {
        self.best
    }

    fn fill_first_row(&mut self, scoring: Scoring) {
        let insertions = (0..=self.b.len() as i32).map(|j| scoring.change * j);
        self.scores
            .extend(insertions.take_while(|&score| score >= 0_i32.saturating_sub(scoring.drop)));
        self.rows.push(Row { first: 0, start: 0, end: self.scores.len() });
    }

    /// Computes the cells beside and below those of the row above, and returns the best score so
    /// far.
    fn fill_row(&mut self, i: usize, mut best: i32, scoring: Scoring) -> i32 {
        let (above, char) = (self.rows[i - 1], self.a[i - 1]);
        let mut row = Row { first: above.first, start: self.scores.len(), end: self.scores.len() };
        let (mut diagonal, mut left) = (NEG_INF, NEG_INF);
        for j in above.first..=self.b.len() {
            let at = above.start + j - above.first;
            let up = if at < above.end { self.scores[at] } else { NEG_INF };
            let is_equal = j > 0 && self.b[j - 1] == char;
            let score = if is_equal {
                diagonal + scoring.equal
            } else {
                diagonal.max(up).max(left) + scoring.change
            };
            (diagonal, left) = (up, NEG_INF);
            if score > best {
                (best, self.best) = (score, Cell { a: i, b: j });
            }
            if score >= best.saturating_sub(scoring.drop) {
                left = score;
                row.end = self.scores.len() + 1;
            } else if at >= above.end {
                break;
            } else if row.end == row.start {
                row.first = j + 1;
                continue;
            }
            self.scores.push(left);
        }
        self.scores.truncate(row.end);
        self.rows.push(row);
        best
    }

    /// The score of a cell.
    pub(super) fn score(&self, cell: Cell) -> i32 {
        let row = self.rows[cell.a];
        let at = cell
            .b
            .checked_sub(row.first)
            .map(|offset| row.start + offset)
            .filter(|&at| at < row.end);
        at.map_or(NEG_INF, |at| self.scores[at])
    }

    /// The operations on the best path from the start to a cell.
    pub(super) fn path_to(&self, mut cell: Cell) -> Vec<EditOp> {
        let mut ops = Vec::new();
        while cell != (Cell { a: 0, b: 0 }) {
            let op = self.op_to(cell);
            cell = Cell { a: cell.a - op.a() as usize, b: cell.b - op.b() as usize };
            ops.push(op);
        }
        ops.reverse();
        ops
    }

    /// The last operation on the best path to a cell.
    fn op_to(&self, Cell { a: i, b: j }: Cell) -> EditOp {
        if j == 0 {
            return EditOp::Change { a: 1, b: 0 };
        } else if i == 0 {
            return EditOp::Change { a: 0, b: 1 };
        } else if self.a[i - 1] == self.b[j - 1] {
            return EditOp::Equal(1);
        }
        let replaced = self.score(Cell { a: i - 1, b: j - 1 });
        let deleted = self.score(Cell { a: i - 1, b: j });
        let inserted = self.score(Cell { a: i, b: j - 1 });
        if replaced >= deleted && replaced >= inserted {
            EditOp::Change { a: 1, b: 1 }
        } else if deleted >= inserted {
            EditOp::Change { a: 1, b: 0 }
        } else {
            EditOp::Change { a: 0, b: 1 }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn a_global_alignment_has_as_few_changes_as_possible(a in "[ab]{0,12}", b in "[ab]{0,12}") {
            let [a, b] = [a, b].map(|text| text.chars().collect::<Vec<char>>());
            let end = Cell { a: a.len(), b: b.len() };
            let matrix = DpMatrix::new(&a, &b, Scoring::FEWEST_CHANGES);
            let path = matrix.path_to(end);
            let changes = path.iter().filter(|op| matches!(op, EditOp::Change { .. })).count();
            prop_assert_eq!(changes as i32, -matrix.score(end));
            prop_assert!(changes >= a.len().abs_diff(b.len()) && changes <= a.len().max(b.len()));
        }
    }
}
