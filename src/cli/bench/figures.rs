//! Figures of a benchmark, and their table.

use std::io::{self, Write};

use leitong::report::grouped;
use serde::{Deserialize, Serialize};

use super::quality::Score;
use super::setting::SettingName;

/// Seconds below which no speed is computed: a difference of two times may be 0.
pub(super) const SHORTEST: f64 = 1e-9;

/// The figures of one stage.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub(crate) struct Figure {
    /// Name of the stage.
    pub(crate) stage: String,
    #[serde(flatten)]
    pub(crate) setting: SettingName,
    /// Number of threads.
    pub(crate) threads: usize,
    /// Seconds of all measurements; for a single stage less those of the stages before it.
    #[serde(flatten)]
    pub(crate) seconds: Spread,
    /// Bytes of text in UTF-8; for a whole run, of the records.
    pub(crate) bytes: u64,
    /// Number of documents.
    pub(crate) documents: u64,
    /// Peak memory of the process meanwhile, in bytes; `None` where the system does not report it.
    pub(crate) peak_memory: Option<u64>,
    /// The comparison with a saved run.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub(crate) baseline: Option<Comparison>,
}

/// A figure next to that of a saved run.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
pub(crate) struct Comparison {
    /// The median divided by the saved one.
    pub(crate) ratio: f64,
    /// Whether the ranges of the measurements overlap, so that the difference may be chance.
    pub(crate) overlaps: bool,
}

/// The median and the range of several measurements.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
pub(crate) struct Spread {
    #[serde(rename = "seconds")]
    pub(crate) median: f64,
    #[serde(rename = "seconds_min")]
    pub(crate) min: f64,
    #[serde(rename = "seconds_max")]
    pub(crate) max: f64,
}

impl Spread {
    /// Whether the ranges of two spreads have a time in common.
    pub(super) fn overlaps(self, other: Self) -> bool {
        self.min <= other.max && other.min <= self.max
    }

    /// The spread of some measurements, of which there is at least one. Of an even number, the
    /// median is the mean of the two in the middle.
    pub(crate) fn of(mut seconds: Vec<f64>) -> Self {
        seconds.sort_by(f64::total_cmp);
        let (low, high) = ((seconds.len() - 1) / 2, seconds.len() / 2);
        let median = f64::midpoint(seconds[low], seconds[high]);
        Self { median, min: seconds[0], max: seconds[seconds.len() - 1] }
    }
}

/// Writes a line for each stage, under a line for each setting if there are several, and then a
/// line for each setting.
///
/// # Errors
/// If `out` cannot be written.
pub(crate) fn write_figures(
    figures: &[Figure],
    scores: &[Score],
    out: &mut dyn Write,
) -> io::Result<()> {
    let has_ratios = figures.iter().any(|figure| figure.baseline.is_some());
    let ratio = if has_ratios { "  baseline" } else { "" };
    writeln!(
        out,
        "{:<28} {:>7} {:>9} {:>9} {:>9} {:>9} {:>12} {:>9}{ratio}",
        "stage", "threads", "seconds", "min", "max", "MB/s", "documents/s", "peak MB"
    )?;
    let groups = figures.chunk_by(|x, y| x.setting == y.setting);
    let has_several = groups.clone().count() > 1;
    for group in groups {
        if has_several {
            writeln!(out, "\n{}", group[0].setting)?;
        }
        group.iter().try_for_each(|figure| write_figure(figure, out))?;
    }
    if has_ratios {
        writeln!(out, "≈: the times of both runs overlap, so that the difference may be chance")?;
    }
    write_settings(figures, scores, out)
}

fn write_figure(figure: &Figure, out: &mut dyn Write) -> io::Result<()> {
    let Spread { median, min, max } = figure.seconds;
    let memory = figure
        .peak_memory
        .map_or_else(|| "?".into(), |bytes| grouped((bytes / 1_000_000) as usize));
    let ratio = figure.baseline.map_or_else(String::new, |Comparison { ratio, overlaps }| {
        format!(" {} {ratio:>6.2}×", if overlaps { '≈' } else { ' ' })
    });
    writeln!(
        out,
        "{:<28} {:>7} {median:>9.3} {min:>9.3} {max:>9.3} {:>9} {:>12} {memory:>9}{ratio}",
        figure.stage,
        figure.threads,
        rate(figure.bytes as f64 / 1e6, median),
        rate(figure.documents as f64, median),
    )
}

/// How many there are in a second; `–` if the time is too short to tell.
fn rate(count: f64, seconds: f64) -> String {
    if seconds > SHORTEST { format!("{:.0}", count / seconds) } else { "–".into() }
}

/// Writes a line for each setting, if there are several or if they were scored.
fn write_settings(figures: &[Figure], scores: &[Score], out: &mut dyn Write) -> io::Result<()> {
    let whole = || figures.iter().filter(|figure| figure.stage == super::stages::WHOLE);
    let settings = figures.chunk_by(|x, y| x.setting == y.setting).count();
    if settings < 2 && scores.is_empty() {
        return Ok(());
    }
    let names = if scores.is_empty() { "" } else { "  precision     recall         F1" };
    writeln!(out, "\n{:<44} {:>7} {:>9}{names}", "whole dedup", "threads", "seconds")?;
    for figure in whole() {
        let score = scores.iter().find(|score| score.setting == figure.setting);
        let cells = score.map_or_else(String::new, Score::cells);
        let (name, threads) = (figure.setting.to_string(), figure.threads);
        let line = format!("{name:<44} {threads:>7} {:>9.3}{cells}", figure.seconds.median);
        writeln!(out, "{}", line.trim_end())?;
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_spread_is_that_of_all_measurements() {
        let spread = |seconds: &[f64]| {
            let Spread { median, min, max } = Spread::of(seconds.to_vec());
            (min, median, max)
        };
        assert_eq!(spread(&[3.0, 1.0, 2.0]), (1.0, 2.0, 3.0));
        assert_eq!(spread(&[4.0, 1.0, 2.0, 3.0]), (1.0, 2.5, 4.0));
        assert_eq!(spread(&[5.0]), (5.0, 5.0, 5.0));
        let of = |seconds: &[f64]| Spread::of(seconds.to_vec());
        assert!(of(&[1.0, 3.0]).overlaps(of(&[3.0, 4.0])) && of(&[2.0]).overlaps(of(&[1.0, 3.0])));
        assert!(!of(&[1.0, 2.0]).overlaps(of(&[3.0])) && !of(&[3.0]).overlaps(of(&[1.0, 2.0])));
    }
}
