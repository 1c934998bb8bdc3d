//! The archive of a document of an office program, and the XML in it.

use std::io::{self, Write};

use zip::write::{SimpleFileOptions, StreamWriter};
use zip::{CompressionMethod, DateTime, ZipWriter};

use crate::report::visible::escaped;

/// The declaration with which every part begins.
const DECLARATION: &str = "<?xml version=\"1.0\" encoding=\"UTF-8\" standalone=\"yes\"?>\n";

/// Namespace of relations between parts, which is also the beginning of their types.
const RELATIONS: &str = "http://schemas.openxmlformats.org/officeDocument/2006/relationships";

/// Type of the relation from an archive to its properties.
const PROPERTIES: &str =
    "http://schemas.openxmlformats.org/package/2006/relationships/metadata/core-properties";

/// A part of an archive: its name, and the type of its content.
#[derive(Debug, Clone)]
pub(super) struct Part {
    /// Name without a slash before it.
    pub(super) name: String,
    /// The type, behind `application/vnd.openxmlformats-`.
    pub(super) content: &'static str,
    /// The type of the relation from the main part to this one; `None` for the main part.
    pub(super) relation: Option<&'static str>,
}

/// Writes parts one after the other. What is written is never gone back to.
pub(super) struct Package<'w> {
    zip: ZipWriter<StreamWriter<&'w mut dyn Write>>,
}

impl<'w> Package<'w> {
    /// Begins an archive of these parts, the main part first, all others in its folder. Writes
    /// what says how they belong together.
    pub(super) fn new(parts: &[Part], title: &str, out: &'w mut dyn Write) -> io::Result<Self> {
        let mut package = Self { zip: ZipWriter::new_stream(out) };
        package.begin("[Content_Types].xml")?.write_all(content_types(parts).as_bytes())?;
        let main = parts.first().map_or("", |part| part.name.as_str());
        let mut relations = Relations::default();
        relations.add(&format!("{RELATIONS}/officeDocument"), main);
        relations.add(PROPERTIES, "docProps/core.xml");
        package.begin("_rels/.rels")?.write_all(relations.xml().as_bytes())?;
        package.begin("docProps/core.xml")?.write_all(properties(title).as_bytes())?;
        let (folder, file) = main.rsplit_once('/').unwrap_or(("", main));
        let mut relations = Relations::default();
        for part in parts {
            if let Some(relation) = part.relation {
                let target = part.name.strip_prefix(folder).unwrap_or(&part.name);
                relations.add(&format!("{RELATIONS}/{relation}"), target.trim_start_matches('/'));
            }
        }
        let name = format!("{folder}/_rels/{file}.rels");
        package.begin(&name)?.write_all(relations.xml().as_bytes())?;
        Ok(package)
    }

    /// Begins a part. What is written next belongs to it.
    pub(super) fn begin(&mut self, name: &str) -> io::Result<&mut impl Write> {
        let options = SimpleFileOptions::default()
            .compression_method(CompressionMethod::Deflated)
            .last_modified_time(DateTime::default());
        self.zip.start_file(name, options)?;
        self.zip.write_all(DECLARATION.as_bytes())?;
        Ok(&mut self.zip)
    }

    /// Ends the archive.
    pub(super) fn finish(self) -> io::Result<()> {
        self.zip.finish()?.into_inner().flush()
    }
}

fn content_types(parts: &[Part]) -> String {
    let types: Vec<String> = parts
        .iter()
        .map(|Part { name, content, .. }| {
            format!(
                "<Override PartName=\"/{name}\" \
                 ContentType=\"application/vnd.openxmlformats-{content}+xml\"/>"
            )
        })
        .collect();
    format!(
        "<Types xmlns=\"http://schemas.openxmlformats.org/package/2006/content-types\">\
         <Default Extension=\"rels\" \
         ContentType=\"application/vnd.openxmlformats-package.relationships+xml\"/>\
         <Default Extension=\"xml\" ContentType=\"application/xml\"/>\
         <Override PartName=\"/docProps/core.xml\" \
         ContentType=\"application/vnd.openxmlformats-package.core-properties+xml\"/>\
         {}</Types>",
        types.concat()
    )
}

fn properties(title: &str) -> String {
    let title = escaped(title);
    format!(
        "<cp:coreProperties \
         xmlns:cp=\"http://schemas.openxmlformats.org/package/2006/metadata/core-properties\" \
         xmlns:dc=\"http://purl.org/dc/elements/1.1/\">\
         <dc:title>{title}</dc:title><dc:creator>Leitong</dc:creator></cp:coreProperties>"
    )
}

/// Relations from one part to others, numbered from 1.
#[derive(Default)]
struct Relations(Vec<String>);

impl Relations {
    fn add(&mut self, relation: &str, target: &str) {
        let id = self.0.len() + 1;
        self.0.push(format!(
            "<Relationship Id=\"rId{id}\" Type=\"{relation}\" Target=\"{target}\"/>"
        ));
    }

    fn xml(&self) -> String {
        format!(
            "<Relationships \
             xmlns=\"http://schemas.openxmlformats.org/package/2006/relationships\">\
             {}</Relationships>",
            self.0.concat()
        )
    }
}
