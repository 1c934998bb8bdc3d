//! The tokens of a text in which words, code and links are mixed, as documentation has them.

use std::ops::Range;

use super::width::is_ideographic;

/// Marks around a word that are no part of it.
const AROUND: &[char] =
    &['\'', '‘', '’', '(', ')', '[', ']', '<', '>', '*', '.', ':', '…', '_', '“', '”', '"'];
/// Marks at which a token ends, beside white space.
const ENDS: &[char] = &['`', ',', ';', '!', '?', '"', '“', '”', '—', '–'];
/// Marks that no word has inside.
const IN_CODE: &[char] =
    &['_', '=', '{', '}', '<', '>', '\\', '|', '^', '~', '@', '#', '(', '[', '*'];
/// What may follow a word without making a name in code of it.
const PLURAL: &str = "(s";

/// What a part of a text is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum TokenKind {
    /// A word of a sentence.
    Word,
    /// An ideograph outside of code.
    Ideograph,
    /// A name in code, an option, a path or the like, or what stands between backquotes.
    Code,
    /// An address, or a link of Markdown with its text.
    Link,
    /// A number or a mark.
    Other,
}

/// A part of a text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Token {
    pub(crate) range: Range<usize>,
    pub(crate) kind: TokenKind,
}

/// The tokens of a text, in order, without the white space between them.
pub(crate) fn tokens(text: &str) -> Tokens<'_> {
    Tokens { text, at: 0 }
}

/// See [`tokens`].
pub(crate) struct Tokens<'t> {
    text: &'t str,
    at: usize,
}

impl Tokens<'_> {
    /// Whether a letter of an alphabet is before a place: a backquote there is an apostrophe.
    fn is_in_word(&self, at: usize) -> bool {
        let before = self.text[..at].chars().next_back();
        before.is_some_and(|char| char.is_alphabetic() && !is_ideographic(char))
    }
}

impl Iterator for Tokens<'_> {
    type Item = Token;

    fn next(&mut self) -> Option<Token> {
        let rest = &self.text[self.at..];
        let blank = rest.len() - rest.trim_start().len();
        let (rest, start) = (&rest[blank..], self.at + blank);
        let first = rest.chars().next()?;
        let (len, kind) = if first == '`' && !self.is_in_word(start) {
            code_span(rest)
        } else if is_ideographic(first) {
            (first.len_utf8(), TokenKind::Ideograph)
        } else if let Some(len) = link_len(rest) {
            (len, TokenKind::Link)
        } else {
            let token = written_together(rest);
            (token.len(), kind(token))
        };
        self.at = start + len;
        Some(Token { range: start..self.at, kind })
    }
}

/// Length and kind of the code between backquotes at the start of a text; with a target in it, or
/// another mark behind it, it is a link of reStructuredText.
fn code_span(text: &str) -> (usize, TokenKind) {
    let content = text.trim_start_matches('`');
    let marks = &text[..text.len() - content.len()];
    let end = content.find(marks).filter(|&end| !content[..end].contains("''"));
    // Two backquotes and two apostrophes are quotation marks.
    let Some(end) = end else { return (marks.len(), TokenKind::Other) };
    let behind = &content[end + marks.len()..];
    let is_link = behind.starts_with('_') || content[..end].contains("://");
    let kind = if is_link { TokenKind::Link } else { TokenKind::Code };
    (text.len() - behind.trim_start_matches('_').len(), kind)
}

/// Length of a link of Markdown at the start of a text: its text and its target are in brackets. The
/// text may be an image, as in badges.
fn link_len(text: &str) -> Option<usize> {
    let inside = text.strip_prefix("![").or_else(|| text.strip_prefix('['))?;
    let image = inside.strip_prefix("![").and_then(|image| Some(2 + label_and_target(image)?));
    let label = image.unwrap_or_default();
    let rest = &inside[label..];
    Some(text.len() - rest.len() + label_and_target(rest)?)
}

