//! Differences that leave all content characters as they are.

use unicode_normalization::UnicodeNormalization;

use super::{AlignedText, Edit, EditKind};

/// What differs right before two characters that answer to each other.
pub(super) fn surface_edit(at_a: usize, at_b: usize, a: AlignedText<'_>, b: AlignedText<'_>) -> Option<Edit> {
    let (a_span, b_span) = (a.between(at_a), b.between(at_b));
    let kind = surface_kind(a_span.of(a.text), b_span.of(b.text))?;
    Some(Edit { kind, a: a_span, b: b_span })
}

pub(super) fn surface_kind(a: &str, b: &str) -> Option<EditKind> {
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn width_of_punctuation_is_no_difference() {
        assert_eq!(surface_kind("，", ","), None);
        assert_eq!(surface_kind("\n\n", "\n"), None);
        assert_eq!(surface_kind("\n2\n", ""), Some(EditKind::Layout));
    }
}
