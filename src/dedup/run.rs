//! The order of the work: read, group, resolve, write.

use std::cmp::Reverse;
use std::panic::resume_unwind;
use std::path::Path;
use std::sync::atomic::{AtomicU64, Ordering};
use std::thread;

use fixedbitset::FixedBitSet;

use super::block_stream::{Monitor, Phase};
use super::duplicate_names::DuplicateNames;
use super::duplicates_file::{CompleteDuplicates, DuplicatesFile};
use super::guard::{Guard, Refusal};
use super::inputs::Inputs;
use super::journal::Journal;
use super::keep::{RankOrder, ranks};
use super::losses::Losses;
use super::marks::{self, Marker};
use super::named_inputs::priorities;
use super::other_files::{Copied, OtherFiles};
use super::other_measures::OtherMeasures;
use super::output::{Outputs, Writer};
use super::output_error::refuse;
use super::outside::OutputRule;
use super::passages::{CoverSearch, Coverings, PassageCuts, PassageSearch};
use super::read_pass::{ReadPass, Reading};
use super::record_reader::RecordReader;
use super::record_table::RecordTable;
use super::record_units::RecordUnits;
use super::record_vectors::RecordVectors;
use super::removal::RemovalRule;
use super::resolve::CollectionTexts;
use super::rewordings::RewordingSearch;
use super::summary::Summary;
use super::vector_source::VectorSource;
use super::write_pass::{WritePass, unread_sources};
use super::{DedupSettings, Others, Ranking};
use crate::cluster::{DuplicateMap, RankedTexts, Resolver};
use crate::corpus::{OnError, ReadCounts, ReadOptions, Source, missing_field};
use crate::document::{Level, RecordId, TextId, UnitId};
use crate::error::{Error, Result};
use crate::index::{CandidateGroups, Limits, SamplePair, SampledTexts, SharedSamples};
use crate::scan::Semantic;
use crate::text::Script;

/// Removes the duplicates of a collection.
///
/// ```
/// use std::sync::atomic::AtomicBool;
/// use leitong::corpus::ReadOptions;
/// use leitong::dedup::{Dedup, DedupSettings, Inputs, Monitor, Outputs};
///
/// # let folder = tempfile::tempdir()?;
/// let (all, clean) = (folder.path().join("all.jsonl"), folder.path().join("clean.jsonl"));
/// std::fs::write(&all, "{\"text\": \"床前明月光，疑是地上霜。\"}\n{\"text\": \"床前明月光,疑是地上霜!\"}\n")?;
///
/// let dedup = Dedup::new(DedupSettings::default(), ReadOptions::default())?;
/// let monitor = Monitor { bytes: &|_| (), phase: &|_| (), stop: &AtomicBool::new(false) };
/// let inputs = Inputs::find(&[all], &[], &ReadOptions::default())?;
/// let summary = dedup.run(&inputs, &Outputs::at(&clean, &inputs)?, None, monitor)?;
/// assert_eq!((summary.read, summary.kept, summary.removed), (2, 1, 1));
/// assert_eq!(std::fs::read_to_string(&clean)?, "{\"text\": \"床前明月光，疑是地上霜。\"}\n");
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Debug, Clone)]
pub struct Dedup {
    settings: DedupSettings,
    options: ReadOptions,
}

/// What a run reads, and where it writes.
#[derive(Clone, Copy)]
pub(super) struct RunTask<'t> {
    pub(super) inputs: &'t Inputs,
    pub(super) outputs: &'t Outputs,
    /// Where what is removed is listed.
    pub(super) list: Option<&'t Path>,
    pub(super) monitor: Monitor<'t>,
}

/// What was read, beside the table of the records.
#[derive(Clone, Copy)]
struct ReadCollection<'r> {
    inputs: &'r Inputs,
    units: &'r RecordUnits<'r>,
    /// Vectors that the user brings.
    vectors: Option<&'r RecordVectors>,
}

/// The result of the comparisons.
struct Resolved {
    duplicates: DuplicateMap,
    /// The passages that are cut, if passages are compared.
    passages: Option<PassageCuts>,
    /// The passages of records that stand in several others together.
    coverings: Coverings,
    /// For each text its unit of lowest rank.
    best_units: Vec<UnitId>,
    /// Bytes of band keys that were written to disk.
    spilled: u64,
    /// How records were ranked by a field, if they were.
    ranking: Option<Ranking>,
    /// Texts that are similar to a kept one and no copies of it.
    refusals: Vec<Refusal>,
}

