//! Finding the files of a collection.

use std::collections::HashSet;
use std::fs;
use std::io::ErrorKind;
use std::path::{Path, PathBuf};

use ignore::{DirEntry, WalkBuilder};

use super::document_names;
use super::source::{FileFormat, NOT_BUILT_IN, STANDARD_INPUT, Source, reason};
use crate::error::SkippedInput;

/// The files of a collection, before they are opened.
#[derive(Debug, Default, PartialEq, Eq)]
#[non_exhaustive]
pub struct Listing {
    /// The files in the order of the collection. A path that cannot be read is an `Err` with the
    /// reason.
    pub sources: Vec<Result<Source, SkippedInput>>,
    /// Number of files in folders that were ignored because their extension is not one of text,
    /// JSON Lines or, with the feature `parquet`, Parquet.
    pub ignored_files: usize,
}

/// Lists the files under `paths`: the paths in the given order, the files of a folder by path.
///
/// A file in `paths` is always listed. It is a text file, unless its extension names another format
/// or its first bytes are those of Parquet. `-` is standard input.
///
/// In a folder and its subfolders, files with these extensions are listed, in upper or lower case:
/// `.txt`, `.text`, `.md` and `.markdown` for text, `.jsonl` and `.ndjson` for JSON Lines, each
/// also followed by `.gz` or `.zst`, and, with the feature `parquet`, `.parquet`. Hidden files are
/// not listed, nor are files that `.gitignore` and `.ignore` files inside the folder exclude; such
/// files above the folder have no effect. Symbolic links are followed. A file that is found several
/// times is listed once, at its first position.
#[must_use]
pub fn find(paths: &[PathBuf]) -> Listing {
    let mut finder = Finder::default();
    for path in paths {
        finder.add(path);
    }
    let mut listing = finder.listing;
    document_names::disambiguate(&mut listing.sources.iter_mut().flatten().collect::<Vec<_>>());
    listing
}

/// The state of [`find`].
#[derive(Default)]
struct Finder {
    listing: Listing,
    /// Canonical paths of the listed files.
    listed: HashSet<PathBuf>,
}

impl Finder {
    fn add(&mut self, path: &Path) {
        if path.as_os_str() == STANDARD_INPUT {
            return self.add_source(Source::standard_input(), path.into());
        }
        match fs::metadata(path) {
            Ok(found) if found.is_dir() => self.add_folder(path),
            Ok(_) => self.add_named(Source::file(path.into())),
            Err(error) => self.add_skip(SkippedInput {
                path: path.into(),
                line: None,
                reason: reason(&error),
            }),
        }
    }

    fn add_named(&mut self, source: Source) {
        if source.format.is_none_or(FileFormat::is_built_in) {
            let canonical = canonical(&source.path);
            self.add_source(source, canonical);
        } else {
            self.add_skip(source.skip(None, NOT_BUILT_IN.into()));
        }
    }

    fn add_source(&mut self, source: Source, canonical: PathBuf) {
        if self.listed.insert(canonical) {
            self.listing.sources.push(Ok(source));
        }
    }

    fn add_skip(&mut self, skip: SkippedInput) {
        self.listing.sources.push(Err(skip));
    }

    fn add_folder(&mut self, folder: &Path) {
        let mut finds: Vec<_> = walk(folder).filter(|find| !is_folder(find)).collect();
        // The system lists the files of a folder in any order.
        finds.sort_by(|a, b| path(a).cmp(path(b)));
        for find in finds {
            match find {
                Ok(file) => self.add_file(folder, &file),
                Err(skip) if is_stray_link(&skip.path) => self.listing.ignored_files += 1,
                Err(skip) => self.add_skip(skip),
            }
        }
    }

    fn add_file(&mut self, folder: &Path, file: &DirEntry) {
        // Opening anything but a regular file, such as a named pipe, may block forever.
        let is_regular = file.file_type().is_some_and(|kind| kind.is_file());
        match Source::in_folder(folder, file.path()) {
            Some(source) if is_regular => self.add_source(source, canonical(file.path())),
            _ => self.listing.ignored_files += 1,
        }
    }
}

/// One item of a walk through a folder.
type Find = Result<DirEntry, SkippedInput>;

/// Walks through a folder and its subfolders.
fn walk(folder: &Path) -> impl Iterator<Item = Find> {
    // Files outside the folder are disregarded, so that a folder is the same collection everywhere.
    let walk = WalkBuilder::new(folder)
        .follow_links(true)
        .parents(false)
        .git_global(false)
        .git_exclude(false)
        .require_git(false)
        .build();
    walk.map(|find| find.map_err(|error| skip(folder.into(), error)))
}

