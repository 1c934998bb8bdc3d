//! Getting single records back.

use std::collections::HashMap;
use std::fs::File;
use std::io::{self, BufWriter, Write};
use std::sync::OnceLock;

use super::record_table::RecordTable;
use crate::corpus::{Block, ReadOptions, Source};
use crate::error::{Error, Result};
use crate::storage::read_exact_at;

/// Files that are held open at the same time.
const MOST_OPEN: usize = 128;

/// Reads records by their numbers, from the files they stand in; what is packed is unpacked first.
pub(super) struct RecordReader<'r> {
    sources: &'r [Source],
    ledger: &'r RecordTable,
    options: &'r ReadOptions,
    files: Vec<OnceLock<File>>,
    /// Where the records of packed sources were put, by number.
    unpacked: HashMap<u32, u64>,
    spool: Option<File>,
}

impl<'r> RecordReader<'r> {
    /// A shelf from which the records `wanted` (in rising order) can be had.
    pub(super) fn new(
        sources: &'r [Source],
        ledger: &'r RecordTable,
        options: &'r ReadOptions,
        wanted: &[u32],
    ) -> Result<Self> {
        let files = sources.iter().take(MOST_OPEN).map(|_| OnceLock::new()).collect();
        let mut shelf = Self { sources, ledger, options, files, unpacked: HashMap::new(), spool: None };
        shelf.unpack(wanted)?;
        Ok(shelf)
    }

    /// Lets `see` look at the text of a record.
    pub(super) fn read<T>(&self, record: u32, see: impl FnOnce(&str) -> T) -> Result<T> {
        let source = self.ledger.source_of(record);
        let place = self.ledger.place(record);
        let bytes = self.bytes(source, record).map_err(|cause| self.error(source, cause))?;
        let form = self.ledger.form_of(source).ok_or_else(|| self.error(source, changed()))?;
        let block = Block::new(form, place.offset, 0, bytes);
        let record = block.records().next().ok_or_else(|| self.error(source, changed()))?;
        let read = record.read(self.options, &[], |fields| see(&fields.text));
        read.map_err(|_| self.error(source, changed()))
    }

    /// That a record is not any more what it was.
    pub(super) fn changed(&self, record: u32) -> Error {
        self.error(self.ledger.source_of(record), changed())
    }

    fn error(&self, source: usize, cause: io::Error) -> Error {
        let cause = if cause.kind() == io::ErrorKind::UnexpectedEof { changed() } else { cause };
        Error::Read { path: self.sources[source].path.clone(), source: cause }
    }

    fn bytes(&self, source: usize, record: u32) -> io::Result<Vec<u8>> {
        let place = self.ledger.place(record);
        let mut bytes = vec![0; place.length as usize];
        if let (Some(spool), Some(&offset)) = (&self.spool, self.unpacked.get(&record)) {
            read_exact_at(spool, &mut bytes, offset)?;
            return Ok(bytes);
        }
        match self.files.get(source) {
            Some(slot) => {
                let file = if let Some(open) = slot.get() {
                    open
                } else {
                    let file = self.sources[source].open_file()?;
                    slot.get_or_init(|| file)
                };
                read_exact_at(file, &mut bytes, place.offset)?;
            }
            None => read_exact_at(&self.sources[source].open_file()?, &mut bytes, place.offset)?,
        }
        Ok(bytes)
    }

    /// Puts the wanted records of packed sources into a temporary file.
    fn unpack(&mut self, wanted: &[u32]) -> Result<()> {
        let spooled = |source| Error::Write { path: std::env::temp_dir(), source };
        let mut rest = wanted;
        let mut spool: Option<BufWriter<File>> = None;
        let mut written = 0;
        for (number, source) in self.sources.iter().enumerate() {
            let (own, after) = rest.split_at(rest.partition_point(|&record| record < self.ledger.end_of(number)));
            rest = after;
            if own.is_empty() || !source.is_packed().map_err(|cause| self.error(number, cause))? {
                continue;
            }
            let out = match &mut spool {
                Some(out) => out,
                none => none.insert(BufWriter::new(tempfile::tempfile().map_err(spooled)?)),
            };
            let mut own = own.iter().copied().peekable();
            for block in source.blocks(self.options, &|_| (), 1 << 20).flatten() {
                while let Some(record) = own.next_if(|&record| ends_in(self.ledger, record, &block)) {
                    let place = self.ledger.place(record);
                    let start = (place.offset - block.offset()) as usize;
                    out.write_all(&block.bytes()[start..start + place.length as usize]).map_err(spooled)?;
                    self.unpacked.insert(record, written);
                    written += u64::from(place.length);
                }
            }
            if own.next().is_some() {
                return Err(self.error(number, changed()));
            }
        }
        let spool = spool.map(|out| out.into_inner().map_err(io::IntoInnerError::into_error)).transpose();
        self.spool = spool.map_err(spooled)?;
        Ok(())
    }
}

fn ends_in(ledger: &RecordTable, record: u32, block: &Block) -> bool {
    let place = ledger.place(record);
    let end = block.offset() + block.bytes().len() as u64;
    place.offset >= block.offset() && place.offset + u64::from(place.length) <= end
}

/// What is said of a file that is not any more what it was.
pub(super) fn changed() -> io::Error {
    io::Error::other("it changed while it was read")
}
