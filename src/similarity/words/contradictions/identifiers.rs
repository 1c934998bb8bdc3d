//! Names in code and links that stand in the place of another one: commands, functions, options, files
//! and pages.

use std::ops::RangeInclusive;

use super::aligned_words::Side;
use super::tokenized_text::TokenizedText;
use crate::document::Span;
use crate::text::{Token, TokenKind, label_and_target_of, tokens};

/// Words around a name that are looked at for a word that two texts have in common.
const NEAR: usize = 4;
/// Characters of a name from which on the other text has it if its words have these in a row.
const LONG: usize = 4;
/// Marks between the parts of a name, of which the other text may have the first or the last ones only:
/// `client.send`, `git commit`.
const BETWEEN: [char; 8] = ['.', ':', '/', '(', ')', ' ', '\n', '='];

/// A name in code or a link, as documentation has them.
struct Identifier {
    /// Its parts, or the label of the link, in lower case.
    parts: Vec<String>,
    /// The last part of the target, if it is a link.
    page: Option<String>,
    /// The letters and digits of its parts.
    folded: String,
    /// Its words.
    words: RangeInclusive<usize>,
}

/// The identifiers of a text, and the characters of its content that are in none of them.
struct Names {
    all: Vec<Identifier>,
    /// The other characters, with a line end for each identifier.
    rest: String,
}

