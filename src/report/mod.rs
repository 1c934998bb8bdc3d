//! Findings as people and programs read them. One file for each format; nothing here prints, all
//! of it writes to what it is given.

mod bench;
mod boilerplate;
mod csv;
mod excerpt;
mod explain;
mod finding;
mod html;
mod json;
mod jsonl;
#[cfg_attr(not(feature = "parquet"), path = "no_parquet.rs")]
mod parquet;
mod saved;
mod side_by_side;
mod summary;
mod table;
mod terminal;
mod view;

pub use self::bench::write_bench;
pub use self::csv::write_csv;
pub use self::parquet::{HAS_PARQUET, write_parquet};
pub use explain::write_explained;
pub use finding::count_findings;
pub use html::{Language, Page, Task, write_html};
pub use json::write_json;
pub use jsonl::write_jsonl;
pub use saved::read_report;
pub use side_by_side::write_side_by_side;
pub use summary::{write_summary, write_summary_json};
pub use table::Rows;
pub use terminal::{Look, write_curve, write_terminal};
pub use view::{SCHEMA, SettingsView, View};
