//! Segmentation of texts into the words of a vocabulary.

use std::ops::Range;

use super::english_forms::{Form, Words, form};
use super::token::{Token, TokenId};
use super::trie::{Node, Trie};
use crate::text::{Content, between, is_blank, is_han, is_sign};

/// Cost of a character that no word covers: higher than the cost of any word, so that words are
/// preferred wherever the vocabulary has them.
const UNKNOWN: u32 = 1 << 16;
/// Cost of a word with probability 1/e, that is, the scale of costs: they fit 16 bits down to a
/// probability of e⁻³¹.
const NAT: u32 = 2048;

/// Highest cost of a word that is a part of an English compound: every 160,000th word of a text is
/// such a word.
const MAX_PART_COST: u32 = 12 * NAT;

/// Segments texts into the words of a vocabulary.
#[derive(Debug, Clone)]
pub(super) struct Segmenter {
    pub(super) trie: Trie,
    /// Cost of each word: its negative log probability (natural logarithm) in units of 1/[`NAT`].
    pub(super) costs: Box<[u16]>,
    /// The word that represents all numbers, if there is one.
    pub(super) number: Option<TokenId>,
}

/// Character class of a run of content.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum CharClass {
    Chinese,
    Letters,
    Number,
    /// Signs that no word contains.
    Signs,
}

impl CharClass {
    #[inline]
    fn of(c: char) -> Self {
        if is_han(c) {
            Self::Chinese
        } else if c.is_numeric() || matches!(c, '.' | ',' | ':' | '/') {
            // A point is content between digits only.
            Self::Number
        } else if is_sign(c) {
            Self::Signs
        } else {
            Self::Letters
        }
    }
}

/// The first word of the cheapest segmentation from a position to the end of the run.
#[derive(Debug, Clone, Copy)]
struct PathStep {
    /// Cost of the whole segmentation.
    cost: u64,
    /// Length of the first word in characters.
    len: u32,
    /// The first word; `None` for a character that no word covers.
    word: Option<TokenId>,
}

/// The step of a position that is not processed yet.
const UNREACHED: PathStep = PathStep { cost: u64::MAX, len: 0, word: None };

/// A content with the text that it was made of.
struct ContentText<'c> {
    text: &'c str,
    chars: &'c [char],
    /// Byte offset of each content character in the text.
    offsets: Vec<u32>,
}

impl Segmenter {
    /// The words of `content`, in order.
    pub(super) fn tokens(&self, text: &str, content: &Content) -> Vec<Token> {
        let mut tokens = Vec::with_capacity(content.len() / 2 + 1);
        self.segment(text, content, |range, id| {
            tokens.push(Token { span: content.span(text, range), id });
        });
        tokens
    }

    /// Passes the words of `content` to `push`, in order, each with its range of content
    /// characters.
    pub(super) fn segment(
        &self,
        text: &str,
        content: &Content,
        mut push: impl FnMut(Range<usize>, Option<TokenId>),
    ) {
        let content =
            ContentText { text, chars: content.chars(), offsets: content.offsets().collect() };
        let mut steps = Vec::new();
        let mut start = 0;
        while let Some(&first) = content.chars.get(start) {
            let class = CharClass::of(first);
            let run = start..content.end_of_run(start, class);
            start = run.end;
            let chars = &content.chars[run.clone()];
            match class {
                CharClass::Number if self.number.is_some() => push(run, self.number),
                CharClass::Letters | CharClass::Number => self.push_whole(run, chars, &mut push),
                CharClass::Chinese | CharClass::Signs => {
                    self.find_paths(chars, &mut steps);
                    push_path(run.start, &steps, &mut push);
                }
            }
        }
    }

    /// Passes a run that is one word to `push`; two words if it is a compound.
    fn push_whole(
        &self,
        run: Range<usize>,
        chars: &[char],
        push: &mut impl FnMut(Range<usize>, Option<TokenId>),
    ) {
        match self.word(chars).map(Form::Word).or_else(|| form(chars, self)) {
            None => push(run, None),
            Some(Form::Word(word)) => push(run, Some(TokenId(word))),
            Some(Form::Compound { words: [first, second], at }) => {
                push(run.start..run.start + at, Some(TokenId(first)));
                push(run.start + at..run.end, Some(TokenId(second)));
            }
        }
    }

    /// Finds the most probable segmentation of a run (unigram Viterbi); of equally probable ones,
    /// that with the longest first word.
    fn find_paths(&self, chars: &[char], steps: &mut Vec<PathStep>) {
        // The search runs from the end to the start, so that the words then follow in order.
        steps.clear();
        steps.resize(chars.len() + 1, UNREACHED);
        steps[chars.len()].cost = 0;
        for start in (0..chars.len()).rev() {
            let cost = steps[start + 1].cost + u64::from(UNKNOWN);
            let unknown = PathStep { cost, len: 1, word: None };
            steps[start] = self.cheapest(unknown, &chars[start..], &steps[start..]);
        }
    }

    /// The cheapest step with a word at the start of `chars`, if it costs no more than `best`. `steps`
    /// are the steps from each of the characters on.
    #[inline]
    fn cheapest(&self, mut best: PathStep, chars: &[char], steps: &[PathStep]) -> PathStep {
        let mut node = Node::ANYWHERE;
        for (len, &c) in (1..).zip(chars) {
            let Some((next, word)) = self.trie.step(node, c) else { break };
            node = next;
            let Some(word) = word else { continue };
            let cost = steps[len].cost + u64::from(self.costs[word as usize]);
            // Longer words come later, so that of equal costs the longest word is chosen.
            if cost <= best.cost {
                best = PathStep { cost, len: len as u32, word: Some(TokenId(word)) };
            }
        }
        best
    }
}

