//! Division of a stream into blocks of records that are not lines.

use std::io::{self, Read};
use std::ops::Range;

use super::blocks::{Block, read_more};
use super::format_entry::RecordLayout;
use super::options::ReadOptions;
use super::record_form::RecordEncoding;
use super::source::Source;
use super::splitter::Splitter;
use crate::error::SkippedInput;

/// An iterator over the blocks of a source whose records a [`Splitter`] finds.
pub(super) struct RecordBlocks<'a, R> {
    source: &'a Source,
    reader: R,
    form: RecordEncoding,
    splitter: Box<dyn Splitter>,
    /// Bytes of a block, unless its first record is longer.
    size: usize,
    /// Most bytes of a record.
    longest: u64,
    /// Bytes that were read after the last block.
    carried: Vec<u8>,
    offset: u64,
    records: u64,
    /// The error behind what was read.
    failure: Option<io::Error>,
    ended: bool,
}

impl<'a, R: Read> RecordBlocks<'a, R> {
    pub(super) fn new(
        source: &'a Source,
        reader: R,
        records: RecordLayout,
        options: &ReadOptions,
        size: usize,
    ) -> Self {
        let (longest, carried) = (options.longest, Vec::new());
        let (offset, ended) = (0, false);
        let (form, splitter) = (records.form, (records.splitter)());
        let (records, failure) = (0, None);
        Self {
            source,
            reader,
            form,
            splitter,
            size,
            longest,
            carried,
            offset,
            records,
            failure,
            ended,
        }
    }

    /// Reads the next block; `None` at the end.
    fn next_block(&mut self) -> io::Result<Option<Block>> {
        let mut bytes = std::mem::take(&mut self.carried);
        let mut ranges = Vec::new();
        let mut done = 0;
        loop {
            self.failure.take().map_or(Ok(()), Err)?;
            let (read, failure) = read_more(&mut self.reader, self.size, &mut bytes);
            let is_end = read == 0 && failure.is_none();
            done = self.add_parts(&bytes, done, is_end, &mut ranges);
            self.failure = failure;
            // A record before an error may be incomplete, so it is dropped.
            let is_block = done >= self.size || self.failure.is_some() && done > 0;
            if is_end || is_block {
                self.ended = is_end;
                self.carried = bytes.split_off(done);
                return Ok((done > 0).then(|| self.block(bytes, ranges)));
            }
            if (bytes.len() - done) as u64 > self.longest {
                let longest = self.longest;
                return Err(io::Error::other(format!("a record of more than {longest} bytes")));
            }
        }
    }

    /// Adds the ranges of the whole records of `bytes` from `done` on, and returns their end.
    fn add_parts(
        &mut self,
        bytes: &[u8],
        mut done: usize,
        is_end: bool,
        ranges: &mut Vec<Range<usize>>,
    ) -> usize {
        while done < bytes.len() && (done < self.size || is_end) {
            let Some(part) = self.splitter.next(&bytes[done..], is_end) else { break };
            let range = done..done + part.length.clamp(1, bytes.len() - done);
            done = range.end;
            if part.is_record {
                ranges.push(range);
            }
        }
        done
    }

    fn block(&mut self, bytes: Vec<u8>, ranges: Vec<Range<usize>>) -> Block {
        let (offset, records) = (self.offset, self.records);
        self.offset += bytes.len() as u64;
        self.records += ranges.len() as u64;
        Block::of_ranges(self.form, offset, records, bytes, ranges)
    }
}

impl<R: Read> Iterator for RecordBlocks<'_, R> {
    type Item = Result<Block, SkippedInput>;

    fn next(&mut self) -> Option<Self::Item> {
        if self.ended {
            return None;
        }
        let block = self.next_block().map_err(|error| {
            self.ended = true;
            self.source.skip_rest(self.records, &error)
        });
        block.transpose()
    }
}
