//! What differs between the two places of a passage, told in the original texts.

use std::ops::Range;

use super::moved::join_moved;
use super::runs::{Run, runs};
use super::slots::{blank_or_span, is_blank_filled};
use super::surface::{surface_edit, surface_kind};
use crate::align::Alignment;
use crate::document::Span;
use crate::text::Content;

/// What happened at one place of a passage.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, serde::Serialize, serde::Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum EditKind {
    /// Characters were exchanged for others.
    Replaced,
    /// Characters stand in the second place only.
    Inserted,
    /// Characters stand in the first place only.
    Deleted,
    /// A block stands at another place, perhaps with edits of its own, which are told besides.
    Moved,
    /// A name or number slot was filled anew: both sides are names, numbers, dates or placeholders.
    Slot,
    /// The same characters in another form: traditional and simplified, or variants in print.
    Variant,
    /// Only punctuation differs.
    Punctuation,
    /// Only line breaks, spaces or page debris differ; punctuation may differ with a line break.
    Layout,
}

impl EditKind {
    /// All kinds, the loudest first.
    pub const ALL: [Self; 8] = [
        Self::Replaced,
        Self::Inserted,
        Self::Deleted,
        Self::Moved,
        Self::Slot,
        Self::Variant,
        Self::Punctuation,
        Self::Layout,
    ];

    /// The kind's name, as reports spell it.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::Replaced => "replaced",
            Self::Inserted => "inserted",
            Self::Deleted => "deleted",
            Self::Moved => "moved",
            Self::Slot => "slot",
            Self::Variant => "variant",
            Self::Punctuation => "punctuation",
            Self::Layout => "layout",
        }
    }

    /// Whether all content characters are the same.
    #[must_use]
    pub fn is_surface(self) -> bool {
        matches!(self, Self::Punctuation | Self::Layout)
    }
}

/// One difference between two places, as it stands in the originals; a side may be empty.
#[derive(Debug, Clone, Copy, PartialEq, Eq, serde::Serialize)]
pub struct Edit {
    /// What happened.
    pub kind: EditKind,
    /// Where, in the first text.
    pub a: Span,
    /// Where, in the second text.
    pub b: Span,
}

impl Edit {
    /// The same difference with its sides exchanged.
    pub(super) fn swapped(self) -> Self {
        let kind = if self.kind == EditKind::Deleted { EditKind::Inserted } else { self.kind };
        Self { kind, a: self.b, b: self.a }
    }
}

/// One side of an alignment: a text and the content that was made from it.
#[derive(Debug, Clone, Copy)]
pub struct AlignedText<'t> {
    /// The original.
    pub text: &'t str,
    /// Its content characters; the alignment counts in them.
    pub content: &'t Content,
}

impl AlignedText<'_> {
    fn span(self, range: Range<usize>) -> Span {
        self.content.span(self.text, range)
    }

    /// What lies between content character `at - 1` and content character `at`; nothing at the ends.
    pub(super) fn between(self, at: usize) -> Span {
        let start = self.span_or_place(at..at).end;
        let next = if at == 0 { start } else { self.content.place(at).unwrap_or(start) };
        Span::new(start, next.max(start))
    }

    /// The run itself in the original, or the place behind the character before it if it is empty.
    #[must_use]
    pub fn span_or_place(self, range: Range<usize>) -> Span {
        match (range.is_empty(), range.start.checked_sub(1)) {
            (false, _) => self.span(range),
            (true, None) => Span::new(0, 0),
            (true, Some(before)) => {
                let end = self.span(before..range.start).end;
                Span::new(end, end)
            }
        }
    }
}

/// All differences of an alignment, in reading order.
#[must_use]
pub fn edits(alignment: &Alignment, a: AlignedText<'_>, b: AlignedText<'_>) -> Vec<Edit> {
    let (mut at_a, mut at_b) = (alignment.a as usize, alignment.b as usize);
    let mut edits: Vec<Edit> = Vec::new();
    for run in runs(alignment, a, b) {
        edits.extend(quiet_edits(at_a..run.a.start, at_b, a, b));
        (at_a, at_b) = (run.a.end, run.b.end);
        edits.extend(told(&run, a, b));
    }
    edits.extend(quiet_edits(at_a..alignment.range_a().end, at_b, a, b));
    // What lies beside a run at the very end is outside.
    let (whole_a, whole_b) = (a.span(alignment.range_a()), b.span(alignment.range_b()));
    edits.retain(|edit| whole_a.contains(edit.a) && whole_b.contains(edit.b));
    join_moved(told_once(edits), a, b)
}

/// Edits in order without those of punctuation and layout that one beside them tells too: runs may touch.
fn told_once(edits: Vec<Edit>) -> Vec<Edit> {
    let mut once: Vec<Edit> = Vec::with_capacity(edits.len());
    for edit in edits {
        let overlaps = once.last().is_some_and(|last| edit.a.start < last.a.end || edit.b.start < last.b.end);
        match once.last() {
            Some(_) if overlaps && edit.kind.is_surface() => continue,
            Some(last) if overlaps && last.kind.is_surface() => once.pop(),
            _ => None,
        };
        once.push(edit);
    }
    once
}

