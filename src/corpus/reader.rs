//! From a file that was found to the documents in it.

use std::fs::File;
use std::io::{self, BufRead, BufReader, Read};

use super::blocks::{Block, Blocks};
use super::decompress::{self, BUFFER};
use super::json_lines::Records;
use super::peek::Peek;
use super::record::RecordEncoding;
use super::source::{Entry, Kind, Source, reason};
use super::{ReadOptions, detect_encoding, parquet, text_file};
use crate::error::Skip;
use crate::storage::Compression;

/// Bytes of a block from which documents are read one by one.
const FEW: usize = 1 << 18;

/// Is told of every number of bytes that were read.
pub type ByteProgress<'a> = &'a (dyn Fn(u64) + Sync);

impl Source {
    /// The documents of the file in order, read as they are asked for.
    ///
    /// A record that cannot be read is an `Err`, and reading goes on behind it. A file that breaks
    /// in the middle, such as a compressed one that was cut, ends with an `Err`. `watch` is told of
    /// every number of bytes read from disk. Ids are as the records have them, so that several may
    /// be the same.
    pub fn read<'a>(
        &'a self,
        options: &'a ReadOptions,
        watch: ByteProgress<'a>,
    ) -> Box<dyn Iterator<Item = Entry> + 'a> {
        if self.is_table() {
            return Box::new(Records::new(self, self.rows(self.open_file(), options, watch), options));
        }
        match self.open(watch) {
            Ok(reader) => self.entries(Peek::new(reader, detect_encoding::WINDOW), options),
            Err(error) => Box::new(std::iter::once(Err(self.skip(None, reason(&error))))),
        }
    }

    /// The unpacked bytes of the file.
    fn open<'a>(&self, watch: ByteProgress<'a>) -> io::Result<Box<dyn BufRead + 'a>> {
        let file: Box<dyn Read> = match self.place() {
            Some(place) => Box::new(File::open(place)?),
            None => Box::new(io::stdin().lock()),
        };
        let watched = BufReader::with_capacity(BUFFER, Watched { file, watch });
        decompress::unpack(watched, Compression::from_extension(&self.path))
    }

    fn entries<'a, R: BufRead + 'a>(
        &'a self,
        reader: Peek<R>,
        options: &'a ReadOptions,
    ) -> Box<dyn Iterator<Item = Entry> + 'a> {
        match self.kind.unwrap_or_else(|| Kind::from_magic(reader.head())) {
            Kind::Text => Box::new(std::iter::once(text_file::document(self, reader, options))),
            Kind::JsonLines => Box::new(Records::new(self, self.lines(reader, options, FEW), options)),
            Kind::Parquet => Box::new(Records::new(self, self.rows(spooled(reader), options, &|_| ()), options)),
        }
    }

    /// The records of the file as their bytes stand in it, in blocks of about `size` bytes.
    ///
    /// A text file is one block. Of a table the rows are made into JSON Lines, as many at a time as the file suggests. A line that is too long is an `Err`, and reading goes on behind it; a file that breaks
    /// ends with an `Err`. `watch` is told of every number of bytes read from disk.
    pub fn blocks<'a>(
        &'a self,
        options: &'a ReadOptions,
        watch: ByteProgress<'a>,
        size: usize,
    ) -> Box<dyn Iterator<Item = Result<Block, Skip>> + 'a> {
        if self.is_table() {
            return self.rows(self.open_file(), options, watch);
        }
        let reader = match self.open(watch) {
            Ok(reader) => Peek::new(reader, detect_encoding::WINDOW),
            Err(error) => return Box::new(std::iter::once(Err(self.skip(None, reason(&error))))),
        };
        match self.kind.unwrap_or_else(|| Kind::from_magic(reader.head())) {
            Kind::Text => {
                let text = text_file::whole(reader, options.longest).map_err(|reason| self.skip(None, reason));
                Box::new(std::iter::once(
                    text.map(|bytes| Block::new(RecordEncoding::text(options.encoding), 0, 0, bytes)),
                ))
            }
            Kind::JsonLines => Box::new(self.lines(reader, options, size)),
            Kind::Parquet => self.rows(spooled(reader), options, &|_| ()),
        }
    }

    /// The rows of a table as JSON Lines.
    fn rows<'a>(
        &'a self,
        file: io::Result<File>,
        options: &ReadOptions,
        watch: ByteProgress<'a>,
    ) -> Box<dyn Iterator<Item = Result<Block, Skip>> + 'a> {
        let rows = file.map_err(|error| reason(&error)).and_then(|file| parquet::rows(self, file, options, watch));
        rows.unwrap_or_else(|reason| Box::new(std::iter::once(Err(self.skip(None, reason)))))
    }

    /// The file as it lies on disk.
    pub(crate) fn open_file(&self) -> io::Result<File> {
        File::open(self.place().ok_or(io::ErrorKind::Unsupported)?)
    }

    /// Whether the bytes of records are packed in the file.
    pub(crate) fn is_packed(&self) -> io::Result<bool> {
        if self.is_table() {
            return Ok(true);
        }
        let mut head = Vec::new();
        self.open_file()?.take(decompress::MAGIC as u64).read_to_end(&mut head)?;
        Ok(Compression::from_magic(&head).is_some())
    }

    fn lines<'a, R: BufRead>(&'a self, reader: Peek<R>, options: &ReadOptions, size: usize) -> Blocks<'a, Peek<R>> {
        let encoding = options.encoding.unwrap_or_else(|| detect_encoding::of_lines(reader.head()));
        Blocks::new(self, reader, encoding, options, size)
    }
}

impl Kind {
    /// What the first bytes say: Parquet has a mark, and JSON Lines begin with `{`, be it after byte order marks and
    /// blanks. NUL is the other half of either in UTF-16.
    fn from_magic(head: &[u8]) -> Self {
        if Self::is_parquet(head) {
            return Self::Parquet;
        }
        let blank = b"\xEF\xBB\xBF\xFE\xFF\0\t\n\r ";
        match head.iter().find(|byte| !blank.contains(byte)) {
            Some(b'{') => Self::JsonLines,
            _ => Self::Text,
        }
    }
}

/// The bytes of a table, which must be read from its end.
fn spooled(mut reader: impl Read) -> io::Result<File> {
    let mut file = tempfile::tempfile()?;
    io::copy(&mut reader, &mut file)?;
    Ok(file)
}

/// A file that tells how much of it was read.
struct Watched<'a> {
    file: Box<dyn Read>,
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

    #[test]
    fn standard_input_is_told_by_its_first_byte() {
        let (source, options) = (Source::standard_input(), ReadOptions::default());
        let lines_of = |bytes: &[u8]| -> Vec<_> {
            let entries = source.entries(Peek::new(bytes, 99), &options);
            entries.map(|entry| entry.map(|document| (document.text, document.line))).collect()
        };
        let record = "\r\n {\"text\": \"雷同\"}\n";
        let wide: Vec<_> = format!("\u{FEFF}{record}").encode_utf16().flat_map(u16::to_le_bytes).collect();
        for bytes in [record.as_bytes(), format!("\u{FEFF}{record}").as_bytes(), &wide] {
            assert_eq!(lines_of(bytes), [Ok(("雷同".into(), Some(2)))], "{bytes:?}");
        }
        assert_eq!(lines_of("雷同 {".as_bytes()), [Ok(("雷同 {".into(), None))]);
        assert_eq!(lines_of(b""), [Ok((String::new(), None))]);
    }
}
