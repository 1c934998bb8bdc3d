//! Groups of positions that share an n-gram, in memory or in a temporary file.

use std::fs::File;
use std::io::{self, BufReader, BufWriter, Read, Seek, Write};

use crate::error::{Error, Result};

/// Set in the last posting of a group. Positions need 31 bits at most.
const LAST: u32 = 1 << 31;
/// Bytes that are read from the temporary file at once.
const READ_BUFFER: usize = 1 << 20;
/// Bytes that are collected before they are written to the temporary file.
const WRITE_BUFFER: usize = 1 << 16;

/// A position in a group of positions, with a mark at the last one of the group.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Posting(u32);

impl Posting {
    /// A position that is not the last one of its group.
    pub(super) fn new(position: u32) -> Self {
        debug_assert!(position & LAST == 0, "positions are numbered with 31 bits");
        Self(position)
    }

    /// The same position, as the last one of its group.
    pub(super) fn as_last(self) -> Self {
        Self(self.0 | LAST)
    }

    /// The position in the sequences.
    pub(super) fn position(self) -> usize {
        (self.0 & !LAST) as usize
    }

    /// Whether the group ends here.
    pub(super) fn is_last(self) -> bool {
        self.0 & LAST != 0
    }
}

/// Groups of positions one after the other, each in rising order.
pub(super) enum PostingStore {
    Memory(Vec<Posting>),
    /// Four little-endian bytes for each posting. The file has no name, so nothing of it remains
    /// however a run ends.
    File(File),
}

impl PostingStore {
    /// An empty store in memory.
    pub(super) fn in_memory() -> Self {
        Self::Memory(Vec::new())
    }

    /// An empty store in a temporary file.
    pub(super) fn in_file() -> Result<Self> {
        Ok(Self::File(tempfile::tempfile().map_err(Error::spill)?))
    }

    /// Appends groups.
    pub(super) fn append(&mut self, postings: &[Posting]) -> Result<()> {
        match self {
            Self::Memory(all) => all.extend_from_slice(postings),
            Self::File(file) => write(file, postings).map_err(Error::spill)?,
        }
        Ok(())
    }
}

fn write(file: &File, postings: &[Posting]) -> io::Result<()> {
    let mut out = BufWriter::with_capacity(WRITE_BUFFER, file);
    postings.iter().try_for_each(|posting| out.write_all(&posting.0.to_le_bytes()))?;
    out.flush()
}

/// Calls `keep` with each group of a file.
pub(super) fn for_each_group(file: &File, keep: impl FnMut(&[Posting])) -> Result<()> {
    read(file, keep).map_err(Error::spill)
}

fn read(mut file: &File, mut keep: impl FnMut(&[Posting])) -> io::Result<()> {
    file.rewind()?;
    let mut file = BufReader::with_capacity(READ_BUFFER, file);
    let mut group = Vec::new();
    while let Some(posting) = read_posting(&mut file)? {
        group.push(posting);
        if posting.is_last() {
            keep(&group);
            group.clear();
        }
    }
    Ok(())
}

/// Reads one posting, if the file goes on.
fn read_posting(file: &mut impl Read) -> io::Result<Option<Posting>> {
    let mut bytes = [0; 4];
    match file.read_exact(&mut bytes) {
        Err(error) if error.kind() == io::ErrorKind::UnexpectedEof => Ok(None),
        read => read.map(|()| Some(Posting(u32::from_le_bytes(bytes)))),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn groups_come_back_from_a_file_as_they_were_written() {
        let groups = [vec![3, 8, 20], vec![5, 6]].map(|group| {
            let mut group: Vec<Posting> = group.into_iter().map(Posting::new).collect();
            let last = group.len() - 1;
            group[last] = group[last].as_last();
            group
        });
        let mut store = PostingStore::in_file().expect("a temporary file can be made");
        for group in &groups {
            store.append(group).expect("the file can be written");
        }
        let PostingStore::File(file) = &store else { panic!("the store is in a file") };
        for _ in 0..2 {
            let mut found = Vec::new();
            for_each_group(file, |group| found.push(group.to_vec())).expect("the file can be read");
            assert_eq!(found, groups);
        }
    }

    #[test]
    fn the_mark_of_the_last_posting_is_no_part_of_its_position() {
        let last = Posting::new(7).as_last();
        assert_eq!((last.position(), last.is_last()), (7, true));
        assert!(!Posting::new(7).is_last());
    }
}
