//! `leitong tune`: shows what other thresholds would remove, and pairs near the threshold.

use leitong::dedup::{Inputs, Monitor};
use leitong::error::Result;
use leitong::report::{PairReport, write_tuning, write_tuning_json};

use super::Outcome;
use super::args::{SummaryFormat, TuneArgs};
use super::collection::{find_ending, print_listing, print_notes, write_list};
use super::dedup::{checked_inputs, print_skipped};
use super::fields::note_fields;
use super::interrupts::Interrupts;
use super::output::{deliver, terminal};
use super::output_guard::{NamedOutput, OutputGuard};
use super::progress::Progress;

pub(crate) fn run(args: &TuneArgs, interrupts: &Interrupts) -> Result<Outcome> {
    let format = args.format()?;
    // Wrong settings are refused before anything is read.
    args.tune()?;
    let inputs = inputs(args)?;
    let tune = args.tune_for(&inputs)?;
    let stop = interrupts.stop_flag();
    let bytes = inputs.size();
    let progress = Progress::new(&args.running, Some(bytes));
    let tuning = args.running.on_threads(|| {
        let monitor = Monitor {
            bytes: &|bytes| progress.read(bytes),
            phase: &|phase| progress.dedup_phase(phase, bytes),
            stop: &stop,
        };
        tune.run(&inputs, monitor)
    });
    progress.finish();
    let tuning = tuning??;
    if !args.running.quiet {
        print_skipped(&tuning.skips);
        print_notes(inputs.passed_over(), tuning.replaced);
    }
    let options = args.files.options(&args.reading);
    write_list(args.files.skipped.as_deref(), inputs.sources(), &tuning.skips, &options)?;
    let pairs = PairReport::new(&tuning, tune.settings().get_matching())?;
    let output = args.output.as_deref();
    deliver(output, |out| match format {
        SummaryFormat::Text => write_tuning(&tuning, &pairs, terminal(output, args.color), out),
        SummaryFormat::Json => write_tuning_json(&tuning, &pairs, out),
    })?;
    Ok(Outcome::of_skips(&tuning.skips))
}

/// The files of the collection, which no output replaces. What `dedup` could not write back is not
/// read.
fn inputs(args: &TuneArgs) -> Result<Inputs> {
    let options = args.files.options(&args.reading).archives(false);
    let own = find_ending(&args.files.paths(&args.paths)?, &options)?;
    OutputGuard::new([&own], args.files.list().as_slice(), &options).check(&[
        NamedOutput::file("output", args.output.as_ref()),
        NamedOutput::file("skipped", args.files.skipped.as_ref()),
    ])?;
    note_fields([&own].into_iter(), &options, &args.reading, &args.running);
    if args.running.verbose {
        print_listing(&own);
    }
    checked_inputs(own, find_ending(&[], &options)?)
}
