//! Finding the files of a collection.

use std::collections::HashSet;
use std::fs;
use std::io::ErrorKind;
use std::path::{Component, Path, PathBuf};

use ignore::overrides::{Override, OverrideBuilder};
use ignore::{DirEntry, WalkBuilder};
use memchr::memmem;
use rayon::prelude::*;

use super::archive::{self, ArchiveKind, Unpacked as UnpackedFolder};
use super::document_names;
use super::field_names::closest_file;
use super::format::{Format, HEAD, is_text};
use super::formats::{Head, decompressed_head, detect};
use super::json_path;
use super::options::ReadOptions;
use super::passed_over::PassedOver;
use super::source::{STANDARD_INPUT, Source, file_name, path_below, reason};
use super::unread_kind::UnreadKind;
use crate::error::{Error, Result, SkippedInput};
use crate::storage::{FileIdentity, folder_of};

/// The files of a collection, before they are opened.
#[derive(Debug, Default, PartialEq, Eq)]
#[non_exhaustive]
pub struct Listing {
    /// The files in the order of the collection. A path that cannot be read is an `Err` with the
    /// reason.
    pub sources: Vec<std::result::Result<Source, SkippedInput>>,
    /// Files in folders that are not read, because no text is expected in them.
    pub passed_over: Vec<PassedOver>,
    /// The paths under which the files were found.
    pub paths: Vec<PathBuf>,
}

/// Lists the files under `paths`: the paths in the given order, the files of a folder by path.
///
/// What a file is taken for is decided by its first bytes, and where these are those of any text by
/// its extension: JSON Lines begin with an object, Parquet with a magic number; everything else is
/// one text. `-` is standard input. With [`ReadOptions::input_format`], every file has that format.
///
/// A file in `paths` is always listed; if it is of a kind that is not read, such as an image, it is
/// an `Err` in [`Listing::sources`]. In a folder and its subfolders, such files are listed as
/// [`Listing::passed_over`]. Hidden files are not listed, nor are files that `.gitignore` and
/// `.ignore` files inside the folder exclude, nor those that [`ReadOptions::globs`] exclude; such
/// files above the folder have no effect. Symbolic links are followed. A file that is found several
/// times, under whatever name, is listed once, at its first position.
///
/// # Errors
/// If a path does not exist, or a glob is invalid.
pub fn find(paths: &[PathBuf], options: &ReadOptions) -> Result<Listing> {
    let mut finder = Finder {
        options,
        listing: Listing { paths: paths.into(), ..Listing::default() },
        listed: HashSet::new(),
    };
    for path in paths {
        finder.add(path)?;
    }
    let mut listing = finder.listing;
    document_names::disambiguate(&mut listing.sources.iter_mut().flatten().collect::<Vec<_>>());
    Ok(listing)
}

/// The state of [`find`].
struct Finder<'o> {
    options: &'o ReadOptions,
    listing: Listing,
    listed: HashSet<FileIdentity>,
}

