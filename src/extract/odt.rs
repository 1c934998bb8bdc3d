//! The text of ODF texts (`.odt`).

use std::collections::HashSet;

use serde_json::{Map, Value};

use super::Extracted;
use super::office_text::{Aside, OfficeText, Paragraph};
use super::office_xml::{Tag, XmlSink, element_texts, read_xml};
use super::package::{PROTECTED, Package};

/// The kind of document, as error messages name it.
const KIND: &str = "an OpenDocument text";

/// The beginning of the media types of ODF texts, their templates and master documents.
const MEDIA_TYPE: &str = "application/vnd.oasis.opendocument.text";

/// Most spaces that one element stands for. More are no text.
const MAX_SPACES: usize = 1000;

/// The text and the metadata of a document.
///
/// Deleted text of tracked changes is left out, inserted text is part of the document. Headers,
/// footers, comments, hidden text and the numbers of lists are left out.
pub(crate) fn extract(bytes: &[u8]) -> Result<Extracted, String> {
    let mut package = Package::open(bytes, KIND)?;
    let media_type = package.text("mimetype")?.unwrap_or_else(|| MEDIA_TYPE.to_owned());
    if !media_type.starts_with(MEDIA_TYPE) {
        return Err(format!("not {KIND} but {}: save its text", media_type.trim()));
    }
    let manifest = package.text("META-INF/manifest.xml")?.unwrap_or_default();
    if manifest.contains("encryption-data") {
        return Err(PROTECTED.to_owned());
    }
    let mut text = OdtText::new();
    read_xml(&package.required_text("content.xml", KIND)?, "content.xml", &mut text)?;
    let metadata = metadata(&package.text("meta.xml")?.unwrap_or_default());
    Ok(Extracted { text: text.text.finish(), metadata, ..Extracted::default() })
}

fn metadata(xml: &str) -> Map<String, Value> {
    let elements = ["title", "initial-creator", "creator", "creation-date", "date", "language"];
    let texts = element_texts(xml, &elements);
    let mut metadata = Map::new();
    texts.move_to(&mut metadata, "title", &["title"]);
    texts.move_to(&mut metadata, "author", &["initial-creator", "creator"]);
    texts.move_to(&mut metadata, "date", &["creation-date", "date"]);
    texts.move_to(&mut metadata, "language", &["language"]);
    metadata
}

/// The text of a document while it is read.
#[derive(Debug)]
struct OdtText {
    text: OfficeText,
    /// Kinds of the open paragraphs. A paragraph holds others in a box or a note.
    paragraphs: Vec<Paragraph>,
    /// Automatic styles that are the style `Title` with changes.
    titles: HashSet<String>,
    /// Number of open elements from the one whose content is left out.
    skipped: usize,
}

impl OdtText {
    fn new() -> Self {
        let titles = HashSet::from(["Title".to_owned()]);
        Self { text: OfficeText::new(), paragraphs: Vec::new(), titles, skipped: 0 }
    }

    fn add_style(&mut self, tag: &Tag) {
        let parent = tag.attribute("parent-style-name");
        if parent.is_some_and(|parent| parent == "Title") {
            self.titles.extend(tag.attribute("name"));
        }
    }

    fn paragraph_kind(&self, tag: &Tag) -> Paragraph {
        let style = tag.attribute("style-name");
        match style {
            Some(style) if self.titles.contains(&style) => Paragraph::Heading,
            _ => Paragraph::Body,
        }
    }

    fn push_spaces(&mut self, tag: &Tag) {
        let count = tag.attribute("c").and_then(|count| count.parse().ok()).unwrap_or(1_usize);
        self.text.push(&" ".repeat(count.min(MAX_SPACES)));
    }
}

impl XmlSink for OdtText {
    fn start(&mut self, tag: &Tag) {
        let name = tag.name();
        if self.skipped > 0 || is_left_out(name) {
            self.skipped += 1;
            return;
        }
        match name {
            "style" => self.add_style(tag),
            "h" => self.paragraphs.push(Paragraph::Heading),
            "p" => self.paragraphs.push(self.paragraph_kind(tag)),
            "tab" => self.text.push_tab(),
            "s" => self.push_spaces(tag),
            "line-break" => self.text.push_line_break(),
            "table-cell" => self.text.begin_cell(),
            "text-box" => self.text.begin_aside(Aside::Box),
            "note-body" => self.text.begin_aside(Aside::Note),
            _ => {}
        }
    }

