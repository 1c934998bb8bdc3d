//! A report as Markdown.

use std::io::{self, Write};

use super::marked::Piece;
use super::model::Report;
use super::prose::{PlaceLine, Prose, Room, TextOfPlace, write_prose};
use super::visible::{lines, visible};

/// Writes the report as Markdown with the tables and the strike-through of GitHub. What only the
/// first text of a finding has is struck through in it, what only the second has is bold. No text
/// of a document is read as markup.
///
/// # Errors
/// If `out` cannot be written.
pub fn write_markdown(report: &Report<'_>, title: &str, out: &mut dyn Write) -> io::Result<()> {
    write_prose(report, title, Room::ENDLESS, &mut Markdown { out }).map(|_| ())
}

struct Markdown<'w> {
    out: &'w mut dyn Write,
}

/// The marks around a difference, and the elements that mean the same where the marks do not count:
/// beside punctuation and blanks.
struct Marks {
    sign: &'static str,
    element: &'static str,
}

const DELETED: Marks = Marks { sign: "~~", element: "del" };
const INSERTED: Marks = Marks { sign: "**", element: "ins" };

impl Prose for Markdown<'_> {
    fn title(&mut self, text: &str) -> io::Result<()> {
        writeln!(self.out, "# {}\n", line(text))
    }

    fn heading(&mut self, text: &str) -> io::Result<()> {
        writeln!(self.out, "## {}\n", line(text))
    }

    fn paragraph(&mut self, text: &str) -> io::Result<()> {
        writeln!(self.out, "{}\n", line(text))
    }

    fn list(&mut self, places: &[PlaceLine<'_>]) -> io::Result<()> {
        for one in places {
            writeln!(self.out, "- {}", place(one))?;
        }
        writeln!(self.out)
    }

    fn table(&mut self, head: &[&str], rows: &[Vec<String>]) -> io::Result<()> {
        self.row(head.iter().map(|cell| line(cell)))?;
        self.row(head.iter().map(|_| "---".into()))?;
        for row in rows {
            self.row(row.iter().map(|cell| line(cell)))?;
        }
        writeln!(self.out)
    }

    fn texts(&mut self, [a, b]: &[TextOfPlace<'_>; 2]) -> io::Result<()> {
        self.text(a, &DELETED)?;
        self.text(b, &INSERTED)
    }
}

impl Markdown<'_> {
    fn row(&mut self, cells: impl Iterator<Item = String>) -> io::Result<()> {
        for cell in cells {
            write!(self.out, "| {cell} ")?;
        }
        writeln!(self.out, "|")
    }

    fn text(&mut self, side: &TextOfPlace<'_>, marks: &Marks) -> io::Result<()> {
        let quotation = quotation(&side.pieces, marks);
        writeln!(self.out, "{}\n\n{}\n", place(&side.place), quotation.join("\n>\n"))
    }
}

fn place(PlaceLine { document, rest }: &PlaceLine<'_>) -> String {
    format!("**{}**{}", line(document), line(rest))
}

