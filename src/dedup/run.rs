//! The order of the work.

use std::io::{self, Write};
use std::panic::resume_unwind;
use std::path::{Path, PathBuf};
use std::thread;

use tempfile::NamedTempFile;

use super::DedupSettings;
use super::block_stream::{Monitor, Stage};
use super::journal::Journal;
use super::output::{Outputs, Writer};
use super::read_pass::{common_lines, read};
use super::record_reader::{RecordReader, changed};
use super::record_table::RecordTable;
use super::record_units::RecordUnits;
use super::resolve::CollectionTexts;
use super::summary::Summary;
use super::write_pass::{DuplicateNames, RemovalRule, WritePass};
use crate::cluster::Resolver;
use crate::corpus::{ReadOptions, Source, find};
use crate::error::{Error, Result, Skip};
use crate::index::{CandidateGroups, Limits};
use crate::storage::{AtomicFile, StagedFile};

/// What is read: a reference, from which nothing comes out, and the collection.
pub struct Inputs {
    /// All files, those of the reference first.
    pub(super) sources: Vec<Source>,
    /// How many of them are the reference.
    pub(super) references: usize,
    /// Where there should have been a file and was none.
    pub(super) missing: Vec<Skip>,
    passed_over: usize,
    /// Size and time of each file when it was found.
    stamps: Vec<Option<Stamp>>,
    /// What standard input and pipes were copied to.
    _copies: Vec<NamedTempFile>,
}

/// By what a file is known to be still the same.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct Stamp(u64, Option<std::time::SystemTime>);

impl Stamp {
    fn of(source: &Source) -> Option<Self> {
        let file = source.place()?.metadata().ok()?;
        Some(Self(file.len(), file.modified().ok()))
    }
}

impl Inputs {
    /// Finds the files under `paths`, and under `reference`, as [`find`] does. Standard input and pipes are copied to
    /// temporary files, since they are read more than once.
    ///
    /// # Errors
    /// If one of them cannot be copied, or something of the reference is not there: what stands in it would stay.
    pub fn find(paths: &[PathBuf], reference: &[PathBuf]) -> Result<Self> {
        let (reference, own) = (find(reference), find(paths));
        let (mut sources, mut missing, mut copies) = (Vec::new(), Vec::new(), Vec::new());
        let mut references = 0;
        let passed_over = reference.passed_over + own.passed_over;
        for (at, listed) in [reference, own].into_iter().enumerate() {
            for found in listed.sources {
                match found {
                    Ok(source) if source.size().is_none() => sources.push(spool(source, &mut copies)?),
                    Ok(source) => sources.push(source),
                    Err(skip) if at == 0 => return Err(Error::Unreadable(skip)),
                    Err(skip) => missing.push(skip),
                }
            }
            if at == 0 {
                references = sources.len();
            }
        }
        let stamps = sources.iter().map(Stamp::of).collect();
        Ok(Self { sources, references, missing, passed_over, stamps, _copies: copies })
    }

    /// Bytes of all files as they lie on disk.
    #[must_use]
    pub fn size(&self) -> u64 {
        self.sources.iter().filter_map(Source::size).sum()
    }

    /// Whether there is nothing to read.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.sources.len() == self.references
    }

    /// What something comes out of.
    pub(super) fn own(&self) -> &[Source] {
        &self.sources[self.references..]
    }

    /// Where there should have been a file and was none.
    #[must_use]
    pub fn missing(&self) -> &[Skip] {
        &self.missing
    }

    /// By what a run is known to be the same: the files as they are, and all that decides what is made of them.
    pub(super) fn fingerprint(&self, options: &ReadOptions, settings: &DedupSettings) -> String {
        let files = self.sources.iter().zip(&self.stamps).map(|(source, stamp)| (&source.path, stamp));
        let files: Vec<_> = files.collect();
        let version = env!("CARGO_PKG_VERSION");
        format!("{version} {options:?} {settings:?} {} {files:?}", self.references)
    }

    /// That all files are still what they were when they were found.
    fn check_unchanged(&self) -> Result<()> {
        let same = |(source, stamp): &(&Source, &Option<Stamp>)| Stamp::of(source) == **stamp;
        match self.sources.iter().zip(&self.stamps).find(|pair| !same(pair)) {
            Some((source, _)) => Err(Error::Read { path: source.path.clone(), source: changed() }),
            None => Ok(()),
        }
    }
}

