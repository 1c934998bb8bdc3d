//! Division of a stream into blocks of whole records, which threads can process in parallel.

use std::io::{self, Read};
use std::ops::Range;

use encoding_rs::{UTF_16BE, UTF_16LE};
use memchr::{memchr_iter, memrchr_iter};

use super::encoding::Encoding;
use super::options::ReadOptions;
use super::record::Record;
use super::record_form::{Bytes, RecordEncoding};
use super::source::Source;
use crate::error::SkippedInput;

/// Consecutive records of one source, as they are stored.
#[derive(Debug, Clone)]
pub struct Block {
    form: RecordEncoding,
    /// Offset of the block in the decompressed bytes of its source.
    offset: u64,
    /// Number of lines, or of records of another form, before the block.
    lines: u64,
    bytes: Vec<u8>,
    /// The records of a form that has no other mark between them. Without any, the bytes are one
    /// record.
    ranges: Vec<Range<usize>>,
}

impl Block {
    /// Creates a block of bytes that begin at `offset`, after `lines` lines.
    pub(crate) fn new(form: RecordEncoding, offset: u64, lines: u64, bytes: Vec<u8>) -> Self {
        let whole = form.is_in_ranges().then_some(0..bytes.len());
        let ranges = whole.into_iter().collect();
        Self { form, offset, lines, bytes, ranges }
    }

    /// Creates a block of records in these ranges of its bytes, after `records` records.
    pub(super) fn of_ranges(
        form: RecordEncoding,
        offset: u64,
        records: u64,
        bytes: Vec<u8>,
        ranges: Vec<Range<usize>>,
    ) -> Self {
        Self { form, offset, lines: records, bytes, ranges }
    }

    /// Form and encoding of the records.
    #[must_use]
    pub fn form(&self) -> RecordEncoding {
        self.form
    }

    /// Offset of the block in the decompressed bytes of its source.
    #[must_use]
    pub fn offset(&self) -> u64 {
        self.offset
    }

    /// The bytes of the block: records, and what lies between them.
    #[must_use]
    pub fn bytes(&self) -> &[u8] {
        &self.bytes
    }

    /// The records in order, without blank lines.
    pub fn records(&self) -> impl Iterator<Item = Record<'_>> {
        let mut cursor = self.start();
        std::iter::from_fn(move || self.next(&mut cursor))
    }

    /// The first record at or after `cursor`, which moves to the end of the record.
    pub(super) fn next(&self, cursor: &mut Cursor) -> Option<Record<'_>> {
        while let Some(range) = self.range_at(*cursor) {
            cursor.at = range.end;
            cursor.line += 1;
            let record = self.record(range, cursor.line);
            if !record.is_blank() {
                return Some(record);
            }
        }
        None
    }

    /// The cursor before the first record.
    pub(super) fn start(&self) -> Cursor {
        Cursor { at: 0, line: self.lines }
    }

    /// The range of the first record at or after `cursor`.
    fn range_at(&self, cursor: Cursor) -> Option<Range<usize>> {
        let passed = (cursor.line - self.lines) as usize;
        let rest = &self.bytes[cursor.at..];
        match self.form.0 {
            // An empty text is a record; an empty line is not.
            Bytes::Text(_) | Bytes::File(_) => (passed == 0).then_some(0..rest.len()),
            Bytes::Line(encoding) => {
                let length = first_line(rest, encoding).unwrap_or(rest.len());
                (length > 0).then_some(cursor.at..cursor.at + length)
            }
            Bytes::Value | Bytes::WebRecord | Bytes::Message => self.ranges.get(passed).cloned(),
        }
    }

    fn record(&self, range: Range<usize>, line: u64) -> Record<'_> {
        let line = (!self.form.is_whole_file()).then_some(line);
        Record::new(self.form, line, self.offset + range.start as u64, &self.bytes[range])
    }
}

/// A position between records of a block.
#[derive(Debug, Clone, Copy)]
pub(super) struct Cursor {
    at: usize,
    line: u64,
}

