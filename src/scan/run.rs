//! The phases of a scan, in their order.

use std::borrow::Cow;

use super::clusters::cluster_matches;
use super::coarse_matches::CoarseMatches;
use super::findings::{Cluster, Findings, Match, Stats};
use super::forms::{FEWEST, mark_parallel};
use super::formulaic_text::FormulaicText;
use super::level_pairs::{LevelPairs, ShingleContext, Step};
use super::match_builder::MatchBuilder;
use super::memory::MemoryModel;
use super::pair_filter::PairFilter;
use super::paraphrase_search::{ParaphrasePair, ParaphraseSearch, Paraphrases};
use super::passages::{FoundPassages, PassageSearch};
use super::quoted_text::QuotedText;
use super::quotes::Quotes;
use super::roll_up::RollUp;
use super::sections::{ParagraphRef, SectionPair, SectionedCollection};
use super::settings::ScanSettings;
use super::shared_text::SharedText;
use super::tokenized::TokenizedSections;
use super::translation_search::{TranslationSearch, Translations};
use super::unit::Unit;
use super::versions;
use crate::align::PassageFinder;
use crate::corpus::Collection;
use crate::document::{Level, Role};
use crate::error::Result;
use crate::seeds::SeedLimits;
use crate::text::Content;
use std::sync::atomic::{AtomicUsize, Ordering};

/// A phase of a scan.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub enum Phase {
    /// Documents are cut into speeches and paragraphs.
    Cutting,
    /// Units of this level are compared: passages, or the shingles, signatures and band keys of
    /// other units are made.
    Comparing(Level),
    /// Units of this level that share a bucket are paired.
    Pairing(Level),
    /// The shingles of paired units of this level are compared.
    Verifying(Level),
    /// Matches are selected, clustered and completed with their edits.
    Reporting,
}

/// What is called while a scan runs.
#[derive(Clone, Copy)]
pub struct Watch<'w> {
    /// Called when a phase begins.
    pub phase: &'w dyn Fn(Phase),
    /// Called with the share of the current phase that is done, from 0 to 1, where it is known: in
    /// the search for passages.
    pub share: &'w (dyn Fn(f64) + Sync),
}

/// A scan of collections for text that occurs more than once.
///
/// ```
/// use leitong::corpus::Collection;
/// use leitong::document::Document;
/// use leitong::scan::{Scan, ScanSettings};
///
/// let poem = "床前明月光,疑是地上霜。举头望明月,低头思故乡。人生得意须尽欢,莫使金樽空对月。";
/// let document = |id: &str, text: String| Document { id: id.into(), text, ..Document::default() };
/// let documents =
///     vec![document("a", format!("第一首。{poem}")), document("b", format!("又一首!{poem}完。"))];
/// let collection = Collection { documents, ..Collection::default() };
///
/// let findings = Scan::new(ScanSettings::default())?.run(&collection, &|_| {})?;
/// assert_eq!(findings.matches.len(), 1);
/// # Ok::<(), leitong::error::Error>(())
/// ```
#[derive(Debug, Clone)]
pub struct Scan {
    settings: ScanSettings,
}

impl Scan {
    /// A scan with these settings.
    ///
    /// # Errors
    /// If a setting is invalid.
    pub fn new(settings: ScanSettings) -> Result<Self> {
        settings.bands()?;
        settings.check_semantic()?;
        settings.check_translated()?;
        Ok(Self { settings })
    }

    /// The settings.
    #[must_use]
    pub fn settings(&self) -> &ScanSettings {
        &self.settings
    }

    /// Scans a collection; `on_phase` is called when a phase begins.
    ///
    /// # Errors
    /// If the collection needs more memory than the settings allow, or if a temporary file cannot
    /// be written or read.
    pub fn run(&self, collection: &Collection, on_phase: &dyn Fn(Phase)) -> Result<Findings> {
        self.run_watched(collection, &Watch { phase: on_phase, share: &|_| () })
    }

