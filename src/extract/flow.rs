//! Lines of text from markup, with white space collapsed as a browser does it.

use crate::document::Span;

use super::Places;
use super::mapped_text::MappedText;

/// What divides a line from the line before it. Of several divisions, the greatest counts.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Break {
    /// The next cell of a row begins.
    Cell,
    /// A line begins.
    Line,
    /// A heading begins or ends.
    Heading,
}

impl Break {
    const fn separator(self) -> &'static str {
        match self {
            Self::Cell => "\t",
            Self::Line => "\n",
            Self::Heading => "\n\n",
        }
    }
}

/// A run of text in the original.
#[derive(Debug, Clone, Copy)]
pub(super) enum Run<'a> {
    /// The original has the text as it is.
    Copy(Span),
    /// The original has an entity or the like in place of the text.
    Replaced {
        /// What the original means.
        text: &'a str,
        /// Where it says so.
        place: Span,
    },
}

/// Whether white space is collapsed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum WhiteSpace {
    /// Runs of white space are one space.
    Collapsed,
    /// White space is part of the text, as in `<pre>`.
    Preserved,
}

/// White space that is written when text follows in the same line.
#[derive(Debug, Clone, Copy)]
struct Space {
    place: Span,
    has_newline: bool,
}

/// A line of the text, and what divides it from the line before.
#[derive(Debug, Clone, Copy)]
struct Line {
    text: Span,
    before: Break,
}

/// The lines of a text that is written run by run.
#[derive(Debug)]
pub(super) struct FlowText<'a> {
    source: &'a str,
    text: MappedText,
    lines: Vec<Line>,
    /// What divides the next text from the last line; `None` within a line.
    pending: Option<Break>,
    space: Option<Space>,
}

impl<'a> FlowText<'a> {
    /// An empty text whose runs stand in `source`.
    pub(super) fn new(source: &'a str) -> Self {
        let (text, lines) = (MappedText::default(), Vec::new());
        Self { source, text, lines, pending: Some(Break::Line), space: None }
    }

    /// Number of lines that have begun.
    pub(super) fn line_count(&self) -> usize {
        self.lines.len()
    }

    /// The text of a line.
    pub(super) fn line(&self, index: usize) -> &str {
        let span = self.lines[index].text;
        &self.text.text()[span.start..span.end]
    }

    /// Ends the line.
    pub(super) fn push_break(&mut self, kind: Break) {
        if let (None, Some(line)) = (self.pending, self.lines.last_mut()) {
            self.text.trim_end(line.text.start);
            line.text.end = self.text.text().len();
        }
        self.pending = self.pending.max(Some(kind));
        self.space = None;
    }

    /// Appends a run of text.
    pub(super) fn push(&mut self, run: Run, white_space: WhiteSpace) {
        match white_space {
            WhiteSpace::Collapsed => self.push_collapsed(run),
            WhiteSpace::Preserved => self.push_preserved(run),
        }
        if let Some(line) = self.lines.last_mut() {
            line.text.end = self.text.text().len();
        }
    }

    /// The lines that `keep` chooses, with their places.
    pub(super) fn render(&self, keep: impl Fn(usize) -> bool) -> (String, Places) {
        let mut text = MappedText::default();
        let mut division = Break::Cell;
        for (index, line) in self.lines.iter().enumerate() {
            division = division.max(line.before);
            if !keep(index) || line.text.is_empty() {
                continue;
            }
            if !text.text().is_empty() {
                text.push_separator(division.separator());
            }
            text.push_part(&self.text, line.text);
            division = Break::Cell;
        }
        text.finish()
    }

    fn push_collapsed(&mut self, run: Run) {
        match run {
            Run::Copy(place) => self.push_words(place),
            Run::Replaced { text, place } if is_white_space(text) => {
                self.push_space(Space { place, has_newline: text.contains('\n') });
            }
            Run::Replaced { text, .. } => self.push_word(text, run),
        }
    }

    /// Appends a part of the original word by word.
    fn push_words(&mut self, place: Span) {
        let source = &self.source[place.start..place.end];
        let mut start = place.start;
        for part in source.split_inclusive(is_space) {
            let word = part.trim_end_matches(is_space);
            let end = start + word.len();
            if !word.is_empty() {
                self.push_word(word, Run::Copy(Span::new(start, end)));
            }
            let next = start + part.len();
            if next > end {
                let has_newline = part.ends_with('\n');
                self.push_space(Space { place: Span::new(end, next), has_newline });
            }
            start = next;
        }
    }

    fn push_space(&mut self, space: Space) {
        let start = self.space.map_or(space.place.start, |first| first.place.start);
        let has_newline = space.has_newline || self.space.is_some_and(|first| first.has_newline);
        self.space = Some(Space { place: Span::new(start, space.place.end), has_newline });
    }

