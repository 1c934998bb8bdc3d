//! Places of files below the output folder.

use std::path::{Component, Path, PathBuf};

/// The id or path as a path, without components that lead out of the folder.
pub(super) fn below(id: impl AsRef<Path>) -> PathBuf {
    let parts = id.as_ref().components();
    parts.filter(|part| matches!(part, Component::Normal(_))).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_id_leads_nowhere_out_of_the_folder() {
        assert_eq!(below("../../a/./b.txt"), Path::new("a/b.txt"));
        assert_eq!(below("/etc/passwd"), Path::new("etc/passwd"));
    }
}
