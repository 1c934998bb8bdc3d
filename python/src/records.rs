//! Records that Python holds, as the engine reads them.

use std::collections::HashMap;
use std::sync::Arc;

use leitong::corpus::{Listing, RecordRows};
use pyo3::prelude::*;
use pyo3::types::{PyDict, PyList, PyString};

use crate::arrow_records::of_stream;
use crate::list_records::{of_dicts, of_lines, of_texts};
use crate::members::Members;
use crate::texts::Texts;

/// Records in memory.
#[pyclass(frozen, module = "leitong._leitong")]
pub(crate) struct Records(Arc<HeldRecords>);

#[pymethods]
impl Records {
    /// Records of these texts; what is not a text cannot be read.
    #[staticmethod]
    fn of_texts(texts: &Bound<'_, PyList>, text: &str) -> PyResult<Self> {
        of_texts(texts, text).map(Self::new)
    }

    /// Records of dictionaries, of which only the text and the id are read. `dumps` makes JSON of
    /// one in which they are of other types.
    #[staticmethod]
    fn of_dicts(
        records: &Bound<'_, PyList>,
        text: &str,
        id: &str,
        dumps: &Bound<'_, PyAny>,
    ) -> PyResult<Self> {
        of_dicts(records, text, id, dumps).map(Self::new)
    }

    /// Records that `dumps` makes JSON of.
    #[staticmethod]
    fn of_lines(records: &Bound<'_, PyList>, dumps: &Bound<'_, PyAny>) -> PyResult<Self> {
        of_lines(records, dumps).map(Self::new)
    }

    /// The rows of a table that has the Arrow C stream interface; of other columns than `columns`
    /// nothing is read, if it is given.
    #[staticmethod]
    #[pyo3(signature = (data, text, columns=None))]
    fn of_stream(
        data: &Bound<'_, PyAny>,
        text: &str,
        columns: Option<Vec<String>>,
    ) -> PyResult<Self> {
        of_stream(data, text, columns.as_deref()).map(Self::new)
    }

    fn __len__(&self) -> usize {
        self.0.count
    }

    /// The records as JSON Lines, for tests and for the command.
    fn to_json_lines(&self, py: Python<'_>) -> Vec<u8> {
        py.detach(|| {
            let mut lines = Vec::new();
            for row in 0..self.0.count {
                self.0.write_json(row, &mut lines);
                lines.push(b'\n');
            }
            lines
        })
    }
}

impl Records {
    fn new(held: HeldRecords) -> Self {
        Self(Arc::new(held))
    }

    /// Whether there is no record.
    pub(crate) fn is_empty(&self) -> bool {
        self.0.count == 0
    }

    /// The rows, which the engine reads.
    pub(crate) fn rows(&self) -> Arc<dyn RecordRows> {
        self.held()
    }

    /// The texts, and what else was read.
    pub(crate) fn held(&self) -> Arc<HeldRecords> {
        Arc::clone(&self.0)
    }

    /// A listing of the records.
    pub(crate) fn listing(rows: Arc<dyn RecordRows>, name: &str) -> Listing {
        Listing::of_rows(name, rows)
    }
}

/// Texts, and what else is read of their records.
#[derive(Debug, Default)]
pub(crate) struct HeldRecords {
    /// Name of the text as JSON, with the colon behind it.
    pub(crate) name: Vec<u8>,
    /// The texts; without any the members have all that is read.
    pub(crate) texts: Option<Texts>,
    /// What stands before the text, and behind it.
    pub(crate) before: Members,
    pub(crate) after: Members,
    /// Whole lines of some records.
    pub(crate) lines: HashMap<usize, Vec<u8>>,
    pub(crate) count: usize,
}

impl HeldRecords {
    /// Records whose text has this name.
    pub(crate) fn named(text: &str) -> Self {
        let mut name = Vec::new();
        write_string(text, &mut name);
        name.push(b':');
        Self { name, ..Self::default() }
    }
}

impl RecordRows for HeldRecords {
    fn count(&self) -> usize {
        self.count
    }

    fn write_json(&self, row: usize, line: &mut Vec<u8>) {
        if let Some(whole) = self.lines.get(&row) {
            line.extend_from_slice(whole);
            return;
        }
        line.push(b'{');
        let start = line.len();
        line.extend_from_slice(self.before.get(row));
        if let Some(texts) = &self.texts {
            separate(start, line);
            line.extend_from_slice(&self.name);
            match texts.get(row) {
                Some(text) => write_string(text, line),
                None => line.extend_from_slice(b"null"),
            }
        }
        let after = self.after.get(row);
        if !after.is_empty() {
            separate(start, line);
            line.extend_from_slice(after);
        }
        line.push(b'}');
    }
}

/// Writes a comma, unless nothing stands in the line from `start` on.
fn separate(start: usize, line: &mut Vec<u8>) {
    if line.len() > start {
        line.push(b',');
    }
}

/// Appends a string as JSON.
pub(crate) fn write_string(text: &str, json: &mut Vec<u8>) {
    serde_json::to_writer(json, text).expect("a vector takes whatever is written");
}

/// The JSON that `dumps` makes of a record.
pub(crate) fn json_of(record: &Bound<'_, PyAny>, dumps: &Bound<'_, PyAny>) -> PyResult<Vec<u8>> {
    // Line feeds in strings are escaped; there are none elsewhere.
    let json = dumps.call1((record,))?;
    Ok(string_of(json.cast::<PyString>()?)?.into_bytes())
}

/// A string, in which U+FFFD stands for each half of a surrogate pair. If Python kept its bytes, they
/// would stay as long as the string.
pub(crate) fn string_of(text: &Bound<'_, PyString>) -> PyResult<String> {
    if let Ok(bytes) = text.encode_utf8() {
        return Ok(String::from_utf8_lossy(bytes.as_bytes()).into_owned());
    }
    let bytes = text.call_method1("encode", ("utf-16-le", "surrogatepass"))?;
    let bytes = bytes.extract::<Vec<u8>>()?;
    let units = bytes.chunks_exact(2).map(|pair| u16::from_le_bytes([pair[0], pair[1]]));
    Ok(char::decode_utf16(units).map(|char| char.unwrap_or(char::REPLACEMENT_CHARACTER)).collect())
}

/// The dictionary that a record is.
pub(crate) fn dict_of<'r, 'py>(record: &'r Bound<'py, PyAny>) -> PyResult<&'r Bound<'py, PyDict>> {
    Ok(record.cast::<PyDict>()?)
}
