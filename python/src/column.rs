//! What a detector finds for each text, as an array of Arrow that `NumPy` sees without a copy.

use std::sync::Arc;

use arrow_array::cast::AsArray;
use arrow_array::types::{UInt32Type, UInt64Type};
use arrow_array::{
    Array, ArrayRef, ArrowPrimitiveType, BooleanArray, FixedSizeBinaryArray, FixedSizeListArray,
    PrimitiveArray, UInt8Array,
};
use arrow_schema::{ArrowError, DataType, Field};
use pyo3::exceptions::PyIndexError;
use pyo3::prelude::*;
use pyo3::types::{PyBytes, PyCapsule, PyDict, PyTuple};

use crate::capsule;

/// One value for each text: bytes, or as many numbers.
///
/// It is an Arrow array and an array of `NumPy` too: `pyarrow.array(column)`, `polars.Series(column)`
/// and `numpy.asarray(column)` do not copy it. A text without a value is null in Arrow and `None`
/// in Python; `NumPy`, which has no nulls, sees a row of zeros.
#[pyclass(frozen, module = "leitong")]
pub(crate) struct Column(ArrayRef);

/// The values of all texts, one behind the other, and which texts have some.
pub(crate) struct Sketches<T> {
    pub(crate) values: Vec<T>,
    /// Number of values of each text.
    pub(crate) width: usize,
    pub(crate) is_there: Vec<bool>,
}

impl Column {
    /// Bytes of each text.
    pub(crate) fn of_bytes(found: Sketches<u8>) -> Result<Self, ArrowError> {
        let Sketches { values, width, is_there } = found;
        let nulls = BooleanArray::from(is_there).values().clone().into();
        let values = UInt8Array::from(values).values().inner().clone();
        let array = FixedSizeBinaryArray::try_new(width as i32, values, Some(nulls))?;
        Ok(Self(Arc::new(array)))
    }

    /// Numbers of each text.
    pub(crate) fn of_numbers<P: ArrowPrimitiveType>(
        found: Sketches<P::Native>,
    ) -> Result<Self, ArrowError>
    where
        PrimitiveArray<P>: From<Vec<P::Native>>,
    {
        let Sketches { values, width, is_there } = found;
        let nulls = BooleanArray::from(is_there).values().clone().into();
        let item = Arc::new(Field::new("item", P::DATA_TYPE, false));
        let values: ArrayRef = Arc::new(PrimitiveArray::<P>::from(values));
        let array = FixedSizeListArray::try_new(item, width as i32, values, Some(nulls))?;
        Ok(Self(Arc::new(array)))
    }

    /// The address of the values, their type as `NumPy` names it, and their number for each text.
    fn buffer(&self) -> Buffer {
        if let Some(bytes) = self.0.as_fixed_size_binary_opt() {
            let address = bytes.value_data().as_ptr().expose_provenance();
            return Buffer { address, kind: format!("|V{}", bytes.value_length()), width: None };
        }
        let lists = self.0.as_fixed_size_list();
        let width = Some(lists.value_length());
        let (address, kind) = if let Some(numbers) = lists.values().as_primitive_opt::<UInt32Type>()
        {
            (numbers.values().as_ptr().expose_provenance(), "u4")
        } else {
            let numbers = lists.values().as_primitive::<UInt64Type>();
            (numbers.values().as_ptr().expose_provenance(), "u8")
        };
        let order = if cfg!(target_endian = "little") { '<' } else { '>' };
        Buffer { address, kind: format!("{order}{kind}"), width }
    }
}

/// Where the values lie, and what they are.
struct Buffer {
    address: usize,
    kind: String,
    /// Numbers of each text; `None` if a text has one value of some bytes.
    width: Option<i32>,
}

#[pymethods]
impl Column {
    fn __len__(&self) -> usize {
        self.0.len()
    }

    /// The value of a text: bytes, or a list of numbers, or `None`.
    fn __getitem__<'py>(&self, py: Python<'py>, at: isize) -> PyResult<Option<Bound<'py, PyAny>>> {
        let count = self.0.len();
        let row = if at < 0 { at.checked_add_unsigned(count) } else { Some(at) };
        let row = row.and_then(|row| usize::try_from(row).ok()).filter(|&row| row < count);
        let row = row.ok_or_else(|| PyIndexError::new_err(format!("{at} of {count} texts")))?;
        if self.0.is_null(row) {
            return Ok(None);
        }
        if let Some(bytes) = self.0.as_fixed_size_binary_opt() {
            return Ok(Some(PyBytes::new(py, bytes.value(row)).into_any()));
        }
        let values = self.0.as_fixed_size_list().value(row);
        let list = match values.as_primitive_opt::<UInt32Type>() {
            Some(numbers) => numbers.values().into_pyobject(py)?,
            None => values.as_primitive::<UInt64Type>().values().into_pyobject(py)?,
        };
        Ok(Some(list.into_any()))
    }

    /// Number of texts, and of numbers for each text.
    #[getter]
    fn shape<'py>(&self, py: Python<'py>) -> PyResult<Bound<'py, PyTuple>> {
        let count = self.0.len();
        match self.buffer().width {
            Some(width) => (count, width).into_pyobject(py),
            None => (count,).into_pyobject(py),
        }
    }

    /// The schema and the array of Arrow.
    #[pyo3(signature = (requested_schema=None))]
    fn __arrow_c_array__<'py>(
        &self,
        py: Python<'py>,
        requested_schema: Option<Bound<'py, PyAny>>,
    ) -> PyResult<(Bound<'py, PyCapsule>, Bound<'py, PyCapsule>)> {
        // A consumer that asks for another type has to convert the array.
        drop(requested_schema);
        capsule::export_array(py, &self.0)
    }

    /// What `NumPy` needs to see the values.
    #[getter]
    fn __array_interface__<'py>(&self, py: Python<'py>) -> PyResult<Bound<'py, PyDict>> {
        let Buffer { address, kind, .. } = self.buffer();
        let is_read_only = true;
        let interface = PyDict::new(py);
        interface.set_item("version", 3)?;
        interface.set_item("shape", self.shape(py)?)?;
        interface.set_item("typestr", kind)?;
        interface.set_item("data", (address, is_read_only))?;
        Ok(interface)
    }

    fn __repr__(&self) -> String {
        let value = match self.0.data_type() {
            DataType::FixedSizeList(item, width) => format!("{width} {}", item.data_type()),
            DataType::FixedSizeBinary(width) => format!("{width} bytes"),
            other => other.to_string(),
        };
        format!("<Column: {} texts, {value} each>", self.0.len())
    }
}
