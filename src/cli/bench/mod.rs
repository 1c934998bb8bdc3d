//! `leitong bench`: measures the speed of each stage.

mod figures;
mod generate;
mod memory;
mod stages;

use std::io;
use std::path::PathBuf;

use leitong::dedup::{DedupSettings, Others};
use leitong::document::Role;
use leitong::error::{Error, Result};
use leitong::storage::AtomicFile;

use super::args::{BenchArgs, SummaryFormat, on_threads};
use super::collection::Files;
use super::output::deliver;
use super::output_guard::NamedOutput;
use super::{Outcome, eprint};
use figures::write_figures;
use generate::generate;
use stages::{Bench, Figure};

pub(crate) use memory::peak;

/// Bytes of the generated collection: a few seconds of work on one core.
const GENERATED: u64 = 64 << 20;

pub(crate) fn run(args: &BenchArgs) -> Result<Outcome> {
    let format = args.format()?;
    let options = args.reading.options();
    let files = Files::find(vec![(Role::Collection, args.paths.clone())], options.clone())?;
    files.guard(&[NamedOutput::file("output", args.output.as_ref())], &[])?;
    let temporary = tempfile::tempdir().map_err(|source| Error::Spill { source })?;
    let paths = if args.paths.is_empty() {
        vec![generated(temporary.path().join("generated.jsonl"))?]
    } else {
        args.paths.clone()
    };
    let bench = Bench { settings: DedupSettings::default().others(Others::Skip), options };
    let most = std::thread::available_parallelism().map_or(1, usize::from);
    let most = u16::try_from(most).unwrap_or(u16::MAX);
    let mut figures: Vec<Figure> = Vec::new();
    let threads = if args.threads.is_empty() { (1..=most).collect() } else { args.threads.clone() };
    for threads in threads {
        if !args.quiet {
            eprint(&format!("leitong: measuring on {threads} of {most} threads\n"));
        }
        figures.extend(on_threads(threads.into(), || bench.measure(&paths))??);
    }
    deliver(args.output.as_deref(), |out| match format {
        SummaryFormat::Text => write_figures(&figures, out),
        SummaryFormat::Json => {
            let all = serde_json::json!({ "schema": "leitong/bench/1", "figures": figures });
            serde_json::to_writer_pretty(&mut *out, &all).map_err(io::Error::from)?;
            writeln!(out)
        }
    })?;
    Ok(Outcome::Complete)
}

fn generated(path: PathBuf) -> Result<PathBuf> {
    let written = AtomicFile::new(&path).and_then(|mut draft| {
        generate(GENERATED, &mut draft)?;
        draft.finish()
    });
    written.map_err(|source| Error::Write { path: path.clone(), source })?;
    Ok(path)
}
