//! Blocks of records in memory.

use super::blocks::Block;
use super::encoding::Encoding;
use super::options::ByteProgress;
use super::record_form::RecordEncoding;
use super::rows::RowLines;
use crate::error::SkippedInput;

/// An iterator over the blocks of records in memory.
pub(super) struct RowBlocks<'a> {
    lines: &'a RowLines,
    watch: ByteProgress<'a>,
    /// Bytes of a block, which ends with the record that reaches them.
    size: usize,
    /// The first record of the next block.
    next: usize,
}

impl<'a> RowBlocks<'a> {
    pub(super) fn new(lines: &'a RowLines, watch: ByteProgress<'a>, size: usize) -> Self {
        Self { lines, watch, size, next: 0 }
    }
}

impl Iterator for RowBlocks<'_> {
    type Item = Result<Block, SkippedInput>;

    fn next(&mut self) -> Option<Self::Item> {
        let first = self.next;
        if first == self.lines.count() {
            return None;
        }
        let mut bytes = Vec::with_capacity(self.size);
        while self.next < self.lines.count() && bytes.len() < self.size.max(1) {
            self.lines.write(self.next, &mut bytes);
            self.next += 1;
        }
        (self.watch)(bytes.len() as u64);
        let form = RecordEncoding::line(Encoding::UTF_8);
        Some(Ok(Block::new(form, self.lines.start(first), first as u64, bytes)))
    }
}