fn spool(source: Source, copies: &mut Vec<NamedTempFile>) -> Result<Source> {
    let failed = |source| Error::Write { path: std::env::temp_dir(), source };
    let file = NamedTempFile::new().map_err(failed)?;
    if source.is_standard_input() {
        io::copy(&mut io::stdin().lock(), &mut file.as_file()).map_err(failed)?;
    } else {
        let unreadable = |cause| Error::Read { path: source.path.clone(), source: cause };
        io::copy(&mut source.open_file().map_err(unreadable)?, &mut file.as_file()).map_err(failed)?;
    }
    let path = file.path().to_owned();
    copies.push(file);
    Ok(source.copied_to(path))
}

/// Takes the duplicates out of a collection.
///
/// ```
/// use std::sync::atomic::AtomicBool;
/// use leitong::corpus::ReadOptions;
/// use leitong::dedup::{Dedup, DedupSettings, Inputs, Outputs, Monitor};
///
/// # let folder = tempfile::tempdir()?;
/// let (all, clean) = (folder.path().join("all.jsonl"), folder.path().join("clean.jsonl"));
/// std::fs::write(&all, "{\"text\": \"床前明月光，疑是地上霜。\"}\n{\"text\": \"床前明月光,疑是地上霜!\"}\n")?;
///
/// let dedup = Dedup::new(DedupSettings::default(), ReadOptions::default())?;
/// let watch = Monitor { bytes: &|_| (), stage: &|_| (), stop: &AtomicBool::new(false) };
/// let inputs = Inputs::find(&[all], &[])?;
/// let summary = dedup.run(&inputs, &Outputs::at(&clean), None, watch)?;
/// assert_eq!((summary.read, summary.kept, summary.removed), (2, 1, 1));
/// assert_eq!(std::fs::read_to_string(&clean)?, "{\"text\": \"床前明月光，疑是地上霜。\"}\n");
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Debug, Clone)]
pub struct Dedup {
    settings: DedupSettings,
    options: ReadOptions,
}

impl Dedup {
    /// Checks the settings. Of the fields of a record, no others are read than its text, its id and the one that decides
    /// which of several stays.
    ///
    /// # Errors
    /// If a setting cannot be.
    pub fn new(settings: DedupSettings, options: ReadOptions) -> Result<Self> {
        settings.check()?;
        if settings.keep.field() == Some(&options.text_field) {
            let reason = "the text does not decide by itself; longest is a choice".into();
            return Err(Error::Setting { setting: "keep", reason });
        }
        let longest = options.longest.min(settings.longest());
        let fields = Some(settings.keep.field().map(Into::into).into_iter().collect());
        Ok(Self { settings, options: ReadOptions { fields, longest, ..options } })
    }