    fn push_word(&mut self, word: &str, run: Run) {
        let space = self.space.take();
        if self.pending.is_some() {
            self.begin_line();
        } else if let Some(space) = space.filter(|space| !self.is_joined(*space, word)) {
            self.push_run(Run::Replaced { text: " ", place: space.place });
        }
        self.push_run(run);
    }

    /// Whether two characters that white space divides belong together: Chinese and Japanese
    /// text has no spaces at the ends of source lines.
    fn is_joined(&self, space: Space, word: &str) -> bool {
        let [before, after] = [self.text.text().chars().next_back(), word.chars().next()];
        space.has_newline && [before, after].iter().all(|c| c.is_some_and(is_chinese_or_japanese))
    }

    fn push_preserved(&mut self, run: Run) {
        let text = self.text_of(run);
        if self.pending.is_none() {
            if let Some(space) = self.space.take() {
                self.push_run(Run::Replaced { text: " ", place: space.place });
            }
            return self.push_run(run);
        }
        self.space = None;
        if is_white_space(text) {
            return;
        }
        let indented = text.len() - text.trim_start_matches(is_space).len();
        let skipped = text[..indented].rfind('\n').map_or(0, |newline| newline + 1);
        self.begin_line();
        self.push_run(match run {
            Run::Copy(place) => Run::Copy(Span::new(place.start + skipped, place.end)),
            replaced @ Run::Replaced { .. } => replaced,
        });
    }

    fn begin_line(&mut self) {
        let before = self.pending.take().unwrap_or(Break::Line);
        let start = self.text.text().len();
        self.lines.push(Line { text: Span::new(start, start), before });
    }

    fn push_run(&mut self, run: Run) {
        match run {
            Run::Copy(place) => self.text.push_copy(self.source, place),
            Run::Replaced { text, place } => {
                if self.source.get(place.start..place.end) == Some(text) {
                    self.text.push_copy(self.source, place);
                } else {
                    self.text.push_replacement(text, place);
                }
            }
        }
    }

    /// The text of a run.
    pub(super) fn text_of<'b>(&self, run: Run<'b>) -> &'b str
    where
        'a: 'b,
    {
        match run {
            Run::Copy(place) => &self.source[place.start..place.end],
            Run::Replaced { text, .. } => text,
        }
    }
}

/// Whether a browser collapses the character.
const fn is_space(c: char) -> bool {
    matches!(c, ' ' | '\t' | '\n' | '\r' | '\u{c}')
}

fn is_white_space(text: &str) -> bool {
    text.chars().all(is_space)
}

/// Whether lines of the source join without a space beside the character: ideographs, kana and
/// their punctuation (CSS Text 4, segment break transformation).
pub(super) const fn is_chinese_or_japanese(c: char) -> bool {
    matches!(c,
        '\u{2e80}'..='\u{312f}' | '\u{3190}'..='\u{a4cf}' | '\u{f900}'..='\u{faff}'
        | '\u{fe30}'..='\u{fe4f}' | '\u{ff00}'..='\u{ff9f}' | '\u{20000}'..='\u{3ffff}'
        | '“' | '”' | '‘' | '’' | '…' | '—')
}

#[cfg(test)]
mod tests {
    use super::*;

    fn text(source: &str, white_space: WhiteSpace) -> String {
        let mut flow = FlowText::new(source);
        flow.push(Run::Copy(Span::new(0, source.len())), white_space);
        flow.push_break(Break::Line);
        flow.render(|_| true).0
    }

    #[test]
    fn white_space_collapses() {
        assert_eq!(text(" a \n\t b\r\nc ", WhiteSpace::Collapsed), "a b c");
    }

    #[test]
    fn source_lines_of_chinese_text_join_without_a_space() {
        assert_eq!(text("春天\n  到了，\nok 好", WhiteSpace::Collapsed), "春天到了， ok 好");
        assert_eq!(text("春天 到了", WhiteSpace::Collapsed), "春天 到了");
        assert_eq!(text("봄이\n왔다", WhiteSpace::Collapsed), "봄이 왔다");
    }

    #[test]
    fn preserved_text_keeps_its_lines_and_indentation() {
        assert_eq!(text("\n\n  a\n\n   b \n\n", WhiteSpace::Preserved), "  a\n\n   b");
    }

    #[test]
    fn the_greatest_break_divides_kept_lines() {
        let source = "abcd";
        let mut flow = FlowText::new(source);
        let breaks = [Break::Cell, Break::Heading, Break::Cell, Break::Line];
        for (start, kind) in breaks.into_iter().enumerate() {
            flow.push(Run::Copy(Span::new(start, start + 1)), WhiteSpace::Collapsed);
            flow.push_break(kind);
        }
        assert_eq!(flow.render(|_| true).0, "a\tb\n\nc\td");
        assert_eq!(flow.render(|line| line != 2).0, "a\tb\n\nd");
        assert_eq!(flow.render(|line| line != 1).0, "a\n\nc\td");
    }
}
