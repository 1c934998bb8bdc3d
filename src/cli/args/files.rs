//! Options that choose what is read.

use std::fs::File;
use std::io::{self, Read};
use std::path::{Path, PathBuf};

use clap::Args as Group;
use ignore::overrides::OverrideBuilder;
use leitong::corpus::{ReadOptions, SkipLimit};
use leitong::error::{Error, Result, SkippedInput};

use super::super::devices::check_ends;
use super::flags::parsed;
use super::reading::ReadingArgs;

/// Most records that may be skipped by default: a stray broken line in a large file is common, and
/// more means that the wrong file, field or encoding was given.
pub(crate) const MAX_SKIPPED: SkipLimit = SkipLimit::Percent(1.0);

/// Characters of a path in a message: longer paths do not exist on most systems, so that the line is
/// something else.
const LONGEST_SHOWN: usize = 256;

#[derive(Debug, Group)]
#[command(next_help_heading = "Reading")]
pub(crate) struct FilesArgs {
    /// Also read the paths that this file lists, one a line; `-` is standard input
    #[arg(long, value_name = "FILE", hide_short_help = true)]
    files_from: Option<PathBuf>,
    /// Paths in `--files-from` end in NUL, as `find -print0` writes them
    #[arg(long, short = '0', requires = "files_from", hide_short_help = true)]
    null: bool,
    /// Read only the files of directories that match GLOB, such as '*.txt', or with '!GLOB' those
    /// that do not; may be repeated
    #[arg(
        long,
        short,
        value_name = "GLOB",
        value_parser = glob,
        hide_short_help = true
    )]
    glob: Vec<String>,
    /// Read only the files of directories that match GLOB, as --glob does; may be repeated
    #[arg(long, value_name = "GLOB", value_parser = glob, hide_short_help = true)]
    include: Vec<String>,
    /// Leave out the files and subdirectories that match GLOB, such as 'drafts/**'; may be repeated
    #[arg(long, value_name = "GLOB", value_parser = glob, hide_short_help = true)]
    exclude: Vec<String>,
    /// Maximum of files and records that may be skipped because they cannot be read, as a share or
    /// a number: above it the run fails and writes nothing, up to it the exit code is 3
    /// [default: 1%]
    #[arg(
        long,
        value_name = "N or N%",
        value_parser = parsed::<SkipLimit>,
        conflicts_with = "on_error",
        hide_short_help = true
    )]
    max_skipped: Option<SkipLimit>,
    /// Write what could not be read to this file: JSON Lines with path, line, byte, reason and
    /// record
    #[arg(long, value_name = "FILE", value_parser = file, hide_short_help = true)]
    pub(crate) skipped: Option<PathBuf>,
}

impl FilesArgs {
    /// The options of reading, with those of `reading`.
    pub(crate) fn options(&self, reading: &ReadingArgs) -> ReadOptions {
        let options = reading.options();
        // Who says that what cannot be read is skipped has decided how much of it may be.
        let limit = if reading.skips() { SkipLimit::ANY } else { MAX_SKIPPED };
        options.globs(self.globs()).max_skipped(self.max_skipped.unwrap_or(limit))
    }

    /// All globs, with a `!` before those that leave files out.
    fn globs(&self) -> Vec<String> {
        let excluded = self.exclude.iter().map(|glob| format!("!{glob}"));
        self.glob.iter().chain(&self.include).cloned().chain(excluded).collect()
    }

    /// The paths to read: `paths`, and those that are listed in a file.
    pub(crate) fn paths(&self, paths: &[PathBuf]) -> Result<Vec<PathBuf>> {
        let Some(list) = &self.files_from else { return Ok(paths.to_vec()) };
        check_ends(std::slice::from_ref(list))?;
        let failed = |source| Error::Read { path: list.clone(), source };
        let bytes = read(list).map_err(failed)?;
        let end = if self.null { 0 } else { b'\n' };
        let lines = bytes.split(|&byte| byte == end).enumerate();
        let mut all = paths.to_vec();
        for (at, line) in lines {
            let line = if self.null { line } else { line.strip_suffix(b"\r").unwrap_or(line) };
            if !line.is_empty() {
                all.push(listed(list, at + 1, line)?);
            }
        }
        let reason = if all.is_empty() {
            format!("{} lists no path", list.display())
        } else if is_standard(list) && all.iter().any(|path| is_standard(path)) {
            "standard input has the list, so that it cannot be a document too".into()
        } else {
            return Ok(all);
        };
        Err(Error::Setting { setting: "files_from", reason })
    }

    /// Whether globs have files to choose from: a list may name directories, as `paths` may.
    pub(super) fn has_globs_for(&self, paths: &[PathBuf]) -> bool {
        self.files_from.is_some() || paths.iter().any(|path| path.is_dir())
    }

    /// The list of paths, if it is a file.
    pub(crate) fn list(&self) -> Option<&Path> {
        self.files_from.as_deref()
    }
}

/// Whether a path denotes standard input.
fn is_standard(path: &Path) -> bool {
    path.as_os_str() == "-"
}

/// A path that is not standard output, which has the report.
fn file(text: &str) -> std::result::Result<PathBuf, String> {
    if text == "-" {
        return Err("standard output has the report; name a file".into());
    }
    Ok(text.into())
}

/// A glob that can be matched. The option that it is given to is named by the parser.
fn glob(text: &str) -> std::result::Result<String, String> {
    let added = OverrideBuilder::new(".").add(text).map(|_| text.to_owned());
    added.map_err(|error| error.to_string())
}

/// The bytes of a file, or of standard input.
fn read(path: &Path) -> io::Result<Vec<u8>> {
    let mut bytes = Vec::new();
    if is_standard(path) {
        io::stdin().read_to_end(&mut bytes)?;
    } else {
        File::open(path)?.read_to_end(&mut bytes)?;
    }
    Ok(bytes)
}

/// The path in a line of a list. A path that does not exist is told with its line.
fn listed(list: &Path, line: usize, bytes: &[u8]) -> Result<PathBuf> {
    let path = path_of(bytes);
    if is_standard(&path) || path.exists() {
        return Ok(path);
    }
    let reason = match bytes {
        _ if bytes.contains(&0) => "the paths end in NUL; add --null".into(),
        [b'{' | b'[', ..] => {
            format!(
                "a record and not a path; to read {}, name it without --files-from",
                list.display()
            )
        }
        _ => format!("{}: no such file or directory", shortened(&path.to_string_lossy())),
    };
    Err(Error::Unreadable(SkippedInput::new(list, Some(line as u64), reason)))
}

/// The beginning of a path that is too long for a message.
fn shortened(path: &str) -> String {
    match path.char_indices().nth(LONGEST_SHOWN) {
        Some((end, _)) => format!("{}…", &path[..end]),
        None => path.to_owned(),
    }
}

#[cfg(unix)]
fn path_of(bytes: &[u8]) -> PathBuf {
    std::path::PathBuf::from(<std::ffi::OsStr as std::os::unix::ffi::OsStrExt>::from_bytes(bytes))
}

#[cfg(not(unix))]
fn path_of(bytes: &[u8]) -> PathBuf {
    String::from_utf8_lossy(bytes).into_owned().into()
}
