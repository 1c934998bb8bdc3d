//! The vectors of the pieces of a model.
//!
//! The tensor `embeddings` has one row for each piece. Where the vocabulary is quantised, pieces share
//! rows: `mapping` has the row of each piece, and `weights` a factor for each.

use safetensors::tensor::{SafeTensors, TensorView};
use safetensors::{Dtype, SafeTensorError};

use super::quantized::QuantizedVectors;
use crate::storage::half;

/// Names of the tensor of rows, by `Model2Vec` and by Sentence Transformers.
const EMBEDDINGS: [&str; 2] = ["embeddings", "embedding.weight"];

/// Reads the vector of each piece.
pub(super) fn piece_vectors(bytes: &[u8], pieces: usize) -> Result<QuantizedVectors, String> {
    let tensors = SafeTensors::deserialize(bytes)
        .map_err(|error| format!("it is cut off, or no safetensors file: {error}"))?;
    let table = EmbeddingTable::of(&tensors)?;
    QuantizedVectors::rounded(table.dims, (0..pieces).map(|piece| table.vector(piece, pieces)))
}

/// The tensors of a model.
struct EmbeddingTable<'b> {
    /// Number of rows.
    count: usize,
    dims: usize,
    /// The rows, one after another.
    embeddings: Numbers<'b>,
    /// Weight of each piece.
    weights: Option<Numbers<'b>>,
    /// Row of each piece.
    mapping: Option<Numbers<'b>>,
}

impl<'b> EmbeddingTable<'b> {
    fn of(tensors: &SafeTensors<'b>) -> Result<Self, String> {
        let embeddings = EMBEDDINGS.into_iter().find_map(|name| tensor(tensors, name).transpose());
        let embeddings = embeddings.ok_or("it has no tensor `embeddings`")??;
        let &[count, dims] = embeddings.shape() else {
            return Err(format!(
                "`embeddings` has the shape {:?}, not two sides",
                embeddings.shape()
            ));
        };
        if dims == 0 {
            return Err("`embeddings` has no columns".to_owned());
        }
        let [weights, mapping] =
            [("weights", &FLOATS[..]), ("mapping", &INTEGERS)].map(|(name, kinds)| {
                tensor(tensors, name)?
                    .map(|tensor| Numbers::column(name, &tensor, kinds))
                    .transpose()
            });
        let embeddings = Numbers::of("embeddings", &embeddings, &COMPONENTS)?;
        Ok(Self { count, dims, embeddings, weights: weights?, mapping: mapping? })
    }

    /// The weighted vector of a piece, of as many as the tokenizer has.
    fn vector(&self, piece: usize, pieces: usize) -> Result<Vec<f32>, String> {
        let row = match &self.mapping {
            Some(rows) => {
                row(rows.get(piece).ok_or_else(|| has_no("item of `mapping`", piece, pieces))?)
            }
            None => Some(piece),
        };
        let row =
            row.filter(|&row| row < self.count).ok_or_else(|| has_no("row", piece, pieces))?;
        let weight = match &self.weights {
            Some(weights) => weights.get(piece).ok_or_else(|| has_no("weight", piece, pieces))?,
            None => 1.0,
        };
        let components = row * self.dims..(row + 1) * self.dims;
        let vector: Vec<f32> =
            components.filter_map(|at| Some((self.embeddings.get(at)? * weight) as f32)).collect();
        if vector.iter().any(|component| !component.is_finite()) {
            return Err(format!("the vector of piece {piece} has components that are no numbers"));
        }
        Ok(vector)
    }
}

/// The reason why a piece, of as many as the tokenizer has, has no vector.
fn has_no(what: &str, piece: usize, pieces: usize) -> String {
    format!("the tokenizer has {pieces} pieces, and piece {piece} has no {what} here")
}

/// The tensor of this name; `None` if there is none.
fn tensor<'b>(tensors: &SafeTensors<'b>, name: &str) -> Result<Option<TensorView<'b>>, String> {
    match tensors.tensor(name) {
        Ok(tensor) => Ok(Some(tensor)),
        Err(SafeTensorError::TensorNotFound(_)) => Ok(None),
        Err(error) => Err(format!("`{name}` cannot be read: {error}")),
    }
}

/// The row that a value of `mapping` refers to.
fn row(value: f64) -> Option<usize> {
    #[expect(clippy::cast_sign_loss, reason = "the value is not negative")]
    (value >= 0.0).then_some(value as usize)
}

const FLOATS: [Dtype; 3] = [Dtype::F16, Dtype::F32, Dtype::F64];
const INTEGERS: [Dtype; 2] = [Dtype::I32, Dtype::I64];
/// Whole numbers are rounded components: all of one model have one scale, which has no influence on
/// directions.
const COMPONENTS: [Dtype; 4] = [Dtype::F16, Dtype::F32, Dtype::F64, Dtype::I8];

/// The numbers of a tensor, which are decoded one at a time.
struct Numbers<'b> {
    dtype: Dtype,
    bytes: &'b [u8],
}

impl<'b> Numbers<'b> {
    /// Those of a tensor of one of these types.
    fn of(name: &str, tensor: &TensorView<'b>, kinds: &[Dtype]) -> Result<Self, String> {
        let dtype = tensor.dtype();
        if !kinds.contains(&dtype) {
            let read: Vec<String> = kinds.iter().map(ToString::to_string).collect();
            let read = read.join(", ");
            return Err(format!("`{name}` has the type {dtype}, of which only {read} are read"));
        }
        Ok(Self { dtype, bytes: tensor.data() })
    }

    /// Those of a tensor with one side.
    fn column(name: &str, tensor: &TensorView<'b>, kinds: &[Dtype]) -> Result<Self, String> {
        match tensor.shape() {
            [_] => Self::of(name, tensor, kinds),
            shape => Err(format!("`{name}` has the shape {shape:?}, not one side")),
        }
    }

    /// The number at an index.
    fn get(&self, at: usize) -> Option<f64> {
        let number = match self.dtype {
            Dtype::F64 => f64::from_le_bytes(*self.bytes.as_chunks().0.get(at)?),
            Dtype::F32 => f32::from_le_bytes(*self.bytes.as_chunks().0.get(at)?).into(),
            Dtype::F16 => half(u16::from_le_bytes(*self.bytes.as_chunks().0.get(at)?)).into(),
            Dtype::I8 => f64::from(*self.bytes.get(at)? as i8),
            Dtype::I32 => i32::from_le_bytes(*self.bytes.as_chunks().0.get(at)?).into(),
            Dtype::I64 => i64::from_le_bytes(*self.bytes.as_chunks().0.get(at)?) as f64,
            _ => return None,
        };
        Some(number)
    }
}
