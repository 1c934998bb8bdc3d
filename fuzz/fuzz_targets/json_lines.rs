//! The JSON Lines reader: `scan` and `dedup` read the same records of any bytes, with the same ids
//! and texts.
//!
//! Input: a byte for the encoding, one for the size of a block, one for the longest record, one
//! that picks paragraphs, then the bytes of a file.
#![no_main]

use std::sync::LazyLock;

use leitong::corpus::{Entry, FieldValue, ReadOptions, Record};
use leitong_fuzz::{InputFile, encoding, joined, some_paragraphs};
use libfuzzer_sys::fuzz_target;

/// What a reader makes of one line: its number, then the id and the text, or why there are none.
type Line = (Option<u64>, Result<(String, String), String>);

/// How `scan`, which reads every field, refuses a record of which `dedup` needs no field but sound
/// ones.
const IN_OTHER_FIELDS: [&str; 7] = [
    "not JSON: recursion limit exceeded",
    "not JSON: number out of range",
    "not JSON: lone leading surrogate",
    "not JSON: unexpected end of hex escape",
    "not JSON: invalid unicode code point",
    "not JSON: invalid escape",
    "not JSON: control character",
];

static FILE: LazyLock<InputFile> = LazyLock::new(|| InputFile::named("in.jsonl"));
static KEPT: LazyLock<InputFile> = LazyLock::new(|| InputFile::named("kept.jsonl"));

fuzz_target!(|data: &[u8]| {
    let Some((&[label, size, longest, picked], bytes)) = data.split_first_chunk() else { return };
    let longest = if longest == 0 { 1 << 20 } else { 4 * u64::from(longest) };
    let options = ReadOptions::default().encoding(encoding(label)).longest(longest);
    let file = FILE.holding(bytes);
    let scanned: Vec<Line> = file.documents(&options).into_iter().map(scanned).collect();
    let size = if size == 0 { 1 << 19 } else { usize::from(size) };
    let blocks = by_blocks(&options, size, picked);
    assert_eq!(scanned.len(), blocks.len(), "{scanned:?}\n{blocks:?}");
    for (scanned, in_block) in scanned.iter().zip(&blocks) {
        agree(scanned, in_block);
    }
});

fn agree(scanned: &Line, in_block: &Line) {
    assert_eq!(scanned.0, in_block.0);
    match (&scanned.1, &in_block.1) {
        (Ok(scanned), Ok(in_block)) => assert_eq!(scanned, in_block),
        (Err(reason), Ok(_)) => {
            assert!(IN_OTHER_FIELDS.iter().any(|other| reason.starts_with(other)), "{reason}");
        }
        // The limit of `dedup` is for the decoded text too.
        (Ok(_), Err(reason)) => assert!(reason.starts_with("the text has more than"), "{reason}"),
        (Err(_), Err(_)) => {}
    }
}

fn scanned(entry: Entry) -> Line {
    match entry {
        Ok(document) => (document.line, Ok((document.id, document.text))),
        Err(skip) => (skip.line, Err(skip.reason)),
    }
}

/// The lines as `dedup` reads them.
fn by_blocks(options: &ReadOptions, size: usize, picked: u8) -> Vec<Line> {
    let (mut lines, mut end) = (Vec::new(), 0);
    for block in FILE.source().blocks(options, &|_| (), size) {
        match block {
            Ok(block) => {
                assert!(block.offset() >= end, "blocks rise");
                end = block.offset() + block.bytes().len() as u64;
                lines.extend(block.records().map(|record| in_block(&record, options, picked)));
            }
            Err(skip) => lines.push((skip.line, Err(skip.reason))),
        }
    }
    lines
}

fn in_block(record: &Record<'_>, options: &ReadOptions, picked: u8) -> Line {
    let read = record.read(options, &["id"], |fields| {
        let id = fields.values[0].clone().and_then(FieldValue::into_id);
        (id.unwrap_or_else(|| FILE.source().id_of_line(record.line())), fields.text.into_owned())
    });
    if let (Ok((_, text)), Some(_)) = (&read, options.get_encoding()) {
        let parts = some_paragraphs(text, picked);
        let kept = record.keeping(options, &parts).expect("a record that is read can be cut");
        // Escapes may make the line longer, and other fields are not read by `dedup`.
        let options = options.clone().longest(u64::from(u32::MAX));
        let kept = KEPT.holding(&kept).source().blocks(&options, &|_| (), 1 << 19).next();
        let block = kept.expect("the line is not blank").expect("the line is short enough");
        let record = block.records().next().expect("the line is not blank");
        assert_eq!(
            record.read(&options, &[], |fields| fields.text.into_owned()),
            Ok(joined(text, &parts))
        );
    }
    (record.line(), read)
}