    /// Like [`run`](Self::run), and tells `watch` how far the search for passages has come.
    ///
    /// # Errors
    /// As [`run`](Self::run).
    pub fn run_watched(&self, collection: &Collection, watch: &Watch<'_>) -> Result<Findings> {
        let on_phase = watch.phase;
        let memory = MemoryModel::new(&self.settings, &collection.documents);
        let parts = memory.as_ref().map_or(Ok(1), MemoryModel::parts)?;

        on_phase(Phase::Cutting);
        let sections = SectionedCollection::new(&collection.documents, &self.settings);
        let filter = PairFilter::new(&collection.documents, self.settings.within);
        let context =
            ScanContext { settings: &self.settings, sections: &sections, filter: &filter, watch };
        let contents = context.document_contents();
        let mut units = context.compare_units(&contents)?;
        let mut found = context.find_passages(&units.coarse, parts)?;
        context.find_versions(&mut units.coarse, &mut found)?;
        memory.map_or(Ok(()), |memory| memory.check_passages(found.passages.len()))?;

        on_phase(Phase::Reporting);
        let capped = units.capped() + found.capped + found.coverage.too_frequent;
        let UnitMatches { unknown_words, not_prose, one_language, .. } = units;
        let stats = counts(&sections, collection);
        let stats = Stats { capped, unknown_words, not_prose, one_language, ..stats };
        let FoundPassages { boilerplate, too_frequent, recurring, coverage, formulaic, .. } = found;
        let roll_up = RollUp {
            coarse: units.coarse,
            paragraphs: units.paragraphs,
            paragraph_refs: units.paragraph_refs,
            paraphrases: units.paraphrases,
            passages: found.passages,
            ignored: found.ignored,
        };
        let Reported { matches, clusters, quoted, forms } = context.report(&roll_up, &formulaic);
        let stats = Stats { quoted, forms, ..stats };
        let script = self.settings.script;
        let shared = SharedText::new(&matches, |document| {
            // Documents that were compared are folded already.
            let folded = contents.get(document.index()).map(Cow::Borrowed);
            folded.unwrap_or_else(|| Cow::Owned(sections.document_content(document, script)))
        });
        let outlines = sections.outlines;
        Ok(Findings {
            outlines,
            matches,
            clusters,
            document_pairs: shared.pairs,
            reused_documents: shared.documents,
            boilerplate,
            too_frequent,
            recurring,
            coverage,
            stats,
        })
    }
}

/// What is reported of all that was found.
struct Reported {
    matches: Vec<Match>,
    clusters: Vec<Cluster>,
    /// Number of matches that were left out because they are quotations.
    quoted: usize,
    /// Number of matches that are forms.
    forms: usize,
}

/// What all stages of a scan need.
struct ScanContext<'c> {
    settings: &'c ScanSettings,
    sections: &'c SectionedCollection<'c>,
    filter: &'c PairFilter,
    watch: &'c Watch<'c>,
}

/// Pairs of documents, speeches and paragraphs, and paraphrases.
struct UnitMatches<'c, 'u> {
    coarse: CoarseMatches<'c, 'u>,
    paragraphs: LevelPairs<'u>,
    /// The paragraph of each unit of `paragraphs`.
    paragraph_refs: Vec<ParagraphRef>,
    /// Passages that are paraphrases.
    paraphrases: Vec<ParaphrasePair>,
    /// Number of paragraphs whose words are mostly unknown to the model.
    unknown_words: usize,
    /// Number of paragraphs that are no prose, so that they were not compared by their meaning.
    not_prose: usize,
    /// Number of paragraphs, if translations were sought and all are of one language.
    one_language: usize,
}

impl UnitMatches<'_, '_> {
    /// Number of pairs that were not compared.
    fn capped(&self) -> u64 {
        self.coarse.documents.capped + self.coarse.speeches.capped + self.paragraphs.capped
    }
}

impl<'c> ScanContext<'c> {
    /// Contents of the documents, if documents are compared.
    fn document_contents(&self) -> Vec<Content> {
        if self.settings.has(Level::Document) {
            self.sections.document_contents(self.settings.script)
        } else {
            Vec::new()
        }
    }

