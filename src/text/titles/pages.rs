//! What belongs to pages rather than to the text: their numbers, and the heads next to these.

use std::collections::HashMap;

use super::super::line_ends::ends_sentence;
use super::super::lines::TextLine;
use super::super::page_lines::is_page_debris;
use super::line_form::{is_date, is_subtitle};

/// Longest page number, in bytes; longer lines are not examined.
const LONGEST_PAGE_LINE: usize = 40;
/// Longest running head, in bytes.
const LONGEST_HEAD: usize = 120;
/// A running head occurs at least so often next to the numbers of pages.
const LEAST_HEADS: usize = 3;

/// The lines of a text without page numbers, and without heads that recur next to these.
pub(super) fn without_page_lines<'t>(lines: &[TextLine<'t>]) -> Vec<TextLine<'t>> {
    let pages = PageLines::new(lines);
    let mut heads: HashMap<&str, usize> = HashMap::new();
    for at in (0..lines.len()).filter(|&at| pages.may_be_head(at)) {
        *heads.entry(lines[at].text).or_default() += 1;
    }
    heads.retain(|_, count| *count >= LEAST_HEADS);
    let is_left_out = |at: usize| {
        pages.are_debris[at] || (pages.may_be_head(at) && heads.contains_key(lines[at].text))
    };
    (0..lines.len()).filter(|&at| !is_left_out(at)).map(|at| lines[at]).collect()
}

/// The lines of a text, and which of them are page numbers, rules and the like.
struct PageLines<'l, 't> {
    lines: &'l [TextLine<'t>],
    are_debris: Vec<bool>,
}

impl<'l, 't> PageLines<'l, 't> {
    fn new(lines: &'l [TextLine<'t>]) -> Self {
        Self { lines, are_debris: lines.iter().map(is_page_line).collect() }
    }

    /// Whether there is a page number at some place; a rule may stand above every title.
    fn is_number(&self, at: usize) -> bool {
        let is_debris = self.are_debris.get(at).is_some_and(|&is_debris| is_debris);
        is_debris && self.lines[at].text.contains(char::is_numeric)
    }

    /// Whether a line stands next to a page number, and may be the head of a page. What stands
    /// below titles may recur as well.
    fn may_be_head(&self, at: usize) -> bool {
        let line = self.lines[at].text;
        let is_below = at.checked_sub(1).is_some_and(|above| self.is_number(above));
        (is_below || self.is_number(at + 1))
            && !self.are_debris[at]
            && line.len() <= LONGEST_HEAD
            && !is_date(line)
            && !is_subtitle(line)
            && !ends_sentence(line)
    }
}

/// Whether a line is a page number, a rule or the like, which may stand anywhere.
fn is_page_line(line: &TextLine<'_>) -> bool {
    line.text.len() <= LONGEST_PAGE_LINE && is_page_debris(line.text)
}

#[cfg(test)]
mod tests {
    use super::super::super::lines::lines;
    use super::*;

    #[test]
    fn page_numbers_and_the_heads_next_to_them_are_left_out() {
        let page = "讲话集\n- 1 -\n今天开会。\n（一九五八年三月）\n2\n";
        let text = page.repeat(3) + "讲话集\n完了。" + &"\n***\n致辞".repeat(3);
        let lines: Vec<TextLine<'_>> = lines(&text).collect();
        let kept: Vec<&str> = without_page_lines(&lines).iter().map(|line| line.text).collect();
        assert_eq!(kept[..2], ["今天开会。", "（一九五八年三月）"]);
        assert_eq!(kept[6..], ["完了。", "致辞", "致辞", "致辞"]);
    }
}
