//! Files of folders that are not read, carried over so that the output can replace the folder.

use std::collections::{HashMap, HashSet};
use std::fs::{self, File};
use std::io;
use std::path::{Path, PathBuf};

use ignore::WalkBuilder;

use super::inputs::Inputs;
use super::output_error::{OUTPUT, at, refuse};
use super::output_place::{Places, below};
use crate::corpus::Source;
use crate::document::SourceId;
use crate::error::{Result, SkippedInput};
use crate::storage::FileIdentity;

/// The files that are carried over. They are found before anything is written, so that no output
/// of the run is among them.
#[derive(Debug, Default)]
pub(super) struct OtherFiles {
    files: Vec<OtherFile>,
    /// Files and folders that cannot be read, except those that [`Inputs`] lists already.
    pub(super) unread: Vec<SkippedInput>,
}

/// A file or link of a folder.
#[derive(Debug)]
struct OtherFile {
    path: PathBuf,
    /// Its place below the output folder.
    place: PathBuf,
    /// The source that the file is another name of, or is. It is carried over only if that source
    /// could not be read.
    source: Option<SourceId>,
}

/// What became of files that were carried over.
#[derive(Debug, Default)]
pub(super) struct Copied {
    /// Number of files that were copied.
    pub(super) files: usize,
    /// Files that could not be read, and were not known to be unreadable.
    pub(super) skips: Vec<SkippedInput>,
}

impl OtherFiles {
    /// Finds the files of the folders of the collection, hidden and excluded ones too.
    ///
    /// # Errors
    /// If two files would have one place.
    pub(super) fn find(inputs: &Inputs) -> Result<Self> {
        let mut finder = Finder::new(inputs);
        for folder in inputs.own_folders() {
            finder.add_folder(folder)?;
        }
        finder.add_sources_behind_links();
        Ok(finder.found)
    }

    /// Copies the files to their places in `into`. `unread` are the sources of which nothing could
    /// be read.
    pub(super) fn copy(&self, unread: &HashSet<SourceId>, into: &Path) -> Result<Copied> {
        let mut copied = Copied::default();
        let is_wanted =
            |file: &&OtherFile| file.source.is_none_or(|source| unread.contains(&source));
        for file in self.files.iter().filter(is_wanted) {
            match check_readable(&file.path) {
                Ok(()) => {
                    file.copy(into)?;
                    copied.files += 1;
                }
                // The source was reported when it was read.
                Err(_) if file.source.is_some() => {}
                Err(skip) => copied.skips.push(skip),
            }
        }
        Ok(copied)
    }
}

impl OtherFile {
    fn copy(&self, into: &Path) -> Result<()> {
        let place = into.join(&self.place);
        let folder = place.parent().map_or(Ok(()), fs::create_dir_all);
        let copied = folder.and_then(|()| copy_entry(&self.path, &place));
        let named = |error: io::Error| {
            io::Error::new(error.kind(), format!("copy of {}: {error}", self.path.display()))
        };
        // The folder in which outputs wait for their names tells nobody anything.
        at(&self.place, copied.map_err(named))
    }
}

/// The state of [`OtherFiles::find`].
struct Finder<'i> {
    inputs: &'i Inputs,
    sources: HashMap<FileIdentity, SourceId>,
    /// The folders above sources. A link among them is not copied: the files behind it are read.
    read_folders: HashSet<&'i Path>,
    /// The paths that were found, with all links above them resolved.
    seen: HashSet<PathBuf>,
    places: Places,
    /// The sources that were found under their own names.
    own_names: HashSet<SourceId>,
    found: OtherFiles,
}

impl<'i> Finder<'i> {
    fn new(inputs: &'i Inputs) -> Self {
        let mut places = Places::default();
        let own = inputs.own();
        for source in own {
            places.take(below(&source.id), &source.path);
        }
        let ids = (inputs.references..).map(SourceId::new);
        let sources = own.iter().zip(ids).filter_map(|(source, id)| Some((identity(source)?, id)));
        Self {
            inputs,
            sources: sources.collect(),
            read_folders: own.iter().flat_map(|source| source.path.ancestors().skip(1)).collect(),
            seen: HashSet::new(),
            places,
            own_names: HashSet::new(),
            found: OtherFiles::default(),
        }
    }