/// An iterator over the blocks of a source that consists of lines.
pub(super) struct Blocks<'a, R> {
    source: &'a Source,
    reader: R,
    encoding: Encoding,
    /// Bytes of a block, unless its first line is longer.
    size: usize,
    /// Most bytes of a line.
    longest: u64,
    /// Bytes that were read after the last block.
    carried: Vec<u8>,
    offset: u64,
    lines: u64,
    /// The error that ended the stream after `carried`.
    failure: Option<io::Error>,
    ended: bool,
}

/// The next part of a stream of lines.
enum Part {
    Block(Vec<u8>),
    /// A line that was skipped because it is too long, and its length in bytes.
    TooLong(u64),
    End,
}

impl<'a, R: Read> Blocks<'a, R> {
    pub(super) fn new(
        source: &'a Source,
        reader: R,
        encoding: Encoding,
        options: &ReadOptions,
        size: usize,
    ) -> Self {
        let longest = options.longest;
        let size = size.min(usize::try_from(longest).unwrap_or(size)).max(1);
        let (carried, failure) = (Vec::new(), None);
        Self {
            source,
            reader,
            encoding,
            size,
            longest,
            carried,
            offset: 0,
            lines: 0,
            failure,
            ended: false,
        }
    }

    /// Reads up to the end of the next block or overlong line.
    fn next_part(&mut self) -> io::Result<Part> {
        let mut bytes = std::mem::take(&mut self.carried);
        if let Some(failure) = self.failure.take() {
            let end = last_line(&bytes, 0, self.encoding);
            if end == 0 {
                // A line before an error may be incomplete, so it is dropped.
                return Err(failure);
            }
            self.failure = Some(failure);
            return Ok(self.lines_to(end, bytes));
        }
        let mut seen = 0;
        loop {
            let wanted = self.size.saturating_sub(bytes.len()).max(self.size / 4).max(1);
            let (read, failure) = read_more(&mut self.reader, wanted, &mut bytes);
            let end = last_line(&bytes, seen, self.encoding);
            if end > 0 && (bytes.len() >= self.size || failure.is_some()) {
                self.failure = failure;
                return Ok(self.lines_to(end, bytes));
            }
            failure.map_or(Ok(()), Err)?;
            if bytes.len() as u64 > self.longest && end == 0 {
                return self.skip_line(bytes);
            }
            if read == 0 {
                self.ended = true;
                return Ok(if bytes.is_empty() { Part::End } else { Part::Block(bytes) });
            }
            // The last two bytes may be the first half of a UTF-16 line feed.
            seen = if end == 0 { bytes.len().saturating_sub(2) } else { 0 };
        }
    }

    /// The whole lines of `bytes`, which end at `end`, up to the first overlong line; that line
    /// alone if it is the first. The rest is carried.
    ///
    /// Several lines are read at a time, so a line a little longer than the limit may be read
    /// whole. Whether it is skipped must not depend on where blocks end.
    fn lines_to(&mut self, end: usize, mut bytes: Vec<u8>) -> Part {
        match long_line(&bytes[..end], self.longest, self.encoding) {
            Some(Range { start: 0, end }) => {
                self.carried = bytes.split_off(end);
                Part::TooLong(end as u64)
            }
            long => {
                self.carried = bytes.split_off(long.map_or(end, |line| line.start));
                Part::Block(bytes)
            }
        }
    }

    /// Skips the rest of a line that begins with `bytes`, without holding it in memory.
    fn skip_line(&mut self, mut bytes: Vec<u8>) -> io::Result<Part> {
        let mut length = 0;
        loop {
            if let Some(end) = first_line(&bytes, self.encoding) {
                self.carried = bytes.split_off(end);
                return Ok(Part::TooLong(length + end as u64));
            }
            self.failure.take().map_or(Ok(()), Err)?;
            // An even number of bytes is dropped, so that no UTF-16 code unit is split.
            let dropped = bytes.len().saturating_sub(2) & !1;
            length += dropped as u64;
            bytes.drain(..dropped);
            let (read, failure) = read_more(&mut self.reader, self.size, &mut bytes);
            let is_end = read == 0 && failure.is_none();
            self.failure = failure;
            if is_end {
                self.ended = true;
                return Ok(Part::TooLong(length + bytes.len() as u64));
            }
        }
    }

