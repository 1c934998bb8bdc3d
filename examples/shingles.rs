//! Which shingles tell copies from strangers best, measured on the paragraphs of `seeds/`.
//!
//! `cargo run --release --example shingles` edits each paragraph (characters replaced, left out or
//! added at random) and prints, for each kind of shingle, the mean Jaccard similarity of the
//! copies, the highest one among different paragraphs, and the time for one pass over the seeds.

use std::path::Path;
use std::time::Instant;

use leitong::corpus::{ReadOptions, read};
use leitong::document::Span;
use leitong::error::Result;
use leitong::similarity::ShingleSet;
use leitong::sketch::Shingling;
use leitong::text::{Content, HeadingRule, Outline, Script};

/// Shorter paragraphs are left out, in bytes.
const SHORTEST: usize = 300;
/// Paragraphs with a higher similarity share a passage; one of them is left out.
const REUSED: f64 = 0.2;
/// Passes that are timed; the fastest counts.
const PASSES: usize = 5;

fn main() -> Result<()> {
    let paragraphs = paragraphs()?;
    println!("{} paragraphs of at least {SHORTEST} bytes", paragraphs.len());
    println!("shingle   5 % edits  10 % edits  20 % edits  strangers at most    MB/s");
    for shingle in ["char:3", "char:4", "char:5", "char:6", "char:8", "word:1", "word:2", "word:3"]
    {
        let shingling: Shingling = shingle.parse()?;
        let sets: Vec<ShingleSet> = paragraphs.iter().map(|text| set(shingling, text)).collect();
        let copies = [5, 10, 20].map(|percent| copies(shingling, &paragraphs, &sets, percent));
        let [five, ten, twenty] = copies;
        let (strangers, speed) = (strangers(&sets), speed(shingling, &paragraphs));
        println!(
            "{shingle:8}  {five:9.3}  {ten:10.3}  {twenty:10.3}  {strangers:17.3}  {speed:6.1}"
        );
    }
    Ok(())
}

/// Different paragraphs of the seeds; what stands there twice is taken once.
fn paragraphs() -> Result<Vec<String>> {
    let seeds = Path::new(env!("CARGO_MANIFEST_DIR")).join("seeds");
    let mut paragraphs = Vec::new();
    for document in read(&[seeds], &ReadOptions::default())?.documents {
        let speeches = Outline::of(&document.text, &HeadingRule::default()).speeches;
        for span in speeches.iter().flat_map(|speech| &speech.paragraphs) {
            let text = span.of(&document.text);
            let known = |other: &String| {
                set(Shingling::Chars(5), other).overlap(&set(Shingling::Chars(5), text)).jaccard()
            };
            if text.len() >= SHORTEST && !paragraphs.iter().any(|other| known(other) > REUSED) {
                paragraphs.push(text.to_owned());
            }
        }
    }
    Ok(paragraphs)
}

fn set(shingling: Shingling, text: &str) -> ShingleSet {
    let content = Content::of(text, Span::new(0, text.len()), Script::AsWritten);
    ShingleSet::new(&shingling.shingles(text, &content, 0..content.len()))
}

fn copies(shingling: Shingling, paragraphs: &[String], sets: &[ShingleSet], percent: u64) -> f64 {
    let mut chance = 1;
    let copies = paragraphs.iter().map(|text| set(shingling, &edited(text, percent, &mut chance)));
    let similar = copies.zip(sets).map(|(copy, set)| copy.overlap(set).jaccard());
    similar.sum::<f64>() / sets.len() as f64
}

/// A copy in which so many of a hundred characters were edited.
fn edited(text: &str, percent: u64, chance: &mut u64) -> String {
    let mut draw = |below: u64| {
        *chance =
            chance.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (*chance >> 33) % below
    };
    let chars: Vec<char> = text.chars().collect();
    let mut edited = String::new();
    for &char in &chars {
        let (hit, how) = (draw(100) < percent, draw(3));
        let other = chars[draw(chars.len() as u64) as usize];
        edited.extend(
            [Some(char), Some(other)]
                .into_iter()
                .zip(match (hit, how) {
                    (false, _) => [true, false],
                    (true, 0) => [false, true],
                    (true, 1) => [false, false],
                    (true, _) => [true, true],
                })
                .filter_map(|(char, wanted)| char.filter(|_| wanted)),
        );
    }
    edited
}

fn strangers(sets: &[ShingleSet]) -> f64 {
    let pairs =
        sets.iter().enumerate().flat_map(|(at, a)| sets[at + 1..].iter().map(move |b| (a, b)));
    pairs.map(|(a, b)| a.overlap(b).jaccard()).fold(0.0, f64::max)
}

fn speed(shingling: Shingling, paragraphs: &[String]) -> f64 {
    let bytes: usize = paragraphs.iter().map(String::len).sum();
    let pass = || {
        let start = Instant::now();
        std::hint::black_box(
            paragraphs.iter().map(|text| set(shingling, text).len()).sum::<usize>(),
        );
        start.elapsed().as_secs_f64()
    };
    bytes as f64 / 1e6 / (0..PASSES).map(|_| pass()).fold(f64::INFINITY, f64::min)
}
