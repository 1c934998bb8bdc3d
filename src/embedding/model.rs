//! A static embedding model: the vectors of words and texts.

use std::path::Path;

#[cfg(feature = "model")]
use super::model_file;
use super::model2vec::{self, FolderModel};
use super::pieces::Pieces;
use super::quantized::{self, QuantizedVectors};
use super::segmenter::Segmenter;
use super::token::{Token, TokenId};
use crate::document::Span;
use crate::error::{Error, Result};
use crate::text::{Content, Script};

/// A static embedding model: each word of its vocabulary has a vector and a weight, and the vector
/// of a text is the weighted sum of the vectors of its words.
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
    splitter: Splitter,
    vectors: QuantizedVectors,
}

/// How a text is divided.
#[derive(Debug, Clone)]
enum Splitter {
    /// Into words in simplified characters.
    #[cfg_attr(
        not(feature = "model"),
        expect(dead_code, reason = "only the model that comes with the program has words")
    )]
    Words(Segmenter),
    /// Into pieces of words, as a tokenizer does.
    Pieces(Box<Pieces>),
}

#[cfg(feature = "model")]
static EMBEDDED: std::sync::LazyLock<Model> = std::sync::LazyLock::new(|| {
    Model::from_bytes(include_bytes!("default.model"))
        .expect("a test reads it before it is shipped")
});

