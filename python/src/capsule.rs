//! The Arrow C stream interface: the one place that trusts pointers of other libraries.
//!
//! The interface is described at <https://arrow.apache.org/docs/format/CDataInterface/PyCapsuleInterface.html>.

use std::ffi::CStr;
use std::sync::Arc;

use arrow_array::RecordBatch;
use arrow_array::RecordBatchIterator;
use arrow_array::ffi_stream::{FFI_ArrowArrayStream, RecordBatchStreamReader};
use arrow_schema::{ArrowError, SchemaRef};
use pyo3::prelude::*;
use pyo3::types::{PyCapsule, PyCapsuleMethods};

/// The name of a capsule that holds a stream.
const STREAM: &CStr = c"arrow_array_stream";

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
