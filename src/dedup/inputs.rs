//! What a run reads: the files of a reference and of the collection.

use std::io;
use std::path::PathBuf;

use tempfile::NamedTempFile;

use super::DedupSettings;
use super::record_reader::changed;
use crate::corpus::{ReadOptions, Source, find};
use crate::detector::Detector;
use crate::error::{Error, Result, SkippedInput};

/// The files of a reference, which is only compared with, and of the collection.
pub struct Inputs {
    /// All files, those of the reference first.
    pub(super) sources: Vec<Source>,
    /// Number of files of the reference.
    pub(super) references: usize,
    /// Paths of the collection under which there was no file.
    pub(super) missing: Vec<SkippedInput>,
    pub(super) ignored_files: usize,
    /// The stamp of each file when it was found.
    stamps: Vec<Option<Stamp>>,
    /// Copies of standard input and pipes, which are removed with the inputs.
    _copies: Vec<NamedTempFile>,
}

/// Size and modification time of a file, by which a change is noticed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct Stamp {
    size: u64,
    modified: Option<std::time::SystemTime>,
}

impl Stamp {
    fn of(source: &Source) -> Option<Self> {
        let file = source.local_path()?.metadata().ok()?;
        Some(Self { size: file.len(), modified: file.modified().ok() })
    }
}

impl Inputs {
    /// Finds the files under `paths`, and under `reference`, as [`find`] does. Standard input and
    /// pipes are copied to temporary files, since they are read more than once.
    ///
    /// # Errors
    /// If one of them cannot be copied, or a path of the reference does not exist: its duplicates
    /// would be kept.
    pub fn find(paths: &[PathBuf], reference: &[PathBuf]) -> Result<Self> {
        let (reference, own) = (find(reference), find(paths));
        let ignored_files = reference.ignored_files + own.ignored_files;
        let mut copies = Vec::new();
        let mut sources = Vec::new();
        for found in reference.sources {
            sources.push(readable_twice(found.map_err(Error::Unreadable)?, &mut copies)?);
        }
        let references = sources.len();
        let mut missing = Vec::new();
        for found in own.sources {
            match found {
                Ok(source) => sources.push(readable_twice(source, &mut copies)?),
                Err(skip) => missing.push(skip),
            }
        }
        // Taken before any record is read, so that a change at any time of the run is noticed.
        let stamps = sources.iter().map(Stamp::of).collect();
        Ok(Self { sources, references, missing, ignored_files, stamps, _copies: copies })
    }

    /// Bytes of all files as they lie on disk.
    #[must_use]
    pub fn size(&self) -> u64 {
        self.sources.iter().filter_map(Source::size).sum()
    }

    /// Whether the collection has no file.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.sources.len() == self.references
    }

    /// The files of the collection, without those of the reference.
    pub(super) fn own(&self) -> &[Source] {
        &self.sources[self.references..]
    }

    /// Paths of the collection under which there was no file.
    #[must_use]
    pub fn missing(&self) -> &[SkippedInput] {
        &self.missing
    }

    /// Everything that decides about the result of the first pass: the files as they are, and the
    /// settings. A journal is only valid for a run with the same fingerprint.
    pub(super) fn fingerprint(
        &self,
        options: &ReadOptions,
        settings: &DedupSettings,
        detector: &Detector,
    ) -> String {
        let mut lines = vec![detector.fingerprint(), settings.fingerprint(), options.fingerprint()];
        lines.push(format!("references {}", self.references));
        for (source, stamp) in self.sources.iter().zip(&self.stamps) {
            let modified =
                stamp.and_then(|stamp| stamp.modified?.duration_since(std::time::UNIX_EPOCH).ok());
            let (size, modified) =
                (stamp.map_or(0, |stamp| stamp.size), modified.map_or(0, |time| time.as_nanos()));
            lines.push(format!("{size} {modified} {}", source.path.display()));
        }
        lines.join("\n")
    }

    /// Returns an error if a file is not what it was when it was found.
    pub(super) fn check_unchanged(&self) -> Result<()> {
        for (source, stamp) in self.sources.iter().zip(&self.stamps) {
            if Stamp::of(source) != *stamp {
                return Err(Error::Read { path: source.path.clone(), source: changed() });
            }
        }
        Ok(())
    }
}

/// The source, or if its size is unknown, as of a pipe, a temporary copy of it.
fn readable_twice(source: Source, copies: &mut Vec<NamedTempFile>) -> Result<Source> {
    if source.size().is_some() {
        return Ok(source);
    }
    let file = NamedTempFile::new().map_err(Error::spill)?;
    if source.is_standard_input() {
        io::copy(&mut io::stdin().lock(), &mut file.as_file()).map_err(Error::spill)?;
    } else {
        let unreadable = |cause| Error::Read { path: source.path.clone(), source: cause };
        io::copy(&mut source.open_file().map_err(unreadable)?, &mut file.as_file())
            .map_err(Error::spill)?;
    }
    let path = file.path().to_owned();
    copies.push(file);
    Ok(source.copied_to(path))
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::fs;

    #[test]
    fn the_reference_comes_first_and_what_is_missing_is_listed() {
        let folder = tempfile::tempdir().expect("the test may write temporary files");
        let path = |name: &str| folder.path().join(name);
        for name in ["a.txt", "b.txt"] {
            fs::write(path(name), "雷同").expect("there is room");
        }
        let inputs = Inputs::find(&[path("a.txt"), path("none")], &[path("b.txt")])
            .expect("the reference exists");
        assert_eq!((inputs.references, inputs.sources.len()), (1, 2));
        assert_eq!(inputs.sources[0].path, path("b.txt"));
        assert!(inputs.own().iter().map(|source| &source.path).eq([&path("a.txt")]));
        assert_eq!(inputs.missing()[0].path, path("none"));
        assert_eq!((inputs.size(), inputs.is_empty()), (12, false));
        // The duplicates of a reference that is not there would be kept without a word.
        assert!(Inputs::find(&[path("a.txt")], &[path("none")]).is_err());
        assert!(Inputs::find(&[], &[path("b.txt")]).expect("it exists").is_empty());
    }

    #[test]
    fn a_file_that_changes_is_noticed_and_changes_the_fingerprint() {
        let folder = tempfile::tempdir().expect("the test may write temporary files");
        let path = folder.path().join("a.txt");
        let settings = DedupSettings::default();
        let detector = settings.matching.detector().build().expect("valid settings");
        let fingerprint =
            |inputs: &Inputs| inputs.fingerprint(&ReadOptions::default(), &settings, &detector);
        fs::write(&path, "雷同").expect("there is room");
        let before = Inputs::find(std::slice::from_ref(&path), &[]).expect("it exists");
        assert!(before.check_unchanged().is_ok());
        fs::write(&path, "雷同雷同").expect("there is room");
        assert!(before.check_unchanged().is_err());
        let after = Inputs::find(std::slice::from_ref(&path), &[]).expect("it exists");
        assert_ne!(fingerprint(&before), fingerprint(&after));
        // The same file as a reference is another run.
        let as_reference = Inputs::find(&[], std::slice::from_ref(&path)).expect("it exists");
        assert_ne!(fingerprint(&as_reference), fingerprint(&after));
        fs::remove_file(&path).expect("it is there");
        assert!(after.check_unchanged().is_err());
    }
}
