//! Reading models in the format of `Model2Vec`.
//!
//! `tokenizer.json` holds the tokenizer, and `model.safetensors` the vectors of its pieces.

use std::fs;
use std::path::Path;

use super::piece_vectors::piece_vectors;
use super::pieces::Pieces;
use super::quantized::QuantizedVectors;

const TOKENIZER: &str = "tokenizer.json";
const TENSORS: &str = "model.safetensors";

/// An invalid file of a model folder.
pub(super) struct ModelFileError {
    pub(super) file: &'static str,
    pub(super) reason: String,
}

/// A model of a folder.
pub(super) struct FolderModel {
    /// The pieces, as the tokenizer writes them.
    pub(super) words: Box<[Box<str>]>,
    pub(super) pieces: Pieces,
    pub(super) vectors: QuantizedVectors,
}

/// Reads the model in `folder`.
pub(super) fn read(folder: &Path) -> Result<FolderModel, ModelFileError> {
    let [tokenizer, tensors] = [TOKENIZER, TENSORS].map(|file| read_file(folder, file));
    let pieces =
        Pieces::read(&tokenizer?).map_err(|reason| ModelFileError { file: TOKENIZER, reason })?;
    let words = pieces.words();
    let vectors = piece_vectors(&tensors?, words.len())
        .map_err(|reason| ModelFileError { file: TENSORS, reason })?;
    Ok(FolderModel { words, pieces, vectors })
}

fn read_file(folder: &Path, file: &'static str) -> Result<Vec<u8>, ModelFileError> {
    fs::read(folder.join(file)).map_err(|error| ModelFileError {
        file,
        reason: format!("a Model2Vec directory has this file: {error}"),
    })
}