    fn block(&mut self, bytes: Vec<u8>) -> Block {
        let (offset, lines) = (self.offset, self.lines);
        self.offset += bytes.len() as u64;
        self.lines += count_lines(&bytes, self.encoding);
        Block::new(RecordEncoding::line(self.encoding), offset, lines, bytes)
    }

    fn too_long(&mut self, length: u64) -> SkippedInput {
        self.offset += length;
        self.lines += 1;
        self.source.skip(Some(self.lines), format!("a line of more than {} bytes", self.longest))
    }
}

impl<R: Read> Iterator for Blocks<'_, R> {
    type Item = Result<Block, SkippedInput>;

    fn next(&mut self) -> Option<Self::Item> {
        if self.ended {
            return None;
        }
        match self.next_part() {
            Ok(Part::Block(bytes)) => Some(Ok(self.block(bytes))),
            Ok(Part::TooLong(length)) => Some(Err(self.too_long(length))),
            Ok(Part::End) => None,
            Err(error) => {
                self.ended = true;
                Some(Err(self.source.skip_rest(self.lines, &error)))
            }
        }
    }
}

/// Reads up to `wanted` bytes, and returns how many were read and the error after them, if any.
pub(super) fn read_more(
    reader: &mut impl Read,
    wanted: usize,
    into: &mut Vec<u8>,
) -> (usize, Option<io::Error>) {
    let before = into.len();
    into.reserve(wanted);
    let failure = reader.by_ref().take(wanted as u64).read_to_end(into).err();
    (into.len() - before, failure)
}

/// Length of the first line of `bytes`, including its line feed; `None` if there is no line feed.
fn first_line(bytes: &[u8], encoding: Encoding) -> Option<usize> {
    memchr_iter(b'\n', bytes).find_map(|at| line_end(bytes, at, encoding))
}

/// End of the last complete line of `bytes`; 0 if there is none. No line feed occurs before `seen`.
fn last_line(bytes: &[u8], seen: usize, encoding: Encoding) -> usize {
    let mut feeds = memrchr_iter(b'\n', &bytes[seen..]);
    feeds.find_map(|at| line_end(bytes, seen + at, encoding)).unwrap_or(0)
}

/// The first of some whole lines that has more than `longest` bytes.
fn long_line(lines: &[u8], longest: u64, encoding: Encoding) -> Option<Range<usize>> {
    if lines.len() as u64 <= longest {
        return None;
    }
    let mut start = 0;
    while let Some(length) = first_line(&lines[start..], encoding) {
        if length as u64 > longest {
            return Some(start..start + length);
        }
        start += length;
    }
    None
}

fn count_lines(bytes: &[u8], encoding: Encoding) -> u64 {
    let feeds = memchr_iter(b'\n', bytes);
    if encoding.is_utf_16() {
        return feeds.filter(|&at| line_end(bytes, at, encoding).is_some()).count() as u64;
    }
    feeds.count() as u64
}

/// The end of the line if the byte 0x0A at `at` is part of a line feed. In UTF-16 it may also be
/// half of another character; `bytes` begins with a whole code unit.
fn line_end(bytes: &[u8], at: usize, encoding: Encoding) -> Option<usize> {
    if encoding.0 == UTF_16BE {
        return (at % 2 == 1 && bytes[at - 1] == 0).then_some(at + 1);
    }
    if encoding.0 == UTF_16LE {
        return (at.is_multiple_of(2) && bytes.get(at + 1) == Some(&0)).then_some(at + 2);
    }
    Some(at + 1)
}

#[cfg(test)]
mod tests {
    use super::super::record::Decoded;
    use super::*;

    const TEXT: &str = "上ഊ雷\r\n\n同\u{0A00}\u{0A0A}\n尾";

