//! Band keys of many units, in memory or, beyond a budget, in a temporary file.

use super::BandId;
use crate::error::{Error, Result};
use crate::storage::SpillFile;

/// Units of a chunk, in which the keys are stored band by band.
///
/// The keys of one band then take 256 KiB, which are read from disk in one piece.
const CHUNK: usize = 1 << 16;

/// Rows that are transposed together: their keys of one band fill a 64-byte cache line.
const ROWS: usize = 16;

/// The key of a unit that is in no bucket.
const NONE: u32 = 0;

/// 32-bit keys, one for each band of each unit, in the order in which the units were added.
///
/// 32-bit keys collide (about n²/2³³ pairs a band); verification discards those candidates.
#[derive(Debug)]
pub struct BandTable {
    bands: usize,
    /// Full chunks in memory, each stored band by band.
    chunks: Vec<Box<[u32]>>,
    /// Keys of the units of the last chunk, stored unit by unit.
    open: Vec<u32>,
    /// Bytes that the chunks may take in memory.
    budget: u64,
    /// Earlier chunks, on disk.
    spilled: Option<SpillFile>,
}

impl BandTable {
    /// Creates an empty table for units of `bands` keys each. Keys beyond about `budget` bytes of
    /// memory are written to a temporary file.
    #[must_use]
    pub fn new(bands: usize, budget: u64) -> Self {
        Self { bands, chunks: Vec::new(), open: Vec::new(), budget, spilled: None }
    }

    /// Number of bands of a unit.
    #[must_use]
    pub fn bands(&self) -> usize {
        self.bands
    }

    /// Number of units.
    #[must_use]
    pub fn units(&self) -> usize {
        (self.chunks.len() + self.spilled_chunks()) * CHUNK + self.open.len() / self.bands
    }

    /// Bytes of keys on disk.
    #[must_use]
    pub fn spilled(&self) -> u64 {
        self.spilled.as_ref().map_or(0, SpillFile::len)
    }

    /// Adds a unit with its keys, or without keys if it belongs to no bucket.
    ///
    /// # Errors
    /// If the temporary file cannot be written.
    ///
    /// # Panics
    /// If `keys` has neither no key nor one key for each band.
    pub fn push(&mut self, keys: &[u32]) -> Result<()> {
        if keys.is_empty() {
            self.open.resize(self.open.len() + self.bands, NONE);
        } else {
            assert_eq!(keys.len(), self.bands, "a unit has one key for each band");
            self.open.extend_from_slice(keys);
        }
        if self.open.len() == CHUNK * self.bands { self.close_chunk() } else { Ok(()) }
    }

    /// The upper 32 bits of a band key, which are what the table stores.
    #[must_use]
    pub fn truncate_key(key: u64) -> u32 {
        ((key >> 32) as u32).max(NONE + 1)
    }

    /// Calls `see` with each unit that has a key in `band` and with this key, in ascending order of
    /// the units.
    ///
    /// # Errors
    /// If the temporary file cannot be read.
    pub fn each_of_band(&self, band: BandId, mut see: impl FnMut(u32, u32)) -> Result<()> {
        let mut first = 0;
        for chunk in 0..self.spilled_chunks() {
            see_keys(first, self.read(chunk, band)?, &mut see);
            first += CHUNK as u32;
        }
        for chunk in &self.chunks {
            see_keys(first, chunk[band.index() * CHUNK..][..CHUNK].iter().copied(), &mut see);
            first += CHUNK as u32;
        }
        see_keys(first, self.open.iter().skip(band.index()).step_by(self.bands).copied(), &mut see);
        Ok(())
    }

    fn chunk_bytes(&self) -> u64 {
        (CHUNK * self.bands * size_of::<u32>()) as u64
    }

    /// Number of chunks on disk.
    fn spilled_chunks(&self) -> usize {
        (self.spilled() / self.chunk_bytes()) as usize
    }

    /// Transposes the open rows into a chunk, and writes all chunks to disk if they exceed the
    /// budget.
    fn close_chunk(&mut self) -> Result<()> {
        self.chunks.push(transposed(&self.open, self.bands));
        self.open.clear();
        if self.chunks.len() as u64 * self.chunk_bytes() <= self.budget {
            return Ok(());
        }
        self.spill()
    }

    /// Writes all chunks in memory to disk.
    fn spill(&mut self) -> Result<()> {
        let spilled = match &mut self.spilled {
            Some(spilled) => spilled,
            none => none.insert(SpillFile::new()?),
        };
        for chunk in self.chunks.drain(..) {
            let bytes: Vec<u8> = chunk.iter().flat_map(|key| key.to_le_bytes()).collect();
            spilled.append(&bytes)?;
        }
        spilled.flush()
    }

    /// The keys of a band of a chunk on disk.
    fn read(&self, chunk: usize, band: BandId) -> Result<Vec<u32>> {
        let spilled = self.spilled.as_ref().expect("the chunk is on disk");
        let mut bytes = vec![0; CHUNK * size_of::<u32>()];
        let offset = (chunk * self.bands + band.index()) * bytes.len();
        spilled
            .read_exact_at(&mut bytes, offset as u64)
            .map_err(|source| Error::Read { path: std::env::temp_dir(), source })?;
        let keys = bytes.chunks_exact(size_of::<u32>());
        Ok(keys
            .map(|key| u32::from_le_bytes(key.try_into().expect("a chunk has four bytes")))
            .collect())
    }
}

/// Calls `see` with each key of consecutive units, of which `first` is the first.
fn see_keys(first: u32, keys: impl IntoIterator<Item = u32>, see: &mut impl FnMut(u32, u32)) {
    for (unit, key) in (first..).zip(keys) {
        if key != NONE {
            see(unit, key);
        }
    }
}

/// Transposes rows of keys, [`ROWS`] at a time, so that consecutive writes fill a cache line.
///
/// Columns are a power of two apart, and a cache holds few lines at such distances: written row by
/// row, the columns would evict each other.
fn transposed(rows: &[u32], bands: usize) -> Box<[u32]> {
    let mut columns = vec![0; rows.len()].into_boxed_slice();
    let height = rows.len() / bands;
    for (at, rows) in rows.chunks(ROWS * bands).enumerate() {
        for band in 0..bands {
            let column = &mut columns[band * height + at * ROWS..];
            let keys = rows.iter().skip(band).step_by(bands);
            column.iter_mut().zip(keys).for_each(|(slot, &key)| *slot = key);
        }
    }
    columns
}

#[cfg(test)]
mod tests {
    use super::*;

    fn table(units: usize, budget: u64) -> BandTable {
        let mut table = BandTable::new(3, budget);
        for unit in 0..units as u32 {
            let keys = [unit + 1, unit / 2 + 1, 7];
            table.push(if unit % 5 == 4 { &[] } else { &keys }).expect("there is room on the disk");
        }
        table
    }

    #[test]
    fn keys_on_disk_are_equal_to_those_in_memory() {
        let units = 3 * CHUNK + 100;
        let (inside, outside) = (table(units, u64::MAX), table(units, 1_000_000));
        assert_eq!((inside.units(), outside.units()), (units, units));
        assert_eq!((inside.spilled(), outside.spilled() > 0), (0, true));
        for table in [&inside, &outside] {
            let mut seen = Vec::new();
            table
                .each_of_band(BandId(1), |unit, key| seen.push((unit, key)))
                .expect("the table can be read");
            let all =
                (0..units as u32).filter(|unit| unit % 5 != 4).map(|unit| (unit, unit / 2 + 1));
            assert!(seen.into_iter().eq(all));
        }
    }
}
