//! `leitong outline`: shows how documents are cut into speeches.

use std::io::IsTerminal;

use console::Term;
use leitong::corpus::{Collection, read_roles};
use leitong::document::Role;
use leitong::error::Result;
use leitong::report::{DocumentOutline, write_outlines, write_outlines_json, write_outlines_jsonl};
use rayon::prelude::*;

use super::args::{OutlineArgs, OutlineFormat};
use super::output::{WIDTH, deliver};
use super::progress::Progress;
use super::scan::{check_not_empty, print_skipped};

pub(crate) fn run(args: &OutlineArgs) -> Result<()> {
    let rule = args.headings()?;
    let progress = Progress::new(&args.running);
    let collection = args.running.on_threads(|| read(args, &progress));
    progress.finish();
    let collection = collection??;
    if !args.running.quiet {
        print_skipped(&collection);
    }
    let outlines: Vec<DocumentOutline<'_>> = args.running.on_threads(|| {
        collection
            .documents
            .par_iter()
            .map(|document| DocumentOutline::new(document, &rule))
            .collect()
    })?;
    deliver(args.output.as_deref(), |out| match args.format {
        OutlineFormat::Text => write_outlines(&outlines, width(args), out),
        OutlineFormat::Json => write_outlines_json(&outlines, out),
        OutlineFormat::Jsonl => write_outlines_jsonl(&outlines, out),
    })
}

fn read(args: &OutlineArgs, progress: &Progress) -> Result<Collection> {
    let roles = [(Role::Collection, &args.paths[..])];
    let mut collection =
        read_roles(&roles, &args.reading.options(), &|bytes| progress.read(bytes))?;
    collection.sort_by_id();
    check_not_empty(&collection)?;
    Ok(collection)
}

/// Columns of where the table goes.
fn width(args: &OutlineArgs) -> usize {
    let is_terminal = args.output.is_none() && std::io::stdout().is_terminal();
    if is_terminal { usize::from(Term::stdout().size().1) } else { WIDTH }
}
