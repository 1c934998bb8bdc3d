//! The text of Word documents (`.docx`, Office Open XML).

use std::collections::{HashMap, HashSet};

use serde_json::{Map, Value};

use super::Extracted;
use super::office_text::{Aside, OfficeText, Paragraph};
use super::office_xml::{Tag, XmlSink, element_texts, read_xml};
use super::package::Package;

/// The kind of document, as error messages name it.
const KIND: &str = "a Word document";

/// Most styles between a style and the style that makes it a heading. Word allows fewer; the
/// number ends circles in damaged documents.
const MAX_BASE_STYLES: usize = 16;

/// The text and the metadata of a document.
///
/// Deleted text of tracked changes is left out, inserted text is part of the document. Headers,
/// footers, comments and hidden text are left out. Numbers of lists, which the document does not
/// store, are left out too.
pub(crate) fn extract(bytes: &[u8]) -> Result<Extracted, String> {
    let mut package = Package::open(bytes, KIND)?;
    let parts = Parts::find(&mut package)?;
    let headings = match parts.styles {
        Some(name) => heading_styles(&package.text(&name)?.unwrap_or_default(), &name)?,
        None => HashSet::new(),
    };
    let mut text = DocxText::new(&headings);
    read_xml(&package.required_text(&parts.document, KIND)?, &parts.document, &mut text)?;
    for name in parts.notes {
        text.read_notes(&package.text(&name)?.unwrap_or_default(), &name)?;
    }
    let metadata = metadata(&package.text(&parts.properties)?.unwrap_or_default());
    Ok(Extracted { text: text.text.finish(), metadata, ..Extracted::default() })
}

fn metadata(properties: &str) -> Map<String, Value> {
    let texts = element_texts(properties, &["title", "creator", "created", "modified", "language"]);
    let mut metadata = Map::new();
    texts.move_to(&mut metadata, "title", &["title"]);
    texts.move_to(&mut metadata, "author", &["creator"]);
    texts.move_to(&mut metadata, "date", &["created", "modified"]);
    texts.move_to(&mut metadata, "language", &["language"]);
    metadata
}

/// Names of the members of a package that are read.
#[derive(Debug)]
struct Parts {
    document: String,
    /// Footnotes, then endnotes.
    notes: Vec<String>,
    styles: Option<String>,
    properties: String,
}

impl Parts {
    fn find(package: &mut Package) -> Result<Self, String> {
        let name = "_rels/.rels";
        let package_relations = Relations::read(&package.required_text(name, KIND)?, name, "")?;
        let document = package_relations
            .target("officeDocument")
            .ok_or_else(|| format!("cannot be read as {KIND}: the archive has no document"))?;
        check_kind(&document)?;
        let (folder, file) = document.rsplit_once('/').unwrap_or(("", &document));
        let name = format!("{folder}/_rels/{file}.rels");
        let name = name.trim_start_matches('/');
        let relations = package.text(name)?.unwrap_or_default();
        let relations = Relations::read(&relations, name, folder)?;
        Ok(Self {
            notes: ["footnotes", "endnotes"]
                .iter()
                .filter_map(|kind| relations.target(kind))
                .collect(),
            styles: relations.target("styles"),
            properties: package_relations.target("core-properties").unwrap_or_default(),
            document,
        })
    }
}

/// Returns an error if the main member belongs to another program of Office.
fn check_kind(document: &str) -> Result<(), String> {
    match document.split('/').next() {
        Some("xl") => Err("an Excel workbook, not a Word document: save it as CSV".to_owned()),
        Some("ppt") => Err("a PowerPoint file, not a Word document: save its text".to_owned()),
        _ => Ok(()),
    }
}

/// Members that a member refers to, by the kind of relation.
#[derive(Debug, Default)]
struct Relations {
    folder: String,
    targets: HashMap<String, String>,
}

impl Relations {
    /// Reads relations whose targets are relative to `folder`.
    fn read(xml: &str, name: &str, folder: &str) -> Result<Self, String> {
        let mut relations = Self { folder: folder.to_owned(), ..Self::default() };
        read_xml(xml, name, &mut relations)?;
        Ok(relations)
    }

    fn target(&self, kind: &str) -> Option<String> {
        self.targets.get(kind).cloned()
    }

    fn member(&self, target: &str) -> String {
        match target.strip_prefix('/') {
            Some(absolute) => absolute.to_owned(),
            None if self.folder.is_empty() => target.to_owned(),
            None => format!("{}/{target}", self.folder),
        }
    }
}