impl Finder<'_> {
    fn add(&mut self, path: &Path) -> Result<()> {
        if path.as_os_str() == STANDARD_INPUT {
            self.add_standard_input();
            return Ok(());
        }
        let missing = |error| Error::Unreadable(skipped(path, missing_reason(path, &error)));
        let metadata = fs::metadata(path).map_err(missing)?;
        if metadata.is_dir() {
            return self.add_folder(path);
        }
        if !self.listed.insert(FileIdentity::new(path, &metadata)) {
            return Ok(());
        }
        // A pipe can be read only once, so that its format is detected when it is read.
        let head = metadata.is_file().then(|| decompressed_head(path, HEAD));
        if let Some(kind) = head.as_ref().and_then(|head| archive_kind(path, head)) {
            return self.add_archive(&ArchiveFile { path, file: path, id: "", depth: 0, kind });
        }
        let source = named(path, head.as_ref(), self.options.input_format);
        self.listing.sources.push(source);
        Ok(())
    }

    fn add_standard_input(&mut self) {
        let mut sources = self.listing.sources.iter().flatten();
        if !sources.any(Source::is_standard_input) {
            let format = self.options.input_format;
            self.listing.sources.push(Ok(Source { format, ..Source::standard_input() }));
        }
    }

    fn add_folder(&mut self, folder: &Path) -> Result<()> {
        let walk = walk(folder, overrides(folder, &self.options.globs)?);
        let mut finds: Vec<_> = walk.filter(|find| !is_folder(find)).collect();
        // The system lists the files of a folder in any order.
        finds.sort_by(|a, b| path(a).cmp(path(b)));
        let options = self.options;
        // One file a task, since each is opened.
        let found =
            finds.into_par_iter().with_max_len(1).map(|find| Found::of(folder, find, options));
        for found in found.collect::<Vec<_>>() {
            self.add_found(folder, found)?;
        }
        Ok(())
    }

    fn add_found(&mut self, folder: &Path, found: Found) -> Result<()> {
        match found {
            Found::Archive(identity, path, kind) if self.listed.insert(identity.clone()) => {
                let id = path_below(folder, &path) + "/";
                let archive = ArchiveFile { path: &path, file: &path, id: &id, depth: 0, kind };
                self.add_archive(&archive)?;
            }
            Found::Source(identity, source) if self.listed.insert(identity.clone()) => {
                self.listing.sources.push(Ok(source));
            }
            Found::PassedOver(passed) if self.is_new(&passed.path) => {
                self.listing.passed_over.push(passed);
            }
            Found::Unreadable(skip) if self.is_new(&skip.path) => {
                self.listing.sources.push(Err(skip));
            }
            Found::Source(..)
            | Found::Archive(..)
            | Found::PassedOver(_)
            | Found::Unreadable(_) => {}
        }
        Ok(())
    }

    /// Adds the members of an archive, as the files of a folder.
    fn add_archive(&mut self, archive: &ArchiveFile<'_>) -> Result<()> {
        let path = archive.path;
        if !self.options.archives {
            self.listing.add_unread(path, UnreadKind::ARCHIVE, archive.id.is_empty());
            return Ok(());
        }
        let globs = overrides(Path::new(""), &self.options.globs)?;
        let unpacked = archive::unpack(archive.file, archive.kind).map_err(Error::spill)?;
        let mut members = unpacked.files;
        members.sort_by(|a, b| a.path.cmp(&b.path));
        for member in members {
            if globs.matched(&member.path, false).is_ignore() {
                continue;
            }
            let path = path.join(&member.path);
            match member.file {
                Err(reason) => self.listing.sources.push(Err(skipped(&path, reason))),
                Ok(file) => {
                    let id = archive.id.to_owned() + &path_below(archive.path, &path);
                    self.add_member(&Unpacked { path, file, id }, &unpacked.folder, archive.depth)?;
                }
            }
        }
        let failure = unpacked.failure.map(|reason| Err(skipped(path, reason)));
        self.listing.sources.extend(failure);
        Ok(())
    }

    /// Adds a member that was unpacked.
    fn add_member(
        &mut self,
        member: &Unpacked,
        folder: &UnpackedFolder,
        depth: usize,
    ) -> Result<()> {
        let Unpacked { path, file, id } = member;
        let head = decompressed_head(file, HEAD);
        match archive_kind(path, &head) {
            Some(kind) if depth < MAX_DEPTH => {
                let id = format!("{id}/");
                return self.add_archive(&ArchiveFile {
                    path,
                    file,
                    id: &id,
                    depth: depth + 1,
                    kind,
                });
            }
            Some(_) => self.listing.add_unread(path, UnreadKind::ARCHIVE, false),
            None => match format_in_folder(file, path, &head, self.options) {
                Err(kind) => self.listing.add_unread(path, kind, false),
                Ok(format) => {
                    let source = Source::new(path, id.clone(), Some(format));
                    self.listing.sources.push(Ok(source.unpacked_to(file.clone(), folder.clone())));
                }
            },
        }
        Ok(())
    }

    /// Whether a path that is not read is found for the first time. A link counts as a file of its
    /// own, since it may lead nowhere or back.
    fn is_new(&mut self, path: &Path) -> bool {
        let metadata = path.symlink_metadata();
        metadata.map_or(true, |metadata| self.listed.insert(FileIdentity::new(path, &metadata)))
    }
}

