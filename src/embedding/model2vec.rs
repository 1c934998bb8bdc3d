//! Reading models in the format of `Model2Vec`.
//!
//! `tokenizer.json` holds the vocabulary: the pieces of a `WordPiece` or `Unigram` model.
//! `model.safetensors` holds the tensor `embeddings` with one row for each piece, and optionally
//! `weights` and a `mapping` from pieces to rows, by which pieces share rows. Pieces are normalised
//! as texts are; of two pieces that become equal, one that was normalised already takes precedence.

use std::collections::HashMap;
use std::fs;
use std::path::Path;

use serde::Deserialize;
use serde_json::Value;

use super::model_file::ModelParts;
use super::quantized::QuantizedVectors;
use super::segmenter::{NAT, Segmenter, UNKNOWN};
use super::trie::{Node, Trie};
use crate::text::{Script, fold_chars, is_han};

const TOKENIZER: &str = "tokenizer.json";
const TENSORS: &str = "model.safetensors";
/// Represents the space before a word in pieces of a `Unigram` model.
const SPACE: char = '▁';

/// An invalid file of a model folder.
pub(super) struct ModelFileError {
    pub(super) file: &'static str,
    pub(super) reason: String,
}

/// Reads the model in `folder`.
pub(super) fn read(folder: &Path) -> Result<ModelParts, ModelFileError> {
    let [tokenizer, tensors] = [TOKENIZER, TENSORS].map(|file| read_file(folder, file));
    let pieces =
        pieces(&tokenizer?).map_err(|reason| ModelFileError { file: TOKENIZER, reason })?;
    let vectors = vectors(&tensors?, pieces.list.len())
        .map_err(|reason| ModelFileError { file: TENSORS, reason })?;
    let words = pieces.list.iter().map(|piece| piece.word.as_str().into()).collect();
    Ok(ModelParts { words, segmenter: pieces.segmenter(), vectors })
}

fn read_file(folder: &Path, file: &'static str) -> Result<Vec<u8>, ModelFileError> {
    fs::read(folder.join(file)).map_err(|error| ModelFileError {
        file,
        reason: format!("a Model2Vec directory has this file: {error}"),
    })
}

/// The pieces of a tokenizer, in the order of their rows.
struct TokenizerPieces {
    list: Vec<TokenizerPiece>,
    /// Additional cost at the start of a word for a piece that is not word-initial.
    inner_start_cost: u32,
}

/// One piece of a tokenizer.
#[derive(Default)]
struct TokenizerPiece {
    /// The normalised text; empty if no content can match the piece.
    word: String,
    /// Whether normalisation changed the text.
    is_changed: bool,
    /// Whether the piece occurs only at the start of a word.
    is_initial: bool,
    cost: u16,
}

#[derive(Deserialize)]
struct Tokenizer {
    model: Value,
}

#[derive(Deserialize)]
struct WordPiece {
    vocab: HashMap<String, usize>,
    #[serde(default = "hashes")]
    continuing_subword_prefix: String,
}

#[derive(Deserialize)]
struct Unigram {
    vocab: Vec<(String, f64)>,
}

/// The default of `continuing_subword_prefix`.
fn hashes() -> String {
    "##".to_owned()
}

fn no_tokenizer(error: &serde_json::Error) -> String {
    format!("it is no tokenizer: {error}")
}

/// Reads the pieces of `tokenizer.json`.
fn pieces(json: &[u8]) -> Result<TokenizerPieces, String> {
    let Tokenizer { model } = serde_json::from_slice(json).map_err(|error| no_tokenizer(&error))?;
    // Older tokenizers do not name the type of their model; the form of the vocabulary decides.
    match (model["type"].as_str(), &model["vocab"]) {
        (Some("WordPiece") | None, Value::Object(_)) => serde_json::from_value::<WordPiece>(model)
            .map_err(|error| no_tokenizer(&error))?
            .pieces(),
        (Some("Unigram") | None, Value::Array(_)) => Ok(serde_json::from_value::<Unigram>(model)
            .map_err(|error| no_tokenizer(&error))?
            .pieces()),
        (kind, _) => {
            let kind = kind.unwrap_or("unknown");
            Err(format!("its model is of the type {kind}; WordPiece and Unigram are read"))
        }
    }
}

impl WordPiece {
    /// All pieces have the same cost, so that the segmentation with the fewest pieces is chosen.
    fn pieces(self) -> Result<TokenizerPieces, String> {
        let mut list = Vec::new();
        list.resize_with(self.vocab.len(), TokenizerPiece::default);
        for (piece, id) in &self.vocab {
            let inside = piece.strip_prefix(&self.continuing_subword_prefix);
            let count = self.vocab.len();
            let place = list
                .get_mut(*id)
                .ok_or_else(|| format!("piece {piece} has number {id} of {count}"))?;
            *place = TokenizerPiece::new(inside.unwrap_or(piece), inside.is_none(), NAT as u16);
        }
        Ok(TokenizerPieces { list, inner_start_cost: UNKNOWN / 2 })
    }
}

