//! A note about a field of ids that no record has.

use leitong::corpus::{ReadOptions, Source};

use super::eprint;

/// Records of a file that are looked at.
const RECORDS: usize = 100;

/// Bytes of a block from which records are taken: more than [`RECORDS`] usual lines.
const BLOCK: usize = 1 << 17;

/// Prints that none of the first records has the field `name`, if that is so: a mistyped field
/// gives documents that are named by their lines.
pub(crate) fn note_missing_ids<'s>(
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
