//! Static embeddings: segmentation of texts by the vocabulary of a model, and vectors of words and
//! texts.

mod english_forms;
mod model;
#[cfg_attr(not(feature = "model2vec"), path = "model2vec_stub.rs")]
mod model2vec;
#[cfg_attr(
    not(feature = "model"),
    expect(dead_code, reason = "only the model that comes with the program is read from it")
)]
mod model_file;
#[cfg(feature = "model2vec")]
mod piece_vectors;
#[cfg_attr(not(feature = "model2vec"), path = "pieces_stub.rs")]
mod pieces;
#[cfg_attr(
    not(feature = "model2vec"),
    expect(dead_code, reason = "only the vectors of models in folders are rounded")
)]
mod quantized;
mod segmenter;
mod token;
mod trie;

pub use model::Model;
pub use token::{Token, TokenId};
