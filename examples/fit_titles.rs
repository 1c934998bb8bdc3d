//! Fits the weights of titles to books whose speeches are known, and scores them on other books.
//!
//! ```text
//! cargo run --release --example fit_titles -- books.jsonl truth.tsv [other.jsonl other.tsv]
//! ```
//!
//! With one set, each book is left out in turn: weights are fitted to the others and scored on it.
//! With two sets, weights are fitted to the first and scored on the second. The files are those of
//! `evaluation.outline.measure`. The search starts from weights that know only which features speak
//! for a title and which against it, and changes one weight at a time while that helps.

use std::collections::BTreeMap;
use std::error::Error;
use std::fs;

use leitong::document::Span;
use leitong::text::{HeadingRule, Outline, TitleFeature, TitleWeights};
use serde_json::Value;

/// A book, with the starts of its speeches in bytes.
struct Book {
    id: String,
    text: String,
    starts: Vec<usize>,
}

/// How many boundaries a book has, how many were found, and how many of these are right.
#[derive(Clone, Copy, Default)]
struct Score {
    known: usize,
    found: usize,
    right: usize,
}

impl Score {
    fn add(self, other: Self) -> Self {
        Self {
            known: self.known + other.known,
            found: self.found + other.found,
            right: self.right + other.right,
        }
    }

    /// The harmonic mean of recall and precision.
    fn f1(self) -> f64 {
        ratio(2 * self.right, self.known + self.found)
    }
}

/// The share of one count in another; books have few speeches.
fn ratio(part: usize, whole: usize) -> f64 {
    let [part, whole] = [part, whole.max(1)].map(|count| u32::try_from(count).unwrap_or(u32::MAX));
    f64::from(part) / f64::from(whole)
}

/// The points that are tried for each feature.
const TRIED: [i32; 11] = [-6, -4, -3, -2, -1, 0, 1, 2, 3, 4, 6];
/// Points of every feature that speaks for a title, at the start of the search.
const START: i32 = 2;
/// Rounds of the search; it ends earlier when no change helps.
const MOST_ROUNDS: usize = 4;

fn main() -> Result<(), Box<dyn Error>> {
    let paths: Vec<String> = std::env::args().skip(1).collect();
    match &paths[..] {
        [books, truth] => leave_one_out(&read(books, truth)?),
        [books, truth, other, other_truth] => {
            score_other(&read(books, truth)?, &read(other, other_truth)?);
        }
        _ => return Err("give BOOKS TRUTH, or BOOKS TRUTH OTHER OTHER_TRUTH".into()),
    }
    Ok(())
}

/// Reads books, and the starts of their speeches.
fn read(books: &str, truth: &str) -> Result<Vec<Book>, Box<dyn Error>> {
    let mut starts: BTreeMap<String, Vec<usize>> = BTreeMap::new();
    for line in fs::read_to_string(truth)?.lines() {
        let mut fields = line.split('\t');
        let (Some(book), Some(start)) = (fields.next(), fields.next()) else {
            return Err(format!("{truth}: {line}: no start").into());
        };
        starts.entry(book.to_owned()).or_default().push(start.parse()?);
    }
    fs::read_to_string(books)?.lines().map(|line| book(line, &starts)).collect()
}

fn book(line: &str, starts: &BTreeMap<String, Vec<usize>>) -> Result<Book, Box<dyn Error>> {
    let record: Value = serde_json::from_str(line)?;
    let (Some(id), Some(text)) = (record["id"].as_str(), record["text"].as_str()) else {
        return Err("a book has no id or text".into());
    };
    let chars: Vec<usize> = text.char_indices().map(|(at, _)| at).collect();
    let known = starts.get(id).into_iter().flatten();
    let starts = known.filter_map(|&start| chars.get(start).copied()).collect();
    Ok(Book { id: id.to_owned(), text: text.to_owned(), starts })
}

/// Scores one book. A speech is found if one starts on its line or on the next.
fn score(book: &Book, weights: TitleWeights) -> Score {
    let outline = Outline::of(&book.text, &HeadingRule::from_weights(weights));
    let mut found: Vec<Span> = outline.speeches.iter().map(|speech| speech.span).collect();
    let mut score = Score { known: book.starts.len(), found: found.len(), right: 0 };
    for &start in &book.starts {
        let latest = book.text[start..].find('\n').map_or(book.text.len(), |end| start + end + 1);
        if let Some(at) = found.iter().position(|span| (start..=latest).contains(&span.start)) {
            found.remove(at);
            score.right += 1;
        }
    }
    score
}

fn total<'b>(books: impl Iterator<Item = &'b Book>, weights: TitleWeights) -> Score {
    books.map(|book| score(book, weights)).fold(Score::default(), Score::add)
}

/// Weights that know only which features speak for a title.
fn start() -> TitleWeights {
    let default = TitleWeights::default();
    TitleFeature::ALL.iter().fold(default, |weights, &feature| {
        weights.with(feature, START * default.of(feature).signum())
    })
}

/// The weights that score best on some books: one is changed at a time.
fn fit(books: &[&Book]) -> TitleWeights {
    let mut best = start();
    let mut best_score = total(books.iter().copied(), best).f1();
    for _ in 0..MOST_ROUNDS {
        let before = best_score;
        for feature in TitleFeature::ALL {
            for points in TRIED {
                let weights = best.with(feature, points);
                let score = total(books.iter().copied(), weights).f1();
                if score > best_score {
                    (best, best_score) = (weights, score);
                }
            }
        }
        if best_score <= before {
            break;
        }
    }
    best
}

/// Fits to all books but one, and scores that one, for each in turn.
fn leave_one_out(books: &[Book]) {
    head();
    let mut all = Score::default();
    for left_out in books {
        let others: Vec<&Book> = books.iter().filter(|book| book.id != left_out.id).collect();
        let weights = fit(&others);
        let score = score(left_out, weights);
        row(&left_out.id, score, Some(weights));
        all = all.add(score);
    }
    row("all", all, None);
    row("start of the search", total(books.iter(), start()), Some(start()));
    let default = TitleWeights::default();
    row("weights of the program", total(books.iter(), default), Some(default));
}

/// Fits to some books, and scores others.
fn score_other(books: &[Book], others: &[Book]) {
    head();
    let weights = fit(&books.iter().collect::<Vec<_>>());
    for other in others {
        row(&other.id, score(other, weights), None);
    }
    row("all", total(others.iter(), weights), Some(weights));
    let default = TitleWeights::default();
    row("weights of the program", total(others.iter(), default), Some(default));
}

fn head() {
    let names = TitleFeature::ALL.map(|feature| format!("{feature:?}"));
    println!("weights: {}\n", names.join(" "));
    println!("| book | recall | precision | weights |\n| --- | --: | --: | --- |");
}

fn row(book: &str, score: Score, weights: Option<TitleWeights>) {
    let recall = ratio(score.right, score.known);
    let precision = ratio(score.right, score.found);
    let weights = weights.map(|weights| TitleFeature::ALL.map(|each| weights.of(each).to_string()));
    let weights = weights.map_or(String::new(), |weights| weights.join(" "));
    println!("| {book} | {recall:.3} | {precision:.3} | {weights} |");
}
