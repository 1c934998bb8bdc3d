//! What differs between the two places of a passage, told in the original texts.

use std::ops::Range;

use unicode_normalization::UnicodeNormalization;

use super::align::{Alignment, Step};
use crate::document::Span;
use crate::text::Content;

/// What happened at one place of a passage.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, serde::Serialize)]
#[serde(rename_all = "lowercase")]
pub enum EditKind {
    /// Characters were exchanged for others.
    Replaced,
    /// Characters stand in the second place only.
    Inserted,
    /// Characters stand in the first place only.
    Deleted,
    /// A name or number slot was filled anew: both sides are digits or placeholders.
    Slot,
    /// Only punctuation differs.
    Punctuation,
    /// Only line breaks, spaces or page debris differ; punctuation may differ with a line break.
    Layout,
}

impl EditKind {
    /// The kind's name, as reports spell it.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::Replaced => "replaced",
            Self::Inserted => "inserted",
            Self::Deleted => "deleted",
            Self::Slot => "slot",
            Self::Punctuation => "punctuation",
            Self::Layout => "layout",
        }
    }

    /// Whether all content characters are the same.
    #[must_use]
    pub fn is_quiet(self) -> bool {
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
    /// The same difference seen from the other side.
    fn swapped(self) -> Self {
        let kind = if self.kind == EditKind::Deleted { EditKind::Inserted } else { self.kind };
        Self { kind, a: self.b, b: self.a }
    }
}

/// One side of an alignment: a text and the content that was made from it.
#[derive(Debug, Clone, Copy)]
pub struct Side<'t> {
    /// The original.
    pub text: &'t str,
    /// Its content characters; the alignment counts in them.
    pub content: &'t Content,
}

impl Side<'_> {
    fn span(self, range: Range<usize>) -> Span {
        self.content.span(self.text, range)
    }

    /// What lies between content character `at - 1` and content character `at`.
    fn between(self, at: usize) -> Span {
        let start = self.span(at - 1..at).end;
        Span::new(start, self.span(at..at + 1).start.max(start))
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
pub fn edits(alignment: &Alignment, a: Side<'_>, b: Side<'_>) -> Vec<Edit> {
    let (mut at_a, mut at_b) = (alignment.a as usize, alignment.b as usize);
    let mut edits = Vec::new();
    for step in &alignment.steps {
        let (to_a, to_b) = (at_a + step.a() as usize, at_b + step.b() as usize);
        match step {
            Step::Equal(len) => edits.extend(quiet_edits(at_a, at_b, *len as usize, a, b)),
            Step::Change { a: _, b: 0 } => edits.extend(one_sided(at_a..to_a, at_b, a, b)),
            Step::Change { a: 0, b: _ } => edits.extend(one_sided(at_b..to_b, at_a, b, a).map(Edit::swapped)),
            Step::Change { .. } => edits.extend(replaced(at_a..to_a, at_b..to_b, a, b)),
        }
        (at_a, at_b) = (to_a, to_b);
    }
    edits
}

/// Characters exchanged for others, and what differs right before and behind them.
fn replaced(in_a: Range<usize>, in_b: Range<usize>, a: Side<'_>, b: Side<'_>) -> impl Iterator<Item = Edit> + use<> {
    let (a_span, b_span) = (a.span(in_a.clone()), b.span(in_b.clone()));
    let slot = is_slot(a_span.of(a.text)) && is_slot(b_span.of(b.text));
    let kind = if slot { EditKind::Slot } else { EditKind::Replaced };
    let before = quiet_edit(in_a.start, in_b.start, a, b);
    let behind = quiet_edit(in_a.end, in_b.end, a, b);
    [before, Some(Edit { kind, a: a_span, b: b_span }), behind].into_iter().flatten()
}

/// Characters that stand in `a` only, with the punctuation that went with them.
fn one_sided(in_a: Range<usize>, at_b: usize, a: Side<'_>, b: Side<'_>) -> impl Iterator<Item = Edit> + use<> {
    let kind = EditKind::Deleted;
    let (before, behind, there) = (a.between(in_a.start), a.between(in_a.end), b.between(at_b));
    let chars = a.span(in_a.clone());
    let (edit, quiet) = if quiet_kind(before.of(a.text), there.of(b.text)).is_none() {
        let b = Span::new(there.end, there.end);
        (Edit { kind, a: Span::new(chars.start, behind.end.max(chars.end)), b }, None)
    } else {
        let b_span = Span::new(there.start, there.start);
        (Edit { kind, a: Span::new(before.start, chars.end), b: b_span }, quiet_edit(in_a.end, at_b, a, b))
    };
    [Some(edit), quiet].into_iter().flatten()
}

/// Differences of punctuation and layout between characters that are equal.
fn quiet_edits<'s>(
    at_a: usize,
    at_b: usize,
    len: usize,
    a: Side<'s>,
    b: Side<'s>,
) -> impl Iterator<Item = Edit> + use<'s> {
    (1..len).filter_map(move |on| quiet_edit(at_a + on, at_b + on, a, b))
}