/// Length of the rest of a link of Markdown behind its first bracket.
fn label_and_target(text: &str) -> Option<usize> {
    let label = text.find([']', '\n']).filter(|&end| text[end..].starts_with(']'))?;
    let target = &text[label + 1..];
    let close = match target.chars().next()? {
        '(' => ')',
        '[' => ']',
        _ => return None,
    };
    let end = target.find([close, '\n']).filter(|&end| target[end..].starts_with(close))?;
    Some(label + 1 + end + 1)
}

/// What stands together at the start of a text, up to a blank, an ideograph or a mark between words.
fn written_together(text: &str) -> &str {
    let key = text.strip_prefix('"').and_then(|key| key.find(|char| char == '"' || is_apart(char)));
    if let Some(end) = key.filter(|&end| text[1 + end..].starts_with("\":")) {
        return &text[..end + 3];
    }
    let first = text.chars().next().map_or(0, char::len_utf8);
    let end = text[first..].find(|char| is_apart(char) || ENDS.contains(&char));
    let token = &text[..end.map_or(text.len(), |end| first + end)];
    if !token.contains("://") {
        return token;
    }
    let end = text[first..].find(is_apart);
    &text[..end.map_or(text.len(), |end| first + end)]
}

/// Whether a character is no part of a word of letters: a blank, an ideograph or a mark of Chinese.
fn is_apart(char: char) -> bool {
    char.is_whitespace()
        || is_ideographic(char)
        || matches!(char, '\u{3000}'..='\u{303F}' | '\u{FF01}'..='\u{FF0F}' | '\u{FF1A}'..='\u{FF20}')
}

/// The text of a link and its target: `[text](target)`, `` `text <target>`_ ``. The target of
/// `` `text`_ `` is its text; an address has none.
pub(crate) fn label_and_target_of(link: &str) -> Option<(&str, &str)> {
    if let Some(inside) = link.strip_prefix('`') {
        let name = inside.trim_end_matches('_').trim_end_matches('`');
        let Some((label, target)) = inside.split_once('<') else { return Some((name, name)) };
        return Some((label.trim(), target.split('>').next()?));
    }
    let inside = link.strip_prefix('[')?;
    let (label, target) = inside.rsplit_once("](").or_else(|| inside.rsplit_once("]["))?;
    Some((label, target.trim_end_matches([')', ']'])))
}

/// The kind of a part of a text that is written together.
fn kind(token: &str) -> TokenKind {
    if token.contains("://") || is_mail_address(token) {
        return TokenKind::Link;
    }
    if token.starts_with('"') && token.ends_with("\":") {
        return TokenKind::Code;
    }
    let inner = token.trim_matches(AROUND);
    if !inner.contains(char::is_alphabetic) {
        let is_operator = inner.contains(['=', '{', '}', '|', '\\', '&']);
        return if is_operator { TokenKind::Code } else { TokenKind::Other };
    }
    let inner = inner.strip_suffix(PLURAL).unwrap_or(inner);
    if is_code(inner) || token.ends_with("()") {
        TokenKind::Code
    } else if inner.contains(|char: char| char.is_ascii_digit()) {
        TokenKind::Other
    } else {
        TokenKind::Word
    }
}

/// Whether a token is the address of a mailbox.
fn is_mail_address(token: &str) -> bool {
    token.split_once('@').is_some_and(|(name, host)| {
        name.ends_with(char::is_alphanumeric) && host.trim_matches(AROUND).contains('.')
    })
}

/// Whether a word with letters is a name in code, an option or a path.
fn is_code(word: &str) -> bool {
    word.starts_with(['-', '/'])
        || word.contains(IN_CODE)
        || word.contains("::")
        || word.matches('/').count() > 1
        || word.split('$').skip(1).any(|name| name.starts_with(char::is_alphabetic))
        || has_inner_capital(word)
        || is_dotted(word)
}

/// Whether a capital letter follows a small one: `camelCase`.
fn has_inner_capital(word: &str) -> bool {
    word.chars().zip(word.chars().skip(1)).any(|(x, y)| x.is_lowercase() && y.is_uppercase())
}

