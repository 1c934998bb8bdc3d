//! An evaluation as text.

use std::io::{self, Write};

use super::evaluation::Evaluation;
use super::outcome::Scores;
use super::pairs::{PairScore, PairScores};
use super::passages::{Averages, PassageScores};
use crate::report::SettingsModel;

/// Writes the scores as a small table.
///
/// # Errors
/// If `out` cannot be written.
pub fn write_table(evaluation: &Evaluation<'_>, out: &mut dyn Write) -> io::Result<()> {
    let truth = &evaluation.truth;
    let documents = evaluation
        .counts
        .documents
        .map(|count| format!(" · {count} documents"))
        .unwrap_or_default();
    let form = if truth.form == "pairs" { "pairs of documents" } else { "passages" };
    writeln!(out, "{}: {} {form}{documents}", truth.path.display(), truth.rows)?;
    if let Some(unknown) = evaluation.unknown.as_ref().filter(|unknown| unknown.documents > 0) {
        let (rows, documents, first) = (unknown.rows, unknown.documents, &unknown.first[0]);
        writeln!(
            out,
            "Not in the collection: {documents} of its documents, such as {first:?}; rows with them: {rows}"
        )?;
    }
    if let Some(note) = evaluation.settings.as_ref().and_then(SettingsModel::folding_note) {
        writeln!(out, "{note}")?;
    }
    writeln!(out)?;
    match evaluation.scores {
        Scores::Pairs(scores) => pairs(scores, out)?,
        Scores::Passages(scores) => passages(scores, out)?,
    }
    timings(evaluation, out)
}

fn pairs(scores: &PairScores, out: &mut dyn Write) -> io::Result<()> {
    writeln!(out, "          precision  recall      F1  listed   found    hits  missed  unlisted")?;
    let ways = [Some(&scores.pairs), scores.copies.as_ref(), scores.clusters.as_ref()];
    for (name, score) in ["pairs", "copies", "clusters"].into_iter().zip(ways) {
        score.map_or(Ok(()), |score| pair_row(name, score, out))?;
    }
    if let Some(groups) = &scores.groups {
        let shares = [groups.precision, groups.recall, groups.f1].map(share);
        let [precision, recall, f1] = shares;
        let rand = share(groups.adjusted_rand);
        writeln!(
            out,
            "groups    {precision:>9}  {recall:>6}  {f1:>6}  adjusted Rand {}",
            rand.trim()
        )?;
    }
    bands(ways, out)?;
    let lowest =
        scores.similarity_from.map(|from| format!("\nTo be found: similarity {from} and above."));
    let negatives = scores
        .pairs
        .negatives
        .map(|all| format!("\nOf {} known negatives {} were found.", all.listed, all.found));
    for line in [lowest, negatives].into_iter().flatten() {
        writeln!(out, "{line}")?;
    }
    Ok(())
}

/// Recall by similarity, a column for each way to read the findings.
fn bands(ways: [Option<&PairScore>; 3], out: &mut dyn Write) -> io::Result<()> {
    let Some(listed) = ways[0].map(|score| &score.bands).filter(|bands| !bands.is_empty()) else {
        return Ok(());
    };
    writeln!(out, "\nsimilarity  listed   pairs  copies  clusters")?;
    for (at, band) in listed.iter().enumerate() {
        let [pairs, copies, clusters] =
            ways.map(|score| share(score.and_then(|score| score.bands[at].recall)));
        let (from, to, rows) = (band.from, band.to, band.relevant);
        writeln!(out, "{from:.1}-{to:.1}     {rows:>6}  {pairs:>6}  {copies:>6}  {clusters:>8}")?;
    }
    Ok(())
}

fn pair_row(name: &str, score: &PairScore, out: &mut dyn Write) -> io::Result<()> {
    let [precision, recall, f1] = [score.precision, score.recall, score.f1].map(share);
    let PairScore {
        relevant: listed,
        found,
        true_positives: hits,
        false_negatives: missed,
        false_positives: unlisted,
        ..
    } = score;
    writeln!(
        out,
        "{name:<8}  {precision:>9}  {recall:>6}  {f1:>6}  {listed:>6}  {found:>6}  {hits:>6}  {missed:>6}  {unlisted:>8}"
    )
}

fn passages(scores: &PassageScores, out: &mut dyn Write) -> io::Result<()> {
    writeln!(out, "       precision  recall      F1  PlagDet")?;
    average_row("macro", scores.by_passage, out)?;
    average_row("micro", scores.by_character, out)?;
    let PassageScores { relevant, true_positives, covered, found, false_positives, .. } = scores;
    writeln!(
        out,
        "\nOf {relevant} passages {true_positives} were hit, {covered} of them held (80 % of both sides by one detection)."
    )?;
    writeln!(
        out,
        "Of {found} detections {false_positives} hit none. Granularity {}.",
        share(scores.granularity).trim()
    )?;
    if let Some(error) = scores.boundary_error {
        writeln!(
            out,
            "Ends are off by {} characters in the median, {} at worst.",
            error.median, error.worst
        )?;
    }
    Ok(())
}

fn average_row(name: &str, averages: Averages, out: &mut dyn Write) -> io::Result<()> {
    let Averages { precision, recall, f1, plagdet } = averages;
    let [precision, recall, f1, plagdet] = [precision, recall, f1, plagdet].map(share);
    writeln!(out, "{name}  {precision:>9}  {recall:>6}  {f1:>6}  {plagdet:>7}")
}

fn timings(evaluation: &Evaluation<'_>, out: &mut dyn Write) -> io::Result<()> {
    let timings = evaluation.timings;
    let seconds = [
        ("reading", timings.reading),
        ("finding", timings.finding),
        ("scoring", Some(timings.scoring)),
    ];
    let mut parts: Vec<String> = seconds
        .iter()
        .filter_map(|(what, took)| took.map(|took| format!("{what} {took:.2} s")))
        .collect();
    parts.extend(timings.mb_per_second.map(|speed| format!("{speed:.1} MB/s")));
    parts.extend(timings.peak_memory_mb.map(|memory| format!("{memory:.0} MB of memory")));
    writeln!(out, "\n{}", parts.join(" · "))
}

fn share(share: Option<f64>) -> String {
    share.map_or_else(|| "-".into(), |share| format!("{share:.4}"))
}
