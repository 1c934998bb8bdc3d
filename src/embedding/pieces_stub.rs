//! Stub for builds without the `model2vec` feature: there are no tokenizers.

use super::token::{Token, TokenId};
use crate::text::Script;

/// A tokenizer: there is none.
#[derive(Debug, Clone)]
pub(super) enum Pieces {}

impl Pieces {
    pub(super) fn tokens(&self, _: &str, _: Script) -> Vec<Token> {
        match *self {}
    }

    pub(super) fn ids(&self, _: &str, _: Script) -> Vec<TokenId> {
        match *self {}
    }

    pub(super) fn ids_of_word(&self, _: &str) -> Vec<TokenId> {
        match *self {}
    }
}
