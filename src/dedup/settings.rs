//! Settings of a deduplication.

use std::path::PathBuf;

use super::{DuplicateKind, Keep, Others, VectorSource};
use crate::corpus::SkipLimit;
use crate::document::Level;
use crate::error::{Error, Result};
use crate::scan::{ScanSettings, Semantic};
use crate::similarity::Measure;

/// Least length of a passage that `leitong dedup --level passage` removes, in ideographs: one or two
/// sentences. Half as long ones are slogans and titles, which many texts have by themselves.
pub const PASSAGE_CHARS: usize = 50;

/// Least share of the characters of such a passage that are equal where it is kept. Of passages that
/// are less alike many say something else: sentences of a form with other names and numbers.
pub const PASSAGE_SIMILARITY: f64 = 0.9;

/// Settings of a [`Dedup`](super::Dedup); the defaults are those of the command line.
///
/// ```
/// use leitong::corpus::ReadOptions;
/// use leitong::document::Level;
/// use leitong::{Dedup, DedupSettings, ScanSettings};
///
/// let settings = DedupSettings::default()
///     .level(Level::Paragraph)
///     .matching(ScanSettings::default().similarity(0.8));
/// let dedup = Dedup::new(settings, ReadOptions::default())?;
/// # Ok::<(), leitong::Error>(())
/// ```
#[derive(Debug, Clone)]
pub struct DedupSettings {
    pub(crate) matching: ScanSettings,
    pub(crate) level: Level,
    pub(crate) keep: Keep,
    pub(crate) common: Option<usize>,
    pub(crate) memory: u64,
    pub(crate) resume: Option<PathBuf>,
    pub(crate) others: Others,
    pub(crate) prefer: Vec<PathBuf>,
    pub(crate) across: bool,
    pub(crate) remove: Vec<DuplicateKind>,
    pub(crate) max_removed: Option<SkipLimit>,
    pub(crate) mark: Option<String>,
    pub(crate) by: Vec<Measure>,
    pub(crate) guard: bool,
    pub(crate) vectors: Option<VectorSource>,
    pub(crate) vector_similarity: Option<f64>,
}

impl Default for DedupSettings {
    fn default() -> Self {
        let matching = ScanSettings::default();
        Self {
            matching,
            level: Level::Document,
            keep: Keep::First,
            common: None,
            memory: 4 << 30,
            resume: None,
            others: Others::Copy,
            prefer: Vec::new(),
            across: false,
            remove: DuplicateKind::ALL.into(),
            max_removed: None,
            mark: None,
            by: Measure::DEFAULT.into(),
            guard: true,
            vectors: None,
            vector_similarity: None,
        }
    }
}

impl DedupSettings {
    /// Sets how texts are compared; the levels of these settings are not used.
    #[must_use]
    pub fn matching(self, matching: ScanSettings) -> Self {
        Self { matching, ..self }
    }

    /// Sets what is removed: whole documents, the default, or speeches, paragraphs or passages inside
    /// them. Passages are compared by the share of their characters that are equal: a similarity of
    /// [`PASSAGE_SIMILARITY`] and a minimum of [`PASSAGE_CHARS`] are the defaults of the command line.
    #[must_use]
    pub fn level(self, level: Level) -> Self {
        Self { level, ..self }
    }

    /// Sets which of several similar records is kept; the first by default.
    #[must_use]
    pub fn keep(self, keep: Keep) -> Self {
        Self { keep, ..self }
    }

    /// Sets which files and folders are preferred, the first most: of similar records the one in the
    /// first of them is kept, whatever [`keep`](Self::keep) says, which decides among the records of
    /// one. A path may be a glob. By default none is preferred.
    #[must_use]
    pub fn prefer(self, prefer: impl Into<Vec<PathBuf>>) -> Self {
        Self { prefer: prefer.into(), ..self }
    }

    /// Sets whether only records of different inputs are duplicates: each path that was named is an
    /// input. Records are then compared with kept records of other inputs only; by default with all.
    #[must_use]
    pub fn across(self, across: bool) -> Self {
        Self { across, ..self }
    }

