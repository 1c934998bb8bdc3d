//! Variables: the parts of a template that are filled with other values.

mod entity;
mod numeric;
mod placeholder;
mod variable;
mod words;

use super::aligned_text::AlignedPair;
use super::changed_run::RemainingRuns;
use super::edit::EditKind;
use entity::entity_variable;
use numeric::numeric_variable;
use placeholder::placeholder_variable;
use variable::MAX_VARIABLE_CHARS;

pub(super) use placeholder::{blank_or_span, is_blank_filled};
pub(super) use variable::Variable;
use words::word_variable;

/// The variable that starts with the first of some changed runs, if that run is in one.
pub(super) fn variable_at(remaining: RemainingRuns<'_>, pair: AlignedPair<'_>) -> Option<Variable> {
    let first = remaining.runs.first().filter(|run| run.kind != EditKind::Variant)?;
    // Numbers first: a date is a number and would be tagged as a name too, and tagging is slow.
    if let Some(variable) = numeric_variable(remaining, pair) {
        return Some(variable);
    }
    if first.longer_len() > MAX_VARIABLE_CHARS {
        return None;
    }
    let run = placeholder_variable(first, pair)
        .or_else(|| word_variable(first, pair))
        .or_else(|| entity_variable(remaining, pair))?;
    Some(Variable { run, changed_runs: 1 })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::diff::AlignedText;
    use crate::diff::changed_run::ChangedRun;
    use crate::document::Span;
    use crate::text::{Content, Script};

    /// The variable that two texts make from the end of their common beginning to the start of their
    /// common end.
    pub(super) fn variable(a: &str, b: &str) -> Option<(String, String)> {
        let [of_a, of_b] =
            [a, b].map(|text| Content::of(text, Span::new(0, text.len()), Script::AsWritten));
        let equal = of_a.chars().iter().zip(of_b.chars());
        let head = equal.take_while(|(x, y)| x == y).count();
        let equal = of_a.chars()[head..].iter().rev().zip(of_b.chars()[head..].iter().rev());
        let tail = equal.take_while(|(x, y)| x == y).count();
        let runs = [ChangedRun::new(head..of_a.len() - tail, head..of_b.len() - tail)];
        let pair = AlignedPair {
            a: AlignedText { text: a, content: &of_a },
            b: AlignedText { text: b, content: &of_b },
        };
        let variable = variable_at(RemainingRuns { runs: &runs, start: 0, end: of_a.len() }, pair)?;
        let [a, b] =
            variable.run.sides(pair).map(|side| blank_or_span(&side).of(side.text.text).to_owned());
        Some((a, b))
    }

    pub(super) fn values(a: &str, b: &str) -> (String, String) {
        (a.into(), b.into())
    }

    #[test]
    fn a_variable_has_a_value_on_both_sides() {
        for (a, b, values) in [
            ("共9个点", "共10个点", ("9", "10")),
            ("共1,200个点", "共1,500个点", ("1,200", "1,500")),
            ("在北京召开", "在上海召开", ("北京", "上海")),
            ("请王××讲话", "请王建国讲话", ("××", "建国")),
            ("请[姓名]讲话", "请王建国讲话", ("[姓名]", "王建国")),
            ("于某年召开", "于2024年召开", ("某", "2024")),
        ] {
            assert_eq!(variable(a, b), Some((values.0.into(), values.1.into())), "{a} {b}");
        }
    }

    #[test]
    fn other_words_and_long_runs_are_no_variables() {
        assert_eq!(variable("提高能力建设", "提高本事建设"), None);
        assert_eq!(variable("共人到会", "共12人到会"), None);
        let long = "一".repeat(MAX_VARIABLE_CHARS + 1);
        assert_eq!(variable(&format!("共{long}人"), "共2人"), None);
    }
}
