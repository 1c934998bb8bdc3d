//! The text of books (`.epub`).

use std::collections::{HashMap, HashSet};

use serde_json::{Map, Value};

use super::Extracted;
use super::HtmlPart;
use super::html;
use super::office_xml::{Tag, XmlSink, element_texts, read_xml};
use super::package::Package;

/// The kind of document, as error messages name it.
const KIND: &str = "an EPUB book";

/// Says that the publisher encrypted a book.
const PROTECTED: &str = "the book is protected against copying (DRM), so its text cannot be read";

/// The text and the metadata of a book. Chapters stand in the order in which they are read, with a
/// blank line between them; the table of contents is left out.
pub(crate) fn extract(bytes: &[u8]) -> Result<Extracted, String> {
    let mut package = Package::open(bytes, KIND)?;
    let container = "META-INF/container.xml";
    let container = package.required_text(container, KIND)?;
    let path = first_attribute(&container, "rootfile", "full-path")
        .ok_or_else(|| format!("cannot be read as {KIND}: the archive names no book"))?;
    let opf = package.required_text(&path, KIND)?;
    let mut book = Book { folder: folder_of(&path).to_owned(), ..Book::default() };
    read_xml(&opf, &path, &mut book)?;
    let encrypted = encrypted_members(&mut package)?;
    let mut text = String::new();
    for chapter in book.chapters() {
        if encrypted.contains(&chapter) {
            return Err(PROTECTED.to_owned());
        }
        let chapter = package.required_text(&chapter, KIND)?;
        append_chapter(&mut text, &html::extract(&chapter, HtmlPart::All).text);
    }
    Ok(Extracted { text, metadata: metadata(&opf), ..Extracted::default() })
}

fn append_chapter(text: &mut String, chapter: &str) {
    if !text.is_empty() && !chapter.is_empty() {
        text.push_str("\n\n");
    }
    text.push_str(chapter);
}

fn metadata(opf: &str) -> Map<String, Value> {
    let texts = element_texts(opf, &["title", "creator", "date", "language"]);
    let mut metadata = Map::new();
    texts.move_to(&mut metadata, "title", &["title"]);
    texts.move_to(&mut metadata, "author", &["creator"]);
    texts.move_to(&mut metadata, "date", &["date"]);
    texts.move_to(&mut metadata, "language", &["language"]);
    metadata
}

/// The manifest and the spine of a book.
#[derive(Debug, Default)]
struct Book {
    /// The folder that names are relative to.
    folder: String,
    /// Members with text, by id.
    items: HashMap<String, String>,
    /// Ids in the order of reading.
    spine: Vec<String>,
}

impl Book {
    /// The chapters in the order of reading. A chapter that the spine names twice counts once.
    fn chapters(&self) -> Vec<String> {
        let mut seen = HashSet::new();
        let members = self.spine.iter().filter_map(|id| self.items.get(id));
        members.filter(|member| seen.insert(*member)).cloned().collect()
    }

    fn add_item(&mut self, tag: &Tag) -> Option<()> {
        let kind = tag.attribute("media-type")?;
        let is_contents = tag.attribute("properties").is_some_and(|value| value.contains("nav"));
        if kind.contains("html") && !is_contents {
            let member = resolved(&self.folder, &tag.attribute("href")?);
            self.items.insert(tag.attribute("id")?, member);
        }
        Some(())
    }
}

impl XmlSink for Book {
    fn start(&mut self, tag: &Tag) {
        match tag.name() {
            "item" => drop(self.add_item(tag)),
            "itemref" => self.spine.extend(tag.attribute("idref")),
            _ => {}
        }
    }

    fn end(&mut self, _: &str) {}

    fn text(&mut self, _: &str) {}
}

/// The values of one attribute of the elements with one name.
#[derive(Debug)]
struct Attributes<'a> {
    element: &'a str,
    attribute: &'a str,
    values: Vec<String>,
}

impl XmlSink for Attributes<'_> {
    fn start(&mut self, tag: &Tag) {
        if tag.name() == self.element {
            self.values.extend(tag.attribute(self.attribute));
        }
    }

    fn end(&mut self, _: &str) {}

    fn text(&mut self, _: &str) {}
}

/// The values of an attribute, as far as the XML is well-formed.
fn attributes(xml: &str, element: &str, attribute: &str) -> Vec<String> {
    let mut attributes = Attributes { element, attribute, values: Vec::new() };
    let _ = read_xml(xml, "metadata", &mut attributes);
    attributes.values
}

