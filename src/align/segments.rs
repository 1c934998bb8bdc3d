//! Segments of an edit script that score high.

use std::ops::Range;

use super::costs::Costs;
use super::edit_script::EditOp;

/// Divides operations into the segments whose score never falls far below its best. Each of them
/// starts and ends with equal characters.
pub(super) fn high_scoring_segments(ops: &[EditOp], costs: Costs) -> Vec<Range<usize>> {
    let mut segments = Vec::new();
    let mut from = 0;
    while let Some(segment) = max_scoring_segment(ops, from, costs) {
        from = segment.end;
        segments.push(trim_weak_ends(ops, segment, costs));
    }
    segments
}

/// The first segment at or after `from` that rises to a best score without a fall by more than the
/// X-drop on the way.
fn max_scoring_segment(ops: &[EditOp], from: usize, costs: Costs) -> Option<Range<usize>> {
    let (mut start, mut score, mut best, mut end) = (from, 0, 0, from);
    for (at, op) in ops.iter().enumerate().skip(from) {
        score += op.score(costs);
        if score > best {
            (best, end) = (score, at + 1);
        }
        let has_fallen = score <= 0 || score < best - costs.drop();
        if has_fallen && best > 0 {
            break;
        } else if has_fallen {
            (start, score) = (at + 1, 0);
        }
    }
    (best > 0).then_some(start..end)
}

/// The segment without changes at its ends that are followed by a few equal characters only.
fn trim_weak_ends(ops: &[EditOp], mut segment: Range<usize>, costs: Costs) -> Range<usize> {
    while segment.len() > 2 && is_weak(ops[segment.end - 1], costs) {
        segment.end -= 2;
    }
    while segment.len() > 2 && is_weak(ops[segment.start], costs) {
        segment.start += 2;
    }
    segment
}

/// Whether so few characters are equal that they may be so by chance.
fn is_weak(op: EditOp, costs: Costs) -> bool {
    matches!(op, EditOp::Equal(len) if len < costs.min_end_run())
}

#[cfg(test)]
mod tests {
    use super::*;

    const LONG_CHANGE: EditOp = EditOp::Change { a: 90, b: 90 };
    const SHORT_CHANGE: EditOp = EditOp::Change { a: 1, b: 1 };

    /// Start and end of each segment.
    fn segments(ops: &[EditOp]) -> Vec<(usize, usize)> {
        let segments = high_scoring_segments(ops, Costs::IDEOGRAPHS);
        segments.into_iter().map(|segment| (segment.start, segment.end)).collect()
    }

    #[test]
    fn long_changes_divide_an_alignment() {
        let ops =
            [EditOp::Equal(40), LONG_CHANGE, EditOp::Equal(1), LONG_CHANGE, EditOp::Equal(40)];
        assert_eq!(segments(&ops), [(0, 1), (2, 3), (4, 5)]);
    }

    #[test]
    fn a_single_equal_character_behind_a_change_is_cut_off() {
        let ops =
            [EditOp::Equal(1), SHORT_CHANGE, EditOp::Equal(40), SHORT_CHANGE, EditOp::Equal(1)];
        assert_eq!(segments(&ops), [(2, 3)]);
        let ops = [EditOp::Equal(40), SHORT_CHANGE, EditOp::Equal(2)];
        assert_eq!(segments(&ops), [(0, 3)]);
    }

    #[test]
    fn changes_alone_have_no_segment() {
        assert!(segments(&[LONG_CHANGE]).is_empty() && segments(&[]).is_empty());
    }
}
