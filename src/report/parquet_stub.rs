//! In the place of the writing of Parquet, where that is not built in.

use std::io::{self, Write};

use super::table::Rows;
use crate::corpus::NOT_BUILT_IN;
use crate::report::model::Report;

/// Whether [`write_parquet`] can do anything.
pub const HAS_PARQUET: bool = false;

/// Refuses.
///
/// # Errors
/// Always.
pub fn write_parquet(_: &Report<'_>, _: Rows, _: &mut dyn Write) -> io::Result<()> {
    Err(io::Error::other(NOT_BUILT_IN))
}
