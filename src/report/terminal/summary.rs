//! The counts of a deduplication.

use std::io::{self, Write};
use std::time::Duration;

use super::super::settings::folding_note;
use super::clean::clean;
use super::layout::{counted, grouped, percent};
use crate::dedup::{
    InputCounts, Lookalikes, Outputs, PairExample, Ranking, RemovedFor, Resemblance, Summary,
    ValueKind,
};

/// Inputs, and warnings of each kind, that are listed: what fits on a screen.
const SHOWN_INPUTS: usize = 10;
const SHOWN_ALARMS: usize = 5;

/// The shortest time for which a speed is computed, in seconds.
const SHORTEST: f64 = 1e-3;

/// Writes the counts of a deduplication and its largest clusters.
///
/// # Errors
/// If `out` cannot be written.
pub fn write_summary(
    summary: &Summary,
    outputs: &Outputs,
    took: Duration,
    out: &mut dyn Write,
) -> io::Result<()> {
    let note = match outputs {
        Outputs::Nowhere => " (no records were written)",
        _ if summary.marked => " (all were written, with marks)",
        _ => "",
    };
    writeln!(
        out,
        "{} read = {} kept + {} removed + {} skipped{note}",
        counted(summary.read, "record"),
        grouped(summary.kept),
        grouped(summary.removed),
        grouped(summary.skipped)
    )?;
    write_removed(summary, out)?;
    write_lookalikes(summary, out)?;
    write_parts(summary, out)?;
    summary.kept_by.as_ref().map_or(Ok(()), |ranking| write_ranking(ranking, out))?;
    write_speed(summary, took, out)?;
    write_notes(summary, out)?;
    write_inputs(summary, out)?;
    write_losses(summary, out)?;
    write_clusters(summary, out)
}

fn write_removed(summary: &Summary, out: &mut dyn Write) -> io::Result<()> {
    if summary.removed == 0 && summary.duplicates_kept == 0 {
        return Ok(());
    }
    let equal = grouped(summary.removed_equal);
    let alike = summary.removed
        - summary.removed_equal
        - summary.removed_contained
        - summary.removed_covered
        - summary.removed_reworded;
    write!(out, "removed: {equal} with equal content, {} alike", grouped(alike))?;
    if summary.removed_contained > 0 {
        write!(out, ", {} in longer ones", grouped(summary.removed_contained))?;
    }
    if summary.removed_covered > 0 {
        write!(out, ", {} in several others together", grouped(summary.removed_covered))?;
    }
    if summary.removed_reworded > 0 {
        write!(out, ", {} in other words", grouped(summary.removed_reworded))?;
    }
    if summary.references > 0 {
        let by_reference = grouped(summary.removed_by_reference);
        write!(out, "; {by_reference} of them for one of the reference")?;
    }
    if summary.duplicates_kept > 0 {
        let kept = counted(summary.duplicates_kept, "duplicate");
        write!(out, "; {kept} of other kinds stayed")?;
    }
    if summary.emptied > 0 {
        write!(out, "; {} because nothing was left in them", grouped(summary.emptied))?;
    }
    writeln!(out)
}

fn write_parts(summary: &Summary, out: &mut dyn Write) -> io::Result<()> {
    if summary.parts_removed == 0 {
        return Ok(());
    }
    let parts = counted(summary.parts_removed, "part");
    let changed = counted(summary.changed, "record");
    writeln!(out, "taken out: {parts}; {changed} came out changed")
}

fn write_ranking(ranking: &Ranking, out: &mut dyn Write) -> io::Result<()> {
    let noun = ranking.kind.noun();
    let sort = if ranking.kind == ValueKind::Text { "text" } else { noun };
    write!(out, "kept by {} as {sort}: {}", clean(&ranking.field), counted(ranking.of_kind, noun))?;
    match ranking.unlike {
        0 => {}
        1 => write!(out, ", 1 value is no {noun} and comes last")?,
        many => write!(out, ", {} values are no {noun}s and come last", grouped(many))?,
    }
    if ranking.missing > 0 {
        let has = if ranking.missing == 1 { "has" } else { "have" };
        write!(out, ", {} {has} none", counted(ranking.missing, "record"))?;
    }
    writeln!(out)
}

fn write_speed(summary: &Summary, took: Duration, out: &mut dyn Write) -> io::Result<()> {
    let seconds = took.as_secs_f64().max(SHORTEST);
    let read = summary.bytes_read as f64;
    let (bytes_in, kept) = (megabytes(read), megabytes(summary.bytes_kept as f64));
    let speed = megabytes(read / seconds);
    writeln!(out, "{bytes_in} in, {kept} kept; {seconds:.1} s, {speed}/s")
}

fn write_notes(summary: &Summary, out: &mut dyn Write) -> io::Result<()> {
    if summary.capped > 0 {
        let capped = grouped(usize::try_from(summary.capped).unwrap_or(usize::MAX));
        writeln!(out, "{capped} pairs were not compared, because too many records are alike")?;
    }
    if let Some(note) = folding_note(summary.fold_script, summary.regional_words) {
        writeln!(out, "{note}")?;
    }
    if summary.ignored_files > 0 {
        writeln!(
            out,
            "passed over: {} of kinds that are not read",
            counted(summary.ignored_files, "file")
        )?;
    }
    if summary.spilled > 0 {
        writeln!(out, "{} of band keys lay on disk", megabytes(summary.spilled as f64))?;
    }
    Ok(())
}

