//! Identity of files that have several names.

use std::fs::Metadata;
use std::path::Path;

/// What all paths of one file have in common: its device and inode, or where the system has none,
/// its path with all links resolved.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct FileIdentity(Identity);

/// Device and inode.
#[cfg(unix)]
type Identity = [u64; 2];

/// The path with all links resolved.
#[cfg(not(unix))]
type Identity = std::path::PathBuf;

impl FileIdentity {
    /// The identity of the file at `path`, links followed; `None` if it does not exist.
    #[must_use]
    pub fn of(path: &Path) -> Option<Self> {
        path.metadata().ok().map(|metadata| Self::new(path, &metadata))
    }

    /// The identity of the file at `path`, whose metadata is `metadata`.
    #[cfg(unix)]
    pub(crate) fn new(_: &Path, metadata: &Metadata) -> Self {
        use std::os::unix::fs::MetadataExt;
        Self([metadata.dev(), metadata.ino()])
    }

    /// The identity of the file at `path`, whose metadata is `metadata`.
    #[cfg(not(unix))]
    pub(crate) fn new(path: &Path, _: &Metadata) -> Self {
        Self(path.canonicalize().unwrap_or_else(|_| path.into()))
    }
}

#[cfg(all(test, unix))]
mod tests {
    use super::*;

    #[test]
    fn all_names_of_a_file_have_one_identity() {
        let folder = tempfile::tempdir().expect("the test may write temporary files");
        let [a, b, hard, soft] = ["a", "b", "hard", "soft"].map(|name| folder.path().join(name));
        std::fs::write(&a, "a").expect("there is room");
        std::fs::write(&b, "a").expect("there is room");
        std::fs::hard_link(&a, &hard).expect("links can be made");
        std::os::unix::fs::symlink(&a, &soft).expect("links can be made");
        assert_eq!(FileIdentity::of(&a), FileIdentity::of(&hard));
        assert_eq!(FileIdentity::of(&a), FileIdentity::of(&soft));
        assert_ne!(FileIdentity::of(&a), FileIdentity::of(&b));
        assert_eq!(FileIdentity::of(&folder.path().join("none")), None);
    }
}