    /// Sets which kinds of duplicates are removed; all by default. Those of other kinds are kept, and
    /// stand in the list.
    #[must_use]
    pub fn remove(self, remove: impl Into<Vec<DuplicateKind>>) -> Self {
        Self { remove: remove.into(), ..self }
    }

    /// Sets how many records of an input or folder may be removed, or at a lower level of its parts;
    /// above it the run fails before anything is written. With `None`, the default, all may.
    #[must_use]
    pub fn max_removed(self, limit: impl Into<Option<SkipLimit>>) -> Self {
        Self { max_removed: limit.into(), ..self }
    }

    /// Sets that all records are written, also those that are removed otherwise, with fields that say
    /// which are duplicates of which; their names begin with this prefix. With `None`, the default,
    /// records are not marked.
    #[must_use]
    pub fn mark(self, prefix: impl Into<Option<String>>) -> Self {
        Self { mark: prefix.into(), ..self }
    }

    /// Sets the measures by which a record may be a duplicate of a kept one; those of
    /// [`Measure::DEFAULT`] by default. The
    /// similarity of the [`matching`](Self::matching) is the least Jaccard similarity, from which the
    /// [thresholds](Measure::threshold) of the others follow.
    #[must_use]
    pub fn by(self, by: impl Into<Vec<Measure>>) -> Self {
        Self { by: by.into(), ..self }
    }

    /// Sets whether similar records stay if they differ only in names, numbers, dates, a negation or an
    /// opposite, or if all they share recurs in many records; they stay by default.
    #[must_use]
    pub fn guard(self, guard: bool) -> Self {
        Self { guard, ..self }
    }

    /// Sets where the vectors of the records come from by which [`Measure::Meaning`] finds records that
    /// may say the same. With `None`, the default, those of the built-in model are taken.
    #[must_use]
    pub fn vectors(self, vectors: impl Into<Option<VectorSource>>) -> Self {
        Self { vectors: vectors.into(), ..self }
    }

    /// Sets the cosine of the given [`vectors`](Self::vectors), as they are, from which on two records
    /// say the same whatever their words. With `None`, the default, the words decide.
    #[must_use]
    pub fn vector_similarity(self, cosine: impl Into<Option<f64>>) -> Self {
        Self { vector_similarity: cosine.into(), ..self }
    }

    /// Sets in how many records a line may occur: lines that more records hold are left out when
    /// documents are compared. With `None`, the default, no line is left out.
    #[must_use]
    pub fn common(self, common: impl Into<Option<usize>>) -> Self {
        Self { common: common.into(), ..self }
    }

    /// Sets the bytes of memory that the run may take, at least 64 MiB; 4 GiB by default. Band keys
    /// that exceed it are written to disk.
    #[must_use]
    pub fn memory(self, memory: u64) -> Self {
        Self { memory, ..self }
    }

    /// Sets what happens to the files of folders that are not read, if the output is a folder; they
    /// are copied by default.
    #[must_use]
    pub fn others(self, others: Others) -> Self {
        Self { others, ..self }
    }

    /// Sets a journal of what was read; none is written by default. The run continues from the
    /// journal, or begins it if the file does not exist. It is removed when the run is complete,
    /// and stays when the run is stopped.
    #[must_use]
    pub fn resume(self, journal: impl Into<PathBuf>) -> Self {
        Self { resume: Some(journal.into()), ..self }
    }

    /// The settings by which texts are compared.
    #[must_use]
    pub fn get_matching(&self) -> &ScanSettings {
        &self.matching
    }

