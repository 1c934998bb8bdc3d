//! From a text to the words of a vocabulary.

use std::ops::Range;

use super::trie::{Node, Trie};
use super::{Token, TokenId};
use crate::document::Span;
use crate::text::{Content, between, is_blank, is_chinese};

/// What it costs to pass over a character that no word holds: more than any word.
pub(super) const UNKNOWN: u32 = 1 << 16;
/// What a word costs that has a share of 1/e.
pub(super) const NAT: u32 = 2048;

/// The vocabulary of a model, and how it cuts texts.
#[derive(Debug, Clone)]
pub(super) struct Vocabulary {
    pub(super) trie: Trie,
    /// What each word costs: the natural logarithm of its probability, negated, in parts of [`NAT`].
    pub(super) costs: Box<[u16]>,
    /// Stands for every number, if there is such a word.
    pub(super) number: Option<TokenId>,
    /// Letters are cut into pieces, and one that begins no word costs so much more at the beginning of a word. `None`
    /// if letters are known as whole words only.
    pub(super) bare: Option<u32>,
}

/// What a run of content is made of.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Kind {
    Chinese,
    Letters,
    Number,
}

impl Kind {
    #[inline]
    fn of(c: char) -> Self {
        if is_chinese(c) {
            Self::Chinese
        } else if c.is_numeric() {
            Self::Number
        } else {
            Self::Letters
        }
    }
}

/// One step of the cheapest way: the cost so far, where the last word began, and which it is.
#[derive(Debug, Clone, Copy)]
struct Step {
    cost: u64,
    start: u32,
    word: Option<TokenId>,
}

const FAR: Step = Step { cost: u64::MAX, start: 0, word: None };

impl Vocabulary {
    /// The words of `content`, in order.
    pub(super) fn tokens(&self, text: &str, content: &Content) -> Vec<Token> {
        let mut tokens = Vec::with_capacity(content.len() / 2 + 1);
        self.segment(text, content, |range, id| tokens.push(Token { span: content.span(text, range), id }));
        tokens
    }

    /// Hands over the words of `content`, in order, each a range of its characters.
    pub(super) fn segment(&self, text: &str, content: &Content, mut push: impl FnMut(Range<usize>, Option<TokenId>)) {
        let places: Vec<u32> = content.places().collect();
        let mut steps = Vec::new();
        let mut start = 0;
        while let Some(&first) = content.chars().get(start) {
            let kind = Kind::of(first);
            let run = start..end_of_run(text, (content.chars(), &places), start, kind);
            start = run.end;
            match kind {
                Kind::Number if self.number.is_some() => push(run, self.number),
                Kind::Letters | Kind::Number if self.bare.is_none() => {
                    let id = self.trie.whole(Node::FIRST, &content.chars()[run.clone()]).map(TokenId);
                    push(run, id);
                }
                _ => {
                    let bare = if kind == Kind::Letters { self.bare.unwrap_or(0) } else { 0 };
                    self.cut(&content.chars()[run.clone()], bare, &mut steps, |range, id| {
                        push(run.start + range.start..run.start + range.end, id);
                    });
                }
            }
        }
    }

    /// Cuts a run into the words that are likeliest together (unigram Viterbi), each a range of it; of equals, the longer first
    /// word. A word that begins nothing costs `bare` more at the start.
    fn cut(
        &self,
        chars: &[char],
        bare: u32,
        steps: &mut Vec<Step>,
        mut push: impl FnMut(Range<usize>, Option<TokenId>),
    ) {
        // From the end to the start, so that the words then follow in order.
        steps.clear();
        steps.resize(chars.len() + 1, FAR);
        steps[chars.len()].cost = 0;
        for start in (0..chars.len()).rev() {
            let mut best =
                Step { cost: steps[start + 1].cost + u64::from(UNKNOWN), start: start as u32 + 1, word: None };
            let mut consider = |root, extra| {
                let mut node = root;
                for (end, &c) in (start + 1..).zip(&chars[start..]) {
                    let Some((next, word)) = self.trie.step(node, c) else { break };
                    node = next;
                    let Some(word) = word else { continue };
                    let cost = steps[end].cost + u64::from(self.costs[word as usize]) + u64::from(extra);
                    if cost <= best.cost {
                        best = Step { cost, start: end as u32, word: Some(TokenId(word)) };
                    }
                }
            };
            consider(Node::ANYWHERE, if start == 0 { bare } else { 0 });
            if start == 0 && self.bare.is_some() {
                consider(Node::FIRST, 0);
            }
            steps[start] = best;
        }
        let mut start = 0;
        while start < chars.len() {
            let Step { start: end, word, .. } = steps[start];
            push(start..end as usize, word);
            start = end as usize;
        }
    }
}

/// Where the run of one kind ends that begins at `start`.
fn end_of_run(text: &str, (chars, places): (&[char], &[u32]), start: usize, kind: Kind) -> usize {
    let ends = |&at: &usize| Kind::of(chars[at]) != kind || is_parted(text, places, at, kind);
    (start + 1..chars.len()).find(ends).unwrap_or(chars.len())
}

/// Whether what stands between content character `at` and the one before it ends a word: between Chinese characters
/// whatever is visible, between letters and in numbers all but `'`, `.` and `,` as in `don't` and `3.5`.
#[inline]
fn is_parted(text: &str, places: &[u32], at: usize, kind: Kind) -> bool {
    let between = between(text, places, at);
    // Most characters stand next to each other.
    if between.is_empty() {
        return false;
    }
    match kind {
        Kind::Chinese => !is_blank(between),
        Kind::Letters => !(["'", "’"].contains(&between) || is_joined(between)),
        Kind::Number => !([".", ","].contains(&between) || is_joined(between)),
    }
}

/// Whether nothing but what hangs on a character stands in `between`: marks, joiners, soft hyphens.
fn is_joined(between: &str) -> bool {
    is_blank(between) && !between.chars().any(|c| c.is_whitespace() || c.is_control())
}

/// The part of `text` that is all of it.
pub(super) fn whole(text: &str) -> Span {
    Span::new(0, text.len())
}
