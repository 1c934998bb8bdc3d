//! The differences of an alignment, located in the original texts.

use super::aligned_text::{AlignedPair, AlignedText, CharPair};
use super::changed_run::ChangedRun;
use super::classify::{changed_words, classified_runs};
use super::edit::{Edit, EditKind};
use super::moved::join_moved;
use super::surface::{surface_edit, surface_kind};
use super::variables::{blank_or_span, is_blank_filled};
use crate::align::Alignment;
use crate::document::Span;

/// Lists all differences of an alignment, in the order of the texts.
///
/// ```
/// use leitong::align::align_units;
/// use leitong::diff::{AlignedText, EditKind, edits};
/// use leitong::document::Span;
/// use leitong::text::{Content, Script};
/// let texts = ["天地玄黄，宇宙洪荒。", "天地玄黄、宇宙洪荒。"];
/// let [a, b] = texts.map(|text| Content::of(text, Span::new(0, text.len()), Script::AsWritten));
/// let alignment = &align_units(a.chars(), b.chars(), 8)[0];
/// let a = AlignedText { text: texts[0], content: &a };
/// let b = AlignedText { text: texts[1], content: &b };
/// let edits = edits(alignment, a, b);
/// assert_eq!((edits[0].kind, edits[0].b.of(texts[1])), (EditKind::Punctuation, "、"));
/// ```
#[must_use]
pub fn edits(alignment: &Alignment, a: AlignedText<'_>, b: AlignedText<'_>) -> Vec<Edit> {
    let pair = AlignedPair { a, b };
    let mut end = CharPair { a: alignment.a as usize, b: alignment.b as usize };
    let mut edits: Vec<Edit> = Vec::new();
    for run in classified_runs(&changed_words(alignment, pair), alignment, pair) {
        edits.extend(surface_edits(end, run.a.start - end.a, pair));
        end = run.end();
        edits.extend(edits_of_run(&run, pair));
    }
    edits.extend(surface_edits(end, alignment.range_a().end - end.a, pair));
    // Punctuation beside a run at the very end is outside of the alignment.
    let (whole_a, whole_b) = (a.span(alignment.range_a()), b.span(alignment.range_b()));
    edits.retain(|edit| whole_a.contains(edit.a) && whole_b.contains(edit.b));
    join_moved(without_overlapping_surface(edits), pair)
}

/// Edits in order, without surface edits that overlap a neighbour: both of two adjacent runs
/// include the punctuation between them.
fn without_overlapping_surface(edits: Vec<Edit>) -> Vec<Edit> {
    let mut kept: Vec<Edit> = Vec::with_capacity(edits.len());
    for edit in edits {
        let overlaps =
            kept.last().is_some_and(|last| edit.a.start < last.a.end || edit.b.start < last.b.end);
        if overlaps && edit.kind.is_surface() {
            continue;
        }
        if overlaps && kept.last().is_some_and(|last| last.kind.is_surface()) {
            kept.pop();
        }
        kept.push(edit);
    }
    kept
}

/// The edit of a changed run, and differences of punctuation and layout right beside it.
fn edits_of_run(run: &ChangedRun, pair: AlignedPair<'_>) -> Vec<Edit> {
    match (run.kind, run.a.is_empty(), run.b.is_empty()) {
        (EditKind::Variable, ..) if is_blank_filled(run, pair) => {
            let [a, b] = run.sides(pair).map(|side| blank_or_span(&side));
            vec![Edit { kind: run.kind, a, b }]
        }
        (_, false, true) => deletion(run, pair),
        (_, true, false) => {
            let deleted = deletion(&run.swapped(), pair.swapped());
            deleted.into_iter().map(Edit::swapped).collect()
        }
        _ => replacement(run, pair),
    }
}

/// The edit of characters that were replaced, and surface edits before and behind it.
fn replacement(run: &ChangedRun, pair: AlignedPair<'_>) -> Vec<Edit> {
    let edit =
        Edit { kind: run.kind, a: pair.a.span(run.a.clone()), b: pair.b.span(run.b.clone()) };
    let before = surface_edit(run.start(), pair);
    let behind = surface_edit(run.end(), pair);
    [before, Some(edit), behind].into_iter().flatten().collect()
}

