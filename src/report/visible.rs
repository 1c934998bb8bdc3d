//! Characters that a document cannot hold, or that would change how it is read.

use std::borrow::Cow;

/// `text` with a sign in place of each character that XML cannot hold, that controls a device, or
/// that changes the direction of the text after it. Line breaks and tabs stay.
pub(super) fn visible(text: &str) -> Cow<'_, str> {
    if !text.contains(is_unseen) {
        return text.into();
    }
    let mut visible = String::with_capacity(text.len() + 8);
    for char in text.chars() {
        match u32::from(char) {
            code if !is_unseen(char) => visible.extend(char::from_u32(code)),
            code @ ..0x20 => visible.extend(char::from_u32(0x2400 + code)),
            0x7F => visible.push('␡'),
            code => visible.extend(["U+", &format!("{code:04X}")]),
        }
    }
    visible.into()
}

/// Text in which nothing is markup in XML or HTML, and which has no character that these cannot
/// hold.
pub(super) fn escaped(text: &str) -> String {
    let visible = visible(text);
    let mut escaped = String::with_capacity(visible.len());
    for char in visible.chars() {
        match char {
            '&' => escaped.push_str("&amp;"),
            '<' => escaped.push_str("&lt;"),
            '>' => escaped.push_str("&gt;"),
            '"' => escaped.push_str("&quot;"),
            char => escaped.push(char),
        }
    }
    escaped
}

/// The lines of a text, whatever ends them.
pub(super) fn lines(text: &str) -> impl Iterator<Item = &str> {
    text.split('\n').flat_map(|line| line.strip_suffix('\r').unwrap_or(line).split('\r'))
}

fn is_unseen(char: char) -> bool {
    let is_control = char.is_control() && !matches!(char, '\t' | '\n' | '\r');
    let is_direction = matches!(
        char,
        '\u{61C}' | '\u{200E}' | '\u{200F}' | '\u{202A}'..='\u{202E}' | '\u{2066}'..='\u{2069}'
    );
    is_control || is_direction || matches!(char, '\u{2028}' | '\u{2029}' | '\u{FFFE}' | '\u{FFFF}')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_cannot_be_seen_is_a_sign() {
        assert_eq!(visible("雷\u{0}\u{1b}同\t\n"), "雷␀␛同\t\n");
        assert_eq!(visible("a\u{7f}\u{85}\u{202e}\u{ffff}"), "a␡U+0085U+202EU+FFFF");
        assert!(matches!(visible("雷同\r\n\u{301}👩\u{200d}🔬"), Cow::Borrowed(_)));
    }

    #[test]
    fn nothing_is_markup() {
        assert_eq!(escaped("<a & \"b\">\u{0}\u{fffe}雷"), "&lt;a &amp; &quot;b&quot;&gt;␀U+FFFE雷");
    }

    #[test]
    fn a_line_ends_at_any_line_break() {
        assert_eq!(lines("a\r\nb\rc\n\nd").collect::<Vec<_>>(), ["a", "b", "c", "", "d"]);
    }
}
