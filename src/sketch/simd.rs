//! The inner loops of sketching in vector registers, where the processor has them. This is the only
//! file with unsafe code.
#![cfg_attr(
    target_arch = "x86_64",
    expect(
        unsafe_code,
        reason = "a function compiled for a processor may be called only on such a one"
    )
)]

use super::hash::{avalanche, avalanche_32};

/// Shingles that are hashed together.
pub(super) const LANES: usize = 4;
/// Shingles in a block.
pub(super) const BLOCK: usize = 64;
/// Empty slots that are filled together.
pub(super) const GROUP: usize = 16;

/// Components of the vectors that are multiplied.
pub(super) const COMPONENTS: usize = 64;
/// Vectors of a tile.
pub(crate) const TILE: usize = 16;
/// Vectors that are multiplied with those of a tile together.
pub(crate) const ROWS: usize = 4;

/// The components of the vectors of a tile, two dimensions after another: of each two dimensions the
/// components of all vectors.
pub(super) type TileColumns = [[[i16; 2]; TILE]; COMPONENTS / 2];

/// Parameters of one round of sketching.
#[derive(Debug, Clone, Copy)]
pub(super) struct Round {
    /// Key of the hashes of this round.
    pub(super) key: u64,
    /// Number of the round in the high half, which is combined with every value.
    pub(super) rank: u64,
}

impl Round {
    /// The slot of a shingle among `slots` slots, and its value there.
    #[inline]
    fn scatter(self, shingle: u64, slots: u64) -> (u64, u64) {
        let hash = avalanche(shingle ^ self.key);
        (((hash >> 32) * slots) >> 32, self.rank | (hash & 0xFFFF_FFFF))
    }
}

/// The widest supported instruction set of this processor.
#[derive(Debug, Clone, Copy)]
pub(super) struct SimdLanes(InstructionSet);

/// Instruction sets with an implementation here. Only [`SimdLanes::default`] chooses one, after
/// checking that the processor supports it.
#[derive(Debug, Clone, Copy)]
enum InstructionSet {
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
            let has_products =
                is_x86_feature_detected!("avx512dq") && is_x86_feature_detected!("avx512vl");
            return Self(if has_products { InstructionSet::Avx512 } else { InstructionSet::Avx2 });
        }
        Self(InstructionSet::Plain)
    }
}

impl SimdLanes {
    /// Hashes every shingle of a block (at most [`BLOCK`]) to one slot, which keeps its smallest
    /// value.
    #[inline]
    pub(super) fn scatter(self, block: &[[u64; LANES]], round: Round, slots: &mut [u64]) {
        match self.0 {
            InstructionSet::Plain => scatter(block, round, slots),
            // SAFETY: the processor supports the instruction set.
            #[cfg(target_arch = "x86_64")]
            InstructionSet::Avx2 => unsafe { x86::scatter_avx2(block, round, slots) },
            // SAFETY: the processor supports the instruction set.
            #[cfg(target_arch = "x86_64")]
            InstructionSet::Avx512 => unsafe { x86::scatter_avx512(block, round, slots) },
        }
    }

    /// Dot product of integer vectors.
    #[inline]
    fn dot(self, x: &[i16], y: &[i16]) -> i32 {
        match self.0 {
            InstructionSet::Plain => dot_plain(x, y),
            // SAFETY: both are chosen only on processors with AVX2.
            #[cfg(target_arch = "x86_64")]
            InstructionSet::Avx2 | InstructionSet::Avx512 => unsafe { x86::dot_avx2(x, y) },
        }
    }

    /// The sum of some rows, each multiplied by its factor.
    #[inline]
    pub(super) fn sum_of_rows(
        self,
        factors: &[f32],
        rows: &[[f32; COMPONENTS]],
    ) -> [f32; COMPONENTS] {
        match self.0 {
            InstructionSet::Plain => sum_of_rows(factors, rows),
            // SAFETY: both are chosen only on processors with AVX2.
            #[cfg(target_arch = "x86_64")]
            InstructionSet::Avx2 | InstructionSet::Avx512 => unsafe {
                x86::sum_of_rows_avx2(factors, rows)
            },
        }
    }

    /// For each row the bits of the columns with which its product is large enough.
    #[inline]
    pub(super) fn reached(
        self,
        rows: &TileRows<'_>,
        columns: &TileColumns,
        lengths: &[f32; TILE],
    ) -> [u16; ROWS] {
        match self.0 {
            InstructionSet::Plain => reached(rows, columns, lengths),
            // SAFETY: both are chosen only on processors with AVX2.
            #[cfg(target_arch = "x86_64")]
            InstructionSet::Avx2 | InstructionSet::Avx512 => unsafe {
                x86::reached_avx2(rows, columns, lengths)
            },
        }
    }