    fn read(
        label: &str,
        bytes: impl Read,
        longest: u64,
        size: usize,
    ) -> (Vec<String>, Vec<String>) {
        let (source, options) = (Source::standard_input(), ReadOptions::default().longest(longest));
        let encoding = label.parse().expect("the label is known");
        let (mut lines, mut skips, mut offset) = (Vec::new(), Vec::new(), 0);
        for block in Blocks::new(&source, bytes, encoding, &options, size) {
            match block {
                Ok(block) => {
                    assert!(block.offset >= offset);
                    offset = block.offset;
                    lines.extend(block.records().map(|record| {
                        let line = record.decode(&options).expect("the bytes are valid");
                        let Decoded::Json(text) = line else { panic!("a line is JSON") };
                        format!("{} {text}", record.line().expect("a line"))
                    }));
                }
                Err(skip) => skips.push(skip.to_string()),
            }
        }
        (lines, skips)
    }

    #[test]
    fn blocks_end_only_at_line_feeds_in_every_encoding() {
        let little: Vec<_> = TEXT.encode_utf16().flat_map(u16::to_le_bytes).collect();
        let big: Vec<_> = TEXT.encode_utf16().flat_map(u16::to_be_bytes).collect();
        let gb18030 = encoding_rs::GB18030.encode(TEXT).0;
        let whole: Vec<_> = TEXT
            .split_inclusive('\n')
            .enumerate()
            .map(|(at, line)| format!("{} {line}", at + 1))
            .collect();
        let whole: Vec<_> = whole.into_iter().filter(|line| line != "2 \n").collect();
        for size in [1, 2, 3, 5, 8, 100] {
            for (label, bytes) in [
                ("utf-8", TEXT.as_bytes()),
                ("utf-16le", &little),
                ("utf-16be", &big),
                ("gb18030", &gb18030),
            ] {
                assert_eq!(
                    read(label, bytes, 100, size),
                    (whole.clone(), vec![]),
                    "{label} in blocks of {size}"
                );
            }
        }
    }

    #[test]
    fn an_overlong_line_is_skipped_and_the_next_is_read() {
        for (label, wide) in [("utf-8", false), ("utf-16le", true)] {
            let text = format!("first\n{}\nlast", "a".repeat(300));
            let utf_16 = text.encode_utf16().flat_map(u16::to_le_bytes).collect();
            let bytes = if wide { utf_16 } else { text.into_bytes() };
            for size in [7, 64, 1000] {
                let (lines, skips) =
                    read(label, &bytes[..], if size == 1000 { 1000 } else { 100 }, size);
                if size < 1000 {
                    assert_eq!(lines, ["1 first\n", "3 last"], "{label} in blocks of {size}");
                    assert_eq!(skips, ["-:2: a line of more than 100 bytes"]);
                }
            }
        }
    }

    #[test]
    fn the_longest_line_does_not_depend_on_the_size_of_a_block() {
        let text = format!("a\n{}\n{}\nb\n{}\n", "c".repeat(9), "d".repeat(10), "e".repeat(11));
        for size in 1..60 {
            let (lines, skips) = read("utf-8", text.as_bytes(), 10, size);
            assert_eq!(lines, ["1 a\n", "2 ccccccccc\n", "4 b\n"], "in blocks of {size}");
            assert_eq!(skips.len(), 2, "in blocks of {size}");
        }
    }

    #[test]
    fn whole_lines_before_a_break_are_read_behind_one_that_is_too_long() {
        let text = format!("a\n{}\nb\nhalf", "c".repeat(12));
        let breaking = text.as_bytes().chain(Broken);
        let (lines, skips) = read("utf-8", breaking, 10, 10);
        assert_eq!(lines, ["1 a\n", "3 b\n"]);
        assert_eq!(
            skips,
            ["-:2: a line of more than 10 bytes", "-:4: broken; the rest of the file was not read"]
        );
    }

    /// A stream that cannot be read.
    struct Broken;

    impl Read for Broken {
        fn read(&mut self, _: &mut [u8]) -> io::Result<usize> {
            Err(io::Error::other("broken"))
        }
    }

    #[test]
    fn a_line_of_a_gigabyte_is_not_held_in_memory() {
        let record = io::repeat(b'a').take(1 << 30).chain(&b"\nnext\n"[..]);
        let (lines, skips) = read("utf-8", record, 1 << 20, 1 << 16);
        assert_eq!((lines, skips.len()), (vec!["2 next\n".to_owned()], 1));
    }
}
