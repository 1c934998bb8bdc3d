//! Temporary files for data that does not fit in memory.

use std::fs::File;
use std::io::{self, BufWriter, Write};

use super::read_exact_at;
use crate::error::{Error, Result};

/// An append-only temporary file. It has no name, so that the system removes it however the process
/// ends.
#[derive(Debug)]
pub(crate) struct SpillFile {
    out: BufWriter<File>,
    length: u64,
}

impl SpillFile {
    /// Creates an empty file.
    pub(crate) fn new() -> Result<Self> {
        let file = tempfile::tempfile().map_err(Error::spill)?;
        Ok(Self { out: BufWriter::new(file), length: 0 })
    }

    /// Number of bytes in the file.
    pub(crate) fn len(&self) -> u64 {
        self.length
    }

    /// Appends `bytes`, and returns their offset. They can be read after the next
    /// [`flush`](Self::flush).
    pub(crate) fn append(&mut self, bytes: &[u8]) -> Result<u64> {
        self.out.write_all(bytes).map_err(Error::spill)?;
        let offset = self.length;
        self.length += bytes.len() as u64;
        Ok(offset)
    }

    /// Writes buffered bytes to the file.
    pub(crate) fn flush(&mut self) -> Result<()> {
        self.out.flush().map_err(Error::spill)
    }

    /// Fills `into` with the bytes from `offset` on.
    pub(crate) fn read_exact_at(&self, into: &mut [u8], offset: u64) -> io::Result<()> {
        read_exact_at(self.out.get_ref(), into, offset)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn flushed_bytes_are_read_at_their_offsets() {
        let mut file = SpillFile::new().expect("the test may write temporary files");
        let offsets = ["雷", "", "同"]
            .map(|text| file.append(text.as_bytes()).expect("there is room on the disk"));
        assert_eq!((offsets, file.len()), ([0, 3, 3], 6));
        file.flush().expect("there is room on the disk");
        let mut bytes = [0; 3];
        file.read_exact_at(&mut bytes, offsets[2]).expect("the bytes were written");
        assert_eq!(bytes, "同".as_bytes());
    }
}
