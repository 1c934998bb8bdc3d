//! The choice what happens to files that are not read.

/// What happens to the files of folders that are not read when the output is a folder.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum Others {
    /// They are copied, so that nothing is lost if the output replaces the folder.
    #[default]
    Copy,
    /// They are left out.
    Skip,
}
