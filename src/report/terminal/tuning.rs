//! What thresholds decide on a collection.

use std::io::{self, Write};

use console::truncate_str;

use super::clean::clean;
use super::layout::{counted, folded, grouped, percent};
use super::options::TerminalOptions;
use super::places::Place;
use super::printer::Printer;
use crate::dedup::{SimilarityBin, ThresholdCounts, Tuning};
use crate::document::Level;
use crate::report::model::ReportedMatch;
use crate::report::tuning::PairReport;

/// Characters of the longest bar.
const BAR: usize = 40;

/// Writes how many pairs have which similarity, what each threshold would remove, and the pairs
/// closest to the threshold on both sides of it.
///
/// # Errors
/// If `out` cannot be written.
pub fn write_tuning(
    tuning: &Tuning,
    pairs: &PairReport<'_>,
    options: TerminalOptions,
    out: &mut dyn Write,
) -> io::Result<()> {
    let writer = TuningWriter { tuning, options, printer: Printer::new(options) };
    writer.sample(out)?;
    writer.similarities(out)?;
    writer.thresholds(out)?;
    let threshold = tuning.similarity;
    let noun = writer.unit();
    let above = format!("Closest pairs of {noun}s that are duplicates at {threshold}");
    writer.pairs(&above, pairs.above(), out)?;
    let below = format!("Closest pairs of {noun}s that are not duplicates at {threshold}");
    writer.pairs(&below, pairs.below(), out)
}

struct TuningWriter<'t> {
    tuning: &'t Tuning,
    options: TerminalOptions,
    printer: Printer,
}

impl TuningWriter<'_> {
    /// What is compared.
    fn unit(&self) -> &'static str {
        if self.tuning.level == Level::Document { "record" } else { self.tuning.level.name() }
    }

    fn is_estimate(&self) -> bool {
        self.tuning.sampled < self.tuning.records
    }

    fn line(&self, text: &str, out: &mut dyn Write) -> io::Result<()> {
        writeln!(out, "{}", folded(text, 2, self.options.width))
    }

    fn title(&self, text: &str, out: &mut dyn Write) -> io::Result<()> {
        writeln!(out)?;
        self.line(&self.options.style().bold().apply_to(text).to_string(), out)
    }

    /// What was compared with what.
    fn sample(&self, out: &mut dyn Write) -> io::Result<()> {
        let records = counted(self.tuning.records, "record");
        let text = if self.is_estimate() {
            let sampled = grouped(self.tuning.sampled);
            format!(
                "{records}. Pairs are estimated: {sampled} of the records, chosen by a hash of \
                 their ids, were compared with all (--sample). Removals are counted on all records."
            )
        } else {
            format!("{records}, all compared with each other.")
        };
        self.line(&text, out)
    }

    fn similarities(&self, out: &mut dyn Write) -> io::Result<()> {
        let about = if self.is_estimate() { ", estimated" } else { "" };
        let title = format!("Similar pairs of {}s{about} (bars are logarithmic)", self.unit());
        self.title(&title, out)?;
        let bins = &self.tuning.histogram.bins;
        let most = bins.iter().map(|bin| bin.pairs).max().unwrap_or(0);
        for bin in bins {
            let name = range(*bin);
            let (pairs, bar) = (grouped(bin.pairs as usize), bar(bin.pairs, most));
            let begins = (bin.from - self.tuning.similarity).abs() < 1e-9;
            let mark = if begins { "← duplicates from here on" } else { "" };
            let line = format!("  {name:<11} {pairs:>13}  {bar:<BAR$}  {mark}");
            writeln!(out, "{}", line.trim_end())?;
        }
        if self.tuning.histogram.capped > 0 {
            let capped = grouped(self.tuning.histogram.capped as usize);
            let text = format!("  {capped} comparisons were left out, because too many are alike");
            self.line(&text, out)?;
        }
        Ok(())
    }

    fn thresholds(&self, out: &mut dyn Write) -> io::Result<()> {
        self.title("What `leitong dedup` would remove at other thresholds", out)?;
        let parts = self.tuning.level != Level::Document;
        let part_names = format!("{}s", self.tuning.level.name());
        let part_names = if parts { format!("  {part_names:>12}") } else { String::new() };
        writeln!(out, "  similarity       records     share{part_names}      clusters")?;
        for counts in &self.tuning.thresholds {
            let asked = counts.similarity.total_cmp(&self.tuning.similarity).is_eq();
            let mark = if asked { "  ← --similarity" } else { "" };
            writeln!(out, "{}{mark}", threshold_line(counts, parts))?;
        }
        let capped = self.tuning.thresholds.iter().map(|counts| counts.capped).max().unwrap_or(0);
        if capped > 0 {
            let capped = grouped(capped as usize);
            let text = format!(
                "  at most {capped} pairs were not compared, because too many records are alike"
            );
            self.line(&text, out)?;
        }
        Ok(())
    }

    fn pairs(
        &self,
        title: &str,
        pairs: &[ReportedMatch<'_>],
        out: &mut dyn Write,
    ) -> io::Result<()> {
        self.title(title, out)?;
        if pairs.is_empty() {
            return writeln!(out, "  none was found");
        }
        for (number, found) in (1..).zip(pairs) {
            let chars = counted(found.a.content_chars, "content character");
            writeln!(out, "{number:>3}  similarity {:.4}, {chars}", found.similarity)?;
            self.places(found, out)?;
            self.printer.body(found, out)?;
        }
        Ok(())
    }

    /// Where the two texts of a pair are. Of whole records the id says all.
    fn places(&self, found: &ReportedMatch<'_>, out: &mut dyn Write) -> io::Result<()> {
        let sides = [&found.a, &found.b];
        if found.level != Level::Document {
            let places = sides.map(|side| Place::of_side(side, found.level));
            return self.printer.table(&places, out);
        }
        for side in sides {
            let line = format!("     {}", clean(&side.document));
            writeln!(out, "{}", truncate_str(&line, self.options.width, "…"))?;
        }
        Ok(())
    }
}

