//! What the options are called, and what they say to the library.

use std::path::PathBuf;
use std::str::FromStr;
use std::sync::Arc;

use clap::{Args as Group, Parser, Subcommand, ValueEnum};
use leitong::corpus::{Encoding, OnError, ReadOptions};
use leitong::dedup::{DedupSettings, Keep};
use leitong::document::Level;
use leitong::document::Role;
use leitong::embedding::Model;
use leitong::error::{Error, Result};
use leitong::scan::{ScanSettings, Semantic, WithinDocument};
use leitong::seeds::SeedLimits;
use leitong::sketch::Shingling;
use leitong::text::{HeadingRule, Script};

/// Finds texts and passages that reappear in a collection, whatever happened to their punctuation,
/// layout, script or numbers.
#[derive(Debug, Parser)]
#[command(name = "leitong", version, propagate_version = true, subcommand_required = true)]
pub(crate) struct Args {
    #[command(subcommand)]
    pub(crate) command: Command,
}

#[derive(Debug, Subcommand)]
pub(crate) enum Command {
    /// Report what reappears in files, folders or standard input
    Scan(ScanArgs),
    /// Take the duplicates out of a collection
    Dedup(DedupArgs),
    /// Measure how fast each stage is on this machine
    Bench(BenchArgs),
    /// Show two documents side by side where they are alike
    Compare(CompareArgs),
    /// Show an earlier result again: on the terminal, as a page, as a table
    Report(ReportArgs),
    /// Tell how well known pairs are found: precision, recall, and time
    Eval(EvalArgs),
}

const SCAN_EXAMPLES: &str = "\
Examples:
  leitong scan speeches/                        what reappears in a folder of texts
  leitong scan speeches/ --min-chars 12         the finer ones too
  leitong scan speeches/ --html report.html     a page to look at, in one file
  leitong scan crawl.jsonl.zst --level document --similarity 0.8 --format csv -o pairs.csv
  zcat crawl.jsonl.gz | leitong scan - --text-field content --format json | jq .clusters
  leitong scan hans/ hant/ --fold-script        simplified against traditional
  leitong scan essays/ --between sources/ --ignore laws.txt --within-document no";

#[derive(Debug, Group)]
#[command(after_help = SCAN_EXAMPLES)]
pub(crate) struct ScanArgs {
    /// Files and folders to read; `-` is standard input
    #[arg(required = true, value_name = "PATH")]
    pub(crate) paths: Vec<PathBuf>,
    #[command(flatten)]
    pub(crate) reading: ReadingArgs,
    #[command(flatten)]
    pub(crate) matching: MatchingArgs,
    /// Levels to look at; each finding is told once, at the highest that tells it
    #[arg(
        long,
        value_name = "LEVEL,…",
        value_delimiter = ',',
        default_value = "document,speech,paragraph,passage",
        value_parser = parsed::<Level>,
        help_heading = "Matching"
    )]
    pub(crate) level: Vec<Level>,
    #[command(flatten)]
    pub(crate) passages: PassageArgs,
    #[command(flatten)]
    pub(crate) shown: ShownArgs,
    #[command(flatten)]
    pub(crate) running: RunningArgs,
}

const DEDUP_EXAMPLES: &str = "\
Examples:
  leitong dedup crawl.jsonl -o clean.jsonl --duplicates removed.jsonl
  leitong dedup 2024/ 2025/ -o clean/ --keep date:min      folders come out as folders
  leitong dedup train.jsonl.zst --against test.jsonl -o train-without-test.jsonl.zst --keep all
  leitong dedup pages/ -o clean/ --level paragraph         repeated paragraphs inside documents
  leitong dedup crawl.jsonl                                only tell what would be removed";

