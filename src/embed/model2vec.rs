//! Models in Model2Vec's folders.

use std::path::Path;

use super::format::Parts;

/// Reads a folder, or names the file in it that is at fault, and says why.
pub(super) fn read(_folder: &Path) -> Result<Parts, (&'static str, String)> {
    Err(("tokenizer.json", "not read yet".to_owned()))
}