impl Unigram {
    /// A word that begins with an inner piece has the piece of a bare space before it, and costs as
    /// much more.
    fn pieces(self) -> TokenizerPieces {
        let space = self.vocab.iter().find(|(piece, _)| piece.chars().eq([SPACE]));
        let inner_start_cost = space.map_or(NAT, |&(_, score)| cost(score).into());
        let list = self.vocab.iter().map(|(piece, score)| unigram_piece(piece, *score)).collect();
        TokenizerPieces { list, inner_start_cost }
    }
}

fn unigram_piece(piece: &str, score: f64) -> TokenizerPiece {
    let initial = piece.strip_prefix(SPACE);
    TokenizerPiece::new(initial.unwrap_or(piece), initial.is_some(), cost(score))
}

/// Cost of a piece with this log probability.
#[expect(clippy::cast_sign_loss, reason = "the cost is at least 1")]
fn cost(score: f64) -> u16 {
    (-score * f64::from(NAT)).clamp(1.0, f64::from(u16::MAX)) as u16
}

impl TokenizerPiece {
    fn new(piece: &str, is_initial: bool, cost: u16) -> Self {
        let mut folded = Vec::new();
        fold_chars(piece, Script::AsWritten, &mut folded);
        let word: String = folded.iter().collect();
        // A piece with punctuation matches no content: `<s>` is not `s`.
        let is_whole = folded.len() >= piece.chars().count();
        let is_changed = word != piece;
        Self { word: if is_whole { word } else { String::new() }, is_changed, is_initial, cost }
    }

    /// The root of the piece in the trie. A single Chinese character may occur anywhere, since
    /// tokenizers that split Chinese into characters mark each of them as word-initial.
    fn root(&self) -> Node {
        let mut chars = self.word.chars();
        let is_character = chars.next().is_some_and(is_han) && chars.next().is_none();
        if self.is_initial && !is_character { Node::FIRST } else { Node::ANYWHERE }
    }
}

impl TokenizerPieces {
    fn segmenter(&self) -> Segmenter {
        let mut trie = Trie::with_room(self.list.len() * 2);
        for changed in [false, true] {
            for (piece, id) in
                self.list.iter().zip(0..).filter(|(piece, _)| piece.is_changed == changed)
            {
                trie.add(piece.root(), &piece.word, id);
            }
        }
        let costs = self.list.iter().map(|piece| piece.cost).collect();
        Segmenter { trie, costs, number: None, inner_start_cost: Some(self.inner_start_cost) }
    }
}

/// Description of a tensor in the header of the file.
#[derive(Deserialize)]
struct Tensor {
    dtype: String,
    shape: Vec<usize>,
    data_offsets: [usize; 2],
}

/// Reads the vector of each piece.
fn vectors(bytes: &[u8], pieces: usize) -> Result<QuantizedVectors, String> {
    let tensors = Tensors::of(bytes)?;
    let TensorValues { shape, values: embeddings } =
        tensors.get("embeddings")?.ok_or("it has no tensor `embeddings`")?;
    let [count, dims] = shape[..] else {
        return Err(format!("`embeddings` has the shape {shape:?}, not two sides"));
    };
    if dims == 0 || embeddings.iter().any(|value| !value.is_finite()) {
        return Err("`embeddings` has no columns, or values that are no numbers".to_owned());
    }
    let [weights, mapping] = ["weights", "mapping"].map(|name| tensors.get(name));
    let (weights, mapping) =
        (weights?.map(|tensor| tensor.values), mapping?.map(|tensor| tensor.values));
    let table = EmbeddingTable { count, dims, embeddings, weights, mapping };
    let vectors = (0..pieces).map(|piece| {
        let vector = table.vector(piece);
        vector.ok_or_else(|| {
            format!("the tokenizer has {pieces} pieces, and piece {piece} has no row here")
        })
    });
    QuantizedVectors::rounded(dims, vectors)
}

/// The tensors of a model.
struct EmbeddingTable {
    /// Number of rows.
    count: usize,
    dims: usize,
    /// The rows, one after another.
    embeddings: Vec<f32>,
    /// Weight of each piece.
    weights: Option<Vec<f32>>,
    /// Row of each piece.
    mapping: Option<Vec<f32>>,
}

