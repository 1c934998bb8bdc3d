//! `leitong outline`: shows how documents are cut into speeches.

use std::io::IsTerminal;

use console::Term;
use leitong::document::Role;
use leitong::error::Result;
use leitong::report::{DocumentOutline, write_outlines, write_outlines_json, write_outlines_jsonl};
use rayon::prelude::*;

use super::Outcome;
use super::args::{OutlineArgs, OutlineFormat};
use super::collection::{Files, print_skipped};
use super::output::{WIDTH, deliver};
use super::output_guard::NamedOutput;
use super::progress::Progress;

pub(crate) fn run(args: &OutlineArgs) -> Result<Outcome> {
    let rule = args.headings()?;
    let format = args.format()?;
    let roles = vec![(Role::Collection, args.files.paths(&args.paths)?)];
    let mut files = Files::find(roles, args.files.options(&args.reading))?
        .note_fields(&args.reading, &args.running)
        .list_skipped(&args.files)?;
    files.guard(
        &[NamedOutput::file("output", args.output.as_ref())],
        &args.files.list().into_iter().collect::<Vec<_>>(),
    )?;
    let progress = Progress::new(&args.running, files.size());
    let collection = args.running.on_threads(|| files.read(&args.running, &progress));
    progress.finish();
    let collection = collection??;
    if !args.running.quiet {
        print_skipped(&collection);
    }
    let outcome = files.tell(&collection, &args.running)?;
    let outlines: Vec<DocumentOutline<'_>> = args.running.on_threads(|| {
        collection
            .documents
            .par_iter()
            .map(|document| DocumentOutline::new(document, &rule))
            .collect()
    })?;
    deliver(args.output.as_deref(), |out| match format {
        OutlineFormat::Text => write_outlines(&outlines, width(args), out),
        OutlineFormat::Json => write_outlines_json(&outlines, out),
        OutlineFormat::Jsonl => write_outlines_jsonl(&outlines, out),
    })?;
    Ok(outcome)
}

/// Columns of where the table goes.
fn width(args: &OutlineArgs) -> usize {
    let is_terminal = args.output.is_none() && std::io::stdout().is_terminal();
    if is_terminal { usize::from(Term::stdout().size().1) } else { WIDTH }
}
