//! `leitong eval`: scores a scan or an earlier result against known pairs.

use std::io;
use std::io::Write;
use std::time::Instant;

use leitong::corpus::{Collection, read_roles};
use leitong::document::Level;
use leitong::error::Result;
use leitong::eval::{
    Counts, DocumentNames, Evaluation, Found, Outcome, Rows, SCHEMA, Timings, Truth, TruthModel,
    evaluate, write_misses, write_table,
};
use leitong::report::SettingsModel;
use leitong::scan::Scan;

use super::args::{EvalArgs, EvalFormat};
use super::output::deliver;
use super::progress::Progress;
use super::scan::{check_not_empty, print_curve, print_skipped};

pub(crate) fn run(args: &EvalArgs) -> Result<()> {
    let scan = Scan::new(args.passages.settings(args.matching.settings(&Level::ALL)?))?;
    if args.matching.explain.is_some() {
        print_curve(&scan)?;
    }
    let progress = Progress::new(&args.running);
    let result = args.running.on_threads(|| Run::new(args, &progress));
    progress.finish();
    let mut run = result??;
    if !args.running.quiet {
        print_skipped(&run.collection);
    }
    let scoring = Instant::now();
    let outcome = evaluate(&run.truth, &run.found, &run.names, scan.settings().get_similarity())?;
    run.timings.scoring += scoring.elapsed().as_secs_f64();
    if let Some(path) = &args.misses {
        deliver(Some(path), |out| write_misses(&outcome, &run.names, &run.collection, out))?;
    }
    let evaluation = run.evaluation(args, &outcome)?;
    deliver(args.output.as_deref(), |out| match args.format {
        EvalFormat::Json => write_json(&evaluation, out),
        EvalFormat::Text => write_table(&evaluation, out),
    })
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
    fn new(args: &EvalArgs, progress: &Progress) -> Result<Self> {
        let mut clock = Clock(Instant::now());
        let roles = args.passages.roles(&args.paths);
        let mut collection =
            read_roles(&roles, &args.reading.options(), &|bytes| progress.read(bytes))?;
        collection.sort_by_id();
        check_not_empty(&collection)?;
        let mut names = if args.paths.is_empty() {
            DocumentNames::default()
        } else {
            DocumentNames::of_collection(&collection)
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
        let reading = (!args.paths.is_empty()).then_some(reading);
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

/// Scans the collection at the levels of the truth.
fn search(
    args: &EvalArgs,
    collection: &Collection,
    truth: &Truth,
    progress: &Progress,
) -> Result<(Found, SettingsModel)> {
    let levels: &[Level] = match truth.rows {
        Rows::Pairs(_) => &[Level::Document],
        Rows::Passages(_) => &Level::ALL,
    };
    let scan = Scan::new(args.passages.settings(args.matching.settings(levels)?))?;
    let findings = scan.run(collection, &|phase| progress.phase(phase))?;
    let mut settings = SettingsModel::new(scan.settings())?;
    args.matching.name_model(&mut settings);
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
