//! A report as a Word document.

use std::io::{self, Write};

use super::package::{Package, Part};
use crate::report::marked::Piece;
use crate::report::model::Report;
use crate::report::prose::{PlaceLine, Prose, Room, TextOfPlace, write_prose};
use crate::report::visible::{escaped, lines};

/// What Word opens: it refuses documents with more than 32 MB of text. The bytes of texts of
/// findings stay below half of that, since markup and headings count too.
const ROOM: Room = Room { bytes: 16_000_000, rows: 1000 };

/// Namespace of word processing.
const MAIN: &str = "http://schemas.openxmlformats.org/wordprocessingml/2006/main";

/// Twentieths of a point that the lines of a page are wide: A4 with margins of 2 cm.
const WIDTH: usize = 9638;

/// Styles: the name that programs show, what Word knows the style by, and its properties. Readers
/// can change how deleted and inserted text looks by changing its style.
const STYLES: &str = r#"<w:docDefaults><w:rPrDefault><w:rPr><w:rFonts w:ascii="Calibri" w:hAnsi="Calibri" w:eastAsia="SimSun" w:cs="Calibri"/><w:sz w:val="21"/><w:szCs w:val="21"/></w:rPr></w:rPrDefault><w:pPrDefault><w:pPr><w:spacing w:after="120"/></w:pPr></w:pPrDefault></w:docDefaults><w:style w:type="paragraph" w:default="1" w:styleId="Normal"><w:name w:val="Normal"/><w:qFormat/></w:style><w:style w:type="paragraph" w:styleId="Title"><w:name w:val="Title"/><w:basedOn w:val="Normal"/><w:next w:val="Normal"/><w:qFormat/><w:rPr><w:b/><w:sz w:val="36"/><w:szCs w:val="36"/></w:rPr></w:style><w:style w:type="paragraph" w:styleId="Heading1"><w:name w:val="heading 1"/><w:basedOn w:val="Normal"/><w:next w:val="Normal"/><w:qFormat/><w:pPr><w:keepNext/><w:spacing w:before="360"/><w:outlineLvl w:val="0"/></w:pPr><w:rPr><w:b/><w:sz w:val="26"/><w:szCs w:val="26"/></w:rPr></w:style><w:style w:type="character" w:default="1" w:styleId="DefaultParagraphFont"><w:name w:val="Default Paragraph Font"/></w:style><w:style w:type="table" w:default="1" w:styleId="TableNormal"><w:name w:val="Normal Table"/><w:tblPr><w:tblInd w:w="0" w:type="dxa"/><w:tblCellMar><w:top w:w="0" w:type="dxa"/><w:left w:w="108" w:type="dxa"/><w:bottom w:w="0" w:type="dxa"/><w:right w:w="108" w:type="dxa"/></w:tblCellMar></w:tblPr></w:style><w:style w:type="character" w:styleId="Deleted"><w:name w:val="Deleted"/><w:qFormat/><w:rPr><w:strike/><w:color w:val="B3261E"/></w:rPr></w:style><w:style w:type="character" w:styleId="Inserted"><w:name w:val="Inserted"/><w:qFormat/><w:rPr><w:color w:val="1B5E20"/><w:u w:val="single"/></w:rPr></w:style>"#;

/// Borders of tables.
const BORDERS: &str = r#"<w:tblBorders><w:top w:val="single" w:sz="4" w:color="A0A0A0"/><w:left w:val="single" w:sz="4" w:color="A0A0A0"/><w:bottom w:val="single" w:sz="4" w:color="A0A0A0"/><w:right w:val="single" w:sz="4" w:color="A0A0A0"/><w:insideH w:val="single" w:sz="4" w:color="A0A0A0"/><w:insideV w:val="single" w:sz="4" w:color="A0A0A0"/></w:tblBorders>"#;

/// Size and margins of pages.
const PAGES: &str = r#"<w:sectPr><w:pgSz w:w="11906" w:h="16838"/><w:pgMar w:top="1134" w:right="1134" w:bottom="1134" w:left="1134" w:header="567" w:footer="567" w:gutter="0"/></w:sectPr>"#;

/// Writes the report as a Word document (`.docx`). What only the first text of a finding has is
/// struck through in it, what only the second has is underlined; both stand beside each other.
///
/// Of texts the document holds 16 MB, since Word does not open much longer ones; a finding after
/// that has its places only, and the document says so. Returns the number of such findings.
///
/// # Errors
/// If `out` cannot be written.
pub fn write_docx(report: &Report<'_>, title: &str, out: &mut dyn Write) -> io::Result<usize> {
    let part = |name: &str, content, relation| Part { name: name.into(), content, relation };
    let parts = [
        part("word/document.xml", "officedocument.wordprocessingml.document.main", None),
        part("word/styles.xml", "officedocument.wordprocessingml.styles", Some("styles")),
    ];
    let mut package = Package::new(&parts, title, out)?;
    let styles = package.begin(&parts[1].name)?;
    write!(styles, "<w:styles xmlns:w=\"{MAIN}\">{STYLES}</w:styles>")?;
    let document = package.begin(&parts[0].name)?;
    write!(document, "<w:document xmlns:w=\"{MAIN}\"><w:body>")?;
    let left_out = write_prose(report, title, ROOM, &mut Body { out: document })?;
    write!(document, "{PAGES}</w:body></w:document>")?;
    package.finish()?;
    Ok(left_out)
}

/// The body of a document.
struct Body<'w, W> {
    out: &'w mut W,
}

