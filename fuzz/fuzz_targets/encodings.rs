//! Encodings of text files: any bytes are decoded to the same text each time, by every way of
//! reading a file, and a text can be cut by its bytes.
//!
//! Input: a byte for the encoding, one that picks paragraphs, then the bytes of a file.
#![no_main]

use std::sync::LazyLock;

use leitong::corpus::{ReadOptions, read_text};
use leitong_fuzz::{InputFile, encoding, joined, some_paragraphs};
use libfuzzer_sys::fuzz_target;

static FILE: LazyLock<InputFile> = LazyLock::new(|| InputFile::named("in.txt"));
static KEPT: LazyLock<InputFile> = LazyLock::new(|| InputFile::named("kept.txt"));

fuzz_target!(|data: &[u8]| {
    let Some((&[label, picked], bytes)) = data.split_first_chunk() else { return };
    let options = ReadOptions::default().encoding(encoding(label)).longest(1 << 20);
    let file = FILE.holding(bytes);
    let entries = file.documents(&options);
    assert_eq!(entries, file.documents(&options), "the same each time");
    let text = entries.into_iter().next().expect("a text file is one document");
    let text = text.map(|document| document.text).map_err(|skip| skip.reason);
    if let Ok(text) = &text {
        assert!(std::str::from_utf8(text.as_bytes()).is_ok());
    }
    assert_eq!(in_block(&options, picked), text);
    if options.get_encoding().is_none() && bytes.len() < 1 << 12 {
        let unmarked =
            text.ok().map(|text| text.strip_prefix('\u{FEFF}').map(str::to_owned).unwrap_or(text));
        assert!(unmarked.is_none() || read_text(FILE.path()).ok() == unmarked);
    }
});

/// The text as `dedup` reads it.
fn in_block(options: &ReadOptions, picked: u8) -> Result<String, String> {
    let block = FILE.source().blocks(options, &|_| (), 1 << 19).next();
    let block = block.expect("a text file is one block").map_err(|skip| skip.reason)?;
    let record = block.records().next().expect("a text is a record even where it is empty");
    let text = record.read(options, &[], |fields| fields.text.into_owned())?;
    if options.get_encoding().is_some() {
        let parts = some_paragraphs(&text, picked);
        let kept = record.keeping(options, &parts).expect("a text that is read can be cut");
        assert_eq!(KEPT.text_of(&kept, options), joined(&text, &parts));
    }
    Ok(text)
}