impl XmlSink for Relations {
    fn start(&mut self, tag: &Tag) {
        let (kind, target) = (tag.attribute("Type"), tag.attribute("Target"));
        if let (Some(kind), Some(target)) = (kind, target) {
            let kind = kind.rsplit('/').next().unwrap_or_default().to_owned();
            let member = self.member(&target);
            self.targets.entry(kind).or_insert(member);
        }
    }

    fn end(&mut self, _: &str) {}

    fn text(&mut self, _: &str) {}
}

/// The ids of the styles that make a paragraph a heading.
fn heading_styles(xml: &str, name: &str) -> Result<HashSet<String>, String> {
    let mut styles = Styles::default();
    read_xml(xml, name, &mut styles)?;
    let ids = styles.styles.keys().filter(|id| styles.is_heading(id));
    Ok(ids.cloned().collect())
}

/// The paragraph styles of a document, by id.
#[derive(Debug, Default)]
struct Styles {
    styles: HashMap<String, Style>,
    current: String,
}

#[derive(Debug, Default)]
struct Style {
    is_heading: Option<bool>,
    base: Option<String>,
}

impl Styles {
    fn is_heading(&self, id: &str) -> bool {
        let mut id = id;
        for _ in 0..MAX_BASE_STYLES {
            let Some(style) = self.styles.get(id) else { break };
            match (style.is_heading, &style.base) {
                (Some(is_heading), _) => return is_heading,
                (None, Some(base)) => id = base,
                (None, None) => break,
            }
        }
        false
    }
}

impl XmlSink for Styles {
    fn start(&mut self, tag: &Tag) {
        let name = tag.name();
        if name == "style" {
            self.current = tag.attribute("styleId").unwrap_or_default();
            self.styles.insert(self.current.clone(), Style::default());
        }
        if !matches!(name, "name" | "basedOn" | "outlineLvl") {
            return;
        }
        let value = tag.attribute("val").unwrap_or_default();
        let Some(style) = self.styles.get_mut(&self.current) else { return };
        match name {
            "name" if is_heading_name(&value) => style.is_heading = Some(true),
            "basedOn" => style.base = Some(value),
            "outlineLvl" => style.is_heading = Some(is_heading_level(&value)),
            _ => {}
        }
    }

    fn end(&mut self, _: &str) {}

    fn text(&mut self, _: &str) {}
}

/// Whether a built-in style is that of a heading. Names are English in every language of Word.
fn is_heading_name(name: &str) -> bool {
    name.eq_ignore_ascii_case("title") || name.to_ascii_lowercase().starts_with("heading ")
}

/// Whether an outline level is that of a heading; 9 is body text.
fn is_heading_level(level: &str) -> bool {
    level.parse().is_ok_and(|level: u32| level < 9)
}

/// What is known of an open paragraph.
#[derive(Debug, Default)]
struct OpenParagraph {
    kind: Paragraph,
    /// Whether the end of the paragraph is deleted, so that the next paragraph continues it.
    is_joined: bool,
}

/// The text of a document while it is read.
#[derive(Debug)]
struct DocxText<'a> {
    text: OfficeText,
    headings: &'a HashSet<String>,
    paragraphs: Vec<OpenParagraph>,
    /// Number of open elements from the one whose content is left out.
    skipped: usize,
    is_in_properties: bool,
    is_hidden: bool,
    is_text: bool,
}

impl<'a> DocxText<'a> {
    fn new(headings: &'a HashSet<String>) -> Self {
        Self {
            text: OfficeText::new(),
            headings,
            paragraphs: Vec::new(),
            skipped: 0,
            is_in_properties: false,
            is_hidden: false,
            is_text: false,
        }
    }

    fn read_notes(&mut self, xml: &str, name: &str) -> Result<(), String> {
        self.text.begin_aside(Aside::Note);
        read_xml(xml, name, self)?;
        self.text.end_aside();
        Ok(())
    }

    /// Reads an element of the properties of a paragraph.
    fn start_property(&mut self, tag: &Tag) {
        let value = tag.attribute("val").unwrap_or_default();
        let Some(paragraph) = self.paragraphs.last_mut() else { return };
        let is_heading = match tag.name() {
            "pStyle" => self.headings.contains(&value),
            "outlineLvl" => is_heading_level(&value),
            "del" | "moveFrom" => {
                paragraph.is_joined = true;
                return;
            }
            _ => return,
        };
        paragraph.kind = if is_heading { Paragraph::Heading } else { Paragraph::Body };
    }

