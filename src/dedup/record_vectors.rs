//! Vectors of records that the user brings.

use super::block_stream::BLOCK_BYTES;
use super::inputs::Inputs;
use super::output_error::refuse;
use super::record_reader::RecordReader;
use super::vector_source::VectorSource;
use crate::corpus::{
    Block, FieldValue, ReadOptions, VectorFile, check_dims, missing_field, unit_vector,
};
use crate::document::RecordId;
use crate::error::Result;

/// The setting, as errors name it.
const VECTORS: &str = "vectors";

/// The vectors of the records, which all have as many components.
#[derive(Debug)]
pub(super) enum RecordVectors {
    Field { name: String, dims: usize },
    File(VectorFile),
}

impl RecordVectors {
    /// Opens a file, or finds out how many components the first vector of a field has.
    pub(super) fn open(
        source: &VectorSource,
        inputs: &Inputs,
        options: &ReadOptions,
    ) -> Result<Self> {
        match source {
            VectorSource::Field(name) => {
                let Some(dims) = first_dims(name, inputs, options) else {
                    let reason = format!("no record has a list of numbers in the field {name:?}");
                    let names = inputs.field_names(options);
                    let is_known = names.is_empty() || names.contains(name);
                    let reason = if is_known { reason } else { missing_field(name, &names) };
                    return refuse(VECTORS, reason);
                };
                if let Err(reason) = check_dims(dims) {
                    return refuse(VECTORS, format!("the field {name:?}: {reason}"));
                }
                Ok(Self::Field { name: name.clone(), dims })
            }
            VectorSource::File(_) if inputs.references > 0 => refuse(
                VECTORS,
                "a file has the vectors of the records that are read, without those of --against; \
                 name a field that all of them have"
                    .into(),
            ),
            VectorSource::File(path) => Ok(Self::File(VectorFile::open(path)?)),
        }
    }

    /// The field that has the vectors, if one has.
    pub(super) fn field(&self) -> Option<&str> {
        match self {
            Self::Field { name, .. } => Some(name),
            Self::File(_) => None,
        }
    }

    /// Number of components of each vector.
    pub(super) fn dims(&self) -> usize {
        match self {
            Self::Field { dims, .. } => *dims,
            Self::File(file) => file.dims(),
        }
    }

    /// Refuses a file that has another number of vectors than there are records.
    pub(super) fn check_count(&self, records: usize) -> Result<()> {
        match self {
            Self::File(file) if file.count() != records as u64 => refuse(
                VECTORS,
                format!(
                    "{} has {} rows, and {records} records were read; each record needs one, also if \
                     it is skipped",
                    file.path().display(),
                    file.count(),
                ),
            ),
            _ => Ok(()),
        }
    }

    /// The vector that a field holds, with unit length.
    pub(super) fn of_value(
        &self,
        value: Option<&FieldValue>,
    ) -> std::result::Result<Vec<f32>, String> {
        let name = self.field().unwrap_or_default();
        let numbers = numbers(value).ok_or_else(|| match value {
            None => format!("no field {name:?}, which has the vector"),
            Some(_) => format!("field {name:?} is no list of numbers"),
        })?;
        if numbers.len() != self.dims() {
            return Err(format!(
                "field {name:?} has {} numbers, and that of the first record {}",
                numbers.len(),
                self.dims()
            ));
        }
        unit_vector(numbers).map_err(|reason| format!("field {name:?}: {reason}"))
    }

    /// The vector of a record, with unit length.
    pub(super) fn of(&self, record: RecordId, reader: &RecordReader<'_>) -> Result<Vec<f32>> {
        match self {
            Self::Field { name, .. } => {
                let value = reader.value(record, name)?;
                // The first pass has read it.
                self.of_value(value.as_ref()).map_err(|_| reader.changed(record))
            }
            Self::File(file) => file.unit(u64::from(record.0)),
        }
    }
}

/// The numbers of a list.
fn numbers(value: Option<&FieldValue>) -> Option<Vec<f32>> {
    match value {
        Some(FieldValue::List(json)) => {
            let numbers: Vec<f64> = serde_json::from_str(json).ok()?;
            Some(numbers.into_iter().map(|number| number as f32).collect())
        }
        _ => None,
    }
}

/// Number of components of the first vector.
fn first_dims(name: &str, inputs: &Inputs, options: &ReadOptions) -> Option<usize> {
    let blocks = inputs.sources.iter().flat_map(|source| {
        source.blocks(options, &|_| (), BLOCK_BYTES).filter_map(std::result::Result::ok)
    });
    blocks.into_iter().find_map(|block| dims_in(&block, name, options))
}

/// Number of components of the first vector of a block.
fn dims_in(block: &Block, name: &str, options: &ReadOptions) -> Option<usize> {
    block.records().find_map(|record| {
        let values = record.values(options, &[name]).ok()?;
        Some(numbers(values[0].as_ref())?.len())
    })
}