/// The range of a bin; one number for pairs of similarity 1.
fn range(bin: SimilarityBin) -> String {
    if bin.from < bin.to { format!("{:.2} … {:.2}", bin.from, bin.to) } else { "1.00".into() }
}

fn threshold_line(counts: &ThresholdCounts, parts: bool) -> String {
    let similarity = counts.similarity.to_string();
    let similarity =
        if similarity.len() < 4 { format!("{:.2}", counts.similarity) } else { similarity };
    let (removed, share) = (grouped(counts.removed), percent(counts.share));
    let parts =
        if parts { format!("  {:>12}", grouped(counts.parts_removed)) } else { String::new() };
    let clusters = grouped(counts.clusters);
    format!("  {similarity:<10}  {removed:>12}  {share:>8}{parts}  {clusters:>12}")
}

/// A bar whose length is the logarithm of a count, so that few pairs are seen beside very many.
fn bar(count: u64, most: u64) -> String {
    let share = ((count as f64).ln_1p()) / (most.max(1) as f64).ln_1p();
    #[expect(clippy::cast_sign_loss, reason = "a length is not negative")]
    let length = (share * BAR as f64).ceil() as usize;
    "█".repeat(length)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_bar_grows_with_the_count_and_is_empty_for_none() {
        let lengths: Vec<usize> =
            [0, 1, 10, 1000, 100_000].map(|count| bar(count, 100_000).chars().count()).into();
        assert!(lengths.is_sorted() && lengths[0] == 0 && lengths[1] > 0, "{lengths:?}");
        assert_eq!(lengths[4], BAR);
        assert_eq!(bar(0, 0), "");
    }

    #[test]
    fn a_line_shows_the_threshold_as_it_was_typed() {
        let counts = |similarity| ThresholdCounts {
            similarity,
            removed: 1_234,
            share: 0.25,
            removed_equal: 0,
            parts_removed: 5_678,
            changed: 0,
            clusters: 90,
            capped: 0,
        };
        let line = "  0.725              1,234      25 %            90";
        assert_eq!(threshold_line(&counts(0.725), false), line);
        let line = "  0.70               1,234      25 %         5,678            90";
        assert_eq!(threshold_line(&counts(0.7), true), line);
    }
}