    /// Does all the work; what goes is written to the list at `duplicates`.
    ///
    /// # Errors
    /// If an output would overwrite an input, something cannot be written, a file changes meanwhile, the run is stopped, or,
    /// if [`ReadOptions::on_error`] says so, something cannot be read. Then no output has appeared.
    pub fn run(
        &self,
        inputs: &Inputs,
        outputs: &Outputs,
        duplicates: Option<&Path>,
        watch: Monitor<'_>,
    ) -> Result<Summary> {
        outputs.check(&inputs.sources, inputs.references, duplicates)?;
        let mut units = RecordUnits::new(&self.settings)?;
        if let Some(most) = self.settings.common {
            units.leave_out(common_lines(inputs, &self.options, most, &units, watch)?);
        }
        let resume = self.settings.resume.as_deref();
        let (reading, journal) = read(inputs, &self.options, &self.settings, &units, resume, watch)?;
        let mut ledger = reading.ledger;
        outputs.check_forms(&inputs.sources, inputs.references, &ledger)?;
        (watch.stage)(Stage::Bucketing);
        let limits = Limits::default();
        let groups = CandidateGroups::of(&ledger.keys, limits)?;
        let spilled = ledger.keys.spilled();
        ledger.drop_band_keys();
        let ranks = ledger.ranks(&self.settings.keep);
        let representatives = ledger.representatives(&ranks);
        (watch.stage)(Stage::Comparing);
        let wanted = wanted_records(&groups, &representatives, &ledger);
        let reader = RecordReader::new(&inputs.sources, &ledger, &self.options, &wanted)?;
        drop(wanted);
        let texts = CollectionTexts {
            units: &units,
            table: &ledger,
            reader: &reader,
            keep: &self.settings.keep,
            representatives: &representatives,
            ranks: &ranks,
            monitor: watch,
        };
        let similarity = self.settings.matching.similarity;
        let resolver = Resolver { texts: &texts, similarity, limits, set_budget: self.settings.set_budget() };
        let verdicts = resolver.resolve(&groups)?;
        drop((groups, reader));

        let mut summary = Summary {
            skipped: reading.own_skipped,
            skips: reading.skipped,
            references: ledger.references(),
            passed_over: inputs.passed_over,
            capped: verdicts.capped,
            spilled,
            ..Summary::default()
        };
        let sentence = RemovalRule {
            settings: &self.settings,
            ledger: &ledger,
            verdicts: &verdicts,
            representatives: &representatives,
        };
        let scribe = WritePass { inputs, options: &self.options, sentence };
        deliver(&scribe, outputs, duplicates, &mut summary, watch)?;
        journal.map_or(Ok(()), Journal::remove)?;
        Ok(summary)
    }
}

/// Writes everything, and lets it appear when it is complete.
fn deliver(
    scribe: &WritePass<'_>,
    outputs: &Outputs,
    duplicates: Option<&Path>,
    summary: &mut Summary,
    watch: Monitor<'_>,
) -> Result<()> {
    let mut writer = Writer::new(outputs, scribe.inputs.own(), &scribe.options.text_field)?;
    let list = duplicates.map(List::new).transpose()?;
    let told = scribe.write(&mut writer, list.is_some(), summary, watch)?;
    // The list is made while the disk takes what was written.
    let (written, list) = thread::scope(|scope| {
        let written = scope.spawn(|| writer.complete());
        let list = list.map(|list| list.fill(scribe, &told)).transpose();
        (written.join().unwrap_or_else(|panic| resume_unwind(panic)), list)
    });
    let list = written.and(list)?;
    scribe.inputs.check_unchanged()?;
    summary.read += summary.skipped;
    assert!(summary.is_conserved(), "every record is kept, removed or skipped");
    watch.check()?;
    // When the first of the two takes its place, there is nothing left to write that could fail.
    writer.finish()?;
    list.map_or(Ok(()), CompleteList::place)
}

/// The list of duplicates in the making.
struct List<'p> {
    path: &'p Path,
    draft: AtomicFile,
}

impl<'p> List<'p> {
    fn new(path: &'p Path) -> Result<Self> {
        let draft = AtomicFile::new(path).map_err(|source| Error::Write { path: path.into(), source })?;
        Ok(Self { path, draft })
    }

    /// Writes all lines.
    fn fill(self, scribe: &WritePass<'_>, told: &DuplicateNames) -> Result<CompleteList<'p>> {
        let Self { path, mut draft } = self;
        let failed = |source| Error::Write { path: path.into(), source };
        scribe.list(told, |lines| draft.write_all(lines).map_err(failed))?;
        let complete = draft.complete().map_err(failed)?;
        Ok(CompleteList { path, complete })
    }
}

/// The list of duplicates, before it has its name.
struct CompleteList<'p> {
    path: &'p Path,
    complete: StagedFile,
}

impl CompleteList<'_> {
    fn place(self) -> Result<()> {
        self.complete.place().map_err(|source| Error::Write { path: self.path.into(), source })
    }
}

/// Records that are read again, in rising order.
fn wanted_records(groups: &CandidateGroups, representatives: &[u32], table: &RecordTable) -> Vec<u32> {
    let mut records: Vec<u32> = groups.iter().map(|text| table.record_of(representatives[text.index()])).collect();
    records.sort_unstable();
    records.dedup();
    records
}
