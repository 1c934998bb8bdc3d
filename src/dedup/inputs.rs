//! What a run reads: the files of a reference and of the collection.

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};

use super::DedupSettings;
use super::named_inputs::inputs_of;
use super::record_reader::changed;
use crate::corpus::{Copies, Listing, PassedOver, ReadOptions, Source, find};
use crate::detector::Detector;
use crate::document::SourceId;
use crate::error::{Error, Result, SkippedInput};

/// Files, and records of each, whose fields an error names.
const LOOKED_AT: usize = 100;

/// The files of a reference, which is only compared with, and of the collection.
pub struct Inputs {
    /// All files, those of the reference first.
    pub(super) sources: Vec<Source>,
    /// Number of files of the reference.
    pub(super) references: usize,
    /// Paths of the collection that were found, but are not read.
    pub(super) unread: Vec<SkippedInput>,
    /// Files in folders that are not read.
    pub(super) passed_over: Vec<PassedOver>,
    /// The paths of the collection, and of the reference, as they were given.
    pub(super) paths: InputPaths,
    /// For each file the number of the path of the collection under which it was found.
    pub(super) input_of: Vec<Option<usize>>,
    /// The stamp of each file when it was found.
    stamps: Vec<Option<Stamp>>,
    /// Copies of standard input and pipes, which are removed with the inputs.
    _copies: Copies,
}

/// The paths under which files were found.
pub(super) struct InputPaths {
    pub(super) own: Vec<PathBuf>,
    pub(super) reference: Vec<PathBuf>,
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
    /// If a path does not exist or cannot be copied, or a path of the reference is not read: its
    /// duplicates would be kept.
    pub fn find(paths: &[PathBuf], reference: &[PathBuf], options: &ReadOptions) -> Result<Self> {
        // The members of archives cannot be written back.
        let own = find(paths, &options.clone().archives(false))?;
        Self::new(own, find(reference, options)?)
    }

    /// The files of the collection, `own`, and of the reference.
    ///
    /// # Errors
    /// As [`find`](Self::find).
    pub fn new(mut own: Listing, mut reference: Listing) -> Result<Self> {
        let mut copies = Copies::default();
        copies.add(&mut reference)?;
        copies.add(&mut own)?;
        let sources = reference.sources.into_iter().map(|found| found.map_err(Error::Unreadable));
        let mut sources = sources.collect::<Result<Vec<Source>>>()?;
        let references = sources.len();
        let mut unread = Vec::new();
        for found in own.sources {
            match found {
                Ok(source) => sources.push(source),
                Err(skip) => unread.push(skip),
            }
        }
        // Taken before any record is read, so that a change at any time of the run is noticed.
        let stamps = sources.iter().map(Stamp::of).collect();
        let mut input_of = inputs_of(&sources, &own.paths);
        // A reference may lie in a folder of the collection, and is none of its files.
        input_of[..references].fill(None);
        Ok(Self {
            sources,
            references,
            unread,
            passed_over: [reference.passed_over, own.passed_over].concat(),
            paths: InputPaths { own: own.paths, reference: reference.paths },
            input_of,
            stamps,
            _copies: copies,
        })
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

    /// The number of each source's input, by which texts are told apart; the reference is one.
    pub(super) fn input_numbers(&self) -> Vec<u32> {
        self.input_of.iter().map(|input| input.map_or(0, |input| input as u32 + 1)).collect()
    }

    /// The paths of the collection that are folders.
    pub(super) fn own_folders(&self) -> impl Iterator<Item = &Path> {
        self.paths.own.iter().map(PathBuf::as_path).filter(|path| path.is_dir())
    }

    /// The paths of the reference that are folders.
    pub(super) fn reference_folders(&self) -> impl Iterator<Item = &Path> {
        self.paths.reference.iter().map(PathBuf::as_path).filter(|path| path.is_dir())
    }

    /// All files that are read, those of the reference first.
    #[must_use]
    pub fn sources(&self) -> &[Source] {
        &self.sources
    }

    /// Files in folders that are not read, because no text is expected in them.
    #[must_use]
    pub fn passed_over(&self) -> &[PassedOver] {
        &self.passed_over
    }

    /// The names of the fields of the first records of the collection.
    pub(super) fn field_names(&self, options: &ReadOptions) -> BTreeSet<String> {
        let sources = self.own().iter().filter(|source| source.size().is_some());
        let blocks = sources
            .take(LOOKED_AT)
            .filter_map(|source| source.blocks(options, &|_| (), 1 << 17).next()?.ok());
        blocks
            .flat_map(|block| {
                let records = block.records().take(LOOKED_AT);
                records.flat_map(|record| record.field_names(options)).collect::<Vec<_>>()
            })
            .collect()
    }

    /// The id of a record that has none of its own.
    pub(super) fn id_of_line(&self, source: SourceId, line: Option<u64>) -> String {
        self.sources[source.index()].id_of_line(line)
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

#[cfg(test)]
mod tests {
    use super::*;
    use std::fs;

    #[test]
    fn the_reference_comes_first_and_what_is_not_read_is_listed() {
        let folder = tempfile::tempdir().expect("the test may write temporary files");
        let path = |name: &str| folder.path().join(name);
        for name in ["a.txt", "b.txt"] {
            fs::write(path(name), "雷同").expect("there is room");
        }
        fs::write(path("c.png"), b"\x89PNG\r\n\x1a\n\0\0\0\r").expect("there is room");
        let find = |paths: &[PathBuf], reference: &[PathBuf]| {
            Inputs::find(paths, reference, &ReadOptions::default())
        };
        let inputs =
            find(&[path("a.txt"), path("c.png")], &[path("b.txt")]).expect("all of them exist");
        assert_eq!((inputs.references, inputs.sources.len()), (1, 2));
        assert_eq!(inputs.sources[0].path, path("b.txt"));
        assert!(inputs.own().iter().map(|source| &source.path).eq([&path("a.txt")]));
        assert_eq!(inputs.unread[0].path, path("c.png"));
        assert_eq!((inputs.size(), inputs.is_empty()), (12, false));
        // The duplicates of a reference that is not read would be kept without a word.
        assert!(find(&[path("a.txt")], &[path("c.png")]).is_err());
        for (paths, reference) in [("a.txt", "none"), ("none", "a.txt")] {
            assert!(find(&[path(paths)], &[path(reference)]).is_err());
        }
        assert!(find(&[], &[path("b.txt")]).expect("it exists").is_empty());
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
        let before = Inputs::find(std::slice::from_ref(&path), &[], &ReadOptions::default())
            .expect("it exists");
        assert!(before.check_unchanged().is_ok());
        fs::write(&path, "雷同雷同").expect("there is room");
        assert!(before.check_unchanged().is_err());
        let after = Inputs::find(std::slice::from_ref(&path), &[], &ReadOptions::default())
            .expect("it exists");
        assert_ne!(fingerprint(&before), fingerprint(&after));
        // The same file as a reference is another run.
        let as_reference = Inputs::find(&[], std::slice::from_ref(&path), &ReadOptions::default())
            .expect("it exists");
        assert_ne!(fingerprint(&as_reference), fingerprint(&after));
        fs::remove_file(&path).expect("it is there");
        assert!(after.check_unchanged().is_err());
    }
}
