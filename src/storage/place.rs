//! Where a file lies, or will lie.

use std::path::{Path, PathBuf};

/// The folder of a file; the current one if the path is a mere name.
///
/// ```
/// use std::path::Path;
/// assert_eq!(leitong::storage::folder_of(Path::new("a/b.txt")), Path::new("a"));
/// assert_eq!(leitong::storage::folder_of(Path::new("b.txt")), Path::new("."));
/// ```
#[must_use]
pub fn folder_of(path: &Path) -> &Path {
    path.parent().filter(|folder| !folder.as_os_str().is_empty()).unwrap_or(Path::new("."))
}

/// The path of a file or folder that exists or will exist, with all links resolved.
#[must_use]
pub fn resolved(path: &Path) -> PathBuf {
    match (path.canonicalize(), path.file_name()) {
        (Ok(whole), _) => whole,
        // The folder may be made together with the file.
        (Err(_), Some(name)) if !path.is_dir() => resolved(folder_of(path)).join(name),
        _ => path.into(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_does_not_exist_lies_in_the_resolved_folder_that_does() {
        let folder = tempfile::tempdir().expect("the test may write temporary files");
        let real = folder.path().canonicalize().expect("it exists");
        let (new, dotted) = (folder.path().join("new/a.txt"), folder.path().join("./new/a.txt"));
        assert_eq!(resolved(&new), real.join("new/a.txt"));
        assert_eq!(resolved(&dotted), real.join("new/a.txt"));
        assert_eq!(resolved(folder.path()), real);
    }
}
