//! Finding the files of a collection.

use std::collections::HashSet;
use std::fs;
use std::io::ErrorKind;
use std::path::{Path, PathBuf};

use ignore::{DirEntry, WalkBuilder};

use super::document_names;
use super::source::{Kind, NOT_BUILT_IN, STANDARD_INPUT, Source, reason};
use crate::error::Skip;

/// The files of a collection, none of them opened yet.
#[derive(Debug, Default, PartialEq, Eq)]
pub struct Listing {
    /// What was found, in the order of the collection; where there should have been a file or
    /// folder to read and was none, the reason.
    pub sources: Vec<Result<Source, Skip>>,
    /// Files in folders that are not to be read, since their extension is not one of text, JSON
    /// Lines or, with the feature `parquet`, Parquet.
    pub ignored_files: usize,
}

/// Lists the files under `paths`: the paths in the order given, the files of a folder by path.
///
/// A file that is named in `paths` is always listed, and is text unless its extension says
/// otherwise, or its first bytes are those of Parquet. In a folder and all folders below it, files
/// with one of these extensions are, in upper or lower case: `.txt`, `.text`, `.md` and `.markdown`
/// for text, `.jsonl` and `.ndjson` for JSON Lines, each also with `.gz` or `.zst` behind it, and,
/// with the feature `parquet`, `.parquet`. Left out are hidden files and what the
/// `.gitignore` and `.ignore` files in the folder exclude; those above it do not count. Symbolic
/// links are followed. `-` is standard input. A file that is reached twice is listed once, where it
/// was reached first.
#[must_use]
pub fn find(paths: &[PathBuf]) -> Listing {
    let mut finder = Finder::default();
    for path in paths {
        finder.add(path);
    }
    let mut listing = finder.listing;
    document_names::tell_apart(&mut listing.sources.iter_mut().flatten().collect::<Vec<_>>());
    listing
}

#[derive(Default)]
struct Finder {
    listing: Listing,
    /// Where the files that were reached really lie.
    reached: HashSet<PathBuf>,
}

impl Finder {
    fn add(&mut self, path: &Path) {
        if path.as_os_str() == STANDARD_INPUT {
            return self.add_source(Source::standard_input(), path.into());
        }
        match fs::metadata(path) {
            Ok(found) if found.is_dir() => self.add_folder(path),
            Ok(_) => self.add_named(Source::file(path.into())),
            Err(error) => self.add_skip(Skip { path: path.into(), line: None, reason: reason(&error) }),
        }
    }

    fn add_named(&mut self, source: Source) {
        if source.kind.is_none_or(Kind::is_built_in) {
            let place = place(&source.path);
            self.add_source(source, place);
        } else {
            self.add_skip(source.skip(None, NOT_BUILT_IN.into()));
        }
    }

    fn add_source(&mut self, source: Source, place: PathBuf) {
        if self.reached.insert(place) {
            self.listing.sources.push(Ok(source));
        }
    }

    fn add_skip(&mut self, skip: Skip) {
        self.listing.sources.push(Err(skip));
    }

    fn add_folder(&mut self, folder: &Path) {
        let mut finds: Vec<_> = walk(folder).filter(|find| !is_folder(find)).collect();
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
        // Opening anything but a regular file, such as a named pipe, may wait forever.
        let is_regular = file.file_type().is_some_and(|kind| kind.is_file());
        match Source::in_folder(folder, file.path()) {
            Some(source) if is_regular => self.add_source(source, place(file.path())),
            _ => self.listing.ignored_files += 1,
        }
    }
}

/// What the walk comes upon.
type Find = Result<DirEntry, Skip>;

fn walk(folder: &Path) -> impl Iterator<Item = Find> {
    // What lies outside the folder has no say, so that the same folder is the same collection
    // everywhere.
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

/// Whether `path` is a link to nothing whose name is not that of a file to read, as editors leave
/// behind.
fn is_stray_link(path: &Path) -> bool {
    let is_hidden = path.file_name().is_some_and(|name| name.to_string_lossy().starts_with('.'));
    let leads_nowhere = || path.is_symlink() && fs::metadata(path).is_err_and(|e| e.kind() == ErrorKind::NotFound);
    (is_hidden || Kind::named_by(path).is_none()) && leads_nowhere()
}

fn skip(path: PathBuf, error: ignore::Error) -> Skip {
    match error {
        ignore::Error::WithPath { path, err } => skip(path, *err),
        ignore::Error::WithDepth { err, .. } => skip(path, *err),
        ignore::Error::Loop { ancestor, child } => {
            Skip { path: child, line: None, reason: format!("a link back to {}, in which it lies", ancestor.display()) }
        }
        ignore::Error::Io(error) => Skip { path, line: None, reason: reason(&error) },
        other => Skip { path, line: None, reason: other.to_string() },
    }
}

/// Where `path` really lies, all links followed.
fn place(path: &Path) -> PathBuf {
    fs::canonicalize(path).unwrap_or_else(|_| path.into())
}