#[derive(Debug, Group)]
#[command(after_help = DEDUP_EXAMPLES)]
pub(crate) struct DedupArgs {
    /// Files and folders to read; `-` is standard input
    #[arg(required = true, value_name = "PATH")]
    pub(crate) paths: Vec<PathBuf>,
    /// File or folder for what stays, in the form it came in and in the same order; packed if its name ends in .gz or .zst.
    /// Without it nothing is written
    #[arg(long, short, value_name = "OUT", help_heading = "Output")]
    pub(crate) output: Option<PathBuf>,
    /// List of all that is removed, and what for: JSON Lines
    #[arg(long, value_name = "FILE", help_heading = "Output")]
    pub(crate) duplicates: Option<PathBuf>,
    /// Form of the summary
    #[arg(long, value_enum, default_value_t = SummaryFormat::Text, help_heading = "Output")]
    pub(crate) format: SummaryFormat,
    /// What is removed: whole documents, or speeches or paragraphs inside them
    #[arg(long, value_name = "LEVEL", default_value = "document", value_parser = parsed::<Level>, help_heading = "Deduplicating")]
    level: Level,
    /// Which of several that are alike stays: `first`, `last`, `longest`, the one with the least or greatest value of a field
    /// (`FIELD:min`, `FIELD:max`), or `all` that stand in no reference
    #[arg(long, value_name = "POLICY", default_value = "first", value_parser = parsed::<Keep>, help_heading = "Deduplicating")]
    keep: Keep,
    /// Remove what stands in this file or folder too; nothing comes out of it
    #[arg(long, value_name = "REFERENCE", help_heading = "Deduplicating")]
    pub(crate) against: Vec<PathBuf>,
    /// Leave paragraphs that stand in more than N documents out when documents are compared
    #[arg(long, value_name = "N", help_heading = "Deduplicating")]
    common: Option<usize>,
    /// Memory to do with, such as 500M or 4G; what does not fit lies on disk
    #[arg(long, value_name = "SIZE", default_value = "4G", value_parser = bytes, help_heading = "Running")]
    memory: u64,
    /// Keep a journal beside the output, and go on from it if a run with the same files and settings was killed
    #[arg(long, help_heading = "Running")]
    pub(crate) resume: bool,
    #[command(flatten)]
    pub(crate) page: PageArgs,
    #[command(flatten)]
    pub(crate) reading: ReadingArgs,
    #[command(flatten)]
    matching: MatchingArgs,
    #[command(flatten)]
    pub(crate) running: RunningArgs,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(crate) enum SummaryFormat {
    /// For reading
    Text,
    /// One object
    Json,
}

/// Fields of settings whose flags have other names than the fields; all other flags are named as the field.
const FLAGS: [(&str, &str); 4] = [
    ("headings", "--speech-heading"),
    ("levels", "--level"),
    ("shingling", "--shingle"),
    ("within", "--within-document"),
];

/// An error in the words of the command line: settings are called by their flags.
pub(crate) fn message(error: &Error) -> String {
    match error {
        Error::Setting { setting: setting @ ("compare" | "signals"), reason } => format!("{setting}: {reason}"),
        Error::Setting { setting, reason } => format!("{}: {reason}", flag(setting)),
        Error::Memory { .. } => format!("--{error} (--between)"),
        _ => error.to_string(),
    }
}

/// The flag that sets a field of the settings.
fn flag(setting: &str) -> String {
    let named = FLAGS.iter().find(|(field, _)| *field == setting).map(|(_, flag)| (*flag).to_owned());
    named.unwrap_or_else(|| format!("--{}", setting.replace('_', "-")))
}

/// Parses the value of a flag; an error names the flag.
fn parsed<T: FromStr<Err = Error>>(text: &str) -> std::result::Result<T, String> {
    text.parse().map_err(|error| message(&error))
}

/// A number of bytes, with the unit that a user gives.
fn bytes(text: &str) -> std::result::Result<u64, String> {
    let wrong = || format!("{text:?} is not a size such as 500M or 4G");
    let upper = text.trim().to_ascii_uppercase();
    let number = upper.trim_end_matches('B').trim_end_matches('I').trim_end_matches(['K', 'M', 'G', 'T']);
    let unit = match upper[number.len()..].chars().next() {
        Some('K') => 1 << 10,
        Some('M') => 1 << 20,
        Some('G') => 1 << 30,
        Some('T') => 1 << 40,
        _ => 1,
    };
    let number: Option<u64> = number.trim().parse().ok();
    number.and_then(|number| number.checked_mul(unit)).ok_or_else(wrong)
}

#[derive(Debug, Group)]
pub(crate) struct BenchArgs {
    /// Files and folders to measure on; without any, a collection of 64 MB is generated
    #[arg(value_name = "PATH")]
    pub(crate) paths: Vec<PathBuf>,
    #[command(flatten)]
    pub(crate) reading: ReadingArgs,
    /// Numbers of threads to measure with; each from one to all cores without it
    #[arg(long, value_name = "N,…", value_delimiter = ',', help_heading = "Running")]
    pub(crate) threads: Vec<usize>,
    /// Form of the figures
    #[arg(long, value_enum, default_value_t = SummaryFormat::Text, help_heading = "Output")]
    pub(crate) format: SummaryFormat,
    /// Write the figures to this file, complete or not at all
    #[arg(long, short, value_name = "FILE", help_heading = "Output")]
    pub(crate) output: Option<PathBuf>,
    /// Say nothing on standard error but errors
    #[arg(long, short, help_heading = "Running")]
    pub(crate) quiet: bool,
}

const COMPARE_EXAMPLES: &str = "\
Examples:
  leitong compare draft.txt print.txt
  leitong compare old.md new.md --min-chars 12 --format json";

#[derive(Debug, Group)]
#[command(after_help = COMPARE_EXAMPLES)]
pub(crate) struct CompareArgs {
    /// The first document
    pub(crate) a: PathBuf,
    /// The second document
    pub(crate) b: PathBuf,
    #[command(flatten)]
    pub(crate) reading: ReadingArgs,
    #[command(flatten)]
    pub(crate) matching: MatchingArgs,
    #[command(flatten)]
    pub(crate) output: OutputArgs,
    #[command(flatten)]
    pub(crate) page: PageArgs,
    #[command(flatten)]
    pub(crate) running: RunningArgs,
}

const REPORT_EXAMPLES: &str = "\
Examples:
  leitong scan crawl/ --format json -o found.json         compute once
  leitong report found.json --html found.html             and look at it
  leitong report found.json --format csv -o pairs.csv";

#[derive(Debug, Group)]
#[command(after_help = REPORT_EXAMPLES)]
pub(crate) struct ReportArgs {
    /// What `scan --format json` or `compare --format json` wrote; may be packed
    pub(crate) saved: PathBuf,
    #[command(flatten)]
    pub(crate) shown: ShownArgs,
    /// Show the finding with this number in full
    #[arg(long, value_name = "ID", help_heading = "Output", value_parser = clap::value_parser!(u32).range(1..))]
    pub(crate) explain: Option<u32>,
}

const EVAL_EXAMPLES: &str = "\
Examples:
  leitong eval pairs.tsv crawl.jsonl.zst                  what a scan finds of known pairs
  leitong eval passages.tsv books/ --misses misses.jsonl  and which passages it does not
  leitong eval pairs.tsv --found report.json --format text";

#[derive(Debug, Group)]
#[command(after_help = EVAL_EXAMPLES)]
pub(crate) struct EvalArgs {
    /// What is known, tab-separated: `id_a id_b [label or similarity]`, or `doc_a start_a end_a doc_b start_b
    /// end_b` in characters; a first line may name the columns
    pub(crate) truth: PathBuf,
    /// Files and folders to read; `-` is standard input
    #[arg(required_unless_present = "found", value_name = "PATH")]
    pub(crate) paths: Vec<PathBuf>,
    /// Score this earlier result in place of a scan: a report of `scan --format json` or `jsonl`, or the
    /// duplicates that `dedup` lists
    #[arg(long, value_name = "FILE")]
    pub(crate) found: Option<PathBuf>,
    #[command(flatten)]
    pub(crate) reading: ReadingArgs,
    #[command(flatten)]
    pub(crate) matching: MatchingArgs,
    #[command(flatten)]
    pub(crate) passages: PassageArgs,
    /// Form of the scores
    #[arg(long, value_enum, default_value_t = EvalFormat::Json, help_heading = "Output")]
    pub(crate) format: EvalFormat,
    /// Write the scores to this file, complete or not at all
    #[arg(long, short, value_name = "FILE", help_heading = "Output")]
    pub(crate) output: Option<PathBuf>,
    /// Write what was missed, and what was found and is not true, to this file, one JSON object a line
    #[arg(long, value_name = "FILE", help_heading = "Output")]
    pub(crate) misses: Option<PathBuf>,
    #[command(flatten)]
    pub(crate) running: RunningArgs,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(crate) enum EvalFormat {
    /// For reading
    Text,
    /// Everything, as one object
    Json,
}

#[derive(Debug, Group)]
#[command(next_help_heading = "Reading")]
pub(crate) struct ReadingArgs {
    /// Field of a JSON record, or column of a Parquet file, that holds the text
    #[arg(long, value_name = "FIELD", default_value = "text")]
    text_field: String,
    /// Field of a JSON record, or column of a Parquet file, that holds the id
    #[arg(long, value_name = "FIELD", default_value = "id")]
    id_field: String,
    /// Encoding of all files, such as gb18030 or big5; recognised file by file without it
    #[arg(long, value_name = "NAME", value_parser = parsed::<Encoding>)]
    encoding: Option<Encoding>,
    /// What to do about a file or record that cannot be read
    #[arg(long, value_enum, default_value_t = Fault::Skip)]
    on_error: Fault,
}

/// What `--explain` is about.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Explain {
    /// What the bands find.
    Bands,
    /// One finding, counted from 1.
    Finding(usize),
}

impl FromStr for Explain {
    type Err = String;

