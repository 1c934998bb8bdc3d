//! Literal blocks of a text: code, output and examples of commands, which its markup sets apart.

use crate::document::Span;

/// Directives of reStructuredText whose content is code, data or a formula.
const CODE_DIRECTIVES: [&str; 19] = [
    "code",
    "code-block",
    "sourcecode",
    "literalinclude",
    "parsed-literal",
    "prompt",
    "highlight",
    "doctest",
    "testcode",
    "testoutput",
    "testsetup",
    "ipython",
    "jupyter-execute",
    "console",
    "math",
    "raw",
    "csv-table",
    "productionlist",
    "toctree",
];
/// Least number of marks of a fence.
const FENCE: usize = 3;
/// Commands of POD, in which paragraphs that are set in are literal.
const POD: [&str; 7] = ["=pod", "=head1", "=head2", "=over", "=item", "=encoding", "=begin"];

/// The literal blocks of a text, in order: those between fences of Markdown, those behind `::` or a
/// directive for code of reStructuredText, and lines of POD that are set in. What is only set in is
/// none: paragraphs of plain text and further paragraphs of a list are set in too. A fence that is
/// not closed begins none.
pub(crate) fn literal_blocks(text: &str) -> Vec<Span> {
    let has_fences = text.contains("```") || text.contains("~~~");
    let is_pod = text.lines().any(|line| POD.iter().any(|command| line.starts_with(command)));
    if !has_fences && !is_pod && !text.contains("::") {
        return Vec::new();
    }
    let mut reader = BlockReader { is_pod, ..BlockReader::default() };
    let mut start = 0;
    for line in text.split_inclusive('\n') {
        reader.read(&BlockLine::new(line, start));
        start += line.len();
    }
    reader.close_set_in();
    reader.blocks.sort_unstable();
    reader.blocks
}

/// A line as the reader of blocks sees it.
struct BlockLine<'t> {
    /// The line without the white space around it.
    text: &'t str,
    span: Span,
    /// Characters of white space before it.
    indent: usize,
}

impl<'t> BlockLine<'t> {
    fn new(line: &'t str, start: usize) -> Self {
        let text = line.trim_start();
        let indent = line.len() - text.len();
        Self { text: text.trim_end(), span: Span::new(start, start + line.len()), indent }
    }

    /// The mark of a fence, how often the line begins with it, and what is behind it.
    fn fence(&self) -> Option<Fence> {
        let mark = self.text.chars().next().filter(|mark| matches!(mark, '`' | '~'))?;
        let rest = self.text.trim_start_matches(mark);
        let len = self.text.len() - rest.len();
        // Marks around words of one line are a code span.
        let opens = len >= FENCE && !rest.contains('`');
        opens.then_some(Fence { mark, len, is_bare: rest.is_empty(), start: self.span.start })
    }

    /// Where the text of the line begins, behind the mark of a point of a list.
    fn text_indent(&self) -> usize {
        let rest = self.text.trim_start_matches(|char: char| char.is_ascii_digit());
        let point = rest.strip_prefix(['-', '*', '+', '.', ')', '#']).map(str::trim_start);
        let is_point = point.is_some_and(|point| rest.len() > point.len() + 1);
        point
            .filter(|_| is_point)
            .map_or(self.indent, |point| self.indent + self.text.len() - point.len())
    }

    /// Whether a block follows that is set in deeper than the line.
    fn announces_block(&self) -> bool {
        let Some(directive) = self.text.strip_prefix(".. ") else {
            return self.text.ends_with("::");
        };
        let name = directive.split("::").next().unwrap_or_default();
        directive.len() > name.len() && CODE_DIRECTIVES.contains(&name.trim())
    }
}

/// The line that begins a block between fences.
#[derive(Clone, Copy)]
struct Fence {
    mark: char,
    len: usize,
    /// Whether the line has nothing else.
    is_bare: bool,
    start: usize,
}

impl Fence {
    fn is_closed_by(&self, other: &Self) -> bool {
        other.is_bare && other.mark == self.mark && other.len >= self.len
    }
}

/// Reads the blocks of a text line by line.
#[derive(Default)]
struct BlockReader {
    blocks: Vec<Span>,
    is_pod: bool,
    fence: Option<Fence>,
    /// White space before the text that announced a block, which is set in deeper.
    announced: Option<usize>,
    /// The lines of that block so far.
    set_in: Option<Span>,
}

impl BlockReader {
    fn read(&mut self, line: &BlockLine<'_>) {
        if let Some(open) = self.fence {
            if line.fence().is_some_and(|fence| open.is_closed_by(&fence)) {
                self.blocks.push(Span::new(open.start, line.span.end));
                self.fence = None;
            }
            // Until it is closed, the fence may be none.
        } else if let Some(fence) = line.fence() {
            self.fence = Some(fence);
        }
        if line.text.is_empty() {
            return;
        }
        if self.announced.is_some_and(|indent| line.indent > indent) {
            let start = self.set_in.map_or(line.span.start, |block| block.start);
            self.set_in = Some(Span::new(start, line.span.end));
            return;
        }
        self.close_set_in();
        if self.is_pod && line.indent > 0 {
            self.blocks.push(line.span);
        } else if line.announces_block() {
            self.announced = Some(line.text_indent());
        }
    }

    /// Ends the block that is set in.
    fn close_set_in(&mut self) {
        self.announced = None;
        self.blocks.extend(self.set_in.take());
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn blocks(text: &str) -> Vec<&str> {
        literal_blocks(text).into_iter().map(|span| span.of(text).trim()).collect()
    }

    #[test]
    fn fences_enclose_blocks_with_blank_lines() {
        let text =
            "Run this:\n\n```sh\nmake all\n\nmake install\n```\n\nThen go on.\n~~~\nx\n~~~\n";
        assert_eq!(blocks(text), ["```sh\nmake all\n\nmake install\n```", "~~~\nx\n~~~"]);
        assert_eq!(blocks("````\n```\nx\n```\n````\n"), ["````\n```\nx\n```\n````"]);
        assert_eq!(blocks("Marks: ```\nThe text goes on.\n"), [""; 0]);
        assert_eq!(blocks("```code``` of one line.\nThe text goes on.\n"), [""; 0]);
        assert_eq!(blocks("```\nA fence that nothing closes.\n"), [""; 0]);
    }

    #[test]
    fn blocks_behind_colons_are_set_in() {
        let text = "Use it so::\n\n    make all\n\n    make install\n\nThen go on.\n";
        assert_eq!(blocks(text), ["make all\n\n    make install"]);
        let list = "- Use it so::\n\n      make all\n\n  Then go on.\n";
        assert_eq!(blocks(list), ["make all"]);
        assert_eq!(blocks("The type is std::\nand so on.\n"), [""; 0]);
    }

    #[test]
    fn directives_for_code_have_blocks_and_notes_have_text() {
        let text = ".. code-block:: python\n   :linenos:\n\n   print(1)\n\nText.\n";
        assert_eq!(blocks(text), [":linenos:\n\n   print(1)"]);
        assert_eq!(blocks(".. note::\n\n   Mind the gap.\n\n.. _code: x\n   y\n"), [""; 0]);
    }

    #[test]
    fn set_in_lines_are_literal_in_pod_only() {
        let body = "  my $x = shift;\n\nText.\n";
        assert_eq!(blocks(&format!("=head1 NAME\n\n{body}")), ["my $x = shift;"]);
        assert_eq!(blocks(body), [""; 0]);
    }
}
