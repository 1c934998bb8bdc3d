//! The records that could not be read, as they are stored.

use std::collections::{BTreeMap, HashMap};
use std::io::{self, Write};
use std::path::Path;

use serde::Serialize;

use super::blocks::Block;
use super::options::ReadOptions;
use super::record::Record;
use super::source::Source;
use crate::error::{SkippedInput, path_as_text};

/// Bytes of the blocks that are read.
const BLOCK: usize = 1 << 18;

/// A record or file that could not be read: a line of the list.
#[derive(Debug, Serialize)]
struct SkippedRecord<'s> {
    #[serde(serialize_with = "path_as_text")]
    path: &'s Path,
    line: Option<u64>,
    /// Offset of the record in the decompressed bytes of the file.
    byte: Option<u64>,
    reason: &'s str,
    /// The record; `None` if it is not UTF-8, or a whole file.
    record: Option<&'s str>,
    /// The bytes of a record that is not UTF-8, in hexadecimal digits.
    #[serde(skip_serializing_if = "Option::is_none")]
    record_hex: Option<String>,
}

impl<'s> SkippedRecord<'s> {
    /// The line for a whole file, or a record that is not read again.
    fn new(skip: &'s SkippedInput) -> Self {
        let SkippedInput { path, line, reason, .. } = skip;
        Self { path, line: *line, byte: None, reason, record: None, record_hex: None }
    }

    /// The line for a record.
    fn of_record(skip: &'s SkippedInput, record: &'s Record<'_>) -> Self {
        let bytes = without_line_end(record.bytes());
        let text = std::str::from_utf8(bytes);
        let hex = text.is_err().then(|| hex(bytes));
        let byte = Some(record.offset());
        Self { byte, record: text.ok(), record_hex: hex, ..Self::new(skip) }
    }
}

/// The lines of one file that were skipped.
type Lines<'s> = BTreeMap<u64, &'s SkippedInput>;

/// Writes what was skipped as JSON Lines, with the records as they are stored. Only files in which
/// a record was skipped are read again. Files come in the order of `skips`.
///
/// # Errors
/// If `out` cannot be written.
pub fn write_skipped(
    sources: &[Source],
    skips: &[SkippedInput],
    options: &ReadOptions,
    out: &mut dyn Write,
) -> io::Result<()> {
    let by_path: HashMap<&Path, &Source> =
        sources.iter().map(|source| (source.path.as_path(), source)).collect();
    for of_file in skips.chunk_by(|a, b| a.path == b.path) {
        let mut lines: Lines<'_> =
            of_file.iter().filter_map(|skip| Some((skip.line?, skip))).collect();
        if let (Some(source), false) = (by_path.get(of_file[0].path.as_path()), lines.is_empty()) {
            write_records(source, &mut lines, options, out)?;
        }
        let whole = of_file.iter().filter(|skip| skip.line.is_none());
        for skip in lines.into_values().chain(whole) {
            write_line(&SkippedRecord::new(skip), out)?;
        }
    }
    Ok(())
}

/// Writes the records of a file that were skipped, and removes them from `lines`.
fn write_records(
    source: &Source,
    lines: &mut Lines<'_>,
    options: &ReadOptions,
    out: &mut dyn Write,
) -> io::Result<()> {
    let blocks = source.blocks(options, &|_| (), BLOCK);
    blocks.flatten().try_for_each(|block| write_block(&block, lines, out))
}

fn write_block(block: &Block, lines: &mut Lines<'_>, out: &mut dyn Write) -> io::Result<()> {
    for record in block.records() {
        if let Some(skip) = record.line().and_then(|line| lines.remove(&line)) {
            write_line(&SkippedRecord::of_record(skip, &record), out)?;
        }
    }
    Ok(())
}

fn write_line(record: &SkippedRecord<'_>, out: &mut dyn Write) -> io::Result<()> {
    serde_json::to_writer(&mut *out, record)?;
    out.write_all(b"\n")
}

/// Two hexadecimal digits for each byte.
fn hex(bytes: &[u8]) -> String {
    let digits = bytes.iter().flat_map(|byte| [byte >> 4, byte & 15]);
    digits.filter_map(|digit| char::from_digit(digit.into(), 16)).collect()
}

/// A line without its line feed.
fn without_line_end(bytes: &[u8]) -> &[u8] {
    let line = bytes.strip_suffix(b"\n").unwrap_or(bytes);
    line.strip_suffix(b"\r").unwrap_or(line)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::corpus::{find, read};

    #[test]
    fn records_are_written_as_they_are_stored() {
        let folder = tempfile::tempdir().expect("the test may write temporary files");
        let path = folder.path().join("a.jsonl");
        // Enough UTF-8 that the third line is taken for a broken part of it.
        let first = "{\"text\": \"床前明月光\"}\n";
        let rest = b"{broken\r\n{\"text\": \"\xFF\"}\n{\"text\": \"b\"}\n";
        let bytes = [first.as_bytes(), rest].concat();
        std::fs::write(&path, bytes).expect("there is room");
        let options = ReadOptions::default();
        let paths = [path];
        let skips = read(&paths, &options).expect("it exists").skipped;
        let sources: Vec<Source> =
            find(&paths, &options).expect("it exists").sources.into_iter().flatten().collect();
        let mut out = Vec::new();
        write_skipped(&sources, &skips, &options, &mut out).expect("memory can be written");
        let lines: Vec<serde_json::Value> = String::from_utf8(out)
            .expect("JSON is UTF-8")
            .lines()
            .map(|line| serde_json::from_str(line).expect("JSON"))
            .collect();
        assert_eq!(lines.len(), 2);
        assert_eq!((&lines[0]["line"], &lines[0]["byte"]), (&2.into(), &first.len().into()));
        assert_eq!(lines[0]["record"], "{broken");
        assert_eq!(lines[1]["record"], serde_json::Value::Null);
        assert_eq!(lines[1]["record_hex"], "7b2274657874223a2022ff227d");
    }
}
