//! The whole work on a collection, in order.

use rayon::prelude::*;

use super::Settings;
use super::boilerplate::{Boilerplate, boilerplate, place};
use super::clusters::group;
use super::findings::{Findings, Stats};
use super::ignored_text::IgnoredText;
use super::level_pairs::{LevelPairs, ShingleContext, Unit};
use super::match_builder::MatchBuilder;
use super::pair_filter::PairFilter;
use super::roll_up::{CoarseMatches, RollUp};
use super::sections::SectionedCollection;
use super::semantic::ParaphraseSearch;
use super::semantic::speeches;
use super::semantic::{ParaphrasePair, regions};
use crate::align::{Passage, PassageFinder};
use crate::corpus::Collection;
use crate::document::{DocId, Level};
use crate::document::{Role, Span};
use crate::error::Result;
use crate::seeds::{NgramIndex, SeedCoverage, SequenceId, SequenceSet};

/// What a run is doing.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Stage {
    /// Cutting documents into speeches and paragraphs.
    Cutting,
    /// Comparing units of this level.
    Comparing(Level),
    /// Telling each finding once.
    Reporting,
}

/// Finds what reappears in a collection.
///
/// ```
/// use leitong::corpus::Collection;
/// use leitong::document::Document;
/// use leitong::scan::{Scan, Settings};
///
/// let poem = "床前明月光,疑是地上霜。举头望明月,低头思故乡。人生得意须尽欢,莫使金樽空对月。";
/// let document = |id: &str, text: String| Document { id: id.into(), text, ..Document::default() };
/// let documents = vec![document("a", format!("第一首。{poem}")), document("b", format!("又一首!{poem}完。"))];
/// let collection = Collection { documents, ..Collection::default() };
///
/// let findings = Scan::new(Settings::default())?.run(&collection, &|_| {})?;
/// assert_eq!(findings.matches.len(), 1);
/// # Ok::<(), leitong::error::Error>(())
/// ```
#[derive(Debug, Clone)]
pub struct Scan {
    settings: Settings,
}

impl Scan {
    /// Checks the settings.
    ///
    /// # Errors
    /// If a setting cannot be.
    pub fn new(settings: Settings) -> Result<Self> {
        settings.bands()?;
        settings.check_semantic()?;
        Ok(Self { settings })
    }

    /// The settings.
    #[must_use]
    pub fn settings(&self) -> &Settings {
        &self.settings
    }

    /// Does all the work; `on_stage` hears what begins.
    ///
    /// # Errors
    /// If the collection needs more memory than the settings allow, or if a temporary file that spares memory cannot be written or
    /// read.
    pub fn run(&self, collection: &Collection, on_stage: &dyn Fn(Stage)) -> Result<Findings> {
        let parts = self.settings.parts(&collection.documents)?;
        on_stage(Stage::Cutting);
        let min_chars = self.settings.min_chars;
        let scope = PairFilter::new(&collection.documents, self.settings.within);
        let cuts = SectionedCollection::new(&collection.documents, &self.settings);
        let terms = ShingleContext::new(&self.settings, &cuts);
        let whole = if self.settings.has(Level::Document) { cuts.whole(self.settings.script) } else { Vec::new() };
        let documents = self.compare(Level::Document, || cuts.document_units(&whole), (&terms, &scope), on_stage)?;
        let speeches = self.compare(Level::Speech, || cuts.speech_units(min_chars), (&terms, &scope), on_stage)?;
        let places = cuts.paragraphs(min_chars, |section| speeches.first_equal(section) == section);
        let paragraphs =
            self.compare(Level::Paragraph, || cuts.paragraph_units(&places), (&terms, &scope), on_stage)?;
        let (paragraphs, reworded) = self.reworded(paragraphs, &places, (&cuts, &terms, &scope));
        drop(terms);
        let upper = CoarseMatches { cuts: &cuts, documents, speeches, reworded: reworded.speeches };
        let found = self.passages(&upper, &scope, parts, on_stage)?;
        self.settings.check_passages(&collection.documents, found.passages.len())?;

        on_stage(Stage::Reporting);
        let capped = found.coverage.too_frequent + upper.documents.capped + upper.speeches.capped + paragraphs.capped;
        let builder = MatchBuilder::new(&cuts, &self.settings);
        let (boilerplate, too_frequent) = (found.boilerplate, found.too_frequent);
        let roll_up = RollUp {
            upper,
            paragraphs,
            places,
            passages: found.passages,
            regions: reworded.passages,
            known: found.known,
        };
        let (told, clusters) = group(roll_up.tell(&builder));
        let matches = told.into_par_iter().map(|told| told.in_full(&roll_up.passages, &builder)).collect();
        let stats = stats(&cuts, collection, capped);
        Ok(Findings {
            outlines: cuts.outlines,
            matches,
            clusters,
            boilerplate,
            too_frequent,
            coverage: found.coverage,
            stats,
        })
    }

