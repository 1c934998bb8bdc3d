//! Copies of what can be read only once.

use std::io::{self, Read, Write};

use tempfile::NamedTempFile;

use super::source::Source;
use super::walk::Listing;
use crate::error::{Error, Result};

/// Temporary copies of standard input and pipes, which are removed with this value.
#[derive(Debug, Default)]
pub struct Copies(Vec<NamedTempFile>);

impl Copies {
    /// Copies all files of a listing that can be read only once, and makes their sources read the
    /// copies.
    ///
    /// # Errors
    /// If one of them cannot be copied.
    pub fn add(&mut self, listing: &mut Listing) -> Result<()> {
        for source in listing.sources.iter_mut().flatten() {
            if source.size().is_none() {
                *source = self.copy(source)?;
            }
        }
        Ok(())
    }

    /// The source, read from a copy of it.
    fn copy(&mut self, source: &Source) -> Result<Source> {
        let file = NamedTempFile::new().map_err(Error::spill)?;
        if source.is_standard_input() {
            copy_all(source, io::stdin().lock(), file.as_file())?;
        } else {
            let open = source.open_file().map_err(|cause| unreadable(source, cause))?;
            copy_all(source, open, file.as_file())?;
        }
        let path = file.path().to_owned();
        self.0.push(file);
        Ok(source.clone().copied_to(path))
    }
}

/// Copies everything from `from`, which is opened as `source`. A failure to read is an error of the
/// source, a failure to write one of the temporary file.
fn copy_all(source: &Source, from: impl Read, mut to: impl Write) -> Result<()> {
    let mut from = Watched { from, has_failed: false };
    match io::copy(&mut from, &mut to) {
        Err(cause) if from.has_failed => Err(unreadable(source, cause)),
        copied => copied.map(drop).map_err(Error::spill),
    }
}

fn unreadable(source: &Source, cause: io::Error) -> Error {
    Error::Read { path: source.path.clone(), source: cause }
}

/// A reader that notes whether reading failed.
struct Watched<R> {
    from: R,
    has_failed: bool,
}

impl<R: Read> Read for Watched<R> {
    fn read(&mut self, bytes: &mut [u8]) -> io::Result<usize> {
        let read = self.from.read(bytes);
        // An interrupted read is repeated.
        self.has_failed =
            read.as_ref().is_err_and(|error| error.kind() != io::ErrorKind::Interrupted);
        read
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A device on which everything fails.
    struct Broken;

    impl Read for Broken {
        fn read(&mut self, _: &mut [u8]) -> io::Result<usize> {
            Err(io::Error::other("broken"))
        }
    }

    impl Write for Broken {
        fn write(&mut self, _: &[u8]) -> io::Result<usize> {
            Err(io::Error::other("broken"))
        }

        fn flush(&mut self) -> io::Result<()> {
            Ok(())
        }
    }

    #[test]
    fn a_failure_to_read_is_not_one_to_write() {
        let source = Source::standard_input();
        let read = copy_all(&source, Broken, Vec::new());
        assert!(matches!(read, Err(Error::Read { path, .. }) if path == source.path));
        let written = copy_all(&source, &b"text"[..], Broken);
        assert!(matches!(written, Err(Error::Spill { .. })));
    }
}
