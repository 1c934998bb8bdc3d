//! The file of a model of our own.
//!
//! All numbers are little-endian. A header of 32 bytes: `leitongM`; version (32 bits); words; dimensions; bytes of all
//! words; the XXH3 of what follows. Then for each word, one array after the other: its cost (16 bits), its factor
//! (8 bits), its length in bytes (8 bits), its text, its row (4 bits a value, the value plus 8, the first of two in the low half).

use xxhash_rust::xxh3::xxh3_64;

use super::TokenId;
use super::quantized::{PEAK, Rows, TOP};
use super::segmenter::Vocabulary;
use super::trie::{Node, Trie};

const MAGIC: &[u8; 8] = b"leitongM";
const VERSION: u32 = 1;
const HEADER: usize = 32;
/// The word that stands for every number.
const NUMBER: &str = "0";

/// What a file holds.
pub(super) struct Parts {
    pub(super) words: Box<[Box<str>]>,
    pub(super) vocabulary: Vocabulary,
    pub(super) rows: Rows,
}

/// Reads a model, or says why it cannot be one.
pub(super) fn read(bytes: &[u8]) -> Result<Parts, &'static str> {
    let (header, body) = bytes.split_at_checked(HEADER).ok_or("it is shorter than a header")?;
    let number = |at: usize| u32::from_le_bytes(header[at..at + 4].try_into().expect("these are four bytes"));
    if &header[..8] != MAGIC {
        return Err("it is no model of Leitong");
    }
    if number(8) != VERSION {
        return Err("its version is not one that this program reads");
    }
    if header[24..] != xxh3_64(body).to_le_bytes() {
        return Err("it is damaged: its checksum is another one");
    }
    let [count, dims, text] = [12, 16, 20].map(|at| number(at) as usize);
    parts(body, count, dims, text).ok_or("it is damaged: its parts do not fit together")
}

/// The parts of a body of `count` words and `dims` dimensions, whose words have `text` bytes.
fn parts(body: &[u8], count: usize, dims: usize, text: usize) -> Option<Parts> {
    let (costs, rest) = body.split_at_checked(count.checked_mul(2)?)?;
    let (factors, rest) = rest.split_at_checked(count)?;
    let (lengths, rest) = rest.split_at_checked(count)?;
    let (text, rows) = rest.split_at_checked(text)?;
    if dims == 0 || !dims.is_multiple_of(2) || rows.len() != count.checked_mul(dims / 2)? {
        return None;
    }
    let in_range = |&byte: &u8| [byte & 15, byte >> 4].iter().all(|nibble| (1..=8 + PEAK as u8).contains(nibble));
    if factors.iter().any(|&factor| factor > TOP) || !rows.iter().all(in_range) {
        return None;
    }
    let mut text = std::str::from_utf8(text).ok()?;
    let mut words: Vec<Box<str>> = Vec::with_capacity(count);
    for &length in lengths {
        let (word, rest) = text.split_at_checked(length.into())?;
        words.push(word.into());
        text = rest;
    }
    let costs = costs.as_chunks().0.iter().map(|&bytes| u16::from_le_bytes(bytes)).collect();
    let values = rows.iter().flat_map(|&byte| [byte & 15, byte >> 4]).map(|nibble| nibble as i8 - 8).collect();
    let vocabulary = Vocabulary { trie: trie(&words), costs, number: id(&words, NUMBER), bare: None };
    Some(Parts { words: words.into(), vocabulary, rows: Rows::new(dims, values, factors.into()) })
}

/// The trie of words, those of letters below a root of their own.
fn trie(words: &[Box<str>]) -> Trie {
    let mut trie = Trie::with_room(words.len() * 3 / 2);
    for (word, id) in words.iter().zip(0..) {
        let root = if word.is_ascii() { Node::FIRST } else { Node::ANYWHERE };
        trie.add(root, word, id);
    }
    trie
}

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
    fn damage_is_told() {
        assert!(read(FILE).is_ok());
        assert!(fault(Vec::clear).contains("shorter"));
        assert!(fault(|bytes| bytes[0] = 0).contains("no model"));
        assert!(fault(|bytes| bytes[8] = 9).contains("version"));
        assert!(fault(|bytes| bytes[1_000_000] ^= 1).contains("checksum"));
        assert!(fault(|bytes| bytes.truncate(FILE.len() - 1)).contains("checksum"));
        assert!(fault(|bytes| bytes[13] ^= 1).contains("fit together"));
    }
}