/// The edit of characters that are in the first side only, with the punctuation that was deleted
/// with them: the one behind them if the punctuation before them is the same as in the second side,
/// else the one before them.
fn deletion(run: &ChangedRun, pair: AlignedPair<'_>) -> Vec<Edit> {
    let AlignedPair { a, b } = pair;
    let (before, behind, there) =
        (a.between(run.a.start), a.between(run.a.end), b.between(run.b.start));
    let chars = a.span(run.a.clone());
    if surface_kind(before.of(a.text), there.of(b.text)).is_none() {
        let a = Span::new(chars.start, behind.end.max(chars.end));
        return vec![Edit { kind: EditKind::Deleted, a, b: Span::new(there.end, there.end) }];
    }
    let a = Span::new(before.start, chars.end);
    let edit = Edit { kind: EditKind::Deleted, a, b: Span::new(there.start, there.start) };
    [Some(edit), surface_edit(run.end(), pair)].into_iter().flatten().collect()
}

/// Differences of punctuation and layout between `len` equal characters, of which `start` is the
/// first pair.
fn surface_edits(
    start: CharPair,
    len: usize,
    pair: AlignedPair<'_>,
) -> impl Iterator<Item = Edit> + use<'_> {
    let offsets_a = pair.a.content.offsets_in(start.a..start.a + len);
    let offsets_b = pair.b.content.offsets_in(start.b..start.b + len);
    let next = offsets_a.clone().zip(offsets_b.clone()).skip(1);
    let steps = offsets_a.zip(offsets_b).zip(next).zip(1..);
    // Nearly all characters have the same bytes up to the next one on both sides.
    let differ = steps.filter(move |&(((a, b), (next_a, next_b)), _)| {
        let bytes_a = pair.a.text.get(a as usize..next_a as usize);
        let bytes_b = pair.b.text.get(b as usize..next_b as usize);
        bytes_a.is_none() || bytes_a != bytes_b
    });
    differ.filter_map(move |(_, offset)| {
        surface_edit(CharPair { a: start.a + offset, b: start.b + offset }, pair)
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::align::{Anchor, Costs, EditOp};
    use crate::text::{Content, Script};
    use proptest::prelude::*;

    const HEAD: &str = "根据上级的统一部署和要求我们说过";
    const TAIL: &str = "会议开得圆满成功达到了预期的目的";

    /// The kind and both sides of each difference.
    type Differences = Vec<(EditKind, String, String)>;

    fn content(text: &str) -> Content {
        Content::of(text, Span::new(0, text.len()), Script::AsWritten)
    }

    fn differences(a: &str, b: &str, alignment: &Alignment) -> Differences {
        let (of_a, of_b) = (content(a), content(b));
        let (side_a, side_b) =
            (AlignedText { text: a, content: &of_a }, AlignedText { text: b, content: &of_b });
        let edits = edits(alignment, side_a, side_b);
        edits.iter().map(|e| (e.kind, e.a.of(a).to_owned(), e.b.of(b).to_owned())).collect()
    }

    /// Aligns two texts from end to end: their common beginning, a change, and their common end.
    fn aligned(a: &str, b: &str) -> Alignment {
        let (a, b) = (content(a), content(b));
        let (a, b) = (a.chars(), b.chars());
        let shorter = a.len().min(b.len());
        let head = a.iter().zip(b).take_while(|(x, y)| x == y).count();
        let tail = a
            .iter()
            .rev()
            .zip(b.iter().rev())
            .take_while(|(x, y)| x == y)
            .count()
            .min(shorter - head);
        let first = Anchor { a: 0, b: 0, len: head as u32 };
        let last =
            Anchor { a: (a.len() - tail) as u32, b: (b.len() - tail) as u32, len: tail as u32 };
        Alignment::from_chain(&[first, last], a, b, Costs::IDEOGRAPHS, usize::MAX).swap_remove(0)
    }

    /// The differences of two phrases between the same words.
    fn between_phrases(a: &str, b: &str) -> Differences {
        let [a, b] = [a, b].map(|phrase| format!("{HEAD}，{phrase}。{TAIL}"));
        differences(&a, &b, &aligned(&a, &b))
    }

    fn one(kind: EditKind, a: &str, b: &str) -> Differences {
        vec![(kind, a.to_owned(), b.to_owned())]
    }

    #[test]
    fn punctuation_and_breaks_differ_though_all_characters_are_equal() {
        let found =
            differences("甲乙，丙丁。戊己", "甲乙丙丁。\n戊,己", &Alignment::equal_run(0, 0, 6));
        let own = str::to_owned;
        assert_eq!(
            found,
            [
                (EditKind::Punctuation, own("，"), own("")),
                (EditKind::Layout, own("。"), own("。\n")),
                (EditKind::Punctuation, own(""), own(",")),
            ]
        );
    }

    #[test]
    fn numbers_and_dates_are_variables_with_all_their_digits() {
        for (a, b) in [
            ("9", "10"),
            ("9", "19"),
            ("3.5", "13.5"),
            ("1200", "100"),
            ("十", "十五"),
            ("2024", "二〇二五"),
            ("2024年3月5日", "2024年12月5日"),
            ("3", "X"),
        ] {
            let (found, side) = (
                between_phrases(&format!("共{a}个点"), &format!("共{b}个点")),
                |text: &str| text.to_owned(),
            );
            assert!(
                found.iter().all(|edit| edit.0 == EditKind::Variable) && found.len() == 1,
                "{a} {b}: {found:?}"
            );
            if !a.contains('年') {
                assert_eq!((&found[0].1, &found[0].2), (&side(a), &side(b)));
            }
        }
        assert_eq!(
            between_phrases("二〇二四年底", "2025年底"),
            one(EditKind::Variable, "二〇二四", "2025")
        );
    }

    #[test]
    fn numbers_of_equal_value_are_variants() {
        for (a, b) in
            [("2008", "二〇〇八"), ("2008年5月", "二○○八年五月"), ("25", "二十五"), ("30", "叁拾")]
        {
            let found = between_phrases(&format!("共{a}个点"), &format!("共{b}个点"));
            assert!(!found.is_empty(), "{a} {b}");
            assert!(found.iter().all(|edit| edit.0 == EditKind::Variant), "{a} {b}: {found:?}");
        }
    }

    #[test]
    fn digits_that_only_stand_side_by_side_are_not_one_number() {
        assert_eq!(
            between_phrases("见1、2、3条", "见1、5、3条"),
            one(EditKind::Variable, "2", "5")
        );
        assert_eq!(between_phrases("共人到会", "共12人到会"), one(EditKind::Inserted, "", "12"));
        assert_eq!(between_phrases("第12甲组", "第32乙组")[0].0, EditKind::Variable);
        assert_eq!(
            between_phrases("第12甲组", "第32乙组")[1],
            (EditKind::Replaced, "甲".to_owned(), "乙".to_owned())
        );
    }

    #[test]
    fn names_are_variables() {
        assert_eq!(
            between_phrases("请张三同志讲话", "请李四同志讲话"),
            one(EditKind::Variable, "张三", "李四")
        );
        assert_eq!(
            between_phrases("由张三主持", "由李四主持"),
            one(EditKind::Variable, "张三", "李四")
        );
        assert_eq!(
            between_phrases("請陳曉燕主任發言", "請張偉強主任發言"),
            one(EditKind::Variable, "陳曉燕", "張偉強")
        );
        assert_eq!(
            between_phrases("在北京市召开", "在上海市召开"),
            one(EditKind::Variable, "北京市", "上海市")
        );
        assert_eq!(
            between_phrases("在北京召开", "在上海召开"),
            one(EditKind::Variable, "北京", "上海")
        );
        assert_eq!(
            between_phrases("由国务院印发", "由外交部印发"),
            one(EditKind::Variable, "国务院", "外交部")
        );
        assert_eq!(
            between_phrases("代表们上午报到", "代表们下午报到"),
            one(EditKind::Variable, "上午", "下午")
        );
    }

    #[test]
    fn other_words_are_no_variables() {
        for (a, b) in [
            ("能力", "本事"),
            ("道德", "文明"),
            ("许多", "大量"),
            ("目前", "过去"),
            ("北京", "单位"),
        ] {
            let (a, b) = (format!("为了提高{a}建设"), format!("为了提高{b}建设"));
            assert!(
                between_phrases(&a, &b).iter().all(|edit| edit.0 == EditKind::Replaced),
                "{:?}",
                between_phrases(&a, &b)
            );
        }
    }

    #[test]
    fn placeholders_are_variables() {
        for (a, b) in
            [("××", "建国"), ("XX", "建国"), ("某某", "建国"), ("____", "建国"), ("[姓名]", "建国")]
        {
            assert_eq!(
                between_phrases(&format!("请王{a}讲话"), &format!("请王{b}讲话")),
                one(EditKind::Variable, a, b)
            );
        }
        assert_eq!(between_phrases("在某市召开", "在北京市召开")[0].0, EditKind::Variable);
        assert_eq!(
            between_phrases("有某些人说", "有那些人说"),
            one(EditKind::Replaced, "某", "那")
        );
    }

    #[test]
    fn other_forms_of_characters_are_variants() {
        assert_eq!(between_phrases("他說羣衆在裏邊", "他说群众在里边")[0].0, EditKind::Variant);
        assert_eq!(between_phrases("群衆路線", "群众路线").len(), 2);
        let mixed = [
            (EditKind::Variant, "衞".to_owned(), "卫".to_owned()),
            (EditKind::Replaced, "星".into(), "护".into()),
        ];
        assert_eq!(between_phrases("这是衞星吗", "这是卫护吗"), mixed);
    }

    #[test]
    fn a_block_at_another_position_has_moved() {
        let (block, rest) =
            ("要把群众的冷暖放在心上", "各部门应当密切配合并且认真落实责任制度明确分工");
        let (a, b) = (format!("{HEAD}{block}{rest}{TAIL}"), format!("{HEAD}{rest}{block}{TAIL}"));
        let [head, block_len, rest_len, tail] =
            [HEAD, block, rest, TAIL].map(|text| text.chars().count() as u32);
        let steps = vec![
            EditOp::Equal(head),
            EditOp::Change { a: block_len, b: 0 },
            EditOp::Equal(rest_len),
            EditOp::Change { a: 0, b: block_len },
            EditOp::Equal(tail),
        ];
        assert_eq!(
            differences(&a, &b, &Alignment { a: 0, b: 0, steps }),
            one(EditKind::Moved, block, block)
        );
    }

    #[test]
    fn a_number_at_the_end_takes_nothing_from_outside() {
        let steps = vec![EditOp::Equal(1), EditOp::Change { a: 0, b: 1 }, EditOp::Equal(1)];
        let found = differences("，12，", "、132。", &Alignment { a: 0, b: 0, steps });
        assert_eq!(found, one(EditKind::Variable, "12", "132"));
    }

    /// Content in none of the spans.
    fn rest(text: &str, spans: &[Span]) -> String {
        let content = content(text);
        let places = content.chars().iter().zip(content.offsets());
        let inside = |place: u32| {
            spans.iter().any(|span| (span.start..span.end).contains(&(place as usize)))
        };
        places.filter(|&(_, place)| !inside(place)).map(|(char, _)| char).collect()
    }

    /// The first text with the edits made.
    fn replayed(a: &str, b: &str, edits: &[Edit], alignment: &Alignment) -> String {
        let content_of_a = content(a);
        let (whole, mut made) = (content_of_a.span(a, alignment.range_a()), String::new());
        let mut at = whole.start;
        for edit in edits {
            made += &a[at..edit.a.start];
            made += edit.b.of(b);
            at = edit.a.end;
        }
        made + &a[at..whole.end]
    }

    proptest! {
        #[test]
        fn edits_lead_from_one_text_to_the_other(
            a in "[甲乙一2张三说說，。\n×某]{0,24}", b in "[甲乙一2张三说說，。\n×某]{0,24}",
        ) {
            let [a, b] = [a, b].map(|middle| format!("{HEAD}{middle}{TAIL}"));
            let alignment = aligned(&a, &b);
            let (of_a, of_b) = (content(&a), content(&b));
            let (side_a, side_b) = (AlignedText { text: &a, content: &of_a }, AlignedText { text: &b, content: &of_b });
            let edits = edits(&alignment, side_a, side_b);
            let in_b = &of_b.chars()[alignment.range_b()];
            if edits.iter().all(|edit| edit.kind != EditKind::Moved) {
                let made = replayed(&a, &b, &edits, &alignment);
                prop_assert_eq!(content(&made).chars().to_vec(), in_b.to_vec());
            }
            if alignment.range_a().len() == of_a.len() && alignment.range_b().len() == of_b.len() {
                let spans = |side: fn(&Edit) -> Span| edits.iter().map(side).collect::<Vec<_>>();
                prop_assert_eq!(rest(&a, &spans(|edit| edit.a)), rest(&b, &spans(|edit| edit.b)));
            }
        }
    }
}
