//! Places of files below the output folder.

use std::collections::{HashMap, HashSet};
use std::path::{Component, Path, PathBuf};

/// The id or path as a path, without components that lead out of the folder.
pub(super) fn below(id: impl AsRef<Path>) -> PathBuf {
    let parts = id.as_ref().components();
    parts.filter(|part| matches!(part, Component::Normal(_))).collect()
}

/// The places below the output folder that are taken.
#[derive(Debug, Default)]
pub(super) struct Places {
    /// The places of files, with the files that come there.
    files: HashMap<PathBuf, PathBuf>,
    /// The folders of these places.
    folders: HashSet<PathBuf>,
}

impl Places {
    /// Whether a file can come to a place: no other file does, and none is a folder of the other.
    pub(super) fn is_free(&self, place: &Path) -> bool {
        !self.folders.contains(place)
            && !place.ancestors().any(|above| self.files.contains_key(above))
    }

    /// Takes a place for the file `path`.
    pub(super) fn take(&mut self, place: PathBuf, path: &Path) {
        self.folders.extend(place.ancestors().skip(1).map(Path::to_path_buf));
        self.files.insert(place, path.into());
    }

    /// A file because of which a place is not free.
    pub(super) fn holder(&self, place: &Path) -> Option<&Path> {
        let mut files = self.files.iter();
        let found = files.find(|(taken, _)| taken.starts_with(place) || place.starts_with(taken));
        found.map(|(_, path)| path.as_path())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_id_leads_nowhere_out_of_the_folder() {
        assert_eq!(below("../../a/./b.txt"), Path::new("a/b.txt"));
        assert_eq!(below("/etc/passwd"), Path::new("etc/passwd"));
    }

    #[test]
    fn a_place_is_taken_with_the_folders_above_and_the_files_below() {
        let mut places = Places::default();
        places.take("a/b".into(), Path::new("in/b"));
        let free = ["a/c", "b", "a/bc"].map(|place| places.is_free(Path::new(place)));
        assert_eq!(free, [true; 3]);
        for taken in ["a/b", "a", "a/b/c"] {
            assert!(!places.is_free(Path::new(taken)), "{taken}");
            assert_eq!(places.holder(Path::new(taken)), Some(Path::new("in/b")), "{taken}");
        }
    }
}
