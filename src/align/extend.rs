//! Alignment of what lies between and beside the anchors of a chain.

use super::costs::Costs;
use super::dp::{Cell, DpMatrix, Scoring};
use super::edit_script::{EditOp, EditScript, Lengths};

/// Aligns two runs from end to end: short ones with the fewest changes; long ones from both ends as
/// far as the score rises, with one change in the middle.
pub(super) fn global_align(a: &[char], b: &[char], costs: Costs) -> EditScript {
    if a.len() * b.len() > costs.max_global_cells() {
        return align_both_ends(a, b, costs);
    }
    let mut script = EditScript::default();
    script.extend(
        DpMatrix::new(a, b, Scoring::FEWEST_CHANGES).path_to(Cell { a: a.len(), b: b.len() }),
    );
    let change = EditOp::Change { a: a.len() as u32, b: b.len() as u32 };
    // Single equal characters among many changes are equal by chance: one change costs less then.
    if script.ops().iter().map(|op| op.score(costs)).sum::<i64>() < change.score(costs) {
        script = EditScript::default();
        script.push(change);
    }
    script
}

fn align_both_ends(a: &[char], b: &[char], costs: Costs) -> EditScript {
    let mut script = EditScript::default();
    let before = extend(&a.iter().copied(), &b.iter().copied(), costs, costs.end_drop());
    let used = Lengths::of(&before);
    let (a, b) = (&a[used.a..], &b[used.b..]);
    let after = extend(&a.iter().rev().copied(), &b.iter().rev().copied(), costs, costs.end_drop());
    let used = Lengths::of(&after);
    script.extend(before);
    script.push(EditOp::Change { a: (a.len() - used.a) as u32, b: (b.len() - used.b) as u32 });
    script.extend(after.into_iter().rev());
    script
}

/// Aligns two texts from their common start until the score falls by more than `drop` below its
/// best (X-drop).
pub(super) fn extend<I>(a: &I, b: &I, costs: Costs, drop: i32) -> Vec<EditOp>
where
    I: Iterator<Item = char> + Clone,
{
    let (window, scoring) = (costs.extension_window(), Scoring::extension(costs, drop));
    let mut at = Cell { a: 0, b: 0 };
    let mut script = EditScript::default();
    loop {
        let (rest_a, rest_b) = (a.clone().skip(at.a), b.clone().skip(at.b));
        let equal = rest_a.zip(rest_b).take_while(|(a, b)| a == b).count();
        script.push(EditOp::Equal(equal as u32));
        at = Cell { a: at.a + equal, b: at.b + equal };
        let next_a: Vec<char> = a.clone().skip(at.a).take(window).collect();
        let next_b: Vec<char> = b.clone().skip(at.b).take(window).collect();
        let matrix = DpMatrix::new(&next_a, &next_b, scoring);
        let best = matrix.best();
        script.extend(matrix.path_to(best));
        if best.a + best.b < window {
            return script.into_ops();
        }
        at = Cell { a: at.a + best.a, b: at.b + best.b };
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn chars(text: &str) -> Vec<char> {
        text.chars().collect()
    }

    #[test]
    fn an_extension_goes_past_an_edit_and_ends_where_texts_differ() {
        let a = chars("天地玄黄宇宙洪荒另有打算");
        let b = chars("天地玄X宇宙洪荒以及将来");
        let ops = extend(&a.iter().copied(), &b.iter().copied(), Costs::IDEOGRAPHS, 36);
        assert_eq!(ops, [EditOp::Equal(3), EditOp::Change { a: 1, b: 1 }, EditOp::Equal(4)]);
    }

    #[test]
    fn a_single_equal_character_among_changes_is_a_change() {
        let script = global_align(
            &chars("甲乙丙丁戊己的庚辛"),
            &chars("子丑寅卯的辰巳午未申"),
            Costs::IDEOGRAPHS,
        );
        assert_eq!(script.ops(), [EditOp::Change { a: 9, b: 10 }]);
    }

    #[test]
    fn long_runs_are_aligned_from_both_ends() {
        let (head, tail) = ("天地玄黄宇宙洪荒", "日月盈昃辰宿列张");
        let a = chars(&format!("{head}{}{tail}", "甲".repeat(40)));
        let b = chars(&format!("{head}{}{tail}", "乙".repeat(40)));
        let script = global_align(&a, &b, Costs::IDEOGRAPHS);
        assert_eq!(
            script.ops(),
            [EditOp::Equal(8), EditOp::Change { a: 40, b: 40 }, EditOp::Equal(8)]
        );
    }
}
