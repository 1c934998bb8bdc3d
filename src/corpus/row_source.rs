//! Records in memory as a source.

use std::path::Path;
use std::sync::Arc;

use super::format::Format;
use super::rows::{RecordRows, RowLines};
use super::source::{Source, file_name};
use super::walk::Listing;

impl Listing {
    /// A listing of one source: records in memory, in their order. In results it is named like a
    /// file, by `name`; the record with number 0 has line 1.
    #[must_use]
    pub fn of_rows(name: &str, rows: Arc<dyn RecordRows>) -> Self {
        let path = Path::new(name);
        let source = Source {
            rows: Some(RowLines::new(rows)),
            ..Source::new(path, file_name(path), Some(Format::JsonLines))
        };
        Self { paths: vec![source.path.clone()], sources: vec![Ok(source)], ..Self::default() }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::sync::atomic::{AtomicU64, Ordering};

    use crate::corpus::ReadOptions;
    use serde_json::json;

    #[derive(Debug)]
    struct Texts(&'static [&'static str]);

    impl RecordRows for Texts {
        fn count(&self) -> usize {
            self.0.len()
        }

        fn write_json(&self, row: usize, line: &mut Vec<u8>) {
            line.extend(json!({"text": self.0[row]}).to_string().bytes());
        }
    }

    const TEXTS: [&str; 4] = ["雷同", "", "a\nb", "\u{1F600}"];

    fn file() -> String {
        TEXTS.map(|text| json!({"text": text}).to_string() + "\n").concat()
    }

    fn source() -> Source {
        let listing = Listing::of_rows("data", Arc::new(Texts(&TEXTS)));
        listing.sources.into_iter().next().expect("one source").expect("it is read")
    }

    #[test]
    fn blocks_are_those_of_the_file_with_these_lines() {
        let (source, options) = (source(), ReadOptions::default());
        for size in [0, 1, 20, 1 << 20] {
            let read = AtomicU64::new(0);
            let (mut joined, mut lines) = (Vec::new(), Vec::new());
            for block in source.blocks(&options, &|bytes| add(&read, bytes), size) {
                let block = block.expect("it is read");
                assert_eq!(block.offset(), joined.len() as u64);
                lines.extend(block.records().map(|record| record.line()));
                joined.extend_from_slice(block.bytes());
            }
            assert_eq!(joined, file().as_bytes());
            assert_eq!(lines, [1, 2, 3, 4].map(Some));
            assert_eq!(Some(read.into_inner()), source.size());
        }
    }

    fn add(sum: &AtomicU64, bytes: u64) {
        sum.fetch_add(bytes, Ordering::Relaxed);
    }

    #[test]
    fn any_part_can_be_read_again() {
        let (file, source) = (file(), source());
        let file = file.as_bytes();
        for start in 0..=file.len() {
            for length in [0, 1, 7, file.len()] {
                let end = file.len().min(start + length);
                let part = source.part(start as u64, length).expect("it is in memory");
                assert_eq!(part, &file[start..end], "{start} {length}");
            }
        }
    }

    #[test]
    fn no_record_makes_no_block() {
        let listing = Listing::of_rows("data", Arc::new(Texts(&[])));
        let source = listing.sources[0].as_ref().expect("it is read");
        assert_eq!(source.blocks(&ReadOptions::default(), &|_| (), 9).count(), 0);
        assert_eq!((source.size(), source.part(0, 9).ok()), (Some(0), Some(Vec::new())));
    }
}
