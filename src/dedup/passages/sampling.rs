//! How texts are sampled.

use crate::sketch::Winnow;

/// Width of a sampled run in ideographs. Shorter ones are found around more edits, and more often in
/// texts that have nothing else in common.
const GRAM: usize = 8;
/// Width of the windows of which each has a sample, in ideographs, unless the memory asks for wider
/// ones. With wider windows fewer edited passages are found, with narrower ones the table is larger.
const WINDOW: usize = 12;
/// Places of a run that are looked at, the first in the order of rank. A run of which more are kept
/// is a formula that is shorter than passages.
pub(super) const PLACES: usize = 16;
/// Bytes of a sample in the table, about.
const SAMPLE_BYTES: u64 = 24;

/// How so many bytes of text are sampled: so that an equal passage has two samples, or one if these
/// would take more than the budget.
pub(super) fn winnow(min_chars: usize, bytes: u64, budget: u64) -> Winnow {
    let gram = GRAM.min(min_chars / 2).max(1);
    let narrow = WINDOW.min((min_chars - gram).saturating_sub(1) / 2).max(1);
    let wide = (min_chars - gram).saturating_sub(1).max(narrow);
    let mut windows = (narrow..=wide).map(|window| window as u32);
    let window = windows.find(|&window| sample_bytes(bytes, window) <= budget);
    Winnow { gram: gram as u32, window: window.unwrap_or(wide as u32) }
}

/// Bytes that the samples of so many bytes of text take in the table, about.
pub(super) fn sample_bytes(bytes: u64, window: u32) -> u64 {
    // Three bytes are an ideograph or three letters.
    bytes / 3 * 2 / (u64::from(window) + 1) * SAMPLE_BYTES
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn windows_are_wider_where_the_memory_is_small() {
        let of = |bytes| winnow(50, bytes, 1 << 30);
        assert_eq!(of(1 << 30), Winnow { gram: 8, window: 15 });
        assert_eq!(of(1), Winnow { gram: 8, window: 12 });
        assert_eq!(of(1 << 40), Winnow { gram: 8, window: 41 });
        assert!(of(1 << 40).guaranteed() <= 50, "no equal passage is without a sample");
        assert_eq!(winnow(10, 1, 1), Winnow { gram: 5, window: 2 });
        assert_eq!(winnow(10, 1 << 40, 1), Winnow { gram: 5, window: 4 });
    }
}
