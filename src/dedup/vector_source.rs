//! Where vectors of records come from.

use std::convert::Infallible;
use std::path::{Path, PathBuf};
use std::str::FromStr;

use crate::corpus::VectorFile;

/// Where the vectors of the records come from.
///
/// ```
/// use leitong::dedup::VectorSource;
/// let of = |text: &str| text.parse::<VectorSource>();
/// assert_eq!(of("embedding"), Ok(VectorSource::Field("embedding".into())));
/// assert_eq!(of("e5.npy"), Ok(VectorSource::File("e5.npy".into())));
/// ```
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum VectorSource {
    /// A field of the records, or a column of a table, with a list of numbers.
    Field(String),
    /// A file with a row for each record, in the order in which records are read: a two-dimensional array
    /// of `numpy.save` (`.npy`), or a table with one column of lists of numbers (`.parquet`).
    File(PathBuf),
}

impl FromStr for VectorSource {
    type Err = Infallible;

    /// What has the extension of a file of vectors is one, and everything else a field.
    fn from_str(text: &str) -> std::result::Result<Self, Infallible> {
        let is_file = VectorFile::is_named_so(Path::new(text));
        Ok(if is_file { Self::File(text.into()) } else { Self::Field(text.into()) })
    }
}

impl VectorSource {
    /// The field, if the vectors are in one.
    pub(super) fn field(&self) -> Option<&str> {
        match self {
            Self::Field(field) => Some(field),
            Self::File(_) => None,
        }
    }
}