impl Model {
    /// The model that is compiled into the crate: Chinese and English words, 256 dimensions.
    ///
    /// Its Chinese words are in simplified characters, and it reads traditional characters as
    /// simplified ones whatever script is given.
    #[cfg(feature = "model")]
    #[must_use]
    pub fn embedded() -> &'static Self {
        &EMBEDDED
    }

    /// Reads a model in the format of `Model2Vec`: a folder with `tokenizer.json` and
    /// `model.safetensors`.
    ///
    /// Its tokenizer divides a text into the pieces that `Model2Vec` has, after traditional characters
    /// became simplified ones, if these are asked for. Vectors are rounded.
    ///
    /// # Errors
    /// If a file is missing or invalid, or the feature `model2vec` is off.
    pub fn open(folder: &Path) -> Result<Self> {
        let FolderModel { words, pieces, vectors } = model2vec::read(folder).map_err(|error| {
            Error::Model { path: folder.join(error.file), reason: error.reason }
        })?;
        Ok(Self { words, splitter: Splitter::Pieces(Box::new(pieces)), vectors })
    }

    /// Reads a model in the format of the embedded one.
    #[cfg(feature = "model")]
    fn from_bytes(bytes: &[u8]) -> std::result::Result<Self, &'static str> {
        let model_file::ModelParts { words, segmenter, vectors } = model_file::read(bytes)?;
        Ok(Self { words, splitter: Splitter::Words(segmenter), vectors })
    }

    /// Number of components of every vector.
    #[must_use]
    pub fn dims(&self) -> usize {
        self.vectors.dims()
    }

    /// The words of `text`, in order; punctuation and spaces belong to no word.
    ///
    /// The text is normalised first by [`fold()`](crate::text::fold()). Runs of Chinese characters
    /// are segmented into the most probable sequence of words. Words of other scripts and numbers
    /// end at characters that are not content.
    ///
    /// A model of a folder has pieces of words in place of words, punctuation among them. Several may be
    /// parts of one character, in the span of which each of them then lies.
    ///
    /// # Panics
    /// If `text` has 4 GiB or more.
    #[must_use]
    pub fn tokens(&self, text: &str, script: Script) -> Vec<Token> {
        match &self.splitter {
            Splitter::Words(segmenter) => segmenter.tokens(text, &content(text)),
            Splitter::Pieces(pieces) => pieces.tokens(text, script),
        }
    }

    /// The ids of the words of `text`, in order, without unknown words. This is faster than
    /// [`tokens`](Self::tokens), which computes spans too.
    ///
    /// # Panics
    /// If `text` has 4 GiB or more.
    #[must_use]
    pub fn token_ids(&self, text: &str, script: Script) -> Vec<TokenId> {
        let segmenter = match &self.splitter {
            Splitter::Words(segmenter) => segmenter,
            Splitter::Pieces(pieces) => return pieces.ids(text, script),
        };
        let content = content(text);
        let mut ids = Vec::with_capacity(content.len() / 2 + 1);
        segmenter.segment(text, &content, |_, id| ids.extend(id));
        ids
    }

    /// The ids of a single word that stands inside a text, without unknown ones.
    ///
    /// Of a model of a folder these are the pieces that the word has after a space; a Chinese word has
    /// no space before it.
    #[must_use]
    pub fn word_ids(&self, word: &str) -> Vec<TokenId> {
        match &self.splitter {
            Splitter::Words(_) => self.token_ids(word, Script::Simplified),
            Splitter::Pieces(pieces) => pieces.ids_of_word(word),
        }
    }

    /// Writes the vector of a word, with unit length, to the first [`dims`](Self::dims) items of
    /// `into`.
    ///
    /// # Panics
    /// If the vocabulary has no such word.
    pub fn vector(&self, token: TokenId, into: &mut [f32]) {
        self.vectors.unit(token, into);
    }

    /// Weight of a word, from 0 to 1: higher for rarer words (smooth inverse frequency; Arora,
    /// Liang and Ma, 2017).
    ///
    /// # Panics
    /// If the vocabulary has no such word.
    #[must_use]
    pub fn weight(&self, token: TokenId) -> f32 {
        self.vectors.weight(token)
    }

    /// Cosine of the vectors of two words.
    ///
    /// # Panics
    /// If the vocabulary lacks one of the words.
    #[must_use]
    pub fn similarity(&self, x: TokenId, y: TokenId) -> f32 {
        self.vectors.cosine(x, y)
    }

    /// The vector of a text: the weighted sum of the vectors of its words, with unit length; zero
    /// if all words are unknown.
    ///
    /// # Panics
    /// If `text` has 4 GiB or more.
    #[must_use]
    pub fn embed(&self, text: &str, script: Script) -> Vec<f32> {
        let mut vector = vec![0.0; self.dims()];
        self.direction(self.token_ids(text, script), &mut vector);
        vector
    }

    /// Writes the weighted sum of the vectors of `tokens`, with unit length, to `into`, which must
    /// hold zeros; it stays zero if there are no tokens.
    ///
    /// # Panics
    /// If the vocabulary lacks one of the words.
    pub fn direction(&self, tokens: impl IntoIterator<Item = TokenId>, into: &mut [f32]) {
        self.sum(tokens, into);
        quantized::normalise(into);
    }

    /// Writes the direction of the weighted sum of the vectors of `tokens` to the first
    /// [`dims`](Self::dims) items of `into`, in integers of at most 511 in magnitude: 8,000
    /// products of two such integers can be summed in 32 bits.
    ///
    /// # Panics
    /// If the vocabulary lacks one of the words.
    pub fn whole_direction(&self, tokens: &[TokenId], into: &mut [i16]) {
        self.vectors.whole(tokens, into);
    }

    /// Adds the weighted vectors of `tokens` to `into`.
    ///
    /// The vectors have integer components. The sum of two texts is therefore exactly the sum of
    /// their sums, in any order, up to 10,000 words; beyond that the last bits may differ.
    ///
    /// # Panics
    /// If the vocabulary lacks one of the words.
    pub fn sum(&self, tokens: impl IntoIterator<Item = TokenId>, into: &mut [f32]) {
        self.vectors.add(tokens, into);
    }

    /// All words of the vocabulary, with their ids.
    pub(crate) fn words(&self) -> impl Iterator<Item = (TokenId, &str)> {
        (0..).map(TokenId).zip(self.words.iter().map(AsRef::as_ref))
    }

    /// The text of a word, normalised by [`fold()`](crate::text::fold()); of a model of a folder, the piece
    /// as its tokenizer writes it, such as `##ing` or `▁the`.
    ///
    /// # Panics
    /// If the vocabulary has no such word.
    #[must_use]
    pub fn word(&self, token: TokenId) -> &str {
        &self.words[token.index()]
    }
}

/// The content of a text. Traditional characters are read as simplified ones, which the words have.
fn content(text: &str) -> Content {
    Content::of(text, Span::new(0, text.len()), Script::Simplified)
}

#[cfg(feature = "model")]
#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_known_english_word_is_never_changed() {
        let model = Model::embedded();
        let words = model.words.iter().zip(0..);
        let english =
            words.filter(|(word, _)| word.bytes().all(|letter| letter.is_ascii_lowercase()));
        let mut count = 0;
        for (word, id) in english {
            let tokens = model.tokens(word, Script::Simplified);
            assert!(tokens.iter().map(|token| token.id).eq([Some(TokenId(id))]), "{word}");
            count += 1;
        }
        assert_eq!(count, 31_000);
    }
}
