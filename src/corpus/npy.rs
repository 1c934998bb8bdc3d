//! Arrays of `NumPy` in files, one row for each record.
//!
//! The format is that of `numpy.save`, versions 1 to 3: a magic number, the version, the length of the
//! header, the header (a Python dictionary), and the numbers.

use std::fs::File;
use std::io::{self, Read};

use crate::storage::{half, read_exact_at};

const MAGIC: [u8; 6] = *b"\x93NUMPY";
/// Bytes of the longest header that is read. `NumPy` writes 118.
const MAX_HEADER: usize = 1 << 16;

/// A two-dimensional array of floating-point numbers in a file.
#[derive(Debug)]
pub(super) struct Npy {
    file: File,
    /// Offset of the first number.
    start: u64,
    kind: Kind,
    pub(super) rows: u64,
    pub(super) dims: usize,
}

/// How a number is stored.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Kind {
    Half,
    Single,
    Double,
}

impl Kind {
    /// The kind with this description.
    fn of(description: &str) -> Result<Self, String> {
        match description {
            "<f2" => Ok(Self::Half),
            "<f4" => Ok(Self::Single),
            "<f8" => Ok(Self::Double),
            _ if description.starts_with('>') => Err(format!(
                "its numbers ({description}) have the first byte first; save them as '<f4'"
            )),
            _ => Err(format!("its numbers are of the type {description}; f2, f4 and f8 are read")),
        }
    }

    /// Bytes of a number.
    fn size(self) -> usize {
        match self {
            Self::Half => 2,
            Self::Single => 4,
            Self::Double => 8,
        }
    }

    fn decode(self, bytes: &[u8]) -> Vec<f32> {
        match self {
            Self::Half => {
                bytes.as_chunks().0.iter().map(|&bytes| half(u16::from_le_bytes(bytes))).collect()
            }
            Self::Single => {
                bytes.as_chunks().0.iter().map(|&bytes| f32::from_le_bytes(bytes)).collect()
            }
            Self::Double => {
                bytes.as_chunks().0.iter().map(|&bytes| f64::from_le_bytes(bytes) as f32).collect()
            }
        }
    }
}

impl Npy {
    /// Reads the header, and checks that the file has as many numbers as it says.
    pub(super) fn open(mut file: File) -> io::Result<Self> {
        let size = file.metadata()?.len();
        let header = header(&mut file)?;
        let Shape { kind, rows, dims } = Shape::of(&header.text).map_err(io::Error::other)?;
        let bytes =
            (dims as u64).checked_mul(rows).and_then(|count| count.checked_mul(kind.size() as u64));
        if bytes.and_then(|bytes| bytes.checked_add(header.end)) != Some(size) {
            let reason = format!(
                "its header tells of {rows} rows of {dims} numbers, and it has not as many"
            );
            return Err(io::Error::other(reason));
        }
        Ok(Self { file, start: header.end, kind, rows, dims })
    }

    /// The numbers of a row.
    pub(super) fn row(&self, row: u64) -> io::Result<Vec<f32>> {
        let length = self.dims * self.kind.size();
        let mut bytes = vec![0; length];
        read_exact_at(&self.file, &mut bytes, self.start + row * length as u64)?;
        Ok(self.kind.decode(&bytes))
    }
}

/// The header of a file.
struct Header {
    text: String,
    /// Where the numbers begin.
    end: u64,
}

/// Reads a header.
fn header(file: &mut File) -> io::Result<Header> {
    let mut head = [0; 8];
    file.read_exact(&mut head).map_err(cut_off)?;
    let (magic, version) = head.split_at(MAGIC.len());
    if magic != MAGIC {
        return Err(io::Error::other("it is no file of numpy.save, though its name says so"));
    }
    let mut length = [0; 4];
    let width = match version[0] {
        1 => 2,
        2 | 3 => 4,
        other => return Err(io::Error::other(format!("its version is {other}; 1 to 3 are read"))),
    };
    file.read_exact(&mut length[..width]).map_err(cut_off)?;
    let length = u32::from_le_bytes(length) as usize;
    if length > MAX_HEADER {
        return Err(io::Error::other(format!("its header has {length} bytes")));
    }
    let mut text = vec![0; length];
    file.read_exact(&mut text).map_err(cut_off)?;
    let end = (head.len() + width + length) as u64;
    Ok(Header { text: String::from_utf8_lossy(&text).into_owned(), end })
}

