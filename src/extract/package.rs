//! Members of a zip archive that is one document, such as a Word file or an EPUB.

use std::io::{self, Cursor, Read};

use encoding_rs::{Encoding, UTF_8};
use zip::ZipArchive;
use zip::result::ZipError;

use super::html;

/// Most bytes that are expanded from one archive. A novel of 2 million characters has 20 MB of XML
/// as a Word file; an archive of 300 kB can be made to expand beyond this limit.
const MAX_EXPANDED_BYTES: u64 = 256 << 20;

/// Bytes in which a member declares its encoding.
const DECLARATION: usize = 1 << 10;

/// The magic number of an OLE container, in which Office stores encrypted and old documents.
const OLE: [u8; 8] = [0xd0, 0xcf, 0x11, 0xe0, 0xa1, 0xb1, 0x1a, 0xe1];

/// The name of the stream of an encrypted document, in UTF-16.
const ENCRYPTED_STREAM: &str = "EncryptedPackage";

/// Says that a document cannot be read without a password.
pub(super) const PROTECTED: &str =
    "the document is protected by a password: save a copy without one";

/// A document that is a zip archive.
#[derive(Debug)]
pub(super) struct Package<'a> {
    archive: ZipArchive<Cursor<&'a [u8]>>,
    /// Bytes that may still be expanded.
    left: u64,
}

impl<'a> Package<'a> {
    /// Opens a document, which error messages call `kind`.
    pub(super) fn open(bytes: &'a [u8], kind: &str) -> Result<Self, String> {
        if bytes.starts_with(&OLE) {
            return Err(ole_reason(bytes, kind));
        }
        match ZipArchive::new(Cursor::new(bytes)) {
            Ok(archive) => Ok(Self { archive, left: MAX_EXPANDED_BYTES }),
            Err(error) => Err(format!("cannot be read as {kind}: {error}")),
        }
    }

    /// The bytes of a member; `None` if there is no such member.
    pub(super) fn bytes(&mut self, name: &str) -> Result<Option<Vec<u8>>, String> {
        let member = match self.archive.by_name(name) {
            Ok(member) => member,
            Err(ZipError::FileNotFound) => return Ok(None),
            Err(ZipError::UnsupportedArchive(ZipError::PASSWORD_REQUIRED)) => {
                return Err(PROTECTED.to_owned());
            }
            Err(error) => return Err(format!("{name} cannot be read: {error}")),
        };
        let mut bytes = Vec::new();
        let read = member.take(self.left + 1).read_to_end(&mut bytes);
        read.map_err(|error| damaged(name, &error))?;
        self.left = self.left.checked_sub(bytes.len() as u64).ok_or_else(too_large)?;
        Ok(Some(bytes))
    }

    /// The text of a member; `None` if there is no such member.
    pub(super) fn text(&mut self, name: &str) -> Result<Option<String>, String> {
        Ok(self.bytes(name)?.map(|bytes| decode(&bytes)))
    }

    /// The text of a member that every document of this kind has.
    pub(super) fn required_text(&mut self, name: &str, kind: &str) -> Result<String, String> {
        let text = self.text(name)?;
        text.ok_or_else(|| format!("cannot be read as {kind}: {name} is missing in the archive"))
    }
}

/// Says why an OLE container is not read.
fn ole_reason(bytes: &[u8], kind: &str) -> String {
    let name: Vec<u8> = ENCRYPTED_STREAM.encode_utf16().flat_map(u16::to_le_bytes).collect();
    if memchr::memmem::find(bytes, &name).is_some() {
        return PROTECTED.to_owned();
    }
    format!("an old Office document (as .doc), not {kind}: save it as .docx")
}

fn damaged(name: &str, error: &io::Error) -> String {
    format!("the archive is damaged: {name} cannot be expanded ({error})")
}

fn too_large() -> String {
    let limit = MAX_EXPANDED_BYTES >> 20;
    format!("the archive expands to more than {limit} MiB: save its text in smaller documents")
}

/// Decodes XML by its byte order mark or declaration.
fn decode(bytes: &[u8]) -> String {
    let label = html::declared_encoding(&bytes[..bytes.len().min(DECLARATION)]);
    let encoding = label.and_then(|label| Encoding::for_label(label.as_bytes())).unwrap_or(UTF_8);
    encoding.decode(bytes).0.into_owned()
}

/// An archive with the given members, which are compressed.
#[cfg(test)]
pub(super) fn archive_of(members: &[(&str, &str)]) -> Vec<u8> {
    use std::io::Write;
    let mut writer = zip::ZipWriter::new(Cursor::new(Vec::new()));
    for (name, content) in members {
        writer
            .start_file(*name, zip::write::SimpleFileOptions::default())
            .expect("it can be read and written");
        writer.write_all(content.as_bytes()).expect("it can be read and written");
    }
    writer.finish().expect("it can be read and written").into_inner()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_member_that_expands_beyond_the_limit_is_an_error() {
        let archive = archive_of(&[("a", &" ".repeat(1000)), ("b", &" ".repeat(1000))]);
        let mut package =
            Package::open(&archive, "a Word document").expect("it can be read and written");
        package.left = 1500;
        assert_eq!(
            package
                .bytes("a")
                .expect("it can be read and written")
                .expect("it can be read and written")
                .len(),
            1000
        );
        assert!(
            package.bytes("b").expect_err("it is refused").contains("expands to more than 256 MiB")
        );
        assert_eq!(package.left, 500);
    }

    #[test]
    fn an_ole_container_is_an_encrypted_or_an_old_document() {
        let mut bytes = OLE.to_vec();
        bytes.resize(600, 0);
        let old = Package::open(&bytes, "a Word document").expect_err("it is refused");
        assert_eq!(old, "an old Office document (as .doc), not a Word document: save it as .docx");
        bytes.extend(ENCRYPTED_STREAM.encode_utf16().flat_map(u16::to_le_bytes));
        assert_eq!(Package::open(&bytes, "a Word document").expect_err("it is refused"), PROTECTED);
    }

    #[test]
    fn xml_is_decoded_by_its_declaration() {
        let declared = b"<?xml version='1.0' encoding='GB18030'?><a>\xb4\xba</a>";
        assert!(decode(declared).ends_with("<a>春</a>"));
        assert_eq!(decode(b"\xff\xfe<\0a\0/\0>\0"), "<a/>");
        assert_eq!(decode("<a>春</a>".as_bytes()), "<a>春</a>");
    }
}
