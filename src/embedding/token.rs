//! Words of a model's vocabulary, and where they occur.

use crate::document::Span;

/// Index of a word in the vocabulary of a model.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct TokenId(pub(super) u32);

impl TokenId {
    /// The index, counted from 0. In the embedded model, more frequent words have lower indices.
    #[must_use]
    pub fn index(self) -> usize {
        self.0 as usize
    }
}

/// An occurrence of a word in a text.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Token {
    /// The span of the word in the text.
    pub span: Span,
    /// The word of the vocabulary; `None` for an unknown word.
    pub id: Option<TokenId>,
}
