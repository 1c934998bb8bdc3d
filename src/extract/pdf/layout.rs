//! Paragraphs from the lines of a page.

use std::collections::HashMap;

use super::super::office_text::{OfficeText, Paragraph};
use super::page_text::{Line, is_chinese_or_japanese};

/// Least size of a heading, as a multiple of the size of most text.
const HEADING_SCALE: f64 = 1.2;
/// Most characters of a line that is a heading.
const MAX_HEADING: usize = 80;
/// Greatest distance between the lines of a block, in ems. Double spacing is 2.4 or less.
const MAX_LEADING: f64 = 2.5;
/// Greatest difference in the starts of the lines in a block, in ems: an indented first line.
const MAX_INDENT: f64 = 4.0;
/// Least indentation of a paragraph, in ems.
const MIN_INDENT: f64 = 0.5;
/// Least width of a block whose lines are joined, in ems. The lines of poems are narrower.
const MIN_WIDTH: f64 = 15.0;
/// Least room at the end of a line into which a character would have fitted, in ems: punctuation
/// may not begin a line, and takes a character with it.
const MIN_WIDE_ROOM: f64 = 2.0;

/// The size of most text, in half points.
pub(super) fn body_size<'a>(lines: impl Iterator<Item = &'a Line>) -> f64 {
    let mut sizes: HashMap<u32, usize> = HashMap::new();
    for line in lines {
        *sizes.entry(half_points(line.size)).or_default() += line.text.len();
    }
    let most = sizes.into_iter().max_by_key(|&(size, bytes)| (bytes, size));
    most.map_or(0.0, |(size, _)| f64::from(size) / 2.0)
}

#[expect(clippy::cast_sign_loss, reason = "sizes are positive")]
fn half_points(size: f64) -> u32 {
    (size * 2.0).round() as u32
}

/// The text of a page, with one paragraph a line where that is certain.
pub(super) fn page_text(lines: &[Line], body: f64) -> String {
    let mut text = OfficeText::new();
    for block in lines.chunk_by(are_neighbours) {
        let shape = Shape::of(block);
        for (index, line) in block.iter().enumerate() {
            let next = block.get(index + 1).filter(|next| shape.are_joined(line, next));
            if let Some(next) = next {
                text.push(&joined(&line.text, &next.text));
            } else {
                text.push(&line.text);
                text.end_paragraph(kind(line, body));
            }
        }
    }
    text.finish()
}

fn kind(line: &Line, body: f64) -> Paragraph {
    let is_short = line.text.chars().count() <= MAX_HEADING;
    if is_short && line.size >= body * HEADING_SCALE { Paragraph::Heading } else { Paragraph::Body }
}

/// Whether a line stands below another in one block of text.
fn are_neighbours(line: &Line, next: &Line) -> bool {
    let leading = (line.across - next.across) / line.size;
    line.is_parallel(next.direction)
        && (line.size - next.size).abs() < line.size * 0.05
        && leading > 0.5
        && leading < MAX_LEADING
        && (line.start - next.start).abs() < MAX_INDENT * line.size
}

/// The edges of a block.
#[derive(Debug)]
struct Shape {
    left: f64,
    right: f64,
}

impl Shape {
    fn of(block: &[Line]) -> Self {
        let starts = block.iter().map(|line| line.start);
        let ends = block.iter().map(|line| line.end);
        Self { left: starts.fold(f64::MAX, f64::min), right: ends.fold(f64::MIN, f64::max) }
    }

    /// Whether a line is certain to continue in the next. Either a word is hyphenated, or the line
    /// is full, so that the first word of the next line had no room in it, no sentence ends, and
    /// the next line is not indented.
    fn are_joined(&self, line: &Line, next: &Line) -> bool {
        if hyphenated(&line.text, &next.text).is_some() {
            return true;
        }
        let is_wide = self.right - self.left > MIN_WIDTH * line.size;
        let is_indented = next.start > self.left + MIN_INDENT * line.size;
        let room = self.right - line.end;
        is_wide && !is_indented && !ends_sentence(&line.text) && room < first_word_width(next)
    }
}

