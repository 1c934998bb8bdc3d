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
/// Characters whose widths are examined together, in vector registers.
const CHUNK: usize = 16;
/// Powers of the base that are looked up. A run of the [`LONGEST`] width has fewer letters.
const POWERS: [u64; 3 * LONGEST] = powers();

/// The kind and length of shingles.
///
/// ```
/// use leitong::sketch::Shingling;
/// let shingling: Shingling = "width:5".parse()?;
/// assert_eq!(shingling, Shingling::Width(5));
/// assert_eq!(shingling, Shingling::default());
/// # Ok::<(), leitong::error::Error>(())
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub enum Shingling {
    /// Consecutive content characters as wide as this many ideographs: of ideographs, kana and
    /// syllables of Hangul this many, of letters and digits about three times as many (13 for
    /// five), and of both together the shortest run of at least that [width](width_thirds). So an
    /// edit of a word lowers the similarity by about as much in every script.
    Width(usize),
    /// This many consecutive content characters, whatever their script.
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
        Self::Width(5)
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
            Self::Width(_) | Self::Chars(_) => {
                self.char_shingles_into(&content.chars()[range], hashes);
            }
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

    /// Whether shingles are runs of characters, which need no words and no offsets.
    pub(crate) fn is_of_chars(self) -> bool {
        matches!(self, Self::Width(_) | Self::Chars(_))
    }

    /// Replaces the contents of `hashes` by the hashes of all shingles of content characters.
    ///
    /// # Panics
    /// If shingles are of words.
    pub(crate) fn char_shingles_into(self, chars: &[char], hashes: &mut Vec<u64>) {
        match self {
            Self::Width(n) => hash_widths(chars, n, hashes),
            Self::Chars(n) => hash_chars(chars, n, hashes),
            Self::Words(_) | Self::Weighted => unreachable!("words are cut from a content"),
        }
    }

    /// Whether a text of these content characters is shorter than one shingle, or for shingles of
    /// words, whether it is empty.
    pub(crate) fn is_short(self, chars: &[char]) -> bool {
        match self {
            Self::Width(n) => is_narrower(chars, least_thirds(n)),
            Self::Chars(n) => chars.len() < n,
            Self::Words(_) | Self::Weighted => chars.is_empty(),
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
    roll(chars, n, |&char| value(char), hashes);
}

/// Replaces the contents of `hashes` by the hashes of all shingles as wide as `n` ideographs.
///
/// The hashes are those of [`Shingling::Width`], for content characters without offsets. Those of
/// ideographs alone are the hashes of [`hash_chars`].
///
/// ```
/// use leitong::sketch::{hash_chars, hash_widths};
/// use leitong::text::{Script, fold_chars};
/// let (mut chars, mut by_width, mut by_count) = (Vec::new(), Vec::new(), Vec::new());
/// fold_chars("床前明月光，疑是地上霜。", Script::AsWritten, &mut chars);
/// hash_widths(&chars, 5, &mut by_width);
/// hash_chars(&chars, 5, &mut by_count);
/// assert_eq!(by_width, by_count);
/// ```
pub fn hash_widths(chars: &[char], n: usize, hashes: &mut Vec<u64>) {
    hash_runs(chars, least_thirds(n), hashes);
    if hashes.is_empty() && !chars.is_empty() {
        hashes.push(hash_short(hash_of(chars), chars.len()));
    }
}

/// The width of a shingle of `n` ideographs, in thirds, is at least this: the least width that
/// takes `n` ideographs, so that five of them are 13 letters.
fn least_thirds(n: usize) -> u32 {
    (3 * n).saturating_sub(2).max(1) as u32
}

/// Whether the characters together are narrower than so many thirds of an ideograph.
fn is_narrower(chars: &[char], thirds: u32) -> bool {
    let wide_enough = &chars[..chars.len().min(thirds as usize)];
    wide_enough.iter().map(|&char| width_thirds(char)).sum::<u32>() < thirds
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
        hashes.extend((!items.is_empty()).then_some(hash_short(hash, first)));
        return;
    }
    // The factor of an item that has been multiplied by the base once for each of the `n` items
    // behind it.
    let leaving = BASE.wrapping_pow(n as u32);
    hashes.push(avalanche(hash));
    hashes.extend(items.iter().zip(&items[n..]).map(|(old, new)| {
        hash = exchange(hash, value(old), value(new), leaving);
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
    let mut run = Run::default();
    while run.widen(chars, length) {
        hashes.push(avalanche(run.hash));
        run.slide(chars, length, hashes);
        run.leave(chars);
    }
}

/// A run of characters that moves through a text.
#[derive(Default)]
struct Run {
    start: usize,
    end: usize,
    thirds: u32,
    hash: u64,
}

impl Run {
    /// Takes in characters until the run has this width; `false` if the text ends before.
    fn widen(&mut self, chars: &[char], length: u32) -> bool {
        while self.thirds < length {
            let Some(&next) = chars.get(self.end) else { return false };
            self.hash = push(self.hash, value(next));
            self.thirds += width_thirds(next);
            self.end += 1;
        }
        true
    }

    /// Moves through characters of the same width as all of its own, so that their number stays the
    /// same, and appends a hash for each step.
    fn slide(&mut self, chars: &[char], length: u32, hashes: &mut Vec<u64>) {
        let count = self.end - self.start;
        let width = self.thirds / count as u32;
        // A run that is wide enough without its first character becomes shorter.
        let is_shortest = self.thirds < length + width;
        if self.thirds != width * count as u32 || !is_shortest || !matches!(width, 1 | 3) {
            return;
        }
        let entering = &chars[self.end..];
        let steps = same_width(entering, width);
        let (mut hash, leaving) = (self.hash, power(count));
        hashes.extend(chars[self.start..].iter().zip(&entering[..steps]).map(|(&old, &new)| {
            hash = exchange(hash, value(old), value(new), leaving);
            avalanche(hash)
        }));
        (self.hash, self.start, self.end) = (hash, self.start + steps, self.end + steps);
    }

    /// Leaves the first character behind.
    fn leave(&mut self, chars: &[char]) {
        let first = chars[self.start];
        let power = power(self.end - self.start - 1);
        self.hash = self.hash.wrapping_sub(value(first).wrapping_mul(power));
        self.thirds -= width_thirds(first);
        self.start += 1;
    }
}

/// Number of leading characters of this width.
fn same_width(chars: &[char], width: u32) -> usize {
    let chunks = chars.chunks_exact(CHUNK).take_while(|chunk| is_uniform(chunk, width));
    let start = CHUNK * chunks.count();
    let rest = chars[start..].iter().take_while(|&&char| width_thirds(char) == width);
    start + rest.count()
}

/// Whether all characters of a chunk are of the most common ones of this width, which is told
/// without a branch for each.
fn is_uniform(chunk: &[char], width: u32) -> bool {
    chunk.iter().fold(true, |all, &char| {
        let is_unified = ('\u{4E00}'..='\u{9FFF}').contains(&char);
        all & if width == 3 { is_unified } else { char < '\u{3005}' }
    })
}

/// Hash of a run of characters, the one that [`hash_runs`] returns for its start.
pub(crate) fn hash_run(chars: &[char]) -> u64 {
    avalanche(hash_of(chars))
}

/// Polynomial hash of characters.
fn hash_of(chars: &[char]) -> u64 {
    chars.iter().fold(0, |hash, &char| push(hash, value(char)))
}

/// The hash of a text of so many items that is shorter than a shingle.
fn hash_short(hash: u64, items: usize) -> u64 {
    avalanche(hash ^ SHORT.wrapping_mul(items as u64))
}

/// Appends an item to a polynomial hash, and takes one out that has the factor `leaving`.
#[inline]
fn exchange(hash: u64, old: u64, new: u64, leaving: u64) -> u64 {
    // The new and the old item are combined first: only the rest waits for the previous hash.
    push(hash, new.wrapping_sub(old.wrapping_mul(leaving)))
}

/// The value of a character in a polynomial hash.
#[inline]
fn value(char: char) -> u64 {
    u64::from(u32::from(char))
}

/// A power of the base.
#[inline]
fn power(exponent: usize) -> u64 {
    POWERS.get(exponent).copied().unwrap_or_else(|| BASE.wrapping_pow(exponent as u32))
}

/// The powers of the base, from the zeroth on.
const fn powers() -> [u64; 3 * LONGEST] {
    let mut powers = [1_u64; 3 * LONGEST];
    let mut exponent = 1;
    while exponent < powers.len() {
        powers[exponent] = powers[exponent - 1].wrapping_mul(BASE);
        exponent += 1;
    }
    powers
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
            ("width", Some(n)) => Ok(Self::Width(n)),
            ("char", Some(n)) => Ok(Self::Chars(n)),
            ("word", Some(n)) => Ok(Self::Words(n)),
            _ => Err(Error::Setting {
                setting: "shingling",
                reason: format!(
                    "{text:?} is not width:N, char:N or word:N with N from 1 to {LONGEST}"
                ),
            }),
        }
    }
}

impl fmt::Display for Shingling {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Width(n) => write!(f, "width:{n}"),
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

    proptest! {
        #[test]
        fn shingles_of_ideographs_alone_are_the_same_by_width_and_by_number(
            text in "[甲-癸あ-んア-ン가-힣]{0,40}", n in 1_usize..9,
        ) {
            let chars: Vec<char> = text.chars().collect();
            let (mut by_width, mut by_number) = (Vec::new(), Vec::new());
            hash_widths(&chars, n, &mut by_width);
            hash_chars(&chars, n, &mut by_number);
            prop_assert_eq!(by_width, by_number);
            prop_assert_eq!(Shingling::Width(n).is_short(&chars), Shingling::Chars(n).is_short(&chars));
        }

        #[test]
        fn shingles_of_letters_alone_are_three_times_as_many(
            text in "[a-d0-9]{0,40}", n in 1_usize..9,
        ) {
            let chars: Vec<char> = text.chars().collect();
            let (mut by_width, mut by_number) = (Vec::new(), Vec::new());
            hash_widths(&chars, n, &mut by_width);
            hash_chars(&chars, 3 * n - 2, &mut by_number);
            prop_assert_eq!(by_width, by_number);
            let letters = Shingling::Chars(3 * n - 2);
            prop_assert_eq!(Shingling::Width(n).is_short(&chars), letters.is_short(&chars));
        }

        #[test]
        fn a_mixed_text_has_a_shingle_unless_it_is_short(text in "[甲乙ab]{1,20}", n in 1_usize..7) {
            let chars: Vec<char> = text.chars().collect();
            let mut hashes = Vec::new();
            hash_widths(&chars, n, &mut hashes);
            let thirds: u32 = chars.iter().map(|&char| width_thirds(char)).sum();
            let is_short = thirds < 3 * n as u32 - 2;
            prop_assert_eq!(Shingling::Width(n).is_short(&chars), is_short);
            prop_assert!(!hashes.is_empty());
            if is_short {
                prop_assert!(hashes.len() == 1 && hashes[0] != hash_run(&chars));
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
        for wrong in ["", "char", "char:0", "char:65", "word:-1", "width:0", "gram:3"] {
            let error = wrong.parse::<Shingling>().expect_err(wrong).to_string();
            assert!(error.contains("width:N, char:N or word:N"), "{error}");
        }
    }
}
