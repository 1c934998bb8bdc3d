//! Identity of files that have several names.

use std::fs::Metadata;
use std::path::Path;

/// What all paths of one file have in common: its device and inode, or where the system has none,
/// its path with all links resolved.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub(crate) struct FileIdentity(Identity);

/// Device and inode.
#[cfg(unix)]
type Identity = [u64; 2];

/// The path with all links resolved.
#[cfg(not(unix))]
type Identity = std::path::PathBuf;

impl FileIdentity {
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
