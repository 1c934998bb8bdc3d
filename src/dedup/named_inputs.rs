//! The paths that the user named, as groups of files: which of them a file was found under, and
//! which are preferred.

use std::cell::LazyCell;
use std::collections::HashMap;
use std::path::{Component, Path, PathBuf};

use ignore::overrides::{Override, OverrideBuilder};

use super::output_error::refuse;
use crate::corpus::Source;
use crate::error::Result;

/// For each source the number of the path under which it was found; of paths inside each other the
/// innermost. `None` for a source under none.
pub(super) fn inputs_of(sources: &[Source], paths: &[PathBuf]) -> Vec<Option<usize>> {
    let mut numbers = HashMap::new();
    for (number, path) in paths.iter().enumerate() {
        numbers.entry(path.as_path()).or_insert(number);
    }
    sources
        .iter()
        .map(|source| source.path.ancestors().find_map(|path| numbers.get(path).copied()))
        .collect()
}

/// For each source the number of the first of the preferred paths or globs that names it; their
/// count for a source that none names.
///
/// # Errors
/// If a path or glob names no source.
pub(super) fn priorities(sources: &[Source], preferred: &[PathBuf]) -> Result<Vec<usize>> {
    let names: Vec<Name> = preferred.iter().map(|path| Name::of(path)).collect();
    let mut is_found = vec![false; names.len()];
    let mut priorities = vec![names.len(); sources.len()];
    for (source, priority) in sources.iter().zip(&mut priorities) {
        // Asked of the file system once at most, however many paths are preferred.
        let real = LazyCell::new(|| source.path.canonicalize().ok());
        for (number, name) in names.iter().enumerate() {
            if name.matches(&source.path, &real) {
                is_found[number] = true;
                *priority = number.min(*priority);
            }
        }
    }
    if let Some(missing) = is_found.iter().position(|is_found| !is_found) {
        let path = preferred[missing].display();
        return refuse("prefer", format!("{path} is none of the files that are read"));
    }
    Ok(priorities)
}

/// What names files: a file, a folder, or a glob.
enum Name {
    Path { plain: PathBuf, real: Option<PathBuf> },
    Glob(Override),
}

impl Name {
    fn of(path: &Path) -> Self {
        let is_glob = path.to_string_lossy().contains(['*', '?', '[', '{']) && !path.exists();
        let root = if path.is_absolute() { "/" } else { "." };
        let mut builder = OverrideBuilder::new(root);
        let glob = builder.add(&plain(path).to_string_lossy()).and_then(|builder| builder.build());
        match glob {
            Ok(glob) if is_glob => Self::Glob(glob),
            _ => Self::Path { plain: plain(path), real: path.canonicalize().ok() },
        }
    }

    /// Whether a path is named; `real_path` is the same path without links.
    fn matches<F: FnOnce() -> Option<PathBuf>>(
        &self,
        path: &Path,
        real_path: &LazyCell<Option<PathBuf>, F>,
    ) -> bool {
        match self {
            Self::Path { plain: name, real } => {
                plain(path).starts_with(name)
                    || real.as_ref().is_some_and(|real| {
                        real_path.as_ref().is_some_and(|path| path.starts_with(real))
                    })
            }
            Self::Glob(glob) => {
                let path = plain(path);
                path.ancestors().any(|path| glob.matched(path, false).is_whitelist())
            }
        }
    }
}

/// A path without the `.` at its beginning.
fn plain(path: &Path) -> PathBuf {
    path.components().filter(|part| *part != Component::CurDir).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::corpus::{ReadOptions, find};
    use std::fs;

    #[test]
    fn files_belong_to_the_innermost_path_and_to_the_first_that_is_preferred() {
        let folder = tempfile::tempdir().expect("the test may write temporary files");
        let path = |name: &str| folder.path().join(name);
        fs::create_dir_all(path("a/b")).expect("there is room");
        for name in ["a/1.txt", "a/b/2.txt", "c.txt"] {
            fs::write(path(name), "雷同").expect("there is room");
        }
        let paths = ["a", "a/b", "c.txt", "a"].map(path);
        let listing = find(&paths, &ReadOptions::default()).expect("all of them exist");
        let sources: Vec<Source> = listing.sources.into_iter().flatten().collect();
        let names: Vec<_> = sources.iter().filter_map(|source| source.path.file_name()).collect();
        assert_eq!(names, ["1.txt", "2.txt", "c.txt"]);
        assert_eq!(inputs_of(&sources, &paths), [Some(0), Some(1), Some(2)]);
        let of = |names: &[&str]| {
            let preferred: Vec<PathBuf> = names.iter().map(|name| path(name)).collect();
            priorities(&sources, &preferred).ok()
        };
        assert_eq!(of(&[]), Some(vec![0, 0, 0]));
        assert_eq!(of(&["c.txt", "a/b"]), Some(vec![2, 1, 0]));
        assert_eq!(of(&["a", "a/b"]), Some(vec![0, 0, 2]));
        assert_eq!(of(&["*.txt"]), Some(vec![1, 1, 0]));
        assert_eq!(of(&["./a/../c.txt"]), Some(vec![1, 1, 0]));
        assert_eq!(of(&["d"]), None);
        assert_eq!(of(&["*/b"]), Some(vec![1, 0, 1]), "a glob names a directory too");
    }

    #[test]
    fn a_file_whose_name_looks_like_a_glob_is_that_file() {
        let folder = tempfile::tempdir().expect("the test may write temporary files");
        let paths = ["[a].txt", "a.txt"].map(|name| folder.path().join(name));
        for path in &paths {
            fs::write(path, "雷同").expect("there is room");
        }
        let listing = find(&paths, &ReadOptions::default()).expect("both exist");
        let sources: Vec<Source> = listing.sources.into_iter().flatten().collect();
        let priorities = priorities(&sources, &paths[..1]).expect("it is read");
        let first: Vec<bool> =
            sources.iter().map(|source| source.path.ends_with("[a].txt")).collect();
        assert_eq!(priorities.iter().map(|&priority| priority == 0).collect::<Vec<_>>(), first);
    }

    #[test]
    fn a_dot_before_a_path_or_glob_says_nothing() {
        let real = LazyCell::new(|| None);
        for name in ["./b*.txt", "b*.txt", "./b1.txt"] {
            for path in ["b1.txt", "./b1.txt"] {
                assert!(Name::of(Path::new(name)).matches(Path::new(path), &real), "{name} {path}");
            }
        }
    }

    #[cfg(unix)]
    #[test]
    fn a_link_names_what_it_leads_to() {
        let folder = tempfile::tempdir().expect("the test may write temporary files");
        let path = |name: &str| folder.path().join(name);
        fs::create_dir(path("a")).expect("there is room");
        fs::write(path("a/1.txt"), "雷同").expect("there is room");
        std::os::unix::fs::symlink(path("a"), path("link")).expect("links can be made");
        let listing = find(&[path("a")], &ReadOptions::default()).expect("it exists");
        let sources: Vec<Source> = listing.sources.into_iter().flatten().collect();
        assert_eq!(priorities(&sources, &[path("link")]).ok(), Some(vec![0]));
    }
}
