//! Alignments: two passages character by character, with exact ends.

use std::ops::Range;

use super::Anchor;
use super::costs::{CHANGED, Costs};

/// A piece of an alignment.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum EditOp {
    /// So many characters are equal.
    Equal(u32),
    /// Characters of the first side stand in place of characters of the second; one may be none.
    Change {
        /// Characters of the first side.
        a: u32,
        /// Characters of the second side.
        b: u32,
    },
}

impl EditOp {
    /// Characters of the first side.
    #[must_use]
    pub fn a(self) -> u32 {
        match self {
            Self::Equal(len) => len,
            Self::Change { a, .. } => a,
        }
    }

    /// Characters of the second side.
    #[must_use]
    pub fn b(self) -> u32 {
        match self {
            Self::Equal(len) => len,
            Self::Change { b, .. } => b,
        }
    }

    fn swapped(self) -> Self {
        match self {
            Self::Equal(len) => Self::Equal(len),
            Self::Change { a, b } => Self::Change { a: b, b: a },
        }
    }

    fn score(self, costs: Costs) -> i64 {
        match self {
            Self::Equal(len) => costs.equal() * i64::from(len),
            Self::Change { a, b } => -costs.change(a, b),
        }
    }
}

/// Two runs of content characters, one laid upon the other.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Alignment {
    /// First content character of the first side.
    pub a: u32,
    /// First content character of the second side.
    pub b: u32,
    /// From there on; equal and changed runs take turns.
    pub steps: Vec<EditOp>,
}

impl Alignment {
    /// Two sides of `len` characters that are all equal.
    #[must_use]
    pub fn equal_run(a: u32, b: u32, len: u32) -> Self {
        Self { a, b, steps: vec![EditOp::Equal(len)] }
    }

    /// Content characters of the first side.
    #[must_use]
    pub fn range_a(&self) -> Range<usize> {
        range(self.a, self.steps.iter().map(|step| step.a()).sum())
    }

    /// Content characters of the second side.
    #[must_use]
    pub fn range_b(&self) -> Range<usize> {
        range(self.b, self.steps.iter().map(|step| step.b()).sum())
    }

    /// Characters that are equal.
    #[must_use]
    pub fn equal(&self) -> usize {
        let equal = |step: &EditOp| if let EditOp::Equal(len) = *step { len as usize } else { 0 };
        self.steps.iter().map(equal).sum()
    }

    /// Equal characters as a share of both sides (Dice), from 0 to 1.
    #[must_use]
    pub fn similarity(&self) -> f64 {
        let both = self.range_a().len() + self.range_b().len();
        2.0 * self.equal() as f64 / both.max(1) as f64
    }

    /// The same alignment with its sides exchanged.
    #[must_use]
    pub fn swapped(&self) -> Self {
        let steps = self.steps.iter().map(|step| step.swapped()).collect();
        Self { a: self.b, b: self.a, steps }
    }

    /// The same alignment in contents that hold so many more characters before it.
    #[must_use]
    pub fn shifted(mut self, a: usize, b: usize) -> Self {
        self.a += a as u32;
        self.b += b as u32;
        self
    }

    /// Aligns two contents along a chain: gaps are filled, ends are followed as far as they pay,
    /// and what does not hold together comes out as separate alignments.
    pub(crate) fn along(chain: &[Anchor], a: &[char], b: &[char], costs: Costs) -> Vec<Self> {
        let mut script = EditScript::default();
        let (Some(first), Some(last)) = (chain.first(), chain.last()) else {
            return Vec::new();
        };
        // An end that falls below what the chain is worth is cut off anyway.
        let equal: u32 = chain.iter().map(|anchor| anchor.len).sum();
        let drop = costs.end_drop().min(costs.equal() as i32 * equal as i32);
        let (before_a, before_b) = (&a[..first.a as usize], &b[..first.b as usize]);
        let before = extend(&before_a.iter().rev().copied(), &before_b.iter().rev().copied(), costs, drop);
        script.extend(before.into_iter().rev());
        let (back_a, back_b) = lengths(&script.0);
        follow(chain, a, b, costs, &mut script);
        let (a_end, b_end) = (last.a_end() as usize, last.b_end() as usize);
        let after = extend(&a[a_end..].iter().copied(), &b[b_end..].iter().copied(), costs, drop);
        script.extend(after);
        Self { a: first.a - back_a as u32, b: first.b - back_b as u32, steps: script.0 }.pieces(costs)
    }

