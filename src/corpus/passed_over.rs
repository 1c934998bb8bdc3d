//! Files of folders that are not read.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use super::format::extension;
use super::options::ReadOptions;
use super::unread_kind::UnreadKind;
use crate::error::{Error, Result};

/// A file in a folder that is not read.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct PassedOver {
    /// The file.
    pub path: PathBuf,
    /// Its kind.
    pub kind: UnreadKind,
}

impl PassedOver {
    pub(super) fn new(path: &Path, kind: UnreadKind) -> Self {
        Self { path: path.into(), kind }
    }

    /// Counts files by their extension, with what to do about them, the most frequent first: one
    /// line for each extension and kind. Returns an empty list if there is no file.
    ///
    /// A line is like `2 .pdf (PDF): extract its text first, with pdftotext`.
    #[must_use]
    pub fn count(files: &[Self]) -> Vec<String> {
        let mut counts: BTreeMap<(String, &str), (usize, UnreadKind)> = BTreeMap::new();
        for file in files {
            let extension = extension(&file.path).map(|extension| format!(".{extension}"));
            let name = extension.unwrap_or_else(|| "without extension".into());
            counts.entry((name, file.kind.name())).or_insert((0, file.kind)).0 += 1;
        }
        let mut counts: Vec<_> = counts.into_iter().collect();
        counts.sort_by_key(|(_, (count, _))| std::cmp::Reverse(*count));
        let lines = counts.iter().map(|((extension, name), (count, kind))| {
            format!("{count} {extension} ({name}): {}", kind.remedy())
        });
        lines.collect()
    }
}

/// Returns an error if the number of documents that were read of `paths` is 0.
pub(crate) fn check_not_empty(
    read: usize,
    paths: &[PathBuf],
    passed: &[PassedOver],
    options: &ReadOptions,
) -> Result<()> {
    if read > 0 || paths.is_empty() {
        return Ok(());
    }
    let paths: Vec<String> = paths.iter().map(|path| path.display().to_string()).collect();
    let reason = match PassedOver::count(passed) {
        counts if !counts.is_empty() => format!("its files are not read: {}", counts.join("; ")),
        _ if options.globs.is_empty() => "no record and no file is in it".into(),
        _ => format!("no file in it is chosen by the globs {}", options.globs.join(" ")),
    };
    Err(Error::NoDocument { paths: paths.join(", "), reason })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn passed(name: &str, kind: UnreadKind) -> PassedOver {
        PassedOver::new(Path::new(name), kind)
    }

    #[test]
    fn files_are_counted_by_extension_and_kind() {
        let files = [
            passed("a/x.bin", UnreadKind::BINARY),
            passed("y.parquet", UnreadKind::PARQUET),
            passed("z.PARQUET", UnreadKind::PARQUET),
            passed("core", UnreadKind::BINARY),
        ];
        let lines = [
            "2 .parquet (Parquet): build with `--features parquet`",
            "1 .bin (binary data): it holds no text",
            "1 without extension (binary data): it holds no text",
        ];
        assert_eq!(PassedOver::count(&files), lines);
    }

    #[test]
    fn a_set_without_documents_is_an_error_that_tells_why() {
        let paths = [PathBuf::from("essays")];
        let passed = [passed("a.bin", UnreadKind::BINARY)];
        let options = ReadOptions::default();
        assert!(check_not_empty(1, &paths, &passed, &options).is_ok());
        assert!(check_not_empty(0, &[], &[], &options).is_ok());
        let reason = check_not_empty(0, &paths, &passed, &options).expect_err("nothing was read");
        assert!(reason.to_string().starts_with("essays: no document"), "{reason}");
        assert!(reason.to_string().contains("1 .bin"), "{reason}");
        let options = options.globs(["*.md"]);
        let reason = check_not_empty(0, &paths, &[], &options).expect_err("nothing was read");
        assert!(reason.to_string().ends_with("by the globs *.md"), "{reason}");
    }
}
