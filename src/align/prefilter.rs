//! A quick test whether a passage around a chain can reach the score that is asked for.
//!
//! The test is an instance of the q-gram lemma (Jokinen, Ukkonen, "Two algorithms for approximate
//! string matching in static texts", MFCS 1991). If `e` characters are equal and `d` are changed,
//! the equal ones form at most `d + 1` runs, and so contain at least `e - d - 1` bigrams. A passage
//! with a score `e - d` of at least `s` thus shares `s - 1` bigrams. Unrelated texts with a common
//! run of ten characters share few bigrams around it, so most of such chains are rejected without
//! an alignment.

use super::chain::Anchor;

/// How far around a chain bigrams are counted, in content characters. It is the window of an
/// extension, which hardly ever gains score beyond.
const AROUND: usize = 64;
/// Bits of the table of bigrams, a power of two. Bigrams whose bits collide are counted too often,
/// never too seldom: no passage is lost. One kilobyte stays in the first-level cache.
const BITS: usize = 1 << 13;

/// Whether the surroundings of a chain share enough bigrams for a passage with a score of
/// `min_score`.
pub(super) fn passes_qgram_filter(
    chain: &[Anchor],
    a: &[char],
    b: &[char],
    min_score: usize,
) -> bool {
    shared_bigrams(chain, a, b) + 1 >= min_score
}

/// Upper bound of the number of bigrams that both sides share in and around a chain.
fn shared_bigrams(chain: &[Anchor], a: &[char], b: &[char]) -> usize {
    let (Some(first), Some(last)) = (chain.first(), chain.last()) else {
        return 0;
    };
    let near_a = around(a, first.a, last.a_end());
    let near_b = around(b, first.b, last.b_end());
    let mut present = [0_u64; BITS / 64];
    for bit in bigram_bits(near_a) {
        present[bit / 64] |= 1 << (bit % 64);
    }
    bigram_bits(near_b).filter(|bit| present[bit / 64] >> (bit % 64) & 1 == 1).count()
}

fn around(chars: &[char], start: u32, end: u32) -> &[char] {
    &chars[(start as usize).saturating_sub(AROUND)..chars.len().min(end as usize + AROUND)]
}

/// For each bigram its bit in the table.
fn bigram_bits(chars: &[char]) -> impl Iterator<Item = usize> + '_ {
    chars.windows(2).map(|pair| {
        let both = u64::from(u32::from(pair[0])) << 32 | u64::from(u32::from(pair[1]));
        (both.wrapping_mul(0x9E37_79B9_7F4A_7C15) >> 51) as usize
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn no_passage_shares_fewer_bigrams_than_its_score(
            text in "[甲-癸]{8}[一-十]{40}", edits in prop::collection::vec(8_usize..48, 0..12),
        ) {
            let a: Vec<char> = text.chars().collect();
            let mut b = a.clone();
            for &at in &edits {
                b[at] = '新';
            }
            let changed = a.iter().zip(&b).filter(|(a, b)| a != b).count();
            let chain = [Anchor { a: 0, b: 0, len: 8 }];
            prop_assert!(passes_qgram_filter(&chain, &a, &b, a.len() - 2 * changed));
        }
    }

    #[test]
    fn unrelated_texts_with_a_common_formula_are_rejected() {
        let a: Vec<char> =
            "本条例自公布之日起施行天地玄黄宇宙洪荒日月盈昃辰宿列张".chars().collect();
        let b: Vec<char> =
            "本条例自公布之日起施行寒来暑往秋收冬藏闰余成岁律吕调阳".chars().collect();
        let chain = [Anchor { a: 0, b: 0, len: 11 }];
        assert!(shared_bigrams(&chain, &a, &b) <= 11);
        assert!(!passes_qgram_filter(&chain, &a, &b, 25));
    }
}