    /// For each key, the minimum of the hashes of all shingles under it.
    #[inline]
    pub(super) fn fill_empty_slots(self, shingles: &[u64], keys: &[u32; GROUP]) -> [u32; GROUP] {
        match self.0 {
            InstructionSet::Plain => fill_empty_slots(shingles, keys),
            // SAFETY: both are chosen only on processors with AVX2.
            #[cfg(target_arch = "x86_64")]
            InstructionSet::Avx2 | InstructionSet::Avx512 => unsafe {
                x86::fill_empty_slots_avx2(shingles, keys)
            },
        }
    }
}

/// Dot product of integer vectors.
#[inline]
pub(crate) fn dot(x: &[i16], y: &[i16]) -> i32 {
    SimdLanes::default().dot(x, y)
}

/// Portable implementation of [`SimdLanes::dot`].
#[inline]
fn dot_plain(x: &[i16], y: &[i16]) -> i32 {
    // A loop: the closures of an iterator would not be compiled for the registers of a caller.
    let mut sum = 0;
    for (&x, &y) in x.iter().zip(y) {
        sum += i32::from(x) * i32::from(y);
    }
    sum
}

/// Portable implementation of [`SimdLanes::sum_of_rows`]. Each component is summed in the order of the
/// rows, whatever the width of the registers.
#[inline]
fn sum_of_rows(factors: &[f32], rows: &[[f32; COMPONENTS]]) -> [f32; COMPONENTS] {
    let mut sums = [0.0; COMPONENTS];
    for (&factor, row) in factors.iter().zip(rows) {
        for (sum, &number) in sums.iter_mut().zip(row) {
            *sum += factor * number;
        }
    }
    sums
}

/// Integer vectors that are multiplied with those of a tile.
#[derive(Debug, Clone, Copy)]
pub(super) struct TileRows<'v> {
    /// Components of each vector, from -127 to 127.
    pub(super) numbers: [&'v [i16; COMPONENTS]; ROWS],
    /// Least product of each vector with one of length 1.
    pub(super) least: [f32; ROWS],
}

/// Portable implementation of [`SimdLanes::reached`]. Products fit the 24 bits of a float.
fn reached(rows: &TileRows<'_>, columns: &TileColumns, lengths: &[f32; TILE]) -> [u16; ROWS] {
    let mut bits = [0; ROWS];
    for ((bits, numbers), least) in bits.iter_mut().zip(rows.numbers).zip(rows.least) {
        let mut products = [0; TILE];
        for (column, two) in columns.iter().zip(numbers.as_chunks::<2>().0) {
            for (product, of) in products.iter_mut().zip(column) {
                *product +=
                    i32::from(two[0]) * i32::from(of[0]) + i32::from(two[1]) * i32::from(of[1]);
            }
        }
        for (at, (&product, &length)) in products.iter().zip(lengths).enumerate() {
            *bits |= u16::from(product as f32 >= least * length) << at;
        }
    }
    bits
}

/// Portable implementation of [`SimdLanes::scatter`].
fn scatter(block: &[[u64; LANES]], round: Round, slots: &mut [u64]) {
    let count = slots.len() as u64;
    for &shingle in block.as_flattened() {
        let (slot, value) = round.scatter(shingle, count);
        keep(slot, value, slots);
    }
}

/// Lowers a slot to `value`, if that is smaller.
#[inline]
fn keep(slot: u64, value: u64, slots: &mut [u64]) {
    let slot = &mut slots[slot as usize];
    *slot = (*slot).min(value);
}

/// Portable implementation of [`SimdLanes::fill_empty_slots`].
fn fill_empty_slots(shingles: &[u64], keys: &[u32; GROUP]) -> [u32; GROUP] {
    let mut least = [u32::MAX; GROUP];
    for &shingle in shingles {
        for (least, key) in least.iter_mut().zip(keys) {
            *least = (*least).min(avalanche_32(shingle as u32 ^ key));
        }
    }
    least
}

#[cfg(target_arch = "x86_64")]
mod x86 {
    //! Implementations for four shingles, or eight slots, at once. Slots and values pass through
    //! memory, since extracting them from a register one by one costs more than hashing. Registers
    //! of 512 bits are slower than those of 256 bits on Zen 4.

    use std::arch::x86_64::{
        __m256, __m256i, _CMP_GE_OQ, _mm256_add_epi32, _mm256_add_epi64, _mm256_and_si256,
        _mm256_cmp_ps, _mm256_cvtepi32_ps, _mm256_madd_epi16, _mm256_min_epu32, _mm256_movemask_ps,
        _mm256_mul_epu32, _mm256_mul_ps, _mm256_mullo_epi32, _mm256_mullo_epi64, _mm256_or_si256,
        _mm256_set1_epi32, _mm256_set1_epi64x, _mm256_set1_ps, _mm256_setzero_si256,
        _mm256_slli_epi64, _mm256_srli_epi32, _mm256_srli_epi64, _mm256_xor_si256,
    };
    use std::mem::transmute;

