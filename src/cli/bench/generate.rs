//! A generated collection to measure on.

use std::io::{self, Write};

/// One document in this many is a copy of an earlier one.
const COPIES: u64 = 3;
/// The last documents, which may be copied.
const REMEMBERED: usize = 256;

/// Writes JSON Lines of about `bytes` bytes of Chinese-looking text, the same at every call. A
/// third of the documents are edited copies of others.
///
/// # Errors
/// If `out` cannot be written.
pub(crate) fn generate(bytes: u64, out: &mut dyn Write) -> io::Result<()> {
    let mut numbers = Numbers(7);
    let mut recent: Vec<Vec<char>> = Vec::new();
    let mut written = 0;
    for id in 0_usize.. {
        if written >= bytes {
            break;
        }
        let text = if recent.is_empty() || numbers.below(COPIES) > 0 {
            let length = 40 + numbers.below(60) * numbers.below(60);
            (0..length).map(|_| numbers.char()).collect()
        } else {
            let original = &recent[numbers.below(recent.len() as u64) as usize];
            numbers.edited(original)
        };
        let line =
            serde_json::json!({ "id": id, "text": text.iter().collect::<String>() }).to_string();
        writeln!(out, "{line}")?;
        written += line.len() as u64 + 1;
        if recent.len() < REMEMBERED {
            recent.push(text);
        } else {
            recent[id % REMEMBERED] = text;
        }
    }
    Ok(())
}

/// A random number generator (splitmix64).
struct Numbers(u64);

impl Numbers {
    fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9E37_79B9_7F4A_7C15);
        let mut z = self.0;
        z = (z ^ (z >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
        z ^ (z >> 31)
    }

    fn below(&mut self, bound: u64) -> u64 {
        self.next() % bound
    }

    /// A Chinese character, the frequent ones more often, or sometimes a punctuation mark.
    fn char(&mut self) -> char {
        if self.below(12) == 0 {
            return ['，', '。', '、', '\n'][self.below(4) as usize];
        }
        let rank = self.below(3_000) * self.below(3_000) / 3_000;
        char::from_u32(0x4E00 + rank as u32).expect("these are all Chinese characters")
    }

    /// A copy with up to a tenth of its characters changed.
    fn edited(&mut self, original: &[char]) -> Vec<char> {
        let percent = self.below(11);
        original
            .iter()
            .map(|&char| if self.below(100) < percent { self.char() } else { char })
            .collect()
    }
}