fn first_attribute(xml: &str, element: &str, attribute: &str) -> Option<String> {
    attributes(xml, element, attribute).into_iter().next()
}

/// Members that are encrypted. Fonts often are, in books that can be read.
fn encrypted_members(package: &mut Package) -> Result<HashSet<String>, String> {
    let encryption = package.text("META-INF/encryption.xml")?.unwrap_or_default();
    let members = attributes(&encryption, "CipherReference", "URI").into_iter();
    Ok(members.map(|member| resolved("", &member)).collect())
}

fn folder_of(path: &str) -> &str {
    path.rsplit_once('/').map_or("", |(folder, _)| folder)
}

/// The member that a reference in `folder` means.
fn resolved(folder: &str, reference: &str) -> String {
    let reference = reference.split('#').next().unwrap_or_default();
    let reference = percent_decoded(reference);
    let mut parts: Vec<&str> = folder.split('/').filter(|part| !part.is_empty()).collect();
    for part in reference.split('/') {
        match part {
            "" | "." => {}
            ".." => drop(parts.pop()),
            part => parts.push(part),
        }
    }
    parts.join("/")
}

/// Resolves `%20` and the like.
fn percent_decoded(reference: &str) -> String {
    let mut bytes = Vec::with_capacity(reference.len());
    let mut rest = reference.as_bytes();
    while let [first, tail @ ..] = rest {
        let code = if *first == b'%' { tail.get(..2).and_then(hexadecimal) } else { None };
        bytes.push(code.unwrap_or(*first));
        rest = if code.is_some() { &tail[2..] } else { tail };
    }
    String::from_utf8_lossy(&bytes).into_owned()
}

fn hexadecimal(digits: &[u8]) -> Option<u8> {
    u8::from_str_radix(std::str::from_utf8(digits).ok()?, 16).ok()
}

#[cfg(test)]
mod tests {
    use super::super::package::archive_of;
    use super::*;

    const CONTAINER: &str = "<container><rootfile full-path='OEBPS/book.opf'/></container>";
    const OPF: &str = "<package><metadata><dc:title>红楼梦</dc:title><dc:creator>曹雪芹\
        </dc:creator><dc:date>1791</dc:date><dc:language>zh</dc:language></metadata><manifest>\
        <item id='b' href='text/second.xhtml' media-type='application/xhtml+xml'/>\
        <item id='a' href='../text/first%20one.xhtml' media-type='application/xhtml+xml'/>\
        <item id='n' href='nav.xhtml' media-type='application/xhtml+xml' properties='nav'/>\
        <item id='c' href='cover.jpg' media-type='image/jpeg'/></manifest><spine>\
        <itemref idref='c'/><itemref idref='n'/><itemref idref='a'/><itemref idref='b'/>\
        <itemref idref='a'/></spine></package>";

    fn book(encrypted: &str) -> Vec<u8> {
        let encryption = format!("<e><x:CipherReference URI='{encrypted}'/></e>");
        archive_of(&[
            ("META-INF/container.xml", CONTAINER),
            ("META-INF/encryption.xml", &encryption),
            ("OEBPS/book.opf", OPF),
            ("text/first one.xhtml", "<html><body><h1>一</h1><p>春天</p></body></html>"),
            ("OEBPS/text/second.xhtml", "<html><body><p>夏天</p></body></html>"),
        ])
    }

    #[test]
    fn chapters_stand_in_the_order_of_reading() {
        let extracted = extract(&book("OEBPS/font.otf")).expect("it can be read and written");
        assert_eq!(extracted.text, "一\n\n春天\n\n夏天");
        let values = ["title", "author", "date", "language"];
        let values = values.map(|name| extracted.metadata[name].clone());
        assert_eq!(values, ["红楼梦", "曹雪芹", "1791", "zh"]);
    }

    #[test]
    fn an_encrypted_chapter_is_an_error() {
        assert_eq!(
            extract(&book("OEBPS/text/second.xhtml")).expect_err("it is refused"),
            PROTECTED
        );
    }

    #[test]
    fn a_missing_chapter_is_an_error() {
        let members = [("META-INF/container.xml", CONTAINER), ("OEBPS/book.opf", OPF)];
        let reason = extract(&archive_of(&members)).expect_err("it is refused");
        let missing = "text/first one.xhtml is missing in the archive";
        assert_eq!(reason, format!("cannot be read as an EPUB book: {missing}"));
    }
}