    use super::super::hash::{MULTIPLIER, SHORT_MULTIPLIERS};
    use super::{
        BLOCK, COMPONENTS, GROUP, LANES, ROWS, Round, TILE, TileColumns, TileRows, dot_plain, keep,
        sum_of_rows,
    };

    /// [`super::scatter`] with `$product` for the multiplication in `avalanche`.
    macro_rules! scatter {
        ($name:ident, $features:literal, $product:ident) => {
            #[target_feature(enable = $features)]
            pub(super) fn $name(block: &[[u64; LANES]], round: Round, slots: &mut [u64]) {
                let (key, rank, count) = (all(round.key), all(round.rank), all(slots.len() as u64));
                let mut places = [[0_u64; LANES]; BLOCK / LANES];
                let mut values = [[0_u64; LANES]; BLOCK / LANES];
                for ((&shingles, places), values) in block.iter().zip(&mut places).zip(&mut values)
                {
                    let hash = _mm256_xor_si256(register(shingles), key);
                    let hash = $product(_mm256_xor_si256(hash, _mm256_srli_epi64::<37>(hash)));
                    let high = _mm256_srli_epi64::<32>(hash);
                    let value = _mm256_and_si256(_mm256_xor_si256(hash, high), all(0xFFFF_FFFF));
                    let place = _mm256_srli_epi64::<32>(_mm256_mul_epu32(high, count));
                    *places = words(place);
                    *values = words(_mm256_or_si256(value, rank));
                }
                let count = block.as_flattened().len();
                let (places, values) =
                    (&places.as_flattened()[..count], &values.as_flattened()[..count]);
                places.iter().zip(values).for_each(|(&place, &value)| keep(place, value, slots));
            }
        };
    }

    scatter!(scatter_avx2, "avx2,bmi2", product_of_halves);
    scatter!(scatter_avx512, "avx512dq,avx512vl,bmi2", product);

    /// [`super::fill_empty_slots`] with eight keys in a register. Compilers vectorise over shingles
    /// instead, and run out of registers.
    #[target_feature(enable = "avx2")]
    pub(super) fn fill_empty_slots_avx2(shingles: &[u64], keys: &[u32; GROUP]) -> [u32; GROUP] {
        let keys = short_registers(keys);
        let mut least = [_mm256_set1_epi32(-1); GROUP / 8];
        for &shingle in shingles {
            let shingle = _mm256_set1_epi32(shingle as i32);
            for (least, &key) in least.iter_mut().zip(&keys) {
                let hash =
                    _mm256_mullo_epi32(_mm256_xor_si256(shingle, key), short(SHORT_MULTIPLIERS[0]));
                let hash = _mm256_xor_si256(hash, _mm256_srli_epi32::<15>(hash));
                *least =
                    _mm256_min_epu32(*least, _mm256_mullo_epi32(hash, short(SHORT_MULTIPLIERS[1])));
            }
        }
        short_words(least)
    }