impl Dedup {
    /// Checks the settings. Of the fields of a record, only its text, its id and the one that ranks
    /// records are read.
    ///
    /// # Errors
    /// If a setting is invalid.
    pub fn new(settings: DedupSettings, options: ReadOptions) -> Result<Self> {
        settings.check()?;
        if settings.keep.field() == Some(&options.text_field) {
            let reason = "the text field cannot rank records; longest ranks them by length".into();
            return Err(Error::Setting { setting: "keep", reason });
        }
        let longest = options.longest.min(settings.longest());
        let vectors = settings.vectors.as_ref().and_then(VectorSource::field);
        let fields = settings.keep.field().into_iter().chain(vectors);
        let options = options.fields(fields).longest(longest);
        Ok(Self { settings, options })
    }

    pub(super) fn settings(&self) -> &DedupSettings {
        &self.settings
    }

    /// How records are read.
    pub(super) fn options(&self) -> &ReadOptions {
        &self.options
    }

    /// Refuses to remove parts of texts that were extracted or joined: the parts of the file that
    /// they come from are not known well enough.
    fn check_parts(&self, inputs: &Inputs) -> Result<()> {
        let whole = |source: &&Source| !source.can_lose_parts(&self.options);
        match inputs.own().iter().find(whole) {
            Some(source) if self.settings.level != Level::Document => refuse(
                "level",
                format!(
                    "the text of {} is extracted or joined, so that only whole documents can be \
                     removed; leave out --level",
                    source.path.display()
                ),
            ),
            _ => Ok(()),
        }
    }

    /// Refuses settings that name no input, need several, or need others.
    fn check_inputs(&self, inputs: &Inputs) -> Result<()> {
        priorities(inputs.own(), &self.settings.prefer)?;
        let mut numbers = inputs.input_numbers();
        numbers.dedup();
        if self.settings.across && numbers.len() < 2 {
            let reason = "compares records of different inputs, and only one is named";
            return refuse("across", reason.into());
        }
        if self.settings.resume.is_some() && inputs.sources.iter().any(Source::is_in_memory) {
            let reason = "records in memory are not there when the run continues";
            return refuse("resume", reason.into());
        }
        marks::check(&self.settings, inputs.own(), &self.options)
    }

    /// Reads the inputs, finds the duplicates, and writes what is kept; what is removed is listed
    /// in the file `duplicates`.
    ///
    /// # Errors
    /// If an output would overwrite an input, something cannot be written, a file changes
    /// meanwhile, the run is stopped, or more cannot be read than [`ReadOptions::on_error`] and
    /// [`ReadOptions::max_skipped`] allow. Then no output has appeared.
    pub fn run(
        &self,
        inputs: &Inputs,
        outputs: &Outputs,
        duplicates: Option<&Path>,
        monitor: Monitor<'_>,
    ) -> Result<Summary> {
        let task = RunTask { inputs, outputs, list: duplicates, monitor };
        self.run_task(task, |pass, others, summary| {
            OutputWork { outputs, list: duplicates, others }.write(pass, summary)
        })
    }