    fn start_content(&mut self, tag: &Tag) {
        match tag.name() {
            "p" => self.paragraphs.push(OpenParagraph::default()),
            "pPr" => self.is_in_properties = true,
            "r" => self.is_hidden = false,
            "vanish" => self.is_hidden = !is_off(tag),
            "t" => self.is_text = true,
            "tc" => self.text.begin_cell(),
            "txbxContent" => self.text.begin_aside(Aside::Box),
            "tab" | "ptab" => self.text.push_tab(),
            "br" | "cr" => self.text.push_line_break(),
            "noBreakHyphen" => self.text.push("-"),
            _ => {}
        }
    }

    fn end_paragraph(&mut self) {
        let paragraph = self.paragraphs.pop().unwrap_or_default();
        if !paragraph.is_joined {
            self.text.end_paragraph(paragraph.kind);
        }
    }
}

impl XmlSink for DocxText<'_> {
    fn start(&mut self, tag: &Tag) {
        if self.skipped > 0 || is_left_out(tag, self.is_in_properties) {
            self.skipped += 1;
        } else if self.is_in_properties {
            self.start_property(tag);
        } else {
            self.start_content(tag);
        }
    }

    fn end(&mut self, name: &str) {
        if self.skipped > 0 {
            self.skipped -= 1;
            return;
        }
        match name {
            "p" => self.end_paragraph(),
            "pPr" => self.is_in_properties = false,
            "r" => self.is_hidden = false,
            "t" => self.is_text = false,
            "tc" => self.text.end_cell(),
            "tr" => self.text.end_row(),
            "txbxContent" => self.text.end_aside(),
            _ => {}
        }
    }

    fn text(&mut self, text: &str) {
        if self.is_text && !self.is_hidden && self.skipped == 0 {
            self.text.push(text);
        }
    }
}

/// Whether a reader does not see the content of an element: deleted text, the place that text was
/// moved from, the copy of a box for old programs, the pronunciation beside characters, earlier
/// properties, and the rule above the notes.
fn is_left_out(tag: &Tag, is_in_properties: bool) -> bool {
    match tag.name() {
        "del" | "moveFrom" => !is_in_properties,
        "Fallback" | "pPrChange" | "rPrChange" | "rt" => true,
        "footnote" | "endnote" => tag.attribute("type").is_some_and(|kind| kind != "normal"),
        _ => false,
    }
}

/// Whether the value of a property switches it off.
fn is_off(tag: &Tag) -> bool {
    matches!(tag.attribute("val").as_deref(), Some("0" | "false" | "off"))
}

#[cfg(test)]
mod tests {
    use super::super::package::archive_of;
    use super::*;

    const RELATIONS: &str = r#"<Relationships>
        <Relationship Type="http://x/relationships/officeDocument" Target="word/document.xml"/>
        <Relationship Type="http://x/metadata/core-properties" Target="docProps/core.xml"/>
        </Relationships>"#;
    const DOCUMENT_RELATIONS: &str = r#"<Relationships>
        <Relationship Type="http://x/relationships/styles" Target="styles.xml"/>
        <Relationship Type="http://x/relationships/endnotes" Target="/word/endnotes.xml"/>
        <Relationship Type="http://x/relationships/footnotes" Target="footnotes.xml"/>
        </Relationships>"#;
    const STYLES: &str = r#"<w:styles>
        <w:style w:styleId="1"><w:name w:val="heading 1"/></w:style>
        <w:style w:styleId="own"><w:name w:val="Kapitel"/><w:basedOn w:val="1"/></w:style>
        <w:style w:styleId="toc"><w:name w:val="TOC Heading"/><w:basedOn w:val="1"/>
        <w:pPr><w:outlineLvl w:val="9"/></w:pPr></w:style>
        <w:style w:styleId="a"><w:basedOn w:val="b"/></w:style>
        <w:style w:styleId="b"><w:basedOn w:val="a"/></w:style></w:styles>"#;
    const CORE: &str = "<c><dc:title>春天</dc:title><dc:creator>张三</dc:creator>\
        <dcterms:modified>2025-01-02T00:00:00Z</dcterms:modified>\
        <dcterms:created>2024-05-01T08:00:00Z</dcterms:created></c>";

    /// A document with this body.
    pub(in super::super) fn document(body: &str) -> Vec<u8> {
        let document = format!("<w:document><w:body>{body}</w:body></w:document>");
        let notes = "<w:x><w:footnote w:type=\"separator\"><w:p><w:r><w:t>-</w:t></w:r></w:p>\
            </w:footnote><w:footnote><w:p><w:r><w:t>脚注</w:t></w:r></w:p></w:footnote></w:x>";
        archive_of(&[
            ("_rels/.rels", RELATIONS),
            ("word/document.xml", &document),
            ("word/_rels/document.xml.rels", DOCUMENT_RELATIONS),
            ("word/styles.xml", STYLES),
            ("word/footnotes.xml", notes),
            ("word/endnotes.xml", "<w:x><w:p><w:r><w:t>尾注</w:t></w:r></w:p></w:x>"),
            ("word/header1.xml", "<w:hdr><w:p><w:r><w:t>header</w:t></w:r></w:p></w:hdr>"),
            ("docProps/core.xml", CORE),
        ])
    }

