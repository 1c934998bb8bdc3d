//! Words of Taiwan and the words of the mainland that mean the same.

use std::ops::Range;
use std::sync::LazyLock;

/// The first ideograph; words are made of ideographs of this block only.
const FIRST: char = '\u{4E00}';
/// The last one.
const LAST: char = '\u{9FFF}';

static WORDS: LazyLock<RegionalWords> =
    LazyLock::new(|| RegionalWords::parse(include_str!("tables/RegionalWords.txt")));

/// Replaces words of Taiwan in content, which is simplified already, by those of the mainland. Of
/// several words that begin at a character the longest one is taken, and no two overlap.
///
/// Each character has its origin beside it. A word that is replaced by one of the same length is
/// replaced character by character. All characters of a shorter or longer word have the
/// origin of the first character of the word.
pub(super) fn replace<T: Copy>(content: &[(char, T)], mut sink: impl FnMut(char, T)) {
    let mut rest = content;
    while let Some((&(c, origin), behind)) = rest.split_first() {
        let Some(word) = WORDS.longest(rest.iter().map(|&(c, _)| c)) else {
            sink(c, origin);
            rest = behind;
            continue;
        };
        let (replaced, after) = rest.split_at(word.from.len());
        let is_as_long = word.to.len() == replaced.len();
        for (at, &c) in word.to.iter().enumerate() {
            sink(c, if is_as_long { replaced[at].1 } else { origin });
        }
        rest = after;
    }
}

/// Replaces the words in `chars` from `start` on, as [`replace`] does.
pub(super) fn replace_chars(chars: &mut Vec<char>, start: usize) {
    let (mut at, mut done) = (start, start);
    let mut replaced = Vec::new();
    while at < chars.len() {
        let Some(word) = WORDS.longest(chars[at..].iter().copied()) else {
            at += 1;
            continue;
        };
        replaced.extend_from_slice(&chars[done..at]);
        replaced.extend_from_slice(&word.to);
        at += word.from.len();
        done = at;
    }
    replaced.extend_from_slice(&chars[done..]);
    chars.truncate(start);
    chars.append(&mut replaced);
}

/// Whether a word may have the character.
pub(super) fn is_ideograph(c: char) -> bool {
    (FIRST..=LAST).contains(&c)
}

/// A word that is replaced.
struct Word {
    from: Vec<char>,
    to: Vec<char>,
}

/// All words, by their first characters.
struct RegionalWords {
    /// The words; those with the same first character stand together, longer ones first.
    words: Vec<Word>,
    /// For each ideograph, where the words that begin with it are.
    ranges: Vec<Range<u16>>,
    /// Whether a word begins with a pair of characters, by [`pair`]; several pairs share a bit.
    pairs: Vec<u64>,
}

impl RegionalWords {
    /// Reads lines `from<TAB>to`. Each word that replaces another one is a word as well, and stays:
    /// 厄瓜多尔, in which 厄瓜多 is no word of Taiwan.
    fn parse(table: &str) -> Self {
        let pairs = table.lines().filter_map(|line| line.split_once('\t'));
        let mut words: Vec<Word> = pairs
            .flat_map(|(from, to)| [(from, to), (to, to)])
            .map(|(from, to)| Word { from: from.chars().collect(), to: to.chars().collect() })
            .filter(|word| word.from.len() > 1)
            .collect();
        words.sort_by(|a, b| {
            (a.from[0], b.from.len(), &a.from).cmp(&(b.from[0], a.from.len(), &b.from))
        });
        words.dedup_by(|a, b| a.from == b.from);
        let mut ranges = vec![0..0; (FIRST..=LAST).count()];
        for (at, word) in (0_u16..).zip(&words) {
            let range = &mut ranges[index(word.from[0])];
            let start = if range.end == 0 { at } else { range.start };
            *range = start..at + 1;
        }
        let mut pairs = vec![0; PAIRS / 64];
        for word in &words {
            let pair = pair(word.from[0], word.from[1]);
            pairs[pair / 64] |= 1 << (pair % 64);
        }
        Self { words, ranges, pairs }
    }