impl Listing {
    /// Adds a file that is not read, as an error if it was named.
    fn add_unread(&mut self, path: &Path, kind: UnreadKind, is_named: bool) {
        if is_named {
            self.sources.push(Err(skipped(path, kind.to_string())));
        } else {
            self.passed_over.push(PassedOver::new(path, kind));
        }
    }
}

/// Archives in archives that are unpacked.
const MAX_DEPTH: usize = 2;

/// An archive whose members are read.
struct ArchiveFile<'a> {
    /// The name of the archive.
    path: &'a Path,
    /// The file that holds it.
    file: &'a Path,
    /// What the ids of its members begin with; empty if the archive was named.
    id: &'a str,
    /// Archives in which it lies.
    depth: usize,
    kind: ArchiveKind,
}

/// A member of an archive that was unpacked.
struct Unpacked {
    path: PathBuf,
    file: PathBuf,
    id: String,
}

/// The kind of archive that a file with the name `path` holds, which begins with `head`. A document
/// that is a zip archive too is recognised by its name.
fn archive_kind(path: &Path, head: &Head) -> Option<ArchiveKind> {
    let is_document = Format::from_extension(path).is_some_and(Format::is_zip);
    head.as_ref().ok().filter(|_| !is_document).and_then(|head| ArchiveKind::of(head))
}

/// A path that was given, which is not a folder. `head` is that of a regular file.
fn named(
    path: &Path,
    head: Option<&Head>,
    forced: Option<Format>,
) -> std::result::Result<Source, SkippedInput> {
    let format = match (forced, head) {
        (None, Some(head)) => detect(path, head).map(Some),
        (forced, _) => forced.and_then(Format::not_built_in).map_or(Ok(forced), Err),
    };
    let source = format.map(|format| Source::new(path, file_name(path), format));
    source.map_err(|kind| skipped(path, kind.to_string()))
}

/// One file of a folder.
enum Found {
    Source(FileIdentity, Source),
    Archive(FileIdentity, PathBuf, ArchiveKind),
    PassedOver(PassedOver),
    Unreadable(SkippedInput),
}

impl Found {
    fn of(folder: &Path, find: Find, options: &ReadOptions) -> Self {
        let file = match find {
            Ok(file) => file,
            Err(skip) if is_stray_link(&skip.path) => {
                return Self::passed_over(&skip.path, UnreadKind::DANGLING);
            }
            Err(skip) => return Self::Unreadable(skip),
        };
        let path = file.path();
        // Opening anything but a regular file, such as a named pipe, may block forever.
        if !file.file_type().is_some_and(|kind| kind.is_file()) {
            return Self::passed_over(path, UnreadKind::SPECIAL);
        }
        let (head, metadata) = (decompressed_head(path, HEAD), fs::metadata(path));
        if let (Some(kind), Ok(metadata)) = (archive_kind(path, &head), &metadata) {
            return Self::Archive(FileIdentity::new(path, metadata), path.into(), kind);
        }
        match (format_in_folder(path, path, &head, options), metadata) {
            (Err(kind), _) => Self::passed_over(path, kind),
            (_, Err(error)) => Self::Unreadable(skipped(path, reason(&error))),
            (Ok(format), Ok(metadata)) => {
                let source = Source::new(path, path_below(folder, path), Some(format));
                Self::Source(FileIdentity::new(path, &metadata), source)
            }
        }
    }

    fn passed_over(path: &Path, kind: UnreadKind) -> Self {
        Self::PassedOver(PassedOver::new(path, kind))
    }
}

/// Bytes in which the field that holds the text is looked for: fields before it may be long.
const NAMES_WINDOW: usize = 1 << 20;

/// The format of a file of a folder. JSON or a table without the field that holds the text is taken
/// for settings, figures or the like, and is not read.
fn format_in_folder(
    file: &Path,
    name: &Path,
    head: &Head,
    options: &ReadOptions,
) -> std::result::Result<Format, UnreadKind> {
    let format = forced_format(name, head, options.input_format)?;
    if options.input_format.is_some() || !matches!(format, Format::Json | Format::Csv) {
        return Ok(format);
    }
    let head = decompressed_head(file, NAMES_WINDOW).unwrap_or_default();
    if names_text(format, &head, options) { Ok(format) } else { Err(UnreadKind::NO_TEXT) }
}

