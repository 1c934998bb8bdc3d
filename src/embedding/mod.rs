//! Static embeddings: segmentation of texts by the vocabulary of a model, and vectors of words and
//! texts.

mod english_forms;
mod model;
mod model2vec;
#[cfg_attr(
    not(feature = "model"),
    expect(dead_code, reason = "only the model that comes with the program is read from it")
)]
mod model_file;
mod quantized;
mod segmenter;
mod token;
mod trie;

pub use model::Model;
pub use token::{Token, TokenId};
