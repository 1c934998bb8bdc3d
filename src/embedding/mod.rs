//! What texts mean, as vectors: words cut by a model's own vocabulary, and the weighted sums of their vectors.

mod model;
mod model2vec;
#[cfg_attr(
    not(feature = "model"),
    expect(dead_code, reason = "only the model that comes with the program is read from it")
)]
mod model_file;
mod quantized;
mod segmenter;
mod trie;

pub use model::{Model, Token, TokenId};