/// Whether a full stop is between letters, as in the names of files and in code: not in e.g. and not
/// where a blank was forgotten behind a sentence.
fn is_dotted(word: &str) -> bool {
    let mut parts = word.split('.');
    let mut before = parts.next().unwrap_or_default();
    parts.any(|part| {
        let is_name = before.chars().filter(|char| char.is_alphanumeric()).count() > 1
            && part.starts_with(char::is_alphabetic)
            && !(before.ends_with(char::is_lowercase) && part.starts_with(char::is_uppercase));
        before = part;
        is_name
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn tokens_follow_each_other_and_are_never_empty(text in "[ab`\\[\\]()<>!:/\"'@_（，用.\n ]{0,32}") {
            let mut end = 0;
            for token in tokens(&text) {
                prop_assert!(token.range.start >= end && !token.range.is_empty(), "{token:?}");
                prop_assert!(text[end..token.range.start].chars().all(char::is_whitespace));
                end = token.range.end;
            }
            prop_assert!(text[end..].trim().is_empty());
        }
    }

    fn kinds(text: &str) -> Vec<(&str, TokenKind)> {
        let tokens = tokens(text).filter(|token| token.kind != TokenKind::Other);
        tokens.map(|token| (&text[token.range], token.kind)).collect()
    }

    fn of_kind(text: &str, kind: TokenKind) -> Vec<&str> {
        kinds(text).into_iter().filter(|token| token.1 == kind).map(|token| token.0).collect()
    }

    #[test]
    fn words_are_told_from_code() {
        let text = "Don't set max_len, --quiet or maxLen in std::vec; see notes.txt, e.g. and/or \
                    `a b` and run() in 3 km/h.";
        assert_eq!(
            of_kind(text, TokenKind::Code),
            ["max_len", "--quiet", "maxLen", "std::vec", "notes.txt", "`a b`", "run()"]
        );
        for text in
            ["It ended.Then it began", "the U.S. army, C++ and R&D", "the file(s) at US$5 or $9"]
        {
            assert_eq!(of_kind(text, TokenKind::Code), [""; 0], "{text}");
        }
        assert_eq!(
            of_kind("{\"name\": \"x\", \"n\": 3}", TokenKind::Code),
            ["{", "\"name\":", "\"n\":", "3}"]
        );
        assert_eq!(kinds("用kubectl部署").len(), 4);
        assert_eq!(of_kind("（CamelCase）、NotIn：readOnly。", TokenKind::Code).len(), 3);
    }

    #[test]
    fn links_are_one_token() {
        for link in [
            "https://example.org/a_b?c=d",
            "[the guide to it](https://example.org)",
            "[![a badge](https://example.org/a.svg)](https://example.org)",
            "`its name <https://example.org>`__",
            "[the guide][guide]",
        ] {
            let text = format!("See {link} for more");
            assert_eq!(of_kind(&text, TokenKind::Link), [link], "{text}");
        }
        assert_eq!(of_kind("as said [in brackets] there", TokenKind::Link), [""; 0]);
    }

    #[test]
    fn links_have_a_label_and_a_target() {
        assert_eq!(label_and_target_of("[the guide](a/b)"), Some(("the guide", "a/b")));
        assert_eq!(label_and_target_of("[the guide][g]"), Some(("the guide", "g")));
        assert_eq!(label_and_target_of("`its name <a/b>`__"), Some(("its name", "a/b")));
        assert_eq!(label_and_target_of("`its name`_"), Some(("its name", "its name")));
        assert_eq!(label_and_target_of("https://example.org/a"), None);
    }

    #[test]
    fn quotes_and_apostrophes_are_no_code() {
        for text in ["It`s what the makers` friends said", "He said ``it is so'' and ``go''"] {
            assert_eq!(of_kind(text, TokenKind::Code), [""; 0], "{text}");
        }
        assert_eq!(of_kind("Write to a.b@example.org", TokenKind::Link), ["a.b@example.org"]);
    }

    #[test]
    fn marks_that_are_not_closed_end_nothing() {
        for text in
            ["a ` b", "``", "[a](b", "![", "\"", "[![a](b)", "“", "x\"", "（https://a", "，"]
        {
            assert!(tokens(text).all(|token| !token.range.is_empty()), "{text}");
        }
    }
}
