//! Shingles: overlapping runs of content characters or words, as 64-bit hashes.

use std::fmt;
use std::ops::Range;
use std::str::FromStr;

use super::IdfWeights;
use super::hash::{avalanche, hash_word};
use crate::error::Error;
use crate::text::{Content, width_thirds, words};

/// Maximum length of a shingle in characters or words. Longer ones find only near-exact copies. The
/// bound refuses mistakes such as `char:500`; no result depends on its size, which was not measured.
const LONGEST: usize = 64;
/// Base of the polynomial hash: odd, so that multiplication is a bijection, and a prime of XXH64
/// with its bits evenly distributed.
const BASE: u64 = 0x9E37_79B1_85EB_CA87;
/// Multiplier that separates the hashes of texts shorter than a shingle from the hashes of
/// shingles.
const SHORT: u64 = 0x27D4_EB2F_1656_67C5;

/// The kind and length of shingles.
///
/// ```
/// use leitong::sketch::Shingling;
/// let shingling: Shingling = "char:5".parse()?;
/// assert_eq!(shingling, Shingling::Chars(5));
/// # Ok::<(), leitong::error::Error>(())
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub enum Shingling {
    /// This many consecutive content characters.
    Chars(usize),
    /// This many consecutive words; Chinese is segmented by jieba.
    Words(usize),
    /// Single words, each repeated in proportion to its [IDF weight](IdfWeights), so that the
    /// Jaccard similarity is the weighted Jaccard similarity of words. Without a collection, the
    /// weights are those of the [language](IdfWeights::language).
    Weighted,
}

impl Default for Shingling {
    fn default() -> Self {
        Self::Chars(5)
    }
}

impl Shingling {
    /// Hashes of all shingles in `range` of `content`, in reading order and with repetitions.
    /// `content` is the content of `text`.
    ///
    /// A unit shorter than one shingle has one hash of the whole unit, so that short texts are
    /// similar only if they are equal. A unit without content has no shingles.
    ///
    /// # Panics
    /// If `range` exceeds the content, or `content` is not the content of `text`.
    #[must_use]
    pub fn shingles(self, text: &str, content: &Content, range: Range<usize>) -> Vec<u64> {
        let mut hashes = Vec::new();
        self.shingles_into(text, content, range, &mut hashes);
        hashes
    }

    /// Replaces the contents of `hashes` by the hashes of all [shingles](Self::shingles).
    ///
    /// # Panics
    /// If `range` exceeds the content, or `content` is not the content of `text`.
    pub fn shingles_into(
        self,
        text: &str,
        content: &Content,
        range: Range<usize>,
        hashes: &mut Vec<u64>,
    ) {
        match self {
            Self::Chars(n) => hash_chars(&content.chars()[range], n, hashes),
            Self::Words(n) if range.len() == content.len() => {
                roll(&word_hashes(text, content), n, |&word| word, hashes);
            }
            Self::Weighted if range.len() == content.len() => {
                IdfWeights::language().weighted_shingles_into(text, content, hashes);
            }
            // Words depend on the text between them: a part is segmented as a content of its own.
            Self::Words(_) | Self::Weighted => {
                let part = content.cut_out(text, range);
                self.shingles_into(text, &part, 0..part.len(), hashes);
            }
        }
    }
}

/// Replaces the contents of `hashes` by the hashes of all shingles of `n` content characters.
///
/// The hashes are those of [`Shingling::Chars`], for content characters without offsets.
///
/// ```
/// use leitong::sketch::hash_chars;
/// use leitong::text::{Script, fold_chars};
/// let (mut chars, mut hashes) = (Vec::new(), Vec::new());
/// fold_chars("床前明月光，疑是地上霜。", Script::AsWritten, &mut chars);
/// hash_chars(&chars, 5, &mut hashes);
/// assert_eq!(hashes.len(), 6);
/// ```
pub fn hash_chars(chars: &[char], n: usize, hashes: &mut Vec<u64>) {
    roll(chars, n, |&char| u64::from(u32::from(char)), hashes);
}

/// Hash of each word of a content.
fn word_hashes(text: &str, content: &Content) -> Vec<u64> {
    words(text, content).into_iter().map(|word| hash_word(&content.chars()[word])).collect()
}

/// One hash for each run of `n` items: a rolling polynomial hash, mixed by [`avalanche`].
fn roll<T>(items: &[T], n: usize, value: impl Fn(&T) -> u64, hashes: &mut Vec<u64>) {
    hashes.clear();
    let first = items.len().min(n);
    let mut hash = items[..first].iter().fold(0, |hash, item| push(hash, value(item)));
    if items.len() < n {
        let whole = avalanche(hash ^ SHORT.wrapping_mul(first as u64));
        hashes.extend((!items.is_empty()).then_some(whole));
        return;
    }
    // The factor of an item that has been multiplied by the base once for each of the `n` items
    // behind it.
    let leaving = BASE.wrapping_pow(n as u32);
    hashes.push(avalanche(hash));
    hashes.extend(items.iter().zip(&items[n..]).map(|(old, new)| {
        // The new and the old item are combined first: only the rest waits for the previous hash.
        hash = push(hash, value(new).wrapping_sub(value(old).wrapping_mul(leaving)));
        avalanche(hash)
    }));
}