    /// Reads the inputs and finds the duplicates; `write` writes what is kept, or takes note of it.
    pub(super) fn run_task(
        &self,
        task: RunTask<'_>,
        write: impl FnOnce(&WritePass<'_>, Option<OtherFiles>, &mut Summary) -> Result<()>,
    ) -> Result<Summary> {
        let RunTask { inputs, outputs, list, monitor } = task;
        // First, since all reading would be for nothing if the outputs could not be written.
        outputs.check(&inputs.sources, inputs.references, list, &self.options)?;
        self.check_parts(inputs)?;
        self.check_inputs(inputs)?;
        let others = self.others(inputs, outputs, list)?;
        let vectors = self.vectors(inputs)?;
        let units = self.units(inputs, monitor)?;
        let pass =
            ReadPass { vectors: vectors.as_ref(), ..self.read_pass(inputs, &units, monitor) };
        let Reading { mut table, mut skips, replaced, journal } = pass.run()?;
        skips.add_files(others.iter().flat_map(|others| &others.unread));
        skips.check(inputs, &self.options)?;
        self.check_ranks(&table, inputs)?;
        vectors.iter().try_for_each(|vectors| vectors.check_count(table.records()))?;
        outputs.check_encodings(&inputs.sources, inputs.references, &table)?;
        let collection = ReadCollection { inputs, units: &units, vectors: vectors.as_ref() };
        let resolved = self.resolve(collection, &mut table, monitor)?;
        let mut summary = Summary {
            skipped: skips.own.counts.skipped,
            skips: skips.all,
            replaced,
            references: table.references(),
            ignored_files: inputs.passed_over.len(),
            fold_script: self.settings.matching.script != Script::AsWritten,
            regional_words: self.settings.matching.script == Script::Regional,
            capped: resolved.duplicates.capped,
            spilled: resolved.spilled,
            kept_by: resolved.ranking,
            marked: self.settings.mark.is_some(),
            ..Summary::default()
        };
        let rule = RemovalRule {
            settings: &self.settings,
            table: &table,
            duplicates: &resolved.duplicates,
            best_units: &resolved.best_units,
            refusals: &resolved.refusals,
            passages: resolved.passages.as_ref(),
            coverings: &resolved.coverings,
        };
        summary.duplicates_kept = rule.duplicates_kept();
        Losses::of(&rule, inputs).check(self.settings.max_removed)?;
        let unread = unread_sources(inputs, &table, &summary.skips);
        let options = &self.options;
        let pass = WritePass { inputs, options, rule: &rule, unread, marker: None, monitor };
        write(&pass, others, &mut summary)?;
        // Last: a run that fails before can still continue from the journal.
        journal.map_or(Ok(()), Journal::remove)?;
        Ok(summary)
    }

    /// The vectors of the records, if the user brings some.
    fn vectors(&self, inputs: &Inputs) -> Result<Option<RecordVectors>> {
        let source = self.settings.vectors.as_ref();
        source.map(|source| RecordVectors::open(source, inputs, &self.options)).transpose()
    }

    /// How records are divided into units, without the lines that are common.
    fn units(&self, inputs: &Inputs, monitor: Monitor<'_>) -> Result<RecordUnits<'_>> {
        let mut units = RecordUnits::new(&self.settings)?;
        if let Some(most) = self.settings.common {
            let common = self.read_pass(inputs, &units, monitor).common_lines(most)?;
            units.leave_out(common);
        }
        Ok(units)
    }

    /// Checks where the outputs lie, and finds the files that are copied to an output folder.
    fn others(
        &self,
        inputs: &Inputs,
        outputs: &Outputs,
        list: Option<&Path>,
    ) -> Result<Option<OtherFiles>> {
        OutputRule { inputs, options: &self.options, settings: &self.settings }
            .check(outputs, list)?;
        if self.settings.others == Others::Skip || !matches!(outputs, Outputs::Folder(_)) {
            return Ok(None);
        }
        let others = OtherFiles::find(inputs)?;
        match others.unread.first() {
            Some(skip) if self.options.on_error == OnError::Fail => {
                Err(Error::Unreadable(skip.clone()))
            }
            _ => Ok(Some(others)),
        }
    }

    /// Returns an error if the policy ranks records by a field that none of them has.
    fn check_ranks(&self, table: &RecordTable, inputs: &Inputs) -> Result<()> {
        match self.settings.keep.field() {
            Some(field) if self.options.max_skipped.is_some() && !table.has_rank_value() => {
                let reason = format!("no record has a number or a string in the field {field:?}");
                let names = inputs.field_names(&self.options);
                let reason = if names.is_empty() || names.contains(field) {
                    reason
                } else {
                    missing_field(field, &names)
                };
                refuse("keep", reason)
            }
            _ => Ok(()),
        }
    }

    pub(super) fn read_pass<'r>(
        &'r self,
        inputs: &'r Inputs,
        units: &'r RecordUnits<'r>,
        monitor: Monitor<'r>,
    ) -> ReadPass<'r> {
        let (options, settings) = (&self.options, &self.settings);
        ReadPass { inputs, options, settings, units, vectors: None, sample_level: None, monitor }
    }

