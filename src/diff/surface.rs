//! Differences that leave all content characters equal.

use unicode_normalization::UnicodeNormalization;

use super::aligned_text::{AlignedPair, CharPair};
use super::edit::{Edit, EditKind};

/// The difference of layout or punctuation right before a pair of aligned characters.
pub(super) fn surface_edit(at: CharPair, pair: AlignedPair<'_>) -> Option<Edit> {
    let (a, b) = (pair.a.between(at.a), pair.b.between(at.b));
    let kind = surface_kind(a.of(pair.a.text), b.of(pair.b.text))?;
    Some(Edit { kind, a, b })
}

/// The kind of the difference between two texts without content characters; `None` if they differ
/// in width or in the amount of space only.
pub(super) fn surface_kind(a: &str, b: &str) -> Option<EditKind> {
    if a == b {
        return None;
    }
    // Letters and digits that are no content are page numbers and running titles.
    let has_page_line = a.chars().chain(b.chars()).any(char::is_alphanumeric);
    if has_page_line || a.contains('\n') != b.contains('\n') {
        Some(EditKind::Layout)
    } else if !marks(a).eq(marks(b)) {
        Some(EditKind::Punctuation)
    } else {
        (has_space(a) != has_space(b)).then_some(EditKind::Layout)
    }
}

fn has_space(text: &str) -> bool {
    text.contains(char::is_whitespace)
}

/// Punctuation marks without their width, so that `，` and `,` are equal.
fn marks(text: &str) -> impl Iterator<Item = char> + '_ {
    text.nfkc().filter(|char| !char.is_whitespace())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn differences_between_content_characters_have_a_kind() {
        for (a, b, kind) in [
            ("，", ",", None),
            ("\n\n", "\n", None),
            ("， ", ",  ", None),
            ("，", "。", Some(EditKind::Punctuation)),
            ("，", "", Some(EditKind::Punctuation)),
            ("，\n", "。\n", Some(EditKind::Punctuation)),
            (" ", "", Some(EditKind::Layout)),
            ("。", "。\n", Some(EditKind::Layout)),
            ("，", "。\n", Some(EditKind::Layout)),
            ("\n2\n", "", Some(EditKind::Layout)),
        ] {
            assert_eq!(surface_kind(a, b), kind, "{a:?} {b:?}");
            assert_eq!(surface_kind(b, a), kind, "{b:?} {a:?}");
        }
    }
}
