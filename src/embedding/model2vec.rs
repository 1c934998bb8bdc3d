//! Models in the folders of `Model2Vec`.
//!
//! `tokenizer.json` gives the words: pieces of a `WordPiece` or a `Unigram` model. `model.safetensors` gives the tensor
//! `embeddings`, one row a piece, and may have `weights` and a `mapping` from pieces to rows (then rows are shared).
//! Pieces are folded as all texts are; of two that become one, the one that was folded already counts.

use std::collections::HashMap;
use std::fs;
use std::path::Path;

use serde::Deserialize;
use serde_json::Value;

use super::model_file::Parts;
use super::quantized::Rows;
use super::segmenter::{NAT, UNKNOWN, Vocabulary};
use super::trie::{Node, Trie};
use crate::text::{Script, fold_chars, is_chinese};

const TOKENIZER: &str = "tokenizer.json";
const TENSORS: &str = "model.safetensors";
/// Stands in pieces for the space before a word.
const SPACE: char = '▁';

/// The file that is at fault, and why.
type Fault = (&'static str, String);

/// Reads a folder, or names the file in it that is at fault, and says why.
pub(super) fn read(folder: &Path) -> Result<Parts, Fault> {
    let [tokenizer, tensors] = [TOKENIZER, TENSORS].map(|file| {
        fs::read(folder.join(file)).map_err(|error| (file, format!("a Model2Vec folder has this file: {error}")))
    });
    let pieces = pieces(&tokenizer?).map_err(|reason| (TOKENIZER, reason))?;
    let rows = rows(&tensors?, pieces.list.len()).map_err(|reason| (TENSORS, reason))?;
    let words = pieces.list.iter().map(|piece| piece.word.as_str().into()).collect();
    Ok(Parts { words, vocabulary: pieces.vocabulary(), rows })
}

/// The pieces of a tokenizer, in the order of their rows.
struct Pieces {
    list: Vec<Piece>,
    /// What a piece that begins no word costs more where a word begins.
    bare: u32,
}

#[derive(Default)]
struct Piece {
    /// Folded; empty if nothing can be that piece.
    word: String,
    /// Whether folding changed it.
    is_changed: bool,
    begins: bool,
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

fn hashes() -> String {
    "##".to_owned()
}

fn pieces(json: &[u8]) -> Result<Pieces, String> {
    let wrong = |error: serde_json::Error| format!("it is no tokenizer: {error}");
    let Tokenizer { model } = serde_json::from_slice(json).map_err(wrong)?;
    match (model["type"].as_str(), &model["vocab"]) {
        (Some("WordPiece") | None, Value::Object(_)) => {
            serde_json::from_value::<WordPiece>(model).map_err(wrong)?.pieces()
        }
        (Some("Unigram") | None, Value::Array(_)) => {
            Ok(serde_json::from_value::<Unigram>(model).map_err(wrong)?.pieces())
        }
        (kind, _) => {
            let kind = kind.unwrap_or("unknown");
            Err(format!("its model is of the type {kind}; WordPiece and Unigram are read"))
        }
    }
}

impl WordPiece {
    /// Every piece costs the same, so that the fewest are taken.
    fn pieces(self) -> Result<Pieces, String> {
        let mut list = Vec::new();
        list.resize_with(self.vocab.len(), Piece::default);
        for (piece, id) in &self.vocab {
            let inside = piece.strip_prefix(&self.continuing_subword_prefix);
            let count = self.vocab.len();
            let place = list.get_mut(*id).ok_or_else(|| format!("piece {piece} has number {id} of {count}"))?;
            *place = Piece::new(inside.unwrap_or(piece), inside.is_none(), NAT as u16);
        }
        Ok(Pieces { list, bare: UNKNOWN / 2 })
    }
}

impl Unigram {
    fn pieces(self) -> Pieces {
        #[expect(clippy::cast_sign_loss, reason = "it is 1 at least")]
        let cost = |score: f64| (-score * f64::from(NAT)).clamp(1.0, f64::from(u16::MAX)) as u16;
        let space = self.vocab.iter().find(|(piece, _)| piece.chars().eq([SPACE]));
        let bare = space.map_or(NAT, |&(_, score)| cost(score).into());
        let piece = |(piece, score): &(String, f64)| {
            let begins = piece.strip_prefix(SPACE);
            Piece::new(begins.unwrap_or(piece), begins.is_some(), cost(*score))
        };
        Pieces { list: self.vocab.iter().map(piece).collect(), bare }
    }
}

impl Piece {
    fn new(piece: &str, begins: bool, cost: u16) -> Self {
        let mut folded = Vec::new();
        fold_chars(piece, Script::AsWritten, &mut folded);
        let word: String = folded.iter().collect();
        // What has punctuation in it can stand in no content; `<s>` is no `s`.
        let is_whole = folded.len() >= piece.chars().count();
        let is_changed = word != piece;
        Self { word: if is_whole { word } else { String::new() }, is_changed, begins, cost }
    }

    /// Where the piece may stand. In Chinese every character begins a word, for those who know only characters.
    fn root(&self) -> Node {
        let mut chars = self.word.chars();
        let is_character = chars.next().is_some_and(is_chinese) && chars.next().is_none();
        if self.begins && !is_character { Node::FIRST } else { Node::ANYWHERE }
    }
}

impl Pieces {
    fn vocabulary(&self) -> Vocabulary {
        let mut trie = Trie::with_room(self.list.len() * 2);
        for changed in [false, true] {
            for (piece, id) in self.list.iter().zip(0..).filter(|(piece, _)| piece.is_changed == changed) {
                trie.add(piece.root(), &piece.word, id);
            }
        }
        let costs = self.list.iter().map(|piece| piece.cost).collect();
        Vocabulary { trie, costs, number: None, bare: Some(self.bare) }
    }
}

/// One tensor, as the header of the file tells.
#[derive(Deserialize)]
struct Tensor {
    dtype: String,
    shape: Vec<usize>,
    data_offsets: [usize; 2],
}

/// Reads the row of each piece.
fn rows(bytes: &[u8], pieces: usize) -> Result<Rows, String> {
    let tensors = Tensors::of(bytes)?;
    let (shape, embeddings) = tensors.get("embeddings")?.ok_or("it has no tensor `embeddings`")?;
    let [count, dims] = shape[..] else { return Err(format!("`embeddings` has the shape {shape:?}, not two sides")) };
    if dims == 0 || embeddings.iter().any(|value| !value.is_finite()) {
        return Err("`embeddings` has no columns, or values that are no numbers".to_owned());
    }
    let [weights, mapping] = ["weights", "mapping"].map(|name| tensors.get(name));
    let (weights, mapping) = (weights?, mapping?);
    let row = |piece: usize| -> Result<Vec<f32>, String> {
        let at = mapping.as_ref().map_or(Some(piece), |(_, rows)| rows.get(piece).and_then(|&row| place(row)));
        let weight = weights.as_ref().map_or(Some(1.0), |(_, weights)| weights.get(piece).copied());
        let (Some(at), Some(weight)) = (at.filter(|&at| at < count), weight) else {
            return Err(format!("the tokenizer has {pieces} pieces, and piece {piece} has no row here"));
        };
        Ok(embeddings[at * dims..][..dims].iter().map(|value| value * weight).collect())
    };
    Rows::rounded(dims, (0..pieces).map(row))
}

/// The row that a value of `mapping` names.
fn place(row: f32) -> Option<usize> {
    #[expect(clippy::cast_sign_loss, reason = "it is not negative")]
    (row >= 0.0).then_some(row as usize)
}

/// Shape and values of a tensor.
type Values = (Vec<usize>, Vec<f32>);

/// A file of safetensors: the length of its header (64 bits), the header, all values.
struct Tensors<'b> {
    header: HashMap<String, Value>,
    values: &'b [u8],
}

impl<'b> Tensors<'b> {
    fn of(bytes: &'b [u8]) -> Result<Self, String> {
        let cut = || {
            let (length, rest) = bytes.split_first_chunk()?;
            rest.split_at_checked(usize::try_from(u64::from_le_bytes(*length)).ok()?)
        };
        let (header, values) = cut().ok_or("it is cut off, or no safetensors file")?;
        let header = serde_json::from_slice(header).map_err(|error| format!("its header cannot be read: {error}"))?;
        Ok(Self { header, values })
    }

    /// Shape and values of a tensor, if it is there.
    fn get(&self, name: &str) -> Result<Option<Values>, String> {
        let Some(told) = self.header.get(name) else { return Ok(None) };
        let Tensor { dtype, shape, data_offsets: [start, end] } =
            Tensor::deserialize(told).map_err(|error| format!("`{name}` cannot be read: {error}"))?;
        let bytes = self.values.get(start..end).ok_or_else(|| format!("`{name}` is cut off"))?;
        let values =
            numbers(&dtype, bytes).ok_or_else(|| format!("`{name}` has the type {dtype}, which is not read"))?;
        let count = shape.iter().try_fold(1, |count: usize, &side| count.checked_mul(side));
        if count != Some(values.len()) {
            return Err(format!("`{name}` has {} values, and the shape {shape:?}", values.len()));
        }
        Ok(Some((shape, values)))
    }
}

/// Numbers of the types in which models are stored.
fn numbers(dtype: &str, bytes: &[u8]) -> Option<Vec<f32>> {
    let numbers = match dtype {
        "F64" => bytes.as_chunks().0.iter().map(|&bytes| f64::from_le_bytes(bytes) as f32).collect(),
        "F32" => bytes.as_chunks().0.iter().map(|&bytes| f32::from_le_bytes(bytes)).collect(),
        "F16" => bytes.as_chunks().0.iter().map(|&bytes| half(u16::from_le_bytes(bytes))).collect(),
        "I8" => bytes.iter().map(|&byte| f32::from(byte as i8)).collect(),
        "I32" => bytes.as_chunks().0.iter().map(|&bytes| i32::from_le_bytes(bytes) as f32).collect(),
        "I64" => bytes.as_chunks().0.iter().map(|&bytes| i64::from_le_bytes(bytes) as f32).collect(),
        _ => return None,
    };
    Some(numbers)
}

/// The number that 16 bits stand for (IEEE 754).
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
        assert!(numbers.iter().map(|x| x.to_bits()).eq(expected.iter().map(|x| x.to_bits())), "{numbers:?}");
        assert!(half(0x7C00).is_infinite() && half(0x7E00).is_nan());
    }
}
