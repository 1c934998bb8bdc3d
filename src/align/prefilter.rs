//! A quick look whether two places around a chain can hold a passage at all.
//!
//! If `e` characters are equal and `d` are changed, the equal ones stand in at most `d + 1` runs, and so hold at least
//! `e - d - 1` pairs of neighbours. A passage whose strength `e - d` is asked to be `s` thus shares `s - 1` pairs. Strangers that
//! share one run of ten characters share few pairs around it, which is counted without aligning.

use super::chain::Anchor;

/// How far around a chain pairs are looked for, in content characters.
const AROUND: usize = 64;
/// Bits of the table of pairs; pairs that share a bit are counted too often, never too seldom.
const BITS: usize = 1 << 13;

/// Pairs of neighbouring characters that both sides hold in and around a chain, or more.
pub(super) fn shared_pairs(chain: &[Anchor], a: &[char], b: &[char]) -> usize {
    let (Some(first), Some(last)) = (chain.first(), chain.last()) else {
        return 0;
    };
    let near_a = &a[(first.a as usize).saturating_sub(AROUND)..a.len().min(last.a_end() as usize + AROUND)];
    let near_b = &b[(first.b as usize).saturating_sub(AROUND)..b.len().min(last.b_end() as usize + AROUND)];
    let mut held = [0_u64; BITS / 64];
    for bit in pairs(near_a) {
        held[bit / 64] |= 1 << (bit % 64);
    }
    pairs(near_b).filter(|bit| held[bit / 64] >> (bit % 64) & 1 == 1).count()
}

/// For each pair of neighbours its bit in the table.
fn pairs(chars: &[char]) -> impl Iterator<Item = usize> + '_ {
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
        fn no_passage_shares_fewer_pairs_than_its_strength(text in "[甲-癸]{8}[一-十]{40}", edits in prop::collection::vec(8_usize..48, 0..12)) {
            let a: Vec<char> = text.chars().collect();
            let mut b = a.clone();
            for &at in &edits {
                b[at] = '新';
            }
            let changed = a.iter().zip(&b).filter(|(a, b)| a != b).count();
            let chain = [Anchor { a: 0, b: 0, len: 8 }];
            prop_assert!(shared_pairs(&chain, &a, &b) + 1 >= a.len() - 2 * changed);
        }
    }

    #[test]
    fn strangers_share_few() {
        let a: Vec<char> = "本条例自公布之日起施行天地玄黄宇宙洪荒日月盈昃辰宿列张".chars().collect();
        let b: Vec<char> = "本条例自公布之日起施行寒来暑往秋收冬藏闰余成岁律吕调阳".chars().collect();
        assert!(shared_pairs(&[Anchor { a: 0, b: 0, len: 11 }], &a, &b) <= 11);
    }
}
