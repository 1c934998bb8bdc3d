//! Files with a vector for each record.

use std::fs::File;
use std::io;
use std::path::{Path, PathBuf};

use rayon::prelude::*;

use super::npy::Npy;
use super::parquet_vectors::{self, TableVectors};
use crate::error::{Error, Result};

/// Rows that a task checks.
const ROWS_AT_ONCE: u64 = 256;
/// Most components of a vector: encoders have up to 4,096.
const MAX_DIMS: usize = 4_096;

/// A file with a vector for each record: a `.npy` array, or a `.parquet` table with a column of lists.
#[derive(Debug)]
pub(crate) struct VectorFile {
    path: PathBuf,
    rows: VectorRows,
}

#[derive(Debug)]
enum VectorRows {
    Npy(Npy),
    Table(TableVectors),
}

impl VectorRows {
    fn open(path: &Path) -> io::Result<Self> {
        let file = File::open(path)?;
        if path.extension().is_some_and(|extension| extension.eq_ignore_ascii_case("npy")) {
            Npy::open(file).map(Self::Npy)
        } else {
            parquet_vectors::read(file).map(Self::Table)
        }
    }

    fn dims(&self) -> usize {
        match self {
            Self::Npy(npy) => npy.dims,
            Self::Table(table) => table.dims,
        }
    }
}

impl VectorFile {
    /// Whether a file of this name is one of vectors.
    pub(crate) fn is_named_so(path: &Path) -> bool {
        let extension = path.extension().and_then(|extension| extension.to_str());
        extension.is_some_and(|extension| {
            ["npy", "parquet"].iter().any(|known| extension.eq_ignore_ascii_case(known))
        })
    }

    /// Opens a file, and checks every row.
    pub(crate) fn open(path: &Path) -> Result<Self> {
        let opened = VectorRows::open(path).and_then(|rows| {
            check_dims(rows.dims()).map_err(io::Error::other)?;
            Ok(Self { path: path.into(), rows })
        });
        let opened = opened.map_err(|source| Error::Read { path: path.into(), source })?;
        opened.check_rows()?;
        Ok(opened)
    }

    /// The path of the file.
    pub(crate) fn path(&self) -> &Path {
        &self.path
    }

    /// Number of vectors.
    pub(crate) fn count(&self) -> u64 {
        match &self.rows {
            VectorRows::Npy(npy) => npy.rows,
            VectorRows::Table(table) => table.rows,
        }
    }

    /// Number of components of each vector.
    pub(crate) fn dims(&self) -> usize {
        self.rows.dims()
    }

    /// The vector of a row, counted from 0, with unit length.
    pub(crate) fn unit(&self, row: u64) -> Result<Vec<f32>> {
        let numbers = match &self.rows {
            VectorRows::Npy(npy) => npy.row(row),
            VectorRows::Table(table) => table.row(row),
        };
        let unit = numbers.and_then(|numbers| {
            unit_vector(numbers)
                .map_err(|reason| io::Error::other(format!("row {}: {reason}", row + 1)))
        });
        unit.map_err(|source| Error::Read { path: self.path.clone(), source })
    }

    /// The error of the first row that is no vector.
    fn check_rows(&self) -> Result<()> {
        let chunks = (0..self.count().div_ceil(ROWS_AT_ONCE)).into_par_iter();
        let wrong = chunks.find_map_first(|chunk| {
            let rows = chunk * ROWS_AT_ONCE..self.count().min((chunk + 1) * ROWS_AT_ONCE);
            rows.map(|row| self.unit(row)).find_map(std::result::Result::err)
        });
        wrong.map_or(Ok(()), Err)
    }
}

/// Refuses vectors of no components, or of very many.
pub(crate) fn check_dims(dims: usize) -> std::result::Result<(), String> {
    match dims {
        0 => Err("its vectors have no components".into()),
        1..=MAX_DIMS => Ok(()),
        _ => Err(format!("its vectors have {dims} components; {MAX_DIMS} are the most")),
    }
}

/// Numbers as a vector of unit length.
pub(crate) fn unit_vector(mut numbers: Vec<f32>) -> std::result::Result<Vec<f32>, String> {
    if let Some(wrong) = numbers.iter().find(|number| !number.is_finite()) {
        return Err(format!("the vector has the component {wrong}"));
    }
    let square: f64 = numbers.iter().map(|&number| f64::from(number) * f64::from(number)).sum();
    if square == 0.0 {
        return Err("the vector is zero, and has no direction".into());
    }
    let length = square.sqrt();
    for number in &mut numbers {
        *number = (f64::from(*number) / length) as f32;
    }
    Ok(numbers)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_are_scaled_or_refused() {
        assert_eq!(unit_vector(vec![3.0, 4.0]), Ok(vec![0.6, 0.8]));
        assert_eq!(unit_vector(vec![f32::MAX, 0.0]), Ok(vec![1.0, 0.0]));
        for wrong in [vec![0.0, 0.0], vec![1.0, f32::NAN], vec![f32::INFINITY], vec![]] {
            assert!(unit_vector(wrong).is_err());
        }
        assert!(check_dims(MAX_DIMS).is_ok() && check_dims(MAX_DIMS + 1).is_err());
    }
}
