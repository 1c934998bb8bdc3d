//! Band keys of many units, in memory or, beyond a budget, in a temporary file.

use std::fs::File;
use std::io::{self, Write};

use crate::error::{Error, Result};
use crate::storage::read_exact_at;

/// Units whose keys are kept together, band after band.
const CHUNK: usize = 1 << 16;

/// Rows that become columns together: their keys of one band fill a line of the cache.
const ROWS: usize = 16;

/// The key of a unit that stands in no bucket.
const NONE: u32 = 0;

/// Keys of 32 bits, one for each band of each unit, in the order in which the units came.
///
/// 32 bits make strangers meet in a bucket now and then; whoever verifies candidates will not mind.
#[derive(Debug)]
pub struct BandTable {
    bands: usize,
    /// Whole chunks in memory, each band after band.
    chunks: Vec<Box<[u32]>>,
    /// Keys of the last units, unit after unit.
    open: Vec<u32>,
    /// Bytes that the chunks may take in memory.
    budget: u64,
    spilled: Option<Spilled>,
}

/// Chunks on disk.
#[derive(Debug)]
struct Spilled {
    file: File,
    chunks: usize,
}

impl BandTable {
    /// An empty table for units of `bands` keys each, which takes about `budget` bytes of memory and
    /// puts what is more into a temporary file.
    #[must_use]
    pub fn new(bands: usize, budget: u64) -> Self {
        Self { bands, chunks: Vec::new(), open: Vec::new(), budget, spilled: None }
    }

    /// Bands of every unit.
    #[must_use]
    pub fn bands(&self) -> usize {
        self.bands
    }

    /// Number of units.
    #[must_use]
    pub fn units(&self) -> usize {
        let spilled = self.spilled.as_ref().map_or(0, |spilled| spilled.chunks);
        (self.chunks.len() + spilled) * CHUNK + self.open.len() / self.bands
    }

    /// Bytes of keys that lie on disk.
    #[must_use]
    pub fn spilled(&self) -> u64 {
        self.spilled.as_ref().map_or(0, |spilled| spilled.chunks as u64 * self.chunk_bytes())
    }

    /// Adds a unit: its keys, or none if it shall stand in no bucket.
    ///
    /// # Errors
    /// If the temporary file cannot be written.
    ///
    /// # Panics
    /// If there is neither no key nor one for each band.
    pub fn push(&mut self, keys: &[u32]) -> Result<()> {
        if keys.is_empty() {
            self.open.resize(self.open.len() + self.bands, NONE);
        } else {
            assert_eq!(keys.len(), self.bands, "a unit has one key for each band");
            self.open.extend_from_slice(keys);
        }
        if self.open.len() == CHUNK * self.bands { self.close_chunk() } else { Ok(()) }
    }

    /// The key of a band, shortened to what the table keeps.
    #[must_use]
    pub fn truncate_key(key: u64) -> u32 {
        ((key >> 32) as u32).max(NONE + 1)
    }

    /// Calls `see` with every unit that has a key in `band`, and that key, in order.
    ///
    /// # Errors
    /// If the temporary file cannot be read.
    pub fn each_of_band(&self, band: usize, mut see: impl FnMut(u32, u32)) -> Result<()> {
        let mut unit = 0;
        let mut see_all = |keys: &mut dyn Iterator<Item = u32>| {
            for key in keys {
                if key != NONE {
                    see(unit, key);
                }
                unit += 1;
            }
        };
        for chunk in 0..self.spilled.as_ref().map_or(0, |spilled| spilled.chunks) {
            see_all(&mut self.read(chunk, band)?.into_iter());
        }
        for chunk in &self.chunks {
            see_all(&mut chunk[band * CHUNK..][..CHUNK].iter().copied());
        }
        see_all(&mut self.open.iter().skip(band).step_by(self.bands).copied());
        Ok(())
    }

    fn chunk_bytes(&self) -> u64 {
        (CHUNK * self.bands * size_of::<u32>()) as u64
    }

    /// Turns the open rows into a chunk of columns, and puts chunks on disk if they are too many.
    fn close_chunk(&mut self) -> Result<()> {
        self.chunks.push(columns(&self.open, self.bands));
        self.open.clear();
        if self.chunks.len() as u64 * self.chunk_bytes() <= self.budget {
            return Ok(());
        }
        self.spill().map_err(|source| Error::Write { path: std::env::temp_dir(), source })
    }

    fn spill(&mut self) -> io::Result<()> {
        let spilled = match &mut self.spilled {
            Some(spilled) => spilled,
            none => none.insert(Spilled { file: tempfile::tempfile()?, chunks: 0 }),
        };
        for chunk in self.chunks.drain(..) {
            let bytes: Vec<u8> = chunk.iter().flat_map(|key| key.to_le_bytes()).collect();
            spilled.file.write_all(&bytes)?;
            spilled.chunks += 1;
        }
        Ok(())
    }

    /// The keys of a band of a chunk on disk.
    fn read(&self, chunk: usize, band: usize) -> Result<Vec<u32>> {
        let spilled = self.spilled.as_ref().expect("a chunk on disk is asked for");
        let mut bytes = vec![0; CHUNK * size_of::<u32>()];
        let at = (chunk * self.bands + band) * bytes.len();
        read_exact_at(&spilled.file, &mut bytes, at as u64)
            .map_err(|source| Error::Read { path: std::env::temp_dir(), source })?;
        let keys = bytes.chunks_exact(size_of::<u32>());
        Ok(keys.map(|key| u32::from_le_bytes(key.try_into().expect("it is cut so"))).collect())
    }
}

/// Rows of keys as columns. A few rows at a time, so that all that is written to one column then stands together:
/// columns lie a power of two apart, where caches do not hold many places.
fn columns(rows: &[u32], bands: usize) -> Box<[u32]> {
    let mut columns = vec![0; rows.len()].into_boxed_slice();
    let height = rows.len() / bands;
    for (at, rows) in rows.chunks(ROWS * bands).enumerate() {
        for band in 0..bands {
            let column = &mut columns[band * height + at * ROWS..];
            let keys = rows.iter().skip(band).step_by(bands);
            column.iter_mut().zip(keys).for_each(|(place, &key)| *place = key);
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
    fn keys_on_disk_are_those_in_memory() {
        let units = 3 * CHUNK + 100;
        let (inside, outside) = (table(units, u64::MAX), table(units, 1_000_000));
        assert_eq!((inside.units(), outside.units()), (units, units));
        assert_eq!((inside.spilled(), outside.spilled() > 0), (0, true));
        for table in [&inside, &outside] {
            let mut seen = Vec::new();
            table.each_of_band(1, |unit, key| seen.push((unit, key))).expect("it can be read");
            let all = (0..units as u32).filter(|unit| unit % 5 != 4).map(|unit| (unit, unit / 2 + 1));
            assert!(seen.into_iter().eq(all));
        }
    }
}
