//! The Arrow C interfaces: the one place that trusts pointers of other libraries.
//!
//! They are described at <https://arrow.apache.org/docs/format/CDataInterface/PyCapsuleInterface.html>.

use std::ffi::CStr;
use std::sync::Arc;

use arrow_array::ffi::to_ffi;
use arrow_array::ffi_stream::{FFI_ArrowArrayStream, RecordBatchStreamReader};
use arrow_array::{Array, ArrayRef, RecordBatch, RecordBatchIterator};
use arrow_schema::{ArrowError, SchemaRef};
use pyo3::exceptions::PyRuntimeError;
use pyo3::prelude::*;
use pyo3::types::{PyCapsule, PyCapsuleMethods};

/// The name of a capsule that holds a stream.
const STREAM: &CStr = c"arrow_array_stream";

/// The names of the capsules that hold an array and its type.
const ARRAY: &CStr = c"arrow_array";
const SCHEMA: &CStr = c"arrow_schema";

/// The batches of an object that has the method `__arrow_c_stream__`.
///
/// # Errors
/// If the object has no such method, or what it gives is no stream.
pub(crate) fn import(
    data: &Bound<'_, PyAny>,
) -> PyResult<Result<RecordBatchStreamReader, ArrowError>> {
    let capsule = data.call_method0("__arrow_c_stream__")?;
    let capsule = capsule.cast::<PyCapsule>()?;
    let stream = capsule.pointer_checked(Some(STREAM))?.cast::<FFI_ArrowArrayStream>();
    // SAFETY: a capsule of this name holds a stream, which is moved out of it; what stays is a
    // released stream, which the capsule does not release again.
    #[expect(unsafe_code, reason = "the interface is one of C")]
    let reader = unsafe { RecordBatchStreamReader::from_raw(stream.as_ptr()) };
    Ok(reader)
}

/// A capsule with a stream of some batches, which have this schema.
///
/// # Errors
/// If Python has no memory for it.
pub(crate) fn export<'py>(
    py: Python<'py>,
    schema: &SchemaRef,
    batches: Vec<RecordBatch>,
) -> PyResult<Bound<'py, PyCapsule>> {
    let batches = batches.into_iter().map(Ok);
    let reader = RecordBatchIterator::new(batches, Arc::clone(schema));
    let stream = FFI_ArrowArrayStream::new(Box::new(reader));
    PyCapsule::new_with_value(py, stream, STREAM)
}

/// Capsules with the type of an array and the array, which is not copied.
///
/// # Errors
/// If Python has no memory for them.
pub(crate) fn export_array<'py>(
    py: Python<'py>,
    array: &ArrayRef,
) -> PyResult<(Bound<'py, PyCapsule>, Bound<'py, PyCapsule>)> {
    let exported = to_ffi(&array.to_data());
    let (array, schema) = exported.map_err(|error| PyRuntimeError::new_err(error.to_string()))?;
    let schema = PyCapsule::new_with_value(py, schema, SCHEMA)?;
    Ok((schema, PyCapsule::new_with_value(py, array, ARRAY)?))
}
