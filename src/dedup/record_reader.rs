//! Single records, read again by their ids.

use std::collections::HashMap;
use std::fs::File;
use std::io;
use std::sync::OnceLock;

use super::block_stream::BLOCK_BYTES;
use super::record_table::RecordTable;
use crate::corpus::{Block, FieldValue, ReadOptions, Record, Source};
use crate::document::{RecordId, SourceId};
use crate::error::{Error, Result};
use crate::storage::{SpillFile, read_exact_at};

/// Files that are held open at the same time: well below the 1,024 that systems allow a process.
const MAX_OPEN_FILES: usize = 128;

/// Reads records from the files that hold them. Records of compressed files are read from a
/// temporary copy.
pub(super) struct RecordReader<'r> {
    sources: &'r [Source],
    table: &'r RecordTable,
    options: &'r ReadOptions,
    files: Vec<OnceLock<File>>,
    /// Offsets of the records that were copied.
    copied: HashMap<RecordId, u64>,
    copy: Option<SpillFile>,
}

impl<'r> RecordReader<'r> {
    /// A reader of the records `wanted`, which rise.
    pub(super) fn new(
        sources: &'r [Source],
        table: &'r RecordTable,
        options: &'r ReadOptions,
        wanted: &[RecordId],
    ) -> Result<Self> {
        let files = sources.iter().take(MAX_OPEN_FILES).map(|_| OnceLock::new()).collect();
        let mut reader =
            Self { sources, table, options, files, copied: HashMap::new(), copy: None };
        reader.copy_compressed(wanted)?;
        Ok(reader)
    }

    /// Calls `see` with the text of a record.
    pub(super) fn read<T>(&self, record: RecordId, see: impl FnOnce(&str) -> T) -> Result<T> {
        self.with_record(record, |record| {
            record.read(self.options, &[], |fields| see(&fields.text))
        })
    }

    /// A field of a record; `None` if the record has no such field.
    pub(super) fn value(&self, record: RecordId, field: &str) -> Result<Option<FieldValue>> {
        self.with_record(record, |record| {
            record.values(self.options, &[field]).map(|mut values| values.pop().flatten())
        })
    }

    /// Calls `see` with a record.
    fn with_record<T>(
        &self,
        record: RecordId,
        see: impl FnOnce(Record<'_>) -> std::result::Result<T, String>,
    ) -> Result<T> {
        let source = self.table.source_of(record);
        let bytes = self.bytes(source, record).map_err(|cause| self.error(source, cause))?;
        let encoding =
            self.table.encoding_of(source).ok_or_else(|| self.error(source, changed()))?;
        let block = Block::new(encoding, self.table.location(record).offset, 0, bytes);
        let record = block.records().next().ok_or_else(|| self.error(source, changed()))?;
        see(record).map_err(|_| self.error(source, changed()))
    }

    /// Whether a record could be read by the first pass.
    pub(super) fn is_read(&self, record: RecordId) -> bool {
        self.table.is_read(record)
    }

    /// The error of a record that is not what it was.
    pub(super) fn changed(&self, record: RecordId) -> Error {
        self.error(self.table.source_of(record), changed())
    }

    fn error(&self, source: SourceId, cause: io::Error) -> Error {
        let cause = if cause.kind() == io::ErrorKind::UnexpectedEof { changed() } else { cause };
        Error::Read { path: self.sources[source.index()].path.clone(), source: cause }
    }

    fn bytes(&self, source: SourceId, record: RecordId) -> io::Result<Vec<u8>> {
        let location = self.table.location(record);
        let held = &self.sources[source.index()];
        if held.is_in_memory() {
            return held.part(location.offset, location.length as usize);
        }
        let mut bytes = vec![0; location.length as usize];
        // The offset of a record in a compressed file is that in its decompressed bytes, so that the
        // file itself must not be asked.
        if let (Some(copy), Some(&offset)) = (&self.copy, self.copied.get(&record)) {
            copy.read_exact_at(&mut bytes, offset)?;
            return Ok(bytes);
        }
        match self.files.get(source.index()) {
            Some(cell) => read_exact_at(self.open(source, cell)?, &mut bytes, location.offset)?,
            None => read_exact_at(
                &self.sources[source.index()].open_file()?,
                &mut bytes,
                location.offset,
            )?,
        }
        Ok(bytes)
    }

    /// The file of a source, which stays open in `cell`.
    fn open<'f>(&self, source: SourceId, cell: &'f OnceLock<File>) -> io::Result<&'f File> {
        if let Some(open) = cell.get() {
            return Ok(open);
        }
        let file = self.sources[source.index()].open_file()?;
        Ok(cell.get_or_init(|| file))
    }

    /// Copies the wanted records of compressed sources to a temporary file, since such sources
    /// cannot be read at an offset.
    fn copy_compressed(&mut self, wanted: &[RecordId]) -> Result<()> {
        let mut rest = wanted;
        let mut copy: Option<SpillFile> = None;
        for (source, at) in self.sources.iter().zip((0..).map(SourceId)) {
            let (own, behind) =
                rest.split_at(rest.partition_point(|&record| record < self.table.end_of(at)));
            rest = behind;
            if own.is_empty() || !source.is_packed().map_err(|cause| self.error(at, cause))? {
                continue;
            }
            let copy = match &mut copy {
                Some(copy) => copy,
                none => none.insert(SpillFile::new()?),
            };
            let mut own = own.iter().copied().peekable();
            // What cannot be read was skipped by the first pass too, and is not wanted.
            for block in source.blocks(self.options, &|_| (), BLOCK_BYTES * 2).flatten() {
                while let Some(record) = own.next_if(|&record| ends_in(self.table, record, &block))
                {
                    let location = self.table.location(record);
                    let start = (location.offset - block.offset()) as usize;
                    let bytes = &block.bytes()[start..start + location.length as usize];
                    self.copied.insert(record, copy.append(bytes)?);
                }
            }
            if own.next().is_some() {
                return Err(self.error(at, changed()));
            }
        }
        if let Some(copy) = &mut copy {
            copy.flush()?;
        }
        self.copy = copy;
        Ok(())
    }
}

