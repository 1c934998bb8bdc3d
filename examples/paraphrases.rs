//! How many sentences that mean the same the embedding model finds among all others.
//!
//! `cargo run --release --example paraphrases -- SET COUNT < pairs.jsonl` reads JSON Lines with the
//! fields `set`, `a`, `b` and `label` (`"1"`: the two mean the same). The first COUNT pairs of SET
//! with that label are the positives. Each of their sentences is compared with every other sentence
//! of the file; what a chain of such pairs joins, and equal sentences, are left out. It prints the
//! share of positives with a higher cosine than all but one of 10,000 of these others.

use std::collections::HashMap;
use std::io::{self, BufRead};

use leitong::embedding::Model;
use leitong::text::Script;

/// The set of which labels are grades from 0 to 5.
const GRADED: &str = "Chinese-STS-B";

#[derive(serde::Deserialize)]
struct Pair {
    set: String,
    a: String,
    b: String,
    label: String,
}

/// Sentences, numbered, and which mean the same.
#[derive(Default)]
struct Sentences {
    numbers: HashMap<String, usize>,
    /// For each sentence one that means the same; following them leads to the same sentence for
    /// all that do.
    same: Vec<usize>,
}

impl Sentences {
    fn number(&mut self, sentence: &str) -> usize {
        let next = self.same.len();
        let number = *self.numbers.entry(sentence.to_owned()).or_insert(next);
        if number == next {
            self.same.push(next);
        }
        number
    }

    fn first(&self, mut sentence: usize) -> usize {
        while self.same[sentence] != sentence {
            sentence = self.same[sentence];
        }
        sentence
    }

    fn join(&mut self, a: usize, b: usize) {
        let (a, b) = (self.first(a), self.first(b));
        self.same[a.max(b)] = a.min(b);
    }
}

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let mut args = std::env::args().skip(1);
    let (Some(set), Some(count)) = (args.next(), args.next()) else {
        return Err("give a set and a number of pairs".into());
    };
    let count: usize = count.parse()?;
    let (mut sentences, mut positives) = (Sentences::default(), Vec::new());
    for line in io::stdin().lock().lines() {
        let pair: Pair = serde_json::from_str(&line?)?;
        let (a, b) = (sentences.number(&pair.a), sentences.number(&pair.b));
        if pair.set == GRADED || pair.label != "1" {
            continue;
        }
        sentences.join(a, b);
        if pair.set == set && positives.len() < count {
            positives.push((a, b));
        }
    }
    println!("{:.3}", recall(&sentences, &positives));
    Ok(())
}

/// Share of the positives that are nearer than all but one of 10,000 strangers.
fn recall(sentences: &Sentences, positives: &[(usize, usize)]) -> f64 {
    let mut texts = vec![""; sentences.same.len()];
    sentences.numbers.iter().for_each(|(text, &number)| texts[number] = text);
    let vectors: Vec<Vec<f32>> =
        texts.iter().map(|text| Model::embedded().embed(text, Script::Simplified)).collect();
    let groups: Vec<usize> = (0..texts.len()).map(|sentence| sentences.first(sentence)).collect();
    let cosine =
        |a: usize, b: usize| vectors[a].iter().zip(&vectors[b]).map(|(x, y)| x * y).sum::<f32>();
    let mut strangers = Vec::new();
    let mut compared = 0_u64;
    for &(a, b) in positives {
        for sentence in [a, b] {
            let others = (0..texts.len()).filter(|&other| groups[other] != groups[sentence]);
            let cosines = others.map(|other| cosine(sentence, other));
            // Those below 0.4 are far below the ten-thousandth part that counts.
            strangers.extend(cosines.inspect(|_| compared += 1).filter(|&cosine| cosine > 0.4));
        }
    }
    strangers.sort_unstable_by(|x, y| y.total_cmp(x));
    let bound = strangers.get((compared / 10_000) as usize).copied().unwrap_or(0.4);
    let found = positives.iter().filter(|&&(a, b)| cosine(a, b) > bound).count();
    found as f64 / positives.len().max(1) as f64
}
