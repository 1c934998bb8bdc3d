//! Archives, whose members are files of the collection.

use std::fs::File;
use std::io::{self, BufReader, Read};
use std::path::{Component, Path, PathBuf};
use std::sync::Arc;

use tar::EntryType;
use tempfile::TempDir;
use zip::ZipArchive;
use zip::result::ZipError;

use super::decompress;

/// Bytes that any archive may unpack to.
const LEAST_LIMIT: u64 = 1 << 30;

/// Times its own size that an archive may unpack to, beyond [`LEAST_LIMIT`]. Texts are compressed to
/// a tenth, tables and logs to a hundredth; archives that are made to fill a disk reach a thousand.
const MAX_RATIO: u64 = 200;

/// Offset of the name of the first member of a zip archive.
const FIRST_NAME: usize = 30;

/// Names with which office files, e-books and programs begin, which are zip archives too.
const PARTS: [&str; 8] =
    ["[Content_Types].xml", "_rels/", "docProps/", "word/", "xl/", "ppt/", "mimetype", "META-INF/"];

/// A format of archives.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum ArchiveKind {
    /// Zip.
    Zip,
    /// Tar, which may be compressed.
    Tar,
}

impl ArchiveKind {
    /// The kind of an archive that begins with these decompressed bytes.
    pub(super) fn of(head: &[u8]) -> Option<Self> {
        if head.starts_with(b"PK\x03\x04") || head.starts_with(b"PK\x05\x06") {
            let first = head.get(FIRST_NAME..).unwrap_or_default();
            let is_document = PARTS.iter().any(|part| first.starts_with(part.as_bytes()));
            return (!is_document).then_some(Self::Zip);
        }
        (head.get(257..262) == Some(b"ustar")).then_some(Self::Tar)
    }
}

/// A folder of unpacked members, which is removed with the last source that has it.
#[derive(Debug, Clone)]
pub(super) struct Unpacked(Arc<TempDir>);

impl PartialEq for Unpacked {
    fn eq(&self, other: &Self) -> bool {
        self.0.path() == other.0.path()
    }
}

impl Eq for Unpacked {}

/// A member of an archive.
#[derive(Debug)]
pub(super) struct Member {
    /// Its path in the archive.
    pub(super) path: PathBuf,
    /// The file that it was unpacked to, or the reason why it was not.
    pub(super) file: Result<PathBuf, String>,
}

/// The members of an archive.
pub(super) struct Members {
    pub(super) files: Vec<Member>,
    /// Where they were unpacked.
    pub(super) folder: Unpacked,
    /// Why the archive could not be read to its end.
    pub(super) failure: Option<String>,
}

/// Unpacks an archive. Folders, links and hidden members are left out.
///
/// # Errors
/// If there is no room for temporary files.
pub(super) fn unpack(path: &Path, kind: ArchiveKind) -> io::Result<Members> {
    let folder = TempDir::with_prefix("leitong-")?;
    let size = path.metadata().map_or(0, |file| file.len());
    let limit = LEAST_LIMIT.saturating_add(size.saturating_mul(MAX_RATIO));
    let mut unpacking = Unpacking { folder: folder.path(), members: Vec::new(), left: limit };
    let read = match kind {
        ArchiveKind::Zip => unpacking.zip(path),
        ArchiveKind::Tar => unpacking.tar(path),
    };
    let members = unpacking.members;
    let folder = Unpacked(Arc::new(folder));
    Ok(Members { files: members, folder, failure: read.err() })
}

/// The state of [`unpack`].
struct Unpacking<'f> {
    folder: &'f Path,
    members: Vec<Member>,
    /// Bytes that may still be unpacked.
    left: u64,
}

impl Unpacking<'_> {
    fn zip(&mut self, path: &Path) -> Result<(), String> {
        let file = File::open(path).map_err(|error| error.to_string())?;
        let mut archive =
            ZipArchive::new(BufReader::new(file)).map_err(|error| zip_error(&error))?;
        for index in 0..archive.len() {
            let name = archive.name_for_index(index).and_then(Result::ok).unwrap_or_default();
            let name = name.into_owned();
            let path = PathBuf::from(&name);
            if name.ends_with('/') || !is_read(&path) {
                continue;
            }
            match archive.by_index(index) {
                Ok(member) if member.is_file() => self.add(path, member)?,
                Ok(_) => {}
                Err(error) => self.members.push(Member { path, file: Err(zip_error(&error)) }),
            }
        }
        Ok(())
    }

    fn tar(&mut self, path: &Path) -> Result<(), String> {
        let text = |error: io::Error| error.to_string();
        let file = BufReader::new(File::open(path).map_err(text)?);
        let mut archive = tar::Archive::new(decompress::decompress(file, None).map_err(text)?);
        for member in archive.entries().map_err(text)? {
            let member = member.map_err(text)?;
            let path = member.path().map_err(text)?.into_owned();
            let kind = member.header().entry_type();
            let is_file = matches!(kind, EntryType::Regular | EntryType::GNUSparse);
            if is_file && is_read(&path) {
                self.add(path, member)?;
            }
        }
        Ok(())
    }

    /// Unpacks a member to a file.
    ///
    /// # Errors
    /// If the archive unpacks to more than it may.
    fn add(&mut self, path: PathBuf, member: impl Read) -> Result<(), String> {
        let file = self.folder.join(self.members.len().to_string());
        let copied = File::create(&file)
            .and_then(|mut to| io::copy(&mut member.take(self.left.saturating_add(1)), &mut to));
        let bytes = *copied.as_ref().unwrap_or(&0);
        if bytes > self.left {
            return Err("it unpacks to far more than texts do, and was left at that".into());
        }
        self.left -= bytes;
        let file = copied.map(|_| file).map_err(|error| error.to_string());
        self.members.push(Member { path, file });
        Ok(())
    }
}

/// Whether a member is read: no part of its path is hidden, or the like of macOS.
fn is_read(path: &Path) -> bool {
    path.components().all(|part| match part {
        Component::Normal(name) => !name.as_encoded_bytes().starts_with(b".") && name != "__MACOSX",
        Component::CurDir => true,
        _ => false,
    })
}

/// The message of an error.
fn zip_error(error: &ZipError) -> String {
    match error {
        ZipError::UnsupportedArchive(cause) if *cause == ZipError::PASSWORD_REQUIRED => {
            "it is protected by a password".into()
        }
        error => error.to_string(),
    }
}
