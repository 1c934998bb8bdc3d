//! Findings as people and programs read them. One file for each format; nothing here prints, all
//! of it writes to what it is given.

mod boilerplate;
mod csv;
mod excerpt;
mod explain;
mod finding_text;
mod html;
mod json;
mod jsonl;
mod model;
#[cfg_attr(not(feature = "parquet"), path = "parquet_stub.rs")]
mod parquet;
mod read;
mod side_by_side;
mod summary;
mod table;
mod terminal;

pub use self::csv::write_csv;
pub use self::parquet::{HAS_PARQUET, write_parquet};
pub use explain::write_explained;
pub use finding_text::count_findings;
pub use html::{Language, Page, Task, write_html};
pub use json::write_json;
pub use jsonl::write_jsonl;
pub use model::{SCHEMA, SettingsModel, View};
pub use read::read_report;
pub use side_by_side::write_side_by_side;
pub use summary::{write_summary, write_summary_json};
pub use table::Rows;
pub use terminal::{TerminalOptions, grouped, write_curve, write_terminal};
