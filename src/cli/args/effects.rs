//! Options that have no effect in a run, and why.

use leitong::dedup::Keep;
use leitong::document::Level;
use leitong::error::Result;

use super::matching::Explain;
use super::output::Format;
use super::{
    Command, CompareArgs, DedupArgs, EvalArgs, ReportArgs, ScanArgs, SummaryFormat, TuneArgs,
};

/// A condition under which an option has an effect.
#[derive(Debug)]
pub(super) struct Effect {
    /// The option, by the name of its field.
    pub(super) option: &'static str,
    /// Whether the condition is met.
    is_met: bool,
    /// What the option is for.
    pub(super) reason: &'static str,
}

/// Options that decide how units are compared by their shingles.
const OF_UNITS: [&str; 6] = ["similarity", "shingle", "weight", "slots", "seed", "recall_curve"];
/// Those of them that `dedup` has, except the similarity.
const OF_SHINGLES: [&str; 4] = ["shingle", "weight", "slots", "seed"];
const NEEDS_UNITS: &str = "is for documents, speeches and paragraphs, which --level leaves out";
const NEEDS_PASSAGES: &str = "is for passages, which --level leaves out";
const NEEDS_FOLDER: &str = "is for the files of directories, and only files are read";
const NEEDS_RECORDS: &str = "is for records, and --input-format text has none";
const NEEDS_FILES: &str = "is for files, and a generated collection is measured";
const NEEDS_TEXT: &str = "is for --format text";
const NEEDS_COLLECTION: &str = "is for a collection, and no PATH is given";
const NEEDS_SCAN: &str = "is for a scan, and --found names an earlier result";

/// Options of reading, of which `bench` has the first five.
const OF_READING: [&str; 7] =
    ["text_field", "id_field", "encoding", "input_format", "on_error", "max_skipped", "skipped"];

/// Options whose effect depends on a scan.
const OF_SCANS: [&str; 19] = [
    "min_chars",
    "shingle",
    "weight",
    "slots",
    "seed",
    "fold_script",
    "speech_heading",
    "semantic",
    "translated",
    "model",
    "common",
    "exhaustive",
    "within_document",
    "quotes",
    "forms",
    "memory",
    "against",
    "ignore",
    "recall_curve",
];

impl Effect {
    fn new(option: &'static str, is_met: bool, reason: &'static str) -> Self {
        Self { option, is_met, reason }
    }

    /// The same condition for several options.
    fn all<'o>(
        options: &'o [&'static str],
        is_met: bool,
        reason: &'static str,
    ) -> impl Iterator<Item = Self> + use<'o> {
        options.iter().map(move |option| Self::new(option, is_met, reason))
    }
}

