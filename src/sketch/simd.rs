//! The inner loops of sketching, several hashes at once where the processor can: the only place with unsafe code.
#![cfg_attr(
    target_arch = "x86_64",
    expect(unsafe_code, reason = "a function compiled for a processor may be called only on such a one")
)]

use super::hash::{finish, finish_short};

/// Shingles that are hashed together.
pub(super) const LANES: usize = 4;
/// Shingles in a block.
pub(super) const BLOCK: usize = 64;
/// Slots that are settled together.
pub(super) const GROUP: usize = 16;

/// What a round adds to the hash of a shingle.
#[derive(Debug, Clone, Copy)]
pub(super) struct Round {
    /// Goes into every hash.
    pub(super) key: u64,
    /// Stands above every value, in the high half.
    pub(super) rank: u64,
}

impl Round {
    /// The slot, of `slots` ones, where a shingle falls, and its value there.
    #[inline]
    fn scatter(self, shingle: u64, slots: u64) -> (u64, u64) {
        let hash = finish(shingle ^ self.key);
        (((hash >> 32) * slots) >> 32, self.rank | (hash & 0xFFFF_FFFF))
    }
}

/// The widest instructions that this processor has for the purpose.
#[derive(Debug, Clone, Copy)]
pub(super) struct SimdLanes(Kind);

/// Made by [`SimdLanes::default`] only, so that none is called where it cannot run.
#[derive(Debug, Clone, Copy)]
enum Kind {
    Plain,
    #[cfg(target_arch = "x86_64")]
    Avx2,
    #[cfg(target_arch = "x86_64")]
    Avx512,
}

impl Default for SimdLanes {
    fn default() -> Self {
        #[cfg(target_arch = "x86_64")]
        if is_x86_feature_detected!("avx2") && is_x86_feature_detected!("bmi2") {
            let has_products = is_x86_feature_detected!("avx512dq") && is_x86_feature_detected!("avx512vl");
            return Self(if has_products { Kind::Avx512 } else { Kind::Avx2 });
        }
        Self(Kind::Plain)
    }
}

impl SimdLanes {
    /// Throws every shingle of a block (at most [`BLOCK`]) into one of the slots, where the smallest value stays.
    #[inline]
    pub(super) fn scatter(self, block: &[[u64; LANES]], round: Round, slots: &mut [u64]) {
        match self.0 {
            Kind::Plain => scatter(block, round, slots),
            // SAFETY: the kind was found on this processor.
            #[cfg(target_arch = "x86_64")]
            Kind::Avx2 => unsafe { x86::throw_avx2(block, round, slots) },
            // SAFETY: the kind was found on this processor.
            #[cfg(target_arch = "x86_64")]
            Kind::Avx512 => unsafe { x86::throw_avx512(block, round, slots) },
        }
    }

    /// For each key, the smallest value that any of the shingles has under it.
    #[inline]
    pub(super) fn fill_empty_slots(self, shingles: &[u64], keys: &[u32; GROUP]) -> [u32; GROUP] {
        match self.0 {
            Kind::Plain => fill_empty_slots(shingles, keys),
            // SAFETY: both kinds are found only where AVX2 is.
            #[cfg(target_arch = "x86_64")]
            Kind::Avx2 | Kind::Avx512 => unsafe { x86::fill_empty_slots_avx2(shingles, keys) },
        }
    }
}

fn scatter(block: &[[u64; LANES]], round: Round, slots: &mut [u64]) {
    let count = slots.len() as u64;
    for &shingle in block.as_flattened() {
        let (slot, value) = round.scatter(shingle, count);
        keep(slot, value, slots);
    }
}

#[inline]
fn keep(slot: u64, value: u64, slots: &mut [u64]) {
    let slot = &mut slots[slot as usize];
    *slot = (*slot).min(value);
}

fn fill_empty_slots(shingles: &[u64], keys: &[u32; GROUP]) -> [u32; GROUP] {
    let mut least = [u32::MAX; GROUP];
    for &shingle in shingles {
        for (least, key) in least.iter_mut().zip(keys) {
            *least = (*least).min(finish_short(shingle as u32 ^ key));
        }
    }
    least
}

#[cfg(target_arch = "x86_64")]
mod x86 {
    //! The same for four shingles, or eight slots, at once. Where shingles fall, slots and values go through memory: taking them out of a register one by one costs more
    //! than hashing. Registers of 512 bits proved slower than none, on Zen 4.

    use std::arch::x86_64::{
        __m256i, _mm256_add_epi64, _mm256_and_si256, _mm256_min_epu32, _mm256_mul_epu32, _mm256_mullo_epi32,
        _mm256_mullo_epi64, _mm256_or_si256, _mm256_set1_epi32, _mm256_set1_epi64x, _mm256_slli_epi64,
        _mm256_srli_epi32, _mm256_srli_epi64, _mm256_xor_si256,
    };
    use std::mem::transmute;

    use super::super::hash::{MULTIPLIER, SHORT_MULTIPLIERS};
    use super::{BLOCK, GROUP, LANES, Round, keep};