/// Whether JSON or a table that begins with `head` has a field or column that holds the text.
fn names_text(format: Format, head: &[u8], options: &ReadOptions) -> bool {
    // In UTF-16, every other byte of a name in ASCII is NUL.
    let head: Vec<u8> = head.iter().copied().filter(|&byte| byte != 0).collect();
    let header = head.split(|byte| b"\r\n".contains(byte)).find(|line| !line.is_empty());
    let header = header.unwrap_or_default();
    json_path::paths(&options.text_field).any(|path| {
        if format == Format::Csv {
            return memmem::find(header, path.as_bytes()).is_some();
        }
        let name = format!("\"{}\"", json_path::last_step(path));
        memmem::find(&head, name.as_bytes()).is_some()
    })
}

/// The format of a file of a folder. A format that was forced does not make text of binary data.
fn forced_format(
    name: &Path,
    head: &Head,
    forced: Option<Format>,
) -> std::result::Result<Format, UnreadKind> {
    let Some(format) = forced else { return detect(name, head) };
    if let Some(kind) = format.not_built_in() {
        return Err(kind);
    }
    match head {
        Ok(head) if !format.is_binary() && !is_text(head) => {
            Err(UnreadKind::of(name, head, false).unwrap_or(UnreadKind::BINARY))
        }
        _ => Ok(format),
    }
}

/// One item of a walk through a folder.
type Find = std::result::Result<DirEntry, SkippedInput>;

/// Walks through a folder and its subfolders.
fn walk(folder: &Path, globs: Override) -> impl Iterator<Item = Find> {
    // Files outside the folder are disregarded, so that a folder is the same collection everywhere.
    let walk = WalkBuilder::new(folder)
        .follow_links(true)
        .parents(false)
        .git_global(false)
        .git_exclude(false)
        .require_git(false)
        .overrides(globs)
        .build();
    walk.map(|find| find.map_err(|error| skip(folder.into(), error)))
}

/// Whether any of the files `paths` would be read as one of `folder`, if it held text. All exist or
/// will exist, with all links resolved.
///
/// # Errors
/// If a glob is invalid.
pub fn would_read(folder: &Path, paths: &[PathBuf], options: &ReadOptions) -> Result<bool> {
    let globs = overrides(folder, &options.globs)?;
    Ok(paths.iter().any(|path| is_walked(folder, path, &globs)))
}

/// Whether a walk through `folder` finds the file `path`.
fn is_walked(folder: &Path, path: &Path, globs: &Override) -> bool {
    let Ok(below) = path.strip_prefix(folder) else { return false };
    let mut folders = path.ancestors().skip(1).take_while(|above| *above != folder);
    !below.components().any(is_hidden)
        && !globs.matched(path, false).is_ignore()
        && !folders.any(|above| globs.matched(above, true).is_ignore())
}

fn is_hidden(part: Component<'_>) -> bool {
    part.as_os_str().as_encoded_bytes().starts_with(b".")
}

/// The globs as a matcher of paths in `folder`.
fn overrides(folder: &Path, globs: &[String]) -> Result<Override> {
    let mut builder = OverrideBuilder::new(folder);
    let built = globs.iter().try_for_each(|glob| builder.add(glob).map(drop));
    built
        .and_then(|()| builder.build())
        .map_err(|error| Error::Setting { setting: "glob", reason: error.to_string() })
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
    (is_hidden || Format::from_extension(path).is_none()) && is_dangling_link(path)
}

fn is_dangling_link(path: &Path) -> bool {
    path.is_symlink() && fs::metadata(path).is_err_and(|error| error.kind() == ErrorKind::NotFound)
}

/// The reason why a path that was given is an error, with a name in its folder that may be meant.
fn missing_reason(path: &Path, error: &std::io::Error) -> String {
    if is_dangling_link(path) {
        return "a symbolic link to nothing".into();
    }
    let meant = sibling_alike(path).filter(|_| error.kind() == ErrorKind::NotFound);
    let meant = meant.map_or_else(String::new, |meant| {
        format!(" (did you mean {}?)", path.with_file_name(meant).display())
    });
    reason(error) + &meant
}

