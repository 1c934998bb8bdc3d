//! Findings as people and programs read them: one result model, and a file for each format that
//! writes it. Nothing here prints; every function writes to the writer that it is given.
//!
//! The model, its JSON and JSON Lines, Markdown, Word and Excel are always there; text for a
//! terminal, the page, CSV and Parquet are features of the crate.

mod build;
mod counts;
#[cfg(feature = "csv")]
mod csv;
mod finding;
#[cfg(feature = "html")]
mod html;
mod json;
mod jsonl;
mod markdown;
mod marked;
mod model;
mod notebook;
mod office;
mod outline;
#[cfg_attr(not(feature = "parquet"), path = "parquet_stub.rs")]
mod parquet;
mod partial;
mod prose;
mod read;
mod sarif;
mod settings;
mod table;
#[cfg(feature = "terminal")]
mod terminal;
mod tuning;
mod visible;

#[cfg(feature = "csv")]
pub use self::csv::write_csv;
pub use self::parquet::{HAS_PARQUET, write_parquet};
pub use counts::grouped;
pub use finding::{Finding, FindingNumber, NumberedCluster, findings};
#[cfg(feature = "html")]
pub use html::{DedupCounts, Language, Page, Task, write_html};
pub use json::{write_json, write_summary_json};
pub use jsonl::{write_jsonl, write_rows};
pub use markdown::write_markdown;
pub use model::{
    EditDetail, EditedText, PairedDocument, PassageCoverage, Report, ReportedBoilerplate,
    ReportedCluster, ReportedDocument, ReportedEdit, ReportedMatch, ReportedMember, ReportedPair,
    ReportedParaphrase, ReportedSide, ReportedSpeech, SCHEMA, TextRange,
};
pub use notebook::write_fragment;
pub use office::{LeftOut, write_docx, write_xlsx};
pub use outline::{DocumentOutline, OutlinedSpeech, write_outlines_json, write_outlines_jsonl};
pub(crate) use partial::{PartialCluster, PartialMatch, PartialReport, PartialSide, is_report};
pub use read::{parse_report, read_report};
pub use sarif::write_sarif;
pub use settings::SettingsModel;
pub use table::{Column, ColumnType, Rows};
#[cfg(feature = "terminal")]
pub use terminal::{
    TerminalOptions, write_curve, write_explained, write_outlines, write_side_by_side,
    write_summary, write_terminal, write_tuning,
};
pub use tuning::{PairReport, write_tuning_json};
