//! JSON that is safe inside a page: it cannot end the element around it, and is never markup.

use std::io::{self, Write};

use serde::Serialize;
use serde_json::ser::{CharEscape, CompactFormatter, Formatter, Serializer};

/// `value` as JSON of one line, in which `<`, `>`, `&`, control characters, line separators and
/// overrides of direction are written as escapes.
pub(super) fn json(value: &impl Serialize) -> io::Result<String> {
    let mut bytes = Vec::new();
    value.serialize(&mut Serializer::with_formatter(&mut bytes, Inert))?;
    String::from_utf8(bytes).map_err(io::Error::other)
}

/// Writes strings without characters that are active in HTML.
struct Inert;

impl Formatter for Inert {
    fn write_string_fragment<W: ?Sized + Write>(
        &mut self,
        writer: &mut W,
        fragment: &str,
    ) -> io::Result<()> {
        let mut rest = fragment;
        while let Some(at) = rest.find(is_active) {
            let (plain, from) = rest.split_at(at);
            let active = from.chars().next().map_or(0, |char| char as u32);
            write!(writer, "{plain}\\u{active:04x}")?;
            rest = &from[char::from_u32(active).map_or(0, char::len_utf8)..];
        }
        writer.write_all(rest.as_bytes())
    }

    fn write_char_escape<W: ?Sized + Write>(
        &mut self,
        writer: &mut W,
        escape: CharEscape,
    ) -> io::Result<()> {
        CompactFormatter.write_char_escape(writer, escape)
    }
}

/// Whether a character means something to a parser of HTML or of scripts, or changes the direction
/// of text. All such characters lie in the basic plane.
fn is_active(char: char) -> bool {
    matches!(char, '<' | '>' | '&' | '\u{7F}'..='\u{9F}' | '\u{200E}' | '\u{200F}' | '\u{2028}'..='\u{202E}')
        || matches!(char, '\u{2066}'..='\u{2069}' | '\u{FEFF}' | '\u{FFFE}' | '\u{FFFF}')
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn no_text_ends_the_element_around_it() {
        let hostile = "</script><!--<script>]]>&amp;\u{0}\u{1b}\u{85}\u{2028}\u{202e}\u{feff}雷同";
        assert_eq!(
            json(&hostile).expect("strings can be written"),
            r#""\u003c/script\u003e\u003c!--\u003cscript\u003e]]\u003e\u0026amp;\u0000\u001b\u0085\u2028\u202e\ufeff雷同""#
        );
    }

    proptest! {
        #[test]
        fn what_is_read_back_is_what_was_written(text in any::<String>(), marks in "[<>&\u{202e}\u{0}\"\\\\\u{9f}雷]*") {
            let text = format!("{text}{marks}");
            let json = json(&text).expect("strings can be written");
            prop_assert!(!json.contains(is_active));
            prop_assert_eq!(serde_json::from_str::<String>(&json).expect("this is JSON"), text);
        }
    }
}
