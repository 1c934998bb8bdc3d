//! Which words of two units answer each other.

use std::collections::HashMap;

use super::{Gist, Reader};

/// Words that weigh less do not answer for others: they stand in every text.
const LIGHT: f32 = 1.0;
/// Words whose vectors are less alike do not answer each other.
const NEAR: f32 = 0.3;
/// How far behind its neighbour's a word's answer may stand to be in order.
const NEIGHBOUR: usize = 2;

/// Two words that answer each other.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Answer {
    /// Number of the word in the first unit.
    pub a: usize,
    /// Number of the word in the second unit.
    pub b: usize,
    /// 1 for the same word, else the cosine of their vectors.
    pub similarity: f32,
    /// Whether they are the same word.
    pub is_same: bool,
}

/// How much two units say the same.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Resemblance {
    /// Share of the words that both have: weighted Jaccard similarity.
    pub words: f32,
    /// The same where words that mean nearly the same count in part.
    pub reworded: f32,
    /// Share of the words whose answers stand beside the answer of the word before.
    pub order: f32,
    /// Which words answer which, in the order of the first unit.
    pub answers: Vec<Answer>,
}

impl Resemblance {
    /// Words that are answered by themselves.
    pub(super) fn same(&self) -> impl Iterator<Item = &Answer> {
        self.answers.iter().filter(|answer| answer.is_same)
    }
}

impl Reader<'_> {
    /// Compares two units word by word.
    #[must_use]
    pub fn compare(&self, a: &Gist, b: &Gist) -> Resemblance {
        let mut answers = same_words(a, b);
        let same: f32 = answers.iter().map(|answer| a.words[answer.a].weight).sum();
        let all = a.weight + b.weight;
        answers.extend(self.near_words(a, b, &answers));
        answers.sort_unstable_by_key(|answer| answer.a);
        let credit: f32 = answers.iter().map(|answer| credit(a, b, answer)).sum();
        let share = |shared: f32| if all > 0.0 { shared / (all - shared) } else { 0.0 };
        Resemblance { words: share(same), reworded: share(credit), order: order(a, b, &answers), answers }
    }

    /// Words left over on both sides that mean nearly the same, the nearest first; each answers one.
    fn near_words(&self, a: &Gist, b: &Gist, same: &[Answer]) -> Vec<Answer> {
        let left_a = left_over(a, same.iter().map(|answer| answer.a));
        let left_b = left_over(b, same.iter().map(|answer| answer.b));
        let (of_a, of_b) = (self.vectors(a, &left_a), self.vectors(b, &left_b));
        let dims = self.model.dims();
        let mut near = Vec::new();
        for (&a, x) in left_a.iter().zip(of_a.chunks_exact(dims)) {
            for (&b, y) in left_b.iter().zip(of_b.chunks_exact(dims)) {
                let similarity = dot(x, y);
                if similarity >= NEAR {
                    near.push(Answer { a, b, similarity, is_same: false });
                }
            }
        }
        near.sort_by(|x, y| y.similarity.total_cmp(&x.similarity).then((x.a, x.b).cmp(&(y.a, y.b))));
        let (mut taken_a, mut taken_b) = (vec![false; a.words.len()], vec![false; b.words.len()]);
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

/// The words that both units have, the first with the first and so on.
fn same_words(a: &Gist, b: &Gist) -> Vec<Answer> {
    let mut places: HashMap<u64, Vec<usize>> = HashMap::new();
    for (at, word) in b.words.iter().enumerate().rev() {
        places.entry(word.hash).or_default().push(at);
    }
    let mut answers = Vec::new();
    for (at, word) in a.words.iter().enumerate() {
        if let Some(b) = places.get_mut(&word.hash).and_then(Vec::pop) {
            answers.push(Answer { a: at, b, similarity: 1.0, is_same: true });
        }
    }
    answers
}

/// The words of some weight that are not among `answered`, which rise or not.
fn left_over(gist: &Gist, answered: impl Iterator<Item = usize>) -> Vec<usize> {
    let mut is_left: Vec<bool> = gist.words.iter().map(|word| word.weight >= LIGHT).collect();
    answered.for_each(|at| is_left[at] = false);
    (0..gist.words.len()).filter(|&at| is_left[at]).collect()
}

/// How much of their weight two words that answer each other have in common.
fn credit(a: &Gist, b: &Gist, answer: &Answer) -> f32 {
    a.words[answer.a].weight.min(b.words[answer.b].weight) * answer.similarity
}

/// The weight of words whose answer stands right behind the answer of an earlier word, as a share of all.
fn order(a: &Gist, b: &Gist, answers: &[Answer]) -> f32 {
    let is_next = |x: &Answer, y: &Answer| y.a - x.a <= NEIGHBOUR && y.b > x.b && y.b - x.b <= NEIGHBOUR;
    let next = answers.windows(2).filter(|pair| is_next(&pair[0], &pair[1]));
    let in_order: f32 = next.map(|pair| credit(a, b, &pair[1])).sum();
    let least = a.weight.min(b.weight);
    if least > 0.0 { in_order / least } else { 0.0 }
}

/// Four sums side by side, so that the processor adds several at once; in the same order everywhere.
fn dot(x: &[f32], y: &[f32]) -> f32 {
    let mut sums = [0.0; 8];
    for (x, y) in x.chunks_exact(8).zip(y.chunks_exact(8)) {
        for (sum, (x, y)) in sums.iter_mut().zip(x.iter().zip(y)) {
            *sum += x * y;
        }
    }
    let rest: f32 = x.chunks_exact(8).remainder().iter().zip(y.chunks_exact(8).remainder()).map(|(x, y)| x * y).sum();
    sums.iter().sum::<f32>() + rest
}
