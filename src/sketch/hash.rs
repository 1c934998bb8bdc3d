//! Hash functions of the sketches.

use xxhash_rust::xxh3::{Xxh3, xxh3_64, xxh3_128};

/// Multiplier of [`avalanche`].
pub(super) const MULTIPLIER: u64 = 0x1656_6791_9E37_79F9;

/// Mixes a 64-bit hash so that every input bit affects every output bit (the final mix of XXH3).
#[inline]
#[must_use]
pub(crate) fn avalanche(mut hash: u64) -> u64 {
    hash ^= hash >> 37;
    hash = hash.wrapping_mul(MULTIPLIER);
    hash ^ (hash >> 32)
}

/// Multipliers of [`avalanche_32`].
pub(super) const SHORT_MULTIPLIERS: [u32; 2] = [0x85EB_CA77, 0xC2B2_AE3D];

/// Mixes 32 bits that are already uniform combined with a key by exclusive or.
///
/// This is the final mix of XXH32 without its last shift: values are only compared for their order,
/// and the upper bits, which decide that order, are mixed without the shift.
#[inline]
#[must_use]
pub(super) fn avalanche_32(mut hash: u32) -> u32 {
    hash = hash.wrapping_mul(SHORT_MULTIPLIERS[0]);
    hash ^= hash >> 15;
    hash.wrapping_mul(SHORT_MULTIPLIERS[1])
}

/// Hash of the content characters of a word: XXH3 of their scalar values in 32 bits each,
/// little-endian.
pub(super) fn hash_word(chars: &[char]) -> u64 {
    // Almost every word has at most 16 characters and needs no allocation.
    let mut bytes = [0; 64];
    if let Some(short) = bytes.get_mut(..chars.len() * 4) {
        fill(chars, short);
        return xxh3_64(short);
    }
    let mut long = vec![0; chars.len() * 4];
    fill(chars, &mut long);
    xxh3_64(&long)
}

/// Writes the scalar values of `chars` to `bytes`, four little-endian bytes each.
fn fill(chars: &[char], bytes: &mut [u8]) {
    for (&char, bytes) in chars.iter().zip(bytes.chunks_exact_mut(4)) {
        bytes.copy_from_slice(&u32::from(char).to_le_bytes());
    }
}

/// Hash of a whole content (128 bits): equal contents have equal hashes.
///
/// Different contents are assumed to have different hashes. Among 10⁹ contents, the probability of
/// any collision is about 10⁻²¹.
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
        let hashes =
            (avalanche(1), hash_word(&chars[..2]), hash_word(&chars[..20]), content_hash(&chars));
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