    fn from_str(text: &str) -> std::result::Result<Self, String> {
        match text.parse() {
            _ if text == "bands" => Ok(Self::Bands),
            Ok(number) if number > 0 => Ok(Self::Finding(number)),
            _ => Err("not the number of a finding; to print the bands, write --explain=bands".into()),
        }
    }
}

#[derive(Debug, Clone, Copy, ValueEnum)]
enum Fault {
    /// Go on without it, and list it in the report
    Skip,
    /// Stop there
    Fail,
}

/// Least similarity of shingles.
const ALIKE: f64 = 0.7;
/// Least similarity of weighted words: a text of which every fifth word was replaced has about so much.
const WEIGHTED: f64 = 0.45;

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
enum Weight {
    /// All the same
    Equal,
    /// By how rare they are, in the language and in the collection
    Idf,
}

#[derive(Debug, Group)]
#[command(next_help_heading = "Matching")]
pub(crate) struct MatchingArgs {
    /// Least Jaccard similarity of two documents, speeches or paragraphs: 0.7 if not given, or 0.45 of weighted words
    #[arg(long, value_name = "0…1")]
    similarity: Option<f64>,
    /// What texts are cut into for comparing: `char:N` or `word:N` (words by jieba)
    #[arg(long, value_name = "UNIT:N", default_value = "char:5", value_parser = parsed::<Shingling>)]
    shingle: Shingling,
    /// How much words weigh: `equal` as shingles, or `idf`: single words by how rare they are, wherever they stand
    #[arg(long, value_enum, default_value_t = Weight::Equal, conflicts_with = "shingle")]
    weight: Weight,
    /// Least length of a paragraph or passage in Chinese characters; a letter or digit counts a third
    #[arg(long, value_name = "N", default_value_t = 25, value_parser = clap::value_parser!(u16).range(4..))]
    min_chars: u16,
    /// Find paragraphs, passages and speeches that say the same in other words too, if they are so like each other, from 0 to 1
    #[arg(long, value_name = "LIKENESS", num_args = 0..=1, require_equals = true, default_missing_value = "0.5")]
    semantic: Option<f64>,
    /// What words mean, in place of the model that comes with the program: a folder that `Model2Vec` wrote
    #[arg(long, value_name = "DIR", requires = "semantic")]
    model: Option<PathBuf>,
    /// Take traditional characters for their simplified twins
    #[arg(long)]
    fold_script: bool,
    /// What heads a speech, in place of the rule for 篇一, 第二篇, 范文3, `## …`
    #[arg(long, value_name = "REGEX")]
    speech_heading: Option<String>,
    /// Slots of a MinHash signature
    #[arg(long, value_name = "N", default_value_t = 128, value_parser = clap::value_parser!(u16).range(16..=1024))]
    slots: u16,
    /// Seed of the signatures
    #[arg(long, value_name = "N", default_value_t = 0)]
    seed: u64,
    /// Print what the bands find at each similarity, before the report; or, with the number of a finding, that finding in full
    #[arg(long, value_name = "ID", num_args = 0..=1, default_missing_value = "bands")]
    pub(crate) explain: Option<Explain>,
}

#[derive(Debug, Group)]
#[command(next_help_heading = "Passages")]
pub(crate) struct PassageArgs {
    /// A formula (eight characters in a row, or 24 letters) that stands in more than N documents is boilerplate: it does not
    /// make a passage
    #[arg(long, value_name = "N", default_value_t = SeedLimits::default().common as u64)]
    common: u64,
    /// Look at every run of four characters that two places share, however often it occurs, and take nothing for boilerplate
    #[arg(long, conflicts_with = "common")]
    exhaustive: bool,
    /// Whether places of one document are compared with each other: `yes`, `no` (across documents only), or `only`
    #[arg(long, value_name = "yes|no|only", default_value_t = WithinDocument::Yes, value_parser = parsed::<WithinDocument>)]
    within_document: WithinDocument,
    /// Compare the documents of PATH… with those of this file or folder only, not with each other; may be repeated
    #[arg(long, value_name = "SET")]
    between: Vec<PathBuf>,
    /// Memory to do with, such as 4G: passages are sought in parts where that spares it, and a collection that needs more
    /// is refused
    #[arg(long, value_name = "SIZE", value_parser = bytes)]
    memory: Option<u64>,
    /// Leave out what stands in this file or folder: laws, quotations, templates that are known; may be repeated
    #[arg(long, value_name = "FILE")]
    ignore: Vec<PathBuf>,
}

impl PassageArgs {
    /// All that is to be read, and what for.
    pub(crate) fn roles<'p>(&'p self, paths: &'p [PathBuf]) -> [(Role, &'p [PathBuf]); 3] {
        [(Role::Collection, paths), (Role::Second, &self.between), (Role::Ignored, &self.ignore)]
    }

    /// These settings beside those of all matching.
    pub(crate) fn settings(&self, settings: ScanSettings) -> ScanSettings {
        let common = usize::try_from(self.common).unwrap_or(usize::MAX);
        let seeds = SeedLimits { common, ..SeedLimits::default() };
        let seeds = if self.exhaustive { SeedLimits::exhaustive() } else { seeds };
        ScanSettings { seeds, within: self.within_document, memory: self.memory, ..settings }
    }
}