    /// [`super::scatter`] with `$product` for the multiplication in `finish`.
    macro_rules! scatter {
        ($name:ident, $features:literal, $product:ident) => {
            #[target_feature(enable = $features)]
            pub(super) fn $name(block: &[[u64; LANES]], round: Round, slots: &mut [u64]) {
                let (key, rank, count) = (all(round.key), all(round.rank), all(slots.len() as u64));
                let mut places = [[0_u64; LANES]; BLOCK / LANES];
                let mut values = [[0_u64; LANES]; BLOCK / LANES];
                for ((&shingles, places), values) in block.iter().zip(&mut places).zip(&mut values) {
                    let hash = _mm256_xor_si256(register(shingles), key);
                    let hash = $product(_mm256_xor_si256(hash, _mm256_srli_epi64::<37>(hash)));
                    let high = _mm256_srli_epi64::<32>(hash);
                    let value = _mm256_and_si256(_mm256_xor_si256(hash, high), all(0xFFFF_FFFF));
                    let place = _mm256_srli_epi64::<32>(_mm256_mul_epu32(high, count));
                    *places = words(place);
                    *values = words(_mm256_or_si256(value, rank));
                }
                let thrown = block.as_flattened().len();
                let (places, values) = (&places.as_flattened()[..thrown], &values.as_flattened()[..thrown]);
                places.iter().zip(values).for_each(|(&place, &value)| keep(place, value, slots));
            }
        };
    }

    scatter!(throw_avx2, "avx2,bmi2", product_of_halves);
    scatter!(throw_avx512, "avx512dq,avx512vl,bmi2", product);

    /// [`super::fill_empty_slots`], eight keys to a register. Compilers put shingles there in place of keys, and run out of registers.
    #[target_feature(enable = "avx2")]
    pub(super) fn fill_empty_slots_avx2(shingles: &[u64], keys: &[u32; GROUP]) -> [u32; GROUP] {
        let keys = short_registers(keys);
        let mut least = [_mm256_set1_epi32(-1); GROUP / 8];
        for &shingle in shingles {
            let shingle = _mm256_set1_epi32(shingle as i32);
            for (least, &key) in least.iter_mut().zip(&keys) {
                let hash = _mm256_mullo_epi32(_mm256_xor_si256(shingle, key), short(SHORT_MULTIPLIERS[0]));
                let hash = _mm256_xor_si256(hash, _mm256_srli_epi32::<15>(hash));
                *least = _mm256_min_epu32(*least, _mm256_mullo_epi32(hash, short(SHORT_MULTIPLIERS[1])));
            }
        }
        short_words(least)
    }

    #[inline]
    #[target_feature(enable = "avx2")]
    fn short(value: u32) -> __m256i {
        _mm256_set1_epi32(value.cast_signed())
    }

    #[inline]
    #[target_feature(enable = "avx2")]
    fn short_registers(words: &[u32; GROUP]) -> [__m256i; GROUP / 8] {
        // SAFETY: so many words of 32 bits are as many bits, whatever they hold.
        unsafe { transmute::<[u32; GROUP], [__m256i; GROUP / 8]>(*words) }
    }

    #[inline]
    #[target_feature(enable = "avx2")]
    fn short_words(registers: [__m256i; GROUP / 8]) -> [u32; GROUP] {
        // SAFETY: as above.
        unsafe { transmute::<[__m256i; GROUP / 8], [u32; GROUP]>(registers) }
    }

    #[inline]
    #[target_feature(enable = "avx2")]
    fn all(value: u64) -> __m256i {
        _mm256_set1_epi64x(value.cast_signed())
    }

    #[inline]
    #[target_feature(enable = "avx2")]
    fn register(words: [u64; LANES]) -> __m256i {
        // SAFETY: four words of 64 bits are 256 bits, whatever they hold.
        unsafe { transmute::<[u64; LANES], __m256i>(words) }
    }

    #[inline]
    #[target_feature(enable = "avx2")]
    fn words(register: __m256i) -> [u64; LANES] {
        // SAFETY: as above.
        unsafe { transmute::<__m256i, [u64; LANES]>(register) }
    }

    #[inline]
    #[target_feature(enable = "avx512dq,avx512vl")]
    fn product(hash: __m256i) -> __m256i {
        _mm256_mullo_epi64(hash, all(MULTIPLIER))
    }

    /// The same out of products of 32 bits.
    #[inline]
    #[target_feature(enable = "avx2")]
    fn product_of_halves(hash: __m256i) -> __m256i {
        let (low, high) = (all(MULTIPLIER), all(MULTIPLIER >> 32));
        let crossed =
            _mm256_add_epi64(_mm256_mul_epu32(_mm256_srli_epi64::<32>(hash), low), _mm256_mul_epu32(hash, high));
        _mm256_add_epi64(_mm256_mul_epu32(hash, low), _mm256_slli_epi64::<32>(crossed))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    proptest! {
        /// Not only the widest: each kind that this processor has.
        #[test]
        fn all_kinds_throw_alike(
            block in prop::collection::vec(any::<[u64; LANES]>(), 0..=BLOCK / LANES),
            (key, rank) in any::<(u64, u32)>(),
            count in 1_usize..600,
        ) {
            let round = Round { key, rank: u64::from(rank) << 32 };
            let thrown = |kind| {
                let mut slots = vec![u64::MAX; count];
                SimdLanes(kind).scatter(&block, round, &mut slots);
                slots
            };
            let expected = thrown(Kind::Plain);
            prop_assert_eq!(&thrown(SimdLanes::default().0), &expected);
            #[cfg(target_arch = "x86_64")]
            if is_x86_feature_detected!("avx2") && is_x86_feature_detected!("bmi2") {
                prop_assert_eq!(&thrown(Kind::Avx2), &expected);
            }
        }

        #[test]
        fn all_kinds_settle_alike(shingles in prop::collection::vec(any::<u64>(), 1..99), keys in any::<[u32; GROUP]>()) {
            let values = |key| shingles.iter().map(move |&shingle| finish_short(shingle as u32 ^ key)).min();
            let expected = keys.map(|key| values(key).expect("there is a shingle"));
            prop_assert_eq!(SimdLanes(Kind::Plain).fill_empty_slots(&shingles, &keys), expected);
            prop_assert_eq!(SimdLanes::default().fill_empty_slots(&shingles, &keys), expected);
        }
    }
}
