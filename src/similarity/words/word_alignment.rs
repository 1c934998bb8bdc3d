//! Which words of two units answer each other.

use super::{WordBag, WordEmbedder};

/// Words that weigh less do not answer for others: they stand in every text.
const LIGHT: f32 = 1.0;
/// Words whose vectors are less alike do not answer each other.
const NEAR: f32 = 0.3;
/// How far behind its neighbour's a word's answer may stand to be in order.
const NEIGHBOUR: usize = 2;

/// Two words that answer each other.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct WordPair {
    /// Number of the word in the first unit.
    pub a: usize,
    /// Number of the word in the second unit.
    pub b: usize,
    /// 1 for the same word, else the cosine of their vectors.
    pub similarity: f32,
    /// Whether they are the same word.
    pub is_same: bool,
}

/// Words so alike are synonyms, or opposites.
const SYNONYMS: f32 = 0.45;

impl WordPair {
    /// Whether the words are the same, or so near that they are synonyms or opposites.
    #[must_use]
    pub fn is_close(&self) -> bool {
        self.similarity >= SYNONYMS
    }
}

/// How much two units say the same.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct WordSimilarity {
    /// Share of the words that both have: weighted Jaccard similarity.
    pub words: f32,
    /// The same where words that mean nearly the same count in part.
    pub reworded: f32,
    /// Share of the words whose answers stand beside the answer of the word before.
    pub order: f32,
    /// Which words answer which, in the order of the first unit.
    pub answers: Vec<WordPair>,
}

impl WordSimilarity {
    /// Words that are answered by themselves.
    pub(super) fn same(&self) -> impl Iterator<Item = &WordPair> {
        self.answers.iter().filter(|answer| answer.is_same)
    }
}

impl WordEmbedder<'_> {
    /// Compares two units word by word.
    #[must_use]
    pub fn compare(&self, a: &WordBag, b: &WordBag) -> WordSimilarity {
        let same = |(a, b)| WordPair { a, b, similarity: 1.0, is_same: true };
        let mut answers: Vec<WordPair> = a.same_words(b).map(same).collect();
        let same: f32 = answers.iter().map(|answer| a.words()[answer.a].weight).sum();
        let all = a.weight + b.weight;
        answers.extend(self.near_words(a, b, &answers));
        answers.sort_unstable_by_key(|answer| answer.a);
        let credit: f32 = answers.iter().map(|answer| credit(a, b, answer)).sum();
        let share = |shared: f32| if all > 0.0 { shared / (all - shared) } else { 0.0 };
        WordSimilarity { words: share(same), reworded: share(credit), order: order(a, b, &answers), answers }
    }

    /// Words left over on both sides that mean nearly the same, the nearest first; each answers one.
    fn near_words(&self, a: &WordBag, b: &WordBag, same: &[WordPair]) -> Vec<WordPair> {
        let left_a = left_over(a, same.iter().map(|answer| answer.a));
        let left_b = left_over(b, same.iter().map(|answer| answer.b));
        let (of_a, of_b) = (self.directions(a, &left_a), self.directions(b, &left_b));
        let mut near = Vec::new();
        for (x, &a) in left_a.iter().enumerate() {
            for (y, &b) in left_b.iter().enumerate() {
                let similarity = of_a.cosine(x, &of_b, y);
                if similarity >= NEAR {
                    near.push(WordPair { a, b, similarity, is_same: false });
                }
            }
        }
        near.sort_by(|x, y| y.similarity.total_cmp(&x.similarity).then((x.a, x.b).cmp(&(y.a, y.b))));
        let (mut taken_a, mut taken_b) = (vec![false; a.words().len()], vec![false; b.words().len()]);
        near.retain(|answer| {
            let is_free = !taken_a[answer.a] && !taken_b[answer.b];
            if is_free {
                (taken_a[answer.a], taken_b[answer.b]) = (true, true);
            }
            is_free
        });
        near
    }
}

/// The words of some weight that are not among `answered`, which rise or not.
fn left_over(gist: &WordBag, answered: impl Iterator<Item = usize>) -> Vec<usize> {
    let mut is_left: Vec<bool> = gist.words().iter().map(|word| word.weight >= LIGHT).collect();
    answered.for_each(|at| is_left[at] = false);
    (0..gist.words().len()).filter(|&at| is_left[at]).collect()
}

/// How much of their weight two words that answer each other have in common.
fn credit(a: &WordBag, b: &WordBag, answer: &WordPair) -> f32 {
    a.words()[answer.a].weight.min(b.words()[answer.b].weight) * answer.similarity
}

/// The weight of words whose answer stands right behind the answer of an earlier word, as a share of all.
fn order(a: &WordBag, b: &WordBag, answers: &[WordPair]) -> f32 {
    let is_next = |x: &WordPair, y: &WordPair| y.a - x.a <= NEIGHBOUR && y.b > x.b && y.b - x.b <= NEIGHBOUR;
    let next = answers.windows(2).filter(|pair| is_next(&pair[0], &pair[1]));
    let in_order: f32 = next.map(|pair| credit(a, b, &pair[1])).sum();
    let least = a.weight.min(b.weight);
    if least > 0.0 { in_order / least } else { 0.0 }
}