    pub(super) fn check(&self) -> Result<()> {
        self.matching.bands()?;
        let wrong = |setting, reason: &str| Err(Error::Setting { setting, reason: reason.into() });
        if self.level == Level::Passage && self.matching.min_chars < LEAST_PASSAGE {
            return wrong("min_chars", "passages of fewer than 10 characters recur in any text");
        }
        if self.common.is_some() && self.level != Level::Document {
            return wrong("common", "paragraphs are left out of the comparison of documents only");
        }
        if self.matching.semantic.is_some() {
            return wrong(
                "semantic",
                "records that say the same in other words are removed by the measure meaning",
            );
        }
        if !self.by.contains(&Measure::Jaccard) {
            return wrong("by", "the measures are added to jaccard; name it too");
        }
        if self.has_coverage() && self.level != Level::Document {
            return wrong("by", "coverage measures whole records; leave it out, or the level");
        }
        if self.has_meaning() && (self.level != Level::Document || self.common.is_some()) {
            return wrong(
                "by",
                "meaning measures whole records; leave it out, or level and common",
            );
        }
        if self.has_meaning() && Semantic::default().loaded_model().is_none() {
            return wrong("by", "this program was built without the model that meaning needs");
        }
        if self.vectors.is_some() && !self.has_meaning() {
            return wrong("vectors", "vectors are for the measure meaning; name it with --by");
        }
        if self.vector_similarity.is_some() && self.vectors.is_none() {
            return wrong("vector_similarity", "is the cosine of vectors, and none are given");
        }
        if self.vector_similarity.is_some_and(|cosine| !(cosine > 0.0 && cosine <= 1.0)) {
            return wrong("vector_similarity", "a cosine from 0 to 1 is needed, such as 0.95");
        }
        if self.has_coverage() && self.common.is_some() {
            return wrong("by", "coverage measures records with all their lines; leave out common");
        }
        if self.across && self.keep == Keep::All {
            return wrong("across", "all records are kept, except those that --against contains");
        }
        if self.memory < LEAST_MEMORY {
            return wrong("memory", "less than 64M is not enough");
        }
        Ok(())
    }

    /// Everything that decides what is kept, except the settings of the detector.
    pub(super) fn fingerprint(&self) -> String {
        let Self {
            matching,
            level,
            keep,
            common,
            memory,
            prefer,
            across,
            remove,
            by,
            guard,
            vectors,
            vector_similarity,
            ..
        } = self;
        let (min_chars, headings) =
            (matching.min_chars, matching.headings.pattern().unwrap_or_default());
        // `memory` is among them because it bounds the longest record that is read.
        let common = common.map_or_else(String::new, |common| common.to_string());
        format!(
            "level {level}, keep {keep}, common {common}, min_chars {min_chars}, memory {memory}, \
             prefer {prefer:?}, across {across}, remove {remove:?}, by {by:?}, guard {guard}, \
             vectors {vectors:?} {vector_similarity:?}, headings {headings}"
        )
    }

    /// Bytes that the band keys may take.
    pub(super) fn key_budget(&self) -> u64 {
        self.memory / 8 * 3
    }

    /// Bytes that the samples of the texts may take.
    #[must_use]
    pub fn sample_budget(&self) -> u64 {
        self.memory / 8
    }

    /// Whether a measure decides beside the Jaccard similarity.
    pub(super) fn has_other_measures(&self) -> bool {
        self.by.iter().any(|&measure| matches!(measure, Measure::Containment | Measure::Edit))
    }

    /// Whether records are removed that stand in passages of several others together.
    pub(super) fn has_coverage(&self) -> bool {
        self.by.contains(&Measure::Coverage)
    }

    /// Whether records are removed that say the same as a kept one in other words.
    pub(super) fn has_meaning(&self) -> bool {
        self.by.contains(&Measure::Meaning)
    }

    /// Bytes that the different words of the texts may take, where texts are compared by meaning.
    pub(super) fn word_budget(&self) -> u64 {
        self.memory / 8
    }

    /// Bytes of texts that are held because they may be asked for again.
    pub(super) fn text_budget(&self) -> u64 {
        self.memory / 8
    }

    /// Bytes that the vectors of the texts may take.
    pub(super) fn vector_budget(&self) -> u64 {
        self.memory / 4
    }

    /// Whether shingles are sampled.
    #[must_use]
    pub fn needs_samples(&self) -> bool {
        self.level != Level::Passage && (self.guard || self.has_other_measures())
    }

    /// Bytes that the samples of passages may take.
    pub(super) fn run_budget(&self) -> u64 {
        self.memory / 2
    }

    /// Bytes that the shingles of the kept texts of one component may take.
    pub(super) fn set_budget(&self) -> u64 {
        self.memory / 4
    }

    /// Bytes of the longest record that is read: its content, shingles and hash table take about
    /// sixteen times as much.
    #[must_use]
    pub fn longest(&self) -> u64 {
        self.memory / 20
    }
}