/// Whether each text has a name in code or a link that the other one has not, and one stands in the
/// place of the other. That one text leaves out a name or adds one is no difference.
pub(super) fn differ_in_identifiers(sides: &[Side; 2], sources: [TokenizedText<'_>; 2]) -> bool {
    let of_a = Names::of(sources[0]);
    if of_a.all.is_empty() {
        return false;
    }
    let of_b = Names::of(sources[1]);
    let (own_a, own_b) = (of_a.own(&of_b, sources[1]), of_b.own(&of_a, sources[0]));
    let is_single = own_a.len() == 1 && own_b.len() == 1;
    own_a.iter().any(|x| {
        let others = own_b.iter().filter(|y| x.page.is_some() == y.page.is_some());
        others.into_iter().any(|y| is_single || are_in_one_place(&sides[0], x, y))
    })
}

impl Names {
    fn of(source: TokenizedText<'_>) -> Self {
        let content = source.content;
        let span = with_marks_around(source.text, content.span(source.text, 0..content.len()));
        let mut names = Self { all: Vec::new(), rest: String::new() };
        let mut end = 0;
        for token in tokens(span.of(source.text)) {
            let place = Span::new(span.start + token.range.start, span.start + token.range.end);
            let range = content.range_of(place);
            if let Some(identifier) = Identifier::new(source, place, &token) {
                names.rest.extend(&content.chars()[end..range.start]);
                names.rest.push('\n');
                names.all.push(identifier);
                end = range.end;
            }
        }
        names.rest.extend(&content.chars()[end..]);
        names
    }

    /// The names that another text does not have.
    fn own(&self, other: &Self, source: TokenizedText<'_>) -> Vec<&Identifier> {
        self.all.iter().filter(|identifier| !other.has(identifier, source)).collect()
    }

    /// Whether a text has a name, or a part of it that may stand for it.
    fn has(&self, name: &Identifier, source: TokenizedText<'_>) -> bool {
        let (folded, chars) = (&name.folded, source.content.chars());
        let is_outside = |at: usize| self.all.iter().all(|other| !other.words.contains(&at));
        let mut words = source.bag.words().iter().enumerate().filter(|(at, _)| is_outside(*at));
        self.all.iter().any(|other| other.may_be(name))
            || folded.chars().count() >= LONG && self.rest.contains(folded)
            || words.any(|(_, word)| chars[word.range.clone()].iter().copied().eq(folded.chars()))
    }
}

impl Identifier {
    /// What a token names; `None`, if it is no name in code and no link with a label.
    fn new(source: TokenizedText<'_>, place: Span, token: &Token) -> Option<Self> {
        let written = place.of(source.text);
        let (label, page) = match token.kind {
            TokenKind::Code => (written, None),
            TokenKind::Link => {
                let (label, target) = label_and_target_of(written)?;
                let page = target.trim_end_matches('/').rsplit('/').next()?;
                (label, Some(page.to_lowercase()))
            }
            _ => return None,
        };
        let lower = label.to_lowercase();
        let parts = lower.split(BETWEEN);
        let parts = parts.map(|part| part.trim_matches(|char: char| !char.is_alphanumeric()));
        let parts = parts.filter(|part| part.contains(char::is_alphabetic));
        let parts: Vec<String> = parts.map(ToOwned::to_owned).collect();
        let range = source.content.range_of(place);
        let words = source.word_at(range.start)..=source.word_at(range.end.checked_sub(1)?);
        let folded =
            parts.iter().flat_map(|part| part.chars()).filter(|char| char.is_alphanumeric());
        let folded = folded.collect();
        (!parts.is_empty()).then_some(Self { parts, page, folded, words })
    }

    /// Whether two names may stand for the same: one is the first or last part of the other, or both
    /// links lead to one page.
    fn may_be(&self, other: &Self) -> bool {
        if let (Some(page), Some(of_other)) = (&self.page, &other.page) {
            return page == of_other || self.parts == other.parts;
        }
        let (x, y) = (&self.parts, &other.parts);
        x.starts_with(y) || x.ends_with(y) || y.starts_with(x) || y.ends_with(x)
    }
}

/// A span with the marks that are written together with it: content begins and ends without them.
fn with_marks_around(text: &str, span: Span) -> Span {
    let is_mark = |char: char| !char.is_whitespace() && !char.is_alphanumeric();
    let start = text[..span.start].trim_end_matches(is_mark).len();
    let behind = &text[span.end..];
    Span::new(start, text.len() - behind.trim_start_matches(is_mark).len())
}

/// Whether two names have the same place in their texts.
fn are_in_one_place(a: &Side, x: &Identifier, y: &Identifier) -> bool {
    x.words.clone().any(|word| a.partner(word).is_some_and(|partner| y.words.contains(&partner)))
        || a.has_common_neighbour(*x.words.start(), *y.words.start(), NEAR)
        || a.has_common_neighbour(*x.words.end(), *y.words.end(), NEAR)
}

#[cfg(test)]
mod tests {
    use super::super::super::word_alignment::{WordPair, WordSimilarity};
    use super::super::super::word_bag::{Word, WordBag};
    use super::*;
    use crate::sketch::WordId;
    use crate::text::{Content, words};

    fn bag(text: &str, content: &Content, ids: &mut Vec<String>) -> WordBag {
        let words = words(text, content).into_iter().map(|range| {
            let word: String = content.chars()[range.clone()].iter().collect();
            let known = ids.iter().position(|known| *known == word);
            let id = known.unwrap_or(ids.len());
            ids.extend(known.is_none().then_some(word));
            Word { range, id: WordId(id as u32), weight: 2.0 }
        });
        WordBag::new(words.collect())
    }

    /// Whether two texts differ, of which equal words are aligned.
    fn differ(a: &str, b: &str) -> bool {
        let mut ids = Vec::new();
        let contents = [a, b].map(Content::whole);
        let bags = [bag(a, &contents[0], &mut ids), bag(b, &contents[1], &mut ids)];
        let pairs = bags[0].same_words(&bags[1]).map(WordPair::from).collect();
        let similarity = WordSimilarity { pairs, ..WordSimilarity::default() };
        let [a, b] = [(a, 0), (b, 1)].map(|(text, at)| TokenizedText {
            text,
            content: &contents[at],
            bag: &bags[at],
        });
        differ_in_identifiers(&Side::both(a, b, &similarity), [a, b])
    }

    #[test]
    fn another_name_in_code_in_its_place_is_found() {
        for (a, b) in [
            (
                "The command `list-users` lists all of them.",
                "With `list-groups` you list all of them.",
            ),
            (
                "Set max_len to limit the names in a list.",
                "To limit the rows in a list, set min_rows.",
            ),
            ("The option --quiet hides it.", "The option --silent hides it."),
            ("`get_name`", "`set_name`"),
            ("Here `get-rule` gets a rule of it.", "Here `get-rule-list` gets a list of it."),
            (
                "See [Users](https://example.org/users) too.",
                "See [Groups](https://example.org/groups).",
            ),
            ("使用 `kubectl` 命令部署应用", "用 `helm` 命令来部署应用"),
            (
                "The class FileReader reads, and io.open opens.",
                "The class FileWriter writes, and io.open opens.",
            ),
        ] {
            assert!(differ(a, b) && differ(b, a), "{a} {b}");
        }
    }

    #[test]
    fn a_name_that_is_left_out_or_written_otherwise_is_no_difference() {
        for (a, b) in [
            ("The command `list-users` lists all of them.", "This command lists all of them."),
            ("The function `open()` opens a file.", "open opens the file"),
            ("Run `list_users` first.", "First run list-users, then `next`."),
            ("Call `client.send` here.", "Here `send` is called."),
            ("The class FileReader reads.", "'FileReader' (a class) reads."),
            ("取值应为（CamelCase）字符串", "取值应该是 CamelCase 字符串"),
            ("Use `git commit` now.", "Use `git commit -a` now."),
            ("See [Users](../users.md) too.", "See [all users](https://example.org/users.md)."),
            ("See [Users](../users.md) too.", "See [Users](https://example.org/people)."),
            ("See https://example.org/a_b for it.", "See https://example.org/c_d for it."),
            ("The bridge was closed. It opens in May.", "The bridge, now closed, opens in May."),
        ] {
            assert!(!differ(a, b) && !differ(b, a), "{a} {b}");
        }
    }
}