    /// The parts whose score never falls far below its best, each from an equal run to an equal run.
    fn pieces(&self, costs: Costs) -> Vec<Self> {
        let mut pieces = Vec::new();
        let mut from = 0;
        while let Some(piece) = max_scoring_segment(&self.steps, from, costs) {
            from = piece.end;
            pieces.push(self.part(trim_weak_ends(&self.steps, piece, costs)));
        }
        pieces
    }

    fn part(&self, steps: Range<usize>) -> Self {
        let before = &self.steps[..steps.start];
        Self {
            a: self.a + before.iter().map(|step| step.a()).sum::<u32>(),
            b: self.b + before.iter().map(|step| step.b()).sum::<u32>(),
            steps: self.steps[steps].to_vec(),
        }
    }

    /// The beginning of this alignment that uses at most `len` characters of its first side, up to
    /// an equal run.
    pub(super) fn first(&self, len: u32) -> Self {
        let mut left = len;
        let mut steps = Vec::new();
        for &step in &self.steps {
            if step.a() > left {
                steps.extend((matches!(step, EditOp::Equal(_)) && left > 0).then_some(EditOp::Equal(left)));
                break;
            }
            left -= step.a();
            steps.push(step);
        }
        while matches!(steps.last(), Some(EditOp::Change { .. })) {
            steps.pop();
        }
        Self { a: self.a, b: self.b, steps }
    }
}

fn range(start: u32, len: u32) -> Range<usize> {
    start as usize..(start + len) as usize
}

/// The first run of steps at or after `from` that rises to a best score and does not fall far on the way.
fn max_scoring_segment(steps: &[EditOp], from: usize, costs: Costs) -> Option<Range<usize>> {
    let (mut start, mut score, mut best, mut end) = (from, 0, 0, from);
    for (at, step) in steps.iter().enumerate().skip(from) {
        score += step.score(costs);
        if score > best {
            (best, end) = (score, at + 1);
        }
        let fallen = score <= 0 || score < best - costs.drop();
        if fallen && best > 0 {
            break;
        } else if fallen {
            (start, score) = (at + 1, 0);
        }
    }
    (best > 0).then_some(start..end)
}

/// A piece without the changes at its ends that only a few equal characters follow.
fn trim_weak_ends(steps: &[EditOp], mut piece: Range<usize>, costs: Costs) -> Range<usize> {
    let by_chance = |step: EditOp| matches!(step, EditOp::Equal(len) if len < costs.least_end());
    while piece.len() > 2 && by_chance(steps[piece.end - 1]) {
        piece.end -= 2;
    }
    while piece.len() > 2 && by_chance(steps[piece.start]) {
        piece.start += 2;
    }
    piece
}

/// Steps in order, neighbours of one kind joined.
#[derive(Debug, Default)]
struct EditScript(Vec<EditOp>);

impl EditScript {
    fn extend(&mut self, steps: impl IntoIterator<Item = EditOp>) {
        for step in steps {
            self.push(step);
        }
    }

    fn push(&mut self, step: EditOp) {
        match (self.0.last_mut(), step) {
            (_, EditOp::Equal(0) | EditOp::Change { a: 0, b: 0 }) => {}
            (Some(EditOp::Equal(len)), EditOp::Equal(more)) => *len += more,
            (Some(EditOp::Change { a, b }), EditOp::Change { a: more_a, b: more_b }) => {
                *a += more_a;
                *b += more_b;
            }
            _ => self.0.push(step),
        }
    }
}

