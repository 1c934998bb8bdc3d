//! Records in memory, which are read like the lines of a file.

use std::fmt::Debug;
use std::sync::Arc;

use rayon::prelude::*;

/// Least number of records whose lengths one task measures.
const MEASURED_ROWS: usize = 1 << 8;

/// Records that a program holds in memory, such as the rows of a table.
///
/// [`Listing::of_rows`](super::Listing::of_rows) reads them as the file of JSON Lines that has each of them as a line. The
/// lines are not held: each is written when it is read, which may be several times.
///
/// ```
/// use std::sync::Arc;
/// use leitong::corpus::{self, Listing, ReadOptions, RecordRows};
/// use leitong::document::Role;
///
/// #[derive(Debug)]
/// struct Titles(Vec<String>);
///
/// impl RecordRows for Titles {
///     fn count(&self) -> usize {
///         self.0.len()
///     }
///
///     fn write_json(&self, row: usize, line: &mut Vec<u8>) {
///         let record = serde_json::json!({"text": self.0[row]});
///         line.extend(record.to_string().bytes());
///     }
/// }
///
/// let titles = Titles(vec!["静夜思".into(), "春晓".into()]);
/// let listing = Listing::of_rows("titles", Arc::new(titles));
/// let listings = vec![(Role::Collection, listing)];
/// let read = corpus::read_listings(listings, &ReadOptions::default(), &|_| ())?;
/// assert_eq!(read.documents[1].id, "titles:2");
/// # Ok::<(), leitong::Error>(())
/// ```
pub trait RecordRows: Debug + Send + Sync {
    /// Number of records.
    fn count(&self) -> usize;

    /// Appends a record, whose number is counted from 0, to `line`: an object of JSON without a
    /// line feed. The bytes of a record are the same each time.
    fn write_json(&self, row: usize, line: &mut Vec<u8>);
}

/// Records in memory, and the places of their lines in the file that these would make.
#[derive(Debug, Clone)]
pub(super) struct RowLines {
    rows: Arc<dyn RecordRows>,
    /// For each record the offset behind its line.
    ends: Arc<[u64]>,
}

impl PartialEq for RowLines {
    /// Whether both are the same records in memory.
    fn eq(&self, other: &Self) -> bool {
        Arc::ptr_eq(&self.ends, &other.ends)
    }
}

impl Eq for RowLines {}

impl RowLines {
    pub(super) fn new(rows: Arc<dyn RecordRows>) -> Self {
        let measured = (0..rows.count()).into_par_iter().with_min_len(MEASURED_ROWS);
        let lengths = measured.map_init(Vec::new, |line, row| {
            line.clear();
            write_line(&*rows, row, line);
            line.len() as u64
        });
        let mut end = 0;
        let mut ends = lengths.collect::<Vec<u64>>();
        for length in &mut ends {
            end += *length;
            *length = end;
        }
        Self { rows, ends: ends.into() }
    }

    /// Bytes of all lines.
    pub(super) fn size(&self) -> u64 {
        self.ends.last().copied().unwrap_or(0)
    }

    /// The offset of the line of a record.
    pub(super) fn start(&self, row: usize) -> u64 {
        row.checked_sub(1).map_or(0, |before| self.ends[before])
    }

    /// The bytes from `offset` on, `length` of them; fewer at the end of the last line.
    pub(super) fn part(&self, offset: u64, length: usize) -> Vec<u8> {
        let first = self.ends.partition_point(|&end| end <= offset);
        let mut bytes = Vec::with_capacity(length);
        if first == self.ends.len() {
            return bytes;
        }
        let before = (offset - self.start(first)) as usize;
        for row in first..self.ends.len() {
            if bytes.len() >= before + length {
                break;
            }
            self.write(row, &mut bytes);
        }
        bytes.drain(..before);
        bytes.truncate(length);
        bytes
    }

    /// Number of records.
    pub(super) fn count(&self) -> usize {
        self.ends.len()
    }

    /// Appends the line of a record.
    pub(super) fn write(&self, row: usize, line: &mut Vec<u8>) {
        write_line(&*self.rows, row, line);
    }
}

/// Appends the line of a record.
fn write_line(rows: &dyn RecordRows, row: usize, line: &mut Vec<u8>) {
    rows.write_json(row, line);
    line.push(b'\n');
}