impl Words for Segmenter {
    fn word(&self, letters: &[char]) -> Option<u32> {
        self.trie.whole(Node::FIRST, letters)
    }

    fn part_cost(&self, word: u32) -> Option<u32> {
        let cost = u32::from(self.costs[word as usize]);
        (cost <= MAX_PART_COST).then_some(cost)
    }
}

/// Passes the words of the segmentation of a run to `push`. The run begins at content character
/// `start`.
fn push_path(
    start: usize,
    steps: &[PathStep],
    push: &mut impl FnMut(Range<usize>, Option<TokenId>),
) {
    let mut at = 0;
    while at + 1 < steps.len() {
        let PathStep { len, word, .. } = steps[at];
        let end = at + len as usize;
        push(start + at..start + end, word);
        at = end;
    }
}

impl ContentText<'_> {
    /// End of the run of characters of one class that begins at content character `start`.
    fn end_of_run(&self, start: usize, class: CharClass) -> usize {
        let rest = &self.chars[start + 1..];
        let ends = rest
            .iter()
            .zip(start + 1..)
            .position(|(&c, at)| CharClass::of(c) != class || self.is_split(at, class));
        ends.map_or(self.chars.len(), |length| start + 1 + length)
    }

    /// Whether the text between content character `at` and the previous one ends a word: between
    /// Chinese characters, any visible character does; in words and numbers, `'`, `.` and `,` do
    /// not, as in `don't` and `3.5`.
    #[inline]
    fn is_split(&self, at: usize, class: CharClass) -> bool {
        let between = between(self.text, &self.offsets, at);
        // Most characters are adjacent.
        if between.is_empty() {
            return false;
        }
        match class {
            CharClass::Chinese | CharClass::Signs => !is_blank(between),
            CharClass::Letters => !(["'", "’"].contains(&between) || is_joined(between)),
            CharClass::Number => !([".", ","].contains(&between) || is_joined(between)),
        }
    }
}

/// Whether `between` holds only characters that attach to the previous one: marks, joiners, soft
/// hyphens.
fn is_joined(between: &str) -> bool {
    is_blank(between) && !between.chars().any(|c| c.is_whitespace() || c.is_control())
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    /// A segmenter of words, each with its cost.
    fn segmenter(words: &[(&str, u16)]) -> Segmenter {
        let mut trie = Trie::with_room(64);
        for (id, (word, _)) in (0..).zip(words) {
            trie.add(Node::ANYWHERE, word, id);
            trie.add(Node::FIRST, word, id);
        }
        let costs = words.iter().map(|&(_, cost)| cost).collect();
        Segmenter { trie, costs, number: Some(TokenId(99)) }
    }

    fn segments(segmenter: &Segmenter, text: &str) -> Vec<(String, Option<u32>)> {
        let content = Content::whole(text);
        let mut found = Vec::new();
        segmenter.segment(text, &content, |range, word| {
            let chars = content.chars()[range].iter().collect();
            found.push((chars, word.map(|word| word.0)));
        });
        found
    }

    const WORDS: [(&str, u16); 6] =
        [("甲", 900), ("乙", 800), ("甲乙", 1500), ("乙丙", 700), ("甲乙丙", 2600), ("丙", 950)];

    /// The least cost of a run, from all of its segmentations.
    fn least_cost(chars: &[char]) -> u64 {
        if chars.is_empty() {
            return 0;
        }
        let costs = (1..=chars.len()).filter_map(|len| {
            let head: String = chars[..len].iter().collect();
            let word =
                WORDS.iter().find(|(word, _)| *word == head).map(|&(_, cost)| u64::from(cost));
            let unknown = (len == 1).then_some(u64::from(UNKNOWN));
            Some(word.or(unknown)? + least_cost(&chars[len..]))
        });
        costs.min().expect("a character may stand alone")
    }

    proptest! {
        #[test]
        fn no_segmentation_is_cheaper(text in "[甲乙丙丁]{0,9}") {
            let found = segments(&segmenter(&WORDS), &text);
            let cost = |(_, word): &(String, Option<u32>)| {
                word.map_or(u64::from(UNKNOWN), |word| u64::from(WORDS[word as usize].1))
            };
            let chars: Vec<char> = text.chars().collect();
            prop_assert_eq!(found.iter().map(cost).sum::<u64>(), least_cost(&chars));
            prop_assert_eq!(found.iter().map(|(word, _)| word.as_str()).collect::<String>(), text);
        }
    }

    #[test]
    fn of_equally_cheap_segmentations_the_one_with_the_longest_first_word_is_chosen() {
        let words = [("甲", 10), ("乙丙", 10), ("甲乙", 10), ("丙", 10)];
        let found = segments(&segmenter(&words), "甲乙丙");
        assert_eq!(found, [("甲乙".into(), Some(2)), ("丙".into(), Some(3))]);
    }

    #[test]
    fn visible_characters_end_words_and_points_do_not_end_numbers() {
        let found = segments(&segmenter(&WORDS), "甲 乙甲，乙3.5");
        let words: Vec<&str> = found.iter().map(|(word, _)| word.as_str()).collect();
        assert_eq!(words, ["甲乙", "甲", "乙", "3.5"]);
        assert_eq!(found[3].1, Some(99));
    }

    #[test]
    fn a_run_of_letters_is_one_word() {
        let words = [("ab", 10), ("c", 10), ("abc", 10)];
        assert_eq!(segments(&segmenter(&words), "abcab"), [("abcab".into(), None)]);
    }
}