/// Goes from anchor to anchor and fills the gaps between them.
fn follow(chain: &[Anchor], a: &[char], b: &[char], costs: Costs, script: &mut EditScript) {
    let (mut at_a, mut at_b) = (chain[0].a, chain[0].b);
    for anchor in chain {
        // An anchor that overlaps the one before begins where both sides are past it.
        let over = at_a.saturating_sub(anchor.a).max(at_b.saturating_sub(anchor.b)).min(anchor.len);
        let (to_a, to_b) = (anchor.a + over, anchor.b + over);
        fill(&a[at_a as usize..to_a as usize], &b[at_b as usize..to_b as usize], costs, script);
        script.push(EditOp::Equal(anchor.len - over));
        (at_a, at_b) = (anchor.a_end(), anchor.b_end());
    }
}

/// Aligns two runs from end to end: short ones with the fewest changes, long ones from both ends as
/// far as it pays, with one change in the middle.
fn fill(a: &[char], b: &[char], costs: Costs, script: &mut EditScript) {
    if a.len() * b.len() <= costs.small() {
        let path = DpMatrix::new(a, b, &FEWEST_CHANGES).path((a.len(), b.len()));
        return script.extend(unless_scattered(path, a.len(), b.len(), costs));
    }
    let before = extend(&a.iter().copied(), &b.iter().copied(), costs, costs.end_drop());
    let (from_a, from_b) = lengths(&before);
    let (a, b) = (&a[from_a..], &b[from_b..]);
    let after = extend(&a.iter().rev().copied(), &b.iter().rev().copied(), costs, costs.end_drop());
    let (to_a, to_b) = lengths(&after);
    script.extend(before);
    script.push(EditOp::Change { a: (a.len() - to_a) as u32, b: (b.len() - to_b) as u32 });
    script.extend(after.into_iter().rev());
}

/// These steps, or one change where that costs less: single characters that are equal among many changes are so by chance.
fn unless_scattered(steps: Vec<EditOp>, a: usize, b: usize, costs: Costs) -> Vec<EditOp> {
    let mut joined = EditScript::default();
    joined.extend(steps);
    let change = EditOp::Change { a: a as u32, b: b as u32 };
    let score: i64 = joined.0.iter().map(|step| step.score(costs)).sum();
    if score < change.score(costs) { vec![change] } else { joined.0 }
}

/// Characters of both sides.
fn lengths(steps: &[EditOp]) -> (usize, usize) {
    let sum = |side: fn(EditOp) -> u32| steps.iter().map(|&step| side(step)).sum::<u32>() as usize;
    (sum(EditOp::a), sum(EditOp::b))
}

/// Follows two texts from their common start as far as equal characters outweigh changes.
fn extend<I>(a: &I, b: &I, costs: Costs, drop: i32) -> Vec<EditOp>
where
    I: Iterator<Item = char> + Clone,
{
    let (window, aim) = (costs.window(), Scoring::furthest(costs, drop));
    let (mut at_a, mut at_b) = (0, 0);
    let mut script = EditScript::default();
    loop {
        let (rest_a, rest_b) = (a.clone().skip(at_a), b.clone().skip(at_b));
        let equal = rest_a.zip(rest_b).take_while(|(a, b)| a == b).count();
        script.push(EditOp::Equal(equal as u32));
        (at_a, at_b) = (at_a + equal, at_b + equal);
        let near_a: Vec<char> = a.clone().skip(at_a).take(window).collect();
        let near_b: Vec<char> = b.clone().skip(at_b).take(window).collect();
        let table = DpMatrix::new(&near_a, &near_b, &aim);
        script.extend(table.path(table.best));
        if table.best.0 + table.best.1 < window {
            return script.0;
        }
        (at_a, at_b) = (at_a + table.best.0, at_b + table.best.1);
    }
}

