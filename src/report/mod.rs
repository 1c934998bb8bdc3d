//! Findings as people and programs read them: one result model, and a file for each format that
//! writes it. Nothing here prints; every function writes to the writer that it is given.
//!
//! The model, its JSON and JSON Lines are always there; text for a terminal, the page, CSV and
//! Parquet are features of the crate.

#[cfg(feature = "csv")]
mod csv;
mod finding;
#[cfg(feature = "html")]
mod html;
mod json;
mod jsonl;
mod model;
#[cfg_attr(not(feature = "parquet"), path = "parquet_stub.rs")]
mod parquet;
mod read;
mod table;
#[cfg(feature = "terminal")]
mod terminal;

#[cfg(feature = "csv")]
pub use self::csv::write_csv;
pub use self::parquet::{HAS_PARQUET, write_parquet};
pub use finding::{Finding, NumberedCluster, findings};
#[cfg(feature = "html")]
pub use html::{Language, Page, Task, write_html};
pub use json::{write_json, write_summary_json};
pub use jsonl::write_jsonl;
pub use model::{SCHEMA, SettingsModel, View};
pub use read::read_report;
pub use table::Rows;
#[cfg(feature = "terminal")]
pub use terminal::{
    TerminalOptions, grouped, write_curve, write_explained, write_side_by_side, write_summary, write_terminal,
};
