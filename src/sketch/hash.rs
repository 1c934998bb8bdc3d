//! The hashes under every sketch.

use xxhash_rust::xxh3::{Xxh3, xxh3_64, xxh3_128};

/// What [`finish`] multiplies by.
pub(super) const MULTIPLIER: u64 = 0x1656_6791_9E37_79F9;

/// Spreads every input bit over the whole word (the finisher of xxh3).
#[inline]
#[must_use]
pub(super) fn finish(mut hash: u64) -> u64 {
    hash ^= hash >> 37;
    hash = hash.wrapping_mul(MULTIPLIER);
    hash ^ (hash >> 32)
}

/// What [`finish_short`] multiplies by.
pub(super) const SHORT_MULTIPLIERS: [u32; 2] = [0x85EB_CA77, 0xC2B2_AE3D];

/// Spreads 32 bits that are spread already, and a key in them: the finisher of xxHash32 without its last shift, since the
/// upper bits alone decide which of two hashes is the smaller one.
#[inline]
#[must_use]
pub(super) fn finish_short(mut hash: u32) -> u32 {
    hash = hash.wrapping_mul(SHORT_MULTIPLIERS[0]);
    hash ^= hash >> 15;
    hash.wrapping_mul(SHORT_MULTIPLIERS[1])
}

/// Hash of a word's content characters.
pub(super) fn hash_word(chars: &[char]) -> u64 {
    let mut bytes = [0; 64];
    if let Some(short) = bytes.get_mut(..chars.len() * 4) {
        fill(chars, short);
        return xxh3_64(short);
    }
    let mut long = vec![0; chars.len() * 4];
    fill(chars, &mut long);
    xxh3_64(&long)
}

fn fill(chars: &[char], bytes: &mut [u8]) {
    for (&char, bytes) in chars.iter().zip(bytes.chunks_exact_mut(4)) {
        bytes.copy_from_slice(&u32::from(char).to_le_bytes());
    }
}

/// Identity of a whole content: equal for equal content characters, else different (128 bits).
#[must_use]
pub fn content_hash(chars: &[char]) -> u128 {
    let mut bytes = [0; 1024];
    if let Some(short) = bytes.get_mut(..chars.len() * 4) {
        fill(chars, short);
        return xxh3_128(short);
    }
    let mut hasher = Xxh3::new();
    for block in chars.chunks(bytes.len() / 4) {
        let bytes = &mut bytes[..block.len() * 4];
        fill(block, bytes);
        hasher.update(bytes);
    }
    hasher.digest128()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn hashes_are_the_same_for_ever() {
        let chars: Vec<char> = "雷同".repeat(300).chars().collect();
        let hashes = (finish(1), hash_word(&chars[..2]), hash_word(&chars[..20]), content_hash(&chars));
        assert_eq!(
            hashes,
            (
                1_609_587_791_587_516_008,
                4_245_884_501_083_791_251,
                935_497_498_213_009_723,
                950_816_140_408_374_182_207_513_287_780_517_908,
            )
        );
    }

    #[test]
    fn content_hash_is_xxh3_of_the_scalars() {
        let chars: Vec<char> = "疑似相同abc".repeat(100).chars().collect();
        for chars in [0, 1, 50, 255, 256, 257, 700].map(|count| &chars[..count]) {
            let mut bytes = vec![0; chars.len() * 4];
            fill(chars, &mut bytes);
            assert_eq!(content_hash(chars), xxh3_128(&bytes));
        }
    }
}
