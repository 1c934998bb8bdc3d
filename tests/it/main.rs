//! The integration tests, as one binary: what they share is compiled and linked once.

mod support;

mod bench;
#[cfg(unix)]
mod book;
mod cli;
mod content_signs;
mod dates;
#[cfg(unix)]
mod dedup_bad_input;
mod dedup_collections;
mod dedup_measures;
#[cfg(feature = "formats")]
mod exports;
mod families;
mod form;
mod formats;
mod forms;
mod golden;
#[cfg(unix)]
mod hands;
#[cfg(unix)]
mod input_contract;
mod laws_coverage;
mod laws_dedup;
#[cfg(feature = "model")]
mod laws_embed;
mod laws_eval;
mod laws_folders;
mod laws_groups;
mod laws_meaning;
mod laws_passages;
mod laws_rows;
mod laws_scan;
#[cfg(feature = "model")]
mod laws_semantic;
mod laws_similarity;
mod laws_text;
#[cfg(feature = "model")]
mod laws_translated;
mod laws_tune;
mod outlines;
mod parquet;
mod quotations;
mod reading;
mod regional_words;
mod report;
mod rooms;
mod sarif;
mod seeds;
#[cfg(unix)]
mod setup;
mod sources;
mod stages;
mod vectors;
