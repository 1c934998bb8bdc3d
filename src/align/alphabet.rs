//! Small alphabets: numbers, nucleotides and other texts whose characters are often equal by chance.
//!
//! What an equal character shows depends on how rare it is: in a random alignment of two texts of
//! four letters, two thirds of the characters are equal (the limit of their longest common
//! subsequence is .654, Chvátal and Sankoff, 1975). Scores of local alignments therefore have to be
//! negative on average for unrelated texts (Karlin and Altschul, PNAS 87, 1990). The letters of
//! natural languages are rare enough, those of small alphabets count by their information.

use crate::text::is_ideographic;

/// Bits of information of a character that counts in full: about the entropy of the letters of
/// English and German (4.1). With four bits, a random alignment of four letters scores .654 / 2 for
/// what is equal, which is less than the .346 for what is changed.
const FULL_BITS: f64 = 4.0;
/// An alphabet is small if its characters have less entropy than this, in bits. Ten digits have 3.3,
/// the hexadecimal ones 4.0, and 300 letters of English at least 3.8.
const SMALL_BITS: f64 = 3.5;
/// Minimum number of letters and digits whose frequencies are known: a line of a poem repeats a few
/// letters without being of a small alphabet. Not measured by itself.
const MIN_CHARS: u32 = 300;
/// Characters of a block that is examined.
const BLOCK: usize = 256;
/// Number of blocks that are examined, at even distances. Single characters at even distances might
/// all be of one column of a table.
const BLOCKS: usize = 16;
/// Characters that have frequencies of their own; all others are rare in a small alphabet.
const ASCII: usize = 128;

/// How much the characters of a text with a small alphabet count.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Alphabet {
    /// Weight of each character, from 0 to 1.
    weights: [f32; ASCII],
}

impl Alphabet {
    /// The alphabet of a text; `None` if it is not small, and all characters count in full.
    pub(super) fn of(chars: &[char]) -> Option<Box<Self>> {
        if (chars.len() as u64) < u64::from(MIN_CHARS) {
            return None;
        }
        let (mut counts, mut total) = ([0_u32; ASCII], 0);
        let step = chars.len().div_ceil(BLOCKS).max(BLOCK);
        for block in chars.chunks(step).map(|part| &part[..part.len().min(BLOCK)]) {
            let known = count(block, &mut counts)?;
            total += known;
        }
        (total >= MIN_CHARS && entropy(&counts, total) < SMALL_BITS)
            .then(|| Box::new(Self { weights: counts.map(|count| weight(count, total)) }))
    }

    /// Mean weight of some characters, from 0 to 1.
    pub(super) fn mean_weight(&self, chars: &[char]) -> f64 {
        let weights = chars.iter().map(|&char| self.weights.get(char as usize).unwrap_or(&1.0));
        let sum: f64 = weights.map(|&weight| f64::from(weight)).sum();
        sum / (chars.len() as f64).max(1.0)
    }
}

/// Adds the characters of a block to the counts, and returns their number; `None` if ideographs are
/// among them, whose texts have no small alphabet.
fn count(block: &[char], counts: &mut [u32; ASCII]) -> Option<u32> {
    let mut known = 0;
    for &char in block {
        if let Some(count) = counts.get_mut(char as usize) {
            *count += 1;
            known += 1;
        } else if is_ideographic(char) {
            return None;
        }
    }
    Some(known)
}

/// Entropy of a character, in bits.
fn entropy(counts: &[u32; ASCII], total: u32) -> f64 {
    let shares = counts.iter().filter(|&&count| count > 0);
    shares.map(|&count| f64::from(count) / f64::from(total) * bits(count, total)).sum()
}

/// Information of a character that occurs this often, in bits.
fn bits(count: u32, total: u32) -> f64 {
    -(f64::from(count) / f64::from(total)).log2()
}

/// Weight of a character that occurs this often.
fn weight(count: u32, total: u32) -> f32 {
    (bits(count.max(1), total) / FULL_BITS).min(1.0) as f32
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Random characters of an alphabet.
    fn random(alphabet: &str, len: usize) -> Vec<char> {
        let (alphabet, mut state): (Vec<char>, u64) = (alphabet.chars().collect(), 1);
        let mut next = || {
            state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1);
            (state >> 33) as usize
        };
        (0..len).map(|_| alphabet[next() % alphabet.len()]).collect()
    }

    #[test]
    fn characters_of_a_small_alphabet_count_by_their_information() {
        let nucleotides = random("acgt", 5000);
        let alphabet = Alphabet::of(&nucleotides).expect("four letters are few");
        let mean = alphabet.mean_weight(&nucleotides);
        assert!((mean - 0.5).abs() < 0.01, "{mean}");
        // An alignment of unrelated texts has more changes than its equal characters outweigh.
        assert!(0.654 * mean < 1.0 - 0.654);
        let digits = Alphabet::of(&random("0123456789", 5000)).expect("ten digits are few");
        assert!((digits.mean_weight(&['7']) - 0.83).abs() < 0.03);
    }

    #[test]
    fn frequent_characters_count_less_than_rare_ones() {
        let table = random("00000000000000012345", 5000);
        let alphabet = Alphabet::of(&table).expect("six digits are few");
        assert!(alphabet.mean_weight(&['0'; 9]) < 0.12 && alphabet.mean_weight(&['5']) > 0.9);
    }

    #[test]
    fn natural_languages_and_larger_alphabets_count_in_full() {
        let english = "the committee of the regions has adopted a new opinion on the fishery and on \
                       the protection of young people who work at sea for more than thirty days";
        let letters: Vec<char> = english.chars().filter(|char| char.is_alphabetic()).collect();
        assert_eq!(Alphabet::of(&letters.repeat(3)), None);
        assert_eq!(Alphabet::of(&random("0123456789abcdef", 5000)), None);
        assert_eq!(Alphabet::of(&random("天地玄黄", 5000)), None);
        assert_eq!(Alphabet::of(&random("acgt", MIN_CHARS as usize - 1)), None);
    }
}