/// Writes what was removed of each input, if there are several.
fn write_inputs(summary: &Summary, out: &mut dyn Write) -> io::Result<()> {
    if summary.inputs.len() < 2 {
        return Ok(());
    }
    for counts in summary.inputs.iter().take(SHOWN_INPUTS) {
        let InputCounts { read, kept, removed, removed_equal, .. } = *counts;
        let path = counts.path.display().to_string();
        write!(
            out,
            "{}: {} read = {} kept + {} removed",
            clean(&path),
            grouped(read),
            grouped(kept),
            grouped(removed)
        )?;
        if removed > 0 {
            let (equal, alike) = (grouped(removed_equal), grouped(removed - removed_equal));
            let for_each = counts.removed_for.iter().map(removed_for);
            write!(
                out,
                " ({equal} equal, {alike} alike; for {})",
                for_each.collect::<Vec<_>>().join(", ")
            )?;
        }
        writeln!(out)?;
    }
    let rest = summary.inputs.len().saturating_sub(SHOWN_INPUTS);
    if rest > 0 {
        writeln!(out, "… and {}; `--format json` has all", counted(rest, "input"))?;
    }
    Ok(())
}

fn removed_for(other: &RemovedFor) -> String {
    let path = other.path.as_ref().map(|path| path.display().to_string());
    let path = path.as_deref().map_or("the reference".into(), clean);
    format!("{path} {}", grouped(other.records))
}

/// Writes how many similar records stay, and an example of each kind.
fn write_lookalikes(summary: &Summary, out: &mut dyn Write) -> io::Result<()> {
    let Lookalikes { variants, templates, examples, .. } = &summary.lookalikes;
    let told = [
        (*variants, Resemblance::Variant, "differ in names, numbers or a negation only"),
        (*templates, Resemblance::Template, "share only what many records have"),
    ];
    for (count, resemblance, why) in told {
        if count == 0 {
            continue;
        }
        write!(out, "similar, but kept: {} that {why}", grouped(count))?;
        if let Some(example) = examples.iter().find(|example| example.resemblance == resemblance) {
            let (id, other) = (clean(&example.id), clean(&example.similar_to));
            write!(out, "; for example {id} beside {other}")?;
        }
        writeln!(out)?;
    }
    Ok(())
}

/// Writes what looks like too much.
fn write_losses(summary: &Summary, out: &mut dyn Write) -> io::Result<()> {
    for loss in summary.losses.iter().take(SHOWN_ALARMS) {
        let path = loss.path.display().to_string();
        let of = format!("{} of {}", grouped(loss.removed()), grouped(loss.compared));
        let (equal, alike) = (grouped(loss.exact), grouped(loss.near));
        let percent = percent(loss.percent() / 100.0);
        write!(
            out,
            "warning: {} loses {of} ({percent}), {equal} equal and {alike} alike",
            clean(&path)
        )?;
        write_example(loss.example.as_ref(), out)?;
    }
    for cluster in summary.loose_clusters.iter().take(SHOWN_ALARMS) {
        let (number, size, median) = (cluster.cluster, cluster.size, cluster.median_similarity);
        write!(
            out,
            "warning: cluster {number} has {} members with a median similarity of {median:.2}; text \
             that they share may make them alike, see --common",
            grouped(size)
        )?;
        write_example(cluster.example.as_ref(), out)?;
    }
    let told = [summary.losses.len(), summary.loose_clusters.len()];
    let rest: usize = told.map(|told| told.saturating_sub(SHOWN_ALARMS)).iter().sum();
    if rest > 0 {
        writeln!(out, "… and {}; `--format json` has all", counted(rest, "warning"))?;
    }
    Ok(())
}

fn write_example(example: Option<&PairExample>, out: &mut dyn Write) -> io::Result<()> {
    if let Some(example) = example {
        let (id, of) = (clean(&example.id), clean(&example.duplicate_of));
        write!(out, "; for example {id} for {of} ({:.2})", example.similarity)?;
    }
    writeln!(out)
}

fn write_clusters(summary: &Summary, out: &mut dyn Write) -> io::Result<()> {
    if summary.largest.is_empty() {
        return Ok(());
    }
    writeln!(out, "{}, the largest:", counted(summary.clusters, "cluster"))?;
    for cluster in &summary.largest {
        let (id, example) = (clean(&cluster.id), clean(&cluster.example));
        writeln!(out, "  {:>7} × {id}  {}", grouped(cluster.size), example.trim())?;
    }
    Ok(())
}

fn megabytes(bytes: f64) -> String {
    match bytes {
        1e10.. => format!("{:.1} GB", bytes / 1e9),
        1e5.. => format!("{:.1} MB", bytes / 1e6),
        _ => format!("{:.1} kB", bytes / 1e3),
    }
}