impl<W: Write> Prose for Body<'_, W> {
    fn title(&mut self, text: &str) -> io::Result<()> {
        self.styled("Title", text)
    }

    fn heading(&mut self, text: &str) -> io::Result<()> {
        self.styled("Heading1", text)
    }

    fn paragraph(&mut self, text: &str) -> io::Result<()> {
        write!(self.out, "<w:p>{}</w:p>", run(text, ""))
    }

    fn list(&mut self, places: &[PlaceLine<'_>]) -> io::Result<()> {
        for one in places {
            write!(self.out, "<w:p>{}{}</w:p>", run("– ", ""), place(one))?;
        }
        Ok(())
    }

    fn table(&mut self, head: &[&str], rows: &[Vec<String>]) -> io::Result<()> {
        self.begin_table(head.len())?;
        let cell = |text: &str, properties| format!("<w:p>{}</w:p>", run(text, properties));
        self.row(head.iter().map(|text| cell(text, BOLD)), head.len(), true)?;
        for row in rows {
            self.row(row.iter().map(|text| cell(text, "")), head.len(), false)?;
        }
        self.end_table()
    }

    fn texts(&mut self, [a, b]: &[TextOfPlace<'_>; 2]) -> io::Result<()> {
        self.begin_table(2)?;
        let heads = [a, b].map(|side| format!("<w:p>{}</w:p>", place(&side.place)));
        self.row(heads.into_iter(), 2, true)?;
        let texts = [paragraphs(&a.pieces, "Deleted"), paragraphs(&b.pieces, "Inserted")];
        self.row(texts.into_iter(), 2, false)?;
        self.end_table()
    }
}

/// Properties of bold text.
const BOLD: &str = "<w:b/>";

impl<W: Write> Body<'_, W> {
    fn styled(&mut self, style: &str, text: &str) -> io::Result<()> {
        let run = run(text, "");
        write!(self.out, "<w:p><w:pPr><w:pStyle w:val=\"{style}\"/></w:pPr>{run}</w:p>")
    }

    fn begin_table(&mut self, columns: usize) -> io::Result<()> {
        let column = format!("<w:gridCol w:w=\"{}\"/>", WIDTH / columns);
        write!(
            self.out,
            "<w:tbl><w:tblPr><w:tblW w:w=\"5000\" w:type=\"pct\"/>{BORDERS}</w:tblPr>\
             <w:tblGrid>{}</w:tblGrid>",
            column.repeat(columns)
        )
    }

    /// Writes a row of cells of the same width; a head is repeated on every page.
    fn row(
        &mut self,
        cells: impl Iterator<Item = String>,
        columns: usize,
        is_head: bool,
    ) -> io::Result<()> {
        let properties = if is_head { "<w:trPr><w:tblHeader/></w:trPr>" } else { "" };
        write!(self.out, "<w:tr>{properties}")?;
        for cell in cells {
            let width = WIDTH / columns;
            let width = format!("<w:tcPr><w:tcW w:w=\"{width}\" w:type=\"dxa\"/></w:tcPr>");
            write!(self.out, "<w:tc>{width}{cell}</w:tc>")?;
        }
        write!(self.out, "</w:tr>")
    }

    /// Ends a table. The empty paragraph keeps it apart from a table that follows.
    fn end_table(&mut self) -> io::Result<()> {
        write!(self.out, "</w:tbl><w:p/>")
    }
}

fn place(PlaceLine { document, rest }: &PlaceLine<'_>) -> String {
    run(document, BOLD) + &run(rest, "")
}

/// The lines of a text as paragraphs, without those that are empty; what differs has a style.
fn paragraphs(pieces: &[Piece<'_>], style: &str) -> String {
    let style = format!("<w:rStyle w:val=\"{style}\"/>");
    let mut paragraphs = vec![String::new()];
    for piece in pieces {
        for (at, line) in lines(piece.text).enumerate() {
            if at > 0 {
                paragraphs.push(String::new());
            }
            if let Some(last) = paragraphs.last_mut() {
                last.push_str(&run(line, if piece.is_different { &style } else { "" }));
            }
        }
    }
    paragraphs.retain(|runs| !runs.is_empty());
    // A cell has a paragraph, if only an empty one.
    format!("<w:p>{}</w:p>", paragraphs.join("</w:p><w:p>"))
}

/// A run of text with the same properties; nothing if it is empty.
fn run(text: &str, properties: &str) -> String {
    if text.is_empty() {
        return String::new();
    }
    let properties = match properties {
        "" => String::new(),
        properties => format!("<w:rPr>{properties}</w:rPr>"),
    };
    let text = escaped(text).replace(['\n', '\r'], " ");
    let text = text.replace('\t', "</w:t><w:tab/><w:t xml:space=\"preserve\">");
    format!("<w:r>{properties}<w:t xml:space=\"preserve\">{text}</w:t></w:r>")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_differs_has_a_style() {
        let pieces = [
            Piece { text: "甲", is_different: false },
            Piece { text: "乙\n<丙>", is_different: true },
        ];
        let space = "<w:t xml:space=\"preserve\">";
        let style = "<w:rPr><w:rStyle w:val=\"Deleted\"/></w:rPr>";
        assert_eq!(
            paragraphs(&pieces, "Deleted"),
            format!(
                "<w:p><w:r>{space}甲</w:t></w:r><w:r>{style}{space}乙</w:t></w:r></w:p>\
                 <w:p><w:r>{style}{space}&lt;丙&gt;</w:t></w:r></w:p>"
            )
        );
    }
}