/// The name in the folder of `path` that is most similar to that of `path`.
fn sibling_alike(path: &Path) -> Option<String> {
    let entries = fs::read_dir(folder_of(path)).ok()?;
    let names = entries.filter_map(|entry| entry.ok()?.file_name().into_string().ok());
    let mut names: Vec<String> = names.collect();
    names.sort();
    let names: Vec<&str> = names.iter().map(String::as_str).collect();
    closest_file(path.file_name()?.to_str()?, &names).map(str::to_owned)
}

/// The whole file at `path` was skipped.
fn skipped(path: &Path, reason: String) -> SkippedInput {
    SkippedInput::new(path, None, reason)
}

/// The reason why `path`, or the path in `error`, was skipped.
fn skip(path: PathBuf, error: ignore::Error) -> SkippedInput {
    match error {
        ignore::Error::WithPath { path, err } => skip(path, *err),
        ignore::Error::WithDepth { err, .. } => skip(path, *err),
        ignore::Error::Loop { ancestor, child } => {
            let above = ancestor.display();
            skipped(&child, format!("a link back to {above}, in which it lies"))
        }
        ignore::Error::Io(error) => skipped(&path, reason(&error)),
        other => skipped(&path, other.to_string()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A folder of files, each with some text.
    struct Folder(tempfile::TempDir);

    impl Folder {
        fn with(names: &[&str]) -> Self {
            let folder = Self(tempfile::tempdir().expect("the test may write temporary files"));
            for name in names {
                folder.write(name, "雷同".as_bytes());
            }
            folder
        }

        fn path(&self, name: &str) -> PathBuf {
            self.0.path().join(name)
        }

        fn write(&self, name: &str, bytes: &[u8]) {
            let path = self.path(name);
            fs::create_dir_all(path.parent().expect("a folder")).expect("there is room");
            fs::write(path, bytes).expect("there is room");
        }

        fn list(&self, options: &ReadOptions) -> Listing {
            find(&[self.0.path().into()], options).expect("the folder exists")
        }

        /// Ids of the files that are read with these globs.
        fn ids(&self, globs: &[&str]) -> Vec<String> {
            let listing = self.list(&ReadOptions::default().globs(globs.iter().copied()));
            listing.sources.into_iter().flatten().map(|source| source.id).collect()
        }
    }

    #[test]
    fn a_folder_is_listed_by_path_without_what_is_hidden_or_excluded() {
        let names = ["b.txt", "a/z.TXT", "a.md", ".hidden.txt", "drafts/x.txt", "c.xlsx", "log"];
        let folder = Folder::with(&names);
        folder.write(".gitignore", b"drafts/\n");
        assert_eq!(folder.ids(&[]), ["a/z.TXT", "a.md", "b.txt", "log"]);
        let listing = folder.list(&ReadOptions::default());
        let passed: Vec<_> = listing.passed_over.iter().map(|passed| passed.kind.name()).collect();
        assert_eq!(passed, ["a spreadsheet"]);
    }

    #[test]
    fn globs_choose_files_of_a_folder() {
        let folder = Folder::with(&["a.txt", "b.log", "c/d.txt"]);
        assert_eq!(folder.ids(&["*.txt"]), ["a.txt", "c/d.txt"]);
        assert_eq!(folder.ids(&["!*.log"]), ["a.txt", "c/d.txt"]);
        assert_eq!(folder.ids(&["*.txt", "!c/**"]), ["a.txt"]);
        let wrong = find(&[folder.path("")], &ReadOptions::default().globs(["a{"]));
        assert!(matches!(wrong, Err(Error::Setting { setting: "glob", .. })));
    }

    #[test]
    fn a_format_that_is_forced_holds_for_text_of_all_kinds() {
        let folder = Folder::with(&["a.html", "b.csv", "c.txt"]);
        folder.write("d.png", b"\x89PNG\r\n\x1a\n\0\0\0\r");
        let listing = folder.list(&ReadOptions::default().input_format(Format::JsonLines));
        let formats: Vec<_> = listing.sources.iter().flatten().map(|one| one.format).collect();
        assert_eq!(formats, [Some(Format::JsonLines); 3]);
        assert_eq!(listing.passed_over.len(), 1);
    }

    #[test]
    fn a_file_is_listed_once_at_its_first_position() {
        let folder = Folder::with(&["a.txt", "b.dat"]);
        let paths = [folder.path("b.dat"), folder.path(""), folder.path("a.txt")];
        let listing = find(&paths, &ReadOptions::default()).expect("they exist");
        let found: Vec<&PathBuf> = listing.sources.iter().flatten().map(|one| &one.path).collect();
        assert_eq!(found, [&folder.path("b.dat"), &folder.path("a.txt")]);
    }

    #[test]
    fn a_file_in_a_folder_would_be_read_unless_it_is_hidden_or_excluded() {
        let folder = Folder::with(&[]);
        let would_read = |name: &str, globs: &[&str]| {
            let options = ReadOptions::default().globs(globs.iter().copied());
            would_read(folder.0.path(), &[folder.path(name)], &options)
                .expect("the globs are valid")
        };
        assert!(would_read("a/report.html", &[]));
        assert!(!would_read("report.html", &["!*.html"]) && !would_read("report.html", &["*.txt"]));
        assert!(!would_read(".report.html", &[]) && !would_read(".a/report.html", &[]));
        assert!(!would_read("a/b/report.html", &["!a/"]));
        assert!(would_read("a/b.txt", &["*.txt"]) && !would_read("a/b.txt", &["*.txt", "!a"]));
    }

    #[cfg(unix)]
    #[test]
    fn what_is_not_read_is_listed_once() {
        let folder = Folder::with(&["a/b/x.xlsx", "a/b/c.txt"]);
        std::os::unix::fs::symlink("nowhere", folder.path("a/b/lost.txt")).expect("there is room");
        for paths in [["a", "a/b"], ["a/b", "a"], ["a", "a"]] {
            let paths = paths.map(|path| folder.path(path));
            let listing = find(&paths, &ReadOptions::default()).expect("they exist");
            assert_eq!((listing.sources.len(), listing.passed_over.len()), (2, 1), "{paths:?}");
        }
    }

    #[cfg(unix)]
    #[test]
    fn links_to_one_file_are_counted_once() {
        let folder = Folder::with(&["a.txt"]);
        fs::hard_link(folder.path("a.txt"), folder.path("b.txt")).expect("there is room");
        std::os::unix::fs::symlink("a.txt", folder.path("c.txt")).expect("there is room");
        assert_eq!(folder.ids(&[]), ["a.txt"]);
    }

    #[test]
    fn a_path_that_does_not_exist_is_an_error() {
        let folder = Folder::with(&["speech.txt"]);
        let paths = [folder.path("speech.txt"), folder.path("speach.txt")];
        let error = find(&paths, &ReadOptions::default()).expect_err("one is missing").to_string();
        assert!(error.contains("speach.txt: no such file or directory (did you mean "), "{error}");
        assert!(error.ends_with("speech.txt?)"), "{error}");
        let listing = find(&["-".into(), "-".into()], &ReadOptions::default()).expect("it exists");
        assert_eq!(listing.sources.len(), 1);
    }

    #[test]
    fn a_named_file_of_a_kind_that_is_not_read_is_listed_in_its_place() {
        let folder = Folder::with(&["a.xlsx", "b.txt"]);
        let paths = [folder.path("a.xlsx"), folder.path("b.txt")];
        let listing = find(&paths, &ReadOptions::default()).expect("they exist");
        let skip = listing.sources[0].as_ref().expect_err("spreadsheets are not read");
        assert!(skip.reason.starts_with("a spreadsheet, which is not read: "), "{}", skip.reason);
        assert!(listing.sources[1].is_ok());
    }

    #[cfg(unix)]
    #[test]
    fn a_link_to_its_own_folder_is_an_error_and_a_stray_one_is_not() {
        let folder = Folder::with(&[]);
        for (to, name) in [(".", "loop"), ("nowhere", ".#a.txt"), ("nowhere", "lost.txt")] {
            std::os::unix::fs::symlink(to, folder.path(name)).expect("there is room");
        }
        let listing = folder.list(&ReadOptions::default());
        let skipped: Vec<_> = listing.sources.iter().filter_map(|one| one.as_ref().err()).collect();
        assert_eq!((listing.sources.len(), skipped.len()), (2, 2));
        assert!(skipped[0].reason.contains("link back") || skipped[1].reason.contains("link back"));
    }
}