/// A run as it stands in the originals, and what differs right beside it.
fn told(run: &Run, a: AlignedText<'_>, b: AlignedText<'_>) -> Vec<Edit> {
    match (run.kind, run.a.is_empty(), run.b.is_empty()) {
        (EditKind::Slot, ..) if is_blank_filled(run, a, b) => {
            vec![Edit { kind: run.kind, a: blank_or_span(a, &run.a), b: blank_or_span(b, &run.b) }]
        }
        (_, false, true) => one_sided(run.a.clone(), run.b.start, a, b).collect(),
        (_, true, false) => one_sided(run.b.clone(), run.a.start, b, a).map(Edit::swapped).collect(),
        _ => replaced(run, a, b).collect(),
    }
}

/// Characters exchanged for others, and what differs right before and behind them.
fn replaced(run: &Run, a: AlignedText<'_>, b: AlignedText<'_>) -> impl Iterator<Item = Edit> + use<> {
    let edit = Edit { kind: run.kind, a: a.span(run.a.clone()), b: b.span(run.b.clone()) };
    let before = surface_edit(run.a.start, run.b.start, a, b);
    let behind = surface_edit(run.a.end, run.b.end, a, b);
    [before, Some(edit), behind].into_iter().flatten()
}

/// Characters that stand in `a` only, with the punctuation that went with them.
fn one_sided(
    in_a: Range<usize>,
    at_b: usize,
    a: AlignedText<'_>,
    b: AlignedText<'_>,
) -> impl Iterator<Item = Edit> + use<> {
    let kind = EditKind::Deleted;
    let (before, behind, there) = (a.between(in_a.start), a.between(in_a.end), b.between(at_b));
    let chars = a.span(in_a.clone());
    let (edit, quiet) = if surface_kind(before.of(a.text), there.of(b.text)).is_none() {
        let b = Span::new(there.end, there.end);
        (Edit { kind, a: Span::new(chars.start, behind.end.max(chars.end)), b }, None)
    } else {
        let b_span = Span::new(there.start, there.start);
        (Edit { kind, a: Span::new(before.start, chars.end), b: b_span }, surface_edit(in_a.end, at_b, a, b))
    };
    [Some(edit), quiet].into_iter().flatten()
}

