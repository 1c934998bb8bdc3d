//! Stub for builds without the feature `parquet`: writing returns an error.

use std::io::{self, Write};

use super::table::Rows;
use crate::corpus::NOT_BUILT_IN;
use crate::report::model::Report;

/// Whether this build can write Parquet.
pub const HAS_PARQUET: bool = false;

/// Returns an error: this build cannot write Parquet.
///
/// # Errors
/// Always.
pub fn write_parquet(_: &Report<'_>, _: Rows, _: &mut dyn Write) -> io::Result<()> {
    Err(io::Error::other(NOT_BUILT_IN))
}
