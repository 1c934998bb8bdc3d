//! Lines and columns of a text report, laid out by display width.

use std::borrow::Cow;

use console::{Alignment, AnsiCodeIterator, measure_text_width, pad_str};

pub(super) use crate::report::counts::{counted, grouped, percent};

/// `text` with spaces up to `width` columns.
pub(super) fn padded(text: &str, width: usize) -> Cow<'_, str> {
    pad_str(text, width, Alignment::Left, None)
}

/// Prose broken at spaces into lines of at most `width` columns; all lines but the first are
/// indented. A word that is wider than a line stays whole.
pub(super) fn folded(text: &str, indent: usize, width: usize) -> String {
    let mut folded = String::new();
    let mut used = 0;
    for word in text.split_inclusive(' ') {
        if used > indent && used + measure_text_width(word.trim_end()) > width {
            // The space at the end of a word is where the line breaks.
            folded.truncate(folded.trim_end().len());
            folded.push('\n');
            folded.push_str(&" ".repeat(indent));
            used = indent;
        }
        folded.push_str(word);
        used += measure_text_width(word);
    }
    folded
}

/// Text broken into lines of at most `width` columns, between any two [atoms]. A colour
/// continues on the next line.
pub(super) fn wrapped(text: &str, width: usize) -> Vec<String> {
    let mut lines = Vec::new();
    let mut line = String::new();
    let mut used = 0;
    for (piece, is_escape) in AnsiCodeIterator::new(text) {
        if is_escape {
            line.push_str(piece);
            continue;
        }
        for atom in atoms(piece) {
            let columns = measure_text_width(atom);
            if used + columns > width {
                lines.push(std::mem::take(&mut line));
                used = 0;
            }
            line.push_str(atom);
            used += columns;
        }
    }
    lines.push(line);
    lines
}

/// The parts between which a line may be broken: single characters, together with the signs of
/// marks that open before them or close after them.
fn atoms(mut text: &str) -> impl Iterator<Item = &str> {
    std::iter::from_fn(move || {
        let (atom, rest) = text.split_at(first_atom(text));
        text = rest;
        (!atom.is_empty()).then_some(atom)
    })
}

/// Bytes of the first atom of `text`.
fn first_atom(text: &str) -> usize {
    let open = if text.starts_with("[-") || text.starts_with("{+") { 2 } else { 0 };
    let char = text[open..].chars().next().map_or(0, char::len_utf8);
    let rest = &text[open + char..];
    let close = if rest.starts_with("-]") || rest.starts_with("+}") { 2 } else { 0 };
    open + char + close
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn wide_characters_are_wrapped_by_columns() {
        assert_eq!(wrapped("雷同ab", 4), ["雷同", "ab"]);
        assert_eq!(wrapped("a雷同", 4), ["a雷", "同"]);
        assert_eq!(wrapped("雷同[-，-]{+ab+}", 8), ["雷同", "[-，-]", "{+ab+}"]);
        assert_eq!(wrapped("", 4), [""]);
    }

    #[test]
    fn a_colour_takes_no_columns() {
        assert_eq!(wrapped("a\u{1b}[1mb\u{1b}[0mc", 2), ["a\u{1b}[1mb\u{1b}[0m", "c"]);
    }

    #[test]
    fn a_mark_is_not_broken_from_its_character() {
        let atoms: Vec<&str> = atoms("a[-雷同-]{+b+}").collect();
        assert_eq!(atoms, ["a", "[-雷", "同-]", "{+b+}"]);
    }

    #[test]
    fn prose_is_folded_between_words() {
        assert_eq!(
            folded("  1  speech, exact  12 characters", 5, 20),
            "  1  speech, exact\n     12 characters"
        );
        assert_eq!(folded("a\u{1b}[1mb\u{1b}[0m c", 0, 4), "a\u{1b}[1mb\u{1b}[0m c");
        assert_eq!(folded("雷同 雷同雷同", 2, 6), "雷同\n  雷同雷同");
    }

    #[test]
    fn columns_are_padded_by_display_width() {
        assert_eq!(padded("雷同", 6), "雷同  ");
        assert_eq!(padded("雷同", 2), "雷同");
    }
}
