//! Text of documents made safe for a terminal.

/// `text` without anything that a terminal would act on: whitespace that contains a line break
/// becomes `↵`, other whitespace one space, control characters and direction overrides `�`.
pub(super) fn clean(text: &str) -> String {
    let mut clean = String::with_capacity(text.len());
    let mut rest = text;
    while let Some(first) = rest.chars().next() {
        let blank = &rest[..rest.len() - rest.trim_start().len()];
        let taken = if blank.is_empty() { first.len_utf8() } else { blank.len() };
        clean.push(match (blank.is_empty(), is_harmful(first)) {
            (true, true) => '\u{FFFD}',
            (true, false) => first,
            (false, _) if blank.contains('\n') => '↵',
            (false, _) => ' ',
        });
        rest = &rest[taken..];
    }
    clean
}

/// Whether a character is a control character or changes the direction of the text after it.
fn is_harmful(char: char) -> bool {
    char.is_control()
        || matches!(
            char,
            '\u{200E}' | '\u{200F}' | '\u{202A}'..='\u{202E}' | '\u{2066}'..='\u{2069}'
        )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_terminal_gets_no_control_characters() {
        assert_eq!(clean("红\u{1b}[31m字\r\n\n 行\t尾\u{202e}"), "红\u{fffd}[31m字↵行 尾\u{fffd}");
    }
}