    fn end(&mut self, name: &str) {
        if self.skipped > 0 {
            self.skipped -= 1;
            return;
        }
        match name {
            "h" | "p" => {
                let kind = self.paragraphs.pop().unwrap_or_default();
                self.text.end_paragraph(kind);
            }
            "table-cell" => self.text.end_cell(),
            "table-row" => self.text.end_row(),
            "text-box" | "note-body" => self.text.end_aside(),
            _ => {}
        }
    }

    fn text(&mut self, text: &str) {
        if self.skipped == 0 && !self.paragraphs.is_empty() {
            self.text.push_collapsed(text);
        }
    }
}

/// Whether a reader does not see the content of an element in the text: deleted text, comments,
/// numbers of notes, pronunciation beside characters, hidden text, and descriptions of pictures.
fn is_left_out(name: &str) -> bool {
    matches!(
        name,
        "tracked-changes"
            | "annotation"
            | "note-citation"
            | "ruby-text"
            | "hidden-text"
            | "hidden-paragraph"
            | "title"
            | "desc"
            | "forms"
    )
}

#[cfg(test)]
mod tests {
    use super::super::package::archive_of;
    use super::*;

    const META: &str = "<m><dc:title>春天</dc:title><meta:initial-creator>张三\
        </meta:initial-creator><dc:date>2025-01-02</dc:date></m>";

    /// A document with this body.
    fn document(body: &str) -> Vec<u8> {
        let content = format!(
            "<o:d><o:automatic-styles><style:style style:name='P1' style:parent-style-name='Title'\
            /></o:automatic-styles><o:body><o:text>\n {body}</o:text></o:body></o:d>",
        );
        archive_of(&[("mimetype", MEDIA_TYPE), ("content.xml", &content), ("meta.xml", META)])
    }

    fn text_of(body: &str) -> String {
        extract(&document(body)).expect("it can be read and written").text
    }

    #[test]
    fn headings_paragraphs_and_white_space_are_read() {
        let body = "<text:p text:style-name='P1'>Title</text:p>\n<text:p>a\n  <text:span> b\
            </text:span><text:s text:c='2'/>c<text:tab/>d<text:line-break/>e</text:p>\
            <text:h>Next</text:h><text:p/><text:p>f</text:p>";
        assert_eq!(text_of(body), "Title\n\na b  c\td\ne\n\nNext\n\nf");
    }

    #[test]
    fn lists_and_tables_are_lines() {
        let body = "<text:list><text:list-item><text:p>1</text:p></text:list-item><text:list-item>\
            <text:p>2</text:p></text:list-item></text:list><table:table><table:table-row>\
            <table:table-cell><text:p>a</text:p><text:p>b</text:p></table:table-cell>\
            <table:table-cell><text:p>c</text:p></table:table-cell></table:table-row>\
            </table:table>";
        assert_eq!(text_of(body), "1\n2\na b\tc");
    }

    #[test]
    fn notes_follow_the_text_and_what_is_not_seen_is_left_out() {
        let body = "<text:tracked-changes><text:deletion><text:p>old</text:p></text:deletion>\
            </text:tracked-changes><text:p>a<text:note><text:note-citation>1</text:note-citation>\
            <text:note-body><text:p>脚注</text:p></text:note-body></text:note>b<office:annotation>\
            <text:p>comment</text:p></office:annotation><draw:frame><draw:text-box><text:p>box\
            </text:p></draw:text-box><svg:desc>picture</svg:desc></draw:frame></text:p>\
            <text:p>c</text:p>";
        assert_eq!(text_of(body), "ab\nbox\nc\n\n脚注");
    }

    #[test]
    fn metadata_is_read() {
        let metadata = extract(&document("")).expect("it can be read and written").metadata;
        let values = ["title", "author", "date"].map(|name| metadata[name].clone());
        assert_eq!(values, ["春天", "张三", "2025-01-02"]);
    }

    #[test]
    fn encrypted_documents_and_other_kinds_are_named() {
        let manifest = "<manifest:file-entry><manifest:encryption-data/></manifest:file-entry>";
        let members = [("mimetype", MEDIA_TYPE), ("META-INF/manifest.xml", manifest)];
        assert_eq!(extract(&archive_of(&members)).expect_err("it is refused"), PROTECTED);
        let sheet = "application/vnd.oasis.opendocument.spreadsheet";
        let reason = extract(&archive_of(&[("mimetype", sheet)])).expect_err("it is refused");
        assert_eq!(reason, format!("not an OpenDocument text but {sheet}: save its text"));
    }
}
