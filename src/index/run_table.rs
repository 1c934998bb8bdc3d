//! The places of sampled runs in many texts.

use hashbrown::HashTable;

/// Number of tables, a power of two: a table that grows holds its entries twice, so that many small
/// ones need less room than one.
const TABLES: usize = 256;

/// A place of a run: a text, by a number, and a character in it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct RunPlace {
    /// Number of the text.
    pub text: u32,
    /// First character of the run in the content of the text.
    pub at: u32,
}

/// The first places of sampled runs, by the hashes of the runs.
///
/// An entry takes 12 bytes, and with the free room of the hash table about 20.
///
/// ```
/// use leitong::index::{RunPlace, RunTable};
/// let mut table = RunTable::new(2);
/// for text in 0..3 {
///     table.add(7, RunPlace { text, at: 5 }, |_| true);
/// }
/// let mut texts: Vec<u32> = table.places(7).map(|place| place.text).collect();
/// texts.sort_unstable();
/// assert_eq!((texts, table.capped()), (vec![0, 1], 1));
/// ```
#[derive(Debug)]
pub struct RunTable {
    tables: Vec<HashTable<Entry>>,
    most: usize,
    capped: u64,
}

#[derive(Debug, Clone, Copy)]
struct Entry {
    /// Bits of the hash that do not choose the table.
    mark: u32,
    place: RunPlace,
}

impl Entry {
    /// The hash by which a table places the entry.
    fn table_hash(mark: u32) -> u64 {
        // The table uses the highest and the lowest bits.
        u64::from(mark).wrapping_mul(0x9E37_79B9_7F4A_7C15)
    }
}

impl RunTable {
    /// An empty table that holds `most` places of each run, for each group of texts.
    #[must_use]
    pub fn new(most: usize) -> Self {
        let tables = (0..TABLES).map(|_| HashTable::new()).collect();
        Self { tables, most, capped: 0 }
    }

    /// Adds a place of the run with this hash, unless the table holds enough places of it in texts
    /// of which `is_of_group` holds. Since places are added in order of rank, the first stay.
    pub fn add(&mut self, hash: u64, place: RunPlace, is_of_group: impl Fn(u32) -> bool) {
        let mark = mark(hash);
        let table = &mut self.tables[table_of(hash)];
        let equal = table.iter_hash(Entry::table_hash(mark)).filter(|entry| entry.mark == mark);
        if equal.filter(|entry| is_of_group(entry.place.text)).count() >= self.most {
            self.capped += 1;
            return;
        }
        let entry = Entry { mark, place };
        table.insert_unique(Entry::table_hash(mark), entry, |entry| Entry::table_hash(entry.mark));
    }

    /// The places of the run with this hash, in no order; very rarely also those of another run.
    pub fn places(&self, hash: u64) -> impl Iterator<Item = RunPlace> + '_ {
        let mark = mark(hash);
        let entries = self.tables[table_of(hash)].iter_hash(Entry::table_hash(mark));
        entries.filter(move |entry| entry.mark == mark).map(|entry| entry.place)
    }

    /// Number of places that were not added because enough were there.
    #[must_use]
    pub fn capped(&self) -> u64 {
        self.capped
    }

    /// Bytes that the table takes.
    #[must_use]
    pub fn bytes(&self) -> u64 {
        self.tables.iter().map(|table| table.allocation_size() as u64).sum()
    }
}

fn mark(hash: u64) -> u32 {
    hash as u32
}

fn table_of(hash: u64) -> usize {
    (hash >> 32) as usize % TABLES
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_first_places_of_each_group_stay() {
        let mut table = RunTable::new(2);
        for text in 0..10 {
            table.add(1 << 33 | 9, RunPlace { text, at: 0 }, |other| other % 2 == text % 2);
        }
        let mut texts: Vec<u32> = table.places(1 << 33 | 9).map(|place| place.text).collect();
        texts.sort_unstable();
        assert_eq!(texts, [0, 1, 2, 3]);
        assert_eq!(table.capped(), 6);
        assert_eq!(table.places(1 << 33 | 8).count() + table.places(9).count(), 0);
    }

    #[test]
    fn an_entry_takes_no_more_room_than_is_told() {
        let mut table = RunTable::new(16);
        for number in 0..200_000_u32 {
            let hash = u64::from(number).wrapping_mul(0x9E37_79B1_85EB_CA87);
            table.add(hash ^ hash >> 29, RunPlace { text: number, at: 0 }, |_| true);
        }
        let each = table.bytes() as f64 / 200_000.0;
        assert!((13.0..30.0).contains(&each), "{each}");
    }
}