    /// Compares documents, speeches and paragraphs; `contents` are those of the documents.
    fn compare_units<'u>(&self, contents: &'u [Content]) -> Result<UnitMatches<'c, 'u>>
    where
        'c: 'u,
    {
        // The words of the collection are dropped with it, before passages are sought.
        let shingles = ShingleContext::new(self.settings, self.sections)?;
        let documents =
            self.compare(Level::Document, &shingles, || self.sections.document_units(contents));
        let speeches = self.compare(Level::Speech, &shingles, || self.sections.speech_units());
        // Paragraphs of equal speeches are in the same pairs, and those speeches in a pair, if it is
        // not two collections that are compared.
        let is_compared =
            |section: usize| self.filter.has_second() || speeches.first_equal(section) == section;
        let paragraph_refs = self.sections.paragraphs(|section| is_compared(section.index()));
        let paragraphs = self.compare(Level::Paragraph, &shingles, || {
            self.sections.paragraph_units(&paragraph_refs)
        });
        let found = self.find_paraphrases(paragraphs, &paragraph_refs, &shingles);
        let translations = self.find_translations(found.paragraphs, &paragraph_refs, &shingles);
        let coarse = CoarseMatches {
            collection: self.sections,
            documents,
            speeches,
            paraphrases: found.speeches,
        };
        Ok(UnitMatches {
            coarse,
            paragraphs: translations.paragraphs,
            paragraph_refs,
            paraphrases: found.passages,
            unknown_words: found.unknown.max(translations.unknown),
            not_prose: found.not_prose,
            one_language: translations.one_language,
        })
    }

    /// Compares the units of one level, if the settings ask for the level.
    fn compare<'u>(
        &self,
        level: Level,
        shingles: &ShingleContext,
        units: impl FnOnce() -> Vec<Unit<'u>>,
    ) -> LevelPairs<'u> {
        if !self.settings.has(level) {
            return LevelPairs::default();
        }
        (self.watch.phase)(Phase::Comparing(level));
        LevelPairs::new(units(), shingles, self.filter, &|step| {
            (self.watch.phase)(match step {
                Step::Pairing => Phase::Pairing(level),
                Step::Verifying => Phase::Verifying(level),
            });
        })
    }

    /// Adds paraphrases to the pairs of paragraphs, and finds those of passages and speeches, if
    /// the settings ask for paraphrases.
    fn find_paraphrases<'u>(
        &self,
        paragraphs: LevelPairs<'u>,
        paragraph_refs: &[ParagraphRef],
        shingles: &ShingleContext,
    ) -> Paraphrases<'u> {
        let Some(semantic) = &self.settings.semantic else {
            return Paraphrases { paragraphs, ..Paraphrases::default() };
        };
        let search = ParaphraseSearch {
            settings: self.settings,
            semantic,
            sections: TokenizedSections { collection: self.sections, tokens: &shingles.wording },
            filter: self.filter,
            paragraphs: paragraph_refs,
        };
        search.run(paragraphs)
    }

    /// Adds translations to the pairs of paragraphs, if the settings ask for them.
    fn find_translations<'u>(
        &self,
        paragraphs: LevelPairs<'u>,
        paragraph_refs: &[ParagraphRef],
        shingles: &ShingleContext,
    ) -> Translations<'u> {
        let Some(settings) = &self.settings.translated else {
            return Translations { paragraphs, ..Translations::default() };
        };
        let search = TranslationSearch {
            settings,
            sections: TokenizedSections { collection: self.sections, tokens: &shingles.wording },
            filter: self.filter,
            paragraphs: paragraph_refs,
        };
        search.run(paragraphs)
    }

    /// Seeks passages, if the settings ask for them, and text of ignored documents.
    fn find_passages(&self, coarse: &CoarseMatches<'_, '_>, parts: usize) -> Result<FoundPassages> {
        let reports_passages = self.settings.has(Level::Passage);
        if !reports_passages && !self.filter.has_ignored() {
            return Ok(FoundPassages::default());
        }
        (self.watch.phase)(Phase::Comparing(Level::Passage));
        let finder = PassageFinder { min_chars: self.settings.min_chars };
        let (all, done) = (self.sections.sections.len() as f64, AtomicUsize::new(0));
        let on_section =
            || (self.watch.share)((done.fetch_add(1, Ordering::Relaxed) + 1) as f64 / all);
        let search = PassageSearch {
            coarse,
            filter: self.filter,
            reports_passages,
            finder,
            on_section: &on_section,
        };
        search.run(self.seed_limits(), parts)
    }

    /// The limits of seeds for this collection.
    fn seed_limits(&self) -> SeedLimits {
        let limits = self.settings.seeds.resolved(self.sections.documents.len());
        if self.filter.accepts_all_documents() {
            limits
        } else {
            SeedLimits { family: usize::MAX, ..limits }
        }
    }

    /// Adds the documents that passages cover for the most part to the pairs of documents, if the
    /// settings ask for both, and drops their passages.
    fn find_versions(
        &self,
        coarse: &mut CoarseMatches<'_, '_>,
        found: &mut FoundPassages,
    ) -> Result<()> {
        if !self.settings.has(Level::Document) || !self.settings.has(Level::Passage) {
            return Ok(());
        }
        let candidates = versions::candidates(coarse, &found.passages);
        if candidates.are_none() {
            return Ok(()); // Weighted shingles would cut the collection into words again.
        }
        let context = ShingleContext::for_shingles(self.settings, self.sections)?;
        let versions = versions::verified(&candidates, &coarse.documents, &context);
        coarse.documents.add_pairs(versions);
        found.passages.retain(|passage| {
            let sections = SectionPair::new(passage.a.into(), passage.b.into());
            !coarse.documents_match(sections)
        });
        Ok(())
    }

    /// Selects matches, clusters them, and computes the edits of those that remain.
    fn report(&self, roll_up: &RollUp<'_, '_>, formulaic: &FormulaicText) -> Reported {
        let builder = MatchBuilder::new(self.sections, formulaic, self.settings);
        let mut matches = roll_up.matches(&builder);
        let quoted_text = QuotedText::new(self.sections, &matches);
        let quoted = match self.settings.quotes {
            Quotes::Mark => 0,
            Quotes::Ignore => quoted_text.remove_from(&mut matches),
        };
        let (mut matches, mut clusters) =
            cluster_matches(matches, |pending| roll_up.complete(pending, &builder));
        quoted_text.mark(&mut matches, &mut clusters);
        if self.sections.documents.len() >= FEWEST {
            mark_parallel(&mut matches);
        }
        let forms = self.settings.forms.apply(&mut matches, &mut clusters);
        Reported { matches, clusters, quoted, forms }
    }
}

/// Counts of the documents that are reported.
fn counts(sections: &SectionedCollection<'_>, collection: &Collection) -> Stats {
    let all = || sections.documents.iter().zip(&sections.outlines);
    let reported = || all().filter(|(document, _)| document.role != Role::Ignored);
    Stats {
        documents: reported().count(),
        speeches: reported().map(|(_, outline)| outline.speeches.len()).sum(),
        chars: reported().map(|(document, _)| document.text.chars().count()).sum(),
        skipped: collection.skipped.len(),
        ignored_files: collection.passed_over.len(),
        ..Stats::default()
    }
}