    /// Compares the units of one level, if it is to be looked at.
    fn compare<'u>(
        &self,
        level: Level,
        units: impl FnOnce() -> Vec<Unit<'u>>,
        (terms, scope): (&ShingleContext<'_>, &PairFilter),
        on_stage: &dyn Fn(Stage),
    ) -> Result<LevelPairs<'u>> {
        if !self.settings.has(level) {
            return Ok(LevelPairs::default());
        }
        on_stage(Stage::Comparing(level));
        LevelPairs::new(units(), terms, scope)
    }

    /// Adds what says the same in other words to the paragraphs, and finds passages that do so in paragraphs that do not, and speeches
    /// that do so paragraph by paragraph.
    fn reworded<'u>(
        &self,
        paragraphs: LevelPairs<'u>,
        places: &[(usize, usize)],
        (cuts, terms, scope): (&SectionedCollection<'_>, &ShingleContext<'_>, &PairFilter),
    ) -> (LevelPairs<'u>, Regions) {
        let Some(semantic) = &self.settings.semantic else {
            return (paragraphs, Regions::default());
        };
        let search = ParaphraseSearch::new(semantic, (cuts, &terms.wording), places, self.settings.has(Level::Passage));
        let is_first = |at| search.paragraph_of(at).is_none_or(|at| paragraphs.first_equal(at) == at);
        let both = |a, b| search.paragraph_of(a).zip(search.paragraph_of(b));
        let is_told = |a, b| both(a, b).is_some_and(|(a, b)| paragraphs.are_alike(a, b));
        let wanted = |a, b| scope.accepts(search.document(a), search.document(b)) && !is_told(a, b);
        let mut found = search.run(is_first, wanted, self.settings.has(Level::Paragraph));
        let paragraphs = paragraphs.with_reworded(found.paragraphs, found.capped);
        let is_told = |a, b| both(a, b).is_some_and(|(a, b)| paragraphs.are_reworded(a, b));
        found.windows.retain(|&(a, b)| !is_told(a, b));
        let passages = regions(&search, &found.windows, self.settings.min_chars);
        let speeches = if self.settings.has(Level::Speech) {
            let stretch = |at: usize| search.stretches[at].clone();
            let pairs = paragraphs.pairs.iter().map(|pair| (stretch(pair.a), stretch(pair.b)));
            speeches(&search, pairs.chain(passages.iter().map(|region| (region.a.clone(), region.b.clone()))))
        } else {
            Vec::new()
        };
        (paragraphs, Regions { speeches, passages })
    }

    /// Passages that no larger match tells, of all strands but those that are equal to an earlier one.
    fn passages(
        &self,
        upper: &CoarseMatches<'_, '_>,
        scope: &PairFilter,
        parts: usize,
        on_stage: &dyn Fn(Stage),
    ) -> Result<Found> {
        let is_wanted = self.settings.has(Level::Passage);
        if !is_wanted && !scope.has_ignored() {
            return Ok(Found::default());
        }
        on_stage(Stage::Comparing(Level::Passage));
        let sections: Vec<usize> =
            (0..upper.cuts.sections.len()).filter(|&at| upper.speeches.first_equal(at) == at).collect();
        let contents = sections.iter().map(|&at| &upper.cuts.sections[at]);
        let contents = contents.map(|section| (DocId::new(section.document), section.content.range()));
        let contents = SequenceSet::among(upper.cuts.contents.chars(), contents);
        let search =
            PassageSearch { upper, scope, sections, finder: PassageFinder { min_chars: self.settings.min_chars } };
        search.run(NgramIndex::partitioned(&contents, self.settings.seeds, parts)?, is_wanted)
    }
}

/// What says the same in other words, beside paragraphs.
#[derive(Default)]
struct Regions {
    speeches: Vec<ParaphrasePair>,
    passages: Vec<ParaphrasePair>,
}

