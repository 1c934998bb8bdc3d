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
    /// The cells of all rows, with [`NEG_INF`] before and behind each row.
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

/// The best score of a matrix so far, and which scores are pruned.
#[derive(Clone, Copy)]
struct Best {
    score: i32,
    drop: i32,
}

impl Best {
    fn prunes(self, score: i32) -> bool {
        score < self.score.saturating_sub(self.drop)
    }
}

/// The cells of a row, one after the other.
struct RowFill<'m> {
    scoring: Scoring,
    /// The character of the first run that the row ends with.
    char: char,
    diagonal: i32,
    left: i32,
    best: &'m mut Best,
}

impl RowFill<'_> {
    /// The score of the next cell, which lies below `up` and ends with `other`.
    #[inline]
    fn next(&mut self, up: i32, other: Option<char>) -> i32 {
        let score = if other == Some(self.char) {
            self.diagonal + self.scoring.equal
        } else {
            self.diagonal.max(up).max(self.left) + self.scoring.change
        };
        self.diagonal = up;
        self.left = if self.best.prunes(score) { NEG_INF } else { score };
        score
    }
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
        let mut best = Best { score: 0, drop: scoring.drop };
        matrix.fill_first_row(best, scoring);
        for i in 1..=a.len() {
            matrix.fill_row(i, &mut best, scoring);
            if matrix.rows[i].start == matrix.rows[i].end {
                break;
            }
        }
        matrix
    }

    pub(super) fn best(&self) -> Cell {
        self.best
    }

    fn fill_first_row(&mut self, best: Best, scoring: Scoring) {
        self.scores.push(NEG_INF);
        let insertions = (0..=self.b.len() as i32).map(|j| scoring.change * j);
        self.scores.extend(insertions.take_while(|&score| !best.prunes(score)));
        self.end_row(Row { first: 0, start: 1, end: self.scores.len() });
    }

    /// Computes the cells beside and below those of the row above.
    fn fill_row(&mut self, i: usize, best: &mut Best, scoring: Scoring) {
        let (above, char) = (self.rows[i - 1], self.a[i - 1]);
        let start = self.scores.len();
        // The cell behind the last one below the row above has that one at its diagonal.
        let below = (above.end - above.start + 1).min(self.b.len() + 1 - above.first);
        self.scores.resize(start + below, NEG_INF);
        let (done, row) = self.scores.split_at_mut(start);
        let ups = &done[above.start..=above.end];
        let before = above.first.checked_sub(1);
        let others = before.is_none().then_some(None).into_iter();
        let others = others.chain(self.b[before.unwrap_or(0)..].iter().map(|&other| Some(other)));
        let mut fill = RowFill { scoring, char, diagonal: NEG_INF, left: NEG_INF, best };
        for (offset, ((cell, &up), other)) in row.iter_mut().zip(ups).zip(others).enumerate() {
            let score = fill.next(up, other);
            if score > fill.best.score {
                fill.best.score = score;
                self.best = Cell { a: i, b: above.first + offset };
            }
            *cell = fill.left;
        }
        self.fill_insertions(above.first + below, fill);
        let row = &self.scores[start..];
        let pruned = row.iter().take_while(|&&score| score == NEG_INF).count();
        let kept = row[pruned..].iter().rev().skip_while(|&&score| score == NEG_INF).count();
        let start = start + pruned;
        self.end_row(Row { first: above.first + pruned, start, end: start + kept });
    }

    /// Adds the cells from one on that are behind those below the row above.
    fn fill_insertions(&mut self, first: usize, mut fill: RowFill<'_>) {
        for j in first..=self.b.len() {
            fill.next(NEG_INF, Some(self.b[j - 1]));
            if fill.left == NEG_INF {
                return;
            }
            self.scores.push(fill.left);
        }
    }

    /// Ends a row, which is the last part of the list but for pruned cells.
    fn end_row(&mut self, row: Row) {
        self.scores.truncate(row.end);
        self.scores.push(NEG_INF);
        self.rows.push(row);
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

    /// The scores of all cells, computed one by one, and the best one.
    fn cell_by_cell(a: &[char], b: &[char], scoring: Scoring) -> (Vec<Vec<i32>>, Cell) {
        let mut scores = vec![vec![NEG_INF; b.len() + 1]; a.len() + 1];
        let (mut best, mut at) = (Best { score: 0, drop: scoring.drop }, Cell { a: 0, b: 0 });
        for (i, j) in (0..=a.len()).flat_map(|i| (0..=b.len()).map(move |j| (i, j))) {
            let diagonal = if i > 0 && j > 0 { scores[i - 1][j - 1] } else { NEG_INF };
            let up = if i > 0 { scores[i - 1][j] } else { NEG_INF };
            let left = if j > 0 { scores[i][j - 1] } else { NEG_INF };
            let score = match (i, j) {
                (0, 0) => 0,
                _ if i > 0 && j > 0 && a[i - 1] == b[j - 1] => diagonal + scoring.equal,
                _ => diagonal.max(up).max(left) + scoring.change,
            };
            if score > best.score {
                (best.score, at) = (score, Cell { a: i, b: j });
            }
            scores[i][j] = if best.prunes(score) { NEG_INF } else { score };
        }
        (scores, at)
    }

    proptest! {
        #[test]
        fn rows_hold_the_scores_of_their_cells(
            a in "[abc]{0,20}", b in "[abc]{0,20}", drop in prop::sample::select(vec![0, 4, 9, i32::MAX]),
        ) {
            let [a, b] = [a, b].map(|text| text.chars().collect::<Vec<char>>());
            let scoring = Scoring { equal: 3, change: -2, drop };
            let (matrix, (scores, best)) =
                (DpMatrix::new(&a, &b, scoring), cell_by_cell(&a, &b, scoring));
            prop_assert_eq!(matrix.best(), best);
            for (i, expected) in scores.iter().enumerate().take(matrix.rows.len()) {
                let row = (0..=b.len()).map(|j| matrix.score(Cell { a: i, b: j }));
                prop_assert_eq!(&row.collect::<Vec<_>>(), expected);
            }
        }

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
