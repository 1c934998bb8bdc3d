//! File format of the embedded model.
//!
//! All numbers are little-endian. The header has 32 bytes: `leitongM`; the version, the number of
//! words, the number of dimensions and the bytes of all words (32 bits each); XXH3 of the rest (64
//! bits). Then follow arrays with one item for each word: costs (16 bits), factors (8 bits),
//! lengths in bytes (8 bits), texts, and vectors (4 bits a component, stored as the component plus
//! 8, the first of two in the low half).

use xxhash_rust::xxh3::xxh3_64;

use super::quantized::{PEAK, QuantizedVectors, TOP};
use super::segmenter::Segmenter;
use super::token::TokenId;
use super::trie::{Node, Trie};

const MAGIC: &[u8; 8] = b"leitongM";
const VERSION: u32 = 1;
const HEADER: usize = 32;
/// The word that represents all numbers.
const NUMBER: &str = "0";

/// The parts of a model.
pub(super) struct ModelParts {
    pub(super) words: Box<[Box<str>]>,
    pub(super) segmenter: Segmenter,
    pub(super) vectors: QuantizedVectors,
}

/// Sizes in the header of a file.
struct Sizes {
    words: usize,
    dims: usize,
    /// Bytes of all words together.
    text: usize,
}

/// Reads a model, or returns the reason why it is invalid.
pub(super) fn read(bytes: &[u8]) -> Result<ModelParts, &'static str> {
    let (header, body) = bytes.split_at_checked(HEADER).ok_or("it is shorter than a header")?;
    if &header[..8] != MAGIC {
        return Err("it is no model of Leitong");
    }
    if number(header, 8) != VERSION {
        return Err("its version is not one that this program reads");
    }
    if header[24..] != xxh3_64(body).to_le_bytes() {
        return Err("it is damaged: its checksum is another one");
    }
    let [words, dims, text] = [12, 16, 20].map(|at| number(header, at) as usize);
    parts(body, &Sizes { words, dims, text }).ok_or("it is damaged: its parts do not fit together")
}

/// The 32-bit number at byte `at` of the header.
fn number(header: &[u8], at: usize) -> u32 {
    u32::from_le_bytes(header[at..at + 4].try_into().expect("these are four bytes"))
}

/// Reads the arrays behind the header; `None` if they do not fit together.
fn parts(body: &[u8], sizes: &Sizes) -> Option<ModelParts> {
    let (costs, rest) = body.split_at_checked(sizes.words.checked_mul(2)?)?;
    let (factors, rest) = rest.split_at_checked(sizes.words)?;
    let (lengths, rest) = rest.split_at_checked(sizes.words)?;
    let (text, vectors) = rest.split_at_checked(sizes.text)?;
    let words = words(lengths, std::str::from_utf8(text).ok()?)?;
    let costs = costs.as_chunks().0.iter().map(|&bytes| u16::from_le_bytes(bytes)).collect();
    let vectors = quantized_vectors(vectors, factors, sizes)?;
    let segmenter = Segmenter { trie: trie(&words), costs, number: id(&words, NUMBER) };
    Some(ModelParts { words: words.into(), segmenter, vectors })
}

/// Splits `text` into words of these lengths.
fn words(lengths: &[u8], mut text: &str) -> Option<Vec<Box<str>>> {
    let mut words: Vec<Box<str>> = Vec::with_capacity(lengths.len());
    for &length in lengths {
        let (word, rest) = text.split_at_checked(length.into())?;
        words.push(word.into());
        text = rest;
    }
    Some(words)
}

/// Unpacks the vectors; `None` if there are too few or too many, or if a value is out of range.
fn quantized_vectors(packed: &[u8], factors: &[u8], sizes: &Sizes) -> Option<QuantizedVectors> {
    let Sizes { words, dims, .. } = *sizes;
    if dims == 0 || !dims.is_multiple_of(2) || packed.len() != words.checked_mul(dims / 2)? {
        return None;
    }
    let mut nibbles = packed.iter().flat_map(|&byte| [byte & 15, byte >> 4]);
    if factors.iter().any(|&factor| factor > TOP)
        || !nibbles.all(|nibble| (1..=8 + PEAK as u8).contains(&nibble))
    {
        return None;
    }
    let nibbles = packed.iter().flat_map(|&byte| [byte & 15, byte >> 4]);
    let values = nibbles.map(|nibble| nibble as i8 - 8).collect();
    Some(QuantizedVectors::new(dims, values, factors.into()))
}

/// A trie of words; ASCII words have a root of their own, since they are never parts of a run.
fn trie(words: &[Box<str>]) -> Trie {
    let mut trie = Trie::with_room(words.len() * 3 / 2);
    for (word, id) in words.iter().zip(0..) {
        let root = if word.is_ascii() { Node::FIRST } else { Node::ANYWHERE };
        trie.add(root, word, id);
    }
    trie
}

/// The id of `word`.
fn id(words: &[Box<str>], word: &str) -> Option<TokenId> {
    words.iter().zip(0..).find_map(|(other, id)| (&**other == word).then_some(TokenId(id)))
}

#[cfg(test)]
#[cfg(feature = "model")]
mod tests {
    use super::*;

    const FILE: &[u8] = include_bytes!("default.model");

    fn fault(change: impl Fn(&mut Vec<u8>)) -> &'static str {
        let mut bytes = FILE.to_vec();
        change(&mut bytes);
        read(&bytes).err().expect("it is no model now")
    }

    #[test]
    fn damage_is_reported() {
        assert!(read(FILE).is_ok());
        assert!(fault(Vec::clear).contains("shorter"));
        assert!(fault(|bytes| bytes[0] = 0).contains("no model"));
        assert!(fault(|bytes| bytes[8] = 9).contains("version"));
        assert!(fault(|bytes| bytes[1_000_000] ^= 1).contains("checksum"));
        assert!(fault(|bytes| bytes.truncate(FILE.len() - 1)).contains("checksum"));
        assert!(fault(|bytes| bytes[13] ^= 1).contains("fit together"));
    }
}