/// Whether a record lies wholly in a block.
fn ends_in(table: &RecordTable, record: RecordId, block: &Block) -> bool {
    let location = table.location(record);
    let end = block.offset() + block.bytes().len() as u64;
    location.offset >= block.offset() && location.offset + u64::from(location.length) <= end
}

/// The cause of errors about files that are not what they were.
pub(super) fn changed() -> io::Error {
    io::Error::other("it changed while it was read")
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::fs;
    use std::io::Write;

    use crate::corpus::find;
    use crate::dedup::record_table::{NewRecord, TableBudget, TextKeys};
    use crate::document::{Level, Span};

    const LINES: [&str; 3] =
        ["{\"text\": \"雷\"}\n", "{\"text\": \"同\"}\n", "{\"text\": \"文\"}\n"];

    /// A table of the records of one source.
    fn table(source: &Source, options: &ReadOptions) -> RecordTable {
        let mut table = RecordTable::new(Level::Document, 1, TableBudget::UNLIMITED);
        table.begin_source(SourceId(0));
        for block in source.blocks(options, &|_| (), BLOCK_BYTES) {
            let block = block.expect("the file can be read");
            table.set_encoding(block.form());
            for (at, record) in block.records().enumerate() {
                let (offset, length) = (record.offset(), record.bytes().len());
                table.add(NewRecord { offset, length, is_read: true, rank_key: None });
                table
                    .add_unit(Span::new(0, 1), at as u128, TextKeys::default())
                    .expect("nothing is written");
            }
        }
        table.close(1, 0);
        table
    }

    fn source_at(path: std::path::PathBuf) -> Source {
        let listing = find(&[path], &ReadOptions::default()).expect("it is there");
        listing.sources.into_iter().next().expect("a file").expect("it is read")
    }

    fn texts(source: &Source, change: impl FnOnce()) -> Vec<Result<String>> {
        let options = ReadOptions::default();
        let table = table(source, &options);
        change();
        let wanted = [RecordId(0), RecordId(2)];
        let reader = RecordReader::new(std::slice::from_ref(source), &table, &options, &wanted);
        match reader {
            Ok(reader) => wanted.map(|record| reader.read(record, str::to_owned)).into(),
            Err(error) => vec![Err(error)],
        }
    }

    #[test]
    fn records_are_read_again_from_plain_and_compressed_files() {
        let folder = tempfile::tempdir().expect("the test may write temporary files");
        let plain = folder.path().join("plain.jsonl");
        fs::write(&plain, LINES.concat()).expect("there is room");
        let packed = folder.path().join("packed.jsonl.gz");
        let file = File::create(&packed).expect("there is room");
        let mut gzip = flate2::write::GzEncoder::new(file, flate2::Compression::default());
        gzip.write_all(LINES.concat().as_bytes()).expect("there is room");
        gzip.finish().expect("there is room");
        for path in [plain, packed] {
            let found = texts(&source_at(path), || ());
            let found: Vec<_> = found.into_iter().map(|text| text.expect("it is there")).collect();
            assert_eq!(found, ["雷", "文"]);
        }
    }

    #[test]
    fn a_file_that_was_cut_off_is_an_error_with_its_path() {
        let folder = tempfile::tempdir().expect("the test may write temporary files");
        let path = folder.path().join("in.jsonl");
        fs::write(&path, LINES.concat()).expect("there is room");
        let cut = || fs::write(&path, LINES[0]).expect("there is room");
        let found = texts(&source_at(path.clone()), cut);
        assert_eq!(found[0].as_deref().ok(), Some("雷"));
        let error = found[1].as_ref().expect_err("the record is gone").to_string();
        assert!(error.contains("in.jsonl") && error.contains("it changed"), "{error}");
    }
}
