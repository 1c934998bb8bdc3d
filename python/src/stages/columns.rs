//! Columns of batches, as stages read and write them.

use std::sync::Arc;

use arrow_array::cast::AsArray;
use arrow_array::types::{Float64Type, Int32Type, Int64Type};
use arrow_array::{
    Array, ArrayRef, BooleanArray, Float64Array, Int64Array, LargeBinaryArray, LargeStringArray,
    ListArray, RecordBatch,
};
use arrow_cast::cast;
use arrow_schema::{DataType, Field};
use leitong::{Error, Result};

use super::wrong;

/// The columns of a batch by their names.
pub(super) struct Columns<'b>(pub(super) &'b RecordBatch);

impl Columns<'_> {
    pub(super) fn rows(&self) -> usize {
        self.0.num_rows()
    }

    fn column(&self, name: &str, kind: &DataType) -> Result<ArrayRef> {
        let column = self.0.column_by_name(name).ok_or_else(|| Error::Setting {
            setting: "data",
            reason: format!("no column {name:?} in {}", self.0.schema()),
        })?;
        if column.data_type() == kind {
            return Ok(Arc::clone(column));
        }
        cast(column, kind).map_err(|error| wrong(&error))
    }

    pub(super) fn numbers(&self, name: &str) -> Result<Int64Array> {
        Ok(self.column(name, &DataType::Int64)?.as_primitive::<Int64Type>().clone())
    }

    pub(super) fn shares(&self, name: &str) -> Result<Float64Array> {
        Ok(self.column(name, &DataType::Float64)?.as_primitive::<Float64Type>().clone())
    }

    pub(super) fn flags(&self, name: &str) -> Result<BooleanArray> {
        Ok(self.column(name, &DataType::Boolean)?.as_boolean().clone())
    }

    pub(super) fn texts(&self, name: &str) -> Result<LargeStringArray> {
        Ok(self.column(name, &DataType::LargeUtf8)?.as_string().clone())
    }

    pub(super) fn words(&self, name: &str) -> Result<Words> {
        Ok(Words(self.column(name, &DataType::LargeBinary)?.as_binary().clone()))
    }

    pub(super) fn lists(&self, name: &str) -> Result<Lists> {
        let kind = DataType::List(Arc::new(Field::new("item", DataType::Int64, true)));
        Ok(Lists(self.column(name, &kind)?.as_list().clone()))
    }
}

/// A column of bytes that are numbers of 32 bits.
pub(super) struct Words(LargeBinaryArray);

impl Words {
    /// The numbers of a row; none where there is no value.
    pub(super) fn of(&self, row: usize) -> impl Iterator<Item = u32> + '_ {
        let bytes = if self.0.is_valid(row) { self.0.value(row) } else { &[] };
        bytes.chunks_exact(4).map(|word| u32::from_le_bytes([word[0], word[1], word[2], word[3]]))
    }
}

/// The bytes of numbers of 32 bits.
pub(super) fn bytes_of(words: impl Iterator<Item = u32>) -> Vec<u8> {
    words.flat_map(u32::to_le_bytes).collect()
}

/// The bits of a number of 32 bits, which engines know as a signed one.
pub(super) fn bits_of(number: i64) -> u32 {
    (number as i32).cast_unsigned()
}

/// A count, which is not negative.
pub(super) fn count_of(number: i64) -> u32 {
    u32::try_from(number.max(0)).unwrap_or(u32::MAX)
}

/// A column of lists of numbers.
pub(super) struct Lists(ListArray);

impl Lists {
    /// The numbers of a row; none where there is no value.
    pub(super) fn of(&self, row: usize) -> Vec<i64> {
        if !self.0.is_valid(row) {
            return Vec::new();
        }
        let values = self.0.value(row);
        values.as_primitive::<Int64Type>().iter().flatten().collect()
    }
}

/// A batch of these columns; `None` if it has no row.
pub(super) fn batch(columns: Vec<(&str, ArrayRef)>) -> Result<Option<RecordBatch>> {
    let batch = RecordBatch::try_from_iter_with_nullable(
        columns.into_iter().map(|(name, column)| (name, column, true)),
    );
    let batch = batch.map_err(|error| wrong(&error))?;
    Ok((batch.num_rows() > 0).then_some(batch))
}

/// A column of numbers.
pub(super) fn numbers(numbers: impl IntoIterator<Item = i64>) -> ArrayRef {
    Arc::new(numbers.into_iter().collect::<Int64Array>())
}

/// A column of numbers of 32 bits.
pub(super) fn small_numbers(numbers: impl IntoIterator<Item = i32>) -> ArrayRef {
    Arc::new(numbers.into_iter().collect::<arrow_array::PrimitiveArray<Int32Type>>())
}

/// Follows the rows of keys, which come one after the other, and of one key in their order.
#[derive(Default)]
pub(super) struct KeyedRows {
    last: Option<(i64, i64)>,
}

impl KeyedRows {
    /// Whether a row is the first of its key; its `place` says so, counted from 1.
    pub(super) fn is_first(&mut self, key: i64, place: i64) -> Result<bool> {
        let follows = self.last == Some((key, place - 1));
        self.last = Some((key, place));
        if follows || place == 1 {
            return Ok(place == 1);
        }
        Err(Error::Setting {
            setting: "data",
            reason: "the engine does not keep the order of the rows".into(),
        })
    }
}
