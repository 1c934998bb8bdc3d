//! The journal of a run: what was read so far, so that a run that was killed can continue.

use std::fs::{self, File};
use std::io::{self, BufReader, BufWriter, Read, Write};
use std::path::{Path, PathBuf};

use serde::Serialize;
use serde::de::DeserializeOwned;
use xxhash_rust::xxh3::xxh3_64;

use crate::error::{Error, Result};

/// Marks a journal, and the version of its format.
const MAGIC: &[u8; 16] = b"leitong journal6";
/// Most bytes of an entry; a length above it is damage.
const LONGEST_ENTRY: u32 = 1 << 31;

/// A file of entries, each with its length and checksum; an entry that a kill cut off is ignored.
pub(super) struct Journal {
    path: PathBuf,
    out: BufWriter<File>,
}

impl Journal {
    /// Opens the journal at `path`, and passes its entries to `replay`, up to the first that
    /// `replay` does not accept. A journal of a run with another `fingerprint` is refused; if
    /// there is no journal, or only a part of its head, one is begun.
    pub(super) fn open<F: DeserializeOwned>(
        path: &Path,
        fingerprint: &str,
        mut replay: impl FnMut(F) -> Result<bool>,
    ) -> Result<Self> {
        let failed = |source| Error::Write { path: path.into(), source };
        let file = File::options()
            .read(true)
            .write(true)
            .create(true)
            .truncate(false)
            .open(path)
            .map_err(failed)?;
        let mut reader = BufReader::new(&file);
        let head = head(fingerprint);
        let mut found = Vec::new();
        reader.by_ref().take(head.len() as u64).read_to_end(&mut found).map_err(failed)?;
        let mut good = 0;
        if found == head {
            good = head.len() as u64;
            while let Some(bytes) = next_entry(&mut reader) {
                let Ok(entry) = postcard::from_bytes(&bytes) else { break };
                if !replay(entry)? {
                    break;
                }
                good += size_of_entry(&bytes);
            }
        } else if !head.starts_with(&found) {
            return Err(other_run(path));
        }
        // What follows the last good entry would end every later replay, whatever is written behind.
        file.set_len(good).map_err(failed)?;
        let mut journal = Self { path: path.into(), out: BufWriter::new(file) };
        io::Seek::seek(&mut journal.out, io::SeekFrom::End(0)).map_err(failed)?;
        if good == 0 {
            journal.out.write_all(&head).map_err(failed)?;
            journal.out.flush().map_err(failed)?;
        }
        Ok(journal)
    }

    pub(super) fn write(&mut self, entry: &impl Serialize) -> Result<()> {
        let bytes =
            postcard::to_stdvec(entry).map_err(|error| self.failed(io::Error::other(error)))?;
        self.write_bytes(&bytes).map_err(|source| self.failed(source))
    }

    /// Removes the journal when the run is complete.
    pub(super) fn remove(self) -> Result<()> {
        let Self { path, out } = self;
        drop(out);
        fs::remove_file(&path).map_err(|source| Error::Write { path, source })
    }

    fn write_bytes(&mut self, bytes: &[u8]) -> io::Result<()> {
        write_entry(bytes, &mut self.out)?;
        // A killed process loses its buffers, but not what the system has taken. The file is not
        // synced: after a power failure the run continues from an earlier entry.
        self.out.flush()
    }

    fn failed(&self, source: io::Error) -> Error {
        Error::Write { path: self.path.clone(), source }
    }
}

/// What a journal begins with: its format, and the run that it is of.
fn head(fingerprint: &str) -> Vec<u8> {
    let mut head = MAGIC.to_vec();
    write_entry(fingerprint.as_bytes(), &mut head).expect("a vector takes whatever is written");
    head
}

fn write_entry(bytes: &[u8], out: &mut impl Write) -> io::Result<()> {
    out.write_all(&(bytes.len() as u32).to_le_bytes())?;
    out.write_all(&xxh3_64(bytes).to_le_bytes())?;
    out.write_all(bytes)
}

fn size_of_entry(bytes: &[u8]) -> u64 {
    (size_of::<u32>() + size_of::<u64>() + bytes.len()) as u64
}

/// The bytes of the next entry; `None` at the end, and if the entry is incomplete.
fn next_entry(reader: &mut impl Read) -> Option<Vec<u8>> {
    let (mut length, mut checksum) = ([0; size_of::<u32>()], [0; size_of::<u64>()]);
    reader.read_exact(&mut length).ok()?;
    reader.read_exact(&mut checksum).ok()?;
    let length = u32::from_le_bytes(length);
    let mut bytes = Vec::new();
    reader.by_ref().take(length.min(LONGEST_ENTRY).into()).read_to_end(&mut bytes).ok()?;
    (bytes.len() == length as usize && xxh3_64(&bytes) == u64::from_le_bytes(checksum))
        .then_some(bytes)
}

fn other_run(path: &Path) -> Error {
    let reason = format!(
        "{} is no journal of a run with these files and settings; remove it to begin anew",
        path.display()
    );
    Error::Setting { setting: "resume", reason }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn open(path: &Path, fingerprint: &str) -> Result<(Journal, Vec<(u32, String)>)> {
        let mut entries = Vec::new();
        let journal = Journal::open(path, fingerprint, |entry| {
            entries.push(entry);
            Ok(true)
        })?;
        Ok((journal, entries))
    }

    #[test]
    fn what_was_written_whole_comes_back() {
        let folder = tempfile::tempdir().expect("the test may write temporary files");
        let path = folder.path().join("journal");
        let entries = [(1, "雷".to_owned()), (2, "同".repeat(1000)), (3, String::new())];
        let (mut journal, before) = open(&path, "run").expect("there is none yet");
        assert!(before.is_empty());
        for entry in &entries {
            journal.write(entry).expect("there is room");
        }
        drop(journal);
        let whole = fs::read(&path).expect("it is there");
        for cut in 0..=whole.len() {
            fs::write(&path, &whole[..cut]).expect("there is room");
            // A journal that was cut inside its head has no entries, and is begun anew.
            let (mut journal, found) = open(&path, "run").expect("it is of this run");
            assert_eq!(found, entries[..found.len()]);
            assert!(cut < whole.len() || found.len() == 3);
            journal.write(&(9, "neu".to_owned())).expect("there is room");
            drop(journal);
            let (_, again) = open(&path, "run").expect("it is sound");
            assert_eq!(again.len(), found.len() + 1, "cut at {cut}");
        }
    }

    #[test]
    fn the_journal_of_another_run_is_refused_and_left_alone() {
        let folder = tempfile::tempdir().expect("the test may write temporary files");
        let path = folder.path().join("journal");
        drop(open(&path, "one").expect("there is none yet"));
        let whole = fs::read(&path).expect("it is there");
        // The beginning of the head is the same for all runs with a fingerprint of this length.
        for cut in MAGIC.len() + size_of::<u32>() + size_of::<u64>()..=whole.len() {
            fs::write(&path, &whole[..cut]).expect("there is room");
            assert!(open(&path, "two").is_err(), "cut at {cut}");
            assert_eq!(fs::read(&path).expect("it is there"), whole[..cut]);
        }
        for other in ["somebody's own file, longer than the head", "a note"] {
            fs::write(&path, other).expect("there is room");
            assert!(open(&path, "one").is_err());
        }
    }
}
