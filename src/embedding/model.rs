//! A model: words, their vectors, and the vectors of texts.

use std::path::Path;

#[cfg(feature = "model")]
use super::model_file;
use super::model2vec;
use super::quantized::{self, Rows};
use super::segmenter::{Vocabulary, whole};
use crate::document::Span;
use crate::error::{Error, Result};
use crate::text::{Content, Script};

/// A static embedding model: each word of its vocabulary has a vector and a weight, and a text is the weighted sum of its words.
///
/// ```
/// # #[cfg(feature = "model")] {
/// use leitong::embedding::Model;
/// use leitong::text::Script;
/// let model = Model::embedded();
/// let cosine = |x, y| -> f32 {
///     let [x, y] = [x, y].map(|text| model.embed(text, Script::Simplified));
///     x.iter().zip(&y).map(|(x, y)| x * y).sum()
/// };
/// assert!(cosine("他的本事很大", "他的能力很强") > cosine("他的本事很大", "他的苹果很甜"));
/// # }
/// ```
#[derive(Debug, Clone)]
pub struct Model {
    words: Box<[Box<str>]>,
    vocabulary: Vocabulary,
    rows: Rows,
    /// In which script the words are written.
    script: Option<Script>,
}

/// A word of a model's vocabulary.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct TokenId(pub(super) u32);

impl TokenId {
    /// Number of the word, from 0; words that occur more often have lower ones in the model that comes with this crate.
    #[must_use]
    pub fn index(self) -> usize {
        self.0 as usize
    }
}

/// A word in a text.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Token {
    /// Where it stands.
    pub span: Span,
    /// Which word of the vocabulary it is; `None` if it is none.
    pub id: Option<TokenId>,
}

#[cfg(feature = "model")]
static EMBEDDED: std::sync::LazyLock<Model> = std::sync::LazyLock::new(|| {
    Model::of(include_bytes!("default.model")).expect("a test reads it before it is shipped")
});

impl Model {
    /// The model that is part of the program: Chinese and English words, 256 dimensions.
    ///
    /// Its words are simplified Chinese ones, and it reads traditional characters as simplified ones whatever script is asked for.
    #[cfg(feature = "model")]
    #[must_use]
    pub fn embedded() -> &'static Self {
        &EMBEDDED
    }

    /// Reads the model of the user: a folder that `Model2Vec` wrote (`tokenizer.json`, `model.safetensors`).
    ///
    /// # Errors
    /// If something is missing or is not what it should be; the error says what.
    pub fn open(folder: &Path) -> Result<Self> {
        let parts =
            model2vec::read(folder).map_err(|(file, reason)| Error::Model { path: folder.join(file), reason })?;
        Ok(Self { words: parts.words, vocabulary: parts.vocabulary, rows: parts.rows, script: None })
    }

    /// Reads a model of our own.
    #[cfg(feature = "model")]
    fn of(bytes: &[u8]) -> std::result::Result<Self, &'static str> {
        let parts = model_file::read(bytes)?;
        let script = Some(Script::Simplified);
        Ok(Self { words: parts.words, vocabulary: parts.vocabulary, rows: parts.rows, script })
    }

    /// Number of components of every vector.
    #[must_use]
    pub fn dims(&self) -> usize {
        self.rows.dims()
    }

    /// The words of `text`, in order; punctuation and spaces belong to none.
    ///
    /// The text is folded first, as [`fold()`](crate::text::fold()) says. Runs of Chinese characters are cut into the words that are
    /// likeliest together; other letters end where something stands between them, and so do numbers.
    ///
    /// # Panics
    /// If `text` has 4 GiB or more.
    #[must_use]
    pub fn tokens(&self, text: &str, script: Script) -> Vec<Token> {
        let content = Content::of(text, whole(text), self.script.unwrap_or(script));
        self.vocabulary.tokens(text, &content)
    }

    /// Which words `text` has, in order; those that the vocabulary lacks are left out. It is faster than asking for their
    /// [places](Self::tokens) too.
    ///
    /// # Panics
    /// If `text` has 4 GiB or more.
    #[must_use]
    pub fn token_ids(&self, text: &str, script: Script) -> Vec<TokenId> {
        let content = Content::of(text, whole(text), self.script.unwrap_or(script));
        let mut ids = Vec::with_capacity(content.len() / 2 + 1);
        self.vocabulary.segment(text, &content, |_, id| ids.extend(id));
        ids
    }

    /// Writes the word's vector, of unit length and not weighted, to the first [`dims`](Self::dims) places of `into`.
    ///
    /// # Panics
    /// If the word is of another model.
    pub fn vector(&self, token: TokenId, into: &mut [f32]) {
        self.rows.unit(token, into);
    }

    /// How much the word says, from 0 to 1: rare words more than frequent ones (smooth inverse frequency; Arora, Liang, Ma, 2017).
    ///
    /// # Panics
    /// If the word is of another model.
    #[must_use]
    pub fn weight(&self, token: TokenId) -> f32 {
        self.rows.weight(token)
    }

    /// Cosine of the vectors of two words.
    ///
    /// # Panics
    /// If a word is of another model.
    #[must_use]
    pub fn similarity(&self, x: TokenId, y: TokenId) -> f32 {
        self.rows.cosine(x, y)
    }

    /// The vector of a text: the weighted sum of its words, of unit length; zero if it has no word that the model knows.
    ///
    /// # Panics
    /// If `text` has 4 GiB or more.
    #[must_use]
    pub fn embed(&self, text: &str, script: Script) -> Vec<f32> {
        let mut vector = vec![0.0; self.dims()];
        self.direction(self.token_ids(text, script), &mut vector);
        vector
    }

    /// Makes `into`, which holds zeros, the weighted sum of the vectors of `tokens`, of unit length; it stays zero if there are none.
    ///
    /// # Panics
    /// If a word is of another model.
    pub fn direction(&self, tokens: impl IntoIterator<Item = TokenId>, into: &mut [f32]) {
        self.sum(tokens, into);
        quantized::normalise(into);
    }

    /// Writes the direction of the weighted sum of the vectors of `tokens` to the first [`dims`](Self::dims) places of `into`, in whole
    /// numbers up to 511: products of eight thousand of them can be added in 32 bits.
    ///
    /// # Panics
    /// If a word is of another model.
    pub fn whole_direction(&self, tokens: &[TokenId], into: &mut [i16]) {
        self.rows.whole(tokens, into);
    }

    /// Adds the weighted vectors of `tokens` to `into`.
    ///
    /// What is added are whole numbers. So the sum of two texts is exactly the sum of their sums, in whatever order they
    /// are added, up to ten thousand words; beyond that the last bits may differ.
    ///
    /// # Panics
    /// If a word is of another model.
    pub fn sum(&self, tokens: impl IntoIterator<Item = TokenId>, into: &mut [f32]) {
        self.rows.add(tokens, into);
    }

    /// The word itself, folded.
    ///
    /// # Panics
    /// If the word is of another model.
    #[must_use]
    pub fn word(&self, token: TokenId) -> &str {
        &self.words[token.index()]
    }
}