    /// [`super::reached`] with the products of all rows in registers.
    #[target_feature(enable = "avx2")]
    #[expect(
        clippy::needless_range_loop,
        reason = "the closures of iterators would not be compiled for the registers of this function"
    )]
    pub(super) fn reached_avx2(
        rows: &TileRows<'_>,
        columns: &TileColumns,
        lengths: &[f32; TILE],
    ) -> [u16; ROWS] {
        // SAFETY: both types have the same size, and every bit pattern is valid for both.
        let lengths = unsafe { transmute::<[f32; TILE], [__m256; TILE / 8]>(*lengths) };
        let mut products = [[_mm256_setzero_si256(); TILE / 8]; ROWS];
        for at in 0..columns.len() {
            // SAFETY: as above.
            let column = unsafe { transmute::<[[i16; 2]; TILE], [__m256i; TILE / 8]>(columns[at]) };
            for row in 0..ROWS {
                let [low, high] = [rows.numbers[row][2 * at], rows.numbers[row][2 * at + 1]];
                let two = i32::from(low.cast_unsigned()) | i32::from(high) << 16;
                for half in 0..TILE / 8 {
                    let both = _mm256_madd_epi16(_mm256_set1_epi32(two), column[half]);
                    products[row][half] = _mm256_add_epi32(products[row][half], both);
                }
            }
        }
        let mut bits = [0; ROWS];
        for row in 0..ROWS {
            for half in 0..TILE / 8 {
                let least = _mm256_mul_ps(_mm256_set1_ps(rows.least[row]), lengths[half]);
                let product = _mm256_cvtepi32_ps(products[row][half]);
                let is_enough = _mm256_movemask_ps(_mm256_cmp_ps::<_CMP_GE_OQ>(product, least));
                bits[row] |= (is_enough.cast_unsigned() as u16) << (8 * half);
            }
        }
        bits
    }

    /// [`super::sum_of_rows`], compiled for registers of 256 bits.
    #[target_feature(enable = "avx2")]
    pub(super) fn sum_of_rows_avx2(
        factors: &[f32],
        rows: &[[f32; COMPONENTS]],
    ) -> [f32; COMPONENTS] {
        sum_of_rows(factors, rows)
    }

    /// [`super::dot_plain`], compiled for registers of 256 bits.
    #[target_feature(enable = "avx2")]
    pub(super) fn dot_avx2(x: &[i16], y: &[i16]) -> i32 {
        dot_plain(x, y)
    }

    #[inline]
    #[target_feature(enable = "avx2")]
    fn short(value: u32) -> __m256i {
        _mm256_set1_epi32(value.cast_signed())
    }

    #[inline]
    #[target_feature(enable = "avx2")]
    fn short_registers(words: &[u32; GROUP]) -> [__m256i; GROUP / 8] {
        // SAFETY: both types have the same size, and every bit pattern is valid for both.
        unsafe { transmute::<[u32; GROUP], [__m256i; GROUP / 8]>(*words) }
    }

    #[inline]
    #[target_feature(enable = "avx2")]
    fn short_words(registers: [__m256i; GROUP / 8]) -> [u32; GROUP] {
        // SAFETY: as in the inverse function.
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
        // SAFETY: both types have 256 bits, and every bit pattern is valid for both.
        unsafe { transmute::<[u64; LANES], __m256i>(words) }
    }

    #[inline]
    #[target_feature(enable = "avx2")]
    fn words(register: __m256i) -> [u64; LANES] {
        // SAFETY: as in the inverse function.
        unsafe { transmute::<__m256i, [u64; LANES]>(register) }
    }

    #[inline]
    #[target_feature(enable = "avx512dq,avx512vl")]
    fn product(hash: __m256i) -> __m256i {
        _mm256_mullo_epi64(hash, all(MULTIPLIER))
    }

    /// The product of [`product`], computed from products of 32 bits, for processors without
    /// AVX-512.
    #[inline]
    #[target_feature(enable = "avx2")]
    fn product_of_halves(hash: __m256i) -> __m256i {
        let (low, high) = (all(MULTIPLIER), all(MULTIPLIER >> 32));
        let crossed = _mm256_add_epi64(
            _mm256_mul_epu32(_mm256_srli_epi64::<32>(hash), low),
            _mm256_mul_epu32(hash, high),
        );
        _mm256_add_epi64(_mm256_mul_epu32(hash, low), _mm256_slli_epi64::<32>(crossed))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    proptest! {
        /// Every instruction set that the processor supports is tested, not only the widest.
        #[test]
        fn all_instruction_sets_scatter_alike(
            block in prop::collection::vec(any::<[u64; LANES]>(), 0..=BLOCK / LANES),
            (key, rank) in any::<(u64, u32)>(),
            count in 1_usize..600,
        ) {
            let round = Round { key, rank: u64::from(rank) << 32 };
            let scattered = |set| {
                let mut slots = vec![u64::MAX; count];
                SimdLanes(set).scatter(&block, round, &mut slots);
                slots
            };
            let expected = scattered(InstructionSet::Plain);
            prop_assert_eq!(&scattered(SimdLanes::default().0), &expected);
            #[cfg(target_arch = "x86_64")]
            if is_x86_feature_detected!("avx2") && is_x86_feature_detected!("bmi2") {
                prop_assert_eq!(&scattered(InstructionSet::Avx2), &expected);
            }
        }

        #[test]
        fn all_instruction_sets_multiply_alike(pairs in prop::collection::vec(any::<(i8, i8)>(), 0..300)) {
            let (x, y): (Vec<i16>, Vec<i16>) =
                pairs.iter().map(|&(x, y)| (i16::from(x), i16::from(y))).unzip();
            let expected = pairs.iter().map(|&(x, y)| i32::from(x) * i32::from(y)).sum::<i32>();
            prop_assert_eq!(SimdLanes(InstructionSet::Plain).dot(&x, &y), expected);
            prop_assert_eq!(SimdLanes::default().dot(&x, &y), expected);
        }

        #[test]
        fn all_instruction_sets_fill_alike(shingles in prop::collection::vec(any::<u64>(), 1..99), keys in any::<[u32; GROUP]>()) {
            let values = |key| shingles.iter().map(move |&shingle| avalanche_32(shingle as u32 ^ key)).min();
            let expected = keys.map(|key| values(key).expect("there is a shingle"));
            prop_assert_eq!(SimdLanes(InstructionSet::Plain).fill_empty_slots(&shingles, &keys), expected);
            prop_assert_eq!(SimdLanes::default().fill_empty_slots(&shingles, &keys), expected);
        }
    }
}
