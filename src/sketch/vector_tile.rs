//! Sixteen vectors side by side, so that others are compared with all of them at once.

use super::simd::{ROWS, SimdLanes, TILE, TileColumns, TileRows};
use super::vector::{MAX_COMPONENTS, Vector};

/// Up to [`TILE`] vectors.
#[derive(Debug, Clone)]
#[repr(align(32))]
pub(crate) struct VectorTile {
    columns: TileColumns,
    /// Lengths of the vectors; infinite where there is none.
    lengths: [f32; TILE],
}

impl VectorTile {
    /// The first [`TILE`] of some vectors.
    pub(crate) fn of<'v>(vectors: impl IntoIterator<Item = &'v Vector>) -> Self {
        let mut tile =
            Self { columns: [[[0; 2]; TILE]; MAX_COMPONENTS / 2], lengths: [f32::INFINITY; TILE] };
        for (column, vector) in vectors.into_iter().take(TILE).enumerate() {
            tile.lengths[column] = vector.length();
            for (row, two) in tile.columns.iter_mut().zip(vector.numbers.as_chunks::<2>().0) {
                row[column] = *two;
            }
        }
        tile
    }

    /// For each of some vectors the bits of the vectors of the tile with which its cosine is `least` or
    /// more, but for rounding errors of 32-bit floats. All cosines asked for must be above 0.
    pub(crate) fn reached(&self, vectors: [&Vector; ROWS], least: [f32; ROWS]) -> [u16; ROWS] {
        let rows = TileRows {
            numbers: vectors.map(|vector| &vector.numbers),
            least: std::array::from_fn(|row| least[row] * vectors[row].length()),
        };
        SimdLanes::default().reached(&rows, &self.columns, &self.lengths)
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn vectors(count: std::ops::Range<usize>) -> impl Strategy<Value = Vec<Vector>> {
        let vector = prop::collection::vec(-1.0_f32..1.0, 1..=MAX_COMPONENTS);
        prop::collection::vec(vector.prop_map(|numbers| Vector::new(&numbers)), count)
    }

    proptest! {
        #[test]
        fn those_are_reached_whose_cosine_is_high_enough(
            rows in vectors(ROWS..ROWS + 1),
            columns in vectors(0..TILE + 1),
            least in 0.01_f32..0.99,
        ) {
            let tile = VectorTile::of(&columns);
            let reached = tile.reached([&rows[0], &rows[1], &rows[2], &rows[3]], [least; ROWS]);
            for (row, bits) in rows.iter().zip(reached) {
                for at in 0..TILE {
                    let cosine = columns.get(at).map_or(0.0, |column| row.cosine(column));
                    if (cosine - f64::from(least)).abs() > 1e-5 {
                        prop_assert_eq!(bits >> at & 1 == 1, cosine > f64::from(least));
                    }
                }
            }
        }
    }
}
