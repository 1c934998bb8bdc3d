//! Tokenizers that divide a text into pieces of words.

use std::borrow::Cow;

use serde::Deserialize;
use tokenizers::Tokenizer;

use super::token::{Token, TokenId};
use crate::document::Span;
use crate::text::{Script, is_han, simplified};

/// What stands for a space in a piece, beside spaces: the marks of `SentencePiece`, and of tokenizers of
/// bytes.
const SPACES: [char; 2] = ['▁', 'Ġ'];
/// More pieces than any tokenizer has: 250,000 are many.
const MAX_PIECES: u32 = 1 << 24;
/// Texts that hardly any vocabulary has, by which a tokenizer is tried.
const UNUSUAL: [&str; 4] = ["\u{13000}", "☃", "\u{10FFFF}", "q\u{305}"];

/// The tokenizer of a model, of any of the kinds that the crate `tokenizers` reads: `WordPiece`, Unigram,
/// byte-pair encoding, or whole words.
#[derive(Debug, Clone)]
pub(super) struct Pieces {
    tokenizer: Tokenizer,
    /// The piece of unknown characters, which has no meaning.
    unknown: Option<u32>,
    /// Whether each piece stands for a space and nothing else.
    is_space: Box<[bool]>,
}

/// What a tokenizer file says of unknown characters.
#[derive(Deserialize)]
struct TokenizerFile {
    model: TokenizerModel,
}

#[derive(Deserialize)]
struct TokenizerModel {
    /// Of `WordPiece`, whole words and byte-pair encoding.
    unk_token: Option<String>,
    /// Of `Unigram`.
    unk_id: Option<u32>,
}

impl Pieces {
    /// Reads `tokenizer.json`.
    pub(super) fn read(json: &[u8]) -> Result<Self, String> {
        let mut tokenizer = Tokenizer::from_bytes(json)
            .map_err(|error| format!("it is no tokenizer that can be read: {error}"))?;
        let TokenizerFile { model } = serde_json::from_slice(json)
            .map_err(|error| format!("it is no tokenizer that can be read: {error}"))?;
        // Texts are read to their ends, and have no filling.
        tokenizer.with_truncation(None).map_err(|error| error.to_string())?;
        tokenizer.with_padding(None);
        let unknown = model.unk_token.and_then(|token| tokenizer.token_to_id(&token));
        let pieces = Self { unknown: unknown.or(model.unk_id), is_space: [].into(), tokenizer };
        pieces.check_unknown()?;
        pieces.check_numbers()?;
        let is_space = pieces.words().iter().map(|word| is_space(word)).collect();
        Ok(Self { is_space, ..pieces })
    }

    /// Refuses a tokenizer that cannot tell that it does not know a character.
    fn check_unknown(&self) -> Result<(), String> {
        for text in UNUSUAL {
            self.tokenizer.encode_fast(text, false).map_err(|error| {
                format!("it fails at characters that it does not know: {error}")
            })?;
        }
        Ok(())
    }

    /// Refuses numbers of pieces that no model has, before anything is as large as they are.
    fn check_numbers(&self) -> Result<(), String> {
        let vocabulary = self.tokenizer.get_vocab(true);
        match vocabulary.into_iter().find(|&(_, number)| number >= MAX_PIECES) {
            Some((piece, number)) => Err(format!("piece {piece} has the number {number}")),
            None => Ok(()),
        }
    }

    /// All pieces as the tokenizer writes them, by their numbers; an unused number has an empty one.
    pub(super) fn words(&self) -> Box<[Box<str>]> {
        let vocabulary = self.tokenizer.get_vocab(true);
        let numbers = vocabulary.values().map(|&number| number as usize + 1).max().unwrap_or(0);
        let mut words = vec![Box::default(); numbers];
        for (piece, number) in vocabulary {
            words[number as usize] = piece.into();
        }
        words.into()
    }

    /// The pieces of a text in order, each with the characters that it is part of.
    pub(super) fn tokens(&self, text: &str, script: Script) -> Vec<Token> {
        let written = in_script(text, script);
        // Reading the tokenizer made sure that it knows what is unknown.
        let Ok(encoding) = self.tokenizer.encode(&*written, false) else { return Vec::new() };
        let [starts, in_written] = [text, &written].map(char_starts);
        let place = |at: usize| starts[in_written.partition_point(|&start| start < at)];
        let pieces = encoding.get_ids().iter().zip(encoding.get_offsets());
        pieces
            .map(|(&id, &(start, end))| Token {
                span: Span::new(place(start), place(end)),
                id: self.known(id),
            })
            .collect()
    }

    /// The known pieces of a text, in order.
    pub(super) fn ids(&self, text: &str, script: Script) -> Vec<TokenId> {
        let written = in_script(text, script);
        let Ok(encoding) = self.tokenizer.encode_fast(&*written, false) else { return Vec::new() };
        encoding.get_ids().iter().filter_map(|&id| self.known(id)).collect()
    }

    /// The known pieces of a word as it stands in a text: after a space, unless it is written in Chinese
    /// characters. The space is no piece of it.
    pub(super) fn ids_of_word(&self, word: &str) -> Vec<TokenId> {
        let space = if word.starts_with(is_han) { "" } else { " " };
        let mut ids = self.ids(&format!("{space}{word}"), Script::AsWritten);
        ids.retain(|id| !self.is_space[id.index()]);
        ids
    }

    fn known(&self, id: u32) -> Option<TokenId> {
        (Some(id) != self.unknown).then_some(TokenId(id))
    }
}

/// A text in a script, which changes neither the number of its characters nor their order.
fn in_script(text: &str, script: Script) -> Cow<'_, str> {
    if script == Script::AsWritten || text.chars().all(|char| simple(char) == char) {
        return Cow::Borrowed(text);
    }
    Cow::Owned(text.chars().map(simple).collect())
}

/// The simplified form of a Chinese character, and any other one as it is.
fn simple(char: char) -> char {
    if is_han(char) { simplified(char) } else { char }
}

/// Where the characters of a text start, and where the last one ends.
fn char_starts(text: &str) -> Vec<usize> {
    text.char_indices().map(|(start, _)| start).chain([text.len()]).collect()
}

fn is_space(piece: &str) -> bool {
    piece.chars().all(|char| char.is_whitespace() || SPACES.contains(&char))
}
