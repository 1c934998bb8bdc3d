//! [`NearBucket`]: the vectors of one bucket, each compared with all others.

use std::ops::Range;
use std::sync::{Mutex, PoisonError};

use rayon::prelude::*;

use super::Limits;
use super::near_list::{NearCosines, NearList, Neighbour};
use crate::sketch::{ROWS, TILE, Vector, VectorTile};

/// Vectors that one task compares with the others of a bucket.
const ROWS_OF_TASK: usize = 128;
/// Tiles that are compared with all vectors of a task before the next ones, so that the nearest cache
/// holds them.
const TILES_AT_ONCE: usize = 8;
/// Rounding errors of the cosines of tiles are smaller.
const ROUNDING: f64 = 1e-5;

/// What the vectors of buckets are compared by.
pub(super) struct NearSearch<'v, A> {
    pub(super) vectors: &'v [Vector],
    pub(super) cosines: NearCosines,
    pub(super) limits: Limits,
    /// Whether two vectors, the lower one first, may be near each other.
    pub(super) accepts: A,
    /// The vectors near each vector. Each is in one bucket at a time, so that no task waits for another.
    pub(super) lists: Vec<Mutex<NearList>>,
}

impl<A: Fn(u32, u32) -> bool + Sync> NearSearch<'_, A> {
    /// Compares the vectors of a bucket, which are in ascending order, with each other, if it has at
    /// most `largest`; else those of parts of this size.
    pub(super) fn compare(&self, bucket: &[u32], largest: usize) {
        bucket.par_chunks(largest).for_each(|part| {
            let tiles: Vec<VectorTile> = part
                .chunks(TILE)
                .map(|units| VectorTile::of(units.iter().map(|&unit| self.vector(unit))))
                .collect();
            let tasks = (0..part.len()).into_par_iter().step_by(ROWS_OF_TASK);
            tasks.for_each(|start| {
                let rows = start..part.len().min(start + ROWS_OF_TASK);
                NearBucket { search: self, units: part, tiles: &tiles }.compare(rows);
            });
        });
    }

    fn vector(&self, unit: u32) -> &Vector {
        &self.vectors[unit as usize]
    }
}

/// Vectors that are compared with each other.
struct NearBucket<'b, 'v, A> {
    search: &'b NearSearch<'v, A>,
    units: &'b [u32],
    tiles: &'b [VectorTile],
}

/// A vector that is compared with those of a bucket.
struct Row {
    unit: u32,
    list: NearList,
}

impl<A: Fn(u32, u32) -> bool + Sync> NearBucket<'_, '_, A> {
    /// Compares some of the vectors with all of the bucket. Crowded ones are compared with no more.
    fn compare(&self, rows: Range<usize>) {
        let units = self.units[rows].iter();
        let rows = units.map(|&unit| Row { unit, list: std::mem::take(&mut self.lock(unit)) });
        let (crowded, mut rows): (Vec<Row>, Vec<Row>) =
            rows.partition(|row| row.list.is_crowded(row.unit, self.search.limits));
        for (tiles, first) in self.tiles.chunks(TILES_AT_ONCE).zip((0..).step_by(TILES_AT_ONCE)) {
            for rows in rows.chunks_mut(ROWS) {
                self.compare_some(rows, tiles, first);
            }
        }
        for row in rows.into_iter().chain(crowded) {
            *self.lock(row.unit) = row.list;
        }
    }

    /// Compares up to [`ROWS`] vectors with those of some tiles, of which the first is number `first`.
    fn compare_some(&self, rows: &mut [Row], tiles: &[VectorTile], first: usize) {
        let vectors =
            std::array::from_fn(|at| self.search.vector(rows.get(at).unwrap_or(&rows[0]).unit));
        let mut least = [0.0; ROWS];
        rows.iter().zip(&mut least).for_each(|(row, least)| *least = self.least(row));
        for (tile, number) in tiles.iter().zip(first..) {
            let reached = tile.reached(vectors, least);
            for ((row, least), mut bits) in rows.iter_mut().zip(&mut least).zip(reached) {
                if bits == 0 {
                    continue;
                }
                while bits != 0 {
                    self.add(row, self.units[number * TILE + bits.trailing_zeros() as usize]);
                    bits &= bits - 1;
                }
                *least = self.least(row);
            }
        }
    }

    /// The least cosine, about, of a vector that may be added.
    fn least(&self, row: &Row) -> f32 {
        (row.list.least(self.search.cosines, self.search.limits) - ROUNDING) as f32
    }

    /// Adds another vector to those near a vector.
    fn add(&self, row: &mut Row, other: u32) {
        let (a, b) = (row.unit.min(other), row.unit.max(other));
        if a == b {
            return;
        }
        let cosine = self.search.vector(a).cosine(self.search.vector(b));
        let NearSearch { cosines, limits, accepts, .. } = self.search;
        row.list.add(Neighbour { other, cosine }, *cosines, *limits, || accepts(a, b));
    }

    fn lock(&self, unit: u32) -> std::sync::MutexGuard<'_, NearList> {
        self.search.lists[unit as usize].lock().unwrap_or_else(PoisonError::into_inner)
    }
}
