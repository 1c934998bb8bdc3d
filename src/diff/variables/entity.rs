//! Names of people, places and organisations, and words for dates.

use std::ops::Range;

use super::super::aligned_text::AlignedPair;
use super::super::changed_run::{ChangedRun, RemainingRuns, RunSide};
use super::numeric::is_number;
use super::variable::is_unnamed;
use crate::text::{entity_ranges, is_family_name, is_ideographic, is_numeral};

/// Content characters on either side of a run that are tagged to find the names in it: enough for
/// the words around the longest variable.
const MAX_CONTEXT: usize = 20;

/// The first run with the rest of the names that it is part of, if it is part of names on both
/// sides.
pub(super) fn entity_variable(
    remaining: RemainingRuns<'_>,
    pair: AlignedPair<'_>,
) -> Option<ChangedRun> {
    let run = &remaining.runs[0];
    let [a, b] = run.sides(pair);
    // A name is no value of a number, nor a number of a name.
    if !(can_be_name(&a) && can_be_name(&b)) || is_number(&a) != is_number(&b) {
        return None;
    }
    let (in_a, in_b) = match (entities_around(&a), entities_around(&b)) {
        (Some(in_a), Some(in_b)) => (in_a, in_b),
        (Some(in_a), None) if are_people(&a.with_range(in_a.clone()), &b) => (in_a, b.range),
        (None, Some(in_b)) if are_people(&b.with_range(in_b.clone()), &a) => (a.range, in_b),
        _ => return None,
    };
    let before = (run.a.start - in_a.start).max(run.b.start - in_b.start);
    let behind = (in_a.end - run.a.end).max(in_b.end - run.b.end);
    // A name that reaches into the next changed run is not completed: that run is an edit of its
    // own.
    let before = if before <= remaining.equal_before() { before } else { 0 };
    let behind = if behind <= remaining.equal_behind(0) { behind } else { 0 };
    Some(run.as_variable().grown(before, behind))
}

fn can_be_name(side: &RunSide<'_>) -> bool {
    let chars = side.chars();
    !chars.is_empty() && chars.iter().all(|&char| is_ideographic(char) || is_numeral(char))
}

/// Whether an unknown word stands for a known name, and both start with a family name.
fn are_people(name: &RunSide<'_>, unknown: &RunSide<'_>) -> bool {
    (2..=3).contains(&unknown.range.len())
        && starts_with_family_name(name)
        && starts_with_family_name(unknown)
}

fn starts_with_family_name(side: &RunSide<'_>) -> bool {
    is_family_name(side.text.content.chars()[side.range.start])
}

/// The names that a side is part of, from the first to the last, if they leave no gap.
fn entities_around(side: &RunSide<'_>) -> Option<Range<usize>> {
    if is_unnamed(side) {
        return Some(side.range.clone());
    }
    let (range, clause) = (&side.range, clause_around(side));
    let entities = entity_ranges(&side.text.content.chars()[clause.clone()]);
    let entities =
        entities.into_iter().map(|word| clause.start + word.start..clause.start + word.end);
    let entities: Vec<Range<usize>> =
        entities.filter(|word| word.start < range.end && range.start < word.end).collect();
    let (first, last) = (entities.first()?, entities.last()?);
    let has_no_gap = entities.windows(2).all(|pair| pair[0].end == pair[1].start);
    (has_no_gap && first.start <= range.start && range.end <= last.end)
        .then_some(first.start..last.end)
}

/// A side with the content characters around it up to the next punctuation.
fn clause_around(side: &RunSide<'_>) -> Range<usize> {
    let range = &side.range;
    let first = range.start.saturating_sub(MAX_CONTEXT);
    let last = (range.end + MAX_CONTEXT).min(side.text.content.len());
    let before = (first + 1..=range.start).rev().take_while(|&at| is_unbroken(side, at)).count();
    let behind = (range.end..last).take_while(|&at| is_unbroken(side, at)).count();
    range.start - before..range.end + behind
}

/// Whether there is no punctuation before content character `at`.
fn is_unbroken(side: &RunSide<'_>, at: usize) -> bool {
    side.text.between(at).of(side.text.text).chars().all(char::is_whitespace)
}

#[cfg(test)]
mod tests {
    use crate::diff::variables::tests::{values, variable};

    #[test]
    fn a_name_is_taken_as_a_whole_word() {
        assert_eq!(
            variable("昨天在北京市开会", "昨天在南京市开会"),
            Some(values("北京市", "南京市"))
        );
    }

    #[test]
    fn a_name_that_the_dictionary_lacks_may_replace_one_that_it_has() {
        assert_eq!(variable("由张三负责", "由陈晓燕负责"), Some(values("张三", "陈晓燕")));
        // Without a family name it is another word.
        assert_eq!(variable("由张三负责", "由桌椅负责"), None);
    }

    #[test]
    fn a_name_is_no_value_of_a_number() {
        assert_eq!(variable("在北京开会", "在12开会"), None);
    }
}