/// What a [`DpMatrix`] looks for.
struct Scoring {
    equal: i32,
    change: i32,
    /// Paths that fall below the best so far by more than this are given up (X-drop).
    drop: i32,
}

/// From end to end.
const FEWEST_CHANGES: Scoring = Scoring { equal: 0, change: -1, drop: i32::MAX };

impl Scoring {
    /// As far as it pays.
    fn furthest(costs: Costs, drop: i32) -> Self {
        Self { equal: costs.equal() as i32, change: -CHANGED as i32, drop }
    }
}

/// Score of a pair of beginnings that was given up.
const NEG_INF: i32 = i32::MIN / 2;

/// Best scores of pairs of beginnings of two short runs; of each row only what is alive.
struct DpMatrix<'r> {
    a: &'r [char],
    b: &'r [char],
    rows: Vec<Row>,
    scores: Vec<i32>,
    /// The pair of beginnings with the best score; of equal ones the first.
    best: (usize, usize),
}

/// Scores of one beginning of the first run with the beginnings of the second from `first` on.
#[derive(Clone, Copy)]
struct Row {
    first: usize,
    /// Where they stand in the table.
    start: usize,
    end: usize,
}

impl<'r> DpMatrix<'r> {
    fn new(a: &'r [char], b: &'r [char], aim: &Scoring) -> Self {
        let mut table = Self { a, b, rows: Vec::with_capacity(a.len() + 1), scores: Vec::new(), best: (0, 0) };
        table.scores.reserve(8 * b.len());
        let alone = (0..=b.len() as i32).map(|j| aim.change * j);
        table.scores.extend(alone.take_while(|score| *score >= 0_i32.saturating_sub(aim.drop)));
        table.rows.push(Row { first: 0, start: 0, end: table.scores.len() });
        let mut best = 0;
        for i in 1..=a.len() {
            best = table.fill_row(i, best, aim);
            if table.rows[i].start == table.rows[i].end {
                break;
            }
        }
        table
    }