    /// The longest word that `chars` begins with.
    fn longest(&self, mut chars: impl Iterator<Item = char> + Clone) -> Option<&Word> {
        let first = chars.next()?;
        let pair = pair(first, chars.clone().next()?);
        if self.pairs[pair / 64] & 1 << (pair % 64) == 0 || !is_ideograph(first) {
            return None;
        }
        let Range { start, end } = self.ranges[index(first)];
        let words = &self.words[start.into()..end.into()];
        words.iter().find(|word| {
            let mut behind = chars.clone();
            word.from[1..].iter().all(|&c| behind.next() == Some(c))
        })
    }
}

/// Bits for the pairs of characters with which words begin: 1,300 words set one in 50 of them.
const PAIRS: usize = 1 << 16;

/// The bit of a pair of characters.
#[inline]
fn pair(first: char, second: char) -> usize {
    (first as usize).wrapping_mul(0x9E37).wrapping_add(second as usize) % PAIRS
}

/// Number of an ideograph.
fn index(c: char) -> usize {
    (u32::from(c) - u32::from(FIRST)) as usize
}

#[cfg(test)]
mod tests {
    use super::*;

    fn replaced(text: &str) -> String {
        let content: Vec<(char, ())> = text.chars().map(|c| (c, ())).collect();
        let mut words = String::new();
        replace(&content, |c, ()| words.push(c));
        words
    }

    #[test]
    fn words_of_taiwan_become_those_of_the_mainland() {
        for (taiwan, mainland) in [
            ("软体", "软件"),
            ("滑鼠", "鼠标"),
            ("计程车", "出租车"),
            ("网际网路", "互联网"),
            ("在部落格上", "在博客上"),
        ] {
            assert_eq!(replaced(taiwan), mainland);
        }
    }

    #[test]
    fn the_longest_word_is_taken_and_words_of_the_mainland_stay() {
        assert_eq!(replaced("厄瓜多尔"), "厄瓜多尔");
        assert_eq!(replaced("厄瓜多"), "厄瓜多尔");
        assert_eq!(replaced("人工智慧"), "人工智能");
        assert_eq!(replaced("可执行文件"), "可执行文件");
    }

    #[test]
    fn every_word_of_the_table_is_replaced_once() {
        for word in &WORDS.words {
            let [from, to] = [&word.from, &word.to].map(String::from_iter);
            assert!(word.from.iter().chain(&word.to).all(|&c| is_ideograph(c)), "{from}");
            assert_eq!(replaced(&from), to);
            assert_eq!(replaced(&to), to);
        }
        assert!(WORDS.words.len() > 1000);
    }

    #[test]
    fn only_a_word_of_the_same_length_keeps_its_places() {
        let places = |text: &str| {
            let content: Vec<(char, usize)> = text.chars().zip(0..).collect();
            let mut places = Vec::new();
            replace(&content, |_, at| places.push(at));
            places
        };
        assert_eq!(places("用软体吧"), [0, 1, 2, 3]);
        assert_eq!(places("用网际网路吧"), [0, 1, 1, 1, 5]);
    }

    #[test]
    fn what_stands_before_the_start_stays() {
        for before in ["软体", "用", ""] {
            let mut chars: Vec<char> = format!("{before}用软体，软体好").chars().collect();
            replace_chars(&mut chars, before.chars().count());
            assert_eq!(String::from_iter(chars), format!("{before}用软件，软件好"));
        }
    }

    #[test]
    fn no_word_begins_with_a_character_that_is_no_ideograph() {
        // Each bit of a pair that words set is set by a pair with this letter too.
        for first in ['a', 'あ'] {
            for second in (0..=0xFFFF).filter_map(char::from_u32) {
                assert!(WORDS.longest([first, second, second].into_iter()).is_none());
            }
        }
    }
}