#[derive(Debug, Group)]
#[command(next_help_heading = "Output")]
pub(crate) struct OutputArgs {
    /// Form of the report
    #[arg(long, value_enum, default_value_t = Format::Text)]
    pub(crate) format: Format,
    /// What `jsonl`, `csv` and `parquet` have a row for; matches without it
    #[arg(long, value_enum, value_name = "ROWS")]
    pub(crate) table: Option<TableOf>,
    /// Write the report to this file, complete or not at all
    #[arg(long, short, value_name = "FILE")]
    pub(crate) output: Option<PathBuf>,
    /// Whether to colour the text report; `NO_COLOR` is honoured
    #[arg(long, value_enum, default_value_t = Color::Auto)]
    pub(crate) color: Color,
}

/// How a list of findings is shown.
#[derive(Debug, Group)]
pub(crate) struct ShownArgs {
    #[command(flatten)]
    pub(crate) output: OutputArgs,
    #[command(flatten)]
    pub(crate) page: PageArgs,
    /// Most findings that the text report shows
    #[arg(long, value_name = "N", default_value_t = 50, help_heading = "Output")]
    pub(crate) limit: usize,
}

#[derive(Debug, Group)]
#[command(next_help_heading = "Output")]
pub(crate) struct PageArgs {
    /// Write a page for reading to this file besides: all in one, without network or server
    #[arg(long, value_name = "FILE")]
    pub(crate) html: Option<PathBuf>,
    /// Language in which the page is opened; it can be switched there
    #[arg(long, value_enum, default_value_t = Tongue::En)]
    pub(crate) lang: Tongue,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(crate) enum Tongue {
    /// English
    En,
    /// Chinese
    Zh,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(crate) enum Format {
    /// For reading
    Text,
    /// The whole report as one object
    Json,
    /// A table, one JSON object a line
    Jsonl,
    /// A table
    Csv,
    /// A table, if built with `--features parquet`
    Parquet,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(crate) enum TableOf {
    /// One row for each match
    Matches,
    /// One row for each cluster
    Clusters,
    /// One row for each place of each cluster: the families
    #[value(alias = "families")]
    Members,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(crate) enum Color {
    /// On a terminal
    Auto,
    /// Always
    Always,
    /// Never
    Never,
}

#[derive(Debug, Group)]
#[command(next_help_heading = "Running")]
pub(crate) struct RunningArgs {
    /// Threads to work with; all cores without it. The result is the same for any number
    #[arg(long, value_name = "N", value_parser = clap::value_parser!(u16).range(1..=512))]
    threads: Option<u16>,
    /// Say nothing on standard error but errors
    #[arg(long, short)]
    pub(crate) quiet: bool,
    /// Show no progress
    #[arg(long)]
    pub(crate) no_progress: bool,
}

impl ReadingArgs {
    pub(crate) fn options(&self) -> ReadOptions {
        ReadOptions {
            text_field: self.text_field.clone(),
            id_field: self.id_field.clone(),
            encoding: self.encoding,
            on_error: match self.on_error {
                Fault::Skip => OnError::Skip,
                Fault::Fail => OnError::Fail,
            },
            ..ReadOptions::default()
        }
    }
}

impl MatchingArgs {
    fn semantic(&self) -> Result<Option<Semantic>> {
        let model = self.model.as_deref().map(Model::open).transpose()?.map(Arc::new);
        Ok(self.semantic.map(|likeness| Semantic { model, min_score: likeness }))
    }

    pub(crate) fn settings(&self, levels: &[Level]) -> Result<ScanSettings> {
        let headings = self.speech_heading.as_deref().map(HeadingRule::from_pattern).transpose()?;
        Ok(ScanSettings {
            similarity: self.similarity.unwrap_or(if self.weight == Weight::Idf { WEIGHTED } else { ALIKE }),
            levels: Level::ALL.into_iter().filter(|level| levels.contains(level)).collect(),
            shingling: if self.weight == Weight::Idf { Shingling::Weighted } else { self.shingle },
            semantic: self.semantic()?,
            script: if self.fold_script { Script::Simplified } else { Script::AsWritten },
            min_chars: self.min_chars.into(),
            headings: headings.unwrap_or_default(),
            slots: self.slots.into(),
            seed: self.seed,
            ..ScanSettings::default()
        })
    }
}

impl DedupArgs {
    /// Where the journal of a run that can be continued lies.
    fn journal(&self) -> Result<Option<PathBuf>> {
        match &self.output {
            _ if !self.resume => Ok(None),
            Some(output) if output.as_os_str() != "-" => {
                let mut name = output.components().as_path().as_os_str().to_owned();
                name.push(".leitong-journal");
                Ok(Some(name.into()))
            }
            _ => Err(Error::Setting {
                setting: "resume",
                reason: "needs --output, beside which the journal lies".into(),
            }),
        }
    }

    pub(crate) fn settings(&self) -> Result<DedupSettings> {
        Ok(DedupSettings {
            matching: self.matching.settings(&[self.level])?,
            level: self.level,
            keep: self.keep.clone(),
            common: self.common,
            memory: self.memory,
            resume: self.journal()?,
        })
    }
}

impl RunningArgs {
    /// Does `work` on as many threads as asked for.
    pub(crate) fn on_threads<T: Send>(&self, work: impl FnOnce() -> T + Send) -> Result<T> {
        on_threads(self.threads.unwrap_or(0).into(), work)
    }
}

/// Does `work` on so many threads; on all cores for 0.
pub(crate) fn on_threads<T: Send>(threads: usize, work: impl FnOnce() -> T + Send) -> Result<T> {
    let pool = rayon::ThreadPoolBuilder::new().num_threads(threads).build();
    let pool = pool.map_err(|cause| Error::Setting { setting: "threads", reason: cause.to_string() })?;
    Ok(pool.install(work))
}
