//! Buckets of bit signatures, one band after the other, so that no more than the pairs that are kept lie in memory.

use rayon::prelude::*;

use super::{Bands, Candidates};
use crate::sketch::BitSignature;

/// All pairs that share a bucket of at least one band and that `keep` wants. It is asked of a pair once for each band that
/// the pair shares.
///
/// A unit without a signature is paired with none.
#[must_use]
pub fn near_pairs(
    bands: Bands,
    signatures: &[Option<BitSignature>],
    keep: impl Fn(u32, u32) -> bool + Sync,
) -> Candidates {
    let of_bands: Vec<Candidates> =
        (0..bands.bands).into_par_iter().map(|band| of_band(bands, band, signatures, &keep)).collect();
    let mut all = Candidates::default();
    for of_band in of_bands {
        all.pairs.extend(of_band.pairs);
        all.capped += of_band.capped;
    }
    all.pairs.par_sort_unstable();
    all.pairs.dedup();
    all
}

fn of_band(
    bands: Bands,
    band: usize,
    signatures: &[Option<BitSignature>],
    keep: &impl Fn(u32, u32) -> bool,
) -> Candidates {
    let key = |signature: &BitSignature| signature.run(band * bands.rows, bands.rows);
    let units = signatures.iter().enumerate();
    let mut entries: Vec<(u64, u32)> =
        units.filter_map(|(unit, signature)| Some((key(signature.as_ref()?), unit as u32))).collect();
    entries.sort_unstable();
    let mut found = Candidates::default();
    for bucket in entries.chunk_by(|x, y| x.0 == y.0) {
        found.add(bucket, keep);
    }
    found
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::sketch::Projector;

    #[test]
    fn pairs_that_share_a_band_and_are_wanted_are_found_once() {
        let projector = Projector::new(4, 256, 0);
        let vectors =
            [[1.0, 2.0, 0.0, 0.5], [1.0, 2.0, 0.1, 0.5], [-1.0, -2.0, 0.0, -0.5], [0.0; 4], [2.0, 4.0, 0.0, 1.0]];
        let signatures: Vec<Option<BitSignature>> = vectors.iter().map(|vector| projector.sketch(vector)).collect();
        let bands = Bands { bands: 16, rows: 8 };
        assert_eq!(near_pairs(bands, &signatures, |_, _| true).pairs, [(0, 1), (0, 4), (1, 4)]);
        assert_eq!(near_pairs(bands, &signatures, |a, _| a == 1).pairs, [(1, 4)]);
    }
}
