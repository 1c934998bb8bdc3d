//! Reading the documents or blocks of a source.

use std::fs::File;
use std::io::{self, BufRead, BufReader, Read};

use super::blocks::{Block, Blocks};
use super::csv_table::StoredRows;
use super::decompress::{self, BUFFER};
use super::format::{Format, HEAD};
use super::format_entry::Layout;
use super::options::{ByteProgress, ReadOptions};
use super::peek::Peek;
use super::record_blocks::RecordBlocks;
use super::record_form::RecordEncoding;
use super::records::Records;
use super::row_blocks::RowBlocks;
use super::source::{Entry, Source, reason};
use super::{csv_table, detect_encoding, parquet};
use crate::error::SkippedInput;
use crate::storage::{Compression, read_exact_at};

/// Bytes of the blocks that single documents are read from.
const SMALL_BLOCK: usize = 1 << 18;

impl Source {
    /// An iterator over the documents of the file, in order.
    ///
    /// A record that cannot be read is an `Err`, and reading continues after it. If the file cannot
    /// be read further, for example because it is compressed and truncated, the last item is an
    /// `Err`. `watch` is called with the number of bytes read from disk. The ids are those of the
    /// records, so they need not be unique.
    pub fn read<'a>(
        &'a self,
        options: &'a ReadOptions,
        watch: ByteProgress<'a>,
    ) -> Box<dyn Iterator<Item = Entry> + 'a> {
        Box::new(Records::new(self, self.blocks(options, watch, SMALL_BLOCK), options))
    }

    /// The rows of a CSV file as they are stored.
    pub(crate) fn stored_rows(&self, options: &ReadOptions) -> io::Result<StoredRows<'static>> {
        StoredRows::new(self.open(&|_| ())?, self.open(&|_| ())?, options.encoding)
    }

    /// Opens the file and decompresses it.
    fn open<'a>(&self, watch: ByteProgress<'a>) -> io::Result<Box<dyn BufRead + Send + 'a>> {
        let file: Box<dyn Read + Send> = match self.local_path() {
            Some(path) => Box::new(File::open(path)?),
            None => Box::new(io::stdin()),
        };
        let watched = BufReader::with_capacity(BUFFER, Watched { file, watch });
        decompress::decompress(watched, Compression::from_extension(&self.path))
    }

    /// An iterator over the records of the file as they are stored, in blocks of about `size`
    /// bytes.
    ///
    /// A text file is one block. The rows of a table are converted to JSON Lines; the size of the
    /// blocks of a Parquet file depends on its metadata. A line that is too long is an `Err`, and reading continues
    /// after it. If the file cannot be read further, the last item is an `Err`. `watch` is
    /// called with the number of bytes read from disk.
    pub fn blocks<'a>(
        &'a self,
        options: &'a ReadOptions,
        watch: ByteProgress<'a>,
        size: usize,
    ) -> Box<dyn Iterator<Item = Result<Block, SkippedInput>> + 'a> {
        if let Some(rows) = &self.rows {
            return Box::new(RowBlocks::new(rows, watch, size));
        }
        if self.format == Some(Format::Parquet) {
            return self.table_rows(self.open_file(), options, watch);
        }
        match self.open(watch) {
            Ok(reader) => self.blocks_in(Peek::new(reader, detect_encoding::WINDOW), options, size),
            Err(error) => Box::new(std::iter::once(Err(self.skip(None, reason(&error))))),
        }
    }

    /// The blocks of a decompressed stream.
    fn blocks_in<'a, R: BufRead + Send + 'a>(
        &'a self,
        reader: Peek<R>,
        options: &ReadOptions,
        size: usize,
    ) -> Box<dyn Iterator<Item = Result<Block, SkippedInput>> + 'a> {
        let format = match self.format_of(reader.head()) {
            Ok(format) => format,
            Err(skip) => return Box::new(std::iter::once(Err(skip))),
        };
        match format.layout() {
            Layout::Text => self.whole(reader, RecordEncoding::text(options.encoding), options),
            Layout::Extracted => self.whole(reader, RecordEncoding::file(format), options),
            Layout::Lines => Box::new(self.lines(reader, options, size)),
            Layout::Records(records) => {
                Box::new(RecordBlocks::new(self, reader, records, options, size))
            }
            Layout::Rows => match csv_table::rows(self, reader, options) {
                Ok(rows) => Box::new(rows),
                Err(reason) => Box::new(std::iter::once(Err(self.skip(None, reason)))),
            },
            Layout::Table => self.table_rows(copied(reader), options, &|_| ()),
        }
    }

    /// The format of the file, which is detected by its first bytes if it is not known.
    fn format_of(&self, head: &[u8]) -> Result<Format, SkippedInput> {
        let head = &head[..head.len().min(HEAD)];
        match self.format {
            Some(format) => Ok(format),
            None => Format::of(&self.path, head).map_err(|kind| self.skip(None, kind.to_string())),
        }
    }

    /// The only block of a file that is one record.
    fn whole<'a>(
        &self,
        reader: impl Read,
        form: RecordEncoding,
        options: &ReadOptions,
    ) -> Box<dyn Iterator<Item = Result<Block, SkippedInput>> + 'a> {
        let bytes = whole(reader, options.longest);
        let block = bytes.map(|bytes| Block::new(form, 0, 0, bytes));
        Box::new(std::iter::once(block.map_err(|reason| self.skip(None, reason))))
    }

    /// The rows of a table as JSON Lines.
    fn table_rows<'a>(
        &'a self,
        file: io::Result<File>,
        options: &ReadOptions,
        watch: ByteProgress<'a>,
    ) -> Box<dyn Iterator<Item = Result<Block, SkippedInput>> + 'a> {
        let rows = file
            .map_err(|error| reason(&error))
            .and_then(|file| parquet::rows(self, file, options, watch));
        rows.unwrap_or_else(|reason| Box::new(std::iter::once(Err(self.skip(None, reason)))))
    }

    /// Opens the file without decompressing it.
    pub(crate) fn open_file(&self) -> io::Result<File> {
        File::open(self.local_path().ok_or(io::ErrorKind::Unsupported)?)
    }

    /// The bytes from `offset` on of a file that is not packed, `length` of them; of records in
    /// memory fewer at the end.
    pub(crate) fn part(&self, offset: u64, length: usize) -> io::Result<Vec<u8>> {
        if let Some(rows) = &self.rows {
            return Ok(rows.part(offset, length));
        }
        let mut bytes = vec![0; length];
        read_exact_at(&self.open_file()?, &mut bytes, offset)?;
        Ok(bytes)
    }

    /// Whether the file is compressed or a table, so that records are not stored as they are read.
    pub(crate) fn is_packed(&self) -> io::Result<bool> {
        if self.is_in_memory() {
            return Ok(false);
        }
        if self.is_table() {
            return Ok(true);
        }
        let mut head = Vec::new();
        self.open_file()?.take(decompress::MAGIC as u64).read_to_end(&mut head)?;
        Ok(Compression::from_magic(&head).is_some())
    }

    fn lines<'a, R: BufRead>(
        &'a self,
        reader: Peek<R>,
        options: &ReadOptions,
        size: usize,
    ) -> Blocks<'a, Peek<R>> {
        let encoding = options.encoding.unwrap_or_else(|| detect_encoding::of_lines(reader.head()));
        Blocks::new(self, reader, encoding, options, size)
    }
}