/// Least length of a passage that is cut: shorter runs are words and phrases.
const LEAST_PASSAGE: usize = 10;
/// Least memory: the buffers of a run on 16 threads take about half of it.
const LEAST_MEMORY: u64 = 64 << 20;

#[cfg(test)]
mod tests {
    use super::*;
    fn wrong(change: impl FnOnce(&mut DedupSettings)) -> Option<&'static str> {
        let mut settings = DedupSettings::default();
        change(&mut settings);
        match settings.check() {
            Ok(()) => None,
            Err(Error::Setting { setting, .. }) => Some(setting),
            Err(other) => panic!("{other}"),
        }
    }

    #[test]
    fn settings_that_cannot_be_met_are_refused() {
        assert_eq!(wrong(|_| ()), None);
        assert_eq!(wrong(|settings| settings.level = Level::Passage), None);
        let short_passages = |settings: &mut DedupSettings| {
            (settings.level, settings.matching.min_chars) = (Level::Passage, LEAST_PASSAGE - 1);
        };
        assert_eq!(wrong(short_passages), Some("min_chars"));
        assert_eq!(wrong(|settings| settings.common = Some(3)), None);
        let common_paragraphs = |settings: &mut DedupSettings| {
            (settings.common, settings.level) = (Some(3), Level::Paragraph);
        };
        assert_eq!(wrong(common_paragraphs), Some("common"));
        assert_eq!(wrong(|settings| settings.memory = LEAST_MEMORY - 1), Some("memory"));
        assert_eq!(wrong(|settings| settings.memory = LEAST_MEMORY), None);
        assert_eq!(wrong(|settings| settings.matching.similarity = 2.0), Some("similarity"));
    }

    #[test]
    fn vectors_are_for_the_measure_meaning() {
        let vectors = || Some(VectorSource::File("e5.npy".into()));
        let by_meaning = |settings: &mut DedupSettings| settings.by.push(Measure::Meaning);
        assert_eq!(wrong(|settings| settings.vectors = vectors()), Some("vectors"));
        let alone = |settings: &mut DedupSettings| settings.vector_similarity = Some(0.9);
        assert_eq!(wrong(alone), Some("vector_similarity"));
        for (cosine, expected) in [
            (0.9, None),
            (1.0, None),
            (0.0, Some("vector_similarity")),
            (1.1, Some("vector_similarity")),
            (f64::NAN, Some("vector_similarity")),
        ] {
            let set = |settings: &mut DedupSettings| {
                by_meaning(settings);
                (settings.vectors, settings.vector_similarity) = (vectors(), Some(cosine));
            };
            // Without the model there is no measure meaning.
            let expected = if cfg!(feature = "model") { expected } else { Some("by") };
            assert_eq!(wrong(set), expected, "{cosine}");
        }
    }

    #[test]
    fn all_that_decides_what_is_kept_is_in_the_fingerprint() {
        let of = |change: fn(&mut DedupSettings)| {
            let mut settings = DedupSettings::default();
            change(&mut settings);
            settings.fingerprint()
        };
        let plain = of(|_| ());
        let changes: [fn(&mut DedupSettings); 12] = [
            |settings| settings.level = Level::Paragraph,
            |settings| settings.keep = Keep::Last,
            |settings| settings.common = Some(7),
            |settings| settings.memory /= 2,
            |settings| settings.matching.min_chars += 1,
            |settings| settings.prefer.push("a".into()),
            |settings| settings.across = true,
            |settings| settings.remove.truncate(1),
            |settings| settings.by.truncate(1),
            |settings| settings.guard = false,
            |settings| settings.vectors = Some(VectorSource::Field("vector".into())),
            |settings| settings.vector_similarity = Some(0.9),
        ];
        for change in changes {
            assert_ne!(of(change), plain);
        }
        assert_eq!(of(|settings| settings.resume = Some("journal".into())), plain);
    }

    #[test]
    fn the_budgets_fit_into_the_memory() {
        let settings = DedupSettings::default();
        // A long record takes about sixteen times its bytes beside the keys and sets.
        let together = settings.key_budget() + settings.sample_budget() + settings.set_budget();
        assert!(together + 4 * settings.longest() < settings.memory);
    }
}