    fn add_folder(&mut self, folder: &Path) -> Result<()> {
        let real = folder.canonicalize().unwrap_or_else(|_| folder.into());
        let mut walk = WalkBuilder::new(folder);
        walk.standard_filters(false).sort_by_file_name(Ord::cmp);
        for entry in walk.build() {
            match entry {
                Err(error) => self.add_unread(unreadable(folder, &error)),
                Ok(entry)
                    if entry
                        .file_type()
                        .is_some_and(|kind| kind.is_file() || kind.is_symlink()) =>
                {
                    let short = entry.path().strip_prefix(folder).unwrap_or(entry.path());
                    if self.seen.insert(real.join(short)) {
                        self.add(entry.path(), short)?;
                    }
                }
                Ok(_) => {}
            }
        }
        Ok(())
    }

    /// Adds a file or link, whose path in its folder is `short`.
    fn add(&mut self, path: &Path, short: &Path) -> Result<()> {
        if path.is_symlink() && self.read_folders.contains(path) {
            return Ok(());
        }
        let source = self.source_of(path);
        if source.is_none()
            && let Err(skip) = check_readable(path)
        {
            self.add_unread(skip);
            return Ok(());
        }
        let place = self.place(path, short, source)?;
        self.found.files.push(OtherFile { path: path.into(), place, source });
        Ok(())
    }

    /// The source of which the path is a name.
    fn source_of(&self, path: &Path) -> Option<SourceId> {
        let identity = FileIdentity::new(path, &path.metadata().ok()?);
        self.sources.get(&identity).copied()
    }

    /// The place of a file: that of the source that it is, its path in its folder, or if that is
    /// taken, its path as it was given.
    fn place(&mut self, path: &Path, short: &Path, source: Option<SourceId>) -> Result<PathBuf> {
        if let Some(source) = source.filter(|&source| self.is_itself(source, path)) {
            self.own_names.insert(source);
            return Ok(below(&self.inputs.sources[source.index()].id));
        }
        let places = [short.to_owned(), below(path)];
        let Some(place) = places.iter().find(|place| self.places.is_free(place)) else {
            return self.refuse(path, &places[1]);
        };
        self.places.take(place.clone(), path);
        Ok(place.clone())
    }

    /// Whether a path is the one under which a source is read, not another name of it.
    fn is_itself(&self, source: SourceId, path: &Path) -> bool {
        let own = &self.inputs.sources[source.index()].path;
        own == path || !path.is_symlink() && own.canonicalize().ok() == path.canonicalize().ok()
    }

    /// Adds the sources in folders behind links, which are not walked through.
    fn add_sources_behind_links(&mut self) {
        let ids = (self.inputs.references..).map(SourceId::new);
        for (source, id) in self.inputs.own().iter().zip(ids) {
            let is_in = |folder: &Path| source.path.starts_with(folder);
            if !self.own_names.contains(&id) && self.inputs.own_folders().any(is_in) {
                let (path, place) = (source.path.clone(), below(&source.id));
                self.found.files.push(OtherFile { path, place, source: Some(id) });
            }
        }
    }

    fn refuse<T>(&self, path: &Path, place: &Path) -> Result<T> {
        let other = self.places.holder(place).unwrap_or(place);
        refuse(
            OUTPUT,
            format!(
                "{} and {} would both come out as {}; rename one, or leave out what is not read \
                 with --others skip",
                other.display(),
                path.display(),
                place.display()
            ),
        )
    }

    fn add_unread(&mut self, skip: SkippedInput) {
        if !self.inputs.unread.iter().any(|listed| listed.path == skip.path) {
            self.found.unread.push(skip);
        }
    }
}

fn identity(source: &Source) -> Option<FileIdentity> {
    let path = source.local_path()?;
    Some(FileIdentity::new(path, &path.metadata().ok()?))
}

