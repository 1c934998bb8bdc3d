//! The texts of records, as Arrow arrays.

use std::sync::Arc;

use arrow_array::cast::AsArray;
use arrow_array::{Array, ArrayRef, LargeStringArray, StringArray, StringViewArray};
use arrow_schema::{ArrowError, DataType};

/// The texts of records, one chunk behind the other.
#[derive(Debug, Default)]
pub(crate) struct Texts {
    chunks: Vec<Chunk>,
    /// For each chunk the number of the records before its end.
    ends: Vec<usize>,
}

/// Texts in one array.
#[derive(Debug)]
enum Chunk {
    Short(StringArray),
    Large(LargeStringArray),
    View(StringViewArray),
}

impl Texts {
    /// Whether a column of this type holds texts.
    pub(crate) fn are_of(kind: &DataType) -> bool {
        match kind {
            DataType::Utf8 | DataType::LargeUtf8 | DataType::Utf8View => true,
            DataType::Dictionary(_, values) => Self::are_of(values),
            _ => false,
        }
    }

    /// Adds the texts of an array, which are not copied unless the array is a dictionary.
    pub(crate) fn add(&mut self, array: &ArrayRef) -> Result<(), ArrowError> {
        let array = match array.data_type() {
            DataType::Dictionary(..) => arrow_cast::cast(array, &DataType::LargeUtf8)?,
            _ => Arc::clone(array),
        };
        let chunk = match array.data_type() {
            DataType::Utf8 => Chunk::Short(array.as_string().clone()),
            DataType::LargeUtf8 => Chunk::Large(array.as_string().clone()),
            DataType::Utf8View => Chunk::View(array.as_string_view().clone()),
            other => return Err(ArrowError::CastError(format!("{other} is no string"))),
        };
        self.ends.push(self.count() + array.len());
        self.chunks.push(chunk);
        Ok(())
    }

    /// Number of records.
    pub(crate) fn count(&self) -> usize {
        self.ends.last().copied().unwrap_or(0)
    }

    /// The text of a record, if it has one.
    pub(crate) fn get(&self, record: usize) -> Option<&str> {
        let chunk = self.ends.partition_point(|&end| end <= record);
        let first = chunk.checked_sub(1).map_or(0, |before| self.ends[before]);
        self.chunks[chunk].get(record - first)
    }
}

impl Chunk {
    fn get(&self, at: usize) -> Option<&str> {
        match self {
            Self::Short(texts) => texts.is_valid(at).then(|| texts.value(at)),
            Self::Large(texts) => texts.is_valid(at).then(|| texts.value(at)),
            Self::View(texts) => texts.is_valid(at).then(|| texts.value(at)),
        }
    }
}
