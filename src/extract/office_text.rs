//! The text of an office document, written paragraph by paragraph.

use std::mem;

/// What a paragraph is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(super) enum Paragraph {
    /// Text, an item of a list or the like.
    #[default]
    Body,
    /// A heading, which has blank lines around it.
    Heading,
}

/// Where text that stands beside a paragraph goes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Aside {
    /// Text of a box follows the paragraph in which the box is anchored.
    Box,
    /// A note follows the text of the document.
    Note,
}

/// Paragraphs that stand in one place: in the document, in a box or in a note.
#[derive(Debug, Default)]
struct Frame {
    /// The lines that are complete.
    text: String,
    /// The paragraph or the row of a table that is being written.
    line: String,
    /// Text of the boxes that are anchored in `line`.
    boxes: String,
    /// Number of open cells around the current paragraph.
    cells: usize,
    /// Whether the last complete line is a heading.
    after_heading: bool,
}

/// The text of an office document.
#[derive(Debug)]
pub(super) struct OfficeText {
    document: Frame,
    /// Boxes and notes that are open, and where they go.
    asides: Vec<OpenAside>,
    notes: String,
}

#[derive(Debug)]
struct OpenAside {
    kind: Aside,
    frame: Frame,
}

impl OfficeText {
    /// An empty text.
    pub(super) fn new() -> Self {
        Self { document: Frame::default(), asides: Vec::new(), notes: String::new() }
    }

    /// Appends characters to the paragraph.
    pub(super) fn push(&mut self, text: &str) {
        self.frame().line.push_str(text);
    }

    /// Appends characters to the paragraph. Each run of white space is one space, as in ODF.
    pub(super) fn push_collapsed(&mut self, text: &str) {
        let line = &mut self.frame().line;
        for c in text.chars() {
            if !is_xml_space(c) {
                line.push(c);
            } else if !line.is_empty() && !line.ends_with(is_xml_space) {
                line.push(' ');
            }
        }
    }

    /// Appends a tab.
    pub(super) fn push_tab(&mut self) {
        self.push("\t");
    }

    /// Begins a line within the paragraph. A cell is one line whatever breaks it has.
    pub(super) fn push_line_break(&mut self) {
        let line_break = if self.frame().cells > 0 { " " } else { "\n" };
        self.push(line_break);
    }

    /// Ends a paragraph.
    pub(super) fn end_paragraph(&mut self, kind: Paragraph) {
        let frame = self.frame();
        if frame.cells > 0 {
            frame.separate(' ');
        } else {
            frame.end_line(kind);
        }
    }

    /// Begins a cell of a table.
    pub(super) fn begin_cell(&mut self) {
        self.frame().cells += 1;
    }

    /// Ends a cell of a table.
    pub(super) fn end_cell(&mut self) {
        let frame = self.frame();
        frame.cells = frame.cells.saturating_sub(1);
        let text = frame.line.trim_end_matches(' ').len();
        frame.line.truncate(text);
        frame.line.push('\t');
    }

    /// Ends a row of a table. The rows of a table in a cell are parts of that cell.
    pub(super) fn end_row(&mut self) {
        self.end_paragraph(Paragraph::Body);
    }

    /// Begins text that stands beside the paragraph.
    pub(super) fn begin_aside(&mut self, kind: Aside) {
        self.asides.push(OpenAside { kind, frame: Frame::default() });
    }

    /// Ends text that stands beside the paragraph.
    pub(super) fn end_aside(&mut self) {
        let Some(mut aside) = self.asides.pop() else { return };
        aside.frame.end_line(Paragraph::Body);
        match aside.kind {
            Aside::Box => append(&mut self.frame().boxes, "\n", &aside.frame.text),
            Aside::Note => append(&mut self.notes, "\n", &aside.frame.text),
        }
    }

    /// The whole text: what stands in the document, then the notes.
    pub(super) fn finish(mut self) -> String {
        while !self.asides.is_empty() {
            self.end_aside();
        }
        self.document.end_line(Paragraph::Body);
        let mut text = self.document.text;
        append(&mut text, "\n\n", &self.notes);
        text
    }

    fn frame(&mut self) -> &mut Frame {
        self.asides.last_mut().map_or(&mut self.document, |aside| &mut aside.frame)
    }
}

impl Frame {
    /// Completes the line, and appends the boxes that are anchored in it.
    fn end_line(&mut self, kind: Paragraph) {
        let line = mem::take(&mut self.line);
        self.push_line(line.trim_matches(is_xml_space), kind);
        let boxes = mem::take(&mut self.boxes);
        self.push_line(&boxes, Paragraph::Body);
    }

    fn push_line(&mut self, line: &str, kind: Paragraph) {
        if line.is_empty() {
            return;
        }
        let is_apart = self.after_heading || kind == Paragraph::Heading;
        append(&mut self.text, if is_apart { "\n\n" } else { "\n" }, line);
        self.after_heading = kind == Paragraph::Heading;
    }

    /// Appends a character that divides what is in the line from what follows.
    fn separate(&mut self, separator: char) {
        if !self.line.is_empty() && !self.line.ends_with([' ', '\t']) {
            self.line.push(separator);
        }
    }
}

/// Appends `text` to what stands before, if there is any text.
fn append(before: &mut String, separator: &str, text: &str) {
    if text.is_empty() {
        return;
    }
    if !before.is_empty() {
        before.push_str(separator);
    }
    before.push_str(text);
}

const fn is_xml_space(c: char) -> bool {
    matches!(c, ' ' | '\t' | '\n' | '\r')
}

#[cfg(test)]
mod tests {
    use super::*;

    fn paragraph(text: &mut OfficeText, content: &str, kind: Paragraph) {
        text.push(content);
        text.end_paragraph(kind);
    }

    #[test]
    fn blank_lines_stand_around_headings() {
        let mut text = OfficeText::new();
        paragraph(&mut text, "title", Paragraph::Heading);
        paragraph(&mut text, "  one", Paragraph::Body);
        paragraph(&mut text, "", Paragraph::Heading);
        paragraph(&mut text, "two", Paragraph::Body);
        paragraph(&mut text, "section", Paragraph::Heading);
        assert_eq!(text.finish(), "title\n\none\ntwo\n\nsection");
    }

    #[test]
    fn a_row_is_a_line_and_a_table_in_a_cell_a_part_of_it() {
        let mut text = OfficeText::new();
        text.begin_cell();
        paragraph(&mut text, "a", Paragraph::Body);
        paragraph(&mut text, "b", Paragraph::Body);
        text.end_cell();
        text.begin_cell();
        text.begin_cell();
        paragraph(&mut text, "c", Paragraph::Body);
        text.end_cell();
        text.end_row();
        text.end_cell();
        text.end_row();
        assert_eq!(text.finish(), "a b\tc");
    }

    #[test]
    fn a_box_follows_its_paragraph_and_a_note_the_text() {
        let mut text = OfficeText::new();
        text.push("one ");
        for (kind, content) in [(Aside::Box, "box"), (Aside::Note, "note")] {
            text.begin_aside(kind);
            paragraph(&mut text, content, Paragraph::Body);
            text.end_aside();
        }
        paragraph(&mut text, "more", Paragraph::Body);
        paragraph(&mut text, "two", Paragraph::Body);
        assert_eq!(text.finish(), "one more\nbox\ntwo\n\nnote");
    }
}
