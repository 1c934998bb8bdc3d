//! Copies of what can be read only once.

use std::io;

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
            io::copy(&mut io::stdin().lock(), &mut file.as_file()).map_err(Error::spill)?;
        } else {
            let unreadable = |cause| Error::Read { path: source.path.clone(), source: cause };
            io::copy(&mut source.open_file().map_err(unreadable)?, &mut file.as_file())
                .map_err(Error::spill)?;
        }
        let path = file.path().to_owned();
        self.0.push(file);
        Ok(source.clone().copied_to(path))
    }
}