/// One hash for each start in `chars`: the hash of the shortest run from there whose
/// [width](width_thirds) is at least `length` thirds of an ideograph.
///
/// Starts near the end, where no run is wide enough, have no hash.
///
/// ```
/// # use leitong::sketch::hash_runs;
/// let (mut hashes, text) = (Vec::new(), "中文中文abc");
/// hash_runs(&text.chars().collect::<Vec<_>>(), 6, &mut hashes);
/// assert_eq!(hashes.len(), 4); // 中文, 文中, 中文, 文abc: three letters count as one ideograph
/// assert_eq!(hashes[0], hashes[2]);
/// ```
pub fn hash_runs(chars: &[char], length: u32, hashes: &mut Vec<u64>) {
    hashes.clear();
    hashes.reserve(chars.len());
    let (mut end, mut thirds_inside, mut hash) = (0, 0, 0);
    for (start, &first) in chars.iter().enumerate() {
        while thirds_inside < length {
            let Some(&next) = chars.get(end) else { return };
            hash = push(hash, u64::from(u32::from(next)));
            thirds_inside += width_thirds(next);
            end += 1;
        }
        hashes.push(avalanche(hash));
        let leaving = BASE.wrapping_pow((end - start - 1) as u32);
        hash = hash.wrapping_sub(u64::from(u32::from(first)).wrapping_mul(leaving));
        thirds_inside -= width_thirds(first);
    }
}

/// Hash of a run of characters, the one that [`hash_runs`] returns for its start.
pub(crate) fn hash_run(chars: &[char]) -> u64 {
    avalanche(chars.iter().fold(0, |hash, &char| push(hash, u64::from(u32::from(char)))))
}

/// Appends an item to a polynomial hash.
#[inline]
fn push(hash: u64, value: u64) -> u64 {
    hash.wrapping_mul(BASE).wrapping_add(value)
}

impl FromStr for Shingling {
    type Err = Error;

    fn from_str(text: &str) -> Result<Self, Error> {
        let (unit, count) = text.split_once(':').unwrap_or((text, ""));
        let count = count.parse().ok().filter(|n| (1..=LONGEST).contains(n));
        match (unit, count) {
            ("char", Some(n)) => Ok(Self::Chars(n)),
            ("word", Some(n)) => Ok(Self::Words(n)),
            _ => Err(Error::Setting {
                setting: "shingling",
                reason: format!("{text:?} is not char:N or word:N with N from 1 to {LONGEST}"),
            }),
        }
    }
}

impl fmt::Display for Shingling {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Chars(n) => write!(f, "char:{n}"),
            Self::Words(n) => write!(f, "word:{n}"),
            Self::Weighted => f.write_str("word:1, weighted"),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn rolled(items: &[u64], n: usize) -> Vec<u64> {
        let mut hashes = vec![7; 3];
        roll(items, n, |&item| item, &mut hashes);
        hashes
    }

    proptest! {
        #[test]
        fn rolling_is_hashing_each_window_anew(items in prop::collection::vec(any::<u64>(), 0..60), n in 1_usize..9) {
            let anew: Vec<u64> = items.windows(n).flat_map(|window| rolled(window, n)).collect();
            if items.len() >= n {
                prop_assert_eq!(rolled(&items, n), anew);
            } else {
                prop_assert_eq!(rolled(&items, n).len(), usize::from(!items.is_empty()));
            }
        }
    }

    proptest! {
        #[test]
        fn runs_are_equal_where_their_hashes_are(text in "[甲乙ab]{0,40}", length in 1_u32..13) {
            let chars: Vec<char> = text.chars().collect();
            let mut hashes = Vec::new();
            hash_runs(&chars, length, &mut hashes);
            prop_assert!(hashes.first().is_none_or(|first| (1..=chars.len()).any(|len| hash_run(&chars[..len]) == *first)));
            let run = |start: usize| {
                let ends = (1..=chars.len() - start).map(|len| &chars[start..start + len]);
                ends.into_iter().find(|run| run.iter().copied().map(width_thirds).sum::<u32>() >= length)
            };
            prop_assert_eq!(hashes.len(), (0..chars.len()).filter(|&start| run(start).is_some()).count());
            for (x, y) in (0..hashes.len()).flat_map(|x| (0..x).map(move |y| (x, y))) {
                prop_assert_eq!(hashes[x] == hashes[y], run(x) == run(y));
            }
        }
    }

    #[test]
    fn short_texts_differ_from_each_other_and_from_shingles() {
        let hash = |items: &[u64], n| rolled(items, n)[0];
        assert_ne!(hash(&[1, 2], 5), hash(&[2, 1], 5));
        assert_ne!(hash(&[1, 2], 5), hash(&[1, 2], 2));
        assert_ne!(hash(&[0], 5), hash(&[0, 0], 5));
    }

    #[test]
    fn a_wrong_shingle_is_refused_with_the_right_form() {
        for wrong in ["", "char", "char:0", "char:65", "word:-1", "gram:3"] {
            let error = wrong.parse::<Shingling>().expect_err(wrong).to_string();
            assert!(error.contains("char:N or word:N"), "{error}");
        }
    }
}
