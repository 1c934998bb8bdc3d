//! Vectors from a column of lists of a Parquet file.

use std::fs::File;
use std::io;

use arrow_array::cast::AsArray;
use arrow_array::types::Float32Type;
use arrow_array::{Array, ArrayRef};
use arrow_cast::cast;
use arrow_schema::DataType;

use super::parquet::Table;
use crate::storage::SpillFile;

/// The vectors of a table, which are held in a temporary file: rows cannot be read one by one.
#[derive(Debug)]
pub(super) struct TableVectors {
    spill: SpillFile,
    pub(super) rows: u64,
    pub(super) dims: usize,
}

/// Reads the only column of lists of numbers.
pub(super) fn read(file: File) -> io::Result<TableVectors> {
    let table = Table::open(file)?;
    let columns = table.schema().fields().iter().enumerate();
    let lists: Vec<usize> =
        columns.filter(|(_, column)| is_vector(column.data_type())).map(|(at, _)| at).collect();
    let &[column] = &lists[..] else {
        let reason = format!(
            "it has {} columns of lists of floating-point numbers, and one is needed",
            lists.len()
        );
        return Err(io::Error::other(reason));
    };
    let spill = SpillFile::new().map_err(io::Error::other)?;
    let mut vectors = TableVectors { spill, rows: 0, dims: 0 };
    for batch in table.column(column) {
        vectors.add(batch?.column(0))?;
    }
    vectors.spill.flush().map_err(io::Error::other)?;
    Ok(vectors)
}

/// Whether a column holds lists of floating-point numbers.
fn is_vector(kind: &DataType) -> bool {
    match kind {
        DataType::List(item) | DataType::LargeList(item) | DataType::FixedSizeList(item, _) => {
            item.data_type().is_floating()
        }
        _ => false,
    }
}

impl TableVectors {
    /// Adds the rows of a column.
    fn add(&mut self, column: &ArrayRef) -> io::Result<()> {
        for at in 0..column.len() {
            let numbers = list_at(column, at).filter(|_| !column.is_null(at));
            let numbers = numbers.filter(|numbers| numbers.null_count() == 0);
            let row = self.rows + 1;
            let Some(numbers) = numbers else {
                return Err(io::Error::other(format!("row {row}: it has no vector")));
            };
            let numbers = cast(&numbers, &DataType::Float32).map_err(io::Error::other)?;
            let numbers = numbers.as_primitive::<Float32Type>().values();
            if self.rows == 0 {
                self.dims = numbers.len();
            }
            if numbers.len() != self.dims {
                return Err(io::Error::other(format!(
                    "row {row}: the vector has {} components, and the first one {}",
                    numbers.len(),
                    self.dims
                )));
            }
            let bytes: Vec<u8> = numbers.iter().flat_map(|number| number.to_le_bytes()).collect();
            self.spill.append(&bytes).map_err(io::Error::other)?;
            self.rows = row;
        }
        Ok(())
    }

    /// The numbers of a row.
    pub(super) fn row(&self, row: u64) -> io::Result<Vec<f32>> {
        let length = self.dims * size_of::<f32>();
        let mut bytes = vec![0; length];
        self.spill.read_exact_at(&mut bytes, row * length as u64)?;
        Ok(bytes.as_chunks().0.iter().map(|&bytes| f32::from_le_bytes(bytes)).collect())
    }
}

/// The list in a row of a column.
fn list_at(column: &ArrayRef, row: usize) -> Option<ArrayRef> {
    match column.data_type() {
        DataType::List(_) => Some(column.as_list::<i32>().value(row)),
        DataType::LargeList(_) => Some(column.as_list::<i64>().value(row)),
        DataType::FixedSizeList(..) => Some(column.as_fixed_size_list().value(row)),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;

    use arrow_array::types::{Float64Type, Int32Type};
    use arrow_array::{FixedSizeListArray, LargeListArray, ListArray, RecordBatch, StringArray};
    use parquet::arrow::ArrowWriter;

    use super::*;

    /// A table of these columns, as a file.
    fn table(columns: Vec<(&str, ArrayRef)>) -> File {
        let batch = RecordBatch::try_from_iter_with_nullable(
            columns.into_iter().map(|(name, column)| (name, column, true)),
        );
        let batch = batch.expect("the columns are of one length");
        let file = tempfile::tempfile().expect("the test may write temporary files");
        let copy = file.try_clone().expect("it is open");
        let mut writer = ArrowWriter::try_new(copy, batch.schema(), None).expect("known types");
        writer.write(&batch).expect("there is room");
        writer.close().expect("there is room");
        file
    }

    type Row = Option<Vec<Option<f64>>>;

    const ROWS: [[f64; 2]; 3] = [[1.0, 0.5], [-2.0, 0.0], [0.25, 3.0]];

    fn rows() -> Vec<Row> {
        ROWS.iter().map(|row| Some(row.iter().copied().map(Some).collect())).collect()
    }

    fn list(rows: Vec<Row>) -> ArrayRef {
        Arc::new(ListArray::from_iter_primitive::<Float64Type, _, _>(rows))
    }

    fn names() -> ArrayRef {
        Arc::new(StringArray::from(vec!["甲", "乙", "丙"]))
    }

    #[test]
    fn every_kind_of_list_is_read() {
        let large = LargeListArray::from_iter_primitive::<Float64Type, _, _>(rows());
        let fixed = FixedSizeListArray::from_iter_primitive::<Float32Type, _, _>(
            ROWS.iter().map(|row| Some(row.iter().map(|&x| Some(x as f32)))),
            2,
        );
        for column in [list(rows()), Arc::new(large) as ArrayRef, Arc::new(fixed)] {
            let read = read(table(vec![("id", names()), ("vector", column)]));
            let vectors = read.expect("there is one column of lists");
            assert_eq!((vectors.rows, vectors.dims), (3, 2));
            for (at, row) in (0..).zip(ROWS) {
                let read = vectors.row(at).expect("it is there");
                assert_eq!(read, row.map(|x| x as f32));
            }
        }
    }

    #[test]
    fn what_is_no_vector_is_an_error_with_its_row() {
        let refusal = |columns| {
            let reason = read(table(columns)).expect_err("it has no vectors");
            reason.to_string()
        };
        let with = |row: Row| {
            let mut rows = rows();
            rows[1] = row;
            refusal(vec![("vector", list(rows))])
        };
        assert!(with(None).contains("row 2: it has no vector"));
        assert!(with(Some(vec![Some(1.0), None])).contains("row 2: it has no vector"));
        let longer = with(Some(vec![Some(1.0); 3]));
        assert!(longer.contains("row 2: the vector has 3 components, and the first one 2"));
        assert!(refusal(vec![("id", names())]).contains("it has 0 columns of lists"));
        let two = vec![("a", list(rows())), ("b", list(rows()))];
        assert!(refusal(two).contains("it has 2 columns of lists"));
        let whole = ROWS.iter().map(|_| Some([Some(1)]));
        let whole: ArrayRef = Arc::new(ListArray::from_iter_primitive::<Int32Type, _, _>(whole));
        assert!(refusal(vec![("a", whole)]).contains("it has 0 columns of lists"));
    }
}