/// What differs right before two characters that answer to each other.
fn quiet_edit(at_a: usize, at_b: usize, a: Side<'_>, b: Side<'_>) -> Option<Edit> {
    let (a_span, b_span) = (a.between(at_a), b.between(at_b));
    let kind = quiet_kind(a_span.of(a.text), b_span.of(b.text))?;
    Some(Edit { kind, a: a_span, b: b_span })
}

fn quiet_kind(a: &str, b: &str) -> Option<EditKind> {
    if a == b {
        return None;
    }
    if a.chars().chain(b.chars()).any(char::is_alphanumeric) {
        return Some(EditKind::Layout);
    }
    let broken = |text: &str| text.contains('\n');
    let spaced = |text: &str| text.contains(char::is_whitespace);
    if broken(a) != broken(b) {
        Some(EditKind::Layout)
    } else if !marks(a).eq(marks(b)) {
        Some(EditKind::Punctuation)
    } else {
        (spaced(a) != spaced(b)).then_some(EditKind::Layout)
    }
}

/// Punctuation marks without their width, so that `，` and `,` are the same.
fn marks(text: &str) -> impl Iterator<Item = char> + '_ {
    text.nfkc().filter(|char| !char.is_whitespace())
}

/// Whether a text is only what a template leaves open: digits, numerals and placeholders.
fn is_slot(text: &str) -> bool {
    let open = |char: char| char.is_numeric() || "xX×某○〇零一二三四五六七八九十百千万亿年月日".contains(char);
    text.chars().filter(|char| char.is_alphanumeric()).all(open)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::text::Script;

    fn kinds(a: &str, b: &str, alignment: &Alignment) -> Vec<(EditKind, String, String)> {
        let content = |text: &str| Content::of(text, Span::new(0, text.len()), Script::AsWritten);
        let (of_a, of_b) = (content(a), content(b));
        let (side_a, side_b) = (Side { text: a, content: &of_a }, Side { text: b, content: &of_b });
        let edits = edits(alignment, side_a, side_b);
        edits.iter().map(|e| (e.kind, e.a.of(a).to_owned(), e.b.of(b).to_owned())).collect()
    }

    #[test]
    fn punctuation_and_breaks_are_told_though_all_characters_are_equal() {
        let found = kinds("甲乙，丙丁。戊己", "甲乙丙丁。\n戊,己", &Alignment::equal_run(0, 0, 6));
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
    fn width_of_punctuation_is_no_difference() {
        assert_eq!(quiet_kind("，", ","), None);
        assert_eq!(quiet_kind("\n\n", "\n"), None);
        assert_eq!(quiet_kind("\n2\n", ""), Some(EditKind::Layout));
    }

    #[test]
    fn a_number_filled_anew_is_a_slot() {
        let steps = vec![
            Step::Equal(1),
            Step::Change { a: 2, b: 2 },
            Step::Equal(1),
            Step::Change { a: 1, b: 0 },
            Step::Equal(1),
        ];
        let found = kinds("共12人整来", "共35人来", &Alignment { a: 0, b: 0, steps });
        assert_eq!(found.iter().map(|e| e.0).collect::<Vec<_>>(), [EditKind::Slot, EditKind::Deleted]);
    }
}