fn is_folder(find: &Find) -> bool {
    let kind = find.as_ref().ok().and_then(DirEntry::file_type);
    kind.is_some_and(|kind| kind.is_dir())
}

fn path(find: &Find) -> &Path {
    match find {
        Ok(file) => file.path(),
        Err(skip) => &skip.path,
    }
}

/// Whether `path` is a dangling link that would not be listed by its name. Editors create such
/// links as lock files.
fn is_stray_link(path: &Path) -> bool {
    let is_hidden = path.file_name().is_some_and(|name| name.to_string_lossy().starts_with('.'));
    (is_hidden || FileFormat::from_extension(path).is_none()) && is_dangling_link(path)
}

fn is_dangling_link(path: &Path) -> bool {
    path.is_symlink() && fs::metadata(path).is_err_and(|error| error.kind() == ErrorKind::NotFound)
}

/// The reason why `path`, or the path in `error`, was skipped.
fn skip(path: PathBuf, error: ignore::Error) -> SkippedInput {
    match error {
        ignore::Error::WithPath { path, err } => skip(path, *err),
        ignore::Error::WithDepth { err, .. } => skip(path, *err),
        ignore::Error::Loop { ancestor, child } => SkippedInput {
            path: child,
            line: None,
            reason: format!("a link back to {}, in which it lies", ancestor.display()),
        },
        ignore::Error::Io(error) => SkippedInput { path, line: None, reason: reason(&error) },
        other => SkippedInput { path, line: None, reason: other.to_string() },
    }
}

/// The canonical path, or `path` itself if it has none.
fn canonical(path: &Path) -> PathBuf {
    fs::canonicalize(path).unwrap_or_else(|_| path.into())
}

#[cfg(test)]
mod tests {
    use super::*;
    fn ids(listing: &Listing) -> Vec<&str> {
        listing.sources.iter().flatten().map(|source| source.id.as_str()).collect()
    }

    #[test]
    fn a_folder_is_listed_by_path_without_what_is_hidden_or_excluded() {
        let folder = tempfile::tempdir().expect("the test may write temporary files");
        let write = |name: &str, text: &str| {
            let path = folder.path().join(name);
            fs::create_dir_all(path.parent().expect("a folder")).expect("there is room");
            fs::write(path, text).expect("there is room");
        };
        for name in ["b.txt", "a/z.TXT", "a.md", ".hidden.txt", "drafts/x.txt", "c.pdf"] {
            write(name, "雷同");
        }
        write(".gitignore", "drafts/\n");
        let listing = find(&[folder.path().into()]);
        assert_eq!(ids(&listing), ["a/z.TXT", "a.md", "b.txt"]);
        assert_eq!(listing.ignored_files, 1);
    }

    #[test]
    fn a_file_is_listed_once_at_its_first_position() {
        let folder = tempfile::tempdir().expect("the test may write temporary files");
        let path = |name: &str| folder.path().join(name);
        fs::write(path("a.txt"), "雷").expect("there is room");
        fs::write(path("b.dat"), "同").expect("there is room");
        let listing = find(&[path("b.dat"), folder.path().into(), path("a.txt")]);
        let paths: Vec<&PathBuf> = listing.sources.iter().flatten().map(|one| &one.path).collect();
        // A file that is named is read whatever its extension.
        assert_eq!(paths, [&path("b.dat"), &path("a.txt")]);
    }

    #[test]
    fn what_does_not_exist_is_listed_in_its_place() {
        let folder = tempfile::tempdir().expect("the test may write temporary files");
        let none = folder.path().join("none.txt");
        let listing = find(&[none.clone(), "-".into()]);
        assert_eq!(listing.sources[0].as_ref().map_err(|skip| &skip.path), Err(&none));
        assert!(listing.sources[1].as_ref().is_ok_and(Source::is_standard_input));
    }

    #[cfg(unix)]
    #[test]
    fn a_link_to_its_own_folder_is_an_error_and_a_stray_one_is_not() {
        let folder = tempfile::tempdir().expect("the test may write temporary files");
        let link = |to: &str, name: &str| {
            std::os::unix::fs::symlink(to, folder.path().join(name)).expect("there is room");
        };
        link(".", "loop");
        link("nowhere", ".#a.txt");
        link("nowhere", "lost.txt");
        let listing = find(&[folder.path().into()]);
        let skipped: Vec<_> = listing.sources.iter().filter_map(|one| one.as_ref().err()).collect();
        assert_eq!((listing.sources.len(), skipped.len()), (2, 2));
        assert!(skipped[0].reason.contains("link back") || skipped[1].reason.contains("link back"));
    }
}
