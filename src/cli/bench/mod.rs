//! `leitong bench`: measures the speed of each stage, with one setting or several.

mod figures;
mod generate;
mod memory;
mod quality;
mod rounds;
mod saved;
mod scan;
mod setting;
mod stages;

use std::path::{Path, PathBuf};

use leitong::corpus::{Listing, ReadOptions, SkipLimit};
use leitong::dedup::{Dedup, Inputs};
use leitong::document::Role;
use leitong::error::{Error, Result, SkippedInput};
use leitong::storage::AtomicFile;

use super::args::{BenchArgs, MAX_SKIPPED, SummaryFormat, on_threads};
use super::collection::{Files, find_ending};
use super::dedup::{checked_inputs, print_skipped};
use super::devices::check_ends;
use super::output::deliver;
use super::output_guard::NamedOutput;
use super::{Outcome, eprint};
use figures::{Figure, write_figures};
use generate::generate;
use quality::Known;
use saved::{Input, Run};
use setting::Setting;
use stages::Bench;

pub(crate) use memory::peak;

/// Bytes of the generated collection: a few seconds of work on one core.
const GENERATED: u64 = 64 << 20;

pub(crate) fn run(args: &BenchArgs) -> Result<Outcome> {
    let format = args.format()?;
    let limit = if args.reading.skips() { SkipLimit::ANY } else { MAX_SKIPPED };
    let options = args.reading.options().max_skipped(limit);
    let mut settings = settings(args, &options)?;
    guard(args, &options)?;
    let baseline = args.baseline.as_deref().map(Run::read).transpose()?;
    let temporary = tempfile::tempdir().map_err(|source| Error::Spill { source })?;
    let paths = if args.paths.is_empty() {
        vec![generated(temporary.path().join("generated.jsonl"))?]
    } else {
        args.paths.clone()
    };
    let inputs = checked_inputs(find_ending(&paths, &options)?, Listing::default())?;
    if inputs.script_mix(&options).holds_both() {
        eprint("leitong: traditional characters are compared as simplified ones\n");
        settings.iter_mut().for_each(Setting::fold_script);
    }
    let mut run = Run::new(Input::of(&inputs, &options), args.repeats);
    // Before anything is measured.
    let threads = threads(args);
    if let Some(baseline) = &baseline {
        run.check_input(baseline)?;
        baseline.check_settings(&settings, &threads)?;
    }
    let known = args.truth.as_deref().map(|truth| Known::read(truth, &paths, &options));
    let known = known.transpose()?;
    let place = Place { options: &options, inputs: &inputs, paths: &paths };
    let mut skips = Vec::new();
    for setting in &settings {
        // Every run reads the same.
        skips = measure(args, &place, setting, &threads, &mut run.figures)?;
        let score = known.as_ref().map(|known| known.score(setting)).transpose()?;
        run.scores.extend(score.flatten());
    }
    if let Some(baseline) = &baseline {
        run.compare(baseline);
    }
    write(args, format, &run, baseline.as_ref())?;
    print_skipped(&skips);
    Ok(Outcome::of_skips(&skips))
}

/// What is measured on.
struct Place<'p> {
    options: &'p ReadOptions,
    inputs: &'p Inputs,
    paths: &'p [PathBuf],
}

/// The settings to measure, each of which can be used.
fn settings(args: &BenchArgs, options: &ReadOptions) -> Result<Vec<Setting>> {
    let settings = Setting::all(args);
    for setting in &settings {
        Dedup::new(setting.dedup(), options.clone())?;
    }
    let is_piped = args.paths.iter().any(|path| path == Path::new("-"));
    let reader = [("scan", args.scan), ("truth", args.truth.is_some())];
    match reader.into_iter().find(|(_, is_given)| *is_given && is_piped) {
        Some((setting, _)) => {
            let reason = "reads the collection again, which standard input does not allow".into();
            Err(Error::Setting { setting, reason })
        }
        None => Ok(settings),
    }
}

/// Checks that no output replaces what is read.
fn guard(args: &BenchArgs, options: &ReadOptions) -> Result<()> {
    check_ends(args.truth.as_slice())?;
    check_ends(args.baseline.as_slice())?;
    let files = Files::find(vec![(Role::Collection, args.paths.clone())], options.clone())?;
    let sources = files.listings().iter().flat_map(|(_, listing)| &listing.sources);
    if let Some(Err(skip)) = sources.into_iter().find(|source| source.is_err()) {
        return Err(Error::Unreadable(skip.clone()));
    }
    let read: Vec<&Path> =
        [&args.truth, &args.baseline].into_iter().filter_map(Option::as_deref).collect();
    let outputs = [("output", &args.output), ("save", &args.save)]
        .map(|(setting, path)| NamedOutput::file(setting, path.as_ref()));
    files.guard(&outputs, &read)
}

/// The numbers of threads to measure with.
fn threads(args: &BenchArgs) -> Vec<u16> {
    if args.threads.is_empty() { (1..=cores()).collect() } else { args.threads.clone() }
}

fn cores() -> u16 {
    let cores = std::thread::available_parallelism().map_or(1, usize::from);
    u16::try_from(cores).unwrap_or(u16::MAX)
}

/// Adds the figures of a setting, with each number of threads, and returns what could not be read.
fn measure(
    args: &BenchArgs,
    place: &Place<'_>,
    setting: &Setting,
    threads: &[u16],
    figures: &mut Vec<Figure>,
) -> Result<Vec<SkippedInput>> {
    let bench = Bench {
        setting,
        options: place.options,
        inputs: place.inputs,
        paths: place.paths,
        repeats: args.repeats,
        has_scan: args.scan,
    };
    let mut skips = Vec::new();
    for &threads in threads {
        if !args.quiet {
            let most = cores();
            let name = setting.name();
            eprint(&format!("leitong: measuring {name} on {threads} of {most} threads\n"));
        }
        let stages = on_threads(threads.into(), || bench.measure())??;
        figures.extend(stages.figures);
        skips = stages.skips;
    }
    Ok(skips)
}

/// Writes the figures, and saves them.
fn write(args: &BenchArgs, format: SummaryFormat, run: &Run, baseline: Option<&Run>) -> Result<()> {
    deliver(args.output.as_deref(), |out| match format {
        SummaryFormat::Text => {
            write_figures(&run.figures, &run.scores, out)?;
            baseline.map_or(Ok(()), |baseline| {
                writeln!(out, "\nthis run: {}", run.description())?;
                writeln!(out, "baseline: {}", baseline.description())
            })
        }
        SummaryFormat::Json => run.write(out),
    })?;
    args.save.as_deref().map_or(Ok(()), |path| deliver(Some(path), |out| run.write(out)))
}

fn generated(path: PathBuf) -> Result<PathBuf> {
    let written = AtomicFile::new(&path).and_then(|mut draft| {
        generate(GENERATED, &mut draft)?;
        draft.finish()
    });
    written.map_err(|source| Error::Write { path: path.clone(), source })?;
    Ok(path)
}