    /// Fills a row beside and below what is alive in the row before; tells the best score so far.
    fn fill_row(&mut self, i: usize, mut best: i32, aim: &Scoring) -> i32 {
        let (above, char) = (self.rows[i - 1], self.a[i - 1]);
        let mut row = Row { first: above.first, start: self.scores.len(), end: self.scores.len() };
        let (mut diagonal, mut left) = (NEG_INF, NEG_INF);
        for j in above.first..=self.b.len() {
            let at = above.start + j - above.first;
            let up = if at < above.end { self.scores[at] } else { NEG_INF };
            let equal = j > 0 && self.b[j - 1] == char;
            let score = if equal { diagonal + aim.equal } else { diagonal.max(up).max(left) + aim.change };
            (diagonal, left) = (up, NEG_INF);
            if score > best {
                (best, self.best) = (score, (i, j));
            }
            if score >= best.saturating_sub(aim.drop) {
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

    fn at(&self, i: usize, j: usize) -> i32 {
        let row = self.rows[i];
        let at = j.checked_sub(row.first).map(|on| row.start + on).filter(|&at| at < row.end);
        at.map_or(NEG_INF, |at| self.scores[at])
    }

    /// The steps that lead from the start to this pair of beginnings.
    fn path(&self, (mut i, mut j): (usize, usize)) -> Vec<EditOp> {
        let mut steps = Vec::new();
        while (i, j) != (0, 0) {
            let step = self.step_to(i, j);
            i -= step.a() as usize;
            j -= step.b() as usize;
            steps.push(step);
        }
        steps.reverse();
        steps
    }

    fn step_to(&self, i: usize, j: usize) -> EditOp {
        if j == 0 {
            return EditOp::Change { a: 1, b: 0 };
        } else if i == 0 {
            return EditOp::Change { a: 0, b: 1 };
        } else if self.a[i - 1] == self.b[j - 1] {
            return EditOp::Equal(1);
        }
        let (both, only_a, only_b) = (self.at(i - 1, j - 1), self.at(i - 1, j), self.at(i, j - 1));
        if both >= only_a && both >= only_b {
            EditOp::Change { a: 1, b: 1 }
        } else if only_a >= only_b {
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

    fn chars(text: &str) -> Vec<char> {
        text.chars().collect()
    }

    /// The second side, made from the first side and the steps.
    fn replay(alignment: &Alignment, a: &[char], b: &[char]) -> Vec<char> {
        let (mut at_a, mut at_b) = (alignment.a as usize, alignment.b as usize);
        let mut made = Vec::new();
        for step in &alignment.steps {
            match step {
                EditOp::Equal(len) => made.extend_from_slice(&a[at_a..at_a + *len as usize]),
                EditOp::Change { b: len, .. } => made.extend_from_slice(&b[at_b..at_b + *len as usize]),
            }
            at_a += step.a() as usize;
            at_b += step.b() as usize;
        }
        made
    }

    proptest! {
        #[test]
        fn steps_lead_from_one_side_to_the_other(
            head in "[ab]{0,30}", core in "[a-z]{12}", tail in "[ab]{0,30}", more in "[ab]{0,30}",
        ) {
            let (a, b) = (chars(&format!("{head}{core}{tail}")), chars(&format!("{more}{core}{head}")));
            let anchor = Anchor { a: head.len() as u32, b: more.len() as u32, len: 12 };
            for alignment in Alignment::along(&[anchor], &a, &b, Costs::IDEOGRAPHS) {
                prop_assert_eq!(replay(&alignment, &a, &b), &b[alignment.range_b()]);
                let back = alignment.swapped();
                prop_assert_eq!(replay(&back, &b, &a), &a[alignment.range_a()]);
                prop_assert!(matches!(alignment.steps.first(), Some(EditOp::Equal(_))));
                prop_assert!(matches!(alignment.steps.last(), Some(EditOp::Equal(_))));
            }
        }

        #[test]
        fn filling_makes_as_few_changes_as_possible(a in "[ab]{0,12}", b in "[ab]{0,12}") {
            let (a, b) = (chars(&a), chars(&b));
            let table = DpMatrix::new(&a, &b, &FEWEST_CHANGES);
            let path = table.path((a.len(), b.len()));
            let changes = path.iter().filter(|step| matches!(step, EditOp::Change { .. })).count();
            prop_assert_eq!(changes as i32, -table.at(a.len(), b.len()));
            prop_assert!(changes >= a.len().abs_diff(b.len()) && changes <= a.len().max(b.len()));
        }
    }

    #[test]
    fn ends_are_followed_past_an_edit_and_no_further() {
        let a = chars("前面无关的话题天地玄黄宇宙洪荒日月盈昃辰宿列张后来说别的事");
        let b = chars("这里不同天地玄黄宇宙洪X荒日月盈昃辰宿列张另有打算以及将来");
        let anchor = Anchor { a: 7, b: 4, len: 7 };
        let found = Alignment::along(&[anchor], &a, &b, Costs::IDEOGRAPHS);
        assert_eq!(found.len(), 1);
        assert_eq!((found[0].range_a(), found[0].range_b()), (7..23, 4..21));
        assert_eq!(found[0].equal(), 16);
    }

    #[test]
    fn what_does_not_hold_together_is_cut() {
        let steps = vec![
            EditOp::Equal(40),
            EditOp::Change { a: 90, b: 90 },
            EditOp::Equal(1),
            EditOp::Change { a: 90, b: 90 },
            EditOp::Equal(40),
        ];
        let pieces = Alignment { a: 0, b: 0, steps }.pieces(Costs::IDEOGRAPHS);
        assert_eq!(pieces.iter().map(|piece| piece.a).collect::<Vec<_>>(), [0, 130, 221]);
    }
}
