//! The engine for Python: what the functions of the package `leitong` call.
//!
//! The package itself is written in Python, in `leitong/`. It turns the objects that it is given
//! into [`Records`](records::Records) or paths, and the results of this module into objects.

#[path = "../../src/cli/mod.rs"]
mod cli;

mod arrow_records;
mod capsule;
mod column;
mod decisions;
mod dedup;
mod detector;
mod errors;
mod inputs;
mod list_records;
mod matching;
mod members;
mod records;
mod removals;
mod running;
mod saved_report;
mod scan;
mod similarity;
mod stages;
mod tables;
mod texts;

use std::ffi::OsString;

use pyo3::prelude::*;

/// The module `leitong._leitong`.
#[pymodule]
mod _leitong {
    #[pymodule_export]
    use super::column::Column;
    #[pymodule_export]
    use super::decisions::Decisions;
    #[pymodule_export]
    use super::dedup::{dedup, dedup_files};
    #[pymodule_export]
    use super::detector::Detector;
    #[pymodule_export]
    use super::records::Records;
    /// Lines of a list of duplicates of which a page shows the texts, at most.
    #[pymodule_export]
    const WITH_TEXTS: usize = leitong::dedup::Removals::WITH_TEXTS;
    #[pymodule_export]
    use super::removals::{removals_page, removals_piece, texts_left, threshold};
    #[pymodule_export]
    use super::run_command;
    #[pymodule_export]
    use super::saved_report::{SavedReport, side_by_side};
    #[pymodule_export]
    use super::scan::{Findings, compare, scan};
    #[pymodule_export]
    use super::similarity::similarity;
    #[pymodule_export]
    use super::stages::{Stage, Stages, holds_both_scripts};
    #[pymodule_export]
    use super::tables::Table;
}

/// Runs a command line, whose first word is the program, and returns its exit code.
#[pyfunction]
fn run_command(py: Python<'_>, words: Vec<OsString>) -> u8 {
    py.detach(|| cli::run(words))
}
