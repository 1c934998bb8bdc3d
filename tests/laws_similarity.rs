//! What signatures and buckets promise, against every pair compared with every other.

mod support;

use std::ops::Range;

use leitong::document::Span;
use leitong::index::{Bands, Buckets};
use leitong::sketch::{Shingling, Signature, Sketcher};
use leitong::text::{Content, Script};
use leitong::verify::ShingleSet;
use rayon::prelude::*;
use support::Numbers;

const THRESHOLD: f64 = 0.7;

/// Families of a text and edited copies of it: 5,200 units with edits of 0 to 40 %, small ones more often.
fn families() -> Vec<String> {
    let mut numbers = Numbers::new(2026);
    let mut units = Vec::new();
    for _ in 0..650 {
        let len = numbers.between(6, 300);
        let text = numbers.text(len);
        for _ in 0..8 {
            let percent = numbers.between(0, 40) * numbers.between(0, 40) / 40;
            units.push(numbers.edited(&text, percent).iter().collect());
        }
    }
    units
}

fn shingles(text: &str) -> Vec<u64> {
    let content = Content::of(text, Span::new(0, text.len()), Script::AsWritten);
    Shingling::Chars(5).shingles(text, &content, 0..content.len())
}

fn brute_force(sets: &[ShingleSet]) -> Vec<(u32, u32)> {
    let alike = |a: usize, b: &usize| sets[a].overlap(&sets[*b]).jaccard() >= THRESHOLD;
    (0..sets.len())
        .into_par_iter()
        .flat_map_iter(|a| (a + 1..sets.len()).filter(move |b| alike(a, b)).map(move |b| (a as u32, b as u32)))
        .collect()
}

#[test]
fn precision_is_one_and_recall_is_as_predicted() {
    let shingles: Vec<Vec<u64>> = families().iter().map(|unit| shingles(unit)).collect();
    let sets: Vec<ShingleSet> = shingles.iter().cloned().map(ShingleSet::new).collect();
    let signatures: Vec<Option<Signature>> = shingles.iter().map(|unit| Sketcher::default().sketch(unit)).collect();
    let bands = Bands::for_similarity(THRESHOLD, 128, 0.99).expect("0.7 is reached by 128 slots");
    let candidates = Buckets::new(bands, &signatures).candidates();
    let jaccard = |&(a, b): &(u32, u32)| sets[a as usize].overlap(&sets[b as usize]).jaccard();
    let found: Vec<(u32, u32)> = candidates.pairs.iter().copied().filter(|pair| jaccard(pair) >= THRESHOLD).collect();

    let truth = brute_force(&sets);
    assert!(shingles.len() >= 5_000 && truth.len() > 2_000, "{} units, {} pairs", shingles.len(), truth.len());
    let hits = found.iter().filter(|pair| truth.binary_search(pair).is_ok()).count();
    assert_eq!(hits, found.len(), "precision is 1");
    let recall = hits as f64 / truth.len() as f64;
    println!("recall {recall:.4} of {} pairs, {} candidates", truth.len(), candidates.pairs.len());
    assert!(recall >= 0.98, "recall {recall}");
    assert!(candidates.pairs.len() < 20 * truth.len(), "{} candidates", candidates.pairs.len());
}

/// Mean error of the estimate over many pairs of sets of these sizes.
fn mean_error(sizes: Range<usize>, pairs: usize) -> f64 {
    let mut numbers = Numbers::new(7);
    let mut sum = 0.0;
    for seed in 0..pairs {
        let len = numbers.between(sizes.start, sizes.end - 1);
        let shared = numbers.between(0, len);
        let mut set = |count: usize| -> Vec<u64> { (0..count).map(|_| numbers.next()).collect() };
        let (both, only_a, only_b) = (set(shared), set(len - shared), set(len - shared));
        let (a, b) = ([both.as_slice(), &only_a].concat(), [both.as_slice(), &only_b].concat());
        let sketcher = Sketcher::new(128, seed as u64);
        let sketch = |set: &[u64]| sketcher.sketch(set).expect("the set is not empty");
        let jaccard = ShingleSet::new(a.clone()).overlap(&ShingleSet::new(b.clone())).jaccard();
        sum += sketch(&a).similarity(&sketch(&b)) - jaccard;
    }
    sum / pairs as f64
}

#[test]
fn the_estimate_is_unbiased_for_units_of_any_size() {
    for sizes in [1..5, 5..20, 20..101, 101..2_000] {
        let error = mean_error(sizes.clone(), 4_000);
        println!("{sizes:?} shingles: mean error {error:+.5}");
        assert!(error.abs() < 0.005, "{sizes:?}: {error}");
    }
}

#[test]
fn texts_shorter_than_a_shingle_are_alike_only_when_equal() {
    let texts = ["同志们", "同志", "谢谢", "谢谢大", "同志们"];
    let signatures: Vec<_> = texts.iter().map(|text| Sketcher::default().sketch(&shingles(text))).collect();
    let bands = Bands::for_similarity(THRESHOLD, 128, 0.99).expect("0.7 is reached by 128 slots");
    assert_eq!(Buckets::new(bands, &signatures).candidates().pairs, [(0, 4)]);
}
