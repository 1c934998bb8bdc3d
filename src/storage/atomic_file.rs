//! Files that appear under their names only after they are complete.

use std::fs::{File, Permissions};
use std::io::{self, BufWriter, Write};
use std::path::{Path, PathBuf};

use bzip2::write::BzEncoder;
use flate2::write::GzEncoder;
use lz4_flex::frame::FrameEncoder;
use lzma_rust2::{XzOptions, XzWriter};
use tempfile::{Builder, NamedTempFile};

use super::Compression;
use super::place::folder_of;

/// Size of the write buffer in bytes.
const BUFFER: usize = 1 << 18;

/// The path that denotes standard output.
const STANDARD_OUTPUT: &str = "-";

/// A file that is written under a temporary name in the folder of its path, and is renamed when it
/// is [finished](Self::finish). A file that is dropped before that is removed.
///
/// The file is compressed if its name has the extension of a [`Compression`], such as `.gz`. Symbolic links are followed, and a
/// file that is replaced keeps its permissions. Anything but a regular file, such as a pipe, is
/// written directly, and `-` is standard output.
///
/// ```
/// use std::io::Write;
/// # let folder = tempfile::tempdir()?;
/// let path = folder.path().join("new.txt");
/// let mut draft = leitong::storage::AtomicFile::new(&path)?;
/// draft.write_all("雷同".as_bytes())?;
/// assert!(!path.exists());
/// draft.finish()?;
/// assert_eq!(std::fs::read_to_string(&path)?, "雷同");
/// # Ok::<(), std::io::Error>(())
/// ```
pub struct AtomicFile {
    encoder: Encoder,
    skips_sync: bool,
}

/// The compression of the bytes that are written.
enum Encoder {
    Plain(BufWriter<Target>),
    Gzip(GzEncoder<BufWriter<Target>>),
    Zstd(zstd::Encoder<'static, BufWriter<Target>>),
    Bzip2(BzEncoder<BufWriter<Target>>),
    Xz(Box<XzWriter<BufWriter<Target>>>),
    Lz4(Box<FrameEncoder<BufWriter<Target>>>),
}

impl Encoder {
    fn new(out: BufWriter<Target>, compression: Option<Compression>) -> io::Result<Self> {
        Ok(match compression {
            None => Self::Plain(out),
            Some(Compression::Gzip) => {
                Self::Gzip(GzEncoder::new(out, flate2::Compression::default()))
            }
            Some(Compression::Zstd) => {
                Self::Zstd(zstd::Encoder::new(out, zstd::DEFAULT_COMPRESSION_LEVEL)?)
            }
            Some(Compression::Bzip2) => {
                Self::Bzip2(BzEncoder::new(out, bzip2::Compression::default()))
            }
            Some(Compression::Xz) => Self::Xz(Box::new(XzWriter::new(out, XzOptions::default())?)),
            Some(Compression::Lz4) => Self::Lz4(Box::new(FrameEncoder::new(out))),
        })
    }

    /// Writes what is buffered in the encoder.
    fn finish(self) -> io::Result<BufWriter<Target>> {
        match self {
            Self::Plain(out) => Ok(out),
            Self::Gzip(encoder) => encoder.finish(),
            Self::Zstd(encoder) => encoder.finish(),
            Self::Bzip2(encoder) => encoder.finish(),
            Self::Xz(encoder) => encoder.finish(),
            Self::Lz4(encoder) => encoder.finish().map_err(io::Error::other),
        }
    }
}

/// The destination of the bytes.
enum Target {
    Standard(io::Stdout),
    /// An existing path that is not a regular file, such as a pipe.
    Direct(File),
    /// A temporary file and the path that it is renamed to.
    Temporary(NamedTempFile, PathBuf),
}

impl AtomicFile {
    /// Opens a file that will be written to `path`.
    ///
    /// # Errors
    /// If no file can be created there.
    pub fn new(path: &Path) -> io::Result<Self> {
        let out = BufWriter::with_capacity(BUFFER, Target::new(path)?);
        let encoder = Encoder::new(out, Compression::from_extension(path))?;
        Ok(Self { encoder, skips_sync: false })
    }

    /// Opens a file in a folder that is itself temporary, so that the file need not be synced to
    /// disk when it is finished.
    ///
    /// # Errors
    /// If no file can be created there.
    pub fn without_sync(path: &Path) -> io::Result<Self> {
        Ok(Self { skips_sync: true, ..Self::new(path)? })
    }

    /// Writes the remaining bytes and renames the file to its path.
    ///
    /// # Errors
    /// If the file cannot be written or renamed; the path is then unchanged.
    pub fn finish(self) -> io::Result<()> {
        self.complete()?.commit()
    }

    /// Writes the remaining bytes, but does not rename the file yet.
    ///
    /// # Errors
    /// If the file cannot be written.
    pub fn complete(self) -> io::Result<CompleteFile> {
        let mut out = self.encoder.finish()?;
        out.flush()?;
        let target = out.into_inner().map_err(io::IntoInnerError::into_error)?;
        if !self.skips_sync {
            target.sync()?;
        }
        Ok(CompleteFile(target))
    }