/// Returns the reason why a file or link cannot be copied.
fn check_readable(path: &Path) -> std::result::Result<(), SkippedInput> {
    let read =
        if path.is_symlink() { fs::read_link(path).map(drop) } else { File::open(path).map(drop) };
    read.map_err(|error| SkippedInput::new(path, None, error.to_string()))
}

fn copy_entry(from: &Path, to: &Path) -> io::Result<()> {
    if from.is_symlink() { copy_link(from, to) } else { fs::copy(from, to).map(drop) }
}

#[cfg(unix)]
fn copy_link(from: &Path, to: &Path) -> io::Result<()> {
    std::os::unix::fs::symlink(fs::read_link(from)?, to)
}

/// Copies what the link leads to: not every user may make links.
#[cfg(not(unix))]
fn copy_link(from: &Path, to: &Path) -> io::Result<()> {
    fs::copy(from, to).map(drop)
}

/// The folder below `folder` that cannot be walked, and why.
fn unreadable(folder: &Path, error: &ignore::Error) -> SkippedInput {
    let reason = error.io_error().map_or_else(|| error.to_string(), io::Error::to_string);
    SkippedInput::new(path_of(error).unwrap_or(folder), None, reason)
}

fn path_of(error: &ignore::Error) -> Option<&Path> {
    match error {
        ignore::Error::WithPath { path, .. } => Some(path),
        ignore::Error::WithDepth { err, .. } => path_of(err),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::corpus::ReadOptions;

    const PNG: &[u8] = b"\x89PNG\r\n\x1a\n\0\0\0\r";

    /// A folder with these files, of which those in `.txt` are texts.
    fn folder_with(names: &[&str]) -> tempfile::TempDir {
        let folder = tempfile::tempdir().expect("the test may write temporary files");
        for name in names {
            let path = folder.path().join(name);
            fs::create_dir_all(path.parent().expect("a folder")).expect("there is room");
            let is_text = path.extension().is_some_and(|extension| extension == "txt");
            let bytes = if is_text { "雷同".as_bytes() } else { PNG };
            fs::write(path, bytes).expect("there is room");
        }
        folder
    }

    fn find(folder: &tempfile::TempDir, paths: &[&str]) -> Result<OtherFiles> {
        let paths: Vec<PathBuf> = paths.iter().map(|path| folder.path().join(path)).collect();
        OtherFiles::find(&Inputs::find(&paths, &[], &ReadOptions::default())?)
    }

    /// The places of all files that are no sources.
    fn places(others: &OtherFiles) -> Vec<&str> {
        let files = others.files.iter().filter(|file| file.source.is_none());
        files.map(|file| file.place.to_str().expect("UTF-8")).collect()
    }

    #[test]
    fn a_file_of_several_folders_has_one_place() {
        let folder = folder_with(&["in/a.txt", "in/b.png", "in/sub/c.png"]);
        for paths in [&["in", "in"][..], &["in", "in/sub"], &["in", "in/."]] {
            let others = find(&folder, paths).expect("each has a place");
            assert_eq!(places(&others), ["b.png", "sub/c.png"], "{paths:?}");
        }
    }

    #[test]
    fn a_place_that_is_taken_is_not_taken_again() {
        let folder = folder_with(&["a/n.png", "b/n.png", "b/a.txt", "c/a.txt/d.png"]);
        let others = find(&folder, &["a", "b", "c"]).expect("each has a place");
        let places = places(&others);
        assert_eq!(places[0], "n.png");
        assert!(places[1].ends_with("b/n.png") && places[2].ends_with("c/a.txt/d.png"));
    }

    #[test]
    fn a_file_that_is_gone_is_skipped_under_its_own_name() {
        let folder = folder_with(&["in/a.txt", "in/b.png", "in/c.png"]);
        let others = find(&folder, &["in"]).expect("each has a place");
        fs::remove_file(folder.path().join("in/b.png")).expect("it is there");
        let out = folder.path().join("out");
        let copied = others.copy(&HashSet::new(), &out).expect("it can be written");
        assert_eq!((copied.files, copied.skips.len()), (1, 1));
        assert_eq!(copied.skips[0].path, folder.path().join("in/b.png"));
        assert_eq!(fs::read(out.join("c.png")).expect("it was copied"), PNG);
    }
}
