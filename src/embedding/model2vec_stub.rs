//! Stub for builds without the `model2vec` feature: no folder is read.

use std::path::Path;

use super::pieces::Pieces;
use super::quantized::QuantizedVectors;

/// An invalid file of a model folder.
pub(super) struct ModelFileError {
    pub(super) file: &'static str,
    pub(super) reason: String,
}

/// A model of a folder.
pub(super) struct FolderModel {
    pub(super) words: Box<[Box<str>]>,
    pub(super) pieces: Pieces,
    pub(super) vectors: QuantizedVectors,
}

/// Returns the error that models of folders are not built in.
pub(super) fn read(_: &Path) -> Result<FolderModel, ModelFileError> {
    let reason = "models of directories are not built in; build with `--features model2vec`";
    Err(ModelFileError { file: "", reason: reason.into() })
}
