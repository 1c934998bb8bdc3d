//! A sample of the inputs, which shows whether traditional and simplified characters are both there.

use super::inputs::Inputs;
use crate::corpus::{Block, ReadOptions, Source};
use crate::text::ScriptMix;

/// Files that are sampled, at even distances.
const FILES: usize = 64;
/// Places that are sampled in all files together, at even distances, so that a file whose halves are
/// of different forms shows both. With parts of [`PART`] bytes, a sample takes about 15 ms.
const PLACES: usize = 64;
/// Bytes of a part: some hundred short records, or a few long ones.
const PART: usize = 1 << 16;

impl Inputs {
    /// The forms of Chinese characters in a sample of the records: of each file its beginning, and
    /// of files that can be read at any place also other parts. The same inputs have the same
    /// sample.
    #[must_use]
    pub fn script_mix(&self, options: &ReadOptions) -> ScriptMix {
        let step = self.sources.len().div_ceil(FILES).max(1);
        let files = self.sources.iter().step_by(step);
        let sample = Sample { options, places: PLACES.div_ceil(files.len().max(1)) };
        let mut mix = ScriptMix::default();
        files.for_each(|source| sample.add(source, &mut mix));
        mix
    }
}

/// How a file is sampled.
struct Sample<'o> {
    options: &'o ReadOptions,
    /// Number of places.
    places: usize,
}

impl Sample<'_> {
    /// Counts the sample of a file. What cannot be read is told when all of it is read.
    fn add(&self, source: &Source, mix: &mut ScriptMix) {
        let mut blocks = source.blocks(self.options, &|_| (), PART).flatten();
        let Some(first) = blocks.next() else { return };
        self.add_records(&first, mix);
        if first.form().is_in_lines() && matches!(source.is_packed(), Ok(false)) {
            let parts = (1..self.places).filter_map(|place| self.part(source, &first, place));
            parts.for_each(|part| self.add_records(&part, mix));
        } else {
            blocks.take(self.places - 1).for_each(|block| self.add_records(&block, mix));
        }
    }

    /// The whole lines of one part of a file.
    fn part(&self, source: &Source, first: &Block, place: usize) -> Option<Block> {
        let size = source.size()?;
        let offset = size / self.places as u64 * place as u64;
        if offset < first.bytes().len() as u64 {
            return None;
        }
        let bytes = source.part(offset, PART.min((size - offset) as usize)).ok()?;
        let start = memchr::memchr(b'\n', &bytes)? + 1;
        let end = memchr::memrchr(b'\n', &bytes)? + 1;
        Some(Block::new(first.form(), offset + start as u64, 0, bytes[start..end].to_vec()))
    }

    fn add_records(&self, block: &Block, mix: &mut ScriptMix) {
        for record in block.records() {
            // A record that cannot be read is skipped here too.
            let _ = record.read(self.options, &[], |fields| mix.add(&fields.text));
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::fs;
    use std::path::Path;

    /// A line of JSON with this text.
    fn line(text: &str) -> String {
        format!("{{\"text\": \"{text}\"}}\n")
    }

    fn holds_both(paths: &[&Path]) -> bool {
        let paths: Vec<_> = paths.iter().map(|path| path.to_path_buf()).collect();
        let inputs = Inputs::find(&paths, &[], &ReadOptions::default()).expect("the files exist");
        inputs.script_mix(&ReadOptions::default()).holds_both()
    }

    #[test]
    fn a_file_shows_both_forms_wherever_they_are() {
        let folder = tempfile::tempdir().expect("the test may write temporary files");
        let simplified = line("国家统计局发布数据").repeat(8 * PART / 40);
        let traditional = line("國家統計局發布數據").repeat(PART / 40);
        let (both, one) = (folder.path().join("both.jsonl"), folder.path().join("one.jsonl"));
        fs::write(&both, simplified.clone() + &traditional).expect("there is room");
        fs::write(&one, &simplified).expect("there is room");
        assert!(holds_both(&[&both]) && !holds_both(&[&one]));
        // Several files share the places, and every one is read at its beginning.
        let other = folder.path().join("other.jsonl.gz");
        let mut packed = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::fast());
        std::io::Write::write_all(&mut packed, traditional.as_bytes()).expect("memory is there");
        fs::write(&other, packed.finish().expect("memory is there")).expect("there is room");
        assert!(holds_both(&[&one, &other]) && !holds_both(&[&other]));
    }

    #[test]
    fn the_bytes_of_other_encodings_are_no_evidence() {
        let folder = tempfile::tempdir().expect("the test may write temporary files");
        let path = folder.path().join("utf-16.jsonl");
        let text = line("国家统计局发布数据").repeat(2 * PART / 40);
        let bytes: Vec<u8> =
            std::iter::once(0xFEFF).chain(text.encode_utf16()).flat_map(u16::to_le_bytes).collect();
        fs::write(&path, bytes).expect("there is room");
        assert!(!holds_both(&[&path]));
    }
}