/// The first option of `command` without an effect, among those for which `is_given` holds.
pub(super) fn idle(
    command: &Command,
    is_given: impl Fn(&'static str) -> bool,
) -> Result<Option<Effect>> {
    let effects = match command {
        Command::Scan(args) => of_scan(args)?,
        Command::Dedup(args) => of_dedup(args),
        Command::Tune(args) => of_tune(args)?,
        Command::Compare(args) => of_compare(args)?,
        Command::Report(args) => of_report(args)?,
        Command::Eval(args) => of_eval(args),
        Command::Outline(args) => of_files(args.files.has_globs_for(&args.paths)),
        Command::Bench(args) => of_bench(!args.paths.is_empty()),
        _ => Vec::new(),
    };
    Ok(effects.into_iter().find(|effect| !effect.is_met && is_given(effect.option)))
}

fn of_scan(args: &ScanArgs) -> Result<Vec<Effect>> {
    let has_units = args.level.iter().any(|&level| level != Level::Passage);
    let has_passages = args.level.contains(&Level::Passage);
    let paths = [&args.paths, args.passages.other_paths().as_slice()].concat();
    let mut effects = of_report_format(args.shown.output.format()?, args.shown.page.html.is_some());
    effects.extend(Effect::all(&OF_UNITS, has_units, NEEDS_UNITS));
    effects.extend(Effect::all(&["common", "exhaustive"], has_passages, NEEDS_PASSAGES));
    let is_curve = args.explain.subject() == Some(Explain::Bands);
    effects.retain(|effect| effect.option != "explain" || !is_curve);
    effects.push(Effect::new(
        "within_document",
        args.level.iter().any(|&level| level != Level::Document),
        "is for places inside documents, and --level names whole documents",
    ));
    effects.push(Effect::new(
        "min_chars",
        args.level.iter().any(|&level| level != Level::Document),
        "is for what is smaller than a document, and --level names whole documents",
    ));
    effects.extend(of_files(args.files.has_globs_for(&paths)));
    effects.extend(of_records(args.reading.has_records()));
    Ok(effects)
}

fn of_dedup(args: &DedupArgs) -> Vec<Effect> {
    let paths = [args.paths.as_slice(), &args.against].concat();
    let mut effects = of_files(args.files.has_globs_for(&paths));
    effects.extend(of_records(args.reading.has_records()));
    effects.extend([
        Effect::new("lang", args.page.html.is_some(), "is for --html"),
        Effect::new(
            "keep",
            !args.keeps(&Keep::All) || !args.against.is_empty(),
            "all keeps every record, unless --against names what is removed",
        ),
        Effect::new(
            "prefer",
            !args.keeps(&Keep::All),
            "chooses which of several records is kept, and --keep all keeps all",
        ),
        Effect::new(
            "common",
            args.is_of(Level::Document),
            "is for documents, and --level names another level",
        ),
    ]);
    let has_units = !args.is_of(Level::Passage);
    effects.extend(Effect::all(&OF_SHINGLES, has_units, NEEDS_UNITS));
    effects.extend(of_parts(!args.is_of(Level::Document)));
    effects.push(Effect::new("speech_heading", has_units, "is for --level speech or paragraph"));
    effects
}

fn of_tune(args: &TuneArgs) -> Result<Vec<Effect>> {
    let mut effects = of_files(args.files.has_globs_for(&args.paths));
    effects.extend(of_records(args.reading.has_records()));
    effects.extend(of_parts(!args.is_of(Level::Document)));
    effects.push(Effect::new("color", args.format()? == SummaryFormat::Text, NEEDS_TEXT));
    Ok(effects)
}

/// Options of parts of documents.
fn of_parts(has_parts: bool) -> [Effect; 2] {
    let min_chars = "is for parts of documents; a document of any length is compared";
    let speech_heading = "is for --level speech or paragraph";
    [
        Effect::new("min_chars", has_parts, min_chars),
        Effect::new("speech_heading", has_parts, speech_heading),
    ]
}

fn of_compare(args: &CompareArgs) -> Result<Vec<Effect>> {
    let mut effects = of_report_format(args.output.format()?, args.page.html.is_some());
    effects.extend(of_records(args.reading.has_records()));
    Ok(effects)
}

fn of_report(args: &ReportArgs) -> Result<Vec<Effect>> {
    Ok(of_report_format(args.shown.output.format()?, args.shown.page.html.is_some()))
}

fn of_eval(args: &EvalArgs) -> Vec<Effect> {
    let mut effects: Vec<Effect> =
        Effect::all(&OF_SCANS, args.found.is_none(), NEEDS_SCAN).collect();
    let paths = [&args.paths, args.passages.other_paths().as_slice()].concat();
    let has_collection = !args.paths.is_empty() || args.files.list().is_some();
    effects.extend(Effect::all(&OF_READING, has_collection, NEEDS_COLLECTION));
    effects.extend(of_files(args.files.has_globs_for(&paths)));
    effects.extend(of_records(args.reading.has_records()));
    effects
}

/// Options of reading without files to read.
fn of_bench(has_files: bool) -> Vec<Effect> {
    let mut effects: Vec<Effect> = Effect::all(&OF_READING[..5], has_files, NEEDS_FILES).collect();
    effects.push(Effect::new("truth", has_files, NEEDS_FILES));
    effects
}

/// Options of one format of a report.
fn of_report_format(format: Format, has_page: bool) -> Vec<Effect> {
    let is_text = format == Format::Text;
    let is_json = matches!(format, Format::Json | Format::Jsonl);
    let is_page = has_page || format == Format::Html;
    let mut effects: Vec<Effect> = Effect::all(&["limit", "color"], is_text, NEEDS_TEXT).collect();
    effects.extend([
        Effect::new(
            "explain",
            is_text,
            "shows a finding as text; leave out --format, or end --output in .txt",
        ),
        Effect::new("table", format.has_rows(), "is for --format csv, jsonl or parquet"),
        Effect::new("edits", is_json, "is for --format json or jsonl"),
        Effect::new("lang", is_page, "is for --html"),
        Effect::new("html_texts", is_page, "is for --html"),
    ]);
    effects
}

/// Options that choose files of directories.
fn of_files(has_folder: bool) -> Vec<Effect> {
    Effect::all(&["glob", "include", "exclude"], has_folder, NEEDS_FOLDER).collect()
}

/// Options of records.
fn of_records(has_records: bool) -> impl Iterator<Item = Effect> {
    Effect::all(&["text_field", "id_field"], has_records, NEEDS_RECORDS)
}
