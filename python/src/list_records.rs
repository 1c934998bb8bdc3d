//! Records from lists of Python.

use std::collections::HashMap;
use std::sync::Arc;

use arrow_array::builder::LargeStringBuilder;
use arrow_array::{ArrayRef, LargeStringArray};
use pyo3::exceptions::PyValueError;
use pyo3::prelude::*;
use pyo3::types::{PyInt, PyList, PyString};

use crate::members::Members;
use crate::records::{HeldRecords, dict_of, json_of, string_of, write_string};
use crate::texts::Texts;

/// Bytes of texts that are made room for at first.
const ROOM: usize = 1 << 20;

/// Records of texts, whose field has this name.
pub(crate) fn of_texts(texts: &Bound<'_, PyList>, name: &str) -> PyResult<HeldRecords> {
    let mut builder = LargeStringBuilder::with_capacity(texts.len(), ROOM);
    for text in texts.iter() {
        match text.cast::<PyString>() {
            Ok(text) => add_text(text, &mut builder)?,
            Err(_) => builder.append_null(),
        }
    }
    let texts = texts_of(builder.finish())?;
    Ok(HeldRecords { count: texts.count(), texts: Some(texts), ..HeldRecords::named(name) })
}

/// Records of dictionaries, with their texts and ids only.
pub(crate) fn of_dicts(
    records: &Bound<'_, PyList>,
    text: &str,
    id: &str,
    dumps: &Bound<'_, PyAny>,
) -> PyResult<HeldRecords> {
    let mut builder = LargeStringBuilder::with_capacity(records.len(), ROOM);
    let mut held = HeldRecords::named(text);
    let [text, id_key] = [text, id].map(|name| PyString::new(records.py(), name));
    let mut id_name = Vec::new();
    write_string(id, &mut id_name);
    for (row, record) in records.iter().enumerate() {
        let dict = dict_of(&record)?;
        let found = dict.get_item(&text)?;
        let found = found.as_ref().and_then(|text| text.cast::<PyString>().ok());
        let id = dict.get_item(&id_key)?.filter(|id| !id.is_none());
        let id = id.as_ref().map(id_json).transpose()?;
        match (found, id) {
            (Some(text), None) => {
                add_text(text, &mut builder)?;
                held.before.add(|_| ());
            }
            (Some(text), Some(Some(id))) => {
                add_text(text, &mut builder)?;
                held.before.add(|json| {
                    json.extend_from_slice(&id_name);
                    json.push(b':');
                    json.extend_from_slice(&id);
                });
            }
            _ => {
                builder.append_null();
                held.before.add(|_| ());
                held.lines.insert(row, json_of(&record, dumps)?);
            }
        }
    }
    Ok(HeldRecords { texts: Some(texts_of(builder.finish())?), count: records.len(), ..held })
}

/// Records of which all is read.
pub(crate) fn of_lines(
    records: &Bound<'_, PyList>,
    dumps: &Bound<'_, PyAny>,
) -> PyResult<HeldRecords> {
    let lines = records.iter().enumerate();
    let lines = lines.map(|(row, record)| Ok((row, json_of(&record, dumps)?)));
    let lines = lines.collect::<PyResult<HashMap<_, _>>>()?;
    Ok(HeldRecords {
        count: lines.len(),
        lines,
        before: Members::default(),
        ..HeldRecords::default()
    })
}

/// An id as JSON; `None` if it is neither a string nor a whole number.
fn id_json(id: &Bound<'_, PyAny>) -> PyResult<Option<Vec<u8>>> {
    if let Ok(id) = id.cast::<PyString>() {
        let mut json = Vec::new();
        write_string(&string_of(id)?, &mut json);
        return Ok(Some(json));
    }
    match id.cast_exact::<PyInt>() {
        Ok(id) => Ok(Some(id.str()?.to_string_lossy().into_owned().into_bytes())),
        Err(_) => Ok(None),
    }
}

/// Adds a text.
fn add_text(text: &Bound<'_, PyString>, builder: &mut LargeStringBuilder) -> PyResult<()> {
    match text.encode_utf8() {
        Ok(bytes) => builder.append_value(String::from_utf8_lossy(bytes.as_bytes())),
        Err(_) => builder.append_value(string_of(text)?),
    }
    Ok(())
}

fn texts_of(array: LargeStringArray) -> PyResult<Texts> {
    let mut texts = Texts::default();
    let array: ArrayRef = Arc::new(array);
    texts.add(&array).map_err(|error| PyValueError::new_err(error.to_string()))?;
    Ok(texts)
}