/// The lines of a text as paragraphs of a quotation.
fn quotation(pieces: &[Piece<'_>], marks: &Marks) -> Vec<String> {
    let mut quotation = vec!["> ".to_owned()];
    for piece in pieces {
        for (at, part) in lines(piece.text).enumerate() {
            if at > 0 {
                quotation.push("> ".to_owned());
            }
            if let Some(last) = quotation.last_mut() {
                let shown = if piece.is_different { marked(part, marks) } else { line(part) };
                last.push_str(&shown);
            }
        }
    }
    let lines = quotation.into_iter().map(|line| line.trim_end().to_owned());
    lines.filter(|line| line != ">").collect()
}

/// A part of a line with marks around it.
fn marked(text: &str, Marks { sign, element }: &Marks) -> String {
    if text.trim().is_empty() {
        return line(text);
    }
    // A sign counts if a letter or digit follows its opening and precedes its closing.
    let is_edge = |char: Option<char>| char.is_some_and(char::is_alphanumeric);
    let inside = line(text);
    if is_edge(text.chars().next()) && is_edge(text.chars().next_back()) {
        format!("{sign}{inside}{sign}")
    } else {
        format!("<{element}>{inside}</{element}>")
    }
}

/// Text on one line, in which nothing is markup of Markdown or HTML.
fn line(text: &str) -> String {
    let visible = visible(text);
    let mut line = String::with_capacity(visible.len());
    for (at, char) in visible.char_indices() {
        match char {
            // Blanks at the beginning of a line would make it code.
            ' ' | '\t' if at == 0 => line.push_str("&#32;"),
            '\t' | '\n' | '\r' => line.push(' '),
            char if is_active(char)
                || is_active_between(&visible[..at], char, &visible[at + char.len_utf8()..]) =>
            {
                line.extend(['\\', char]);
            }
            char => line.push(char),
        }
    }
    line
}

/// Whether a character may be markup anywhere in a line.
fn is_active(char: char) -> bool {
    "\\`*_{}[]<>#|~&@$^".contains(char)
}

/// Whether the character behind `before` may be markup there: at the beginning of a line, where
/// lists and underlines begin, behind the number of a list, in an address, or twice, which is a
/// dash.
fn is_active_between(before: &str, char: char, after: &str) -> bool {
    let last = before.chars().next_back();
    match char {
        '-' | '+' | '=' => before.trim().is_empty() || last == Some(char),
        '.' | ')' => {
            before.bytes().all(|byte| byte.is_ascii_digit())
                || last.is_some_and(|last| matches!(last, 'w' | 'W' | '.'))
        }
        ':' => !after.starts_with(' ') || before.trim().is_empty(),
        _ => false,
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::corpus::Collection;
    use crate::document::Document;
    use crate::scan::{Scan, ScanSettings};

    fn piece(text: &str, is_different: bool) -> Piece<'_> {
        Piece { text, is_different }
    }

    #[test]
    fn differences_are_marked_so_that_the_marks_count() {
        let pieces = [piece("甲", false), piece("乙", true), piece("丙", false)];
        assert_eq!(quotation(&pieces, &DELETED), ["> 甲~~乙~~丙"]);
        let pieces = [piece("甲", false), piece("，乙\n\n丙", true), piece("丁", false)];
        assert_eq!(quotation(&pieces, &INSERTED), ["> 甲<ins>，乙</ins>", "> **丙**丁"]);
    }

    #[test]
    fn without_room_for_its_texts_a_finding_has_its_places() {
        let text = "今天我们召开社区建设工作会议总结今年以来社区建设取得的显著成绩表彰先进部署任务";
        let document =
            |id: &str| Document { id: id.into(), text: text.into(), ..Document::default() };
        let documents = vec![document("甲"), document("乙")];
        let collection = Collection { documents, ..Collection::default() };
        let scan = Scan::new(ScanSettings::default()).expect("valid settings");
        let found = scan.run(&collection, &|_| ()).expect("it is in memory");
        let report = Report::new(&collection, &found, scan.settings()).expect("valid settings");
        let written = |bytes| {
            let mut out = Vec::new();
            let room = Room { bytes, rows: 1 };
            let left_out = write_prose(&report, "x", room, &mut Markdown { out: &mut out });
            let markdown = String::from_utf8(out).expect("Markdown is UTF-8");
            (left_out.expect("it is written to memory"), markdown)
        };
        let (left_out, markdown) = written(2 * text.len() - 1);
        assert!(left_out == 1 && !markdown.contains(text), "{markdown}");
        assert!(
            ["**甲**, line 1", "**乙**, line 1", "… and 1 document"]
                .iter()
                .all(|part| markdown.contains(part)),
            "{markdown}"
        );
        let (left_out, markdown) = written(2 * text.len());
        assert!(left_out == 0 && markdown.matches(text).count() == 2, "{markdown}");
    }

    #[test]
    fn nothing_is_markup() {
        assert_eq!(
            line("<b>`a|b` **c**\u{1b}[0m\n# d"),
            "\\<b\\>\\`a\\|b\\` \\*\\*c\\*\\*␛\\[0m \\# d"
        );
        assert_eq!(line("    code"), "&#32;   code");
        assert_eq!(line("12. a"), "12\\. a");
        assert_eq!(line("- 1.5 -- www.a.b"), "\\- 1.5 -\\- www\\.a.b");
        assert_eq!(line("a: b = http://c"), "a: b = http\\://c");
        assert_eq!(line("==="), "\\=\\=\\=");
    }

    proptest! {
        #[test]
        fn what_is_escaped_is_still_there(text in "[a-w雷0-9`*_<>|\\\\#~\\[\\]().!&$= -]{0,40}") {
            let mut plain = String::new();
            let mut rest = line(&text);
            if let Some(after) = rest.strip_prefix("&#32;") {
                rest = format!(" {after}");
            }
            let mut chars = rest.chars();
            while let Some(char) = chars.next() {
                prop_assert!(char == '\\' || !is_active(char));
                plain.extend(if char == '\\' { chars.next() } else { Some(char) });
            }
            prop_assert_eq!(plain, text);
        }
    }
}