fn cut_off(_: io::Error) -> io::Error {
    io::Error::other("it is cut off, or no file of numpy.save")
}

/// What a header says.
#[derive(Debug, PartialEq, Eq)]
struct Shape {
    kind: Kind,
    rows: u64,
    dims: usize,
}

impl Shape {
    fn of(header: &str) -> Result<Self, String> {
        let kind = value(header, "descr")?
            .strip_prefix('\'')
            .and_then(|rest| rest.split_once('\''))
            .ok_or("its rows are structures, not numbers")?;
        let kind = Kind::of(kind.0)?;
        match value(header, "fortran_order")? {
            order if order.starts_with("False") => {}
            _ => return Err("it is in Fortran order; save numpy.ascontiguousarray of it".into()),
        }
        let shape = value(header, "shape")?.strip_prefix('(').and_then(|rest| rest.split_once(')'));
        let (sides, _) = shape.ok_or("its header has no shape")?;
        let sides: Vec<&str> =
            sides.split(',').map(str::trim).filter(|side| !side.is_empty()).collect();
        match sides[..] {
            [rows, dims] => match (rows.parse(), dims.parse()) {
                (Ok(rows), Ok(dims)) => Ok(Self { kind, rows, dims }),
                _ => Err(format!("its shape is ({rows}, {dims})")),
            },
            _ => Err(format!("it has {} sides; an array of rows has 2", sides.len())),
        }
    }
}

/// What follows a key of a dictionary in the syntax of Python.
fn value<'h>(header: &'h str, key: &str) -> Result<&'h str, String> {
    let behind = header.split_once(&format!("'{key}'")).map(|(_, behind)| behind.trim_start());
    let value = behind.and_then(|behind| behind.strip_prefix(':'));
    value.map(str::trim_start).ok_or_else(|| format!("its header has no {key}"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn headers_of_rows_of_numbers_are_read() {
        let header = "{'descr': '<f4', 'fortran_order': False, 'shape': (3, 384), }   \n";
        assert_eq!(Shape::of(header), Ok(Shape { kind: Kind::Single, rows: 3, dims: 384 }));
        let other = "{ 'shape':(0,1),'fortran_order':False,'descr':'<f2'}";
        assert_eq!(Shape::of(other), Ok(Shape { kind: Kind::Half, rows: 0, dims: 1 }));
    }

    #[test]
    fn other_headers_are_refused() {
        let refusal = |descr: &str, fortran: &str, shape: &str| {
            let header =
                format!("{{'descr': {descr}, 'fortran_order': {fortran}, 'shape': {shape}, }}");
            Shape::of(&header).expect_err("it is no array of rows")
        };
        assert!(refusal("'>f4'", "False", "(3, 4)").contains("first byte first"));
        assert!(refusal("'<i8'", "False", "(3, 4)").contains("of the type <i8"));
        assert!(refusal("[('a', '<f4')]", "False", "(3,)").contains("structures"));
        assert!(refusal("'<f4'", "True", "(3, 4)").contains("Fortran order"));
        assert!(refusal("'<f4'", "False", "(3,)").contains("1 sides"));
        assert!(refusal("'<f4'", "False", "(2, 3, 4)").contains("3 sides"));
        assert!(refusal("'<f4'", "False", "(-3, 4)").contains("(-3, 4)"));
        assert!(refusal("'<f4'", "False", "(99999999999999999999999, 4)").contains("99999, 4)"));
        assert!(refusal("'<f4'", "False", "3").contains("no shape"));
        for header in ["", "{}", "{'descr': '<f4'}", "{'descr': '<f4', 'fortran_order': False}"] {
            assert!(Shape::of(header).is_err_and(|reason| reason.contains("has no ")), "{header}");
        }
    }
}