    /// Groups the texts that share buckets, and compares those of each group.
    fn resolve(
        &self,
        collection: ReadCollection<'_>,
        table: &mut RecordTable,
        monitor: Monitor<'_>,
    ) -> Result<Resolved> {
        let ReadCollection { inputs, units, .. } = collection;
        if self.settings.level == Level::Passage {
            return self.resolve_passages(inputs, table, monitor);
        }
        (monitor.phase)(Phase::Bucketing);
        let limits = Limits::default();
        let groups = CandidateGroups::of(&table.keys, limits)?;
        let spilled = table.keys.spilled();
        // Freed before the texts are compared, whose shingles take memory in their turn.
        table.drop_band_keys();
        let samples =
            self.settings.needs_samples().then(|| SharedSamples::of(table.take_samples()));
        let table = &*table;
        let priorities = priorities(&inputs.sources, &self.settings.prefer)?;
        let RankOrder { order, ranking } = table.order(&self.settings.keep, &priorities);
        let ranks = ranks(&order);
        let best_units = table.best_units(&ranks);
        (monitor.phase)(Phase::Comparing);
        let wanted = records_of_texts(groups.iter().map(TextId::index), &best_units, table);
        let reader = RecordReader::new(&inputs.sources, table, &self.options, &wanted)?;
        drop(wanted);
        let guard = samples.as_ref().filter(|_| self.settings.guard);
        let guard = guard.map(|samples| Guard::new(samples, limits));
        let texts = CollectionTexts {
            units,
            table,
            reader: &reader,
            keep: &self.settings.keep,
            best_units: &best_units,
            ranks: &ranks,
            monitor,
            guard: guard.as_ref(),
            priorities: &priorities,
            capped: AtomicU64::new(0),
        };
        let mut duplicates = self.similar(&texts, &groups, limits)?;
        drop(groups);
        self.add_others(inputs, &texts, samples.as_ref(), &mut duplicates)?;
        self.add_reworded(collection, &texts, &mut duplicates)?;
        let refusals = guard.map_or(Vec::new(), Guard::into_refusals);
        let search = CoverSearch {
            settings: &self.settings,
            table,
            best_units: &best_units,
            ranks: &ranks,
            priorities: &priorities,
            refusals: &refusals,
            monitor,
        };
        let coverings = self.add_covered(inputs, &search, &mut duplicates)?;
        let passages = None;
        Ok(Resolved { duplicates, passages, coverings, best_units, spilled, ranking, refusals })
    }

    /// The duplicates by the Jaccard similarity.
    pub(super) fn similar(
        &self,
        texts: &CollectionTexts<'_>,
        groups: &CandidateGroups,
        limits: Limits,
    ) -> Result<DuplicateMap> {
        let similarity = self.settings.matching.similarity;
        let resolver =
            Resolver { texts, similarity, limits, set_budget: self.settings.set_budget() };
        let mut duplicates = resolver.resolve(groups)?;
        duplicates.capped += texts.capped.swap(0, Ordering::Relaxed);
        Ok(duplicates)
    }

    /// Adds the duplicates by other measures than the Jaccard similarity.
    fn add_others(
        &self,
        inputs: &Inputs,
        texts: &CollectionTexts<'_>,
        samples: Option<&SharedSamples>,
        duplicates: &mut DuplicateMap,
    ) -> Result<()> {
        let Some(samples) = samples.filter(|_| self.settings.has_other_measures()) else {
            return Ok(());
        };
        // Texts of equal size are in an order that does not depend on that of the records.
        let keys = texts.table.content_keys();
        let length = |text: TextId| (texts.size(text), Reverse(keys[text.index()]));
        let is_wanted = |text: TextId| duplicates.kept_for(text.index()).is_none();
        let pairs = SampledTexts::new(samples, Limits::default(), length, is_wanted).pairs();
        duplicates.capped += pairs.capped;
        let wanted = records_of_pairs(&pairs.pairs, duplicates, texts);
        let reader = RecordReader::new(&inputs.sources, texts.table, &self.options, &wanted)?;
        let texts = CollectionTexts { reader: &reader, capped: AtomicU64::new(0), ..*texts };
        OtherMeasures { settings: &self.settings, texts: &texts }
            .add_to(duplicates, pairs.pairs)?;
        duplicates.capped += texts.capped.into_inner();
        Ok(())
    }

    /// Makes the texts duplicates that say the same as a kept one in other words.
    fn add_reworded(
        &self,
        collection: ReadCollection<'_>,
        texts: &CollectionTexts<'_>,
        duplicates: &mut DuplicateMap,
    ) -> Result<()> {
        // The model is loaded for this measure only: it takes 35 MB.
        if !self.settings.has_meaning() {
            return Ok(());
        }
        let ReadCollection { inputs, vectors, .. } = collection;
        let semantic = Semantic::default();
        let Some(model) = semantic.loaded_model() else { return Ok(()) };
        let wanted = records_of_texts(0..duplicates.texts(), texts.best_units, texts.table);
        let reader = RecordReader::new(&inputs.sources, texts.table, &self.options, &wanted)?;
        let texts = CollectionTexts { reader: &reader, capped: AtomicU64::new(0), ..*texts };
        let search = RewordingSearch { settings: &self.settings, texts: &texts, model, vectors };
        search.add_to(duplicates)?;
        duplicates.capped += texts.capped.into_inner();
        Ok(())
    }

