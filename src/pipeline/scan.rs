//! The whole work on a collection, in order.

use super::cut::Cuts;
use super::findings::{Findings, Stats};
use super::group::group;
use super::roll_up::{RollUp, Upper};
use super::tell::Teller;
use super::units::{Layer, Unit};
use super::{Level, Settings};
use crate::corpus::Collection;
use crate::error::Result;
use crate::index::{Ledger, SeedLimits, Strands};
use crate::verify::{Passage, PassageFinder};

/// What a run is doing.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Stage {
    /// Cutting documents into speeches and paragraphs.
    Cutting,
    /// Comparing units of this level.
    Comparing(Level),
    /// Telling each finding once.
    Telling,
}

/// Finds what reappears in a collection.
///
/// ```
/// use leitong::corpus::Collection;
/// use leitong::document::Document;
/// use leitong::pipeline::{Scan, Settings};
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
    /// If the settings cannot be; [`Scan::new`] has checked that.
    pub fn run(&self, collection: &Collection, on_stage: &dyn Fn(Stage)) -> Result<Findings> {
        on_stage(Stage::Cutting);
        let min_chars = self.settings.min_chars;
        let cuts = Cuts::new(&collection.documents, &self.settings);
        let whole = if self.settings.has(Level::Document) { cuts.whole(self.settings.script) } else { Vec::new() };
        let documents = self.compare(Level::Document, || cuts.document_units(&whole), on_stage)?;
        let speeches = self.compare(Level::Speech, || cuts.speech_units(min_chars), on_stage)?;
        let places = cuts.paragraphs(min_chars, |strand| speeches.first_equal(strand) == strand);
        let paragraphs = self.compare(Level::Paragraph, || cuts.paragraph_units(&places), on_stage)?;
        let upper = Upper { cuts: &cuts, documents, speeches };
        let (passages, ledger) = self.passages(&upper, on_stage);

        on_stage(Stage::Telling);
        let capped = ledger.blind + upper.documents.capped + upper.speeches.capped + paragraphs.capped;
        let teller = Teller::new(&cuts, &self.settings);
        let roll_up = RollUp { upper, paragraphs, places, passages };
        let (matches, clusters) = group(roll_up.tell(&teller));
        let stats = stats(&cuts, collection, capped);
        Ok(Findings { outlines: cuts.outlines, matches, clusters, stats })
    }

    /// Compares the units of one level, if it is to be looked at.
    fn compare<'u>(
        &self,
        level: Level,
        units: impl FnOnce() -> Vec<Unit<'u>>,
        on_stage: &dyn Fn(Stage),
    ) -> Result<Layer<'u>> {
        if !self.settings.has(level) {
            return Ok(Layer::default());
        }
        on_stage(Stage::Comparing(level));
        Layer::new(units(), &self.settings)
    }

    /// Passages that no larger match tells, of all strands but those that are equal to an earlier one,
    /// and the ledger of their places. Strands are named by their number among all.
    fn passages(&self, upper: &Upper<'_, '_>, on_stage: &dyn Fn(Stage)) -> (Vec<Passage>, Ledger) {
        if !self.settings.has(Level::Passage) {
            return (Vec::new(), Ledger::default());
        }
        on_stage(Stage::Comparing(Level::Passage));
        let firsts: Vec<usize> =
            (0..upper.cuts.strands.len()).filter(|&at| upper.speeches.first_equal(at) == at).collect();
        let strand = |&at: &usize| &upper.cuts.strands[at];
        let strands = Strands::new(
            firsts.iter().map(strand).map(|strand| (strand.document as u32, strand.content.chars())),
        );
        let finder = PassageFinder { limits: SeedLimits::default(), min_chars: self.settings.min_chars };
        let (mut passages, ledger) = finder.find(&strands, |a, b| !upper.tell(firsts[a as usize], firsts[b as usize]));
        for passage in &mut passages {
            passage.a = firsts[passage.a as usize] as u32;
            passage.b = firsts[passage.b as usize] as u32;
        }
        passages.retain(|passage| !is_own_title(passage, upper.cuts));
        (passages, ledger)
    }
}

/// Whether a passage is a title that its own document says again.
fn is_own_title(passage: &Passage, cuts: &Cuts<'_>) -> bool {
    let (a, b) = (&cuts.strands[passage.a as usize], &cuts.strands[passage.b as usize]);
    let (in_a, in_b) = (passage.alignment.range_a(), passage.alignment.range_b());
    a.document == b.document && (a.is_heading(&in_a) || b.is_heading(&in_b))
}

fn stats(cuts: &Cuts<'_>, collection: &Collection, capped: u64) -> Stats {
    Stats {
        documents: cuts.documents.len(),
        speeches: cuts.outlines.iter().map(|outline| outline.speeches.len()).sum(),
        chars: cuts.documents.iter().map(|document| document.text.chars().count()).sum(),
        skipped: collection.skipped.len(),
        passed_over: collection.passed_over,
        capped,
    }
}