    fn text_of(body: &str) -> String {
        let text = extract(&document(body)).expect("it can be read and written").text;
        text.strip_suffix("\n\n脚注\n尾注").expect("notes follow the text").to_owned()
    }

    fn styled(style: &str, text: &str) -> String {
        let style = format!("<w:pPr><w:pStyle w:val=\"{style}\"/></w:pPr>");
        format!("<w:p>{style}<w:r><w:t>{text}</w:t></w:r></w:p>")
    }

    fn plain(text: &str) -> String {
        format!("<w:p><w:r><w:t>{text}</w:t></w:r></w:p>")
    }

    #[test]
    fn headings_are_known_by_their_styles_in_every_language() {
        let body = [styled("1", "一"), styled("toc", "b"), styled("own", "c"), styled("a", "d")];
        assert_eq!(text_of(&body.concat()), "一\n\nb\n\nc\n\nd");
        let outline = "<w:p><w:pPr><w:outlineLvl w:val='0'/></w:pPr><w:r><w:t>h</w:t></w:r></w:p>";
        assert_eq!(text_of(&[plain("a"), outline.to_owned(), plain("b")].concat()), "a\n\nh\n\nb");
    }

    #[test]
    fn metadata_and_notes_are_read() {
        let extracted = extract(&document(&plain("a"))).expect("it can be read and written");
        let values = ["title", "author", "date"].map(|name| extracted.metadata[name].clone());
        assert_eq!(values, ["春天", "张三", "2024-05-01T08:00:00Z"]);
        assert_eq!(extracted.text, "a\n\n脚注\n尾注");
    }

    #[test]
    fn changes_are_read_as_accepted() {
        let body = "<w:p><w:ins><w:r><w:t>new</w:t></w:r></w:ins>\
            <w:del><w:r><w:delText>old</w:delText></w:r></w:del>\
            <w:moveFrom><w:r><w:t>moved</w:t></w:r></w:moveFrom></w:p>\
            <w:p><w:pPr><w:rPr><w:del/></w:rPr><w:pPrChange><w:pPr><w:pStyle w:val='1'/></w:pPr>\
            </w:pPrChange></w:pPr><w:r><w:t>a</w:t></w:r></w:p><w:p><w:r><w:t>b</w:t></w:r></w:p>";
        assert_eq!(text_of(body), "new\nab");
    }

    #[test]
    fn tables_tabs_and_breaks_keep_their_form() {
        let body = format!(
            "<w:tbl><w:tr><w:tc>{}{}</w:tc><w:tc>{}</w:tc></w:tr></w:tbl>\
            <w:p><w:pPr><w:tabs><w:tab w:val='left'/></w:tabs></w:pPr><w:r><w:t>a</w:t><w:tab/>\
            <w:t xml:space='preserve'>b </w:t><w:br/><w:t>c &lt; d</w:t></w:r></w:p>",
            plain("1"),
            plain("2"),
            plain("3"),
        );
        assert_eq!(text_of(&body), "1 2\t3\na\tb \nc < d");
    }

    #[test]
    fn a_text_box_is_read_once_and_hidden_text_never() {
        let shape = format!("<w:txbxContent>{}</w:txbxContent>", plain("box"));
        let body = format!(
            "<w:p><w:r><w:t>a</w:t></w:r><w:r><mc:AlternateContent><mc:Choice>{shape}</mc:Choice>\
            <mc:Fallback>{shape}</mc:Fallback></mc:AlternateContent></w:r><w:r><w:rPr><w:vanish/>\
            </w:rPr><w:t>hidden</w:t></w:r><w:r><w:t>b</w:t></w:r></w:p>",
        );
        assert_eq!(text_of(&body), "ab\nbox");
    }

    #[test]
    fn other_programs_are_named() {
        let relations = RELATIONS.replace("word/document", "xl/workbook");
        let reason =
            extract(&archive_of(&[("_rels/.rels", &relations)])).expect_err("it is refused");
        assert_eq!(reason, "an Excel workbook, not a Word document: save it as CSV");
        let reason = extract(&archive_of(&[("a", "b")])).expect_err("it is refused");
        assert!(reason.ends_with("_rels/.rels is missing in the archive"), "{reason}");
        assert!(
            extract(b"plain text")
                .expect_err("it is refused")
                .starts_with("cannot be read as a Word")
        );
    }
}