    /// Makes the texts duplicates that stand in several kept ones together, if these are removed.
    fn add_covered(
        &self,
        inputs: &Inputs,
        search: &CoverSearch<'_>,
        duplicates: &mut DuplicateMap,
    ) -> Result<Coverings> {
        if !self.settings.has_coverage() {
            return Ok(Coverings::default());
        }
        let wanted = kept_records(duplicates, search.best_units, search.table);
        let reader = RecordReader::new(&inputs.sources, search.table, &self.options, &wanted)?;
        let coverings = search.add_to(&reader, duplicates)?;
        duplicates.capped += coverings.capped;
        Ok(coverings)
    }

    /// Finds the passages that stand in other records.
    fn resolve_passages(
        &self,
        inputs: &Inputs,
        table: &mut RecordTable,
        monitor: Monitor<'_>,
    ) -> Result<Resolved> {
        let priorities = priorities(&inputs.sources, &self.settings.prefer)?;
        let RankOrder { order, ranking } = table.order(&self.settings.keep, &priorities);
        let all = (0..table.records() as u32).map(RecordId);
        let wanted: Vec<RecordId> = all.filter(|&record| table.is_read(record)).collect();
        let reader = RecordReader::new(&inputs.sources, table, &self.options, &wanted)?;
        let search = PassageSearch {
            settings: &self.settings,
            table,
            reader: &reader,
            sources: inputs.sources.len(),
            order: &order,
            inputs: self.settings.across.then(|| inputs.input_numbers()),
            monitor,
        };
        let found = search.run()?;
        drop(reader);
        let passages = PassageCuts::new(&found, table);
        let mut duplicates = DuplicateMap::new(0);
        duplicates.capped = found.capped;
        let best_units = Vec::new();
        Ok(Resolved {
            duplicates,
            passages: Some(passages),
            coverings: Coverings::default(),
            best_units,
            spilled: 0,
            ranking,
            refusals: Vec::new(),
        })
    }
}

/// The records of some pairs of texts, and of the texts that were removed for these, in rising order.
fn records_of_pairs(
    pairs: &[SamplePair],
    duplicates: &DuplicateMap,
    texts: &CollectionTexts<'_>,
) -> Vec<RecordId> {
    let mut is_paired = FixedBitSet::with_capacity(duplicates.texts());
    is_paired.extend(pairs.iter().flat_map(|pair| [pair.longer.index(), pair.shorter.index()]));
    let is_wanted = |text: &usize| {
        let kept = duplicates.kept_for(*text).map_or(*text, |of| of.kept.index());
        is_paired.contains(kept)
    };
    let wanted = (0..duplicates.texts()).filter(is_wanted);
    records_of_texts(wanted, texts.best_units, texts.table)
}

/// The records of the texts that are kept, in rising order.
fn kept_records(
    duplicates: &DuplicateMap,
    best_units: &[UnitId],
    table: &RecordTable,
) -> Vec<RecordId> {
    let kept = (0..duplicates.texts()).filter(|&text| duplicates.kept_for(text).is_none());
    records_of_texts(kept, best_units, table)
}

/// What is written.
struct OutputWork<'w> {
    outputs: &'w Outputs,
    list: Option<&'w Path>,
    /// Files that are copied to the output folder.
    others: Option<OtherFiles>,
}

impl OutputWork<'_> {
    /// Writes all outputs to temporary files, and gives them their names when all are complete.
    fn write(&self, pass: &WritePass<'_>, summary: &mut Summary) -> Result<()> {
        let mark = pass.rule.settings.mark.as_deref();
        let columns = mark.map_or(Vec::new(), marks::columns);
        let mut writer = Writer::new(self.outputs, pass.inputs.own(), pass.options, columns)?;
        let list = self.list.map(DuplicatesFile::new).transpose()?;
        let names = match mark {
            Some(prefix) if *self.outputs != Outputs::Nowhere => {
                write_marked(pass, &mut writer, summary, prefix)?
            }
            _ => pass.run(&mut writer, list.is_some(), summary)?,
        };
        if let Some(others) = &self.others {
            let copied = writer.add_others(others, &pass.unread)?;
            add_copied(summary, copied, pass.options)?;
        }
        // The list is made while the disk takes what was written.
        let (written, list) = thread::scope(|scope| {
            let written = scope.spawn(|| writer.complete());
            let list = list.map(|list| list.write(pass, &names)).transpose();
            (written.join().unwrap_or_else(|panic| resume_unwind(panic)), list)
        });
        let list = written.and(list)?;
        pass.complete(summary)?;
        // Once the first output has its name, nothing is left to write that could fail.
        writer.commit()?;
        list.map_or(Ok(()), CompleteDuplicates::commit)
    }
}