    fn out(&mut self) -> &mut dyn Write {
        match &mut self.encoder {
            Encoder::Plain(out) => out,
            Encoder::Gzip(encoder) => encoder,
            Encoder::Zstd(encoder) => encoder,
            Encoder::Bzip2(encoder) => encoder,
            Encoder::Xz(encoder) => encoder,
            Encoder::Lz4(encoder) => encoder,
        }
    }
}

impl Write for AtomicFile {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.out().write(bytes)
    }

    fn flush(&mut self) -> io::Result<()> {
        self.out().flush()
    }
}

impl Target {
    fn new(path: &Path) -> io::Result<Self> {
        if path.as_os_str() == STANDARD_OUTPUT {
            return Ok(Self::Standard(io::stdout()));
        }
        // A rename would replace a link, not the file that it leads to.
        let path = path.canonicalize().unwrap_or_else(|_| path.to_owned());
        let old = path.metadata().ok();
        if old.as_ref().is_some_and(|old| !old.is_file()) {
            return Ok(Self::Direct(File::options().write(true).open(&path)?));
        }
        let folder = folder_of(&path);
        let permissions = old.map_or_else(default_permissions, |old| old.permissions());
        Ok(Self::Temporary(Builder::new().permissions(permissions).tempfile_in(folder)?, path))
    }

    /// Syncs a temporary file to disk, so that a power loss after the rename does not leave a
    /// truncated file.
    fn sync(&self) -> io::Result<()> {
        match self {
            Self::Temporary(file, _) => file.as_file().sync_data(),
            Self::Standard(_) | Self::Direct(_) => Ok(()),
        }
    }
}

/// A completely written file that still has its temporary name. If it is dropped, it is removed.
pub struct CompleteFile(Target);

impl CompleteFile {
    /// Renames the file to its path.
    ///
    /// # Errors
    /// If the file cannot be renamed.
    pub fn commit(self) -> io::Result<()> {
        if let Target::Temporary(file, path) = self.0 {
            file.persist(path)?;
        }
        Ok(())
    }
}

impl Write for Target {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        match self {
            Self::Standard(out) => out.write(bytes),
            Self::Direct(file) => file.write(bytes),
            Self::Temporary(file, _) => file.write(bytes),
        }
    }

    fn flush(&mut self) -> io::Result<()> {
        match self {
            Self::Standard(out) => out.flush(),
            Self::Direct(file) => file.flush(),
            Self::Temporary(file, _) => file.flush(),
        }
    }
}

/// Permissions of a new file before the umask is applied; temporary files would be private.
#[cfg(unix)]
fn default_permissions() -> Permissions {
    std::os::unix::fs::PermissionsExt::from_mode(0o666)
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::io::Read;

    #[test]
    fn an_unfinished_file_is_removed() {
        let folder = tempfile::tempdir().expect("the test may write temporary files");
        let path = folder.path().join("a.jsonl");
        std::fs::write(&path, "old").expect("the folder can be written");
        let mut draft = AtomicFile::new(&path).expect("the folder can be written");
        draft.write_all(&vec![7; 1 << 20]).expect("there is room");
        drop(draft);
        assert_eq!(std::fs::read_to_string(&path).expect("the file exists"), "old");
        assert_eq!(std::fs::read_dir(folder.path()).expect("the folder exists").count(), 1);
    }

    #[test]
    fn the_extension_selects_the_compression() {
        let folder = tempfile::tempdir().expect("the test may write temporary files");
        for (name, compression) in [
            ("a.gz", Some(Compression::Gzip)),
            ("a.jsonl.zst", Some(Compression::Zstd)),
            ("a.bz2", Some(Compression::Bzip2)),
            ("a.XZ", Some(Compression::Xz)),
            ("a.lz4", Some(Compression::Lz4)),
            ("a.txt", None),
        ] {
            let path = folder.path().join(name);
            let mut draft = AtomicFile::new(&path).expect("the folder can be written");
            draft.write_all(b"text text").and_then(|()| draft.finish()).expect("there is room");
            let bytes = std::fs::read(&path).expect("the file exists");
            assert_eq!(Compression::from_magic(&bytes), compression);
            let mut text = String::new();
            let bytes = bytes.as_slice();
            let mut decoder: Box<dyn Read> = match compression {
                Some(Compression::Gzip) => Box::new(flate2::read::GzDecoder::new(bytes)),
                Some(Compression::Zstd) => Box::new(zstd::Decoder::new(bytes).expect("zstd")),
                Some(Compression::Bzip2) => Box::new(bzip2::read::BzDecoder::new(bytes)),
                Some(Compression::Xz) => Box::new(lzma_rust2::XzReader::new(bytes, true)),
                Some(Compression::Lz4) => Box::new(lz4_flex::frame::FrameDecoder::new(bytes)),
                None => Box::new(bytes),
            };
            decoder.read_to_string(&mut text).expect("the file is whole");
            assert_eq!(text, "text text");
        }
    }
}
