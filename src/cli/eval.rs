//! `leitong eval`: scores a scan or an earlier result against known pairs.

use std::io;
use std::io::Write;
use std::time::Instant;

use leitong::corpus::Collection;
use leitong::document::Level;
use leitong::error::Result;
use leitong::eval::{
    Counts, DocumentNames, Evaluation, Found, Outcome, Rows, SCHEMA, Timings, Truth, TruthModel,
    evaluate, write_misses, write_table,
};
use leitong::report::SettingsModel;
use leitong::scan::{Scan, Watch};

use super::Outcome as Ended;
use super::args::{EvalArgs, EvalFormat};
use super::collection::{Files, print_skipped};
use super::devices::check_ends;
use super::output::deliver;
use super::output_guard::NamedOutput;
use super::progress::Progress;
use super::scan::{folded, print_curve};

pub(crate) fn run(args: &EvalArgs) -> Result<Ended> {
    let format = args.format()?;
    let scan = Scan::new(args.settings(&Level::ALL)?)?;
    if args.recall_curve {
        print_curve(&scan)?;
    }
    let mut files = files(args)?;
    let progress = Progress::new(&args.running, files.size());
    let result = args.running.on_threads(|| Run::new(args, &mut files, &progress));
    progress.finish();
    let mut run = result??;
    if !args.running.quiet {
        print_skipped(&run.collection);
    }
    let ended = files.tell(&run.collection, &args.running)?;
    let scoring = Instant::now();
    let outcome = evaluate(&run.truth, &run.found, &run.names, scan.settings().get_similarity())?;
    run.timings.scoring += scoring.elapsed().as_secs_f64();
    if let Some(path) = &args.misses {
        deliver(Some(path), |out| write_misses(&outcome, &run.names, &run.collection, out))?;
    }
    let evaluation = run.evaluation(args, &outcome)?;
    deliver(args.output.as_deref(), |out| match format {
        EvalFormat::Json => write_json(&evaluation, out),
        EvalFormat::Text => write_table(&evaluation, out),
    })?;
    Ok(ended)
}

/// The files of the collection, which no output replaces.
fn files(args: &EvalArgs) -> Result<Files> {
    check_ends(std::slice::from_ref(&args.truth))?;
    check_ends(args.found.as_slice())?;
    let roles = args.passages.roles(args.files.paths(&args.paths)?);
    let files = Files::find(roles, args.files.options(&args.reading))?
        .check_overlap(&args.running)?
        .note_fields(&args.reading, &args.running)
        .list_skipped(&args.files)?;
    let others = [Some(args.truth.as_path()), args.found.as_deref(), args.files.list()];
    files.guard(
        &[
            NamedOutput::file("output", args.output.as_ref()),
            NamedOutput::file("misses", args.misses.as_ref()),
        ],
        &others.into_iter().flatten().collect::<Vec<_>>(),
    )?;
    Ok(files)
}

/// The collection, the truth and the findings of an evaluation.
struct Run {
    collection: Collection,
    names: DocumentNames,
    truth: Truth,
    found: Found,
    settings: Option<SettingsModel>,
    timings: Timings,
}

impl Run {
    fn new(args: &EvalArgs, files: &mut Files, progress: &Progress) -> Result<Self> {
        let mut clock = Clock(Instant::now());
        let has_collection = !args.paths.is_empty() || args.files.list().is_some();
        let collection = files.read(&args.running, progress)?;
        let mut names = if has_collection {
            DocumentNames::of_collection(&collection)
        } else {
            DocumentNames::default()
        };
        let reading = clock.lap();
        let earlier =
            args.found.as_deref().map(|path| Found::read(path, &mut names)).transpose()?;
        let truth = Truth::read(&args.truth, &mut names)?;
        // Checked before the scan, so that a wrong file is an error at once.
        truth.check_inside(&collection)?;
        truth.unknown(&names)?;
        let scoring = clock.lap();
        let (found, settings) = match earlier {
            Some(found) => (found, None),
            None => search(args, &collection, &truth, progress)
                .map(|(found, settings)| (found, Some(settings)))?,
        };
        let finding = settings.is_some().then(|| clock.lap());
        let reading = has_collection.then_some(reading);
        let timings = timings(&collection, reading, finding, scoring);
        Ok(Self { collection, names, truth, found, settings, timings })
    }

    fn evaluation<'r>(
        &'r self,
        args: &'r EvalArgs,
        outcome: &'r Outcome<'_>,
    ) -> Result<Evaluation<'r>> {
        Ok(Evaluation {
            schema: SCHEMA,
            truth: TruthModel::new(&self.truth),
            found: args.found.as_deref(),
            settings: self.settings.clone(),
            counts: Counts::new(&self.names, &self.collection),
            unknown: self.truth.unknown(&self.names)?,
            scores: outcome.scores(),
            timings: Timings {
                peak_memory_mb: super::bench::peak().map(|bytes| bytes as f64 / 1e6),
                ..self.timings
            }
            .rounded(),
        })
    }
}

fn timings(
    collection: &Collection,
    reading: Option<f64>,
    finding: Option<f64>,
    scoring: f64,
) -> Timings {
    let bytes: usize = collection.documents.iter().map(|document| document.text.len()).sum();
    let text_mb = reading.map(|_| bytes as f64 / 1e6);
    let seconds = reading.zip(finding).map(|(reading, finding)| reading + finding);
    let mb_per_second = text_mb.zip(seconds).map(|(mb, seconds)| mb / seconds);
    Timings { reading, finding, scoring, text_mb, mb_per_second, peak_memory_mb: None }
}

/// The levels at which a truth is found.
pub(super) fn levels_of(truth: &Truth) -> &'static [Level] {
    match truth.rows {
        Rows::Pairs(_) => &[Level::Document],
        Rows::Passages(_) => &Level::ALL,
    }
}

/// Scans the collection at the levels of the truth.
fn search(
    args: &EvalArgs,
    collection: &Collection,
    truth: &Truth,
    progress: &Progress,
) -> Result<(Found, SettingsModel)> {
    let scan = Scan::new(args.settings(levels_of(truth))?)?;
    let scan = folded(&scan, args.matching.fold(), collection)?;
    let findings = scan.run_watched(
        collection,
        &Watch { phase: &|phase| progress.phase(phase), share: &|share| progress.share(share) },
    )?;
    let mut settings = SettingsModel::new(scan.settings(), collection.documents.len())?;
    args.paraphrases.name_model(&mut settings);
    Ok((Found::of_findings(collection, &findings), settings))
}

/// Measures the time of consecutive steps.
struct Clock(Instant);

impl Clock {
    /// Seconds since the last lap.
    fn lap(&mut self) -> f64 {
        let now = Instant::now();
        now.duration_since(std::mem::replace(&mut self.0, now)).as_secs_f64()
    }
}

fn write_json(evaluation: &Evaluation<'_>, out: &mut dyn Write) -> io::Result<()> {
    serde_json::to_writer_pretty(&mut *out, evaluation)?;
    writeln!(out)
}
