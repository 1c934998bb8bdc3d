//! Notes about fields of records that no record has.

use leitong::corpus::{Listing, ReadOptions, Source};

use super::args::{ReadingArgs, RunningArgs};
use super::eprint;

/// Records of a file that are looked at.
const RECORDS: usize = 100;

/// Bytes of a block from which records are taken: more than [`RECORDS`] usual lines.
const BLOCK: usize = 1 << 17;

/// Prints which fields were named in vain: no file holds records, or none of the first records has
/// the field of ids, so that documents are named by their lines.
pub(crate) fn note_fields<'l>(
    listings: impl Iterator<Item = &'l Listing> + Clone,
    options: &ReadOptions,
    reading: &ReadingArgs,
    running: &RunningArgs,
) {
    if running.quiet {
        return;
    }
    let sources = listings.flat_map(|listing| listing.sources.iter().flatten());
    // The format of standard input and pipes is detected when they are read.
    if sources.clone().all(|source| source.size().is_some() && !source.holds_records()) {
        for option in reading.named_fields() {
            eprint(&format!("leitong: {option}: no file holds records\n"));
        }
    } else if let Some(name) = reading.named_id_field() {
        note_missing_ids(sources, name, options);
    }
}

/// Prints that none of the first records has the field `name`, if that is so.
fn note_missing_ids<'s>(
    sources: impl Iterator<Item = &'s Source>,
    name: &str,
    options: &ReadOptions,
) {
    let mut looked_at = 0;
    for source in sources.filter(|source| source.holds_records() && source.size().is_some()) {
        let Some(Ok(block)) = source.blocks(options, &|_| (), BLOCK).next() else { continue };
        for record in block.records().take(RECORDS) {
            match record.read(options, &[name], |fields| fields.values[0].is_some()) {
                Ok(true) => return,
                Ok(false) => looked_at += 1,
                Err(_) => {}
            }
        }
    }
    if looked_at > 0 {
        eprint(&format!(
            "leitong: --id-field: no record has the field {name:?} (of {looked_at} at the beginning \
             of files); records without it are named by their lines\n"
        ));
    }
}
