//! Winnowing: a few shingles of each text, chosen so that two texts which share a run share one of
//! them.

use super::shingle::hash_runs;
use crate::text::width_thirds;

/// Chooses samples of the shingles of a text: in each window of neighbouring shingles the one of
/// the smallest hash (Schleimer, Wilkerson and Aiken, "Winnowing: local algorithms for document
/// fingerprinting", SIGMOD 2003; Roberts et al., "Reducing storage requirements for biological
/// sequence comparison", Bioinformatics 2004).
///
/// Which shingle of a window is chosen depends on the window alone, so that an equal run of
/// [`guaranteed`](Self::guaranteed) width has an equal sample wherever it stands. About two of
/// `window + 1` shingles are chosen.
///
/// ```
/// use leitong::sketch::Winnow;
/// let winnow = Winnow { gram: 4, window: 3 };
/// let [a, b] = ["甲乙天地玄黄宇宙洪荒", "天地玄黄宇宙洪荒日月盈昃"].map(|text| {
///     let chars: Vec<char> = text.chars().collect();
///     winnow.samples(&chars).into_iter().map(|sample| sample.hash).collect::<Vec<_>>()
/// });
/// assert!(winnow.guaranteed() <= 8 && a.iter().any(|hash| b.contains(hash)));
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Winnow {
    /// Width of a shingle in ideographs; a letter or digit of another script counts a third.
    pub gram: u32,
    /// Width of a window in ideographs: of the first characters of its shingles together.
    pub window: u32,
}

/// A shingle that was chosen.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Sample {
    /// Hash of its characters.
    pub hash: u64,
    /// Its first content character.
    pub start: u32,
    /// The character after its last one.
    pub end: u32,
}

impl Winnow {
    /// Width in ideographs of the runs that have a sample: any two texts that share a run of this
    /// width share one.
    #[must_use]
    pub fn guaranteed(self) -> u32 {
        // Characters of both widths may stand in a run, so that a window or shingle is up to two
        // thirds wider than it has to be.
        self.gram + self.window + 1
    }

    /// The samples of a text, in order. A text that is as wide as a shingle has at least one.
    ///
    /// # Panics
    /// If there are 2³² characters or more.
    #[must_use]
    pub fn samples(self, chars: &[char]) -> Vec<Sample> {
        let mut hashes = Vec::new();
        hash_runs(chars, 3 * self.gram, &mut hashes);
        let mut samples = Vec::with_capacity(hashes.len() / 4);
        let mut window = Window { left: 0, width: 0, best: 0 };
        let mut last = None;
        for right in 0..hashes.len() {
            window.slide(right, chars, &hashes, 3 * self.window);
            let is_full = window.width + 2 >= 3 * self.window || right + 1 == hashes.len();
            if is_full && last != Some(window.best) {
                last = Some(window.best);
                samples.push(self.sample(window.best, chars, hashes[window.best]));
            }
        }
        samples
    }

    fn sample(self, start: usize, chars: &[char], hash: u64) -> Sample {
        let (mut end, mut width) = (start, 0);
        while width < 3 * self.gram {
            width += width_thirds(chars[end]);
            end += 1;
        }
        Sample { hash, start: start as u32, end: end as u32 }
    }
}

/// Neighbouring shingles.
struct Window {
    /// The first of them.
    left: usize,
    /// Width of their first characters, in thirds of an ideograph.
    width: u32,
    /// The one that is chosen.
    best: usize,
}

impl Window {
    /// Takes in the next shingle, and leaves those behind that are too far back.
    fn slide(&mut self, right: usize, chars: &[char], hashes: &[u64], most: u32) {
        self.width += width_thirds(chars[right]);
        while self.width > most.max(3) {
            self.width -= width_thirds(chars[self.left]);
            self.left += 1;
        }
        if self.best < self.left {
            // The last of equal hashes stays longest in the window, so that a run of one character
            // has few samples.
            let window = (self.left..=right).rev();
            self.best = window.min_by_key(|&at| hashes[at]).expect("a window is not empty");
        } else if hashes[right] < hashes[self.best] {
            self.best = right;
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::text::width;
    use proptest::prelude::*;

    const WINNOW: Winnow = Winnow { gram: 4, window: 5 };

    fn chars(text: &str) -> Vec<char> {
        text.chars().collect()
    }

    proptest! {
        #[test]
        fn texts_that_share_a_run_share_a_sample(
            before in "[天地a1]{0,20}", run in "[天地玄黄宇宙洪荒abc1]{10,60}", behind in "[天地a1]{0,20}",
            other in "[天地a1]{0,20}",
        ) {
            prop_assume!(width(&chars(&run)) >= f64::from(WINNOW.guaranteed()));
            let [a, b] = [format!("{before}{run}{behind}"), format!("{other}{run}{before}")]
                .map(|text| WINNOW.samples(&chars(&text)));
            prop_assert!(a.iter().any(|x| b.iter().any(|y| x.hash == y.hash)));
        }

        #[test]
        fn samples_rise_and_have_the_width_of_a_shingle(text in "[天地玄黄abc1]{0,80}") {
            let chars = chars(&text);
            let samples = WINNOW.samples(&chars);
            prop_assert!(samples.is_sorted_by(|x, y| x.start < y.start));
            prop_assert_eq!(samples.is_empty(), width(&chars) < f64::from(WINNOW.gram));
            for sample in samples {
                let run = &chars[sample.start as usize..sample.end as usize];
                prop_assert!(width(run) >= 4.0 && width(&run[..run.len() - 1]) < 4.0);
            }
        }
    }

    #[test]
    fn about_two_of_a_window_and_one_more_are_chosen() {
        let mut state = 1_u32;
        let text: Vec<char> = (0..30_000)
            .map(|_| {
                state = state.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
                char::from_u32(0x4E00 + (state >> 20)).expect("an ideograph")
            })
            .collect();
        let found = WINNOW.samples(&text).len();
        assert!((9_500..10_500).contains(&found), "{found} of 30,000 at two of six");
        assert!(WINNOW.samples(&['天'; 3_000]).len() <= 601, "one of each window");
    }
}
