//! Files that appear under their names only when they are complete.

use std::fs::{File, Permissions};
use std::io::{self, BufWriter, Write};
use std::path::{Path, PathBuf};

use flate2::write::GzEncoder;
use tempfile::{Builder, NamedTempFile};

use super::Compression;

/// Bytes that are written at a time.
const BUFFER: usize = 1 << 18;

/// The path that stands for standard output.
const STANDARD_OUTPUT: &str = "-";

/// A file in the making: it lies under another name beside its place, and takes its place when it is
/// [finished](Self::finish). Dropped before that, it is gone.
///
/// A name that ends in `.gz` or `.zst` packs it. Links are followed, and the permissions of a file
/// that is replaced are kept. What is no regular file, such as a pipe, is written as it is, and `-` is
/// standard output.
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
    packer: Packer,
    is_staged: bool,
}

/// Where the bytes go before they are written.
enum Packer {
    Plain(BufWriter<Target>),
    Gzip(GzEncoder<BufWriter<Target>>),
    Zstd(zstd::Encoder<'static, BufWriter<Target>>),
}

/// What is written to.
enum Target {
    Standard(io::Stdout),
    /// Something that is no regular file.
    Through(File),
    Beside(NamedTempFile, PathBuf),
}

impl AtomicFile {
    /// Begins the file that shall stand at `path`.
    ///
    /// # Errors
    /// If nothing can be written there.
    pub fn new(path: &Path) -> io::Result<Self> {
        let out = BufWriter::with_capacity(BUFFER, Target::new(path)?);
        Ok(Self {
            packer: match Compression::from_extension(path) {
                None => Packer::Plain(out),
                Some(Compression::Gzip) => Packer::Gzip(GzEncoder::new(out, flate2::Compression::default())),
                Some(Compression::Zstd) => Packer::Zstd(zstd::Encoder::new(out, zstd::DEFAULT_COMPRESSION_LEVEL)?),
            },
            is_staged: false,
        })
    }

    /// Begins a file in a folder that is itself a draft: it need not be on the disk when it is finished.
    ///
    /// # Errors
    /// If nothing can be written there.
    pub fn staged(path: &Path) -> io::Result<Self> {
        Ok(Self { is_staged: true, ..Self::new(path)? })
    }

    /// Writes what is left and puts the file in its place.
    ///
    /// # Errors
    /// If it cannot be written to the end; then nothing is in its place but what was there before.
    pub fn finish(self) -> io::Result<()> {
        self.complete()?.place()
    }

    /// Writes what is left, so that nothing is missing but the name.
    ///
    /// # Errors
    /// If it cannot be written to the end.
    pub fn complete(self) -> io::Result<StagedFile> {
        let mut out = match self.packer {
            Packer::Plain(out) => out,
            Packer::Gzip(packer) => packer.finish()?,
            Packer::Zstd(packer) => packer.finish()?,
        };
        out.flush()?;
        let target = out.into_inner().map_err(io::IntoInnerError::into_error)?;
        target.sync(!self.is_staged)?;
        Ok(StagedFile(target))
    }

    fn out(&mut self) -> &mut dyn Write {
        match &mut self.packer {
            Packer::Plain(out) => out,
            Packer::Gzip(packer) => packer,
            Packer::Zstd(packer) => packer,
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
        let path = path.canonicalize().unwrap_or_else(|_| path.to_owned());
        let old = path.metadata().ok();
        if old.as_ref().is_some_and(|old| !old.is_file()) {
            return Ok(Self::Through(File::options().write(true).open(&path)?));
        }
        let folder = path.parent().filter(|folder| !folder.as_os_str().is_empty()).unwrap_or(Path::new("."));
        let permissions = old.map_or_else(usual_permissions, |old| old.permissions());
        Ok(Self::Beside(Builder::new().permissions(permissions).tempfile_in(folder)?, path))
    }

    /// A file that is `safe` is on the disk before it has its name, so that not even a loss of power leaves half of it
    /// there.
    fn sync(&self, safe: bool) -> io::Result<()> {
        match self {
            Self::Beside(file, _) if safe => file.as_file().sync_data(),
            _ => Ok(()),
        }
    }
}

/// A file that is written to its end, and waits for its name; dropped, it is gone.
pub struct StagedFile(Target);

impl StagedFile {
    /// Puts the file in its place.
    ///
    /// # Errors
    /// If it cannot stand there.
    pub fn place(self) -> io::Result<()> {
        if let Target::Beside(file, path) = self.0 {
            file.persist(path)?;
        }
        Ok(())
    }
}

impl Write for Target {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        match self {
            Self::Standard(out) => out.write(bytes),
            Self::Through(file) => file.write(bytes),
            Self::Beside(file, _) => file.write(bytes),
        }
    }

    fn flush(&mut self) -> io::Result<()> {
        match self {
            Self::Standard(out) => out.flush(),
            Self::Through(file) => file.flush(),
            Self::Beside(file, _) => file.flush(),
        }
    }
}

/// What a new file may be used for, before the user's mask.
#[cfg(unix)]
fn usual_permissions() -> Permissions {
    std::os::unix::fs::PermissionsExt::from_mode(0o666)
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::io::Read;

    #[test]
    fn what_is_not_finished_is_gone() {
        let folder = tempfile::tempdir().expect("the test may write temporary files");
        let path = folder.path().join("a.jsonl");
        std::fs::write(&path, "old").expect("written into a folder of ours");
        let mut draft = AtomicFile::new(&path).expect("the folder can be written");
        draft.write_all(&vec![7; 1 << 20]).expect("there is room");
        drop(draft);
        assert_eq!(std::fs::read_to_string(&path).expect("it is there"), "old");
        assert_eq!(std::fs::read_dir(folder.path()).expect("it is there").count(), 1);
    }

    #[test]
    fn the_name_packs() {
        let folder = tempfile::tempdir().expect("the test may write temporary files");
        for (name, compression) in
            [("a.gz", Some(Compression::Gzip)), ("a.jsonl.zst", Some(Compression::Zstd)), ("a.txt", None)]
        {
            let path = folder.path().join(name);
            let mut draft = AtomicFile::new(&path).expect("the folder can be written");
            draft.write_all(b"text text").and_then(|()| draft.finish()).expect("there is room");
            let bytes = std::fs::read(&path).expect("it is there");
            assert_eq!(Compression::from_magic(&bytes), compression);
            let mut text = String::new();
            match compression {
                Some(Compression::Gzip) => drop(flate2::read::GzDecoder::new(&*bytes).read_to_string(&mut text)),
                Some(Compression::Zstd) => {
                    text = String::from_utf8(zstd::decode_all(&*bytes).expect("zstd")).expect("text");
                }
                None => text = String::from_utf8(bytes).expect("text"),
            }
            assert_eq!(text, "text text");
        }
    }
}