impl EmbeddingTable {
    /// The weighted vector of a piece.
    fn vector(&self, piece: usize) -> Option<Vec<f32>> {
        let row = match &self.mapping {
            Some(rows) => row(*rows.get(piece)?)?,
            None => piece,
        };
        let weight = match &self.weights {
            Some(weights) => *weights.get(piece)?,
            None => 1.0,
        };
        let values =
            (row < self.count).then(|| &self.embeddings[row * self.dims..][..self.dims])?;
        Some(values.iter().map(|value| value * weight).collect())
    }
}

/// The row that a value of `mapping` refers to.
fn row(value: f32) -> Option<usize> {
    #[expect(clippy::cast_sign_loss, reason = "the value is not negative")]
    (value >= 0.0).then_some(value as usize)
}

/// Shape and values of a tensor.
struct TensorValues {
    shape: Vec<usize>,
    values: Vec<f32>,
}

/// A safetensors file: the length of the header (64 bits), the header (JSON), and the values.
struct Tensors<'b> {
    header: HashMap<String, Value>,
    values: &'b [u8],
}

impl<'b> Tensors<'b> {
    fn of(bytes: &'b [u8]) -> Result<Self, String> {
        let (header, values) =
            split_header(bytes).ok_or("it is cut off, or no safetensors file")?;
        let header = serde_json::from_slice(header)
            .map_err(|error| format!("its header cannot be read: {error}"))?;
        Ok(Self { header, values })
    }

    /// Shape and values of the tensor `name`; `None` if there is no such tensor.
    fn get(&self, name: &str) -> Result<Option<TensorValues>, String> {
        let Some(description) = self.header.get(name) else { return Ok(None) };
        let Tensor { dtype, shape, data_offsets: [start, end] } = Tensor::deserialize(description)
            .map_err(|error| format!("`{name}` cannot be read: {error}"))?;
        let bytes = self.values.get(start..end).ok_or_else(|| format!("`{name}` is cut off"))?;
        let values = numbers(&dtype, bytes)
            .ok_or_else(|| format!("`{name}` has the type {dtype}, which is not read"))?;
        let count = shape.iter().try_fold(1, |count: usize, &side| count.checked_mul(side));
        if count != Some(values.len()) {
            return Err(format!("`{name}` has {} values, and the shape {shape:?}", values.len()));
        }
        Ok(Some(TensorValues { shape, values }))
    }
}

/// Splits a file into header and values.
fn split_header(bytes: &[u8]) -> Option<(&[u8], &[u8])> {
    let (length, rest) = bytes.split_first_chunk()?;
    rest.split_at_checked(usize::try_from(u64::from_le_bytes(*length)).ok()?)
}

/// Decodes numbers of type `dtype`; `None` for a type that models are not stored in.
fn numbers(dtype: &str, bytes: &[u8]) -> Option<Vec<f32>> {
    let numbers = match dtype {
        "F64" => {
            bytes.as_chunks().0.iter().map(|&bytes| f64::from_le_bytes(bytes) as f32).collect()
        }
        "F32" => bytes.as_chunks().0.iter().map(|&bytes| f32::from_le_bytes(bytes)).collect(),
        "F16" => bytes.as_chunks().0.iter().map(|&bytes| half(u16::from_le_bytes(bytes))).collect(),
        "I8" => bytes.iter().map(|&byte| f32::from(byte as i8)).collect(),
        "I32" => {
            bytes.as_chunks().0.iter().map(|&bytes| i32::from_le_bytes(bytes) as f32).collect()
        }
        "I64" => {
            bytes.as_chunks().0.iter().map(|&bytes| i64::from_le_bytes(bytes) as f32).collect()
        }
        _ => return None,
    };
    Some(numbers)
}

/// Decodes a half-precision number (IEEE 754).
fn half(bits: u16) -> f32 {
    let sign = if bits >> 15 == 0 { 1.0 } else { -1.0 };
    let (exponent, fraction) = (i32::from(bits >> 10 & 31), f32::from(bits & 1023));
    match exponent {
        0 => sign * fraction * 2f32.powi(-24),
        31 => sign * if fraction == 0.0 { f32::INFINITY } else { f32::NAN },
        _ => sign * (1.0 + fraction / 1024.0) * 2f32.powi(exponent - 15),
    }
}

#[cfg(test)]
mod tests {
    use super::half;

    #[test]
    fn halves_are_read() {
        let numbers = [0x0000, 0x3C00, 0xC000, 0x3555, 0x7BFF, 0x0001].map(half);
        let expected = [0.0_f32, 1.0, -2.0, 0.333_251_95, 65504.0, 5.960_464_5e-8];
        assert!(
            numbers.iter().map(|x| x.to_bits()).eq(expected.iter().map(|x| x.to_bits())),
            "{numbers:?}"
        );
        assert!(half(0x7C00).is_infinite() && half(0x7E00).is_nan());
    }
}