/// Reads all bytes. More than `longest` bytes are an error.
fn whole(reader: impl Read, longest: u64) -> Result<Vec<u8>, String> {
    let mut bytes = Vec::new();
    reader.take(longest + 1).read_to_end(&mut bytes).map_err(|error| reason(&error))?;
    if bytes.len() as u64 > longest {
        return Err(format!("more than {longest} bytes"));
    }
    Ok(bytes)
}

/// Copies a table to a temporary file, because it must be read from its end.
fn copied(mut reader: impl Read) -> io::Result<File> {
    let mut file = tempfile::tempfile()?;
    io::copy(&mut reader, &mut file)?;
    Ok(file)
}

/// A file that reports the bytes that are read.
struct Watched<'a> {
    file: Box<dyn Read + Send>,
    watch: ByteProgress<'a>,
}

impl Read for Watched<'_> {
    fn read(&mut self, into: &mut [u8]) -> io::Result<usize> {
        let bytes = self.file.read(into)?;
        (self.watch)(bytes as u64);
        Ok(bytes)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn lines_of(bytes: &[u8]) -> Vec<Result<(String, Option<u64>), SkippedInput>> {
        let (source, options) = (Source::standard_input(), ReadOptions::default());
        let blocks = source.blocks_in(Peek::new(bytes, 99), &options, SMALL_BLOCK);
        let entries = Records::new(&source, blocks, &options);
        entries.map(|entry| entry.map(|document| (document.text, document.line))).collect()
    }

    #[test]
    fn the_format_of_standard_input_is_detected() {
        let record = "\r\n {\"text\": \"雷同\"}\n";
        let wide: Vec<_> =
            format!("\u{FEFF}{record}").encode_utf16().flat_map(u16::to_le_bytes).collect();
        for bytes in [record.as_bytes(), format!("\u{FEFF}{record}").as_bytes(), &wide] {
            assert_eq!(lines_of(bytes), [Ok(("雷同".into(), Some(2)))], "{bytes:?}");
        }
        assert_eq!(lines_of("雷同 {".as_bytes()), [Ok(("雷同 {".into(), None))]);
        assert_eq!(lines_of(b""), [Ok((String::new(), None))]);
    }

    #[test]
    fn a_file_that_is_too_long_is_an_error() {
        assert_eq!(whole(&b"12345"[..], 5), Ok(b"12345".to_vec()));
        assert_eq!(whole(&b"123456"[..], 5), Err("more than 5 bytes".into()));
    }
}