fn ends_sentence(text: &str) -> bool {
    text.trim_end().ends_with(['.', '!', '?', ':', '。', '！', '？', '：', '”', '"', '…', '；'])
}

/// The width of the first word of a line with the space before it. In Chinese, each character is
/// a word.
fn first_word_width(line: &Line) -> f64 {
    if line.text.starts_with(is_chinese_or_japanese) {
        return MIN_WIDE_ROOM * line.size;
    }
    let word = line.text.split_whitespace().next().unwrap_or_default();
    let width = (line.end - line.start) / line.text.chars().count().max(1) as f64;
    (word.chars().count() + 1) as f64 * width
}

/// A line without the hyphen at its end, if its last word continues in the next line.
fn hyphenated<'a>(line: &'a str, next: &str) -> Option<&'a str> {
    let start = line.trim_end().strip_suffix(['-', '\u{ad}', '‐'])?;
    let is_word = start.ends_with(char::is_alphabetic) && next.starts_with(char::is_lowercase);
    is_word.then_some(start)
}

/// A line as it continues in the next: a hyphen at its end is removed, and a space divides words.
fn joined(line: &str, next: &str) -> String {
    if let Some(start) = hyphenated(line, next) {
        return start.to_owned();
    }
    let line = line.trim_end();
    let divides_words =
        !(line.ends_with(is_chinese_or_japanese) && next.starts_with(is_chinese_or_japanese));
    if divides_words { format!("{line} ") } else { line.to_owned() }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn line(text: &str, start: f64, end: f64, across: f64) -> Line {
        let (text, direction) = (text.to_owned(), [1.0, 0.0]);
        Line { text, start, end, across, size: 10.0, direction }
    }

    #[test]
    fn full_lines_are_joined_and_hyphens_removed() {
        let lines = [
            line("This line is full with inter-", 20.0, 300.0, 100.0),
            line("national words and one", 0.0, 298.0, 88.0),
            line("short line", 0.0, 90.0, 76.0),
            line("A new paragraph", 0.0, 150.0, 64.0),
            line("春天到了小草从泥土里钻出来花儿也开了孩子们在操场上奔跑笑", 20.0, 300.0, 52.0),
            line("声传得很远", 0.0, 50.0, 40.0),
            line("indented", 20.0, 80.0, 28.0),
        ];
        let text = page_text(&lines, 10.0);
        let first = "This line is full with international words and one short line";
        let last = "春天到了小草从泥土里钻出来花儿也开了孩子们在操场上奔跑笑声传得很远\nindented";
        assert_eq!(text, format!("{first}\nA new paragraph\n{last}"));
    }

    #[test]
    fn lines_that_may_be_a_poem_or_end_a_sentence_stay_apart() {
        let poem = [line("床前明月光", 0.0, 50.0, 20.0), line("疑是地上霜", 0.0, 50.0, 8.0)];
        assert_eq!(page_text(&poem, 10.0), "床前明月光\n疑是地上霜");
        let hyphen = [line("a short hy-", 0.0, 60.0, 20.0), line("phen", 0.0, 300.0, 8.0)];
        assert_eq!(page_text(&hyphen, 10.0), "a short hyphen");
        let ended = [line("A full line.", 0.0, 300.0, 20.0), line("Another", 0.0, 70.0, 8.0)];
        assert_eq!(page_text(&ended, 10.0), "A full line.\nAnother");
    }

    #[test]
    fn large_lines_are_headings() {
        let mut lines = [line("Title", 0.0, 50.0, 40.0), line("text", 0.0, 40.0, 8.0)];
        lines[0].size = 16.0;
        assert_eq!(page_text(&lines, 10.0), "Title\n\ntext");
        assert!((body_size(lines[1..].iter()) - 10.0).abs() < 0.1);
    }
}