/// Writes all records with their marks. A mark has the name of another record, which may come later:
/// the names are found by a pass that writes nothing.
fn write_marked(
    pass: &WritePass<'_>,
    writer: &mut Writer<'_>,
    summary: &mut Summary,
    prefix: &str,
) -> Result<DuplicateNames> {
    let mut nowhere = Writer::new(&Outputs::Nowhere, &[], pass.options, Vec::new())?;
    let names = pass.run(&mut nowhere, true, summary)?;
    let marker = Marker { rule: pass.rule, names: &names, prefix };
    let mut written = Summary::default();
    let marking = WritePass { unread: pass.unread.clone(), marker: Some(&marker), ..*pass };
    marking.run(writer, false, &mut written)?;
    summary.bytes_kept = written.bytes_kept;
    Ok(names)
}

/// Adds what became of the files that were copied. Returns an error if one that cannot be read any
/// more is too many.
fn add_copied(summary: &mut Summary, copied: Copied, options: &ReadOptions) -> Result<()> {
    summary.others = copied.files;
    summary.skipped += copied.skips.len();
    match (copied.skips.as_slice(), options.max_skipped) {
        ([skip, ..], _) if options.on_error == OnError::Fail => {
            return Err(Error::Unreadable(skip.clone()));
        }
        (skips, Some(limit)) => {
            let (read, skipped) = (summary.read, summary.skipped);
            let counts = ReadCounts { read, skipped, ..ReadCounts::default() };
            limit.check(counts, skips)?;
        }
        (_, None) => {}
    }
    summary.skips.extend(copied.skips);
    Ok(())
}

/// Records of the best units of some texts, by their indices, in rising order.
fn records_of_texts(
    texts: impl Iterator<Item = usize>,
    best_units: &[UnitId],
    table: &RecordTable,
) -> Vec<RecordId> {
    let mut records: Vec<RecordId> = texts.map(|text| table.record_of(best_units[text])).collect();
    records.sort_unstable();
    records.dedup();
    records
}

#[cfg(test)]
mod tests {
    use std::fs;
    use std::sync::atomic::AtomicBool;

    use super::*;
    use crate::similarity::Measure;

    /// Looks for coverage in a hundred texts of a thousand ideographs that have nothing in common. Less
    /// memory than the settings take is enough for little text to exceed it.
    fn covered_within(memory: u64) -> Result<Summary> {
        let folder = tempfile::tempdir().expect("the test may write temporary files");
        let path = folder.path().join("in.jsonl");
        let chars = (0..100_000_u64).map(|at| {
            let hash = at.wrapping_mul(0x9E37_79B9_7F4A_7C15) >> 40;
            char::from_u32(0x4E00 + hash as u32 % 20_000).expect("an ideograph")
        });
        let texts: Vec<char> = chars.collect();
        let lines = texts
            .chunks(1_000)
            .map(|text| format!("{{\"text\": \"{}\"}}\n", text.iter().collect::<String>()));
        fs::write(&path, lines.collect::<String>()).expect("there is room");
        let by = vec![Measure::Jaccard, Measure::Coverage];
        let settings = DedupSettings { memory, by, ..DedupSettings::default() };
        let dedup = Dedup { settings, options: ReadOptions::default() };
        let monitor = Monitor { bytes: &|_| (), phase: &|_| (), stop: &AtomicBool::new(false) };
        let inputs = Inputs::find(&[path], &[], &dedup.options).expect("it is there");
        dedup.run(&inputs, &Outputs::Nowhere, None, monitor)
    }

    #[test]
    fn samples_of_texts_that_may_cover_others_stay_within_the_memory() {
        assert_eq!(covered_within(64 << 20).map(|summary| summary.kept).ok(), Some(100));
        let said = covered_within(1 << 18).err().map(|error| error.to_string());
        assert!(
            said.as_ref().is_some_and(|said| said.starts_with("memory: the samples of passages")),
            "{said:?}"
        );
    }
}