/// What a search for passages has found.
#[derive(Default)]
struct Found {
    /// Strands are named by their number among all.
    passages: Vec<Passage>,
    known: IgnoredText,
    boilerplate: Vec<Boilerplate>,
    too_frequent: Vec<(usize, Span)>,
    coverage: SeedCoverage,
}

/// A search for passages.
struct PassageSearch<'s, 'c, 'u> {
    upper: &'s CoarseMatches<'c, 'u>,
    scope: &'s PairFilter,
    /// The number among all of each strand that is searched.
    sections: Vec<usize>,
    finder: PassageFinder,
}

impl PassageSearch<'_, '_, '_> {
    fn run(&self, mut repeats: NgramIndex<'_>, is_wanted: bool) -> Result<Found> {
        let cuts = self.upper.cuts;
        let limits = (self.finder.min_chars, repeats.limits().common);
        let boilerplate = boilerplate(cuts, &self.sections, &repeats, limits);
        let known = if self.scope.has_ignored() { self.known(&mut repeats)? } else { IgnoredText::default() };
        // Asked for every pair of strands that share a run: so the answers lie close together.
        let documents: Vec<u32> = self.sections.iter().map(|&section| cuts.sections[section].document as u32).collect();
        let document = |section: SequenceId| documents[section.index()] as usize;
        let has_upper = self.upper.has_units();
        let tells = |a: SequenceId, b: SequenceId| {
            has_upper && self.upper.tell(self.sections[a.index()], self.sections[b.index()])
        };
        let accepts = |a, b| is_wanted && self.scope.accepts(document(a), document(b)) && !tells(a, b);
        let mut passages = self.renumbered(self.finder.find(&repeats, accepts)?);
        passages.retain(|passage| !is_own_title(passage, cuts));
        let too_frequent = self.too_frequent(&repeats);
        Ok(Found { passages, known, boilerplate, too_frequent, coverage: repeats.coverage() })
    }

    /// What stands in known texts; it is boilerplate from now on.
    fn known(&self, repeats: &mut NgramIndex<'_>) -> Result<IgnoredText> {
        let cuts = self.upper.cuts;
        let is_ignored =
            |section: SequenceId| self.scope.is_ignored(cuts.sections[self.sections[section.index()]].document);
        let passages = self.finder.find(repeats, |a, b| is_ignored(a) != is_ignored(b))?;
        let known = IgnoredText::new(&self.renumbered(passages), cuts, self.scope);
        for (at, &section) in self.sections.iter().enumerate() {
            for run in known.runs(section) {
                repeats.add_boilerplate(SequenceId::new(at), run.clone());
            }
        }
        Ok(known)
    }

    fn renumbered(&self, mut passages: Vec<Passage>) -> Vec<Passage> {
        for passage in &mut passages {
            passage.a = SequenceId::new(self.sections[passage.a.index()]);
            passage.b = SequenceId::new(self.sections[passage.b.index()]);
        }
        passages
    }

    /// The stretches whose runs stayed too common, each where it stands first.
    fn too_frequent(&self, repeats: &NgramIndex<'_>) -> Vec<(usize, Span)> {
        let cuts = self.upper.cuts;
        let sections =
            self.sections.iter().enumerate().map(|(at, &number)| (SequenceId::new(at), &cuts.sections[number]));
        let runs = sections.flat_map(|(at, section)| repeats.too_frequent_runs(at).map(move |run| (section, run)));
        runs.map(|(section, run)| (section.document, place(cuts, section, run))).collect()
    }
}

/// Whether a passage is a title that its own document says again.
fn is_own_title(passage: &Passage, cuts: &SectionedCollection<'_>) -> bool {
    let (a, b) = (&cuts.sections[passage.a.index()], &cuts.sections[passage.b.index()]);
    let (in_a, in_b) = (passage.alignment.range_a(), passage.alignment.range_b());
    a.document == b.document && (a.is_heading(&in_a) || b.is_heading(&in_b))
}

fn stats(cuts: &SectionedCollection<'_>, collection: &Collection, capped: u64) -> Stats {
    let all = || cuts.documents.iter().zip(&cuts.outlines);
    let reported = || all().filter(|(document, _)| document.role != Role::Ignored);
    Stats {
        documents: reported().count(),
        speeches: reported().map(|(_, outline)| outline.speeches.len()).sum(),
        chars: reported().map(|(document, _)| document.text.chars().count()).sum(),
        skipped: collection.skipped.len(),
        passed_over: collection.passed_over,
        capped,
    }
}