/// Differences of punctuation and layout between characters that are equal.
fn quiet_edits<'s>(
    in_a: Range<usize>,
    at_b: usize,
    a: AlignedText<'s>,
    b: AlignedText<'s>,
) -> impl Iterator<Item = Edit> + use<'s> {
    (1..in_a.len()).filter_map(move |on| surface_edit(in_a.start + on, at_b + on, a, b))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::align::{Anchor, Costs, EditOp};
    use crate::text::Script;
    use proptest::prelude::*;

    const HEAD: &str = "根据上级的统一部署和要求我们说过";
    const TAIL: &str = "会议开得圆满成功达到了预期的目的";

    /// What happened, from which text to which.
    type Told = Vec<(EditKind, String, String)>;

    fn content(text: &str) -> Content {
        Content::of(text, Span::new(0, text.len()), Script::AsWritten)
    }

    fn told(a: &str, b: &str, alignment: &Alignment) -> Told {
        let (of_a, of_b) = (content(a), content(b));
        let (side_a, side_b) = (AlignedText { text: a, content: &of_a }, AlignedText { text: b, content: &of_b });
        let edits = edits(alignment, side_a, side_b);
        edits.iter().map(|e| (e.kind, e.a.of(a).to_owned(), e.b.of(b).to_owned())).collect()
    }

    /// Two texts from end to end: their common beginning, what changed, and their common end.
    fn laid(a: &str, b: &str) -> Alignment {
        let (a, b) = (content(a), content(b));
        let (a, b) = (a.chars(), b.chars());
        let shorter = a.len().min(b.len());
        let head = a.iter().zip(b).take_while(|(x, y)| x == y).count();
        let tail = a.iter().rev().zip(b.iter().rev()).take_while(|(x, y)| x == y).count().min(shorter - head);
        let first = Anchor { a: 0, b: 0, len: head as u32 };
        let last = Anchor { a: (a.len() - tail) as u32, b: (b.len() - tail) as u32, len: tail as u32 };
        Alignment::from_chain(&[first, last], a, b, Costs::IDEOGRAPHS).swap_remove(0)
    }

    /// What is told of two phrases amid the same words.
    fn amid(a: &str, b: &str) -> Told {
        let [a, b] = [a, b].map(|phrase| format!("{HEAD}，{phrase}。{TAIL}"));
        told(&a, &b, &laid(&a, &b))
    }

    fn one(kind: EditKind, a: &str, b: &str) -> Told {
        vec![(kind, a.to_owned(), b.to_owned())]
    }

    #[test]
    fn punctuation_and_breaks_are_told_though_all_characters_are_equal() {
        let found = told("甲乙，丙丁。戊己", "甲乙丙丁。\n戊,己", &Alignment::equal_run(0, 0, 6));
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
    fn numbers_and_dates_are_slots_with_all_their_digits() {
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
            let (found, side) =
                (amid(&format!("共{a}个点"), &format!("共{b}个点")), |text: &str| text.to_owned());
            assert!(found.iter().all(|edit| edit.0 == EditKind::Slot) && found.len() == 1, "{a} {b}: {found:?}");
            if !a.contains('年') {
                assert_eq!((&found[0].1, &found[0].2), (&side(a), &side(b)));
            }
        }
        assert_eq!(amid("二〇二四年底", "2025年底"), one(EditKind::Slot, "二〇二四", "2025"));
    }

    #[test]
    fn digits_that_only_stand_side_by_side_are_not_one_number() {
        assert_eq!(amid("见1、2、3条", "见1、5、3条"), one(EditKind::Slot, "2", "5"));
        assert_eq!(amid("共人到会", "共12人到会"), one(EditKind::Inserted, "", "12"));
        assert_eq!(amid("第12甲组", "第32乙组")[0].0, EditKind::Slot);
        assert_eq!(amid("第12甲组", "第32乙组")[1], (EditKind::Replaced, "甲".to_owned(), "乙".to_owned()));
    }

    #[test]
    fn names_are_slots() {
        assert_eq!(amid("请张三同志讲话", "请李四同志讲话"), one(EditKind::Slot, "张三", "李四"));
        assert_eq!(amid("由张三主持", "由李四主持"), one(EditKind::Slot, "张三", "李四"));
        assert_eq!(amid("請陳曉燕主任發言", "請張偉強主任發言"), one(EditKind::Slot, "陳曉燕", "張偉強"));
        assert_eq!(amid("在北京市召开", "在上海市召开"), one(EditKind::Slot, "北京市", "上海市"));
        assert_eq!(amid("在北京召开", "在上海召开"), one(EditKind::Slot, "北京", "上海"));
        assert_eq!(amid("由国务院印发", "由外交部印发"), one(EditKind::Slot, "国务院", "外交部"));
        assert_eq!(amid("代表们上午报到", "代表们下午报到"), one(EditKind::Slot, "上午", "下午"));
    }

    #[test]
    fn other_words_are_no_slots() {
        for (a, b) in [("能力", "本事"), ("道德", "文明"), ("许多", "大量"), ("目前", "过去"), ("北京", "单位")]
        {
            let (a, b) = (format!("为了提高{a}建设"), format!("为了提高{b}建设"));
            assert!(amid(&a, &b).iter().all(|edit| edit.0 == EditKind::Replaced), "{:?}", amid(&a, &b));
        }
    }

    #[test]
    fn placeholders_are_slots() {
        for (a, b) in [("××", "建国"), ("XX", "建国"), ("某某", "建国"), ("____", "建国"), ("[姓名]", "建国")]
        {
            assert_eq!(amid(&format!("请王{a}讲话"), &format!("请王{b}讲话")), one(EditKind::Slot, a, b));
        }
        assert_eq!(amid("在某市召开", "在北京市召开")[0].0, EditKind::Slot);
        assert_eq!(amid("有某些人说", "有那些人说"), one(EditKind::Replaced, "某", "那"));
    }

    #[test]
    fn other_forms_of_characters_are_variants() {
        assert_eq!(amid("他說羣衆在裏邊", "他说群众在里边")[0].0, EditKind::Variant);
        assert_eq!(amid("群衆路線", "群众路线").len(), 2);
        let mixed =
            [(EditKind::Variant, "衞".to_owned(), "卫".to_owned()), (EditKind::Replaced, "星".into(), "护".into())];
        assert_eq!(amid("这是衞星吗", "这是卫护吗"), mixed);
    }

    #[test]
    fn a_block_that_stands_elsewhere_has_moved() {
        let (block, rest) = ("要把群众的冷暖放在心上", "各部门应当密切配合并且认真落实责任制度明确分工");
        let (a, b) = (format!("{HEAD}{block}{rest}{TAIL}"), format!("{HEAD}{rest}{block}{TAIL}"));
        let [head, block_len, rest_len, tail] = [HEAD, block, rest, TAIL].map(|text| text.chars().count() as u32);
        let steps = vec![
            EditOp::Equal(head),
            EditOp::Change { a: block_len, b: 0 },
            EditOp::Equal(rest_len),
            EditOp::Change { a: 0, b: block_len },
            EditOp::Equal(tail),
        ];
        assert_eq!(told(&a, &b, &Alignment { a: 0, b: 0, steps }), one(EditKind::Moved, block, block));
    }

    #[test]
    fn a_number_at_the_end_takes_nothing_from_outside() {
        let steps = vec![EditOp::Equal(1), EditOp::Change { a: 0, b: 1 }, EditOp::Equal(1)];
        let found = told("，12，", "、132。", &Alignment { a: 0, b: 0, steps });
        assert_eq!(found, one(EditKind::Slot, "12", "132"));
    }

    /// Content in none of the spans.
    fn rest(text: &str, spans: &[Span]) -> String {
        let content = content(text);
        let places = content.chars().iter().zip(content.places());
        let inside = |place: u32| spans.iter().any(|span| (span.start..span.end).contains(&(place as usize)));
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
            let alignment = laid(&a, &b);
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
